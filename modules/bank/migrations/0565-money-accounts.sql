-- Where the money of the books really lies: the bank account of the body that pays for a neighbourhood (or for the whole
-- subdistrict) and its cash box with a keeper. Of an account's number only the last four digits are kept.
create table money_account (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid,
  kind text not null check (kind in ('bank', 'cash')),
  name text not null check (length(name) between 1 and 100),
  bank_name text check (length(bank_name) between 1 and 100),
  last4 text check (last4 ~ '^[0-9]{4}$'),
  keeper_person_id uuid,
  keeper_name text check (length(keeper_name) between 1 and 60),
  opening_day date not null,
  opening_fen bigint not null check (opening_fen >= 0),
  opened_by uuid,
  opened_by_name text not null,
  opened_at timestamptz not null,
  closed_day date check (closed_day >= opening_day),
  closed_by_name text,
  closed_reason text,
  primary key (subdistrict_id, id),
  check ((kind = 'bank') = (bank_name is not null and last4 is not null)),
  check ((kind = 'cash') = (keeper_name is not null)),
  check (num_nonnulls(closed_day, closed_by_name, closed_reason) in (0, 3))
)
-- ;;
select tenant_table('money_account', 'select, insert, update')
-- ;;
alter table money_account add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table money_account add foreign key (subdistrict_id, keeper_person_id) references person (subdistrict_id, id)
-- ;;
-- One bank account and one cash box of a place are open at a time, so that every movement has one place where it is expected.
create unique index money_account_open on money_account (subdistrict_id, kind, coalesce(neighbourhood_id, subdistrict_id)) where closed_day is null
-- ;;
create function money_account_keeps_its_terms() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.closed_day is not null
    or (to_jsonb(new) - '{keeper_person_id,keeper_name,closed_day,closed_by_name,closed_reason}'::text[])
      <> (to_jsonb(old) - '{keeper_person_id,keeper_name,closed_day,closed_by_name,closed_reason}'::text[]) then
    raise exception 'an account keeps its terms; only its keeper changes, and it is closed once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_terms before update or delete on money_account for each row execute function money_account_keeps_its_terms()
-- ;;
-- Cash brought to the bank or fetched from it: out of one account and into the other, never a change of what there is.
create table account_transfer (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  from_account_id uuid not null,
  to_account_id uuid not null check (to_account_id <> from_account_id),
  amount_fen bigint not null check (amount_fen > 0),
  day date not null,
  text text not null check (length(text) between 1 and 200),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  undone_by_name text,
  undone_reason text check (length(undone_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  check (num_nonnulls(undone_at, undone_by_name, undone_reason) in (0, 3))
)
-- ;;
select tenant_table('account_transfer', 'select, insert, update')
-- ;;
alter table account_transfer add foreign key (subdistrict_id, from_account_id) references money_account (subdistrict_id, id)
-- ;;
alter table account_transfer add foreign key (subdistrict_id, to_account_id) references money_account (subdistrict_id, id)
-- ;;
-- For everything that is never changed but may be undone once, with a name and a reason.
create function undone_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.undone_at is not null or new.undone_at is null
    or (to_jsonb(new) - '{undone_at,undone_by_name,undone_reason}'::text[]) <> (to_jsonb(old) - '{undone_at,undone_by_name,undone_reason}'::text[]) then
    raise exception '% is kept as it is and undone at most once', tg_table_name using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger undone_once before update or delete on account_transfer for each row execute function undone_once()
-- ;;
-- How a transaction that has neither receipt nor expense moved money: a return.
create table txn_way (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  way text not null check (way in ('transfer', 'cash')),
  party text not null check (length(party) between 1 and 100),
  primary key (subdistrict_id, txn_id)
)
-- ;;
select tenant_table('txn_way', 'select, insert')
-- ;;
alter table txn_way add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on txn_way for each row execute function refuse_change()
-- ;;
-- What a transaction moved in or out of an account, signed: what it changed in the cash held, goods in kind left out. An
-- opening balance moves nothing: that money lies in the account already.
create function txn_cash_fen(s uuid, t uuid) returns bigint language sql stable as $$
  select coalesce(sum(p.amount_fen), 0)::bigint from posting p join award a on a.subdistrict_id = p.subdistrict_id and a.id = p.award_id
  join txn x on x.subdistrict_id = p.subdistrict_id and x.id = p.txn_id left join txn o on o.subdistrict_id = x.subdistrict_id and o.id = x.reversal_of
  where p.subdistrict_id = s and p.txn_id = t and p.account = 'held' and a.source_kind <> 'in_kind' and coalesce(o.kind, x.kind) <> 'opening'
$$
-- ;;
-- By which way it moved: as its receipt, its expense, its advance or its refund says, else as it was written down beside it,
-- else by transfer. A reversal goes the way of what it undoes.
create function txn_way_of(s uuid, t uuid) returns text language sql stable as $$
  select coalesce(
    (select r.method from receipt r where r.subdistrict_id = s and r.txn_id = b.id),
    (select f.method from refund f where f.subdistrict_id = s and f.txn_id = b.id),
    (select a.method from advance a where a.subdistrict_id = s and a.txn_id = b.id),
    (select a.method from advance_settlement a where a.subdistrict_id = s and a.txn_id = b.id),
    (select f.method from supplier_refund f where f.subdistrict_id = s and f.txn_id = b.id),
    (select w.way from txn_way w where w.subdistrict_id = s and w.txn_id = b.id),
    (select e.method from expense e where e.subdistrict_id = s and e.id = b.expense_id), 'transfer')
  from txn x join txn b on b.subdistrict_id = x.subdistrict_id and b.id = coalesce(x.reversal_of, x.id) where x.subdistrict_id = s and x.id = t
$$
