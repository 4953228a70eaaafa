import type { PermissionTable } from '#platform/access';

/** Matters are public; residents raise and support, the committee decides with reasons, the office rules on appeals. */
export const matterPermissions: PermissionTable = {
  'matter.read': ['anyone'],
  'matter.draft': ['anyone'],
  'matter.raise': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'matter.raise-for': ['steward', 'secretary', 'director'],
  'matter.support': ['resident'],
  'matter.support-for': ['steward', 'secretary', 'director'],
  'matter.withdraw': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'matter.decide': ['secretary', 'director'],
  'matter.follow': ['secretary', 'director', 'officer'],
  'matter.place': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'matter.say': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'matter.read-repeats': ['officer', 'head', 'auditor'],
  'matter.reopen': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property', 'officer'],
  'matter.hide': ['secretary', 'officer'],
  'matter.appeal': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'matter.rule-appeal': ['officer', 'head'],
  'matter.read-supporters': ['steward', 'secretary', 'director', 'officer', 'head', 'auditor'],
  'matter.read-names': ['secretary', 'director', 'officer', 'head', 'auditor'],
};
