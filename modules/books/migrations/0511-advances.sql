-- Money handed out before the receipts (an advance) is neither spent nor available: an account of its own. Kinds of transactions that
-- follow in this range: `advance`, `settle` (the receipts of an advance came, the rest was handed back or paid), `refund` (a supplier gave money back).
alter table txn drop constraint txn_kind_check
-- ;;
alter table txn add constraint txn_kind_check check (kind in ('opening', 'pledge', 'receipt', 'reserve', 'spend', 'return', 'reversal', 'advance', 'settle', 'refund'))
-- ;;
alter table txn drop constraint txn_check2
-- ;;
alter table txn add constraint txn_check2 check (expense_id is null or kind in ('spend', 'opening', 'settle'))
-- ;;
alter table posting drop constraint posting_account_check
-- ;;
alter table posting add constraint posting_account_check
  check (account in ('held', 'income', 'spent', 'returned', 'pledged', 'pledger', 'reserved', 'commitment', 'advanced'))
-- ;;
alter table award_balance add column advanced_fen bigint not null default 0
-- ;;
alter table award_balance add constraint award_balance_advanced_fen_check check (advanced_fen >= 0)
-- ;;
alter table award_balance add constraint award_balance_covers check (spent_fen + reserved_fen + returned_fen + advanced_fen <= received_fen)
-- ;;
-- What was handed to whom, for which approved request. Settled by the transaction of an advance_settlement, once.
create table advance (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  subject_id uuid not null,
  txn_id uuid not null,
  holder_kind text not null check (holder_kind in ('person', 'supplier')),
  holder_person_id uuid,
  holder_name text not null check (btrim(holder_name) <> '' and length(holder_name) <= 100),
  amount_fen bigint not null check (amount_fen > 0),
  day date not null,
  method text not null check (method in ('transfer', 'cash')),
  proof_file_id uuid,
  -- Why this one was handed out although the same holder had not settled an earlier one.
  another_reason text check (btrim(another_reason) <> '' and length(another_reason) <= 500),
  handed_by uuid,
  handed_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, txn_id),
  check ((holder_kind = 'person') = (holder_person_id is not null)),
  check (method = 'cash' or proof_file_id is not null)
)
-- ;;
select tenant_table('advance', 'select, insert')
-- ;;
alter table advance add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table advance add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table advance add foreign key (subdistrict_id, holder_person_id) references person (subdistrict_id, id)
-- ;;
alter table advance add foreign key (subdistrict_id, proof_file_id) references file (subdistrict_id, id)
-- ;;
create index on advance (subdistrict_id, project_id)
-- ;;
create index on advance (subdistrict_id, subject_id)
-- ;;
create trigger append_only before update or delete on advance for each row execute function refuse_change()
-- ;;
-- From which source and for which use the advance was taken.
create table advance_share (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  line_no int not null check (line_no > 0),
  award_id uuid not null,
  category text not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, txn_id, line_no, award_id)
)
-- ;;
select tenant_table('advance_share', 'select, insert')
-- ;;
alter table advance_share add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table advance_share add foreign key (subdistrict_id, award_id, category) references award_use (subdistrict_id, award_id, category)
-- ;;
create trigger append_only before update or delete on advance_share for each row execute function refuse_change()
-- ;;
-- How an advance ended: its receipts are the expense of the transaction; what was left was handed back, what was missing was paid.
create table advance_settlement (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  advance_id uuid not null,
  -- How the difference was handed back or paid; null where there was none.
  method text check (method in ('transfer', 'cash')),
  proof_file_id uuid,
  settled_by uuid,
  settled_at timestamptz not null,
  primary key (subdistrict_id, txn_id)
)
-- ;;
select tenant_table('advance_settlement', 'select, insert')
-- ;;
alter table advance_settlement add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table advance_settlement add foreign key (subdistrict_id, advance_id) references advance (subdistrict_id, id)
-- ;;
alter table advance_settlement add foreign key (subdistrict_id, proof_file_id) references file (subdistrict_id, id)
-- ;;
create index on advance_settlement (subdistrict_id, advance_id)
-- ;;
create trigger append_only before update or delete on advance_settlement for each row execute function refuse_change()
-- ;;
create function advance_is_open(subdistrict uuid, advance_txn uuid, advance uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select 1 from txn r where r.subdistrict_id = subdistrict and r.reversal_of = advance_txn)
    and not exists (select 1 from advance_settlement s where s.subdistrict_id = subdistrict and s.advance_id = advance
      and not exists (select 1 from txn r where r.subdistrict_id = subdistrict and r.reversal_of = s.txn_id))
