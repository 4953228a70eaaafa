-- Paper: coded slips, to whom they were handed out, what came back as two persons read it, and the sheet on which it all adds up.
-- A slip of a named ballot belongs to an elector. One of a secret ballot belongs to nobody, and nothing here tells in which order it was printed or handed out.
create table paper_slip (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null default gen_random_uuid(),
  ballot_id uuid not null,
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{6}$'),
  elector_id uuid,
  -- The slip in whose place it was given; that one is void.
  replaces_id uuid,
  replaced_because text check (length(replaced_because) between 1 and 300),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, code),
  unique (subdistrict_id, ballot_id, id),
  unique (subdistrict_id, replaces_id),
  check ((replaces_id is null) = (replaced_because is null)),
  check (replaces_id is null or elector_id is not null)
)
-- ;;
select tenant_table('paper_slip', 'select, insert')
-- ;;
alter table paper_slip add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table paper_slip add foreign key (subdistrict_id, ballot_id, elector_id) references ballot_roll (subdistrict_id, ballot_id, elector_id)
-- ;;
alter table paper_slip add foreign key (subdistrict_id, ballot_id, replaces_id) references paper_slip (subdistrict_id, ballot_id, id)
-- ;;
create unique index on paper_slip (subdistrict_id, ballot_id, elector_id) where replaces_id is null
-- ;;
create trigger append_only before update or delete on paper_slip for each row execute function refuse_change()
-- ;;
create function guard_paper_slip() returns trigger language plpgsql as $$
declare asked ballot;
begin
  select * into asked from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' for share;
  if not found then raise exception 'slips are for an open ballot' using errcode = '23514'; end if;
  if (asked.secrecy = 'named') <> (new.elector_id is not null) then
    raise exception 'a slip names its elector in a named ballot and nobody in a secret one' using errcode = '23514';
  end if;
  if new.replaces_id is not null and not exists (select from paper_slip where subdistrict_id = new.subdistrict_id and id = new.replaces_id
      and elector_id = new.elector_id) then
    raise exception 'a slip replaces one of the same elector' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_slip for each row execute function guard_paper_slip()
