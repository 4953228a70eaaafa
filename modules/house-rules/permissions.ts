import type { PermissionTable } from '#platform/access';

/** Who may do what with house rules. Who votes on them is decided by the ballot's roll. */
export const houseRulePermissions: PermissionTable = {
  'house-rule.read': ['anyone'],
  'house-rule.draft': ['secretary', 'director'],
  'house-rule.comment': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'house-rule.comment-for': ['steward', 'secretary', 'director'],
  'house-rule.reply': ['secretary', 'director'],
  // Full names of those who commented.
  'house-rule.read-names': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'house-rule.hide': ['secretary', 'officer'],
  'house-rule.appeal': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'house-rule.rule-appeal': ['officer', 'head'],
  'house-rule.vote': ['secretary', 'director'],
  'house-rule.cite': ['secretary', 'director', 'officer', 'head'],
  'house-rule.report-breach': ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'],
  'house-rule.set': ['officer', 'head'],
};
