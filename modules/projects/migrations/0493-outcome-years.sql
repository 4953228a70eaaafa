-- The years in which the promised figures are read again after closing: at least three, one reading a year of each indicator.
create table outcome_year (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  year_no int not null check (year_no between 1 and 20),
  due_day date not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, year_no)
)
-- ;;
select tenant_table('outcome_year', 'select, insert')
-- ;;
alter table outcome_year add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index on outcome_year (subdistrict_id, due_day)
-- ;;
create trigger append_only before update or delete on outcome_year for each row execute function refuse_change()
-- ;;
create function outcomes_are_followed_three_years() returns trigger language plpgsql as $$
declare years int;
begin
  select count(*) into years from outcome_year where subdistrict_id = new.subdistrict_id and project_id = new.project_id and year_no <= 3;
  if years < 3 then raise exception 'outcomes are followed for at least three years' using errcode = '23514'; end if;
  return null;
end $$
-- ;;
create constraint trigger three_years after insert on outcome_year deferrable initially deferred for each row execute function outcomes_are_followed_three_years()
-- ;;
-- Where a reading comes from; those from before it was asked for have none.
alter table indicator_reading add column source text check (source is null or (btrim(source) <> '' and length(source) <= 200))
-- ;;
create function reading_names_its_source() returns trigger language plpgsql as $$
begin
  if new.source is null then raise exception 'a reading names its source' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger names_its_source before insert on indicator_reading for each row execute function reading_names_its_source()
-- ;;
-- Whatever goes into upkeep has a thing that somebody holds, and years in which its outcomes are read.
create function upkeep_begins_whole() returns trigger language plpgsql as $$
begin
  if not exists (select from asset where subdistrict_id = new.subdistrict_id and project_id = new.id) then
    raise exception 'upkeep of nothing: no asset is registered' using errcode = '23514';
  end if;
  if not exists (select from outcome_year where subdistrict_id = new.subdistrict_id and project_id = new.id) then
    raise exception 'upkeep without outcomes to follow' using errcode = '23514';
  end if;
  return null;
end $$
-- ;;
create constraint trigger begins_whole after update of state on project deferrable initially deferred for each row
  when (new.state = 'upkeep' and old.state <> 'upkeep') execute function upkeep_begins_whole()
