-- House rules (公约、议事规则): one body of rules with a stable identity, its versions, their clauses, what residents said about them, where they
-- were cited. What makes an adopted text stand is refused or demanded here, whatever program writes.
create table house_rule (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  -- convention 居民公约 · procedure 居民会议议事规则 · management 管理规约 · owners-procedure 业主大会议事规则 · building 楼组公约
  kind text not null check (kind in ('convention', 'procedure', 'management', 'owners-procedure', 'building')),
  -- For whose households: only a building's convention has one, and may be for one entrance of it.
  building_id uuid,
  entrance_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  check ((kind = 'building') = (building_id is not null)),
  check (entrance_id is null or building_id is not null)
)
-- ;;
select tenant_table('house_rule', 'select, insert')
-- ;;
alter table house_rule add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table house_rule add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
-- ;;
alter table house_rule add foreign key (subdistrict_id, entrance_id) references entrance (subdistrict_id, id)
-- ;;
create index on house_rule (subdistrict_id, neighbourhood_id)
-- ;;
create trigger append_only before update or delete on house_rule for each row execute function refuse_change()
-- ;;
create table house_rule_version (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  rule_id uuid not null,
  no int not null check (no > 0),
  state text not null check (state in ('draft', 'discussion', 'voting', 'adopted', 'rejected', 'withdrawn')),
  title text not null check (length(title) between 1 and 60),
  preamble text not null default '' check (length(preamble) <= 2000),
  -- Why it is made or changed.
  reason text not null default '' check (length(reason) <= 2000),
  -- Residents comment until this day.
  comments_until date,
  -- Name of the ballot's rule, the ballot, and the SHA-256 of the text that it is about.
  law text,
  ballot_id uuid,
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  decided_at timestamptz,
  -- In force from and to (both days included); no last day = until replaced or repealed.
  from_day date,
  to_day date,
  -- Why an adopted text ends: the version that took its place, or a ballot on its repeal.
  replaced_by uuid,
  repeal_ballot_id uuid,
  repeal_reason text check (length(repeal_reason) between 1 and 500),
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, rule_id, no),
  check (state not in ('discussion', 'voting', 'adopted', 'rejected') or comments_until is not null),
  check ((state in ('voting', 'adopted', 'rejected')) = (ballot_id is not null)),
  check ((ballot_id is null) = (digest is null) and (ballot_id is null) = (law is null)),
  check ((state in ('adopted', 'rejected')) = (decided_at is not null)),
  check ((state = 'adopted') = (from_day is not null)),
  check (to_day is null or (from_day is not null and to_day >= from_day - 1)),
  check ((state = 'withdrawn') = (withdrawn_reason is not null)),
  check ((repeal_ballot_id is null) = (repeal_reason is null)),
  check (repeal_ballot_id is null or state = 'adopted')
)
-- ;;
select tenant_table('house_rule_version', 'select, insert, update')
-- ;;
alter table house_rule_version add foreign key (subdistrict_id, rule_id) references house_rule (subdistrict_id, id)
-- ;;
alter table house_rule_version add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table house_rule_version add foreign key (subdistrict_id, repeal_ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table house_rule_version add foreign key (subdistrict_id, replaced_by) references house_rule_version (subdistrict_id, id)
-- ;;
-- One version at a time is being made.
create unique index on house_rule_version (subdistrict_id, rule_id) where state in ('draft', 'discussion', 'voting')
-- ;;
create unique index on house_rule_version (subdistrict_id, ballot_id) where ballot_id is not null
-- ;;
-- A clause keeps its identity through all versions, whatever number it has in each.
create table house_rule_article (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  rule_id uuid not null,
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('house_rule_article', 'select, insert')
-- ;;
alter table house_rule_article add foreign key (subdistrict_id, rule_id) references house_rule (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on house_rule_article for each row execute function refuse_change()
-- ;;
create table house_rule_clause (
  subdistrict_id uuid not null references subdistrict (id),
  version_id uuid not null,
  article_id uuid not null,
  -- 第N条
  position int not null check (position between 1 and 300),
  -- Title of the chapter it stands in; '' where the text has no chapters. Neighbours with one title are one chapter.
  chapter text not null default '' check (length(chapter) <= 40),
  heading text not null default '' check (length(heading) <= 40),
  text text not null check (length(text) between 1 and 2000),
  -- Words for what it is about: a matter, meeting or notice that has one of them shows this clause.
  topics text[] not null default '{}',
  -- Pairs of characters of chapter, heading, text and topics, for the search.
  bigrams text[] not null default '{}',
  primary key (subdistrict_id, version_id, article_id),
  unique (subdistrict_id, version_id, position)
)
-- ;;
select tenant_table('house_rule_clause', 'select, insert, update, delete')
-- ;;
alter table house_rule_clause add foreign key (subdistrict_id, version_id) references house_rule_version (subdistrict_id, id)
-- ;;
alter table house_rule_clause add foreign key (subdistrict_id, article_id) references house_rule_article (subdistrict_id, id)
-- ;;
create index on house_rule_clause using gin (bigrams)
-- ;;
-- A clause is written only while its version is a draft or under discussion.
create function guard_house_rule_clause() returns trigger language plpgsql as $$
declare
  of_subdistrict uuid := case when tg_op = 'DELETE' then old.subdistrict_id else new.subdistrict_id end;
  of_version uuid := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
  now_in text;
begin
  if tg_op = 'UPDATE' and row(new.version_id, new.article_id) is distinct from row(old.version_id, old.article_id) then
    raise exception 'a clause stays in its version' using errcode = '23514';
  end if;
  select state into now_in from house_rule_version where subdistrict_id = of_subdistrict and id = of_version for share;
  if now_in is distinct from 'draft' and now_in is distinct from 'discussion' then
    raise exception 'the text of this version is frozen' using errcode = '23514';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$
-- ;;
create trigger guard before insert or update or delete on house_rule_clause for each row execute function guard_house_rule_clause()
-- ;;
-- SHA-256 over title, preamble and clauses in their order; digest.ts makes the same.
create function house_rule_digest(of_subdistrict uuid, of_version uuid, title text, preamble text) returns text language sql stable as $$
  select encode(sha256(convert_to(title || chr(31) || preamble || coalesce((
    select string_agg(chr(30) || c.position || chr(31) || c.article_id || chr(31) || c.chapter || chr(31) || c.heading || chr(31) || c.text, '' order by c.position)
    from house_rule_clause c where c.subdistrict_id = of_subdistrict and c.version_id = of_version), ''), 'UTF8')), 'hex')
$$
-- ;;
-- `passed`, `failed`, or null while a ballot is not closed.
create function house_rule_vote(of_subdistrict uuid, of_ballot uuid) returns text language sql stable as $$
  select case when (outcome ->> 'passed')::boolean then 'passed' else 'failed' end
  from ballot where subdistrict_id = of_subdistrict and id = of_ballot and state = 'closed'
$$
-- ;;
create function guard_house_rule_version() returns trigger language plpgsql as $$
declare
  asked ballot%rowtype;
begin
  if tg_op = 'DELETE' then raise exception 'a version is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then raise exception 'a version begins as a draft' using errcode = '23514'; end if;
    return new;
  end if;
  if row(new.rule_id, new.no, new.created_by, new.created_at) is distinct from row(old.rule_id, old.no, old.created_by, old.created_at) then
    raise exception 'a version stays what it is' using errcode = '23514';
  end if;
  if old.state in ('rejected', 'withdrawn') then raise exception 'a version that is given up cannot change' using errcode = '23514'; end if;
  if old.state in ('voting', 'adopted') and new.state <> 'discussion'
    and row(new.title, new.preamble, new.reason, new.comments_until, new.law, new.ballot_id, new.digest)
      is distinct from row(old.title, old.preamble, old.reason, old.comments_until, old.law, old.ballot_id, old.digest) then
    raise exception 'the text of this version is frozen' using errcode = '23514';
  end if;
  if new.state <> old.state and (old.state || ' ' || new.state) not in
    ('draft discussion', 'draft withdrawn', 'discussion voting', 'discussion withdrawn', 'voting discussion', 'voting adopted', 'voting rejected') then
    raise exception 'a version cannot go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if new.ballot_id is not null then
    select * into asked from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id;
  end if;
  -- The ballot is about this very text: its question, which cannot change either, carries the digest.
  if new.state in ('voting', 'adopted') and old.state <> new.state then
    if new.digest is distinct from house_rule_digest(new.subdistrict_id, new.id, new.title, new.preamble) or position(left(new.digest, 16) in asked.question) = 0
      or asked.law is distinct from new.law or asked.secrecy is distinct from 'named' then
      raise exception 'the ballot is not about this text' using errcode = '23514';
    end if;
    if not exists (select 1 from house_rule_clause where subdistrict_id = new.subdistrict_id and version_id = new.id) then
      raise exception 'a text without clauses is not put to the vote' using errcode = '23514';
    end if;
  end if;
  if new.state = 'voting' and old.state = 'discussion' and asked.state <> 'draft' then
    raise exception 'the ballot has begun before the text was frozen' using errcode = '23514';
  end if;
  if old.state = 'voting' and new.state = 'discussion'
    and (select state from ballot where subdistrict_id = old.subdistrict_id and id = old.ballot_id) is distinct from 'cancelled' then
    raise exception 'the ballot on this text stands' using errcode = '23514';
  end if;
  if new.state in ('adopted', 'rejected') and old.state = 'voting'
    and house_rule_vote(new.subdistrict_id, new.ballot_id) is distinct from (case new.state when 'adopted' then 'passed' else 'failed' end) then
    raise exception 'the vote says otherwise' using errcode = '23514';
  end if;
  -- Two versions are never in force on one day.
  if new.state = 'adopted' and old.state = 'voting' and exists (
    select 1 from house_rule_version o where o.subdistrict_id = new.subdistrict_id and o.rule_id = new.rule_id and o.id <> new.id
      and o.state = 'adopted' and (o.to_day is null or o.to_day >= new.from_day) and (new.to_day is null or o.from_day <= new.to_day)) then
    raise exception 'another version is in force' using errcode = '23514';
  end if;
  if old.state = 'adopted' then
    if row(new.from_day, new.decided_at) is distinct from row(old.from_day, old.decided_at) then
      raise exception 'an adopted version cannot change' using errcode = '23514';
    end if;
    if old.replaced_by is not null and new.replaced_by is distinct from old.replaced_by then
      raise exception 'an adopted version cannot change' using errcode = '23514';
    end if;
    if old.repeal_ballot_id is not null and new.repeal_ballot_id is distinct from old.repeal_ballot_id
      and coalesce(house_rule_vote(old.subdistrict_id, old.repeal_ballot_id) = 'failed',
        (select state = 'cancelled' from ballot where subdistrict_id = old.subdistrict_id and id = old.repeal_ballot_id)) is not true then
      raise exception 'the ballot on the repeal stands' using errcode = '23514';
    end if;
    -- It ends by a vote on its repeal, or by the vote on the version that takes its place; and never later than it was to end.
    if new.to_day is distinct from old.to_day then
      if new.to_day is null or new.to_day > old.to_day or not coalesce(
        house_rule_vote(new.subdistrict_id, new.repeal_ballot_id) = 'passed'
        or exists (select 1 from house_rule_version s where s.subdistrict_id = new.subdistrict_id and s.id = new.replaced_by and s.rule_id = new.rule_id
          and s.no > new.no and s.state = 'voting' and house_rule_vote(s.subdistrict_id, s.ballot_id) = 'passed'), false) then
        raise exception 'no vote ends this version' using errcode = '23514';
      end if;
    end if;
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on house_rule_version for each row execute function guard_house_rule_version()
-- ;;
-- What a resident says about a clause, or (without one) about the whole. The words never change.
create table house_rule_comment (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  version_id uuid not null,
  article_id uuid,
  person_id uuid not null,
  household_id uuid,
  -- Neighbours read the full name, or the masked one.
  named boolean not null,
  channel text not null check (channel in ('own', 'paper', 'assisted')),
  entered_by uuid,
  text text not null check (length(text) between 1 and 1000),
  at timestamptz not null,
  hidden text not null default 'no' check (hidden in ('no', 'hidden', 'appealed', 'confirmed')),
  hidden_reason text check (length(hidden_reason) between 1 and 500),
  hidden_by uuid,
  appeal text check (length(appeal) between 1 and 500),
  ruled_by uuid,
  reply_outcome text check (reply_outcome in ('taken', 'partly', 'not-taken')),
  reply text check (length(reply) between 1 and 1000),
  replied_by uuid,
  replied_at timestamptz,
  primary key (subdistrict_id, id),
  check ((channel = 'own') = (entered_by is null)),
  check ((hidden = 'no') or (hidden_reason is not null and hidden_by is not null)),
  check (hidden not in ('appealed', 'confirmed') or appeal is not null),
  check (ruled_by is null or ruled_by <> hidden_by),
  check (num_nulls(reply_outcome, reply, replied_by, replied_at) in (0, 4))
)
-- ;;
select tenant_table('house_rule_comment', 'select, insert, update')
-- ;;
alter table house_rule_comment add foreign key (subdistrict_id, version_id) references house_rule_version (subdistrict_id, id)
-- ;;
alter table house_rule_comment add foreign key (subdistrict_id, article_id) references house_rule_article (subdistrict_id, id)
-- ;;
alter table house_rule_comment add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table house_rule_comment add foreign key (subdistrict_id, household_id) references household (subdistrict_id, id)
-- ;;
create index on house_rule_comment (subdistrict_id, version_id)
-- ;;
create function guard_house_rule_comment() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a comment is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    perform 1 from house_rule_version where subdistrict_id = new.subdistrict_id and id = new.version_id and state = 'discussion'
      and (new.at at time zone 'Asia/Shanghai')::date <= comments_until for share;
    if not found then raise exception 'this text is not open to comments' using errcode = '23514'; end if;
    return new;
  end if;
  if row(new.version_id, new.article_id, new.person_id, new.household_id, new.named, new.channel, new.entered_by, new.text, new.at)
    is distinct from row(old.version_id, old.article_id, old.person_id, old.household_id, old.named, old.channel, old.entered_by, old.text, old.at) then
    raise exception 'the words of a comment never change' using errcode = '23514';
  end if;
  if old.replied_at is not null and row(new.reply_outcome, new.reply, new.replied_by, new.replied_at)
    is distinct from row(old.reply_outcome, old.reply, old.replied_by, old.replied_at) then
    raise exception 'a reply never changes' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on house_rule_comment for each row execute function guard_house_rule_comment()
-- ;;
-- Where a clause was cited: in an answer of the committee, or by a matter that reports its breach.
create table house_rule_citation (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  version_id uuid not null,
  article_id uuid not null,
  kind text not null check (kind in ('answer', 'breach')),
  subject_kind text not null check (subject_kind in ('matter', 'meeting', 'notice')),
  subject_id uuid not null,
  note text not null default '' check (length(note) <= 500),
  cited_by uuid,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, version_id, article_id, kind, subject_kind, subject_id),
  check (kind = 'answer' or subject_kind = 'matter')
)
-- ;;
select tenant_table('house_rule_citation', 'select, insert')
-- ;;
alter table house_rule_citation add foreign key (subdistrict_id, version_id, article_id) references house_rule_clause (subdistrict_id, version_id, article_id)
-- ;;
create index on house_rule_citation (subdistrict_id, subject_id)
-- ;;
create trigger append_only before update or delete on house_rule_citation for each row execute function refuse_change()
-- ;;
create function guard_house_rule_citation() returns trigger language plpgsql as $$
begin
  perform 1 from house_rule_version where subdistrict_id = new.subdistrict_id and id = new.version_id and state = 'adopted';
  if not found then raise exception 'only an adopted clause is cited' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert on house_rule_citation for each row execute function guard_house_rule_citation()
