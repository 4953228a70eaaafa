-- What takes two persons takes two pairs of hands: a deputy and whom they stand in for count as one. The guards of the modules look at the
-- persons; these look at whom they acted for.
create constraint trigger two_pairs_of_hands after insert or update on year_close deferrable initially deferred
  for each row execute function two_pairs_of_hands('asked_by', 'asked_at', 'closed_by', 'closed_at')
-- ;;
create constraint trigger two_pairs_of_hands after insert or update on opening_balance deferrable initially deferred
  for each row when (new.state = 'confirmed') execute function two_pairs_of_hands('entered_by', 'entered_at', 'decided_by', 'decided_at')
-- ;;
create constraint trigger two_pairs_of_hands after insert or update on cash_count deferrable initially deferred
  for each row execute function two_pairs_of_hands('counted_by', 'counted_at', 'second_by', 'confirmed_at')
-- ;;
create constraint trigger two_pairs_of_hands after insert or update on goods_gift deferrable initially deferred
  for each row execute function two_pairs_of_hands('valued_by', 'valued_at', 'answered_by', 'answered_at')
-- ;;
create constraint trigger two_pairs_of_hands after insert or update on round_ask deferrable initially deferred
  for each row execute function two_pairs_of_hands('asked_by', 'asked_at', 'settled_by', 'settled_at')
-- ;;
create function award_takes_two_pairs_of_hands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.id = new.proposal_id
      and one_pair_of_hands(new.subdistrict_id, p.proposed_by, p.proposed_at, new.decided_by, new.decided_at)) then
    raise exception 'one pair of hands proposes and confirms an award' using errcode = 'ZD001';
  end if;
  return null;
end $$
-- ;;
create constraint trigger two_pairs_of_hands after insert on award_confirmation deferrable initially deferred
  for each row execute function award_takes_two_pairs_of_hands()
-- ;;
create function policy_takes_two_pairs_of_hands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from policy_draft d where d.subdistrict_id = new.subdistrict_id and d.id = new.draft_id
      and one_pair_of_hands(new.subdistrict_id, d.proposed_by, d.proposed_at, new.adopted_by, new.adopted_at)) then
    raise exception 'one pair of hands proposes and publishes a policy' using errcode = 'ZD001';
  end if;
  return null;
end $$
-- ;;
create constraint trigger two_pairs_of_hands after insert on adopted_policy deferrable initially deferred
  for each row when (new.draft_id is not null) execute function policy_takes_two_pairs_of_hands()
-- ;;
create function spending_takes_two_pairs_of_hands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from spending_request q where q.subdistrict_id = new.subdistrict_id and q.id = new.request_id
      and one_pair_of_hands(new.subdistrict_id, q.requester_id, q.asked_at, new.person_id, new.at))
    or exists (select from spending_approval o where o.subdistrict_id = new.subdistrict_id and o.request_id = new.request_id and o.step <> new.step
      and one_pair_of_hands(new.subdistrict_id, o.person_id, o.at, new.person_id, new.at)) then
    raise exception 'one pair of hands asks for and approves spending' using errcode = 'ZD001';
  end if;
  return null;
end $$
-- ;;
create constraint trigger two_pairs_of_hands after insert on spending_approval deferrable initially deferred
  for each row execute function spending_takes_two_pairs_of_hands()
-- ;;
-- Who signs a request off is neither who asked for it nor anybody they stood in for.
create function closing_takes_two_pairs_of_hands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if one_pair_of_hands(new.subdistrict_id, new.requester_id, new.asked_at, new.closed_by, new.closed_at) and new.requester_id <> new.closed_by then
    raise exception 'one pair of hands asks for and signs off spending' using errcode = 'ZD001';
  end if;
  return null;
end $$
-- ;;
create constraint trigger two_pairs_of_hands after update on spending_request deferrable initially deferred
  for each row when (new.closed_by is not null and old.closed_by is null) execute function closing_takes_two_pairs_of_hands()
-- ;;
-- Whoever undoes a payment does not stand in for who recorded it.
create function reversal_takes_two_pairs_of_hands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if one_pair_of_hands(new.subdistrict_id, new.recorded_by, new.at, new.reversed_by, new.at) then
    raise exception 'one pair of hands records and undoes a payment' using errcode = 'ZD001';
  end if;
  return null;
end $$
-- ;;
create constraint trigger two_pairs_of_hands after insert on payment_reversal deferrable initially deferred
  for each row execute function reversal_takes_two_pairs_of_hands()
