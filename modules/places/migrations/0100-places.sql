-- Where people live: neighbourhood → compound → building → entrance → home → household; residents' groups lie beside entrances.
create table neighbourhood (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
  name text not null check (length(name) between 1 and 60),
  committee_kind text not null check (committee_kind in ('residents', 'village')),
  published_households_text text check (length(published_households_text) between 1 and 40),
  introduction text check (length(introduction) between 1 and 2000),
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, code),
  unique (subdistrict_id, name)
)
-- ;;
select tenant_table('neighbourhood', 'select, insert, update')
-- ;;
create table compound (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  kind text check (kind in ('old', 'commercial', 'relocation', 'affordable')),
  tags text[] not null default '{}',
  built_year int check (built_year between 1840 and 2200),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, neighbourhood_id, name)
)
-- ;;
select tenant_table('compound', 'select, insert, update')
-- ;;
alter table compound add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create table building (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  compound_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, compound_id, name)
)
-- ;;
select tenant_table('building', 'select, insert, update')
-- ;;
alter table building add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table building add foreign key (subdistrict_id, compound_id) references compound (subdistrict_id, id)
-- ;;
create index on building (subdistrict_id, neighbourhood_id)
-- ;;
-- A building without separate entrances has one whose name is empty.
create table entrance (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  building_id uuid not null,
  name text not null check (length(name) <= 40),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, building_id, name)
)
-- ;;
select tenant_table('entrance', 'select, insert, update')
-- ;;
alter table entrance add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table entrance add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
-- ;;
create index on entrance (subdistrict_id, neighbourhood_id)
-- ;;
create table residents_group (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, neighbourhood_id, name)
)
-- ;;
select tenant_table('residents_group', 'select, insert, update')
-- ;;
alter table residents_group add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
-- The flat. owner_no joins the homes of one owner: one head, all areas.
create table home (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  building_id uuid not null,
  entrance_id uuid not null,
  group_id uuid,
  room text not null check (length(room) between 1 and 20),
  floor int check (floor between -5 and 200),
  area_centi_m2 bigint check (area_centi_m2 > 0 and area_centi_m2 <= 100000000),
  owner_no text check (length(owner_no) between 1 and 40),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, entrance_id, room)
)
-- ;;
select tenant_table('home', 'select, insert, update')
-- ;;
alter table home add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table home add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
-- ;;
alter table home add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
alter table home add foreign key (subdistrict_id, group_id) references residents_group (subdistrict_id, id)
-- ;;
create index on home (subdistrict_id, neighbourhood_id)
-- ;;
create index on home (subdistrict_id, building_id)
-- ;;
-- Who lives in a home now; ended, never deleted: ballots and accounts point at it.
create table household (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  home_id uuid not null,
  since_day date not null,
  until_day date check (until_day >= since_day),
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('household', 'select, insert, update')
-- ;;
alter table household add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table household add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
-- One household lives in a home at a time.
create unique index on household (subdistrict_id, home_id) where until_day is null
-- ;;
create index on household (subdistrict_id, neighbourhood_id)
-- ;;
-- The public code on the wall. It opens a page and proves nothing.
create table door_code (
  subdistrict_id uuid not null references subdistrict (id),
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  neighbourhood_id uuid not null,
  building_id uuid,
  entrance_id uuid,
  home_id uuid,
  primary key (subdistrict_id, code),
  check (num_nonnulls(building_id, entrance_id, home_id) <= 1)
)
-- ;;
select tenant_table('door_code', 'select, insert')
-- ;;
alter table door_code add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table door_code add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
-- ;;
alter table door_code add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
alter table door_code add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
create unique index on door_code (subdistrict_id, home_id) where home_id is not null
-- ;;
create unique index on door_code (subdistrict_id, entrance_id) where entrance_id is not null
-- ;;
create unique index on door_code (subdistrict_id, building_id) where building_id is not null
-- ;;
create unique index on door_code (subdistrict_id, neighbourhood_id) where num_nonnulls(building_id, entrance_id, home_id) = 0
