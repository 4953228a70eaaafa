import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { giveRulingIn, type GiveRulingError } from '#modules/funds';
import { checkSpendingIn } from './spending-check.ts';
import { turnToNext } from './spending-duties.ts';
import { reasonsToRuleOn, type SpendingState } from './spending-request.ts';
import { insertSpendingRuling, lockSpendingRequest, saveSpendingState } from './spending-store.ts';
import { findProject } from './store.ts';

/** `not-found` · `wrong-state` nothing waits for a ruling · `own-request` nobody rules on what they asked for · `no-policy`, and the errors of a ruling. */
export type RuleSpendingError = GiveRulingError | 'not-found' | 'wrong-state' | 'own-request' | 'no-policy' | 'key-reused';

/** A named officer rules on everything that a request leaves open. The rulings are kept, and the request goes on or is refused. */
export const ruleOnSpending = (
  context: CommandContext,
  input: {
    requestId: string;
    decision: 'allowed' | 'forbidden';
    reason: string;
    validTo: string | null;
    validFrom?: string | null;
    reach?: 'project' | 'general';
  },
): Promise<Result<SpendingState, RuleSpendingError>> =>
  runCommand(context, 'rule-spending-request', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.rule', project)) return err('not-allowed');
    if (request.state !== 'needs_ruling') return err('wrong-state');
    if (request.requesterId === tx.actor.personId) return err('own-request');
    for (const reason of reasonsToRuleOn(request.verdict)) {
      const ruling = await giveRulingIn(tx, {
        ruleId: reason.rule,
        projectId: project.id,
        terms: reason.terms ?? [],
        item: request.item,
        clause: reason.clause,
        source: reason.source,
        decision: input.decision,
        reason: input.reason,
        validTo: input.validTo,
        validFrom: input.validFrom ?? null,
        reach: input.reach ?? 'project',
      });
      if (!ruling.ok) return ruling;
      await insertSpendingRuling(tx, request.id, ruling.value);
    }
    const check = await checkSpendingIn(tx, project, request.item, request.lines, tx.today);
    if (!check.ok) return check;
    const state: SpendingState = check.value.outcome === 'allowed' ? 'asked' : check.value.outcome === 'forbidden' ? 'refused' : 'needs_ruling';
    await saveSpendingState(tx, request.id, state, { verdict: check.value.lines, ...(state === 'refused' ? { reason: input.reason } : {}) });
    await turnToNext(tx, request, state, project);
    tx.audit({ action: 'spending.rule', subjectKind: 'spending', subjectId: request.id, text: { decision: input.decision, reason: input.reason } });
    await tx.emit('spending.ruled', { requestId: request.id, projectId: project.id, state });
    return ok(state);
  });
