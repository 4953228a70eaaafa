-- Before a transaction: the database writes down in which of its own transactions this one was made.
create function txn_is_made_now() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.made_in := pg_current_xact_id();
  if new.reversal_of is not null then
    perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.reversal_of and t.kind <> 'reversal' and t.project_id = new.project_id;
    if not found then
      raise exception 'a reversal undoes one transaction of the same project, never another reversal' using errcode = '23514';
    end if;
  end if;
  if new.expense_id is not null then
    -- Two that pay one expense at the same time wait for each other here; the check at commit sees both.
    perform 1 from expense e where e.subdistrict_id = new.subdistrict_id and e.id = new.expense_id and e.project_id = new.project_id for update;
    if not found then
      raise exception 'a transaction pays an expense of its own project' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger made_now before insert on txn for each row execute function txn_is_made_now()
-- ;;
-- Before a posting: its transaction was made by this very database transaction and has room for it; the account belongs to
-- the kind of transaction; the award is of the project, open and, for new spending, within its dates.
create function posting_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t txn%rowtype;
  a award%rowtype;
begin
  select * into t from txn where subdistrict_id = new.subdistrict_id and id = new.txn_id;
  if not found or t.made_in <> pg_current_xact_id() or new.seq > t.posting_count then
    raise exception 'a posting is made with its transaction, not later' using errcode = '23514';
  end if;
  select * into a from award where subdistrict_id = new.subdistrict_id and id = new.award_id for share;
  if not found or a.project_id <> t.project_id then
    raise exception 'a posting is on an award of the transaction''s project' using errcode = '23514';
  end if;
  if a.state <> 'open' then
    raise exception 'the award is closed' using errcode = '23514';
  end if;
  if not (case t.kind
      when 'pledge' then new.account in ('pledged', 'pledger')
      when 'receipt' then new.account in ('held', 'income')
      when 'reserve' then new.account in ('reserved', 'commitment')
      when 'spend' then new.account in ('held', 'spent')
      when 'return' then new.account in ('held', 'returned')
      when 'opening' then new.account in ('held', 'income', 'spent', 'returned')
      else true end) then
    raise exception 'a % does not touch %', t.kind, new.account using errcode = '23514';
  end if;
  if t.kind = 'spend' and t.day not between a.valid_from and a.valid_to then
    raise exception 'the award pays only from % to %', a.valid_from, a.valid_to using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on posting for each row execute function posting_fits()
-- ;;
-- After a posting: the award's balance moves with it. The row's lock lets spenders of one award pass one by one.
create function posting_moves_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.account not in ('pledger', 'commitment') then
    update award_balance set
      pledged_fen = pledged_fen + case new.account when 'pledged' then new.amount_fen else 0 end,
      received_fen = received_fen - case new.account when 'income' then new.amount_fen else 0 end,
      held_fen = held_fen + case new.account when 'held' then new.amount_fen else 0 end,
      reserved_fen = reserved_fen + case new.account when 'reserved' then new.amount_fen else 0 end,
      spent_fen = spent_fen + case new.account when 'spent' then new.amount_fen else 0 end,
      returned_fen = returned_fen + case new.account when 'returned' then new.amount_fen else 0 end
    where subdistrict_id = new.subdistrict_id and award_id = new.award_id;
  end if;
  return null;
