/** Audits: for a limited time and scope, from samples drawn with a seed, with findings that are answered and put right. */
export {
  accessEndsByItself,
  type Audit,
  auditNumber,
  type AuditReport,
  auditState,
  type AuditState,
  type Item,
  type Part,
  type Sample,
  type Tick,
  type TickResult,
  tickResults,
  type Unit,
  units,
  whatTheActorIs,
} from './audit.ts';
export { auditsOfYear, type YearAudit } from './audits-of-year.ts';
export { type Method, methods, redrawProgram, ticketOf } from './draw.ts';
export { drawSample, populationNow, tickItem } from './draw-sample.ts';
export {
  amountNow,
  type Finding,
  findingState,
  type FindingState,
  type FindingStep,
  itIsOver,
  itIsOverdue,
  itStands,
  itWasIssued,
  nobodyJudgesTheOwnAnswer,
  severities,
  type Severity,
  severityNow,
  type StepKind,
  stepKinds,
  theStepFollows,
  waitsFor,
} from './finding.ts';
export { filesOfFindings, findFinding, findingsIssuedTo, findingsOf, type FindingFile } from './finding-store.ts';
export { mayTakeStep, takeStep, type StepInput } from './follow-finding.ts';
export { issueReport, publishSummary, publishSummaryKey, type SampleResult, sampleResults, summariesArePublished } from './issue-report.ts';
export { changeTerm, openAudit, type OpenAuditInput } from './open-audit.ts';
export { auditPermissions } from './permissions.ts';
export { auditsSeals } from './seals.ts';
export {
  drawnItems,
  findAudit,
  findItem,
  findReport,
  listAudits,
  populationOf,
  publicationOf,
  samplesOf,
  type Scope,
  scopeOf,
  strataOf,
  type Term,
  termsOf,
  ticksOf,
} from './store.ts';
export { type Paper, writeFinding } from './write-finding.ts';
