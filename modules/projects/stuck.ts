import { type Day, dayOf, daysBetween } from '#libs/civil-time';

/** Whom what is stuck goes to: an officer of the town, a partner organisation, an expert. */
export const helperKinds = ['town', 'partner', 'expert'] as const;
export type HelperKind = (typeof helperKinds)[number];

/** What may happen to it. */
export const stuckMoves = ['send', 'take', 'hand-on', 'answer', 'solve', 'give-back'] as const;
export type StuckMove = (typeof stuckMoves)[number];

/** Where it stands: with the team, sent to somebody, in somebody's hands, answered (the team looks whether that helps), solved. */
export const stuckStates = ['raised', 'sent', 'taken', 'answered', 'given-back', 'solved'] as const;
export type StuckState = (typeof stuckStates)[number];

const stateAfter: Readonly<Record<StuckMove, StuckState>> = {
  send: 'sent',
  'hand-on': 'sent',
  take: 'taken',
  answer: 'answered',
  solve: 'solved',
  'give-back': 'given-back',
};
/** The state that its last step leaves it in. */
export const stuckStateAfter = (last: StuckMove | null): StuckState => (last === null ? 'raised' : stateAfter[last]);

/** Every allowed move; the database keeps the same table. */
export const stuckRoad: Readonly<Record<StuckState, readonly StuckMove[]>> = {
  raised: ['send', 'solve'],
  sent: ['send', 'take', 'give-back', 'solve'],
  taken: ['answer', 'hand-on', 'give-back', 'solve'],
  answered: ['solve', 'send'],
  'given-back': ['send', 'solve'],
  solved: [],
};
export const theStuckMayMove = (state: StuckState, move: StuckMove): boolean => stuckRoad[state].includes(move);

/** On whom time is spent while it is in a state: the team, somebody who has not taken it on yet, or who has. */
export const waitsOn = { raised: 'team', 'given-back': 'team', answered: 'team', sent: 'asked', taken: 'helper' } as const satisfies Record<
  Exclude<StuckState, 'solved'>,
  'team' | 'asked' | 'helper'
>;
export type WaitsOn = (typeof waitsOn)[keyof typeof waitsOn];

/** One wait: it stood in a state from a day to a day. */
export interface StuckWait {
  state: Exclude<StuckState, 'solved'>;
  on: WaitsOn;
  days: number;
  /** It stands there still. */
  open: boolean;
}

/** The days it stood in each state, in order, until `today`; solved ends the count. */
export function stuckWaits(raisedAt: Date, steps: readonly { kind: StuckMove; at: Date }[], today: Day): StuckWait[] {
  const waits: StuckWait[] = [];
  let [state, since]: [StuckState, Day] = ['raised', dayOf(raisedAt)];
  for (const step of steps) {
    if (state !== 'solved') waits.push({ state, on: waitsOn[state], days: daysBetween(since, dayOf(step.at)), open: false });
    [state, since] = [stuckStateAfter(step.kind), dayOf(step.at)];
  }
  if (state !== 'solved') waits.push({ state, on: waitsOn[state], days: daysBetween(since, today), open: true });
  return waits;
}

/** The waiting of many at one step. */
export interface StepWait {
  state: Exclude<StuckState, 'solved'>;
  on: WaitsOn;
  /** How many stand there now, and how many days the longest of them has. */
  open: number;
  longestOpenDays: number;
  /** Days spent there in all, by those that stand there and those that went on. */
  days: number;
}

/** Where time is spent, step by step, over everything that is or was stuck: for the office's board. */
export function waitsByStep(all: readonly { raisedAt: Date; steps: readonly { kind: StuckMove; at: Date }[] }[], today: Day): StepWait[] {
  const waits = all.flatMap((one) => stuckWaits(one.raisedAt, one.steps, today));
  return stuckStates.flatMap((state) => {
    if (state === 'solved') return [];
    const here = waits.filter((wait) => wait.state === state);
    const open = here.filter((wait) => wait.open);
    return [
      {
        state,
        on: waitsOn[state],
        open: open.length,
        longestOpenDays: open.reduce((most, wait) => Math.max(most, wait.days), 0),
        days: here.reduce((sum, wait) => sum + wait.days, 0),
      },
    ];
  });
}