end $$
-- ;;
create trigger moves_balance after insert on posting for each row execute function posting_moves_balance()
-- ;;
-- At commit: whole, balanced per award and ledger, a reversal exact, every fen spent allocated, every fen reserved for a use.
create function txn_is_whole() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  postings int;
begin
  select count(*) into postings from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id;
  if postings <> new.posting_count then
    raise exception 'the transaction says % postings and has %', new.posting_count, postings using errcode = '23514';
  end if;
  perform 1 from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id
    group by award_id, case when account in ('pledged', 'pledger') then 1 when account in ('reserved', 'commitment') then 2 else 3 end
    having sum(amount_fen) <> 0;
  if found then
    raise exception 'the transaction does not balance for each award' using errcode = '23514';
  end if;
  if new.reversal_of is not null then
    perform 1 from (
      select award_id, account, sum(amount_fen) from posting where subdistrict_id = new.subdistrict_id and txn_id in (new.id, new.reversal_of)
      group by award_id, account having sum(amount_fen) <> 0) left_over;
    if found then
      raise exception 'a reversal undoes the whole transaction and nothing else' using errcode = '23514';
    end if;
    return null;
  end if;
  perform 1 from
    (select award_id, sum(amount_fen) fen from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id and account = 'spent' group by award_id) p
    full join
    (select award_id, sum(amount_fen) fen from allocation where subdistrict_id = new.subdistrict_id and txn_id = new.id group by award_id) a
    using (award_id) where p.fen is distinct from a.fen;
  if found then
    raise exception 'what is spent is what is allocated to lines' using errcode = '23514';
  end if;
  perform 1 from
    (select award_id, sum(amount_fen) fen from posting where subdistrict_id = new.subdistrict_id and txn_id = new.id and account = 'reserved' group by award_id) p
    full join
    (select award_id, sum(amount_fen) fen from reservation where subdistrict_id = new.subdistrict_id and txn_id = new.id group by award_id) r
    using (award_id) where p.fen is distinct from r.fen;
  if found then
    raise exception 'what is reserved is reserved for a use' using errcode = '23514';
  end if;
  if new.expense_id is not null then
    perform 1 from expense_line l where l.subdistrict_id = new.subdistrict_id and l.expense_id = new.expense_id and l.amount_fen is distinct from
      (select sum(a.amount_fen) from allocation a where a.subdistrict_id = l.subdistrict_id and a.txn_id = new.id and a.line_id = l.id);
    if found then
      raise exception 'every line is allocated in full' using errcode = '23514';
    end if;
    perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.expense_id = new.expense_id and t.id <> new.id
      and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id);
    if found then
      raise exception 'the expense is paid already' using errcode = '23514';
    end if;
  end if;
  return null;
end $$
-- ;;
create constraint trigger whole after insert on txn deferrable initially deferred for each row execute function txn_is_whole()
-- ;;
-- At commit: a line lives only with the payment that covers it, and nothing is allocated to it beside a payment of its own expense.
create function line_is_allocated() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from allocation a join txn t on t.subdistrict_id = a.subdistrict_id and t.id = a.txn_id and t.expense_id = new.expense_id
    where a.subdistrict_id = new.subdistrict_id and a.line_id = new.id group by a.txn_id having sum(a.amount_fen) = new.amount_fen;
  if not found then
    raise exception 'the line is not allocated in full' using errcode = '23514';
  end if;
  -- A line added to an expense that was paid before would stand beside that payment.
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.expense_id = new.expense_id and new.amount_fen is distinct from
    (select sum(a.amount_fen) from allocation a where a.subdistrict_id = t.subdistrict_id and a.txn_id = t.id and a.line_id = new.id);
  if found then
    raise exception 'the line is not allocated in full' using errcode = '23514';
  end if;
  return null;
end $$
-- ;;
create constraint trigger allocated after insert on expense_line deferrable initially deferred for each row execute function line_is_allocated()
-- ;;
-- An allocation or reservation is made with its transaction, for a line of that transaction's expense.
create function allocation_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from txn t join expense_line l on l.subdistrict_id = t.subdistrict_id and l.expense_id = t.expense_id
    where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and l.id = new.line_id and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'an allocation is made with its payment, for a line of its expense' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on allocation for each row execute function allocation_fits()
-- ;;
create function reservation_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from txn t where t.subdistrict_id = new.subdistrict_id and t.id = new.txn_id and t.kind = 'reserve' and t.made_in = pg_current_xact_id();
  if not found then
    raise exception 'a reservation is made with its transaction' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on reservation for each row execute function reservation_fits()
