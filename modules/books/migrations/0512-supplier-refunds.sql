-- A supplier gives money back after payment (退货退款): the sources that paid the lines have it again. What was paid stays as it was written.
create table supplier_refund (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  expense_id uuid not null,
  txn_id uuid not null,
  payer text not null check (btrim(payer) <> '' and length(payer) <= 100),
  method text not null check (method in ('transfer', 'cash')),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  proof_file_id uuid not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, txn_id)
)
-- ;;
select tenant_table('supplier_refund', 'select, insert')
-- ;;
alter table supplier_refund add foreign key (subdistrict_id, expense_id) references expense (subdistrict_id, id)
-- ;;
alter table supplier_refund add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table supplier_refund add foreign key (subdistrict_id, proof_file_id) references file (subdistrict_id, id)
-- ;;
create index on supplier_refund (subdistrict_id, expense_id)
-- ;;
create trigger append_only before update or delete on supplier_refund for each row execute function refuse_change()
-- ;;
-- Which line's money goes back to which source.
create table supplier_refund_share (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  line_id uuid not null,
  category text not null,
  award_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, txn_id, line_id, award_id)
)
-- ;;
select tenant_table('supplier_refund_share', 'select, insert')
-- ;;
alter table supplier_refund_share add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table supplier_refund_share add foreign key (subdistrict_id, award_id, category) references award_use (subdistrict_id, award_id, category)
-- ;;
alter table supplier_refund_share add foreign key (subdistrict_id, line_id, category) references expense_line (subdistrict_id, id, category)
-- ;;
create index on supplier_refund_share (subdistrict_id, line_id)
-- ;;
create trigger append_only before update or delete on supplier_refund_share for each row execute function refuse_change()
-- ;;
-- A refund is made with its transaction, for an expense of the same project that is paid in money and in force, not before it was paid.
-- The expense's row lets refunds and reversals of one expense pass one by one.
create function supplier_refund_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from expense where subdistrict_id = new.subdistrict_id and id = new.expense_id for update;
  perform 1 from txn t join expense e on e.subdistrict_id = t.subdistrict_id and e.id = new.expense_id and e.project_id = t.project_id
    where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.kind = 'refund' and t.day >= e.day and e.method <> 'in_kind'
      and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'a refund is made with its transaction, for an expense of its project that was paid before' using errcode = '23514';
  end if;
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.expense_id = new.expense_id
    and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id);
  if not found then
    raise exception 'what is not paid is not refunded' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on supplier_refund for each row execute function supplier_refund_fits()
-- ;;
create function supplier_refund_share_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from txn t join supplier_refund f on f.subdistrict_id = t.subdistrict_id and f.txn_id = t.id
    join expense_line l on l.subdistrict_id = t.subdistrict_id and l.expense_id = f.expense_id and l.id = new.line_id
    where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'a share of a refund is made with it, for a line of its expense' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on supplier_refund_share for each row execute function supplier_refund_share_fits()
-- ;;
-- A payment that was refunded, in full or in part, is not undone while the refund stands.
create function refunded_payment_stays() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  paid uuid;
begin
  select t.expense_id into paid from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.reversal_of;
  if paid is not null then
    perform 1 from expense where subdistrict_id = new.subdistrict_id and id = paid for update;
    perform 1 from supplier_refund f where f.subdistrict_id = new.subdistrict_id and f.expense_id = paid
      and not exists (select from txn r where r.subdistrict_id = f.subdistrict_id and r.reversal_of = f.txn_id);
    if found then
      raise exception 'the payment was refunded: the refund is undone first' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger refunded_payment_stays before insert on txn for each row when (new.reversal_of is not null) execute function refunded_payment_stays()
-- ;;
create or replace function txn_is_whole() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  postings int;
begin
  select count(*) into postings from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id;
  if postings <> new.posting_count then
    raise exception 'the transaction says % postings and has %', new.posting_count, postings using errcode = '23514';
  end if;
  perform 1 from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id
    group by award_id, case when account in ('pledged', 'pledger') then 1 when account in ('reserved', 'commitment') then 2 else 3 end
    having sum(amount_fen) <> 0;
  if found then
    raise exception 'the transaction does not balance for each award' using errcode = '23514';
  end if;
  if new.reversal_of is not null then
    perform 1 from (
      select award_id, account, sum(amount_fen) from posting where subdistrict_id = new.subdistrict_id and txn_id in (new.id, new.reversal_of)
      group by award_id, account having sum(amount_fen) <> 0) left_over;
    if found then
      raise exception 'a reversal undoes the whole transaction and nothing else' using errcode = '23514';
    end if;
    return null;
  end if;
  if new.kind = 'refund' then
    perform 1 from
      (select award_id, -sum(amount_fen) fen from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id and account = 'spent' group by award_id) p
      full join
      (select award_id, sum(amount_fen) fen from supplier_refund_share where subdistrict_id = new.subdistrict_id and txn_id = new.id group by award_id) s
      using (award_id) where p.fen is distinct from s.fen;
    if found then
      raise exception 'what is refunded goes back to the sources that paid' using errcode = '23514';
    end if;
    -- No line gives a source back more than that source paid for it, all refunds in force together.
    perform 1 from supplier_refund_share s join supplier_refund f on f.subdistrict_id = s.subdistrict_id and f.txn_id = s.txn_id
      join supplier_refund mine on mine.subdistrict_id = f.subdistrict_id and mine.txn_id = new.id and mine.expense_id = f.expense_id
      where s.subdistrict_id = new.subdistrict_id and not exists (select from txn r where r.subdistrict_id = s.subdistrict_id and r.reversal_of = s.txn_id)
      group by s.line_id, s.award_id having sum(s.amount_fen) > coalesce((select sum(a.amount_fen) from allocation a
        join txn t on t.subdistrict_id = a.subdistrict_id and t.id = a.txn_id
        where a.subdistrict_id = new.subdistrict_id and a.line_id = s.line_id and a.award_id = s.award_id
          and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id)), 0);
    if found then
      raise exception 'a refund never exceeds what the source paid for the line' using errcode = '23514';
    end if;
    return null;
  end if;
  perform 1 from
    (select award_id, sum(amount_fen) fen from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id and account = 'spent' group by award_id) p
    full join
    (select award_id, sum(amount_fen) fen from allocation where subdistrict_id = new.subdistrict_id and txn_id = new.id group by award_id) a
    using (award_id) where p.fen is distinct from a.fen;
  if found then
    raise exception 'what is spent is what is allocated to lines' using errcode = '23514';
  end if;
  perform 1 from
    (select award_id, sum(amount_fen) fen from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id and account = 'reserved' group by award_id) p
    full join
    (select award_id, sum(amount_fen) fen from reservation where subdistrict_id = new.subdistrict_id and txn_id = new.id group by award_id) r
    using (award_id) where p.fen is distinct from r.fen;
  if found then
    raise exception 'what is reserved is reserved for a use' using errcode = '23514';
  end if;
  if new.expense_id is not null then
    perform 1 from expense_line l where l.subdistrict_id = new.subdistrict_id and l.expense_id = new.expense_id and l.amount_fen is distinct from
      (select sum(a.amount_fen) from allocation a where a.subdistrict_id = l.subdistrict_id and a.txn_id = new.id and a.line_id = l.id);
    if found then
      raise exception 'every line is allocated in full' using errcode = '23514';
    end if;
    perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.expense_id = new.expense_id and t.id <> new.id
      and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id);
    if found then
      raise exception 'the expense is paid already' using errcode = '23514';
    end if;
  end if;
  return null;
end $$
