/** Public notices, objections to them and their answers (居务公开). */
export { answerObjection } from './answer-objection.ts';
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
export { type ObjectionInput, objectToNotice } from './object-to-notice.ts';
export { noticePermissions } from './permissions.ts';
export { type NoticeFault, type NoticeInput, publishGeneralNotice, publishNotice } from './publish-notice.ts';
export { findNotice, findObjection, listNotices, noticesAbout, objectionsTo, unansweredObjections } from './store.ts';
