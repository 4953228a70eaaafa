import { addDays, type Day, daysBetween } from '#libs/civil-time';
import type { ApplicationVersion } from './application-store.ts';

/** How a task of the plan stands on a day. */
export const taskStates = ['done', 'overdue', 'going', 'waiting', 'to-come', 'dropped'] as const;
export type TaskState = (typeof taskStates)[number];

/** What decides how a task stands. */
export interface TaskFacts {
  fromDay: Day;
  toDay: Day;
  percent: number;
  droppedReason: string | null;
  /** What it waits for is not done yet; false where it waits for nothing. */
  needsOpen: boolean;
}

/** A task is done at 100; late from the day after its last; it waits while what it needs is not done; before its first day it is to come. */
export function taskStateOn(task: TaskFacts, today: Day): TaskState {
  if (task.droppedReason !== null) return 'dropped';
  if (task.percent === 100) return 'done';
  if (today > task.toDay) return 'overdue';
  if (task.needsOpen) return 'waiting';
  return today < task.fromDay ? 'to-come' : 'going';
}

/** How far the whole plan is: each task counts by its days, dropped ones do not count. Null without a task. Whole percent, rounded down. */
export function planPercent(tasks: readonly Pick<TaskFacts, 'fromDay' | 'toDay' | 'percent' | 'droppedReason'>[]): number | null {
  const kept = tasks.filter((task) => task.droppedReason === null);
  const days = (task: Pick<TaskFacts, 'fromDay' | 'toDay'>) => daysBetween(task.fromDay, task.toDay) + 1;
  const all = kept.reduce((sum, task) => sum + days(task), 0);
  return all === 0 ? null : Math.floor(kept.reduce((sum, task) => sum + days(task) * task.percent, 0) / all);
}

/** A task that waits for others does not begin before the last of them ends. */
export const aTaskBeginsAfterWhatItNeeds = (task: { fromDay: Day }, needs: readonly { toDay: Day }[]): boolean =>
  needs.every(({ toDay }) => task.fromDay > toDay);

/** True when `id` would wait for itself, directly or by way of others. */
export function itWouldWaitForItself(id: string, needsIds: readonly string[], needsOf: ReadonlyMap<string, readonly string[]>): boolean {
  const before = new Set(needsIds);
  // A set that grows while it is walked: each task before is looked at once.
  for (const one of before) for (const more of needsOf.get(one) ?? []) before.add(more);
  return before.has(id);
}

/** What an application says about its works, as a first plan: one task for each budget line inside the works' days, then their appraisal. */
export function planFromTheApplication(
  application: Pick<ApplicationVersion, 'periodStart' | 'periodEnd' | 'lines'>,
): { title: string; shows: string; fromDay: Day; toDay: Day }[] {
  const { periodStart, periodEnd } = application;
  // The last day is the residents' own; works of one day have no day before it.
  const lastOfWorks = periodEnd > periodStart ? addDays(periodEnd, -1) : periodEnd;
  const quantity = (text: string) => text.replace(/\.?0+$/, '');
  return [
    ...application.lines.map((line) => ({
      title: `${line.name}（${quantity(line.quantity)}${line.unit}）`.slice(0, 120),
      shows: '到货或完工的照片、票据',
      fromDay: periodStart,
      toDay: lastOfWorks,
    })),
    { title: '居民评议', shows: '评议会签到和纪要', fromDay: periodEnd, toDay: periodEnd },
  ];
}
