/** The review of a whole round: pool, sharing out, recusal, blind rounds, sessions, scores and what is shown beside them. */
export { type Cover, covered, coverText, type Piece } from './blind.ts';
export { blindReleases, blindWords, coversFor } from './blind-store.ts';
export { type Calibration, calibrate, type Judgement, type ReviewerScale, type Standing } from './calibration.ts';
export { declareRelation, endRelation, type RelationInput, type RelationRefusal } from './declare-relation.ts';
export { decimalText } from './fraction.ts';
export { answerInvitation, type AnswerRefusal, inviteReviewers, type InviteRefusal } from './invite-reviewers.ts';
export { addReviewer, editReviewer, type ProfileInput, type ProfileRefusal, renewReviewer, retireReviewer, reviewTopics } from './keep-reviewer.ts';
export { barredKey, type Panel, type PanelMember, panelOf } from './panel.ts';
export { clockOf, pitchBoard, type PitchLine, whoIsNext, whoSpeaks } from './pitch.ts';
export {
  findPitch,
  openPitches,
  pitchEntries,
  pitchesOf,
  type PitchEntry,
  type PitchScore,
  pitchScores,
  type PitchSession,
  type PitchStage,
  pitchStages,
} from './pitch-store.ts';
export { assignReviews, changePlan, type ChangeRefusal, dropPlan, letPlanStand, type PlanRefusal, type StandRefusal } from './plan-reviews.ts';
export { type PlanChange, planChanges, planSeats, type ReviewPlan, reviewPlans, seatsNow } from './plan-store.ts';
export {
  type DeclaredRelation,
  declaredRelations,
  type Invitation,
  invitations,
  profiles,
  profilesOf,
  type Recusal,
  recusals,
  type RelationKind,
  relationKinds,
  type ReviewerProfile,
} from './pool-store.ts';
export { relationWords, stepAsideAtPitch } from './recuse.ts';
export { coverWord, releaseBlind } from './release-blind.ts';
export { takeReviewBack } from './replace-reviewer.ts';
export { type ProjectScore, type RoundScores, roundScores, scoreOf, type ScorePart, type ShownScore, totalOf } from './round-scores.ts';
export { type RoundVotes, roundVotes } from './round-votes.ts';
export { beforeAnAward, movePitch, moveTurn, type PitchInput, type PitchRefusal, planPitch, runsThePitch } from './run-pitch.ts';
export { type PitchScoreRefusal, scorePitch } from './score-pitch.ts';
export { type ReviewSetup, type ReviewTerms, reviewSetups, reviewTerms, type ScoreParts, setReview, type SetupInput, type SetupRefusal } from './setup.ts';
export { type Seat, type ShareOut } from './share-out.ts';
