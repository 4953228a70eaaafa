-- A code on a drawn household's letter, by which it answers without an account. A newer letter takes the older one's place.
create table survey_code (
  subdistrict_id uuid not null references subdistrict (id),
  survey_id uuid not null,
  household_id uuid not null,
  code_hash text not null check (length(code_hash) = 64),
  issued_by uuid,
  issued_by_name text not null,
  issued_on date not null,
  primary key (subdistrict_id, survey_id, household_id),
  unique (subdistrict_id, survey_id, code_hash)
)
-- ;;
select tenant_table('survey_code', 'select, insert, update')
-- ;;
alter table survey_code add foreign key (subdistrict_id, survey_id, household_id) references survey_member (subdistrict_id, survey_id, household_id)
-- ;;
-- No code for a household that answered, nor for a survey that is closed.
create function survey_code_is_for_who_has_not_answered() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or exists (select from survey_return r where r.subdistrict_id = new.subdistrict_id and r.survey_id = new.survey_id and r.household_id = new.household_id)
      or not exists (select from survey s where s.subdistrict_id = new.subdistrict_id and s.id = new.survey_id and s.state = 'open')
      or (tg_op = 'UPDATE' and (new.survey_id, new.household_id) is distinct from (old.survey_id, old.household_id)) then
    raise exception 'a code is for a household that has not answered yet' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger for_who_has_not_answered before insert or update or delete on survey_code for each row execute function survey_code_is_for_who_has_not_answered()
