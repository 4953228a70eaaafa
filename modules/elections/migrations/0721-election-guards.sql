create function guard_election() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an election is never deleted' using errcode = '23514'; end if;
  if old.state = 'cancelled' then raise exception 'a cancelled election cannot change' using errcode = '23514'; end if;
  if row(new.neighbourhood_id, new.rules, new.runoff_of, new.created_by, new.created_at)
    is distinct from row(old.neighbourhood_id, old.rules, old.runoff_of, old.created_by, old.created_at) then
    raise exception 'an election keeps its rules' using errcode = '23514';
  end if;
  if (old.order_seed is not null and new.order_seed is distinct from old.order_seed) or (old.lot_seed is not null and new.lot_seed is distinct from old.lot_seed)
    or (old.listed_at is not null and new.listed_at is distinct from old.listed_at) or (old.counted_at is not null and new.counted_at is distinct from old.counted_at)
    or (old.decided_at is not null and new.decided_at is distinct from old.decided_at) or (old.notice_id is not null and new.notice_id is distinct from old.notice_id) then
    raise exception 'what was drawn or counted is not drawn or counted again' using errcode = '23514';
  end if;
  if new.state <> old.state and not (
    (old.state || ' ' || new.state) in ('preparing roll', 'roll nomination', 'nomination listed', 'listed voting', 'voting counting', 'counting decided', 'decided in-office')
    or (old.state || ' ' || new.state = 'roll listed' and new.runoff_of is not null)
    or (new.state = 'cancelled' and old.state in ('preparing', 'roll', 'nomination', 'listed'))) then
    raise exception 'an election cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if old.state = 'in-office' then raise exception 'a finished election cannot change' using errcode = '23514'; end if;
  if new.state in ('voting', 'counting') and old.state <> new.state and exists (select 1 from election_post p
      join ballot b on b.subdistrict_id = p.subdistrict_id and b.id = p.ballot_id
      where p.subdistrict_id = new.subdistrict_id and p.election_id = new.id and (b.state <> 'open' or b.secrecy <> 'secret')) then
    raise exception 'the ballots of the election are not open' using errcode = '23514';
  end if;
  -- Every paper of the box was read alike by two counters, or a difference was decided; and there are no more papers than people who put one in.
  if new.counted_at is not null and old.counted_at is null and exists (select 1 from election_post p
      where p.subdistrict_id = new.subdistrict_id and p.election_id = new.id and not election_papers_are_read(p.subdistrict_id, p.election_id, p.no)) then
    raise exception 'the papers are not counted' using errcode = '23514';
  end if;
  if new.state = 'decided' and old.state <> 'decided' and exists (select 1 from election_post p
      join ballot b on b.subdistrict_id = p.subdistrict_id and b.id = p.ballot_id
      where p.subdistrict_id = new.subdistrict_id and p.election_id = new.id and b.state <> 'closed') then
    raise exception 'no result without the count' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
-- The papers of a post are read: each number from 1 on by both counters alike or decided, no more than were put into the box.
create function election_papers_are_read(of_subdistrict uuid, of_election uuid, of_post int) returns boolean language sql stable as $$
  select coalesce(max(no), 0) = count(*) and coalesce(bool_and(read), true)
    and count(*) <= (select count(*) from election_visit where subdistrict_id = of_subdistrict and election_id = of_election and returned_at is not null)
  from (
    select no, bool_or(pass = 3) or (count(*) filter (where pass in (1, 2)) = 2 and count(distinct row(finding, picks)) filter (where pass in (1, 2)) = 1) as read
    from election_paper where subdistrict_id = of_subdistrict and election_id = of_election and post_no = of_post group by no
  ) papers
$$
-- ;;
create trigger guard before update or delete on election for each row execute function guard_election()
-- ;;
-- An election's ballot is closed only after the papers of its box were counted.
create function guard_election_ballot() returns trigger language plpgsql as $$
begin
  if exists (select 1 from election_post p join election e on e.subdistrict_id = p.subdistrict_id and e.id = p.election_id
      where p.subdistrict_id = new.subdistrict_id and p.ballot_id = new.id and e.counted_at is null) then
    raise exception 'no result without the count' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger election_is_counted before update on ballot for each row when (old.state = 'open' and new.state = 'closed') execute function guard_election_ballot()
-- ;;
create function guard_election_post() returns trigger language plpgsql as $$
begin
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'draft' and secrecy = 'secret' and kind = 'approval'
    and max_picks = new.seats and seats = new.seats;
  if not found then raise exception 'a post is elected by a secret ballot with as many votes as seats' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on election_post for each row execute function guard_election_post()
