-- The residents' team looks at what was built, item by item, and says accepted or back to work.
create table acceptance (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  meeting_id uuid,
  checklist jsonb not null check (jsonb_typeof(checklist) = 'array' and jsonb_array_length(checklist) > 0),
  result text not null check (result in ('accepted', 'rework')),
  remark text not null,
  by_person_id uuid,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  check (result = 'accepted' or btrim(remark) <> '')
)
-- ;;
select tenant_table('acceptance', 'select, insert')
-- ;;
alter table acceptance add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on acceptance for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on acceptance for each row execute function project_takes_entries()
-- ;;
-- The account at the end, taken from the books: what each source gave, what was spent of it, what went back.
create table settlement (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  received_fen bigint not null check (received_fen >= 0),
  spent_fen bigint not null check (spent_fen >= 0),
  returned_fen bigint not null check (returned_fen >= 0),
  note text not null default '',
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id),
  check (received_fen = spent_fen + returned_fen)
)
-- ;;
select tenant_table('settlement', 'select, insert')
-- ;;
alter table settlement add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on settlement for each row execute function refuse_change()
-- ;;
create trigger takes_entries before insert on settlement for each row execute function project_takes_entries()
-- ;;
create table settlement_source (
  subdistrict_id uuid not null references subdistrict (id),
  settlement_id uuid not null,
  award_id uuid not null,
  source_kind text not null check (source_kind in ('grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind')),
  name text not null,
  planned_fen bigint not null check (planned_fen >= 0),
  received_fen bigint not null check (received_fen >= 0),
  spent_fen bigint not null check (spent_fen >= 0),
  returned_fen bigint not null check (returned_fen >= 0),
  primary key (subdistrict_id, settlement_id, award_id),
  check (received_fen = spent_fen + returned_fen)
)
-- ;;
select tenant_table('settlement_source', 'select, insert')
-- ;;
alter table settlement_source add foreign key (subdistrict_id, settlement_id) references settlement (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on settlement_source for each row execute function refuse_change()
-- ;;
-- The grade the office gives at closing; a better insight is a new row with a higher number.
create table grade (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no > 0),
  grade text not null check (btrim(grade) <> '' and length(grade) <= 20),
  reason text not null check (btrim(reason) <> ''),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no)
)
-- ;;
select tenant_table('grade', 'select, insert')
-- ;;
alter table grade add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on grade for each row execute function refuse_change()
-- ;;
-- A day on which the keeper looks after what was built; done once, with what was found.
create table upkeep_task (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  due_day date not null,
  keeper_person_id uuid,
  keeper_name text not null check (btrim(keeper_name) <> ''),
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, due_day)
)
-- ;;
select tenant_table('upkeep_task', 'select, insert')
-- ;;
alter table upkeep_task add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on upkeep_task for each row execute function refuse_change()
-- ;;
create table upkeep_check (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  task_id uuid not null,
  condition text not null check (condition in ('good', 'repaired', 'broken')),
  note text not null check (btrim(note) <> ''),
  photo_file_id uuid,
  cost_fen bigint not null default 0 check (cost_fen >= 0),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, task_id)
)
-- ;;
select tenant_table('upkeep_check', 'select, insert')
-- ;;
alter table upkeep_check add foreign key (subdistrict_id, task_id) references upkeep_task (subdistrict_id, id)
-- ;;
alter table upkeep_check add foreign key (subdistrict_id, photo_file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on upkeep_check for each row execute function refuse_change()
