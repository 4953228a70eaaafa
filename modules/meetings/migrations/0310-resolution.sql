-- What was decided, who carries it out, who watches, by when. Without all three it is not a resolution.
create table resolution (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  meeting_id uuid,
  matter_id uuid,
  -- Projects are numbered after meetings: no foreign key here.
  project_id uuid,
  -- Its place among the resolutions of its meeting.
  position int not null check (position > 0),
  text text not null check (length(text) between 1 and 2000),
  executor_person_id uuid,
  executor_organisation_id uuid,
  supervisor_person_id uuid not null,
  deadline date not null,
  -- `progress` = under way.
  state text not null check (state in ('open', 'progress', 'done', 'overdue', 'appraised')),
  decided_on date not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  check (num_nonnulls(executor_person_id, executor_organisation_id) = 1),
  check (executor_person_id is distinct from supervisor_person_id)
)
-- ;;
select tenant_table('resolution', 'select, insert')
-- ;;
-- A resolution's words, people and meeting stay; only its state and the project that grew out of it change.
grant update (state, project_id) on resolution to zhidian_app
-- ;;
alter table resolution add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table resolution add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table resolution add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table resolution add foreign key (subdistrict_id, executor_person_id) references person (subdistrict_id, id)
-- ;;
alter table resolution add foreign key (subdistrict_id, executor_organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table resolution add foreign key (subdistrict_id, supervisor_person_id) references person (subdistrict_id, id)
-- ;;
create index on resolution (subdistrict_id, meeting_id)
-- ;;
create index on resolution (subdistrict_id, neighbourhood_id, state, deadline)
-- ;;
create table resolution_progress (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  resolution_id uuid not null,
  seq int not null check (seq > 0),
  -- report: the executor says how far it is · finish: the executor says it is done · accept, return: the supervisor's check ·
  -- overdue: the deadline passed · appraise: the residents' appraisal.
  kind text not null check (kind in ('report', 'finish', 'accept', 'return', 'overdue', 'appraise')),
  text text not null check (length(text) between 1 and 2000),
  file_ids uuid[] not null default '{}',
  by_person_id uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, resolution_id, seq)
)
-- ;;
select tenant_table('resolution_progress', 'select, insert')
-- ;;
alter table resolution_progress add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on resolution_progress for each row execute function refuse_change()
