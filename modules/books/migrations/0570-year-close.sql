-- A year's books are closed by two persons; from then on no transaction may be dated into it. What was wrong in it is put
-- right by a reversal dated today. Only the head opens the latest closed year again, with a reason, and nothing is rubbed out.
create table year_close (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  year int not null check (year between 2000 and 2200),
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  closed_by uuid check (closed_by <> asked_by),
  closed_by_name text,
  closed_at timestamptz,
  ended_by uuid,
  ended_by_name text,
  ended_at timestamptz,
  ended_reason text check (length(btrim(ended_reason)) between 2 and 500),
  primary key (subdistrict_id, id),
  check (num_nonnulls(closed_by, closed_by_name, closed_at) in (0, 3)),
  check (num_nonnulls(ended_by, ended_by_name, ended_at, ended_reason) in (0, 4))
)
-- ;;
select tenant_table('year_close', 'select, insert, update')
-- ;;
alter table year_close add foreign key (subdistrict_id, asked_by) references person (subdistrict_id, id)
-- ;;
alter table year_close add foreign key (subdistrict_id, closed_by) references person (subdistrict_id, id)
-- ;;
alter table year_close add foreign key (subdistrict_id, ended_by) references person (subdistrict_id, id)
-- ;;
create unique index year_close_in_force on year_close (subdistrict_id, year) where ended_at is null
-- ;;
-- Asked by one, closed by another, ended once; a year is closed only when it is over, and only the latest closed one is opened again.
create function year_close_steps() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'the closing of a year stays on record' using errcode = '23514';
  end if;
  if tg_op = 'INSERT' then
    if new.closed_at is not null or new.ended_at is not null then
      raise exception 'a year is closed by a second person' using errcode = '23514';
    end if;
    return new;
  end if;
  if old.ended_at is not null or (to_jsonb(new) - '{closed_by,closed_by_name,closed_at,ended_by,ended_by_name,ended_at,ended_reason}'::text[])
      <> (to_jsonb(old) - '{closed_by,closed_by_name,closed_at,ended_by,ended_by_name,ended_at,ended_reason}'::text[])
    or (old.closed_at is not null and (new.closed_by, new.closed_by_name, new.closed_at) is distinct from (old.closed_by, old.closed_by_name, old.closed_at)) then
    raise exception 'the closing of a year stays as it was' using errcode = '23514';
  end if;
  if old.closed_at is null and new.closed_at is not null and new.year >= extract(year from new.closed_at at time zone 'Asia/Shanghai') then
    raise exception 'a year is closed when it is over' using errcode = '23514';
  end if;
  if old.closed_at is not null and new.ended_at is not null then
    perform 1 from year_close c where c.subdistrict_id = new.subdistrict_id and c.year > new.year and c.closed_at is not null and c.ended_at is null;
    if found then
      raise exception 'only the latest closed year is opened again' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger steps before insert or update or delete on year_close for each row execute function year_close_steps()
-- ;;
-- No transaction is dated into a closed year. The row's lock makes whoever closes a year wait for those who still write into it.
create function txn_is_not_in_a_closed_year() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  closed timestamptz;
begin
  select c.closed_at into closed from year_close c where c.subdistrict_id = new.subdistrict_id and c.year = extract(year from new.day) and c.ended_at is null for share;
  if closed is not null then
    -- A state of its own: whatever command met it, people read that the year is closed.
    raise exception 'the books of % are closed', extract(year from new.day) using errcode = 'ZY001';
  end if;
  return new;
end $$
-- ;;
create trigger not_in_a_closed_year before insert on txn for each row execute function txn_is_not_in_a_closed_year()
