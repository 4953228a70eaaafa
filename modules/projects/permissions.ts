import type { PermissionTable } from '#platform/access';

/** Who may do what to projects. Conditions beyond the role (the rota, four eyes) are in the commands. */
export const projectPermissions: PermissionTable = {
  'project.read': ['anyone'],
  'project.read-staff': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer', 'admin'],
  'project.start': ['secretary', 'director'],
  'project.edit': ['secretary', 'director'],
  'project.submit': ['secretary', 'director'],
  // Whoever the application names as keeper; the command asks for that.
  'project.answer-as-keeper': ['account'],
  'project.withdraw': ['secretary', 'director'],
  'project.agree': ['officer', 'head'],
  'project.begin-work': ['secretary', 'director'],
  'project.plan-tasks': ['secretary', 'director', 'supervisor'],
  // Besides the team and whoever the task or the watch names: the commands ask for that.
  'project.do-task': ['account'],
  'project.stuck': ['account'],
  'project.rota': ['account'],
  'project.correct-check-in': ['account'],
  // Those who work on the project; a visit is no public matter.
  'visit.read': ['account'],
  'project.visit': ['officer', 'head'],
  'project.record-visit': ['officer', 'head'],
  'project.move-finding': ['account'],
  'project.check-mid-term': ['officer', 'head', 'reviewer', 'auditor'],
  'project.answer-change': ['secretary', 'director', 'supervisor', 'officer', 'head'],
  'project.decide-team-change': ['secretary', 'director', 'supervisor'],
  'project.wind-up': ['secretary', 'director', 'officer', 'head'],
  'project.plan-shifts': ['secretary', 'director', 'supervisor'],
  // A resident checks in when the rota names them; supervisors, stewards and the committee always may.
  'project.check-in': ['secretary', 'director', 'supervisor', 'steward', 'resident'],
  'project.note': ['secretary', 'director'],
  'project.mark-picture': ['secretary', 'director', 'supervisor'],
  'project.ask-change': ['secretary', 'director'],
  'project.decide-change': ['officer', 'head'],
  'project.call-appraisal': ['secretary', 'director'],
  'project.accept': ['supervisor'],
  'project.draw-acceptance': ['secretary', 'director', 'supervisor', 'officer', 'head'],
  // For the residents: supervisor and steward; for the office: officer and head. Nobody of the team, whatever the role.
  'project.check-item': ['supervisor', 'steward', 'officer', 'head'],
  'project.settle': ['secretary', 'director'],
  'year-end.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
  'project.publish-settlement': ['secretary', 'director', 'officer', 'head'],
  'project.grade': ['officer', 'head'],
  'project.answer-grade': ['secretary', 'director'],
  'project.close': ['officer', 'head'],
  'project.start-upkeep': ['secretary', 'director'],
  'project.do-upkeep': ['keeper', 'secretary', 'director', 'steward'],
  // Besides these the keeper who is named for the task, whoever that is: the command asks for that.
  'project.report-upkeep': ['account'],
  'asset.register': ['secretary', 'director'],
  'asset.plan': ['secretary', 'director'],
  'asset.hand-over': ['secretary', 'director', 'officer', 'head'],
  // Besides these whoever was asked, and the keeper who leaves: the commands ask for that.
  'asset.answer': ['account'],
  'asset.cost': ['secretary', 'director', 'keeper'],
  'asset.decide-alarm': ['secretary', 'director', 'officer', 'head'],
  'asset.decide-office-alarm': ['officer', 'head'],
  'asset.abandon': ['secretary', 'director', 'officer', 'head'],
  'project.report-outcome': ['secretary', 'director', 'keeper', 'officer'],
  'project.stop': ['officer', 'head'],
};
