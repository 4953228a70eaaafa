-- What an owner answered, as signed. The id is made where it was signed: sent twice, it is written once. Never changed, never deleted.
create table consent_entry (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  consent_id uuid not null,
  -- Any home of the owner; it leads to their line on each roll.
  home_id uuid not null,
  -- split: co-owners disagree. option-N: one of several plans.
  choice text not null check (choice in ('yes', 'no', 'abstain', 'split') or choice ~ '^option-[1-9][0-9]?$'),
  -- door: at the door on a device · paper: a printed form that came back · own: on the owner's own phone.
  channel text not null check (channel in ('door', 'paper', 'own')),
  -- sole: the only owner · agreed: for all co-owners, who agreed · proxy: by a signed proxy · split: co-owners who do not agree.
  speaks text not null check (speaks in ('sole', 'agreed', 'proxy', 'split')),
  signer_name text not null check (length(signer_name) between 1 and 60),
  signer_person_id uuid,
  -- What the co-owners agreed, or how they differ.
  agreement text check (length(agreement) between 1 and 300),
  proxy_id uuid,
  signature_file_id uuid,
  scan_file_id uuid,
  recorded_by uuid,
  device_id uuid,
  signed_at timestamptz not null,
  -- What the device's clock said, where it was signed on one.
  device_said timestamptz,
  received_at timestamptz not null,
  primary key (subdistrict_id, id),
  unique (subdistrict_id, id, home_id),
  constraint signed_or_scanned check (channel = 'own' or signature_file_id is not null or scan_file_id is not null),
  constraint papers_are_scanned check (channel <> 'paper' or scan_file_id is not null),
  constraint own_is_known check (channel <> 'own' or signer_person_id is not null),
  constraint recorder_is_named check ((channel = 'own') = (recorded_by is null)),
  constraint device_is_named check ((channel = 'door') = (device_id is not null)),
  constraint proxy_is_shown check ((speaks = 'proxy') = (proxy_id is not null)),
  constraint co_owners_are_recorded check (speaks not in ('agreed', 'split') or agreement is not null),
  constraint split_says_nothing check ((speaks = 'split') = (choice = 'split')),
  check (signed_at <= received_at)
)
-- ;;
select tenant_table('consent_entry', 'select, insert')
-- ;;
alter table consent_entry add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
alter table consent_entry add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
alter table consent_entry add foreign key (subdistrict_id, consent_id, home_id, proxy_id) references consent_proxy (subdistrict_id, consent_id, home_id, id)
-- ;;
alter table consent_entry add foreign key (subdistrict_id, device_id) references consent_device (subdistrict_id, id)
-- ;;
alter table consent_entry add foreign key (subdistrict_id, signature_file_id) references file (subdistrict_id, id)
-- ;;
alter table consent_entry add foreign key (subdistrict_id, scan_file_id) references file (subdistrict_id, id)
-- ;;
alter table consent_entry add foreign key (subdistrict_id, recorded_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on consent_entry for each row execute function refuse_change()
-- ;;
create index on consent_entry (subdistrict_id, consent_id, home_id)
-- ;;
-- An answer is taken for a home on the frozen roll, signed between opening and closing; at the door only from a collector of that
-- entrance on a device that was not cut off.
create function guard_consent_entry() returns trigger language plpgsql as $$
begin
  perform 1 from consent_part p
    join ballot b on b.subdistrict_id = p.subdistrict_id and b.id = p.ballot_id
    join consent_home h on h.subdistrict_id = p.subdistrict_id and h.ballot_id = p.ballot_id
    where p.subdistrict_id = new.subdistrict_id and p.consent_id = new.consent_id and h.home_id = new.home_id
      and b.state = 'open' and b.opened_at <= new.signed_at and new.signed_at < b.closes_at
    limit 1 for share of b;
  if not found then raise exception 'the consent is not open for this home' using errcode = '23514'; end if;
  if new.channel = 'door' then
    perform 1 from consent_device d join consent_collector c on c.subdistrict_id = d.subdistrict_id and c.id = d.collector_id
      where d.subdistrict_id = new.subdistrict_id and d.id = new.device_id and d.consent_id = new.consent_id and d.revoked_at is null
        and c.person_id = new.recorded_by and c.ended_at is null
        -- An owner of several homes may be met at any of them.
        and exists (select 1 from consent_home mine join consent_home at_door on at_door.subdistrict_id = mine.subdistrict_id
          and at_door.ballot_id = mine.ballot_id and at_door.elector_id = mine.elector_id
          join consent_part p on p.subdistrict_id = mine.subdistrict_id and p.ballot_id = mine.ballot_id
          where mine.subdistrict_id = new.subdistrict_id and p.consent_id = new.consent_id and mine.home_id = new.home_id
            and at_door.entrance_id = any (c.entrance_ids))
      for share of d, c;
    if not found then raise exception 'not a collector of this entrance, or the device was cut off' using errcode = '23514'; end if;
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on consent_entry for each row execute function guard_consent_entry()
-- ;;
-- The one answer that counts for an elector of a part: the key allows one; it belongs to a home of that elector and says what was signed.
create table consent_counted (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  elector_id uuid not null,
  entry_id uuid not null,
  home_id uuid not null,
  choice text not null,
  primary key (subdistrict_id, ballot_id, elector_id)
)
-- ;;
select tenant_table('consent_counted', 'select, insert, update, delete')
-- ;;
alter table consent_counted add foreign key (subdistrict_id, ballot_id, elector_id, home_id)
  references consent_home (subdistrict_id, ballot_id, elector_id, home_id)
-- ;;
alter table consent_counted add foreign key (subdistrict_id, entry_id, home_id) references consent_entry (subdistrict_id, id, home_id)
-- ;;
-- Somebody says that an answer in their name is not theirs, or is wrong. Until that is settled nothing is closed.
create table consent_contest (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  entry_id uuid not null,
  text text not null check (length(text) between 1 and 500),
  raised_by uuid,
  raised_name text not null check (length(raised_name) between 1 and 60),
  raised_at timestamptz not null,
  outcome text check (outcome in ('upheld', 'dismissed')),
  reason text check (length(reason) between 1 and 500),
  settled_by uuid,
  settled_at timestamptz,
  primary key (subdistrict_id, id),
  check (num_nonnulls(outcome, reason, settled_by, settled_at) in (0, 4))
)
-- ;;
select tenant_table('consent_contest', 'select, insert')
-- ;;
grant update (outcome, reason, settled_by, settled_at) on consent_contest to zhidian_app
-- ;;
alter table consent_contest add foreign key (subdistrict_id, entry_id) references consent_entry (subdistrict_id, id)
-- ;;
create unique index on consent_contest (subdistrict_id, entry_id) where outcome is null
-- ;;
create function guard_consent_contest() returns trigger language plpgsql as $$
declare entry record;
begin
  if tg_op = 'DELETE' then raise exception 'a contest is never deleted' using errcode = '23514'; end if;
  if tg_op = 'UPDATE' then
    if old.outcome is not null then raise exception 'a settled contest stays settled' using errcode = '23514'; end if;
    select recorded_by into entry from consent_entry where subdistrict_id = new.subdistrict_id and id = new.entry_id;
    -- Nobody judges what they brought in themselves.
    if entry.recorded_by = new.settled_by then raise exception 'a collector does not settle a contest of their own entry' using errcode = '23514'; end if;
  end if;
  return new;
end $$
-- ;;
create trigger guard before update or delete on consent_contest for each row execute function guard_consent_contest()
-- ;;
create function guard_consent_counted() returns trigger language plpgsql as $$
declare
  of_subdistrict uuid := case when tg_op = 'DELETE' then old.subdistrict_id else new.subdistrict_id end;
  of_ballot uuid := case when tg_op = 'DELETE' then old.ballot_id else new.ballot_id end;
  signed text;
begin
  perform 1 from ballot where subdistrict_id = of_subdistrict and id = of_ballot and state = 'open' for share;
  if not found then raise exception 'the consent is not open' using errcode = '23514'; end if;
  if tg_op = 'DELETE' then
    perform 1 from consent_contest where subdistrict_id = old.subdistrict_id and entry_id = old.entry_id and outcome = 'upheld';
    if found then return old; end if;
    -- Or its owners have since said that they no longer agree.
    perform 1 from consent_entry was join consent_entry later on later.subdistrict_id = was.subdistrict_id and later.consent_id = was.consent_id
      and later.choice = 'split' and later.signed_at >= was.signed_at
      join consent_home h on h.subdistrict_id = later.subdistrict_id and h.ballot_id = old.ballot_id and h.elector_id = old.elector_id
        and h.home_id = later.home_id
      where was.subdistrict_id = old.subdistrict_id and was.id = old.entry_id;
    if not found then raise exception 'only an answer whose contest was upheld stops counting' using errcode = '23514'; end if;
    return old;
  end if;
  select choice into signed from consent_entry where subdistrict_id = new.subdistrict_id and id = new.entry_id;
  -- Co-owners who disagree take part and say neither yes nor no.
  if new.choice is distinct from (case when signed = 'split' then 'abstain' else signed end) then
    raise exception 'what counts is what was signed' using errcode = '23514';
  end if;
  perform 1 from consent_contest where subdistrict_id = new.subdistrict_id and entry_id = new.entry_id and outcome = 'upheld';
  if found then raise exception 'an answer whose contest was upheld does not count' using errcode = '23514'; end if;
  return new;
end $$
-- ;;
create trigger guard before insert or update or delete on consent_counted for each row execute function guard_consent_counted()
-- ;;
-- A call at a door that brought no answer: a note for the next call, never a vote.
create table consent_visit (
  subdistrict_id uuid not null references subdistrict (id),
  id uuid not null,
  consent_id uuid not null,
  home_id uuid not null,
  what text not null check (what in ('nobody', 'thinking', 'refused')),
  note text check (length(note) between 1 and 200),
  recorded_by uuid not null,
  device_id uuid not null,
  visited_at timestamptz not null,
  received_at timestamptz not null,
  primary key (subdistrict_id, id),
  check (visited_at <= received_at)
)
-- ;;
select tenant_table('consent_visit', 'select, insert')
-- ;;
alter table consent_visit add foreign key (subdistrict_id, consent_id) references consent (subdistrict_id, id)
-- ;;
alter table consent_visit add foreign key (subdistrict_id, home_id) references home (subdistrict_id, id)
-- ;;
alter table consent_visit add foreign key (subdistrict_id, device_id) references consent_device (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on consent_visit for each row execute function refuse_change()
-- ;;
create index on consent_visit (subdistrict_id, consent_id, home_id)
