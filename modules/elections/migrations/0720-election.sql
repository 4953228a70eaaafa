-- Elections of the neighbourhood committee. The roll, the secret votes and the count of all votes are those of a ballot for each post; here stand the steps around
-- them: who runs it, who is nominated, stands and is checked, papers at the polling place, the count in public, the result, the term.
create table election (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  title text not null check (length(title) between 1 and 100),
  state text not null check (state in ('preparing', 'roll', 'nomination', 'listed', 'voting', 'counting', 'decided', 'in-office', 'cancelled')),
  -- The office's answers to what the law leaves open, as they stood when the election was prepared: key → value, who set it, when, on what ground.
  rules jsonb not null,
  closes_at timestamptz not null,
  nominate_until date,
  -- Where the order of the candidates is drawn: the random seed that anybody can draw it again with.
  order_seed text check (order_seed ~ '^[0-9a-f]{32}$'),
  -- Where a tie is decided by lot.
  lot_seed text check (lot_seed ~ '^[0-9a-f]{32}$'),
  listed_at timestamptz,
  -- The papers of the box were called out, read alike by two counters, and sealed among the other votes.
  counted_at timestamptz,
  decided_at timestamptz,
  notice_id uuid,
  term_from date,
  term_to date,
  runoff_of uuid,
  cancelled_reason text check (length(cancelled_reason) between 1 and 500),
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  check (state not in ('listed', 'voting', 'counting', 'decided', 'in-office') or listed_at is not null),
  check (state not in ('decided', 'in-office') or (counted_at is not null and decided_at is not null)),
  check ((state = 'in-office') = (term_from is not null)),
  check ((term_from is null) = (term_to is null) and term_from < term_to),
  check ((state = 'cancelled') = (cancelled_reason is not null)),
  check (runoff_of <> id)
)
-- ;;
select tenant_table('election', 'select, insert, update')
-- ;;
alter table election add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table election add foreign key (subdistrict_id, runoff_of) references election (subdistrict_id, id)
-- ;;
alter table election add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create index on election (subdistrict_id, neighbourhood_id, created_at desc)
-- ;;
-- The posts, each with its seats and its ballot.
create table election_post (
  subdistrict_id uuid not null references subdistrict (id),
  election_id uuid not null,
  no int not null check (no between 1 and 9),
  kind text not null check (kind in ('director', 'deputy', 'member')),
  seats int not null check (seats between 1 and 20),
  ballot_id uuid not null,
  primary key (subdistrict_id, election_id, no),
  unique (subdistrict_id, ballot_id),
  check (kind <> 'director' or seats = 1)
)
-- ;;
select tenant_table('election_post', 'select, insert')
-- ;;
alter table election_post add foreign key (subdistrict_id, election_id) references election (subdistrict_id, id)
-- ;;
alter table election_post add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on election_post for each row execute function refuse_change()
-- ;;
-- Who runs the election. A candidate neither calls out nor counts papers.
create table election_official (
  subdistrict_id uuid not null references subdistrict (id),
  election_id uuid not null,
  person_id uuid not null,
  duty text not null check (duty in ('chair', 'member', 'caller', 'counter', 'watcher')),
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (subdistrict_id, election_id, person_id, duty)
)
-- ;;
select tenant_table('election_official', 'select, insert, update')
-- ;;
alter table election_official add foreign key (subdistrict_id, election_id) references election (subdistrict_id, id)
-- ;;
alter table election_official add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create table election_candidate (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  election_id uuid not null,
  post_no int not null,
  person_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  about text not null default '' check (length(about) <= 500),
  -- What the candidate said: on their own phone, or on paper handed to who recorded it.
  consent text check (consent in ('yes', 'no')),
  consent_channel text check (consent_channel in ('own', 'paper')),
  consent_recorded_by uuid,
  consent_at timestamptz,
  eligible boolean,
  check_note text check (length(check_note) between 1 and 500),
  checked_by uuid,
  checked_at timestamptz,
  -- Place on the list and on the paper; null for who did not come onto it.
  place int check (place > 0),
  proposed_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, election_id, post_no, person_id),
  unique (subdistrict_id, election_id, post_no, place),
  unique (subdistrict_id, election_id, id),
  check (num_nulls(consent, consent_channel, consent_at) in (0, 3)),
  check ((consent_channel = 'paper') = (consent_recorded_by is not null)),
  check (num_nulls(eligible, check_note, checked_by, checked_at) in (0, 4)),
  constraint listed_candidates_consent_and_are_checked check (place is null or (consent = 'yes' and eligible))
)
-- ;;
select tenant_table('election_candidate', 'select, insert, update')
-- ;;
alter table election_candidate add foreign key (subdistrict_id, election_id, post_no) references election_post (subdistrict_id, election_id, no)
-- ;;
alter table election_candidate add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
-- Who nominates whom: each elector a candidate once.
create table election_nomination (
  subdistrict_id uuid not null references subdistrict (id),
  election_id uuid not null,
  candidate_id uuid not null,
  elector_id uuid not null,
  channel text not null check (channel in ('own', 'paper')),
  entered_by uuid,
  at timestamptz not null,
  primary key (subdistrict_id, candidate_id, elector_id),
  check ((channel = 'own') = (entered_by is null))
)
-- ;;
select tenant_table('election_nomination', 'select, insert')
-- ;;
alter table election_nomination add foreign key (subdistrict_id, election_id, candidate_id) references election_candidate (subdistrict_id, election_id, id)
-- ;;
create trigger append_only before update or delete on election_nomination for each row execute function refuse_change()
-- ;;
-- Who was handed the papers, at the polling place or at the mobile box, themselves or by proxy. One visit an elector.
create table election_visit (
  subdistrict_id uuid not null references subdistrict (id),
  election_id uuid not null,
  elector_id uuid not null,
  place text not null check (place in ('station', 'mobile')),
  proxy_person_id uuid,
  -- The written authorisation, as it was shown.
  proxy_note text check (length(proxy_note) between 1 and 200),
  issued_by uuid not null,
  issued_at timestamptz not null,
  returned_at timestamptz,
  primary key (subdistrict_id, election_id, elector_id),
  check ((proxy_person_id is null) = (proxy_note is null)),
  check (returned_at >= issued_at)
)
-- ;;
select tenant_table('election_visit', 'select, insert, update')
-- ;;
alter table election_visit add foreign key (subdistrict_id, election_id) references election (subdistrict_id, id)
-- ;;
alter table election_visit add foreign key (subdistrict_id, proxy_person_id) references person (subdistrict_id, id)
-- ;;
-- The papers of the box as they are called out: `pass` 1 and 2 are the two counters, 3 is how a difference was decided, with the paper in hand.
create table election_paper (
  subdistrict_id uuid not null references subdistrict (id),
  election_id uuid not null,
  post_no int not null,
  no int not null check (no > 0),
  pass int not null check (pass in (1, 2, 3)),
  finding text not null check (finding in ('vote', 'blank', 'spoiled')),
  picks int[] not null default '{}',
  note text check (length(note) between 1 and 300),
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (subdistrict_id, election_id, post_no, no, pass),
  check ((finding = 'vote') = (cardinality(picks) > 0)),
  check ((pass = 3) = (note is not null))
)
-- ;;
select tenant_table('election_paper', 'select, insert')
-- ;;
alter table election_paper add foreign key (subdistrict_id, election_id, post_no) references election_post (subdistrict_id, election_id, no)
-- ;;
create trigger append_only before update or delete on election_paper for each row execute function refuse_change()
-- ;;
create table election_result (
  subdistrict_id uuid not null references subdistrict (id),
  election_id uuid not null,
  candidate_id uuid not null,
  votes int not null check (votes >= 0),
  -- lot: one of a tie, chosen by the draw. tied: of a tie that another vote decides.
  status text not null check (status in ('elected', 'lot', 'tied', 'not-elected')),
  primary key (subdistrict_id, candidate_id)
)
-- ;;
select tenant_table('election_result', 'select, insert')
-- ;;
alter table election_result add foreign key (subdistrict_id, election_id, candidate_id) references election_candidate (subdistrict_id, election_id, id)
-- ;;
create trigger append_only before update or delete on election_result for each row execute function refuse_change()
-- ;;
-- Who holds a post of the committee, and from when to when.
create table committee_term (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  election_id uuid not null,
  candidate_id uuid not null,
  post_kind text not null check (post_kind in ('director', 'deputy', 'member')),
  person_id uuid not null,
  name text not null,
  from_day date not null,
  to_day date not null,
  -- Ended before its time: by the next committee.
  ended_day date,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, candidate_id),
  check (to_day > from_day),
  check (ended_day <= to_day)
)
-- ;;
select tenant_table('committee_term', 'select, insert, update')
-- ;;
alter table committee_term add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table committee_term add foreign key (subdistrict_id, election_id, candidate_id) references election_candidate (subdistrict_id, election_id, id)
-- ;;
alter table committee_term add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create index on committee_term (subdistrict_id, neighbourhood_id)
