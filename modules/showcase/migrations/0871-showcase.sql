-- A case others can learn from: typed as a draft, agreed to by its community, then published without personal data. What
-- is published stays as it is until it is taken back; what came from another place keeps that place's own id.
create table showcase_case (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  stable_id text not null check (stable_id ~ '^[A-Za-z0-9][A-Za-z0-9._:/-]{2,199}$'),
  origin text not null check (origin in ('own', 'imported')),
  project_id uuid,
  neighbourhood_id uuid,
  import_id uuid,
  state text not null check (state in ('draft', 'agreed', 'published', 'withdrawn')),
  compound_kind text not null check (compound_kind in ('old', 'commercial', 'relocation', 'affordable', 'village', 'mixed')),
  households int check (households between 1 and 1000000),
  -- As typed by the committee; never shown in public.
  draft jsonb not null,
  -- As anybody reads it: texts with what is personal covered, and the figures. Null until it is published.
  public_texts jsonb,
  figures jsonb,
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  cost_fen bigint not null check (cost_fen >= 0),
  before_file_id uuid,
  after_file_id uuid,
  source_place text not null default '' check (length(source_place) <= 100),
  licence text not null default '' check (length(licence) <= 200),
  -- Pairs of characters of the public texts, for the search.
  bigrams text[] not null default '{}',
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  agreed_by uuid,
  agreed_by_name text,
  agreed_at timestamptz,
  published_by_name text,
  published_at timestamptz,
  withdrawn_reason text,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, stable_id),
  check ((origin = 'own') = (project_id is not null) and (origin = 'own') = (neighbourhood_id is not null)),
  check ((origin = 'imported') = (import_id is not null)),
  check (state <> 'agreed' or agreed_at is not null),
  check (state <> 'published' or (published_at is not null and public_texts is not null and figures is not null and btrim(licence) <> '')),
  check (state <> 'published' or origin = 'imported' or agreed_at is not null),
  check (state <> 'withdrawn' or btrim(coalesce(withdrawn_reason, '')) <> ''),
  check (origin = 'own' or btrim(source_place) <> '')
)
-- ;;
select tenant_table('showcase_case', 'select, insert, update')
-- ;;
alter table showcase_case add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table showcase_case add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table showcase_case add foreign key (subdistrict_id, before_file_id) references file (subdistrict_id, id)
-- ;;
alter table showcase_case add foreign key (subdistrict_id, after_file_id) references file (subdistrict_id, id)
-- ;;
create unique index on showcase_case (subdistrict_id, project_id) where project_id is not null
-- ;;
create index on showcase_case (subdistrict_id, published_at desc, id) where state = 'published'
-- ;;
create index on showcase_case (subdistrict_id, compound_kind, published_at desc, id) where state = 'published'
-- ;;
create index on showcase_case (subdistrict_id, cost_fen) where state = 'published'
-- ;;
create index on showcase_case using gin (bigrams) where state = 'published'
-- ;;
-- A case is made from a closed project; published only after its own community agreed to this very text; published it does not
-- change; and no telephone or identity number is ever in what is published.
create function showcase_is_agreed_and_clean() returns trigger language plpgsql as $$
declare words text;
begin
  if tg_op = 'DELETE' then raise exception 'a case is taken back, not deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' and new.origin = 'own' then
    if new.state <> 'draft' then raise exception 'a case begins as a draft' using errcode = '23514'; end if;
    if not exists (select from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id and p.neighbourhood_id = new.neighbourhood_id
      and p.state in ('closed', 'upkeep')) then
      raise exception 'a case is made from a closed project of its place' using errcode = '23514';
    end if;
  end if;
  if tg_op = 'UPDATE' then
    if old.stable_id <> new.stable_id or old.origin <> new.origin or old.project_id is distinct from new.project_id then
      raise exception 'a case keeps its id and where it comes from' using errcode = '23514';
    end if;
    if old.state in ('agreed', 'published') and new.state in ('agreed', 'published') and old.draft <> new.draft then
      raise exception 'a case is changed as a draft, and agreed to anew' using errcode = '23514';
    end if;
    if old.state = 'published' and new.state = 'published' then raise exception 'a published case is taken back before it changes' using errcode = '23514'; end if;
    if new.origin = 'own' and (old.state, new.state) not in (('draft', 'draft'), ('draft', 'agreed'), ('agreed', 'draft'), ('agreed', 'published'),
      ('published', 'withdrawn'), ('withdrawn', 'draft')) then
      raise exception 'a case goes from draft to agreed to published' using errcode = '23514';
    end if;
    if new.state = 'agreed' and old.state <> 'agreed' and not exists (select from role_assignment r where r.subdistrict_id = new.subdistrict_id
      and r.person_id = new.agreed_by and r.neighbourhood_id = new.neighbourhood_id and r.role in ('secretary', 'director')
      and r.from_day <= (new.agreed_at at time zone 'Asia/Shanghai')::date and (r.to_day is null or r.to_day >= (new.agreed_at at time zone 'Asia/Shanghai')::date)) then
      raise exception 'its own community agrees to a case' using errcode = '23514';
    end if;
  end if;
  if new.state = 'published' then
    words := coalesce(new.public_texts::text, '') || coalesce(new.figures::text, '') || new.title;
    if words ~ '(^|[^0-9])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}([^0-9]|$)' or words ~ '(^|[^0-9])[1-9][0-9]{16}[0-9Xx]([^0-9]|$)' then
      raise exception 'personal data in a published case' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger agreed_and_clean before insert or update or delete on showcase_case for each row execute function showcase_is_agreed_and_clean()
-- ;;
-- A file of cases from elsewhere: what was taken and what was not, each with its reason.
create table showcase_import (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  file_name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  source_place text not null check (btrim(source_place) <> ''),
  licence text not null check (btrim(licence) <> ''),
  accepted int not null check (accepted >= 0),
  rejected jsonb not null check (jsonb_typeof(rejected) = 'array'),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('showcase_import', 'select, insert')
-- ;;
create trigger append_only before update or delete on showcase_import for each row execute function refuse_change()
-- ;;
alter table showcase_case add foreign key (subdistrict_id, import_id) references showcase_import (subdistrict_id, id)
-- ;;
-- Somebody started a project from a case.
create table showcase_use (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  case_id uuid not null,
  project_id uuid not null,
  by_person_id uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, project_id)
)
-- ;;
select tenant_table('showcase_use', 'select, insert')
-- ;;
alter table showcase_use add foreign key (subdistrict_id, case_id) references showcase_case (subdistrict_id, id)
-- ;;
alter table showcase_use add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
create index on showcase_use (subdistrict_id, case_id)
-- ;;
create trigger append_only before update or delete on showcase_use for each row execute function refuse_change()
