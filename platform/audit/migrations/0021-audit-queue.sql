-- Facts of committed commands that wait for their place in the chain. A command only inserts here, so that a thousand people can vote at once
-- without waiting for one head of one chain; right after the commit all waiting facts are chained together. What a crash leaves here is chained by
-- whoever comes next.
create table audit_queue (
  subdistrict_id uuid not null references subdistrict (id),
  -- In the order in which they were written.
  n bigint generated always as identity,
  at timestamptz not null,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('person', 'account', 'anonymous', 'system')),
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  salt text not null,
  body text not null,
  primary key (subdistrict_id, n)
)
-- ;;
select tenant_table('audit_queue', 'select, insert, delete')
-- ;;
create function refuse_audit_queue_change() returns trigger language plpgsql as $$
begin
  raise exception 'a waiting audit fact is not changed' using errcode = '23514';
end $$
-- ;;
create trigger append_only before update on audit_queue for each row execute function refuse_audit_queue_change()
