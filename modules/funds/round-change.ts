import type { Day } from '#libs/civil-time';
import type { Round, RoundState } from './round.ts';

/** What happens to a round after it was opened. */
export const roundChangeKinds = ['extended', 'closed-early', 'cancelled', 'reopened'] as const;
export type RoundChangeKind = (typeof roundChangeKinds)[number];

/** A change of a round, with who decided it and why. */
export interface RoundChange {
  id: string;
  roundId: string;
  no: number;
  kind: RoundChangeKind;
  reason: string;
  fromState: RoundState;
  toState: RoundState;
  fromLastDay: Day;
  toLastDay: Day;
  noticeId: string;
  decidedByName: string;
  decidedOn: Day;
}

/** What an officer asked the head for. */
export interface RoundAsk {
  id: string;
  roundId: string;
  kind: 'cancelled' | 'reopened';
  reason: string;
  lastDay: Day | null;
  askedBy: string;
  askedByName: string;
  askedOn: Day;
  outcome: 'agreed' | 'refused' | null;
  settledByName: string | null;
  settledText: string;
}

/** An open call gets a later last day, today or after. Otherwise why not. */
export function theCallGetsMoreTime(round: Pick<Round, 'state' | 'closesOn'>, lastDay: Day, today: Day): 'wrong-state' | 'not-later' | 'in-the-past' | null {
  if (round.state !== 'open') return 'wrong-state';
  if (lastDay <= round.closesOn) return 'not-later';
  return lastDay < today ? 'in-the-past' : null;
}

/** A call that runs ends before its last day is over. Otherwise why not: it has not begun, or its days are over and it simply ends. */
export function theCallEndsEarly(round: Pick<Round, 'state' | 'opensOn' | 'closesOn'>, today: Day): 'wrong-state' | 'not-begun' | 'days-are-over' | null {
  if (round.state !== 'open') return 'wrong-state';
  if (today < round.opensOn) return 'not-begun';
  return today > round.closesOn ? 'days-are-over' : null;
}

/** A round that is being reviewed, or is decided, takes applications again until a day to come. */
export function theRoundOpensAgain(round: Pick<Round, 'state' | 'opensOn'>, lastDay: Day, today: Day): 'wrong-state' | 'in-the-past' | null {
  if (round.state !== 'reviewing' && round.state !== 'decided') return 'wrong-state';
  return lastDay < today || lastDay < round.opensOn ? 'in-the-past' : null;
}

/** A round is called off while nothing in it is decided. */
export const theRoundMayBeCalledOff = (round: Pick<Round, 'state'>): boolean =>
  round.state === 'open' || round.state === 'reviewing' || round.state === 'draft';

/** Days by which the steps after the old last day move when the call gets more time. */
export const stepsMoveWithTheCall = (step: { fromDay: Day; removed: boolean }, oldLastDay: Day): boolean => !step.removed && step.fromDay > oldLastDay;
