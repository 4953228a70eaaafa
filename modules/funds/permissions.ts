import type { PermissionTable } from '#platform/access';

/** Who may do what with policies, settings, rulings and rounds. */
export const fundPermissions: PermissionTable = {
  'policy.read': ['anyone'],
  'policy.adopt': ['officer', 'head'],
  'policy.edit': ['officer', 'head'],
  'policy.publish': ['officer', 'head'],
  'setting.set': ['officer', 'head'],
  'ruling.give': ['officer', 'head'],
  'round.read': ['anyone'],
  'round.open': ['officer', 'head'],
  'round.keep-vote': ['officer', 'head'],
  // The head decides whether a round is called off or opened again; the officer may ask for it.
  'round.end-early': ['head'],
  'round.reopen': ['head'],
  // Which neighbourhoods have not applied, and why.
  'round.follow': ['officer', 'head', 'auditor'],
  'round.place': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'round.answer': ['secretary', 'director'],
  'round.ask-question': ['secretary', 'director', 'steward', 'supervisor', 'keeper', 'partner', 'officer', 'head'],
  'round.help-note': ['secretary', 'director', 'officer', 'head', 'reviewer', 'partner'],
};
