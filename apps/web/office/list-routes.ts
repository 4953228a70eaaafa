import { leverage } from '#libs/money';
import {
  listOpenAlarms,
  listStays,
  listYearDuties,
  listYearProjects,
  type OpenAlarm,
  placesOf,
  type PlaceYear,
  type ProjectNarrowing,
  type Stay,
  type YearDuty,
  type YearProject,
} from '#modules/office';
import { givenRoles } from '#modules/people';
import { projectStates, turns } from '#modules/projects';
import { kitText, type Web } from '../kit/index.ts';
import { stateName } from '../projects/words.ts';
import { gradeNames } from './grade-names.ts';
import { answerList } from './lists.tsx';
import { yearText } from './text.ts';
import { roleName } from './year-page.tsx';

/** The year of the address, or null. */
export const yearIn = (w: Web): number | null => (/^2\d{3}$/.test(w.param('year')) ? Number(w.param('year')) : null);

const crumbsOf = (w: Web, year: number) => [
  { label: yearText[w.lang].office, href: w.href('/office') },
  { label: yearText[w.lang].title(year), href: w.href(`/office/year/${year}`) },
];
/** One of the words a list knows, or nothing. */
const oneOf = <T extends string>(text: string | undefined, known: readonly T[]): T | undefined => known.find((one) => one === text);

const figures = ['submitted', 'returned', 'awarded', 'closed', 'drifted', 'other', 'graded'] as const;
const projectSorts = ['serial', 'title', 'place', 'state', 'asked', 'granted', 'other', 'days'] as const;

/** Projects of a year. */
export async function projects(w: Web) {
  const year = yearIn(w);
  if (year === null) return w.notFound();
  const t = yearText[w.lang];
  let grades: Awaited<ReturnType<typeof gradeNames>> = new Map();
  const gradeName = (code: string) => grades.get(code)?.[w.lang] ?? code;
  const where: ProjectNarrowing = {
    year,
    ...(w.query('q') ? { q: w.query('q') } : {}),
    ...(w.query('place') ? { place: w.query('place') } : {}),
    ...(w.query('grade') ? { grade: w.query('grade') } : {}),
    ...(oneOf(w.query('state'), projectStates) ? { state: oneOf(w.query('state'), projectStates) } : {}),
    ...(oneOf(w.query('has'), figures) ? { has: oneOf(w.query('has'), figures) } : {}),
    ...(oneOf(w.query('sort'), projectSorts) ? { sort: oneOf(w.query('sort'), projectSorts) } : {}),
    desc: w.query('desc') === '1',
  };
  const figureNames: Record<(typeof figures)[number], string> = {
    submitted: t.submitted,
    returned: t.returned,
    awarded: t.awarded,
    closed: t.closed,
    drifted: t.drift,
    other: t.otherReceived,
    graded: t.graded,
  };
  return answerList<YearProject>(
    w,
    {
      title: t.projectList,
      fileName: `${year}-${t.projectList}`,
      path: `/office/year/${year}/projects`,
      search: true,
      // Once the rows are there, so are the names of the grades.
      choices: () => [
        { key: 'has', label: t.figure, options: figures.map((value) => ({ value, label: figureNames[value] })) },
        { key: 'state', label: t.state, options: projectStates.map((value) => ({ value, label: stateName(value, w.lang) })) },
        ...(grades.size > 0 ? [{ key: 'grade', label: t.grade, options: [...grades.keys()].map((code) => ({ value: code, label: gradeName(code) })) }] : []),
      ],
      columns: [
        { key: 'serial', label: t.serial, sortable: true, value: (row) => row.serial },
        { key: 'title', label: t.project, sortable: true, value: (row) => row.title, href: (row) => w.href(`/projects/${row.id}`) },
        { key: 'place', label: t.place, sortable: true, value: (row) => row.place },
        { key: 'state', label: t.state, sortable: true, value: (row) => stateName(oneOf(row.state, projectStates) ?? 'draft', w.lang) },
        { key: 'asked', label: t.asked, numeric: true, sortable: true, value: (row) => row.askedFen },
        { key: 'granted', label: t.granted, numeric: true, sortable: true, value: (row) => row.grantedFen },
        { key: 'other', label: t.otherReceived, numeric: true, sortable: true, value: (row) => row.otherFen },
        { key: 'leverage', label: t.leverage, numeric: true, value: (row) => leverage(row.otherFen, row.receivedFen) },
        { key: 'grade', label: t.grade, value: (row) => (row.grade === null ? null : gradeName(row.grade)) },
        { key: 'days', label: t.daysHere, numeric: true, sortable: true, value: (row) => row.days },
      ],
      load: (page) =>
        w.read(async (tx) => {
          const [names, part] = await Promise.all([gradeNames(tx, w.today), listYearProjects(tx, where, page)]);
          grades = names;
          return part;
        }),
    },
    crumbsOf(w, year),
  );
}

