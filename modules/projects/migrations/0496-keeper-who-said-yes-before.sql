-- What the keeper read when they answered: their yes holds for this plan of care and for no other. Answers from before this do not say it.
alter table keeper_answer add column upkeep_plan text check (length(upkeep_plan) <= 1000)
-- ;;
alter table keeper_answer add column upkeep_months text check (length(upkeep_months) <= 10)
-- ;;
alter table asset_keeper_offer drop constraint asset_keeper_offer_how_check
-- ;;
alter table asset_keeper_offer add check (how in ('own', 'paper', 'earlier'))
-- ;;
-- 'earlier' is the yes that the same person gave themselves, at the application, to the plan that is in force: their last word, and the same words.
create function the_yes_given_earlier_is_there() returns trigger language plpgsql as $$
begin
  if not exists (
    select from asset s
    join project p on p.subdistrict_id = s.subdistrict_id and p.id = s.project_id
    join application a on a.subdistrict_id = p.subdistrict_id and a.id = p.application_id
    join keeper_answer k on k.subdistrict_id = p.subdistrict_id and k.project_id = p.id
    where s.subdistrict_id = new.subdistrict_id and s.id = new.asset_id and k.person_id = new.person_id and a.keeper_person_id = new.person_id
      and k.answer = 'accepted' and k.upkeep_plan = a.upkeep_plan and k.upkeep_months = a.upkeep_months::text
      and not exists (select from keeper_answer l where l.subdistrict_id = k.subdistrict_id and l.project_id = k.project_id and l.person_id = k.person_id
        and l.no > k.no)) then
    raise exception 'the keeper has not said yes to this plan' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger said_before before update on asset_keeper_offer for each row when (new.how = 'earlier') execute function the_yes_given_earlier_is_there()
