import { addDays, type Day } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { officeSetting } from '#modules/funds';
import { deadlineKey } from '#modules/projects';

/** Last day for a duty whose time runs from `from`, by the office's own setting; null where it has set none. */
export async function officeDeadline(tx: CommandTx, dutyKind: string, from: Day): Promise<Day | null> {
  const setting = await officeSetting(tx, deadlineKey(dutyKind));
  return setting && /^\d{1,4}$/.test(setting.value) ? addDays(from, Number(setting.value)) : null;
}
