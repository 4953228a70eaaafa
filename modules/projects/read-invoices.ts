import { identityOf, type Invoice, type InvoiceCheck, taxIdCanExist } from '#libs/einvoice';
import type { Verdict } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import {
  awardsOf,
  earlierUse,
  findExpense,
  type Expense,
  type InvoiceFacts,
  type InvoiceReading,
  keepReadingIn,
  readingIsHere,
  readingsOf,
  settleReadingsIn,
  vouchersOf,
} from '#modules/books';
import { checkUseIn, officeSetting, setSettingsIn, type SetSettingError } from '#modules/funds';
import { checkForProject, disagreements, fullestOf, goodsOf, type LineUse, type PayingBody, type UsedBefore } from './invoice-checks.ts';
import { type BesideRow, layBeside } from './lay-beside.ts';
import { type CategoryBudget, checkBudgetIn } from './spending-budget.ts';
import { agreedDay, lastDay, recordForRequestIn, type RecordSpendingVoucherError } from './record-voucher.ts';
import { lockSpendingRequest, type SpendingRequest } from './spending-store.ts';
import { findProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** One invoice as read from one or several files of an expense, with every check. */
export interface ReadInvoice {
  /** Its form that says most; confirming rests on it. */
  reading: InvoiceReading;
  invoice: Invoice;
  /** Other files of the same invoice that wait; they go into the same voucher. */
  others: InvoiceReading[];
  checks: InvoiceCheck[];
  /** Its lines beside what was asked for and paid. */
  beside: BesideRow[];
}

/** What lies with an expense: invoices to confirm, files that could not be read, and what was settled. */
export interface ReadingDesk {
  waiting: ReadInvoice[];
  unread: InvoiceReading[];
  settled: InvoiceReading[];
  /** The agreed budget of what was paid, while an invoice waits to be laid beside it. */
  budget: CategoryBudget[];
}

const buyerKeys = (neighbourhoodId: string) => ({ name: `invoice.buyer.${neighbourhoodId}.name`, taxId: `invoice.buyer.${neighbourhoodId}.taxId` });

/** Who pays for a neighbourhood, as the office set it; null = it has not. */
export async function payingBodyOf(tx: Tx, neighbourhoodId: string): Promise<PayingBody | null> {
  const keys = buyerKeys(neighbourhoodId);
  const [name, taxId] = [await officeSetting(tx, keys.name), await officeSetting(tx, keys.taxId)];
  return name && taxId ? { name: name.value, taxId: taxId.value } : null;
}

/** Sets who pays for the neighbourhood of a request. `bad-tax-id` no such tax id can exist; and what the office's settings refuse. */
export const setPayingBody = (
  context: CommandContext,
  input: { requestId: string; name: string; taxId: string; reason: string },
): Promise<Result<void, SetSettingError | 'not-found' | 'bad-tax-id' | 'key-reused'>> =>
  runCommand(context, 'set-paying-body', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    const taxId = input.taxId.normalize('NFKC').replace(/\s/g, '').toUpperCase();
    if (!taxIdCanExist(taxId)) return err('bad-tax-id');
    const keys = buyerKeys(project.neighbourhoodId);
    return setSettingsIn(tx, { values: { [keys.name]: input.name.trim(), [keys.taxId]: taxId }, reason: input.reason });
  });

/** Everything read for a paid request, checked as of `today`. */
export async function readingDesk(
  tx: Tx,
  request: SpendingRequest,
  project: Pick<Project, 'id' | 'neighbourhoodId' | 'applicationId'>,
  today: string,
): Promise<ReadingDesk> {
  const expense = request.expenseId ? await findExpense(tx, request.expenseId) : null;
  const readings = expense ? await readingsOf(tx, expense.id) : [];
  const groups = new Map<string, (InvoiceReading & { invoice: Invoice })[]>();
  for (const reading of readings) {
    const { invoice } = reading;
    if (reading.state !== 'waiting' || invoice === null) continue;
    groups.set(identityOf(invoice), [...(groups.get(identityOf(invoice)) ?? []), { ...reading, invoice }]);
  }
  const waiting: ReadInvoice[] = [];
  const agreedOn = await agreedDay(tx, project.id);
  const endsOn = await lastDay(tx, project.id);
  const payingBody = await payingBodyOf(tx, project.neighbourhoodId);
  const paid = (expense?.lines ?? []).map((line, index) => ({
    text: line.text,
    category: line.category,
    approvedFen: request.lines[index]?.amountFen ?? null,
    paidFen: line.amountFen,
  }));
  const budget = groups.size > 0 ? await checkBudgetIn(tx, project, []) : null;
  const forbiddenLines = expense && groups.size > 0 ? await linesForbiddenTo(tx, expense) : null;
  for (const forms of groups.values()) {
    const reading = fullestOf(forms);
    if (!expense || !reading || !forbiddenLines) continue;
    const others = forms.filter((form) => form.id !== reading.id);
    const checks = checkForProject(
      reading.invoice,
      {
        agreedOn,
        endsOn,
        payee: expense.payee,
        payingBody,
        usedBefore: await usedBefore(tx, forms, expense),
        uses: await forbiddenLines(reading.invoice),
        disagreeing: disagreements(reading.invoice, others),
      },
      today,
    );
    waiting.push({ reading, invoice: reading.invoice, others, checks, beside: layBeside(reading.invoice, paid) });
  }
  return {
    waiting,
    unread: readings.filter((reading) => reading.state === 'waiting' && reading.invoice === null),
    settled: readings.filter((reading) => reading.state !== 'waiting'),
    budget: (budget?.categories ?? []).filter(({ category }) => paid.some((line) => line.category === category)),
  };
}

