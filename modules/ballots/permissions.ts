import type { PermissionTable } from '#platform/access';

/** Who may do what with ballots. Who votes is decided by the roll, not by a role. */
export const ballotPermissions: PermissionTable = {
  'ballot.read': ['anyone'],
  'ballot.create': ['secretary', 'director'],
  'ballot.show-roll': ['secretary', 'director'],
  'ballot.open': ['secretary', 'director'],
  'ballot.vote': ['account'],
  // The word in its address is what lets a tablet vote; each voter adds the code of the own paper.
  'ballot.tablet': ['anyone'],
  'ballot.record': ['secretary', 'director', 'steward'],
  'ballot.cancel': ['secretary', 'director'],
  'ballot.close': ['secretary', 'director'],
  // Door by door with the choice, after closing: the people of the neighbourhood and those who answer for it. The public sees counts and tests.
  'ballot.votes': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'officer', 'head', 'auditor'],
  // Full names and papers with codes; the others see masked names.
  'ballot.names': ['secretary', 'director', 'officer', 'auditor'],
  'ballot.print': ['secretary', 'director', 'steward'],
};
