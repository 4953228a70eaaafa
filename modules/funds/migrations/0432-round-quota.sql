-- The quota (名额、额度) of a neighbourhood in a round: what the policy gives, what the office set, and why it departs. The newest counts.
create table round_quota (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  neighbourhood_id uuid not null,
  no int not null check (no > 0),
  amount_fen bigint check (amount_fen >= 0),
  count_limit int check (count_limit between 0 and 1000),
  -- What the policy's formula came to, with its steps; null where the policy is silent or leaves it open.
  proposed_fen bigint check (proposed_fen >= 0),
  basis jsonb not null default '[]',
  reason text not null default '' check (length(reason) <= 500),
  -- What is measured against it, and what happens above: refused, or named on the page for whoever decides.
  binds text not null check (binds in ('application', 'award')),
  over text not null check (over in ('refuse', 'name')),
  set_by uuid,
  set_by_name text not null check (btrim(set_by_name) <> ''),
  set_on date not null,
  set_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, neighbourhood_id, no),
  check (amount_fen is not null or count_limit is not null),
  check (proposed_fen is null or amount_fen is not distinct from proposed_fen or btrim(reason) <> ''),
  check (no = 1 or btrim(reason) <> '')
)
-- ;;
select tenant_table('round_quota', 'select, insert')
-- ;;
alter table round_quota add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_quota add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_quota for each row execute function refuse_change()
-- ;;
-- A quota follows the one before it, and is not set below what the neighbourhood has been promised already.
create function round_quota_follows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare r text; last int; promised bigint;
begin
  select state into r from round where subdistrict_id = new.subdistrict_id and id = new.round_id for update;
  if r in ('decided', 'cancelled') then
    raise exception 'the round is over: its quotas stay' using errcode = '23514';
  end if;
  select coalesce(max(no), 0) into last from round_quota
    where subdistrict_id = new.subdistrict_id and round_id = new.round_id and neighbourhood_id = new.neighbourhood_id;
  if new.no <> last + 1 then
    raise exception 'a quota follows the one before it' using errcode = '23514';
  end if;
  select coalesce(sum(p.grant_fen), 0) into promised from award_proposal p
    join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = new.subdistrict_id and p.round_id = new.round_id and j.neighbourhood_id = new.neighbourhood_id
      and j.state not in ('withdrawn', 'declined')
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
      and not exists (select from award_confirmation c where c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id and c.decision = 'refused');
  if new.amount_fen is not null and new.over = 'refuse' and new.amount_fen < promised then
    raise exception 'a quota is not set below what was promised' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows before insert on round_quota for each row execute function round_quota_follows()
-- ;;
-- What the committee itself says about applying; the newest counts.
create table round_word (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  neighbourhood_id uuid not null,
  plan text not null check (plan in ('will-apply', 'not-this-time')),
  reason text check (reason in ('no-topic', 'no-hands', 'no-know-how', 'other-money', 'no-money-left', 'refused-before', 'other')),
  text text not null default '' check (length(text) <= 1000),
  by_person_id uuid not null,
  by_name text not null check (btrim(by_name) <> ''),
  said_on date not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  check ((plan = 'not-this-time') = (reason is not null)),
  check (reason is distinct from 'other' or btrim(text) <> '')
)
-- ;;
select tenant_table('round_word', 'select, insert')
-- ;;
alter table round_word add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_word add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create index on round_word (subdistrict_id, round_id, neighbourhood_id, at)
-- ;;
create trigger append_only before update or delete on round_word for each row execute function refuse_change()
-- ;;
-- A nudge of the office to a committee that has not applied. A second one says why it is needed.
create table round_nudge (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  neighbourhood_id uuid not null,
  no int not null check (no > 0),
  text text not null check (btrim(text) <> '' and length(text) <= 1000),
  again_reason text not null default '' check (length(again_reason) <= 300),
  by_person_id uuid,
  by_name text not null check (btrim(by_name) <> ''),
  sent_on date not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, neighbourhood_id, no),
  check (no = 1 or btrim(again_reason) <> '')
)
-- ;;
select tenant_table('round_nudge', 'select, insert')
-- ;;
alter table round_nudge add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_nudge add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_nudge for each row execute function refuse_change()
-- ;;
create function round_nudge_counts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from round where subdistrict_id = new.subdistrict_id and id = new.round_id and state = 'open') then
    raise exception 'a round that takes no applications nudges nobody' using errcode = '23514';
  end if;
  if new.no <> 1 + (select count(*) from round_nudge n where n.subdistrict_id = new.subdistrict_id and n.round_id = new.round_id
      and n.neighbourhood_id = new.neighbourhood_id) then
    raise exception 'nudges are counted without a gap' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger counts before insert on round_nudge for each row execute function round_nudge_counts()
-- ;;
-- Professional help, offered by name; the committee takes it or not, and what came of it is followed.
create table round_help (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  neighbourhood_id uuid not null,
  kind text not null check (kind in ('expert', 'partner', 'organisation')),
  person_id uuid,
  organisation_id uuid,
  helper_name text not null check (btrim(helper_name) <> '' and length(helper_name) <= 100),
  offer text not null check (btrim(offer) <> '' and length(offer) <= 1000),
  state text not null default 'offered' check (state in ('offered', 'accepted', 'declined', 'ended')),
  offered_by uuid,
  offered_by_name text not null check (btrim(offered_by_name) <> ''),
  offered_on date not null,
  offered_at timestamptz not null,
  answered_by uuid,
  answered_by_name text,
  answered_on date,
  answer_text text not null default '' check (length(answer_text) <= 1000),
  ended_by_name text,
  ended_on date,
  outcome text not null default '' check (length(outcome) <= 1000),
  primary key (subdistrict_id, id),
  check (num_nonnulls(person_id, organisation_id) = 1),
  check ((kind = 'expert') = (person_id is not null)),
  check ((state = 'offered') = (answered_on is null) and (answered_on is null) = (answered_by_name is null)),
  check ((state = 'ended') = (ended_on is not null) and (ended_on is null) = (ended_by_name is null)),
  check (state <> 'declined' or btrim(answer_text) <> ''),
  check (state <> 'ended' or btrim(outcome) <> '')
)
-- ;;
select tenant_table('round_help', 'select, insert')
-- ;;
grant update (state, answered_by, answered_by_name, answered_on, answer_text, ended_by_name, ended_on, outcome) on round_help to zhidian_app
-- ;;
alter table round_help add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_help add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table round_help add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table round_help add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
create index on round_help (subdistrict_id, round_id, neighbourhood_id)
-- ;;
create function round_help_goes_on() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (('offered', 'accepted'), ('offered', 'declined'), ('accepted', 'ended')) then
    raise exception 'help that was % is not %', old.state, new.state using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger goes_on before update on round_help for each row execute function round_help_goes_on()
-- ;;
create table round_help_note (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  help_id uuid not null,
  text text not null check (btrim(text) <> '' and length(text) <= 1000),
  by_person_id uuid,
  by_name text not null,
  noted_on date not null,
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('round_help_note', 'select, insert')
-- ;;
alter table round_help_note add foreign key (subdistrict_id, help_id) references round_help (subdistrict_id, id)
-- ;;
create index on round_help_note (subdistrict_id, help_id, at)
-- ;;
create trigger append_only before update or delete on round_help_note for each row execute function refuse_change()
