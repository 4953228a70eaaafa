-- An objection found right in part: the office proposes anew, or keeps the result and says why, for all to read.
create table objection_kept (
  subdistrict_id uuid not null references subdistrict (id),
  objection_id uuid not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 2000),
  kept_by uuid not null,
  kept_by_name text not null check (btrim(kept_by_name) <> ''),
  kept_at timestamptz not null,
  primary key (subdistrict_id, objection_id)
)
-- ;;
select tenant_table('objection_kept', 'select, insert')
-- ;;
alter table objection_kept add foreign key (subdistrict_id, objection_id) references objection (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on objection_kept for each row execute function refuse_change()
-- ;;
create function only_what_is_right_in_part_is_kept() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from objection_answer a where a.subdistrict_id = new.subdistrict_id and a.objection_id = new.objection_id and a.outcome = 'partly') then
    raise exception 'a result is kept against an objection that was found right in part only' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger right_in_part before insert on objection_kept for each row execute function only_what_is_right_in_part_is_kept()
-- ;;
create or replace function who_proposed_does_not_confirm() returns trigger language plpgsql as $$
begin
  if exists (select from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.id = new.proposal_id
    and (p.proposed_by = new.decided_by or p.project_id <> new.project_id)) then
    raise exception 'who proposed an award does not confirm it' using errcode = '23514';
  end if;
  if new.decision = 'confirmed' and exists (select from award_proposal p
    join objection o on o.subdistrict_id = p.subdistrict_id and o.notice_id = p.notice_id
    join objection_about b on b.subdistrict_id = o.subdistrict_id and b.objection_id = o.id
    join objection_answer a on a.subdistrict_id = o.subdistrict_id and a.objection_id = o.id
    left join objection_kept k on k.subdistrict_id = o.subdistrict_id and k.objection_id = o.id
    where p.subdistrict_id = new.subdistrict_id and p.id = new.proposal_id and b.project_id = p.project_id
      and (a.outcome = 'accepted' or (a.outcome = 'partly' and (k.objection_id is null or k.kept_by = new.decided_by)))) then
    raise exception 'an objection to it was found right: it is proposed anew' using errcode = '23514';
  end if;
  return new;
end $$
