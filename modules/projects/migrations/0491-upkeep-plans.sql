-- What is done for a thing, how often, in which season. Its days are put on the calendar ahead, and always further.
create table upkeep_plan (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  asset_id uuid not null,
  kind text not null check (kind in ('check', 'work')),
  title text not null check (btrim(title) <> '' and length(title) <= 60),
  every int not null check (every between 1 and 365),
  unit text not null check (unit in ('day', 'week', 'month')),
  -- Month and day between which it is done each year; the second may lie in the next year. Both or neither.
  season_from text check (season_from ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'),
  season_to text check (season_to ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'),
  first_day date not null,
  photo_needed boolean not null,
  planned_until date not null,
  ended_day date,
  end_reason text not null default '',
  by_person_id uuid,
  by_name text not null,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, id, asset_id),
  check ((season_from is null) = (season_to is null)),
  check (ended_day is null or btrim(end_reason) <> '')
)
-- ;;
select tenant_table('upkeep_plan', 'select, insert')
-- ;;
grant update (planned_until, ended_day, end_reason) on upkeep_plan to zhidian_app
-- ;;
alter table upkeep_plan add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
create index on upkeep_plan (subdistrict_id, asset_id)
-- ;;
create index on upkeep_plan (subdistrict_id, planned_until) where ended_day is null
-- ;;
create function upkeep_plan_only_goes_on() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - array['planned_until', 'ended_day', 'end_reason'] <> to_jsonb(old) - array['planned_until', 'ended_day', 'end_reason']
    or new.planned_until < old.planned_until or (old.ended_day is not null and to_jsonb(new) <> to_jsonb(old)) then
    raise exception 'a plan of upkeep goes on or ends, nothing else' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger only_goes_on before update or delete on upkeep_plan for each row execute function upkeep_plan_only_goes_on()
-- ;;
-- Keepers who take turns at a plan, in order.
create table upkeep_rota (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  plan_id uuid not null,
  no int not null check (no > 0),
  person_id uuid not null,
  name text not null check (btrim(name) <> ''),
  ended_day date,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, plan_id, no)
)
-- ;;
select tenant_table('upkeep_rota', 'select, insert')
-- ;;
grant update (ended_day) on upkeep_rota to zhidian_app
-- ;;
alter table upkeep_rota add foreign key (subdistrict_id, plan_id) references upkeep_plan (subdistrict_id, id)
-- ;;
alter table upkeep_rota add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table upkeep_task add column asset_id uuid, add column plan_id uuid, add column rota_id uuid, add column title text
-- ;;
alter table upkeep_task drop constraint upkeep_task_subdistrict_id_project_id_due_day_key
-- ;;
alter table upkeep_task add foreign key (subdistrict_id, plan_id, asset_id) references upkeep_plan (subdistrict_id, id, asset_id)
-- ;;
alter table upkeep_task add foreign key (subdistrict_id, rota_id) references upkeep_rota (subdistrict_id, id)
-- ;;
alter table upkeep_task add check (num_nonnulls(asset_id, plan_id, title) in (0, 3))
-- ;;
create unique index on upkeep_task (subdistrict_id, plan_id, due_day) where plan_id is not null
-- ;;
create unique index on upkeep_task (subdistrict_id, project_id, due_day) where plan_id is null
-- ;;
create index on upkeep_task (subdistrict_id, asset_id, due_day)
-- ;;
create index on upkeep_task (subdistrict_id, due_day)
-- ;;
alter table upkeep_check drop constraint upkeep_check_condition_check
-- ;;
alter table upkeep_check add constraint upkeep_check_condition_check check (condition in ('good', 'repaired', 'dry', 'damaged', 'broken', 'missing'))
-- ;;
-- What care cost, who paid it, and with which paper. The grant pays only through a paid request of a running project of the place.
create table upkeep_cost (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  asset_id uuid not null,
  task_id uuid,
  day date not null,
  what text not null check (btrim(what) <> '' and length(what) <= 200),
  amount_fen bigint not null check (amount_fen > 0),
  payer_kind text not null check (payer_kind in ('grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind')),
  payer_name text not null check (btrim(payer_name) <> '' and length(payer_name) <= 100),
  spending_request_id uuid,
  paper_file_id uuid,
  no_paper_reason text not null default '' check (length(no_paper_reason) <= 200),
  -- A row that takes back an earlier one that was wrong.
  takes_back_id uuid,
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, takes_back_id),
  check ((payer_kind = 'grant') = (spending_request_id is not null)),
  check (spending_request_id is not null or paper_file_id is not null or btrim(no_paper_reason) <> '')
)
-- ;;
select tenant_table('upkeep_cost', 'select, insert')
-- ;;
alter table upkeep_cost add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
alter table upkeep_cost add foreign key (subdistrict_id, task_id) references upkeep_task (subdistrict_id, id)
-- ;;
alter table upkeep_cost add foreign key (subdistrict_id, paper_file_id) references file (subdistrict_id, id)
-- ;;
alter table upkeep_cost add foreign key (subdistrict_id, takes_back_id) references upkeep_cost (subdistrict_id, id)
-- ;;
create index on upkeep_cost (subdistrict_id, asset_id, day)
-- ;;
create index on upkeep_cost (subdistrict_id, spending_request_id) where spending_request_id is not null
-- ;;
create trigger append_only before update or delete on upkeep_cost for each row execute function refuse_change()
-- ;;
create function upkeep_is_paid_by_money_that_may() returns trigger language plpgsql as $$
declare asked bigint; linked bigint; other upkeep_cost;
begin
  if new.takes_back_id is not null then
    select * into other from upkeep_cost where subdistrict_id = new.subdistrict_id and id = new.takes_back_id;
    if other.takes_back_id is not null or other.asset_id <> new.asset_id or other.amount_fen <> new.amount_fen
      or other.spending_request_id is distinct from new.spending_request_id then
      raise exception 'a cost is taken back whole' using errcode = '23514';
    end if;
    return new;
  end if;
  if new.spending_request_id is null then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended(new.spending_request_id::text, 491));
  select r.amount_fen into asked from spending_request r join project p on p.subdistrict_id = r.subdistrict_id and p.id = r.project_id
    join asset a on a.subdistrict_id = p.subdistrict_id and a.neighbourhood_id = p.neighbourhood_id
    where r.subdistrict_id = new.subdistrict_id and r.id = new.spending_request_id and a.id = new.asset_id and r.state in ('paid', 'vouchered', 'closed');
  if asked is null then raise exception 'the grant pays upkeep only by a paid request of the place' using errcode = '23514'; end if;
  select coalesce(sum(case when c.takes_back_id is null then c.amount_fen else -c.amount_fen end), 0) into linked from upkeep_cost c
    where c.subdistrict_id = new.subdistrict_id and c.spending_request_id = new.spending_request_id;
  if linked + new.amount_fen > asked then raise exception 'more upkeep than the request paid' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger money_that_may before insert on upkeep_cost for each row execute function upkeep_is_paid_by_money_that_may()
