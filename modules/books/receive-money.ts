import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import { z } from 'zod';
import { lockAwardOf, nextNumber } from './store.ts';
import { findTxnByKey, move, postTxn } from './post-txn.ts';

/** Who pays or promises; `name` as it stands on the receipt. */
export interface Payer {
  name: string;
  householdId?: string | null;
  organisationId?: string | null;
}

/** `not-found` no such award · `award-closed` · `not-positive` the amount is not above zero. */
export type MoneyInError = 'not-found' | 'award-closed' | 'not-positive';

const idRow = z.object({ id: z.string(), number: z.string() });

/**
 * Writes a promise (认领). It shows what is expected and never counts as money. `key` makes a repeated call harmless.
 */
export async function pledgeIn(
  tx: CommandTx,
  input: { awardId: string; payer: Payer; amountFen: bigint; day?: string; key?: string },
): Promise<Result<{ pledgeId: string; txnId: string }, MoneyInError>> {
  if (input.amountFen <= 0n) return err('not-positive');
  const award = await lockAwardOf(tx, input.awardId);
  if (!award) return err('not-found');
  const pledgeId = tx.newId();
  const key = input.key ?? `pledge:${pledgeId}`;
  const known = await findTxnByKey(tx, key);
  if (known) {
    const row = await tx.one(sql`select id, '' as number from pledge where subdistrict_id = ${tx.subdistrictId} and txn_id = ${known.id}`, idRow);
    return ok({ pledgeId: row.id, txnId: known.id });
  }
  if (award.state === 'closed') return err('award-closed');
  const day = input.day ?? tx.today;
  const txnId = await postTxn(tx, {
    kind: 'pledge',
    projectId: award.projectId,
    day,
    text: `${input.payer.name} 承诺出资`,
    key,
    postings: move(award.awardId, 'pledger', 'pledged', input.amountFen),
  });
  await tx.exec(sql`insert into pledge (subdistrict_id, id, award_id, txn_id, household_id, organisation_id, payer_name, amount_fen, day)
    values (${tx.subdistrictId}, ${pledgeId}, ${award.awardId}, ${txnId}, ${input.payer.householdId ?? null}, ${input.payer.organisationId ?? null},
    ${input.payer.name}, ${input.amountFen}, ${day})`);
  return ok({ pledgeId, txnId });
}

/** How money came in; goods and work come `in_kind`, and only to an award in kind. */
export type ReceiptMethod = 'cash' | 'transfer' | 'in_kind';

/**
 * Writes money that came in (到账) and gives the receipt its number. `wrong-method`: an award in kind takes no cash, and
 * every other takes no goods. `key` makes a repeated call harmless.
 */
export async function receiveIn(
  tx: CommandTx,
  input: { awardId: string; payer: Payer; amountFen: bigint; method: ReceiptMethod; day?: string; text?: string; proofFileId?: string | null; key?: string },
): Promise<Result<{ receiptId: string; number: string; txnId: string }, MoneyInError | 'wrong-method'>> {
  if (input.amountFen <= 0n) return err('not-positive');
  const award = await lockAwardOf(tx, input.awardId);
  if (!award) return err('not-found');
  const receiptId = tx.newId();
  const key = input.key ?? `receipt:${receiptId}`;
  const known = await findTxnByKey(tx, key);
  if (known) {
    const row = await tx.one(sql`select id, number from receipt where subdistrict_id = ${tx.subdistrictId} and txn_id = ${known.id}`, idRow);
    return ok({ receiptId: row.id, number: row.number, txnId: known.id });
  }
  if (award.state === 'closed') return err('award-closed');
  if ((award.sourceKind === 'in_kind') !== (input.method === 'in_kind')) return err('wrong-method');
  const day = input.day ?? tx.today;
  const txnId = await postTxn(tx, {
    kind: 'receipt',
    projectId: award.projectId,
    day,
    text: input.text ?? `收到 ${input.payer.name}`,
    key,
    postings: move(award.awardId, 'income', 'held', input.amountFen),
  });
  // Taken late: whoever holds the number makes every other receipt of the subdistrict wait.
  const number = await nextNumber(tx, 'receipt', day);
  await tx.exec(sql`insert into receipt (subdistrict_id, id, award_id, txn_id, number, household_id, organisation_id, payer_name, amount_fen, method, day,
    proof_file_id, received_by) values (${tx.subdistrictId}, ${receiptId}, ${award.awardId}, ${txnId}, ${number}, ${input.payer.householdId ?? null},
    ${input.payer.organisationId ?? null}, ${input.payer.name}, ${input.amountFen}, ${input.method}, ${day}, ${input.proofFileId ?? null}, ${tx.actor.personId})`);
  tx.audit({
    action: 'money.receive',
    subjectKind: 'receipt',
    subjectId: receiptId,
    text: { awardId: award.awardId, amountFen: input.amountFen, payer: input.payer.name, number },
  });
  await tx.emit('money.received', { awardId: award.awardId, projectId: award.projectId, receiptId, amountFen: input.amountFen });
  return ok({ receiptId, number, txnId });
}
