/** Public notices, objections to them and their answers (居务公开). */
export { answerObjection } from './answer-objection.ts';
export { deliverAnswerDuty, noteAnswer, type NoteAnswerError, readAnswerDuty } from './tell-answer.ts';
export { closeEndedNotices, dailyNotices } from './close-ended.ts';
export { correctNotice, withdrawNotice } from './correct-notice.ts';
export {
  type AnswerRole,
  answersForTheNotice,
  correctionRunsAsLongAsTheFirst,
  type Notice,
  type NoticeState,
  noticeState,
  type Objection,
  type ObjectionAnswer,
  type ObjectionChannel,
  objectionComesInTime,
  type ObjectionOutcome,
  objectionOutcomes,
} from './notice.ts';
export { type ObjectionFault, type ObjectionInput, objectToNotice, objectToNoticeIn } from './object-to-notice.ts';
export { exemptRequirement } from './exempt-requirement.ts';
export { noticePermissions } from './permissions.ts';
export { noticesSeals } from './seals.ts';
export { type NoticeFault, type NoticeInput, publishGeneralNotice, publishNotice } from './publish-notice.ts';
export { isRed, itStaysPostedLongEnough, type Occasion, periodOf, type Standing, type StandingState, standingOf } from './requirement.ts';
export { type Exemption, exemptionsIn, type Fulfilment, fulfilledBy, fulfilmentsIn } from './requirement-store.ts';
export { findNotice, findObjection, listNotices, noticesAbout, objectionsTo, objectionsToMany, unansweredObjections } from './store.ts';
