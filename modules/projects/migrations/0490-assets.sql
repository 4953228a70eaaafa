-- What a project left behind: every thing with its place, its value and whose money made it. Numbered per neighbourhood.
create table asset (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  project_id uuid not null,
  neighbourhood_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('living', 'water', 'power', 'play', 'structure', 'furniture', 'equipment', 'sign', 'service', 'other')),
  name text not null check (btrim(name) <> '' and length(name) <= 100),
  place text not null check (btrim(place) <> '' and length(place) <= 200),
  value_fen bigint not null check (value_fen >= 0),
  source_kinds text[] not null check (source_kinds <@ array['grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind'] and cardinality(source_kinds) > 0),
  budget_line_no int check (budget_line_no > 0),
  in_use_from date not null,
  life_months int check (life_months between 1 and 1200),
  warranty_until date,
  warranty_by text not null default '' check (length(warranty_by) <= 100),
  -- How many days it stands a missed care: told by whoever registers it, never a default of ours.
  survives_days int check (survives_days between 2 and 3650),
  created_by uuid,
  created_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, neighbourhood_id, no),
  check (warranty_until is null or warranty_until >= in_use_from)
)
-- ;;
select tenant_table('asset', 'select, insert')
-- ;;
grant update (place, life_months, warranty_until, warranty_by, survives_days) on asset to zhidian_app
-- ;;
alter table asset add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table asset add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create index on asset (subdistrict_id, project_id)
-- ;;
-- A thing belongs to its project's place, is worth no more than was spent, and keeps its name, number and value.
create function asset_is_what_was_built() returns trigger language plpgsql as $$
declare place uuid; spent bigint; known bigint;
begin
  if tg_op = 'DELETE' then raise exception 'asset is never deleted' using errcode = '23514'; end if;
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - array['place', 'life_months', 'warranty_until', 'warranty_by', 'survives_days']
      <> to_jsonb(old) - array['place', 'life_months', 'warranty_until', 'warranty_by', 'survives_days'] then
      raise exception 'asset: only its place, life and warranty may be corrected' using errcode = '23514';
    end if;
    return new;
  end if;
  select neighbourhood_id into place from project where subdistrict_id = new.subdistrict_id and id = new.project_id and state in ('closed', 'upkeep');
  if place is distinct from new.neighbourhood_id then
    raise exception 'asset: its project is not closed, or is of another place' using errcode = '23514';
  end if;
  select spent_fen into spent from settlement where subdistrict_id = new.subdistrict_id and project_id = new.project_id;
  select coalesce(sum(value_fen), 0) into known from asset where subdistrict_id = new.subdistrict_id and project_id = new.project_id;
  if spent is not null and known + new.value_fen > spent then
    raise exception 'asset: % and % are more than the % spent', known, new.value_fen, spent using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger what_was_built before insert or update or delete on asset for each row execute function asset_is_what_was_built()
