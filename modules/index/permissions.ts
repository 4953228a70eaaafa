import type { PermissionTable } from '#platform/access';

/**
 * Who may do what with the index. Residents read the compound they live in and the averages of its kind; committees their own compounds and the
 * ranking; the office everything. Nothing in it is about a person.
 */
export const indexPermissions: PermissionTable = {
  'index.read': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'property', 'officer', 'head', 'auditor'],
  // All compounds of the place, not only the one where one lives.
  'index.read-place': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'index.read-ranking': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'index.read-all': ['officer', 'head', 'auditor'],
  'index.enter': ['secretary', 'director', 'officer', 'head'],
  'index.contest': ['secretary', 'director'],
  'index.answer': ['officer', 'head'],
  'index.import': ['officer', 'head', 'system'],
  'index.feed': ['officer', 'head', 'system'],
  'index.compute': ['officer', 'head', 'system'],
  'index.review': ['officer', 'head', 'auditor'],
  'index.approve': ['head'],
  'index.publish': ['officer', 'head'],
  'index.weigh': ['officer', 'head'],
};
