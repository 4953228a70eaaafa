import { z } from 'zod';
import { empty, join, type Sql, sql, type Tx } from '#platform/database';

/** A page of a list: its rows, and how many there are in all. */
export interface ListPart<Row> {
  rows: Row[];
  total: number;
}
export interface PageOf {
  limit: number;
  offset: number;
}

/** A project as the office's lists show it. */
export interface YearProject {
  id: string;
  serial: string;
  title: string;
  place: string;
  state: string;
  askedFen: bigint | null;
  grantedFen: bigint | null;
  receivedFen: bigint;
  otherFen: bigint;
  grade: string | null;
  /** Days in the state. */
  days: number;
}
/** What the list is narrowed to: all that are given hold. `has` names a figure of the board. */
export interface ProjectNarrowing {
  year: number;
  q?: string;
  place?: string;
  state?: string;
  grade?: string;
  has?: 'submitted' | 'returned' | 'awarded' | 'closed' | 'drifted' | 'other' | 'graded';
  sort?: 'serial' | 'title' | 'place' | 'state' | 'asked' | 'granted' | 'other' | 'days';
  desc?: boolean;
}

const sorts: Record<NonNullable<ProjectNarrowing['sort']>, Sql> = {
  serial: sql`p.serial`,
  title: sql`p.title`,
  place: sql`n.name`,
  state: sql`p.state`,
  asked: sql`a.grant_fen`,
  granted: sql`p.grant_awarded_fen`,
  other: sql`m.other`,
  days: sql`p.state_at`,
};
const has: Record<NonNullable<ProjectNarrowing['has']>, Sql> = {
  submitted: sql`and p.application_id is not null`,
  returned: sql`and exists (select from project_step t where t.subdistrict_id = p.subdistrict_id and t.project_id = p.id and t.action = 'return')`,
  awarded: sql`and p.grant_awarded_fen is not null and p.state <> 'withdrawn'`,
  closed: sql`and p.state in ('closed', 'upkeep')`,
  drifted: sql`and exists (select from (select distinct on (j.item_id) j.state from drift_judgement j where j.subdistrict_id = p.subdistrict_id and j.project_id = p.id
    order by j.item_id, j.no desc) l where l.state in ('partly', 'dropped'))`,
  other: sql`and exists (select from award a join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id where a.subdistrict_id = p.subdistrict_id
    and a.project_id = p.id and a.source_kind <> 'grant' and b.received_fen > 0)`,
  graded: sql`and exists (select from grade g where g.subdistrict_id = p.subdistrict_id and g.project_id = p.id)`,
};

/** Text as it stands in a pattern. */
const like = (text: string): string => `%${text.replace(/[\\%_]/g, (one) => `\\${one}`)}%`;

const yearProjectsRow = z.object({
  id: z.string(),
  serial: z.string(),
  title: z.string(),
  place: z.string(),
  state: z.string(),
  askedFen: z.bigint().nullable(),
  grantedFen: z.bigint().nullable(),
  receivedFen: z.bigint(),
  otherFen: z.bigint(),
  grade: z.string().nullable(),
  days: z.number(),
});
const totalRow = z.object({ total: z.number() });

