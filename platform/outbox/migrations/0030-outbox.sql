-- What happened, for whoever must react; written in the business transaction, handled after it.
create table outbox (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  payload jsonb not null,
  handled_at timestamptz,
  attempts int not null default 0,
  failure text,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('outbox', 'select, insert, update')
-- ;;
create index on outbox (subdistrict_id, at) where handled_at is null
