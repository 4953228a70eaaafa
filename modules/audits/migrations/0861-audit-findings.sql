-- What the auditor ticked off for a sampled item, line by line; changing one's mind is a new version, the newest counts. Private until the report.
create table audit_tick (
  subdistrict_id uuid not null references subdistrict (id),
  audit_id uuid not null,
  item_id uuid not null,
  line int not null check (line > 0),
  version int not null check (version > 0),
  result text not null check (result in ('good', 'bad', 'not-needed', 'open')),
  note text not null default '' check (length(note) <= 2000),
  by_person_id uuid not null,
  at timestamptz not null,
  primary key (subdistrict_id, item_id, line, version)
)
-- ;;
select tenant_table('audit_tick', 'select, insert')
-- ;;
alter table audit_tick add foreign key (subdistrict_id, item_id) references audit_item (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_tick for each row execute function refuse_change()
-- ;;
create function audit_tick_is_of_a_drawn_item() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from audit_item i join audit_sample s on s.subdistrict_id = i.subdistrict_id and s.id = i.sample_id
    where i.subdistrict_id = new.subdistrict_id and i.id = new.item_id and i.audit_id = new.audit_id and i.hits > 0 and new.line <= cardinality(s.checklist)) then
    raise exception 'only a line of a drawn item is ticked' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger of_a_drawn_item before insert on audit_tick for each row execute function audit_tick_is_of_a_drawn_item()
-- ;;
-- A finding as it was written. What becomes of it are its steps; a changed one says so in a step.
create table audit_finding (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  audit_id uuid not null,
  no int not null check (no > 0),
  item_id uuid,
  project_id uuid,
  -- Who answers: the committee of the neighbourhood, or the office where it is null.
  neighbourhood_id uuid,
  severity text not null check (severity in ('grave', 'middling', 'slight')),
  clause text not null check (btrim(clause) <> '' and length(clause) <= 300),
  body text not null check (btrim(body) <> '' and length(body) <= 4000),
  amount_fen bigint check (amount_fen >= 0),
  -- The amount is money that the books show and the papers do not carry: it goes into the projection.
  misstated boolean not null default false,
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, audit_id, no),
  check (not misstated or (item_id is not null and amount_fen > 0))
)
-- ;;
select tenant_table('audit_finding', 'select, insert')
-- ;;
alter table audit_finding add foreign key (subdistrict_id, audit_id) references audit (subdistrict_id, id)
-- ;;
alter table audit_finding add foreign key (subdistrict_id, item_id) references audit_item (subdistrict_id, id)
-- ;;
alter table audit_finding add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table audit_finding add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create index on audit_finding (subdistrict_id, neighbourhood_id)
-- ;;
create trigger append_only before update or delete on audit_finding for each row execute function refuse_change()
-- ;;
create function audit_finding_stays_with_its_item() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare found audit_item; taken bigint;
begin
  if new.item_id is null then return new; end if;
  select * into found from audit_item i where i.subdistrict_id = new.subdistrict_id and i.id = new.item_id;
  if found.audit_id <> new.audit_id or found.hits = 0 or found.project_id is distinct from new.project_id
    or (new.neighbourhood_id is not null and found.neighbourhood_id <> new.neighbourhood_id) then
    raise exception 'a finding stays with its item' using errcode = '23514';
  end if;
  if new.misstated then
    -- What was found of one item is never more than what stood in the books; dropped and lifted findings count no more.
    select coalesce(sum(f.amount_fen), 0) into taken from audit_finding f where f.subdistrict_id = new.subdistrict_id and f.item_id = new.item_id and f.misstated
      and not exists (select from audit_step s where s.subdistrict_id = f.subdistrict_id and s.finding_id = f.id and s.kind in ('dropped', 'lifted'));
    if taken + new.amount_fen > found.amount_fen then
      raise exception 'more is misstated than the item has' using errcode = '23514';
    end if;
  end if;
  return new;
