-- One question, one roll, one rule. What makes a result stand is refused or demanded here, whatever program writes.
create table ballot (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  matter_id uuid,
  meeting_id uuid,
  resolution_id uuid,
  -- Projects are numbered after ballots: no foreign key here.
  project_id uuid,
  question text not null check (length(question) between 1 and 300),
  explanation text not null default '' check (length(explanation) <= 4000),
  electorate text not null check (electorate in ('person', 'household', 'representative', 'owner')),
  -- Whom the roll covers inside the neighbourhood; null = all of it.
  building_id uuid,
  entrance_id uuid,
  secrecy text not null default 'named' check (secrecy = 'named'),
  -- Name of the rule in law.ts, the rule itself in the JSON of libs/decide, and where it stands written.
  law text not null,
  rule jsonb not null,
  clause text not null check (clause <> ''),
  state text not null check (state in ('draft', 'roll_shown', 'open', 'closed', 'cancelled')),
  cancelled_reason text check (length(cancelled_reason) between 1 and 500),
  -- The roll is shown by a notice that takes objections until this day.
  objections_until date,
  roll_notice_id uuid,
  closes_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz,
  -- The roll as it was frozen: where it came from, how many, and a SHA-256 over its lines.
  roll_source text,
  roll_count int check (roll_count > 0),
  roll_digest text check (roll_digest ~ '^[0-9a-f]{64}$'),
  -- The verdict of libs/decide at closing.
  outcome jsonb,
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  check (state = 'cancelled' or (state = 'draft') = (objections_until is null)),
  check ((objections_until is null) = (roll_notice_id is null)),
  check ((state = 'cancelled') = (cancelled_reason is not null)),
  check ((state in ('open', 'closed')) = (opened_at is not null)),
  check ((state in ('open', 'closed')) = (roll_digest is not null)),
  check ((roll_digest is null) = (roll_source is null) and (roll_digest is null) = (roll_count is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'closed') = (outcome is not null)),
  check (opened_at is null or opened_at < closes_at),
  -- Until then every vote may still be changed.
  check (closed_at is null or closed_at >= closes_at)
)
-- ;;
select tenant_table('ballot', 'select, insert, update')
-- ;;
alter table ballot add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table ballot add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table ballot add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table ballot add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
alter table ballot add foreign key (subdistrict_id, roll_notice_id) references notice (subdistrict_id, id)
-- ;;
alter table ballot add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
-- ;;
alter table ballot add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
create index on ballot (subdistrict_id, neighbourhood_id, state)
-- ;;
create index on ballot (subdistrict_id, meeting_id) where meeting_id is not null
-- ;;
-- A ballot only goes forward, is given up only before it opens, and once it is open nothing that decides its result changes.
create function guard_ballot() returns trigger language plpgsql as $$
declare steps text[] := array['draft', 'roll_shown', 'open', 'closed'];
begin
  if tg_op = 'DELETE' then raise exception 'a ballot is never deleted' using errcode = '23514'; end if;
  if old.state = 'cancelled' then raise exception 'a cancelled ballot cannot change' using errcode = '23514'; end if;
  if new.state = 'cancelled' and old.state in ('draft', 'roll_shown') then return new; end if;
  if coalesce(array_position(steps, new.state) - array_position(steps, old.state) not in (0, 1), true) then
    raise exception 'a ballot cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if old.state in ('open', 'closed') and row(new.neighbourhood_id, new.matter_id, new.meeting_id, new.question, new.electorate, new.building_id,
      new.entrance_id, new.secrecy, new.law, new.rule, new.clause, new.objections_until, new.roll_notice_id, new.closes_at, new.opened_at,
      new.roll_source, new.roll_count, new.roll_digest)
    is distinct from row(old.neighbourhood_id, old.matter_id, old.meeting_id, old.question, old.electorate, old.building_id,
      old.entrance_id, old.secrecy, old.law, old.rule, old.clause, old.objections_until, old.roll_notice_id, old.closes_at, old.opened_at,
      old.roll_source, old.roll_count, old.roll_digest) then
    raise exception 'an open ballot cannot change' using errcode = '23514';
  end if;
  if old.state = 'closed' and row(new.closed_at, new.outcome) is distinct from row(old.closed_at, old.outcome) then
    raise exception 'a closed ballot cannot change' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on ballot for each row execute function guard_ballot()
