-- A statement of the bank as it was uploaded: a draft while its columns are looked at, then imported whole, or dropped.
create table bank_statement (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  account_id uuid not null,
  file_id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  choice jsonb not null,
  state text not null check (state in ('draft', 'imported', 'dropped')),
  first_day date,
  last_day date,
  opening_fen bigint,
  closing_fen bigint,
  row_count int,
  known_count int,
  breaks jsonb,
  started_by uuid,
  started_by_name text not null,
  started_at timestamptz not null,
  imported_by_name text,
  imported_at timestamptz,
  primary key (subdistrict_id, id),
  check ((state = 'imported') = (imported_at is not null and imported_by_name is not null and row_count is not null and known_count is not null))
)
-- ;;
select tenant_table('bank_statement', 'select, insert, update')
-- ;;
alter table bank_statement add foreign key (subdistrict_id, account_id) references money_account (subdistrict_id, id)
-- ;;
alter table bank_statement add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create function statement_stays_imported() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'draft' or new.account_id <> old.account_id or new.file_id <> old.file_id then
    raise exception 'an imported statement stays as it is' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stays_imported before update or delete on bank_statement for each row execute function statement_stays_imported()
-- ;;
-- What the bank says, row by row: in positive, out negative. The fingerprint tells the same row again, whatever file it comes in.
create table bank_row (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  account_id uuid not null,
  statement_id uuid not null,
  row_no int not null check (row_no > 0),
  seq int not null check (seq > 0),
  day date not null,
  amount_fen bigint not null check (amount_fen <> 0),
  balance_fen bigint,
  counterparty text not null check (length(counterparty) <= 200),
  memo text not null check (length(memo) <= 500),
  reference text not null check (length(reference) <= 100),
  fingerprint text not null check (length(fingerprint) = 64),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, account_id, fingerprint)
)
-- ;;
select tenant_table('bank_row', 'select, insert')
-- ;;
alter table bank_row add foreign key (subdistrict_id, account_id) references money_account (subdistrict_id, id)
-- ;;
alter table bank_row add foreign key (subdistrict_id, statement_id) references bank_statement (subdistrict_id, id)
-- ;;
create index on bank_row (subdistrict_id, account_id, day)
-- ;;
create trigger append_only before update or delete on bank_row for each row execute function refuse_change()
-- ;;
-- Rows come with their statement, while it is still a draft, into its own account.
create function bank_row_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from bank_statement s join money_account a on a.subdistrict_id = s.subdistrict_id and a.id = s.account_id
    where s.subdistrict_id = new.subdistrict_id and s.id = new.statement_id and s.account_id = new.account_id and s.state = 'draft' and a.kind = 'bank';
  if not found then
    raise exception 'a row comes with its statement' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on bank_row for each row execute function bank_row_fits()
-- ;;
-- Which row of the bank is which movement of the books; a row may pay several, a movement may come in several rows.
create table bank_link (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  row_id uuid not null,
  txn_id uuid,
  transfer_id uuid,
  amount_fen bigint not null check (amount_fen > 0),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  undone_by_name text,
  undone_reason text check (length(undone_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  check (num_nonnulls(txn_id, transfer_id) = 1),
  check (num_nonnulls(undone_at, undone_by_name, undone_reason) in (0, 3))
)
-- ;;
select tenant_table('bank_link', 'select, insert, update')
-- ;;
alter table bank_link add foreign key (subdistrict_id, row_id) references bank_row (subdistrict_id, id)
-- ;;
alter table bank_link add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table bank_link add foreign key (subdistrict_id, transfer_id) references account_transfer (subdistrict_id, id)
-- ;;
create index on bank_link (subdistrict_id, row_id)
-- ;;
create index on bank_link (subdistrict_id, txn_id)
-- ;;
create index on bank_link (subdistrict_id, transfer_id)
-- ;;
create trigger undone_once before update or delete on bank_link for each row execute function undone_once()
-- ;;
-- A row is matched at most up to its amount, a movement likewise, in the same direction. The locks let two who match the same
-- row or the same movement pass one by one. A link to a transaction that was reversed counts no more: its row waits again.
create function bank_link_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r bank_row%rowtype;
  moved bigint;
  linked numeric;
begin
  select * into r from bank_row where subdistrict_id = new.subdistrict_id and id = new.row_id for no key update;
  if not found then
    raise exception 'no such row' using errcode = '23503';
  end if;
  if new.txn_id is not null then
    perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id for no key update;
    perform 1 from txn x where x.subdistrict_id = new.subdistrict_id and (x.reversal_of = new.txn_id or x.id = new.txn_id and x.reversal_of is not null);
    if found then
      raise exception 'a reversal, and what was reversed, is matched with nothing' using errcode = '23514';
    end if;
    if txn_way_of(new.subdistrict_id, new.txn_id) <> 'transfer' then
      raise exception 'only a transfer is seen by the bank' using errcode = '23514';
    end if;
    moved := txn_cash_fen(new.subdistrict_id, new.txn_id);
    select coalesce(sum(l.amount_fen), 0) into linked from bank_link l where l.subdistrict_id = new.subdistrict_id and l.txn_id = new.txn_id and l.undone_at is null;
  else
    perform 1 from account_transfer t where t.subdistrict_id = new.subdistrict_id and t.id = new.transfer_id for no key update;
    select case when t.undone_at is not null then 0 when t.to_account_id = r.account_id then t.amount_fen when t.from_account_id = r.account_id then -t.amount_fen else 0 end
      into moved from account_transfer t where t.subdistrict_id = new.subdistrict_id and t.id = new.transfer_id;
    select coalesce(sum(l.amount_fen), 0) into linked from bank_link l join bank_row o on o.subdistrict_id = l.subdistrict_id and o.id = l.row_id
      where l.subdistrict_id = new.subdistrict_id and l.transfer_id = new.transfer_id and l.undone_at is null and o.account_id = r.account_id;
  end if;
  if moved is null or sign(moved) <> sign(r.amount_fen) then
    raise exception 'money that came in is matched with money that came in, money that went out with money that went out' using errcode = '23514';
  end if;
  if linked + new.amount_fen > abs(moved) then
    raise exception 'a movement is matched at most up to its amount' using errcode = '23514';
  end if;
  select coalesce(sum(l.amount_fen), 0) into linked from bank_link l where l.subdistrict_id = new.subdistrict_id and l.row_id = new.row_id and l.undone_at is null
    and not exists (select from txn x where x.subdistrict_id = l.subdistrict_id and x.reversal_of = l.txn_id);
  if linked + new.amount_fen > abs(r.amount_fen) then
    raise exception 'a row is matched at most up to its amount' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on bank_link for each row execute function bank_link_fits()
