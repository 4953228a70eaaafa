import { closeDuty } from '#modules/inbox';
import type { CommandTx } from '#platform/command';
import { actedAs } from './actors.ts';
import { insertStep, lockMatter } from './store.ts';

async function link(tx: CommandTx, matterId: string, kind: 'meeting' | 'project', otherId: string, title: string | undefined): Promise<void> {
  const matter = await lockMatter(tx, matterId);
  if (!matter) throw new Error(`no matter ${matterId}`);
  await insertStep(tx, matterId, { kind, byRole: actedAs(tx.actor, matter), otherId, ...(title ? { text: title } : {}) });
  await closeDuty(tx, { kind: 'matter.follow', subjectId: matterId });
}

/** A meeting was called on the matter: a step of its history, and the duty to arrange the deliberation is done. Linking twice is once. */
export const linkMatterMeetingIn = (tx: CommandTx, matterId: string, meetingId: string, title?: string): Promise<void> =>
  link(tx, matterId, 'meeting', meetingId, title);

/** A project grew out of the matter: a step of its history. Linking twice is once. */
export const linkMatterProjectIn = (tx: CommandTx, matterId: string, projectId: string, title?: string): Promise<void> =>
  link(tx, matterId, 'project', projectId, title);
