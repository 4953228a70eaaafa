/** Checks of applications, reviews by experts, awards and agreements. README.md draws the road. */
export {
  aRulingSettles,
  type CheckedApplication,
  checkApplication,
  type CheckRefusal,
  declineApplication,
  markChecked,
  type NotPassed,
  returnApplication,
  ruleOnReason,
  type RuleOnReasonInput,
  verdictNow,
} from './check-application.ts';
export { assignReviewer, type AssignRefusal, sendRoundToReview, sendToReview } from './assign-reviewer.ts';
export * from './review-round.ts';
export {
  type AwardConfirmation,
  type AwardOutcome,
  awardOutcomes,
  type AwardProposal,
  committedFen,
  proposalOf,
  proposalsIn,
  proposalsOf,
} from './award-store.ts';
export { confirmAward, type ConfirmAwardInput, type ConfirmRefusal, noticeChain } from './confirm-award.ts';
export { decideRound, roundOwesAnAnswer } from './decide-round.ts';
export { anAwardStands, type ApplicationFate, cancelRound, type CancelRoundError } from './cancel-round.ts';
export { reviewPermissions } from './permissions.ts';
export { proposeAward, type ProposeAwardInput, type ProposeRefusal } from './propose-award.ts';
export { reviewBoard, reviewBoards, workload } from './queries.ts';
export { comparePoints, type DraftScore, meanPoints, missingScores, type Points, pointsText, type Score, weightedTotal } from './review.ts';
export { type BoardReview, type ReviewBoard, reviewsEnough } from './review-board.ts';
export { conflictOf, type Relation, relationsTo, type ReviewerConflict, reviewerConflicts } from './reviewer-conflict.ts';
export { declareConflict, saveScores, type ScoreRefusal, type ScoresInput, submitReview } from './score-project.ts';
export * from './award-round.ts';
export { blindHoldsFor } from './blind-holds.ts';
export { theBallotIsAbout } from './round-votes.ts';
export { findReview, noteOf, type Review, reviewsBy, reviewsIn, reviewsOf } from './store.ts';
export { type AwardNoticeTerm, awardNoticeTerm, type Criterion, rubricOf, type TermMissing } from './terms.ts';
export { reviewsSeals } from './seals.ts';
