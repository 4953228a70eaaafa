import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';

/** Kinds of house rules: whose they are decides by which vote they are adopted. */
export const ruleKinds = ['convention', 'procedure', 'management', 'owners-procedure', 'building'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** draft → discussion → voting → adopted or rejected; back to discussion when the ballot is given up; given up until the vote. */
export const versionStates = ['draft', 'discussion', 'voting', 'adopted', 'rejected', 'withdrawn'] as const;
export type VersionState = (typeof versionStates)[number];

/** One body of rules: what stays when its text changes. */
export interface HouseRule {
  id: string;
  neighbourhoodId: string;
  kind: RuleKind;
  buildingId: string | null;
  entranceId: string | null;
}

/** One version of the text. */
export interface Version {
  id: string;
  ruleId: string;
  no: number;
  state: VersionState;
  title: string;
  preamble: string;
  reason: string;
  commentsUntil: Day | null;
  law: string | null;
  ballotId: string | null;
  digest: string | null;
  decidedAt: Date | null;
  fromDay: Day | null;
  toDay: Day | null;
  replacedBy: string | null;
  repealBallotId: string | null;
  repealReason: string | null;
  withdrawnReason: string | null;
  createdAt: Date;
}

/** A clause as one version has it; `articleId` stays through all versions, the number does not. */
export interface Clause {
  articleId: string;
  position: number;
  chapter: string;
  heading: string;
  text: string;
  topics: readonly string[];
}

/** What a resident said. */
export interface Comment {
  id: string;
  versionId: string;
  articleId: string | null;
  personId: string;
  householdId: string | null;
  named: boolean;
  channel: 'own' | 'paper' | 'assisted';
  enteredBy: string | null;
  text: string;
  at: Date;
  hidden: HiddenState;
  hiddenReason: string | null;
  hiddenBy: string | null;
  appeal: string | null;
  reply: { outcome: ReplyOutcome; text: string; by: string; at: Date } | null;
}
export const hiddenStates = ['no', 'hidden', 'appealed', 'confirmed'] as const;
export type HiddenState = (typeof hiddenStates)[number];
/** What the drafters did about a comment. */
export const replyOutcomes = ['taken', 'partly', 'not-taken'] as const;
export type ReplyOutcome = (typeof replyOutcomes)[number];

const general = ['residents-assembly-households', 'residents-assembly-adults', 'residents-assembly-delegates'] as const;

/**
 * The rules of a vote that can adopt this kind. Residents' rules go to the residents' assembly in one of its three forms (居委会组织法 §9);
 * the owners' convention and their assembly's rules are a matter of the owners by the ordinary majority (民法典 §278). For a building's convention
 * the law says nothing: `buildingLaw` is what the office has set, null where it has not.
 */
export function lawsThatFit(kind: RuleKind, buildingLaw: string | null): readonly string[] {
  if (kind === 'management' || kind === 'owners-procedure') return ['owners-general'];
  if (kind === 'building') return buildingLaw === null ? [] : [buildingLaw];
  return general;
}

/** Votes that an office may choose for a building's convention. */
export const buildingLaws = ['residents-assembly-households', 'residents-assembly-adults', 'owners-general'] as const;

/** The text may be written on. */
export const textIsOpen = (version: Pick<Version, 'state'>): boolean => version.state === 'draft' || version.state === 'discussion';

/** Residents may comment until the last day, that day included. */
export const commentComesInTime = (version: Pick<Version, 'state' | 'commentsUntil'>, today: Day): boolean =>
  version.state === 'discussion' && version.commentsUntil !== null && today <= version.commentsUntil;

/** The text lay open for comments as long as was announced: it is put to the vote from the day after. */
export const everybodyCouldComment = (version: Pick<Version, 'state' | 'commentsUntil'>, today: Day): boolean =>
  version.state === 'discussion' && version.commentsUntil !== null && today > version.commentsUntil;

/** An adopted version holds on its days, both included. */
export const isInForce = (version: Pick<Version, 'state' | 'fromDay' | 'toDay'>, day: Day): boolean =>
  version.state === 'adopted' && version.fromDay !== null && version.fromDay <= day && (version.toDay === null || day <= version.toDay);

/** Where an adopted version stands on a day. */
export type Force = 'coming' | 'in-force' | 'replaced' | 'repealed' | 'expired';
/** Null for a version that is not adopted. */
export function forceOf(version: Version, day: Day): Force | null {
  if (version.state !== 'adopted' || version.fromDay === null) return null;
  if (version.toDay !== null && day > version.toDay) return version.replacedBy !== null ? 'replaced' : version.repealBallotId !== null ? 'repealed' : 'expired';
  return day < version.fromDay ? (version.toDay !== null && version.toDay < version.fromDay ? 'replaced' : 'coming') : 'in-force';
}

/** What becomes of hidden words. One appeal; what the office has confirmed stays hidden. */
export function nextHidden(now: HiddenState, act: 'hide' | 'appeal' | 'show' | 'confirm'): Result<HiddenState, 'wrong-state'> {
  const steps: Record<typeof act, readonly [readonly HiddenState[], HiddenState]> = {
    hide: [['no'], 'hidden'],
    appeal: [['hidden'], 'appealed'],
    show: [['hidden', 'appealed'], 'no'],
    confirm: [['appealed'], 'confirmed'],
  };
  const [from, to] = steps[act];
  return from.includes(now) ? ok(to) : err('wrong-state');
}

/** Question of the ballot on a text: it carries the first 16 digits of the text's digest, so that the frozen question freezes the text. */
export const adoptionQuestion = (version: Pick<Version, 'title' | 'no'>, digest: string): string =>
  `是否通过《${version.title}》第 ${version.no} 版（文本校验码 ${digest.slice(0, 16)}）`;
/** Question of the ballot on a repeal. */
export const repealQuestion = (version: Pick<Version, 'title' | 'no'>): string => `是否废止《${version.title}》（第 ${version.no} 版）`;
