import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import {
  type Advance,
  type AdvanceHolder,
  findAdvance,
  type HandAdvanceError,
  handAdvanceIn,
  openAdvanceOf,
  type SettleAdvanceError,
  settleAdvanceIn,
} from '#modules/books';
import { officeDeadline } from '#modules/funds';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { personNames } from '#modules/people';
import { deadlineKey } from './deadlines.ts';
import { goodsReceiptsOf, twoResidentsReceivedTheGoods } from './goods-received.ts';
import { moneyMayMove } from './project.ts';
import { turnToNext } from './spending-duties.ts';
import { mayPay, paidOnlyAfterTheLastApproval } from './spending-request.ts';
import { lockSpendingRequest, saveSpendingState, type SpendingRequest } from './spending-store.ts';
import { termsOf } from './spending-terms.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** The duty of whoever pays, while an advance is in somebody's hands; the office sets within how many days. */
export const settleAdvanceDuty = 'spending.settle-advance';
/** Key of the office's answer to "after how many days is an advance settled?". */
export const advanceDaysKey = deadlineKey(settleAdvanceDuty);

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/** Who may hold an advance of a request: who asked for it, who took a step in it, or the supplier. */
export async function possibleHolders(tx: Tx, request: SpendingRequest): Promise<AdvanceHolder[]> {
  const ids = [...new Set([request.requesterId, ...request.approvals.map((approval) => approval.personId)])];
  const names = await personNames(tx, ids);
  return [
    ...ids.flatMap((personId): AdvanceHolder[] => (names.has(personId) ? [{ kind: 'person', personId, name: names.get(personId) ?? '' }] : [])),
    { kind: 'supplier', name: request.payee },
  ];
}

/**
 * `wrong-state` not approved, or paid · `holder-unknown` · `proof-missing` a transfer has a slip · `day-in-future` · `day-before-approval` ·
 * `own-request` who asked does not pay, where the rules say so · and what the books refuse of an advance.
 */
export type HandAdvanceToError = Common | HandAdvanceError | 'holder-unknown' | 'proof-missing' | 'day-in-future' | 'day-before-approval' | 'own-request';

export interface HandAdvanceToInput {
  requestId: string;
  /** A person's id, or `supplier`. */
  holder: string;
  amountFen: bigint;
  day: string;
  method: 'transfer' | 'cash';
  proof: Upload | null;
  anotherReason: string | null;
}

/** The payer hands out money of an approved request before its receipts: to a person who buys, or to the supplier. Returns the advance's id. */
export const handAdvance = (context: CommandContext, input: HandAdvanceToInput): Promise<Result<string, HandAdvanceToError>> =>
  runCommand(context, 'hand-advance', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await lockProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.advance', project)) return err('not-allowed');
    if (request.state !== 'approved' || !moneyMayMove(project.state)) return err('wrong-state');
    if ((await termsOf(tx, request.id)).payerNotRequester && request.requesterId === tx.actor.personId) return err('own-request');
    const holder = (await possibleHolders(tx, request)).find((each) => (each.kind === 'person' ? each.personId : 'supplier') === input.holder);
    if (!holder) return err('holder-unknown');
    if (input.day > tx.today) return err('day-in-future');
    if (!paidOnlyAfterTheLastApproval(request, input.day)) return err('day-before-approval');
    if (input.method === 'transfer' && !input.proof) return err('proof-missing');
    const handed = await handAdvanceIn(tx, {
      projectId: project.id,
      subjectId: request.id,
      holder,
      amountFen: input.amountFen,
      text: `预支：${request.item}（${holder.name}）`.slice(0, 500),
      day: input.day,
      method: input.method,
      proofFileId: await proofOf(tx, project, input.proof),
      anotherReason: input.anotherReason,
    });
    if (!handed.ok) return handed;
    await closeDuty(tx, { kind: 'spending.pay', subjectId: request.id });
    await openSettleDuty(tx, request, project, holder.name, input.day);
    return ok(handed.value.advanceId);
  });

