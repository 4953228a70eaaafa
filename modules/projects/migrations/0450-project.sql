-- One project keeps its identity from the first draft to the upkeep years later. Its serial counts within a
-- neighbourhood and a year; a withdrawn project keeps its number, so the series shows no silent gaps.
create table project (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  matter_id uuid,
  round_id uuid,
  year int not null check (year between 2000 and 2999),
  serial_no int not null check (serial_no > 0),
  serial text not null check (serial ~ '^\d{4}-\d{3,}$'),
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  state text not null check (state in ('draft', 'submitted', 'returned', 'checked', 'in_review', 'noticed', 'awarded', 'agreed',
    'doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'withdrawn', 'declined', 'stopped')),
  state_at timestamptz not null,
  state_reason text,
  application_id uuid,
  grant_awarded_fen bigint check (grant_awarded_fen > 0),
  agreed_on date,
  agreement_file_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, neighbourhood_id, year, serial_no),
  check (state not in ('returned', 'withdrawn', 'declined', 'stopped') or btrim(coalesce(state_reason, '')) <> ''),
  check (state in ('draft', 'withdrawn') or application_id is not null),
  check (state not in ('awarded', 'agreed', 'doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep') or grant_awarded_fen is not null)
)
-- ;;
select tenant_table('project', 'select, insert, update')
-- ;;
create index on project (subdistrict_id, neighbourhood_id, state)
-- ;;
create index on project (subdistrict_id, matter_id)
-- ;;
create index on project (subdistrict_id, round_id)
-- ;;
-- Every step a project took, with who and why: the spine of its public story.
create table project_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  action text not null,
  from_state text,
  to_state text not null,
  reason text,
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no)
)
-- ;;
select tenant_table('project_step', 'select, insert')
-- ;;
alter table project_step add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on project_step for each row execute function refuse_change()
-- ;;
-- What was typed so far, as it was typed: half a number is kept too. `revision` tells two editors apart.
create table application_draft (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  revision int not null check (revision > 0),
  content jsonb not null,
  saved_by uuid,
  saved_at timestamptz not null,
  primary key (subdistrict_id, project_id)
)
-- ;;
select tenant_table('application_draft', 'select, insert, update')
-- ;;
alter table application_draft add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
-- What is over stays as it is: nothing is added to a project that is closed or never came to be.
create function project_takes_entries() returns trigger language plpgsql as $$
declare found text;
begin
  select state into found from project where subdistrict_id = new.subdistrict_id and id = new.project_id;
  if found in ('settled', 'closed', 'upkeep', 'withdrawn', 'declined') then
    raise exception 'project is %: % takes no more entries', found, tg_table_name using errcode = '23514';
  end if;
  return new;
end $$
