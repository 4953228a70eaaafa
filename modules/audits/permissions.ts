import type { PermissionTable } from '#platform/access';

/**
 * Who may do what with audits. The named auditor needs no role: the audit itself opens its scope to that one person, from its first day to its last
 * (`whatTheActorIs`). Whoever holds the standing role of auditor reads what was issued, as the office does.
 */
export const auditPermissions: PermissionTable = {
  'audit.open': ['officer', 'head'],
  // The list and what is in it: the commands and pages ask what the reader is in this audit.
  'audit.read': ['account'],
  'audit.read-all': ['officer', 'head', 'auditor'],
  // Drawing, ticking, finding, issuing, reporting: the named auditor alone.
  'audit.work': ['account'],
  // For a committee its secretary or director; for the office its officer or head.
  'audit.answer': ['secretary', 'director', 'officer', 'head'],
  // Judging answers and remedies when the auditor's term is over; never one's own.
  'audit.follow': ['head', 'auditor'],
  'audit.publish': ['officer', 'head'],
};
