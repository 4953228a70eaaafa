import type { Caps } from './caps.ts';
import type { Utility } from './equal-shares.ts';
import type { BallotProblem, Score } from './support.ts';

/** The allocation rules. */
export const RULES = ['greedy', 'greedy-noskip', 'greedy-threshold', 'mes', 'phragmen', 'maxwelfare'] as const;
/** One of them. */
export type AllocationRule = (typeof RULES)[number];

/** What follows Equal Shares where money is left. */
export const COMPLETIONS = ['none', 'utilitarian', 'add1', 'add1-noexh', 'add1-utilitarian'] as const;
/** One of them. */
export type Completion = (typeof COMPLETIONS)[number];

/** How a pool is to be shared. */
export type AllocateOptions = {
  readonly rule: AllocationRule;
  /** Satisfaction by cost (default) or by count. */
  readonly utility?: Utility;
  /** Default `none`, which every rule accepts. */
  readonly completion?: Completion;
  /** How ordinal ballots become points. */
  readonly score?: Score;
  /** Projects with fewer votes (points) are left out; greedy only. `greedy-threshold` takes the file's own where none is given. */
  readonly threshold?: number;
  readonly caps?: Caps;
  /** Whether payments name every voter. */
  readonly payers?: boolean;
  /** Whether to work out why losers lost; default yes. */
  readonly explain?: boolean;
};

/** Why a rule cannot be applied to an election. */
export type AllocateError = BallotProblem | 'completion-needs-mes' | 'threshold-needs-greedy' | 'threshold-missing' | 'bad-cap';

/** Why a project was not chosen. */
export type LossReason =
  | 'no-support'
  | 'below-threshold'
  | 'over-budget'
  | 'cap-full'
  | 'money-spent'
  | 'stopped-before'
  | 'supporters-cannot-pay'
  | 'load-too-high'
  | 'less-welfare';

/** A project that was not chosen, and what would have been enough to save it, all else being equal. */
export type Loser = {
  readonly id: string;
  readonly reason: LossReason;
  /** Money from elsewhere towards its cost that would have been enough, in hundredths of the currency; null when money alone would not. */
  readonly missingFen: string | null;
  /** Further supporters that would have been enough; null when no number would. */
  readonly missingSupporters: number | null;
};

/** What the supporters of a winner paid, poorest first. */
export type Payment = {
  readonly id: string;
  readonly groups: readonly { readonly voters: number; readonly eachFen: string; readonly emptied: boolean }[];
  readonly payers?: readonly (readonly [voter: string, fen: string])[];
};

/** A round in which several projects were exactly equal. */
export type AllocationTie = { readonly round: number; readonly tied: readonly string[]; readonly chosen: string; readonly by: 'id' };

/** The outcome of a rule. Amounts `cost`, `budget` and `objective` are in the file's currency. */
export type Allocation = {
  readonly rule: AllocationRule;
  readonly utility: Utility;
  readonly completion: Completion;
  readonly order: readonly string[];
  readonly cost: string;
  readonly budget: string;
  /** Runs at rising budgets, the one that went too far included (Add1); else rounds of choosing. */
  readonly rounds: number;
  readonly stop?: 'exhaustive' | 'infeasible' | 'all-bought' | 'overbudget' | 'exhausted';
  readonly objective?: string;
  readonly payments?: readonly Payment[];
  readonly ties: readonly AllocationTie[];
  readonly losers: readonly Loser[];
  /** Ballots that support something, and how many of them support no winner. */
  readonly supporters: number;
  readonly withoutWinner: number;
};
