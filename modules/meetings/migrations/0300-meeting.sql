-- A meeting of a neighbourhood: called with notice, held, minuted, published. Its words are in the README.
create table meeting (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  kind text not null check (kind in ('hearing', 'coordination', 'appraisal', 'assembly', 'representatives', 'owners', 'committee', 'joint', 'entrance', 'talk')),
  -- Only an assembly has a form: 居委会组织法 §9 knows these three.
  form text check (form in ('all_adults', 'one_per_household', 'group_representatives')),
  -- What attendance is counted in: a household counts once however many of its members come.
  counted text not null check (counted in ('person', 'household')),
  matter_id uuid,
  -- Projects are numbered after meetings: no foreign key here.
  project_id uuid,
  entrance_id uuid,
  title text not null check (length(title) between 1 and 120),
  purpose text not null default '' check (length(purpose) <= 4000),
  place text not null check (length(place) between 1 and 200),
  starts_at timestamptz not null,
  convener text not null check (length(convener) between 1 and 120),
  chair_person_id uuid,
  recorder_person_id uuid,
  called_by uuid,
  called_at timestamptz not null,
  -- Notice that the office's policy asks for, and the first day the meeting may be held by it; null = the office has not set it.
  notice_days_needed int check (notice_days_needed between 0 and 365),
  notice_earliest date,
  notice_clause text,
  notice_id uuid,
  sign_in_code text not null check (sign_in_code ~ '^[0-9A-Z]{6,12}$'),
  state text not null check (state in ('called', 'held', 'minuted', 'published', 'cancelled')),
  cancelled_reason text,
  held_at timestamptz,
  -- Frozen when the meeting is held: how many could have come (null = no rule counts them), and how many came.
  entitled_count int check (entitled_count >= 0),
  present_count int check (present_count >= 0),
  -- Rules that the meeting broke, as data: [{rule, clause, numbers}].
  breaches jsonb not null default '[]',
  published_version int,
  published_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, sign_in_code),
  check ((kind = 'assembly') = (form is not null)),
  check (num_nonnulls(notice_days_needed, notice_earliest, notice_clause) in (0, 3)),
  check ((state = 'cancelled') = (cancelled_reason is not null)),
  check ((state in ('held', 'minuted', 'published')) = (held_at is not null)),
  check ((held_at is null) = (present_count is null)),
  -- A correction under way leaves the version that was published before in sight.
  check (state <> 'published' or published_version is not null),
  check ((published_version is null) = (published_at is null))
)
-- ;;
select tenant_table('meeting', 'select, insert, update')
-- ;;
alter table meeting add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table meeting add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
alter table meeting add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
alter table meeting add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
alter table meeting add foreign key (subdistrict_id, chair_person_id) references person (subdistrict_id, id)
-- ;;
create index on meeting (subdistrict_id, neighbourhood_id, starts_at)
-- ;;
create index on meeting (subdistrict_id, matter_id) where matter_id is not null
-- ;;
create index on meeting (subdistrict_id, project_id) where project_id is not null
-- ;;
create table meeting_agenda (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  position int not null check (position > 0),
  title text not null check (length(title) between 1 and 200),
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, position)
)
-- ;;
select tenant_table('meeting_agenda', 'select, insert')
-- ;;
alter table meeting_agenda add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
-- Who is asked to come: everybody of a rule, one person, or one organisation.
create table meeting_invitee (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  position int not null check (position > 0),
  rule text,
  person_id uuid,
  organisation_id uuid,
  -- Clause that demands the invitation; null = invited freely.
  clause text,
  primary key (subdistrict_id, id),
  check (num_nonnulls(rule, person_id, organisation_id) = 1),
  unique (subdistrict_id, meeting_id, rule),
  unique (subdistrict_id, meeting_id, person_id),
  unique (subdistrict_id, meeting_id, organisation_id)
)
-- ;;
select tenant_table('meeting_invitee', 'select, insert')
-- ;;
alter table meeting_invitee add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_invitee add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table meeting_invitee add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
-- Who came. `household_id` is set on the one row that counts for the household where households are counted;
-- a second member of the same household has a row of their own without it.
create table attendance (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  person_id uuid,
  household_id uuid,
  organisation_id uuid,
  name text not null check (length(name) between 1 and 80),
  home_label text not null default '',
  how text not null check (how in ('code', 'paper', 'staff')),
  recorded_by uuid,
  signed_at timestamptz not null,
  sheet_file_id uuid,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, person_id),
  unique (subdistrict_id, meeting_id, household_id),
  -- Only the phone's owner signs in by code; paper and staff entries name who entered them.
  check ((how = 'code') = (recorded_by is null)),
  check (how <> 'code' or person_id is not null)
)
-- ;;
select tenant_table('attendance', 'select, insert')
-- ;;
alter table attendance add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table attendance add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table attendance add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
alter table attendance add foreign key (subdistrict_id, sheet_file_id) references file (subdistrict_id, id)
-- ;;
-- A name alone (a guest, somebody whom the roster does not know) stands once too.
create unique index on attendance (subdistrict_id, meeting_id, name, home_label) where person_id is null and household_id is null
-- ;;
create trigger append_only before update or delete on attendance for each row execute function refuse_change()
-- ;;
-- Minutes are corrected by a new version, never in place.
create table meeting_minutes (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  version int not null check (version > 0),
  -- {said: [{who, text}], decisions: [text], late: reason or null}
  body jsonb not null,
  -- Why this version replaces the one before; the first has none.
  correction text not null default '',
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, version),
  check ((version = 1) = (correction = ''))
)
-- ;;
select tenant_table('meeting_minutes', 'select, insert')
-- ;;
alter table meeting_minutes add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on meeting_minutes for each row execute function refuse_change()
-- ;;
alter table meeting add foreign key (subdistrict_id, id, published_version) references meeting_minutes (subdistrict_id, meeting_id, version)
-- ;;
-- Hands counted in the room, kept with the version of the minutes that says so.
create table show_of_hands (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  version int not null,
  position int not null check (position > 0),
  question text not null check (length(question) between 1 and 300),
  yes_count int not null check (yes_count >= 0),
  no_count int not null check (no_count >= 0),
  abstain_count int not null check (abstain_count >= 0),
  present_count int not null check (present_count > 0),
  passed boolean not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, version, position),
  check (yes_count + no_count + abstain_count <= present_count)
)
-- ;;
select tenant_table('show_of_hands', 'select, insert')
-- ;;
alter table show_of_hands add foreign key (subdistrict_id, meeting_id, version) references meeting_minutes (subdistrict_id, meeting_id, version)
-- ;;
create trigger append_only before update or delete on show_of_hands for each row execute function refuse_change()
-- ;;
create table meeting_file (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  file_id uuid not null,
  kind text not null check (kind in ('paper', 'photo', 'sign_in_sheet', 'signed_minutes')),
  caption text not null default '' check (length(caption) <= 200),
  added_by uuid,
  added_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, file_id)
)
-- ;;
select tenant_table('meeting_file', 'select, insert')
-- ;;
alter table meeting_file add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table meeting_file add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on meeting_file for each row execute function refuse_change()