-- ;;
-- Who may vote: `elector_id` is a household, a person, or for an owner the first of the homes. `no` numbers the papers, `code` is printed on them.
create table ballot_roll (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  elector_id uuid not null,
  no int not null check (no > 0),
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{6}$'),
  label text not null check (label <> ''),
  household_id uuid,
  person_id uuid,
  -- Owners: every person who may speak for this head, and the area they hold together, in 1/100 m².
  person_ids uuid[] not null default '{}',
  area_centi_m2 bigint check (area_centi_m2 > 0),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, elector_id),
  unique (subdistrict_id, ballot_id, no),
  unique (subdistrict_id, ballot_id, code)
)
-- ;;
select tenant_table('ballot_roll', 'select, insert, delete')
-- ;;
alter table ballot_roll add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table ballot_roll add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table ballot_roll add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
-- Locks an elector's line while a vote is cast; `update (no)` exists for that lock alone, the guard refuses every change.
grant update (no) on ballot_roll to zhidian_app
-- ;;
create function guard_ballot_roll() returns trigger language plpgsql as $$
declare
  of_subdistrict uuid := case when tg_op = 'DELETE' then old.subdistrict_id else new.subdistrict_id end;
  of_ballot uuid := case when tg_op = 'DELETE' then old.ballot_id else new.ballot_id end;
  now_in text;
begin
  if tg_op = 'UPDATE' then raise exception 'a line of the roll is not changed' using errcode = '23514'; end if;
  select state into now_in from ballot where subdistrict_id = of_subdistrict and id = of_ballot for share;
  if now_in is distinct from 'draft' and now_in is distinct from 'roll_shown' then
    raise exception 'the roll is frozen' using errcode = '23514';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$
-- ;;
create trigger guard before insert or update or delete on ballot_roll for each row execute function guard_ballot_roll()
-- ;;
-- Every vote that was cast, and every change of it, as a version of its own.
create table ballot_vote (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  elector_id uuid not null,
  version int not null check (version > 0),
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  -- own: on their own phone · paper: a filled-in paper · assisted: said to staff · hands: hand raised in the meeting.
  channel text not null check (channel in ('own', 'paper', 'assisted', 'hands')),
  voter_person_id uuid,
  -- Name of who voted for the elector, as it stood then.
  voter_name text not null default '',
  recorded_by uuid,
  -- When it was voted (a paper: when it was handed in) and when it was recorded.
  cast_at timestamptz not null,
  recorded_at timestamptz not null,
  file_id uuid,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, elector_id, version),
  unique (subdistrict_id, ballot_id, elector_id, id, choice),
  check ((channel = 'own') = (recorded_by is null)),
  check (channel <> 'own' or voter_person_id is not null),
  -- Papers are kept as a picture that others can count again; whoever typed or heard a vote is named (above).
  constraint papers_are_shown check (channel <> 'paper' or file_id is not null),
  check (cast_at <= recorded_at)
)
-- ;;
select tenant_table('ballot_vote', 'select, insert')
-- ;;
alter table ballot_vote add foreign key (subdistrict_id, ballot_id, elector_id) references ballot_roll (subdistrict_id, ballot_id, elector_id)
-- ;;
alter table ballot_vote add foreign key (subdistrict_id, voter_person_id) references person (subdistrict_id, id)
-- ;;
alter table ballot_vote add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on ballot_vote for each row execute function refuse_change()
-- ;;
-- A vote is taken only while its ballot is open and only if it was cast between opening and closing. Closing waits for votes under way.
create function guard_ballot_vote() returns trigger language plpgsql as $$
begin
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open'
    and opened_at <= new.cast_at and new.cast_at < closes_at for share;
  if not found then raise exception 'the ballot is not open' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on ballot_vote for each row execute function guard_ballot_vote()
-- ;;
-- The one voice that counts for an elector: the key allows one, and it must say what its vote says.
create table ballot_voice (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  elector_id uuid not null,
  vote_id uuid not null,
  choice text not null,
  primary key (subdistrict_id, ballot_id, elector_id)
)
-- ;;
select tenant_table('ballot_voice', 'select, insert, update')
-- ;;
alter table ballot_voice add foreign key (subdistrict_id, ballot_id, elector_id, vote_id, choice)
  references ballot_vote (subdistrict_id, ballot_id, elector_id, id, choice)
-- ;;
create function guard_ballot_voice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a counted voice is never deleted' using errcode = '23514'; end if;
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' for share;
  if not found then raise exception 'the ballot is not open' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on ballot_voice for each row execute function guard_ballot_voice()
