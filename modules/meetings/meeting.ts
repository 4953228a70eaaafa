import { type Day, dayOf, daysBetween } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type AssemblyForm, cite, organicLaw9, threeMeetings } from './law.ts';

/** Kinds of meeting: the three meetings (三会), the assembly, and the ways in which neighbours otherwise sit together. */
export const meetingKinds = [
  'hearing',
  'coordination',
  'appraisal',
  'assembly',
  'representatives',
  'owners',
  'committee',
  'joint',
  'entrance',
  'talk',
] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** called → held → minuted → published; called → cancelled. */
export type MeetingState = 'called' | 'held' | 'minuted' | 'published' | 'cancelled';

/** What attendance is counted in. */
export type Counted = 'person' | 'household';

/** A rule that a meeting broke; it is held all the same and its minutes say so. */
export interface Breach {
  rule: 'notice-too-short' | 'too-few-present' | 'director-did-not-chair';
  clause: string;
  /** What was, and what the rule asks for. */
  numbers: Record<string, number>;
}

/** A meeting as the module and its neighbours know it. */
export interface Meeting {
  id: string;
  neighbourhoodId: string;
  kind: MeetingKind;
  form: AssemblyForm | null;
  counted: Counted;
  matterId: string | null;
  projectId: string | null;
  entranceId: string | null;
  title: string;
  purpose: string;
  place: string;
  startsAt: Date;
  convener: string;
  chairPersonId: string | null;
  recorderPersonId: string | null;
  calledBy: string | null;
  calledAt: Date;
  /** What the office's policy asks for; all three null where the office has not set it. */
  noticeDaysNeeded: number | null;
  noticeEarliest: Day | null;
  noticeClause: string | null;
  noticeId: string | null;
  signInCode: string;
  state: MeetingState;
  cancelledReason: string | null;
  heldAt: Date | null;
  entitledCount: number | null;
  presentCount: number | null;
  breaches: Breach[];
  publishedVersion: number | null;
  publishedAt: Date | null;
}

/** An assembly that meets by households counts a household once; every other meeting counts heads. */
export const countedIn = (form: AssemblyForm | null): Counted => (form === 'one_per_household' ? 'household' : 'person');

/** Steps of a meeting. `wrong-state` when it is not at the step before. */
export function step(meeting: Pick<Meeting, 'state'>, to: 'held' | 'minuted' | 'published' | 'cancelled'): Result<MeetingState, 'wrong-state'> {
  const from: Record<typeof to, readonly MeetingState[]> = {
    held: ['called'],
    // Minutes are corrected by a new version, also after they were published.
    minuted: ['held', 'minuted', 'published'],
    published: ['minuted'],
    cancelled: ['called'],
  };
  return from[to].includes(meeting.state) ? ok(to) : err('wrong-state');
}

/** Names may be entered until the minutes are written: a paper list is often typed after the meeting. */
export const attendanceIsOpen = (meeting: Pick<Meeting, 'state'>): boolean => meeting.state === 'called' || meeting.state === 'held';

/** Nobody has come to a meeting that is more than two hours away, neither by code nor by a paper list. */
export const peopleMayHaveCome = (meeting: Pick<Meeting, 'startsAt'>, now: Date): boolean => now.getTime() >= meeting.startsAt.getTime() - 2 * 3_600_000;

/** A phone signs in from two hours before the meeting until the convener closes the sign-in. */
export const phoneMaySignIn = (meeting: Pick<Meeting, 'state' | 'startsAt'>, now: Date): boolean =>
  meeting.state === 'called' && peopleMayHaveCome(meeting, now);

/** Whole days between the day of the call and the day of the meeting. */
export const noticeDaysGiven = (meeting: Pick<Meeting, 'calledAt' | 'startsAt'>): number => daysBetween(dayOf(meeting.calledAt), dayOf(meeting.startsAt));

/** The notice was given as many days before as the office's policy asks for; true where the office has set none. */
export const noticeWasLongEnough = (meeting: Pick<Meeting, 'startsAt' | 'noticeEarliest'>): boolean =>
  meeting.noticeEarliest === null || dayOf(meeting.startsAt) >= meeting.noticeEarliest;

/** More than half of those entitled took part (居委会组织法 §9). */
export const moreThanHalfTookPart = (present: number, entitled: number): boolean => 2 * present > entitled;

/** More than half of those present agreed (居委会组织法 §9). */
export const moreThanHalfOfThosePresentAgreed = (yes: number, present: number): boolean => 2 * yes > present;

/** Only an assembly has a quorum that we have read in the law. */
export const hasQuorum = (meeting: Pick<Meeting, 'kind'>): boolean => meeting.kind === 'assembly';

/** How many more must come before the assembly is quorate; 0 when it is. */
export const missingForQuorum = (present: number, entitled: number): number => Math.max(0, Math.floor(entitled / 2) + 1 - present);

/** Every rule that this meeting broke, with its clause and figures. */
export function brokenRules(
  meeting: Pick<Meeting, 'kind' | 'calledAt' | 'startsAt' | 'noticeDaysNeeded' | 'noticeEarliest' | 'noticeClause'>,
  facts: { present: number; entitled: number | null; directorChairs: boolean },
): Breach[] {
  const breaches: Breach[] = [];
  if (!noticeWasLongEnough(meeting)) {
    breaches.push({
      rule: 'notice-too-short',
      clause: meeting.noticeClause ?? '',
      numbers: { givenDays: noticeDaysGiven(meeting), neededDays: meeting.noticeDaysNeeded ?? 0 },
    });
  }
  if (hasQuorum(meeting) && facts.entitled !== null && !moreThanHalfTookPart(facts.present, facts.entitled)) {
    breaches.push({ rule: 'too-few-present', clause: cite(organicLaw9), numbers: { present: facts.present, entitled: facts.entitled } });
  }
  if (meeting.kind === 'hearing' && !facts.directorChairs) {
    breaches.push({ rule: 'director-did-not-chair', clause: cite(threeMeetings), numbers: {} });
  }
  return breaches;
}

/** Days from the meeting to the minutes: 0 on the same day; shown when the minutes came late. */
export const minutesDelayDays = (meeting: Pick<Meeting, 'startsAt'>, recordedAt: Date): number =>
  Math.max(0, daysBetween(dayOf(meeting.startsAt), dayOf(recordedAt)));

/** The civil day of the meeting. */
export const meetingDay = (meeting: Pick<Meeting, 'startsAt'>): Day => dayOf(meeting.startsAt);
