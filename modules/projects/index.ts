/** Projects from their application to their upkeep: states, commands, queries. README.md draws the road. */
export * from './accept-project.ts';
export * from './acceptance-list.ts';
export { acceptanceList, projectOfItem } from './acceptance-list-store.ts';
export * from './check-acceptance.ts';
export * from './tell-grade.ts';
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
export { type FieldComment, type KeptComment, listComments } from './application-comments.ts';
export { answerRemarks, type OpenRemark, remarksOn } from './application-remarks.ts';
export { roundForApplication, roundsUnderEarlierPolicies } from './application-round.ts';
export * from './application-findings.ts';
export * from './application-steps.ts';
export * from './begin-work.ts';
export * from './bring-in-project.ts';
export * from './opening-balances.ts';
export * from './call-appraisal.ts';
export * from './budget-in-force.ts';
export * from './change-project.ts';
export * from './check-in-facts.ts';
export { type CheckInCorrection, type CheckInFact, checkInFactsOf, correctionsOf, type WorksPlace, worksPlaceOf } from './check-in-fact-store.ts';
export * from './check-mid-term.ts';
export * from './check-in.ts';
export * from './closing.ts';
export * from './compare-applications.ts';
export {
  type Acceptance,
  findSettlement,
  type SettlementCheck,
  settlementCheckOf,
  type Grade,
  gradesOf,
  listAcceptances,
  listGrades,
  type Settlement,
} from './closing-store.ts';
export { bigChangeKey, deadlineKey, dutiesWithDeadline, teamChangeKey } from './deadlines.ts';
export * from './doing.ts';
export { type ChangeRequest, type CheckIn, listChanges, listCheckIns, listShifts, type Shift } from './doing-store.ts';
export * from './grade-project.ts';
export * from './upkeep.ts';
export * from './keeper-answer.ts';
export * from './keeper-acceptance.ts';
export * from './merge-drafts.ts';
export * from './page-of-projects.ts';
export * from './project-counts.ts';
export { type Delays, delaysAmong, delaysOf, itWasAskedLate, lastDayOfWorks, silentlyLate } from './last-day.ts';
export * from './mid-term.ts';
export { listMidTerms, type MidTerm, midTermOf, type WorksFacts } from './mid-term-store.ts';
export * from './permissions.ts';
export { areAlike, type PriceReference, priceReferences, type PriceSeen } from './price-references.ts';
export { infeasiblePlansOf, pendingPlans, restOfTheBudget } from './pending-plans.ts';
export { type InfeasiblePlan, infeasiblePlans, type PendingPlan, type PlanHelp, type PlanLine } from './plan-feasibility.ts';
export { planShifts, type PlanShiftsInput, cancelShift } from './plan-shifts.ts';
export { dropTask, noteTask, planTask, type PlanTaskError, type PlanTaskInput, startPlan } from './plan-tasks.ts';
export * from './project.ts';
export * from './promises.ts';
export { type Helper, helpersFor, mayMoveStuck, moveStuck, type MoveStuckError, type MoveStuckInput, raiseStuck } from './raise-stuck.ts';
export * from './record-progress.ts';
export { type IndicatorReading, listNotes, listPictureMarks, listReadings, type MidTermNote, type PictureMark } from './record-store.ts';
export * from './review-hooks.ts';
export * from './save-application.ts';
export * from './return-at-year-end.ts';
export { listNeeds, listSwaps, type RotaNeed, type ShiftSwap } from './rota-store.ts';
export * from './settle-project.ts';
export * from './settlement-notice.ts';
export * from './year-end.ts';
export { signUpForWatch, unwantWatch, wantWatch } from './sign-up-shift.ts';
export * from './sources.ts';
export * from './spending.ts';
export * from './start-application.ts';
export * from './statements.ts';
export * from './stuck.ts';
export { findStuck, listStuck, projectsWithStuck, type Stuck, stuckOf, type StuckStep } from './stuck-store.ts';
export * from './submit-application.ts';
export * from './swap-shift.ts';
export { isOfTheTeam, theTeamNames } from './team.ts';
export {
  findProject,
  countProjectsByPlace,
  listProjects,
  lockProject,
  type Project,
  type ProjectFilter,
  projectsByIds,
  yearsOfApplications,
  type ProjectStep,
  projectSteps,
} from './store.ts';
export { handOverStopped, type StoppedAsset, windUpStop, type WorksStop, worksStopOf } from './wind-up-stop.ts';
export * from './work-plan.ts';
export { listTasks, taskSteps, type WorkTask } from './work-plan-store.ts';
export { worksFacts } from './works-facts.ts';
export { dailyWorks } from './works-round.ts';
export * from './visit-project.ts';
export { type FindingMove, findingMoves, type FindingState, listVisits, type Visit, type VisitFinding, visitKinds, type VisitKind } from './visit-store.ts';
export { type Turn, turns } from './turns.ts';
export type { Upload } from './upload.ts';
export { dailyPlans, factsThatChangePlans, watchPlans, watchPlansIn } from './watch-plans.ts';
export * from './withdraw-project.ts';
export * from './spending.ts';
export { projectsSeals } from './seals.ts';
export { purchaseSeals } from './seals-of-purchases.ts';
export { leaveRoundIn } from './round-ends.ts';
export { aboveQuotaWith, askedInRound } from './round-quota.ts';
export { giveTasksOn, requestsAskedBy, tasksInHands, thingsInHands } from './hand-over.ts';
