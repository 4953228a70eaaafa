import type { ApplicationVersion } from './application-store.ts';

/** What kind of promise an item is. */
export const promiseKinds = ['goal', 'schedule', 'indicator', 'line', 'money', 'keeper', 'team'] as const;
export type PromiseKind = (typeof promiseKinds)[number];

/**
 * One thing that a version promised. `id` names it for good (`{applicationId}/indicator/2`): a version never changes, so neither does what stands behind
 * the id, and what was done can be laid beside it item by item years later.
 */
export interface PromisedItem {
  id: string;
  kind: PromiseKind;
  no: number;
  /** The promise in its own words. */
  text: string;
  /** Money promised, in fen; null where it is none. */
  amountFen: bigint | null;
  /** A figure promised: from, to, in what, how and when it is measured; null where it is none. */
  figure: { baseline: string; target: string; unit: string; how: string; when: string } | null;
}

/** Everything that a version promised, in the order of the form: the goal statement, the days, the effects, what is bought, who gives, who keeps. */
export function promisedItems(version: ApplicationVersion): PromisedItem[] {
  const item = (kind: PromiseKind, no: number, text: string, more: Partial<Pick<PromisedItem, 'amountFen' | 'figure'>> = {}): PromisedItem => ({
    id: `${version.id}/${kind}/${no}`,
    kind,
    no,
    text,
    amountFen: null,
    figure: null,
    ...more,
  });
  return [
    item('goal', 1, version.goal),
    item('schedule', 1, version.periodStart),
    item('schedule', 2, version.periodEnd),
    ...version.indicators.map(({ name, ...figure }, index) => item('indicator', index + 1, name, { figure })),
    ...version.lines.map(({ name, amountFen, quantity, unit }, index) =>
      item('line', index + 1, `${name} ${quantity.replace(/\.?0+$/, '')}${unit}`, { amountFen }),
    ),
    ...version.sources.map(({ name, plannedFen }, index) => item('money', index + 1, name, { amountFen: plannedFen })),
    item('keeper', 1, `${version.keeperName}：${version.upkeepPlan}`, { amountFen: version.upkeepYearlyFen }),
    ...version.members.map(({ name, duty }, index) => item('team', index + 1, `${name}：${duty}`)),
  ];
}