-- ;;
create function guard_election_official() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'who ran an election is not deleted' using errcode = '23514'; end if;
  if tg_op = 'UPDATE' and (old.until_at is not null or row(new.person_id, new.duty, new.from_at) is distinct from row(old.person_id, old.duty, old.from_at)) then
    raise exception 'who ran an election is not changed' using errcode = '23514';
  end if;
  if new.until_at is null and new.duty in ('caller', 'counter', 'watcher') and exists (select 1 from election_candidate c
      where c.subdistrict_id = new.subdistrict_id and c.election_id = new.election_id and c.person_id = new.person_id and c.place is not null) then
    raise exception 'a candidate does not count' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on election_official for each row execute function guard_election_official()
-- ;;
-- Proposed while nominations are open (a runoff takes its candidates over); the list does not change once it is made.
create function guard_election_candidate() returns trigger language plpgsql as $$
declare
  now_in text;
  again uuid;
begin
  if tg_op = 'DELETE' then raise exception 'a candidate is not deleted' using errcode = '23514'; end if;
  select state, runoff_of into now_in, again from election where subdistrict_id = new.subdistrict_id and id = new.election_id for share;
  if now_in <> 'nomination' and not (again is not null and now_in in ('preparing', 'roll')) then
    raise exception 'the list of candidates is made' using errcode = '23514';
  end if;
  if tg_op = 'UPDATE' and row(new.election_id, new.post_no, new.person_id, new.name, new.proposed_at)
    is distinct from row(old.election_id, old.post_no, old.person_id, old.name, old.proposed_at) then
    raise exception 'a candidate stays who they are' using errcode = '23514';
  end if;
  if tg_op = 'UPDATE' and old.consent is not null and old.consent = 'no' and new.consent is distinct from 'no' then
    raise exception 'who declined is not made to stand' using errcode = '23514';
  end if;
  if new.place is not null and exists (select 1 from election_official o where o.subdistrict_id = new.subdistrict_id and o.election_id = new.election_id
      and o.person_id = new.person_id and o.until_at is null and o.duty in ('caller', 'counter', 'watcher')) then
    raise exception 'a candidate does not count' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on election_candidate for each row execute function guard_election_candidate()
-- ;;
create function guard_election_nomination() returns trigger language plpgsql as $$
begin
  perform 1 from election where subdistrict_id = new.subdistrict_id and id = new.election_id and state = 'nomination'
    and (new.at at time zone 'Asia/Shanghai')::date <= nominate_until for share;
  if not found then raise exception 'nominations are not open' using errcode = '23514'; end if;
  perform 1 from election_candidate c
    join election_post p on p.subdistrict_id = c.subdistrict_id and p.election_id = c.election_id and p.no = c.post_no
    join ballot_roll l on l.subdistrict_id = p.subdistrict_id and l.ballot_id = p.ballot_id
    where c.subdistrict_id = new.subdistrict_id and c.id = new.candidate_id and l.elector_id = new.elector_id;
  if not found then raise exception 'only who is on the roll nominates' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on election_nomination for each row execute function guard_election_nomination()
-- ;;
create function guard_election_visit() returns trigger language plpgsql as $$
declare
  held election%rowtype;
  may int;
begin
  if tg_op = 'DELETE' then raise exception 'a visit is not deleted' using errcode = '23514'; end if;
  if tg_op = 'UPDATE' and (old.returned_at is not null or to_jsonb(new) - 'returned_at' <> to_jsonb(old) - 'returned_at') then
    raise exception 'a visit is not changed' using errcode = '23514';
  end if;
  select * into held from election where subdistrict_id = new.subdistrict_id and id = new.election_id for share;
  if held.state <> 'voting' or new.issued_at >= held.closes_at or new.returned_at >= held.closes_at then
    raise exception 'the polling place is closed' using errcode = '23514';
  end if;
  if tg_op = 'UPDATE' then return new; end if;
  if not exists (select 1 from election_post p join ballot_roll l on l.subdistrict_id = p.subdistrict_id and l.ballot_id = p.ballot_id
      where p.subdistrict_id = new.subdistrict_id and p.election_id = new.election_id and l.elector_id = new.elector_id) then
    raise exception 'the elector is not on the roll' using errcode = '23514';
  end if;
  if new.place = 'mobile' and held.rules -> 'election.mobileBox' ->> 'value' is distinct from 'yes' then
    raise exception 'the office allows no mobile box' using errcode = '23514';
  end if;
  if new.proxy_person_id is not null then
    may := coalesce((held.rules -> 'election.proxies' ->> 'value')::int, 0);
    if (select count(*) from election_visit where subdistrict_id = new.subdistrict_id and election_id = new.election_id
        and proxy_person_id = new.proxy_person_id) >= may then
      raise exception 'nobody votes for more than % others', may using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on election_visit for each row execute function guard_election_visit()