/** The first earlier use of an invoice, by its number or by any of its files, in words. */
async function usedBefore(tx: Tx, forms: readonly (InvoiceReading & { invoice: Invoice })[], expense: Expense): Promise<UsedBefore | null> {
  for (const form of forms) {
    const use = await earlierUse(tx, { code: form.invoice.code, number: form.invoice.number, sha256: form.sha256 });
    if (!use) continue;
    if (!use.voucher) return { where: null, by: use.by, own: false };
    const project = await findProject(tx, use.voucher.projectId);
    const own = (await vouchersOf(tx, expense.id)).some((voucher) => voucher.invoiceId === use.invoice.id && !voucher.withdrawn);
    return { where: `${project?.title ?? ''}，凭证${use.voucher.number}`, by: use.by, own };
  }
  return null;
}

/** Finds lines that none of the money that paid may pay, or that wait for a ruling; asks about each text once. */
async function linesForbiddenTo(tx: Tx, expense: Expense): Promise<(invoice: Invoice) => Promise<LineUse[]>> {
  const payers = new Set(expense.lines.flatMap((line) => line.shares.map((share) => share.awardId)));
  const kinds = new Set((await awardsOf(tx, expense.projectId)).filter((award) => payers.has(award.awardId)).map((award) => award.sourceKind));
  const answers = new Map<string, Omit<LineUse, 'no'> | null>();
  const kept = (await findProject(tx, expense.projectId)) ?? undefined;
  const ask = async (text: string): Promise<Omit<LineUse, 'no'> | null> => {
    const verdicts: Verdict[] = [];
    for (const sourceKind of kinds) {
      const verdict = await checkUseIn(tx, text, { sourceKind, projectId: expense.projectId }, expense.day, kept);
      if (verdict) verdicts.push(verdict);
    }
    const worst = verdicts.find((verdict) => verdict.outcome !== 'pass');
    if (!worst) return null;
    const reason = worst.reasons.find((each) => each.outcome === worst.outcome);
    return {
      text,
      outcome: verdicts.every((verdict) => verdict.outcome === 'block') ? 'block' : 'needs-ruling',
      clause: [reason?.source, reason?.clause].filter((each) => each !== undefined && each !== '').join(' '),
    };
  };
  return async (invoice) => {
    const found: LineUse[] = [];
    for (const [index, line] of invoice.lines.entries()) {
      const text = goodsOf(line);
      const answer = answers.get(text) ?? (answers.has(text) ? null : await ask(text));
      answers.set(text, answer);
      if (answer) found.push({ no: index + 1, ...answer });
    }
    return found;
  };
}

/** A file of a batch: its bytes are stored and read already. */
export interface ReadFile {
  upload: Upload;
  read: { invoice: Invoice } | { error: string };
}

async function openRequest(
  tx: CommandTx,
  requestId: string,
): Promise<Result<{ request: SpendingRequest; project: Project; expenseId: string }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const request = await lockSpendingRequest(tx, requestId);
  const project = request && (await findProject(tx, request.projectId));
  if (!request || !project) return err('not-found');
  if (!tx.can('spending.voucher', project)) return err('not-allowed');
  if (!request.expenseId || (request.state !== 'paid' && request.state !== 'vouchered')) return err('wrong-state');
  return ok({ request, project, expenseId: request.expenseId });
}

