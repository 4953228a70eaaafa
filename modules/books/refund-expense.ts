import { z } from 'zod';
import { splitLargestRemainder } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { findTxnByKey, move, postTxn } from './post-txn.ts';
import { findExpense } from './queries.ts';
import { lockAwards } from './store.ts';

/** Money that a supplier gave back after it was paid (退货退款). */
export interface SupplierRefund {
  id: string;
  expenseId: string;
  txnId: string;
  day: string;
  payer: string;
  method: 'transfer' | 'cash';
  reason: string;
  proofFileId: string;
  amountFen: bigint;
  recordedBy: string | null;
  recordedAt: Date;
  /** False once it was reversed. */
  inForce: boolean;
  lines: { lineId: string; awardId: string; awardName: string; amountFen: bigint }[];
}

const refundRow = z.object({
  id: z.string(),
  expense_id: z.string(),
  txn_id: z.string(),
  day: z.string(),
  payer: z.string(),
  method: z.enum(['transfer', 'cash']),
  reason: z.string(),
  proof_file_id: z.string(),
  recorded_by: z.string().nullable(),
  recorded_at: z.date(),
  in_force: z.boolean(),
});
const shareRow = z.object({ txn_id: z.string(), line_id: z.string(), award_id: z.string(), award_name: z.string(), amount_fen: z.bigint() });

/** Refunds of an expense, those reversed included, oldest first. */
export async function supplierRefundsOf(tx: Tx, expenseId: string): Promise<SupplierRefund[]> {
  const refunds = await tx.all(
    sql`select f.id, f.expense_id, f.txn_id, t.day, f.payer, f.method, f.reason, f.proof_file_id, f.recorded_by, f.recorded_at,
      not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id) as in_force
    from supplier_refund f join txn t on t.subdistrict_id = f.subdistrict_id and t.id = f.txn_id
    where f.subdistrict_id = ${tx.subdistrictId} and f.expense_id = ${expenseId} order by f.recorded_at, t.made_in, f.id`,
    refundRow,
  );
  if (refunds.length === 0) return [];
  const shares = await tx.all(
    sql`select s.txn_id, s.line_id, s.award_id, w.name as award_name, s.amount_fen from supplier_refund_share s
    join award w on w.subdistrict_id = s.subdistrict_id and w.id = s.award_id
    where s.subdistrict_id = ${tx.subdistrictId} and s.txn_id = any(${refunds.map((each) => each.txn_id)}::uuid[]) order by s.line_id, w.opened_at, w.id`,
    shareRow,
  );
  return refunds.map((r) => {
    const lines = shares
      .filter((each) => each.txn_id === r.txn_id)
      .map((each) => ({ lineId: each.line_id, awardId: each.award_id, awardName: each.award_name, amountFen: each.amount_fen }));
    return {
      id: r.id,
      expenseId: r.expense_id,
      txnId: r.txn_id,
      day: r.day,
      payer: r.payer,
      method: r.method,
      reason: r.reason,
      proofFileId: r.proof_file_id,
      recordedBy: r.recorded_by,
      recordedAt: r.recorded_at,
      inForce: r.in_force,
      amountFen: lines.reduce((fen, line) => fen + line.amountFen, 0n),
      lines,
    };
  });
}

/** What a source still has in a line: what it paid for it, less what came back. */
export interface LineShare {
  lineId: string;
  category: string;
  awardId: string;
  leftFen: bigint;
}

/**
 * Gives what came back for a line to the sources that paid it, in proportion to what each still has in it; no fen is lost. Null when it is
 * more than all of them have in it.
 */
export function backToTheSources(shares: readonly LineShare[], lineId: string, amountFen: bigint): { share: LineShare; amountFen: bigint }[] | null {
  const of = shares.filter((each) => each.lineId === lineId && each.leftFen > 0n);
  const left = of.reduce((fen, each) => fen + each.leftFen, 0n);
  if (amountFen > left) return null;
  const parts = splitLargestRemainder(
    amountFen,
    of.map((each) => each.leftFen),
  );
  if (!parts.ok) return null;
  return of.flatMap((share, index) => ((parts.value[index] ?? 0n) > 0n ? [{ share, amountFen: parts.value[index] ?? 0n }] : []));
}

const leftRow = z
  .object({ line_id: z.string(), category: z.string(), award_id: z.string(), left_fen: z.bigint() })
  .transform((r): LineShare => ({ lineId: r.line_id, category: r.category, awardId: r.award_id, leftFen: r.left_fen }));

