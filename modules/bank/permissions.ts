import type { PermissionTable } from '#platform/access';

/** Where the money lies is for those who keep it and those who check them; that a second person counts and signs is in the commands. */
export const bankPermissions: PermissionTable = {
  'bank.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
  'bank.register': ['secretary', 'director', 'officer', 'head'],
  'bank.import': ['secretary', 'director', 'officer', 'head'],
  'bank.withdraw': ['secretary', 'director', 'officer', 'head'],
  'bank.match': ['secretary', 'director', 'officer', 'head'],
  'bank.transfer': ['secretary', 'director', 'officer', 'head'],
  'cash.read': ['secretary', 'director', 'supervisor', 'steward', 'officer', 'head', 'auditor'],
  'cash.count': ['secretary', 'director', 'supervisor', 'steward', 'officer', 'head'],
};
