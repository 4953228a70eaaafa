-- What a project that was stopped half-way leaves behind: what is done, what stays undone, and who gets what was bought.
create table works_stop (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  done text not null check (btrim(done) <> '' and length(done) <= 2000),
  undone text not null check (btrim(undone) <> '' and length(undone) <= 2000),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, project_id)
)
-- ;;
select tenant_table('works_stop', 'select, insert')
-- ;;
alter table works_stop add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on works_stop for each row execute function refuse_change()
-- ;;
create table works_stop_asset (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  no int not null check (no > 0),
  name text not null check (btrim(name) <> '' and length(name) <= 200),
  quantity text not null check (length(quantity) <= 50),
  to_whom text not null check (btrim(to_whom) <> '' and length(to_whom) <= 200),
  handed_on date,
  handed_note text,
  handed_by_name text,
  handed_at timestamptz,
  primary key (subdistrict_id, project_id, no),
  check (num_nonnulls(handed_on, handed_by_name, handed_at) in (0, 3)),
  check (handed_on is null or handed_on <= (handed_at at time zone 'Asia/Shanghai')::date)
)
-- ;;
select tenant_table('works_stop_asset', 'select, insert')
-- ;;
grant update (handed_on, handed_note, handed_by_name, handed_at) on works_stop_asset to zhidian_app
-- ;;
alter table works_stop_asset add foreign key (subdistrict_id, project_id) references works_stop (subdistrict_id, project_id)
-- ;;
create function works_stop_holds() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    if tg_op = 'DELETE' or old.handed_on is not null or (new.name, new.quantity, new.to_whom) <> (old.name, old.quantity, old.to_whom) then
      raise exception 'what was decided about a thing stays as it is' using errcode = '23514';
    end if;
  else
    perform 1 from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id and p.state = 'stopped';
    if not found then raise exception 'only works that were stopped leave this behind' using errcode = '23514'; end if;
  end if;
  return new;
end $$
-- ;;
create trigger holds before insert or update or delete on works_stop_asset for each row execute function works_stop_holds()
-- ;;
create trigger holds before insert on works_stop for each row execute function works_stop_holds()
