-- A submitted version of an application. It is filled, then sealed in the same transaction; from then on neither it nor
-- what belongs to it changes: a correction is a new version.
create table application (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  version int not null check (version > 0),
  title text not null check (btrim(title) <> ''),
  goal text not null check (btrim(goal) <> ''),
  why text not null check (btrim(why) <> ''),
  period_start date not null,
  period_end date not null,
  keeper_person_id uuid,
  keeper_name text not null check (btrim(keeper_name) <> ''),
  upkeep_months int not null check (upkeep_months between 1 and 60),
  upkeep_yearly_fen bigint not null check (upkeep_yearly_fen >= 0),
  upkeep_plan text not null check (btrim(upkeep_plan) <> ''),
  total_fen bigint not null check (total_fen > 0),
  grant_fen bigint not null check (grant_fen > 0 and grant_fen <= total_fen),
  submitted_by uuid,
  submitted_at timestamptz not null,
  sealed boolean not null default false,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, version),
  check (period_end >= period_start)
)
-- ;;
select tenant_table('application', 'select, insert')
-- ;;
grant update (sealed) on application to zhidian_app
-- ;;
alter table application add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table project add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create table application_indicator (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  name text not null check (btrim(name) <> ''),
  unit text not null,
  baseline numeric(14, 2) not null,
  target numeric(14, 2) not null,
  primary key (subdistrict_id, application_id, no)
)
-- ;;
select tenant_table('application_indicator', 'select, insert')
-- ;;
alter table application_indicator add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create table application_member (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  person_id uuid,
  name text not null check (btrim(name) <> ''),
  duty text not null check (btrim(duty) <> ''),
  primary key (subdistrict_id, application_id, no)
)
-- ;;
select tenant_table('application_member', 'select, insert')
-- ;;
alter table application_member add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create table application_source (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind')),
  name text not null check (btrim(name) <> ''),
  organisation_id uuid,
  per_household_fen bigint check (per_household_fen > 0),
  households int check (households > 0),
  planned_fen bigint not null check (planned_fen > 0),
  primary key (subdistrict_id, application_id, no),
  check ((kind = 'household') = (per_household_fen is not null)),
  check ((kind = 'household') = (households is not null)),
  check (kind <> 'household' or per_household_fen * households = planned_fen)
)
-- ;;
select tenant_table('application_source', 'select, insert')
-- ;;
alter table application_source add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create table budget_line (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  name text not null check (btrim(name) <> ''),
  category text not null check (btrim(category) <> ''),
  unit text not null,
  quantity numeric(12, 2) not null check (quantity > 0),
  unit_price_fen bigint not null check (unit_price_fen > 0),
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, application_id, no),
  check (amount_fen = round(quantity * unit_price_fen))
)
-- ;;
select tenant_table('budget_line', 'select, insert')
-- ;;
alter table budget_line add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create table budget_line_source (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  line_no int not null,
  source_no int not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, application_id, line_no, source_no)
)
-- ;;
select tenant_table('budget_line_source', 'select, insert')
-- ;;
alter table budget_line_source add foreign key (subdistrict_id, application_id, line_no) references budget_line (subdistrict_id, application_id, no)
-- ;;
alter table budget_line_source add foreign key (subdistrict_id, application_id, source_no) references application_source (subdistrict_id, application_id, no)
-- ;;
create table application_risk (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  risk text not null check (btrim(risk) <> ''),
  answer text not null check (btrim(answer) <> ''),
  primary key (subdistrict_id, application_id, no)
)
-- ;;
select tenant_table('application_risk', 'select, insert')
-- ;;
alter table application_risk add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
-- What the application rests on: resolutions of the three meetings, and the assembly's ballot where residents pay.
create table application_basis (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  resolution_id uuid,
  ballot_id uuid,
  primary key (subdistrict_id, application_id, no),
  check (num_nonnulls(resolution_id, ballot_id) = 1)
)
-- ;;
select tenant_table('application_basis', 'select, insert')
-- ;;
alter table application_basis add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create table application_evidence (
  subdistrict_id uuid not null references subdistrict (id),
  application_id uuid not null,
  no int not null check (no > 0),
  kind text not null,
  file_id uuid not null,
  primary key (subdistrict_id, application_id, no)
)
-- ;;
select tenant_table('application_evidence', 'select, insert')
-- ;;
alter table application_evidence add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
-- What the policy pack said about this version, rule by rule, on the day it was asked.
create table application_check (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  application_id uuid not null,
  pack text not null,
  outcome text not null check (outcome in ('pass', 'block', 'needs-ruling', 'needs-setting')),
  reasons jsonb not null check (jsonb_typeof(reasons) = 'array'),
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('application_check', 'select, insert')
-- ;;
alter table application_check add foreign key (subdistrict_id, application_id) references application (subdistrict_id, id)
-- ;;
create index on application_check (subdistrict_id, application_id, at)
-- ;;
create trigger append_only before update or delete on application_check for each row execute function refuse_change()
-- ;;
-- Seals a version once, and only when its sums hold: every line is paid in full by its sources, every source is used to
-- the fen, lines and sources add up to the total, and the grant's part is what the version says.
create function application_seals_when_sums_hold() returns trigger language plpgsql as $$
declare lines bigint; sources bigint; grants bigint; bad int;
begin
  if tg_op = 'DELETE' or old.sealed or not new.sealed or to_jsonb(new) - 'sealed' <> to_jsonb(old) - 'sealed' then
    raise exception 'application is append-only' using errcode = '23514';
  end if;
  select coalesce(sum(amount_fen), 0) into lines from budget_line
    where subdistrict_id = new.subdistrict_id and application_id = new.id;
  select coalesce(sum(planned_fen), 0), coalesce(sum(planned_fen) filter (where kind = 'grant'), 0) into sources, grants
    from application_source where subdistrict_id = new.subdistrict_id and application_id = new.id;
  if lines <> new.total_fen or sources <> new.total_fen or grants <> new.grant_fen then
    raise exception 'application sums: lines %, sources %, total %, grant % of %', lines, sources, new.total_fen, grants, new.grant_fen
      using errcode = '23514';
  end if;
  select count(*) into bad from budget_line l where l.subdistrict_id = new.subdistrict_id and l.application_id = new.id
    and l.amount_fen <> (select coalesce(sum(s.amount_fen), 0) from budget_line_source s
      where s.subdistrict_id = l.subdistrict_id and s.application_id = l.application_id and s.line_no = l.no);
  if bad > 0 then raise exception 'application sums: % lines are not paid in full', bad using errcode = '23514'; end if;
  select count(*) into bad from application_source p where p.subdistrict_id = new.subdistrict_id and p.application_id = new.id
    and p.planned_fen <> (select coalesce(sum(s.amount_fen), 0) from budget_line_source s
      where s.subdistrict_id = p.subdistrict_id and s.application_id = p.application_id and s.source_no = p.no);
  if bad > 0 then raise exception 'application sums: % sources do not match their lines', bad using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger seal before update or delete on application for each row execute function application_seals_when_sums_hold()
-- ;;
create function application_is_not_born_sealed() returns trigger language plpgsql as $$
begin
  if new.sealed then raise exception 'application is sealed after it is filled' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger unsealed before insert on application for each row execute function application_is_not_born_sealed()
-- ;;
create function application_part_stays() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then raise exception '% is append-only', tg_table_name using errcode = '23514'; end if;
  if (select sealed from application where subdistrict_id = new.subdistrict_id and id = new.application_id) then
    raise exception 'application is sealed: % takes no more rows', tg_table_name using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger part_stays before insert or update or delete on application_indicator for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on application_member for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on application_source for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on budget_line for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on budget_line_source for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on application_risk for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on application_basis for each row execute function application_part_stays()
-- ;;
create trigger part_stays before insert or update or delete on application_evidence for each row execute function application_part_stays()
-- ;;
-- A project that left its draft points at a version of its own that is sealed.
create function project_rests_on_a_sealed_version() returns trigger language plpgsql as $$
begin
  if new.application_id is not null and not exists (select from application a where a.subdistrict_id = new.subdistrict_id
    and a.id = new.application_id and a.project_id = new.id and a.sealed) then
    raise exception 'project rests on a version that is not its own or not sealed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger sealed_version before insert or update of application_id on project for each row execute function project_rests_on_a_sealed_version()
