-- Somebody acts for a role holder who is absent (代): from a day to a day, named by whom and why; ended early with a reason, never rubbed out.
create table deputyship (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  role_id uuid not null,
  person_id uuid not null,
  deputy_id uuid not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  duties text not null default '' check (length(duties) <= 300),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 300),
  named_by uuid not null,
  named_by_name text not null check (btrim(named_by_name) <> ''),
  named_on date not null,
  named_at timestamptz not null,
  ended_on date,
  ended_by_name text,
  ended_reason text check (btrim(ended_reason) <> '' and length(ended_reason) <= 300),
  primary key (subdistrict_id, id),
  check (deputy_id <> person_id),
  -- Nobody names themselves.
  check (named_by <> deputy_id),
  check (num_nonnulls(ended_on, ended_by_name, ended_reason) in (0, 3))
)
-- ;;
select tenant_table('deputyship', 'select, insert')
-- ;;
grant update (ended_on, ended_by_name, ended_reason) on deputyship to zhidian_app
-- ;;
alter table deputyship add foreign key (subdistrict_id, role_id) references role_assignment (subdistrict_id, id)
-- ;;
alter table deputyship add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table deputyship add foreign key (subdistrict_id, deputy_id) references person (subdistrict_id, id)
-- ;;
create index on deputyship (subdistrict_id, deputy_id, from_day)
-- ;;
create index on deputyship (subdistrict_id, role_id)
-- ;;
create function deputyship_is_sound() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare held record;
begin
  select person_id, role, neighbourhood_id, from_day, to_day into held from role_assignment
    where subdistrict_id = new.subdistrict_id and id = new.role_id for update;
  if held.person_id is distinct from new.person_id or held.role not in ('secretary', 'director', 'officer', 'head')
      or held.from_day > new.from_day or held.to_day < new.to_day then
    raise exception 'a deputy stands in for a role that the absent person holds all the time' using errcode = '23514';
  end if;
  if exists (select from role_assignment r where r.subdistrict_id = new.subdistrict_id and r.person_id = new.deputy_id
      and r.from_day <= new.to_day and (r.to_day is null or r.to_day >= new.from_day)
      and (r.role = 'auditor' or (r.role = held.role and r.neighbourhood_id is not distinct from held.neighbourhood_id))) then
    raise exception 'a deputy neither audits nor holds the same role' using errcode = '23514';
  end if;
  if exists (select from deputyship d where d.subdistrict_id = new.subdistrict_id and d.role_id = new.role_id and d.id <> new.id
      and d.from_day <= new.to_day and least(d.to_day, d.ended_on) >= new.from_day) then
    raise exception 'a role has one deputy at a time' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger is_sound before insert on deputyship for each row execute function deputyship_is_sound()
-- ;;
create function deputyship_ends_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.ended_on is not null or (new.role_id, new.person_id, new.deputy_id, new.from_day, new.to_day, new.reason, new.named_by, new.named_at)
      is distinct from (old.role_id, old.person_id, old.deputy_id, old.from_day, old.to_day, old.reason, old.named_by, old.named_at)
      or new.ended_on < old.from_day - 1 or new.ended_on > old.to_day then
    raise exception 'a deputyship stays as it was named, and ends once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger ends_once before update or delete on deputyship for each row execute function deputyship_ends_once()
-- ;;
-- Nobody acts for another without having been named for that day.
create function acted_for_was_named() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare on_day date := (new.at at time zone 'Asia/Shanghai')::date;
begin
  if not exists (select from deputyship d where d.subdistrict_id = new.subdistrict_id and d.deputy_id = new.person_id and d.person_id = new.for_person_id
      and on_day between d.from_day and least(d.to_day, d.ended_on)) then
    raise exception 'nobody acts for another without having been named' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger was_named before insert on acted_for for each row execute function acted_for_was_named()
