-- A grade is told to the community with its reason; the community objects once or takes it; then it is final.
create table grade_notice (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  grade_no int not null,
  -- Last day to object; null: the office has set none.
  object_until date,
  by_person_id uuid,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, project_id)
)
-- ;;
select tenant_table('grade_notice', 'select, insert')
-- ;;
alter table grade_notice add foreign key (subdistrict_id, project_id, grade_no) references grade (subdistrict_id, project_id, no)
-- ;;
create trigger append_only before update or delete on grade_notice for each row execute function refuse_change()
-- ;;
create table grade_objection (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  text text not null check (btrim(text) <> '' and length(text) <= 2000),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  on_day date not null,
  at timestamptz not null,
  primary key (subdistrict_id, project_id)
)
-- ;;
select tenant_table('grade_objection', 'select, insert')
-- ;;
alter table grade_objection add foreign key (subdistrict_id, project_id) references grade_notice (subdistrict_id, project_id)
-- ;;
create trigger append_only before update or delete on grade_objection for each row execute function refuse_change()
-- ;;
-- How it ended: taken as it is, or answered after the objection (kept, or another grade).
create table grade_end (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  how text not null check (how in ('taken', 'kept', 'upheld')),
  reason text not null check (length(reason) <= 2000),
  final_no int not null,
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  at timestamptz not null,
  primary key (subdistrict_id, project_id),
  check (how = 'taken' or btrim(reason) <> '')
)
-- ;;
select tenant_table('grade_end', 'select, insert')
-- ;;
alter table grade_end add foreign key (subdistrict_id, project_id) references grade_notice (subdistrict_id, project_id)
-- ;;
alter table grade_end add foreign key (subdistrict_id, project_id, final_no) references grade (subdistrict_id, project_id, no)
-- ;;
create trigger append_only before update or delete on grade_end for each row execute function refuse_change()
-- ;;
-- What is told is the last grade; who waits for it waits for the project.
create function grade_notice_tells_the_last() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id for update;
  if new.grade_no <> (select max(g.no) from grade g where g.subdistrict_id = new.subdistrict_id and g.project_id = new.project_id) then
    raise exception 'what is told is the last grade' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger tells_the_last before insert on grade_notice for each row execute function grade_notice_tells_the_last()
-- ;;
create function grade_objection_in_time() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare last_day date;
begin
  perform 1 from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id for update;
  select n.object_until into last_day from grade_notice n where n.subdistrict_id = new.subdistrict_id and n.project_id = new.project_id;
  if new.on_day > last_day or new.on_day <> (new.at at time zone 'Asia/Shanghai')::date then
    raise exception 'the time to object is over' using errcode = '23514';
  end if;
  if exists (select from grade_end e where e.subdistrict_id = new.subdistrict_id and e.project_id = new.project_id) then
    raise exception 'the grade is final' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger in_time before insert on grade_objection for each row execute function grade_objection_in_time()
-- ;;
create function grade_after_telling() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id for update;
  if exists (select from grade_end e where e.subdistrict_id = new.subdistrict_id and e.project_id = new.project_id) then
    raise exception 'the grade is final' using errcode = '23514';
  end if;
  if exists (select from grade_notice n where n.subdistrict_id = new.subdistrict_id and n.project_id = new.project_id)
      and not exists (select from grade_objection o where o.subdistrict_id = new.subdistrict_id and o.project_id = new.project_id) then
    raise exception 'a grade that was told changes only after an objection' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger after_telling before insert on grade for each row execute function grade_after_telling()
-- ;;
-- The end fits what happened: another grade only after an objection; an objection is answered by somebody other than who gave the grade.
create function grade_end_fits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare told grade_notice; objected boolean; last_no int; giver uuid;
begin
  perform 1 from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id for update;
  select * into told from grade_notice n where n.subdistrict_id = new.subdistrict_id and n.project_id = new.project_id;
  objected := exists (select from grade_objection o where o.subdistrict_id = new.subdistrict_id and o.project_id = new.project_id);
  select max(g.no) into last_no from grade g where g.subdistrict_id = new.subdistrict_id and g.project_id = new.project_id;
  select g.by_person_id into giver from grade g where g.subdistrict_id = new.subdistrict_id and g.project_id = new.project_id and g.no = told.grade_no;
  if new.final_no <> last_no or (new.how = 'taken') = objected or (new.how = 'upheld') <> (last_no > told.grade_no) then
    raise exception 'how a grade ended fits what happened' using errcode = '23514';
  end if;
  if objected and new.by_person_id = giver then
    raise exception 'nobody answers an objection to their own grade' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on grade_end for each row execute function grade_end_fits()
