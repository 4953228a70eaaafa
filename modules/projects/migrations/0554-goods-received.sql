-- A resident says with their name that the goods are there: on their own phone, or on paper that staff recorded with its scan.
create table goods_receipt (
  subdistrict_id uuid not null references subdistrict (id),
  request_id uuid not null,
  requester_id uuid not null,
  person_id uuid not null,
  person_name text not null check (btrim(person_name) <> ''),
  way text not null check (way in ('phone', 'paper')),
  note text not null default '' check (length(note) <= 300),
  photo_file_id uuid,
  scan_file_id uuid,
  recorded_by uuid,
  at timestamptz not null,
  -- Each person once.
  primary key (subdistrict_id, request_id, person_id),
  check (person_id <> requester_id),
  check (way = 'phone' or scan_file_id is not null),
  check (way = 'paper' or recorded_by = person_id)
)
-- ;;
select tenant_table('goods_receipt', 'select, insert')
-- ;;
alter table goods_receipt add foreign key (subdistrict_id, request_id, requester_id) references spending_request (subdistrict_id, id, requester_id)
-- ;;
alter table goods_receipt add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table goods_receipt add foreign key (subdistrict_id, photo_file_id) references file (subdistrict_id, id)
-- ;;
alter table goods_receipt add foreign key (subdistrict_id, scan_file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on goods_receipt for each row execute function refuse_change()
-- ;;
-- Goods are received once the request is approved and before it is closed, never by who paid.
create function goods_are_received_by_others() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from spending_request r where r.subdistrict_id = new.subdistrict_id and r.id = new.request_id and r.state in ('approved', 'paid', 'vouchered')
    and r.paid_by is distinct from new.person_id for update;
  if not found then
    raise exception 'goods are received by others than who pays, between approval and closing' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger by_others before insert on goods_receipt for each row execute function goods_are_received_by_others()
-- ;;
-- Two persons, and a picture of the goods.
create function goods_are_received(sub uuid, request uuid) returns boolean language sql stable set search_path = public, pg_temp as $$
  select count(*) >= 2 and count(photo_file_id) >= 1 from goods_receipt where subdistrict_id = sub and request_id = request
$$
-- ;;
-- Paying and closing keep to the terms of the request: who pays is another, the goods are there, the payment is no more than was approved,
-- and nobody signs off what they put in.
create function request_keeps_its_terms() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t spending_terms%rowtype;
begin
  select * into t from spending_terms where subdistrict_id = new.subdistrict_id and request_id = new.id;
  if new.paid_by is not null and new.paid_by is distinct from old.paid_by then
    if t.payer_not_requester and new.paid_by = new.requester_id then
      raise exception 'who asked does not pay' using errcode = '23514';
    end if;
    if exists (select 1 from goods_receipt g where g.subdistrict_id = new.subdistrict_id and g.request_id = new.id and g.person_id = new.paid_by) then
      raise exception 'who received the goods does not pay' using errcode = '23514';
    end if;
  end if;
  if new.state <> old.state and ((t.received_before = 'payment' and new.state in ('paid', 'vouchered', 'closed')) or (t.received_before = 'closing' and new.state = 'closed'))
      and not goods_are_received(new.subdistrict_id, new.id) then
    raise exception 'two residents have not received the goods' using errcode = '23514';
  end if;
  if new.expense_id is not null and new.expense_id is distinct from old.expense_id and not exists (
      select 1 from expense e where e.subdistrict_id = new.subdistrict_id and e.id = new.expense_id and e.project_id = new.project_id
      and (select sum(l.amount_fen) from expense_line l where l.subdistrict_id = e.subdistrict_id and l.expense_id = e.id) <= new.amount_fen) then
    raise exception 'a payment is of the same project and no more than was approved' using errcode = '23514';
  end if;
  if new.state = 'closed' and old.state <> 'closed' and exists (
      select 1 from voucher v where v.subdistrict_id = new.subdistrict_id and v.expense_id = new.expense_id and v.recorded_by = new.closed_by
      and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id)) then
    raise exception 'nobody signs off papers they put in' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_terms before update on spending_request for each row execute function request_keeps_its_terms()
