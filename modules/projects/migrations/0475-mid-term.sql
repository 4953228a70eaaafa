-- The mid-term check (中期检查): the team reports from what is recorded, somebody outside the team checks and scores.
create table mid_term_report (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  progress text not null check (btrim(progress) <> '' and length(progress) <= 3000),
  problems text not null check (length(problems) <= 2000),
  next_steps text not null check (btrim(next_steps) <> '' and length(next_steps) <= 2000),
  -- The figures of that day, as they were recorded.
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  unique (subdistrict_id, project_id, id)
)
-- ;;
select tenant_table('mid_term_report', 'select, insert')
-- ;;
alter table mid_term_report add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on mid_term_report for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on mid_term_report for each row execute function project_takes_entries()
-- ;;
create table mid_term_check (
  subdistrict_id uuid not null references subdistrict (id),
  report_id uuid not null,
  project_id uuid not null,
  result text not null check (result in ('passed', 'improve', 'failed')),
  -- [{code, title, weight, max, points, reason}]; empty where neither the policy nor the office has a rubric.
  scores jsonb not null check (jsonb_typeof(scores) = 'array'),
  rubric text not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 2000),
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, report_id)
)
-- ;;
select tenant_table('mid_term_check', 'select, insert')
-- ;;
alter table mid_term_check add foreign key (subdistrict_id, project_id, report_id) references mid_term_report (subdistrict_id, project_id, id)
-- ;;
create trigger append_only before update or delete on mid_term_check for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on mid_term_check for each row execute function project_takes_entries()
-- ;;
-- Who checks is outside the team: not who reported, nobody the application names, nobody of the committee. Points stay within what the rubric gives.
create function mid_term_check_fits() returns trigger language plpgsql as $$
declare place uuid; application uuid; day date := (new.at at time zone 'Asia/Shanghai')::date;
begin
  select p.neighbourhood_id, p.application_id into place, application from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id;
  if exists (select from mid_term_report r where r.subdistrict_id = new.subdistrict_id and r.id = new.report_id and r.by_person_id = new.by_person_id)
    or exists (select from application_member m where m.subdistrict_id = new.subdistrict_id and m.application_id = application and m.person_id = new.by_person_id)
    or exists (select from role_assignment a where a.subdistrict_id = new.subdistrict_id and a.person_id = new.by_person_id and a.neighbourhood_id = place
      and a.role in ('secretary', 'director') and a.from_day <= day and (a.to_day is null or a.to_day >= day)) then
    raise exception 'the mid-term check is made by somebody outside the team' using errcode = '23514';
  end if;
  if exists (select from jsonb_to_recordset(new.scores) as s(weight int, max int, points numeric, reason text)
      where s.weight is null or s.max is null or s.points is null or s.points < 0 or s.points > s.max or s.weight <= 0 or btrim(coalesce(s.reason, '')) = '')
    or (jsonb_array_length(new.scores) > 0 and (select sum(s.weight) from jsonb_to_recordset(new.scores) as s(weight int)) <> 100) then
    raise exception 'points are within the rubric, each with its reason' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on mid_term_check for each row execute function mid_term_check_fits()
