-- A session at which applicants speak and reviewers give points on their phones (路演、答辩).
create table pitch_session (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  title text not null check (btrim(title) <> '' and length(title) <= 80),
  place text not null default '' check (length(place) <= 100),
  starts_at timestamptz not null,
  pitch_seconds int not null check (pitch_seconds between 30 and 7200),
  warn_seconds int not null check (warn_seconds >= 0 and warn_seconds < pitch_seconds),
  question_seconds int not null check (question_seconds between 0 and 7200),
  chair_id uuid not null,
  chair_name text not null,
  order_how text not null check (order_how in ('drawn', 'set')),
  seed text check (seed ~ '^[0-9a-f]{16}$'),
  state text not null check (state in ('planned', 'open', 'closed')),
  made_by uuid,
  made_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz,
  closed_by_name text,
  primary key (subdistrict_id, id),
  check ((order_how = 'drawn') = (seed is not null)),
  check ((state = 'planned') = (opened_at is null)),
  check ((state = 'closed') = (closed_at is not null))
)
-- ;;
select tenant_table('pitch_session', 'select, insert')
-- ;;
grant update (state, opened_at, closed_at, closed_by_name) on pitch_session to zhidian_app
-- ;;
alter table pitch_session add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table pitch_session add foreign key (subdistrict_id, chair_id) references person (subdistrict_id, id)
-- ;;
create index on pitch_session (subdistrict_id, round_id)
-- ;;
create function pitch_session_moves_on() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a session is never deleted' using errcode = '23514'; end if;
  if (old.state, new.state) not in (('planned', 'open'), ('open', 'closed'))
      or (to_jsonb(new) - 'state' - 'opened_at' - 'closed_at' - 'closed_by_name') <> (to_jsonb(old) - 'state' - 'opened_at' - 'closed_at' - 'closed_by_name')
      or (old.opened_at is not null and new.opened_at is distinct from old.opened_at) then
    raise exception 'a session only moves on' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger moves_on before update or delete on pitch_session for each row execute function pitch_session_moves_on()
-- ;;
-- Who speaks when, and how far it has come.
create table pitch_entry (
  subdistrict_id uuid not null references subdistrict (id),
  session_id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  stage text not null check (stage in ('waiting', 'pitch', 'questions', 'done', 'absent')),
  stage_at timestamptz,
  primary key (subdistrict_id, session_id, project_id),
  unique (subdistrict_id, session_id, no)
)
-- ;;
select tenant_table('pitch_entry', 'select, insert')
-- ;;
grant update (stage, stage_at) on pitch_entry to zhidian_app
-- ;;
alter table pitch_entry add foreign key (subdistrict_id, session_id) references pitch_session (subdistrict_id, id)
-- ;;
alter table pitch_entry add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
-- The order stands once the session is made; it moves only while the session is open.
create function pitch_entry_keeps_its_place() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'the order stands' using errcode = '23514'; end if;
  perform 1 from pitch_session s where s.subdistrict_id = new.subdistrict_id and s.id = new.session_id
    and s.state = case tg_op when 'INSERT' then 'planned' else 'open' end for share;
  if not found then raise exception 'the session does not take this now' using errcode = '23514'; end if;
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'stage' - 'stage_at') <> (to_jsonb(old) - 'stage' - 'stage_at') then
    raise exception 'the order stands' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_place before insert or update or delete on pitch_entry for each row execute function pitch_entry_keeps_its_place()
-- ;;
-- Points of one reviewer for one criterion, with the rubric's weight and maximum at that time.
create table pitch_score (
  subdistrict_id uuid not null references subdistrict (id),
  session_id uuid not null,
  project_id uuid not null,
  reviewer_id uuid not null,
  reviewer_name text not null,
  criterion text not null,
  title text not null,
  points int not null check (points >= 0),
  max_points int not null check (max_points > 0),
  weight_percent int not null check (weight_percent between 0 and 100),
  scored_at timestamptz not null,
  primary key (subdistrict_id, session_id, project_id, reviewer_id, criterion),
  check (points <= max_points)
)
-- ;;
select tenant_table('pitch_score', 'select, insert, update')
-- ;;
alter table pitch_score add foreign key (subdistrict_id, session_id, project_id) references pitch_entry (subdistrict_id, session_id, project_id)
-- ;;
alter table pitch_score add foreign key (subdistrict_id, reviewer_id) references person (subdistrict_id, id)
-- ;;
-- Points are given while the session is open, to whom has spoken, by whom has no part in it. After closing nothing changes: the row of
-- the session is the lock that giving and closing share.
create function pitch_scores_freeze_when_closed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'points are never deleted' using errcode = '23514'; end if;
  perform 1 from pitch_session s where s.subdistrict_id = new.subdistrict_id and s.id = new.session_id and s.state = 'open' for share;
  if not found then raise exception 'points are given while the session is open' using errcode = '23514'; end if;
  if tg_op = 'UPDATE' and (new.session_id, new.project_id, new.reviewer_id, new.criterion) is distinct from (old.session_id, old.project_id, old.reviewer_id, old.criterion) then
    raise exception 'points stay where they were given' using errcode = '23514';
  end if;
  if not exists (select from pitch_entry e where e.subdistrict_id = new.subdistrict_id and e.session_id = new.session_id and e.project_id = new.project_id
      and e.stage in ('pitch', 'questions', 'done')) then
    raise exception 'points are given to who has spoken' using errcode = '23514';
  end if;
  if exists (select from review_relations(new.subdistrict_id, new.project_id, (new.scored_at at time zone 'Asia/Shanghai')::date) r where r.person_id = new.reviewer_id)
      or exists (select from review_recusal c where c.subdistrict_id = new.subdistrict_id and c.project_id = new.project_id and c.person_id = new.reviewer_id) then
    raise exception 'nobody reviews their own' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger freeze_when_closed before insert or update or delete on pitch_score for each row execute function pitch_scores_freeze_when_closed()
