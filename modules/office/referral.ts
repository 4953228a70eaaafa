import type { Day } from '#libs/civil-time';

export const answers = ['granted', 'partly', 'refused'] as const;
export type Answer = (typeof answers)[number];
export const referralSteps = ['sent', 'chased', 'answered', 'ended'] as const;
export type ReferralStepKind = (typeof referralSteps)[number];

/** One step of a referral. */
export interface ReferralStep {
  no: number;
  kind: ReferralStepKind;
  outcome: Answer | null;
  grantedFen: bigint | null;
  body: string;
  day: Day;
  fileId: string | null;
  byName: string;
  at: Date;
}
/** One line of what it would cost. */
export interface Cost {
  name: string;
  amountFen: bigint;
  basis: string;
}

/** A problem that the grant cannot solve, with the file that goes upwards. */
export interface UpwardReferral {
  id: string;
  year: number;
  no: number;
  neighbourhoodId: string | null;
  projectId: string | null;
  matterId: string | null;
  title: string;
  toName: string;
  facts: string;
  tried: string;
  why: string;
  dueDay: Day | null;
  byName: string;
  at: Date;
  costs: Cost[];
  steps: ReferralStep[];
}

/** Its number as papers say it: 转报〔2026〕3号. */
export const referralNumber = (referral: Pick<UpwardReferral, 'year' | 'no'>): string => `转报〔${referral.year}〕${referral.no}号`;
export const totalCost = (costs: readonly Cost[]): bigint => costs.reduce((sum, { amountFen }) => sum + amountFen, 0n);

export type ReferralState = 'written' | 'waiting' | 'overdue' | 'answered' | 'ended';
/** Where it stands: its last step, and whether the hoped-for day is past. */
export function upwardState(referral: Pick<UpwardReferral, 'steps' | 'dueDay'>, today: Day): ReferralState {
  const last = referral.steps.at(-1)?.kind;
  if (last === undefined) return 'written';
  if (last === 'answered' || last === 'ended') return last;
  return referral.dueDay !== null && today > referral.dueDay ? 'overdue' : 'waiting';
}

const following: Record<'none' | ReferralStepKind, readonly ReferralStepKind[]> = {
  none: ['sent', 'ended'],
  sent: ['chased', 'answered', 'ended'],
  chased: ['chased', 'answered', 'ended'],
  answered: [],
  ended: [],
};
/** A step comes only after those it follows; nothing follows an answer or the end. The database asks the same. */
export const thisComesNext = (referral: Pick<UpwardReferral, 'steps'>, kind: ReferralStepKind): boolean =>
  following[referral.steps.at(-1)?.kind ?? 'none'].includes(kind);
/** Days run forward and never ahead of today. */
export const theDayIsPossible = (referral: Pick<UpwardReferral, 'steps'>, day: Day, today: Day): boolean =>
  day <= today && day >= (referral.steps.at(-1)?.day ?? day);
