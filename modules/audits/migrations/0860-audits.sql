-- An audit for a limited time and scope: who commissioned it, who does it, what it may look at, within how many days the audited answer.
create table audit (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  year int not null check (year between 2000 and 2999),
  no int not null check (no > 0),
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  -- The office itself, or the district whose letter it was asked for in.
  commissioned_by text not null check (btrim(commissioned_by) <> '' and length(commissioned_by) <= 200),
  purpose text not null check (btrim(purpose) <> '' and length(purpose) <= 2000),
  auditor_id uuid not null,
  auditor_name text not null check (btrim(auditor_name) <> ''),
  -- Payments of these days are looked at.
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  answer_days int not null check (answer_days between 1 and 365),
  opened_by uuid not null,
  opened_by_name text not null,
  at timestamptz not null,
  made_in xid8 not null default pg_current_xact_id(),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, year, no),
  -- Nobody audits on their own order.
  check (opened_by <> auditor_id)
)
-- ;;
select tenant_table('audit', 'select, insert')
-- ;;
alter table audit add foreign key (subdistrict_id, auditor_id) references person (subdistrict_id, id)
-- ;;
create index on audit (subdistrict_id, auditor_id)
-- ;;
create trigger append_only before update or delete on audit for each row execute function refuse_change()
-- ;;
-- What the audit reaches: rounds and neighbourhoods by name; a kind that is not named is not limited. Written with the audit, not later.
create table audit_scope (
  subdistrict_id uuid not null references subdistrict (id),
  audit_id uuid not null,
  no int not null check (no > 0),
  round_id uuid,
  neighbourhood_id uuid,
  primary key (subdistrict_id, audit_id, no),
  check (num_nonnulls(round_id, neighbourhood_id) = 1)
)
-- ;;
select tenant_table('audit_scope', 'select, insert')
-- ;;
alter table audit_scope add foreign key (subdistrict_id, audit_id) references audit (subdistrict_id, id)
-- ;;
alter table audit_scope add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table audit_scope add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_scope for each row execute function refuse_change()
-- ;;
-- Days on which the auditor has access. The newest row counts: an extension or an early end is a new one with its reason.
create table audit_term (
  subdistrict_id uuid not null references subdistrict (id),
  audit_id uuid not null,
  no int not null check (no > 0),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  reason text not null default '' check (length(reason) <= 500),
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, audit_id, no),
  check (no = 1 or btrim(reason) <> '')
)
-- ;;
select tenant_table('audit_term', 'select, insert')
-- ;;
alter table audit_term add foreign key (subdistrict_id, audit_id) references audit (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_term for each row execute function refuse_change()
-- ;;
create function audit_term_is_given_by_another() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from audit a where a.subdistrict_id = new.subdistrict_id and a.id = new.audit_id and a.auditor_id = new.by_person_id) then
    raise exception 'an auditor does not lengthen the own access' using errcode = '23514';
  end if;
  if new.no <> 1 + coalesce((select max(t.no) from audit_term t where t.subdistrict_id = new.subdistrict_id and t.audit_id = new.audit_id), 0) then
    raise exception 'terms are counted' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger given_by_another before insert on audit_term for each row execute function audit_term_is_given_by_another()
-- ;;
-- What everybody may have, on the last day too, and nobody the day after. The day is that of the row itself, in Shanghai.
create function audit_is_at_work(subdistrict uuid, audit uuid, person uuid, instant timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from audit a
    join lateral (select t.from_day, t.to_day from audit_term t where t.subdistrict_id = a.subdistrict_id and t.audit_id = a.id order by t.no desc limit 1) t on true
    where a.subdistrict_id = subdistrict and a.id = audit and a.auditor_id = person
      and (instant at time zone 'Asia/Shanghai')::date between t.from_day and t.to_day)
$$
-- ;;
-- One drawing: the population frozen with its digest, the seed, the method and its numbers. Anybody redraws it.
create table audit_sample (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  audit_id uuid not null,
  no int not null check (no > 0),
  unit text not null check (unit in ('payment', 'project')),
  method text not null check (method in ('stratified', 'monetary', 'all')),
  seed text not null check (btrim(seed) <> '' and length(seed) <= 100),
  -- How many were asked for; of monetary units, how many hits.
  wanted int not null check (wanted between 1 and 5000),
  population_count int not null check (population_count > 0),
  population_fen bigint not null check (population_fen >= 0),
  population_digest text not null check (population_digest ~ '^[0-9a-f]{64}$'),
  interval_fen bigint check (interval_fen > 0),
  start_fen bigint,
  checklist text[] not null check (cardinality(checklist) between 1 and 40),
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  made_in xid8 not null default pg_current_xact_id(),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, audit_id, no),
  check ((method = 'monetary') = (interval_fen is not null)),
  check ((interval_fen is null) = (start_fen is null)),
  check (start_fen is null or start_fen between 1 and interval_fen)
)
-- ;;
select tenant_table('audit_sample', 'select, insert')
-- ;;
alter table audit_sample add foreign key (subdistrict_id, audit_id) references audit (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_sample for each row execute function refuse_change()
-- ;;
-- Everything that could have been drawn, as it stood; `hits` says how often it was. Written with the drawing, never after.
create table audit_item (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  sample_id uuid not null,
  audit_id uuid not null,
  no int not null check (no > 0),
  -- The payment or project itself, and the project it belongs to.
  key uuid not null,
  project_id uuid not null,
  neighbourhood_id uuid not null,
  label text not null check (btrim(label) <> ''),
  stratum text not null check (stratum ~ '^[^\t\n]+$'),
  amount_fen bigint not null check (amount_fen >= 0),
  hits int not null default 0 check (hits >= 0),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, sample_id, no),
  unique (subdistrict_id, sample_id, key)
)
-- ;;
select tenant_table('audit_item', 'select, insert')
-- ;;
alter table audit_item add foreign key (subdistrict_id, sample_id) references audit_sample (subdistrict_id, id)
-- ;;
alter table audit_item add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index on audit_item (subdistrict_id, sample_id) where hits > 0
-- ;;
create trigger append_only before update or delete on audit_item for each row execute function refuse_change()
-- ;;
create function audit_scope_is_written_at_once() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select a.made_in from audit a where a.subdistrict_id = new.subdistrict_id and a.id = new.audit_id) is distinct from pg_current_xact_id() then
    raise exception 'the scope of an audit is settled when it is opened' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger written_at_once before insert on audit_scope for each row execute function audit_scope_is_written_at_once()
-- ;;
create function audit_item_belongs_to_its_drawing() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare found audit_sample;
begin
  select * into found from audit_sample s where s.subdistrict_id = new.subdistrict_id and s.id = new.sample_id;
  if found.made_in <> pg_current_xact_id() or found.audit_id <> new.audit_id then
    raise exception 'the population is frozen with the drawing' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger belongs_to_its_drawing before insert on audit_item for each row execute function audit_item_belongs_to_its_drawing()
