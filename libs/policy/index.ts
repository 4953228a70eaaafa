export {
  DISCLOSURE_OCCASIONS,
  DISCLOSURE_PERIODS,
  type DisclosureOccasion,
  type DisclosurePeriod,
  NOTICES,
  type NoticeKind,
  type PolicyPack,
  type Rule,
  type RuleKind,
  type RuleOf,
  SOURCE_KINDS,
  VOTE_POINTS,
  type VotePoints,
  STAGES,
  type SourceKind,
  type Stage,
  type Text,
  packSchema,
} from './schema.ts';
export type { SettingUnit } from './open-fields.ts';
export {
  type PackName,
  type Purpose,
  type ResolveError,
  type ResolvedPack,
  type ResolvedRule,
  type Setting,
  type UnsetSetting,
  parsePack,
  resolvePack,
  rulesOfKind,
  unsetOf,
  unsetSettings,
} from './resolve-pack.ts';
export type { Outcome, Precedent, Reason, ReasonCode, Ruling, Verdict } from './reason.ts';
export { verdictOf } from './reason.ts';
export { isLive } from './rulings.ts';
export { type UseContext, checkUse } from './check-use.ts';
export { type ApplicationFacts, checkApplication } from './check-application.ts';
export { type CapAmount, type GradeEffect, type Heads, type YearQuota, capAmount, nextYearEffect, yearQuotas } from './cap-amount.ts';
export { type MeetingFacts, type YearFacts, checkDeadline, checkMeetings, lastDayOf, matchFen } from './check-year.ts';
export { type Loosening, loosenings } from './narrowing.ts';
export { type Fraction, parseFraction } from './schema-parts.ts';
export { type CapFormula, DEADLINES, type DeadlineSubject, MEETINGS, type MeetingKind, PAPER_STEPS, type PaperStep } from './schema-year.ts';
export { returnCase } from './open-year-fields.ts';
export { type EvidenceFacts, type EvidenceItem, checkEvidence, evidenceRequired } from './evidence.ts';
export {
  approvalRule,
  approversFor,
  disclosureRules,
  dutiesFor,
  gradesRule,
  noticeRule,
  deadlineRules,
  meetingRules,
  numberingRule,
  papersOf,
  projectNumber,
  projectTiers,
  purchaseRule,
  returnRule,
  roleTitles,
  replyRule,
  rubricRule,
} from './lookups.ts';
export { type Language, cite, explain, explainVerdict } from './explain.ts';
export { type RuleChange, diffRules, looseningsOf, packJson, readRule, ruleData } from './diff.ts';
export { type Replayed, isTreatedDifferently, replay } from './replay.ts';
