import type { Day } from '#libs/civil-time';
import { ok } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { escalationPath, overdueGoesUpOneLevel } from './duty.ts';
import { lockOverdue, saveEscalation } from './store.ts';

/**
 * Takes every overdue duty up to the level where it should stand on `today`, recording each level once. Running it again
 * the same day changes nothing. Returns how many duties went up. Event: `duty.escalated`.
 */
export async function escalateOverdue(tx: CommandTx, today: Day): Promise<number> {
  let raised = 0;
  for (const duty of await lockOverdue(tx, today)) {
    const target = overdueGoesUpOneLevel(duty, today);
    if (target <= duty.level) continue;
    raised += 1;
    const path = escalationPath(duty);
    for (let level = duty.level + 1; level <= target; level++) {
      const role = path[level - 1];
      if (role !== undefined) await saveEscalation(tx, duty, level, role);
    }
    const to = path[target - 1] ?? null;
    await tx.emit('duty.escalated', { dutyId: duty.id, level: target, role: to, subjectKind: duty.subjectKind, subjectId: duty.subjectId });
    tx.audit({
      action: 'duty.escalate',
      subjectKind: duty.subjectKind,
      subjectId: duty.subjectId,
      text: { duty: duty.title.zh, dueDay: duty.dueDay, level: target, to },
    });
  }
  return raised;
}

/** The inbox's part of the daily round of one subdistrict. Returns how many duties went up. */
export const dailyInbox = (context: CommandContext) => runCommand(context, 'escalate-overdue', async (tx) => ok(await escalateOverdue(tx, tx.today)));
