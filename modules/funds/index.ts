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
export { findRuling, type KeptRuling, listRulings, type RulingEnd, rulingsFor } from './ruling-store.ts';
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
