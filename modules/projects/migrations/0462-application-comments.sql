-- What the office remarks on a field of a version when it sends it back; `field` is the field's name in the form, '' the whole.
create table application_comment (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  application_id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  field text not null check (field ~ '^[A-Za-z0-9.]{0,60}$'),
  text text not null check (btrim(text) <> '' and length(text) <= 500),
  by_person_id uuid,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, application_id, no)
)
-- ;;
select tenant_table('application_comment', 'select, insert')
-- ;;
alter table application_comment add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
alter table application_comment add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table application_comment add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on application_comment for each row execute function refuse_change()
-- ;;
-- A remark is on a sealed version of that project.
create function comment_is_on_a_sealed_version() returns trigger language plpgsql as $$
begin
  if not exists (select from application a where a.subdistrict_id = new.subdistrict_id and a.id = new.application_id
      and a.project_id = new.project_id and a.sealed) then
    raise exception 'comment is not on a sealed version of its project' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger on_a_sealed_version before insert on application_comment for each row execute function comment_is_on_a_sealed_version()
-- ;;
-- The number that the policy forms when a project is handed in; once given it stays.
alter table project add column number text check (btrim(number) <> '' and length(number) <= 80)
-- ;;
alter table project add constraint project_number_is_unique_in_its_round unique (subdistrict_id, round_id, number)
-- ;;
create function project_keeps_its_number() returns trigger language plpgsql as $$
begin
  if old.number is not null and new.number is distinct from old.number then
    raise exception 'a project keeps its number' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_number before update of number on project for each row execute function project_keeps_its_number()
-- ;;
-- Lists: the newest first within the office and within a neighbourhood; sums of the year by neighbourhood.
create index project_by_day on project (subdistrict_id, created_at desc, id desc)
-- ;;
create index project_of_the_year on project (subdistrict_id, neighbourhood_id, year)
