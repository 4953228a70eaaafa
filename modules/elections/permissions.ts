import type { PermissionTable } from '#platform/access';

/** Who may do what in an election. Who votes and who nominates is decided by the roll. */
export const electionPermissions: PermissionTable = {
  'election.read': ['anyone'],
  'election.prepare': ['secretary', 'director'],
  'election.nominate': ['account'],
  'election.stand': ['account'],
  'election.check': ['secretary', 'director', 'officer'],
  // Who nominated whom, addresses and doors.
  'election.names': ['secretary', 'director', 'officer', 'auditor'],
  'election.station': ['secretary', 'director', 'steward'],
  // Counters are named by the election: the command asks whether the actor is one.
  'election.count': ['account'],
  'election.declare': ['secretary', 'director'],
  'election.confirm': ['officer'],
};
