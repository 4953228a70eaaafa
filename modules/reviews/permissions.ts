import type { PermissionTable } from '#platform/access';

/** Who may do what with reviews and awards. */
export const reviewPermissions: PermissionTable = {
  'review.assign': ['officer', 'head'],
  'review.read': ['reviewer', 'officer', 'head', 'auditor'],
  'review.score': ['reviewer'],
  'award.propose': ['officer', 'head'],
  'award.confirm': ['head'],
  'award.outcome': ['officer', 'head', 'auditor', 'reviewer', 'secretary', 'director'],
};