/** Communities of a year. */
export async function places(w: Web) {
  const year = yearIn(w);
  if (year === null) return w.notFound();
  const t = yearText[w.lang];
  const all = await w.read((tx) => placesOf(tx, year));
  const total = all.reduce((sum, { grantedFen }) => sum + grantedFen, 0n);
  const only = w.query('has') === 'none' ? all.filter(({ grantedFen }) => grantedFen === 0n) : all;
  const tenths = ({ otherFen, receivedFen }: (typeof all)[number]) => (receivedFen === 0n ? -1 : Number((otherFen * 20n + receivedFen) / (receivedFen * 2n)));
  const by: Record<string, (place: (typeof all)[number]) => string | number | bigint> = {
    place: ({ name }) => name,
    applied: ({ applied }) => applied,
    awarded: ({ awarded }) => awarded,
    granted: ({ grantedFen }) => grantedFen,
    other: ({ otherFen }) => otherFen,
    leverage: tenths,
  };
  const sort = by[w.query('sort') ?? ''];
  const rows = sort
    ? only.toSorted((a, b) => {
        const [left, right] = [sort(a), sort(b)];
        return (left < right ? -1 : left > right ? 1 : 0) * (w.query('desc') === '1' ? -1 : 1);
      })
    : only;
  return answerList<PlaceYear>(
    w,
    {
      title: t.placeList,
      fileName: `${year}-${t.placeList}`,
      path: `/office/year/${year}/places`,
      search: false,
      choices: [{ key: 'has', label: t.figure, options: [{ value: 'none', label: t.without }] }],
      columns: [
        {
          key: 'place',
          label: t.place,
          sortable: true,
          value: ({ name }) => name,
          href: ({ code }) => w.href(`/office/year/${year}/projects?place=${encodeURIComponent(code)}`),
        },
        { key: 'applied', label: t.applied, numeric: true, sortable: true, value: ({ applied }) => applied },
        { key: 'awarded', label: t.awarded, numeric: true, sortable: true, value: ({ awarded }) => awarded },
        { key: 'granted', label: t.granted, numeric: true, sortable: true, value: ({ grantedFen }) => grantedFen },
        {
          key: 'share',
          label: t.share,
          numeric: true,
          value: ({ grantedFen }) => (total === 0n ? '0%' : `${Number((grantedFen * 1000n + total / 2n) / total) / 10}%`),
        },
        { key: 'received', label: t.grantReceived, numeric: true, value: ({ receivedFen }) => receivedFen },
        { key: 'other', label: t.otherReceived, numeric: true, sortable: true, value: ({ otherFen }) => otherFen },
        { key: 'leverage', label: t.leverage, numeric: true, sortable: true, value: ({ otherFen, receivedFen }) => leverage(otherFen, receivedFen) },
      ],
      load: ({ limit, offset }) => Promise.resolve({ rows: rows.slice(offset, offset + limit), total: rows.length }),
    },
    crumbsOf(w, year),
  );
}

const dutyStates = ['open', 'overdue', 'done', 'late'] as const;
const dutyRoles = ['resident', ...givenRoles, 'person'] as const;

