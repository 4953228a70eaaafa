import { err, ok, type Result } from '#libs/result';
import { type Actor, holds } from '#platform/access';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { awardsOf, openAdvanceOf, releaseIn, reserveIn } from '#modules/books';
import { moneyMayMove } from './project.ts';
import { quotesSuffice } from './quotes.ts';
import { quotesOf } from './quotes-store.ts';
import { checkBudgetIn, staysWithinTheBudget } from './spending-budget.ts';
import { checkSpendingIn, shortfallOf } from './spending-check.ts';
import { turnToNext } from './spending-duties.ts';
import { mayPay, nextStep, nobodyApprovesTwice, requesterNeverApproves, rolesFor, type SpendingState } from './spending-request.ts';
import { termsOf } from './spending-terms.ts';
import { insertApproval, lockSpendingRequest, saveSpendingState, type SpendingRequest } from './spending-store.ts';
import { findProject, lockProject } from './store.ts';

/**
 * `not-found` · `not-allowed` · `wrong-state` · `own-request` the requester never approves · `approved-before` the same
 * person never twice · `quotes-missing` suppliers are compared first · `not-your-step` another role is asked first · `note-missing` a refusal says why · `not-enough-money` the
 * last approval keeps the money, and it is not there · `over-budget` others were approved first and the budget of the use is gone · `verdict-changed` the policy has changed since it was asked.
 */
export type ApproveSpendingError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'own-request'
  | 'approved-before'
  | 'quotes-missing'
  | 'not-your-step'
  | 'note-missing'
  | 'not-enough-money'
  | 'verdict-changed'
  | 'over-budget'
  | 'no-policy'
  | 'key-reused';

/** Whether this person may take the next step of a request now; null when they may, else why not. */
export function whyNotApprove(
  actor: Actor,
  request: SpendingRequest,
  neighbourhoodId: string,
): 'wrong-state' | 'own-request' | 'approved-before' | 'not-your-step' | null {
  const step = nextStep(request.chain, request.approvals);
  const asked = step === null ? undefined : request.chain[step - 1];
  if (request.state !== 'asked' || !asked) return 'wrong-state';
  if (!requesterNeverApproves(request.requesterId, actor.personId)) return 'own-request';
  if (!nobodyApprovesTwice(request.approvals, actor.personId)) return 'approved-before';
  return holds(actor, rolesFor(asked), neighbourhoodId, 'spending.approve') ? null : 'not-your-step';
}

/** Decides the next step of a request. The last approval keeps the money (reserves it), or refuses for want of it. */
export const decideSpending = (
  context: CommandContext,
  input: { requestId: string; decision: 'approved' | 'refused'; note: string },
): Promise<Result<SpendingState, ApproveSpendingError>> =>
  runCommand(context, 'approve-spending-request', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.approve', project) || !tx.actor.personId) return err('not-allowed');
    const barred = whyNotApprove(tx.actor, request, project.neighbourhoodId);
    if (barred) return err(barred);
    if (input.decision === 'refused' && input.note.trim() === '') return err('note-missing');
    if (input.decision === 'approved' && !quotesSuffice(await quotesOf(tx, request.id), (await termsOf(tx, request.id)).quotesLeast))
      return err('quotes-missing');

    const step = request.approvals.length + 1;
    const asked = request.chain[step - 1];
    const approval = {
      step,
      role: asked?.role ?? '',
      title: asked?.zh ?? '',
      personId: tx.actor.personId,
      personName: tx.actor.name,
      decision: input.decision,
      note: input.note.trim(),
    };
    await insertApproval(tx, request, approval);
    const state: SpendingState = input.decision === 'refused' ? 'refused' : step === request.chain.length ? 'approved' : 'asked';
    if (state === 'approved') {
      const kept = await keepMoney(tx, request);
      if (!kept.ok) return kept;
    }
    await saveSpendingState(tx, request.id, state, state === 'refused' ? { reason: input.note.trim() } : {});
    await turnToNext(tx, request, state, project, [...request.approvals, { ...approval, at: tx.now }]);
    tx.audit({
      action: `spending.${input.decision === 'approved' ? 'approve' : 'refuse'}`,
      subjectKind: 'spending',
      subjectId: request.id,
      text: { step, item: request.item, note: input.note },
    });
    await tx.emit('spending.decided', { requestId: request.id, projectId: project.id, state });
    return ok(state);
  });

/** Reserves line by line from the sources that the policy lets pay on this day. */
async function keepMoney(
  tx: CommandTx,
  request: SpendingRequest,
): Promise<Result<void, 'not-enough-money' | 'verdict-changed' | 'wrong-state' | 'over-budget' | 'no-policy'>> {
  const project = await lockProject(tx, request.projectId);
  if (!project || !moneyMayMove(project.state)) return err('wrong-state');
  const check = await checkSpendingIn(tx, project, request.item, request.lines, tx.today);
  if (!check.ok) return check;
  const perLine = check.value.lines.map(mayPay);
  if (perLine.some((sources) => sources.length === 0)) return err('verdict-changed');
  const budget = await checkBudgetIn(tx, project, request.lines);
  if (budget && !staysWithinTheBudget(budget)) return err('over-budget');
  const reserved = await reserveIn(tx, {
    projectId: project.id,
    subjectId: request.id,
    text: `预留：${request.item}`,
    lines: request.lines.map((line, index) => ({ ...line, awardIds: perLine[index] ?? [] })),
  });
  if (reserved.ok) return ok();
  if (reserved.error !== 'not-enough-money') throw new Error(`a request is reserved once: ${reserved.error}`);
  return err('not-enough-money');
}

/** Why the last approval could not keep the money, for the page. */
export async function whyNotReserved(tx: Parameters<typeof awardsOf>[0], request: SpendingRequest, day: string) {
  return shortfallOf(await awardsOf(tx, request.projectId), request.lines, request.verdict.map(mayPay), day);
}

/** `not-found` · `not-allowed` only the requester, or the office · `wrong-state` it is paid or settled · `advance-open` money is in somebody's hands · `reason-required`. */
export type WithdrawSpendingError = 'not-found' | 'not-allowed' | 'wrong-state' | 'advance-open' | 'reason-required' | 'key-reused';

/** Takes a request back before it is paid; what was kept for it is free again. */
export const withdrawSpending = (context: CommandContext, input: { requestId: string; reason: string }): Promise<Result<void, WithdrawSpendingError>> =>
  runCommand(context, 'withdraw-spending-request', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    const mine = request.requesterId === tx.actor.personId && tx.can('spending.ask', project);
    if (!mine && !tx.can('spending.rule', project)) return err('not-allowed');
    if (!['needs_ruling', 'asked', 'approved'].includes(request.state)) return err('wrong-state');
    if (await openAdvanceOf(tx, request.id)) return err('advance-open');
    if (input.reason.trim() === '') return err('reason-required');
    if (request.state === 'approved') await releaseIn(tx, { projectId: project.id, subjectId: request.id, reason: `撤回：${request.item}` });
    await saveSpendingState(tx, request.id, 'withdrawn', { reason: input.reason.trim() });
    await turnToNext(tx, request, 'withdrawn', project);
    tx.audit({ action: 'spending.withdraw', subjectKind: 'spending', subjectId: request.id, text: { reason: input.reason } });
    await tx.emit('spending.withdrawn', { requestId: request.id, projectId: project.id });
    return ok();
  });
