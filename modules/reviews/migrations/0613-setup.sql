-- How a round is reviewed, as far as its policy leaves it open: the office's own word, version by version with a reason. Empty: not said.
create table review_setup (
  subdistrict_id uuid not null references subdistrict (id),
  round_id uuid not null,
  version int not null check (version > 0),
  blind boolean,
  review_percent int check (review_percent between 0 and 100),
  pitch_percent int check (pitch_percent between 0 and 100),
  vote_percent int check (vote_percent between 0 and 100),
  vote_points text check (vote_points in ('of-voters', 'of-most', 'by-place')),
  vote_ballot_id uuid,
  outlier_points int check (outlier_points between 1 and 100),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 300),
  set_by uuid,
  set_by_name text not null,
  set_on date not null,
  set_at timestamptz not null,
  primary key (subdistrict_id, round_id, version),
  check (num_nonnulls(review_percent, pitch_percent, vote_percent) in (0, 3)),
  check (review_percent is null or review_percent + pitch_percent + vote_percent = 100)
)
-- ;;
select tenant_table('review_setup', 'select, insert')
-- ;;
alter table review_setup add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table review_setup add foreign key (subdistrict_id, vote_ballot_id) references ballot (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on review_setup for each row execute function refuse_change()
-- ;;
-- Once scores are in, what was said about how they count stands; what was left open may still be said.
create function setup_stands_once_scores_are_in() returns trigger language plpgsql as $$
declare was review_setup;
begin
  select * into was from review_setup s where s.subdistrict_id = new.subdistrict_id and s.round_id = new.round_id order by s.version desc limit 1;
  if not found then return new; end if;
  if (was.blind is not null and new.blind is distinct from was.blind)
      or (was.review_percent is not null and (new.review_percent, new.pitch_percent, new.vote_percent) is distinct from (was.review_percent, was.pitch_percent, was.vote_percent))
      or (was.vote_points is not null and new.vote_points is distinct from was.vote_points) then
    if exists (select from review r where r.subdistrict_id = new.subdistrict_id and r.round_id = new.round_id and r.state = 'submitted')
        or exists (select from pitch_session p where p.subdistrict_id = new.subdistrict_id and p.round_id = new.round_id and p.state <> 'planned') then
      raise exception 'how scores count stands once scores are in' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger stands_once_scores_are_in before insert on review_setup for each row execute function setup_stands_once_scores_are_in()
-- ;;
-- What reviewers of a blind round get to see: an officer looked at the covered text and let it go. The number is drawn, it tells nothing.
create table blind_release (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  round_id uuid not null,
  no int not null check (no > 0),
  released_by uuid,
  released_by_name text not null,
  released_at timestamptz not null,
  primary key (subdistrict_id, project_id),
  unique (subdistrict_id, round_id, no)
)
-- ;;
select tenant_table('blind_release', 'select, insert')
-- ;;
alter table blind_release add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table blind_release add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on blind_release for each row execute function refuse_change()
-- ;;
-- Words that the rule does not find and an officer has covered.
create table blind_word (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  word text not null check (length(word) between 1 and 60 and btrim(word) = word),
  added_by uuid,
  added_by_name text not null,
  added_at timestamptz not null,
  primary key (subdistrict_id, project_id, word)
)
-- ;;
select tenant_table('blind_word', 'select, insert')
-- ;;
alter table blind_word add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on blind_word for each row execute function refuse_change()
-- ;;
-- In a round that the office reviews blind, nobody is given a project whose covered text no officer has seen.
create function blind_is_seen_first() returns trigger language plpgsql as $$
begin
  if (select s.blind from review_setup s where s.subdistrict_id = new.subdistrict_id and s.round_id = new.round_id order by s.version desc limit 1)
      and not exists (select from blind_release b where b.subdistrict_id = new.subdistrict_id and b.project_id = new.project_id) then
    raise exception 'an officer sees the covered text first' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger blind_is_seen_first before insert on review for each row execute function blind_is_seen_first()
-- ;;
-- A reviewer's own notes on one application; nobody else reads them.
create table review_note (
  subdistrict_id uuid not null references subdistrict (id),
  review_id uuid not null,
  text text not null check (length(text) <= 8000),
  written_at timestamptz not null,
  primary key (subdistrict_id, review_id)
)
-- ;;
select tenant_table('review_note', 'select, insert, update')
-- ;;
alter table review_note add foreign key (subdistrict_id, review_id) references review (subdistrict_id, id)
