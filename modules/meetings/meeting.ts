import { type Day, dayOf, daysBetween } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type AssemblyForm, cite, type ConvenerRule, organicLaw9, ownersCommitteeRules, threeMeetings } from './law.ts';
import { type Quorum, quorumIsReached, seatsNeeded } from './quorum.ts';

/** Kinds of meeting: the three meetings (三会), the assembly, and the ways in which neighbours otherwise sit together. */
export const meetingKinds = [
  'hearing',
  'coordination',
  'appraisal',
  'assembly',
  'representatives',
  'owners',
  'committee',
  'residents_committee',
  'joint',
  'entrance',
  'body',
  'talk',
] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** called → held → minuted → published; called → cancelled. */
export type MeetingState = 'called' | 'held' | 'minuted' | 'published' | 'cancelled';

/** What attendance is counted in. */
export type Counted = 'person' | 'household';

/** Where people meet: in the room, online, or both. */
export const meetingModes = ['room', 'online', 'both'] as const;
export type MeetingMode = (typeof meetingModes)[number];

/** Rules that a meeting can break. */
export const breachRules = [
  'notice-too-short',
  'too-few-present',
  'quorum-missed',
  'roll-unknown',
  'director-did-not-chair',
  'not-convened-by-committee',
  'met-too-seldom',
] as const;

/** A rule that a meeting broke; it is held all the same and its minutes say so. */
export interface Breach {
  rule: (typeof breachRules)[number];
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
  /** A meeting of one building (楼组会). */
  buildingId: string | null;
  /** The body whose members meet. */
  bodyId: string | null;
  mode: MeetingMode;
  onlineLink: string | null;
  /** As it was when the meeting was called; null where no rule counts. */
  quorum: Quorum | null;
  /** Whether somebody may take another's seat. */
  proxies: boolean;
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

/** Some meetings have a quorum: by the law, or as the office ruled for a body. */
export const hasQuorum = (meeting: Pick<Meeting, 'quorum'>): boolean => meeting.quorum !== null;

/** The meeting may decide: no rule counts, nobody knows how many are entitled, or enough are there. */
export const mayDecide = (meeting: Pick<Meeting, 'quorum'>, present: number, entitled: number | null): boolean =>
  meeting.quorum === null || entitled === null || quorumIsReached(meeting.quorum, present, entitled);

/** How many more must come before the meeting is quorate, by more than half unless its rule says otherwise; 0 when it is. */
export const missingForQuorum = (present: number, entitled: number, quorum: Quorum = { num: 1, den: 2, strict: true, clause: '' }): number =>
  Math.max(0, seatsNeeded(quorum, entitled) - present);

/** Every rule that this meeting broke, with its clause and figures. */
export function brokenRules(
  meeting: Pick<Meeting, 'kind' | 'calledAt' | 'startsAt' | 'noticeDaysNeeded' | 'noticeEarliest' | 'noticeClause' | 'quorum'>,
  facts: {
    present: number;
    entitled: number | null;
    directorChairs: boolean;
    /** The rule that the convener broke, if any. */
    convener?: ConvenerRule | null;
    /** Day of the last meeting of the same owners' committee. */
    lastMet?: Day | null;
  },
): Breach[] {
  const breaches: Breach[] = [];
  if (!noticeWasLongEnough(meeting)) {
    breaches.push({
      rule: 'notice-too-short',
      clause: meeting.noticeClause ?? '',
      numbers: { givenDays: noticeDaysGiven(meeting), neededDays: meeting.noticeDaysNeeded ?? 0 },
    });
  }
  if (meeting.quorum !== null && !mayDecide(meeting, facts.present, facts.entitled)) {
    const numbers = { present: facts.present, entitled: facts.entitled ?? 0 };
    if (meeting.kind === 'assembly') breaches.push({ rule: 'too-few-present', clause: cite(organicLaw9), numbers });
    else
      breaches.push({
        rule: 'quorum-missed',
        clause: meeting.quorum.clause,
        numbers: { ...numbers, needed: seatsNeeded(meeting.quorum, facts.entitled ?? 0) },
      });
  }
  // Whoever is entitled stands on no list: nobody can say whether enough came.
  if (meeting.quorum !== null && facts.entitled === null)
    breaches.push({ rule: 'roll-unknown', clause: meeting.quorum.clause, numbers: { present: facts.present } });
  if (meeting.kind === 'hearing' && !facts.directorChairs) {
    breaches.push({ rule: 'director-did-not-chair', clause: cite(threeMeetings), numbers: {} });
  }
  if (facts.convener) breaches.push({ rule: 'not-convened-by-committee', clause: cite(facts.convener.clause), numbers: {} });
  if (meeting.kind === 'committee' && facts.lastMet && ownersCommitteeMetTooLate(facts.lastMet, dayOf(meeting.startsAt)))
    breaches.push({ rule: 'met-too-seldom', clause: cite(ownersCommitteeRules), numbers: { days: daysBetween(facts.lastMet, dayOf(meeting.startsAt)) } });
  return breaches;
}

/** An owners' committee meets at least every two months: later than the same day two months after is too late. */
export function ownersCommitteeMetTooLate(last: Day, next: Day): boolean {
  const [year = 0, month = 1, day = 1] = last.split('-').map(Number);
  const months = year * 12 + month - 1 + 2;
  // A month that is shorter ends on its last day: 31 December → 28 February.
  const lastOfMonth = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
  const two = (n: number) => String(n).padStart(2, '0');
  return next > `${Math.floor(months / 12)}-${two((months % 12) + 1)}-${two(Math.min(day, lastOfMonth))}`;
}

/** Days from the meeting to the minutes: 0 on the same day; shown when the minutes came late. */
export const minutesDelayDays = (meeting: Pick<Meeting, 'startsAt'>, recordedAt: Date): number =>
  Math.max(0, daysBetween(dayOf(meeting.startsAt), dayOf(recordedAt)));

/** The civil day of the meeting. */
export const meetingDay = (meeting: Pick<Meeting, 'startsAt'>): Day => dayOf(meeting.startsAt);
