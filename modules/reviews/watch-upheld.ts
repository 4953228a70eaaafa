import { ok } from '#libs/result';
import { system } from '#platform/access';
import { type CommandTx, type Platform, runCommand } from '#platform/command';
import type { Subscriber } from '#platform/outbox';
import { findRound } from '#modules/funds';
import { openDuty } from '#modules/inbox';
import { findProject } from '#modules/projects';
import { upheldObjections } from './decision-store.ts';

/** Events after which a result may have to be proposed anew, or what is left of them. */
export const factsThatUnsettleResults = ['objection.answered', 'award.proposed'] as const;

/** Asks the office to propose anew what was objected to with success, until nothing of it is left. Safe to repeat. */
export async function askToProposeAnewIn(tx: CommandTx, roundId: string): Promise<boolean> {
  const round = await findRound(tx, roundId);
  const upheld = await upheldObjections(tx, roundId);
  const projects = new Set(upheld.map(({ projectId }) => projectId));
  const inPart = upheld.some(({ outcome }) => outcome === 'partly');
  if (!round || projects.size === 0) return false;
  await openDuty(tx, {
    kind: 'round.decide-awards',
    role: 'officer',
    neighbourhoodId: null,
    subjectKind: 'round',
    subjectId: roundId,
    title: {
      zh: inPart
        ? `异议成立或部分成立，请重新拟定 ${projects.size} 个项目的结果，部分成立的也可以写明为什么不变：${round.name}`
        : `异议成立，请重新拟定 ${projects.size} 个项目的结果：${round.name}`,
      en: inPart
        ? `Objections were found right, some in part: propose ${projects.size} anew, or say why the result stays, ${round.name}`
        : `Objections were found right: propose ${projects.size} anew, ${round.name}`,
    },
    href: `/rounds/${roundId}/decision`,
    dueDay: null,
  });
  return true;
}

/** Looks at the objections of the round that an event names, by itself or by its project; where none was found right nothing is written. */
export const watchUpheld =
  (platform: Platform): Subscriber =>
  async (tx, event) => {
    const { subjectKind, subjectId, projectId } = event.payload;
    const project = typeof projectId === 'string' ? await findProject(tx, projectId) : null;
    const roundId = subjectKind === 'round' && typeof subjectId === 'string' ? subjectId : (project?.roundId ?? null);
    if (roundId === null || (await upheldObjections(tx, roundId)).length === 0) return;
    const done = await runCommand({ platform, subdistrictId: tx.subdistrictId, actor: system }, 'watch-upheld-objections', async (own) =>
      ok(await askToProposeAnewIn(own, roundId)),
    );
    if (!done.ok) throw new Error(`upheld objections of ${roundId}: ${done.error}`);
  };