-- ;;
-- Somebody is asked to be the keeper; they say yes or no themselves, or sign a paper that is kept.
create table asset_keeper_offer (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  asset_id uuid not null,
  person_id uuid,
  organisation_id uuid,
  name text not null check (btrim(name) <> '' and length(name) <= 60),
  deputy_person_id uuid,
  deputy_name text not null default '' check (length(deputy_name) <= 60),
  offered_by uuid,
  offered_by_name text not null,
  offered_at timestamptz not null,
  answer text check (answer in ('accepted', 'declined', 'withdrawn')),
  how text check (how in ('own', 'paper')),
  word text not null default '' check (length(word) <= 300),
  paper_file_id uuid,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, id, asset_id),
  check (num_nonnulls(person_id, organisation_id) <= 1),
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by_name is null)),
  check ((answer = 'accepted') = (how is not null)),
  check (how is distinct from 'paper' or paper_file_id is not null)
)
-- ;;
select tenant_table('asset_keeper_offer', 'select, insert')
-- ;;
grant update (answer, how, word, paper_file_id, answered_by, answered_by_name, answered_at) on asset_keeper_offer to zhidian_app
-- ;;
alter table asset_keeper_offer add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
alter table asset_keeper_offer add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table asset_keeper_offer add foreign key (subdistrict_id, organisation_id) references organisation (subdistrict_id, id)
-- ;;
alter table asset_keeper_offer add foreign key (subdistrict_id, deputy_person_id) references person (subdistrict_id, id)
-- ;;
alter table asset_keeper_offer add foreign key (subdistrict_id, paper_file_id) references file (subdistrict_id, id)
-- ;;
create unique index on asset_keeper_offer (subdistrict_id, asset_id) where answer is null
-- ;;
-- Nobody becomes a keeper by somebody else's word: the answer is the asked one's own, an organisation's contact's, or a signed paper.
create function keeper_answers_for_themselves() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an offer is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.answer is not null then raise exception 'an offer is answered after it is made' using errcode = '23514'; end if;
    return new;
  end if;
  if old.answer is not null or new.answer is null or to_jsonb(new) - array['answer', 'how', 'word', 'paper_file_id', 'answered_by', 'answered_by_name', 'answered_at']
    <> to_jsonb(old) - array['answer', 'how', 'word', 'paper_file_id', 'answered_by', 'answered_by_name', 'answered_at'] then
    raise exception 'an offer is answered once and never changed' using errcode = '23514';
  end if;
  if new.how = 'own' and not (new.answered_by is not null and (new.answered_by = new.person_id or exists (
    select from role_assignment r where r.subdistrict_id = new.subdistrict_id and r.person_id = new.answered_by and r.organisation_id = new.organisation_id
      and r.from_day <= (new.answered_at at time zone 'Asia/Shanghai')::date
      and (r.to_day is null or r.to_day >= (new.answered_at at time zone 'Asia/Shanghai')::date)))) then
    raise exception 'a keeper accepts in their own act' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger own_act before insert or update or delete on asset_keeper_offer for each row execute function keeper_answers_for_themselves()
-- ;;
-- Who holds a thing from when to when: its keeper, or in between a deputy or the committee, with the reason.
create table asset_holding (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  asset_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('keeper', 'deputy', 'committee')),
  offer_id uuid,
  person_id uuid,
  organisation_id uuid,
  name text not null check (btrim(name) <> ''),
  reason text not null default '' check (length(reason) <= 300),
  from_day date not null,
  by_person_id uuid,
  by_name text not null,
  ended_day date,
  end_reason text check (end_reason in ('handed-over', 'moved', 'dissolved', 'died', 'resigned', 'keeper-found', 'abandoned')),
  end_note text not null default '' check (length(end_note) <= 300),
  ended_by_name text,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, asset_id, no),
  check ((kind = 'keeper') = (offer_id is not null)),
  check (kind = 'keeper' or btrim(reason) <> ''),
  check ((ended_day is null) = (end_reason is null) and (ended_day is null) = (ended_by_name is null)),
  check (ended_day >= from_day)
)
-- ;;
select tenant_table('asset_holding', 'select, insert')
-- ;;
grant update (ended_day, end_reason, end_note, ended_by_name) on asset_holding to zhidian_app
-- ;;
alter table asset_holding add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
alter table asset_holding add foreign key (subdistrict_id, offer_id, asset_id) references asset_keeper_offer (subdistrict_id, id, asset_id)
-- ;;
alter table asset_holding add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create unique index on asset_holding (subdistrict_id, asset_id) where ended_day is null
-- ;;
create index on asset_holding (subdistrict_id, person_id) where ended_day is null
-- ;;
create function holding_follows_the_answer() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a holding is never deleted' using errcode = '23514'; end if;
  if tg_op = 'INSERT' then
    if new.ended_day is not null then raise exception 'a holding begins before it ends' using errcode = '23514'; end if;
    if new.kind = 'keeper' and not exists (select from asset_keeper_offer o where o.subdistrict_id = new.subdistrict_id and o.id = new.offer_id
      and o.answer = 'accepted' and o.person_id is not distinct from new.person_id and o.organisation_id is not distinct from new.organisation_id) then
      raise exception 'nobody is keeper who has not accepted' using errcode = '23514';
    end if;
    return new;
  end if;
  if old.ended_day is not null or to_jsonb(new) - array['ended_day', 'end_reason', 'end_note', 'ended_by_name']
    <> to_jsonb(old) - array['ended_day', 'end_reason', 'end_note', 'ended_by_name'] then
    raise exception 'a holding ends once and never changes' using errcode = '23514';
  end if;
  if new.end_reason = 'abandoned' and not exists (select from asset_abandonment a where a.subdistrict_id = new.subdistrict_id and a.asset_id = new.asset_id) then
    raise exception 'abandoned only by decision' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows_the_answer before insert or update or delete on asset_holding for each row execute function holding_follows_the_answer()
