import type { PermissionTable } from '#platform/access';

/** Who may do what with policies, settings, rulings and rounds. */
export const fundPermissions: PermissionTable = {
  'policy.read': ['anyone'],
  'policy.adopt': ['officer', 'head'],
  'policy.edit': ['officer', 'head'],
  'policy.publish': ['officer', 'head'],
  'setting.set': ['officer', 'head'],
  'ruling.give': ['officer', 'head'],
  'round.read': ['anyone'],
  'round.open': ['officer', 'head'],
  'round.keep-vote': ['officer', 'head'],
};
