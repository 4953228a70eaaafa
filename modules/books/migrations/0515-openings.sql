-- Opening balances (期初余额) of a source that ran before the platform: entered by one person with the evidence, confirmed by another, who writes them
-- into the books. Dated before everything else that moves money on this source.
create table opening_balance (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  award_id uuid not null,
  day date not null,
  received_fen bigint not null check (received_fen > 0),
  returned_fen bigint not null check (returned_fen >= 0),
  spent_fen bigint not null check (spent_fen >= 0),
  note text not null default '' check (length(note) <= 500),
  file_id uuid not null,
  state text not null check (state in ('entered', 'confirmed', 'dropped', 'undone')),
  entered_by uuid not null,
  entered_at timestamptz not null,
  -- Who confirmed it, or dropped it with the reason.
  decided_by uuid,
  decided_at timestamptz,
  reason text check (btrim(reason) <> '' and length(reason) <= 500),
  txn_id uuid,
  primary key (subdistrict_id, id),
  check (spent_fen + returned_fen <= received_fen),
  check ((state in ('confirmed', 'undone')) = (txn_id is not null)),
  check ((state = 'entered') = (decided_by is null)),
  check ((state = 'entered') = (decided_at is null)),
  check (state not in ('dropped', 'undone') or reason is not null),
  -- Four eyes: nobody confirms what they entered.
  check (state <> 'confirmed' or decided_by <> entered_by)
)
-- ;;
select tenant_table('opening_balance', 'select, insert')
-- ;;
grant update (state, decided_by, decided_at, reason, txn_id) on opening_balance to zhidian_app
-- ;;
alter table opening_balance add foreign key (subdistrict_id, award_id) references award (subdistrict_id, id)
-- ;;
alter table opening_balance add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
alter table opening_balance add foreign key (subdistrict_id, txn_id) references txn (subdistrict_id, id)
-- ;;
alter table opening_balance add foreign key (subdistrict_id, entered_by) references person (subdistrict_id, id)
-- ;;
alter table opening_balance add foreign key (subdistrict_id, decided_by) references person (subdistrict_id, id)
-- ;;
-- One opening of a source waits or stands.
create unique index opening_balance_in_force on opening_balance (subdistrict_id, award_id) where state in ('entered', 'confirmed')
-- ;;
create unique index on opening_balance (subdistrict_id, txn_id)
-- ;;
-- What was spent before, by use. The lines add up to the whole.
create table opening_line (
  subdistrict_id uuid not null references subdistrict (id),
  opening_id uuid not null,
  no int not null check (no > 0),
  category text not null,
  text text not null check (btrim(text) <> '' and length(text) <= 200),
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, opening_id, no)
)
-- ;;
select tenant_table('opening_line', 'select, insert')
-- ;;
alter table opening_line add foreign key (subdistrict_id, opening_id) references opening_balance (subdistrict_id, id)
-- ;;
alter table opening_line add foreign key (subdistrict_id, category) references category (subdistrict_id, code)
-- ;;
create trigger append_only before update or delete on opening_line for each row execute function refuse_change()
-- ;;
create function opening_keeps_its_facts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an opening balance is never deleted' using errcode = '23514';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'entered' then
      raise exception 'an opening balance is entered first, and confirmed by another' using errcode = '23514';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - '{state,decided_by,decided_at,reason,txn_id}'::text[]) <> (to_jsonb(old) - '{state,decided_by,decided_at,reason,txn_id}'::text[])
    or not ((old.state = 'entered' and new.state in ('confirmed', 'dropped')) or (old.state = 'confirmed' and new.state = 'undone' and new.txn_id = old.txn_id)) then
    raise exception 'an opening balance stays as it was entered' using errcode = '23514';
  end if;
  if new.state = 'undone' and not exists (select from txn r where r.subdistrict_id = new.subdistrict_id and r.reversal_of = new.txn_id) then
    raise exception 'an opening is undone by the reversal of its transaction' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_facts before insert or update or delete on opening_balance for each row execute function opening_keeps_its_facts()
-- ;;
-- At commit: an opening in the books is one that two persons answer for, to the fen, on a source on which no money had moved.
create function opening_is_confirmed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  o opening_balance%rowtype;
begin
  select * into o from opening_balance where subdistrict_id = new.subdistrict_id and txn_id = new.id and state = 'confirmed' and day = new.day;
  if not found then
    raise exception 'an opening is confirmed by a second person' using errcode = '23514';
  end if;
  perform 1 from posting p where p.subdistrict_id = new.subdistrict_id and p.txn_id = new.id and p.award_id <> o.award_id;
  if found or (select (-coalesce(sum(p.amount_fen) filter (where p.account = 'income'), 0), coalesce(sum(p.amount_fen) filter (where p.account = 'spent'), 0),
      coalesce(sum(p.amount_fen) filter (where p.account = 'returned'), 0)) from posting p where p.subdistrict_id = new.subdistrict_id and p.txn_id = new.id)
      is distinct from (o.received_fen::numeric, o.spent_fen::numeric, o.returned_fen::numeric) then
    raise exception 'an opening is what was confirmed, to the fen' using errcode = '23514';
  end if;
  perform 1 from (select l.category, sum(l.amount_fen) fen from opening_line l where l.subdistrict_id = o.subdistrict_id and l.opening_id = o.id group by l.category) e
    full join (select a.category, sum(a.amount_fen) fen from allocation a where a.subdistrict_id = new.subdistrict_id and a.txn_id = new.id group by a.category) a
    using (category) where e.fen is distinct from a.fen;
  if found then
    raise exception 'an opening is what was confirmed, use by use' using errcode = '23514';
  end if;
  perform 1 from posting p join txn t on t.subdistrict_id = p.subdistrict_id and t.id = p.txn_id
    left join txn u on u.subdistrict_id = t.subdistrict_id and u.id = t.reversal_of
    where p.subdistrict_id = new.subdistrict_id and p.award_id = o.award_id and coalesce(u.kind, t.kind) not in ('opening', 'pledge');
  if found then
    raise exception 'money has moved on this source: it takes no opening any more' using errcode = '23514';
  end if;
  return null;
end $$
-- ;;
create constraint trigger whole_opening after insert on txn deferrable initially deferred for each row
  when (new.kind = 'opening') execute function opening_is_confirmed()
-- ;;
-- Nothing but promises is dated before the opening of its source. The opening's row makes whoever confirms one wait for those who post.
create function posting_follows_the_opening() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.account in ('income', 'spent', 'reserved', 'returned', 'advanced') then
    perform 1 from opening_balance o join txn t on t.subdistrict_id = o.subdistrict_id and t.id = new.txn_id
      where o.subdistrict_id = new.subdistrict_id and o.award_id = new.award_id and o.state = 'confirmed' and t.day < o.day and t.id is distinct from o.txn_id;
    if found then
      raise exception 'nothing is dated before the opening balance' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger follows_the_opening before insert on posting for each row execute function posting_follows_the_opening()