end $$
-- ;;
-- What became of a finding, in order: issued, answered or objected to, ruled on, put right, looked at again.
create table audit_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  finding_id uuid not null,
  audit_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('issued', 'dropped', 'answered', 'objected', 'kept', 'changed', 'lifted', 'settled', 'planned', 'proved', 'good', 'bad')),
  body text not null default '' check (length(body) <= 4000),
  due_day date,
  -- Of `planned`: who puts it right.
  person_id uuid,
  person_name text,
  -- Of `changed`: what holds now.
  severity text check (severity in ('grave', 'middling', 'slight')),
  amount_fen bigint check (amount_fen >= 0),
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, finding_id, no),
  check (kind = 'issued' or btrim(body) <> ''),
  check ((kind in ('issued', 'planned')) = (due_day is not null)),
  check ((kind = 'planned') = (person_name is not null)),
  check ((kind = 'changed') = (severity is not null)),
  check (amount_fen is null or kind = 'changed')
)
-- ;;
select tenant_table('audit_step', 'select, insert')
-- ;;
alter table audit_step add foreign key (subdistrict_id, finding_id) references audit_finding (subdistrict_id, id)
-- ;;
alter table audit_step add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_step for each row execute function refuse_change()
-- ;;
create trigger stays_with_its_item before insert on audit_finding for each row execute function audit_finding_stays_with_its_item()
-- ;;
-- Evidence of a finding, papers of an answer, proof of a remedy.
create table audit_file (
  subdistrict_id uuid not null references subdistrict (id),
  audit_id uuid not null,
  finding_id uuid not null,
  step_id uuid,
  file_id uuid not null,
  primary key (subdistrict_id, finding_id, file_id)
)
-- ;;
select tenant_table('audit_file', 'select, insert')
-- ;;
alter table audit_file add foreign key (subdistrict_id, finding_id) references audit_finding (subdistrict_id, id)
-- ;;
alter table audit_file add foreign key (subdistrict_id, step_id) references audit_step (subdistrict_id, id)
-- ;;
alter table audit_file add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_file for each row execute function refuse_change()
-- ;;
-- Evidence comes with the finding, papers of a step with the step.
create function audit_file_comes_with_what_it_proves() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (new.step_id is null and exists (select from audit_step s where s.subdistrict_id = new.subdistrict_id and s.finding_id = new.finding_id))
    or (new.step_id is not null and new.step_id is distinct from (select s.id from audit_step s
      where s.subdistrict_id = new.subdistrict_id and s.finding_id = new.finding_id order by s.no desc limit 1))
    or not exists (select from audit_finding f where f.subdistrict_id = new.subdistrict_id and f.id = new.finding_id and f.audit_id = new.audit_id) then
    raise exception 'a paper comes with what it proves' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger comes_with_what_it_proves before insert on audit_file for each row execute function audit_file_comes_with_what_it_proves()
