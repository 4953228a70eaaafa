-- How far a ruling reaches (the project it was made for, or every project), from when, and under which policy it was given.
alter table ruling add column reach text not null default 'project' check (reach in ('project', 'general'))
-- ;;
-- Null: from the day it was given.
alter table ruling add column valid_from date
-- ;;
alter table ruling add column policy_code text
-- ;;
alter table ruling add column policy_version text
-- ;;
alter table ruling alter column project_id drop not null
-- ;;
alter table ruling add check (project_id is not null or reach = 'general')
-- ;;
alter table ruling add check (valid_from is null or valid_from >= day)
-- ;;
alter table ruling add check (valid_from is null or valid_to is null or valid_to >= valid_from)
-- ;;
-- A ruling that no longer stands: withdrawn, or another took its place. The ruling itself stays as it was given.
create table ruling_end (
  subdistrict_id uuid not null references subdistrict (id),
  ruling_id uuid not null,
  kind text not null check (kind in ('withdrawn', 'superseded')),
  replaced_by uuid,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  ended_on date not null,
  by_person_id uuid,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, ruling_id),
  check ((kind = 'superseded') = (replaced_by is not null)),
  check (replaced_by <> ruling_id)
)
-- ;;
select tenant_table('ruling_end', 'select, insert')
-- ;;
alter table ruling_end add foreign key (subdistrict_id, ruling_id) references ruling (subdistrict_id, id)
-- ;;
alter table ruling_end add foreign key (subdistrict_id, replaced_by) references ruling (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on ruling_end for each row execute function refuse_change()
-- ;;
create function ruling_gives_way_to_its_like() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.replaced_by is not null and not exists (
      select 1 from ruling o join ruling n on n.subdistrict_id = o.subdistrict_id and n.rule_id = o.rule_id
      where o.subdistrict_id = new.subdistrict_id and o.id = new.ruling_id and n.id = new.replaced_by and n.at >= o.at) then
    raise exception 'a ruling gives way to a later one on the same rule' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger gives_way_to_its_like before insert on ruling_end for each row execute function ruling_gives_way_to_its_like()
