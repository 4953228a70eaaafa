import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import {
  findExpense,
  findVoucher,
  type RecordRedLetterError,
  recordRedLetterIn,
  type RedLetterFacts,
  type ReduceReceiptError,
  reduceReceiptIn,
  reductionsOf,
  reverseIn,
  type ReverseError,
  supplierRefundIn,
  type SupplierRefundError,
  supplierRefundsOf,
  vouchersOf,
} from '#modules/books';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { missingPapers } from './pay-spending-request.ts';
import { moneyMayMove } from './project.ts';
import { settleState } from './record-voucher.ts';
import { lockSpendingRequest, type SpendingRequest, spendingRequestOfExpense } from './spending-store.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** The duty to bring what the vouchers prove down to what was really paid, after a refund: by a red letter. */
export const redLetterDuty = 'spending.red-letter';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/** `proof-missing` the slip of the money that came back · `reason-required` · `day-in-future` · and what the books refuse of a refund. */
export type RefundSpendingError = Common | SupplierRefundError | 'proof-missing' | 'reason-required' | 'day-in-future';

export interface RefundSpendingInput {
  requestId: string;
  /** What came back, line by line as paid. */
  amountsFen: readonly bigint[];
  day: string;
  method: 'transfer' | 'cash';
  reason: string;
  proof: Upload | null;
}

/** Records what a supplier gave back after it was paid: the sources that paid have it again. Returns the refund's id. */
export const refundSpending = (context: CommandContext, input: RefundSpendingInput): Promise<Result<string, RefundSpendingError>> =>
  runCommand(context, 'refund-spending', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await lockProject(tx, request.projectId));
    const expense = request?.expenseId ? await findExpense(tx, request.expenseId) : null;
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.refund', project)) return err('not-allowed');
    if (!expense || !moneyMayMove(project.state)) return err('wrong-state');
    if (input.day > tx.today) return err('day-in-future');
    if (input.reason.trim() === '') return err('reason-required');
    if (!input.proof) return err('proof-missing');
    const [proofFileId] = await recordUploads(tx, [input.proof], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    if (!proofFileId) throw new Error('one upload is one file');
    const refunded = await supplierRefundIn(tx, {
      expenseId: expense.id,
      lines: expense.lines.map((line, index) => ({ lineId: line.id, amountFen: input.amountsFen[index] ?? 0n })),
      payer: expense.payee,
      method: input.method,
      reason: input.reason.trim(),
      proofFileId,
      day: input.day,
    });
    if (!refunded.ok) return refunded;
    await followThePapers(tx, request, project);
    return ok(refunded.value.refundId);
  });

/** After a refund or a red letter: the state follows what vouchers prove now, and a duty stands while they prove more than was paid. */
async function followThePapers(tx: CommandTx, request: SpendingRequest, project: Project): Promise<void> {
  if (request.state === 'paid' || request.state === 'vouchered') await settleState(tx, request, project);
  const missing = await missingPapers(tx, request);
  if (!missing || missing.uncoveredFen >= 0n) return void (await closeDuty(tx, { kind: redLetterDuty, subjectId: request.id }));
  await openDuty(tx, {
    kind: redLetterDuty,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'spending',
    subjectId: request.id,
    projectId: project.id,
    title: { zh: `录入红字发票：${request.item}`, en: `Record the red letter: ${request.item}` },
    href: `/spending/${request.id}#refunds`,
    dueDay: await officeDeadline(tx, redLetterDuty),
  });
}

/** The request of a refund's or voucher's payment, locked, when the actor may take this action there. */
async function requestOf(
  tx: CommandTx,
  expenseId: string,
  action: string,
): Promise<Result<{ request: SpendingRequest; project: Project }, 'not-found' | 'not-allowed'>> {
  const found = await spendingRequestOfExpense(tx, expenseId);
  const request = found && (await lockSpendingRequest(tx, found.id));
  const project = request && (await lockProject(tx, request.projectId));
  if (!request || !project) return err('not-found');
  return tx.can(action, project) ? ok({ request, project }) : err('not-allowed');
}

/** `file-missing` the red letter itself · `reason-required` · and what the books refuse of it. */
export type RedLetterError = Common | RecordRedLetterError | 'file-missing' | 'reason-required';

