-- Something residents want dealt with: raised, supported, decided on with reasons that all can read.
create table matter (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  -- Shown as 2026-012: the year it was raised, and its number in the neighbourhood that year.
  year int not null check (year between 2000 and 2199),
  number int not null check (number > 0),
  title text not null check (length(title) between 1 and 60),
  text text not null check (length(text) between 1 and 2000),
  category text not null check (category ~ '^[a-z][a-z-]*$'),
  channel text not null check (channel in ('own', 'door', 'paper', 'phone', 'visit')),
  door_code text,
  raised_by uuid,
  -- For someone who is not in the roster.
  raiser_name text check (length(raiser_name) between 1 and 60),
  household_id uuid,
  -- The staff member who wrote it down for the raiser.
  entered_by uuid,
  -- Neighbours do not see the raiser's name; the office does.
  anonymous boolean not null,
  raised_at timestamptz not null,
  state text not null check (state in ('raised', 'adopted', 'declined', 'answered', 'passed-on', 'withdrawn', 'merged')),
  state_at timestamptz not null,
  -- Where an adopted matter is to be talked over.
  venue text check (venue in ('hearing', 'coordination', 'entrance', 'joint', 'assembly', 'direct')),
  -- Who a passed-on matter went to.
  passed_to text check (length(passed_to) between 1 and 100),
  merged_into_id uuid,
  -- Null where the office has not set how many days it gives itself.
  reply_due_day date,
  -- What one support stands for, as the office had set it when the matter was raised.
  support_unit text not null check (support_unit in ('person', 'household')),
  hidden text not null default 'no' check (hidden in ('no', 'hidden', 'appealed', 'confirmed')),
  hidden_reason text check (length(hidden_reason) between 1 and 500),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, neighbourhood_id, year, number),
  unique (subdistrict_id, id, support_unit),
  check (num_nonnulls(raised_by, raiser_name) = 1),
  check ((channel in ('own', 'door')) = (entered_by is null)),
  check (channel not in ('own', 'door') or raised_by is not null),
  check ((state = 'merged') = (merged_into_id is not null)),
  check (merged_into_id <> id),
  check ((state = 'passed-on') = (passed_to is not null)),
  check (venue is null or state <> 'raised'),
  check ((hidden = 'no') = (hidden_reason is null))
)
-- ;;
select tenant_table('matter', 'select, insert, update')
-- ;;
alter table matter add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table matter add foreign key (subdistrict_id, raised_by) references person (subdistrict_id, id)
-- ;;
alter table matter add foreign key (subdistrict_id, entered_by) references person (subdistrict_id, id)
-- ;;
alter table matter add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table matter add foreign key (subdistrict_id, merged_into_id) references matter (subdistrict_id, id)
-- ;;
create index on matter (subdistrict_id, neighbourhood_id, raised_at desc)
-- ;;
create index on matter (subdistrict_id, raised_by)
-- ;;
create index on matter (subdistrict_id, merged_into_id) where merged_into_id is not null
-- ;;
-- The last number given in a neighbourhood and year.
create table matter_number (
  subdistrict_id uuid not null references subdistrict (id),
  neighbourhood_id uuid not null,
  year int not null,
  last int not null check (last > 0),
  primary key (subdistrict_id, neighbourhood_id, year)
)
-- ;;
select tenant_table('matter_number', 'select, insert, update')
-- ;;
alter table matter_number add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create table matter_file (
  subdistrict_id uuid not null references subdistrict (id),
  matter_id uuid not null,
  file_id uuid not null,
  primary key (subdistrict_id, matter_id, file_id)
)
-- ;;
select tenant_table('matter_file', 'select, insert')
-- ;;
alter table matter_file add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table matter_file add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
-- Who supports a matter. `counted_id` is the household or the person, as the matter's unit says.
create table matter_support (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  matter_id uuid not null,
  support_unit text not null,
  counted_id uuid not null,
  person_id uuid not null,
  household_id uuid not null,
  channel text not null check (channel in ('own', 'door', 'paper', 'phone', 'visit')),
  entered_by uuid,
  at timestamptz not null,
  -- Came along when another matter was merged into this one.
  from_matter_id uuid,
  withdrawn_at timestamptz,
  primary key (subdistrict_id, id),
  check (counted_id = case support_unit when 'household' then household_id else person_id end),
  check ((channel in ('own', 'door')) = (entered_by is null))
)
-- ;;
select tenant_table('matter_support', 'select, insert')
-- ;;
grant update (withdrawn_at) on matter_support to zhidian_app
-- ;;
alter table matter_support add foreign key (subdistrict_id, matter_id, support_unit) references matter (subdistrict_id, id, support_unit)
-- ;;
alter table matter_support add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table matter_support add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table matter_support add foreign key (subdistrict_id, entered_by) references person (subdistrict_id, id)
-- ;;
alter table matter_support add foreign key (subdistrict_id, from_matter_id) references matter (subdistrict_id, id)
-- ;;
-- Once per household or per person, whoever clicks at the same moment.
create unique index on matter_support (subdistrict_id, matter_id, counted_id) where withdrawn_at is null
-- ;;
create index on matter_support (subdistrict_id, person_id)
-- ;;
-- Every step of a matter, with its reason; public, never changed.
create table matter_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  matter_id uuid not null,
  seq int not null check (seq > 0),
  kind text not null check (kind in ('raised', 'adopted', 'declined', 'answered', 'passed-on', 'withdrawn', 'reopened', 'merged', 'merged-in',
    'hidden', 'appealed', 'shown', 'appeal-rejected', 'threshold', 'meeting', 'project', 'sorted')),
  text text check (length(text) between 1 and 2000),
  -- Another matter, a meeting or a project that the step speaks of.
  other_id uuid,
  due_day date,
  by_person uuid,
  -- As what the person acted: `raiser`, `supporter`, `system` or a role.
  by_role text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, matter_id, seq),
  check (kind not in ('adopted', 'declined', 'answered', 'passed-on', 'reopened', 'merged', 'hidden', 'appealed', 'shown', 'appeal-rejected', 'sorted') or text is not null),
  check (kind not in ('merged', 'merged-in', 'meeting', 'project') or other_id is not null)
)
-- ;;
select tenant_table('matter_step', 'select, insert')
-- ;;
alter table matter_step add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table matter_step add foreign key (subdistrict_id, by_person) references person (subdistrict_id, id)
-- ;;
-- A fifth of the households is reached once.
create unique index on matter_step (subdistrict_id, matter_id) where kind = 'threshold'
-- ;;
create unique index on matter_step (subdistrict_id, matter_id, other_id) where kind in ('meeting', 'project')
-- ;;
create trigger append_only before update or delete on matter_step for each row execute function refuse_change()
-- ;;
-- What somebody typed before signing in; found again by a random token, deleted after some days.
create table matter_draft (
  subdistrict_id uuid not null references subdistrict (id),
  token text not null check (token ~ '^[0-9a-f]{32}$'),
  fields jsonb not null check (pg_column_size(fields) < 20000),
  at timestamptz not null,
  primary key (subdistrict_id, token)
)
-- ;;
select tenant_table('matter_draft', 'select, insert, delete')
-- ;;
create index on matter_draft (subdistrict_id, at)
