-- A round never promises more than its pool, nor to a neighbourhood more than its quota where the office said that it is refused. Whoever
-- writes: the row of the round's commitment is the lock under which both sums are taken.
create or replace function commit_pool() returns trigger language plpgsql security definer set search_path = public as $$
declare
  place uuid;
  quota record;
  promised bigint;
begin
  insert into round_commitment (subdistrict_id, round_id, pool_fen, committed_fen)
    select new.subdistrict_id, id, pool_fen, 0 from round where subdistrict_id = new.subdistrict_id and id = new.round_id
    on conflict (subdistrict_id, round_id) do nothing;
  perform from round_commitment where subdistrict_id = new.subdistrict_id and round_id = new.round_id for update;
  update round_commitment set committed_fen = (
    select coalesce(sum(p.grant_fen), 0) from award_proposal p
    join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = new.subdistrict_id and p.round_id = new.round_id and j.state not in ('withdrawn', 'declined')
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
      and not exists (select from award_confirmation c where c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id and c.decision = 'refused'))
    where subdistrict_id = new.subdistrict_id and round_id = new.round_id;
  if new.grant_fen = 0 then return new; end if;
  select j.neighbourhood_id into place from project j where j.subdistrict_id = new.subdistrict_id and j.id = new.project_id;
  select q.amount_fen, q.over into quota from round_quota q
    where q.subdistrict_id = new.subdistrict_id and q.round_id = new.round_id and q.neighbourhood_id = place order by q.no desc limit 1;
  if not found or quota.over <> 'refuse' or quota.amount_fen is null then return new; end if;
  select coalesce(sum(p.grant_fen), 0) into promised from award_proposal p
    join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = new.subdistrict_id and p.round_id = new.round_id and j.neighbourhood_id = place and j.state not in ('withdrawn', 'declined')
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
      and not exists (select from award_confirmation c where c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id and c.decision = 'refused');
  if promised > quota.amount_fen then
    raise exception 'awards above the quota of the neighbourhood' using errcode = '23514';
  end if;
  return new;
end $$
