-- Watches for which somebody is wanted: residents put themselves down for them.
create table rota_need (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  day date not null,
  slot text not null check (slot in ('morning', 'afternoon', 'evening', 'day')),
  place text not null check (btrim(place) <> '' and length(place) <= 100),
  heads int not null check (heads between 1 and 20),
  cancelled_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('rota_need', 'select, insert')
-- ;;
grant update (cancelled_at) on rota_need to zhidian_app
-- ;;
alter table rota_need add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create unique index on rota_need (subdistrict_id, project_id, day, slot, place) where cancelled_at is null
-- ;;
create index on rota_need (subdistrict_id, day) where cancelled_at is null
-- ;;
create trigger takes_entries before insert on rota_need for each row execute function project_takes_entries()
-- ;;
alter table shift add column need_id uuid
-- ;;
alter table shift add foreign key (subdistrict_id, need_id) references rota_need (subdistrict_id, id)
-- ;;
create index on shift (subdistrict_id, need_id) where need_id is not null
-- ;;
-- No more people stand on a watch than are wanted, and they stand where it was wanted.
create function shift_fits_its_need() returns trigger language plpgsql as $$
declare wanted rota_need; others int;
begin
  if new.need_id is null then return new; end if;
  select * into wanted from rota_need n where n.subdistrict_id = new.subdistrict_id and n.id = new.need_id for update;
  if wanted.id is null or wanted.cancelled_at is not null or (wanted.project_id, wanted.day, wanted.slot, wanted.place) <> (new.project_id, new.day, new.slot, new.place) then
    raise exception 'nobody is wanted there' using errcode = '23514';
  end if;
  select count(*) into others from shift s where s.subdistrict_id = new.subdistrict_id and s.need_id = new.need_id and s.cancelled_at is null;
  if others >= wanted.heads then
    raise exception 'the watch is full' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits_its_need before insert on shift for each row execute function shift_fits_its_need()
-- ;;
-- A swap is asked by who has the watch and accepted by the other, never by anybody for them.
create table shift_swap (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  shift_id uuid not null,
  gives_shift_id uuid,
  asked_by uuid not null,
  asked_by_name text not null,
  to_person_id uuid not null,
  to_person_name text not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 200),
  asked_at timestamptz not null,
  state text not null check (state in ('asked', 'accepted', 'refused', 'withdrawn')),
  answered_by uuid,
  answered_at timestamptz,
  primary key (subdistrict_id, id),
  check (asked_by <> to_person_id),
  check (gives_shift_id is distinct from shift_id),
  check ((state = 'asked') = (answered_at is null)),
  check (state not in ('accepted', 'refused') or (answered_by is not null and answered_by = to_person_id)),
  check (state <> 'withdrawn' or (answered_by is not null and answered_by = asked_by))
)
-- ;;
select tenant_table('shift_swap', 'select, insert')
-- ;;
grant update (state, answered_by, answered_at) on shift_swap to zhidian_app
-- ;;
alter table shift_swap add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table shift_swap add foreign key (subdistrict_id, shift_id) references shift (subdistrict_id, id)
-- ;;
alter table shift_swap add foreign key (subdistrict_id, gives_shift_id) references shift (subdistrict_id, id)
-- ;;
create unique index on shift_swap (subdistrict_id, shift_id) where state = 'asked'
-- ;;
create function shift_swap_holds() returns trigger language plpgsql as $$
declare mine shift; theirs shift;
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and (old.state <> 'asked' or (new.shift_id, new.asked_by, new.to_person_id) <> (old.shift_id, old.asked_by, old.to_person_id)
      or new.gives_shift_id is distinct from old.gives_shift_id)) then
    raise exception 'an answered swap stays as it is' using errcode = '23514';
  end if;
  select * into mine from shift s where s.subdistrict_id = new.subdistrict_id and s.id = new.shift_id;
  select * into theirs from shift s where s.subdistrict_id = new.subdistrict_id and s.id = new.gives_shift_id;
  if tg_op = 'INSERT' and (new.state <> 'asked' or mine.project_id <> new.project_id or mine.person_id is distinct from new.asked_by or mine.cancelled_at is not null
      or (new.gives_shift_id is not null and (theirs.project_id is distinct from new.project_id or theirs.person_id is distinct from new.to_person_id or theirs.cancelled_at is not null))) then
    raise exception 'a swap is asked for by who has the watch' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger holds before insert or update or delete on shift_swap for each row execute function shift_swap_holds()
