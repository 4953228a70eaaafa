import { ok } from '#libs/result';
import { formatYuan } from '#libs/money';
import { system } from '#platform/access';
import { type CommandTx, type Platform, runCommand } from '#platform/command';
import type { Subscriber } from '#platform/outbox';
import { findRound } from '#modules/funds';
import { dropDuties, dutiesOf, openDuty } from '#modules/inbox';
import { findProject } from '#modules/projects';
import { committedFen } from './award-store.ts';
import { waitingListOf } from './decision-store.ts';

/** Events after which money of a round may be free, or the waiting list is another; each names its project. */
export const factsThatFreeMoney = ['project.withdraw', 'project.decline', 'award.confirmed', 'award.refused', 'award.proposed'] as const;

/** Asks the office to let the first on the waiting list move up while money for it is free; takes the word back when it is not. Safe to repeat. */
export async function askToMoveUpIn(tx: CommandTx, roundId: string): Promise<boolean> {
  const round = await findRound(tx, roundId);
  const [first] = await waitingListOf(tx, roundId);
  const left = round ? round.poolFen - (await committedFen(tx, roundId)) : 0n;
  if (!round || !first || left < (first.waitingFen ?? 0n)) {
    await dropDuties(tx, { kind: 'round.move-up', subjectId: roundId });
    return false;
  }
  await openDuty(tx, {
    kind: 'round.move-up',
    role: 'officer',
    neighbourhoodId: null,
    subjectKind: 'round',
    subjectId: roundId,
    title: {
      zh: `资金空出 ${formatYuan(left)} 元，请办理候补第 ${first.waitingNo} 位递补：${round.name}`,
      en: `${formatYuan(left)} yuan are free: no. ${first.waitingNo} on the waiting list may move up, ${round.name}`,
    },
    href: `/rounds/${roundId}/decision#waiting`,
    dueDay: null,
  });
  return true;
}

/** Looks at the waiting list of the round of the project that an event names; where nobody waits nothing is written. */
export const watchWaiting =
  (platform: Platform): Subscriber =>
  async (tx, event) => {
    const projectId = event.payload.projectId;
    const project = typeof projectId === 'string' ? await findProject(tx, projectId) : null;
    const roundId = project?.roundId;
    if (!roundId) return;
    const told = (await dutiesOf(tx, { subjectId: roundId })).some(({ kind }) => kind === 'round.move-up');
    if (!told && (await waitingListOf(tx, roundId)).length === 0) return;
    const done = await runCommand({ platform, subdistrictId: tx.subdistrictId, actor: system }, 'watch-waiting-list', async (own) =>
      ok(await askToMoveUpIn(own, roundId)),
    );
    if (!done.ok) throw new Error(`waiting list of ${roundId}: ${done.error}`);
  };