/** Records the red letter of a voucher's invoice: the voucher proves so much less, in the whole city and for good. */
export const recordRedLetter = (
  context: CommandContext,
  input: { voucherId: string; facts: RedLetterFacts; file: Upload | null; reason: string },
): Promise<Result<void, RedLetterError>> =>
  runCommand(context, 'record-red-letter', async (tx) => {
    const voucher = await findVoucher(tx, input.voucherId);
    const found = voucher ? await requestOf(tx, voucher.expenseId, 'spending.refund') : err('not-found');
    if (!voucher || !found.ok) return found.ok ? err('not-found') : found;
    const { request, project } = found.value;
    if (input.reason.trim() === '') return err('reason-required');
    if (!input.file) return err('file-missing');
    const [fileId] = await recordUploads(tx, [input.file], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    if (!fileId) throw new Error('one upload is one file');
    const recorded = await recordRedLetterIn(tx, { voucherId: voucher.id, facts: input.facts, fileId, reason: input.reason.trim() });
    if (!recorded.ok) return recorded;
    await followThePapers(tx, request, project);
    return ok();
  });

/** Behind a receipt without invoice there is no red letter: what came back makes it prove less. `nothing-to-reduce`: it proves no more than was paid. */
export const reduceReceipt = (
  context: CommandContext,
  input: { voucherId: string; refundId: string },
): Promise<Result<void, Common | ReduceReceiptError | 'nothing-to-reduce'>> =>
  runCommand(context, 'reduce-receipt', async (tx) => {
    const voucher = await findVoucher(tx, input.voucherId);
    const found = voucher ? await requestOf(tx, voucher.expenseId, 'spending.refund') : err('not-found');
    if (!voucher || !found.ok) return found.ok ? err('not-found') : found;
    const { request, project } = found.value;
    const refund = (await supplierRefundsOf(tx, voucher.expenseId)).find((each) => each.id === input.refundId && each.inForce);
    if (!refund) return err('refund-not-found');
    const tooMuch = -((await missingPapers(tx, request))?.uncoveredFen ?? 0n);
    if (tooMuch <= 0n) return err('nothing-to-reduce');
    const amountFen = [refund.amountFen, voucher.provesFen, tooMuch].reduce((least, fen) => (fen < least ? fen : least));
    const reduced = await reduceReceiptIn(tx, { voucherId: voucher.id, refundId: refund.id, amountFen, reason: refund.reason });
    if (!reduced.ok) return reduced;
    await followThePapers(tx, request, project);
    return ok();
  });

/** `own-refund` who recorded it does not undo it · `reason-required` · `red-lettered` its red letter stands · and what the books refuse of a reversal. */
export type ReverseRefundError = Common | ReverseError | 'own-refund' | 'reason-required' | 'red-lettered';

/** The office undoes a refund that was recorded wrongly; the sources have less again. */
export const reverseRefund = (
  context: CommandContext,
  input: { requestId: string; refundId: string; reason: string },
): Promise<Result<void, ReverseRefundError>> =>
  runCommand(context, 'reverse-refund', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await lockProject(tx, request.projectId));
    const refund = request?.expenseId ? (await supplierRefundsOf(tx, request.expenseId)).find((each) => each.id === input.refundId) : undefined;
    if (!request?.expenseId || !project || !refund) return err('not-found');
    if (!tx.can('money.reverse', project)) return err('not-allowed');
    if (!moneyMayMove(project.state)) return err('wrong-state');
    if (input.reason.trim() === '') return err('reason-required');
    if (refund.recordedBy === tx.actor.personId) return err('own-refund');
    // A receipt that this refund took back would prove too little for ever.
    for (const voucher of await vouchersOf(tx, request.expenseId))
      if ((await reductionsOf(tx, voucher.id)).some((each) => each.refundId === refund.id)) return err('red-lettered');
    const reversed = await reverseIn(tx, { txnId: refund.txnId, reason: `冲销退款：${input.reason.trim()}`.slice(0, 500) });
    if (!reversed.ok) return reversed;
    await followThePapers(tx, request, project);
    tx.audit({ action: 'money.reverse-refund', subjectKind: 'spending', subjectId: request.id, text: { reason: input.reason.trim() } });
    return ok();
  });
