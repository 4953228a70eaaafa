-- The ballot behind a part of a consent: its roll is the homes' roll, it counts what was signed and nothing else, and it does not close
-- while somebody says that they did not sign.
create function guard_consent_ballot() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from consent_part where subdistrict_id = new.subdistrict_id and ballot_id = new.id) then return new; end if;
  if new.state = 'open' and old.state <> 'open' then
    if exists (
      select 1 from (select elector_id, area_centi_m2 from ballot_roll where subdistrict_id = new.subdistrict_id and ballot_id = new.id) r
      full join (select elector_id, sum(area_centi_m2) as area from consent_home where subdistrict_id = new.subdistrict_id and ballot_id = new.id
        group by elector_id) h using (elector_id)
      where r.area_centi_m2 is distinct from h.area) then
      raise exception 'the homes do not add up to the roll' using errcode = '23514';
    end if;
  end if;
  if new.state = 'closed' and old.state = 'open' then
    if exists (select 1 from consent_part p join consent_entry e on e.subdistrict_id = p.subdistrict_id and e.consent_id = p.consent_id
        join consent_contest c on c.subdistrict_id = e.subdistrict_id and c.entry_id = e.id
        where p.subdistrict_id = new.subdistrict_id and p.ballot_id = new.id and c.outcome is null) then
      raise exception 'a contested answer must be settled first' using errcode = '23514';
    end if;
    if exists (
      select 1 from (select elector_id, choice from consent_counted where subdistrict_id = new.subdistrict_id and ballot_id = new.id) c
      full join (select voice.elector_id, case when vote.choice = 'picks' then 'option-' || (vote.picks -> 0 ->> 'o') else vote.choice end as choice
        from ballot_voice voice join ballot_vote vote on vote.subdistrict_id = voice.subdistrict_id and vote.id = voice.vote_id
        where voice.subdistrict_id = new.subdistrict_id and voice.ballot_id = new.id) v using (elector_id)
      where c.choice is distinct from v.choice) then
      raise exception 'the votes are not what was signed' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger consent_guard before update on ballot for each row execute function guard_consent_ballot()
-- ;;
create function guard_consent_vote() returns trigger language plpgsql as $$
begin
  if exists (select 1 from consent_part where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id)
    and not exists (select 1 from consent_counted where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id
      and elector_id = new.elector_id
      and choice = case when new.choice = 'picks' then 'option-' || (new.picks -> 0 ->> 'o') else new.choice end) then
    raise exception 'a consent counts only what was signed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger consent_guard before insert on ballot_vote for each row execute function guard_consent_vote()
