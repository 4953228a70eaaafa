import type { PermissionTable } from '#platform/access';

/** Notices are public. Whoever has a home or a part in the place may object; the committee and the office publish and answer. */
export const noticePermissions: PermissionTable = {
  'notice.read': ['anyone'],
  'notice.publish': ['secretary', 'director', 'officer', 'head'],
  'notice.correct': ['secretary', 'director', 'officer', 'head'],
  // Whether something the law wants published applies here at all.
  'notice.exempt': ['secretary', 'director', 'officer', 'head'],
  'notice.object': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'notice.object-for': ['steward', 'secretary', 'director', 'officer'],
  // The objector has read the answer, or staff brought it: the command asks who it is.
  'notice.note-answer': ['account'],
  'notice.answer': ['secretary', 'director', 'officer', 'head'],
};
