-- What the database itself keeps of the sources' terms, whoever writes.

-- Money of some sources obeys more than its balance: common income comes in only within the owners' decisions, goods only within
-- what two persons agreed they are worth, gifts of the crowd only while their drive runs; a drive's money stays where it is until the
-- drive has reached its goal or may be kept. Opening balances were settled before the platform. Fires after the balance has moved (by name).
create function posting_obeys_its_source() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kind text;
  t txn%rowtype;
  granted bigint;
  came_in bigint;
begin
  select source_kind into kind from award where subdistrict_id = new.subdistrict_id and id = new.award_id;
  if kind not in ('common', 'in_kind', 'crowd') then return null; end if;
  select * into t from txn where subdistrict_id = new.subdistrict_id and id = new.txn_id;
  if kind = 'crowd' then
    if new.account = 'income' and t.kind = 'receipt' then
      perform 1 from crowd_drive d where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id and d.state = 'running'
        and t.day between d.opens_on and d.last_day for share;
      if not found then
        raise exception 'gifts are taken only while a drive runs' using errcode = '23514';
      end if;
    elsif new.account <> 'income' and t.kind not in ('return', 'reversal', 'opening') then
      perform 1 from crowd_drive d where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id and d.state not in ('reached', 'kept') for share;
      if found then
        raise exception 'money of a drive is not used before the drive has reached its goal' using errcode = '23514';
      end if;
    end if;
    return null;
  end if;
  if new.account <> 'income' or t.kind <> 'receipt' then return null; end if;
  -- The balance row is locked by this transaction: receipts of one award pass one by one.
  select b.received_fen + coalesce((select sum(p.amount_fen) from posting p join txn o on o.subdistrict_id = p.subdistrict_id and o.id = p.txn_id and o.kind = 'opening'
      where p.subdistrict_id = b.subdistrict_id and p.award_id = b.award_id and p.account = 'income'), 0)
    into came_in from award_balance b where b.subdistrict_id = new.subdistrict_id and b.award_id = new.award_id;
  if kind = 'common' then
    perform 1 from award_decision d where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id and d.withdrawn_at is null for share;
    select coalesce(sum(d.granted_fen), 0) into granted from award_decision d
      where d.subdistrict_id = new.subdistrict_id and d.award_id = new.award_id and d.withdrawn_at is null;
    if came_in > granted then
      raise exception 'common income comes in only within what the owners decided' using errcode = '23514';
    end if;
  else
    select coalesce(sum(g.value_fen), 0) into granted from goods_gift g
      where g.subdistrict_id = new.subdistrict_id and g.award_id = new.award_id and g.state = 'agreed';
    if came_in > granted then
      raise exception 'goods are booked only at a value to which two persons agreed' using errcode = '23514';
    end if;
  end if;
  return null;
end $$
-- ;;
create trigger obeys_its_source after insert on posting for each row
  when ((new.account = 'income' and new.amount_fen < 0) or (new.account = 'held' and new.amount_fen < 0) or (new.account = 'reserved' and new.amount_fen > 0))
  execute function posting_obeys_its_source()
-- ;;
-- A decision is of the owners, passed, about a project of their own place; one taken back may not leave money without its decision.
create function guard_award_decision() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  left_over bigint;
  received bigint;
begin
  if tg_op = 'DELETE' then raise exception 'a decision of the owners is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.withdrawn_at is not null then raise exception 'a decision begins in force' using errcode = '23514'; end if;
    perform 1 from award a where a.subdistrict_id = new.subdistrict_id and a.id = new.award_id and a.source_kind = 'common';
    if not found then raise exception 'the owners decide on their common income' using errcode = '23514'; end if;
    if new.ballot_id is not null then
      perform 1 from ballot b join award a on a.subdistrict_id = b.subdistrict_id and a.id = new.award_id
          join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id and p.neighbourhood_id = b.neighbourhood_id
        where b.subdistrict_id = new.subdistrict_id and b.id = new.ballot_id and b.state = 'closed' and b.electorate = 'owner' and b.outcome ->> 'passed' = 'true';
      if not found then raise exception 'the ballot is none of the owners that has passed' using errcode = '23514'; end if;
    end if;
    return new;
  end if;
  if old.withdrawn_at is not null or new.withdrawn_at is null
    or (to_jsonb(new) - 'withdrawn_at' - 'withdrawn_reason') <> (to_jsonb(old) - 'withdrawn_at' - 'withdrawn_reason') then
    raise exception 'a decision is only taken back, once' using errcode = '23514';
  end if;
  select b.received_fen into received from award_balance b where b.subdistrict_id = old.subdistrict_id and b.award_id = old.award_id for update;
  select coalesce(sum(d.granted_fen), 0) into left_over from award_decision d
    where d.subdistrict_id = old.subdistrict_id and d.award_id = old.award_id and d.withdrawn_at is null and d.id <> old.id;
  if received > left_over then
    raise exception 'money came in on this decision' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on award_decision for each row execute function guard_award_decision()
