import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import { type Assignment, assignLines } from './assign-lines.ts';
import { type Award, awardMayPay } from './award.ts';
import { type PayLine, planPayment } from './plan-payment.ts';
import { findTxnByKey, move, postTxn } from './post-txn.ts';
import { type Reservation, releaseIn } from './reserve-money.ts';
import { lockAwardOf, lockAwards } from './store.ts';

/** How it was paid; `in_kind`: goods or work that were given were used up. */
export type PaymentMethod = 'transfer' | 'cash' | 'in_kind';

/** `nothing-to-spend` no lines · `not-enough-money` no assignment pays all; ask previewPayment why. */
export type SpendError = 'nothing-to-spend' | 'not-enough-money';

/**
 * Writes a payment: the expense, its lines, which source pays which line. What was reserved for `subjectId` is released in
 * the same transaction and its assignment kept where the lines still fit in it. `key` makes a repeated call harmless.
 */
export async function spendIn(
  tx: CommandTx,
  input: {
    projectId: string;
    payee: string;
    text: string;
    method: PaymentMethod;
    lines: readonly PayLine[];
    day?: string;
    proofFileId?: string | null;
    subjectId?: string;
    key?: string;
  },
): Promise<Result<{ expenseId: string; txnId: string }, SpendError>> {
  if (input.lines.length === 0 || input.lines.some((line) => line.amountFen <= 0n)) return err('nothing-to-spend');
  const awards = await lockAwards(tx, input.projectId);
  const expenseId = tx.newId();
  let key = input.key ?? `spend:${expenseId}`;
  // A payment that was undone may be made again under the same key; one in force is returned.
  for (let known = await findTxnByKey(tx, key); known?.expenseId; known = await findTxnByKey(tx, key)) {
    if (!known.reversedBy) return ok({ expenseId: known.expenseId, txnId: known.id });
    key = `${key}:again`;
  }

  const day = input.day ?? tx.today;
  const released = input.subjectId ? await releaseIn(tx, { projectId: input.projectId, subjectId: input.subjectId, reason: '付款，预留转为支出' }) : null;
  const shares = (released && asReserved(released, input.lines, awards, day)) ?? (await assignNow(tx, input.projectId, input.lines, day, input.method));
  if (!shares) return err('not-enough-money');

  await insertExpense(tx, { ...input, id: expenseId, day });
  const txnId = await postPayment(tx, { projectId: input.projectId, expenseId, day, text: input.text, key }, input.lines, shares);
  tx.audit({
    action: 'money.spend',
    subjectKind: 'expense',
    subjectId: expenseId,
    text: { projectId: input.projectId, payee: input.payee, text: input.text, amountFen: sum(input.lines) },
  });
  await tx.emit('money.spent', { expenseId, projectId: input.projectId, amountFen: sum(input.lines) });
  return ok({ expenseId, txnId });
}

const sum = (lines: readonly PayLine[]): bigint => lines.reduce((fen, line) => fen + line.amountFen, 0n);

/** Goods are used up, not paid for: only awards in kind give them, and money never comes from those. */
async function assignNow(tx: CommandTx, projectId: string, lines: readonly PayLine[], day: string, method: PaymentMethod): Promise<Assignment[] | null> {
  const awards = (await lockAwards(tx, projectId)).filter((award) => (award.sourceKind === 'in_kind') === (method === 'in_kind'));
  const plan = planPayment(awards, lines, day);
  return plan.feasible ? plan.assignments : null;
}

/** The shares as they were reserved, cut to what is really paid; null when the lines no longer fit in the reservation. */
function asReserved(reservation: Reservation, lines: readonly PayLine[], awards: readonly Award[], day: string): Assignment[] | null {
  const mayPay = (line: PayLine, awardId: string) => awards.some((award) => award.awardId === awardId && awardMayPay(award, line.category, day));
  if (reservation.lines.some((line) => line.shares.some((share) => !mayPay(line, share.awardId)))) return null;
  if (lines.length !== reservation.lines.length || lines.some((line, index) => line.category !== reservation.lines[index]?.category)) return null;
  const shares: Assignment[] = [];
  for (const [index, line] of lines.entries()) {
    const plan = assignLines(
      [
        {
          key: String(index),
          category: line.category,
          amountFen: line.amountFen,
          awardIds: reservation.lines[index]?.shares.map((share) => share.awardId) ?? [],
        },
      ],
      reservation.lines[index]?.shares.map((share) => ({ awardId: share.awardId, availableFen: share.amountFen })) ?? [],
    );
    if (!plan.feasible) return null;
    shares.push(...plan.assignments);
  }
  return shares;
}

