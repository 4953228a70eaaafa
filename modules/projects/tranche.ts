import { splitLargestRemainder } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import type { ProjectState } from './project.ts';

/** What must have happened before a tranche of the grant is paid. `mid-term` is said by the office; the others by the project's own road. */
export const trancheConditions = ['agreement', 'start', 'mid-term', 'accepted'] as const;
export type TrancheCondition = (typeof trancheConditions)[number];

/** Keys of the office's own answers where the policy leaves the tranches open: `60,40` and `agreement,accepted`. */
export const trancheKeys = { percents: 'grant.tranches.percents', conditions: 'grant.tranches.conditions' } as const;

/** One planned payment of the grant. */
export interface PlannedTranche {
  no: number;
  percent: number;
  plannedFen: bigint;
  condition: TrancheCondition;
  /** Least points of the mid-term check, of 100; null: none are asked for. */
  minimumPoints: number | null;
  /** Share of the other money that must have come in; null: none is asked for. */
  raisedPercent: number | null;
}

/** What a payment waits for besides its step. */
export interface TrancheRequirement {
  midTermPoints?: number | undefined;
  raisedPercent?: number | undefined;
}

/** What is missing before a tranche may be paid, as the database says it. */
export const trancheLacks = ['earlier', 'start', 'accepted', 'mid-term', 'points', 'raised'] as const;
export type TrancheLack = (typeof trancheLacks)[number];

/** One tranche as it stands. */
export interface Tranche extends PlannedTranche {
  id: string;
  awardId: string;
  /** The clause of the policy, or who set it when. */
  basis: string;
  /** Null until its condition is met. */
  dueOn: string | null;
  dueSaid: string | null;
  dueByName: string | null;
  /** What is missing; null once it is due, or where only the office's word is awaited. */
  lacks: TrancheLack | null;
  /** Points of the newest mid-term check of 100, and the other money planned and come in: what the condition is measured by. */
  facts: { points: string | null; otherPlannedFen: bigint; otherRaisedFen: bigint };
  /** By receipts and by what came in before the platform. */
  paidFen: bigint;
  /** Of it, what the confirmed opening balance brought. */
  openingFen: bigint;
  receipts: { id: string; number: string; day: string; amountFen: bigint }[];
}

/** `60,40` as shares that add up to 100, or null. */
export function readPercents(text: string): number[] | null {
  if (!/^\d{1,3}(,\d{1,3}){0,9}$/.test(text)) return null;
  const percents = text.split(',').map(Number);
  return percents.includes(0) || percents.reduce((left, right) => left + right, 0) !== 100 ? null : percents;
}

/** `agreement,accepted` as conditions, each no earlier on the project's road than the one before; null otherwise. */
export function readConditions(text: string): TrancheCondition[] | null {
  const conditions = text.split(',').map((word) => trancheConditions.find((known) => known === word));
  const known = conditions.filter((condition) => condition !== undefined);
  if (known.length !== conditions.length) return null;
  const steps = known.map((condition) => trancheConditions.indexOf(condition));
  return steps.every((step, at) => at === 0 || step >= (steps[at - 1] ?? 0)) ? known : null;
}

/** The plan of payments: the award split by largest remainder. `bad-percents`, `bad-conditions`, `too-small` a tranche would be nothing. */
export function planTranches(
  awardFen: bigint,
  percents: readonly number[],
  conditions: readonly TrancheCondition[],
  requires: readonly TrancheRequirement[] = [],
): Result<PlannedTranche[], 'bad-percents' | 'bad-conditions' | 'too-small'> {
  if (readPercents(percents.join(',')) === null) return err('bad-percents');
  if (conditions.length !== percents.length || readConditions(conditions.join(',')) === null) return err('bad-conditions');
  const parts = splitLargestRemainder(
    awardFen,
    percents.map((percent) => BigInt(percent)),
  );
  if (!parts.ok) return err('bad-percents');
  const plan = percents.map((percent, at) => ({
    no: at + 1,
    percent,
    plannedFen: parts.value[at] ?? 0n,
    condition: conditions[at] ?? ('agreement' as const),
    minimumPoints: requires[at]?.midTermPoints ?? null,
    raisedPercent: requires[at]?.raisedPercent ?? null,
  }));
  return plan.some((tranche) => tranche.plannedFen <= 0n) ? err('too-small') : ok(plan);
}

const metFrom: Readonly<Record<TrancheCondition, readonly ProjectState[]>> = {
  agreement: ['agreed', 'doing', 'appraisal', 'accepted'],
  start: ['doing', 'appraisal', 'accepted'],
  'mid-term': [],
  accepted: ['accepted'],
};

/** A tranche is due once the project has come as far as its condition; `mid-term` is never met by the state alone. */
export const theConditionIsMet = (condition: TrancheCondition, state: ProjectState): boolean => metFrom[condition].includes(state);

/** Due and not paid in full. */
export const isOwed = (tranche: Pick<Tranche, 'dueOn' | 'paidFen' | 'plannedFen'>): boolean => tranche.dueOn !== null && tranche.paidFen < tranche.plannedFen;
