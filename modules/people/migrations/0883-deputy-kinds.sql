-- A deputy's authority may be limited to kinds of duties; null: the whole role. Two deputies may share a role as long as no kind is with both.
alter table deputyship add column kinds text[] check (cardinality(kinds) > 0 and array_position(kinds, null) is null)
-- ;;
create or replace function deputyship_is_sound() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
      and d.from_day <= new.to_day and least(d.to_day, d.ended_on) >= new.from_day
      and (d.kinds is null or new.kinds is null or d.kinds && new.kinds)) then
    raise exception 'a role has one deputy at a time' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create or replace function deputyship_ends_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.ended_on is not null
      or (new.role_id, new.person_id, new.deputy_id, new.from_day, new.to_day, new.kinds, new.duties, new.reason, new.named_by, new.named_at)
      is distinct from (old.role_id, old.person_id, old.deputy_id, old.from_day, old.to_day, old.kinds, old.duties, old.reason, old.named_by, old.named_at)
      or new.ended_on < old.from_day - 1 or new.ended_on > old.to_day then
    raise exception 'a deputyship stays as it was named, and ends once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
-- Nobody acts for another without having been named for that day, and for that kind of duty.
create or replace function acted_for_was_named() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare on_day date := (new.at at time zone 'Asia/Shanghai')::date;
begin
  if not exists (select from deputyship d where d.subdistrict_id = new.subdistrict_id and d.deputy_id = new.person_id and d.person_id = new.for_person_id
      and on_day between d.from_day and least(d.to_day, d.ended_on) and (d.kinds is null or new.kind = any(d.kinds))) then
    raise exception 'nobody acts for another without having been named' using errcode = '23514';
  end if;
  return new;
end $$
