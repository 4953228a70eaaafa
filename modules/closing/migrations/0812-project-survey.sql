-- The one survey that asks the households how satisfied they are with a project: a second drawing until the figures please is not possible.
create table project_survey (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  survey_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, project_id),
  unique (subdistrict_id, survey_id)
)
-- ;;
select tenant_table('project_survey', 'select, insert')
-- ;;
alter table project_survey add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table project_survey add foreign key (subdistrict_id, survey_id) references survey (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on project_survey for each row execute function refuse_change()
