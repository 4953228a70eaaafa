-- What a tranche waits for beyond its step: the least points of the mid-term check, the share of the other money that has come in.
alter table grant_tranche
  add column minimum_points int check (minimum_points between 0 and 100),
  add column raised_percent int check (raised_percent between 1 and 100)
-- ;;
-- The points of the newest mid-term check out of 100; null without a rubric or without a check.
create function mid_term_points(subdistrict uuid, project uuid) returns numeric language sql stable as $$
  select (select sum(s.weight * s.points / s.max) from jsonb_to_recordset(c.scores) as s(weight numeric, max numeric, points numeric))
  from mid_term_check c join mid_term_report r on r.subdistrict_id = c.subdistrict_id and r.id = c.report_id
  where c.subdistrict_id = subdistrict and c.project_id = project order by r.no desc limit 1
$$
-- ;;
-- What is still missing before a tranche may be paid, as a word; null when nothing is.
create function tranche_lacks(tranche grant_tranche) returns text language plpgsql stable as $$
declare
  project uuid;
  standing text;
  checked text;
  planned bigint;
  raised bigint;
begin
  select a.project_id, p.state into project, standing from award a join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id
    where a.subdistrict_id = tranche.subdistrict_id and a.id = tranche.award_id;
  if exists (select from grant_tranche e where e.subdistrict_id = tranche.subdistrict_id and e.award_id = tranche.award_id and e.no < tranche.no and e.due_on is null) then
    return 'earlier';
  end if;
  if tranche.condition = 'start' and standing = 'agreed' then return 'start'; end if;
  if tranche.condition = 'accepted' and standing not in ('accepted', 'settled', 'closed', 'upkeep') then return 'accepted'; end if;
  if tranche.condition = 'mid-term' or tranche.minimum_points is not null then
    select c.result into checked from mid_term_check c join mid_term_report r on r.subdistrict_id = c.subdistrict_id and r.id = c.report_id
      where c.subdistrict_id = tranche.subdistrict_id and c.project_id = project order by r.no desc limit 1;
    -- Where no check was recorded the office may say by name that it was passed, unless points are asked for.
    if checked is null and tranche.minimum_points is not null then return 'mid-term'; end if;
    if checked is not null and checked <> 'passed' then return 'mid-term'; end if;
    if tranche.minimum_points is not null and coalesce(mid_term_points(tranche.subdistrict_id, project), -1) < tranche.minimum_points then return 'points'; end if;
  end if;
  if tranche.raised_percent is not null then
    select coalesce(sum(a.planned_fen), 0) into planned from award a
      where a.subdistrict_id = tranche.subdistrict_id and a.project_id = project and a.source_kind <> 'grant';
    select coalesce(sum(r.amount_fen), 0) into raised from receipt r join award a on a.subdistrict_id = r.subdistrict_id and a.id = r.award_id
      where a.subdistrict_id = tranche.subdistrict_id and a.project_id = project and a.source_kind <> 'grant'
      and not exists (select from txn v where v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id);
    if raised * 100 < planned * tranche.raised_percent then return 'raised'; end if;
  end if;
  return null;
end $$
-- ;;
-- Whoever writes: a tranche is due only when its condition is met, and what was said of it stays.
create function tranche_waits_for_its_condition() returns trigger language plpgsql as $$
declare lacks text;
begin
  if tg_op = 'UPDATE' and (old.due_on is not null or row(new.award_id, new.no, new.percent, new.planned_fen, new.condition, new.minimum_points, new.raised_percent)
    is distinct from row(old.award_id, old.no, old.percent, old.planned_fen, old.condition, old.minimum_points, old.raised_percent)) then
    raise exception 'a tranche that was planned or became due stays as it is' using errcode = '23514';
  end if;
  if new.due_on is null then return new; end if;
  lacks := tranche_lacks(new);
  if lacks is not null then
    raise exception 'the condition of the tranche is not met: %', lacks using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger waits_for_its_condition before insert or update on grant_tranche for each row execute function tranche_waits_for_its_condition()
-- ;;
-- No grant comes in beyond the tranches that are due, what was opened with counted; once all are due the books' own rules say the rest.
create function grant_comes_in_as_due() returns trigger language plpgsql as $$
declare
  due bigint;
  taken bigint;
begin
  perform from grant_tranche g where g.subdistrict_id = new.subdistrict_id and g.award_id = new.award_id for no key update;
  if not exists (select from grant_tranche g where g.subdistrict_id = new.subdistrict_id and g.award_id = new.award_id and g.due_on is null) then return new; end if;
  select coalesce(sum(g.planned_fen), 0) into due from grant_tranche g where g.subdistrict_id = new.subdistrict_id and g.award_id = new.award_id and g.due_on is not null;
  select coalesce(sum(r.amount_fen), 0) into taken from receipt r where r.subdistrict_id = new.subdistrict_id and r.award_id = new.award_id
    and not exists (select from txn v where v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id);
  taken := taken + (select coalesce(-sum(p.amount_fen), 0) from posting p join txn t on t.subdistrict_id = p.subdistrict_id and t.id = p.txn_id and t.kind = 'opening'
    where p.subdistrict_id = new.subdistrict_id and p.award_id = new.award_id and p.account = 'income'
    and not exists (select from txn v where v.subdistrict_id = t.subdistrict_id and v.reversal_of = t.id));
  if taken + new.amount_fen > due then
    raise exception 'the tranche is not due' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger grant_comes_in_as_due before insert on receipt for each row execute function grant_comes_in_as_due()
