import type { PermissionTable } from '#platform/access';

/** Who may do what at closing and in the year-end value review. */
export const closingPermissions: PermissionTable = {
  'drift.judge': ['officer', 'head'],
  'satisfaction.ask': ['secretary', 'director', 'officer', 'head'],
  'closing.note': ['secretary', 'director'],
  'lesson.tell': ['secretary', 'director', 'supervisor', 'keeper', 'officer', 'head'],
  'lesson.read': ['anyone'],
  'value-review.hold': ['officer', 'head'],
  'value-review.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer'],
  // Whoever is named for the panel, whatever the role: the command asks for that.
  'value-review.judge': ['account'],
  'grade-effect.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
};
