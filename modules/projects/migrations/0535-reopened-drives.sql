-- A goal may have been reached by a gift that was recorded wrongly. When that receipt is undone and what is left is too little, the drive runs
-- again with its money on hold: only then, and only while nothing of the money is used. A drive never stays reached below its goal,
-- or kept below its minimum, by an undone receipt.
create or replace function guard_crowd_drive() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  net bigint;
  left_with_us bigint;
  used bigint;
begin
  if tg_op = 'DELETE' then raise exception 'a drive is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'running' then raise exception 'a drive begins by running' using errcode = '23514'; end if;
    perform 1 from award a where a.subdistrict_id = new.subdistrict_id and a.id = new.award_id and a.source_kind = 'crowd';
    if not found then raise exception 'a drive collects for crowdfunding' using errcode = '23514'; end if;
    return new;
  end if;
  if (to_jsonb(new) - 'state' - 'resolution_id' - 'ended_on' - 'end_note') <> (to_jsonb(old) - 'state' - 'resolution_id' - 'ended_on' - 'end_note') then
    raise exception 'a drive keeps its terms' using errcode = '23514';
  end if;
  select b.received_fen - b.returned_fen, b.held_fen, b.spent_fen + b.reserved_fen + b.advanced_fen into net, left_with_us, used from award_balance b
    where b.subdistrict_id = new.subdistrict_id and b.award_id = new.award_id for update;
  if not (case
      when old.state = 'running' and new.state = 'reached' then net >= new.goal_fen
      when old.state = 'running' and new.state = 'kept' then new.if_missed = 'keep-from-minimum' and net >= new.minimum_fen and new.ended_on > new.last_day
      when old.state = 'running' and new.state = 'deciding' then new.if_missed = 'meeting' and net < new.goal_fen and new.ended_on > new.last_day
      when old.state = 'running' and new.state = 'missed' then new.if_missed <> 'meeting' and net < new.goal_fen and new.ended_on > new.last_day
        and (new.minimum_fen is null or net < new.minimum_fen)
      when old.state = 'deciding' and new.state in ('kept', 'missed') then new.resolution_id is not null
      when old.state = 'missed' and new.state = 'returned' then left_with_us = 0
      -- Only together with the receipt that is undone: money given back to its giver is no such mistake.
      when old.state in ('reached', 'kept') and new.state = 'running' then used = 0 and new.resolution_id is not distinct from old.resolution_id
        and (case when old.state = 'reached' then net < new.goal_fen else new.if_missed = 'keep-from-minimum' and net < new.minimum_fen end)
        and exists (select from receipt r join txn v on v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id
          where r.subdistrict_id = new.subdistrict_id and r.award_id = new.award_id and v.made_in = pg_current_xact_id())
      else false end) then
    raise exception 'a drive cannot go from % to % with what it has', old.state, new.state using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
-- A hold is lifted; it comes back only while the source's drive runs (again).
create or replace function guard_award_hold() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'lifted_at') = (to_jsonb(old) - 'lifted_at') then
    if old.lifted_at is null and new.lifted_at is not null then return new; end if;
    if old.lifted_at is not null and new.lifted_at is null then
      perform 1 from crowd_drive d where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id and d.state = 'running' for share;
      if found then return new; end if;
    end if;
  end if;
  raise exception 'a hold is lifted once, and comes back only while its drive runs' using errcode = '23514';
end $$
-- ;;
-- Looked at when the transaction ends: by then the drive runs again, or the receipt stays.
create function undone_gift_reopens_its_drive() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from crowd_drive d join award_balance b on b.subdistrict_id = d.subdistrict_id and b.award_id = d.award_id
    where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id
      and (d.state = 'reached' and b.received_fen - b.returned_fen < d.goal_fen
        or d.state = 'kept' and d.if_missed = 'keep-from-minimum' and b.received_fen - b.returned_fen < d.minimum_fen);
  if found then raise exception 'a drive has not reached its goal without this gift' using errcode = '23514'; end if;
  perform 1 from crowd_drive d join award_hold h on h.subdistrict_id = d.subdistrict_id and h.award_id = d.award_id
    where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id and d.state in ('running', 'deciding', 'missed') and h.lifted_at is not null;
  if found then raise exception 'the money of a drive that has not reached its goal is on hold' using errcode = '23514'; end if;
  return null;
end $$
-- ;;
create constraint trigger reopens_its_drive after insert on posting deferrable initially deferred for each row
  when (new.account = 'income' and new.amount_fen > 0) execute function undone_gift_reopens_its_drive()