-- ;;
-- A drive keeps its terms; it ends as its rule and its money say.
create function guard_crowd_drive() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  net bigint;
  left_with_us bigint;
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
  select b.received_fen - b.returned_fen, b.held_fen into net, left_with_us from award_balance b
    where b.subdistrict_id = new.subdistrict_id and b.award_id = new.award_id for update;
  if not (case
      when old.state = 'running' and new.state = 'reached' then net >= new.goal_fen
      when old.state = 'running' and new.state = 'kept' then new.if_missed = 'keep-from-minimum' and net >= new.minimum_fen and new.ended_on > new.last_day
      when old.state = 'running' and new.state = 'deciding' then new.if_missed = 'meeting' and net < new.goal_fen and new.ended_on > new.last_day
      when old.state = 'running' and new.state = 'missed' then new.if_missed <> 'meeting' and net < new.goal_fen and new.ended_on > new.last_day
        and (new.minimum_fen is null or net < new.minimum_fen)
      when old.state = 'deciding' and new.state in ('kept', 'missed') then new.resolution_id is not null
      when old.state = 'missed' and new.state = 'returned' then left_with_us = 0
      else false end) then
    raise exception 'a drive cannot go from % to % with what it has', old.state, new.state using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on crowd_drive for each row execute function guard_crowd_drive()
-- ;;
create function crowd_gift_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from receipt r join crowd_drive d on d.subdistrict_id = r.subdistrict_id and d.award_id = r.award_id
    where r.subdistrict_id = new.subdistrict_id and r.id = new.receipt_id and d.id = new.drive_id;
  if not found then raise exception 'a gift is a receipt of its drive' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger fits before insert on crowd_gift for each row execute function crowd_gift_fits()
-- ;;
-- What goods are and what they are worth never changes; they are booked once, at that value.
create function guard_goods_gift() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then raise exception 'a gift in kind is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' then raise exception 'a value waits for a second person' using errcode = '23514'; end if;
    perform 1 from award a where a.subdistrict_id = new.subdistrict_id and a.id = new.award_id and a.source_kind = 'in_kind';
    if not found then raise exception 'goods belong to a source in kind' using errcode = '23514'; end if;
    return new;
  end if;
  if (to_jsonb(new) - '{state,answered_by,answered_by_name,answered_at,note,receipt_id}'::text[])
    <> (to_jsonb(old) - '{state,answered_by,answered_by_name,answered_at,note,receipt_id}'::text[]) then
    raise exception 'goods keep their value' using errcode = '23514';
  end if;
  if old.state = 'waiting' and new.state in ('agreed', 'refused') and new.receipt_id is null then return new; end if;
  if old.state = 'agreed' and old.receipt_id is null and new.receipt_id is not null
    and (to_jsonb(new) - 'receipt_id') = (to_jsonb(old) - 'receipt_id') then
    perform 1 from receipt r where r.subdistrict_id = new.subdistrict_id and r.id = new.receipt_id and r.award_id = new.award_id and r.amount_fen = new.value_fen;
    if found then return new; end if;
  end if;
  raise exception 'a gift in kind is answered once and booked once at its value' using errcode = '23514';
end $$
-- ;;
create trigger guard before insert or update or delete on goods_gift for each row execute function guard_goods_gift()
-- ;;
-- Tranches are of the grant; they become due once, and together they are the award.
create function guard_grant_tranche() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then raise exception 'a tranche is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    perform 1 from award a where a.subdistrict_id = new.subdistrict_id and a.id = new.award_id and a.source_kind = 'grant';
    if not found then raise exception 'tranches are of the grant' using errcode = '23514'; end if;
    return new;
  end if;
  if old.due_on is not null or new.due_on is null
    or (to_jsonb(new) - '{due_on,due_said,due_by_name}'::text[]) <> (to_jsonb(old) - '{due_on,due_said,due_by_name}'::text[]) then
    raise exception 'a tranche becomes due once and keeps its terms' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on grant_tranche for each row execute function guard_grant_tranche()
