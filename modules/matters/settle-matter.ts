import { closeDuty } from '#modules/inbox';
import type { CommandTx } from '#platform/command';
import { endWhatRan } from './decide-matter.ts';
import { nextState } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { insertStep, lockMatter, saveState } from './store.ts';

/**
 * The project that grew out of a matter is closed: the matter is answered by what was built, inside the project's command,
 * which has authorised it. A matter that was decided otherwise meanwhile stays as it is. Event: `matter.answered`.
 * @param words what came of it, for all to read.
 */
export async function answerMatterByProjectIn(tx: CommandTx, matterId: string, words: string): Promise<void> {
  const matter = await lockMatter(tx, matterId);
  const next = matter && nextState(matter.state, { action: 'answer' });
  if (!matter || !next?.ok) return;
  await saveState(tx, matter, next.value);
  await insertStep(tx, matter.id, { kind: 'answered', byRole: 'system', text: words });
  await endWhatRan(tx, matter.id);
  await closeDuty(tx, { kind: 'matter.apply', subjectId: matter.id });
  await noteThresholds(tx, matter.id);
  await tx.emit('matter.answered', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
  tx.audit({ action: 'matter.answer', subjectKind: 'matter', subjectId: matter.id, text: { words, byProject: true } });
}
