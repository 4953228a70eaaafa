/** What residents want dealt with: raised, supported, decided on with reasons (议题). */
export { householdOf, type OnBehalfOf } from './actors.ts';
export { adoptMatter, answerMatter, declineMatter, passOnMatter, reopenMatter, withdrawMatter } from './decide-matter.ts';
export { dailyMatters, findDraft, keepDraft, type MatterDraft } from './draft.ts';
export { linkMatterMeetingIn, linkMatterProjectIn } from './link-matter.ts';
export {
  aFifthOfTheHouseholdsAsks,
  categories,
  type Category,
  type Channel,
  type Hidden,
  householdsThatMakeAFifth,
  isOpen,
  type Matter,
  type MatterAction,
  matterNo,
  type MatterState,
  type MatterStep,
  maxTextLength,
  nextState,
  stateNames,
  type StepKind,
  type SupportUnit,
  titleFrom,
  type Venue,
  venues,
} from './matter.ts';
export { mergeMatter } from './merge-matter.ts';
export { appealHiding, hideMatter, ruleOnAppeal } from './moderate-matter.ts';
export { matterPermissions } from './permissions.ts';
export { raiseMatter, raiseMatterIn, type RaiseInput } from './raise-matter.ts';
export { answerMatterByProjectIn } from './settle-matter.ts';
export { similarMatters } from './similar-matters.ts';
export { sortMatter } from './sort-matter.ts';
export { findMatter, findMatters, listMatters, type MatterFilter, matterSteps, supportedBy, supportsOf } from './store.ts';
export { type SupportInput, supportMatter, unsupportMatter } from './support-matter.ts';