-- ;;
-- A paper is read while the count is on, by a named counter, the second time by another; more votes than seats is no vote.
create function guard_election_paper() returns trigger language plpgsql as $$
declare
  held election%rowtype;
  post election_post%rowtype;
begin
  select * into held from election where subdistrict_id = new.subdistrict_id and id = new.election_id for share;
  if held.state <> 'counting' or held.counted_at is not null then raise exception 'the count is not on' using errcode = '23514'; end if;
  if not exists (select 1 from election_official o where o.subdistrict_id = new.subdistrict_id and o.election_id = new.election_id
      and o.person_id = new.entered_by and o.duty = 'counter' and o.until_at is null) then
    raise exception 'papers are counted by a counter' using errcode = '23514';
  end if;
  if new.pass = 2 and exists (select 1 from election_paper where subdistrict_id = new.subdistrict_id and election_id = new.election_id
      and post_no = new.post_no and no = new.no and pass = 1 and entered_by = new.entered_by) then
    raise exception 'a paper is read by two counters' using errcode = '23514';
  end if;
  select * into post from election_post where subdistrict_id = new.subdistrict_id and election_id = new.election_id and no = new.post_no;
  if cardinality(new.picks) > post.seats then raise exception 'more votes than seats' using errcode = '23514'; end if;
  if (select count(distinct pick) from unnest(new.picks) pick join ballot_option o on o.subdistrict_id = new.subdistrict_id
      and o.ballot_id = post.ballot_id and o.no = pick) <> cardinality(new.picks) then
    raise exception 'a vote for nobody on the list, or twice for one' using errcode = '23514';
  end if;
  if new.no > (select count(*) from election_visit where subdistrict_id = new.subdistrict_id and election_id = new.election_id and returned_at is not null) then
    raise exception 'more papers than people who put one in' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on election_paper for each row execute function guard_election_paper()
-- ;;
-- The result says what the closed ballot says; of a tie the lot may choose, nothing else.
create function guard_election_result() returns trigger language plpgsql as $$
declare
  said jsonb;
  cand election_candidate%rowtype;
  drawn text;
begin
  select * into cand from election_candidate where subdistrict_id = new.subdistrict_id and id = new.candidate_id;
  select o.s, e.lot_seed into said, drawn from election_post p
    join election e on e.subdistrict_id = p.subdistrict_id and e.id = p.election_id
    join ballot b on b.subdistrict_id = p.subdistrict_id and b.id = p.ballot_id and b.state = 'closed'
    join lateral jsonb_array_elements(b.outcome -> 'options' -> 'standings') as o (s) on (o.s ->> 'option')::int = cand.place
    where p.subdistrict_id = new.subdistrict_id and p.election_id = cand.election_id and p.no = cand.post_no and e.state = 'counting';
  if said is null then raise exception 'no result without the count' using errcode = '23514'; end if;
  if (said ->> 'votes')::numeric <> new.votes or (new.status in ('elected', 'not-elected') and said ->> 'status' not in (new.status, 'tied'))
    or (new.status = 'elected' and said ->> 'status' <> 'elected') or (new.status in ('lot', 'tied') and said ->> 'status' <> 'tied')
    or (new.status = 'not-elected' and said ->> 'status' = 'tied' and drawn is null) or (new.status = 'lot' and drawn is null) then
    raise exception 'the count says otherwise' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on election_result for each row execute function guard_election_result()
-- ;;
create function guard_committee_term() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and (old.ended_day is not null or to_jsonb(new) - 'ended_day' <> to_jsonb(old) - 'ended_day')) then
    raise exception 'a term of office only ends' using errcode = '23514';
  end if;
  if tg_op = 'INSERT' and not exists (select 1 from election_result where subdistrict_id = new.subdistrict_id and candidate_id = new.candidate_id
      and status in ('elected', 'lot')) then
    raise exception 'only who was elected holds the post' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on committee_term for each row execute function guard_committee_term()
