import { z } from 'zod';
import { daysBetween } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { dropDuties, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { type ChangeRequest, listChanges } from './doing-store.ts';
import { findProject, type Project } from './store.ts';

const dayRow = z.object({ day: z.string() });

/** The last day of the works: the one of the application, or the latest that was granted; null without an application. */
export const lastDayOfWorks = async (tx: Tx, project: Pick<Project, 'id'>): Promise<string | null> =>
  (
    await tx.maybe(
      sql`select coalesce((select c.new_last_day from change_request c where c.subdistrict_id = p.subdistrict_id and c.project_id = p.id and c.kind = 'schedule'
          and c.state = 'approved' order by c.no desc limit 1), a.period_end) as day
        from project p join application a on a.subdistrict_id = p.subdistrict_id and a.id = p.application_id
        where p.subdistrict_id = ${tx.subdistrictId} and p.id = ${project.id}`,
      dayRow,
    )
  )?.day ?? null;

/** How often and by how many days in all the last day was moved back. */
export interface Delays {
  times: number;
  days: number;
  /** Asked for only after the old last day had passed. */
  askedLate: number;
}

/** A new last day that was asked for when the old one had passed already. */
export const itWasAskedLate = (change: Pick<ChangeRequest, 'oldLastDay' | 'askedAt'>, dayOf: (instant: Date) => string): boolean =>
  change.oldLastDay !== null && dayOf(change.askedAt) > change.oldLastDay;

/** Counts the delays that were granted. */
export function delaysAmong(
  changes: readonly Pick<ChangeRequest, 'kind' | 'state' | 'oldLastDay' | 'newLastDay' | 'askedAt'>[],
  dayOf: (instant: Date) => string,
): Delays {
  const granted = changes.filter(
    (change) => change.kind === 'schedule' && change.state === 'approved' && (change.newLastDay ?? '') > (change.oldLastDay ?? ''),
  );
  return {
    times: granted.length,
    days: granted.reduce((sum, change) => sum + daysBetween(change.oldLastDay ?? '', change.newLastDay ?? ''), 0),
    askedLate: granted.filter((change) => itWasAskedLate(change, dayOf)).length,
  };
}

/** The delays of a project that were granted. */
export const delaysOf = async (tx: Tx, projectId: string, dayOf: (instant: Date) => string): Promise<Delays> =>
  delaysAmong(await listChanges(tx, projectId), dayOf);

const idRow = z.object({ id: z.string() });

/** Works past their last day for which nobody has asked for a new one. */
export const silentlyLate = async (tx: Tx, today: string): Promise<string[]> =>
  (
    await tx.all(
      sql`select p.id from project p join application a on a.subdistrict_id = p.subdistrict_id and a.id = p.application_id
        where p.subdistrict_id = ${tx.subdistrictId} and p.state = 'doing'
          and coalesce((select c.new_last_day from change_request c where c.subdistrict_id = p.subdistrict_id and c.project_id = p.id and c.kind = 'schedule'
            and c.state = 'approved' order by c.no desc limit 1), a.period_end) < ${today}
          and not exists (select from change_request c where c.subdistrict_id = p.subdistrict_id and c.project_id = p.id and c.kind = 'schedule'
            and c.state in ('asked', 'with_residents')) order by p.id`,
      idRow,
    )
  ).map(({ id }) => id);

const lateDuty = 'works.overdue';

/** Works that are late without a word are raised to the office; part of the daily round, safe to repeat. Returns how many. */
export async function raiseSilentDelays(tx: CommandTx, today: string): Promise<number> {
  const late = await silentlyLate(tx, today);
  for (const id of late) {
    const project = await findProject(tx, id);
    if (!project) continue;
    await openDuty(tx, {
      kind: lateDuty,
      role: 'officer',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `过了完工日没有说明，请过问：${project.title}`, en: `Past its last day without a word: ${project.title}` },
      href: `/projects/${project.id}/plan`,
      dueDay: await deadlineOf(tx, lateDuty),
    });
  }
  return late.length;
}

/** The office need not ask any more: a new day was asked for, or the works have gone on. */
export const theDelayIsSpokenOf = (tx: CommandTx, projectId: string): Promise<number> => dropDuties(tx, { kind: lateDuty, subjectId: projectId });