/** Duties of a year. */
export async function duties(w: Web) {
  const year = yearIn(w);
  if (year === null) return w.notFound();
  const t = yearText[w.lang];
  const [role, state] = [oneOf(w.query('role'), dutyRoles), oneOf(w.query('state'), dutyStates)];
  const where = {
    year,
    today: w.today,
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
    ...(w.query('place') ? { place: w.query('place') } : {}),
    ...(w.query('q') ? { q: w.query('q') } : {}),
  };
  const stateNames = { open: t.open, overdue: t.overdue, done: t.done, late: t.late };
  return answerList<YearDuty>(
    w,
    {
      title: t.dutyList,
      fileName: `${year}-${t.dutyList}`,
      path: `/office/year/${year}/duties`,
      search: true,
      choices: [
        { key: 'role', label: t.role, options: dutyRoles.map((value) => ({ value, label: roleName(value, w.lang) })) },
        { key: 'state', label: t.state, options: dutyStates.map((value) => ({ value, label: stateNames[value] })) },
      ],
      columns: [
        { key: 'duty', label: t.duty, value: (row) => (w.lang === 'zh' ? row.titleZh : row.titleEn), href: (row) => w.href(row.href) },
        { key: 'who', label: t.who, value: (row) => [row.role ? roleName(row.role, w.lang) : '', row.person ?? ''].filter((one) => one !== '').join(' ') },
        { key: 'place', label: t.place, value: (row) => row.place },
        { key: 'opened', label: t.opened, value: (row) => row.openedDay },
        { key: 'due', label: t.due, value: (row) => row.dueDay },
        { key: 'level', label: t.level, numeric: true, value: (row) => (row.level === 0 ? null : row.level) },
        { key: 'finished', label: t.finished, value: (row) => (row.doneDay === null ? null : [row.doneDay, row.doneBy ?? ''].join(' ').trim()) },
        { key: 'took', label: t.took, numeric: true, value: (row) => t.wholeDays(row.days) },
      ],
      load: (page) => w.read((tx) => listYearDuties(tx, where, page)),
    },
    crumbsOf(w, year),
  );
}

/** Time in each step. */
export async function stays(w: Web) {
  const year = yearIn(w);
  if (year === null) return w.notFound();
  const t = yearText[w.lang];
  const state = oneOf(w.query('state'), projectStates);
  const open = oneOf(w.query('open'), ['yes', 'no'] as const);
  const where = { year, now: w.now, ...(state ? { state } : {}), ...(open ? { open: open === 'yes' } : {}), ...(w.query('q') ? { q: w.query('q') } : {}) };
  return answerList<Stay>(
    w,
    {
      title: t.stayList,
      fileName: `${year}-${t.stayList}`,
      path: `/office/year/${year}/stays`,
      search: true,
      choices: [
        { key: 'state', label: t.step, options: projectStates.map((value) => ({ value, label: stateName(value, w.lang) })) },
        {
          key: 'open',
          label: t.state,
          options: [
            { value: 'yes', label: t.still },
            { value: 'no', label: t.left },
          ],
        },
      ],
      columns: [
        { key: 'serial', label: t.serial, value: (row) => row.serial },
        { key: 'project', label: t.project, value: (row) => row.title, href: (row) => w.href(`/projects/${row.projectId}`) },
        { key: 'place', label: t.place, value: (row) => row.place },
        { key: 'step', label: t.step, value: (row) => stateName(oneOf(row.state, projectStates) ?? 'draft', w.lang) },
        { key: 'whose', label: t.whose, value: (row) => roleName(turns[oneOf(row.state, projectStates) ?? 'draft']?.role ?? 'person', w.lang) },
        { key: 'opened', label: t.opened, value: (row) => row.fromDay },
        { key: 'until', label: t.until, value: (row) => row.untilDay ?? t.still },
        { key: 'by', label: t.leftBy, value: (row) => row.byName || null },
        { key: 'took', label: t.took, numeric: true, value: (row) => t.days(row.tenths) },
      ],
      load: (page) => w.read((tx) => listStays(tx, where, page)),
    },
    crumbsOf(w, year),
  );
}

/** Open alarms of upkeep. */
export async function alarms(w: Web) {
  const t = yearText[w.lang];
  const rows = await w.read((tx) => listOpenAlarms(tx, w.today));
  const levels = [kitText[w.lang].keeper, kitText[w.lang].secretary, kitText[w.lang].officer];
  return answerList<OpenAlarm>(
    w,
    {
      title: t.alarmList,
      fileName: t.alarmList,
      path: '/office/alarms',
      search: false,
      choices: [],
      columns: [
        { key: 'thing', label: t.thing, value: ({ name }) => name, href: ({ assetId }) => w.href(`/assets/${assetId}`) },
        { key: 'place', label: t.place, value: ({ place }) => place },
        { key: 'project', label: t.project, value: ({ projectTitle }) => projectTitle },
        { key: 'cause', label: t.cause, value: ({ cause }) => t[cause] },
        { key: 'level', label: t.level, value: ({ level }) => levels[level - 1] ?? String(level) },
        { key: 'opened', label: t.opened, value: ({ openedDay }) => openedDay },
        { key: 'days', label: t.took, numeric: true, value: ({ days }) => t.wholeDays(days) },
      ],
      load: ({ limit, offset }) => Promise.resolve({ rows: rows.slice(offset, offset + limit), total: rows.length }),
    },
    [{ label: t.office, href: w.href('/office') }],
  );
}
