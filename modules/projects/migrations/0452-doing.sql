-- Who watches the works on which day.
create table shift (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  day date not null,
  slot text not null check (slot in ('morning', 'afternoon', 'evening', 'day')),
  place text not null check (btrim(place) <> ''),
  person_id uuid,
  person_name text not null check (btrim(person_name) <> ''),
  cancelled_at timestamptz,
  cancelled_reason text,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  check ((cancelled_at is null) = (cancelled_reason is null))
)
-- ;;
select tenant_table('shift', 'select, insert')
-- ;;
grant update (cancelled_at, cancelled_reason) on shift to zhidian_app
-- ;;
alter table shift add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create unique index on shift (subdistrict_id, project_id, day, slot, place, person_name) where cancelled_at is null
-- ;;
create trigger takes_entries before insert on shift for each row execute function project_takes_entries()
-- ;;
create table check_in (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  shift_id uuid,
  person_id uuid,
  person_name text not null check (btrim(person_name) <> ''),
  entered_by uuid,
  day date not null,
  at timestamptz not null,
  body text not null check (btrim(body) <> '' and length(body) <= 500),
  trouble boolean not null default false,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('check_in', 'select, insert')
-- ;;
alter table check_in add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table check_in add foreign key (subdistrict_id, shift_id) references shift (subdistrict_id, id)
-- ;;
create index on check_in (subdistrict_id, project_id, at)
-- ;;
-- A watch is checked in once.
create unique index on check_in (subdistrict_id, shift_id) where shift_id is not null
-- ;;
create trigger append_only before update or delete on check_in for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on check_in for each row execute function project_takes_entries()
-- ;;
create table check_in_photo (
  subdistrict_id uuid not null references subdistrict (id),
  check_in_id uuid not null,
  no int not null check (no > 0),
  file_id uuid not null,
  primary key (subdistrict_id, check_in_id, no)
)
-- ;;
select tenant_table('check_in_photo', 'select, insert')
-- ;;
alter table check_in_photo add foreign key (subdistrict_id, check_in_id) references check_in (subdistrict_id, id)
-- ;;
alter table check_in_photo add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on check_in_photo for each row execute function refuse_change()
-- ;;
-- A change of what was agreed. A big one is decided by the residents: it needs their resolution before it is approved.
create table change_request (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  what text not null check (btrim(what) <> ''),
  from_text text not null check (btrim(from_text) <> ''),
  to_text text not null check (btrim(to_text) <> ''),
  why text not null check (btrim(why) <> ''),
  amount_fen bigint not null check (amount_fen >= 0),
  size text not null check (size in ('small', 'big', 'unsettled')),
  size_reason jsonb not null,
  state text not null check (state in ('asked', 'with_residents', 'approved', 'refused')),
  asked_by uuid,
  asked_by_name text not null,
  asked_at timestamptz not null,
  resolution_id uuid,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  check ((state in ('approved', 'refused')) = (decided_at is not null)),
  check (state not in ('approved', 'refused') or btrim(coalesce(decision_reason, '')) <> ''),
  check (state <> 'approved' or size <> 'unsettled'),
  check (state <> 'approved' or size <> 'big' or resolution_id is not null),
  check (state not in ('approved', 'refused') or decided_by is distinct from asked_by)
)
-- ;;
select tenant_table('change_request', 'select, insert')
-- ;;
grant update (size, size_reason, state, resolution_id, decided_by, decided_by_name, decided_at, decision_reason) on change_request to zhidian_app
-- ;;
alter table change_request add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger takes_entries before insert on change_request for each row execute function project_takes_entries()
-- ;;
create function decided_change_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('approved', 'refused') then
    raise exception 'a decided change request stays as it is' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger decided_stays before update or delete on change_request for each row execute function decided_change_stays()
-- ;;
create table mid_term_note (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  progress text not null check (btrim(progress) <> ''),
  problems text not null default '',
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('mid_term_note', 'select, insert')
-- ;;
alter table mid_term_note add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on mid_term_note for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on mid_term_note for each row execute function project_takes_entries()
-- ;;
-- What an expected indicator came to, measured on a day; followed for years, so it is open after closing too.
create table indicator_reading (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  application_id uuid not null,
  indicator_no int not null,
  measured_on date not null,
  actual numeric(14, 2) not null,
  note text not null default '',
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('indicator_reading', 'select, insert')
-- ;;
alter table indicator_reading add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table indicator_reading add foreign key (subdistrict_id, application_id, indicator_no) references application_indicator (subdistrict_id, application_id, no)
-- ;;
create index on indicator_reading (subdistrict_id, project_id, measured_on)
-- ;;
create trigger append_only before update or delete on indicator_reading for each row execute function refuse_change()
-- ;;
-- A picture shown as before or after; the latest mark of its kind counts.
create table picture_mark (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  mark text not null check (mark in ('before', 'after')),
  file_id uuid not null,
  caption text not null check (btrim(caption) <> ''),
  by_person_id uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('picture_mark', 'select, insert')
-- ;;
alter table picture_mark add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table picture_mark add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create index on picture_mark (subdistrict_id, project_id, at)
-- ;;
create trigger append_only before update or delete on picture_mark for each row execute function refuse_change()