async function postPayment(
  tx: CommandTx,
  about: { projectId: string; expenseId: string; day: string; text: string; key: string },
  lines: readonly PayLine[],
  shares: readonly Assignment[],
): Promise<string> {
  const perAward = new Map<string, bigint>();
  for (const share of shares) perAward.set(share.awardId, (perAward.get(share.awardId) ?? 0n) + share.amountFen);
  const txnId = await postTxn(tx, {
    kind: 'spend',
    projectId: about.projectId,
    expenseId: about.expenseId,
    day: about.day,
    text: about.text,
    key: about.key,
    postings: [...perAward].flatMap(([awardId, fen]) => move(awardId, 'held', 'spent', fen)),
  });
  await insertAllocations(tx, { txnId, expenseId: about.expenseId }, lines, shares);
  return txnId;
}

/** Writes what was bought or paid; its lines come with the payment. For the commands of this module. */
export const insertExpense = (
  tx: CommandTx,
  e: { id: string; projectId: string; day: string; payee: string; text: string; method: PaymentMethod; proofFileId?: string | null },
): Promise<number> =>
  tx.exec(sql`insert into expense (subdistrict_id, id, project_id, day, payee, text, method, proof_file_id, recorded_by, recorded_at)
    values (${tx.subdistrictId}, ${e.id}, ${e.projectId}, ${e.day}, ${e.payee}, ${e.text}, ${e.method}, ${e.proofFileId ?? null}, ${tx.actor.personId}, ${tx.now})`);

/** Writes the lines of an expense and which source pays which of them. For the commands of this module. */
export async function insertAllocations(
  tx: CommandTx,
  about: { txnId: string; expenseId: string },
  lines: readonly PayLine[],
  shares: readonly Assignment[],
): Promise<void> {
  const lineIds = lines.map(() => tx.newId());
  for (const [index, line] of lines.entries()) {
    await tx.exec(sql`insert into expense_line (subdistrict_id, id, expense_id, position, category, text, amount_fen)
      values (${tx.subdistrictId}, ${lineIds[index]}, ${about.expenseId}, ${index + 1}, ${line.category}, ${line.text}, ${line.amountFen})`);
  }
  for (const share of shares) {
    await tx.exec(sql`insert into allocation (subdistrict_id, txn_id, line_id, category, award_id, amount_fen)
      values (${tx.subdistrictId}, ${about.txnId}, ${lineIds[Number(share.key)]}, ${lines[Number(share.key)]?.category}, ${share.awardId}, ${share.amountFen})`);
  }
}

/** `not-positive` · `not-found` · `award-closed` · `not-enough-money` more than is available. */
export type ReturnError = 'not-positive' | 'not-found' | 'award-closed' | 'not-enough-money';

/** Gives money back to its source (年末退回、结余退回). */
export async function returnIn(
  tx: CommandTx,
  input: { awardId: string; amountFen: bigint; text: string; day?: string; key?: string },
): Promise<Result<{ txnId: string }, ReturnError>> {
  if (input.amountFen <= 0n) return err('not-positive');
  const award = await lockAwardOf(tx, input.awardId);
  if (!award) return err('not-found');
  const key = input.key ?? `return:${tx.newId()}`;
  const known = await findTxnByKey(tx, key);
  if (known) return ok({ txnId: known.id });
  if (award.state === 'closed') return err('award-closed');
  if (input.amountFen > award.availableFen) return err('not-enough-money');
  const txnId = await postTxn(tx, {
    kind: 'return',
    projectId: award.projectId,
    day: input.day ?? tx.today,
    text: input.text,
    key,
    postings: move(award.awardId, 'held', 'returned', input.amountFen),
  });
  tx.audit({ action: 'money.return', subjectKind: 'award', subjectId: award.awardId, text: { amountFen: input.amountFen, text: input.text } });
  await tx.emit('money.returned', { awardId: award.awardId, projectId: award.projectId, amountFen: input.amountFen });
  return ok({ txnId });
}
