-- Which voucher proves which line with how much: several receipts for one line, one receipt for several lines.
create table voucher_line (
  subdistrict_id uuid not null references subdistrict (id),
  voucher_id uuid not null,
  expense_line_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  set_by uuid,
  set_at timestamptz not null,
  primary key (subdistrict_id, voucher_id, expense_line_id)
)
-- ;;
select tenant_table('voucher_line', 'select, insert')
-- ;;
alter table voucher_line add foreign key (subdistrict_id, voucher_id) references voucher (subdistrict_id, id)
-- ;;
alter table voucher_line add foreign key (subdistrict_id, expense_line_id) references expense_line (subdistrict_id, id)
-- ;;
create index on voucher_line (subdistrict_id, expense_line_id)
-- ;;
create trigger append_only before update or delete on voucher_line for each row execute function refuse_change()
-- ;;
-- A voucher proves lines of its own payment, no more than it claims and still proves; a line is proven no further than it cost. Withdrawn vouchers prove nothing.
create function voucher_proves_its_lines() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v voucher%rowtype;
  l expense_line%rowtype;
begin
  select * into v from voucher where subdistrict_id = new.subdistrict_id and id = new.voucher_id;
  -- Two that prove lines of one payment at the same time pass one by one.
  perform 1 from expense where subdistrict_id = new.subdistrict_id and id = v.expense_id for update;
  select * into l from expense_line where subdistrict_id = new.subdistrict_id and id = new.expense_line_id;
  if l.expense_id is distinct from v.expense_id then
    raise exception 'a voucher proves lines of its own payment' using errcode = '23514';
  end if;
  if exists (select 1 from voucher_withdrawal w where w.subdistrict_id = new.subdistrict_id and w.voucher_id = new.voucher_id) then
    raise exception 'a withdrawn voucher proves nothing' using errcode = '23514';
  end if;
  if new.amount_fen + coalesce((select sum(x.amount_fen) from voucher_line x where x.subdistrict_id = new.subdistrict_id and x.voucher_id = new.voucher_id), 0) >
      v.claimed_fen + coalesce((select sum(d.reduced_fen) from voucher_reduction d where d.subdistrict_id = new.subdistrict_id and d.voucher_id = new.voucher_id), 0) then
    raise exception 'a voucher proves no more than it claims' using errcode = '23514';
  end if;
  -- What red letters took back of a voucher may be proven again by another.
  if new.amount_fen + coalesce((select sum(greatest(0, x.amount_fen + coalesce((select sum(d.reduced_fen) from voucher_reduction d
      where d.subdistrict_id = x.subdistrict_id and d.voucher_id = x.voucher_id), 0))) from voucher_line x where x.subdistrict_id = new.subdistrict_id and x.expense_line_id = new.expense_line_id
      and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = x.subdistrict_id and w.voucher_id = x.voucher_id)), 0) > l.amount_fen then
    raise exception 'a line is proven no further than it cost' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger proves_its_lines before insert on voucher_line for each row execute function voucher_proves_its_lines()
