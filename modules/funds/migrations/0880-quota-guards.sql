-- An application above the quota of its neighbourhood is refused where the office said so, whoever writes. What waits for the office, for
-- reviewers or for its notice is counted, with what was awarded; the row of the round is the lock under which it is counted: one that nobody who only
-- refers to the round waits for, or two who hand in at the same time would wait for each other.
create function application_keeps_its_quota() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare q record; many int; asked bigint;
begin
  if new.round_id is null then return null; end if;
  perform from round where subdistrict_id = new.subdistrict_id and id = new.round_id for no key update;
  select amount_fen, count_limit, binds, over into q from round_quota
    where subdistrict_id = new.subdistrict_id and round_id = new.round_id and neighbourhood_id = new.neighbourhood_id order by no desc limit 1;
  if not found or q.over <> 'refuse' then return null; end if;
  select count(*), coalesce(sum(coalesce(j.grant_awarded_fen, a.grant_fen)), 0) into many, asked from project j
    left join application a on a.subdistrict_id = j.subdistrict_id and a.id = j.application_id
    where j.subdistrict_id = new.subdistrict_id and j.round_id = new.round_id and j.neighbourhood_id = new.neighbourhood_id
      and j.state not in ('draft', 'returned', 'withdrawn', 'declined', 'stopped');
  if q.count_limit is not null and many > q.count_limit then
    raise exception 'more applications than the quota of the neighbourhood' using errcode = '23514';
  end if;
  if q.amount_fen is not null and q.binds = 'application' and asked > q.amount_fen then
    raise exception 'applications above the quota of the neighbourhood' using errcode = '23514';
  end if;
  return null;
end $$
-- ;;
create constraint trigger keeps_its_quota after update of state, round_id, application_id on project deferrable initially deferred
  for each row when (new.state = 'submitted') execute function application_keeps_its_quota()
