import type { PermissionTable } from '#platform/access';

/** Who may do what with surveys. Answers are read as figures of groups only. */
export const surveyPermissions: PermissionTable = {
  'survey.read': ['account'],
  'survey.hold': ['secretary', 'director', 'officer', 'head'],
  // Results while a survey is open, and which doors are still waited for.
  'survey.watch': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'survey.answer': ['resident', 'steward', 'supervisor', 'keeper', 'secretary', 'director'],
  // Whoever holds a drawn household's letter: the code is asked for in the command.
  'survey.answer-by-code': ['anyone'],
  // On paper or by telephone, for somebody else's door.
  'survey.enter': ['steward', 'secretary', 'director', 'officer', 'head'],
};
