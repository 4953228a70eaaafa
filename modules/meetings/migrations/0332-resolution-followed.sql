-- An organisation or department may watch as well as carry out; nobody watches their own work.
alter table resolution alter column supervisor_person_id drop not null
-- ;;
alter table resolution add column supervisor_organisation_id uuid
-- ;;
alter table resolution add constraint one_supervisor check (num_nonnulls(supervisor_person_id, supervisor_organisation_id) = 1)
-- ;;
alter table resolution drop constraint resolution_check1
-- ;;
alter table resolution add constraint supervisor_is_another_person
  check (executor_person_id is null or executor_person_id is distinct from supervisor_person_id)
-- ;;
alter table resolution add constraint supervisor_is_another_organisation
  check (executor_organisation_id is null or executor_organisation_id is distinct from supervisor_organisation_id)
-- ;;
alter table resolution add foreign key (subdistrict_id, executor_organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table resolution add foreign key (subdistrict_id, supervisor_organisation_id) references organisation (subdistrict_id, id)
-- ;;
-- A resolution about money of residents or the owners' common income names the ballot that decided it (ballots are numbered later: no foreign key).
alter table resolution add column money text check (money in ('residents', 'common'))
-- ;;
alter table resolution add column ballot_id uuid
-- ;;
grant update (ballot_id) on resolution to zhidian_app
-- ;;
-- Its ballot is named once.
create function guard_resolution_ballot() returns trigger language plpgsql as $$
begin
  if old.ballot_id is not null and new.ballot_id is distinct from old.ballot_id then
    raise exception 'a resolution names its ballot once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger ballot_once before update on resolution for each row execute function guard_resolution_ballot()
-- ;;
-- New steps: the executor asks for a later day, the supervisor grants or refuses it, an appraisal that is not satisfied sends it back.
alter table resolution_progress drop constraint resolution_progress_kind_check
-- ;;
alter table resolution_progress add constraint resolution_progress_kind_check
  check (kind in ('report', 'finish', 'accept', 'return', 'overdue', 'appraise', 'ask-later', 'grant-later', 'refuse-later', 'reopen'))
-- ;;
-- The new last day: with the question and with the consent, nowhere else.
alter table resolution_progress add column deadline date
-- ;;
alter table resolution_progress add constraint later_day check ((kind in ('ask-later', 'grant-later')) = (deadline is not null))
-- ;;
-- The appraisal meeting that judged it.
alter table resolution_progress add column meeting_id uuid
-- ;;
alter table resolution_progress add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table resolution_progress add constraint judged_by_a_meeting check (meeting_id is null or kind in ('appraise', 'reopen'))
-- ;;
-- The last day moves only when it was asked for with a reason and the supervisor agrees to that very day.
create function guard_later_day() returns trigger language plpgsql as $$
declare asked resolution_progress; watches uuid;
begin
  if new.kind in ('grant-later', 'refuse-later') then
    select * into asked from resolution_progress where subdistrict_id = new.subdistrict_id and resolution_id = new.resolution_id and kind <> 'overdue' order by seq desc limit 1;
    if asked.kind is distinct from 'ask-later' or new.kind = 'grant-later' and asked.deadline <> new.deadline then
      raise exception 'nobody asked for this day' using errcode = '23514';
    end if;
    select supervisor_person_id into watches from resolution where subdistrict_id = new.subdistrict_id and id = new.resolution_id;
    if watches is not null and new.by_person_id is distinct from watches then
      raise exception 'only the supervisor agrees to a later day' using errcode = '23514';
    end if;
    if new.by_person_id is null or new.by_person_id = asked.by_person_id then
      raise exception 'nobody agrees to their own request' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger later_day before insert on resolution_progress for each row execute function guard_later_day()
