-- What a change is about: money between budget lines, what is done, or the last day; anything else in words as before.
alter table change_request add column kind text not null default 'other' check (kind in ('other', 'budget', 'scope', 'schedule'))
-- ;;
alter table change_request add column decider text not null default 'office' check (decider in ('team', 'office', 'residents'))
-- ;;
alter table change_request add column ballot_id uuid
-- ;;
alter table change_request add column old_last_day date
-- ;;
alter table change_request add column new_last_day date
-- ;;
alter table change_request add constraint change_request_schedule check ((kind = 'schedule') = (new_last_day is not null) and (kind = 'schedule') = (old_last_day is not null)
  and new_last_day is distinct from old_last_day or kind <> 'schedule' and new_last_day is null and old_last_day is null)
-- ;;
-- The residents' word on a big change is a resolution of theirs or a ballot they passed.
alter table change_request drop constraint change_request_check3
-- ;;
alter table change_request add constraint big_change_has_the_residents_word check (state <> 'approved' or size <> 'big' or num_nonnulls(resolution_id, ballot_id) > 0)
-- ;;
grant update (decider, ballot_id) on change_request to zhidian_app
-- ;;
-- Money that a change moves from one line of the budget to another, within the same source: so every source keeps its sum to the fen.
create table change_move (
  subdistrict_id uuid not null references subdistrict (id),
  change_id uuid not null,
  no int not null check (no > 0),
  from_line int not null,
  source_no int not null,
  to_line int,
  to_name text,
  to_category text,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (subdistrict_id, change_id, no),
  check (to_line is distinct from from_line),
  check ((to_line is null) = (btrim(coalesce(to_name, '')) <> '' and btrim(coalesce(to_category, '')) <> ''))
)
-- ;;
select tenant_table('change_move', 'select, insert')
-- ;;
alter table change_move add foreign key (subdistrict_id, change_id) references change_request (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on change_move for each row execute function refuse_change()
-- ;;
-- Moves belong to a change about the budget that nobody has answered yet, and name lines and a source of the agreed application.
create function change_move_fits() returns trigger language plpgsql as $$
declare asked change_request; application uuid;
begin
  select * into asked from change_request c where c.subdistrict_id = new.subdistrict_id and c.id = new.change_id for update;
  select p.application_id into application from project p where p.subdistrict_id = new.subdistrict_id and p.id = asked.project_id;
  if asked.kind <> 'budget' or asked.state <> 'asked' then
    raise exception 'money is moved by a change of the budget that is still asked for' using errcode = '23514';
  end if;
  if not exists (select from budget_line l where l.subdistrict_id = new.subdistrict_id and l.application_id = application and l.no = new.from_line)
    or (new.to_line is not null and not exists (select from budget_line l where l.subdistrict_id = new.subdistrict_id and l.application_id = application and l.no = new.to_line))
    or not exists (select from application_source s where s.subdistrict_id = new.subdistrict_id and s.application_id = application and s.no = new.source_no) then
    raise exception 'no such line or source in the agreed budget' using errcode = '23514';
  end if;
  -- What a source pays for was agreed with who gives it: money moves among its uses only.
  if not exists (select from budget_line_source b join budget_line l on l.subdistrict_id = b.subdistrict_id and l.application_id = b.application_id and l.no = b.line_no
      where b.subdistrict_id = new.subdistrict_id and b.application_id = application and b.source_no = new.source_no
        and l.category = coalesce(new.to_category, (select t.category from budget_line t where t.subdistrict_id = new.subdistrict_id and t.application_id = application and t.no = new.to_line))) then
    raise exception 'the source does not pay for that use' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger fits before insert on change_move for each row execute function change_move_fits()
-- ;;
-- A change takes effect by being approved, never before: its moves add up to its amount, no line gives more of a source than it has, and
-- the residents' word came after they were asked.
create function change_takes_effect() returns trigger language plpgsql as $$
declare place uuid; application uuid; moved bigint; short int;
begin
  if (new.project_id, new.kind, new.amount_fen, new.asked_at) <> (old.project_id, old.kind, old.amount_fen, old.asked_at) or new.new_last_day is distinct from old.new_last_day
      or new.asked_by is distinct from old.asked_by then
    raise exception 'what was asked for stays as it was asked' using errcode = '23514';
  end if;
  if new.state <> 'approved' then return new; end if;
  select p.neighbourhood_id, p.application_id into place, application from project p where p.subdistrict_id = new.subdistrict_id and p.id = new.project_id for update;
  select coalesce(sum(m.amount_fen), 0) into moved from change_move m where m.subdistrict_id = new.subdistrict_id and m.change_id = new.id;
  if (new.kind = 'budget' and moved <> new.amount_fen) or (new.kind <> 'budget' and moved <> 0) then
    raise exception 'the moves of a change add up to its amount' using errcode = '23514';
  end if;
  select count(*) into short from (
    select m.from_line, m.source_no, sum(m.amount_fen) filter (where m.from_line is not null) as leaves
    from change_move m where m.subdistrict_id = new.subdistrict_id and m.change_id = new.id group by 1, 2) x
  where x.leaves > coalesce((select b.amount_fen from budget_line_source b where b.subdistrict_id = new.subdistrict_id and b.application_id = application
      and b.line_no = x.from_line and b.source_no = x.source_no), 0)
    + coalesce((select sum(case when m.to_line = x.from_line then m.amount_fen else -m.amount_fen end) from change_move m
      join change_request c on c.subdistrict_id = m.subdistrict_id and c.id = m.change_id
      where m.subdistrict_id = new.subdistrict_id and c.project_id = new.project_id and c.state = 'approved' and c.id <> new.id and m.source_no = x.source_no
        and (m.to_line = x.from_line or m.from_line = x.from_line)), 0);
  if short > 0 then
    raise exception 'a line gives no more than it has of a source' using errcode = '23514';
  end if;
  if new.resolution_id is not null and not exists (select from resolution r where r.subdistrict_id = new.subdistrict_id and r.id = new.resolution_id
      and r.neighbourhood_id = place and r.recorded_at > new.asked_at) then
    raise exception 'the resolution is not one that these residents made after the change was asked for' using errcode = '23514';
  end if;
  if new.ballot_id is not null and not exists (select from ballot b where b.subdistrict_id = new.subdistrict_id and b.id = new.ballot_id
      and b.neighbourhood_id = place and b.state = 'closed' and b.outcome ->> 'passed' = 'true' and b.opened_at > new.asked_at) then
    raise exception 'the ballot is not one that these residents passed after the change was asked for' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger takes_effect before update on change_request for each row execute function change_takes_effect()
-- ;;
-- Nothing is approved by being written as approved.
create function change_begins_asked() returns trigger language plpgsql as $$
begin
  if new.state <> 'asked' then
    raise exception 'a change is asked for before it is answered' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger begins_asked after insert on change_request for each row execute function change_begins_asked()
