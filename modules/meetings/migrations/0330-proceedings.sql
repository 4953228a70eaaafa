-- What happens inside a meeting, as it is recorded while it runs: items, speakers, proposals, counted hands. The minutes are made from it.
-- Every line belongs to a meeting that was called or held; once its minutes are written the record is closed and corrected only by minutes.
create function guard_record_open() returns trigger language plpgsql as $$
declare now_in text;
begin
  select state into now_in from meeting where subdistrict_id = new.subdistrict_id and id = new.meeting_id for share;
  if now_in is distinct from 'called' and now_in is distinct from 'held' then
    raise exception 'the record of this meeting is closed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
-- Who is counted once: a seat where the meeting keeps a roll by name, a household where households are counted, otherwise a person; the same
-- that its quorum counts. A household with anybody in the room is in the room, also when another member signed in from afar.
create function meeting_units(of_subdistrict uuid, of_meeting uuid) returns table (unit uuid, person_id uuid, household_id uuid, in_room boolean)
language sql stable as $$
  with here as (
    select m.counted, m.quorum_num, exists (select from meeting_invitation i where i.subdistrict_id = m.subdistrict_id and i.meeting_id = m.id and i.seat) as roll
    from meeting m where m.subdistrict_id = of_subdistrict and m.id = of_meeting
  ), known as (
    select case when here.roll then a.seat_id when here.counted = 'household' then a.household_id when here.quorum_num is not null then a.person_id
        else coalesce(a.person_id, a.id) end as unit,
      a.person_id,
      case when here.roll then i.household_id when here.counted = 'household' then a.household_id end as household_id,
      a.presence = 'room' as in_room
    from attendance a cross join here
    left join meeting_invitation i on i.subdistrict_id = a.subdistrict_id and i.id = a.seat_id
    where a.subdistrict_id = of_subdistrict and a.meeting_id = of_meeting
  )
  select k.unit, k.person_id, k.household_id, k.in_room or exists (
    select from attendance a join household_member h on h.subdistrict_id = a.subdistrict_id and h.person_id = a.person_id and h.until_day is null
    where a.subdistrict_id = of_subdistrict and a.meeting_id = of_meeting and a.presence = 'room' and h.household_id = k.household_id)
  from known k where k.unit is not null
$$
-- ;;
-- Which item of the agenda was opened when; the last is the one under discussion.
create table meeting_item_opened (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  seq int not null check (seq > 0),
  position int not null,
  opened_by uuid,
  opened_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, seq)
)
-- ;;
select tenant_table('meeting_item_opened', 'select, insert')
-- ;;
alter table meeting_item_opened add foreign key (subdistrict_id, meeting_id, position) references meeting_agenda (subdistrict_id, meeting_id, position)
-- ;;
create trigger append_only before update or delete on meeting_item_opened for each row execute function refuse_change()
-- ;;
create trigger record_open before insert on meeting_item_opened for each row execute function guard_record_open()
-- ;;
-- The speaking list: asked for from the phone or entered by the recorder, given in its order or by the chair.
create table meeting_word (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  seq int not null check (seq > 0),
  position int,
  person_id uuid,
  name text not null check (length(name) between 1 and 80),
  how text not null check (how in ('own', 'recorder')),
  asked_at timestamptz not null,
  entered_by uuid,
  -- Time the chair allows, as set for this speaker; null = none set.
  limit_seconds int check (limit_seconds between 10 and 7200),
  state text not null check (state in ('waiting', 'speaking', 'spoken', 'withdrawn')),
  started_at timestamptz,
  ended_at timestamptz,
  -- The point that was made, in the recorder's words.
  said text not null default '' check (length(said) <= 2000),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, seq),
  check ((state in ('speaking', 'spoken')) = (started_at is not null)),
  check ((state = 'spoken') = (ended_at is not null)),
  check (ended_at >= started_at),
  check (how <> 'own' or person_id is not null)
)
-- ;;
select tenant_table('meeting_word', 'select, insert')
-- ;;
grant update (state, started_at, ended_at, said, limit_seconds) on meeting_word to zhidian_app
-- ;;
alter table meeting_word add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_word add foreign key (subdistrict_id, meeting_id, position) references meeting_agenda (subdistrict_id, meeting_id, position)
-- ;;
alter table meeting_word add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
-- One speaks at a time; nobody stands on the list twice.
create unique index one_speaks on meeting_word (subdistrict_id, meeting_id) where state = 'speaking'
-- ;;
create unique index asks_once on meeting_word (subdistrict_id, meeting_id, person_id) where state = 'waiting'
-- ;;
create function guard_meeting_word() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'who asked for the word is not deleted' using errcode = '23514'; end if;
  if new.state <> old.state and not ((old.state = 'waiting' and new.state in ('speaking', 'withdrawn')) or (old.state = 'speaking' and new.state = 'spoken')) then
    raise exception 'a speaker cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if old.started_at is not null and new.started_at is distinct from old.started_at or old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception 'when somebody spoke is not changed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on meeting_word for each row execute function guard_meeting_word()
