import { addDays, type Day } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { officeSetting } from '#modules/funds';

/** Key of the office's own answer to "within how many days is this to be done?"; calendar days from the day it is asked. */
export const deadlineKey = (dutyKind: string): string => `${dutyKind}.days`;

/** Key of the office's own answer to "from which share of the total on is a change big?", in percent. */
export const bigChangeKey = 'change.big-from-percent';

/** Duties for which the office may set a deadline; what it has not set has none and is shown so. */
export const dutiesWithDeadline = [
  'project.check', 'project.correct', 'project.send-to-review', 'project.decide-award', 'project.end-notice', 'project.revise', 'project.agree', 'project.accept',
  'project.settle', 'project.close', 'project.start-upkeep', 'change.decide', 'change.ask-residents', 'check-in.trouble',
  'review.assign', 'spending.rule', 'spending.approve', 'spending.pay', 'spending.voucher', 'spending.close', 'upkeep.repair',
] as const;

/** A whole number that the office has set, or null when it has not or it is no such number. */
export async function settingNumber(tx: CommandTx, key: string, max: number): Promise<number | null> {
  const setting = await officeSetting(tx, key);
  if (!setting || !/^\d{1,4}$/.test(setting.value)) return null;
  const value = Number(setting.value);
  return value <= max ? value : null;
}

/** Last day for a duty opened today by the office's setting; null where it has set none: never an invented deadline. */
export async function deadlineOf(tx: CommandTx, dutyKind: string): Promise<Day | null> {
  const days = await settingNumber(tx, deadlineKey(dutyKind), 3660);
  return days === null ? null : addDays(tx.today, days);
}
