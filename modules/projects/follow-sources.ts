import { ok } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type Award, awardsOf } from '#modules/books';
import { dropDuties, openDuty } from '#modules/inbox';
import { findShortfallsIn, settleShortfallsIn } from './answer-shortfall.ts';
import type { PlannedSource } from './application.ts';
import { findSettlement } from './closing-store.ts';
import { deadlineOf } from './deadlines.ts';
import { giftsInKindOf } from './goods.ts';
import { planTranchesIn, reviewTranchesIn, tranchesBecomeDueIn } from './pay-tranche.ts';
import { moneyMayMove } from './project.ts';
import { askForDecision } from './record-source-paper.ts';
import { askForDrive, endDrivesIn } from './run-crowd-drive.ts';
import { insertRule } from './shortfall.ts';
import type { Project } from './store.ts';

/** A source was opened with the agreement: its plan of payments, its rule for a shortfall, and whoever must first decide or open something. */
export async function startSourceIn(tx: CommandTx, project: Project, awardId: string, source: PlannedSource): Promise<void> {
  if (source.shortfall) await insertRule(tx, awardId, source.shortfall, '申报书');
  if (source.kind === 'grant') await planTranchesIn(tx, project, awardId);
  if (source.kind === 'common') await askForDecision(tx, project, awardId);
  if (source.kind === 'crowd') await askForDrive(tx, project, awardId);
}

/** What residents gave goes back to each of them when the project stops. */
const goesBackToGivers = (award: Pick<Award, 'sourceKind' | 'availableFen' | 'state'>): boolean =>
  (award.sourceKind === 'household' || award.sourceKind === 'crowd') && award.state === 'open' && award.availableFen > 0n;

const askToGiveBack = async (tx: CommandTx, project: Project, award: Pick<Award, 'awardId' | 'name'>) =>
  openDuty(tx, {
    kind: 'source.give-back',
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'award',
    subjectId: award.awardId,
    projectId: project.id,
    title: { zh: `项目终止，退还${award.name}：${project.title}`, en: `Stopped: give back ${award.name}: ${project.title}` },
    href: `/awards/${award.awardId}/refund?fill=1`,
    dueDay: await deadlineOf(tx, 'source.give-back'),
  });

/** Settled in the ordinary way, or settled after a stop. */
const isSettled = async (tx: CommandTx, project: Project): Promise<boolean> => project.state === 'settled' || (await findSettlement(tx, project.id)) !== null;

const onceOver = ['source.decision', 'crowd.open', 'crowd.decide'] as const;

/** The project moved: tranches become due, a stop answers shortfalls, and nobody is asked any more for what no longer matters. */
export async function sourcesFollowIn(tx: CommandTx, project: Project): Promise<void> {
  if (!moneyMayMove(project.state) && project.state !== 'stopped' && project.state !== 'settled') return;
  await tranchesBecomeDueIn(tx, project);
  await settleShortfallsIn(tx, project);
  if (moneyMayMove(project.state)) return;
  for (const award of await awardsOf(tx, project.id)) {
    if (project.state === 'stopped' && goesBackToGivers(award)) await askToGiveBack(tx, project, award);
    for (const kind of onceOver) await dropDuties(tx, { kind, subjectId: award.awardId });
    if (await isSettled(tx, project)) for (const kind of ['crowd.refund', 'source.give-back']) await dropDuties(tx, { kind, subjectId: award.awardId });
    if (award.sourceKind === 'in_kind')
      for (const goods of await giftsInKindOf(tx, award.awardId)) await dropDuties(tx, { kind: 'goods.agree', subjectId: goods.id });
  }
}

/** The daily round of the sources: drives end, shortfalls are found. Safe to repeat. */
export const dailySources = (context: CommandContext) =>
  runCommand(context, 'daily-sources', async (tx) => {
    const drives = await endDrivesIn(tx);
    await reviewTranchesIn(tx);
    return ok({ drives, shortfalls: await findShortfallsIn(tx) });
  });
