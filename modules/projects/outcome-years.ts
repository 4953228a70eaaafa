import { z } from 'zod';
import { addDays, type Day, dayOf } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { closeDuty, openDuty } from '#modules/inbox';
import { type ApplicationVersion, findApplication } from './application-store.ts';
import { addMonths } from './asset.ts';
import { type IndicatorReading, listReadings } from './record-store.ts';
import { type Project, projectSteps } from './store.ts';

/** Outcomes are read for at least so many years after closing. */
export const outcomeYears = 3;
/** A reading is asked for this long before its day. */
const readingAheadDays = 30;

/** A year in which a project's figures are read again. */
export interface OutcomeYear {
  id: string;
  projectId: string;
  yearNo: number;
  dueDay: Day;
}

/** The day a project was closed; null while it is not. */
export async function closingDay(tx: Tx, project: Project): Promise<Day | null> {
  const step = (await projectSteps(tx, project.id)).findLast((one) => one.action === 'close');
  return step ? dayOf(step.at) : ['closed', 'upkeep'].includes(project.state) ? dayOf(project.stateAt) : null;
}

/** Puts the years of a project's readings down, once. */
export async function planOutcomesIn(tx: CommandTx, project: Project): Promise<void> {
  const closed = (await closingDay(tx, project)) ?? tx.today;
  for (let yearNo = 1; yearNo <= outcomeYears; yearNo++) {
    await tx.exec(sql`insert into outcome_year (subdistrict_id, id, project_id, year_no, due_day) values (${tx.subdistrictId}, ${tx.newId()}, ${project.id}, ${yearNo},
      ${addMonths(closed, yearNo * 12)}) on conflict do nothing`);
  }
}

const outcomeYearsRow = z.object({ id: z.string(), projectId: z.string(), yearNo: z.number(), dueDay: z.string() });

/** The years of some projects, in order. */
export const outcomeYearsOf = (tx: Tx, projectId: string): Promise<OutcomeYear[]> =>
  tx.all(
    sql`select id, project_id as "projectId", year_no as "yearNo", due_day as "dueDay" from outcome_year where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} order by year_no`,
    outcomeYearsRow,
  );

/**
 * Which year after closing a reading belongs to: the nearest. Half a year early or late counts for the year; 0 is what was read up to the closing.
 */
export function yearOfReading(measuredOn: Day, closed: Day): number {
  const months = (Number(measuredOn.slice(0, 4)) - Number(closed.slice(0, 4))) * 12 + Number(measuredOn.slice(5, 7)) - Number(closed.slice(5, 7));
  return Math.max(0, Math.round(months / 12));
}

/** Where an indicator stands. */
export interface OutcomeSeries {
  no: number;
  name: string;
  unit: string;
  baseline: string;
  target: string;
  readings: IndicatorReading[];
  /** Years after closing, each with its last reading; null while none was made. */
  years: { yearNo: number; dueDay: Day; reading: IndicatorReading | null }[];
  /** True when the last reading reached the target; null before the first. */
  reached: boolean | null;
}

/** True when a figure is at its target or beyond, in the direction the target lies from where it began. */
export function theTargetIsReached(baseline: string, target: string, actual: string): boolean {
  const [from, to, now] = [Number(baseline), Number(target), Number(actual)];
  return to >= from ? now >= to : now <= to;
}

/** Every promised figure with its readings over the years: what was promised beside what came of it. */
export function outcomeSeries(
  application: Pick<ApplicationVersion, 'indicators'>,
  readings: readonly IndicatorReading[],
  years: readonly OutcomeYear[],
  closed: Day | null,
): OutcomeSeries[] {
  return application.indicators.map((indicator, index) => {
    const own = readings.filter((reading) => reading.indicatorNo === index + 1);
    const last = own.at(-1);
    return {
      no: index + 1,
      name: indicator.name,
      unit: indicator.unit,
      baseline: indicator.baseline,
      target: indicator.target,
      readings: own,
      years: years.map(({ yearNo, dueDay }) => ({
        yearNo,
        dueDay,
        reading: closed === null ? null : (own.findLast((reading) => yearOfReading(reading.measuredOn, closed) === yearNo) ?? null),
      })),
      reached: last === undefined ? null : theTargetIsReached(indicator.baseline, indicator.target, last.actual),
    };
  });
}

/** The series of a project's indicators, for its page, the showcase and the office's board; empty without an application. */
export async function outcomesOf(tx: Tx, project: Project): Promise<OutcomeSeries[]> {
  const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
  if (!application) return [];
  return outcomeSeries(application, await listReadings(tx, project.id), await outcomeYearsOf(tx, project.id), await closingDay(tx, project));
}

/** Years that are due and lack a reading of some indicator, for the office's board. */
export interface MissingReading {
  projectId: string;
  neighbourhoodId: string;
  title: string;
  yearNo: number;
  dueDay: Day;
  id: string;
}

const missingReadingsRow = z.object({
  id: z.string(),
  projectId: z.string(),
  neighbourhoodId: z.string(),
  title: z.string(),
  yearNo: z.number(),
  dueDay: z.string(),
});

/**
 * Yearly readings that are due by a day and were not made, of at least one indicator; what is older than two years more is let go. A reading belongs
 * to the year that `yearOfReading` says: the closing is so many years before the day a reading was due.
 */
export const missingReadings = (tx: Tx, day: Day): Promise<MissingReading[]> =>
  tx.all(
    sql`select y.id, y.project_id as "projectId", p.neighbourhood_id as "neighbourhoodId", p.title, y.year_no as "yearNo", y.due_day as "dueDay" from outcome_year y
    join project p on p.subdistrict_id = y.subdistrict_id and p.id = y.project_id where y.subdistrict_id = ${tx.subdistrictId} and y.due_day <= ${day}
    and y.due_day > ${addDays(day, -800)}::date and exists (select from application_indicator i where i.subdistrict_id = p.subdistrict_id
      and i.application_id = p.application_id and not exists (select from indicator_reading r where r.subdistrict_id = y.subdistrict_id
        and r.project_id = y.project_id and r.indicator_no = i.no and greatest(0, round(((extract(year from r.measured_on) - extract(year from y.due_day) + y.year_no) * 12
          + extract(month from r.measured_on) - extract(month from y.due_day)) / 12)) = y.year_no)) order by y.due_day, p.serial`,
    missingReadingsRow,
  );

/** Asks the committee for the yearly readings that are near or missing; those that were made are no longer asked for. Safe to repeat. */
export async function askForOutcomes(tx: CommandTx): Promise<number> {
  const missing = await missingReadings(tx, addDays(tx.today, readingAheadDays));
  for (const year of missing) {
    await openDuty(tx, {
      kind: 'outcome.read',
      role: 'secretary',
      neighbourhoodId: year.neighbourhoodId,
      subjectKind: 'outcome-year',
      subjectId: year.id,
      projectId: year.projectId,
      title: { zh: `填结项后第${year.yearNo}年的成效：${year.title}`, en: `Outcomes ${year.yearNo} years after closing: ${year.title}` },
      href: `/projects/${year.projectId}/outcomes`,
      dueDay: year.dueDay,
    });
  }
  return missing.length;
}

/** After a reading: years of which nothing is missing any more leave the inbox. */
export async function outcomesWereRead(tx: CommandTx, project: Project): Promise<void> {
  const series = await outcomesOf(tx, project);
  for (const year of await outcomeYearsOf(tx, project.id)) {
    if (series.every((one) => one.years.find(({ yearNo }) => yearNo === year.yearNo)?.reading))
      await closeDuty(tx, { kind: 'outcome.read', subjectId: year.id });
  }
}
