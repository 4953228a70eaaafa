import { splitLargestRemainder } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import {
  type Award,
  findAward,
  findReceipt,
  householdContributions,
  type Refund,
  type GiveBackError,
  refundedFen,
  giveBackIn,
  pledgesOf,
  receiptsOf,
  type Receipt,
  reverseIn,
} from '#modules/books';
import { closeDuty } from '#modules/inbox';
import { moneyMayMove, type ProjectState } from './project.ts';
import { driveFollowsRefundsIn } from './run-crowd-drive.ts';
import { lockProject, type Project } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/** Money goes back to its givers while it may move, and after a stop until the accounts are settled. */
export const moneyMayGoBack = (state: ProjectState): boolean => moneyMayMove(state) || state === 'stopped';

/** A receipt with what of it could still be given back. */
export interface Returnable {
  receipt: Receipt;
  refundedFen: bigint;
  leftFen: bigint;
  /** Its share of what the source still has, when all givers get back in proportion. */
  shareFen: bigint;
}

/** The receipts of a source that still have money with us, each with its share of what is left. Receipts that were reversed are left out. */
export async function returnablesOf(tx: Parameters<typeof receiptsOf>[0], award: Pick<Award, 'awardId' | 'availableFen'>): Promise<Returnable[]> {
  const given = await refundedFen(tx, award.awardId);
  const open = (await receiptsOf(tx, award.awardId))
    .filter((receipt) => !receipt.reversed)
    .map((receipt) => ({ receipt, refundedFen: given.get(receipt.id) ?? 0n, leftFen: receipt.amountFen - (given.get(receipt.id) ?? 0n) }))
    .filter((each) => each.leftFen > 0n);
  const shares = sharesOf(
    award.availableFen,
    open.map((each) => each.leftFen),
  );
  return open.map((each, at) => ({ ...each, shareFen: shares[at] ?? 0n }));
}

/** What is left, split by what each gave, to the fen; nobody gets more than they gave. */
export function sharesOf(availableFen: bigint, leftFen: readonly bigint[]): bigint[] {
  const allFen = leftFen.reduce((fen, each) => fen + each, 0n);
  if (allFen === 0n || availableFen <= 0n) return leftFen.map(() => 0n);
  if (availableFen >= allFen) return [...leftFen];
  const parts = splitLargestRemainder(availableFen, leftFen);
  return parts.ok ? parts.value : leftFen.map(() => 0n);
}

async function openGiving(
  tx: CommandTx,
  awardId: string,
  action: string,
): Promise<Result<{ award: Award; project: Project }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const found = await findAward(tx, awardId);
  const project = found && (await lockProject(tx, found.projectId));
  const award = project && (await findAward(tx, awardId));
  if (!award || !project) return err('not-found');
  if (!tx.can(action, project)) return err('not-allowed');
  return moneyMayGoBack(project.state) && award.state === 'open' ? ok({ award, project }) : err('wrong-state');
}

/**
 * Gives money back to those who gave it, receipt by receipt, with one proof for all of them (the bank's slips, or the list they signed). Errors:
 * those of a refund, and `proof-required` · `reason-required` · `nobody-chosen` · `day-in-future` · `wrong-source` the grant goes back by the settlement.
 */
export const refundReceipts = (
  context: CommandContext,
  input: {
    awardId: string;
    items: readonly { receiptId: string; amountFen: bigint }[];
    method: Refund['method'];
    day: string;
    reason: string;
    proof: Upload | null;
  },
): Promise<Result<string[], Common | GiveBackError | 'proof-required' | 'reason-required' | 'nobody-chosen' | 'day-in-future' | 'wrong-source'>> =>
  runCommand(context, 'refund-receipts', async (tx) => {
    const opened = await openGiving(tx, input.awardId, 'money.refund');
    if (!opened.ok) return opened;
    const { award, project } = opened.value;
    if (award.sourceKind === 'grant') return err('wrong-source');
    if (input.items.length === 0) return err('nobody-chosen');
    if (input.day > tx.today) return err('day-in-future');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    if (!input.proof) return err('proof-required');
    const [proofFileId] = await recordUploads(tx, [input.proof], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
    const ids: string[] = [];
    for (const item of input.items) {
      const receipt = await findReceipt(tx, item.receiptId);
      if (!receipt || receipt.awardId !== award.awardId) return err('not-found');
      const refunded = await giveBackIn(tx, { ...item, method: input.method, day: input.day, reason, proofFileId: proofFileId ?? '' });
      if (!refunded.ok) return refunded;
      ids.push(refunded.value.refundId);
    }
    await driveFollowsRefundsIn(tx, award.awardId);
    if ((await findAward(tx, award.awardId))?.availableFen === 0n) await closeDuty(tx, { kind: 'source.give-back', subjectId: award.awardId });
    tx.audit({ action: 'money.refund', subjectKind: 'award', subjectId: award.awardId, text: { count: ids.length, reason } });
    return ok(ids);
  });

/** A household takes its promise back, because giving is voluntary. `no-open-pledge` it promised nothing · `paid-already` give its money back first. */
export const withdrawHouseholdPledge = (
  context: CommandContext,
  input: { awardId: string; householdId: string; reason: string },
): Promise<Result<void, Common | 'no-open-pledge' | 'paid-already' | 'reason-required'>> =>
  runCommand(context, 'withdraw-pledge', async (tx) => {
    const opened = await openGiving(tx, input.awardId, 'money.pledge');
    if (!opened.ok) return opened;
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    const mine = (await pledgesOf(tx, input.awardId)).filter((pledge) => pledge.householdId === input.householdId);
    if (mine.length === 0) return err('no-open-pledge');
    const paid = (await householdContributions(tx, input.awardId)).find((each) => each.householdId === input.householdId);
    if (paid && paid.paidFen > 0n) return err('paid-already');
    for (const pledge of mine) {
      const undone = await reverseIn(tx, { txnId: pledge.txnId, reason });
      if (!undone.ok) throw new Error(`a standing pledge was not undone: ${undone.error}`);
    }
    tx.audit({ action: 'money.pledge-withdrawn', subjectKind: 'award', subjectId: input.awardId, text: { household: mine[0]?.payerName ?? '', reason } });
    return ok();
  });
