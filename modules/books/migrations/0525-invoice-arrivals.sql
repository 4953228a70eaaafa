-- An invoice's file that came for a project before anybody said for which payment. What was read never changes; the arrival is assigned
-- to a payment, where it becomes a reading that waits to be confirmed, or is dropped with its reason.
create table invoice_arrival (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  file_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  invoice jsonb check (jsonb_typeof(invoice) = 'object'),
  error text check (error ~ '^[a-z-]{1,40}$'),
  read_by uuid,
  read_at timestamptz not null,
  state text not null check (state in ('waiting', 'assigned', 'dropped')),
  reading_id uuid,
  note text check (length(note) between 1 and 500 and btrim(note) <> ''),
  settled_by uuid,
  settled_at timestamptz,
  primary key (subdistrict_id, id),
  check ((invoice is null) <> (error is null)),
  check ((state = 'assigned') = (reading_id is not null)),
  check ((state = 'waiting') = (settled_at is null)),
  check (state <> 'dropped' or note is not null)
)
-- ;;
select tenant_table('invoice_arrival', 'select, insert')
-- ;;
grant update (state, reading_id, note, settled_by, settled_at) on invoice_arrival to zhidian_app
-- ;;
alter table invoice_arrival add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table invoice_arrival add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
alter table invoice_arrival add foreign key (subdistrict_id, reading_id) references invoice_reading (subdistrict_id, id)
-- ;;
-- The same bytes wait or are assigned once in a project; what was dropped by mistake may come again.
create unique index on invoice_arrival (subdistrict_id, project_id, sha256) where state <> 'dropped'
-- ;;
create function guard_invoice_arrival() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then raise exception 'an arrived invoice is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' then raise exception 'an arrived invoice begins by waiting' using errcode = '23514'; end if;
    if not exists (select 1 from file f where f.subdistrict_id = new.subdistrict_id and f.id = new.file_id and f.sha256 = new.sha256) then
      raise exception 'an arrived invoice names the hash of its file' using errcode = '23514';
    end if;
    return new;
  end if;
  if row(new.subdistrict_id, new.id, new.project_id, new.file_id, new.sha256, new.invoice, new.error, new.read_by, new.read_at)
    is distinct from row(old.subdistrict_id, old.id, old.project_id, old.file_id, old.sha256, old.invoice, old.error, old.read_by, old.read_at) then
    raise exception 'what was read does not change' using errcode = '23514';
  end if;
  -- It waits again only when the reading it became was dropped.
  if not (old.state = 'waiting' and new.state in ('assigned', 'dropped'))
    and not (old.state = 'assigned' and new.state = 'waiting' and exists (select 1 from invoice_reading r
      where r.subdistrict_id = old.subdistrict_id and r.id = old.reading_id and r.state = 'dropped')) then
    raise exception 'an arrived invoice cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if new.state = 'assigned' and not exists (select 1 from invoice_reading r join expense e on e.subdistrict_id = r.subdistrict_id and e.id = r.expense_id
      where r.subdistrict_id = new.subdistrict_id and r.id = new.reading_id and r.sha256 = new.sha256 and e.project_id = new.project_id) then
    raise exception 'the reading is not of this invoice and project' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on invoice_arrival for each row execute function guard_invoice_arrival()
