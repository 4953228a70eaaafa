-- Restricted-fund double entry. One award = one source × one project. Functions that guard run as the owner of the tables
-- (security definer), so that no setting of the session, row-level security included, hides rows from them.
create table category (
  subdistrict_id uuid not null references subdistrict (id),
  code text not null check (btrim(code) <> '' and length(code) <= 60),
  name_zh text not null check (name_zh <> ''),
  name_en text not null check (name_en <> ''),
  position int not null,
  primary key (subdistrict_id, code)
)
-- ;;
select tenant_table('category', 'select, insert, update')
-- ;;
create table award (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  source_kind text not null check (source_kind in ('grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind')),
  name text not null check (length(name) between 1 and 100),
  organisation_id uuid,
  planned_fen bigint not null check (planned_fen >= 0),
  valid_from date not null,
  valid_to date not null check (valid_to >= valid_from),
  state text not null check (state in ('open', 'closed')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (subdistrict_id, id),
  check ((state = 'closed') = (closed_at is not null))
)
-- ;;
select tenant_table('award', 'select, insert, update')
-- ;;
alter table award add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table award add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index on award (subdistrict_id, project_id)
-- ;;
-- An award's identity is settled when it is opened; only its state moves, and only from open to closed.
create function award_keeps_its_terms() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - 'state' - 'closed_at') <> (to_jsonb(old) - 'state' - 'closed_at') or old.state = 'closed' then
    raise exception 'an award keeps its terms' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_terms before update or delete on award for each row execute function award_keeps_its_terms()
-- ;;
-- What an award may pay.
create table award_use (
  subdistrict_id uuid not null references subdistrict (id),
  award_id uuid not null,
  category text not null,
  primary key (subdistrict_id, award_id, category)
)
-- ;;
select tenant_table('award_use', 'select, insert')
-- ;;
alter table award_use add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table award_use add foreign key (subdistrict_id, category) references category (subdistrict_id, code)
-- ;;
create trigger append_only before update or delete on award_use for each row execute function refuse_change()
-- ;;
-- What stands on an award now: the sums of its postings, kept by the guard of posting alone. The checks are the rules:
-- nothing is spent, reserved or returned that was not received; a pledge is not a receipt.
create table award_balance (
  subdistrict_id uuid not null references subdistrict (id),
  award_id uuid not null,
  pledged_fen bigint not null default 0 check (pledged_fen >= 0),
  received_fen bigint not null default 0 check (received_fen >= 0),
  held_fen bigint not null default 0 check (held_fen >= 0),
  reserved_fen bigint not null default 0 check (reserved_fen >= 0),
  spent_fen bigint not null default 0 check (spent_fen >= 0),
  returned_fen bigint not null default 0 check (returned_fen >= 0),
  primary key (subdistrict_id, award_id),
  check (spent_fen + reserved_fen + returned_fen <= received_fen)
)
-- ;;
select tenant_table('award_balance', 'select')
-- ;;
alter table award_balance add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
create function balance_moves_by_postings_only() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'balances are the sums of postings' using errcode = '23514';
  end if;
  return coalesce(new, old);
end $$
-- ;;
create trigger moves_by_postings_only before insert or update or delete on award_balance for each row execute function balance_moves_by_postings_only()
-- ;;
create function award_starts_at_zero() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into award_balance (subdistrict_id, award_id) values (new.subdistrict_id, new.id);
  return null;
