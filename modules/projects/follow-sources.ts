import { ok } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { awardsOf } from '#modules/books';
import { dropDuties } from '#modules/inbox';
import { findShortfallsIn, settleShortfallsIn } from './answer-shortfall.ts';
import type { PlannedSource } from './application.ts';
import { giftsInKindOf } from './goods.ts';
import { planTranchesIn, tranchesBecomeDueIn } from './pay-tranche.ts';
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

const onceOver = ['source.decision', 'crowd.open', 'crowd.decide'] as const;

/** The project moved: tranches become due, a stop answers shortfalls, and nobody is asked any more for what no longer matters. */
export async function sourcesFollowIn(tx: CommandTx, project: Project): Promise<void> {
  if (!moneyMayMove(project.state) && project.state !== 'stopped' && project.state !== 'settled') return;
  await tranchesBecomeDueIn(tx, project);
  await settleShortfallsIn(tx, project);
  if (moneyMayMove(project.state)) return;
  for (const award of await awardsOf(tx, project.id)) {
    for (const kind of onceOver) await dropDuties(tx, { kind, subjectId: award.awardId });
    if (project.state === 'settled') await dropDuties(tx, { kind: 'crowd.refund', subjectId: award.awardId });
    if (award.sourceKind === 'in_kind')
      for (const goods of await giftsInKindOf(tx, award.awardId)) await dropDuties(tx, { kind: 'goods.agree', subjectId: goods.id });
  }
}

/** The daily round of the sources: drives end, shortfalls are found. Safe to repeat. */
export const dailySources = (context: CommandContext) =>
  runCommand(context, 'daily-sources', async (tx) => {
    const drives = await endDrivesIn(tx);
    return ok({ drives, shortfalls: await findShortfallsIn(tx) });
  });
