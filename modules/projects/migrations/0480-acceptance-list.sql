-- What was promised, item by item, as the acceptance looks at it. Drawn from the application once; nothing is added or taken away afterwards.
create table acceptance_item (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  source text not null check (source in ('goal', 'indicator', 'budget', 'plan')),
  promised text not null check (btrim(promised) <> '' and length(promised) <= 2500),
  drawn_by uuid,
  drawn_by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no)
)
-- ;;
select tenant_table('acceptance_item', 'select, insert')
-- ;;
alter table acceptance_item add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on acceptance_item for each row execute function refuse_change()
-- ;;
-- What somebody found at one item: in order, or a defect.
create table acceptance_finding (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  item_id uuid not null,
  capacity text not null check (capacity in ('residents', 'office')),
  result text not null check (result in ('ok', 'defect')),
  note text not null check (length(note) <= 500),
  photo_file_id uuid,
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  check (result = 'ok' or btrim(note) <> '')
)
-- ;;
select tenant_table('acceptance_finding', 'select, insert')
-- ;;
alter table acceptance_finding add foreign key (subdistrict_id, item_id) references acceptance_item (subdistrict_id, id)
-- ;;
alter table acceptance_finding add foreign key (subdistrict_id, photo_file_id) references file (subdistrict_id, id)
-- ;;
alter table acceptance_finding add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on acceptance_finding for each row execute function refuse_change()
-- ;;
-- What is to be mended, by which day; a blocking one stands against the acceptance until it is mended.
create table acceptance_defect (
  subdistrict_id uuid not null references subdistrict (id),
  finding_id uuid not null,
  blocking boolean not null,
  mend_by date not null,
  primary key (subdistrict_id, finding_id)
)
-- ;;
select tenant_table('acceptance_defect', 'select, insert')
-- ;;
alter table acceptance_defect add foreign key (subdistrict_id, finding_id) references acceptance_finding (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on acceptance_defect for each row execute function refuse_change()
-- ;;
-- A second look at a defect. What is not mended gets a new day.
create table acceptance_recheck (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  finding_id uuid not null,
  no int not null check (no > 0),
  result text not null check (result in ('mended', 'not-mended')),
  note text not null check (length(note) <= 500),
  photo_file_id uuid,
  mend_by date,
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, finding_id, no),
  check ((result = 'not-mended') = (mend_by is not null)),
  check (result = 'mended' or btrim(note) <> '')
)
-- ;;
select tenant_table('acceptance_recheck', 'select, insert')
-- ;;
alter table acceptance_recheck add foreign key (subdistrict_id, finding_id) references acceptance_defect (subdistrict_id, finding_id)
-- ;;
alter table acceptance_recheck add foreign key (subdistrict_id, photo_file_id) references file (subdistrict_id, id)
-- ;;
alter table acceptance_recheck add foreign key (subdistrict_id, by_person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on acceptance_recheck for each row execute function refuse_change()
-- ;;
-- The list is drawn while the works go on or are appraised, as findings and rechecks are made; whoever accepts waits for them.
create function acceptance_list_is_open(place uuid, project uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare where_it_is text;
begin
  select p.state into where_it_is from project p where p.subdistrict_id = place and p.id = project for update;
  if where_it_is is null or where_it_is not in ('doing', 'appraisal') then
    raise exception 'the acceptance list is closed' using errcode = '23514';
  end if;
end $$
-- ;;
create function acceptance_item_in_time() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform acceptance_list_is_open(new.subdistrict_id, new.project_id);
  if exists (select from acceptance_finding f join acceptance_item i on i.subdistrict_id = f.subdistrict_id and i.id = f.item_id
      where i.subdistrict_id = new.subdistrict_id and i.project_id = new.project_id) then
    raise exception 'the list is being checked: nothing is added' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger in_time before insert on acceptance_item for each row execute function acceptance_item_in_time()
-- ;;
-- Whoever checks is not of the team that did it: neither the person nor the name stands in the application.
create function checked_from_outside(place uuid, project uuid, person uuid, name text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from application_member m join application a on a.subdistrict_id = m.subdistrict_id and a.id = m.application_id
      where a.subdistrict_id = place and a.project_id = project and (m.person_id = person or (m.person_id is null and btrim(m.name) = btrim(checked_from_outside.name)))) then
    raise exception 'nobody of the team checks its own work' using errcode = '23514';
  end if;
end $$
-- ;;
create function acceptance_finding_from_outside() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare project uuid;
begin
  select i.project_id into project from acceptance_item i where i.subdistrict_id = new.subdistrict_id and i.id = new.item_id;
  perform acceptance_list_is_open(new.subdistrict_id, project);
  perform checked_from_outside(new.subdistrict_id, project, new.by_person_id, new.by_name);
  return new;
end $$
-- ;;
create trigger from_outside before insert on acceptance_finding for each row execute function acceptance_finding_from_outside()
-- ;;
create function acceptance_defect_was_found() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare found_at acceptance_finding;
begin
  select * into found_at from acceptance_finding f where f.subdistrict_id = new.subdistrict_id and f.id = new.finding_id;
  if found_at.result is distinct from 'defect' then
    raise exception 'what is in order has no defect' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger was_found before insert on acceptance_defect for each row execute function acceptance_defect_was_found()
-- ;;
create function acceptance_recheck_from_outside() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare project uuid;
begin
  select i.project_id into project from acceptance_finding f join acceptance_item i on i.subdistrict_id = f.subdistrict_id and i.id = f.item_id
    where f.subdistrict_id = new.subdistrict_id and f.id = new.finding_id;
  perform acceptance_list_is_open(new.subdistrict_id, project);
  perform checked_from_outside(new.subdistrict_id, project, new.by_person_id, new.by_name);
  if exists (select from acceptance_recheck r where r.subdistrict_id = new.subdistrict_id and r.finding_id = new.finding_id and r.result = 'mended') then
    raise exception 'the defect is mended already' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger from_outside before insert on acceptance_recheck for each row execute function acceptance_recheck_from_outside()
-- ;;
-- Nothing is accepted while a blocking defect is open, a finding of a defect lacks its day, or an item of the list was not looked at by both sides.
create function nothing_stands_against_acceptance(place uuid, project uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from project p where p.subdistrict_id = place and p.id = project for update;
  if exists (select from acceptance_item i cross join (values ('residents'), ('office')) as c (capacity)
      where i.subdistrict_id = place and i.project_id = project and not exists (select from acceptance_finding f
        where f.subdistrict_id = place and f.item_id = i.id and f.capacity = c.capacity)) then
    raise exception 'an item of the acceptance list was not checked' using errcode = '23514';
  end if;
  if exists (select from acceptance_item i join acceptance_finding f on f.subdistrict_id = i.subdistrict_id and f.item_id = i.id and f.result = 'defect'
      left join acceptance_defect d on d.subdistrict_id = f.subdistrict_id and d.finding_id = f.id
      where i.subdistrict_id = place and i.project_id = project and coalesce(d.blocking, true) and not exists (select from acceptance_recheck r
        where r.subdistrict_id = place and r.finding_id = f.id and r.result = 'mended')) then
    raise exception 'a blocking defect is open' using errcode = '23514';
  end if;
end $$
-- ;;
create function acceptance_after_mending() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.result = 'accepted' then
    perform nothing_stands_against_acceptance(new.subdistrict_id, new.project_id);
  end if;
  return new;
end $$
-- ;;
create trigger after_mending before insert on acceptance for each row execute function acceptance_after_mending()
-- ;;
create function project_accepted_after_mending() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'accepted' and old.state is distinct from 'accepted' then
    perform nothing_stands_against_acceptance(new.subdistrict_id, new.id);
  end if;
  return new;
end $$
-- ;;
create trigger accepted_after_mending before update of state on project for each row execute function project_accepted_after_mending()
