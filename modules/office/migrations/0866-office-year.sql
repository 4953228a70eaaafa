-- The office's year is read from these.
create index if not exists project_of_year on project (subdistrict_id, year, state) include (neighbourhood_id, grant_awarded_fen)
-- ;;
create index if not exists duty_of_day on duty (subdistrict_id, opened_day)
-- ;;
-- A problem that the grant cannot solve, referred upwards with a file.
create table upward_referral (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  year int not null check (year between 2000 and 2999),
  no int not null check (no > 0),
  neighbourhood_id uuid,
  project_id uuid,
  matter_id uuid,
  title text not null check (btrim(title) <> '' and length(title) <= 120),
  to_name text not null check (btrim(to_name) <> '' and length(to_name) <= 100),
  facts text not null check (btrim(facts) <> '' and length(facts) <= 4000),
  tried text not null check (btrim(tried) <> '' and length(tried) <= 4000),
  why text not null check (btrim(why) <> '' and length(why) <= 4000),
  -- Until when an answer is hoped for; null: the office has set none.
  due_day date,
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, year, no)
)
-- ;;
select tenant_table('upward_referral', 'select, insert')
-- ;;
alter table upward_referral add foreign key (subdistrict_id, neighbourhood_id) references neighbourhood (subdistrict_id, id)
-- ;;
alter table upward_referral add foreign key (subdistrict_id, project_id) references project (subdistrict_id, id)
-- ;;
alter table upward_referral add foreign key (subdistrict_id, matter_id) references matter (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on upward_referral for each row execute function refuse_change()
-- ;;
-- What it would cost, line by line; written with the file.
create table upward_cost (
  subdistrict_id uuid not null references subdistrict (id),
  referral_id uuid not null,
  no int not null check (no > 0),
  name text not null check (btrim(name) <> '' and length(name) <= 200),
  amount_fen bigint not null check (amount_fen > 0),
  basis text not null default '' check (length(basis) <= 300),
  primary key (subdistrict_id, referral_id, no)
)
-- ;;
select tenant_table('upward_cost', 'select, insert')
-- ;;
alter table upward_cost add foreign key (subdistrict_id, referral_id) references upward_referral (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on upward_cost for each row execute function refuse_change()
-- ;;
-- What became of it: sent, asked after, answered, given up. After an answer or the end nothing follows but what was done with a part.
create table upward_step (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  referral_id uuid not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('sent', 'chased', 'answered', 'ended')),
  outcome text check (outcome in ('granted', 'partly', 'refused')),
  granted_fen bigint check (granted_fen >= 0),
  body text not null default '' check (length(body) <= 4000),
  day date not null,
  file_id uuid,
  by_person_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, referral_id, no),
  check (kind = 'sent' or btrim(body) <> ''),
  check ((kind = 'answered') = (outcome is not null)),
  check (granted_fen is null or outcome in ('granted', 'partly')),
  check (day <= (at at time zone 'Asia/Shanghai')::date)
)
-- ;;
select tenant_table('upward_step', 'select, insert')
-- ;;
alter table upward_step add foreign key (subdistrict_id, referral_id) references upward_referral (subdistrict_id, id)
-- ;;
alter table upward_step add foreign key (subdistrict_id, file_id) references file (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on upward_step for each row execute function refuse_change()
-- ;;
create function upward_step_follows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare last text; last_no int; last_day date; may text[];
begin
  perform from upward_referral r where r.subdistrict_id = new.subdistrict_id and r.id = new.referral_id for update;
  select s.kind, s.no, s.day into last, last_no, last_day from upward_step s
    where s.subdistrict_id = new.subdistrict_id and s.referral_id = new.referral_id order by s.no desc limit 1;
  may := case coalesce(last, '') when '' then array['sent', 'ended'] when 'sent' then array['chased', 'answered', 'ended']
    when 'chased' then array['chased', 'answered', 'ended'] else array[]::text[] end;
  if new.no <> coalesce(last_no, 0) + 1 or not new.kind = any(may) or new.day < coalesce(last_day, new.day) then
    raise exception 'step % of a referral does not follow %', new.kind, coalesce(last, 'nothing') using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger follows before insert on upward_step for each row execute function upward_step_follows()
-- ;;
create function upward_cost_is_written_with_its_file() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from upward_step s where s.subdistrict_id = new.subdistrict_id and s.referral_id = new.referral_id) then
    raise exception 'what was sent stays as it was sent' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger written_with_its_file before insert on upward_cost for each row execute function upward_cost_is_written_with_its_file()
