-- Money given back to the one who gave it: each refund belongs to one receipt and to the return that carries it in the books.
create table refund (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  receipt_id uuid not null,
  award_id uuid not null,
  txn_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  method text not null check (method in ('cash', 'transfer', 'in_kind')),
  day date not null,
  reason text not null check (length(reason) between 1 and 500),
  -- The bank's slip, or the signature of the one who took the money back.
  proof_file_id uuid not null,
  returned_by uuid,
  returned_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, txn_id)
)
-- ;;
select tenant_table('refund', 'select, insert')
-- ;;
alter table refund add foreign key (subdistrict_id, receipt_id) references receipt (subdistrict_id, id)
-- ;;
alter table refund add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table refund add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table refund add foreign key (subdistrict_id, proof_file_id) references file (subdistrict_id, id)
-- ;;
create index on refund (subdistrict_id, receipt_id)
-- ;;
create trigger append_only before update or delete on refund for each row execute function refuse_change()
-- ;;
-- Nobody gets back more than they gave: the receipt's row lock lets refunds of one receipt pass one by one.
create function refund_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r receipt%rowtype;
  given bigint;
begin
  select * into r from receipt where subdistrict_id = new.subdistrict_id and id = new.receipt_id for update;
  if not found or r.award_id <> new.award_id or (r.method = 'in_kind') <> (new.method = 'in_kind') or new.day < r.day then
    raise exception 'a refund gives back what a receipt of the same source took in, not before it' using errcode = '23514';
  end if;
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.reversal_of = r.txn_id;
  if found then
    raise exception 'a reversed receipt has nothing to give back' using errcode = '23514';
  end if;
  perform 1 from txn t join posting p on p.subdistrict_id = t.subdistrict_id and p.txn_id = t.id and p.award_id = new.award_id
      and p.account = 'returned' and p.amount_fen = new.amount_fen
    where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.kind = 'return' and t.posting_count = 2 and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'a refund is made with the return that carries its amount' using errcode = '23514';
  end if;
  select coalesce(sum(f.amount_fen), 0) into given from refund f where f.subdistrict_id = new.subdistrict_id and f.receipt_id = new.receipt_id
    and not exists (select from txn v where v.subdistrict_id = f.subdistrict_id and v.reversal_of = f.txn_id);
  if given + new.amount_fen > r.amount_fen then
    raise exception 'refunds are never above what was given' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on refund for each row execute function refund_fits()
-- ;;
-- A receipt that was given back, in full or in part, is not reversed as well.
create function refunded_receipt_stays() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r uuid;
begin
  select id into r from receipt where subdistrict_id = new.subdistrict_id and txn_id = new.reversal_of for update;
  if not found then return new; end if;
  perform 1 from refund f where f.subdistrict_id = new.subdistrict_id and f.receipt_id = r
    and not exists (select from txn v where v.subdistrict_id = f.subdistrict_id and v.reversal_of = f.txn_id);
  if found then
    raise exception 'the receipt was given back and is not reversed as well' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger refunded_receipt_stays before insert on txn for each row when (new.reversal_of is not null) execute function refunded_receipt_stays()
-- ;;
create index on receipt (subdistrict_id, txn_id)
