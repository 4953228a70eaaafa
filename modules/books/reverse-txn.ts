import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { awardsOf, lockAwards } from './store.ts';
import { advancesOfProject } from './advance.ts';
import { findTxn, postingsOf, postTxn, type Txn } from './post-txn.ts';
import { supplierRefundsOf } from './refund-expense.ts';

/**
 * `not-found` · `already-reversed` once per transaction · `is-a-reversal` · `refunded` a payment whose refund stands · `advance-settled` an
 * advance whose settlement stands: those are undone first · `award-closed` · `not-enough-money` undoing a
 * receipt (or refund) whose money is spent, reserved, handed out or returned.
 */
export type ReverseError = 'not-found' | 'already-reversed' | 'is-a-reversal' | 'refunded' | 'advance-settled' | 'award-closed' | 'not-enough-money';

/** Accounts whose debit leaves less available; a credit of `income` leaves more. */
const takesFromAvailable: ReadonlySet<string> = new Set(['income', 'spent', 'reserved', 'returned', 'advanced']);

/** Undoes one transaction by its exact opposite. Nothing in the books is changed or deleted, ever. */
export async function reverseIn(tx: CommandTx, input: { txnId: string; reason: string; day?: string }): Promise<Result<{ txnId: string }, ReverseError>> {
  const before = await findTxn(tx, input.txnId);
  if (!before) return err('not-found');
  await lockAwards(tx, before.projectId);
  const txn = await findTxn(tx, input.txnId);
  if (!txn) return err('not-found');
  if (txn.reversalOf) return err('is-a-reversal');
  if (txn.reversedBy) return err('already-reversed');
  const standing = await whatStandsOn(tx, txn);
  if (standing) return err(standing);
  const postings = await postingsOf(tx, txn.id);
  for (const award of await awardsOf(tx, txn.projectId)) {
    const touching = postings.filter((posting) => posting.awardId === award.awardId);
    if (touching.length > 0 && award.state === 'closed') return err('award-closed');
    // What was available because of this transaction is not any more: money received, refunded or handed back may be used by now.
    const freed = touching.reduce((sum, posting) => (takesFromAvailable.has(posting.account) ? sum - posting.amountFen : sum), 0n);
    if (freed > 0n && freed > award.availableFen) return err('not-enough-money');
  }
  // What was kept for a request moves with every payment; only money itself is told of.
  if (txn.kind !== 'reserve') await tx.emit('money.reversed', { txnId: txn.id, projectId: txn.projectId, kind: txn.kind });
  return ok({
    txnId: await postTxn(tx, {
      kind: 'reversal',
      projectId: txn.projectId,
      day: input.day ?? tx.today,
      text: input.reason,
      key: `reversal:${txn.id}`,
      reversalOf: txn.id,
      postings: postings.map((posting) => ({ ...posting, amountFen: -posting.amountFen })),
    }),
  });
}

/** A payment is not undone under its refund, nor an advance under its settlement. */
async function whatStandsOn(tx: CommandTx, txn: Txn): Promise<'refunded' | 'advance-settled' | null> {
  if (txn.expenseId && (await supplierRefundsOf(tx, txn.expenseId)).some((refund) => refund.inForce)) return 'refunded';
  if (txn.kind === 'advance' && (await advancesOfProject(tx, txn.projectId)).some((each) => each.txnId === txn.id && each.state === 'settled'))
    return 'advance-settled';
  return null;
}
