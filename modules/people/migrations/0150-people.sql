-- Who they are: persons, organisations, who owns and lives in which home, roles with place and dates.
create table person (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  phone text check (phone ~ '^\+?[0-9-]{5,20}$'),
  account_id text check (account_id <> ''),
  adult boolean not null,
  phone_withdrawn_at timestamptz,
  created_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('person', 'select, insert, update')
-- ;;
-- An account is one person of a subdistrict.
create unique index on person (subdistrict_id, account_id) where account_id is not null
-- ;;
create table organisation (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  kind text not null check (kind in ('committee', 'party', 'owners_committee', 'property', 'partner', 'nonprofit', 'office', 'village', 'other')),
  name text not null check (length(name) between 1 and 100),
  neighbourhood_id uuid,
  phone text check (phone ~ '^\+?[0-9-]{5,20}$'),
  note text check (length(note) between 1 and 500),
  active boolean not null default true,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique nulls not distinct (subdistrict_id, neighbourhood_id, name)
)
-- ;;
select tenant_table('organisation', 'select, insert, update')
-- ;;
alter table organisation add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
-- Who owns a home, with a share; ended, never deleted.
create table home_owner (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  home_id uuid not null,
  person_id uuid,
  organisation_id uuid,
  share_numerator bigint not null check (share_numerator > 0),
  share_denominator bigint not null check (share_denominator >= share_numerator),
  -- Came from a roster: only such rows are ended by a newer roster that no longer names them.
  from_roster boolean not null default false,
  from_day date not null,
  until_day date check (until_day >= from_day),
  primary key (subdistrict_id, id),
  check (num_nonnulls(person_id, organisation_id) = 1)
)
-- ;;
select tenant_table('home_owner', 'select, insert, update')
-- ;;
alter table home_owner add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
alter table home_owner add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table home_owner add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
create unique index on home_owner (subdistrict_id, home_id, person_id) where until_day is null and person_id is not null
-- ;;
create unique index on home_owner (subdistrict_id, home_id, organisation_id) where until_day is null and organisation_id is not null
-- ;;
create index on home_owner (subdistrict_id, person_id)
-- ;;
-- Who lives in a household; the head speaks for it where one household has one vote.
create table household_member (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  household_id uuid not null,
  person_id uuid not null,
  relation text not null check (relation in ('resident', 'tenant')),
  head boolean not null,
  from_roster boolean not null default false,
  from_day date not null,
  until_day date check (until_day >= from_day),
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('household_member', 'select, insert, update')
-- ;;
alter table household_member add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table household_member add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create unique index on household_member (subdistrict_id, household_id, person_id) where until_day is null
-- ;;
create unique index on household_member (subdistrict_id, household_id) where until_day is null and head
-- ;;
create index on household_member (subdistrict_id, person_id)
-- ;;
-- A role at a place and for a time. neighbourhood_id null = the whole subdistrict; to_day null = until ended.
create table role_assignment (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property', 'officer', 'head', 'reviewer', 'auditor', 'admin')),
  neighbourhood_id uuid,
  entrance_id uuid,
  organisation_id uuid,
  from_day date not null,
  -- The day before the first: taken back at once, it never held.
  to_day date check (to_day >= from_day - 1),
  given_by uuid,
  given_at timestamptz not null,
  primary key (subdistrict_id, id),
  check (role not in ('steward', 'secretary', 'director', 'supervisor', 'keeper') or neighbourhood_id is not null),
  check (role not in ('officer', 'head', 'auditor', 'admin') or neighbourhood_id is null),
  check (entrance_id is null or role = 'steward')
)
-- ;;
select tenant_table('role_assignment', 'select, insert, update')
-- ;;
alter table role_assignment add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table role_assignment add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table role_assignment add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
alter table role_assignment add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
create index on role_assignment (subdistrict_id, person_id)
-- ;;
create index on role_assignment (subdistrict_id, neighbourhood_id, role)
-- ;;
-- A household's one-time letter. The secret itself is on paper only: here lie its public first group, a salt and a hash.
create table activation_letter (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  household_id uuid not null,
  selector text not null check (selector ~ '^[2-9A-HJ-NP-Z]{4}$'),
  salt text not null check (salt ~ '^[0-9a-f]{32}$'),
  secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
  issued_at timestamptz not null,
  issued_by uuid,
  expires_at timestamptz not null check (expires_at > issued_at),
  voided_at timestamptz,
  used_at timestamptz,
  used_by uuid,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, selector),
  check ((used_at is null) = (used_by is null)),
  check (used_at is null or voided_at is null)
)
-- ;;
select tenant_table('activation_letter', 'select, insert, update')
-- ;;
alter table activation_letter add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table activation_letter add foreign key (subdistrict_id, used_by) references person (subdistrict_id, id)
-- ;;
-- A household has at most one letter that can still be used.
create unique index on activation_letter (subdistrict_id, household_id) where used_at is null and voided_at is null
-- ;;
-- A steward says: this account is this person of this household.
create table vouch (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  person_id uuid not null,
  household_id uuid not null,
  account_id text not null,
  steward_id uuid not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  check (person_id <> steward_id)
)
-- ;;
select tenant_table('vouch', 'select, insert')
-- ;;
alter table vouch add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table vouch add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table vouch add foreign key (subdistrict_id, steward_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on vouch for each row execute function refuse_change()
-- ;;
-- What an account that is bound to nobody yet says of itself, for a steward to vouch.
create table vouch_request (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  account_id text not null,
  household_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  asked_at timestamptz not null,
  state text not null check (state in ('open', 'vouched', 'refused')),
  settled_at timestamptz,
  settled_by uuid,
  primary key (subdistrict_id, id),
  check ((state = 'open') = (settled_at is null))
)
-- ;;
select tenant_table('vouch_request', 'select, insert, update')
-- ;;
alter table vouch_request add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
create unique index on vouch_request (subdistrict_id, account_id) where state = 'open'
-- ;;
-- Staff acted for someone who has no phone: who, for whom, what, how the wish was given.
create table assisted_act (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  staff_id uuid not null,
  person_id uuid not null,
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  way text not null check (way in ('counter', 'visit', 'call', 'paper')),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  check (staff_id <> person_id)
)
-- ;;
select tenant_table('assisted_act', 'select, insert')
-- ;;
alter table assisted_act add foreign key (subdistrict_id, staff_id) references person (subdistrict_id, id)
-- ;;
alter table assisted_act add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create index on assisted_act (subdistrict_id, person_id)
-- ;;
create trigger append_only before update or delete on assisted_act for each row execute function refuse_change()
-- ;;
-- One roster that was read: a draft waits for its confirmation, then says what it changed.
create table roster_import (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  file_id uuid not null,
  file_name text not null,
  mapping jsonb not null,
  state text not null check (state in ('draft', 'done')),
  summary jsonb,
  started_by uuid,
  started_at timestamptz not null,
  done_at timestamptz,
  primary key (subdistrict_id, id),
  check ((state = 'done') = (done_at is not null))
)
-- ;;
select tenant_table('roster_import', 'select, insert, update')
-- ;;
alter table roster_import add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table roster_import add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
-- After thousands of rows in one go, the planner must not think the tables empty until autovacuum comes by. The application
-- owns no table and may not analyze; this is all it may ask for.
create function refresh_roster_statistics() returns void language plpgsql security definer set search_path = public as $$
begin
  analyze building, entrance, home, household, door_code, person, home_owner, household_member;
end $$
-- ;;
revoke execute on function refresh_roster_statistics() from public
-- ;;
grant execute on function refresh_roster_statistics() to zhidian_app
