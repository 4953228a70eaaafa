-- Cash counted, note by note and coin by coin. It stands once another person than the one who counted has signed it.
create table cash_count (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  account_id uuid not null,
  day date not null,
  n10000 int not null check (n10000 >= 0),
  n5000 int not null check (n5000 >= 0),
  n2000 int not null check (n2000 >= 0),
  n1000 int not null check (n1000 >= 0),
  n500 int not null check (n500 >= 0),
  n100 int not null check (n100 >= 0),
  n50 int not null check (n50 >= 0),
  n10 int not null check (n10 >= 0),
  counted_fen bigint not null,
  book_fen bigint not null,
  counted_by uuid not null,
  counted_by_name text not null,
  counted_at timestamptz not null,
  second_by uuid check (second_by <> counted_by),
  second_by_name text,
  confirmed_at timestamptz,
  undone_at timestamptz,
  undone_by_name text,
  undone_reason text check (length(undone_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  check (counted_fen = n10000::bigint * 10000 + n5000::bigint * 5000 + n2000::bigint * 2000 + n1000::bigint * 1000 + n500::bigint * 500 + n100::bigint * 100
    + n50::bigint * 50 + n10::bigint * 10),
  check (num_nonnulls(second_by, second_by_name, confirmed_at) in (0, 3)),
  check (num_nonnulls(undone_at, undone_by_name, undone_reason) in (0, 3))
)
-- ;;
select tenant_table('cash_count', 'select, insert, update')
-- ;;
alter table cash_count add foreign key (subdistrict_id, account_id) references money_account (subdistrict_id, id)
-- ;;
alter table cash_count add foreign key (subdistrict_id, counted_by) references person (subdistrict_id, id)
-- ;;
alter table cash_count add foreign key (subdistrict_id, second_by) references person (subdistrict_id, id)
-- ;;
create index on cash_count (subdistrict_id, account_id, day)
-- ;;
-- The figures never change. A count is signed once by the second person, or taken back once.
create function cash_count_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.undone_at is not null
    or (to_jsonb(new) - '{second_by,second_by_name,confirmed_at,undone_at,undone_by_name,undone_reason}'::text[])
      <> (to_jsonb(old) - '{second_by,second_by_name,confirmed_at,undone_at,undone_by_name,undone_reason}'::text[])
    or (old.confirmed_at is not null and (new.second_by, new.second_by_name, new.confirmed_at) is distinct from (old.second_by, old.second_by_name, old.confirmed_at)) then
    raise exception 'a count stays as it was counted' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stays before update or delete on cash_count for each row execute function cash_count_stays()
-- ;;
-- A count begins unsigned: nobody signs for another in one step.
create function cash_count_begins_unsigned() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from money_account a where a.subdistrict_id = new.subdistrict_id and a.id = new.account_id and a.kind = 'cash';
  if not found or new.second_by is not null or new.undone_at is not null then
    raise exception 'a count of a cash box begins with one person' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger begins_unsigned before insert on cash_count for each row execute function cash_count_begins_unsigned()
-- ;;
-- What a difference is, in words, and who said so. `other`: money of the account that is no project's, so that it counts as
-- explained for good; `timing`: the other side follows; `error`: a mistake, and how it is put right.
create table money_note (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  account_id uuid not null,
  row_id uuid,
  txn_id uuid,
  transfer_id uuid,
  count_id uuid,
  kind text not null check (kind in ('other', 'timing', 'error')),
  text text not null check (length(btrim(text)) between 2 and 500),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  undone_by_name text,
  undone_reason text check (length(undone_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  check (num_nonnulls(row_id, txn_id, transfer_id, count_id) = 1),
  check (kind <> 'other' or row_id is not null),
  check (num_nonnulls(undone_at, undone_by_name, undone_reason) in (0, 3))
)
-- ;;
select tenant_table('money_note', 'select, insert, update')
-- ;;
alter table money_note add foreign key (subdistrict_id, account_id) references money_account (subdistrict_id, id)
-- ;;
alter table money_note add foreign key (subdistrict_id, row_id) references bank_row (subdistrict_id, id)
-- ;;
alter table money_note add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table money_note add foreign key (subdistrict_id, transfer_id) references account_transfer (subdistrict_id, id)
-- ;;
alter table money_note add foreign key (subdistrict_id, count_id) references cash_count (subdistrict_id, id)
-- ;;
create index on money_note (subdistrict_id, account_id)
-- ;;
-- One explanation of one thing is in force at a time.
create unique index money_note_row on money_note (subdistrict_id, row_id) where row_id is not null and undone_at is null
-- ;;
create unique index money_note_txn on money_note (subdistrict_id, txn_id) where txn_id is not null and undone_at is null
-- ;;
create unique index money_note_transfer on money_note (subdistrict_id, transfer_id, account_id) where transfer_id is not null and undone_at is null
-- ;;
create unique index money_note_count on money_note (subdistrict_id, count_id) where count_id is not null and undone_at is null
-- ;;
create trigger undone_once before update or delete on money_note for each row execute function undone_once()
