-- Who is invited, one by one, from the roll: a person, a household, an organisation, or a department by its name alone.
create table meeting_invitation (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  position int not null check (position > 0),
  -- The group by which they are invited; null = freely.
  rule text,
  clause text,
  person_id uuid,
  household_id uuid,
  organisation_id uuid,
  name text not null check (length(name) between 1 and 120),
  door text not null default '' check (length(door) <= 120),
  -- Counts for the quorum: only a person or a household of the roll can.
  seat boolean not null,
  -- Stands on their line of the sign-in sheet.
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{5}$'),
  state text not null default 'invited' check (state in ('invited', 'informed', 'confirmed', 'declined', 'deputised')),
  informed_at timestamptz,
  informed_how text check (informed_how in ('inbox', 'door', 'phone', 'letter', 'message', 'face')),
  deputy_name text check (length(deputy_name) between 1 and 80),
  added_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, id),
  unique (subdistrict_id, meeting_id, code),
  unique (subdistrict_id, meeting_id, person_id),
  unique (subdistrict_id, meeting_id, household_id),
  unique (subdistrict_id, meeting_id, organisation_id),
  check (num_nonnulls(person_id, household_id, organisation_id) <= 1),
  check (not seat or num_nonnulls(person_id, household_id) = 1),
  check ((informed_at is null) = (informed_how is null)),
  check (state <> 'informed' or informed_at is not null),
  check ((state = 'deputised') = (deputy_name is not null))
)
-- ;;
select tenant_table('meeting_invitation', 'select, insert')
-- ;;
grant update (state, informed_at, informed_how, deputy_name) on meeting_invitation to zhidian_app
-- ;;
alter table meeting_invitation add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_invitation add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table meeting_invitation add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table meeting_invitation add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
create unique index on meeting_invitation (subdistrict_id, meeting_id, name) where person_id is null and household_id is null and organisation_id is null
-- ;;
create index on meeting_invitation (subdistrict_id, person_id) where person_id is not null
-- ;;
create index on meeting_invitation (subdistrict_id, household_id) where household_id is not null
-- ;;
-- Where a kind of meeting knows no proxies, nobody takes another's seat.
create function refuse_proxy() returns trigger language plpgsql as $$
begin
  if new.seat and new.deputy_name is not null and not (select proxies from meeting m where m.subdistrict_id = new.subdistrict_id and m.id = new.meeting_id) then
    raise exception 'this meeting knows no proxies' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger no_proxy before insert or update on meeting_invitation for each row execute function refuse_proxy()
-- ;;
-- What became of an invitation: told, answered, deputised; and by whom it was written down.
create table meeting_invitation_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  invitation_id uuid not null,
  kind text not null check (kind in ('inform', 'confirm', 'decline', 'deputise')),
  how text not null default '' check (length(how) <= 20),
  text text not null default '' check (length(text) <= 300),
  by_person_id uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('meeting_invitation_step', 'select, insert')
-- ;;
alter table meeting_invitation_step add foreign key (subdistrict_id, invitation_id) references meeting_invitation (subdistrict_id, id)
-- ;;
create index on meeting_invitation_step (subdistrict_id, invitation_id)
-- ;;
create trigger append_only before update or delete on meeting_invitation_step for each row execute function refuse_change()
-- ;;
-- The seat that somebody takes, once; where they are; and two more ways to sign in: by account (online), by a personal code that the recorder reads.
alter table attendance add column seat_id uuid
-- ;;
alter table attendance add column presence text not null default 'room' check (presence in ('room', 'online'))
-- ;;
alter table attendance drop constraint attendance_how_check
-- ;;
alter table attendance drop constraint attendance_check
-- ;;
alter table attendance drop constraint attendance_check1
-- ;;
alter table attendance add constraint attendance_how_check check (how in ('code', 'account', 'pass', 'paper', 'staff'))
-- ;;
alter table attendance add constraint attendance_recorder_check check ((how in ('code', 'account')) = (recorded_by is null))
-- ;;
alter table attendance add constraint attendance_person_check check (how not in ('code', 'account', 'pass') or person_id is not null)
-- ;;
-- A name that fits nobody of the household never counts for it: the line names a member, or only the door. Lines from before this rule stay.
alter table attendance add constraint attendance_door_check check (household_id is null or person_id is not null or name = home_label) not valid
-- ;;
alter table attendance add foreign key (subdistrict_id, meeting_id, seat_id) references meeting_invitation (subdistrict_id, meeting_id, id)
-- ;;
create unique index on attendance (subdistrict_id, meeting_id, seat_id) where seat_id is not null
-- ;;
-- A seat is taken by whom it belongs to, by the household's member, or by the deputy who was named.
create function seat_is_ones_own() returns trigger language plpgsql as $$
declare
  i record;
begin
  if new.seat_id is null then
    return new;
  end if;
  select seat, person_id, household_id, deputy_name into i from meeting_invitation v
    where v.subdistrict_id = new.subdistrict_id and v.meeting_id = new.meeting_id and v.id = new.seat_id;
  if not i.seat then
    raise exception 'no seat' using errcode = '23514';
  end if;
  if i.deputy_name is null and ((i.person_id is not null and new.person_id is distinct from i.person_id)
    or (i.household_id is not null and new.household_id is distinct from i.household_id)) then
    raise exception 'the seat is another''s' using errcode = '23514';
  end if;
  if i.deputy_name is not null and new.name is distinct from i.deputy_name
    and not (i.person_id is not null and new.person_id is not distinct from i.person_id)
    and not (i.household_id is not null and new.household_id is not distinct from i.household_id) then
    raise exception 'the seat is the deputy''s' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger own_seat before insert on attendance for each row execute function seat_is_ones_own()
-- ;;
-- A person's own code for one meeting, shown on the phone and read by the recorder.
create table meeting_pass (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  person_id uuid not null,
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{6}$'),
  made_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, person_id),
  unique (subdistrict_id, meeting_id, code)
)
-- ;;
select tenant_table('meeting_pass', 'select, insert')
-- ;;
alter table meeting_pass add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_pass add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
-- A person's private calendar address: only the hash of its secret is kept.
create table calendar_feed (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  person_id uuid not null,
  token_hash text not null check (length(token_hash) = 64),
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, token_hash)
)
-- ;;
select tenant_table('calendar_feed', 'select, insert')
-- ;;
grant update (ended_at) on calendar_feed to zhidian_app
-- ;;
alter table calendar_feed add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create unique index on calendar_feed (subdistrict_id, person_id) where ended_at is null
