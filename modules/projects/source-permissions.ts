import type { PermissionTable } from '#platform/access';

/** Who may do what with the terms of a project's sources. Conditions beyond the role (another person, the next day) are in the commands. */
export const sourcePermissions: PermissionTable = {
  // Terms and figures are public; papers and names are not.
  'source.read': ['anyone'],
  'source.read-papers': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
  'source.record': ['secretary', 'director'],
  'tranche.plan': ['officer', 'head'],
  'tranche.paper': ['officer', 'head', 'auditor', 'secretary', 'director'],
  'crowd.read': ['anyone'],
  'crowd.open': ['secretary', 'director'],
  'goods.value': ['secretary', 'director'],
  'goods.agree': ['secretary', 'director', 'supervisor'],
  'money.refund': ['secretary', 'director'],
  'shortfall.choose': ['secretary', 'director', 'officer', 'head'],
  'shortfall.answer': ['secretary', 'director'],
  'shortfall.extend': ['officer', 'head'],
};