$$
-- ;;
-- An advance is made with its transaction; one at a time for a request; a second one for the same holder says why. The project's row
-- lets two that are handed out at once pass one by one.
create function advance_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from project where subdistrict_id = new.subdistrict_id and id = new.project_id for update;
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.kind = 'advance' and t.project_id = new.project_id
    and t.day = new.day and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'an advance is made with its transaction' using errcode = '23514';
  end if;
  perform 1 from advance a where a.subdistrict_id = new.subdistrict_id and a.subject_id = new.subject_id and advance_is_open(a.subdistrict_id, a.txn_id, a.id);
  if found then
    raise exception 'this request has an advance that is not settled' using errcode = '23514';
  end if;
  if new.another_reason is null then
    perform 1 from advance a where a.subdistrict_id = new.subdistrict_id and a.project_id = new.project_id and a.holder_kind = new.holder_kind
      and case new.holder_kind when 'person' then a.holder_person_id = new.holder_person_id else a.holder_name = new.holder_name end
      and advance_is_open(a.subdistrict_id, a.txn_id, a.id);
    if found then
      raise exception 'the holder has an advance that is not settled, and no reason is given' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on advance for each row execute function advance_fits()
-- ;;
create function advance_share_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.kind = 'advance' and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'a share of an advance is made with its transaction' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on advance_share for each row execute function advance_share_fits()
-- ;;
-- A settlement is made with its transaction, for an advance that is open. The advance's row lets two settlements pass one by one.
create function advance_settlement_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  a advance%rowtype;
begin
  select * into a from advance where subdistrict_id = new.subdistrict_id and id = new.advance_id for update;
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.kind = 'settle' and t.project_id = a.project_id
    and t.day >= a.day and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'a settlement is made with its transaction, in the project of its advance and not before it' using errcode = '23514';
  end if;
  if not advance_is_open(a.subdistrict_id, a.txn_id, a.id) then
    raise exception 'the advance is settled already' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on advance_settlement for each row execute function advance_settlement_fits()
-- ;;
-- An advance that was settled is not undone while its settlement stands.
create function settled_advance_stays() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  a advance%rowtype;
begin
  if new.reversal_of is not null then
    select * into a from advance where subdistrict_id = new.subdistrict_id and txn_id = new.reversal_of for update;
    if found and not advance_is_open(a.subdistrict_id, a.txn_id, a.id) then
      raise exception 'the advance is settled: its settlement is undone first' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger settled_advance_stays before insert on txn for each row execute function settled_advance_stays()
-- ;;
-- A source is not closed while money of it is in somebody's hands.
create function award_closes_without_advances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'closed' and old.state = 'open' then
    perform 1 from award_balance where subdistrict_id = new.subdistrict_id and award_id = new.id and advanced_fen > 0;
    if found then
      raise exception 'the award has an advance that is not settled' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger closes_without_advances before update on award for each row execute function award_closes_without_advances()
-- ;;
create or replace function posting_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t txn%rowtype;
  a award%rowtype;
