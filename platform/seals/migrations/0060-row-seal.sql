-- What was written down is sealed soon after: a digest of each row's facts, and one digest of each batch of seals, which goes into the audit chain
-- and with it under the published head of the day. Whoever changes a row later, with every right in the database, must break the chain too.
create table seal_head (
  subdistrict_id uuid primary key references subdistrict (id),
  -- The audit chain's length when rows were last looked through; its row lock lets two who seal at once wait for each other.
  audit_seq bigint not null check (audit_seq >= 0),
  sealed_at timestamptz not null
)
-- ;;
select tenant_table('seal_head', 'select, insert, update')
-- ;;
create table row_seal (
  subdistrict_id uuid not null references subdistrict (id),
  kind text not null check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  -- The row's own key within its kind.
  key text not null check (length(key) between 1 and 200),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  batch_id uuid not null,
  primary key (subdistrict_id, kind, key)
)
-- ;;
select tenant_table('row_seal', 'select, insert')
-- ;;
create index on row_seal (subdistrict_id, batch_id)
-- ;;
create trigger append_only before update or delete on row_seal for each row execute function refuse_change()
