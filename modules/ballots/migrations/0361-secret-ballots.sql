-- Secret ballots. Who voted is a mark; what was voted is sealed with a key that is not in the database, and becomes readable only when
-- all are counted at once, shuffled. Reasons: docs/adr/0006-secret-ballots.md.
alter table ballot drop constraint ballot_secrecy_check
-- ;;
alter table ballot
  add constraint ballot_secrecy_check check (secrecy in ('named', 'secret')),
  -- Whether each voter gets a code that stands beside the vote in the published list.
  add column receipts boolean not null default false,
  -- The public half (SPKI) of the key that seals the envelopes. The other half lies outside the database and is destroyed after the count.
  add column seal_key bytea,
  add constraint secret_ballots_are_not_changed check (secrecy = 'named' or not may_change),
  -- An area beside a vote would tell whose it is.
  add constraint secret_ballots_weigh_alike check (secrecy = 'named' or electorate <> 'owner'),
  add constraint named_ballots_need_no_receipts check (secrecy = 'secret' or not receipts),
  add constraint open_secret_ballots_have_a_key check ((secrecy = 'secret' and state in ('open', 'closed')) = (seal_key is not null))
-- ;;
-- That an elector has voted: no word of what.
create table ballot_mark (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  elector_id uuid not null,
  channel text not null check (channel in ('own', 'paper', 'assisted', 'tablet')),
  -- Who handed over the tablet, helped, or took the paper in.
  recorded_by uuid,
  cast_at timestamptz not null,
  primary key (subdistrict_id, ballot_id, elector_id),
  check ((channel = 'own') = (recorded_by is null))
)
-- ;;
select tenant_table('ballot_mark', 'select, insert')
-- ;;
alter table ballot_mark add foreign key (subdistrict_id, ballot_id, elector_id) references ballot_roll (subdistrict_id, ballot_id, elector_id)
-- ;;
alter table ballot_mark add foreign key (subdistrict_id, recorded_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on ballot_mark for each row execute function refuse_change()
-- ;;
-- A sealed vote: RSA-OAEP of the answer, always of one length. Its id is random and says no time; it names no elector.
create table ballot_envelope (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null default gen_random_uuid(),
  ballot_id uuid not null,
  sealed bytea not null check (octet_length(sealed) = 384),
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('ballot_envelope', 'select, insert, delete')
-- ;;
alter table ballot_envelope add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
create index on ballot_envelope (subdistrict_id, ballot_id)
-- ;;
-- An opened vote as it is published: written for all at once, in an order that has nothing to do with that of the voters.
create table ballot_secret_vote (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  no int not null check (no > 0),
  receipt text check (receipt ~ '^[2-9A-HJ-NP-Z]{12}$'),
  -- spoiled: a paper from the box that cannot be read as a vote.
  choice text not null check (choice in ('yes', 'no', 'abstain', 'picks', 'spoiled')),
  picks jsonb,
  primary key (subdistrict_id, ballot_id, no),
  check ((choice = 'picks') = (picks is not null))
)
-- ;;
select tenant_table('ballot_secret_vote', 'select, insert')
-- ;;
alter table ballot_secret_vote add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on ballot_secret_vote for each row execute function refuse_change()
-- ;;
create function guard_ballot_mark() returns trigger language plpgsql as $$
begin
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' and secrecy = 'secret'
    and opened_at <= new.cast_at and new.cast_at < closes_at for share;
  if not found then raise exception 'the secret ballot is not open' using errcode = '23514'; end if;
  if exists (select from ballot_secret_vote where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id) then
    raise exception 'the ballot is counted' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on ballot_mark for each row execute function guard_ballot_mark()
-- ;;
create function guard_ballot_envelope() returns trigger language plpgsql as $$
declare counted boolean;
begin
  if tg_op = 'UPDATE' then raise exception 'an envelope is not changed' using errcode = '23514'; end if;
  if tg_op = 'DELETE' then
    if not exists (select from ballot_secret_vote where subdistrict_id = old.subdistrict_id and ballot_id = old.ballot_id) then
      raise exception 'an envelope stays until it is counted' using errcode = '23514';
    end if;
    return old;
  end if;
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' and secrecy = 'secret' for share;
  if not found then raise exception 'the secret ballot is not open' using errcode = '23514'; end if;
  if exists (select from ballot_secret_vote where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id) then
    raise exception 'the ballot is counted' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on ballot_envelope for each row execute function guard_ballot_envelope()
-- ;;
create function guard_ballot_secret_vote() returns trigger language plpgsql as $$
declare asked ballot;
begin
  select * into asked from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' and secrecy = 'secret' for share;
  if not found then raise exception 'the secret ballot is not open' using errcode = '23514'; end if;
  if asked.receipts <> (new.receipt is not null) then raise exception 'receipts are for all or for nobody' using errcode = '23514'; end if;
  if not answer_fits(asked, new.choice, new.picks) then raise exception 'the answer does not fit the question' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on ballot_secret_vote for each row execute function guard_ballot_secret_vote()
-- ;;
-- All slips come in one statement, one for each mark and each envelope: none alone, none later.
create function guard_ballot_secret_votes() returns trigger language plpgsql as $$
declare one record;
begin
  for one in select distinct subdistrict_id as sid, ballot_id as bid from fresh loop
    if (select count(*) from fresh where subdistrict_id = one.sid and ballot_id = one.bid)
        <> (select count(*) from ballot_mark where subdistrict_id = one.sid and ballot_id = one.bid)
      or (select count(*) from ballot_secret_vote where subdistrict_id = one.sid and ballot_id = one.bid)
        <> (select count(*) from ballot_mark where subdistrict_id = one.sid and ballot_id = one.bid)
      or (select count(*) from ballot_envelope where subdistrict_id = one.sid and ballot_id = one.bid)
        <> (select count(*) from ballot_mark where subdistrict_id = one.sid and ballot_id = one.bid) then
      raise exception 'all secret votes are opened at once, one for each who voted' using errcode = '23514';
    end if;
  end loop;
  return null;
end $$
-- ;;
create trigger all_at_once after insert on ballot_secret_vote referencing new table as fresh for each statement execute function guard_ballot_secret_votes()
-- ;;
-- A ballot only goes forward, is given up only before it opens, and once it is open nothing that decides its result changes.
create or replace function guard_ballot() returns trigger language plpgsql as $$
declare
  steps text[] := array['draft', 'roll_shown', 'open', 'closed'];
  options int;
begin
  if tg_op = 'DELETE' then raise exception 'a ballot is never deleted' using errcode = '23514'; end if;
  if old.state = 'cancelled' then raise exception 'a cancelled ballot cannot change' using errcode = '23514'; end if;
  if new.state = 'cancelled' and old.state in ('draft', 'roll_shown') then return new; end if;
  if coalesce(array_position(steps, new.state) - array_position(steps, old.state) not in (0, 1), true) then
    raise exception 'a ballot cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if old.state in ('open', 'closed') and row(new.neighbourhood_id, new.matter_id, new.meeting_id, new.question, new.electorate, new.building_id,
      new.entrance_id, new.secrecy, new.law, new.rule, new.clause, new.objections_until, new.roll_notice_id, new.closes_at, new.opened_at,
      new.roll_source, new.roll_count, new.roll_digest, new.kind, new.min_picks, new.max_picks, new.seats, new.score_max, new.budget_fen,
      new.may_change, new.counting, new.taken_by, new.compound_id, new.building_ids, new.receipts, new.seal_key)
    is distinct from row(old.neighbourhood_id, old.matter_id, old.meeting_id, old.question, old.electorate, old.building_id,
      old.entrance_id, old.secrecy, old.law, old.rule, old.clause, old.objections_until, old.roll_notice_id, old.closes_at, old.opened_at,
      old.roll_source, old.roll_count, old.roll_digest, old.kind, old.min_picks, old.max_picks, old.seats, old.score_max, old.budget_fen,
      old.may_change, old.counting, old.taken_by, old.compound_id, old.building_ids, old.receipts, old.seal_key) then
    raise exception 'an open ballot cannot change' using errcode = '23514';
  end if;
  if old.state = 'closed' and row(new.closed_at, new.outcome) is distinct from row(old.closed_at, old.outcome) then
    raise exception 'a closed ballot cannot change' using errcode = '23514';
  end if;
  if old.state = 'roll_shown' and new.state = 'open' and new.kind <> 'yes-no' then
    select count(*) into options from ballot_option where subdistrict_id = new.subdistrict_id and ballot_id = new.id;
    if options = 0 or options < new.max_picks or options < coalesce(new.seats, 1) or (new.kind = 'one' and options < 2) then
      raise exception 'the options do not fit the question' using errcode = '23514';
    end if;
  end if;
  if old.state = 'open' and new.state = 'closed' and new.secrecy = 'secret'
    and (select count(*) from ballot_secret_vote where subdistrict_id = new.subdistrict_id and ballot_id = new.id)
      <> (select count(*) from ballot_mark where subdistrict_id = new.subdistrict_id and ballot_id = new.id) then
    raise exception 'a secret ballot closes with one opened vote for each who voted' using errcode = '23514';
  end if;
  return new;
end $$
