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
export { assignReviewer, type AssignRefusal, conflictOf, sendToReview } from './assign-reviewer.ts';
export { type AwardConfirmation, type AwardProposal, committedFen, proposalOf, proposalsIn, proposalsOf } from './award-store.ts';
export { confirmAward, type ConfirmAwardInput, type ConfirmRefusal, noticeChain } from './confirm-award.ts';
export { cancelRound, decideRound, roundOwesAnAnswer } from './decide-round.ts';
export { reviewPermissions } from './permissions.ts';
export { proposeAward, type ProposeAwardInput, type ProposeRefusal } from './propose-award.ts';
export { reviewBoard, reviewBoards, workload } from './queries.ts';
export { comparePoints, type DraftScore, meanPoints, missingScores, type Points, pointsText, type Score, weightedTotal } from './review.ts';
export { type BoardReview, type ReviewBoard, reviewsEnough } from './review-board.ts';
export { nobodyReviewsTheirOwn, type ReviewerConflict } from './reviewer-conflict.ts';
export { declareConflict, saveScores, type ScoreRefusal, type ScoresInput, submitReview } from './score-project.ts';
export { signAgreement, type SignAgreementInput } from './sign-agreement.ts';
export { findReview, type Review, reviewsBy, reviewsIn, reviewsOf } from './store.ts';
export { type AwardNoticeTerm, awardNoticeTerm, type Criterion, rubricOf, type TermMissing } from './terms.ts';
export { reviewsSeals } from './seals.ts';
