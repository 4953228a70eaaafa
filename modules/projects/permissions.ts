import type { PermissionTable } from '#platform/access';

/** Who may do what to projects. Conditions beyond the role (the rota, four eyes) are in the commands. */
export const projectPermissions: PermissionTable = {
  'project.read': ['anyone'],
  'project.read-staff': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer', 'admin'],
  'project.start': ['secretary', 'director'],
  'project.edit': ['secretary', 'director'],
  'project.submit': ['secretary', 'director'],
  'project.withdraw': ['secretary', 'director'],
  'project.agree': ['officer', 'head'],
  'project.begin-work': ['secretary', 'director'],
  'project.plan-shifts': ['secretary', 'director', 'supervisor'],
  // A resident checks in when the rota names them; supervisors, stewards and the committee always may.
  'project.check-in': ['secretary', 'director', 'supervisor', 'steward', 'resident'],
  'project.note': ['secretary', 'director'],
  'project.mark-picture': ['secretary', 'director', 'supervisor'],
  'project.ask-change': ['secretary', 'director'],
  'project.decide-change': ['officer', 'head'],
  'project.call-appraisal': ['secretary', 'director'],
  'project.accept': ['supervisor'],
  'project.settle': ['secretary', 'director'],
  'year-end.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
  'project.publish-settlement': ['secretary', 'director', 'officer', 'head'],
  'project.grade': ['officer', 'head'],
  'project.close': ['officer', 'head'],
  'project.start-upkeep': ['secretary', 'director'],
  'project.do-upkeep': ['keeper', 'secretary', 'director', 'steward'],
  // Besides these the keeper who is named for the task, whoever that is: the command asks for that.
  'project.report-upkeep': ['account'],
  'project.report-outcome': ['secretary', 'director', 'keeper', 'officer'],
  'project.stop': ['officer', 'head'],
};
