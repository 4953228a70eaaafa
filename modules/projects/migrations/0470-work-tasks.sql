-- The plan of the works: who does what from when to when, what shows that it is done, and what must be done before.
create table work_task (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  shows text not null check (btrim(shows) <> '' and length(shows) <= 300),
  from_day date not null,
  to_day date not null,
  person_id uuid,
  person_name text not null default '',
  -- Tasks of the same project that must be done before it; tasks are never deleted, and the guard below sees that they are there.
  needs_ids uuid[] not null default '{}' check (cardinality(needs_ids) <= 20 and array_position(needs_ids, null) is null),
  dropped_at timestamptz,
  dropped_reason text,
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  unique (subdistrict_id, project_id, id),
  check (to_day >= from_day),
  check (person_id is null or btrim(person_name) <> ''),
  check ((dropped_at is null) = (dropped_reason is null)),
  check (dropped_reason is null or btrim(dropped_reason) <> '')
)
-- ;;
select tenant_table('work_task', 'select, insert')
-- ;;
grant update (title, shows, from_day, to_day, person_id, person_name, needs_ids, dropped_at, dropped_reason) on work_task to zhidian_app
-- ;;
alter table work_task add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table work_task add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create index on work_task (subdistrict_id, to_day) where dropped_at is null
-- ;;
create trigger takes_entries before insert or update on work_task for each row execute function project_takes_entries()
-- ;;
-- What was dropped stays dropped, a task stays with its project, and no task waits for itself by way of others.
create function work_task_holds() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.dropped_at is not null or new.project_id <> old.project_id or new.no <> old.no) then
    raise exception 'a dropped task stays as it is' using errcode = '23514';
  end if;
  if exists (select from unnest(new.needs_ids) as n (id) where not exists (select from work_task t
      where t.subdistrict_id = new.subdistrict_id and t.project_id = new.project_id and t.id = n.id)) then
    raise exception 'a task waits for tasks of its own project' using errcode = '23503';
  end if;
  if exists (with recursive before as (select unnest(new.needs_ids) as id
      union select unnest(t.needs_ids) from work_task t join before b on b.id = t.id where t.subdistrict_id = new.subdistrict_id)
      select from before where before.id = new.id) then
    raise exception 'a task does not wait for itself' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger holds before insert or update on work_task for each row execute function work_task_holds()
-- ;;
create function work_task_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'a task is dropped with its reason, never deleted' using errcode = '23514';
end $$
-- ;;
create trigger kept before delete on work_task for each row execute function work_task_is_kept()
-- ;;
-- How far a task is, each time somebody says it.
create table work_task_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  task_id uuid not null,
  no int not null check (no > 0),
  percent int not null check (percent between 0 and 100),
  note text not null check (length(note) <= 500),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, task_id, no)
)
-- ;;
select tenant_table('work_task_step', 'select, insert')
-- ;;
alter table work_task_step add foreign key (subdistrict_id, task_id) references work_task (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on work_task_step for each row execute function refuse_change()
-- ;;
-- A task is done after what it waits for.
create function work_task_step_fits() returns trigger language plpgsql as $$
declare found work_task; state text;
begin
  select * into found from work_task t where t.subdistrict_id = new.subdistrict_id and t.id = new.task_id;
  select p.state into state from project p where p.subdistrict_id = new.subdistrict_id and p.id = found.project_id;
  if found.dropped_at is not null or state not in ('agreed', 'doing', 'appraisal') then
    raise exception 'a task is worked on while the works go on' using errcode = '23514';
  end if;
  if new.percent = 100 then
    if exists (select from work_task t where t.subdistrict_id = new.subdistrict_id and t.id = any(found.needs_ids) and t.dropped_at is null
        and coalesce((select s.percent from work_task_step s where s.subdistrict_id = t.subdistrict_id and s.task_id = t.id order by s.no desc limit 1), 0) < 100) then
      raise exception 'a task is done after what it waits for' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on work_task_step for each row execute function work_task_step_fits()
