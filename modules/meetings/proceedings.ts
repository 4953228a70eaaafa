import { err, ok, type Result } from '#libs/result';
import type { Meeting } from './meeting.ts';

/** Somebody on the speaking list: waiting → speaking → spoken, or withdrawn. */
export interface Word {
  id: string;
  seq: number;
  /** Item of the agenda under discussion when they asked. */
  position: number | null;
  personId: string | null;
  name: string;
  how: 'own' | 'recorder';
  askedAt: Date;
  limitSeconds: number | null;
  state: 'waiting' | 'speaking' | 'spoken' | 'withdrawn';
  startedAt: Date | null;
  endedAt: Date | null;
  said: string;
}

/** A version of a proposal's words. */
export interface ProposalVersion {
  version: number;
  text: string;
  amendmentId: string | null;
  madeAt: Date;
}
export type AmendmentState = 'open' | 'accepted' | 'carried' | 'rejected' | 'withdrawn';
/** Somebody wants a proposal to say something else. */
export interface Amendment {
  id: string;
  proposalId: string;
  no: number;
  baseVersion: number;
  text: string;
  authorPersonId: string | null;
  authorName: string;
  state: AmendmentState;
}
/** What somebody proposed, with every version of its words. */
export interface Proposal {
  id: string;
  no: number;
  position: number | null;
  authorPersonId: string | null;
  authorName: string;
  state: 'open' | 'withdrawn' | 'ballot';
  ballotId: string | null;
  putAt: Date;
  versions: ProposalVersion[];
  amendments: Amendment[];
}

/** What must agree, of those present; null decides nothing. */
export interface HandsNeed {
  num: number;
  den: number;
  strict: boolean;
}
/** One count of raised hands: in the room by two counters, and the voices from afar. */
export interface HandCount {
  countNo: number;
  yes: number;
  no: number;
  abstain: number;
  signed: number;
  found: number | null;
  onlineYes: number;
  onlineNo: number;
  onlineAbstain: number;
  onlinePresent: number;
  majority: boolean | null;
  firstCounter: string;
  secondCounter: string;
  reason: string;
  countedAt: Date;
}
/** A question on which hands are raised; the last count stands. */
export interface HandQuestion {
  id: string;
  no: number;
  position: number | null;
  proposalId: string | null;
  proposalVersion: number | null;
  amendmentId: string | null;
  question: string;
  need: HandsNeed | null;
  clause: string;
  state: 'open' | 'counted';
  openedAt: Date;
  counts: HandCount[];
}
/** What was decided on an item without a vote. */
export interface Decision {
  id: string;
  seq: number;
  position: number | null;
  text: string;
  struck: string | null;
}
/** Which item was opened when. */
export interface ItemOpened {
  position: number;
  openedAt: Date;
}
/** Everything that was recorded while a meeting ran. */
export interface MeetingRecord {
  opened: ItemOpened[];
  words: Word[];
  proposals: Proposal[];
  questions: HandQuestion[];
  decisions: Decision[];
}

/** The record is kept from the beginning of the meeting until its minutes are written. */
export function mayRecord(meeting: Pick<Meeting, 'state' | 'startsAt'>, now: Date): Result<true, 'wrong-state' | 'not-yet'> {
  if (meeting.state !== 'called' && meeting.state !== 'held') return err('wrong-state');
  return now < meeting.startsAt ? err('not-yet') : ok(true);
}

/** The item under discussion, null before the first was opened. */
export const currentItem = (opened: readonly ItemOpened[]): number | null => opened.at(-1)?.position ?? null;

/** How long each item was under discussion, in whole seconds, until `until`. */
export function secondsOfItems(opened: readonly ItemOpened[], until: Date): Map<number, number> {
  const seconds = new Map<number, number>();
  for (const [index, item] of opened.entries()) {
    const end = opened[index + 1]?.openedAt ?? until;
    const took = Math.max(0, Math.round((end.getTime() - item.openedAt.getTime()) / 1000));
    seconds.set(item.position, (seconds.get(item.position) ?? 0) + took);
  }
  return seconds;
}

/** How long somebody spoke, or has been speaking, in whole seconds. */
export const secondsSpoken = (word: Pick<Word, 'startedAt' | 'endedAt'>, now: Date): number =>
  word.startedAt === null ? 0 : Math.max(0, Math.round(((word.endedAt ?? now).getTime() - word.startedAt.getTime()) / 1000));

/** They spoke longer than the chair had allowed. */
export const spokeTooLong = (word: Pick<Word, 'startedAt' | 'endedAt' | 'limitSeconds'>, now: Date): boolean =>
  word.limitSeconds !== null && secondsSpoken(word, now) > word.limitSeconds;

/** Those in the room: who signed in there, or more when the counters found more heads. */
export const countedInTheRoom = (count: Pick<HandCount, 'signed' | 'found'>): number => Math.max(count.signed, count.found ?? 0);

/** Everybody against whom the hands are held: the room and those who take part from afar. */
export const presentAtCount = (count: Pick<HandCount, 'signed' | 'found' | 'onlinePresent'>): number => countedInTheRoom(count) + count.onlinePresent;

/** All hands and voices of a count together. */
export const handsAndVoices = (
  count: Pick<HandCount, 'yes' | 'no' | 'abstain' | 'onlineYes' | 'onlineNo' | 'onlineAbstain'>,
): { yes: number; no: number; abstain: number } => ({
  yes: count.yes + count.onlineYes,
  no: count.no + count.onlineNo,
  abstain: count.abstain + count.onlineAbstain,
});

/** No more hands were raised in the room than there are people in it. */
export const handsFitTheRoom = (count: Pick<HandCount, 'yes' | 'no' | 'abstain' | 'signed' | 'found'>): boolean =>
  count.yes + count.no + count.abstain <= countedInTheRoom(count);

/** As many agree as the question needs; null where it decides nothing. */
export function enoughAgree(need: HandsNeed | null, yes: number, present: number): boolean | null {
  if (need === null) return null;
  return need.strict ? need.den * yes > need.num * present : need.den * yes >= need.num * present;
}

/** The count that stands: the last. */
export const standingCount = (question: Pick<HandQuestion, 'counts'>): HandCount | null => question.counts.at(-1) ?? null;

export type ProposalOutcome = 'open' | 'withdrawn' | 'ballot' | 'passed' | 'not-passed' | 'no-quorum';

/**
 * What became of a proposal: the hands counted last on its last words decide, and without a quorum nothing passes. A proposal
 * whose words changed after the count is open again.
 */
export function outcomeOfProposal(
  proposal: Pick<Proposal, 'id' | 'state' | 'versions'>,
  questions: readonly HandQuestion[],
  quorate: boolean,
): ProposalOutcome {
  if (proposal.state !== 'open') return proposal.state;
  const words = proposal.versions.at(-1)?.version ?? 1;
  const asked = questions.findLast(
    (question) => question.proposalId === proposal.id && question.amendmentId === null && question.proposalVersion === words && question.counts.length > 0,
  );
  const majority = asked ? (standingCount(asked)?.majority ?? null) : null;
  if (majority === null) return 'open';
  if (!majority) return 'not-passed';
  return quorate ? 'passed' : 'no-quorum';
}

/** An amendment fits only the words it was written against. */
export const amendmentFits = (proposal: Pick<Proposal, 'versions'>, amendment: Pick<Amendment, 'baseVersion'>): boolean =>
  amendment.baseVersion === proposal.versions.at(-1)?.version;
