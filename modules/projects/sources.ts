/** Terms of a project's sources: tranches, owners' decisions, agreements, drives, goods, shortfalls, money given back. Part of the projects' door. */
export { chooseShortfallRule, extendAfterShortfall, shrinkAfterShortfall } from './answer-shortfall.ts';
export {
  type CrowdDrive,
  type CrowdGift,
  driveOf,
  type DriveState,
  giftsOf,
  howTheDriveEnds,
  type MissedRule,
  missedRules,
  type ShownAs,
  shownAs,
  theDriveMayBeUsed,
  theDriveTakesGifts,
} from './crowd.ts';
export { dailySources } from './follow-sources.ts';
export { moneyMayGoBack, refundReceipts, type Returnable, returnablesOf, sharesOf, withdrawHouseholdPledge } from './give-back.ts';
export { answerGoodsValue, valueGoods } from './value-goods.ts';
export { findGiftInKind, type GoodsGift, giftsInKindOf, theValueIsAgreedByAnother, type ValueBasis, valueBases } from './goods.ts';
export { sayTrancheDue, setTranches, type TrancheTerms, trancheTermsIn } from './pay-tranche.ts';
export { recordAgreement, recordOwnersDecision, sourcePaperFileId, withdrawOwnersDecision } from './record-source-paper.ts';
export { decideCrowdDrive, endCrowdDrive, openCrowdDrive, recordGift } from './run-crowd-drive.ts';
export {
  type ChosenRule,
  type Extender,
  extenders,
  findShortfall,
  nextDay,
  ruleOf,
  type Shortfall,
  type ShortfallRule,
  shortfallRules,
  shortfallsOf,
  type SourceRule,
} from './shortfall.ts';
export {
  agreementsOf,
  decisionsOf,
  findDecision,
  type GivingAgreement,
  grantedFen,
  ownersDecideTogether,
  type OwnersCount,
  type OwnersDecision,
  theOwnersAgreed,
} from './source-papers.ts';
export { sourcePermissions } from './source-permissions.ts';
export * from './tranche.ts';
export { tranchesOf } from './tranche-store.ts';
