-- A duty: who must act next on what, by when. `role` at the place, or a named person; with both, the person acts in that role.
create table duty (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$'),
  role text,
  person_id uuid,
  neighbourhood_id uuid,
  subject_kind text not null check (subject_kind <> ''),
  subject_id uuid not null,
  project_id uuid,
  title_zh text not null check (title_zh <> ''),
  title_en text not null check (title_en <> ''),
  href text not null check (href ~ '^/[^/]?'),
  opened_at timestamptz not null,
  opened_day date not null,
  -- Null where the office has set no deadline: shown as such, never invented.
  due_day date,
  level int not null default 0 check (level between 0 and 9),
  done_at timestamptz,
  done_by uuid,
  -- 'done' by somebody, or 'dropped' because what it was about is no longer so.
  outcome text check (outcome in ('done', 'dropped')),
  primary key (subdistrict_id, id),
  check (role is not null or person_id is not null),
  check ((done_at is null) = (outcome is null)),
  check (level = 0 or due_day is not null)
)
-- ;;
select tenant_table('duty', 'select, insert, update')
-- ;;
alter table duty add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table duty add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table duty add foreign key (subdistrict_id, done_by) references person (subdistrict_id, id)
-- ;;
-- One open duty of a kind about a subject (and person): opening it again refreshes it.
create unique index duty_open on duty (subdistrict_id, kind, subject_id, coalesce(person_id, '00000000-0000-0000-0000-000000000000')) where done_at is null
-- ;;
create index on duty (subdistrict_id, role, neighbourhood_id) where done_at is null
-- ;;
create index on duty (subdistrict_id, person_id) where done_at is null
-- ;;
create index on duty (subdistrict_id, subject_id)
-- ;;
create index on duty (subdistrict_id, project_id) where project_id is not null
-- ;;
create index on duty (subdistrict_id, due_day) where done_at is null
-- ;;
create index on duty (subdistrict_id, done_by, done_at) where done_at is not null
-- ;;
-- Each level that an overdue duty reached, once per level and deadline.
create table duty_escalation (
  subdistrict_id uuid not null references subdistrict (id),
  duty_id uuid not null,
  due_day date not null,
  level int not null check (level between 1 and 9),
  role text not null,
  at timestamptz not null,
  primary key (subdistrict_id, duty_id, due_day, level)
)
-- ;;
select tenant_table('duty_escalation', 'select, insert')
-- ;;
alter table duty_escalation add foreign key (subdistrict_id, duty_id) references duty (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on duty_escalation for each row execute function refuse_change()
