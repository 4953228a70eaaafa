import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

const count = z.number();

/** How far the year's applications came. A project counts in every step that it reached. */
export interface Funnel {
  drafted: number;
  submitted: number;
  declined: number;
  awarded: number;
  withdrawn: number;
  stopped: number;
  closed: number;
  askedFen: bigint;
  grantedFen: bigint;
}
/** What a community applied for and got in a year. `otherFen` is what came in beside the grant. */
export interface PlaceYear {
  id: string;
  code: string;
  name: string;
  applied: number;
  awarded: number;
  grantedFen: bigint;
  receivedFen: bigint;
  otherFen: bigint;
}
/** How long projects of the year stood in a state: those that left it, and those that stand there now. */
export interface StepTime {
  state: string;
  passed: number;
  /** Of `returned`: how many different projects stood there; 0 elsewhere. */
  projects: number;
  /** Median and longest, in tenths of a day. */
  medianTenths: number;
  longestTenths: number;
  waiting: number;
  longestWaitingTenths: number;
}
/** Duties of the year by who had to act. */
export interface RoleTime {
  role: string;
  done: number;
  late: number;
  medianTenths: number;
  open: number;
  overdue: number;
  longestOpenDays: number;
}
export interface YearCounts {
  rulingsAllowed: number;
  rulingsForbidden: number;
  drifted: number;
  judged: number;
  alarms: number;
  alarmsOffice: number;
  referrals: number;
  referralsOpen: number;
  referralsGrantedFen: bigint;
}
export interface YearLine {
  year: number;
  submitted: number;
  awarded: number;
  declined: number;
  places: number;
  grantedFen: bigint;
  /** In ten-thousandths, over the communities there are today. */
  gini: number;
  leverageTenths: number | null;
  graded: number;
}

const s = (tx: Tx) => tx.subdistrictId;

const funnelRow = z.object({
  drafted: count,
  submitted: count,
  declined: count,
  awarded: count,
  withdrawn: count,
  stopped: count,
  closed: count,
  askedFen: z.bigint(),
  grantedFen: z.bigint(),
});

/** Figures of a year's applications: one statement over one index. */
export const funnelOf = (tx: Tx, year: number): Promise<Funnel> =>
  tx.one(
    sql`select count(*)::int as drafted, count(*) filter (where p.application_id is not null)::int as submitted,
      count(*) filter (where state = 'declined')::int as declined, count(*) filter (where grant_awarded_fen is not null and state <> 'withdrawn')::int as awarded,
      count(*) filter (where state = 'withdrawn')::int as withdrawn, count(*) filter (where state = 'stopped')::int as stopped,
      count(*) filter (where state in ('closed', 'upkeep'))::int as closed, coalesce(sum(a.grant_fen), 0)::bigint as "askedFen",
      coalesce(sum(p.grant_awarded_fen) filter (where state <> 'withdrawn'), 0)::bigint as "grantedFen"
    from project p left join application a on a.subdistrict_id = p.subdistrict_id and a.id = p.application_id where p.subdistrict_id = ${s(tx)} and p.year = ${year}`,
    funnelRow,
  );

const placesRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  applied: count,
  awarded: count,
  grantedFen: z.bigint(),
  receivedFen: z.bigint(),
  otherFen: z.bigint(),
});

/** Every community, also those that did not apply; most money first. */
export const placesOf = (tx: Tx, year: number): Promise<PlaceYear[]> =>
  tx.all(
    sql`select n.id, n.code, n.name, coalesce(p.applied, 0)::int as applied, coalesce(p.awarded, 0)::int as awarded, coalesce(p.granted, 0)::bigint as "grantedFen",
      coalesce(m.received, 0)::bigint as "receivedFen", coalesce(m.other, 0)::bigint as "otherFen" from neighbourhood n
    left join (select neighbourhood_id, count(*) filter (where application_id is not null) as applied, count(*) filter (where grant_awarded_fen is not null and state <> 'withdrawn') as awarded,
      sum(grant_awarded_fen) filter (where state <> 'withdrawn') as granted from project where subdistrict_id = ${s(tx)} and year = ${year} group by 1) p on p.neighbourhood_id = n.id
    left join (select q.neighbourhood_id, sum(b.received_fen) filter (where a.source_kind = 'grant') as received, sum(b.received_fen) filter (where a.source_kind <> 'grant') as other
      from project q join award a on a.subdistrict_id = q.subdistrict_id and a.project_id = q.id join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id
      where q.subdistrict_id = ${s(tx)} and q.year = ${year} group by 1) m on m.neighbourhood_id = n.id
    where n.subdistrict_id = ${s(tx)} order by "grantedFen" desc, n.name`,
    placesRow,
  );