-- ;;
-- The report. With it the drawing, the ticks and the findings are closed; answers and remedies go on.
create table audit_report (
  subdistrict_id uuid not null references subdistrict (id),
  audit_id uuid not null,
  opinion text not null check (btrim(opinion) <> '' and length(opinion) <= 8000),
  summary text not null check (btrim(summary) <> '' and length(summary) <= 4000),
  -- Figures as they were when it was issued.
  figures jsonb not null check (jsonb_typeof(figures) = 'object'),
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, audit_id)
)
-- ;;
select tenant_table('audit_report', 'select, insert')
-- ;;
alter table audit_report add foreign key (subdistrict_id, audit_id) references audit (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_report for each row execute function refuse_change()
-- ;;
-- The summary as it was made public.
create table audit_publication (
  subdistrict_id uuid not null references subdistrict (id),
  audit_id uuid not null,
  notice_id uuid not null,
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, audit_id)
)
-- ;;
select tenant_table('audit_publication', 'select, insert')
-- ;;
alter table audit_publication add foreign key (subdistrict_id, audit_id) references audit_report (subdistrict_id, audit_id)
-- ;;
alter table audit_publication add foreign key (subdistrict_id, notice_id) references notice (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on audit_publication for each row execute function refuse_change()
-- ;;
-- The auditor's own rows: by the named auditor, within the term, before the report.
create function audit_work_is_the_auditors() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not audit_is_at_work(new.subdistrict_id, new.audit_id, new.by_person_id, new.at) then
    raise exception 'only the named auditor works on an audit, and only until the last day' using errcode = '23514';
  end if;
  if exists (select from audit_report r where r.subdistrict_id = new.subdistrict_id and r.audit_id = new.audit_id) then
    raise exception 'the audit has its report' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger auditors_work before insert on audit_sample for each row execute function audit_work_is_the_auditors()
-- ;;
create trigger auditors_work before insert on audit_tick for each row execute function audit_work_is_the_auditors()
-- ;;
create trigger auditors_work before insert on audit_finding for each row execute function audit_work_is_the_auditors()
-- ;;
create trigger auditors_work before insert on audit_report for each row execute function audit_work_is_the_auditors()
-- ;;
create function audit_report_leaves_no_draft() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from audit_finding f where f.subdistrict_id = new.subdistrict_id and f.audit_id = new.audit_id
    and not exists (select from audit_step s where s.subdistrict_id = f.subdistrict_id and s.finding_id = f.id)) then
    raise exception 'a finding is neither issued nor dropped' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger leaves_no_draft before insert on audit_report for each row execute function audit_report_leaves_no_draft()
-- ;;
-- The order of the steps, who takes them, and that nobody judges the own answer.
create function audit_step_follows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare last text; last_no int; found audit_finding; may text[];
begin
  select * into found from audit_finding f where f.subdistrict_id = new.subdistrict_id and f.id = new.finding_id;
  perform from audit_finding f where f.subdistrict_id = new.subdistrict_id and f.id = new.finding_id for update;
  if found.audit_id <> new.audit_id then raise exception 'a step stays with its finding' using errcode = '23514'; end if;
  select s.kind, s.no into last, last_no from audit_step s
    where s.subdistrict_id = new.subdistrict_id and s.finding_id = new.finding_id order by s.no desc limit 1;
  may := case coalesce(last, '')
    when '' then array['issued', 'dropped'] when 'issued' then array['answered', 'objected'] when 'objected' then array['kept', 'changed', 'lifted']
    when 'kept' then array['answered'] when 'changed' then array['answered'] when 'answered' then array['planned', 'settled']
    when 'planned' then array['proved'] when 'proved' then array['good', 'bad'] when 'bad' then array['planned', 'proved'] else array[]::text[] end;
  if new.no <> coalesce(last_no, 0) + 1 or not new.kind = any(may) then
    raise exception 'audit step % does not follow %', new.kind, coalesce(last, 'nothing') using errcode = '23514';
  end if;
  if new.kind in ('issued', 'dropped') and not audit_is_at_work(new.subdistrict_id, new.audit_id, new.by_person_id, new.at) then
    raise exception 'only the named auditor works on an audit, and only until the last day' using errcode = '23514';
  end if;
  if new.kind in ('kept', 'changed', 'lifted', 'settled', 'good', 'bad') and exists (select from audit_step s
    where s.subdistrict_id = new.subdistrict_id and s.finding_id = new.finding_id and s.kind in ('answered', 'objected', 'planned', 'proved') and s.by_person_id = new.by_person_id) then
    raise exception 'nobody judges the own answer' using errcode = '23514';
  end if;
  if new.kind in ('answered', 'objected', 'planned', 'proved') and exists (select from audit a
    where a.subdistrict_id = new.subdistrict_id and a.id = new.audit_id and a.auditor_id = new.by_person_id) then
    raise exception 'the auditor does not answer for the audited' using errcode = '23514';
  end if;
  -- A changed finding never asks for more than was found.
  if new.amount_fen is not null and new.amount_fen > coalesce(found.amount_fen, 0) then
    raise exception 'an objection never makes a finding worse' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows before insert on audit_step for each row execute function audit_step_follows()