/** Projects of a year, narrowed and sorted by the database; only the page is read. */
export async function listYearProjects(tx: Tx, where: ProjectNarrowing, page: PageOf): Promise<ListPart<YearProject>> {
  const conditions = sql`p.subdistrict_id = ${tx.subdistrictId} and p.year = ${where.year} ${where.place ? sql`and n.code = ${where.place}` : empty}
    ${where.state ? sql`and p.state = ${where.state}` : empty} ${where.has ? has[where.has] : empty}
    ${where.q ? sql`and (p.title ilike ${like(where.q)} or p.serial ilike ${like(where.q)} or n.name ilike ${like(where.q)})` : empty}
    ${where.grade ? sql`and (select g.grade from grade g where g.subdistrict_id = p.subdistrict_id and g.project_id = p.id order by g.no desc limit 1) = ${where.grade}` : empty}`;
  const money = sql`left join lateral (select coalesce(sum(b.received_fen) filter (where w.source_kind = 'grant'), 0)::bigint as received,
      coalesce(sum(b.received_fen) filter (where w.source_kind <> 'grant'), 0)::bigint as other from award w
      join award_balance b on b.subdistrict_id = w.subdistrict_id and b.award_id = w.id where w.subdistrict_id = p.subdistrict_id and w.project_id = p.id) m on true`;
  const byMoney = where.sort === 'other';
  const direction = (where.desc ?? false) !== (where.sort === 'days') ? sql`desc nulls last` : sql`asc nulls last`;
  const [{ total }, rows] = await Promise.all([
    tx.one(
      sql`select count(*)::int as total from project p join neighbourhood n on n.subdistrict_id = p.subdistrict_id and n.id = p.neighbourhood_id where ${conditions}`,
      totalRow,
    ),
    // The page first, then what is dear to find out of each of its rows.
    tx.all(
      sql`with page as (select p.subdistrict_id, p.id, row_number() over (order by ${where.sort ? sorts[where.sort] : sql`p.serial`} ${direction}, n.name, p.id) as at, n.name as place,
          a.grant_fen as asked from project p
        join neighbourhood n on n.subdistrict_id = p.subdistrict_id and n.id = p.neighbourhood_id
        left join application a on a.subdistrict_id = p.subdistrict_id and a.id = p.application_id ${byMoney ? money : empty}
        where ${conditions} order by at limit ${page.limit} offset ${page.offset})
      select p.id, p.serial, p.title, page.place, p.state, page.asked as "askedFen", p.grant_awarded_fen as "grantedFen", m.received as "receivedFen", m.other as "otherFen",
        (select g.grade from grade g where g.subdistrict_id = p.subdistrict_id and g.project_id = p.id order by g.no desc limit 1) as grade,
        floor(extract(epoch from (transaction_timestamp() - p.state_at)) / 86400)::int as days
      from page join project p on p.subdistrict_id = page.subdistrict_id and p.id = page.id ${money} order by page.at`,
      yearProjectsRow,
    ),
  ]);
  return { rows, total };
}

/** A duty as the office follows it; names of persons are for the office only. */
export interface YearDuty {
  id: string;
  titleZh: string;
  titleEn: string;
  href: string;
  role: string | null;
  person: string | null;
  place: string | null;
  openedDay: string;
  dueDay: string | null;
  level: number;
  doneDay: string | null;
  doneBy: string | null;
  days: number;
}

const yearDutiesRow = z.object({
  id: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  href: z.string(),
  role: z.string().nullable(),
  person: z.string().nullable(),
  place: z.string().nullable(),
  openedDay: z.string(),
  dueDay: z.string().nullable(),
  level: z.number(),
  doneDay: z.string().nullable(),
  doneBy: z.string().nullable(),
  days: z.number(),
});
/** Duties that were opened in a year, the longest first. */
export async function listYearDuties(
  tx: Tx,
  where: { year: number; today: string; role?: string; state?: 'open' | 'overdue' | 'done' | 'late'; place?: string; q?: string },
  page: PageOf,
): Promise<ListPart<YearDuty>> {
  const late = sql`(d.done_at at time zone 'Asia/Shanghai')::date > d.due_day`;
  const state = {
    open: sql`and d.done_at is null`,
    overdue: sql`and d.done_at is null and d.due_day < ${where.today}::date`,
    done: sql`and d.outcome = 'done'`,
    late: sql`and d.outcome = 'done' and ${late}`,
  };
  const conditions = sql`d.subdistrict_id = ${tx.subdistrictId} and d.opened_day between ${`${where.year}-01-01`}::date and ${`${where.year}-12-31`}::date
    ${where.role ? (where.role === 'person' ? sql`and d.role is null` : sql`and d.role = ${where.role}`) : empty} ${where.state ? state[where.state] : empty}
    ${where.place ? sql`and d.neighbourhood_id = (select id from neighbourhood where subdistrict_id = ${tx.subdistrictId} and code = ${where.place})` : empty}
    ${where.q ? sql`and d.title_zh ilike ${like(where.q)}` : empty}`;
  const [{ total }, rows] = await Promise.all([
    tx.one(sql`select count(*)::int as total from duty d where ${conditions}`, totalRow),
    tx.all(
      sql`with page as (select d.subdistrict_id, d.id, coalesce((d.done_at at time zone 'Asia/Shanghai')::date, ${where.today}::date) - d.opened_day as days from duty d where ${conditions}
        order by days desc, d.opened_day, d.id limit ${page.limit} offset ${page.offset})
      select d.id, d.title_zh as "titleZh", d.title_en as "titleEn", d.href, d.role, o.name as person, n.name as place, d.opened_day as "openedDay", d.due_day as "dueDay", d.level,
        (d.done_at at time zone 'Asia/Shanghai')::date as "doneDay", b.name as "doneBy", page.days
      from page join duty d on d.subdistrict_id = page.subdistrict_id and d.id = page.id left join person o on o.subdistrict_id = d.subdistrict_id and o.id = d.person_id
      left join person b on b.subdistrict_id = d.subdistrict_id and b.id = d.done_by left join neighbourhood n on n.subdistrict_id = d.subdistrict_id and n.id = d.neighbourhood_id
      order by page.days desc, d.opened_day, d.id`,
      yearDutiesRow,
    ),
  ]);
  return { rows, total };
}

