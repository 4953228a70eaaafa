import type { PermissionTable } from '#platform/access';

/** Who may do what with people; denied unless listed. Names in full are for those who work with them. */
export const peoplePermissions: PermissionTable = {
  'home.read': ['secretary', 'director', 'officer', 'head', 'auditor', 'admin'],
  'household.edit': ['secretary', 'director', 'officer', 'admin', 'system'],
  'person.read': ['secretary', 'director', 'officer', 'head', 'auditor', 'admin'],
  'person.edit': ['secretary', 'director', 'officer', 'admin', 'system'],
  'person.export': ['secretary', 'officer', 'auditor', 'admin'],
  'person.link': ['admin'],
  'organisation.read': ['anyone'],
  'organisation.edit': ['secretary', 'officer', 'admin', 'system'],
  'role.read': ['anyone'],
  // Who stands in for whom is public, like the functions themselves.
  'deputy.read': ['anyone'],
  'deputy.name': ['secretary', 'director', 'officer', 'head', 'admin'],
  'role.give': ['secretary', 'officer', 'admin', 'system'],
  'letter.issue': ['secretary', 'officer', 'admin', 'system'],
  'household.activate': ['anyone'],
  'household.ask-vouch': ['account'],
  'household.vouch': ['steward', 'secretary'],
  'roster.import': ['secretary', 'officer', 'admin', 'system'],
  'assist.record': ['steward', 'secretary', 'director', 'officer'],
  'me.read': ['account'],
  'me.edit': ['account'],
  'office.start': ['secretary', 'officer', 'admin'],
};
