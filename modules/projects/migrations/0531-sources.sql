-- Terms of a project's sources: what happens when one falls short, the grant's tranches, the owners' decision on common income,
-- agreements of partners, crowdfunding drives, goods valued by two.
alter table application_source
  add column shortfall_rule text check (shortfall_rule in ('stop', 'shrink', 'extend')),
  add column shortfall_day date,
  add column extend_until date,
  add column extend_by text check (extend_by in ('residents', 'office')),
  add check ((shortfall_rule is null) = (shortfall_day is null)),
  add check ((shortfall_rule is not distinct from 'extend') = (extend_until is not null)),
  add check ((shortfall_rule is not distinct from 'extend') = (extend_by is not null)),
  add check (extend_until is null or extend_until > shortfall_day)
-- ;;
-- The rule chosen for a source when the project starts. Chosen once.
create table source_rule (
  subdistrict_id uuid not null references subdistrict (id),
  award_id uuid not null,
  rule text not null check (rule in ('stop', 'shrink', 'extend')),
  day date not null,
  extend_until date,
  extend_by text check (extend_by in ('residents', 'office')),
  chosen_by uuid,
  chosen_by_name text not null,
  chosen_at timestamptz not null,
  primary key (subdistrict_id, award_id),
  check ((rule = 'extend') = (extend_until is not null)),
  check ((rule = 'extend') = (extend_by is not null)),
  check (extend_until is null or extend_until > day)
)
-- ;;
select tenant_table('source_rule', 'select, insert')
-- ;;
alter table source_rule add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table source_rule add foreign key (subdistrict_id, chosen_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on source_rule for each row execute function refuse_change()
-- ;;
-- What was missing on the rule's day, and what was done about it.
create table shortfall (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  day date not null,
  planned_fen bigint not null,
  pledged_fen bigint not null check (pledged_fen >= 0),
  received_fen bigint not null check (received_fen >= 0),
  missing_fen bigint not null check (missing_fen > 0 and missing_fen = planned_fen - received_fen),
  state text not null check (state in ('open', 'stopped', 'shrunk', 'extended', 'made_good')),
  found_at timestamptz not null,
  change_id uuid,
  extended_to date,
  resolution_id uuid,
  note text check (length(note) between 1 and 500),
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, award_id, day),
  check ((state = 'open') = (answered_at is null)),
  check ((state = 'shrunk') = (change_id is not null)),
  check ((state = 'extended') = (extended_to is not null)),
  check (extended_to is null or extended_to > day),
  check (resolution_id is null or state = 'extended')
)
-- ;;
select tenant_table('shortfall', 'select, insert')
-- ;;
grant update (state, change_id, extended_to, resolution_id, note, answered_by, answered_by_name, answered_at) on shortfall to zhidian_app
-- ;;
alter table shortfall add foreign key (subdistrict_id, award_id) references source_rule (subdistrict_id, award_id)
-- ;;
alter table shortfall add foreign key (subdistrict_id, change_id) references change_request (subdistrict_id, id)
-- ;;
alter table shortfall add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
alter table shortfall add foreign key (subdistrict_id, answered_by) references person (subdistrict_id, id)
-- ;;
-- The plan by which the grant is paid: shares of the award in order, each with what must have happened before.
create table grant_tranche (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  no int not null check (no > 0),
  percent int not null check (percent between 1 and 100),
  planned_fen bigint not null check (planned_fen > 0),
  condition text not null check (condition in ('agreement', 'start', 'mid-term', 'accepted')),
  -- The clause of the policy, or who set it when.
  basis text not null check (length(basis) between 1 and 300),
  due_on date,
  due_said text check (length(due_said) between 1 and 500),
  due_by_name text,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, award_id, no),
  check ((due_on is null) = (due_said is null)),
  check ((due_on is null) = (due_by_name is null))
)
-- ;;
select tenant_table('grant_tranche', 'select, insert')
-- ;;
grant update (due_on, due_said, due_by_name) on grant_tranche to zhidian_app
-- ;;
alter table grant_tranche add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
create table tranche_payment (
  subdistrict_id uuid not null references subdistrict (id),
  tranche_id uuid not null,
  receipt_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, tranche_id, receipt_id)
)
-- ;;
select tenant_table('tranche_payment', 'select, insert')
-- ;;
alter table tranche_payment add foreign key (subdistrict_id, tranche_id) references grant_tranche (subdistrict_id, id)
-- ;;
alter table tranche_payment add foreign key (subdistrict_id, receipt_id) references receipt (subdistrict_id, id)
-- ;;
create index on tranche_payment (subdistrict_id, receipt_id)
-- ;;
create trigger append_only before update or delete on tranche_payment for each row execute function refuse_change()
-- ;;
-- What the owners decided to give a project out of their common income: by a ballot of this platform, or on paper outside it,
-- with the figures of the count. 民法典 §278: two thirds of area and of heads take part, more than half of both among them agree.
create table award_decision (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  granted_fen bigint not null check (granted_fen > 0),
  decided_on date not null,
  ballot_id uuid,
  file_id uuid,
  text text not null check (length(text) between 1 and 500),
  heads_all int check (heads_all > 0),
  heads_part int check (heads_part <= heads_all),
  heads_yes int check (heads_yes <= heads_part),
  area_all bigint check (area_all > 0),
  area_part bigint check (area_part <= area_all),
  area_yes bigint check (area_yes <= area_part),
  recorded_by uuid,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  check (num_nonnulls(ballot_id, file_id) = 1),
  check (num_nonnulls(heads_all, heads_part, heads_yes, area_all, area_part, area_yes) = case when file_id is null then 0 else 6 end),
  check (file_id is null or (3 * heads_part >= 2 * heads_all and 3 * area_part >= 2 * area_all and 2 * heads_yes > heads_part and 2 * area_yes > area_part)),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
)
-- ;;
select tenant_table('award_decision', 'select, insert')
-- ;;
grant update (withdrawn_at, withdrawn_reason) on award_decision to zhidian_app
-- ;;
alter table award_decision add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table award_decision add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table award_decision add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
alter table award_decision add foreign key (subdistrict_id, recorded_by) references person (subdistrict_id, id)
-- ;;
-- One decision of the owners gives money once.
create unique index on award_decision (subdistrict_id, ballot_id) where ballot_id is not null and withdrawn_at is null
-- ;;
-- The agreement by which a partner or the property company gives: the file, the days, what for.
create table award_agreement (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  signed_on date not null,
  valid_from date not null,
  valid_to date not null check (valid_to >= valid_from),
  amount_fen bigint not null check (amount_fen > 0),
  purpose text not null check (length(purpose) between 1 and 500),
  file_id uuid not null,
  recorded_by uuid,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('award_agreement', 'select, insert')
-- ;;
alter table award_agreement add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table award_agreement add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
alter table award_agreement add foreign key (subdistrict_id, recorded_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on award_agreement for each row execute function refuse_change()
-- ;;
-- An open collection for one source: how much until when, and what happens to the gifts when less comes in.
create table crowd_drive (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  goal_fen bigint not null check (goal_fen > 0),
  opens_on date not null,
  last_day date not null check (last_day >= opens_on),
  if_missed text not null check (if_missed in ('return-all', 'keep-from-minimum', 'meeting')),
  minimum_fen bigint check (minimum_fen > 0 and minimum_fen < goal_fen),
  text text not null check (length(text) between 1 and 2000),
  state text not null check (state in ('running', 'deciding', 'reached', 'kept', 'missed', 'returned')),
  resolution_id uuid,
  opened_by uuid,
  opened_by_name text not null,
  opened_at timestamptz not null,
  ended_on date,
  end_note text check (length(end_note) between 1 and 500),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, award_id),
  check ((if_missed = 'keep-from-minimum') = (minimum_fen is not null)),
  check ((state = 'running') = (ended_on is null)),
  check (resolution_id is null or if_missed = 'meeting')
)
-- ;;
select tenant_table('crowd_drive', 'select, insert')
-- ;;
grant update (state, resolution_id, ended_on, end_note) on crowd_drive to zhidian_app
-- ;;
alter table crowd_drive add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table crowd_drive add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
alter table crowd_drive add foreign key (subdistrict_id, opened_by) references person (subdistrict_id, id)
-- ;;
-- How the giver wants to stand in the public list.
create table crowd_gift (
  subdistrict_id uuid not null references subdistrict (id),
  receipt_id uuid not null,
  drive_id uuid not null,
  shown text not null check (shown in ('masked', 'anonymous')),
  words text check (length(words) between 1 and 100),
  primary key (subdistrict_id, receipt_id)
)
-- ;;
select tenant_table('crowd_gift', 'select, insert')
-- ;;
alter table crowd_gift add foreign key (subdistrict_id, receipt_id) references receipt (subdistrict_id, id)
-- ;;
alter table crowd_gift add foreign key (subdistrict_id, drive_id) references crowd_drive (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on crowd_gift for each row execute function refuse_change()
-- ;;
-- Goods or work given: one person says what they are worth and why, another agrees; only then they stand in the books.
create table goods_gift (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  giver_name text not null check (length(giver_name) between 1 and 100),
  what text not null check (length(what) between 1 and 200),
  quantity numeric(12, 2) not null check (quantity > 0),
  unit text not null check (length(unit) between 1 and 20),
  value_fen bigint not null check (value_fen > 0),
  basis text not null check (basis in ('invoice', 'market', 'wage')),
  basis_text text not null check (length(basis_text) between 1 and 500),
  photo_file_id uuid,
  day date not null,
  valued_by uuid not null,
  valued_by_name text not null,
  valued_at timestamptz not null,
  state text not null check (state in ('waiting', 'agreed', 'refused')),
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  note text check (length(note) between 1 and 500),
  receipt_id uuid,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, receipt_id),
  check ((state = 'waiting') = (answered_at is null)),
  check ((state = 'waiting') = (answered_by is null)),
  -- Two persons: whoever put the value does not agree to it.
  check (answered_by <> valued_by),
  check (state <> 'refused' or note is not null),
  check (receipt_id is null or state = 'agreed')
)
-- ;;
select tenant_table('goods_gift', 'select, insert')
-- ;;
grant update (state, answered_by, answered_by_name, answered_at, note, receipt_id) on goods_gift to zhidian_app
-- ;;
alter table goods_gift add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table goods_gift add foreign key (subdistrict_id, photo_file_id) references file (subdistrict_id, id)
-- ;;
alter table goods_gift add foreign key (subdistrict_id, receipt_id) references receipt (subdistrict_id, id)
-- ;;
alter table goods_gift add foreign key (subdistrict_id, valued_by) references person (subdistrict_id, id)
-- ;;
alter table goods_gift add foreign key (subdistrict_id, answered_by) references person (subdistrict_id, id)
-- ;;
create index on goods_gift (subdistrict_id, award_id)
