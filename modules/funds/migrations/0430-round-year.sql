-- What happens to a round after it was opened: it gets a later last day, is opened again, or is called off. The round follows its changes.
alter table round add column change_no int not null default 0 check (change_no >= 0)
-- ;;
grant update (closes_on, change_no) on round to zhidian_app
-- ;;
create table round_change (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('extended', 'cancelled', 'reopened')),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 1000),
  from_state text not null,
  to_state text not null,
  from_last_day date not null,
  to_last_day date not null,
  notice_id uuid not null,
  decided_by uuid not null,
  decided_by_name text not null check (btrim(decided_by_name) <> ''),
  decided_on date not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, no),
  check (kind <> 'extended' or (from_state = 'open' and to_state = 'open' and to_last_day > from_last_day and to_last_day >= decided_on)),
  check (kind <> 'reopened' or (from_state in ('reviewing', 'decided') and to_state = 'open' and to_last_day >= decided_on)),
  check (kind <> 'cancelled' or (from_state in ('draft', 'open', 'reviewing') and to_state = 'cancelled' and to_last_day = from_last_day))
)
-- ;;
select tenant_table('round_change', 'select, insert')
-- ;;
alter table round_change add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_change add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_change for each row execute function refuse_change()
-- ;;
create function round_change_starts_from_the_round() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare r record;
begin
  select state, closes_on, change_no into r from round where subdistrict_id = new.subdistrict_id and id = new.round_id for update;
  if r.state is distinct from new.from_state or r.closes_on is distinct from new.from_last_day or r.change_no + 1 is distinct from new.no then
    raise exception 'a change of a round starts from where the round stands' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger starts_from_the_round before insert on round_change for each row execute function round_change_starts_from_the_round()
-- ;;
-- A round goes only where a round may go; a later last day, a second opening and an end without decision stand on a change with its reason.
create function round_goes_its_way() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.pool_fen <> old.pool_fen or new.year <> old.year or new.name <> old.name or new.opens_on <> old.opens_on then
    raise exception 'a round keeps its name, year, pool and first day' using errcode = '23514';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('draft', 'open'), ('draft', 'cancelled'), ('open', 'reviewing'), ('open', 'cancelled'),
      ('reviewing', 'open'), ('reviewing', 'decided'), ('reviewing', 'cancelled'), ('decided', 'open')) then
    raise exception 'a round does not go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if new.closes_on <> old.closes_on or (new.state <> old.state and (new.state = 'cancelled' or (new.state = 'open' and old.state <> 'draft'))) then
    if new.change_no <> old.change_no + 1 or not exists (
        select 1 from round_change c where c.subdistrict_id = new.subdistrict_id and c.round_id = new.id and c.no = new.change_no
        and c.from_state = old.state and c.to_state = new.state and c.from_last_day = old.closes_on and c.to_last_day = new.closes_on) then
      raise exception 'a round is extended, reopened and cancelled by a change with its reason' using errcode = '23514';
    end if;
  elsif new.change_no <> old.change_no then
    raise exception 'a change of a round changes it' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger goes_its_way before update on round for each row execute function round_goes_its_way()
-- ;;
-- A change that did not reach its round would be a promise broken: looked at when all is written.
create function round_follows_its_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from round where subdistrict_id = new.subdistrict_id and id = new.round_id and change_no >= new.no) then
    raise exception 'a round follows its change' using errcode = '23514';
  end if;
  return null;
end $$
-- ;;
create constraint trigger follows_its_change after insert on round_change deferrable initially deferred
  for each row execute function round_follows_its_change()
-- ;;
-- The handler asks, the head decides: to call a round off or to open it again.
create table round_ask (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  kind text not null check (kind in ('cancelled', 'reopened')),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 1000),
  last_day date,
  asked_by uuid not null,
  asked_by_name text not null check (btrim(asked_by_name) <> ''),
  asked_on date not null,
  asked_at timestamptz not null,
  outcome text check (outcome in ('agreed', 'refused')),
  settled_by uuid,
  settled_by_name text,
  settled_at timestamptz,
  settled_text text not null default '' check (length(settled_text) <= 1000),
  primary key (subdistrict_id, id),
  check ((kind = 'reopened') = (last_day is not null)),
  check ((outcome is null) = (settled_by is null) and (outcome is null) = (settled_at is null) and (outcome is null) = (settled_by_name is null)),
  check (settled_by <> asked_by),
  check (outcome is distinct from 'refused' or btrim(settled_text) <> '')
)
-- ;;
select tenant_table('round_ask', 'select, insert')
-- ;;
grant update (outcome, settled_by, settled_by_name, settled_at, settled_text) on round_ask to zhidian_app
-- ;;
alter table round_ask add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create unique index round_ask_open on round_ask (subdistrict_id, round_id) where outcome is null
-- ;;
create function round_ask_is_settled_once() returns trigger language plpgsql as $$
begin
  if old.outcome is not null or new.reason <> old.reason or new.asked_by <> old.asked_by or new.kind <> old.kind then
    raise exception 'what was asked stays, and is answered once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger settled_once before update on round_ask for each row execute function round_ask_is_settled_once()
-- ;;
-- A round as it reaches one neighbourhood: what duties and messages are about.
create table round_place (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  neighbourhood_id uuid not null,
  made_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, neighbourhood_id)
)
-- ;;
select tenant_table('round_place', 'select, insert')
-- ;;
alter table round_place add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_place add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_place for each row execute function refuse_change()
-- ;;
-- Who was told what about a change of the round, one line for each committee and for each application it touched.
create table round_told (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  change_id uuid not null,
  neighbourhood_id uuid not null,
  project_id uuid,
  fate text check (fate in ('next-round', 'ended')),
  text text not null check (btrim(text) <> '' and length(text) <= 2000),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique nulls not distinct (subdistrict_id, change_id, neighbourhood_id, project_id),
  check ((project_id is null) = (fate is null))
)
-- ;;
select tenant_table('round_told', 'select, insert')
-- ;;
alter table round_told add foreign key (subdistrict_id, change_id) references round_change (subdistrict_id, id)
-- ;;
alter table round_told add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_told for each row execute function refuse_change()
