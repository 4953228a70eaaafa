import { z } from 'zod';
import { daysBetween } from '#libs/civil-time';
import { leverage } from '#libs/money';
import { sql, type Tx } from '#platform/database';
import { sourceSums } from '#modules/books';
import { findApplication, listProjects, listUpkeep, type Project, projectStates, gradesOf } from '#modules/projects';
import { satisfactionOf } from './ask-satisfaction.ts';
import { reachOf } from './closing-notes.ts';
import { driftFigure } from './goal-drift.ts';
import { driftOf } from './judge-drift.ts';

const fen = z.string().regex(/^-?\d+$/);
const share = z.object({ yes: z.number(), answered: z.number(), lowBp: z.number().nullable(), highBp: z.number().nullable() }).nullable();

/** What is laid before the panel of one project: figures of the books and of what was recorded, none of them typed for the review. Money is fen as text. */
export const laidFactsShape = z.object({
  serial: z.string(),
  title: z.string(),
  neighbourhoodId: z.string(),
  place: z.string(),
  goal: z.string(),
  state: z.enum(projectStates),
  /** `done` closed or settled · `stopped` ended before its time · `late` its last day has passed and it is not accepted · `going` */
  course: z.enum(['done', 'stopped', 'late', 'going']),
  /** Why it was stopped, or how many days late it is. */
  happened: z.string(),
  daysLate: z.number(),
  grantFen: fen,
  otherFen: fen,
  spentFen: fen,
  returnedFen: fen,
  leverage: z.string().nullable(),
  households: z.number().nullable(),
  householdsHow: z.string(),
  /** Spent ÷ households reached, to the fen. */
  perHouseholdFen: fen.nullable(),
  satisfied: share,
  worthIt: share,
  drawn: z.number().nullable(),
  returned: z.number().nullable(),
  drift: z.object({ bp: z.number().nullable(), kept: z.number(), partly: z.number(), changed: z.number(), dropped: z.number(), unknown: z.number() }),
  upkeep: z.object({ keeper: z.string(), months: z.number(), yearlyFen: fen, planned: z.number(), missed: z.number() }).nullable(),
  grade: z.string().nullable(),
});
export type LaidFacts = z.output<typeof laidFactsShape>;

/** Projects of a round that got public money: from the agreement on, those that stopped and those that are late with them. */
export const projectsToReview = (tx: Tx, roundId: string): Promise<Project[]> =>
  listProjects(tx, { roundId, states: ['agreed', 'doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'stopped'] });

const laidFactsRow = z.object({ id: z.string(), name: z.string() });

/** Reads what is laid before the panel, of each project as it stands on `today`. */
export async function laidFacts(tx: Tx, projects: readonly Project[], today: string): Promise<Map<string, LaidFacts>> {
  const ids = projects.map((project) => project.id);
  const sums = await sourceSums(tx, ids);
  const grades = await gradesOf(tx, ids);
  const places = new Map(
    (await tx.all(sql`select id, name from neighbourhood where subdistrict_id = ${tx.subdistrictId}`, laidFactsRow)).map((one) => [one.id, one.name]),
  );
  const laid = new Map<string, LaidFacts>();
  for (const project of projects) {
    const mine = sums.filter((one) => one.projectId === project.id);
    const sum = (key: 'receivedFen' | 'spentFen' | 'returnedFen', of: (kind: string) => boolean = () => true) =>
      mine.reduce((all, one) => (of(one.sourceKind) ? all + one[key] : all), 0n);
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const upkeep = await listUpkeep(tx, project.id);
    const reach = await reachOf(tx, project.id);
    const asked = await satisfactionOf(tx, project.id);
    const drift = driftFigure(await driftOf(tx, project));
    const spent = sum('spentFen');
    const [grant, other] = [sum('receivedFen', (kind) => kind === 'grant'), sum('receivedFen', (kind) => kind !== 'grant')];
    const unfinished = project.state === 'agreed' || project.state === 'doing' || project.state === 'appraisal';
    const daysLate = unfinished && application && application.periodEnd < today ? daysBetween(application.periodEnd, today) : 0;
    const shareOf = (said: NonNullable<typeof asked>['satisfied']): LaidFacts['satisfied'] =>
      said && { yes: said.yes, answered: said.answered, lowBp: said.interval?.lowBp ?? null, highBp: said.interval?.highBp ?? null };
    laid.set(project.id, {
      serial: project.serial,
      title: project.title,
      neighbourhoodId: project.neighbourhoodId,
      place: places.get(project.neighbourhoodId) ?? '',
      goal: application?.goal ?? '',
      state: project.state,
      course: project.state === 'stopped' ? 'stopped' : daysLate > 0 ? 'late' : unfinished ? 'going' : 'done',
      happened: project.state === 'stopped' ? (project.stateReason ?? '') : '',
      daysLate,
      grantFen: String(grant),
      otherFen: String(other),
      spentFen: String(spent),
      returnedFen: String(sum('returnedFen')),
      leverage: grant > 0n ? leverage(other, grant) : null,
      households: reach?.households ?? null,
      householdsHow: reach?.countedHow ?? '',
      perHouseholdFen: reach ? String((spent * 2n + BigInt(reach.households)) / (2n * BigInt(reach.households))) : null,
      satisfied: asked ? shareOf(asked.satisfied) : null,
      worthIt: asked ? shareOf(asked.worthIt) : null,
      drawn: asked?.drawn ?? null,
      returned: asked?.returned ?? null,
      drift: { bp: drift.driftBp, kept: drift.kept, partly: drift.partly, changed: drift.changed, dropped: drift.dropped, unknown: drift.unknown },
      upkeep: application
        ? {
            keeper: upkeep[0]?.keeperName ?? application.keeperName,
            months: application.upkeepMonths,
            yearlyFen: String(application.upkeepYearlyFen),
            planned: upkeep.length,
            missed: upkeep.filter((task) => task.check === null && task.dueDay < today).length,
          }
        : null,
      grade: grades.get(project.id) ?? null,
    });
  }
  return laid;
}
