create function guard_paper_batch() returns trigger language plpgsql as $$
declare asked ballot;
begin
  if tg_op = 'DELETE' then raise exception 'a batch of papers is never deleted' using errcode = '23514'; end if;
  select * into asked from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' for share;
  if not found then raise exception 'papers are entered while the ballot is open' using errcode = '23514'; end if;
  if new.handed_in_at < asked.opened_at or new.handed_in_at >= asked.closes_at then
    raise exception 'the papers came in before the opening or after the closing' using errcode = '23514';
  end if;
  -- Nobody reads the box of a secret ballot before everybody has voted.
  if asked.secrecy = 'secret' and new.created_at < asked.closes_at then
    raise exception 'the papers of a secret ballot are read after the closing time' using errcode = '23514';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' or new.second_by is not null then raise exception 'a batch begins with its first entry' using errcode = '23514'; end if;
    return new;
  end if;
  if row(new.ballot_id, new.no, new.handed_in_at, new.first_by, new.created_at) is distinct from row(old.ballot_id, old.no, old.handed_in_at, old.first_by, old.created_at)
    or (old.second_by is not null and new.second_by is distinct from old.second_by) then
    raise exception 'a batch keeps its papers and its persons' using errcode = '23514';
  end if;
  if old.state in ('recorded', 'dropped') then raise exception 'a finished batch cannot change' using errcode = '23514'; end if;
  if not (new.state = old.state or new.state = 'dropped' or (old.state, new.state) in (('waiting', 'entered'), ('entered', 'recorded'))) then
    raise exception 'a batch cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if old.state = 'waiting' and new.state = 'entered' and exists (select from paper_entry e where e.subdistrict_id = new.subdistrict_id and e.batch_id = new.id
      and e.entered_by is distinct from (case e.pass when 1 then new.first_by when 2 then new.second_by end)) then
    raise exception 'each entry is of one person' using errcode = '23514';
  end if;
  -- Recorded means all of it: each code that either person read, unless it was decided that there is no such paper.
  if new.state = 'recorded' and (select count(*) from paper_return r where r.subdistrict_id = new.subdistrict_id and r.batch_id = new.id)
    <> (select count(distinct e.code) from paper_entry e where e.subdistrict_id = new.subdistrict_id and e.batch_id = new.id
        and not exists (select from paper_entry d where d.subdistrict_id = e.subdistrict_id and d.batch_id = e.batch_id and d.pass = 3 and d.code = e.code
          and d.finding = 'absent')) then
    raise exception 'a batch is recorded whole' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on paper_batch for each row execute function guard_paper_batch()
-- ;;
create function guard_paper_entry() returns trigger language plpgsql as $$
declare
  batch paper_batch;
  asked ballot;
begin
  select * into batch from paper_batch where subdistrict_id = new.subdistrict_id and id = new.batch_id for share;
  if not found or batch.state <> (case when new.pass = 3 then 'entered' else 'waiting' end) then
    raise exception 'this entry is over' using errcode = '23514';
  end if;
  if (new.pass = 1) <> (new.entered_by = batch.first_by) and new.pass <> 3 then
    raise exception 'the second entry is by another person' using errcode = '23514';
  end if;
  select * into asked from ballot where subdistrict_id = batch.subdistrict_id and id = batch.ballot_id;
  if new.finding = 'vote' and not answer_fits(asked, new.choice, new.picks) then
    raise exception 'the answer does not fit the question' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_entry for each row execute function guard_paper_entry()
-- ;;
-- What came back is what both read, or what was decided; a void slip and an unknown code are never votes.
create function guard_paper_return() returns trigger language plpgsql as $$
declare
  batch paper_batch;
  first paper_entry;
  second paper_entry;
  decided paper_entry;
  read_as paper_entry;
  slip paper_slip;