-- ;;
-- 报废 or 弃管: decided by a named body, with the reason, what happens to the thing, and the money.
create table asset_abandonment (
  subdistrict_id uuid not null references subdistrict (id),
  asset_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('worn-out', 'given-up')),
  body text not null check (btrim(body) <> '' and length(body) <= 100),
  resolution_id uuid,
  paper_file_id uuid,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 1000),
  fate text not null check (fate in ('removed', 'sold', 'given-away', 'left-safe', 'replaced')),
  fate_text text not null check (btrim(fate_text) <> '' and length(fate_text) <= 500),
  -- What it brings (sold) or costs (taking it away), and where that money goes to or comes from.
  money_in_fen bigint not null check (money_in_fen >= 0),
  money_out_fen bigint not null check (money_out_fen >= 0),
  money_text text not null default '' check (length(money_text) <= 300),
  decided_on date not null,
  by_person_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, asset_id),
  -- A decision stands on paper or in the platform's own resolution.
  check (num_nonnulls(resolution_id, paper_file_id) >= 1),
  check (money_in_fen + money_out_fen = 0 or btrim(money_text) <> '')
)
-- ;;
select tenant_table('asset_abandonment', 'select, insert')
-- ;;
alter table asset_abandonment add foreign key (subdistrict_id, asset_id) references asset (subdistrict_id, id)
-- ;;
alter table asset_abandonment add foreign key (subdistrict_id, resolution_id) references resolution (subdistrict_id, id)
-- ;;
alter table asset_abandonment add foreign key (subdistrict_id, paper_file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on asset_abandonment for each row execute function refuse_change()
-- ;;
create function abandonment_is_decided_here() returns trigger language plpgsql as $$
begin
  if new.resolution_id is not null and not exists (select from resolution r join asset a on a.subdistrict_id = r.subdistrict_id
    and a.neighbourhood_id = r.neighbourhood_id where r.subdistrict_id = new.subdistrict_id and r.id = new.resolution_id and a.id = new.asset_id) then
    raise exception 'the resolution is of another place' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger decided_here before insert on asset_abandonment for each row execute function abandonment_is_decided_here()
-- ;;
-- At every commit somebody holds every thing that is not given up, and nobody what is.
create function asset_is_held() returns trigger language plpgsql as $$
declare one uuid; held int; given_up boolean;
begin
  one := case when tg_table_name = 'asset' then new.id else (to_jsonb(new) ->> 'asset_id')::uuid end;
  select count(*) into held from asset_holding where subdistrict_id = new.subdistrict_id and asset_id = one and ended_day is null;
  given_up := exists (select from asset_abandonment where subdistrict_id = new.subdistrict_id and asset_id = one);
  if given_up and held > 0 then raise exception 'what is given up has no keeper' using errcode = '23514'; end if;
  if not given_up and held = 0 then raise exception 'nothing is without a keeper: a deputy or the committee holds it meanwhile' using errcode = '23514'; end if;
  return null;
end $$
-- ;;
create constraint trigger is_held after insert on asset deferrable initially deferred for each row execute function asset_is_held()
-- ;;
create constraint trigger is_held after insert or update on asset_holding deferrable initially deferred for each row execute function asset_is_held()
-- ;;
create constraint trigger is_held after insert on asset_abandonment deferrable initially deferred for each row execute function asset_is_held()