begin
  select * into t from txn where subdistrict_id = new.subdistrict_id and id = new.txn_id;
  if not found or t.made_in <> pg_current_xact_id() or new.seq > t.posting_count then
    raise exception 'a posting is made with its transaction, not later' using errcode = '23514';
  end if;
  select * into a from award where subdistrict_id = new.subdistrict_id and id = new.award_id for share;
  if not found or a.project_id <> t.project_id then
    raise exception 'a posting is on an award of the transaction''s project' using errcode = '23514';
  end if;
  if a.state <> 'open' then
    raise exception 'the award is closed' using errcode = '23514';
  end if;
  if not (case t.kind
      when 'pledge' then new.account in ('pledged', 'pledger')
      when 'receipt' then new.account in ('held', 'income')
      when 'reserve' then new.account in ('reserved', 'commitment')
      when 'spend' then new.account in ('held', 'spent')
      when 'return' then new.account in ('held', 'returned')
      when 'opening' then new.account in ('held', 'income', 'spent', 'returned')
      when 'advance' then new.account in ('held', 'advanced')
      when 'settle' then new.account in ('held', 'advanced', 'spent')
      when 'refund' then new.account in ('held', 'spent')
      else true end) then
    raise exception 'a % does not touch %', t.kind, new.account using errcode = '23514';
  end if;
  if (t.kind in ('spend', 'advance') or (t.kind = 'settle' and new.account = 'spent')) and t.day not between a.valid_from and a.valid_to then
    raise exception 'the award pays only from % to %', a.valid_from, a.valid_to using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create or replace function posting_moves_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.account not in ('pledger', 'commitment') then
    update award_balance set
      pledged_fen = pledged_fen + case new.account when 'pledged' then new.amount_fen else 0 end,
      received_fen = received_fen - case new.account when 'income' then new.amount_fen else 0 end,
      held_fen = held_fen + case new.account when 'held' then new.amount_fen else 0 end,
      reserved_fen = reserved_fen + case new.account when 'reserved' then new.amount_fen else 0 end,
      advanced_fen = advanced_fen + case new.account when 'advanced' then new.amount_fen else 0 end,
      spent_fen = spent_fen + case new.account when 'spent' then new.amount_fen else 0 end,
      returned_fen = returned_fen + case new.account when 'returned' then new.amount_fen else 0 end
    where subdistrict_id = new.subdistrict_id and award_id = new.award_id;
  end if;
  return null;
end $$
-- ;;
-- At commit, beside what holds for every transaction: an advance is for uses that were named and in somebody's hands; a settlement takes
-- back exactly its advance.
create function advance_is_whole() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.kind = 'advance' then
    perform 1 from
      (select award_id, sum(amount_fen) fen from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id and account = 'advanced' group by award_id) p
      full join
      (select award_id, sum(amount_fen) fen from advance_share where subdistrict_id = new.subdistrict_id and txn_id = new.id group by award_id) s
      using (award_id) where p.fen is distinct from s.fen;
    if found then
      raise exception 'what is advanced is advanced for a use' using errcode = '23514';
    end if;
    perform 1 from advance a where a.subdistrict_id = new.subdistrict_id and a.txn_id = new.id
      and a.amount_fen = (select sum(p.amount_fen) from posting p where p.subdistrict_id = a.subdistrict_id and p.txn_id = a.txn_id and p.account = 'advanced');
    if not found then
      raise exception 'an advance is in somebody''s hands, to the fen' using errcode = '23514';
    end if;
  elsif new.kind = 'settle' then
    perform 1 from advance_settlement s join advance a on a.subdistrict_id = s.subdistrict_id and a.id = s.advance_id
      where s.subdistrict_id = new.subdistrict_id and s.txn_id = new.id and not exists (
        select 1 from posting p where p.subdistrict_id = new.subdistrict_id and p.txn_id in (new.id, a.txn_id) and p.account = 'advanced'
        group by p.award_id having sum(p.amount_fen) <> 0);
    if not found then
      raise exception 'a settlement takes back the whole of its advance and nothing else' using errcode = '23514';
    end if;
    perform 1 from advance_settlement s where s.subdistrict_id = new.subdistrict_id and s.txn_id = new.id and s.method is null
      and (select sum(p.amount_fen) from posting p where p.subdistrict_id = new.subdistrict_id and p.txn_id = new.id and p.account = 'held') <> 0;
    if found then
      raise exception 'what was handed back or paid says how' using errcode = '23514';
    end if;
  end if;
  return null;
end $$
-- ;;
create constraint trigger advance_is_whole after insert on txn deferrable initially deferred for each row
  when (new.kind in ('advance', 'settle')) execute function advance_is_whole()