/** How long each project of the year stood in a state. */
export interface Stay {
  projectId: string;
  serial: string;
  title: string;
  place: string;
  state: string;
  fromDay: string;
  untilDay: string | null;
  tenths: number;
  byName: string;
}

const staysRow = z.object({
  projectId: z.string(),
  serial: z.string(),
  title: z.string(),
  place: z.string(),
  state: z.string(),
  fromDay: z.string(),
  untilDay: z.string().nullable(),
  tenths: z.number(),
  byName: z.string(),
});
/** Stays of the year's projects in their states, the longest first. */
export async function listStays(tx: Tx, where: { year: number; now: Date; state?: string; open?: boolean; q?: string }, page: PageOf): Promise<ListPart<Stay>> {
  const stays = sql`select p.id, t.to_state as state, t.at, lead(t.at) over w as until, lead(t.by_name) over w as ended_by from project p
    join project_step t on t.subdistrict_id = p.subdistrict_id and t.project_id = p.id
    where p.subdistrict_id = ${tx.subdistrictId} and p.year = ${where.year} and t.from_state is distinct from t.to_state window w as (partition by t.project_id order by t.no)`;
  const conditions = join(
    [
      sql`true`,
      ...(where.state ? [sql`y.state = ${where.state}`] : []),
      ...(where.open === undefined ? [] : [where.open ? sql`y.until is null` : sql`y.until is not null`]),
      ...(where.q
        ? [
            sql`exists (select from project p where p.subdistrict_id = ${tx.subdistrictId} and p.id = y.id and (p.title ilike ${like(where.q)} or p.serial ilike ${like(where.q)}))`,
          ]
        : []),
    ],
    ' and ',
  );
  const [{ total }, rows] = await Promise.all([
    tx.one(sql`select count(*)::int as total from (${stays}) y where ${conditions}`, totalRow),
    tx.all(
      sql`select y.id as "projectId", p.serial, p.title, n.name as place, y.state, (y.at at time zone 'Asia/Shanghai')::date as "fromDay",
        (y.until at time zone 'Asia/Shanghai')::date as "untilDay", y.tenths, coalesce(y.ended_by, '') as "byName"
      from (select *, round(extract(epoch from coalesce(until, ${where.now}::timestamptz) - at) / 8640)::int as tenths from (${stays}) y where ${conditions}
        order by tenths desc, id limit ${page.limit} offset ${page.offset}) y
      join project p on p.subdistrict_id = ${tx.subdistrictId} and p.id = y.id join neighbourhood n on n.subdistrict_id = p.subdistrict_id and n.id = p.neighbourhood_id
      order by y.tenths desc, y.id`,
      staysRow,
    ),
  ]);
  return { rows, total };
}

/** An open alarm of a thing that is being abandoned. */
export interface OpenAlarm {
  assetId: string;
  name: string;
  projectTitle: string;
  place: string;
  cause: 'missed' | 'sign' | 'report';
  level: number;
  openedDay: string;
  days: number;
}

const openAlarmsRow = z.object({
  assetId: z.string(),
  name: z.string(),
  projectTitle: z.string(),
  place: z.string(),
  cause: z.enum(['missed', 'sign', 'report']),
  level: z.number(),
  openedDay: z.string(),
  days: z.number(),
});
/** Open alarms, those that reached the office first. */
export const listOpenAlarms = (tx: Tx, today: string): Promise<OpenAlarm[]> =>
  tx.all(
    sql`select a.id as "assetId", a.name, p.title as "projectTitle", n.name as place, u.cause, u.level, u.opened_day as "openedDay", ${today}::date - u.opened_day as days
    from upkeep_alarm u join asset a on a.subdistrict_id = u.subdistrict_id and a.id = u.asset_id join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id
    join neighbourhood n on n.subdistrict_id = a.subdistrict_id and n.id = a.neighbourhood_id
    where u.subdistrict_id = ${tx.subdistrictId} and u.closed_day is null order by u.level desc, u.opened_day, a.name`,
    openAlarmsRow,
  );
