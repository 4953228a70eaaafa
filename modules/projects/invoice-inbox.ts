import { identityOf, type Invoice } from '#libs/einvoice';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import {
  arrivalsOf,
  arrivedBeforeIn,
  assignArrivalIn,
  dropArrivalIn,
  earlierUse,
  expensesOf,
  type InvoiceArrival,
  keepArrivalIn,
  vouchersOfProject,
} from '#modules/books';
import { closeDuty, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { fullestOf } from './invoice-checks.ts';
import { type OpenPayment, type Proposal, proposePayments } from './propose-payment.ts';
import type { ReadFile } from './read-invoices.ts';
import { listSpendingRequests, lockSpendingRequest } from './spending-store.ts';
import { findProject, lockProject, type Project } from './store.ts';
import { recordUploads } from './upload.ts';

/** An invoice that came for the project, all its files together, with the payment it fits. */
export interface ArrivedInvoice {
  /** Its form that says most. */
  arrival: InvoiceArrival & { invoice: Invoice };
  others: InvoiceArrival[];
  proposal: Proposal;
  /** Where it was used before: project and voucher; `elsewhere` in another subdistrict; null = nowhere. */
  usedIn: { title: string; number: string } | 'elsewhere' | null;
}

/** Everything that waits in a project to be assigned to a payment. */
export interface InvoiceInbox {
  waiting: ArrivedInvoice[];
  unread: InvoiceArrival[];
  settled: InvoiceArrival[];
  /** Payments that take vouchers, newest first; `openFen` is what no voucher covers yet. */
  payments: OpenPayment[];
}

/** Payments of a project that take vouchers. */
async function paymentsOf(tx: Tx, projectId: string): Promise<OpenPayment[]> {
  const expenses = new Map((await expensesOf(tx, projectId)).map((expense) => [expense.id, expense]));
  const vouchers = (await vouchersOfProject(tx, projectId)).filter((voucher) => !voucher.withdrawn);
  return (await listSpendingRequests(tx, projectId)).flatMap((request) => {
    const expense = expenses.get(request.expenseId ?? '');
    if (!expense || (request.state !== 'paid' && request.state !== 'vouchered')) return [];
    const covered = vouchers.reduce((fen, voucher) => (voucher.expenseId === expense.id ? fen + voucher.claimedFen : fen), 0n);
    const { id: requestId, no, item } = request;
    return [{ requestId, expenseId: expense.id, no, item, payee: expense.payee, day: expense.day, openFen: expense.amountFen - covered }];
  });
}

/** What waits in a project, each invoice with the payment it fits. */
export async function invoiceInbox(tx: Tx, projectId: string): Promise<InvoiceInbox> {
  const arrivals = await arrivalsOf(tx, projectId);
  const payments = await paymentsOf(tx, projectId);
  const groups = new Map<string, (InvoiceArrival & { invoice: Invoice })[]>();
  for (const arrival of arrivals) {
    const { invoice } = arrival;
    if (arrival.state !== 'waiting' || invoice === null) continue;
    const group = groups.get(identityOf(invoice));
    if (group) group.push({ ...arrival, invoice });
    else groups.set(identityOf(invoice), [{ ...arrival, invoice }]);
  }
  const fullest = [...groups.values()].flatMap((forms) => {
    const arrival = fullestOf(forms);
    return arrival ? [{ arrival, others: forms.filter((form) => form.id !== arrival.id) }] : [];
  });
  const used = new Map<string, ArrivedInvoice['usedIn']>();
  for (const { arrival, others } of fullest) used.set(arrival.id, await usedBefore(tx, [arrival, ...others]));
  const proposals = proposePayments(
    fullest.filter(({ arrival }) => used.get(arrival.id) === null).map(({ arrival }) => arrival),
    payments,
  );
  return {
    waiting: fullest.map(({ arrival, others }) => ({
      arrival,
      others,
      proposal: proposals.get(arrival.id) ?? { payment: null, why: [], alike: [] },
      usedIn: used.get(arrival.id) ?? null,
    })),
    unread: arrivals.filter((arrival) => arrival.state === 'waiting' && arrival.invoice === null),
    settled: arrivals.filter((arrival) => arrival.state !== 'waiting'),
    payments,
  };
}

async function usedBefore(tx: Tx, forms: readonly InvoiceArrival[]): Promise<ArrivedInvoice['usedIn']> {
  for (const { invoice, sha256 } of forms) {
    const use = await earlierUse(tx, { code: invoice?.code ?? '', number: invoice?.number ?? '', sha256 });
    if (!use) continue;
    const project = use.voucher && (await findProject(tx, use.voucher.projectId));
    return use.voucher ? { title: project?.title ?? '', number: use.voucher.number } : 'elsewhere';
  }
  return null;
}

/** Somebody must say to which payments the waiting invoices belong; nobody must once none waits. */
async function turnToPlacing(tx: CommandTx, project: Project): Promise<void> {
  const waiting = (await arrivalsOf(tx, project.id)).filter((arrival) => arrival.state === 'waiting').length;
  if (waiting === 0) return void (await closeDuty(tx, { kind: 'invoice.place', subjectId: project.id }));
  await openDuty(tx, {
    kind: 'invoice.place',
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: { zh: `把 ${waiting} 个发票文件归到付款：${project.title}`, en: `Assign ${waiting} invoice files to payments: ${project.title}` },
    href: `/projects/${project.id}/invoices`,
    dueDay: await deadlineOf(tx, 'spending.voucher'),
  });
}

/** `not-found` · `not-allowed` · `no-payments` nothing of the project was paid that lacks a voucher. */
export type KeepArrivalsError = 'not-found' | 'not-allowed' | 'no-payments' | 'key-reused';

/** Keeps what was read from files of a project, whichever payment they belong to. None is lost for another's sake. */
export const keepArrivals = (
  context: CommandContext,
  input: { projectId: string; files: readonly ReadFile[] },
): Promise<Result<{ kept: number; twice: string[] }, KeepArrivalsError>> =>
  runCommand(context, 'keep-invoice-arrivals', async (tx) => {
    // Its row stays locked, so that the same file sent twice at once is kept once.
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    if ((await paymentsOf(tx, project.id)).length === 0) return err('no-payments');
    const twice: string[] = [];
    let kept = 0;
    for (const { upload, read } of input.files) {
      const { sha256 } = upload.stored;
      if (await arrivedBeforeIn(tx, project.id, sha256)) {
        twice.push(upload.name);
        continue;
      }
      const [fileId] = await recordUploads(tx, [upload], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
      if (!fileId) throw new Error('one upload is one file');
      if (!(await keepArrivalIn(tx, { projectId: project.id, fileId, sha256, read }))) throw new Error('arrived although it was not there');
      kept += 1;
    }
    if (kept > 0) {
      tx.audit({ action: 'invoice.arrive', subjectKind: 'project', subjectId: project.id, text: { kept } });
      await turnToPlacing(tx, project);
    }
    return ok({ kept, twice });
  });

/** Which arrival goes to which request. */
export interface Placing {
  arrivalId: string;
  requestId: string;
}

/**
 * Assigns waiting invoices to payments, all files of an invoice together; each then waits there to be checked and confirmed. What was
 * settled by another in the meantime is left as it is. `nothing-chosen` · `wrong-state` a request that takes no vouchers.
 */
export const placeArrivals = (
  context: CommandContext,
  input: { projectId: string; placings: readonly Placing[] },
): Promise<Result<{ placed: number; requestIds: string[] }, 'not-found' | 'not-allowed' | 'nothing-chosen' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'place-invoice-arrivals', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    if (input.placings.length === 0) return err('nothing-chosen');
    const requestIds = [...new Set(input.placings.map(({ requestId }) => requestId))].toSorted();
    const expenseOf = new Map<string, string>();
    for (const id of requestIds) {
      const request = await lockSpendingRequest(tx, id);
      if (!request || request.projectId !== project.id) return err('not-found');
      if (!request.expenseId || (request.state !== 'paid' && request.state !== 'vouchered')) return err('wrong-state');
      expenseOf.set(id, request.expenseId);
    }
    const waiting = (await arrivalsOf(tx, project.id)).filter((arrival) => arrival.state === 'waiting');
    let placed = 0;
    for (const { arrivalId, requestId } of input.placings) {
      const chosen = waiting.find((arrival) => arrival.id === arrivalId);
      const expenseId = expenseOf.get(requestId);
      if (!chosen || !expenseId) continue;
      const { invoice } = chosen;
      const files = invoice === null ? [chosen] : waiting.filter((each) => each.invoice !== null && identityOf(each.invoice) === identityOf(invoice));
      for (const file of files) await assignArrivalIn(tx, file, expenseId);
      placed += 1;
    }
    tx.audit({ action: 'invoice.place', subjectKind: 'project', subjectId: project.id, text: { placed, requestIds } });
    await turnToPlacing(tx, project);
    return ok({ placed, requestIds });
  });

/** Drops what came by mistake, with a reason; the file and what it said are kept. */
export const dropArrival = (
  context: CommandContext,
  input: { projectId: string; arrivalId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'drop-invoice-arrival', async (tx) => {
    const project = await findProject(tx, input.projectId);
    const arrival = project && (await arrivalsOf(tx, project.id)).find((each) => each.id === input.arrivalId && each.state === 'waiting');
    if (!project || !arrival) return err('not-found');
    if (!tx.can('spending.voucher', project)) return err('not-allowed');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    await dropArrivalIn(tx, arrival.id, reason);
    tx.audit({ action: 'invoice.drop', subjectKind: 'project', subjectId: project.id, text: { file: arrival.fileName, reason } });
    await turnToPlacing(tx, project);
    return ok();
  });
