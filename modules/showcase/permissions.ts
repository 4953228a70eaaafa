import type { PermissionTable } from '#platform/access';

/** Who may do what with cases: anybody reads; the community and the office write; the community alone agrees; the office publishes and imports. */
export const showcasePermissions: PermissionTable = {
  'case.read': ['anyone'],
  'case.write': ['secretary', 'director', 'officer', 'head'],
  'case.agree': ['secretary', 'director'],
  'case.publish': ['officer', 'head'],
  'case.withdraw': ['secretary', 'director', 'officer', 'head'],
  'case.start': ['secretary', 'director'],
  'case.import': ['officer', 'head'],
};
