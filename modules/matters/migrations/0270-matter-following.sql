-- Matters followed to their end: found again by their words, placed on the plan, passed on and chased, judged by those who asked.
-- A matter is never deleted, and what was said is never rewritten: only the title is put in order, with a step that says so.
create function matter_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a matter is never deleted' using errcode = '23514';
  end if;
  if (new.text, new.neighbourhood_id, new.year, new.number, new.raised_at, new.channel, new.support_unit)
      is distinct from (old.text, old.neighbourhood_id, old.year, old.number, old.raised_at, old.channel, old.support_unit)
    or new.raised_by is distinct from old.raised_by or new.raiser_name is distinct from old.raiser_name
    or new.household_id is distinct from old.household_id or new.entered_by is distinct from old.entered_by then
    raise exception 'what was raised is never rewritten' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stays before update or delete on matter for each row execute function matter_stays()
-- ;;
-- A support is taken back, never deleted; nothing else of it changes.
create function matter_support_only_ends() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null or to_jsonb(new) - 'withdrawn_at' <> to_jsonb(old) - 'withdrawn_at' then
    raise exception 'a support is only ever taken back' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger only_ends before update or delete on matter_support for each row execute function matter_support_only_ends()
-- ;;
alter table matter_step drop constraint matter_step_kind_check
-- ;;
alter table matter_step add constraint matter_step_kind_check check (kind in ('raised', 'adopted', 'declined', 'answered', 'passed-on', 'withdrawn', 'reopened',
  'merged', 'merged-in', 'hidden', 'appealed', 'shown', 'appeal-rejected', 'threshold', 'threshold-residents', 'threshold-groups', 'threshold-set', 'meeting',
  'meeting-off', 'project', 'sorted', 'placed', 'chased', 'receiver-answered', 'settled', 'not-settled'))
-- ;;
-- Of what kind the meeting was that a step speaks of: an assembly that was called is what a fifth asked for.
alter table matter_step add column meeting_kind text check (meeting_kind is null or (meeting_kind ~ '^[a-z_]+$' and kind = 'meeting'))
-- ;;
alter table matter_step add check (kind not in ('chased', 'receiver-answered') or text is not null)
-- ;;
-- Each threshold is reached once.
create unique index on matter_step (subdistrict_id, matter_id, kind) where kind in ('threshold-residents', 'threshold-groups', 'threshold-set')
-- ;;
-- Pairs of neighbouring characters of title and text, so that a matter is found by a word of two characters. A plain key on
-- equality: an index over arrays would not be used behind row-level security.
create table matter_gram (
  subdistrict_id uuid not null references subdistrict (id),
  neighbourhood_id uuid not null,
  gram text not null check (char_length(gram) = 2),
  matter_id uuid not null,
  primary key (subdistrict_id, neighbourhood_id, gram, matter_id)
)
-- ;;
select tenant_table('matter_gram', 'select, insert, delete')
-- ;;
alter table matter_gram add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
create index on matter_gram (subdistrict_id, matter_id)
-- ;;
-- Where on the plan a matter lies, as it stands now; its history has every place it was given.
create table matter_spot (
  subdistrict_id uuid not null references subdistrict (id),
  matter_id uuid not null,
  compound_id uuid not null,
  building_id uuid,
  part text not null check (part in ('inside', 'front', 'gate', 'common')),
  -- In words: second entrance, third landing.
  note text check (length(note) between 1 and 60),
  primary key (subdistrict_id, matter_id),
  check ((building_id is not null) = (part in ('inside', 'front')))
)
-- ;;
select tenant_table('matter_spot', 'select, insert, update')
-- ;;
alter table matter_spot add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table matter_spot add foreign key (subdistrict_id, compound_id) references compound (subdistrict_id, id)
-- ;;
alter table matter_spot add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
-- ;;
create index on matter_spot (subdistrict_id, building_id)
-- ;;
-- A matter passed on: to whom, by when, how often it was asked after, what came back.
create table matter_referral (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  matter_id uuid not null,
  organisation_id uuid,
  to_name text not null check (length(to_name) between 1 and 100),
  reason text not null check (length(reason) between 1 and 2000),
  due_day date,
  by_person uuid,
  at timestamptz not null,
  -- Times it was asked after, and when last.
  chased int not null default 0 check (chased >= 0),
  chased_at timestamptz,
  -- `done` it did what was asked · `partly` · `refused` it says that it is not for it to do. Null: nothing has come back.
  outcome text check (outcome in ('done', 'partly', 'refused')),
  answer text check (length(answer) between 1 and 2000),
  answered_day date,
  answer_entered_by uuid,
  -- Set when the matter went another way before an answer came: passed on again, adopted, opened again, answered.
  ended_at timestamptz,
  primary key (subdistrict_id, id),
  check (num_nonnulls(outcome, answer, answered_day) in (0, 3)),
  check (answer_entered_by is null or outcome is not null),
  check ((chased = 0) = (chased_at is null))
)
-- ;;
select tenant_table('matter_referral', 'select, insert')
-- ;;
grant update (chased, chased_at, outcome, answer, answered_day, answer_entered_by, ended_at) on matter_referral to zhidian_app
-- ;;
alter table matter_referral add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table matter_referral add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table matter_referral add foreign key (subdistrict_id, by_person) references person (subdistrict_id, id)
-- ;;
alter table matter_referral add foreign key (subdistrict_id, answer_entered_by) references person (subdistrict_id, id)
-- ;;
create index on matter_referral (subdistrict_id, matter_id)
-- ;;
-- One referral runs at a time.
create unique index on matter_referral (subdistrict_id, matter_id) where ended_at is null
-- ;;
-- An answer that came back stays as it was written down.
create function matter_referral_answer_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.outcome is not null
    and (new.outcome, new.answer, new.answered_day) is distinct from (old.outcome, old.answer, old.answered_day)) then
    raise exception 'what came back is never rewritten' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger answer_stays before update or delete on matter_referral for each row execute function matter_referral_answer_stays()
-- ;;
-- What those who raised or support a matter say of its answer. `round` counts the answers given: what was said of the first
-- answer is not taken for a word about the second.
create table matter_voice (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  matter_id uuid not null,
  round int not null check (round > 0),
  person_id uuid not null,
  household_id uuid,
  -- Who changes their mind says so again; the last word counts.
  version int not null check (version > 0),
  settled boolean not null,
  text text check (length(text) between 1 and 500),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, matter_id, round, person_id, version)
)
-- ;;
select tenant_table('matter_voice', 'select, insert')
-- ;;
alter table matter_voice add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table matter_voice add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table matter_voice add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on matter_voice for each row execute function refuse_change()
