import type { OptionStanding, Tally, TallyRule, Tie } from '#libs/decide';
import { err, ok, type Result } from '#libs/result';
import type { Electorate } from './law.ts';
import type { Answer, Pick as Picked, Question, Secrecy } from './question.ts';

/** draft → roll_shown → open → closed; draft, roll_shown → cancelled. */
export type BallotState = 'draft' | 'roll_shown' | 'open' | 'closed' | 'cancelled';
/** `own` their own phone · `tablet` one that staff handed over · `paper` a paper · `assisted` with staff's help · `hands` raised in the meeting · `door` signed at the door. */
export const channels = ['own', 'tablet', 'paper', 'assisted', 'hands', 'door'] as const;
export type Channel = (typeof channels)[number];
/** Where votes are taken: on the ballot's own page and papers, or by the consents that hand them in. */
export type TakenBy = 'ballot' | 'consent';

/** One question put to one roll under one rule. */
export interface Ballot extends Question {
  id: string;
  neighbourhoodId: string;
  matterId: string | null;
  meetingId: string | null;
  projectId: string | null;
  resolutionId: string | null;
  question: string;
  explanation: string;
  electorate: Electorate;
  buildingId: string | null;
  entranceId: string | null;
  /** Where the roll covers one compound, or several buildings. */
  compoundId: string | null;
  buildingIds: string[] | null;
  secrecy: Secrecy;
  /** Secret: each voter gets a code that stands beside the vote in the published list. */
  receipts: boolean;
  /** Secret and opened: what seals the votes. */
  sealKey: Uint8Array | null;
  /** False: the first vote stands. */
  mayChange: boolean;
  takenBy: TakenBy;
  law: string;
  rule: TallyRule;
  clause: string;
  state: BallotState;
  objectionsUntil: string | null;
  rollNoticeId: string | null;
  closesAt: Date;
  openedAt: Date | null;
  closedAt: Date | null;
  rollSource: string | null;
  rollCount: number | null;
  rollDigest: string | null;
  outcome: Outcome | null;
  cancelledReason: string | null;
  createdAt: Date;
}

/** What came out: the verdict of libs/decide with the counted voices. */
export interface Outcome extends Tally {
  counts: { yes: number; no: number; abstain: number; roll: number };
  /** How many took part, spoiled papers included. */
  cast: number;
  spoiled: number;
  /** How each option stands, by votes; null where the question is yes or no. */
  options: OptionsOutcome | null;
}

/** How the options stand. Options are named by their number. */
export interface OptionsOutcome {
  standings: OptionOutcome[];
  elected: number[];
  /** Places that nobody has filled. */
  unfilled: number;
  ties: (Omit<Tie, 'options'> & { options: number[] })[];
}
/** One option: votes or points, its place, what it had to reach besides. */
export interface OptionOutcome extends Omit<OptionStanding, 'id'> {
  option: number;
  label: string;
}

/** A line of the roll: one elector. */
export interface RollLine {
  id: string;
  electorId: string;
  no: number;
  code: string;
  label: string;
  householdId: string | null;
  personId: string | null;
  personIds: string[];
  /** Owners only, in 1/100 m². */
  areaCentiM2: bigint | null;
}

/** A vote that was cast: a version, never changed. */
export interface Vote {
  id: string;
  electorId: string;
  version: number;
  choice: Answer['choice'];
  picks: readonly Picked[] | null;
  channel: Channel;
  voterPersonId: string | null;
  voterName: string;
  recordedBy: string | null;
  castAt: Date;
  recordedAt: Date;
}

/** `wrong-state` when the ballot is not at the step before. The roll may be shown anew, and the ballot given up, until it opens. */
export function step(state: BallotState, to: 'roll_shown' | 'open' | 'closed' | 'cancelled'): Result<BallotState, 'wrong-state'> {
  const from: Record<typeof to, readonly BallotState[]> = {
    roll_shown: ['draft', 'roll_shown'],
    open: ['roll_shown'],
    closed: ['open'],
    cancelled: ['draft', 'roll_shown'],
  };
  return from[to].includes(state) ? ok(to) : err('wrong-state');
}

/** The roll lay open as long as was announced: it is frozen from the day after the last day for objections. */
export const rollWasOpenToObjections = (ballot: Pick<Ballot, 'objectionsUntil'>, today: string): boolean =>
  ballot.objectionsUntil !== null && today > ballot.objectionsUntil;

/** A vote counts only when it was cast before closing. */
export const voteIsInTime = (ballot: Pick<Ballot, 'state' | 'openedAt' | 'closesAt'>, castAt: Date): boolean =>
  ballot.state === 'open' && ballot.openedAt !== null && castAt >= ballot.openedAt && castAt < ballot.closesAt;

/** A ballot is closed when its time is over, never before: until then every vote may still be changed, also when everybody has voted. */
export const mayClose = (ballot: Pick<Ballot, 'closesAt'>, now: Date): boolean => now >= ballot.closesAt;

/** Votes typed from papers are kept with a scan or photo of the papers, so that others can count them again. */
export const papersAreShown = (channel: Channel, scanned: boolean): boolean => channel !== 'paper' || scanned;

/** The answer of a vote. */
export const answerOf = ({ choice, picks }: { choice: Answer['choice']; picks: readonly Picked[] | null }): Answer =>
  choice === 'picks' ? { choice, picks: picks ?? [] } : { choice };

/** Where a vote may be changed the last one counts, where it may not, the first. */
export const countingVote = <V extends Pick<Vote, 'castAt' | 'version'>>(votes: readonly V[], mayChange: boolean): V | null =>
  mayChange ? lastBeforeClosingCounts(votes) : firstCounts(votes);

/** Of an elector's votes the one cast first counts; of two at the same moment the one recorded earlier. */
export function firstCounts<V extends Pick<Vote, 'castAt' | 'version'>>(votes: readonly V[]): V | null {
  return votes.reduce<V | null>((best, vote) => {
    if (best === null) return vote;
    const later = vote.castAt.getTime() - best.castAt.getTime();
    return later < 0 || (later === 0 && vote.version < best.version) ? vote : best;
  }, null);
}

/** Of an elector's votes the one cast last counts; of two at the same moment the one recorded later. */
export function lastBeforeClosingCounts<V extends Pick<Vote, 'castAt' | 'version'>>(votes: readonly V[]): V | null {
  return votes.reduce<V | null>((best, vote) => {
    if (best === null) return vote;
    const later = vote.castAt.getTime() - best.castAt.getTime();
    return later > 0 || (later === 0 && vote.version > best.version) ? vote : best;
  }, null);
}
