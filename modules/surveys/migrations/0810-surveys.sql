-- Surveys: a questionnaire put to households drawn from the roll, or one that was held elsewhere and is entered as counts. That a household answered and what was
-- answered lie in two tables that share no key: a sheet belongs to a group, never to a household.
create table survey (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid,
  kind text not null check (kind in ('sample', 'counts')),
  title text not null check (length(btrim(title)) between 1 and 80),
  purpose text not null default '' check (length(purpose) <= 1000),
  -- A tenth of a per cent: 100 = ± 10 %.
  margin_permille int check (margin_permille between 10 and 500),
  seed text check (length(seed) between 1 and 100),
  population int check (population > 0),
  -- Where counts come from.
  source text check (length(source) between 1 and 200),
  state text not null check (state in ('open', 'closed')),
  opened_by uuid,
  opened_by_name text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (subdistrict_id, id),
  check ((kind = 'sample') = (margin_permille is not null and seed is not null and population is not null and neighbourhood_id is not null)),
  check (kind = 'sample' or source is not null),
  check ((state = 'closed') = (closed_at is not null))
)
-- ;;
select tenant_table('survey', 'select, insert')
-- ;;
grant update (state, closed_at) on survey to zhidian_app
-- ;;
alter table survey add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create function survey_only_closes() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state = 'closed' then
    raise exception 'a survey that is closed stays' using errcode = '23514';
  end if;
  if (new.kind, new.title, new.purpose, new.opened_at) is distinct from (old.kind, old.title, old.purpose, old.opened_at)
      or new.seed is distinct from old.seed or new.population is distinct from old.population or new.margin_permille is distinct from old.margin_permille then
    raise exception 'how a survey was drawn stands' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger only_closes before update or delete on survey for each row execute function survey_only_closes()
-- ;;
create table survey_question (
  subdistrict_id uuid not null references subdistrict (id),
  survey_id uuid not null,
  no int not null check (no > 0),
  text text not null check (length(btrim(text)) between 1 and 200),
  options text[] not null check (cardinality(options) between 2 and 20),
  primary key (subdistrict_id, survey_id, no)
)
-- ;;
select tenant_table('survey_question', 'select, insert')
-- ;;
alter table survey_question add foreign key (subdistrict_id, survey_id) references survey (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on survey_question for each row execute function refuse_change()
-- ;;
-- Who was drawn, in the order of the drawing.
create table survey_member (
  subdistrict_id uuid not null references subdistrict (id),
  survey_id uuid not null,
  household_id uuid not null,
  no int not null check (no > 0),
  group_name text not null check (length(group_name) between 1 and 60),
  primary key (subdistrict_id, survey_id, household_id),
  unique (subdistrict_id, survey_id, no)
)
-- ;;
select tenant_table('survey_member', 'select, insert')
-- ;;
alter table survey_member add foreign key (subdistrict_id, survey_id) references survey (subdistrict_id, id)
-- ;;
alter table survey_member add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on survey_member for each row execute function refuse_change()
-- ;;
-- That a household answered: once, whichever way. Days, not instants, so that a sheet is not found by its time.
create table survey_return (
  subdistrict_id uuid not null references subdistrict (id),
  survey_id uuid not null,
  household_id uuid not null,
  channel text not null check (channel in ('own', 'phone', 'paper')),
  on_day date not null,
  entered_by uuid,
  primary key (subdistrict_id, survey_id, household_id)
)
-- ;;
select tenant_table('survey_return', 'select, insert')
-- ;;
alter table survey_return add foreign key (subdistrict_id, survey_id, household_id) references survey_member (subdistrict_id, survey_id, household_id)
-- ;;
create trigger append_only before update or delete on survey_return for each row execute function refuse_change()
-- ;;
-- What was answered: one option a question, null where a question was left out.
create table survey_sheet (
  subdistrict_id uuid not null references subdistrict (id),
  survey_id uuid not null,
  id uuid not null,
  group_name text not null,
  answers text[] not null,
  primary key (subdistrict_id, survey_id, id)
)
-- ;;
select tenant_table('survey_sheet', 'select, insert')
-- ;;
alter table survey_sheet add foreign key (subdistrict_id, survey_id) references survey (subdistrict_id, id)
-- ;;
-- As many sheets of a group as households of it answered, never more, and none after the survey is closed.
create function survey_sheet_has_its_return() returns trigger language plpgsql as $$
declare open boolean;
begin
  select s.state = 'open' into open from survey s where s.subdistrict_id = new.subdistrict_id and s.id = new.survey_id for update;
  if not coalesce(open, false) then
    raise exception 'the survey is closed' using errcode = '23514';
  end if;
  if (select count(*) from survey_sheet t where t.subdistrict_id = new.subdistrict_id and t.survey_id = new.survey_id and t.group_name = new.group_name)
      >= (select count(*) from survey_return r join survey_member m on m.subdistrict_id = r.subdistrict_id and m.survey_id = r.survey_id and m.household_id = r.household_id
        where r.subdistrict_id = new.subdistrict_id and r.survey_id = new.survey_id and m.group_name = new.group_name) then
    raise exception 'a sheet needs a household that answered' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger has_its_return before insert on survey_sheet for each row execute function survey_sheet_has_its_return()
-- ;;
create trigger append_only before update or delete on survey_sheet for each row execute function refuse_change()
-- ;;
-- Counts of a survey held elsewhere.
create table survey_count (
  subdistrict_id uuid not null references subdistrict (id),
  survey_id uuid not null,
  question_no int not null,
  group_name text not null check (length(group_name) between 1 and 60),
  answer text not null,
  count int not null check (count >= 0),
  primary key (subdistrict_id, survey_id, question_no, group_name, answer)
)
-- ;;
select tenant_table('survey_count', 'select, insert')
-- ;;
alter table survey_count add foreign key (subdistrict_id, survey_id, question_no) references survey_question (subdistrict_id, survey_id, no)
-- ;;
create trigger append_only before update or delete on survey_count for each row execute function refuse_change()
