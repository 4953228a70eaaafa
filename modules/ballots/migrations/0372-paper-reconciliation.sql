-- Every slip of a ballot, counted from the slips, the issues and the papers that came back.
create function paper_figures(of_subdistrict uuid, of_ballot uuid) returns table (
  printed int, issued int, unlogged int, returned int, counted int, superseded int, spoiled int, blank int, void int, copies int, unknown int, replaced int, outstanding int
) stable language sql as $$
  with asked as (select secrecy from ballot where subdistrict_id = of_subdistrict and id = of_ballot),
  slips as (
    select s.id, s.elector_id, exists (select from paper_issued i where i.subdistrict_id = s.subdistrict_id and i.slip_id = s.id) as out,
      exists (select from paper_slip r where r.subdistrict_id = s.subdistrict_id and r.replaces_id = s.id) as gone,
      exists (select from paper_return r where r.subdistrict_id = s.subdistrict_id and r.slip_id = s.id) as back
    from paper_slip s where s.subdistrict_id = of_subdistrict and s.ballot_id = of_ballot
  ),
  papers as (
    select r.finding, r.slip_id, s.elector_id, b.handed_in_at, b.file_id from paper_return r
    join paper_batch b on b.subdistrict_id = r.subdistrict_id and b.id = r.batch_id
    left join paper_slip s on s.subdistrict_id = r.subdistrict_id and s.id = r.slip_id
    where r.subdistrict_id = of_subdistrict and r.ballot_id = of_ballot
  ),
  came as (
    select count(*)::int as returned, count(slip_id)::int as known,
      count(*) filter (where finding = 'vote')::int as votes, count(*) filter (where finding = 'spoiled')::int as spoiled,
      count(*) filter (where finding = 'blank')::int as blank, count(*) filter (where finding = 'void')::int as void,
      count(*) filter (where finding = 'copy')::int as copies, count(*) filter (where finding = 'unknown')::int as unknown,
      -- Secret votes are not changed afterwards; a named one may have been followed by another.
      count(*) filter (where finding = 'vote' and ((select secrecy from asked) = 'secret' or exists (
        select from ballot_voice c join ballot_vote v on v.subdistrict_id = c.subdistrict_id and v.id = c.vote_id
        where c.subdistrict_id = of_subdistrict and c.ballot_id = of_ballot and c.elector_id = papers.elector_id
          and v.channel = 'paper' and v.cast_at = papers.handed_in_at and v.file_id = papers.file_id)))::int as counted
    from papers
  ),
  given as (
    select coalesce(sum(sheets), 0)::int as sheets, coalesce(sum(sheets) filter (where kind = 'replaced'), 0)::int as replaced
    from paper_issue where subdistrict_id = of_subdistrict and ballot_id = of_ballot
  ),
  made as (
    select count(*)::int as printed, count(*) filter (where back and not out)::int as unlogged, count(*) filter (where gone and not back and out)::int as replaced from slips
  ),
  sums as (
    select made.printed, given.sheets as issued, came.*,
      case when (select secrecy from asked) = 'secret' then given.replaced else made.replaced end as replaced,
      case when (select secrecy from asked) = 'secret' then greatest(0, came.known + given.replaced - given.sheets) else made.unlogged end as unlogged
    from made, came, given
  )
  select printed, issued, unlogged, returned, counted, votes - counted, spoiled, blank, void, copies, unknown, replaced, issued + unlogged - known - replaced from sums
$$
-- ;;
-- The sheet on which the papers of a ballot add up, made when its time is over and all papers are recorded; what does not agree is explained in writing.
create table paper_reconciliation (
  subdistrict_id uuid not null references subdistrict (id),
  ballot_id uuid not null,
  version int not null check (version > 0),
  printed int not null,
  issued int not null,
  unlogged int not null,
  returned int not null,
  counted int not null,
  superseded int not null,
  spoiled int not null,
  blank int not null,
  void int not null,
  copies int not null,
  unknown int not null,
  replaced int not null,
  outstanding int not null,
  -- Counted by hand: slips left over, and papers that came back.
  left_over int not null check (left_over >= 0),
  by_hand int not null check (by_hand >= 0),
  explanation text not null check (length(explanation) <= 2000),
  -- Who watched the count.
  watcher text not null check (length(watcher) between 1 and 100),
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (subdistrict_id, ballot_id, version),
  check (least(printed, issued, unlogged, returned, counted, superseded, spoiled, blank, void, copies, unknown, replaced, outstanding) >= 0),
  constraint what_came_back_adds_up check (returned = counted + superseded + spoiled + blank + void + copies + unknown),
  constraint what_went_out_adds_up check (issued + unlogged = (returned - copies - unknown) + replaced + outstanding),
  constraint differences_are_explained check (explanation <> '' or (left_over = printed - issued and by_hand = returned and unlogged + copies + unknown = 0))
)
-- ;;
select tenant_table('paper_reconciliation', 'select, insert')
-- ;;
alter table paper_reconciliation add foreign key (subdistrict_id, ballot_id) references ballot (subdistrict_id, id)
-- ;;
alter table paper_reconciliation add foreign key (subdistrict_id, made_by) references person (subdistrict_id, id)
-- ;;
create trigger append_only before update or delete on paper_reconciliation for each row execute function refuse_change()
-- ;;
create function guard_paper_reconciliation() returns trigger language plpgsql as $$
begin
  perform 1 from ballot where subdistrict_id = new.subdistrict_id and id = new.ballot_id and state = 'open' and closes_at <= new.made_at for share;
  if not found then raise exception 'papers are reconciled when the time is over and before the result' using errcode = '23514'; end if;
  if exists (select from paper_batch where subdistrict_id = new.subdistrict_id and ballot_id = new.ballot_id and state in ('waiting', 'entered')) then
    raise exception 'papers are still being entered' using errcode = '23514';
  end if;
  if row(new.printed, new.issued, new.unlogged, new.returned, new.counted, new.superseded, new.spoiled, new.blank, new.void, new.copies, new.unknown,
      new.replaced, new.outstanding) is distinct from (select f from paper_figures(new.subdistrict_id, new.ballot_id) f) then
    raise exception 'the sheet does not say what the papers say' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard before insert on paper_reconciliation for each row execute function guard_paper_reconciliation()
-- ;;
-- No result while papers wait, or before their sheet adds up.
create function guard_ballot_papers() returns trigger language plpgsql as $$
begin
  if exists (select from paper_batch where subdistrict_id = new.subdistrict_id and ballot_id = new.id and state in ('waiting', 'entered')) then
    raise exception 'papers are still being entered' using errcode = '23514';
  end if;
  if (exists (select from paper_issue where subdistrict_id = new.subdistrict_id and ballot_id = new.id)
      or exists (select from paper_return where subdistrict_id = new.subdistrict_id and ballot_id = new.id))
    and (select row(r.printed, r.issued, r.unlogged, r.returned, r.counted, r.superseded, r.spoiled, r.blank, r.void, r.copies, r.unknown, r.replaced, r.outstanding)
      from paper_reconciliation r where r.subdistrict_id = new.subdistrict_id and r.ballot_id = new.id order by r.version desc limit 1)
    is distinct from (select f from paper_figures(new.subdistrict_id, new.id) f) then
    raise exception 'the papers are not reconciled' using errcode = '23514';
  end if;
  return new;
end $$
-- ;;
create trigger guard_papers before update on ballot for each row when (old.state = 'open' and new.state = 'closed') execute function guard_ballot_papers()
