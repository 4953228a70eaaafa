import { addDays, type Day } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { officeSetting } from './store.ts';

/** Key of the office's own answer to "within how many days is this to be done?"; calendar days from the day it is asked. */
export const deadlineKey = (dutyKind: string): string => `${dutyKind}.days`;

/** Last day for a duty whose time runs from `from`, by the office's own setting; null where it has set none: never an invented deadline. */
export async function officeDeadline(tx: CommandTx, dutyKind: string, from: Day = tx.today): Promise<Day | null> {
  const setting = await officeSetting(tx, deadlineKey(dutyKind));
  if (!setting || !/^\d{1,4}$/.test(setting.value) || Number(setting.value) > 3660) return null;
  return addDays(from, Number(setting.value));
}