/** Per line of a paid expense, what each source still has in it. */
const sharesLeft = (tx: Tx, expenseId: string): Promise<LineShare[]> =>
  tx.all(
    sql`select a.line_id, a.category, a.award_id, (a.amount_fen - coalesce((select sum(s.amount_fen) from supplier_refund_share s
      where s.subdistrict_id = a.subdistrict_id and s.line_id = a.line_id and s.award_id = a.award_id
      and not exists (select from txn r where r.subdistrict_id = s.subdistrict_id and r.reversal_of = s.txn_id)), 0))::bigint as left_fen
    from allocation a join txn t on t.subdistrict_id = a.subdistrict_id and t.id = a.txn_id join expense_line l on l.subdistrict_id = a.subdistrict_id and l.id = a.line_id
    where a.subdistrict_id = ${tx.subdistrictId} and t.expense_id = ${expenseId}
    and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id) order by l.position, a.award_id`,
    leftRow,
  );

/**
 * `not-found` · `not-paid` its payment was undone · `in-kind` goods are no money · `nothing` no line has an amount · `above-paid` more than
 * was paid for a line and has not come back yet · `day-before-payment` · `award-closed` the accounts are settled.
 */
export type SupplierRefundError = 'not-found' | 'not-paid' | 'in-kind' | 'nothing' | 'above-paid' | 'day-before-payment' | 'award-closed';

/** Writes money that a supplier gave back: the sources that paid the lines have it again. `key` makes a repeated call harmless. */
export async function supplierRefundIn(
  tx: CommandTx,
  input: {
    expenseId: string;
    lines: readonly { lineId: string; amountFen: bigint }[];
    payer: string;
    method: 'transfer' | 'cash';
    reason: string;
    proofFileId: string;
    day?: string;
    key?: string;
  },
): Promise<Result<{ refundId: string; txnId: string; amountFen: bigint }, SupplierRefundError>> {
  const found = await findExpense(tx, input.expenseId);
  if (!found) return err('not-found');
  const awards = await lockAwards(tx, found.projectId);
  const refundId = tx.newId();
  const key = input.key ?? `refund:${refundId}`;
  const known = await findTxnByKey(tx, key);
  const earlier = known && (await supplierRefundsOf(tx, found.id)).find((each) => each.txnId === known.id);
  if (earlier) return ok({ refundId: earlier.id, txnId: earlier.txnId, amountFen: earlier.amountFen });
  const expense = await findExpense(tx, input.expenseId);
  if (!expense?.inForce) return err('not-paid');
  if (expense.method === 'in_kind') return err('in-kind');
  const day = input.day ?? tx.today;
  if (day < expense.day) return err('day-before-payment');
  const wanted = input.lines.filter((line) => line.amountFen > 0n);
  if (wanted.length === 0) return err('nothing');

  const left = await sharesLeft(tx, expense.id);
  const back: { share: LineShare; amountFen: bigint }[] = [];
  for (const line of wanted) {
    const parts = backToTheSources(left, line.lineId, line.amountFen);
    if (!parts) return err('above-paid');
    back.push(...parts);
  }
  const perAward = new Map<string, bigint>();
  for (const each of back) perAward.set(each.share.awardId, (perAward.get(each.share.awardId) ?? 0n) + each.amountFen);
  if (awards.some((award) => award.state === 'closed' && perAward.has(award.awardId))) return err('award-closed');
  const txnId = await postTxn(tx, {
    kind: 'refund',
    projectId: expense.projectId,
    day,
    text: `${input.payer} 退款：${expense.text}`.slice(0, 500),
    key,
    postings: [...perAward].flatMap(([awardId, fen]) => move(awardId, 'spent', 'held', fen)),
  });
  await tx.exec(sql`insert into supplier_refund (subdistrict_id, id, expense_id, txn_id, payer, method, reason, proof_file_id, recorded_by, recorded_at)
    values (${tx.subdistrictId}, ${refundId}, ${expense.id}, ${txnId}, ${input.payer}, ${input.method}, ${input.reason}, ${input.proofFileId}, ${tx.actor.personId}, ${tx.now})`);
  for (const each of back) {
    await tx.exec(sql`insert into supplier_refund_share (subdistrict_id, txn_id, line_id, category, award_id, amount_fen)
      values (${tx.subdistrictId}, ${txnId}, ${each.share.lineId}, ${each.share.category}, ${each.share.awardId}, ${each.amountFen})`);
  }
  const amountFen = back.reduce((fen, each) => fen + each.amountFen, 0n);
  tx.audit({
    action: 'money.refund',
    subjectKind: 'expense',
    subjectId: expense.id,
    text: { projectId: expense.projectId, payer: input.payer, amountFen, reason: input.reason },
  });
  await tx.emit('money.refunded', { expenseId: expense.id, projectId: expense.projectId, amountFen });
  return ok({ refundId, txnId, amountFen });
}
