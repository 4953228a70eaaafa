/** Closing: promises beside what was done, satisfaction of a sample, lessons, the year-end value review, and what grades do to the next year. README.md tells more. */
export {
  askSatisfaction,
  type AskSatisfactionError,
  type SampledShare,
  type Satisfaction,
  satisfactionOf,
  satisfactionQuestions,
  silenceBounds,
} from './ask-satisfaction.ts';
export * from './closing-notes.ts';
export * from './goal-drift.ts';
export { type GradeEffectOfPlace, gradeAdjustments, gradeEffects } from './grade-effect.ts';
export * from './hold-value-review.ts';
export { type DriftError, driftJudgements, driftOf, driftOfId, judgeDrift, promisedVersion } from './judge-drift.ts';
export { type LaidFacts, laidFacts, projectsToReview } from './laid-facts.ts';
export { closingPermissions } from './permissions.ts';
export { closingSeals } from './seals.ts';
export * from './share-interval.ts';
export * from './value-review.ts';
export {
  findValueSession,
  judgementsOf,
  type LaidProject,
  laidProjects,
  listValueSessions,
  panelOf,
  recusalsOf,
  type ValueSession,
} from './value-review-store.ts';
