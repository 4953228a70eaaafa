-- A file is stored once by its hash on disk; a row says what it is here and who may see it.
create table file (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes > 0),
  media_type text not null,
  name text not null,
  visibility text not null check (visibility in ('public', 'neighbourhood', 'office')),
  neighbourhood_id uuid,
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('file', 'select, insert, update')
-- ;;
create index on file (subdistrict_id, sha256)
