-- A consent campaign (征询): one question, signed home by home, counted by the ballots behind it (one for each set of tests).
create table consent (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  matter_id uuid,
  question text not null check (length(question) between 1 and 300),
  plan text not null check (length(plan) between 1 and 4000),
  -- Whether owners may also answer on their own phone, signed in; the drafter says so, nothing is assumed.
  phone_allowed boolean not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('consent', 'select, insert')
-- ;;
alter table consent add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table consent add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on consent for each row execute function refuse_change()
-- ;;
create index on consent (subdistrict_id, neighbourhood_id)
-- ;;
-- Each part is one ballot with its own roll and tests: the building, and where common ground is used the compound as well.
create table consent_part (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  consent_id uuid not null,
  no int not null check (no between 1 and 9),
  scope text not null check (scope in ('building', 'compound', 'neighbourhood')),
  primary key (subdistrict_id, ballot_id),
  unique (subdistrict_id, consent_id, no)
)
-- ;;
select tenant_table('consent_part', 'select, insert')
-- ;;
alter table consent_part add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table consent_part add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on consent_part for each row execute function refuse_change()
-- ;;
-- Which homes stand behind which elector, as shown with the roll and frozen with it.
create table consent_home (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  home_id uuid not null,
  elector_id uuid not null,
  building_id uuid not null,
  entrance_id uuid not null,
  label text not null check (label <> ''),
  place_no int not null,
  area_centi_m2 bigint not null check (area_centi_m2 > 0),
  primary key (subdistrict_id, ballot_id, home_id),
  unique (subdistrict_id, ballot_id, elector_id, home_id)
)
-- ;;
select tenant_table('consent_home', 'select, insert, delete')
-- ;;
alter table consent_home add foreign key (subdistrict_id, ballot_id) references consent_part (subdistrict_id, ballot_id)
-- ;;
alter table consent_home add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
alter table consent_home add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
create function guard_consent_home() returns trigger language plpgsql as $$
declare
  of_subdistrict uuid := case when tg_op = 'DELETE' then old.subdistrict_id else new.subdistrict_id end;
  of_ballot uuid := case when tg_op = 'DELETE' then old.ballot_id else new.ballot_id end;
  now_in text;
begin
  if tg_op = 'UPDATE' then raise exception 'a line of the roll is not changed' using errcode = '23514'; end if;
  select state into now_in from ballot where subdistrict_id = of_subdistrict and id = of_ballot for share;
  if now_in is distinct from 'draft' and now_in is distinct from 'roll_shown' then
    raise exception 'the roll is frozen' using errcode = '23514';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$
-- ;;
create trigger guard before insert or update or delete on consent_home for each row execute function guard_consent_home()
-- ;;
-- The plan's drawings and papers, for everybody to read before they sign.
create table consent_paper (
  subdistrict_id uuid not null references subdistrict (id),
  consent_id uuid not null,
  file_id uuid not null,
  primary key (subdistrict_id, consent_id, file_id)
)
-- ;;
select tenant_table('consent_paper', 'select, insert')
-- ;;
alter table consent_paper add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
alter table consent_paper add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on consent_paper for each row execute function refuse_change()
-- ;;
-- Named people who go from door to door; their rights reach as far as their entrances and end with the campaign.
create table consent_collector (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  consent_id uuid not null,
  person_id uuid not null,
  entrance_ids uuid[] not null check (cardinality(entrance_ids) between 1 and 500),
  named_by uuid,
  named_at timestamptz not null,
  ended_at timestamptz,
  primary key (subdistrict_id, id),
  check (ended_at >= named_at)
)
-- ;;
select tenant_table('consent_collector', 'select, insert')
-- ;;
grant update (ended_at) on consent_collector to zhidian_app
-- ;;
alter table consent_collector add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
alter table consent_collector add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create unique index on consent_collector (subdistrict_id, consent_id, person_id) where ended_at is null
-- ;;
-- A phone or tablet that holds a campaign's list. A lost one is cut off: nothing more is taken from it, and it wipes itself when it calls.
create table consent_device (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  consent_id uuid not null,
  collector_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  wiped_at timestamptz,
  primary key (subdistrict_id, id),
  check ((revoked_at is null) = (revoked_by is null))
)
-- ;;
select tenant_table('consent_device', 'select, insert')
-- ;;
grant update (seen_at, revoked_at, revoked_by, wiped_at) on consent_device to zhidian_app
-- ;;
alter table consent_device add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
alter table consent_device add foreign key (subdistrict_id, collector_id) references consent_collector (subdistrict_id, id)
-- ;;
-- A collector who was ended and a device that was cut off stay so.
create function guard_consent_collector() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null then raise exception 'an ended collector stays ended' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before update on consent_collector for each row execute function guard_consent_collector()
-- ;;
create function guard_consent_device() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and old.revoked_at is distinct from new.revoked_at then
    raise exception 'a revoked device stays revoked' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before update on consent_device for each row execute function guard_consent_device()
-- ;;
-- A signed proxy: the owner lets somebody else answer, and the signed paper is kept.
create table consent_proxy (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  consent_id uuid not null,
  home_id uuid not null,
  owner_name text not null check (length(owner_name) between 1 and 60),
  proxy_name text not null check (length(proxy_name) between 1 and 60),
  file_id uuid not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, consent_id, home_id, id),
  check (owner_name <> proxy_name)
)
-- ;;
select tenant_table('consent_proxy', 'select, insert')
-- ;;
alter table consent_proxy add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
alter table consent_proxy add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
alter table consent_proxy add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on consent_proxy for each row execute function refuse_change()
