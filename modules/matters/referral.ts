import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';

/** What whoever got a matter did with it. */
export const referralOutcomes = ['done', 'partly', 'refused'] as const;
/** `done` it did what was asked · `partly` · `refused` it says that it is not for it to do. */
export type ReferralOutcome = (typeof referralOutcomes)[number];

/** A matter passed on: to whom, by when, how often it was asked after, what came back. */
export interface Referral {
  id: string;
  matterId: string;
  organisationId: string | null;
  toName: string;
  reason: string;
  dueDay: Day | null;
  at: Date;
  chased: number;
  chasedAt: Date | null;
  /** Null: nothing has come back. */
  answer: { outcome: ReferralOutcome; text: string; day: Day } | null;
  /** The matter went another way. */
  endedAt: Date | null;
}

/** Where a referral stands. */
export type ReferralState = 'waiting' | 'overdue' | 'answered' | 'ended';
export function referralState(referral: Pick<Referral, 'answer' | 'dueDay' | 'endedAt'>, today: Day): ReferralState {
  if (referral.answer !== null) return 'answered';
  if (referral.endedAt !== null) return 'ended';
  return referral.dueDay !== null && today > referral.dueDay ? 'overdue' : 'waiting';
}

/** It is asked after until something has come back or the matter went another way. */
export const itIsStillAwaited = (referral: Pick<Referral, 'answer' | 'endedAt'>): boolean => referral.answer === null && referral.endedAt === null;

/** An answer came on the day it was passed on or later, and not in the future. */
export function answerDayIsPossible(day: Day, passedOn: Day, today: Day): Result<Day, 'day-impossible'> {
  return day >= passedOn && day <= today ? ok(day) : err('day-impossible');
}
