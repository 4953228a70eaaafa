import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import {
  awardsOf,
  findVoucher,
  type InvoiceFacts,
  proveOnlyWayIn,
  recordVoucherIn,
  type RecordVoucherError,
  reopenReadingsIn,
  vouchersOf,
  withdrawVoucherIn,
} from '#modules/books';
import type { Tx } from '#platform/database';
import { labourSheetOf } from './labour-sheet.ts';
import { missingPapers } from './pay-spending-request.ts';
import { termsOf } from './spending-terms.ts';
import { turnToNext } from './spending-duties.ts';
import { insertSpendingEvidence, lockSpendingRequest, saveSpendingState, type SpendingRequest, spendingRequestOfExpense } from './spending-store.ts';
import { findProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** `not-allowed` · `wrong-state` not paid, or closed · `receipt-above-limit` without an invoice only small sums · `invoice-too-early` issued before the project was agreed · and what the books refuse of a voucher. */
export type RecordSpendingVoucherError = RecordVoucherError | 'receipt-above-limit' | 'invoice-too-early' | 'not-allowed' | 'wrong-state' | 'key-reused';

export interface RecordSpendingVoucherInput {
  requestId: string;
  facts: InvoiceFacts;
  claimedFen: bigint;
  file: Upload | null;
  /** Why there is no invoice; asked for with a receipt. */
  reason: string | null;
}

/** Puts an invoice or receipt behind a paid request. Once vouchers cover what was paid it is ready to be checked by another person. */
export const recordVoucher = (
  context: CommandContext,
  input: RecordSpendingVoucherInput,
): Promise<Result<{ voucherId: string; number: string }, RecordSpendingVoucherError>> =>
  runCommand(context, 'record-voucher', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    return recordForRequestIn(tx, request, project, {
      ...input,
      fileId: async () =>
        (input.file ? await recordUploads(tx, [input.file], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' }) : [])[0] ?? null,
    });
  });

/** Records a voucher for a locked request whose project the actor may serve; confirmed readings come this way too. */
export async function recordForRequestIn(
  tx: CommandTx,
  request: SpendingRequest,
  project: Project,
  input: Pick<RecordSpendingVoucherInput, 'facts' | 'claimedFen' | 'reason'> & { fileId: () => Promise<string | null> },
): Promise<Result<{ voucherId: string; number: string }, RecordVoucherError | 'invoice-too-early' | 'receipt-above-limit' | 'wrong-state'>> {
  if (!request.expenseId || (request.state !== 'paid' && request.state !== 'vouchered')) return err('wrong-state');
  const agreedOn = await agreedDay(tx, project.id);
  if (agreedOn !== null && input.facts.issuedDay < agreedOn) return err('invoice-too-early');
  if (input.facts.kind === 'receipt' && !(await receiptStaysSmall(tx, request, input.claimedFen))) return err('receipt-above-limit');
  const recorded = await recordVoucherIn(tx, {
    expenseId: request.expenseId,
    facts: input.facts,
    claimedFen: input.claimedFen,
    fileId: await input.fileId(),
    reason: input.reason?.trim() || null,
  });
  if (!recorded.ok) return recorded;
  await proveOnlyWayIn(tx, recorded.value.voucherId);
  await settleState(tx, request, project);
  return recorded;
}

/** Without an invoice a receipt proves at most what policy or office allow, or what stands on the labour sheet; where nobody set a limit, none is made up. */
async function receiptStaysSmall(tx: Tx, request: SpendingRequest, claimedFen: bigint): Promise<boolean> {
  const { receiptToFen } = await termsOf(tx, request.id);
  if (receiptToFen === null) return true;
  const receipts = request.expenseId ? (await vouchersOf(tx, request.expenseId)).filter((voucher) => voucher.kind === 'receipt' && !voucher.withdrawn) : [];
  const labourFen = (await labourSheetOf(tx, request.id))?.totalFen ?? 0n;
  return receipts.reduce((fen, voucher) => fen + voucher.claimedFen, claimedFen) <= (labourFen > receiptToFen ? labourFen : receiptToFen);
}

/** The day from which the project's money may be spent; null without a source. */
export const agreedDay = async (tx: Tx, projectId: string): Promise<string | null> =>
  (await awardsOf(tx, projectId)).map((award) => award.validFrom).toSorted()[0] ?? null;

/** The last day on which any of the project's money may be spent; null without a source. */
export const lastDay = async (tx: Tx, projectId: string): Promise<string | null> =>
  (await awardsOf(tx, projectId))
    .map((award) => award.validTo)
    .toSorted()
    .at(-1) ?? null;

/** `paid` while something is not covered, `vouchered` when all is; the last who put papers in is remembered. */
export async function settleState(tx: CommandTx, request: SpendingRequest, project: Project): Promise<void> {
  const missing = await missingPapers(tx, request);
  const state = missing && missing.uncoveredFen === 0n && missing.codes.length === 0 ? 'vouchered' : 'paid';
  await saveSpendingState(tx, request.id, state, { voucheredBy: tx.actor.personId });
  await turnToNext(tx, request, state, project);
}

/** Adds a paper that the policy asks for beside the invoice. `not-found`, `not-allowed`, `wrong-state`, `code-unknown`. */
export const addSpendingEvidence = (
  context: CommandContext,
  input: { requestId: string; code: string; file: Upload },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'code-unknown' | 'key-reused'>> =>
  runCommand(context, 'add-spending-evidence', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    if (['closed', 'refused', 'withdrawn'].includes(request.state)) return err('wrong-state');
    if (!request.evidence.some((wanted) => wanted.code === input.code)) return err('code-unknown');
    const [fileId] = await recordUploads(tx, [input.file], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    if (!fileId) throw new Error('one upload is one file');
    await insertSpendingEvidence(tx, request.id, input.code, fileId);
    if (request.state === 'paid' || request.state === 'vouchered') await settleState(tx, request, project);
    return ok();
  });

/** Withdraws a voucher recorded wrongly, with a reason; its invoice may be used again. `request-closed` another person has signed it off. */
export const withdrawVoucher = (
  context: CommandContext,
  input: { voucherId: string; reason: string },
): Promise<
  Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'request-closed' | 'already-withdrawn' | 'nothing-left' | 'reason-required' | 'key-reused'>
> =>
  runCommand(context, 'withdraw-voucher', async (tx) => {
    const voucher = await findVoucher(tx, input.voucherId);
    const found = voucher && (await spendingRequestOfExpense(tx, voucher.expenseId));
    const request = found && (await lockSpendingRequest(tx, found.id));
    const project = request && (await findProject(tx, request.projectId));
    if (!voucher || !request || !project) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    if (request.state === 'closed') return err('request-closed');
    if (request.state !== 'paid' && request.state !== 'vouchered') return err('wrong-state');
    if (input.reason.trim() === '') return err('reason-required');
    const withdrawn = await withdrawVoucherIn(tx, { voucherId: voucher.id, reason: input.reason.trim() });
    if (!withdrawn.ok) return withdrawn;
    await reopenReadingsIn(tx, voucher.id);
    await settleState(tx, request, project);
    return ok();
  });
