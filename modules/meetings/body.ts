import type { Day } from '#libs/civil-time';
import { cite, organicLaw9, ownersCommitteeRules } from './law.ts';
import type { MeetingKind } from './meeting.ts';
import type { Quorum } from './quorum.ts';

/** Kinds of body: the residents' representatives, the two committees, and one that the office named (of a village, of a compound). */
export const bodyKinds = ['representatives', 'residents_committee', 'owners_committee', 'other'] as const;
export type BodyKind = (typeof bodyKinds)[number];

/** Who belongs to a body: the people listed, one voice a household, or every adult of the roll. */
export const belongings = ['listed', 'each_household', 'all_adults'] as const;
export type Belonging = (typeof belongings)[number];

/** A body that meets, with what the office ruled for it; null and false where it ruled nothing: nothing stands in for it. */
export interface MeetingBody {
  id: string;
  neighbourhoodId: string;
  kind: BodyKind;
  name: string;
  belonging: Belonging;
  quorum: Omit<Quorum, 'clause'> | null;
  noticeDays: number | null;
  proxies: boolean;
  /** Where the rule stands written; '' where nothing is ruled. */
  source: string;
  ruledByName: string | null;
  ruledOn: Day | null;
  endedOn: Day | null;
}

/** One who belongs to a body by name. */
export interface BodyMember {
  id: string;
  personId: string;
  name: string;
  post: string;
  fromDay: Day;
}

/** The body whose members meet in a kind of meeting; null where none does. */
export const bodyOfMeeting: Partial<Record<MeetingKind, BodyKind>> = {
  representatives: 'representatives',
  residents_committee: 'residents_committee',
  committee: 'owners_committee',
  body: 'other',
};

/** What the office ruled stands with its name and day; the source is quoted, not vouched for. */
const ruling = (body: Pick<MeetingBody, 'source' | 'ruledByName' | 'ruledOn'>): string =>
  `${body.source}，${body.ruledByName ?? ''} ${body.ruledOn ?? ''} 设定`;

/**
 * The quorum of a meeting: of the assembly and the owners' committee by the law, of another body as the office ruled. Null: no rule counts.
 * More than half of all households, adults or groups' representatives (居委会组织法 §9); more than half of the owners' committee (物业管理规定 §§25, 26).
 */
export function quorumFor(kind: MeetingKind, body: Pick<MeetingBody, 'quorum' | 'source' | 'ruledByName' | 'ruledOn'> | null): Quorum | null {
  if (kind === 'assembly') return { num: 1, den: 2, strict: true, clause: cite(organicLaw9) };
  if (kind === 'committee') return { num: 1, den: 2, strict: true, clause: cite(ownersCommitteeRules) };
  return body?.quorum ? { ...body.quorum, clause: ruling(body) } : null;
}

/** Owners may be represented by a signed proxy; a body's members where the office ruled so; nobody else, and never an owners' committee's. */
export const proxiesAllowed = (kind: MeetingKind, body: Pick<MeetingBody, 'proxies'> | null): boolean =>
  kind === 'owners' || (kind !== 'committee' && kind !== 'assembly' && (body?.proxies ?? false));

/** Notice that the office ruled for a body, with whose rule it is; null where it ruled none. */
export const bodyNotice = (body: MeetingBody | null): { days: number; clause: string } | null =>
  body && body.noticeDays !== null ? { days: body.noticeDays, clause: ruling(body) } : null;

/** Kinds whose seats are counted by name, so that only those on the roll make the quorum. */
export const keepsRollByName = (kind: MeetingKind): boolean =>
  ['assembly', 'representatives', 'committee', 'residents_committee', 'owners', 'body'].includes(kind);
