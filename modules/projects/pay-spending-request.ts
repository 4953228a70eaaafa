import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { openAdvanceOf, spendIn } from '#modules/books';
import { goodsReceiptsOf, twoResidentsReceivedTheGoods } from './goods-received.ts';
import { turnToNext } from './spending-duties.ts';
import { termsOf } from './spending-terms.ts';
import { findSpendingRequest, listSpendingEvidence, lockSpendingRequest, saveSpendingState, type SpendingRequest } from './spending-store.ts';
import { paidOnlyAfterTheLastApproval, papersAreCheckedByAnother } from './spending-request.ts';
import { findProject, lockProject } from './store.ts';
import { moneyMayMove } from './project.ts';
import { recordUploads, type Upload } from './upload.ts';
import { findExpense, readingsOf, vouchersOf } from '#modules/books';
import type { Tx } from '#platform/database';

/**
 * `not-found` · `not-allowed` · `wrong-state` not approved, or paid already · `proof-missing` a transfer has a slip ·
 * `above-approved` a line would cost more than was approved · `no-lines` · `day-in-future` · `day-before-approval` paid before it was
 * asked or approved by all · `own-request` who asked does not pay, where the rules say so · `payer-received` who pays did not confirm the
 * goods · `goods-not-received` two residents confirm them first · `advance-open` it is settled, not paid once more · `not-enough-money`.
 */
export type PaySpendingError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'proof-missing'
  | 'above-approved'
  | 'no-lines'
  | 'day-in-future'
  | 'day-before-approval'
  | 'own-request'
  | 'payer-received'
  | 'goods-not-received'
  | 'advance-open'
  | 'not-enough-money'
  | 'key-reused';

/** How it was paid. */
export interface PaySpendingInput {
  requestId: string;
  day: string;
  method: 'transfer' | 'cash';
  /** What each line really cost, at most what was approved; left out: as approved. */
  amountsFen?: readonly bigint[];
  proof: Upload | null;
}

/** Pays an approved request: the reservation becomes spending, at most as approved. Returns the expense's id. */
export const paySpending = (context: CommandContext, input: PaySpendingInput): Promise<Result<string, PaySpendingError>> =>
  runCommand(context, 'pay-spending-request', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await lockProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.pay', project)) return err('not-allowed');
    if (request.state !== 'approved' || !moneyMayMove(project.state)) return err('wrong-state');
    if (await openAdvanceOf(tx, request.id)) return err('advance-open');
    const terms = await termsOf(tx, request.id);
    if (terms.payerNotRequester && request.requesterId === tx.actor.personId) return err('own-request');
    const receipts = await goodsReceiptsOf(tx, request.id);
    if (receipts.some((receipt) => receipt.personId === tx.actor.personId)) return err('payer-received');
    if (terms.receivedBefore === 'payment' && !twoResidentsReceivedTheGoods(receipts)) return err('goods-not-received');
    if (input.day > tx.today) return err('day-in-future');
    if (!paidOnlyAfterTheLastApproval(request, input.day)) return err('day-before-approval');
    if (input.method === 'transfer' && !input.proof) return err('proof-missing');
    const lines = request.lines.map((line, index) => ({ ...line, amountFen: input.amountsFen?.[index] ?? line.amountFen }));
    if (lines.some((line, index) => line.amountFen > (request.lines[index]?.amountFen ?? 0n))) return err('above-approved');
    const [proofFileId] = input.proof ? await recordUploads(tx, [input.proof], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' }) : [];
    const spent = await spendIn(tx, {
      projectId: project.id,
      payee: request.payee,
      text: request.item,
      method: input.method,
      lines,
      day: input.day,
      proofFileId: proofFileId ?? null,
      subjectId: request.id,
      key: `spend:${request.id}`,
    });
    if (!spent.ok) return err(spent.error === 'nothing-to-spend' ? 'no-lines' : spent.error);
    await saveSpendingState(tx, request.id, 'paid', { expenseId: spent.value.expenseId, paidBy: tx.actor.personId });
    await turnToNext(tx, request, 'paid', project);
    return ok(spent.value.expenseId);
  });

/** What a request still lacks before it can be closed: uncovered amount in fen and codes of papers. */
export interface MissingPapers {
  uncoveredFen: bigint;
  codes: string[];
}

/** What is still missing; null when the request is not paid. */
export async function missingPapers(tx: Tx, request: SpendingRequest): Promise<MissingPapers | null> {
  const expense = request.expenseId ? await findExpense(tx, request.expenseId) : null;
  if (!expense) return null;
  const vouchers = (await vouchersOf(tx, expense.id)).filter((voucher) => !voucher.withdrawn);
  const uncoveredFen = expense.amountFen - expense.refundedFen - vouchers.reduce((sum, voucher) => sum + voucher.provesFen, 0n);
  const added = (await listSpendingEvidence(tx, request.id)).map((paper) => paper.code);
  const present = new Set([
    ...added,
    // The platform makes the slip itself, and an expense always states its purpose.
    'approval-slip',
    'voucher-purpose',
    ...(uncoveredFen === 0n ? ['invoice'] : []),
    ...(expense.proofFileId ? ['payment-proof'] : []),
  ]);
  return { uncoveredFen, codes: request.evidence.map((wanted) => wanted.code).filter((code) => !present.has(code)) };
}

/** Everybody who put in papers of a request that still count. */
export async function paperHands(tx: Tx, request: SpendingRequest): Promise<(string | null)[]> {
  const vouchers = request.expenseId ? await vouchersOf(tx, request.expenseId) : [];
  return [request.voucheredBy, ...vouchers.filter((voucher) => !voucher.withdrawn).map((voucher) => voucher.recordedBy)];
}

/** `not-found` · `not-allowed` · `wrong-state` · `own-papers` whoever put them in does not sign them off · `papers-missing` · `readings-waiting` an uploaded invoice is neither confirmed nor dropped · `goods-not-received`. */
export type CloseSpendingError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'own-papers'
  | 'papers-missing'
  | 'readings-waiting'
  | 'goods-not-received'
  | 'key-reused';

/** Another person checks the papers and signs; the request is closed. For a purchase without invoice this is the second signature. */
export const closeSpending = (context: CommandContext, input: { requestId: string }): Promise<Result<void, CloseSpendingError>> =>
  runCommand(context, 'close-spending-request', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.close', project) || !tx.actor.personId) return err('not-allowed');
    if (request.state !== 'vouchered') return err('wrong-state');
    if (!papersAreCheckedByAnother(await paperHands(tx, request), tx.actor.personId)) return err('own-papers');
    const missing = await missingPapers(tx, request);
    if (!missing || missing.uncoveredFen !== 0n || missing.codes.length > 0) return err('papers-missing');
    if (request.expenseId && (await readingsOf(tx, request.expenseId)).some((reading) => reading.state === 'waiting')) return err('readings-waiting');
    if ((await termsOf(tx, request.id)).receivedBefore && !twoResidentsReceivedTheGoods(await goodsReceiptsOf(tx, request.id)))
      return err('goods-not-received');
    await saveSpendingState(tx, request.id, 'closed', { closedBy: tx.actor.personId });
    await turnToNext(tx, (await findSpendingRequest(tx, request.id)) ?? request, 'closed', project);
    tx.audit({ action: 'spending.close', subjectKind: 'spending', subjectId: request.id, text: { item: request.item } });
    await tx.emit('spending.closed', { requestId: request.id, projectId: project.id });
    return ok();
  });
