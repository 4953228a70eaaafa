import type { PermissionTable } from '#platform/access';

/** Who may do what with meetings and resolutions. Published things are for everybody. */
export const meetingPermissions: PermissionTable = {
  'meeting.read': ['anyone'],
  'meeting.call': ['secretary', 'director'],
  // Who is invited by name, and what became of it.
  'meeting.invite': ['secretary', 'director', 'steward'],
  // An answer to one's own invitation.
  'meeting.answer': ['account'],
  // Who belongs to a committee, the representatives, a body.
  'meeting.body': ['secretary', 'director', 'officer', 'head'],
  // What the office rules for bodies and sets for notice and reminders.
  'meeting.rule': ['officer', 'head'],
  // One's own private calendar address.
  'meeting.calendar': ['account'],
  'meeting.cancel': ['secretary', 'director'],
  'meeting.sign-in': ['account'],
  'meeting.attend': ['secretary', 'director', 'steward'],
  'meeting.hold': ['secretary', 'director'],
  'meeting.record': ['secretary', 'director'],
  'meeting.publish': ['secretary', 'director'],
  // One's own signature, or another's on a screen held out by the recorder: the command asks for that.
  'meeting.sign': ['account'],
  'resolution.read': ['anyone'],
  'resolution.make': ['secretary', 'director'],
  // Besides these the named executor and the named supervisor, whoever they are: the command asks for that.
  'resolution.follow': ['account', 'system'],
  'resolution.appraise': ['secretary', 'director'],
  // Checks for a supervising organisation that nobody speaks for.
  'resolution.stand-in': ['director'],
};