-- ;;
create function tranches_make_the_award() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from grant_tranche t join award a on a.subdistrict_id = t.subdistrict_id and a.id = t.award_id
    where t.subdistrict_id = new.subdistrict_id and t.award_id = new.award_id
    group by a.planned_fen having sum(t.planned_fen) = a.planned_fen and sum(t.percent) = 100;
  if not found then raise exception 'the tranches together are the award' using errcode = '23514'; end if;
  return null;
end $$
-- ;;
create constraint trigger make_the_award after insert on grant_tranche deferrable initially deferred for each row execute function tranches_make_the_award()
-- ;;
-- A payment counts for a tranche that is due, never above it, and no receipt counts for more than it is.
create function tranche_payment_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t grant_tranche%rowtype;
  r receipt%rowtype;
  paid bigint;
begin
  select * into t from grant_tranche where subdistrict_id = new.subdistrict_id and id = new.tranche_id for update;
  select * into r from receipt where subdistrict_id = new.subdistrict_id and id = new.receipt_id for update;
  if t.id is null or r.id is null or r.award_id <> t.award_id then raise exception 'a tranche is paid by a receipt of its award' using errcode = '23514'; end if;
  if t.due_on is null then raise exception 'the tranche is not due' using errcode = '23514'; end if;
  select coalesce(sum(p.amount_fen), 0) into paid from tranche_payment p join receipt x on x.subdistrict_id = p.subdistrict_id and x.id = p.receipt_id
    where p.subdistrict_id = new.subdistrict_id and p.tranche_id = new.tranche_id
      and not exists (select from txn v where v.subdistrict_id = x.subdistrict_id and v.reversal_of = x.txn_id);
  if paid + new.amount_fen > t.planned_fen then raise exception 'a tranche is not paid twice' using errcode = '23514'; end if;
  select coalesce(sum(p.amount_fen), 0) into paid from tranche_payment p where p.subdistrict_id = new.subdistrict_id and p.receipt_id = new.receipt_id;
  if paid + new.amount_fen > r.amount_fen then raise exception 'a receipt counts for no more than it is' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger fits before insert on tranche_payment for each row execute function tranche_payment_fits()
-- ;;
-- What was missing stays written; the answer is the rule's own, once.
create function guard_shortfall() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  chosen source_rule%rowtype;
begin
  if tg_op = 'DELETE' then raise exception 'a shortfall is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'open' then raise exception 'a shortfall begins open' using errcode = '23514'; end if;
    return new;
  end if;
  if old.state <> 'open' or (to_jsonb(new) - '{state,change_id,extended_to,resolution_id,note,answered_by,answered_by_name,answered_at}'::text[])
    <> (to_jsonb(old) - '{state,change_id,extended_to,resolution_id,note,answered_by,answered_by_name,answered_at}'::text[]) then
    raise exception 'a shortfall is answered once' using errcode = '23514';
  end if;
  select * into chosen from source_rule where subdistrict_id = new.subdistrict_id and award_id = new.award_id;
  if not (case new.state
      when 'made_good' then exists (select from award_balance b where b.subdistrict_id = new.subdistrict_id and b.award_id = new.award_id
        and b.received_fen >= new.planned_fen)
      when 'stopped' then exists (select from award a join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id
        where a.subdistrict_id = new.subdistrict_id and a.id = new.award_id and p.state = 'stopped')
      when 'shrunk' then chosen.rule = 'shrink' and exists (select from change_request c join award a on a.subdistrict_id = c.subdistrict_id and a.project_id = c.project_id
        where c.subdistrict_id = new.subdistrict_id and c.id = new.change_id and c.state = 'approved' and a.id = new.award_id)
      when 'extended' then chosen.rule = 'extend' and new.extended_to <= chosen.extend_until and (chosen.extend_by = 'office' or new.resolution_id is not null)
      else false end) then
    raise exception 'a shortfall is answered as its rule says' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on shortfall for each row execute function guard_shortfall()
