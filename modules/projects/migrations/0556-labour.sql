-- Who did which work for how much, to be signed: the paper behind work that comes without an invoice. A new sheet replaces the one before it.
create table labour_sheet (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  request_id uuid not null,
  seq int not null check (seq > 0),
  total_fen bigint not null check (total_fen > 0),
  recorded_by uuid,
  recorded_by_name text not null check (btrim(recorded_by_name) <> ''),
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, request_id, seq)
)
-- ;;
select tenant_table('labour_sheet', 'select, insert')
-- ;;
alter table labour_sheet add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on labour_sheet for each row execute function refuse_change()
-- ;;
-- Identity numbers are not collected: no long run of digits fits anywhere.
create table labour_entry (
  subdistrict_id uuid not null references subdistrict (id),
  sheet_id uuid not null,
  no int not null check (no > 0),
  name text not null check (btrim(name) <> '' and length(name) <= 50 and name !~ '[0-9]{6}'),
  work text not null check (btrim(work) <> '' and length(work) <= 100 and work !~ '[0-9]{12}'),
  day date not null,
  quantity_hundredths bigint not null check (quantity_hundredths > 0),
  unit text not null check (unit in ('hour', 'day', 'piece')),
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, sheet_id, no)
)
-- ;;
select tenant_table('labour_entry', 'select, insert')
-- ;;
alter table labour_entry add foreign key (subdistrict_id, sheet_id) references labour_sheet (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on labour_entry for each row execute function refuse_change()
-- ;;
-- A sheet is written before it is paid and never above what was asked.
create function labour_fits_its_request() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from spending_request r where r.subdistrict_id = new.subdistrict_id and r.id = new.request_id and r.state in ('needs_ruling', 'asked', 'approved')
    and new.total_fen <= r.amount_fen for update;
  if not found then
    raise exception 'a labour sheet is written before payment, within what was asked' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits_its_request before insert on labour_sheet for each row execute function labour_fits_its_request()
-- ;;
-- Rows stay within the sheet's total and, where one is set, within the limit for one person.
create function labour_row_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  s labour_sheet%rowtype;
  most bigint;
begin
  select * into s from labour_sheet where subdistrict_id = new.subdistrict_id and id = new.sheet_id for update;
  if not found then
    raise exception 'a row belongs to a sheet' using errcode = '23514';
  end if;
  select labour_to_fen into most from spending_terms where subdistrict_id = new.subdistrict_id and request_id = s.request_id;
  if new.amount_fen + coalesce((select sum(amount_fen) from labour_entry where subdistrict_id = new.subdistrict_id and sheet_id = new.sheet_id), 0) > s.total_fen then
    raise exception 'the rows make the total' using errcode = '23514';
  end if;
  if most is not null and new.amount_fen + coalesce((select sum(amount_fen) from labour_entry
      where subdistrict_id = new.subdistrict_id and sheet_id = new.sheet_id and btrim(name) = btrim(new.name)), 0) > most then
    raise exception 'above the limit for one person' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger row_fits before insert on labour_entry for each row execute function labour_row_fits()
-- ;;
-- Without an invoice a receipt proves at most what policy or office allow; above that the labour sheet must stand behind it.
create function receipt_keeps_its_limit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  request uuid;
  most bigint;
  proven bigint;
begin
  if new.kind <> 'receipt' then
    return new;
  end if;
  select r.id, t.receipt_to_fen into request, most from spending_request r join spending_terms t on t.subdistrict_id = r.subdistrict_id and t.request_id = r.id
    where r.subdistrict_id = new.subdistrict_id and r.expense_id = new.expense_id;
  if most is null then
    return new;
  end if;
  perform 1 from expense where subdistrict_id = new.subdistrict_id and id = new.expense_id for update;
  select new.claimed_fen + coalesce(sum(v.claimed_fen), 0) into proven from voucher v where v.subdistrict_id = new.subdistrict_id and v.expense_id = new.expense_id and v.kind = 'receipt'
    and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id);
  if proven > greatest(most, coalesce((select s.total_fen from labour_sheet s where s.subdistrict_id = new.subdistrict_id and s.request_id = request order by s.seq desc limit 1), 0)) then
    raise exception 'a receipt without invoice is for small sums only' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger receipt_limit before insert on voucher for each row execute function receipt_keeps_its_limit()
