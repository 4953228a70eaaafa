import type { PermissionTable } from '#platform/access';

/** Who may do what with consents. Who answers is decided by the roll, who collects by the campaign's own list. */
export const consentPermissions: PermissionTable = {
  'consent.read': ['anyone'],
  'consent.create': ['secretary', 'director'],
  'consent.run': ['secretary', 'director'],
  // Names of owners and signers, who is left, papers to print.
  'consent.names': ['secretary', 'director', 'officer', 'auditor'],
  'consent.record': ['secretary', 'director'],
  // Whoever is named as collector, for their entrances: asked of the campaign, not of a role.
  'consent.collect': ['account'],
  'consent.sign': ['account'],
  'consent.contest': ['account'],
  // Nobody settles what they recorded; the office may always step in.
  'consent.settle': ['secretary', 'director', 'officer', 'head'],
  'consent.annex': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'consent.settings': ['officer', 'head'],
};
