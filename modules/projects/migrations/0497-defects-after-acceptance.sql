-- A defect that did not block is mended after the acceptance, and looked at again then; the list itself stays closed.
create or replace function acceptance_recheck_from_outside() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare project uuid; where_it_is text;
begin
  select i.project_id into project from acceptance_finding f join acceptance_item i on i.subdistrict_id = f.subdistrict_id and i.id = f.item_id
    where f.subdistrict_id = new.subdistrict_id and f.id = new.finding_id;
  select p.state into where_it_is from project p where p.subdistrict_id = new.subdistrict_id and p.id = project for update;
  if where_it_is is null or where_it_is not in ('doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep') then
    raise exception 'the acceptance list is closed' using errcode = '23514';
  end if;
  perform checked_from_outside(new.subdistrict_id, project, new.by_person_id, new.by_name);
  if exists (select from acceptance_recheck r where r.subdistrict_id = new.subdistrict_id and r.finding_id = new.finding_id and r.result = 'mended') then
    raise exception 'the defect is mended already' using errcode = '23514';
  end if;
  return new;
end $$
