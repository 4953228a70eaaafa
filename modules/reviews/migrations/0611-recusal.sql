-- Everybody who has a part in a project on a day, and which: nobody of them reviews it. Whoever helped the neighbourhood with its application in the
-- round, or acts for the organisation that did, has one. The one place where this is decided.
create function review_relations(sub uuid, project_asked uuid, on_day date) returns table (person_id uuid, relation text, detail text)
language sql stable set search_path = public, pg_temp as $$
  with p as (select j.id, j.neighbourhood_id, j.round_id, j.application_id, j.created_by from project j where j.subdistrict_id = sub and j.id = project_asked),
  a as (select x.id, x.keeper_person_id, x.keeper_name, x.submitted_by from application x join p on x.id = p.application_id where x.subdistrict_id = sub),
  team as (
    select m.person_id, m.name from application_member m join a on m.application_id = a.id where m.subdistrict_id = sub
    union all select a.keeper_person_id, a.keeper_name from a
    union all select a.submitted_by, null from a
    union all select p.created_by, null from p),
  payer as (
    select s.organisation_id, o.name as known, s.name from application_source s join a on s.application_id = a.id
    left join organisation o on o.subdistrict_id = s.subdistrict_id and o.id = s.organisation_id
    where s.subdistrict_id = sub and s.kind not in ('grant', 'household', 'common')),
  payer_name as (
    select lower(regexp_replace(n, '\s', '', 'g')) as plain, n from payer cross join lateral (values (known), (name)) v(n) where n is not null),
  supplier as (
    select distinct lower(regexp_replace(q.supplier, '\s', '', 'g')) as plain, q.supplier as n from spending_quote q
    join spending_request r on r.subdistrict_id = q.subdistrict_id and r.id = q.request_id
    where q.subdistrict_id = sub and r.project_id = project_asked and q.dropped_at is null),
  acting as (
    select r.person_id, r.organisation_id, o.name from role_assignment r
    left join organisation o on o.subdistrict_id = r.subdistrict_id and o.id = r.organisation_id
    where r.subdistrict_id = sub and r.organisation_id is not null and r.from_day <= on_day and (r.to_day is null or r.to_day >= on_day)
    union all
    select d.person_id, d.organisation_id, v.n from reviewer_relation d
    left join organisation o on o.subdistrict_id = d.subdistrict_id and o.id = d.organisation_id
    cross join lateral (values (o.name), (nullif(btrim(d.name), ''))) v(n)
    where d.subdistrict_id = sub and d.kind = 'acts-for' and d.ended_on is null)
  select team.person_id, 'of-the-team', coalesce(team.name, '') from team where team.person_id is not null
  union all
  select m.person_id, 'lives-there', '' from household_member m
    join household h on h.subdistrict_id = m.subdistrict_id and h.id = m.household_id join p on p.neighbourhood_id = h.neighbourhood_id
    where m.subdistrict_id = sub and (m.until_day is null or m.until_day > on_day)
  union all
  select w.person_id, 'lives-there', '' from home_owner w
    join home h on h.subdistrict_id = w.subdistrict_id and h.id = w.home_id join p on p.neighbourhood_id = h.neighbourhood_id
    where w.subdistrict_id = sub and w.person_id is not null and (w.until_day is null or w.until_day > on_day)
  union all
  select r.person_id, 'works-there', r.role from role_assignment r join p on p.neighbourhood_id = r.neighbourhood_id
    where r.subdistrict_id = sub and r.from_day <= on_day and (r.to_day is null or r.to_day >= on_day)
  union all
  select d.person_id, case d.kind when 'lives' then 'lives-there' else 'works-there' end, d.note from reviewer_relation d
    join p on p.neighbourhood_id = d.neighbourhood_id
    where d.subdistrict_id = sub and d.kind in ('lives', 'works') and d.ended_on is null
  union all
  select c.person_id, 'same-organisation', coalesce(c.name, '') from acting c
    where exists (select from payer where payer.organisation_id = c.organisation_id)
      or exists (select from payer_name where payer_name.plain = lower(regexp_replace(c.name, '\s', '', 'g')))
  union all
  select c.person_id, 'supplier', coalesce(c.name, '') from acting c
    join supplier on supplier.plain = lower(regexp_replace(c.name, '\s', '', 'g'))
  union all
  select d.person_id, 'kin', d.name from reviewer_relation d
    join team on lower(regexp_replace(team.name, '\s', '', 'g')) = lower(regexp_replace(d.name, '\s', '', 'g'))
    where d.subdistrict_id = sub and d.kind = 'kin' and d.ended_on is null
  union all
  select coalesce(v.person_id, c.person_id), 'helped', v.helper_name from round_help v
    join p on p.neighbourhood_id = v.neighbourhood_id and p.round_id = v.round_id
    left join acting c on c.organisation_id = v.organisation_id
    where v.subdistrict_id = sub and v.state in ('accepted', 'ended') and coalesce(v.person_id, c.person_id) is not null
