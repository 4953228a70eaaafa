import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Assignment } from './assign-lines.ts';
import { type Advance, advancedPerAward } from './advance.ts';
import type { Award } from './award.ts';
import { lockOpenAdvance } from './hand-advance.ts';
import { type PayLine, planPayment } from './plan-payment.ts';
import { findTxnByKey, type Posting, postTxn } from './post-txn.ts';
import { type Reservation, releaseIn } from './reserve-money.ts';
import { insertAllocations, insertExpense } from './spend-money.ts';
import { awardsOf } from './store.ts';

/**
 * `not-found` · `already-settled` or undone · `day-before-advance` · `method-missing` money went one way or the other, and it is not said how ·
 * `not-enough-money` the receipts are above what was handed out and kept, and no source has the rest.
 */
export type SettleAdvanceError = 'not-found' | 'already-settled' | 'day-before-advance' | 'method-missing' | 'not-enough-money';

export interface SettleAdvanceInput {
  advanceId: string;
  /** What the receipts say, line by line; none when all of it was handed back. */
  lines: readonly PayLine[];
  payee: string;
  text: string;
  day?: string;
  /** How the difference was handed back or paid. */
  method?: 'transfer' | 'cash' | null;
  proofFileId?: string | null;
  key?: string;
}

/**
 * Settles an advance by its receipts: they become the expense; what is left returns to the sources it was taken from, what is missing is
 * paid from what is still kept for the request. Nothing stays kept for it. `key` makes a repeated call harmless.
 */
export async function settleAdvanceIn(
  tx: CommandTx,
  input: SettleAdvanceInput,
): Promise<Result<{ txnId: string; expenseId: string | null; backFen: bigint }, SettleAdvanceError>> {
  const locked = await lockOpenAdvance(tx, input.advanceId);
  if (!locked) return err('not-found');
  const { advance } = locked;
  const key = input.key ?? `settle:${advance.id}:${tx.newId()}`;
  const known = await findTxnByKey(tx, key);
  if (known) return ok({ txnId: known.id, expenseId: known.expenseId, backFen: advance.settlement?.backFen ?? 0n });
  if (advance.state !== 'open') return err('already-settled');
  const day = input.day ?? tx.today;
  if (day < advance.day) return err('day-before-advance');
  const backFen = advance.amountFen - sum(input.lines);
  if (backFen !== 0n && !input.method) return err('method-missing');

  const released = await releaseIn(tx, { projectId: advance.projectId, subjectId: advance.subjectId, reason: '预支结清，释放预留' });
  const held = await advancedPerAward(tx, advance);
  const shares = input.lines.length === 0 ? [] : assignReceipts(await awardsOf(tx, advance.projectId), held, released, input.lines, day);
  if (!shares) return err('not-enough-money');

  const expenseId = input.lines.length === 0 ? null : tx.newId();
  if (expenseId) {
    const proofFileId = input.proofFileId ?? advance.proofFileId;
    await insertExpense(tx, { ...input, id: expenseId, projectId: advance.projectId, day, method: advance.method, proofFileId });
  }
  const txnId = await postTxn(tx, {
    kind: 'settle',
    projectId: advance.projectId,
    day,
    text: input.text,
    key,
    ...(expenseId ? { expenseId } : {}),
    postings: settlementPostings(held, shares),
  });
  await tx.exec(sql`insert into advance_settlement (subdistrict_id, txn_id, advance_id, method, proof_file_id, settled_by, settled_at)
    values (${tx.subdistrictId}, ${txnId}, ${advance.id}, ${backFen === 0n ? null : (input.method ?? null)}, ${input.proofFileId ?? null}, ${tx.actor.personId}, ${tx.now})`);
  if (expenseId) await insertAllocations(tx, { txnId, expenseId }, input.lines, shares);
  await told(tx, advance, { txnId, expenseId, spentFen: sum(input.lines), backFen, text: input.text });
  return ok({ txnId, expenseId, backFen });
}

const sum = (lines: readonly PayLine[]): bigint => lines.reduce((fen, line) => fen + line.amountFen, 0n);

async function told(
  tx: CommandTx,
  advance: Advance,
  done: { txnId: string; expenseId: string | null; spentFen: bigint; backFen: bigint; text: string },
): Promise<void> {
  tx.audit({
    action: 'money.settle-advance',
    subjectKind: 'advance',
    subjectId: advance.id,
    text: { projectId: advance.projectId, holder: advance.holder.name, spentFen: done.spentFen, backFen: done.backFen, text: done.text },
  });
  await tx.emit('money.advance-settled', { advanceId: advance.id, projectId: advance.projectId, backFen: done.backFen });
  if (done.expenseId) await tx.emit('money.spent', { expenseId: done.expenseId, projectId: advance.projectId, amountFen: done.spentFen });
}

/** First from what was handed out and kept for this request; only where that cannot pay, from whatever is free. */
function assignReceipts(
  awards: readonly Award[],
  held: ReadonlyMap<string, bigint>,
  released: Reservation | null,
  lines: readonly PayLine[],
  day: string,
): Assignment[] | null {
  const kept = new Map(held);
  for (const share of released?.lines.flatMap((line) => line.shares) ?? []) kept.set(share.awardId, (kept.get(share.awardId) ?? 0n) + share.amountFen);
  const own = planPayment(
    awards.map((award) => ({ ...award, availableFen: kept.get(award.awardId) ?? 0n })),
    lines,
    day,
  );
  if (own.feasible) return own.assignments;
  const all = planPayment(
    awards.map((award) => ({ ...award, availableFen: award.availableFen + (held.get(award.awardId) ?? 0n) })),
    lines,
    day,
  );
  return all.feasible ? all.assignments : null;
}

/** Per source: the advance ends, the receipts are spent, the difference comes back or is paid. */
export function settlementPostings(held: ReadonlyMap<string, bigint>, shares: readonly Pick<Assignment, 'awardId' | 'amountFen'>[]): Posting[] {
  const spent = new Map<string, bigint>();
  for (const share of shares) spent.set(share.awardId, (spent.get(share.awardId) ?? 0n) + share.amountFen);
  return [...new Set([...held.keys(), ...spent.keys()])].flatMap((awardId) => {
    const [handed, used] = [held.get(awardId) ?? 0n, spent.get(awardId) ?? 0n];
    const postings: Posting[] = [
      { awardId, account: 'advanced', amountFen: -handed },
      { awardId, account: 'held', amountFen: handed - used },
      { awardId, account: 'spent', amountFen: used },
    ];
    return postings.filter((posting) => posting.amountFen !== 0n);
  });
}
