-- The chain holds digests only; what was done, in words, lies beside it and can be erased where the law asks.
create table audit_entry (
  subdistrict_id uuid not null references subdistrict (id),
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('person', 'account', 'anonymous', 'system')),
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  algorithm text not null check (algorithm in ('sha256', 'sm3')),
  text_digest text not null,
  previous_digest text not null,
  digest text not null,
  primary key (subdistrict_id, seq)
)
-- ;;
select tenant_table('audit_entry', 'select, insert')
-- ;;
create index on audit_entry (subdistrict_id, subject_id)
-- ;;
create trigger append_only before update or delete on audit_entry for each row execute function refuse_change()
-- ;;
create table audit_text (
  subdistrict_id uuid not null,
  seq bigint not null,
  salt text not null,
  body text,
  erased_at timestamptz,
  erased_reason text,
  primary key (subdistrict_id, seq),
  check ((body is null) = (erased_at is not null))
)
-- ;;
select tenant_table('audit_text', 'select, insert')
-- ;;
grant update (body, salt, erased_at, erased_reason) on audit_text to zhidian_app
-- ;;
alter table audit_text add foreign key (subdistrict_id, seq) references audit_entry (subdistrict_id, seq)
-- ;;
create table audit_head (
  subdistrict_id uuid primary key references subdistrict (id),
  seq bigint not null,
  digest text not null,
  algorithm text not null default 'sha256' check (algorithm in ('sha256', 'sm3'))
)
-- ;;
select tenant_table('audit_head', 'select, insert, update')
-- ;;
create table audit_day (
  subdistrict_id uuid not null references subdistrict (id),
  day date not null,
  seq bigint not null,
  digest text not null,
  published_at timestamptz not null,
  primary key (subdistrict_id, day)
)
-- ;;
select tenant_table('audit_day', 'select, insert')
-- ;;
create trigger append_only before update or delete on audit_day for each row execute function refuse_change()
