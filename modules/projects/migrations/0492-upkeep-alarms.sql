-- Anybody who passes says that something is damaged; a name is not asked for.
create table asset_report (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  asset_id uuid not null,
  text text not null check (btrim(text) <> '' and length(text) <= 500),
  photo_file_id uuid,
  person_id uuid,
  name text not null default '' check (length(name) <= 60),
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('asset_report', 'select, insert')
-- ;;
alter table asset_report add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
alter table asset_report add foreign key (subdistrict_id, photo_file_id) references file (subdistrict_id, id)
-- ;;
create index on asset_report (subdistrict_id, asset_id, at)
-- ;;
create trigger append_only before update or delete on asset_report for each row execute function refuse_change()
-- ;;
-- A thing is being abandoned, or looks like it. Level 1 the keeper, 2 the committee, 3 the office; it only goes up.
create table upkeep_alarm (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  asset_id uuid not null,
  no int not null check (no > 0),
  cause text not null check (cause in ('missed', 'sign', 'report')),
  task_id uuid,
  check_id uuid,
  report_id uuid,
  opened_day date not null,
  opened_at timestamptz not null,
  level int not null check (level between 1 and 3),
  level_day date not null,
  closed_day date,
  closed_how text check (closed_how in ('check', 'decision', 'abandoned')),
  closing_check_id uuid,
  decision text not null default '' check (length(decision) <= 500),
  closed_by uuid,
  closed_by_name text,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, asset_id, no),
  check ((closed_day is null) = (closed_how is null) and (closed_day is null) = (closed_by_name is null)),
  check ((closed_how is not distinct from 'check') = (closing_check_id is not null)),
  check (closed_how is distinct from 'decision' or btrim(decision) <> ''),
  check (num_nonnulls(task_id, check_id, report_id) = 1)
)
-- ;;
select tenant_table('upkeep_alarm', 'select, insert')
-- ;;
grant update (level, level_day, closed_day, closed_how, closing_check_id, decision, closed_by, closed_by_name) on upkeep_alarm to zhidian_app
-- ;;
alter table upkeep_alarm add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
alter table upkeep_alarm add foreign key (subdistrict_id, task_id) references upkeep_task (subdistrict_id, id)
-- ;;
alter table upkeep_alarm add foreign key (subdistrict_id, check_id) references upkeep_check (subdistrict_id, id)
-- ;;
alter table upkeep_alarm add foreign key (subdistrict_id, report_id) references asset_report (subdistrict_id, id)
-- ;;
alter table upkeep_alarm add foreign key (subdistrict_id, closing_check_id) references upkeep_check (subdistrict_id, id)
-- ;;
create unique index on upkeep_alarm (subdistrict_id, asset_id) where closed_day is null
-- ;;
create index on upkeep_alarm (subdistrict_id, level) where closed_day is null
-- ;;
-- An alarm goes up and is closed once: by a check with a photo of this very thing that found it in order after the alarm, by a
-- decision in words, or because the thing was given up by decision.
create function alarm_ends_with_a_photo_or_a_decision() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an alarm is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.closed_day is not null then raise exception 'an alarm is closed after it was raised' using errcode = '23514'; end if;
    return new;
  end if;
  if old.closed_day is not null or new.level < old.level or to_jsonb(new) - array['level', 'level_day', 'closed_day', 'closed_how', 'closing_check_id', 'decision', 'closed_by', 'closed_by_name']
    <> to_jsonb(old) - array['level', 'level_day', 'closed_day', 'closed_how', 'closing_check_id', 'decision', 'closed_by', 'closed_by_name'] then
    raise exception 'an alarm goes up or is closed, nothing else' using errcode = '23514';
  end if;
  if new.closed_how = 'check' and not exists (select from upkeep_check c join upkeep_task t on t.subdistrict_id = c.subdistrict_id and t.id = c.task_id
    where c.subdistrict_id = new.subdistrict_id and c.id = new.closing_check_id and t.asset_id = new.asset_id and c.photo_file_id is not null
      and c.condition in ('good', 'repaired') and c.at >= new.opened_at and c.id is distinct from new.check_id) then
    raise exception 'an alarm is closed by a check with a photo' using errcode = '23514';
  end if;
  if new.closed_how = 'abandoned' and not exists (select from asset_abandonment a where a.subdistrict_id = new.subdistrict_id and a.asset_id = new.asset_id) then
    raise exception 'abandoned only by decision' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger ends_with_a_photo before insert or update or delete on upkeep_alarm for each row execute function alarm_ends_with_a_photo_or_a_decision()
