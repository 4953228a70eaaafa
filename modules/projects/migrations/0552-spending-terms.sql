-- What policy and office asked of a request on the day it was made: quotes, goods received by two, papers without invoice.
-- Null or false: nobody has set it, so nothing is asked.
create table spending_terms (
  subdistrict_id uuid not null references subdistrict (id),
  request_id uuid not null,
  -- Quotes of so many suppliers are compared before the first approval.
  quotes_least int check (quotes_least between 1 and 20),
  -- Two residents confirm the goods before payment, or before closing.
  received_before text check (received_before in ('payment', 'closing')),
  -- A receipt without invoice proves at most so much.
  receipt_to_fen bigint check (receipt_to_fen >= 0),
  -- One person gets at most so much on a labour sheet.
  labour_to_fen bigint check (labour_to_fen >= 0),
  payer_not_requester boolean not null default false,
  -- Who says so: {field: {clause, source} or {setBy, setOn}}.
  said jsonb not null default '{}' check (jsonb_typeof(said) = 'object'),
  primary key (subdistrict_id, request_id)
)
-- ;;
select tenant_table('spending_terms', 'select, insert')
-- ;;
alter table spending_terms add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on spending_terms for each row execute function refuse_change()
-- ;;
insert into spending_terms (subdistrict_id, request_id) select subdistrict_id, id from spending_request
-- ;;
-- How many of what: said when the price of a thing is to be compared with earlier ones.
alter table spending_line add column quantity_milli bigint check (quantity_milli > 0)
-- ;;
alter table spending_line add column unit text check (btrim(unit) <> '' and length(unit) <= 20)
-- ;;
alter table spending_line add check ((quantity_milli is null) = (unit is null))
-- ;;
-- One payment belongs to one request.
create unique index on spending_request (subdistrict_id, expense_id) where expense_id is not null
-- ;;
-- What was approved is what was asked: no line comes after the first decision.
create function line_comes_before_decisions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from spending_request r where r.subdistrict_id = new.subdistrict_id and r.id = new.request_id for update;
  if exists (select 1 from spending_approval a where a.subdistrict_id = new.subdistrict_id and a.request_id = new.request_id) then
    raise exception 'a line is asked for before anybody decides' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger before_decisions before insert on spending_line for each row execute function line_comes_before_decisions()
-- ;;
-- Terms, chain and amount of a request stand from the day it was asked.
create function request_keeps_what_was_asked() returns trigger language plpgsql as $$
begin
  if (new.project_id, new.no, new.item, new.why, new.payee, new.amount_fen, new.requester_id, new.chain, new.asked_at)
      is distinct from (old.project_id, old.no, old.item, old.why, old.payee, old.amount_fen, old.requester_id, old.chain, old.asked_at) then
    raise exception 'a request stays as it was asked' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_what_was_asked before update on spending_request for each row execute function request_keeps_what_was_asked()
