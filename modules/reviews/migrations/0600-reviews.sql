-- Which reviewer looks at which application. A conflict declared closes it for good; a submitted review is never changed.
create table review (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  project_id uuid not null,
  reviewer_id uuid not null,
  reviewer_name text not null,
  assigned_by uuid,
  assigned_at timestamptz not null,
  due_day date,
  state text not null check (state in ('assigned', 'conflict', 'submitted')),
  conflict_reason text,
  comment text not null default '',
  submitted_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, reviewer_id),
  check ((state = 'submitted') = (submitted_at is not null)),
  check (state <> 'conflict' or btrim(coalesce(conflict_reason, '')) <> ''),
  check (state <> 'submitted' or btrim(comment) <> '')
)
-- ;;
select tenant_table('review', 'select, insert')
-- ;;
grant update (state, conflict_reason, comment, submitted_at) on review to zhidian_app
-- ;;
alter table review add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table review add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table review add foreign key (subdistrict_id, reviewer_id) references person (subdistrict_id, id)
-- ;;
create index on review (subdistrict_id, reviewer_id, state)
-- ;;
create function review_stays() returns trigger language plpgsql as $$
begin
  if old.state <> 'assigned' then
    raise exception 'a submitted review or a declared conflict is not changed' using errcode = '23514';
  end if;
  if new.state = 'submitted' and (
    not exists (select from review_score s where s.subdistrict_id = new.subdistrict_id and s.review_id = new.id)
    or exists (select from review_score s where s.subdistrict_id = new.subdistrict_id and s.review_id = new.id
      and (s.points is null or btrim(s.reason) = ''))) then
    raise exception 'a review is submitted with points and a reason for every criterion' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger review_stays before update on review for each row execute function review_stays()
-- ;;
-- Points of one criterion, with the rubric's weight and maximum as they were when they were given. While the review is
-- being written a reason may stand without points, and points without a reason.
create table review_score (
  subdistrict_id uuid not null references subdistrict (id),
  review_id uuid not null,
  criterion text not null,
  title text not null,
  points int check (points >= 0),
  max_points int not null check (max_points > 0),
  weight_percent int not null check (weight_percent between 0 and 100),
  reason text not null default '',
  scored_at timestamptz not null,
  primary key (subdistrict_id, review_id, criterion),
  check (points <= max_points)
)
-- ;;
select tenant_table('review_score', 'select, insert, update')
-- ;;
alter table review_score add foreign key (subdistrict_id, review_id) references review (subdistrict_id, id)
-- ;;
create function review_score_stays() returns trigger language plpgsql as $$
begin
  if not exists (select from review where subdistrict_id = new.subdistrict_id and id = new.review_id and state = 'assigned') then
    raise exception 'the review is submitted or closed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger review_score_stays before insert or update on review_score for each row execute function review_score_stays()
-- ;;
-- What the office proposes for a project, with its reason; winners and losers alike. A change is a new version with a
-- notice of its own; the newest counts.
create table award_proposal (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  project_id uuid not null,
  version int not null check (version > 0),
  outcome text not null check (outcome in ('award', 'decline')),
  grant_fen bigint not null check (grant_fen >= 0),
  mean_text text not null,
  reason text not null check (btrim(reason) <> ''),
  notice_id uuid not null,
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, version),
  check ((outcome = 'award') = (grant_fen > 0))
)
-- ;;
select tenant_table('award_proposal', 'select, insert')
-- ;;
alter table award_proposal add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table award_proposal add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table award_proposal add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create index on award_proposal (subdistrict_id, round_id)
-- ;;
create trigger append_only before update or delete on award_proposal for each row execute function refuse_change()
-- ;;
-- The head's word on a proposal after its notice has ended. Who proposed does not confirm.
create table award_confirmation (
  subdistrict_id uuid not null references subdistrict (id),
  proposal_id uuid not null,
  project_id uuid not null,
  decision text not null check (decision in ('confirmed', 'refused')),
  reason text not null default '',
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  primary key (subdistrict_id, proposal_id),
  check (decision = 'confirmed' or btrim(reason) <> '')
)
-- ;;
select tenant_table('award_confirmation', 'select, insert')
-- ;;
alter table award_confirmation add foreign key (subdistrict_id, proposal_id) references award_proposal (subdistrict_id, id)
-- ;;
create index on award_confirmation (subdistrict_id, project_id)
-- ;;
create trigger append_only before update or delete on award_confirmation for each row execute function refuse_change()
-- ;;
create function who_proposed_does_not_confirm() returns trigger language plpgsql as $$
begin
  if exists (select from award_proposal p where p.subdistrict_id = new.subdistrict_id and p.id = new.proposal_id
    and (p.proposed_by = new.decided_by or p.project_id <> new.project_id)) then
    raise exception 'who proposed an award does not confirm it' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger four_eyes before insert on award_confirmation for each row execute function who_proposed_does_not_confirm()
-- ;;
-- A round never promises more than its pool, whoever writes: the row is the lock under which the sum is taken. What a
-- declined, withdrawn or refused project was promised is free again.
create table round_commitment (
  subdistrict_id uuid not null references subdistrict (id),
  round_id uuid not null,
  pool_fen bigint not null,
  committed_fen bigint not null check (committed_fen >= 0 and committed_fen <= pool_fen),
  primary key (subdistrict_id, round_id)
)
-- ;;
select tenant_table('round_commitment', 'select')
-- ;;
alter table round_commitment add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create function commit_pool() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into round_commitment (subdistrict_id, round_id, pool_fen, committed_fen)
    select new.subdistrict_id, id, pool_fen, 0 from round where subdistrict_id = new.subdistrict_id and id = new.round_id
    on conflict (subdistrict_id, round_id) do nothing;
  perform from round_commitment where subdistrict_id = new.subdistrict_id and round_id = new.round_id for update;
  update round_commitment set committed_fen = (
    select coalesce(sum(p.grant_fen), 0) from award_proposal p
    join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = new.subdistrict_id and p.round_id = new.round_id and j.state not in ('withdrawn', 'declined')
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
      and not exists (select from award_confirmation c where c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id and c.decision = 'refused'))
    where subdistrict_id = new.subdistrict_id and round_id = new.round_id;
  return new;
end $$
-- ;;
create trigger commit_pool after insert on award_proposal for each row execute function commit_pool()
-- ;;
alter table ruling add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
