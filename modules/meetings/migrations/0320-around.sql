-- What stands before and around a meeting: bodies with their members, who is invited by name, what the quorum is, where people meet.
alter table meeting drop constraint meeting_kind_check
-- ;;
-- `committee` is the owners' committee; `residents_committee` the neighbourhood's own; `body` one that the office named.
alter table meeting add constraint meeting_kind_check check (kind in ('hearing', 'coordination', 'appraisal', 'assembly', 'representatives', 'owners',
  'committee', 'residents_committee', 'joint', 'entrance', 'body', 'talk'))
-- ;;
-- A body that meets: a list of members, and what the office ruled for it. Nothing of the law stands here.
create table meeting_body (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  neighbourhood_id uuid not null,
  kind text not null check (kind in ('representatives', 'residents_committee', 'owners_committee', 'other')),
  name text not null check (length(name) between 1 and 60),
  -- Who belongs: the people listed, one voice a household, or every adult of the roll.
  belonging text not null check (belonging in ('listed', 'each_household', 'all_adults')),
  quorum_num int check (quorum_num > 0),
  quorum_den int check (quorum_den between 1 and 1000),
  -- True: more than the share; false: at least the share.
  quorum_strict boolean,
  notice_days int check (notice_days between 0 and 365),
  proxies boolean not null default false,
  -- Where the rule stands written; the office answers for it.
  source text not null default '' check (length(source) <= 300),
  ruled_by_name text,
  ruled_on date,
  made_by uuid,
  made_at timestamptz not null,
  ended_on date,
  primary key (subdistrict_id, id),
  check (num_nonnulls(quorum_num, quorum_den, quorum_strict) in (0, 3)),
  check (quorum_num <= quorum_den),
  check (num_nonnulls(ruled_by_name, ruled_on) in (0, 2)),
  check ((quorum_num is null and notice_days is null and not proxies) or (source <> '' and ruled_on is not null)),
  -- The owners' committee has its quorum by the city's rules, and nobody acts for a member.
  check (kind <> 'owners_committee' or (quorum_num is null and not proxies))
)
-- ;;
select tenant_table('meeting_body', 'select, insert, update')
-- ;;
alter table meeting_body add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
create unique index on meeting_body (subdistrict_id, neighbourhood_id, name) where ended_on is null
-- ;;
create unique index on meeting_body (subdistrict_id, neighbourhood_id, kind) where ended_on is null and kind in ('representatives', 'residents_committee')
-- ;;
create table meeting_body_member (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  body_id uuid not null,
  person_id uuid not null,
  -- What they are in it: 主任, 委员, 第三小组.
  post text not null default '' check (length(post) <= 40),
  from_day date not null,
  until_day date check (until_day >= from_day),
  primary key (subdistrict_id, id)
)
-- ;;
select tenant_table('meeting_body_member', 'select, insert')
-- ;;
grant update (until_day) on meeting_body_member to zhidian_app
-- ;;
alter table meeting_body_member add foreign key (subdistrict_id, body_id) references meeting_body (subdistrict_id, id)
-- ;;
alter table meeting_body_member add foreign key (subdistrict_id, person_id) references person (subdistrict_id, id)
-- ;;
create unique index on meeting_body_member (subdistrict_id, body_id, person_id) where until_day is null
-- ;;
alter table meeting add column body_id uuid
-- ;;
alter table meeting add column building_id uuid
-- ;;
alter table meeting add column mode text not null default 'room' check (mode in ('room', 'online', 'both'))
-- ;;
alter table meeting add column online_link text check (online_link ~ '^https?://' and length(online_link) <= 500)
-- ;;
-- The quorum as it was when the meeting was called; null = no rule counts.
alter table meeting add column quorum_num int check (quorum_num > 0)
-- ;;
alter table meeting add column quorum_den int check (quorum_den > 0)
-- ;;
alter table meeting add column quorum_strict boolean
-- ;;
alter table meeting add column quorum_clause text
-- ;;
alter table meeting add column proxies boolean not null default false
-- ;;
alter table meeting add column reminded_on date
-- ;;
update meeting set quorum_num = 1, quorum_den = 2, quorum_strict = true, quorum_clause = '《中华人民共和国城市居民委员会组织法》（2018年修正）第九条' where kind = 'assembly'
-- ;;
alter table meeting add check (num_nonnulls(quorum_num, quorum_den, quorum_strict, quorum_clause) in (0, 4))
-- ;;
alter table meeting add check (kind <> 'assembly' or quorum_num is not null)
-- ;;
alter table meeting add check (kind <> 'body' or body_id is not null)
-- ;;
-- Nobody acts for a member of an owners' committee.
alter table meeting add check (kind <> 'committee' or not proxies)
-- ;;
alter table meeting add check (mode <> 'room' or online_link is null)
-- ;;
alter table meeting add foreign key (subdistrict_id, body_id) references meeting_body (subdistrict_id, id)
-- ;;
alter table meeting add foreign key (subdistrict_id, building_id) references building (subdistrict_id, id)
