export * from './adopt-policy.ts';
export * from './check.ts';
export * from './end-ruling.ts';
export * from './give-ruling.ts';
export * from './keep-round-vote.ts';
export * from './office-deadline.ts';
export * from './open-round.ts';
export { fundPermissions } from './permissions.ts';
export * from './round.ts';
export { type AdoptedPolicy, adoptedPolicies, adoptedPolicy, currentPack, findAdoptedPolicy, type KeptRules } from './policy-store.ts';
export * from './policy-draft.ts';
export * from './edit-policy.ts';
export * from './publish-policy.ts';
export { findPolicyDraft, listPolicyDrafts } from './draft-store.ts';
export * from './purchase-settings.ts';
export * from './ruling-standing.ts';
export { findRuling, type KeptRuling, listRulings, type RulingEnd, rulingsAbout, rulingsFor } from './ruling-store.ts';
export * from './set-setting.ts';
export {
  findRound,
  listRounds,
  lockRound,
  officeSetting,
  officeSettings,
  openRounds,
  settingHistory,
} from './store.ts';
export { fundsSeals } from './seals.ts';
export * from './round-change.ts';
export * from './round-calendar.ts';
export * from './quota.ts';
export * from './not-applied.ts';
export * from './publish-call.ts';
export * from './plan-round.ts';
export * from './brief-committees.ts';
export * from './set-quotas.ts';
export * from './nudge-committee.ts';
export * from './offer-help.ts';
export * from './change-round.ts';
export {
  type Briefing,
  type BriefingGuest,
  briefingsOf,
  documentsOf,
  guestsOf,
  questionsOf,
  type RoundDocument,
  type RoundQuestion,
} from './briefing-store.ts';
export { findHelp, type Help, helpersOf, helpIn, type HelpKind, helpKinds, type HelpNote, helpNotesOf, notesOfHelp } from './help-store.ts';
export { type CommitteeWord, findQuota, type Nudge, nudgesOf, quotaHistory, quotaOf, quotasOf, wordsOf } from './round-place-store.ts';
export { asksOf, callOf, changesOf, type RoundCall, stepsOf, type Told, toldOf } from './round-year-store.ts';
