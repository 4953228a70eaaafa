-- Who signs a version of the minutes. What is signed is a SHA-256 over the whole version; it is worked out from the rows, never stored beside them.
create function minutes_digest(of_subdistrict uuid, of_meeting uuid, of_version int) returns text language sql stable as $$
  select encode(sha256(convert_to(concat_ws(E'\n', m.meeting_id, m.version, m.body, m.correction, m.recorded_by, extract(epoch from m.recorded_at),
    (select string_agg(concat_ws('|', h.position, h.question, h.yes_count, h.no_count, h.abstain_count, h.present_count, h.passed), E'\n' order by h.position)
      from show_of_hands h where h.subdistrict_id = m.subdistrict_id and h.meeting_id = m.meeting_id and h.version = m.version)), 'UTF8')), 'hex')
  from meeting_minutes m where m.subdistrict_id = of_subdistrict and m.meeting_id = of_meeting and m.version = of_version
$$
-- ;;
-- Whose signature the minutes need beside the chair's and the recorder's.
create table minutes_signer (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  seq int not null check (seq > 0),
  person_id uuid,
  name text not null check (length(name) between 1 and 80),
  capacity text not null check (capacity in ('chair', 'recorder', 'counter', 'supervisor', 'representative', 'member')),
  added_by uuid,
  added_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, seq),
  unique (subdistrict_id, meeting_id, name, capacity)
)
-- ;;
select tenant_table('minutes_signer', 'select, insert')
-- ;;
alter table minutes_signer add foreign key (subdistrict_id, meeting_id) references meeting (subdistrict_id, id)
-- ;;
alter table minutes_signer add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on minutes_signer for each row execute function refuse_change()
-- ;;
create table minutes_signature (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  meeting_id uuid not null,
  version int not null,
  person_id uuid,
  name text not null check (length(name) between 1 and 80),
  capacity text not null check (capacity in ('chair', 'recorder', 'counter', 'supervisor', 'representative', 'member')),
  -- drawn: on the screen · scan: a photo or scan of the signed paper.
  how text not null check (how in ('drawn', 'scan')),
  file_id uuid not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- Whoever held the screen or entered the paper; null = the signer, signed in.
  entered_by uuid,
  signed_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, meeting_id, version, name, capacity),
  check (entered_by is not null or person_id is not null)
)
-- ;;
select tenant_table('minutes_signature', 'select, insert')
-- ;;
alter table minutes_signature add foreign key (subdistrict_id, meeting_id, version) references meeting_minutes (subdistrict_id, meeting_id, version)
-- ;;
alter table minutes_signature add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table minutes_signature add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on minutes_signature for each row execute function refuse_change()
-- ;;
-- Only the last version is signed, and only as it stands.
create function guard_minutes_signature() returns trigger language plpgsql as $$
begin
  perform from meeting where subdistrict_id = new.subdistrict_id and id = new.meeting_id for share;
  if new.version <> (select max(version) from meeting_minutes where subdistrict_id = new.subdistrict_id and meeting_id = new.meeting_id) then
    raise exception 'only the last version of the minutes is signed' using errcode = '23514';
  end if;
  if new.digest is distinct from minutes_digest(new.subdistrict_id, new.meeting_id, new.version) then
    raise exception 'what was signed is not this version' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on minutes_signature for each row execute function guard_minutes_signature()
-- ;;
-- Nothing is added to a version that somebody has signed.
create function guard_signed_version() returns trigger language plpgsql as $$
begin
  if exists (select from minutes_signature where subdistrict_id = new.subdistrict_id and meeting_id = new.meeting_id and version = new.version) then
    raise exception 'these minutes are signed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger signed before insert on show_of_hands for each row execute function guard_signed_version()
