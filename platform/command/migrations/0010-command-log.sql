-- One row a carried-out command: the same key again returns the first result and does nothing.
create table command_log (
  subdistrict_id uuid not null references subdistrict (id),
  key text not null check (length(key) between 8 and 100),
  name text not null,
  actor text not null,
  result jsonb not null,
  at timestamptz not null,
  primary key (subdistrict_id, key)
)
-- ;;
select tenant_table('command_log', 'select, insert')
