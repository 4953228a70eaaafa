/** What residents want dealt with: raised, supported, decided on with reasons, followed to its end (议题). */
export { householdOf, type OnBehalfOf } from './actors.ts';
export { adoptMatter, answerMatter, declineMatter } from './decide-matter.ts';
export { dailyMatters, findDraft, keepDraft, type MatterDraft } from './draft.ts';
export { chaseReferral, recordReferralAnswer } from './follow-referral.ts';
export { linkMatterMeetingIn, linkMatterProjectIn, unlinkMatterMeetingIn } from './link-matter.ts';
export {
  categories,
  type Category,
  type Channel,
  type Hidden,
  isOpen,
  isSettled,
  type Matter,
  type MatterAction,
  matterNo,
  type MatterState,
  type MatterStep,
  maxTextLength,
  nextState,
  openStates,
  publicTitle,
  stateNames,
  type StepKind,
  type SupportUnit,
  titleFrom,
  type Venue,
  venues,
} from './matter.ts';
export { mergeMatter } from './merge-matter.ts';
export { appealHiding, hideMatter, ruleOnAppeal } from './moderate-matter.ts';
export { liveThresholds } from './note-thresholds.ts';
export { matterSettingKeys, thresholdSettings } from './office-settings.ts';
export { passOnMatter, type PassedTo } from './pass-on-matter.ts';
export { matterPermissions } from './permissions.ts';
export { placeMatter, spotsOf } from './place-matter.ts';
export {
  countOpenMatters,
  findMatter,
  findMatters,
  listMatters,
  type MatterFilter,
  matterSteps,
  supportedBy,
  type SupportLine,
  supportsOf,
} from './queries.ts';
export { raiseMatter, raiseMatterIn, type RaiseInput } from './raise-matter.ts';
export { itIsStillAwaited, type Referral, type ReferralOutcome, referralOutcomes, type ReferralState, referralState } from './referral.ts';
export { referralsOf } from './referral-store.ts';
export { reopenMatter } from './reopen-matter.ts';
export { groupsOfRepeats, type Repeat } from './repeats.ts';
export type { Counting } from './reply-due.ts';
export { sayOfAnswer } from './say-of-answer.ts';
export { answerMatterByProjectIn } from './settle-matter.ts';
export { similarMatters, suggestMatters } from './similar-matters.ts';
export { sortMatter } from './sort-matter.ts';
export { type Plan, type PlanBox, planOf, type Spot, spotKey, spotOf, type SpotPart, spotParts, spotShape } from './spot.ts';
export { type SupportInput, supportMatter, unsupportMatter } from './support-matter.ts';
export { aMeetingIsCalled, householdsThatMakeAFifth, theAssemblyMustBeCalled, type Threshold } from './threshold.ts';
export { withdrawMatter } from './withdraw-matter.ts';
