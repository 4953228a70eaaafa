-- What was read from a file that came for an expense, before a person confirmed it. What was read never changes; the reading is confirmed
-- into a voucher or dropped with its reason. Several forms of one invoice are confirmed into one voucher.
create table invoice_reading (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  expense_id uuid not null,
  file_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  invoice jsonb check (jsonb_typeof(invoice) = 'object'),
  error text check (error ~ '^[a-z-]{1,40}$'),
  read_by uuid,
  read_at timestamptz not null,
  state text not null check (state in ('waiting', 'recorded', 'dropped')),
  voucher_id uuid,
  -- Why it was dropped, or why it is right although a check asks.
  note text check (length(note) between 1 and 500 and btrim(note) <> ''),
  settled_by uuid,
  settled_at timestamptz,
  primary key (subdistrict_id, id),
  check ((invoice is null) <> (error is null)),
  check ((state = 'recorded') = (voucher_id is not null)),
  check ((state = 'waiting') = (settled_at is null)),
  check (state <> 'recorded' or invoice is not null),
  check (state <> 'dropped' or note is not null)
)
-- ;;
select tenant_table('invoice_reading', 'select, insert')
-- ;;
grant update (state, voucher_id, note, settled_by, settled_at) on invoice_reading to zhidian_app
-- ;;
alter table invoice_reading add foreign key (subdistrict_id, expense_id) references expense (subdistrict_id, id)
-- ;;
alter table invoice_reading add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
alter table invoice_reading add foreign key (subdistrict_id, voucher_id) references voucher (subdistrict_id, id)
-- ;;
-- The same bytes count once for an expense; what was dropped by mistake may come again.
create unique index on invoice_reading (subdistrict_id, expense_id, sha256) where state <> 'dropped'
-- ;;
create function guard_invoice_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then raise exception 'a reading of an invoice is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' then raise exception 'a reading begins by waiting' using errcode = '23514'; end if;
    if not exists (select 1 from file f where f.subdistrict_id = new.subdistrict_id and f.id = new.file_id and f.sha256 = new.sha256) then
      raise exception 'a reading names the hash of its file' using errcode = '23514';
    end if;
    return new;
  end if;
  if row(new.subdistrict_id, new.id, new.expense_id, new.file_id, new.sha256, new.invoice, new.error, new.read_by, new.read_at)
    is distinct from row(old.subdistrict_id, old.id, old.expense_id, old.file_id, old.sha256, old.invoice, old.error, old.read_by, old.read_at) then
    raise exception 'what was read does not change' using errcode = '23514';
  end if;
  -- A confirmed reading waits again only when its voucher was withdrawn; a dropped one stays dropped.
  if not (old.state = 'waiting' and new.state in ('recorded', 'dropped'))
    and not (old.state = 'recorded' and new.state = 'waiting' and exists (select 1 from voucher_withdrawal w
      where w.subdistrict_id = old.subdistrict_id and w.voucher_id = old.voucher_id)) then
    raise exception 'a reading cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  -- The voucher is of the same expense, in force, and its invoice is that of the file and of the number that was read.
  if new.state = 'recorded' and not exists (select 1 from voucher v join invoice i on i.id = v.invoice_id join invoice_file f on f.invoice_id = i.id and f.sha256 = new.sha256
      where v.subdistrict_id = new.subdistrict_id and v.id = new.voucher_id and v.expense_id = new.expense_id
        and i.code = new.invoice ->> 'code' and i.number = new.invoice ->> 'number'
        and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id)) then
    raise exception 'the voucher is not of this reading' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on invoice_reading for each row execute function guard_invoice_reading()
