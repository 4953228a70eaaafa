-- How a round's projects are shared out among its reviewers: drawn with a seed, seen and changed by an officer, then standing.
create table review_plan (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  no int not null check (no > 0),
  seed text not null check (seed ~ '^[0-9a-f]{16}$'),
  wanted int not null check (wanted between 1 and 20),
  due_day date,
  state text not null check (state in ('draft', 'standing', 'dropped')),
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  settled_by uuid,
  settled_by_name text,
  settled_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, no),
  check ((state = 'draft') = (settled_at is null))
)
-- ;;
select tenant_table('review_plan', 'select, insert')
-- ;;
grant update (state, settled_by, settled_by_name, settled_at) on review_plan to zhidian_app
-- ;;
alter table review_plan add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
-- A round has one draft at a time.
create unique index on review_plan (subdistrict_id, round_id) where state = 'draft'
-- ;;
create function review_plan_moves_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a plan is dropped, never deleted' using errcode = '23514'; end if;
  if old.state <> 'draft' or new.state = 'draft'
      or (to_jsonb(new) - 'state' - 'settled_by' - 'settled_by_name' - 'settled_at') <> (to_jsonb(old) - 'state' - 'settled_by' - 'settled_by_name' - 'settled_at') then
    raise exception 'a plan stands as it was settled' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger moves_once before update or delete on review_plan for each row execute function review_plan_moves_once()
-- ;;
-- What the draw gave.
create table review_plan_seat (
  subdistrict_id uuid not null references subdistrict (id),
  plan_id uuid not null,
  project_id uuid not null,
  person_id uuid not null,
  by_topic boolean not null,
  primary key (subdistrict_id, plan_id, project_id, person_id)
)
-- ;;
select tenant_table('review_plan_seat', 'select, insert')
-- ;;
alter table review_plan_seat add foreign key (subdistrict_id, plan_id) references review_plan (subdistrict_id, id)
-- ;;
alter table review_plan_seat add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table review_plan_seat add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on review_plan_seat for each row execute function refuse_change()
-- ;;
-- What an officer changed before it stood: one out, one in, and why.
create table review_plan_change (
  subdistrict_id uuid not null references subdistrict (id),
  plan_id uuid not null,
  seq int not null check (seq > 0),
  project_id uuid not null,
  out_person_id uuid,
  in_person_id uuid,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 300),
  changed_by uuid,
  changed_by_name text not null,
  changed_at timestamptz not null,
  primary key (subdistrict_id, plan_id, seq),
  check (out_person_id is not null or in_person_id is not null)
)
-- ;;
select tenant_table('review_plan_change', 'select, insert')
-- ;;
alter table review_plan_change add foreign key (subdistrict_id, plan_id) references review_plan (subdistrict_id, id)
-- ;;
alter table review_plan_change add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on review_plan_change for each row execute function refuse_change()
-- ;;
-- A plan is filled and changed while it is a draft, and never with somebody who has a part in the project.
create function review_plan_takes_nobody_with_a_part() returns trigger language plpgsql as $$
declare person uuid; made timestamptz;
begin
  select p.made_at into made from review_plan p where p.subdistrict_id = new.subdistrict_id and p.id = new.plan_id and p.state = 'draft' for update;
  if not found then raise exception 'the plan stands' using errcode = '23514'; end if;
  person := (to_jsonb(new) ->> case tg_table_name when 'review_plan_seat' then 'person_id' else 'in_person_id' end)::uuid;
  if person is not null and (
      exists (select from review_relations(new.subdistrict_id, new.project_id, (made at time zone 'Asia/Shanghai')::date) r where r.person_id = person)
      or exists (select from review_recusal c where c.subdistrict_id = new.subdistrict_id and c.project_id = new.project_id and c.person_id = person)) then
    raise exception 'nobody reviews their own' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger nobody_with_a_part before insert on review_plan_seat for each row execute function review_plan_takes_nobody_with_a_part()
-- ;;
create trigger nobody_with_a_part before insert on review_plan_change for each row execute function review_plan_takes_nobody_with_a_part()
