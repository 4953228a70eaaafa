import { closeDuty, openDuty } from '#modules/inbox';
import type { CommandTx } from '#platform/command';
import { actedAs } from './actors.ts';
import { publicTitle } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { matterSteps } from './queries.ts';
import { insertStep, lockMatter } from './store.ts';
import { aMeetingIsCalled } from './threshold.ts';

/**
 * A meeting was called on the matter: a step of its history, and the duty to arrange the deliberation is done; with an
 * assembly, also the duty to call it. Linking twice is once.
 * @param meetingKind of what kind the meeting is: `hearing`, `assembly` …
 */
export async function linkMatterMeetingIn(tx: CommandTx, matterId: string, meetingId: string, title?: string, meetingKind?: string): Promise<void> {
  const matter = await lockMatter(tx, matterId);
  if (!matter) throw new Error(`no matter ${matterId}`);
  const step = { kind: 'meeting', byRole: actedAs(tx.actor, matter), otherId: meetingId } as const;
  await insertStep(tx, matterId, { ...step, ...(title ? { text: title } : {}), ...(meetingKind ? { meetingKind } : {}) });
  for (const kind of ['matter.follow', 'matter.deliberate']) await closeDuty(tx, { kind, subjectId: matterId });
  if (meetingKind === 'assembly') await closeDuty(tx, { kind: 'matter.assembly', subjectId: matterId });
}

/** The meeting that was called on the matter will not take place: a step says so, and whoever had to arrange it must again. */
export async function unlinkMatterMeetingIn(tx: CommandTx, matterId: string, meetingId: string, reason: string): Promise<void> {
  const matter = await lockMatter(tx, matterId);
  if (!matter) throw new Error(`no matter ${matterId}`);
  const added = await insertStep(tx, matterId, { kind: 'meeting-off', byRole: actedAs(tx.actor, matter), otherId: meetingId, text: reason });
  if (!added) return;
  if (matter.state.state === 'adopted' && !aMeetingIsCalled(await matterSteps(tx, matterId)))
    await openDuty(tx, {
      kind: 'matter.follow',
      role: 'secretary',
      neighbourhoodId: matter.neighbourhoodId,
      subjectKind: 'matter',
      subjectId: matterId,
      title: { zh: `会议取消，重新安排议事：${publicTitle(matter)}`, en: `The meeting was called off; arrange another: ${publicTitle(matter)}` },
      href: `/matters/${matterId}`,
      dueDay: null,
    });
  await noteThresholds(tx, matterId);
}

/** A project grew out of the matter: a step of its history. Linking twice is once. */
export async function linkMatterProjectIn(tx: CommandTx, matterId: string, projectId: string, title?: string): Promise<void> {
  const matter = await lockMatter(tx, matterId);
  if (!matter) throw new Error(`no matter ${matterId}`);
  await insertStep(tx, matterId, { kind: 'project', byRole: actedAs(tx.actor, matter), otherId: projectId, ...(title ? { text: title } : {}) });
  await closeDuty(tx, { kind: 'matter.follow', subjectId: matterId });
}
