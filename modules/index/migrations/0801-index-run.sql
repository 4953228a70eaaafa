-- A scoring run: computing → computed → reviewed → approved → published; computed and reviewed ones may be withdrawn.
create table index_run (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  no int not null check (no > 0),
  year int not null check (year between 2000 and 2200),
  -- The last month it covers, and how many it looks back on.
  month int not null check (month between 24000 and 26400),
  months int not null check (months between 1 and 240),
  reading text not null check (reading in ('value', 'range')),
  total text not null check (total in ('flat', 'nested')),
  least_coverage numeric(4, 3) not null check (least_coverage between 0 and 1),
  tree_version text not null,
  weights_id uuid,
  -- The run whose thresholds hold for the year; null = it made them itself.
  thresholds_of uuid,
  -- Everything up to this batch is in it.
  -- The change leaves were computed from the index itself.
  derived boolean not null,
  batch_seq int not null check (batch_seq > 0),
  state text not null check (state in ('computing', 'computed', 'reviewed', 'approved', 'published', 'withdrawn')),
  -- Over tree, weights, sample, thresholds, values and results.
  digest text,
  computed_by uuid,
  computed_by_name text not null,
  computed_at timestamptz not null,
  reviewed_by uuid,
  reviewed_by_name text,
  reviewed_at timestamptz,
  review_note text check (length(review_note) <= 1000),
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  published_by uuid,
  published_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, no),
  -- Whoever computed it neither reviews nor approves it.
  check (reviewed_by is null or reviewed_by <> computed_by),
  check (approved_by is null or approved_by <> computed_by),
  check (state in ('computing', 'computed', 'withdrawn') or (reviewed_by is not null and reviewed_at is not null)),
  check (state in ('computing', 'computed', 'reviewed', 'withdrawn') or (approved_by is not null and approved_at is not null)),
  check ((state = 'published') = (published_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_reason is not null)),
  check (state = 'computing' or digest is not null)
)
-- ;;
select tenant_table('index_run', 'select, insert')
-- ;;
grant update (state, digest, reviewed_by, reviewed_by_name, reviewed_at, review_note, approved_by, approved_by_name, approved_at, published_by, published_at, withdrawn_reason)
  on index_run to zhidian_app
-- ;;
alter table index_run add foreign key (subdistrict_id, tree_version) references index_tree (subdistrict_id, version)
-- ;;
alter table index_run add foreign key (subdistrict_id, weights_id) references index_weights (subdistrict_id, id)
-- ;;
alter table index_run add foreign key (subdistrict_id, thresholds_of) references index_run (subdistrict_id, id)
-- ;;
create function index_run_moves_forward_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a run stays' using errcode = '23514';
  end if;
  if (new.id, new.no, new.year, new.month, new.months, new.reading, new.total, new.least_coverage, new.tree_version, new.derived, new.batch_seq, new.computed_at, new.computed_by_name)
      is distinct from (old.id, old.no, old.year, old.month, old.months, old.reading, old.total, old.least_coverage, old.tree_version, old.derived, old.batch_seq, old.computed_at, old.computed_by_name)
      or new.weights_id is distinct from old.weights_id or new.thresholds_of is distinct from old.thresholds_of or new.computed_by is distinct from old.computed_by
      or (old.digest is not null and new.digest is distinct from old.digest)
      or (old.reviewed_at is not null and (new.reviewed_by, new.reviewed_at, new.review_note) is distinct from (old.reviewed_by, old.reviewed_at, old.review_note))
      or (old.approved_at is not null and (new.approved_by, new.approved_at) is distinct from (old.approved_by, old.approved_at))
      or (old.published_at is not null and new.published_at is distinct from old.published_at) then
    raise exception 'what a run was computed from and who signed it stands' using errcode = '23514';
  end if;
  if (old.state, new.state) not in (('computing', 'computed'), ('computed', 'reviewed'), ('reviewed', 'approved'), ('approved', 'published'),
      ('computed', 'withdrawn'), ('reviewed', 'withdrawn')) then
    raise exception 'a run does not go from % to %', old.state, new.state using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger moves_forward_only before update or delete on index_run for each row execute function index_run_moves_forward_only()
