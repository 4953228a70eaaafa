-- How one promise was kept, said by the office; a better insight is a new row with a higher number. Changed by decision names the decision.
create table drift_judgement (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  item_id text not null check (item_id ~ '^[0-9a-f-]{36}/[a-z]+/[0-9]+$'),
  no int not null check (no > 0),
  state text not null check (state in ('kept', 'partly', 'changed', 'dropped')),
  change_id uuid,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, item_id, no),
  check ((state = 'changed') = (change_id is not null))
)
-- ;;
select tenant_table('drift_judgement', 'select, insert')
-- ;;
alter table drift_judgement add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table drift_judgement add foreign key (subdistrict_id, change_id) references change_request (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on drift_judgement for each row execute function refuse_change()
-- ;;
-- The promise is one of this project's own sealed versions, the decision an approved change of the same project.
create function drift_judgement_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from application a where a.subdistrict_id = new.subdistrict_id and a.project_id = new.project_id and a.sealed
      and a.id::text = split_part(new.item_id, '/', 1)) then
    raise exception 'no such promise of this project' using errcode = '23514';
  end if;
  if new.change_id is not null and not exists (select from change_request c where c.subdistrict_id = new.subdistrict_id and c.id = new.change_id
      and c.project_id = new.project_id and c.state = 'approved') then
    raise exception 'changed by decision needs an approved change' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on drift_judgement for each row execute function drift_judgement_fits()
-- ;;
-- How many households the thing reached, and how they were counted.
create table closing_reach (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  households int not null check (households between 1 and 1000000),
  counted_how text not null check (btrim(counted_how) <> '' and length(counted_how) <= 300),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no)
)
-- ;;
select tenant_table('closing_reach', 'select, insert')
-- ;;
alter table closing_reach add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on closing_reach for each row execute function refuse_change()
-- ;;
-- What they would do differently.
create table lesson (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('again', 'differently')),
  text text not null check (btrim(text) <> '' and length(text) <= 1000),
  tags text[] not null check (cardinality(tags) <= 8),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no)
)
-- ;;
select tenant_table('lesson', 'select, insert')
-- ;;
alter table lesson add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index lesson_newest on lesson (subdistrict_id, at desc)
-- ;;
create trigger append_only before update or delete on lesson for each row execute function refuse_change()