const gradesOfYearRow = z.object({ grade: z.string(), count });

/** Grades of the year's projects, as they stand. */
export const gradesOfYear = (tx: Tx, year: number): Promise<{ grade: string; count: number }[]> =>
  tx.all(
    sql`select g.grade, count(*)::int as count from project p join lateral (select g.grade from grade g where g.subdistrict_id = p.subdistrict_id and g.project_id = p.id
      order by g.no desc limit 1) g on true where p.subdistrict_id = ${s(tx)} and p.year = ${year} group by 1 order by 2 desc, 1`,
    gradesOfYearRow,
  );

const stepTimesRow = z.object({
  state: z.string(),
  passed: count,
  projects: count,
  medianTenths: count,
  longestTenths: count,
  waiting: count,
  longestWaitingTenths: count,
});

/** How long the year's projects stood in each state. A step that does not leave the state does not end the stay. */
export const stepTimesOf = (tx: Tx, year: number, now: Date): Promise<StepTime[]> =>
  tx.all(
    sql`with stay as (select t.project_id, t.to_state as state, t.at, lead(t.at) over (partition by t.project_id order by t.no) as until
        from project p join project_step t on t.subdistrict_id = p.subdistrict_id and t.project_id = p.id
        where p.subdistrict_id = ${s(tx)} and p.year = ${year} and t.from_state is distinct from t.to_state),
      long as (select project_id, state, until is not null as passed, round(extract(epoch from coalesce(until, ${now}::timestamptz) - at) / 8640)::int as tenths from stay)
    select state, count(*) filter (where passed)::int as passed, case when state = 'returned' then count(distinct project_id)::int else 0 end as projects,
      coalesce(percentile_disc(0.5) within group (order by tenths) filter (where passed), 0)::int as "medianTenths",
      coalesce(max(tenths) filter (where passed), 0)::int as "longestTenths", count(*) filter (where not passed)::int as waiting,
      coalesce(max(tenths) filter (where not passed), 0)::int as "longestWaitingTenths" from long group by state`,
    stepTimesRow,
  );

const roleTimesRow = z.object({ role: z.string(), done: count, late: count, medianTenths: count, open: count, overdue: count, longestOpenDays: count });

/** How long the year's duties took those who had them, by role; named persons by the capacity in which they act. */
export const roleTimesOf = (tx: Tx, year: number, today: string): Promise<RoleTime[]> =>
  tx.all(
    sql`select coalesce(role, 'person') as role, count(*) filter (where outcome = 'done')::int as done,
      count(*) filter (where outcome = 'done' and due_day is not null and (done_at at time zone 'Asia/Shanghai')::date > due_day)::int as late,
      coalesce(percentile_disc(0.5) within group (order by round(extract(epoch from done_at - opened_at) / 8640)) filter (where outcome = 'done'), 0)::int as "medianTenths",
      count(*) filter (where done_at is null)::int as open, count(*) filter (where done_at is null and due_day < ${today}::date)::int as overdue,
      coalesce(max(${today}::date - opened_day) filter (where done_at is null), 0)::int as "longestOpenDays"
    from duty where subdistrict_id = ${s(tx)} and opened_day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date group by 1 order by open desc, 1`,
    roleTimesRow,
  );

const countsOfYearRow = z.object({
  rulingsAllowed: count,
  rulingsForbidden: count,
  drifted: count,
  judged: count,
  alarms: count,
  alarmsOffice: count,
  referrals: count,
  referralsOpen: count,
  referralsGrantedFen: z.bigint(),
});