begin
  select * into batch from paper_batch where subdistrict_id = new.subdistrict_id and id = new.batch_id and ballot_id = new.ballot_id and state = 'entered'
    and file_id is not null for share;
  if not found then raise exception 'papers are recorded after both entries, with their scan' using errcode = '23514'; end if;
  select * into first from paper_entry where subdistrict_id = new.subdistrict_id and batch_id = new.batch_id and code = new.code and pass = 1;
  select * into second from paper_entry where subdistrict_id = new.subdistrict_id and batch_id = new.batch_id and code = new.code and pass = 2;
  select * into decided from paper_entry where subdistrict_id = new.subdistrict_id and batch_id = new.batch_id and code = new.code and pass = 3;
  if decided.code is not null then read_as := decided;
  elsif first.code is not null and second.code is not null and row(first.finding, first.choice, first.picks) is not distinct from row(second.finding, second.choice, second.picks)
  then read_as := first;
  else raise exception 'the two entries differ and nobody has decided' using errcode = '23514'; end if;
  select * into slip from paper_slip where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id and code = new.code;
  if (slip.id is not null and new.slip_id is distinct from slip.id) or row(new.finding, new.choice, new.picks) is distinct from
    (case when read_as.finding = 'copy' then row('copy'::text, null::text, null::jsonb)
      when slip.id is null then row('unknown'::text, null::text, null::jsonb)
      when exists (select from paper_slip r where r.subdistrict_id = slip.subdistrict_id and r.replaces_id = slip.id) then row('void'::text, null::text, null::jsonb)
      else row(read_as.finding, read_as.choice, read_as.picks) end) then
    raise exception 'a paper is recorded as it was read' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_return for each row execute function guard_paper_return()
-- ;;
-- A paper vote stands on a paper of that elector, read alike by two persons, of a batch with its scan.
create function guard_paper_vote() returns trigger language plpgsql as $$
begin
  perform 1 from paper_return r
    join paper_slip s on s.subdistrict_id = r.subdistrict_id and s.id = r.slip_id
    join paper_batch b on b.subdistrict_id = r.subdistrict_id and b.id = r.batch_id
    where r.subdistrict_id = new.subdistrict_id and r.ballot_id = new.ballot_id and s.elector_id = new.elector_id and b.state = 'entered' and r.finding = 'vote'
      and r.choice = new.choice and r.picks is not distinct from new.picks and b.handed_in_at = new.cast_at and b.file_id = new.file_id;
  if not found then raise exception 'a paper vote needs its paper, read alike by two persons' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard_paper before insert on ballot_vote for each row when (new.channel = 'paper') execute function guard_paper_vote()
-- ;;
-- A raised hand is the vote of somebody who signed in at the meeting of the ballot: in the room counts and roll meet nowhere else.
create function guard_hands_vote() returns trigger language plpgsql as $$
begin
  perform 1 from ballot b
    join ballot_roll l on l.subdistrict_id = b.subdistrict_id and l.ballot_id = b.id and l.elector_id = new.elector_id
    join attendance a on a.subdistrict_id = b.subdistrict_id and a.meeting_id = b.meeting_id
    where b.subdistrict_id = new.subdistrict_id and b.id = new.ballot_id
      and (a.household_id = l.household_id or a.person_id = l.person_id or a.person_id = any(l.person_ids));
  if not found then raise exception 'a hand is raised by somebody who signed in at the meeting' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard_hands before insert on ballot_vote for each row when (new.channel = 'hands') execute function guard_hands_vote()
-- ;;
-- Whoever has voted hands in no paper, and whoever handed in a paper does not vote again: both wait for each other at the elector's line.
create function guard_paper_mark() returns trigger language plpgsql as $$
begin
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' and secrecy = 'secret'
    and opened_at <= new.marked_at and new.marked_at < closes_at for share;
  if not found then raise exception 'papers of a secret ballot are marked while it is open' using errcode = '23514'; end if;
  perform 1 from ballot_roll where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id and elector_id = new.elector_id for update;
  if exists (select from ballot_mark where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id and elector_id = new.elector_id) then
    raise exception 'the elector has voted' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_mark for each row execute function guard_paper_mark()
-- ;;
create function guard_mark_without_paper() returns trigger language plpgsql as $$
begin
  perform 1 from ballot_roll where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id and elector_id = new.elector_id for update;
  if exists (select from paper_mark where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id and elector_id = new.elector_id
      and kind = 'returned') then
    raise exception 'the elector handed in a paper' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard_paper before insert on ballot_mark for each row when (new.channel <> 'paper') execute function guard_mark_without_paper()
