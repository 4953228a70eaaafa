-- The governance index (治理指数): the tree, the compounds it scores, their values with where each came from, runs, what is contested.
-- Values are never changed: what comes later lies over what was there. A run's thresholds and results stand from the moment they are computed.
create table index_tree (
  subdistrict_id uuid not null references subdistrict (id),
  version text not null check (version ~ '^[a-z0-9][a-z0-9.-]{0,39}$'),
  -- Leaves in their order with parents, direction, weight, source; names of the nodes.
  content jsonb not null,
  digest text not null,
  adopted_by uuid,
  adopted_by_name text not null,
  adopted_at timestamptz not null,
  primary key (subdistrict_id, version)
)
-- ;;
select tenant_table('index_tree', 'select, insert')
-- ;;
create trigger append_only before update or delete on index_tree for each row execute function refuse_change()
-- ;;
-- A compound as the index knows it. Linked to the platform's own compound and neighbourhood where they are kept here; a district office may hold compounds
-- of which it knows no more than this row.
create table index_compound (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 1 and 60),
  kind text not null check (length(kind) between 1 and 20),
  -- Year in which the kind was last said; inside a year it does not change.
  kind_year int not null check (kind_year between 2000 and 2200),
  -- 街镇, only where one tenant holds several.
  area text not null default '' check (length(area) <= 60),
  neighbourhood text not null check (length(neighbourhood) between 1 and 60),
  neighbourhood_id uuid,
  compound_id uuid,
  households int not null check (households between 0 and 100000),
  tags text[] not null default '{}',
  traits jsonb not null default '{}',
  -- Place on the schematic, in its own units.
  x int check (x between 0 and 1000),
  y int check (y between 0 and 1000),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, code),
  unique (subdistrict_id, compound_id)
)
-- ;;
select tenant_table('index_compound', 'select, insert')
-- ;;
grant update (name, kind, kind_year, area, neighbourhood, neighbourhood_id, compound_id, households, tags, traits, x, y) on index_compound to zhidian_app
-- ;;
alter table index_compound add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table index_compound add foreign key (subdistrict_id, compound_id) references compound (subdistrict_id, id)
-- ;;
-- The kind decides whom a compound is measured against: inside a year it stays what it was.
create function index_kind_stands_for_the_year() returns trigger language plpgsql as $$
begin
  if new.kind <> old.kind and new.kind_year <= old.kind_year then
    raise exception 'the kind of a compound stands for the year' using errcode = '23514';
  end if;
  if new.kind_year < old.kind_year then
    raise exception 'the year of the kind does not go back' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger kind_stands before update on index_compound for each row execute function index_kind_stands_for_the_year()
-- ;;
-- One delivery of values: a file, a monthly form, the platform's own events, a correction. Later seq lies over earlier.
create table index_batch (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  seq int not null check (seq > 0),
  kind text not null check (kind in ('import', 'form', 'platform', 'treatment', 'survey', 'correction')),
  -- Who says so: 城运中心, 居委会月报, 会议记录.
  source text not null check (length(source) between 1 and 100),
  status text not null check (status in ('reported', 'estimated')),
  leaves text[] not null check (cardinality(leaves) between 1 and 500),
  -- Months are counted as year * 12 + month - 1.
  first_month int not null check (first_month between 24000 and 26400),
  months int not null check (months between 1 and 240),
  file_name text check (length(file_name) <= 200),
  file_hash text check (file_hash ~ '^[0-9a-f]{64}$'),
  note text not null default '' check (length(note) <= 1000),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, seq),
  check (kind <> 'correction' or (btrim(note) <> '' and months = 1 and cardinality(leaves) = 1))
)
-- ;;
select tenant_table('index_batch', 'select, insert')
-- ;;
create trigger append_only before update or delete on index_batch for each row execute function refuse_change()
-- ;;
-- The values of one compound in a batch: month by month, leaf by leaf, eight bytes each (IEEE 754, little-endian). NaN = the batch says nothing
-- of it; minus infinity = it says that there is no value (a value that was there is taken back).
create table index_series (
  subdistrict_id uuid not null references subdistrict (id),
  batch_id uuid not null,
  compound_id uuid not null,
  cells bytea not null,
  primary key (subdistrict_id, batch_id, compound_id)
)
-- ;;
alter table index_series alter column cells set storage external
-- ;;
select tenant_table('index_series', 'select, insert')
-- ;;
alter table index_series add foreign key (subdistrict_id, batch_id) references index_batch (subdistrict_id, id)
-- ;;
alter table index_series add foreign key (subdistrict_id, compound_id) references index_compound (subdistrict_id, id)
-- ;;
create index on index_series (subdistrict_id, compound_id)
-- ;;
create function index_series_fits_its_batch() returns trigger language plpgsql as $$
begin
  if octet_length(new.cells) <> (select 8 * b.months * cardinality(b.leaves) from index_batch b
      where b.subdistrict_id = new.subdistrict_id and b.id = new.batch_id) then
    raise exception 'the values do not fit their batch' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits_its_batch before insert on index_series for each row execute function index_series_fits_its_batch()
-- ;;
create trigger append_only before update or delete on index_series for each row execute function refuse_change()
-- ;;
-- Raw counts of calls (12345, 110) as they came; only what the treatment makes of them is scored.
create table index_raw_count (
  subdistrict_id uuid not null references subdistrict (id),
  batch_id uuid not null,
  compound_id uuid not null,
  month int not null check (month between 24000 and 26400),
  leaf text not null,
  calls int not null check (calls >= 0),
  repeats int not null check (repeats between 0 and calls),
  households int not null check (households > 0),
  primary key (subdistrict_id, batch_id, compound_id, month, leaf)
)
-- ;;
select tenant_table('index_raw_count', 'select, insert')
-- ;;
alter table index_raw_count add foreign key (subdistrict_id, batch_id) references index_batch (subdistrict_id, id)
-- ;;
alter table index_raw_count add foreign key (subdistrict_id, compound_id) references index_compound (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on index_raw_count for each row execute function refuse_change()
-- ;;
-- Which compounds set the thresholds of a year, per kind; drawn once with a stored seed, or named by the office.
create table index_sample (
  subdistrict_id uuid not null references subdistrict (id),
  year int not null check (year between 2000 and 2200),
  kind text not null,
  seed text check (length(seed) between 1 and 100),
  population int not null check (population > 0),
  compound_ids uuid[] not null check (cardinality(compound_ids) between 1 and population),
  note text not null default '' check (length(note) <= 500),
  drawn_by uuid,
  drawn_by_name text not null,
  drawn_at timestamptz not null,
  primary key (subdistrict_id, year, kind),
  check (seed is not null or btrim(note) <> '')
)
-- ;;
select tenant_table('index_sample', 'select, insert')
-- ;;
create trigger append_only before update or delete on index_sample for each row execute function refuse_change()
-- ;;
create table index_weights (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  tree_version text not null,
  method text not null check (method in ('equal', 'ahp', 'entropy', 'critic', 'deviation', 'pca', 'combination')),
  -- Points of 100 a leaf, by code.
  weights jsonb not null,
  detail jsonb not null,
  reason text not null check (length(btrim(reason)) between 1 and 500),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('index_weights', 'select, insert')
-- ;;
alter table index_weights add foreign key (subdistrict_id, tree_version) references index_tree (subdistrict_id, version)
-- ;;
create trigger append_only before update or delete on index_weights for each row execute function refuse_change()
