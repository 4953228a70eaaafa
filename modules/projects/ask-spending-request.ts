import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { purchaseTerms } from '#modules/funds';
import { moneyMayMove } from './project.ts';
import { checkBudgetIn, staysWithinTheBudget } from './spending-budget.ts';
import { checkSpendingIn, spendingTermsIn } from './spending-check.ts';
import { turnToNext } from './spending-duties.ts';
import type { SpendingLine } from './spending-request.ts';
import { insertTerms, termsFor } from './spending-terms.ts';
import { findSpendingRequest, insertSpendingRequest, nextRequestNo } from './spending-store.ts';
import { lockProject } from './store.ts';

/** What is to be bought and why, asked before any money is spent. */
export interface AskSpendingInput {
  projectId: string;
  item: string;
  why: string;
  payee: string;
  lines: readonly SpendingLine[];
}

/**
 * `not-found` · `not-allowed` · `wrong-state` the project's money does not move now · `no-lines` · `not-a-person` only a
 * known person asks · `forbidden` by the policy for every source: checkSpendingIn says why · `over-budget` the category's agreed budget
 * is used up: a change is asked for first · `no-policy` · `approval-unset`.
 */
export type AskSpendingError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'no-lines'
  | 'not-a-person'
  | 'forbidden'
  | 'no-policy'
  | 'approval-unset'
  | 'over-budget'
  | 'key-reused';

/** Asks for money. What the policy leaves open goes to the office for a ruling first. Returns the request's id. */
export const askSpending = (context: CommandContext, input: AskSpendingInput): Promise<Result<string, AskSpendingError>> =>
  runCommand(context, 'ask-spending-request', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('spending.ask', project)) return err('not-allowed');
    if (!tx.actor.personId) return err('not-a-person');
    if (!moneyMayMove(project.state)) return err('wrong-state');
    if (input.lines.length === 0 || input.lines.some((line) => line.amountFen <= 0n || line.text.trim() === '')) return err('no-lines');

    const amountFen = input.lines.reduce((sum, line) => sum + line.amountFen, 0n);
    const check = await checkSpendingIn(tx, project, input.item, input.lines, tx.today);
    if (!check.ok) return check;
    if (check.value.outcome === 'forbidden') return err('forbidden');
    const budget = await checkBudgetIn(tx, project, input.lines);
    if (budget && !staysWithinTheBudget(budget)) return err('over-budget');
    const terms = await spendingTermsIn(tx, amountFen, tx.today, project);
    if (!terms.ok) return terms;

    const id = tx.newId();
    const state = check.value.outcome === 'needs-ruling' ? 'needs_ruling' : 'asked';
    await insertSpendingRequest(tx, {
      id,
      projectId: project.id,
      no: await nextRequestNo(tx, project.id),
      item: input.item.trim(),
      why: input.why.trim(),
      payee: input.payee.trim(),
      amountFen,
      requesterId: tx.actor.personId,
      state,
      verdict: check.value.lines,
      ...terms.value,
      lines: input.lines.map((line) => ({ ...line, text: line.text.trim() })),
    });
    await insertTerms(tx, id, termsFor(amountFen, await purchaseTerms(tx, tx.today)));
    const request = await findSpendingRequest(tx, id);
    if (!request) throw new Error('a request that was written is found');
    await turnToNext(tx, request, state, project);
    tx.audit({
      action: 'spending.ask',
      subjectKind: 'spending',
      subjectId: id,
      text: { item: request.item, amountFen, projectId: project.id, outcome: check.value.outcome },
    });
    await tx.emit('spending.asked', { requestId: id, projectId: project.id, amountFen, outcome: check.value.outcome });
    return ok(id);
  });
