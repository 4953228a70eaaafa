import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { type FileInfo, findFiles } from '#platform/files';
import { type Expense, expensesOf, type InvoiceReading, readingsOf, type Voucher, vouchersOf } from '#modules/books';
import { personNames } from '#modules/people';
import { plainYuan } from '#libs/money';
import type { Bilingual } from '#platform/i18n';
import { type GoodsReceipt, goodsReceiptsOf } from './goods-received.ts';
import { type Quote, standingQuotes } from './quotes.ts';
import { quotesOf } from './quotes-store.ts';
import { listSpendingEvidence, listSpendingRequests, type SpendingEvidence, type SpendingRequest } from './spending-store.ts';
import { findProject, type Project } from './store.ts';

/** A voucher with the files of its invoice: the one that was recorded first, then other forms of the same invoice. */
export interface BoundVoucher {
  voucher: Voucher;
  files: FileInfo[];
  /** What was read from those files, by file id. */
  readings: InvoiceReading[];
}

/** One payment with everything that belongs behind it. */
export interface BoundPayment {
  expense: Expense;
  /** Null for an opening balance. */
  request: SpendingRequest | null;
  /** In force, in the order of their numbers. */
  vouchers: BoundVoucher[];
  withdrawn: Voucher[];
  proof: FileInfo | null;
  /** What the rules ask for beside the invoice: quotes, goods confirmed by residents, other papers. */
  papers: { what: Bilingual; file: FileInfo }[];
  /** Residents who confirmed that the goods are there. */
  received: GoodsReceipt[];
}

/** The voucher book of a project, or of one of its requests: payments in the order of their first voucher. */
export interface VoucherBook {
  project: Project;
  payments: BoundPayment[];
  /** Paid, but no voucher yet. */
  unproven: BoundPayment[];
  names: ReadonlyMap<string, string>;
}

type Paper = { what: Bilingual; fileId: string };
const quotePaper = (quote: Quote): Paper => ({
  what: { zh: `比价材料（${quote.supplier}，${plainYuan(quote.priceFen)}元）`, en: `Quote (${quote.supplier}, ${plainYuan(quote.priceFen)})` },
  fileId: quote.fileId,
});
const receivedPapers = ({ personName, photoFileId, scanFileId }: GoodsReceipt): Paper[] => [
  ...(photoFileId ? [{ what: { zh: `到货照片（${personName}）`, en: `Goods (${personName})` }, fileId: photoFileId }] : []),
  ...(scanFileId ? [{ what: { zh: `到货签收单（${personName}）`, en: `Signed sheet (${personName})` }, fileId: scanFileId }] : []),
];
const evidencePaper = (request: SpendingRequest | null, { code, fileId }: SpendingEvidence): Paper => {
  const wanted = request?.evidence.find((each) => each.code === code);
  return { what: { zh: wanted?.zh ?? code, en: wanted?.en ?? code }, fileId };
};

/** Gathers what is bound into the book; null when there is no such project or request. */
export async function gatherVoucherBook(tx: Tx, projectId: string, requestId: string | null = null): Promise<VoucherBook | null> {
  const project = await findProject(tx, projectId);
  if (!project) return null;
  const requests = await listSpendingRequests(tx, projectId);
  const only = requestId === null ? null : requests.find((request) => request.id === requestId);
  if (only === undefined) return null;
  const bound: BoundPayment[] = [];
  for (const expense of await expensesOf(tx, projectId)) {
    if (!expense.inForce || (only && only.expenseId !== expense.id)) continue;
    const request = requests.find((each) => each.expenseId === expense.id) ?? null;
    const vouchers = await vouchersOf(tx, expense.id);
    const readings = (await readingsOf(tx, expense.id)).filter((reading) => reading.state === 'recorded');
    const evidence = request ? await listSpendingEvidence(tx, request.id) : [];
    const received = request ? await goodsReceiptsOf(tx, request.id) : [];
    const quotes = request ? standingQuotes(await quotesOf(tx, request.id)) : [];
    const papers = [...quotes.map(quotePaper), ...received.flatMap(receivedPapers), ...evidence.map((paper) => evidencePaper(request, paper))];
    const ids = [
      ...vouchers.map((voucher) => voucher.fileId),
      ...readings.map((reading) => reading.fileId),
      ...papers.map((paper) => paper.fileId),
      expense.proofFileId,
    ].filter((id) => id !== null);
    const files = new Map((await findFiles(tx, ids)).map((file) => [file.id, file]));
    bound.push({
      expense,
      request,
      vouchers: vouchers
        .filter((voucher) => !voucher.withdrawn)
        .map((voucher) => {
          const own = readings.filter((reading) => reading.voucherId === voucher.id);
          const wanted = [...new Set([voucher.fileId, ...own.map((reading) => reading.fileId)])];
          return { voucher, readings: own, files: wanted.map((id) => files.get(id ?? '')).filter((file) => file !== undefined) };
        }),
      withdrawn: vouchers.filter((voucher) => voucher.withdrawn),
      proof: files.get(expense.proofFileId ?? '') ?? null,
      papers: papers.flatMap(({ what, fileId }) => {
        const file = files.get(fileId);
        return file ? [{ what, file }] : [];
      }),
      received,
    });
  }
  const first = (payment: BoundPayment) => payment.vouchers[0]?.voucher.number ?? '';
  const people = bound.flatMap(({ request, vouchers }) => [request?.requesterId, request?.closedBy, ...vouchers.map(({ voucher }) => voucher.recordedBy)]);
  return {
    project,
    payments: bound.filter((payment) => payment.vouchers.length > 0).toSorted((a, b) => (first(a) < first(b) ? -1 : 1)),
    unproven: bound.filter((payment) => payment.vouchers.length === 0),
    names: await personNames(
      tx,
      people.filter((id) => typeof id === 'string'),
    ),
  };
}

/** Records that somebody took the voucher book out of the platform, as paper or as original files. */
export const recordBookExport = (
  context: CommandContext,
  input: { projectId: string; requestId: string | null; what: 'pdf' | 'docx' | 'zip'; vouchers: number },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'key-reused'>> =>
  runCommand(context, 'record-book-export', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('voucher-book.read', project)) return err('not-allowed');
    tx.audit({
      action: 'voucher-book.exported',
      subjectKind: 'project',
      subjectId: project.id,
      text: { what: input.what, vouchers: input.vouchers, ...(input.requestId ? { requestId: input.requestId } : {}) },
    });
    return ok();
  });
