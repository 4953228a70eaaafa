import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { findReceipt } from './contributions.ts';
import { returnIn } from './spend-money.ts';
import { lockAwardOf } from './store.ts';

/** Money given back to the one who gave it, in full or in part. */
export interface Refund {
  id: string;
  receiptId: string;
  awardId: string;
  txnId: string;
  amountFen: bigint;
  method: 'cash' | 'transfer' | 'in_kind';
  day: string;
  reason: string;
  proofFileId: string;
  returnedBy: string | null;
  /** Its return was undone. */
  reversed: boolean;
}

const refundRow = z
  .object({
    id: z.string(),
    receipt_id: z.string(),
    award_id: z.string(),
    txn_id: z.string(),
    amount_fen: z.bigint(),
    method: z.enum(['cash', 'transfer', 'in_kind']),
    day: z.string(),
    reason: z.string(),
    proof_file_id: z.string(),
    returned_by: z.string().nullable(),
    reversed: z.boolean(),
  })
  .transform(
    (r): Refund => ({
      id: r.id,
      receiptId: r.receipt_id,
      awardId: r.award_id,
      txnId: r.txn_id,
      amountFen: r.amount_fen,
      method: r.method,
      day: r.day,
      reason: r.reason,
      proofFileId: r.proof_file_id,
      returnedBy: r.returned_by,
      reversed: r.reversed,
    }),
  );

/** Refunds on an award, oldest first; those whose return was undone are marked. */
export const refundsOf = (tx: Tx, awardId: string): Promise<Refund[]> =>
  tx.all(
    sql`select id, receipt_id, award_id, txn_id, amount_fen, method, day, reason, proof_file_id, returned_by,
    exists (select from txn v where v.subdistrict_id = f.subdistrict_id and v.reversal_of = f.txn_id) as reversed
    from refund f where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} order by day, returned_at, id`,
    refundRow,
  );

/** What was given back on each receipt of an award, in fen; receipts without a refund are left out. */
export async function refundedFen(tx: Tx, awardId: string): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>();
  for (const refund of await refundsOf(tx, awardId)) if (!refund.reversed) sums.set(refund.receiptId, (sums.get(refund.receiptId) ?? 0n) + refund.amountFen);
  return sums;
}

/**
 * `not-positive` · `not-found` no such receipt, or it was reversed · `above-gift` more than was given and not yet given back · `wrong-method`
 * goods go back as goods, money as money · `day-outside` before the receipt · `award-closed` · `not-enough-money` it is spent or promised.
 */
export type GiveBackError = 'not-positive' | 'not-found' | 'above-gift' | 'wrong-method' | 'day-outside' | 'award-closed' | 'not-enough-money';

/** Gives a receipt's money back to its giver inside the caller's command, with the proof that it arrived. */
export async function giveBackIn(
  tx: CommandTx,
  input: { receiptId: string; amountFen: bigint; method: Refund['method']; day: string; reason: string; proofFileId: string; key?: string },
): Promise<Result<{ refundId: string; txnId: string }, GiveBackError>> {
  if (input.amountFen <= 0n) return err('not-positive');
  const found = await findReceipt(tx, input.receiptId);
  if (!found) return err('not-found');
  await lockAwardOf(tx, found.awardId);
  const receipt = await findReceipt(tx, input.receiptId);
  if (!receipt || receipt.reversed) return err('not-found');
  if ((receipt.method === 'in_kind') !== (input.method === 'in_kind')) return err('wrong-method');
  if (input.day < receipt.day) return err('day-outside');
  const given = (await refundedFen(tx, receipt.awardId)).get(receipt.id) ?? 0n;
  if (given + input.amountFen > receipt.amountFen) return err('above-gift');
  const refundId = tx.newId();
  const returned = await returnIn(tx, {
    awardId: receipt.awardId,
    amountFen: input.amountFen,
    day: input.day,
    text: `退还 ${receipt.payerName}（收据 ${receipt.number}）`,
    key: input.key ?? `refund:${refundId}`,
  });
  if (!returned.ok) return returned;
  await tx.exec(sql`insert into refund (subdistrict_id, id, receipt_id, award_id, txn_id, amount_fen, method, day, reason, proof_file_id, returned_by, returned_at)
    values (${tx.subdistrictId}, ${refundId}, ${receipt.id}, ${receipt.awardId}, ${returned.value.txnId}, ${input.amountFen}, ${input.method}, ${input.day},
    ${input.reason}, ${input.proofFileId}, ${tx.actor.personId}, ${tx.now})`);
  return ok({ refundId, txnId: returned.value.txnId });
}