/** Keeps what was read from the files of a batch. Says how many were kept and which were there already; none is lost for another's sake. */
export const keepReadings = (
  context: CommandContext,
  input: { requestId: string; files: readonly ReadFile[] },
): Promise<Result<{ kept: number; twice: string[] }, 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'keep-invoice-readings', async (tx) => {
    const open = await openRequest(tx, input.requestId);
    if (!open.ok) return open;
    const { expenseId, project } = open.value;
    const twice: string[] = [];
    let kept = 0;
    for (const { upload, read } of input.files) {
      const { sha256 } = upload.stored;
      if (await readingIsHere(tx, expenseId, sha256)) {
        twice.push(upload.name);
        continue;
      }
      const [fileId] = await recordUploads(tx, [upload], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
      if (!fileId) throw new Error('one upload is one file');
      if (await keepReadingIn(tx, { expenseId, fileId, sha256, read })) kept += 1;
    }
    if (kept > 0) tx.audit({ action: 'invoice.read', subjectKind: 'spending', subjectId: input.requestId, text: { kept } });
    return ok({ kept, twice });
  });

/** What a person adds where the form of the invoice does not say it; what was read is never overwritten. */
export interface AddedFacts {
  sellerName: string | null;
  netFen: bigint | null;
  totalFen: bigint | null;
}

/** `check-failed` a check forbids it · `explanation-required` a check asks · `facts-missing` the form does not say it and nobody added it · and what is refused of a voucher. */
export type ConfirmReadingError = RecordSpendingVoucherError | 'check-failed' | 'explanation-required' | 'facts-missing';

/** The facts to register: as read, completed where the form is silent; null when something is still missing. */
export function factsOf(invoice: Invoice, added: AddedFacts): InvoiceFacts | null {
  const [netFen, totalFen] = [invoice.netFen ?? added.netFen, invoice.totalFen ?? added.totalFen];
  const sellerName = (invoice.seller.name || added.sellerName?.trim() || '').slice(0, 100);
  if (netFen === null || totalFen === null || sellerName === '' || invoice.date === '') return null;
  const taxId = invoice.seller.taxId.normalize('NFKC').toUpperCase();
  return {
    // A code of ten digits is printed on paper; electronic invoices have twelve or none.
    kind: invoice.form === 'qr' && invoice.code.length === 10 ? 'paper_invoice' : 'e_invoice',
    code: invoice.code,
    number: invoice.number,
    issuedDay: invoice.date,
    netFen,
    taxFen: totalFen - netFen,
    totalFen,
    sellerName,
    sellerTaxId: /^[0-9A-Z]{15,20}$/.test(taxId) ? taxId : null,
  };
}

/** A person confirms what was read: one voucher for the invoice, all its waiting files with it. */
export const confirmReading = (
  context: CommandContext,
  input: { requestId: string; readingId: string; claimedFen: bigint; explanation: string; added: AddedFacts },
): Promise<Result<{ voucherId: string; number: string }, ConfirmReadingError>> =>
  runCommand(context, 'confirm-invoice-reading', async (tx) => {
    const open = await openRequest(tx, input.requestId);
    if (!open.ok) return open;
    const { request, project } = open.value;
    const read = (await readingDesk(tx, request, project, tx.today)).waiting.find((each) => each.reading.id === input.readingId);
    if (!read) return err('not-found');
    const wrong = read.checks.filter((check) => !check.passed);
    if (wrong.some((check) => check.severity === 'block')) return err('check-failed');
    const explanation = input.explanation.trim().slice(0, 500);
    if (wrong.some((check) => check.severity === 'ask') && explanation === '') return err('explanation-required');
    const facts = factsOf(read.invoice, input.added);
    if (!facts) return err('facts-missing');
    const recorded = await recordForRequestIn(tx, request, project, {
      facts,
      claimedFen: input.claimedFen,
      reason: explanation || null,
      fileId: async () => read.reading.fileId,
    });
    if (!recorded.ok) return recorded;
    const settled = await settleReadingsIn(tx, [read.reading, ...read.others], { voucherId: recorded.value.voucherId, note: explanation || null });
    if (!settled) return err('invoice-differs');
    tx.audit({
      action: 'invoice.confirm',
      subjectKind: 'voucher',
      subjectId: recorded.value.voucherId,
      text: { files: 1 + read.others.length, failed: wrong.map((check) => check.id), explanation },
    });
    return recorded;
  });

/** Drops what was read from one file, with a reason; the file and what it said are kept. */
export const dropReading = (
  context: CommandContext,
  input: { requestId: string; readingId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'drop-invoice-reading', async (tx) => {
    const open = await openRequest(tx, input.requestId);
    if (!open.ok) return open;
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    const reading = (await readingsOf(tx, open.value.expenseId)).find((each) => each.id === input.readingId && each.state === 'waiting');
    if (!reading) return err('not-found');
    await settleReadingsIn(tx, [reading], { dropped: reason });
    tx.audit({ action: 'invoice.drop', subjectKind: 'spending', subjectId: input.requestId, text: { file: reading.fileName, reason } });
    return ok();
  });
