/** What stands before and around a meeting: bodies, invitations, reminders, private calendars, the room's screen, series. */
export { feedOf, invitationCounts, invitationFor, invitationsOf, lastMeetingBefore, passOf } from './around-queries.ts';
export { type Board, boardOf } from './board-queries.ts';
export {
  type Belonging,
  belongings,
  type BodyKind,
  bodyKinds,
  type BodyMember,
  bodyOfMeeting,
  keepsRollByName,
  type MeetingBody,
  proxiesAllowed,
  quorumFor,
} from './body.ts';
export { bodyMembers, findBody, listBodies, membersOfBodies } from './body-queries.ts';
export { endCalendarFeed, makeCalendarFeed, meetingsOfFeed, meetingsOfPerson } from './calendar-feed.ts';
export { answerInvitation, informInvited, type InformInput } from './follow-invitation.ts';
export {
  countInvitations,
  type Invitation,
  type InvitationCounts,
  type InvitationState,
  invitationStates,
  type InformedHow,
  informedHows,
  isUntold,
} from './invitation.ts';
export { type Guests, inviteMore } from './invite.ts';
export { isOfResidentsCommitteesOnly } from './law.ts';
export {
  type BodyError,
  type BodyRule,
  changeMembers,
  closeBody,
  isRuledByTheLaw,
  type MemberInput,
  registerBody,
  ruleBody,
  setBodyMembersIn,
} from './manage-body.ts';
export { dutiesToMeet, type DutyToMeet } from './must-meet.ts';
export { noticeDaysKey } from './notice-days.ts';
export { bodyKindNames, informedNames, invitationStateNames, modeNames } from './around-text.ts';
export { type Quorum, quorumIsReached, seatsNeeded } from './quorum.ts';
export { belongsToMeeting } from './seats.ts';
export { dailyMeetings, remindDays, remindDaysKey } from './remind-meetings.ts';
export { loadSeries, type MeetingSeries, type SeriesLine } from './series.ts';
