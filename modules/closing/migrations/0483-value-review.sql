-- The year-end value review of a round: its projects side by side, a panel that says of each whether the money was worth it.
create table value_session (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  title text not null check (btrim(title) <> '' and length(title) <= 100),
  held_on date not null,
  place text not null check (btrim(place) <> '' and length(place) <= 200),
  -- Grades of the round's policy as they stood at the opening, the best first: [{code, zh, en, least}].
  bands jsonb not null check (jsonb_typeof(bands) = 'array'),
  clause text not null,
  state text not null check (state in ('open', 'closed')),
  opened_by uuid,
  opened_by_name text not null check (btrim(opened_by_name) <> ''),
  opened_at timestamptz not null,
  closed_by_name text,
  closed_at timestamptz,
  primary key (subdistrict_id, id),
  check ((state = 'closed') = (closed_at is not null)),
  check ((closed_at is null) = (closed_by_name is null))
)
-- ;;
select tenant_table('value_session', 'select, insert')
-- ;;
grant update (state, closed_by_name, closed_at) on value_session to zhidian_app
-- ;;
alter table value_session add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create function value_session_only_closes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state = 'closed'
      or (to_jsonb(new) - 'state' - 'closed_by_name' - 'closed_at') <> (to_jsonb(old) - 'state' - 'closed_by_name' - 'closed_at') then
    raise exception 'a value review only closes' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger only_closes before update or delete on value_session for each row execute function value_session_only_closes()
-- ;;
create table value_member (
  subdistrict_id uuid not null references subdistrict (id),
  session_id uuid not null,
  person_id uuid not null,
  name text not null check (btrim(name) <> ''),
  primary key (subdistrict_id, session_id, person_id)
)
-- ;;
select tenant_table('value_member', 'select, insert')
-- ;;
alter table value_member add foreign key (subdistrict_id, session_id) references value_session (subdistrict_id, id)
-- ;;
alter table value_member add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on value_member for each row execute function refuse_change()
-- ;;
-- A project before the panel, with the figures that were laid before it.
create table value_project (
  subdistrict_id uuid not null references subdistrict (id),
  session_id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  facts jsonb not null,
  taken_at timestamptz not null,
  primary key (subdistrict_id, session_id, project_id),
  unique (subdistrict_id, session_id, no)
)
-- ;;
select tenant_table('value_project', 'select, insert')
-- ;;
grant update (facts, taken_at) on value_project to zhidian_app
-- ;;
alter table value_project add foreign key (subdistrict_id, session_id) references value_session (subdistrict_id, id)
-- ;;
alter table value_project add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create table value_recusal (
  subdistrict_id uuid not null references subdistrict (id),
  session_id uuid not null,
  project_id uuid not null,
  person_id uuid not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 300),
  at timestamptz not null,
  primary key (subdistrict_id, session_id, project_id, person_id)
)
-- ;;
select tenant_table('value_recusal', 'select, insert')
-- ;;
alter table value_recusal add foreign key (subdistrict_id, session_id, project_id) references value_project (subdistrict_id, session_id, project_id)
-- ;;
alter table value_recusal add foreign key (subdistrict_id, session_id, person_id) references value_member (subdistrict_id, session_id, person_id)
-- ;;
create trigger append_only before update or delete on value_recusal for each row execute function refuse_change()
-- ;;
-- Was the money worth it? The last number of a person counts.
create table value_judgement (
  subdistrict_id uuid not null references subdistrict (id),
  session_id uuid not null,
  project_id uuid not null,
  person_id uuid not null,
  no int not null check (no > 0),
  worth text not null check (worth in ('yes', 'partly', 'no')),
  points int check (points between 0 and 100),
  grade text not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  at timestamptz not null,
  primary key (subdistrict_id, session_id, project_id, person_id, no)
)
-- ;;
select tenant_table('value_judgement', 'select, insert')
-- ;;
alter table value_judgement add foreign key (subdistrict_id, session_id, project_id) references value_project (subdistrict_id, session_id, project_id)
-- ;;
alter table value_judgement add foreign key (subdistrict_id, session_id, person_id) references value_member (subdistrict_id, session_id, person_id)
-- ;;
create trigger append_only before update or delete on value_judgement for each row execute function refuse_change()
-- ;;
-- All entries are made while the session is open; whoever closes it waits for them.
create function value_session_is_open() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare found_state text;
begin
  select s.state into found_state from value_session s where s.subdistrict_id = new.subdistrict_id and s.id = new.session_id for update;
  if found_state is distinct from 'open' then
    raise exception 'the value review is closed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger a_open before insert on value_member for each row execute function value_session_is_open()
-- ;;
create trigger a_open before insert or update on value_project for each row execute function value_session_is_open()
-- ;;
create trigger a_open before insert on value_recusal for each row execute function value_session_is_open()
-- ;;
create trigger a_open before insert on value_judgement for each row execute function value_session_is_open()
-- ;;
-- Figures that somebody judged on stay as they were.
create function value_facts_stay_once_judged() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or (new.session_id, new.project_id, new.no) is distinct from (old.session_id, old.project_id, old.no)
      or exists (select from value_judgement j where j.subdistrict_id = old.subdistrict_id and j.session_id = old.session_id and j.project_id = old.project_id) then
    raise exception 'figures that were judged on stay' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stay_once_judged before update or delete on value_project for each row execute function value_facts_stay_once_judged()
-- ;;
-- Whoever stepped back does not judge; the grade is one of the session's.
create function value_judgement_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare known jsonb;
begin
  if exists (select from value_recusal r where r.subdistrict_id = new.subdistrict_id and r.session_id = new.session_id and r.project_id = new.project_id
      and r.person_id = new.person_id) then
    raise exception 'whoever stepped back does not judge' using errcode = '23514';
  end if;
  select s.bands into known from value_session s where s.subdistrict_id = new.subdistrict_id and s.id = new.session_id;
  if (jsonb_array_length(known) = 0 and new.grade <> '')
      or (jsonb_array_length(known) > 0 and not exists (select from jsonb_array_elements(known) b where b ->> 'code' = new.grade)) then
    raise exception 'no such grade in the policy' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on value_judgement for each row execute function value_judgement_fits()
