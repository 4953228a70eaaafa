-- Visits (走访) and supervisions (督导) by the office or an expert.
create table visit (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('visit', 'supervision')),
  planned_day date not null,
  purpose text not null check (btrim(purpose) <> '' and length(purpose) <= 300),
  visitor_id uuid not null,
  visitor_name text not null check (btrim(visitor_name) <> ''),
  planned_by uuid,
  created_at timestamptz not null,
  cancelled_at timestamptz,
  cancelled_reason text,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  check ((cancelled_at is null) = (cancelled_reason is null)),
  check (cancelled_reason is null or btrim(cancelled_reason) <> '')
)
-- ;;
select tenant_table('visit', 'select, insert')
-- ;;
grant update (cancelled_at, cancelled_reason) on visit to zhidian_app
-- ;;
alter table visit add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table visit add foreign key (subdistrict_id, visitor_id) references person (subdistrict_id, id)
-- ;;
create table visit_record (
  subdistrict_id uuid not null references subdistrict (id),
  visit_id uuid not null,
  day date not null,
  seen text not null check (btrim(seen) <> '' and length(seen) <= 2000),
  present text not null check (length(present) <= 300),
  photo_ids uuid[] not null default '{}',
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, visit_id),
  check (day <= (at at time zone 'Asia/Shanghai')::date)
)
-- ;;
select tenant_table('visit_record', 'select, insert')
-- ;;
alter table visit_record add foreign key (subdistrict_id, visit_id) references visit (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on visit_record for each row execute function refuse_change()
-- ;;
create function visit_is_open() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a visit stays' using errcode = '23514';
  end if;
  if tg_table_name = 'visit_record' then
    perform 1 from visit v where v.subdistrict_id = new.subdistrict_id and v.id = new.visit_id and v.cancelled_at is null;
    if not found then raise exception 'the visit was cancelled' using errcode = '23514'; end if;
  elsif exists (select from visit_record r where r.subdistrict_id = new.subdistrict_id and r.visit_id = new.id) or old.cancelled_at is not null then
    raise exception 'a visit that was made or cancelled stays as it is' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger is_open before insert on visit_record for each row execute function visit_is_open()
-- ;;
create trigger is_open before update or delete on visit for each row execute function visit_is_open()
-- ;;
-- What a visit found: who sees to it by which day.
create table visit_finding (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  visit_id uuid not null,
  no int not null check (no > 0),
  text text not null check (btrim(text) <> '' and length(text) <= 500),
  person_id uuid,
  person_name text not null default '',
  due_day date not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, visit_id, no),
  check (person_id is null or btrim(person_name) <> '')
)
-- ;;
select tenant_table('visit_finding', 'select, insert')
-- ;;
alter table visit_finding add foreign key (subdistrict_id, visit_id) references visit_record (subdistrict_id, visit_id)
-- ;;
alter table visit_finding add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on visit_finding for each row execute function refuse_change()
-- ;;
create table visit_finding_step (
  subdistrict_id uuid not null references subdistrict (id),
  finding_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('answer', 'accept', 'again')),
  text text not null check (btrim(text) <> '' and length(text) <= 1000),
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, finding_id, no)
)
-- ;;
select tenant_table('visit_finding_step', 'select, insert')
-- ;;
alter table visit_finding_step add foreign key (subdistrict_id, finding_id) references visit_finding (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on visit_finding_step for each row execute function refuse_change()
-- ;;
-- An answer is accepted or asked for again by somebody else than who gave it.
create function visit_finding_follows() returns trigger language plpgsql as $$
declare last visit_finding_step;
begin
  select * into last from visit_finding_step s where s.subdistrict_id = new.subdistrict_id and s.finding_id = new.finding_id order by s.no desc limit 1;
  if new.no <> coalesce(last.no, 0) + 1 or (new.kind = 'answer') <> (coalesce(last.kind, 'again') = 'again') then
    raise exception 'a finding is answered, then accepted or asked again' using errcode = '23514';
  end if;
  if new.kind <> 'answer' and new.by_person_id = last.by_person_id then
    raise exception 'nobody accepts their own answer' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows before insert on visit_finding_step for each row execute function visit_finding_follows()
