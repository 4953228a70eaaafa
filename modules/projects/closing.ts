import type { Day } from '#libs/civil-time';
import { addMonths } from './asset.ts';

export { addMonths, type UpkeepCondition, upkeepConditions } from './asset.ts';

/** What is looked at when a project is accepted; the words are the page's. */
export const acceptanceItems = ['as-agreed', 'works', 'safe', 'clean', 'papers', 'keeper-instructed'] as const;
export type AcceptanceItem = (typeof acceptanceItems)[number];

/** One line of the acceptance list. */
export interface ChecklistLine {
  item: AcceptanceItem;
  ok: boolean;
  note: string;
}

/** Why a checklist cannot be taken as it is: every item once, and what is not in order says why. */
export function theListIsComplete(checklist: readonly ChecklistLine[]): 'incomplete' | 'say-what-is-wrong' | null {
  if (checklist.length !== acceptanceItems.length || !acceptanceItems.every((item) => checklist.some((line) => line.item === item))) return 'incomplete';
  return checklist.some((line) => !line.ok && line.note.trim() === '') ? 'say-what-is-wrong' : null;
}

/** Nothing is accepted while something on the list is not in order. */
export const acceptedOnlyWhenAllIsInOrder = (checklist: readonly ChecklistLine[], result: 'accepted' | 'rework'): boolean =>
  result === 'rework' || checklist.every((line) => line.ok);

/** Money of one source at the end. */
export interface SettledSource {
  awardId: string;
  sourceKind: string;
  name: string;
  plannedFen: bigint;
  receivedFen: bigint;
  spentFen: bigint;
  returnedFen: bigint;
}

/** Of every source, what came in was spent or went back. */
export const everyReceivedFenIsSpentOrReturned = (sources: readonly SettledSource[]): boolean =>
  sources.every((source) => source.receivedFen === source.spentFen + source.returnedFen);

/** Days on which the keeper looks after it: every `months` from the first, for the given number of years. */
export function upkeepDays(first: Day, months: number, years: number): Day[] {
  const days: Day[] = [];
  for (let n = 0; n * months < years * 12; n++) days.push(addMonths(first, n * months));
  return days;
}

/** A check is being missed from the day after it was due: an alarm that the thing is being abandoned. */
export const upkeepIsMissed = (task: { dueDay: Day; check: unknown }, today: Day): boolean => task.check === null && today > task.dueDay;
