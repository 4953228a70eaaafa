-- Whoever helped a neighbourhood with its application in a round, or acts for the organisation that did, does not review it there. Everything else
-- as before.
create or replace function review_relations(sub uuid, project_asked uuid, on_day date) returns table (person_id uuid, relation text, detail text)
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
