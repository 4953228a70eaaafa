import { addDays } from '#libs/civil-time';

/** Parts of a day for which somebody can be on watch. */
export const shiftSlots = ['morning', 'afternoon', 'evening', 'day'] as const;
export type ShiftSlot = (typeof shiftSlots)[number];

/** How big a change of the agreed project is; `unsettled` while the office has no rule and nobody has said. */
export type ChangeSize = 'small' | 'big' | 'unsettled';
export const changeStates = ['asked', 'with_residents', 'approved', 'refused'] as const;
export type ChangeState = (typeof changeStates)[number];

/** What a change is about: money between budget lines, what is done, the last day, or anything else in words. */
export const changeKinds = ['other', 'budget', 'scope', 'schedule'] as const;
export type ChangeKind = (typeof changeKinds)[number];
/** Who says yes: another of the committee, the office, or the residents. */
export const changeDeciders = ['team', 'office', 'residents'] as const;
export type ChangeDecider = (typeof changeDeciders)[number];

/**
 * Who says yes to a change: the residents from the office's share on; another of the committee up to the share that the office has left to it, for money inside
 * the budget only; the office for all else, and wherever it has set nothing.
 */
export function whoSaysYes(change: { kind: ChangeKind; size: ChangeSize; amountFen: bigint }, totalFen: bigint, teamUpToPercent: number | null): ChangeDecider {
  if (change.size === 'big') return 'residents';
  const withinTheTeams = teamUpToPercent !== null && change.amountFen * 100n <= totalFen * BigInt(teamUpToPercent);
  return change.kind === 'budget' && withinTheTeams ? 'team' : 'office';
}

/** What an officer answers to a change request. */
export type ChangeAnswer = 'approve' | 'refuse' | 'send-to-residents';

/**
 * How big a change is by the office's own rule: from `bigFromPercent` of the application's total on it goes back to the
 * residents. Null: the office has set no rule, so that the deciding officer says it by name.
 */
export function aBigChangeGoesBackToTheResidents(amountFen: bigint, totalFen: bigint, bigFromPercent: number | null): ChangeSize {
  if (bigFromPercent === null) return 'unsettled';
  return amountFen * 100n >= totalFen * BigInt(bigFromPercent) ? 'big' : 'small';
}

/** Where an answer leads, or why it may not be given: `decided` already, a big change `needs-residents` first, `needs-resolution` of theirs. */
export function answerChange(
  change: { state: ChangeState; size: ChangeSize },
  answer: ChangeAnswer,
  residentsResolution: boolean,
): { state: ChangeState; size: ChangeSize } | 'decided' | 'needs-residents' | 'needs-resolution' {
  if (change.state === 'approved' || change.state === 'refused') return 'decided';
  switch (answer) {
    case 'refuse':
      return { state: 'refused', size: change.size };
    case 'send-to-residents':
      return change.state === 'with_residents' ? 'needs-resolution' : { state: 'with_residents', size: 'big' };
    case 'approve':
      if (change.state === 'with_residents' || change.size === 'big') {
        if (change.state === 'asked') return 'needs-residents';
        return residentsResolution ? { state: 'approved', size: 'big' } : 'needs-resolution';
      }
      // Unsettled: the officer who approves says by name that it is small.
      return { state: 'approved', size: 'small' };
  }
}

/** A check-in is made on the day it happened or up to three days later; never for a day to come. */
export const checkInIsMadeInTime = (day: string, today: string): boolean => day <= today && day >= addDays(today, -3);
