-- A role changes hands in the middle: everything that is open is listed, both sign, and all of it goes over at once.
create table handover (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  role_id uuid not null,
  from_person_id uuid not null,
  to_person_id uuid not null,
  role text not null check (role in ('secretary', 'director', 'officer', 'head')),
  neighbourhood_id uuid,
  planned_day date not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 300),
  note text not null default '' check (length(note) <= 2000),
  started_by uuid not null,
  started_by_name text not null,
  started_on date not null,
  started_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  -- Who signed, and for a signature on paper the words of whoever saw it.
  from_signed_by uuid,
  from_signed_by_name text,
  from_signed_at timestamptz,
  from_witness text check (btrim(from_witness) <> '' and length(from_witness) <= 300),
  to_signed_by uuid,
  to_signed_by_name text,
  to_signed_at timestamptz,
  to_witness text check (btrim(to_witness) <> '' and length(to_witness) <= 300),
  -- Digest of the list that both signed; what is open must be that when it goes over.
  signed_list text check (signed_list ~ '^[0-9a-f]{64}$'),
  settled_by_name text,
  settled_at timestamptz,
  settled_reason text check (length(settled_reason) <= 300),
  to_role_id uuid,
  primary key (subdistrict_id, id),
  check (from_person_id <> to_person_id),
  check (num_nonnulls(from_signed_by, from_signed_by_name, from_signed_at) in (0, 3)),
  check (num_nonnulls(to_signed_by, to_signed_by_name, to_signed_at) in (0, 3)),
  check (from_signed_by is null or (from_signed_by = from_person_id) = (from_witness is null)),
  check (to_signed_by is null or (to_signed_by = to_person_id) = (to_witness is null)),
  -- Neither signs for the other.
  check (from_signed_by <> to_person_id),
  check (to_signed_by <> from_person_id),
  check ((state = 'open') = (settled_at is null) and (settled_at is null) = (settled_by_name is null)),
  check ((state = 'done') = (to_role_id is not null)),
  check (state <> 'done' or (from_signed_by is not null and to_signed_by is not null)),
  check (state <> 'dropped' or btrim(settled_reason) <> '')
)
-- ;;
select tenant_table('handover', 'select, insert')
-- ;;
grant update (note, state, from_signed_by, from_signed_by_name, from_signed_at, from_witness, to_signed_by, to_signed_by_name, to_signed_at, to_witness,
  signed_list, settled_by_name, settled_at, settled_reason, to_role_id) on handover to zhidian_app
-- ;;
alter table handover add foreign key (subdistrict_id, role_id) references role_assignment (subdistrict_id, id)
-- ;;
alter table handover add foreign key (subdistrict_id, to_role_id) references role_assignment (subdistrict_id, id)
-- ;;
alter table handover add foreign key (subdistrict_id, from_person_id) references person (subdistrict_id, id)
-- ;;
alter table handover add foreign key (subdistrict_id, to_person_id) references person (subdistrict_id, id)
-- ;;
alter table handover add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create unique index handover_open on handover (subdistrict_id, role_id) where state = 'open'
-- ;;
-- What was open when the role changed hands, and where each went: with the role, by name to the successor, or asked of the successor as a duty.
create table handover_item (
  subdistrict_id uuid not null references subdistrict (id),
  handover_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('named-duty', 'role-duty', 'project', 'spending', 'meeting', 'resolution', 'task', 'thing', 'advance', 'cash-box')),
  subject_id uuid not null,
  title text not null check (btrim(title) <> ''),
  href text not null check (href ~ '^/'),
  goes text not null check (goes in ('with-role', 'by-name', 'asked')),
  at timestamptz not null,
  primary key (subdistrict_id, handover_id, no),
  unique (subdistrict_id, handover_id, kind, subject_id)
)
-- ;;
select tenant_table('handover_item', 'select, insert')
-- ;;
alter table handover_item add foreign key (subdistrict_id, handover_id) references handover (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on handover_item for each row execute function refuse_change()
-- ;;
create function handover_keeps_its_word() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or old.state <> 'open' or (new.role_id, new.from_person_id, new.to_person_id, new.planned_day, new.reason, new.started_by)
      is distinct from (old.role_id, old.from_person_id, old.to_person_id, old.planned_day, old.reason, old.started_by) then
    raise exception 'a hand-over stays as it was begun, and is settled once' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger keeps_its_word before update or delete on handover for each row execute function handover_keeps_its_word()
-- ;;
-- Looked at when all is written: the old role is over, the successor holds it, and nothing that names the predecessor in it is still open.
create function nothing_is_lost() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare on_day date := (new.settled_at at time zone 'Asia/Shanghai')::date; left_over text;
begin
  if not exists (select from role_assignment r where r.subdistrict_id = new.subdistrict_id and r.id = new.role_id and r.to_day < on_day) then
    raise exception 'the role that was handed over is over' using errcode = '23514';
  end if;
  if not exists (select from role_assignment r where r.subdistrict_id = new.subdistrict_id and r.id = new.to_role_id and r.person_id = new.to_person_id
      and r.role = new.role and r.neighbourhood_id is not distinct from new.neighbourhood_id and r.from_day <= on_day and (r.to_day is null or r.to_day >= on_day)) then
    raise exception 'the successor holds the role' using errcode = '23514';
  end if;
  select d.title_zh into left_over from duty d where d.subdistrict_id = new.subdistrict_id and d.person_id = new.from_person_id and d.role = new.role
    and d.done_at is null limit 1;
  if left_over is not null then
    raise exception 'still open in the name of the predecessor: %', left_over using errcode = '23514';
  end if;
  select m.title into left_over from meeting m where m.subdistrict_id = new.subdistrict_id and m.state in ('called', 'held')
    and (m.chair_person_id = new.from_person_id or m.recorder_person_id = new.from_person_id) limit 1;
  if left_over is not null then
    raise exception 'still in the hands of the predecessor: %', left_over using errcode = '23514';
  end if;
  -- What is asked of the successor stands in the inbox.
  select i.title into left_over from handover_item i where i.subdistrict_id = new.subdistrict_id and i.handover_id = new.id and i.goes = 'asked'
    and not exists (select from duty d where d.subdistrict_id = new.subdistrict_id and d.kind = 'handover.follow' and d.subject_id = i.subject_id
      and d.person_id = new.to_person_id and d.done_at is null) limit 1;
  if left_over is not null then
    raise exception 'nobody was asked to follow: %', left_over using errcode = '23514';
  end if;
  return null;
end $$
-- ;;
create constraint trigger nothing_is_lost after update of state on handover deferrable initially deferred
  for each row when (new.state = 'done' and old.state = 'open') execute function nothing_is_lost()
-- ;;
create function handover_item_of_an_open_one() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from handover h where h.subdistrict_id = new.subdistrict_id and h.id = new.handover_id and h.state = 'open') then
    raise exception 'the list of a settled hand-over is closed' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger of_an_open_one before insert on handover_item for each row execute function handover_item_of_an_open_one()
