import { ok } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { dropDuties, dropDutiesAbout } from '#modules/inbox';
import { acceptanceList } from './acceptance-list-store.ts';
import { mendDuty } from './check-acceptance.ts';
import { listShifts } from './doing-store.ts';
import { raiseSilentDelays } from './last-day.ts';
import { askForTasks } from './plan-tasks.ts';
import { listNeeds, listSwaps } from './rota-store.ts';
import { warnOfGaps } from './sign-up-shift.ts';
import type { Project } from './store.ts';
import { stuckOf } from './stuck-store.ts';
import { listVisits } from './visit-store.ts';
import { listTasks } from './work-plan-store.ts';

/** The works' part of the daily round: tasks that begin, watches that miss somebody, works that are late without a word. Safe to repeat. */
export const dailyWorks = (context: CommandContext) =>
  runCommand(context, 'daily-works', async (tx) =>
    ok({ tasks: await askForTasks(tx, tx.today), gaps: await warnOfGaps(tx, tx.today), late: await raiseSilentDelays(tx, tx.today) }),
  );

/** Once the works are over, nobody is asked any more for watches that were not kept, tasks that were not done, or swaps that were not answered;
 * once they are given up, for nothing that was found at the acceptance or on a visit, or that was stuck. */
export async function theWorksAreOver(tx: CommandTx, { id: projectId, state }: Pick<Project, 'id' | 'state'>): Promise<void> {
  for (const shift of await listShifts(tx, projectId)) if (shift.checkInId === null) await dropDuties(tx, { kind: 'shift.check-in', subjectId: shift.id });
  const ids = async (of: Promise<readonly { id: string }[]>) => (await of).map(({ id }) => id);
  await dropDutiesAbout(tx, 'task.do', await ids(listTasks(tx, projectId)));
  await dropDutiesAbout(tx, 'rota.gap', await ids(listNeeds(tx, projectId)));
  await dropDutiesAbout(tx, 'shift.swap', await ids(listSwaps(tx, projectId)));
  if (state !== 'stopped') return;
  // What was given up is not accepted: nothing is mended for it, nobody goes to look at it, and nothing that was stuck is pushed on.
  await dropDutiesAbout(tx, mendDuty, await ids(acceptanceList(tx, projectId).then((items) => items.flatMap((item) => item.findings))));
  const visits = await listVisits(tx, projectId);
  for (const visit of visits) {
    await dropDuties(tx, { kind: 'visit.make', subjectId: visit.id });
    for (const finding of visit.findings) await dropDuties(tx, { subjectId: finding.id });
  }
  for (const stuck of await stuckOf(tx, projectId)) await dropDuties(tx, { subjectId: stuck.id });
}
