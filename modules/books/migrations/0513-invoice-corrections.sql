-- A mistyped invoice is entered again after its voucher was withdrawn: a new version of its facts, never a change of the old one. The row of
-- `invoice` is version 1. Reference tables carry no triggers: the rules are constraints alone.
create table invoice_version (
  invoice_id uuid not null references invoice (id),
  version int not null check (version > 1),
  issued_day date not null,
  net_fen bigint not null,
  tax_fen bigint not null check (tax_fen >= 0),
  total_fen bigint not null check (total_fen > 0),
  made_at timestamptz not null,
  primary key (invoice_id, version),
  unique (invoice_id, version, total_fen),
  check (net_fen + tax_fen = total_fen)
)
-- ;;
select reference_table('invoice_version', 'select, insert')
-- ;;
-- A claim says of which version it is and of which the claim before it was: another version only while nothing is claimed.
alter table invoice_claim add column version int not null default 1
-- ;;
alter table invoice_claim add column previous_version int not null default 1
-- ;;
-- The face value of a later version; null for the first, whose face is total_fen.
alter table invoice_claim add column face_fen bigint
-- ;;
-- The file that is taken from this invoice because it was entered under a wrong number; such an entry claims nothing.
alter table invoice_claim add column released_sha256 text
-- ;;
alter table invoice_claim drop constraint invoice_claim_amount_fen_check
-- ;;
alter table invoice_claim add constraint invoice_claim_amount_fen_check check ((amount_fen <> 0) = (released_sha256 is null))
-- ;;
alter table invoice_claim add constraint invoice_claim_release check (released_sha256 is null or before_fen = 0)
-- ;;
alter table invoice_claim drop constraint invoice_claim_check1
-- ;;
alter table invoice_claim add constraint invoice_claim_check1 check (total_fen > 0 and after_fen between 0 and coalesce(face_fen, total_fen))
-- ;;
alter table invoice_claim add constraint invoice_claim_version check ((version = 1) = (face_fen is null) and (version = previous_version or before_fen = 0))
-- ;;
alter table invoice_claim add constraint invoice_claim_stands unique (invoice_id, seq, after_fen, version)
-- ;;
alter table invoice_claim add constraint invoice_claim_chain foreign key (invoice_id, previous_seq, before_fen, previous_version)
  references invoice_claim (invoice_id, seq, after_fen, version)
-- ;;
alter table invoice_claim add constraint invoice_claim_of_version foreign key (invoice_id, version, face_fen)
  references invoice_version (invoice_id, version, total_fen)
-- ;;
alter table invoice_claim add constraint invoice_claim_released unique (invoice_id, seq, released_sha256)
-- ;;
alter table invoice_file add constraint invoice_file_of unique (sha256, invoice_id)
-- ;;
-- A file that was entered under a wrong number belongs to the right invoice from now on; it leaves the wrong one only where nothing is claimed.
create table invoice_file_move (
  sha256 text not null,
  seq int not null check (seq >= 1),
  previous_seq int,
  origin_invoice_id uuid,
  from_invoice_id uuid not null,
  from_seq int not null,
  to_invoice_id uuid not null references invoice (id),
  moved_at timestamptz not null,
  primary key (sha256, seq),
  unique (sha256, seq, to_invoice_id),
  check (to_invoice_id <> from_invoice_id),
  check ((seq = 1 and previous_seq is null and origin_invoice_id is not null and origin_invoice_id = from_invoice_id)
    or (seq > 1 and previous_seq is not null and previous_seq = seq - 1 and origin_invoice_id is null))
)
-- ;;
select reference_table('invoice_file_move', 'select, insert')
-- ;;
alter table invoice_file_move add foreign key (sha256, origin_invoice_id) references invoice_file (sha256, invoice_id)
-- ;;
alter table invoice_file_move add foreign key (sha256, previous_seq, from_invoice_id) references invoice_file_move (sha256, seq, to_invoice_id)
-- ;;
alter table invoice_file_move add foreign key (from_invoice_id, from_seq, sha256) references invoice_claim (invoice_id, seq, released_sha256)
-- ;;
create function invoice_of_file(hash text) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select m.to_invoice_id from invoice_file_move m where m.sha256 = hash order by m.seq desc limit 1),
    (select f.invoice_id from invoice_file f where f.sha256 = hash))
$$
-- ;;
create or replace function guard_invoice_reading() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then raise exception 'a reading of an invoice is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' then raise exception 'a reading begins by waiting' using errcode = '23514'; end if;
    if not exists (select 1 from file f where f.subdistrict_id = new.subdistrict_id and f.id = new.file_id and f.sha256 = new.sha256) then
      raise exception 'a reading names the hash of its file' using errcode = '23514';
    end if;
    return new;
  end if;
  if row(new.subdistrict_id, new.id, new.expense_id, new.file_id, new.sha256, new.invoice, new.error, new.read_by, new.read_at)
    is distinct from row(old.subdistrict_id, old.id, old.expense_id, old.file_id, old.sha256, old.invoice, old.error, old.read_by, old.read_at) then
    raise exception 'what was read does not change' using errcode = '23514';
  end if;
  -- A confirmed reading waits again only when its voucher was withdrawn; a dropped one stays dropped.
  if not (old.state = 'waiting' and new.state in ('recorded', 'dropped'))
    and not (old.state = 'recorded' and new.state = 'waiting' and exists (select 1 from voucher_withdrawal w
      where w.subdistrict_id = old.subdistrict_id and w.voucher_id = old.voucher_id)) then
    raise exception 'a reading cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  -- The voucher is of the same expense, in force, and its invoice is that of the file and of the number that was read.
  if new.state = 'recorded' and not exists (select 1 from voucher v join invoice i on i.id = v.invoice_id and i.id = invoice_of_file(new.sha256)
      where v.subdistrict_id = new.subdistrict_id and v.id = new.voucher_id and v.expense_id = new.expense_id
        and i.code = new.invoice ->> 'code' and i.number = new.invoice ->> 'number'
        and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id)) then
    raise exception 'the voucher is not of this reading' using errcode = '23514';
  end if;
  return new;
end $$
