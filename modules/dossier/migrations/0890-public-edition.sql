-- A dossier as it was published: the words that everybody reads, with personal data covered by rule, and what the publisher decided about it.
create table dossier_edition (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  no int not null check (no >= 1),
  -- The parts in Chinese and in English, as they were shown before they were published.
  parts jsonb not null check (jsonb_typeof(parts -> 'zh') = 'array' and jsonb_typeof(parts -> 'en') = 'array'),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- Names the rule found that mean nobody, and words that were covered besides.
  kept text[] not null default '{}',
  added text[] not null default '{}',
  covered int not null check (covered >= 0),
  published_by uuid not null,
  published_by_name text not null check (btrim(published_by_name) <> ''),
  published_on date not null,
  published_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id, no),
  foreign key (subdistrict_id, project_id) references project (subdistrict_id, id),
  foreign key (subdistrict_id, published_by) references person (subdistrict_id, id)
)
-- ;;
select tenant_table('dossier_edition', 'select, insert')
-- ;;
create trigger append_only before update or delete on dossier_edition for each row execute function refuse_change()
-- ;;
-- Taken out of the public eye, with the reason; what was read stays known to those who answer for it.
create table dossier_edition_end (
  subdistrict_id uuid not null references subdistrict (id),
  edition_id uuid not null,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 1000),
  ended_by uuid not null,
  ended_by_name text not null check (btrim(ended_by_name) <> ''),
  ended_at timestamptz not null,
  primary key (subdistrict_id, edition_id),
  foreign key (subdistrict_id, edition_id) references dossier_edition (subdistrict_id, id),
  foreign key (subdistrict_id, ended_by) references person (subdistrict_id, id)
)
-- ;;
select tenant_table('dossier_edition_end', 'select, insert')
-- ;;
create trigger append_only before update or delete on dossier_edition_end for each row execute function refuse_change()
