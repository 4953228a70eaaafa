-- What a reviewer does for a living and knows about. The role with its days is the term; this is what the office keeps beside it,
-- version by version.
create table reviewer_profile (
  subdistrict_id uuid not null references subdistrict (id),
  person_id uuid not null,
  version int not null check (version > 0),
  profession text not null check (btrim(profession) <> '' and length(profession) <= 60),
  topics text[] not null check (cardinality(topics) <= 20),
  organisation_name text not null default '' check (length(organisation_name) <= 100),
  written_by uuid,
  written_by_name text not null check (btrim(written_by_name) <> ''),
  written_at timestamptz not null,
  primary key (subdistrict_id, person_id, version)
)
-- ;;
select tenant_table('reviewer_profile', 'select, insert')
-- ;;
alter table reviewer_profile add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on reviewer_profile for each row execute function refuse_change()
-- ;;
-- What a reviewer declared: where they live or work, for whom they act, who of their kin may be on a team. Ended with a reason, never deleted.
create table reviewer_relation (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('lives', 'works', 'acts-for', 'kin')),
  neighbourhood_id uuid,
  organisation_id uuid,
  name text not null default '' check (length(name) <= 100),
  note text not null default '' check (length(note) <= 300),
  declared_by uuid,
  declared_by_name text not null check (btrim(declared_by_name) <> ''),
  declared_on date not null,
  declared_at timestamptz not null,
  ended_on date,
  ended_by_name text,
  ended_reason text,
  primary key (subdistrict_id, id),
  check ((kind in ('lives', 'works')) = (neighbourhood_id is not null)),
  check (organisation_id is null or kind = 'acts-for'),
  check (kind not in ('acts-for', 'kin') or organisation_id is not null or btrim(name) <> ''),
  check ((ended_on is null) = (ended_reason is null)),
  check (ended_reason is null or (btrim(ended_reason) <> '' and length(ended_reason) <= 300))
)
-- ;;
select tenant_table('reviewer_relation', 'select, insert')
-- ;;
grant update (ended_on, ended_by_name, ended_reason) on reviewer_relation to zhidian_app
-- ;;
alter table reviewer_relation add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table reviewer_relation add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table reviewer_relation add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
create index on reviewer_relation (subdistrict_id, person_id)
-- ;;
create index on reviewer_relation (subdistrict_id, neighbourhood_id)
-- ;;
create function relation_stays_as_declared() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a declared relation is ended, never deleted' using errcode = '23514';
  end if;
  if old.ended_on is not null or new.ended_on is null
      or (to_jsonb(new) - 'ended_on' - 'ended_by_name' - 'ended_reason') <> (to_jsonb(old) - 'ended_on' - 'ended_by_name' - 'ended_reason') then
    raise exception 'a declared relation stays as it was declared' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger stays_as_declared before update or delete on reviewer_relation for each row execute function relation_stays_as_declared()
-- ;;
-- Who was asked to review in a round, and for how many projects at most.
create table review_invitation (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  round_id uuid not null,
  person_id uuid not null,
  person_name text not null,
  capacity int not null check (capacity between 1 and 500),
  invited_by uuid,
  invited_by_name text not null,
  invited_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, round_id, person_id)
)
-- ;;
select tenant_table('review_invitation', 'select, insert')
-- ;;
alter table review_invitation add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
alter table review_invitation add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on review_invitation for each row execute function refuse_change()
-- ;;
-- The answer; the newest counts. Whoever answers for somebody else is named.
create table review_answer (
  subdistrict_id uuid not null references subdistrict (id),
  invitation_id uuid not null,
  seq int not null check (seq > 0),
  accepted boolean not null,
  capacity int not null check (capacity between 0 and 500),
  note text not null default '' check (length(note) <= 300),
  answered_by uuid,
  answered_by_name text not null,
  answered_at timestamptz not null,
  primary key (subdistrict_id, invitation_id, seq),
  check (accepted = (capacity > 0))
)
-- ;;
select tenant_table('review_answer', 'select, insert')
-- ;;
alter table review_answer add foreign key (subdistrict_id, invitation_id) references review_invitation (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on review_answer for each row execute function refuse_change()
