import type { PermissionTable } from '#platform/access';

/** Who may see and manage hand-overs; the two who hand over see and sign their own whatever they are. */
export const handoverPermissions: PermissionTable = {
  'handover.read': ['account'],
  'handover.list': ['officer', 'head', 'auditor', 'admin'],
  'handover.manage': ['officer', 'admin'],
  'handover.sign': ['account'],
};
