-- How a round's money could be shared. A run keeps its inputs word for word with their digest, its scenarios what each rule made
-- of them, so that anybody recomputes them.
create table allocation_run (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  no int not null check (no > 0),
  input text not null check (length(input) between 2 and 8000000),
  input_sha256 text not null check (input_sha256 = encode(sha256(convert_to(input, 'UTF8')), 'hex')),
  computed_by uuid not null,
  computed_by_name text not null,
  computed_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, no)
)
-- ;;
select tenant_table('allocation_run', 'select, insert')
-- ;;
alter table allocation_run add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on allocation_run for each row execute function refuse_change()
-- ;;
create table allocation_scenario (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  run_id uuid not null,
  rule text not null check (rule ~ '^[a-z]+(-[a-z]+)*$'),
  outcome text not null,
  outcome_sha256 text not null check (outcome_sha256 = encode(sha256(convert_to(outcome, 'UTF8')), 'hex')),
  sum_fen bigint not null check (sum_fen >= 0),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, run_id, rule)
)
-- ;;
select tenant_table('allocation_scenario', 'select, insert')
-- ;;
alter table allocation_scenario add foreign key (subdistrict_id, run_id) references allocation_run (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on allocation_scenario for each row execute function refuse_change()
-- ;;
-- What a scenario gives a project: 0 for nothing.
create table allocation_line (
  subdistrict_id uuid not null references subdistrict (id),
  scenario_id uuid not null,
  project_id uuid not null,
  grant_fen bigint not null check (grant_fen >= 0),
  primary key (subdistrict_id, scenario_id, project_id)
)
-- ;;
select tenant_table('allocation_line', 'select, insert')
-- ;;
alter table allocation_line add foreign key (subdistrict_id, scenario_id) references allocation_scenario (subdistrict_id, id)
-- ;;
alter table allocation_line add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on allocation_line for each row execute function refuse_change()
-- ;;
-- Which scenario the round follows, by whom and why; chosen anew is a new version, the newest counts.
create table allocation_choice (
  subdistrict_id uuid not null references subdistrict (id),
  round_id uuid not null,
  version int not null check (version > 0),
  scenario_id uuid not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 2000),
  chosen_by uuid not null,
  chosen_by_name text not null,
  chosen_at timestamptz not null,
  primary key (subdistrict_id, round_id, version)
)
-- ;;
select tenant_table('allocation_choice', 'select, insert')
-- ;;
alter table allocation_choice add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table allocation_choice add foreign key (subdistrict_id, scenario_id) references allocation_scenario (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on allocation_choice for each row execute function refuse_change()
-- ;;
create function a_round_follows_its_own_scenario() returns trigger language plpgsql as $$
begin
  if not exists (select from allocation_scenario s join allocation_run r on r.subdistrict_id = s.subdistrict_id and r.id = s.run_id
    where s.subdistrict_id = new.subdistrict_id and s.id = new.scenario_id and r.round_id = new.round_id) then
    raise exception 'the scenario is of another round' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger own_scenario before insert on allocation_choice for each row execute function a_round_follows_its_own_scenario()
-- ;;
-- What is proposed for many projects of a round at once, under one public notice: the whole round first, then what changed only.
create table round_decision (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  version int not null check (version > 0),
  kind text not null check (kind in ('round', 'change', 'waiting')),
  scenario_id uuid not null,
  notice_id uuid not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 2000),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, version),
  check ((kind = 'round') = (version = 1))
)
-- ;;
select tenant_table('round_decision', 'select, insert')
-- ;;
alter table round_decision add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table round_decision add foreign key (subdistrict_id, scenario_id) references allocation_scenario (subdistrict_id, id)
-- ;;
alter table round_decision add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on round_decision for each row execute function refuse_change()
-- ;;
create trigger own_scenario before insert on round_decision for each row execute function a_round_follows_its_own_scenario()
-- ;;
-- A proposal of a round's decision keeps what the rule said beside what was proposed. `wait`: on the waiting list, in order.
alter table award_proposal
  add column decision_id uuid,
  add column rule_fen bigint check (rule_fen >= 0),
  add column departure_reason text check (length(departure_reason) <= 2000),
  -- What the applicants must say yes to, and the numbers of the budget lines that fall away.
  add column terms text check (length(terms) <= 2000),
  add column cut_lines int[],
  add column waiting_no int check (waiting_no > 0),
  -- What is meant for it when its turn comes.
  add column waiting_fen bigint check (waiting_fen > 0),
  -- The objection that was found right and led to this version.
  add column objection_id uuid,
  -- Why it moves up before those who stand before it on the waiting list.
  add column out_of_turn text check (btrim(out_of_turn) <> '' and length(out_of_turn) <= 2000)
-- ;;
alter table award_proposal drop constraint award_proposal_outcome_check
-- ;;
alter table award_proposal
  add constraint award_proposal_outcome_check check (outcome in ('award', 'decline', 'wait')),
  add constraint a_departure_has_its_reason check (decision_id is null or rule_fen is null or rule_fen = grant_fen or btrim(coalesce(departure_reason, '')) <> ''),
  add constraint who_waits_has_a_place check ((outcome = 'wait') = (waiting_no is not null)),
  add constraint who_waits_is_meant_something check ((outcome = 'wait') = (waiting_fen is not null)),
  add constraint only_decisions_make_wait check (outcome <> 'wait' or decision_id is not null)
