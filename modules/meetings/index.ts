/** Meetings of a neighbourhood, their minutes, and the resolutions that come out of them. */
export { attachMeetingFile } from './attach-file.ts';
export { callMeeting, type CallMeetingError, callMeetingIn, type CallMeetingInput } from './call-meeting.ts';
export { readableCode } from './code.ts';
export { committeeOf } from './committee-name.ts';
export * from './around.ts';
export * from './inside.ts';
export { cancelMeeting } from './cancel-meeting.ts';
export { type AttendanceEntered, enterAttendance, type EnterAttendanceInput, rosterOf } from './enter-attendance.ts';
export { followResolution, type FollowInput, linkResolutionProjectIn, markOverdueResolutions } from './follow-resolution.ts';
export { holdMeeting } from './hold-meeting.ts';
export {
  type AssemblyForm,
  assemblyForms,
  cite,
  type Clause,
  type InviteeRule,
  inviteeRules,
  organicLaw9,
  organicLaw10,
  organicLaw16,
  requiredInvitees,
  threeMeetings,
  whoMustConvene,
} from './law.ts';
export { makeResolution, makeResolutionIn, type MakeResolutionError, type NewResolution } from './make-resolution.ts';
export {
  attendanceIsOpen,
  type Breach,
  type Counted,
  countedIn,
  hasQuorum,
  type Meeting,
  meetingDay,
  type MeetingKind,
  meetingKinds,
  type MeetingState,
  minutesDelayDays,
  mayDecide,
  type MeetingMode,
  meetingModes,
  missingForQuorum,
  moreThanHalfTookPart,
  noticeDaysGiven,
  noticeWasLongEnough,
  phoneMaySignIn,
} from './meeting.ts';
export { type Hands, type Minutes, type MinutesBody } from './minutes.ts';
export { type NoticeTerm, noticeTerm } from './notice-days.ts';
export { breachText, formNames, inviteeNames, kindNames } from './notice-text.ts';
export { doorKey, matchPaperList, type MatchedLine, type UnmatchedLine } from './paper-list.ts';
export { meetingPermissions } from './permissions.ts';
export { standOf } from './present.ts';
export { publishMinutes } from './publish-minutes.ts';
export {
  agendaOf,
  attendanceOf,
  findMeeting,
  findResolution,
  inviteesOf,
  listMeetings,
  listResolutions,
  meetingFilesOf,
  meetingsAbout,
  minutesOf,
  presentCountOf,
  progressOf,
  resolutionsAbout,
} from './queries.ts';
export { recordMinutes, type RecordMinutesError, type RecordMinutesInput } from './record-minutes.ts';
export { deadlineHasPassed, type ProgressKind, type Resolution, type ResolutionProgress, type ResolutionState, type Turn, turnOf } from './resolution.ts';
export type { Attendance, AttendanceHow, Invitee, MeetingFile } from './rows.ts';
export { admitByPass, signIn, type SignedIn, takePass } from './sign-in.ts';
export { meetingsSeals } from './seals.ts';
export { giveMeetingsOn, meetingsInHands, resolutionsInHands } from './hand-over.ts';