-- ;;
create trigger record_open before insert or update on meeting_word for each row execute function guard_record_open()
-- ;;
-- What somebody proposed. Whether it passed is not stored: it follows from the hands that were counted last, or from its ballot.
create table meeting_proposal (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  no int not null check (no > 0),
  position int,
  author_person_id uuid,
  author_name text not null check (length(author_name) between 1 and 80),
  state text not null check (state in ('open', 'withdrawn', 'ballot')),
  -- Ballots are numbered after meetings: no foreign key here.
  ballot_id uuid,
  entered_by uuid,
  put_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, no),
  check ((state = 'ballot') = (ballot_id is not null))
)
-- ;;
select tenant_table('meeting_proposal', 'select, insert')
-- ;;
grant update (state, ballot_id) on meeting_proposal to zhidian_app
-- ;;
alter table meeting_proposal add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_proposal add foreign key (subdistrict_id, meeting_id, position) references meeting_agenda (subdistrict_id, meeting_id, position)
-- ;;
alter table meeting_proposal add foreign key (subdistrict_id, author_person_id) references person (subdistrict_id, id)
-- ;;
create function guard_meeting_proposal() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a proposal is not deleted' using errcode = '23514'; end if;
  if old.state <> 'open' and row(new.state, new.ballot_id) is distinct from row(old.state, old.ballot_id) then
    raise exception 'a proposal cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on meeting_proposal for each row execute function guard_meeting_proposal()
-- ;;
create trigger record_open before insert on meeting_proposal for each row execute function guard_record_open()
-- ;;
create table proposal_amendment (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  proposal_id uuid not null,
  no int not null check (no > 0),
  -- The version that it wants to change, and what the proposal would say.
  base_version int not null,
  text text not null check (length(text) between 1 and 2000),
  author_person_id uuid,
  author_name text not null check (length(author_name) between 1 and 80),
  -- accepted: the mover took it over · carried: voted.
  state text not null check (state in ('open', 'accepted', 'carried', 'rejected', 'withdrawn')),
  entered_by uuid,
  put_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, proposal_id, no)
)
-- ;;
select tenant_table('proposal_amendment', 'select, insert')
-- ;;
grant update (state) on proposal_amendment to zhidian_app
-- ;;
alter table proposal_amendment add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table proposal_amendment add foreign key (subdistrict_id, proposal_id) references meeting_proposal (subdistrict_id, id)
-- ;;
alter table proposal_amendment add foreign key (subdistrict_id, author_person_id) references person (subdistrict_id, id)
-- ;;
create trigger record_open before insert or update on proposal_amendment for each row execute function guard_record_open()
-- ;;
-- The words of a proposal: as it was put, and after each amendment that was accepted or carried.
create table proposal_version (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  proposal_id uuid not null,
  version int not null check (version > 0),
  text text not null check (length(text) between 1 and 2000),
  amendment_id uuid,
  made_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, proposal_id, version),
  check ((version = 1) = (amendment_id is null))
)
-- ;;
select tenant_table('proposal_version', 'select, insert')
-- ;;
alter table proposal_version add foreign key (subdistrict_id, proposal_id) references meeting_proposal (subdistrict_id, id)
-- ;;
alter table proposal_version add foreign key (subdistrict_id, amendment_id) references proposal_amendment (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on proposal_version for each row execute function refuse_change()
-- ;;
create trigger record_open before insert on proposal_version for each row execute function guard_record_open()
-- ;;
-- A question on which hands are raised: a proposal, an amendment, or words of its own. Whoever takes part from afar answers while it is open.
create table hand_question (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  no int not null check (no > 0),
  position int,
  proposal_id uuid,
  -- The words that were put to the vote.
  proposal_version int,
  amendment_id uuid,
  question text not null check (length(question) between 1 and 2000),
  -- What must agree, of those present: need_num / need_den, more than it when strict; and who says so. Null: hands are counted, nothing is decided.
  need_num int check (need_num > 0),
  need_den int check (need_den >= need_num),
  need_strict boolean,
  clause text not null default '',
  state text not null check (state in ('open', 'counted')),
  opened_by uuid,
  opened_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, no),
  check (num_nonnulls(need_num, need_den, need_strict) in (0, 3)),
  check (need_num is null or clause <> ''),
  check (amendment_id is null or proposal_id is not null),
  check ((proposal_id is null) = (proposal_version is null))
)
-- ;;
select tenant_table('hand_question', 'select, insert')
-- ;;
grant update (state) on hand_question to zhidian_app
-- ;;
alter table hand_question add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table hand_question add foreign key (subdistrict_id, meeting_id, position) references meeting_agenda (subdistrict_id, meeting_id, position)
-- ;;
alter table hand_question add foreign key (subdistrict_id, proposal_id) references meeting_proposal (subdistrict_id, id)
-- ;;
alter table hand_question add foreign key (subdistrict_id, amendment_id) references proposal_amendment (subdistrict_id, id)
-- ;;
create unique index one_question on hand_question (subdistrict_id, meeting_id) where state = 'open'
-- ;;
create trigger record_open before insert or update on hand_question for each row execute function guard_record_open()
-- ;;
-- The voice of somebody who takes part from afar: named, like a raised hand, one for each who is counted once (`unit_id`).
create table hand_voice (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  question_id uuid not null,
  unit_id uuid not null,
  person_id uuid not null,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  given_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, question_id, unit_id),
  unique (subdistrict_id, question_id, person_id)
)
-- ;;
select tenant_table('hand_voice', 'select, insert')
-- ;;
grant update (choice, given_at, person_id) on hand_voice to zhidian_app
-- ;;
alter table hand_voice add foreign key (subdistrict_id, question_id) references hand_question (subdistrict_id, id)
-- ;;
alter table hand_voice add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
-- A voice from afar is heard while the question is open, and only of those who signed in from afar and have nobody in the room.
create function guard_hand_voice() returns trigger language plpgsql as $$
declare asked text;
begin
  if tg_op = 'DELETE' then raise exception 'a voice is not deleted' using errcode = '23514'; end if;
  select state into asked from hand_question where subdistrict_id = new.subdistrict_id and id = new.question_id and meeting_id = new.meeting_id for share;
  if asked is distinct from 'open' then raise exception 'this question is not open' using errcode = '23514'; end if;
  if not exists (select from meeting_units(new.subdistrict_id, new.meeting_id) u where u.unit = new.unit_id and not u.in_room) then
    raise exception 'whoever is in the room raises a hand there' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on hand_voice for each row execute function guard_hand_voice()