-- ;;
alter table award_proposal add foreign key (subdistrict_id, decision_id) references round_decision (subdistrict_id, id)
-- ;;
create index on award_proposal (subdistrict_id, decision_id)
-- ;;
create index on award_proposal (subdistrict_id, notice_id)
-- ;;
-- What objections to a round's notice are about, with their evidence.
create table objection_about (
  subdistrict_id uuid not null references subdistrict (id),
  objection_id uuid not null,
  round_id uuid not null,
  -- Null: the round as a whole.
  project_id uuid,
  file_id uuid,
  -- Who handed it in on paper, as they signed.
  signed_name text check (length(signed_name) between 1 and 60),
  primary key (subdistrict_id, objection_id)
)
-- ;;
select tenant_table('objection_about', 'select, insert')
-- ;;
alter table objection_about add foreign key (subdistrict_id, objection_id) references objection (subdistrict_id, id)
-- ;;
alter table objection_about add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table objection_about add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table objection_about add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create index on objection_about (subdistrict_id, project_id)
-- ;;
create trigger append_only before update or delete on objection_about for each row execute function refuse_change()
-- ;;
alter table award_proposal add foreign key (subdistrict_id, objection_id) references objection (subdistrict_id, id)
-- ;;
create function a_proposal_follows_its_decision() returns trigger language plpgsql as $$
declare
  said bigint;
  before award_proposal;
begin
  select * into before from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.project_id = new.project_id
    order by p.version desc limit 1;
  -- Whoever comes off the waiting list does so in its order, or it says why not.
  if before.outcome = 'wait' and new.outcome = 'award' and new.out_of_turn is null
    and exists (select from award_confirmation c where c.subdistrict_id = before.subdistrict_id and c.proposal_id = before.id and c.decision = 'confirmed') and exists (
    select from award_proposal p join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = new.subdistrict_id and p.round_id = new.round_id and p.project_id <> new.project_id and p.outcome = 'wait'
      and p.waiting_no < before.waiting_no and j.state = 'noticed'
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)) then
    raise exception 'somebody stands before it on the waiting list' using errcode = '23514';
  end if;
  if new.decision_id is null then return new; end if;
  if not exists (select from round_decision d where d.subdistrict_id = new.subdistrict_id and d.id = new.decision_id and d.round_id = new.round_id
    and d.notice_id = new.notice_id and d.proposed_by = new.proposed_by) then
    raise exception 'the proposal is of another decision' using errcode = '23514';
  end if;
  select l.grant_fen into said from round_decision d
    join allocation_line l on l.subdistrict_id = d.subdistrict_id and l.scenario_id = d.scenario_id and l.project_id = new.project_id
    where d.subdistrict_id = new.subdistrict_id and d.id = new.decision_id;
  if said is distinct from new.rule_fen then
    raise exception 'the rule says something else about this project' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows_its_decision before insert on award_proposal for each row execute function a_proposal_follows_its_decision()
-- ;;
-- The head's word: never by who proposed it, nor against an objection that was found right: that needs a new version of the proposal.
create or replace function who_proposed_does_not_confirm() returns trigger language plpgsql as $$
begin
  if exists (select from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.id = new.proposal_id
    and (p.proposed_by = new.decided_by or p.project_id <> new.project_id)) then
    raise exception 'who proposed an award does not confirm it' using errcode = '23514';
  end if;
  if new.decision = 'confirmed' and exists (select from award_proposal p
    join objection o on o.subdistrict_id = p.subdistrict_id and o.notice_id = p.notice_id
    join objection_about b on b.subdistrict_id = o.subdistrict_id and b.objection_id = o.id
    join objection_answer a on a.subdistrict_id = o.subdistrict_id and a.objection_id = o.id and a.outcome = 'accepted'
    where p.subdistrict_id = new.subdistrict_id and p.id = new.proposal_id and b.project_id = p.project_id) then
    raise exception 'an objection to it was found right: it is proposed anew' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
-- Who decided does not judge the objections to it.
create function who_decided_does_not_answer() returns trigger language plpgsql as $$
begin
  if exists (with recursive told as (
      select o.notice_id as id from objection o where o.subdistrict_id = new.subdistrict_id and o.id = new.objection_id
      union select n.corrects_notice_id from told join notice n on n.subdistrict_id = new.subdistrict_id and n.id = told.id where n.corrects_notice_id is not null)
    select from told join award_proposal p on p.subdistrict_id = new.subdistrict_id and p.notice_id = told.id where p.proposed_by = new.answered_by) then
    raise exception 'who decided does not answer the objection' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger not_by_who_decided before insert on objection_answer for each row execute function who_decided_does_not_answer()
-- ;;
-- The committee took note of the letter; to what was awarded on terms it says yes.
create table letter_receipt (
  subdistrict_id uuid not null references subdistrict (id),
  proposal_id uuid not null,
  project_id uuid not null,
  accepts_terms boolean not null,
  received_by uuid not null,
  received_by_name text not null,
  received_at timestamptz not null,
  primary key (subdistrict_id, proposal_id)
)
-- ;;
select tenant_table('letter_receipt', 'select, insert')
-- ;;
alter table letter_receipt add foreign key (subdistrict_id, proposal_id) references award_proposal (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on letter_receipt for each row execute function refuse_change()
