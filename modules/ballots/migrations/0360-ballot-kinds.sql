-- More kinds of question than yes and no; whether a vote may be changed; what is open to everybody once voting begins.
alter table ballot
  add column kind text not null default 'yes-no' check (kind in ('yes-no', 'one', 'approval', 'score', 'ranking', 'budget')),
  -- How many options one vote may pick (score: rate), how many are to be chosen, the highest score, the money to be given out.
  add column min_picks int check (min_picks >= 1),
  add column max_picks int check (max_picks between 1 and 60),
  add column seats int check (seats between 1 and 60),
  add column score_max int check (score_max between 1 and 100),
  add column budget_fen bigint check (budget_fen > 0),
  -- False: the first vote stands and cannot be changed.
  add column may_change boolean not null default true,
  -- Ranking: points by place, or the last one falls out until one has more than half.
  add column counting text check (counting in ('borda', 'irv')),
  -- Where votes are taken: on the ballot's own page and papers, or by another module that hands them in (signed consents).
  add column taken_by text not null default 'ballot' check (taken_by in ('ballot', 'consent')),
  -- Whom the roll covers, where it is one compound or several buildings.
  add column compound_id uuid,
  add column building_ids uuid[] check (building_ids is null or cardinality(building_ids) between 1 and 200),
  add constraint ballot_counting check ((kind = 'ranking') = (counting is not null)),
  add constraint ballot_bounds check (case kind
    when 'yes-no' then num_nulls(min_picks, max_picks, seats, score_max, budget_fen) = 5
    when 'one' then min_picks = 1 and max_picks = 1 and num_nulls(score_max, budget_fen) = 2
    else min_picks <= max_picks and num_nulls(min_picks, max_picks) = 0
      and (kind = 'score') = (score_max is not null) and (kind = 'budget') = (budget_fen is not null) end)
-- ;;
alter table ballot add foreign key (subdistrict_id, compound_id) references compound (subdistrict_id, id)
-- ;;
create table ballot_option (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  -- Its number on page and paper, and what a vote names.
  no int not null check (no between 1 and 60),
  label text not null check (length(label) between 1 and 100),
  note text not null default '' check (length(note) <= 2000),
  -- The candidate, where a person is elected.
  person_id uuid,
  -- What it costs, where money is given out.
  cost_fen bigint check (cost_fen > 0),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, no),
  unique (subdistrict_id, ballot_id, label)
)
-- ;;
select tenant_table('ballot_option', 'select, insert, delete')
-- ;;
alter table ballot_option add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table ballot_option add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create function guard_ballot_option() returns trigger language plpgsql as $$
declare
  of_subdistrict uuid := case when tg_op = 'DELETE' then old.subdistrict_id else new.subdistrict_id end;
  of_ballot uuid := case when tg_op = 'DELETE' then old.ballot_id else new.ballot_id end;
  asked ballot;
begin
  if tg_op = 'UPDATE' then raise exception 'an option is not changed' using errcode = '23514'; end if;
  select * into asked from ballot where subdistrict_id = of_subdistrict and id = of_ballot for share;
  if asked.state is distinct from 'draft' and asked.state is distinct from 'roll_shown' then
    raise exception 'the options are frozen' using errcode = '23514';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if asked.kind = 'yes-no' or (asked.kind = 'budget') <> (new.cost_fen is not null) then
    raise exception 'the option does not fit the question' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on ballot_option for each row execute function guard_ballot_option()
-- ;;
alter table ballot_vote drop constraint ballot_vote_choice_check
-- ;;
alter table ballot_vote drop constraint ballot_vote_channel_check
-- ;;
-- What was picked: [{"o": 2}], with a score [{"o": 2, "s": 5}], ranked best first. An abstention picks nothing.
alter table ballot_vote
  add column picks jsonb,
  add constraint ballot_vote_choice_check check (choice in ('yes', 'no', 'abstain', 'picks')),
  add constraint ballot_vote_picks check ((choice = 'picks') = (picks is not null)),
  -- tablet: on a tablet that staff handed over · assisted: with the help of whoever recorded it · door: signed at the door.
  add constraint ballot_vote_channel_check check (channel in ('own', 'paper', 'assisted', 'hands', 'tablet', 'door'))
-- ;;
-- Whether an answer fits its question: the options exist, none is picked twice, number, score and money stay within bounds.
create function answer_fits(asked ballot, choice text, picks jsonb) returns boolean stable language plpgsql as $$
declare
  picked int;
  known int;
  cost bigint;
  scores_fit boolean;
begin
  if choice in ('abstain', 'spoiled') then return picks is null; end if;
  if asked.kind = 'yes-no' then return choice in ('yes', 'no') and picks is null; end if;
  if choice <> 'picks' or picks is null or jsonb_typeof(picks) <> 'array' then return false; end if;
  picked := jsonb_array_length(picks);
  if picked < asked.min_picks or picked > asked.max_picks then return false; end if;
  select count(distinct option.no), coalesce(sum(option.cost_fen), 0),
      coalesce(bool_and(case when asked.kind = 'score' then coalesce((pick.one ->> 's')::int between 0 and asked.score_max, false) else pick.one ->> 's' is null end), true)
    into known, cost, scores_fit
    from jsonb_array_elements(picks) as pick (one)
    join ballot_option option on option.subdistrict_id = asked.subdistrict_id and option.ballot_id = asked.id and option.no = (pick.one ->> 'o')::int;
  return known = picked and scores_fit is true and (asked.kind <> 'budget' or cost <= asked.budget_fen);
end $$
-- ;;
-- A vote is taken only while its ballot is open, named, and only if it was cast between opening and closing and fits the question.
create or replace function guard_ballot_vote() returns trigger language plpgsql as $$
declare asked ballot;
begin
  select * into asked from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open'
    and opened_at <= new.cast_at and new.cast_at < closes_at for share;
  if not found then raise exception 'the ballot is not open' using errcode = '23514'; end if;
  if asked.secrecy <> 'named' then raise exception 'a secret ballot has no named votes' using errcode = '23514'; end if;
  if not answer_fits(asked, new.choice, new.picks) then raise exception 'the answer does not fit the question' using errcode = '23514'; end if;
  return new;
end $$