$$
-- ;;
-- Who stepped aside from which project: by own word with a reason, or because a relation came to light. For good.
create table review_recusal (
  subdistrict_id uuid not null references subdistrict (id),
  project_id uuid not null,
  person_id uuid not null,
  person_name text not null,
  round_id uuid not null,
  how text not null check (how in ('own-word', 'relation')),
  relation text,
  reason text not null check (btrim(reason) <> '' and length(reason) <= 500),
  recorded_by uuid,
  recorded_by_name text not null,
  recused_at timestamptz not null,
  primary key (subdistrict_id, project_id, person_id),
  check ((how = 'relation') = (relation is not null))
)
-- ;;
select tenant_table('review_recusal', 'select, insert')
-- ;;
alter table review_recusal add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table review_recusal add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
alter table review_recusal add foreign key (subdistrict_id, round_id) references round (subdistrict_id, id)
-- ;;
create index on review_recusal (subdistrict_id, round_id)
-- ;;
create trigger append_only before update or delete on review_recusal for each row execute function refuse_change()
-- ;;
insert into review_recusal (subdistrict_id, project_id, person_id, person_name, round_id, how, reason, recorded_by, recorded_by_name, recused_at)
  select subdistrict_id, project_id, reviewer_id, reviewer_name, round_id, 'own-word', left(conflict_reason, 500), reviewer_id, reviewer_name, assigned_at
  from review where state = 'conflict'
-- ;;
-- How an assignment ended without scores; empty on reviews that ended before this was kept: by own word.
alter table review add column ended_how text check (ended_how in ('own-word', 'relation', 'office'))
-- ;;
alter table review add check (ended_how is null or state = 'conflict')
-- ;;
grant update (ended_how) on review to zhidian_app
-- ;;
-- Nobody is given, and nobody hands in, a review of what they have a part in or stepped aside from.
create function nobody_reviews_their_own() returns trigger language plpgsql as $$
declare found_relation text; on_day date;
begin
  if tg_op = 'UPDATE' and (new.state <> 'submitted' or old.state <> 'assigned') then return new; end if;
  on_day := ((case when tg_op = 'INSERT' then new.assigned_at else new.submitted_at end) at time zone 'Asia/Shanghai')::date;
  select r.relation into found_relation from review_relations(new.subdistrict_id, new.project_id, on_day) r where r.person_id = new.reviewer_id limit 1;
  if found_relation is not null then
    raise exception 'nobody reviews their own: %', found_relation using errcode = '23514';
  end if;
  if exists (select from review_recusal c where c.subdistrict_id = new.subdistrict_id and c.project_id = new.project_id and c.person_id = new.reviewer_id) then
    raise exception 'nobody reviews what they stepped aside from' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger nobody_reviews_their_own before insert or update of state on review for each row execute function nobody_reviews_their_own()
