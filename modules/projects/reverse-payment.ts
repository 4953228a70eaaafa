import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import {
  findExpense,
  openAdvanceOf,
  readingsOf,
  reopenReadingsIn,
  reserveIn,
  reverseIn,
  type ReverseError,
  settleReadingsIn,
  supplierRefundsOf,
  vouchersOf,
  withdrawVoucherIn,
} from '#modules/books';
import { dropDuties } from '#modules/inbox';
import { moneyMayMove } from './project.ts';
import { openSettleDuty } from './advance-spending.ts';
import { turnToNext } from './spending-duties.ts';
import { mayPay } from './spending-request.ts';
import { lockSpendingRequest, type SpendingRequest } from './spending-store.ts';
import { lockProject } from './store.ts';

/** What becomes of the request: `reopened` approved again with its money kept · `ended` taken back · `advance-open` its advance is in somebody's hands again. */
export type ReversalOutcome = 'reopened' | 'ended' | 'advance-open';

/** How a payment was undone. */
export interface PaymentReversal {
  expenseId: string;
  recordedBy: string;
  reversedBy: string;
  reason: string;
  outcome: ReversalOutcome;
  at: Date;
}

const reversalRow = z
  .object({
    expense_id: z.string(),
    recorded_by: z.string(),
    reversed_by: z.string(),
    reason: z.string(),
    outcome: z.enum(['reopened', 'ended', 'advance-open']),
    at: z.date(),
  })
  .transform(
    (r): PaymentReversal => ({ expenseId: r.expense_id, recordedBy: r.recorded_by, reversedBy: r.reversed_by, reason: r.reason, outcome: r.outcome, at: r.at }),
  );

/** Payments of a request that were undone, oldest first. */
export const paymentReversalsOf = (tx: Tx, requestId: string): Promise<PaymentReversal[]> =>
  tx.all(
    sql`select expense_id, recorded_by, reversed_by, reason, outcome, at from payment_reversal
    where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by at, txn_id`,
    reversalRow,
  );

/** Who recorded a payment does not undo it: that takes another person. */
export const anotherPersonUndoesThePayment = (recordedBy: string | null, personId: string | null): boolean =>
  recordedBy !== null && personId !== null && recordedBy !== personId;

/**
 * `not-found` · `not-allowed` · `wrong-state` not paid, or the accounts are settled · `own-payment` who recorded it does not undo it ·
 * `reason-required` · `red-lettered` a red letter stands on a voucher of it · `not-enough-money` to keep the request's money again ·
 * and what the books refuse of a reversal.
 */
export type ReversePaymentError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'own-payment'
  | 'reason-required'
  | 'red-lettered'
  | 'key-reused'
  | ReverseError;

/**
 * The office undoes a payment that was recorded wrongly: its vouchers are withdrawn, the sources have their money again, and the request is
 * approved once more or ends. What was paid by settling an advance opens the advance again.
 */
export const reversePayment = (
  context: CommandContext,
  input: { requestId: string; reason: string; then: 'reopen' | 'end' },
): Promise<Result<ReversalOutcome, ReversePaymentError>> =>
  runCommand(context, 'reverse-payment', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await lockProject(tx, request.projectId));
    const expense = request?.expenseId ? await findExpense(tx, request.expenseId) : null;
    if (!request || !project) return err('not-found');
    if (!tx.can('money.reverse', project)) return err('not-allowed');
    if (!expense?.txnId || !['paid', 'vouchered', 'closed'].includes(request.state) || !moneyMayMove(project.state)) return err('wrong-state');
    if (!anotherPersonUndoesThePayment(expense.recordedBy, tx.actor.personId) || request.paidBy === tx.actor.personId) return err('own-payment');
    const reason = input.reason.trim();
    if (reason === '') return err('reason-required');
    if ((await supplierRefundsOf(tx, expense.id)).some((refund) => refund.inForce)) return err('refunded');
    const vouchers = (await vouchersOf(tx, expense.id)).filter((voucher) => !voucher.withdrawn);
    if (vouchers.some((voucher) => voucher.provesFen !== voucher.claimedFen)) return err('red-lettered');
    await withdrawPapers(tx, expense.id, vouchers, reason);
    const reversed = await reverseIn(tx, { txnId: expense.txnId, reason: `冲销付款：${reason}`.slice(0, 500) });
    if (!reversed.ok) return reversed;

    const advance = await openAdvanceOf(tx, request.id);
    const outcome: ReversalOutcome = advance ? 'advance-open' : input.then === 'end' ? 'ended' : 'reopened';
    await tx.exec(sql`insert into payment_reversal (subdistrict_id, txn_id, expense_id, request_id, recorded_by, reversed_by, reason, outcome, at)
      values (${tx.subdistrictId}, ${reversed.value.txnId}, ${expense.id}, ${request.id}, ${expense.recordedBy}, ${tx.actor.personId}, ${reason}, ${outcome}, ${tx.now})`);
    if (outcome === 'reopened' && !(await keepAgain(tx, request))) return err('not-enough-money');
    await saveUnpaid(tx, request.id, outcome === 'ended' ? 'withdrawn' : 'approved', `付款已冲销：${reason}`);
    if (outcome === 'ended') await dropDuties(tx, { subjectId: request.id });
    else if (!advance) await turnToNext(tx, request, 'approved', project);
    else {
      await dropDuties(tx, { subjectId: request.id });
      await openSettleDuty(tx, request, project, advance.holder.name, advance.day);
    }
    tx.audit({ action: 'money.reverse-payment', subjectKind: 'spending', subjectId: request.id, text: { item: request.item, reason, outcome } });
    await tx.emit('spending.payment-reversed', { requestId: request.id, projectId: project.id, outcome });
    return ok(outcome);
  });

/** Vouchers of a payment that never was are withdrawn; what waits to be confirmed for it is dropped. */
async function withdrawPapers(tx: CommandTx, expenseId: string, vouchers: readonly { id: string }[], reason: string): Promise<void> {
  for (const voucher of vouchers) {
    const withdrawn = await withdrawVoucherIn(tx, { voucherId: voucher.id, reason: `付款已冲销：${reason}`.slice(0, 500) });
    if (!withdrawn.ok) throw new Error(`a voucher in force was not withdrawn: ${withdrawn.error}`);
    await reopenReadingsIn(tx, voucher.id);
  }
  const waiting = (await readingsOf(tx, expenseId)).filter((reading) => reading.state === 'waiting');
  await settleReadingsIn(tx, waiting, { dropped: '付款已冲销' });
}

/** Keeps the money of the request again, as at its last approval. */
async function keepAgain(tx: CommandTx, request: SpendingRequest): Promise<boolean> {
  const kept = await reserveIn(tx, {
    projectId: request.projectId,
    subjectId: request.id,
    text: `预留：${request.item}`,
    lines: request.lines.map((line, index) => {
      const verdict = request.verdict[index];
      const awardIds = verdict ? mayPay(verdict) : [];
      return { ...line, awardIds: awardIds.length > 0 ? awardIds : null };
    }),
  });
  return kept.ok;
}

const saveUnpaid = (tx: CommandTx, id: string, state: 'approved' | 'withdrawn', reason: string): Promise<number> =>
  tx.exec(sql`update spending_request set state = ${state}, state_reason = ${state === 'withdrawn' ? reason : null}, expense_id = null, paid_by = null, vouchered_by = null, closed_by = null,
    closed_at = null where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
