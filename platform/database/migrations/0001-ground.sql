-- The application connects as a role that owns nothing; it is made here when the cluster's supervisor has not made it.
do $$ begin
  if not exists (select from pg_roles where rolname = 'zhidian_app') then create role zhidian_app login; end if;
end $$
-- ;;
grant usage on schema public to zhidian_app
-- ;;
grant select on schema_migration to zhidian_app
-- ;;
-- Gives a table of a subdistrict its row-level security, its distribution on Citus and the application's rights.
create function tenant_table(name text, rights text) returns void language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L, %L)', name, 'subdistrict_id');
  end if;
  execute format('alter table %I enable row level security', name);
  execute format('create policy tenant on %I using (subdistrict_id = nullif(current_setting(''app.subdistrict'', true), '''')::uuid)', name);
  execute format('grant %s on %I to zhidian_app', rights, name);
end $$
-- ;;
-- Gives a reference table (global, on every node) its rights.
create function reference_table(name text, rights text) returns void language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_reference_table(%L)', name);
  end if;
  execute format('grant %s on %I to zhidian_app', rights, name);
end $$
-- ;;
-- Guard for append-only tables: refuses every update and delete, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '23514';
end $$
-- ;;
-- citus-only
alter system set citus.enable_unsafe_triggers = on
-- ;;
-- citus-only
alter system set citus.propagate_set_commands = 'local'
-- ;;
create table instance (
  one boolean primary key default true check (one),
  demo boolean not null,
  created_at timestamptz not null
)
-- ;;
select reference_table('instance', 'select')
-- ;;
create table district (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9-]{1,40}$'),
  name text not null check (name <> '')
)
-- ;;
select reference_table('district', 'select')
-- ;;
create table subdistrict (
  id uuid primary key,
  district_id uuid not null references district (id),
  code text not null unique check (code ~ '^[a-z0-9-]{1,40}$'),
  name text not null check (name <> ''),
  created_at timestamptz not null
)
-- ;;
select reference_table('subdistrict', 'select')
