-- A policy as the office adopted it: the pack with all it builds on, kept word for word. The newest one is in force.
create table adopted_policy (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  code text not null,
  version text not null,
  packs jsonb not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  adopted_by uuid,
  adopted_by_name text not null check (btrim(adopted_by_name) <> ''),
  adopted_on date not null,
  adopted_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('adopted_policy', 'select, insert')
-- ;;
create trigger append_only before update or delete on adopted_policy for each row execute function refuse_change()
-- ;;
create index on adopted_policy (subdistrict_id, adopted_at)
-- ;;
-- What the policy leaves open and the office has set, named and dated. A new value is a new row; the newest counts.
create table office_setting (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  key text not null check (length(key) between 1 and 200),
  value text not null check (length(value) between 1 and 500),
  reason text not null default '',
  set_by uuid,
  set_by_name text not null check (btrim(set_by_name) <> ''),
  set_on date not null,
  set_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('office_setting', 'select, insert')
-- ;;
create trigger append_only before update or delete on office_setting for each row execute function refuse_change()
-- ;;
create index on office_setting (subdistrict_id, key, set_at)
-- ;;
-- A named officer's decision on what a rule leaves open; kept, and found again for the next such case.
create table ruling (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  rule_id text not null,
  project_id uuid not null,
  terms text[] not null check (cardinality(terms) > 0),
  item text not null check (btrim(item) <> ''),
  clause text not null,
  source text not null,
  decision text not null check (decision in ('allowed', 'forbidden')),
  reason text not null check (btrim(reason) <> ''),
  by_person_id uuid,
  by_name text not null check (btrim(by_name) <> ''),
  day date not null,
  valid_to date check (valid_to >= day),
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('ruling', 'select, insert')
-- ;;
create trigger append_only before update or delete on ruling for each row execute function refuse_change()
-- ;;
create index on ruling (subdistrict_id, rule_id)
-- ;;
create index on ruling (subdistrict_id, project_id)
-- ;;
-- A yearly round: from the call to the award, with its pool.
create table round (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  year int not null check (year between 2000 and 2999),
  name text not null check (btrim(name) <> '' and length(name) <= 80),
  pool_fen bigint not null check (pool_fen > 0),
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  reviewers_wanted int not null check (reviewers_wanted between 1 and 20),
  state text not null check (state in ('draft', 'open', 'reviewing', 'decided', 'cancelled')),
  policy_id uuid not null,
  call_text text not null default '',
  created_by uuid,
  created_at timestamptz not null,
  decided_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, year, name)
)
-- ;;
select tenant_table('round', 'select, insert')
-- ;;
grant update (state, decided_at) on round to zhidian_app
-- ;;
alter table round add foreign key (subdistrict_id, policy_id) references adopted_policy (subdistrict_id, id)