/** What else there was in the year. */
export const countsOfYear = (tx: Tx, year: number): Promise<YearCounts> =>
  tx.one(
    sql`select (select count(*)::int from ruling where subdistrict_id = ${s(tx)} and day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date and decision = 'allowed') as "rulingsAllowed",
      (select count(*)::int from ruling where subdistrict_id = ${s(tx)} and day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date and decision = 'forbidden') as "rulingsForbidden",
      (select count(distinct l.project_id)::int from (select distinct on (j.project_id, j.item_id) j.project_id, j.state from drift_judgement j
        where j.subdistrict_id = ${s(tx)} order by j.project_id, j.item_id, j.no desc) l join project p on p.subdistrict_id = ${s(tx)} and p.id = l.project_id
        where p.year = ${year} and l.state in ('partly', 'dropped')) as drifted,
      (select count(distinct j.project_id)::int from drift_judgement j join project p on p.subdistrict_id = j.subdistrict_id and p.id = j.project_id
        where j.subdistrict_id = ${s(tx)} and p.year = ${year}) as judged,
      (select count(*)::int from upkeep_alarm where subdistrict_id = ${s(tx)} and closed_day is null) as alarms,
      (select count(*)::int from upkeep_alarm where subdistrict_id = ${s(tx)} and closed_day is null and level = 3) as "alarmsOffice",
      (select count(*)::int from upward_referral where subdistrict_id = ${s(tx)} and year = ${year}) as referrals,
      (select count(*)::int from upward_referral r where r.subdistrict_id = ${s(tx)} and r.year = ${year} and not exists (select from upward_step t where t.subdistrict_id = r.subdistrict_id
        and t.referral_id = r.id and t.kind in ('answered', 'ended'))) as "referralsOpen",
      (select coalesce(sum(t.granted_fen), 0)::bigint from upward_step t join upward_referral r on r.subdistrict_id = t.subdistrict_id and r.id = t.referral_id
        where t.subdistrict_id = ${s(tx)} and r.year = ${year}) as "referralsGrantedFen"`,
    countsOfYearRow,
  );

const yearsRow = z.object({
  year: count,
  submitted: count,
  awarded: count,
  declined: count,
  places: count,
  grantedFen: z.bigint(),
  gini: count,
  leverageTenths: count.nullable(),
  graded: count,
});

/** The years beside each other, the newest first. Gini as in `spreadOf`, over the communities there are. */
export const yearsOf = (tx: Tx, newest: number, many = 6): Promise<YearLine[]> =>
  tx.all(
    sql`with own as (select year, neighbourhood_id, count(*) filter (where application_id is not null) as submitted, count(*) filter (where grant_awarded_fen is not null and state <> 'withdrawn') as awarded,
        count(*) filter (where state = 'declined') as declined, coalesce(sum(grant_awarded_fen) filter (where state <> 'withdrawn'), 0) as fen
        from project where subdistrict_id = ${s(tx)} and year between ${newest - many + 1}::int and ${newest}::int group by 1, 2),
      n as (select count(*) as n from neighbourhood where subdistrict_id = ${s(tx)}),
      ranked as (select own.*, row_number() over (partition by year order by fen) + (select n from n) - count(*) over (partition by year) as rank from own),
      sums as (select year, sum(submitted)::int as submitted, sum(awarded)::int as awarded, sum(declined)::int as declined, count(*) filter (where fen > 0)::int as places, sum(fen) as fen,
        sum(rank * fen) as weighted from ranked group by year),
      money as (select p.year, sum(b.received_fen) filter (where a.source_kind = 'grant') as grant_fen, sum(b.received_fen) filter (where a.source_kind <> 'grant') as other
        from project p join award a on a.subdistrict_id = p.subdistrict_id and a.project_id = p.id join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id
        where p.subdistrict_id = ${s(tx)} and p.year between ${newest - many + 1}::int and ${newest}::int group by 1),
      graded as (select p.year, count(distinct p.id)::int as graded from project p join grade g on g.subdistrict_id = p.subdistrict_id and g.project_id = p.id
        where p.subdistrict_id = ${s(tx)} and p.year between ${newest - many + 1}::int and ${newest}::int group by 1)
    select u.year, submitted, awarded, declined, places, fen::bigint as "grantedFen",
      case when fen = 0 then 0 else round((2 * weighted - (n + 1) * fen) * 10000 / (n * fen))::int end as gini,
      case when coalesce(grant_fen, 0) = 0 then null else floor((coalesce(other, 0) * 20 + grant_fen) / (grant_fen * 2))::int end as "leverageTenths",
      coalesce(graded, 0) as graded
    from sums u cross join n left join money m on m.year = u.year left join graded g on g.year = u.year order by u.year desc`,
    yearsRow,
  );

const wordRow = z.object({ word: z.string() });

/** Changes with everything that was done in the subdistrict: every command leaves an audit fact. Figures that were read under the same word are still so. */
export const wordOfNow = async (tx: Tx): Promise<string> =>
  (
    await tx.one(
      sql`select coalesce((select seq from audit_head where subdistrict_id = ${s(tx)}), 0)::text || '/' || coalesce((select max(n) from audit_queue where subdistrict_id = ${s(tx)}), 0)::text as word`,
      wordRow,
    )
  ).word;

const atRow = z.object({ at: z.string() });

/** Changes when another policy is adopted. */
export const newestPolicy = async (tx: Tx): Promise<string> =>
  (await tx.one(sql`select coalesce(max(adopted_at)::text, '') as at from adopted_policy where subdistrict_id = ${s(tx)}`, atRow)).at;
