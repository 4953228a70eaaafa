-- After its settlement a project gets no new source: its sources are closed, and nothing is posted on a closed one.
create function settled_project_gets_no_source() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from settlement s where s.subdistrict_id = new.subdistrict_id and s.project_id = new.project_id;
  if found then
    raise exception 'the project is settled' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger settled_project_gets_no_source before insert on award for each row execute function settled_project_gets_no_source()
-- ;;
-- How the account stood against bank and cash when the project was settled.
create table settlement_check (
  subdistrict_id uuid not null references subdistrict (id),
  settlement_id uuid not null,
  bank text not null check (bank in ('none', 'matched')),
  cash text not null check (cash in ('none', 'counted', 'no-cash')),
  explained jsonb not null,
  notice_id uuid,
  primary key (subdistrict_id, settlement_id)
)
-- ;;
select tenant_table('settlement_check', 'select, insert, update')
-- ;;
alter table settlement_check add foreign key (subdistrict_id, settlement_id) references settlement (subdistrict_id, id)
-- ;;
alter table settlement_check add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create function settlement_check_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.notice_id is not null or (to_jsonb(new) - 'notice_id') <> (to_jsonb(old) - 'notice_id') then
    raise exception 'a settlement stays as it was' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stays before update or delete on settlement_check for each row execute function settlement_check_stays()