-- ;;
create table index_run_threshold (
  subdistrict_id uuid not null references subdistrict (id),
  run_id uuid not null,
  kind text not null,
  leaf text not null,
  sampled int not null check (sampled >= 0),
  -- Exact decimal text of the doubles; null where no sampled compound has a value.
  sma_min numeric,
  sma_max numeric,
  lower numeric,
  upper numeric,
  primary key (subdistrict_id, run_id, kind, leaf),
  check ((sampled = 0) = (lower is null)),
  check (lower is null or lower <= upper)
)
-- ;;
select tenant_table('index_run_threshold', 'select, insert')
-- ;;
alter table index_run_threshold add foreign key (subdistrict_id, run_id) references index_run (subdistrict_id, id)
-- ;;
-- What a compound got. Arrays follow the tree: leaves, nodes; `totals` the months of the run, the oldest first. Null in an array = missing.
create table index_run_score (
  subdistrict_id uuid not null references subdistrict (id),
  run_id uuid not null,
  compound_id uuid not null,
  kind text not null,
  households int not null,
  in_sample boolean not null,
  total numeric,
  nested numeric,
  coverage numeric not null,
  -- Null: nothing to rank, or too little data.
  rank int check (rank > 0),
  rank_low int check (rank_low > 0),
  rank_high int check (rank_high >= rank_low),
  leaf_values float8[] not null,
  z float8[] not null,
  nodes float8[] not null,
  totals float8[] not null,
  primary key (subdistrict_id, run_id, compound_id)
)
-- ;;
select tenant_table('index_run_score', 'select, insert')
-- ;;
alter table index_run_score add foreign key (subdistrict_id, run_id) references index_run (subdistrict_id, id)
-- ;;
alter table index_run_score add foreign key (subdistrict_id, compound_id) references index_compound (subdistrict_id, id)
-- ;;
-- Thresholds and results are written while the run is being computed and never again.
create function index_run_results_stand() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    raise exception '% is append-only', tg_table_name using errcode = '23514';
  end if;
  if (select r.state from index_run r where r.subdistrict_id = new.subdistrict_id and r.id = new.run_id) is distinct from 'computing' then
    raise exception 'the run is computed: its results stand' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger results_stand before insert or update or delete on index_run_threshold for each row execute function index_run_results_stand()
-- ;;
create trigger results_stand before insert or update or delete on index_run_score for each row execute function index_run_results_stand()
-- ;;
-- A datum that a committee holds to be wrong. The answer is a correction (a batch of its own) or a reason why it stands; either once.
create table index_contest (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  run_id uuid not null,
  compound_id uuid not null,
  leaf text not null,
  month int not null,
  shown numeric,
  -- What it ought to be; null = there ought to be no value.
  claimed numeric,
  reason text not null check (length(btrim(reason)) between 1 and 1000),
  opened_by uuid not null,
  opened_by_name text not null,
  opened_at timestamptz not null,
  due_day date,
  outcome text check (outcome in ('corrected', 'stands')),
  answer text check (length(btrim(answer)) between 1 and 1000),
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  batch_id uuid,
  total_before numeric,
  total_after numeric,
  rank_before int,
  rank_after int,
  primary key (subdistrict_id, id),
  check (num_nonnulls(outcome, answer, answered_at) in (0, 3)),
  check ((outcome = 'corrected') = (batch_id is not null) or outcome is null),
  -- Nobody answers his own objection.
  check (answered_by is null or answered_by <> opened_by)
)
-- ;;
select tenant_table('index_contest', 'select, insert')
-- ;;
grant update (outcome, answer, answered_by, answered_by_name, answered_at, batch_id, total_before, total_after, rank_before, rank_after) on index_contest to zhidian_app
-- ;;
alter table index_contest add foreign key (subdistrict_id, run_id) references index_run (subdistrict_id, id)
-- ;;
alter table index_contest add foreign key (subdistrict_id, compound_id) references index_compound (subdistrict_id, id)
-- ;;
alter table index_contest add foreign key (subdistrict_id, batch_id) references index_batch (subdistrict_id, id)
-- ;;
create unique index on index_contest (subdistrict_id, compound_id, leaf, month) where outcome is null
-- ;;
create function index_contest_is_answered_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.outcome is not null then
    raise exception 'an objection is answered once and stays' using errcode = '23514';
  end if;
  if (new.run_id, new.compound_id, new.leaf, new.month, new.reason, new.opened_by, new.opened_at)
      is distinct from (old.run_id, old.compound_id, old.leaf, old.month, old.reason, old.opened_by, old.opened_at)
      or new.shown is distinct from old.shown or new.claimed is distinct from old.claimed then
    raise exception 'what was objected stands' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger answered_once before update or delete on index_contest for each row execute function index_contest_is_answered_once()
-- ;;
-- What a district reads of its subdistricts: published aggregates, no rows of compounds.
create table index_published (
  subdistrict_id uuid not null references subdistrict (id),
  run_no int not null,
  district_id uuid not null references district (id),
  month int not null,
  compounds int not null check (compounds >= 0),
  households int not null check (households >= 0),
  total numeric,
  coverage numeric not null,
  -- Points of each node by code, household-weighted.
  nodes jsonb not null,
  published_at timestamptz not null,
  primary key (subdistrict_id, run_no)
)
-- ;;
select reference_table('index_published', 'select, insert')
-- ;;
create trigger append_only before update or delete on index_published for each row execute function refuse_change()
