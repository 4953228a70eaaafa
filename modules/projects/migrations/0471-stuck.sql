-- What is stuck (卡壳): what, since when, what was tried. What happens to it are its steps.
create table stuck (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  task_id uuid,
  what text not null check (btrim(what) <> '' and length(what) <= 500),
  since_day date not null,
  tried text not null check (btrim(tried) <> '' and length(tried) <= 1000),
  raised_by uuid,
  raised_by_name text not null,
  raised_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  check (since_day <= (raised_at at time zone 'Asia/Shanghai')::date)
)
-- ;;
select tenant_table('stuck', 'select, insert')
-- ;;
alter table stuck add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table stuck add foreign key (subdistrict_id, project_id, task_id) references work_task (subdistrict_id, project_id, id)
-- ;;
create trigger append_only before update or delete on stuck for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on stuck for each row execute function project_takes_entries()
-- ;;
create table stuck_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  stuck_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('send', 'take', 'hand-on', 'answer', 'solve', 'give-back')),
  to_kind text check (to_kind in ('town', 'partner', 'expert')),
  to_person_id uuid,
  to_name text,
  until_day date,
  text text not null default '' check (length(text) <= 1000),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, stuck_id, no),
  check ((kind in ('send', 'hand-on')) = (to_kind is not null)),
  check ((kind in ('send', 'hand-on')) = (btrim(coalesce(to_name, '')) <> '')),
  -- Somebody takes it on by name, with a day.
  check ((kind = 'take') = (until_day is not null)),
  check (kind <> 'take' or (by_person_id is not null and btrim(by_name) <> '' and until_day >= (at at time zone 'Asia/Shanghai')::date)),
  check (kind in ('send', 'take') or btrim(text) <> '')
)
-- ;;
select tenant_table('stuck_step', 'select, insert')
-- ;;
alter table stuck_step add foreign key (subdistrict_id, stuck_id) references stuck (subdistrict_id, id)
-- ;;
alter table stuck_step add foreign key (subdistrict_id, to_person_id) references person (subdistrict_id, id)
-- ;;
create index on stuck_step (subdistrict_id, stuck_id, no)
-- ;;
create trigger append_only before update or delete on stuck_step for each row execute function refuse_change()
-- ;;
-- Each step follows from the one before; whoever answers, hands on or gives back is the one who took it on.
create function stuck_step_follows() returns trigger language plpgsql as $$
declare last stuck_step;
begin
  select * into last from stuck_step s where s.subdistrict_id = new.subdistrict_id and s.stuck_id = new.stuck_id order by s.no desc limit 1;
  if new.no <> coalesce(last.no, 0) + 1 or not (case coalesce(last.kind, '')
      when '' then new.kind in ('send', 'solve')
      when 'send' then new.kind in ('send', 'take', 'give-back', 'solve')
      when 'hand-on' then new.kind in ('send', 'take', 'give-back', 'solve')
      when 'take' then new.kind in ('answer', 'hand-on', 'give-back', 'solve')
      when 'answer' then new.kind in ('solve', 'send')
      when 'give-back' then new.kind in ('send', 'solve')
      else false end) then
    raise exception 'what is stuck goes from % not to %', coalesce(last.kind, 'raised'), new.kind using errcode = '23514';
  end if;
  if last.kind = 'take' and new.kind in ('answer', 'hand-on', 'give-back') and new.by_person_id is distinct from last.by_person_id then
    raise exception 'it is in the hands of who took it on' using errcode = '23514';
  end if;
  if new.kind = 'take' and last.to_person_id is not null and new.by_person_id <> last.to_person_id then
    raise exception 'it was sent to somebody else by name' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows before insert on stuck_step for each row execute function stuck_step_follows()
