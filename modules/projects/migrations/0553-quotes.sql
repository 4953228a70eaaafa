-- Prices that suppliers named for one request, laid side by side before anybody approves.
create table spending_quote (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  request_id uuid not null,
  supplier text not null check (btrim(supplier) <> '' and length(supplier) <= 100),
  price_fen bigint not null check (price_fen > 0),
  day date not null,
  note text not null default '' check (length(note) <= 300),
  file_id uuid not null,
  added_by uuid,
  added_by_name text not null check (btrim(added_by_name) <> ''),
  added_at timestamptz not null,
  dropped_reason text check (btrim(dropped_reason) <> '' and length(dropped_reason) <= 300),
  dropped_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, id, request_id),
  check ((dropped_reason is null) = (dropped_at is null))
)
-- ;;
select tenant_table('spending_quote', 'select, insert')
-- ;;
grant update (dropped_reason, dropped_at) on spending_quote to zhidian_app
-- ;;
alter table spending_quote add foreign key (subdistrict_id, request_id) references spending_request (subdistrict_id, id)
-- ;;
alter table spending_quote add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create index on spending_quote (subdistrict_id, request_id)
-- ;;
-- Which quote was taken, and why where it is not the cheapest. The latest counts; earlier choices stay.
create table spending_choice (
  subdistrict_id uuid not null references subdistrict (id),
  request_id uuid not null,
  seq int not null check (seq > 0),
  quote_id uuid not null,
  reason text not null default '' check (length(reason) <= 500),
  chosen_by uuid,
  chosen_by_name text not null check (btrim(chosen_by_name) <> ''),
  chosen_at timestamptz not null,
  primary key (subdistrict_id, request_id, seq)
)
-- ;;
select tenant_table('spending_choice', 'select, insert')
-- ;;
alter table spending_choice add foreign key (subdistrict_id, quote_id, request_id) references spending_quote (subdistrict_id, id, request_id)
-- ;;
create trigger append_only before update or delete on spending_choice for each row execute function refuse_change()
-- ;;
-- Whoever approved saw all quotes and the choice: after the first decision nothing is added, dropped or chosen anew.
create function quotes_stand_once_decided() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a quote is dropped, never deleted' using errcode = '23514';
  end if;
  if tg_op = 'UPDATE' then
    if old.dropped_at is not null or new.dropped_at is null
        or (to_jsonb(new) - 'dropped_at' - 'dropped_reason') <> (to_jsonb(old) - 'dropped_at' - 'dropped_reason') then
      raise exception 'a quote keeps what it said' using errcode = '23514';
    end if;
  end if;
  perform 1 from spending_request r where r.subdistrict_id = new.subdistrict_id and r.id = new.request_id and r.state in ('needs_ruling', 'asked') for update;
  if not found or exists (select 1 from spending_approval a where a.subdistrict_id = new.subdistrict_id and a.request_id = new.request_id) then
    raise exception 'quotes stand once somebody has decided' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stand_once_decided before insert or update or delete on spending_quote for each row execute function quotes_stand_once_decided()
-- ;;
create trigger stand_once_decided before insert on spending_choice for each row execute function quotes_stand_once_decided()
-- ;;
-- Enough different suppliers, one of them taken, and a reason where another was cheaper.
create function quotes_suffice(sub uuid, request uuid, at_least int) returns boolean language sql stable set search_path = public, pg_temp as $$
  with q as (select id, supplier, price_fen from spending_quote where subdistrict_id = sub and request_id = request and dropped_at is null),
    c as (select quote_id, reason from spending_choice where subdistrict_id = sub and request_id = request order by seq desc limit 1)
  select (select count(distinct lower(regexp_replace(supplier, '\s', '', 'g'))) from q) >= at_least
    and exists (select 1 from c join q on q.id = c.quote_id where q.price_fen = (select min(price_fen) from q) or btrim(c.reason) <> '')
$$
-- ;;
-- A decision follows the one before it, on the step the chain names, on the amount that the lines make, with the quotes that were asked for.
create function approval_follows_the_chain() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r spending_request%rowtype;
  t spending_terms%rowtype;
begin
  select * into r from spending_request where subdistrict_id = new.subdistrict_id and id = new.request_id for update;
  -- A step that was decided is refused by the key.
  if exists (select 1 from spending_approval a where a.subdistrict_id = new.subdistrict_id and a.request_id = new.request_id and a.step = new.step) then
    return new;
  end if;
  if r.state is distinct from 'asked' or new.step > jsonb_array_length(r.chain)
      or new.step <> 1 + (select count(*) from spending_approval a where a.subdistrict_id = new.subdistrict_id and a.request_id = new.request_id and a.decision = 'approved') then
    raise exception 'a decision is taken in its turn' using errcode = '23514';
  end if;
  if r.chain -> (new.step - 1) ->> 'role' is distinct from new.role then
    raise exception 'a step is decided as the chain names it' using errcode = '23514';
  end if;
  if new.decision = 'refused' then
    return new;
  end if;
  if r.amount_fen is distinct from (select sum(l.amount_fen) from spending_line l where l.subdistrict_id = new.subdistrict_id and l.request_id = new.request_id) then
    raise exception 'the lines make the amount' using errcode = '23514';
  end if;
  select * into t from spending_terms where subdistrict_id = new.subdistrict_id and request_id = new.request_id;
  if not found then
    raise exception 'a request says what is asked of it' using errcode = '23514';
  end if;
  if t.quotes_least is not null and not quotes_suffice(new.subdistrict_id, new.request_id, t.quotes_least) then
    raise exception 'quotes to compare are missing' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows_the_chain before insert on spending_approval for each row execute function approval_follows_the_chain()
