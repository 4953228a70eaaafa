import type { PermissionTable } from '#platform/access';

/** Who may do what with checks, reviews and awards. Conditions beyond the role (conflicts, four eyes) are in the commands. */
export const reviewPermissions: PermissionTable = {
  'application.check': ['officer', 'head'],
  'check.read': ['officer', 'head', 'auditor'],
  'review.assign': ['officer', 'head'],
  'review.read': ['reviewer', 'officer', 'head', 'auditor'],
  'review.score': ['reviewer'],
  'award.propose': ['officer', 'head'],
  'award.confirm': ['head'],
  'award.outcome': ['officer', 'head', 'auditor', 'reviewer', 'secretary', 'director'],
  'round.decide': ['officer', 'head'],
  'office.read': ['officer', 'head', 'auditor'],
};