end $$
-- ;;
create trigger starts_at_zero after insert on award for each row execute function award_starts_at_zero()
-- ;;
-- What was bought or paid: lines by category, one payee, one proof of payment.
create table expense (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  day date not null,
  payee text not null check (length(payee) between 1 and 100),
  text text not null check (length(text) between 1 and 500),
  method text not null check (method in ('transfer', 'cash', 'in_kind')),
  proof_file_id uuid,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('expense', 'select, insert')
-- ;;
alter table expense add foreign key (subdistrict_id, proof_file_id) references file (subdistrict_id, id)
-- ;;
alter table expense add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index on expense (subdistrict_id, project_id)
-- ;;
create trigger append_only before update or delete on expense for each row execute function refuse_change()
-- ;;
create table expense_line (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  expense_id uuid not null,
  position int not null check (position > 0),
  category text not null,
  text text not null check (length(text) between 1 and 200),
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, expense_id, position),
  unique (subdistrict_id, id, category)
)
-- ;;
select tenant_table('expense_line', 'select, insert')
-- ;;
alter table expense_line add foreign key (subdistrict_id, expense_id) references expense (subdistrict_id, id)
-- ;;
alter table expense_line add foreign key (subdistrict_id, category) references category (subdistrict_id, code)
-- ;;
create trigger append_only before update or delete on expense_line for each row execute function refuse_change()
-- ;;
-- One transaction of the books. posting_count and the postings' numbers close it: nothing can be added later.
create table txn (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  kind text not null check (kind in ('opening', 'pledge', 'receipt', 'reserve', 'spend', 'return', 'reversal')),
  day date not null,
  text text not null check (length(text) between 1 and 500),
  project_id uuid not null,
  expense_id uuid,
  reversal_of uuid,
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  posting_count int not null check (posting_count between 2 and 2000),
  made_in xid8 not null default pg_current_xact_id(),
  actor_id uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, reversal_of),
  unique (subdistrict_id, idempotency_key),
  check ((kind = 'reversal') = (reversal_of is not null)),
  check ((kind = 'spend') <= (expense_id is not null)),
  check (expense_id is null or kind in ('spend', 'opening'))
)
-- ;;
select tenant_table('txn', 'select, insert')
-- ;;
alter table txn add foreign key (subdistrict_id, reversal_of) references txn (subdistrict_id, id)
-- ;;
alter table txn add foreign key (subdistrict_id, expense_id) references expense (subdistrict_id, id)
-- ;;
alter table txn add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index on txn (subdistrict_id, project_id, day)
-- ;;
create index on txn (subdistrict_id, expense_id)
-- ;;
create trigger append_only before update or delete on txn for each row execute function refuse_change()
-- ;;
-- Three ledgers that never mix: money (held, income, spent, returned), pledges (pledged, pledger), reservations (reserved,
-- commitment). Debit positive, credit negative. `held` is cash; of an award in kind it is the goods at their value.
create table posting (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  seq int not null check (seq > 0),
  award_id uuid not null,
  account text not null check (account in ('held', 'income', 'spent', 'returned', 'pledged', 'pledger', 'reserved', 'commitment')),
  amount_fen bigint not null check (amount_fen <> 0),
  primary key (subdistrict_id, txn_id, seq)
)
-- ;;
select tenant_table('posting', 'select, insert')
-- ;;
alter table posting add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table posting add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
create index on posting (subdistrict_id, award_id)
-- ;;
create trigger append_only before update or delete on posting for each row execute function refuse_change()
-- ;;
-- Which source pays which line, per transaction: a later transaction may assign anew after a reversal.
create table allocation (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  line_id uuid not null,
  category text not null,
  award_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, txn_id, line_id, award_id)
)
-- ;;
select tenant_table('allocation', 'select, insert')
-- ;;
alter table allocation add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table allocation add foreign key (subdistrict_id, award_id, category) references award_use (subdistrict_id, award_id, category)
-- ;;
alter table allocation add foreign key (subdistrict_id, line_id, category) references expense_line (subdistrict_id, id, category)
-- ;;
create index on allocation (subdistrict_id, line_id)
-- ;;
create trigger append_only before update or delete on allocation for each row execute function refuse_change()
-- ;;
-- What a reservation holds for which use; `subject_id` is the spending request it was made for. `allowed_award_ids` are the
-- sources that the policy lets pay this line (null: all whose uses name the category), so that it may be assigned anew.
create table reservation (
  subdistrict_id uuid not null references subdistrict (id),
  txn_id uuid not null,
  line_no int not null check (line_no > 0),
  award_id uuid not null,
  category text not null,
  subject_id uuid not null,
  text text not null check (length(text) between 1 and 200),
  allowed_award_ids uuid[],
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, txn_id, line_no, award_id),
  check (allowed_award_ids is null or award_id = any (allowed_award_ids))
)
-- ;;
select tenant_table('reservation', 'select, insert')
-- ;;
alter table reservation add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table reservation add foreign key (subdistrict_id, award_id, category) references award_use (subdistrict_id, award_id, category)
-- ;;
create index on reservation (subdistrict_id, subject_id)
-- ;;
create trigger append_only before update or delete on reservation for each row execute function refuse_change()
