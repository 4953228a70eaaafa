-- Somebody looked at their answer and has not confirmed it: they, and those who run the ballot, see that it does not count yet. Not what it was.
create table ballot_unfinished (
  subdistrict_id uuid not null references subdistrict (id),
  line_id uuid not null,
  ballot_id uuid not null,
  since timestamptz not null,
  primary key (subdistrict_id, line_id)
)
-- ;;
select tenant_table('ballot_unfinished', 'select, insert, delete')
-- ;;
alter table ballot_unfinished add foreign key (subdistrict_id, line_id) references ballot_roll (subdistrict_id, id)
-- ;;
alter table ballot_unfinished add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
create index on ballot_unfinished (subdistrict_id, ballot_id)
-- ;;
-- A tablet that is handed from voter to voter: it is signed in to nothing, knows one ballot, and each voter opens their own vote by their code.
create table ballot_tablet (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  -- SHA-256 of the word in its address.
  token_digest text not null check (token_digest ~ '^[0-9a-f]{64}$'),
  opened_by uuid not null,
  opened_at timestamptz not null,
  ended_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, token_digest),
  check (ended_at >= opened_at)
)
-- ;;
select tenant_table('ballot_tablet', 'select, insert, update')
-- ;;
alter table ballot_tablet add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table ballot_tablet add foreign key (subdistrict_id, opened_by) references person (subdistrict_id, id)
-- ;;
create index on ballot_tablet (subdistrict_id, ballot_id)
-- ;;
create function guard_ballot_tablet() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a tablet is ended, not deleted' using errcode = '23514'; end if;
  if old.ended_at is not null or row(new.id, new.ballot_id, new.token_digest, new.opened_by, new.opened_at)
      is distinct from row(old.id, old.ballot_id, old.token_digest, old.opened_by, old.opened_at) then
    raise exception 'a tablet can only be ended' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on ballot_tablet for each row execute function guard_ballot_tablet()
-- ;;
-- Each time the roll was shown: what changed against the time before, by which notice.
create table ballot_roll_showing (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  no int not null check (no > 0),
  notice_id uuid not null,
  shown_on date not null,
  count int not null check (count > 0),
  added text[] not null,
  removed text[] not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, no)
)
-- ;;
select tenant_table('ballot_roll_showing', 'select, insert')
-- ;;
alter table ballot_roll_showing add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table ballot_roll_showing add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on ballot_roll_showing for each row execute function refuse_change()
-- ;;
-- Which line of the roll an objection is about: its number and door as they were shown; none where somebody is missing from it.
create table ballot_roll_objection (
  subdistrict_id uuid not null references subdistrict (id),
  objection_id uuid not null,
  ballot_id uuid not null,
  wish text not null check (wish in ('remove', 'correct', 'add')),
  line_no int check (line_no > 0),
  line_label text,
  primary key (subdistrict_id, objection_id),
  check ((wish = 'add') = (line_no is null) and (line_no is null) = (line_label is null))
)
-- ;;
select tenant_table('ballot_roll_objection', 'select, insert')
-- ;;
alter table ballot_roll_objection add foreign key (subdistrict_id, objection_id) references objection (subdistrict_id, id)
-- ;;
alter table ballot_roll_objection add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
create index on ballot_roll_objection (subdistrict_id, ballot_id)
-- ;;
create trigger append_only before update or delete on ballot_roll_objection for each row execute function refuse_change()
