/** Projects from their application to their upkeep: states, commands, queries. README.md draws the road. */
export * from './accept-project.ts';
export * from './application.ts';
export * from './application-draft.ts';
export { applicationFacts } from './application-facts.ts';
export {
  type ApplicationCheck,
  type ApplicationVersion,
  findApplication,
  findDraft as findApplicationDraft,
  insertCheck as keepApplicationCheckIn,
  listChecks,
  listVersions,
  type SavedDraft,
  versionTotals,
} from './application-store.ts';
export * from './begin-work.ts';
export * from './bring-in-project.ts';
export * from './opening-balances.ts';
export * from './call-appraisal.ts';
export * from './change-project.ts';
export * from './check-in.ts';
export * from './closing.ts';
export {
  type Acceptance,
  findSettlement,
  type SettlementCheck,
  settlementCheckOf,
  findUpkeepTask,
  type Grade,
  gradesOf,
  listAcceptances,
  listGrades,
  listUpkeep,
  type Settlement,
  type UpkeepTask,
} from './closing-store.ts';
export { bigChangeKey, deadlineKey, dutiesWithDeadline } from './deadlines.ts';
export * from './doing.ts';
export { type ChangeRequest, type CheckIn, listChanges, listCheckIns, listShifts, type Shift } from './doing-store.ts';
export * from './grade-project.ts';
export * from './keep-up.ts';
export * from './permissions.ts';
export { infeasiblePlansOf, pendingPlans, restOfTheBudget } from './pending-plans.ts';
export { type InfeasiblePlan, infeasiblePlans, type PendingPlan, type PlanHelp, type PlanLine } from './plan-feasibility.ts';
export * from './plan-shifts.ts';
export * from './project.ts';
export * from './record-progress.ts';
export { type IndicatorReading, listNotes, listPictureMarks, listReadings, type MidTermNote, type PictureMark } from './record-store.ts';
export * from './review-hooks.ts';
export * from './save-application.ts';
export * from './return-at-year-end.ts';
export * from './settle-project.ts';
export * from './settlement-notice.ts';
export * from './year-end.ts';
export * from './sources.ts';
export * from './spending.ts';
export * from './start-application.ts';
export * from './statements.ts';
export * from './submit-application.ts';
export {
  findProject,
  listProjects,
  lockProject,
  type Project,
  type ProjectFilter,
  type ProjectStep,
  projectSteps,
} from './store.ts';
export { type Turn, turns } from './turns.ts';
export type { Upload } from './upload.ts';
export { dailyPlans, factsThatChangePlans, watchPlans, watchPlansIn } from './watch-plans.ts';
export * from './withdraw-project.ts';
export * from './spending.ts';
export { projectsSeals } from './seals.ts';
export { purchaseSeals } from './seals-of-purchases.ts';
