-- Who undid a payment, and why: never the person alone who recorded it.
create table payment_reversal (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  expense_id uuid not null,
  request_id uuid not null,
  recorded_by uuid not null,
  reversed_by uuid not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  outcome text not null check (outcome in ('reopened', 'ended', 'advance-open')),
  at timestamptz not null,
  primary key (subdistrict_id, txn_id),
  unique (subdistrict_id, expense_id),
  check (recorded_by <> reversed_by)
)
-- ;;
select tenant_table('payment_reversal', 'select, insert')
-- ;;
alter table payment_reversal add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table payment_reversal add foreign key (subdistrict_id, expense_id) references expense (subdistrict_id, id)
-- ;;
alter table payment_reversal add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
alter table payment_reversal add foreign key (subdistrict_id, reversed_by) references person (subdistrict_id, id)
-- ;;
create index on payment_reversal (subdistrict_id, request_id)
-- ;;
create trigger append_only before update or delete on payment_reversal for each row execute function refuse_change()
-- ;;
-- It names the one who recorded the payment, and the transaction that undid it.
create function payment_reversal_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from txn r join txn t on t.subdistrict_id = r.subdistrict_id and t.id = r.reversal_of
    join expense e on e.subdistrict_id = t.subdistrict_id and e.id = t.expense_id
    join spending_request q on q.subdistrict_id = e.subdistrict_id and q.id = new.request_id and q.expense_id = e.id
    where r.subdistrict_id = new.subdistrict_id and r.id = new.txn_id and e.id = new.expense_id and e.recorded_by = new.recorded_by;
  if not found then
    raise exception 'a payment is undone by its reversal, and not by who recorded it' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on payment_reversal for each row execute function payment_reversal_fits()
-- ;;
-- A settled request stays as it is, but for one that was signed off and whose payment was undone by two persons.
create or replace function closed_spending_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('refused', 'withdrawn') or (old.state = 'closed' and not (new.state in ('approved', 'withdrawn')
      and exists (select from payment_reversal p where p.subdistrict_id = old.subdistrict_id and p.request_id = old.id and p.expense_id = old.expense_id))) then
    raise exception 'a settled spending request stays as it is' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
-- A request leaves its payment only when that was undone, and is neither paid nor ended while its advance is in somebody's hands.
create function request_follows_its_money() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.expense_id is not null and new.expense_id is distinct from old.expense_id and not exists (
      select 1 from payment_reversal p where p.subdistrict_id = old.subdistrict_id and p.request_id = old.id and p.expense_id = old.expense_id) then
    raise exception 'a request is opened again when its payment was undone' using errcode = '23514';
  end if;
  if old.state = 'approved' and new.state <> 'approved' and exists (
      select 1 from advance a where a.subdistrict_id = old.subdistrict_id and a.subject_id = old.id and advance_is_open(a.subdistrict_id, a.txn_id, a.id)) then
    raise exception 'the request has an advance that is not settled' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows_its_money before update on spending_request for each row execute function request_follows_its_money()