const proofOf = async (tx: CommandTx, project: Project, proof: Upload | null): Promise<string | null> =>
  proof ? ((await recordUploads(tx, [proof], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' }))[0] ?? null) : null;

/** Whoever pays sees to it that an advance is settled, within the days the office set; none where it has set none. */
export async function openSettleDuty(
  tx: CommandTx,
  request: SpendingRequest,
  project: Pick<Project, 'id' | 'neighbourhoodId'>,
  holder: string,
  day: string,
): Promise<void> {
  await openDuty(tx, {
    kind: settleAdvanceDuty,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'spending',
    subjectId: request.id,
    projectId: project.id,
    title: { zh: `结清预支：${request.item}（${holder}）`, en: `Settle the advance: ${request.item} (${holder})` },
    href: `/spending/${request.id}#advance`,
    dueDay: await officeDeadline(tx, settleAdvanceDuty, day),
  });
}

/**
 * `above-approved` a line's receipts are above what was approved · `proof-missing` a transfer of the difference has a slip · `day-in-future` ·
 * `goods-not-received` two residents confirm them first · `payer-received` · and what the books refuse of a settlement.
 */
export type SettleAdvanceByError =
  | Common
  | SettleAdvanceError
  | 'above-approved'
  | 'proof-missing'
  | 'day-in-future'
  | 'own-request'
  | 'goods-not-received'
  | 'payer-received';

export interface SettleAdvanceByInput {
  advanceId: string;
  /** What the receipts say, line by line as approved; all zero: the whole advance was handed back. */
  amountsFen: readonly bigint[];
  day: string;
  method: 'transfer' | 'cash' | null;
  proof: Upload | null;
}

/** Settles an advance by its receipts; from then on the request is a paid one that wants its vouchers, or over when nothing was bought. */
export const settleAdvance = (context: CommandContext, input: SettleAdvanceByInput): Promise<Result<string, SettleAdvanceByError>> =>
  runCommand(context, 'settle-advance', async (tx) => {
    const found = await findAdvance(tx, input.advanceId);
    const request = found && (await lockSpendingRequest(tx, found.subjectId));
    const project = request && (await lockProject(tx, request.projectId));
    const advance = request && (await openAdvanceOf(tx, request.id));
    if (!found || !request || !project) return err('not-found');
    if (!tx.can('spending.advance', project)) return err('not-allowed');
    if (advance?.id !== found.id) return err('already-settled');
    if (request.state !== 'approved') return err('wrong-state');
    if (input.day > tx.today) return err('day-in-future');
    const lines = request.lines.map((line, index) => ({ ...line, amountFen: input.amountsFen[index] ?? 0n, awardIds: sourcesOf(request, index) }));
    if (lines.some((line, index) => line.amountFen < 0n || line.amountFen > (request.lines[index]?.amountFen ?? 0n))) return err('above-approved');
    const bought = lines.filter((line) => line.amountFen > 0n);
    if (bought.length > 0) {
      const barred = await whyNotPay(tx, request);
      if (barred) return err(barred);
    }
    const differs = bought.reduce((fen, line) => fen + line.amountFen, 0n) !== advance.amountFen;
    if (differs && input.method === 'transfer' && !input.proof) return err('proof-missing');
    const settled = await settleAdvanceIn(tx, {
      advanceId: advance.id,
      lines: bought,
      payee: request.payee,
      text: request.item,
      day: input.day,
      method: differs ? input.method : null,
      proofFileId: await proofOf(tx, project, input.proof),
    });
    if (!settled.ok) return settled;
    await closeDuty(tx, { kind: settleAdvanceDuty, subjectId: request.id });
    if (settled.value.expenseId) {
      await saveSpendingState(tx, request.id, 'paid', { expenseId: settled.value.expenseId, paidBy: tx.actor.personId });
      await turnToNext(tx, request, 'paid', project);
    } else {
      await saveSpendingState(tx, request.id, 'withdrawn', { reason: '预支全额交回，没有支出' });
      await dropDuties(tx, { subjectId: request.id });
      await tx.emit('spending.withdrawn', { requestId: request.id, projectId: project.id });
    }
    return ok(request.id);
  });

/** The terms of a payment hold for a settlement too: it is when the money counts as spent. */
async function whyNotPay(tx: CommandTx, request: SpendingRequest): Promise<'own-request' | 'payer-received' | 'goods-not-received' | null> {
  const terms = await termsOf(tx, request.id);
  if (terms.payerNotRequester && request.requesterId === tx.actor.personId) return 'own-request';
  const receipts = await goodsReceiptsOf(tx, request.id);
  if (receipts.some((receipt) => receipt.personId === tx.actor.personId)) return 'payer-received';
  return terms.receivedBefore === 'payment' && !twoResidentsReceivedTheGoods(receipts) ? 'goods-not-received' : null;
}

/** Sources the policy lets pay a line; every source whose uses name it where the verdict names none. */
function sourcesOf(request: SpendingRequest, index: number): string[] | null {
  const line = request.verdict[index];
  const sources = line ? mayPay(line) : [];
  return sources.length > 0 ? sources : null;
}

/** How many days an advance has been in somebody's hands. */
export const daysOpen = (advance: Pick<Advance, 'day'>, today: string): number =>
  Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${advance.day}T00:00:00Z`)) / 86_400_000);
