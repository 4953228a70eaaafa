-- A red letter (红字发票) takes back an invoice, wholly or in part: an invoice with negative sums that names its original. Being an invoice it is
-- one thing in the whole city, by number and by file. On the original it stands as a claim of its own size: original and red letters never
-- exceed the face value, and what was taken back is never claimed again.
alter table invoice drop constraint invoice_total_fen_check
-- ;;
alter table invoice drop constraint invoice_tax_fen_check
-- ;;
alter table invoice add column red_of uuid
-- ;;
alter table invoice add column red_claim_seq int
-- ;;
alter table invoice add column red_fen bigint
-- ;;
alter table invoice add constraint invoice_check_red check (
  (total_fen > 0 and tax_fen >= 0 and red_of is null and red_claim_seq is null and red_fen is null)
  or (total_fen < 0 and tax_fen <= 0 and net_fen < 0 and kind <> 'receipt' and red_of is not null and red_claim_seq is not null
    and red_fen is not null and red_of <> id and red_fen = -total_fen))
-- ;;
alter table invoice_claim add constraint invoice_claim_claimant unique (invoice_id, seq, voucher_id, amount_fen)
-- ;;
alter table invoice add constraint invoice_red_of foreign key (red_of, red_claim_seq, id, red_fen) references invoice_claim (invoice_id, seq, voucher_id, amount_fen)
-- ;;
-- A voucher proves less than it claimed: by a red letter of its invoice or, where there was only a receipt, by the refund itself.
create table voucher_reduction (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  voucher_id uuid not null,
  invoice_id uuid not null,
  claim_seq int not null,
  reduced_fen bigint not null check (reduced_fen < 0),
  red_invoice_id uuid references invoice (id),
  refund_id uuid,
  file_id uuid,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  foreign key (invoice_id, claim_seq, subdistrict_id, voucher_id, reduced_fen) references invoice_claim (invoice_id, seq, subdistrict_id, voucher_id, amount_fen),
  check (red_invoice_id is not null or refund_id is not null)
)
-- ;;
select tenant_table('voucher_reduction', 'select, insert')
-- ;;
alter table voucher_reduction add foreign key (subdistrict_id, voucher_id) references voucher (subdistrict_id, id)
-- ;;
alter table voucher_reduction add foreign key (subdistrict_id, refund_id) references supplier_refund (subdistrict_id, id)
-- ;;
alter table voucher_reduction add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create index on voucher_reduction (subdistrict_id, voucher_id)
-- ;;
create trigger append_only before update or delete on voucher_reduction for each row execute function refuse_change()
-- ;;
-- A voucher in force is reduced by no more than is left of it, by a red letter of its own invoice and no more than that says.
create function voucher_reduction_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v voucher%rowtype;
begin
  select * into v from voucher where subdistrict_id = new.subdistrict_id and id = new.voucher_id for update;
  perform 1 from voucher_withdrawal w where w.subdistrict_id = new.subdistrict_id and w.voucher_id = new.voucher_id;
  if found then
    raise exception 'a withdrawn voucher is not reduced' using errcode = '23514';
  end if;
  if v.claimed_fen + new.reduced_fen + coalesce((select sum(r.reduced_fen) from voucher_reduction r
      where r.subdistrict_id = new.subdistrict_id and r.voucher_id = new.voucher_id), 0) < 0 then
    raise exception 'a voucher is reduced by no more than it claims' using errcode = '23514';
  end if;
  if new.red_invoice_id is not null then
    perform 1 from invoice i where i.id = new.red_invoice_id and i.red_of = v.invoice_id and -i.total_fen + new.reduced_fen + coalesce((select sum(r.reduced_fen)
      from voucher_reduction r where r.subdistrict_id = new.subdistrict_id and r.red_invoice_id = i.id), 0) >= 0;
    if not found then
      raise exception 'a voucher is reduced by a red letter of its own invoice, by no more than that says' using errcode = '23514';
    end if;
  else
    perform 1 from supplier_refund f where f.subdistrict_id = new.subdistrict_id and f.id = new.refund_id and f.expense_id = v.expense_id and v.kind = 'receipt';
    if not found then
      raise exception 'an invoice is taken back by a red letter, only a receipt by the refund alone' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on voucher_reduction for each row execute function voucher_reduction_fits()
-- ;;
-- What a withdrawal gives back is what is left of the voucher, to the fen.
create function voucher_withdrawal_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v voucher%rowtype;
begin
  select * into v from voucher where subdistrict_id = new.subdistrict_id and id = new.voucher_id for update;
  if v.claimed_fen + new.released_fen + coalesce((select sum(r.reduced_fen) from voucher_reduction r
      where r.subdistrict_id = new.subdistrict_id and r.voucher_id = new.voucher_id), 0) <> 0 then
    raise exception 'a withdrawal gives back what is left of the voucher' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on voucher_withdrawal for each row execute function voucher_withdrawal_fits()