-- ;;
-- Slips handed out: to whom and how many. `replaced`: of a secret ballot, one was given back unused or spoilt, destroyed, and another given.
create table paper_issue (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  kind text not null check (kind in ('issued', 'replaced')),
  issued_to text not null check (length(issued_to) between 1 and 100),
  sheets int not null check (sheets > 0),
  issued_by uuid not null,
  issued_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, id)
)
-- ;;
select tenant_table('paper_issue', 'select, insert')
-- ;;
alter table paper_issue add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table paper_issue add foreign key (subdistrict_id, issued_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on paper_issue for each row execute function refuse_change()
-- ;;
create function guard_paper_issue() returns trigger language plpgsql as $$
begin
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' and (secrecy = 'secret' or new.kind = 'issued') for share;
  if not found then raise exception 'slips are handed out while the ballot is open' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_issue for each row execute function guard_paper_issue()
-- ;;
-- Which slips of a named ballot were handed out, each once. Of a secret ballot nobody writes down who got which.
create table paper_issued (
  subdistrict_id uuid not null references subdistrict (id),
  slip_id uuid not null,
  ballot_id uuid not null,
  issue_id uuid not null,
  primary key (subdistrict_id, slip_id)
)
-- ;;
select tenant_table('paper_issued', 'select, insert')
-- ;;
alter table paper_issued add foreign key (subdistrict_id, ballot_id, slip_id) references paper_slip (subdistrict_id, ballot_id, id)
-- ;;
alter table paper_issued add foreign key (subdistrict_id, ballot_id, issue_id) references paper_issue (subdistrict_id, ballot_id, id)
-- ;;
create index on paper_issued (subdistrict_id, ballot_id)
-- ;;
create trigger append_only before update or delete on paper_issued for each row execute function refuse_change()
-- ;;
create function guard_paper_issued() returns trigger language plpgsql as $$
begin
  perform 1 from paper_slip where subdistrict_id = new.subdistrict_id and id = new.slip_id and elector_id is not null;
  if not found then raise exception 'nobody writes down who got which slip of a secret ballot' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_issued for each row execute function guard_paper_issued()
-- ;;
-- Papers that came in together: entered by one person, then by another, compared, and recorded with the scan of all of them.
create table paper_batch (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  ballot_id uuid not null,
  no int not null check (no > 0),
  -- When the papers were handed in: decides which of an elector's votes is the last.
  handed_in_at timestamptz not null,
  state text not null check (state in ('waiting', 'entered', 'recorded', 'dropped')),
  first_by uuid not null,
  second_by uuid,
  file_id uuid,
  recorded_by uuid,
  recorded_at timestamptz,
  dropped_because text check (length(dropped_because) between 1 and 300),
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, ballot_id, no),
  constraint entered_by_two_persons check (second_by <> first_by),
  constraint compared_when_both_entered check (state not in ('entered', 'recorded') or second_by is not null),
  constraint papers_are_scanned check (state <> 'recorded' or file_id is not null),
  check ((state = 'recorded') = (recorded_at is not null) and (state = 'recorded') = (recorded_by is not null)),
  check ((state = 'dropped') = (dropped_because is not null)),
  check (handed_in_at <= created_at)
)
-- ;;
select tenant_table('paper_batch', 'select, insert, update')
-- ;;
alter table paper_batch add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table paper_batch add foreign key (subdistrict_id, first_by) references person (subdistrict_id, id)
-- ;;
alter table paper_batch add foreign key (subdistrict_id, second_by) references person (subdistrict_id, id)
-- ;;
alter table paper_batch add foreign key (subdistrict_id, recorded_by) references person (subdistrict_id, id)
-- ;;
alter table paper_batch add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
-- What each person read on each paper. Pass 3: how a difference was decided, by whom and why.
create table paper_entry (
  subdistrict_id uuid not null references subdistrict (id),
  batch_id uuid not null,
  pass smallint not null check (pass in (1, 2, 3)),
  -- The slip's code; of a paper whose code nobody knows, what stands on it; of a second sheet with the same code, with a star.
  code text not null check (length(code) between 1 and 40),
  place int not null check (place > 0),
  finding text not null check (finding in ('vote', 'spoiled', 'blank', 'copy', 'absent')),
  choice text check (choice in ('yes', 'no', 'abstain', 'picks')),
  picks jsonb,
  entered_by uuid not null,
  entered_at timestamptz not null,
  note text check (length(note) between 1 and 300),
  primary key (subdistrict_id, batch_id, pass, code),
  check ((finding = 'vote') = (choice is not null)),
  check ((choice = 'picks') = (picks is not null)),
  -- A difference is decided with a reason; `absent`: there is no such paper, one of the two misread.
  check ((pass = 3) = (note is not null)),
  check (finding <> 'absent' or pass = 3)
)
-- ;;
select tenant_table('paper_entry', 'select, insert')
-- ;;
alter table paper_entry add foreign key (subdistrict_id, batch_id) references paper_batch (subdistrict_id, id)
-- ;;
alter table paper_entry add foreign key (subdistrict_id, entered_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on paper_entry for each row execute function refuse_change()
-- ;;
-- A paper that came back, as both persons read it or as their difference was decided. Each slip comes back once.
create table paper_return (
  subdistrict_id uuid not null references subdistrict (id),
  batch_id uuid not null,
  code text not null,
  ballot_id uuid not null,
  slip_id uuid,
  -- void: its slip had been replaced · copy: a second sheet with the same code · unknown: no slip has this code.
  finding text not null check (finding in ('vote', 'spoiled', 'blank', 'void', 'copy', 'unknown')),
  choice text check (choice in ('yes', 'no', 'abstain', 'picks')),
  picks jsonb,
  primary key (subdistrict_id, batch_id, code),
  unique (subdistrict_id, slip_id),
  check ((finding = 'vote') = (choice is not null)),
  check ((choice = 'picks') = (picks is not null)),
  check ((finding in ('copy', 'unknown')) = (slip_id is null))
)
-- ;;
select tenant_table('paper_return', 'select, insert')
-- ;;
alter table paper_return add foreign key (subdistrict_id, batch_id) references paper_batch (subdistrict_id, id)
-- ;;
alter table paper_return add foreign key (subdistrict_id, ballot_id, slip_id) references paper_slip (subdistrict_id, ballot_id, id)
-- ;;
create index on paper_return (subdistrict_id, ballot_id)
-- ;;
create trigger append_only before update or delete on paper_return for each row execute function refuse_change()
-- ;;
-- On the roll of a secret ballot: that a paper was handed to an elector, and that one came back from them. No word of which, nor of what stood on it.
create table paper_mark (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  elector_id uuid not null,
  kind text not null check (kind in ('issued', 'returned')),
  marked_by uuid not null,
  marked_at timestamptz not null,
  primary key (subdistrict_id, ballot_id, elector_id, kind)
)
-- ;;
select tenant_table('paper_mark', 'select, insert')
-- ;;
alter table paper_mark add foreign key (subdistrict_id, ballot_id, elector_id) references ballot_roll (subdistrict_id, ballot_id, elector_id)
-- ;;
alter table paper_mark add foreign key (subdistrict_id, marked_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on paper_mark for each row execute function refuse_change()
