import { type Day, daysBetween } from '#libs/civil-time';
import { type Actor, holds, type Role } from '#platform/access';

/** Who answers objections to a notice. */
export const answerRoles = ['secretary', 'director', 'officer', 'head'] as const;
export type AnswerRole = (typeof answerRoles)[number];

/** A public notice. Its words never change; a correction is another notice that names it. */
export interface Notice {
  id: string;
  /** Null: the subdistrict as a whole. */
  neighbourhoodId: string | null;
  /** `meeting`, `award`, `accounts`, `general` … */
  kind: string;
  /** What it is about: `meeting`, `project`, `round` … and its id. */
  subjectKind: string;
  subjectId: string;
  title: string;
  body: string;
  startDay: Day;
  /** Last day on display; null = it stays up. */
  endDay: Day | null;
  acceptsObjections: boolean;
  answerRole: AnswerRole;
  /** Null: the office has not set how long an answer may take. */
  answerDueDay: Day | null;
  publishedBy: string | null;
  publishedAt: Date;
  /** The notice that this one corrects, and why. */
  correctsNoticeId: string | null;
  correctionReason: string | null;
  /** The notice that corrects this one. */
  correctedById: string | null;
  closedAt: Date | null;
}

/** Someone's objection to a notice. */
export interface Objection {
  id: string;
  noticeId: string;
  personId: string;
  householdId: string | null;
  text: string;
  channel: ObjectionChannel;
  enteredBy: string | null;
  at: Date;
  answer: ObjectionAnswer | null;
}
/** `own` by the person's account · `paper` handed in · `assisted` said to a staff member who wrote it down. */
export type ObjectionChannel = 'own' | 'paper' | 'assisted';

/** What became of an objection. */
export const objectionOutcomes = ['accepted', 'partly', 'rejected'] as const;
export type ObjectionOutcome = (typeof objectionOutcomes)[number];
export interface ObjectionAnswer {
  outcome: ObjectionOutcome;
  text: string;
  answeredBy: string;
  at: Date;
}

/** `coming` not yet on display · `open` on display · `ended` its days are over · `replaced` by a correction. */
export type NoticeState = 'coming' | 'open' | 'ended' | 'replaced';

/** Where a notice stands on a day. The last day still belongs to it. */
export function noticeState(notice: Pick<Notice, 'startDay' | 'endDay' | 'correctedById'>, today: Day): NoticeState {
  if (notice.correctedById !== null) return 'replaced';
  if (today < notice.startDay) return 'coming';
  return notice.endDay !== null && today > notice.endDay ? 'ended' : 'open';
}

/** An objection is taken only while the notice that asks for them is on display. */
export const objectionComesInTime = (notice: Pick<Notice, 'startDay' | 'endDay' | 'correctedById' | 'acceptsObjections'>, today: Day): boolean =>
  notice.acceptsObjections && noticeState(notice, today) === 'open';

/** Whoever read the first version for a week can read the corrected one for a week. */
export function correctionRunsAsLongAsTheFirst(first: Pick<Notice, 'startDay' | 'endDay'>, correction: { startDay: Day; endDay: Day | null }): boolean {
  if (first.endDay === null) return correction.endDay === null;
  return correction.endDay === null || daysBetween(correction.startDay, correction.endDay) >= daysBetween(first.startDay, first.endDay);
}

const mayAnswerFor: Record<AnswerRole, readonly Role[]> = {
  secretary: ['secretary', 'officer', 'head'],
  director: ['director', 'secretary', 'officer', 'head'],
  officer: ['officer', 'head'],
  head: ['head'],
};
/** Who put a proposed award on notice has decided it: another answers the objections. */
export const whoDecidedDoesNotAnswer = (actor: Pick<Actor, 'personId'>, notice: Pick<Notice, 'kind' | 'publishedBy'>): boolean =>
  notice.kind !== 'award' || notice.publishedBy === null || notice.publishedBy !== actor.personId;

/** An objection is answered by the role that the notice names, or by one above it; never by who decided what it is about. */
export const answersForTheNotice = (actor: Actor, notice: Pick<Notice, 'answerRole' | 'neighbourhoodId' | 'kind' | 'publishedBy'>): boolean =>
  holds(actor, mayAnswerFor[notice.answerRole], notice.neighbourhoodId, 'notice.answer') && whoDecidedDoesNotAnswer(actor, notice);

/** What a text typed by a person must be: `empty` nothing but blanks · `too-long` over `max` characters. */
export function checkText(text: string, max: number): 'empty' | 'too-long' | null {
  if (text.trim() === '') return 'empty';
  return [...text.trim()].length > max ? 'too-long' : null;
}
