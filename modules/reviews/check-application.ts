import { err, ok, type Result } from '#libs/result';
import type { Reason, Verdict } from '#libs/policy';
import { civilDay, type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { checkApplicationIn, currentPack, giveRulingIn, type GiveRulingError } from '#modules/funds';
import {
  applicationFacts,
  type ApplicationVersion,
  declineIn,
  type FieldComment,
  findApplication,
  keepApplicationCheckIn,
  lockProject,
  markCheckedIn,
  type Project,
  returnForRevisionIn,
  type StepRefusal,
} from '#modules/projects';

/** `no-policy` the office has adopted none · `not-submitted` there is no application yet. */
export type CheckRefusal = 'not-found' | 'not-allowed' | 'no-policy' | 'not-submitted';

/** An application with the project it belongs to and what the rules of today say about it. */
export interface CheckedApplication {
  project: Project;
  application: ApplicationVersion;
  verdict: Verdict;
}

/** What the rules of the day say about a project's application now; nothing is stored. */
export async function verdictNow(tx: Tx, project: Project, day: string): Promise<Result<CheckedApplication, 'no-policy' | 'not-submitted'>> {
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!application) return err('not-submitted');
  // Whether it came in time is a matter of the day it was handed in, not of the day somebody looks.
  const facts = { ...(await applicationFacts(tx, project, application)), submittedOn: civilDay(application.submittedAt) };
  const verdict = await checkApplicationIn(tx, facts, day, project);
  return verdict ? ok({ project, application, verdict }) : err('no-policy');
}

async function checkIn(tx: CommandTx, projectId: string): Promise<Result<CheckedApplication, CheckRefusal>> {
  if (!tx.can('application.check', { neighbourhoodId: null })) return err('not-allowed');
  const project = await lockProject(tx, projectId);
  if (!project) return err('not-found');
  const checked = await verdictNow(tx, project, tx.today);
  if (!checked.ok) return checked;
  const { application, verdict } = checked.value;
  const pack = await currentPack(tx, tx.today, project);
  await keepApplicationCheckIn(tx, application.id, {
    pack: pack ? `${pack.code} ${pack.version}` : '',
    outcome: verdict.outcome,
    reasons: [...verdict.reasons],
  });
  tx.audit({
    action: 'application.check',
    subjectKind: 'project',
    subjectId: project.id,
    text: { version: application.version, outcome: verdict.outcome, rules: verdict.reasons.map(({ rule, outcome }) => `${rule}: ${outcome}`) },
  });
  await tx.emit('application.checked', { projectId: project.id, applicationId: application.id, outcome: verdict.outcome });
  return checked;
}

/**
 * Asks the policy about the application once more and keeps the verdict with all its reasons. Returns the verdict.
 * Event: `application.checked`. Errors: {@link CheckRefusal}.
 */
export const checkApplication = (context: CommandContext, input: { projectId: string }): Promise<Result<Verdict, CheckRefusal | 'key-reused'>> =>
  runCommand(context, 'check-application', async (tx): Promise<Result<Verdict, CheckRefusal>> => {
    const checked = await checkIn(tx, input.projectId);
    return checked.ok ? ok(checked.value.verdict) : checked;
  });

/** Why a check does not pass: a rule forbids it, somebody must rule on something, or a value must be set first. */
export type NotPassed = 'block' | 'needs-ruling' | 'needs-setting';

/** The office's check is passed: the policy is asked again now, and every reason must be kept. Errors: {@link NotPassed} beside the usual ones. */
export const markChecked = (
  context: CommandContext,
  input: { projectId: string },
): Promise<Result<void, CheckRefusal | NotPassed | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'mark-checked', async (tx): Promise<Result<void, CheckRefusal | NotPassed | StepRefusal>> => {
    const checked = await checkIn(tx, input.projectId);
    if (!checked.ok) return checked;
    if (checked.value.verdict.outcome !== 'pass') return err(checked.value.verdict.outcome);
    const moved = await markCheckedIn(tx, input);
    return moved.ok ? ok() : moved;
  });

/** Which reason is ruled on, and how. */
export interface RuleOnReasonInput {
  projectId: string;
  rule: string;
  terms: readonly string[];
  decision: 'allowed' | 'forbidden';
  reason: string;
  /** Last day on which the ruling holds; null for no end. */
  validTo: string | null;
}

/** True when a named ruling settles the reason: it is open now, or an earlier ruling for this project settled it. */
export const aRulingSettles = (reason: Reason): boolean =>
  (reason.terms?.length ?? 0) > 0 &&
  (reason.outcome === 'needs-ruling' || (reason.precedent?.sameProject === true && !(reason.status === 'text' && reason.code === 'use-forbidden')));

const sameTerms = (reason: Reason, terms: readonly string[]): boolean =>
  reason.terms?.length === terms.length && terms.every((term) => reason.terms?.includes(term));

/** What the ruling is about, in the words of the application. */
function itemOf(reason: Reason, application: ApplicationVersion): string {
  const line = reason.line === undefined ? undefined : application.lines[Number(reason.line) - 1];
  return line ? line.name : `${(reason.about ?? reason.title).zh}：${application.title}`;
}

/**
 * A named officer rules on a reason of the check; clause, source and item come from the reason itself. The ruling is kept and
 * shown for the next such case. Returns the ruling's id. `no-such-reason`: nothing of the kind is open to a ruling now.
 */
export const ruleOnReason = (
  context: CommandContext,
  input: RuleOnReasonInput,
): Promise<Result<string, CheckRefusal | GiveRulingError | 'no-such-reason' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'rule-on-reason', async (tx): Promise<Result<string, CheckRefusal | GiveRulingError | 'no-such-reason' | 'wrong-state'>> => {
    if (!tx.can('ruling.give', { neighbourhoodId: null })) return err('not-allowed');
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (project.state !== 'submitted' && project.state !== 'returned') return err('wrong-state');
    const checked = await verdictNow(tx, project, tx.today);
    if (!checked.ok) return checked;
    const reason = checked.value.verdict.reasons.find((each) => each.rule === input.rule && sameTerms(each, input.terms) && aRulingSettles(each));
    if (!reason) return err('no-such-reason');
    return giveRulingIn(tx, {
      ruleId: reason.rule,
      projectId: project.id,
      terms: reason.terms ?? [],
      item: itemOf(reason, checked.value.application),
      clause: reason.clause,
      source: reason.source,
      decision: input.decision,
      reason: input.reason,
      validTo: input.validTo,
    });
  });

/** Sends an application back to the committee with what is to be corrected, as a whole and field by field. Errors: `reason-required` (neither is said). */
export const returnApplication = (
  context: CommandContext,
  input: { projectId: string; reason: string; comments?: readonly FieldComment[] },
): Promise<Result<void, 'not-allowed' | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'return-application', async (tx): Promise<Result<void, 'not-allowed' | StepRefusal>> => {
    if (!tx.can('application.check', { neighbourhoodId: null })) return err('not-allowed');
    const moved = await returnForRevisionIn(tx, input);
    return moved.ok ? ok() : moved;
  });

/** Declines an application before it comes to the reviewers, with the reason; later the award's proposal does it. */
export const declineApplication = (
  context: CommandContext,
  input: { projectId: string; reason: string },
): Promise<Result<void, 'not-allowed' | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'decline-application', async (tx): Promise<Result<void, 'not-allowed' | StepRefusal>> => {
    if (!tx.can('application.check', { neighbourhoodId: null })) return err('not-allowed');
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (project.state !== 'submitted' && project.state !== 'checked') return err('wrong-state');
    const moved = await declineIn(tx, input);
    return moved.ok ? ok() : moved;
  });
