import type { PermissionTable } from '#platform/access';

/** The office's year is the office's and the auditors'; problems are referred upwards by the office. */
export const officePermissions: PermissionTable = {
  'office-year.read': ['officer', 'head', 'auditor'],
  'referral.read': ['officer', 'head', 'auditor'],
  'referral.write': ['officer', 'head'],
};