-- ;;
-- Hands in the room by two counters, and the voices from afar beside them; a recount is a line of its own and both stay.
create table hand_count (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  question_id uuid not null,
  count_no int not null check (count_no > 0),
  yes_count int not null check (yes_count >= 0),
  no_count int not null check (no_count >= 0),
  abstain_count int not null check (abstain_count >= 0),
  -- Of those who signed in, who is in the room; and how many the counters found there when they counted heads as well.
  signed_count int not null check (signed_count >= 0),
  found_count int check (found_count >= 0),
  online_yes int not null check (online_yes >= 0),
  online_no int not null check (online_no >= 0),
  online_abstain int not null check (online_abstain >= 0),
  online_present int not null check (online_present >= 0),
  -- Null where nothing is decided by these hands.
  majority boolean,
  first_counter text not null check (length(first_counter) between 1 and 80),
  second_counter text not null check (length(second_counter) between 1 and 80),
  -- Why it was counted again; the first count has none.
  reason text not null default '' check (length(reason) <= 500),
  counted_by uuid,
  counted_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, question_id, count_no),
  check ((count_no = 1) = (reason = '')),
  check (first_counter <> second_counter),
  -- No more hands than people in the room, no more voices than people who take part from afar.
  check (yes_count + no_count + abstain_count <= greatest(signed_count, coalesce(found_count, 0))),
  check (online_yes + online_no + online_abstain <= online_present),
  check (greatest(signed_count, coalesce(found_count, 0)) + online_present > 0)
)
-- ;;
select tenant_table('hand_count', 'select, insert')
-- ;;
alter table hand_count add foreign key (subdistrict_id, question_id) references hand_question (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on hand_count for each row execute function refuse_change()
-- ;;
create trigger record_open before insert on hand_count for each row execute function guard_record_open()
-- ;;
-- The numbers from afar are those of the voices that count, the numbers of those present those of the attendance list, the majority what the question asks for.
create function guard_hand_count() returns trigger language plpgsql as $$
declare
  asked hand_question;
  units record;
  voices record;
  present int;
  yes int;
  agreed boolean;
begin
  select * into asked from hand_question where subdistrict_id = new.subdistrict_id and id = new.question_id and meeting_id = new.meeting_id for update;
  if asked.id is null then raise exception 'no such question in this meeting' using errcode = '23514'; end if;
  if new.count_no <> (select count(*) + 1 from hand_count where subdistrict_id = new.subdistrict_id and question_id = new.question_id) then
    raise exception 'counts follow each other' using errcode = '23514';
  end if;
  select count(*) filter (where in_room) as room, count(*) filter (where not in_room) as away into units
    from meeting_units(new.subdistrict_id, new.meeting_id);
  select count(*) filter (where v.choice = 'yes') as yes, count(*) filter (where v.choice = 'no') as no, count(*) filter (where v.choice = 'abstain') as abstain into voices
    from hand_voice v join meeting_units(new.subdistrict_id, new.meeting_id) u on u.unit = v.unit_id and not u.in_room
    where v.subdistrict_id = new.subdistrict_id and v.question_id = new.question_id;
  if row(new.signed_count, new.online_present) is distinct from row(units.room::int, units.away::int) then
    raise exception 'those present are those of the attendance list' using errcode = '23514';
  end if;
  if row(new.online_yes, new.online_no, new.online_abstain) is distinct from row(voices.yes::int, voices.no::int, voices.abstain::int) then
    raise exception 'the voices from afar are those that were given' using errcode = '23514';
  end if;
  present := greatest(new.signed_count, coalesce(new.found_count, 0)) + new.online_present;
  yes := new.yes_count + new.online_yes;
  agreed := case when asked.need_num is null then null when asked.need_strict then asked.need_den * yes > asked.need_num * present
    else asked.need_den * yes >= asked.need_num * present end;
  if new.majority is distinct from agreed then
    raise exception 'the majority is not what was counted' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on hand_count for each row execute function guard_hand_count()
-- ;;
-- An amendment is carried only by the hands that were counted last on it; what was settled stays.
create function guard_proposal_amendment() returns trigger language plpgsql as $$
declare agreed boolean;
begin
  if tg_op = 'DELETE' then raise exception 'an amendment is not deleted' using errcode = '23514'; end if;
  if old.state <> 'open' and new.state <> old.state then raise exception 'an amendment is settled once' using errcode = '23514'; end if;
  if new.state = 'carried' then
    select c.majority into agreed from hand_count c join hand_question q on q.subdistrict_id = c.subdistrict_id and q.id = c.question_id
      where q.subdistrict_id = new.subdistrict_id and q.amendment_id = new.id order by c.counted_at desc, q.no desc, c.count_no desc limit 1;
    if agreed is distinct from true then raise exception 'no majority carried this amendment' using errcode = '23514'; end if;
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on proposal_amendment for each row execute function guard_proposal_amendment()
-- ;;
-- What was decided on an item without a vote, as the chair summed it up; struck with a reason, never deleted.
create table meeting_decision (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  seq int not null check (seq > 0),
  position int,
  text text not null check (length(text) between 1 and 2000),
  struck text check (length(struck) between 1 and 300),
  entered_by uuid,
  entered_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, seq)
)
-- ;;
select tenant_table('meeting_decision', 'select, insert')
-- ;;
grant update (struck) on meeting_decision to zhidian_app
-- ;;
alter table meeting_decision add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_decision add foreign key (subdistrict_id, meeting_id, position) references meeting_agenda (subdistrict_id, meeting_id, position)
-- ;;
create trigger record_open before insert or update on meeting_decision for each row execute function guard_record_open()
-- ;;
-- Without a quorum nothing passes: minutes that say otherwise are refused, whoever writes them. The count of those entitled is frozen when the meeting is held.
create function guard_show_of_hands() returns trigger language plpgsql as $$
declare needs meeting;
begin
  if new.passed then
    select * into needs from meeting where subdistrict_id = new.subdistrict_id and id = new.meeting_id;
    if needs.entitled_count is not null and needs.quorum_num is not null and not (case when needs.quorum_strict
        then needs.quorum_den * needs.present_count > needs.quorum_num * needs.entitled_count
        else needs.quorum_den * needs.present_count >= needs.quorum_num * needs.entitled_count end) then
      raise exception 'without a quorum nothing passes' using errcode = '23514';
    end if;
    if new.yes_count = 0 then raise exception 'nothing passes without a hand for it' using errcode = '23514'; end if;
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on show_of_hands for each row execute function guard_show_of_hands()
