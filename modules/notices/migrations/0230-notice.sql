-- Something made public for a time. Its words never change: a correction is a new notice that names the old one.
create table notice (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  -- Null: the subdistrict as a whole.
  neighbourhood_id uuid,
  kind text not null check (kind ~ '^[a-z][a-z0-9-]*$'),
  subject_kind text not null check (subject_kind <> ''),
  subject_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  body text not null check (length(body) between 1 and 20000),
  start_day date not null,
  -- Null: it stays up. Whoever may object must know until when.
  end_day date,
  accepts_objections boolean not null,
  -- Who answers objections, and by when; null where the office has not set how long it may take.
  answer_role text not null check (answer_role in ('secretary', 'director', 'officer', 'head')),
  answer_due_day date,
  published_by uuid,
  published_at timestamptz not null,
  corrects_notice_id uuid,
  correction_reason text check (length(correction_reason) between 1 and 500),
  -- Set once, by the daily round after the last day or when a correction replaces it.
  closed_at timestamptz,
  primary key (subdistrict_id, id),
  check (end_day >= start_day),
  check (not accepts_objections or end_day is not null),
  check ((corrects_notice_id is null) = (correction_reason is null)),
  check (corrects_notice_id <> id),
  check (answer_due_day is null or accepts_objections),
  check (neighbourhood_id is not null or answer_role in ('officer', 'head'))
)
-- ;;
select tenant_table('notice', 'select, insert')
-- ;;
grant update (closed_at) on notice to zhidian_app
-- ;;
alter table notice add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table notice add foreign key (subdistrict_id, published_by) references person (subdistrict_id, id)
-- ;;
alter table notice add foreign key (subdistrict_id, corrects_notice_id) references notice (subdistrict_id, id)
-- ;;
-- A notice is corrected once; its correction can be corrected in turn.
create unique index on notice (subdistrict_id, corrects_notice_id) where corrects_notice_id is not null
-- ;;
create index on notice (subdistrict_id, neighbourhood_id, start_day desc)
-- ;;
create index on notice (subdistrict_id, subject_id)
-- ;;
create index on notice (subdistrict_id, end_day) where closed_at is null
-- ;;
-- Whoever writes to the database: a notice only ever closes.
create function notice_only_closes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.closed_at is not null or to_jsonb(new) - 'closed_at' <> to_jsonb(old) - 'closed_at' then
    raise exception 'a published notice is never changed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger only_closes before update or delete on notice for each row execute function notice_only_closes()
-- ;;
create table objection (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  notice_id uuid not null,
  person_id uuid not null,
  household_id uuid,
  text text not null check (length(text) between 1 and 2000),
  channel text not null check (channel in ('own', 'paper', 'assisted')),
  -- The staff member who entered it for the person.
  entered_by uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  check ((channel = 'own') = (entered_by is null))
)
-- ;;
select tenant_table('objection', 'select, insert')
-- ;;
alter table objection add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
alter table objection add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table objection add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table objection add foreign key (subdistrict_id, entered_by) references person (subdistrict_id, id)
-- ;;
create index on objection (subdistrict_id, notice_id)
-- ;;
create trigger append_only before update or delete on objection for each row execute function refuse_change()
-- ;;
-- One answer to an objection, by a named person.
create table objection_answer (
  subdistrict_id uuid not null references subdistrict (id),
  objection_id uuid not null,
  outcome text not null check (outcome in ('accepted', 'partly', 'rejected')),
  text text not null check (length(text) between 1 and 2000),
  answered_by uuid not null,
  at timestamptz not null,
  primary key (subdistrict_id, objection_id)
)
-- ;;
select tenant_table('objection_answer', 'select, insert')
-- ;;
alter table objection_answer add foreign key (subdistrict_id, objection_id) references objection (subdistrict_id, id)
-- ;;
alter table objection_answer add foreign key (subdistrict_id, answered_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on objection_answer for each row execute function refuse_change()
