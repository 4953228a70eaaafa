-- A policy may begin later than the day it was adopted, was written by the office itself, and was proposed by another than adopted it.
alter table adopted_policy add column holds_from date check (holds_from >= adopted_on)
-- ;;
alter table adopted_policy add column draft_id uuid
-- ;;
alter table adopted_policy add column reason text not null default '' check (length(reason) <= 1000)
-- ;;
alter table adopted_policy add column proposed_by uuid
-- ;;
alter table adopted_policy add column proposed_by_name text
-- ;;
alter table adopted_policy add check ((draft_id is null) = (proposed_by is null) and (draft_id is null) = (holds_from is null))
-- ;;
-- Two persons: whoever proposed it does not publish it.
alter table adopted_policy add check (draft_id is null or (adopted_by is not null and adopted_by <> proposed_by and btrim(reason) <> ''))
-- ;;
alter table adopted_policy add unique (subdistrict_id, draft_id)
-- ;;
-- The office's own pack while it is being written: the whole pack as data, until it is proposed and then published by another.
create table policy_draft (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  based_on uuid,
  pack jsonb not null,
  holds_from date,
  reason text not null default '' check (length(reason) <= 1000),
  state text not null default 'draft' check (state in ('draft', 'proposed', 'published', 'dropped')),
  revision int not null default 0 check (revision >= 0),
  started_by uuid,
  started_by_name text not null check (btrim(started_by_name) <> ''),
  changed_by_name text not null,
  changed_at timestamptz not null,
  proposed_by uuid,
  proposed_by_name text,
  proposed_at timestamptz,
  primary key (subdistrict_id, id),
  foreign key (subdistrict_id, based_on) references adopted_policy (subdistrict_id, id),
  check ((state in ('proposed', 'published')) = (proposed_by is not null)),
  check (proposed_by is null or (proposed_by_name is not null and proposed_at is not null and holds_from is not null and btrim(reason) <> ''))
)
-- ;;
select tenant_table('policy_draft', 'select, insert, update')
-- ;;
create index on policy_draft (subdistrict_id, changed_at)
-- ;;
alter table adopted_policy add foreign key (subdistrict_id, draft_id) references policy_draft (subdistrict_id, id)
-- ;;
-- What is proposed stays as it was proposed until it is published or taken back; what is published or dropped stays for ever.
create function policy_draft_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.state in ('published', 'dropped') then
    raise exception 'a policy that was published or dropped does not change' using errcode = '23514';
  end if;
  if old.state = 'proposed' and (new.pack <> old.pack or new.holds_from is distinct from old.holds_from or new.reason <> old.reason
      or (new.state = 'published' and new.proposed_by is distinct from old.proposed_by)) then
    raise exception 'a proposed policy is published as it was proposed' using errcode = '23514';
  end if;
  if new.state = 'published' and not exists (
      select 1 from adopted_policy a where a.subdistrict_id = new.subdistrict_id and a.draft_id = new.id) then
    raise exception 'a published policy is in the register' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_word before update on policy_draft for each row execute function policy_draft_keeps_its_word()
-- ;;
create function adopted_policy_is_what_was_proposed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.draft_id is not null and not exists (
      select 1 from policy_draft d where d.subdistrict_id = new.subdistrict_id and d.id = new.draft_id and d.state = 'proposed'
      and d.pack = new.packs -> 0 and d.holds_from = new.holds_from and d.proposed_by = new.proposed_by) then
    raise exception 'what is published is what was proposed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger is_what_was_proposed before insert on adopted_policy for each row execute function adopted_policy_is_what_was_proposed()
-- ;;
-- A round keeps the rules it was opened under.
create function round_keeps_its_policy() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.policy_id <> old.policy_id or new.created_at <> old.created_at then
    raise exception 'a round keeps the policy it was opened under' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_policy before update on round for each row execute function round_keeps_its_policy()
