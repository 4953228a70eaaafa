-- The call (申报通知) as it was published; a new wording is a new version with a notice of its own.
create table round_call (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  version int not null check (version > 0),
  number text not null default '' check (length(number) <= 60),
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  body text not null check (btrim(body) <> '' and length(body) <= 8000),
  hand_in text not null default '' check (length(hand_in) <= 4000),
  contact text not null default '' check (length(contact) <= 300),
  notice_id uuid not null,
  published_by uuid,
  published_by_name text not null check (btrim(published_by_name) <> ''),
  published_on date not null,
  published_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, version)
)
-- ;;
select tenant_table('round_call', 'select, insert')
-- ;;
alter table round_call add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_call add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_call for each row execute function refuse_change()
-- ;;
-- A step of the round's year, as all may see it. The application window itself stands with the round.
create table round_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  kind text not null check (kind in ('announce', 'briefing', 'check', 'review', 'pitch', 'decision', 'notice', 'agreement', 'mid-term', 'closing', 'settlement',
    'review-session', 'other')),
  title text not null default '' check (length(title) <= 80),
  from_day date not null,
  to_day date not null,
  note text not null default '' check (length(note) <= 500),
  set_by_name text not null,
  set_at timestamptz not null,
  changed int not null default 0 check (changed >= 0),
  removed_at timestamptz,
  primary key (subdistrict_id, id),
  check (to_day >= from_day),
  check (kind <> 'other' or btrim(title) <> '')
)
-- ;;
select tenant_table('round_step', 'select, insert')
-- ;;
grant update (title, from_day, to_day, note, set_by_name, set_at, changed, removed_at) on round_step to zhidian_app
-- ;;
alter table round_step add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create index on round_step (subdistrict_id, round_id, from_day)
-- ;;
-- A briefing (宣讲会、培训) for committees.
create table round_briefing (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  title text not null check (btrim(title) <> '' and length(title) <= 80),
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at),
  place text not null check (btrim(place) <> '' and length(place) <= 120),
  speaker text not null default '' check (length(speaker) <= 120),
  about text not null default '' check (length(about) <= 2000),
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  state_text text not null default '' check (length(state_text) <= 2000),
  planned_by_name text not null,
  planned_at timestamptz not null,
  settled_by_name text,
  settled_at timestamptz,
  primary key (subdistrict_id, id),
  check ((state = 'planned') = (settled_at is null)),
  check (state <> 'cancelled' or btrim(state_text) <> '')
)
-- ;;
select tenant_table('round_briefing', 'select, insert')
-- ;;
grant update (state, state_text, settled_by_name, settled_at) on round_briefing to zhidian_app
-- ;;
alter table round_briefing add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create index on round_briefing (subdistrict_id, round_id, starts_at)
-- ;;
create function round_briefing_is_over_once() returns trigger language plpgsql as $$
begin
  if old.state = 'cancelled' or (old.state = 'held' and new.state <> 'held') or new.starts_at <> old.starts_at or new.round_id <> old.round_id then
    raise exception 'a briefing is held or called off once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger is_over_once before update on round_briefing for each row execute function round_briefing_is_over_once()
-- ;;
-- Who was there, by neighbourhood; the newest entry counts, the ones before stay.
create table round_briefing_guest (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  briefing_id uuid not null,
  neighbourhood_id uuid not null,
  people int not null check (people between 0 and 200),
  names text not null default '' check (length(names) <= 300),
  entered_by_name text not null,
  entered_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('round_briefing_guest', 'select, insert')
-- ;;
alter table round_briefing_guest add foreign key (subdistrict_id, briefing_id) references round_briefing (subdistrict_id, id)
-- ;;
alter table round_briefing_guest add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create index on round_briefing_guest (subdistrict_id, briefing_id)
-- ;;
create trigger append_only before update or delete on round_briefing_guest for each row execute function refuse_change()
-- ;;
-- Papers of a round: what goes with the call, and the material of a briefing.
create table round_document (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  briefing_id uuid,
  file_id uuid not null,
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  added_by_name text not null,
  added_on date not null,
  added_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by_name text,
  withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 500),
  primary key (subdistrict_id, id),
  check ((withdrawn_at is null) = (withdrawn_by_name is null)),
  check (withdrawn_at is null or btrim(withdrawn_reason) <> '')
)
-- ;;
select tenant_table('round_document', 'select, insert')
-- ;;
grant update (withdrawn_at, withdrawn_by_name, withdrawn_reason) on round_document to zhidian_app
-- ;;
alter table round_document add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_document add foreign key (subdistrict_id, briefing_id) references round_briefing (subdistrict_id, id)
-- ;;
alter table round_document add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create index on round_document (subdistrict_id, round_id)
-- ;;
-- A question about the round with its one answer, for all to read.
create table round_question (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  briefing_id uuid,
  neighbourhood_id uuid,
  text text not null check (btrim(text) <> '' and length(text) <= 1000),
  asked_by uuid,
  asked_at timestamptz not null,
  answer text check (btrim(answer) <> '' and length(answer) <= 2000),
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  primary key (subdistrict_id, id),
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by_name is null))
)
-- ;;
select tenant_table('round_question', 'select, insert')
-- ;;
grant update (answer, answered_by, answered_by_name, answered_at) on round_question to zhidian_app
-- ;;
alter table round_question add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_question add foreign key (subdistrict_id, briefing_id) references round_briefing (subdistrict_id, id)
-- ;;
alter table round_question add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create index on round_question (subdistrict_id, round_id, asked_at)
-- ;;
create function round_answer_stays() returns trigger language plpgsql as $$
begin
  if old.answer is not null or new.text <> old.text then
    raise exception 'a question is answered once, and both stay' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger answer_stays before update on round_question for each row execute function round_answer_stays()
