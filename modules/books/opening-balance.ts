import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { move, type Posting, postTxn } from './post-txn.ts';
import { reverseIn, type ReverseError } from './reverse-txn.ts';
import { insertAllocations, insertExpense } from './spend-money.ts';
import { ensureCategories, findAward, lockAwardOf } from './store.ts';

/** What was spent before the platform, by use. */
export interface OpeningLine {
  category: string;
  text: string;
  amountFen: bigint;
}

/** `entered` waits for a second person · `confirmed` stands in the books · `dropped` was not right · `undone` was reversed. */
export type OpeningState = 'entered' | 'confirmed' | 'dropped' | 'undone';

/** The opening balance (期初余额) of one source: what came in, went out and went back before the platform. */
export interface OpeningBalance {
  id: string;
  awardId: string;
  day: string;
  receivedFen: bigint;
  returnedFen: bigint;
  spentFen: bigint;
  lines: OpeningLine[];
  note: string;
  fileId: string;
  state: OpeningState;
  enteredBy: string;
  enteredAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  txnId: string | null;
}

const row = z.object({
  id: z.string(),
  award_id: z.string(),
  day: z.string(),
  received_fen: z.bigint(),
  returned_fen: z.bigint(),
  spent_fen: z.bigint(),
  note: z.string(),
  file_id: z.string(),
  state: z.enum(['entered', 'confirmed', 'dropped', 'undone']),
  entered_by: z.string(),
  entered_at: z.date(),
  decided_by: z.string().nullable(),
  decided_at: z.date().nullable(),
  reason: z.string().nullable(),
  txn_id: z.string().nullable(),
});
const lineRow = z.object({ opening_id: z.string(), category: z.string(), text: z.string(), amount_fen: z.bigint() });

/** Opening balances of a project's sources, those dropped or undone included, oldest first. */
export async function openingsOf(tx: Tx, projectId: string): Promise<OpeningBalance[]> {
  const rows = await tx.all(
    sql`select o.id, o.award_id, o.day, o.received_fen, o.returned_fen, o.spent_fen, o.note, o.file_id, o.state, o.entered_by, o.entered_at, o.decided_by, o.decided_at,
      o.reason, o.txn_id from opening_balance o join award a on a.subdistrict_id = o.subdistrict_id and a.id = o.award_id
    where o.subdistrict_id = ${tx.subdistrictId} and a.project_id = ${projectId} order by o.entered_at, o.id`,
    row,
  );
  if (rows.length === 0) return [];
  const lines = await tx.all(
    sql`select opening_id, category, text, amount_fen from opening_line where subdistrict_id = ${tx.subdistrictId}
    and opening_id = any(${rows.map((each) => each.id)}::uuid[]) order by opening_id, no`,
    lineRow,
  );
  return rows.map((r) => ({
    id: r.id,
    awardId: r.award_id,
    day: r.day,
    receivedFen: r.received_fen,
    returnedFen: r.returned_fen,
    spentFen: r.spent_fen,
    lines: lines.filter((line) => line.opening_id === r.id).map((line) => ({ category: line.category, text: line.text, amountFen: line.amount_fen })),
    note: r.note,
    fileId: r.file_id,
    state: r.state,
    enteredBy: r.entered_by,
    enteredAt: r.entered_at,
    decidedBy: r.decided_by,
    decidedAt: r.decided_at,
    reason: r.reason,
    txnId: r.txn_id,
  }));
}

const projectIdRow = z.object({ project_id: z.string() });

/** One opening balance, or null. */
export async function findOpening(tx: Tx, id: string): Promise<OpeningBalance | null> {
  const found = await tx.maybe(
    sql`select a.project_id from opening_balance o join award a on a.subdistrict_id = o.subdistrict_id and a.id = o.award_id
    where o.subdistrict_id = ${tx.subdistrictId} and o.id = ${id}`,
    projectIdRow,
  );
  return found ? ((await openingsOf(tx, found.project_id)).find((each) => each.id === id) ?? null) : null;
}

const takesRow = z.object({ takes: z.boolean() });

/** No money has moved on this source in the books yet, but for openings that were undone; promises move none. */
export const sourceTakesAnOpening = async (tx: Tx, awardId: string): Promise<boolean> =>
  (
    await tx.one(
      sql`select not exists (select from posting p join txn t on t.subdistrict_id = p.subdistrict_id and t.id = p.txn_id
        left join txn u on u.subdistrict_id = t.subdistrict_id and u.id = t.reversal_of
        where p.subdistrict_id = ${tx.subdistrictId} and p.award_id = ${awardId} and coalesce(u.kind, t.kind) not in ('opening', 'pledge')) as takes`,
      takesRow,
    )
  ).takes;

/**
 * `not-found` · `award-closed` · `money-has-moved` ordinary entries stand on this source · `opening-waits` or stands already · `not-positive` nothing
 * was received · `above-received` more went out and back than came in · `use-not-allowed` a use this source does not pay · `day-in-future`.
 */
export type EnterOpeningError =
  | 'not-found'
  | 'award-closed'
  | 'money-has-moved'
  | 'opening-waits'
  | 'not-positive'
  | 'above-received'
  | 'use-not-allowed'
  | 'day-in-future';

/** Enters what stood on a source before the platform; it counts only once another person has confirmed it. */
export async function enterOpeningIn(
  tx: CommandTx,
  input: { awardId: string; day: string; receivedFen: bigint; returnedFen: bigint; lines: readonly OpeningLine[]; note: string; fileId: string },
): Promise<Result<string, EnterOpeningError>> {
  const award = await lockAwardOf(tx, input.awardId);
  if (!award) return err('not-found');
  if (award.state === 'closed') return err('award-closed');
  if (input.day > tx.today) return err('day-in-future');
  if (!(await sourceTakesAnOpening(tx, award.awardId))) return err('money-has-moved');
  if ((await openingsOf(tx, award.projectId)).some((each) => each.awardId === award.awardId && (each.state === 'entered' || each.state === 'confirmed')))
    return err('opening-waits');
  if (input.receivedFen <= 0n || input.returnedFen < 0n || input.lines.some((line) => line.amountFen <= 0n)) return err('not-positive');
  const spentFen = input.lines.reduce((fen, line) => fen + line.amountFen, 0n);
  if (spentFen + input.returnedFen > input.receivedFen) return err('above-received');
  if (input.lines.some((line) => !award.categories.includes(line.category))) return err('use-not-allowed');
  await ensureCategories(tx, award.categories);
  const id = tx.newId();
  await tx.exec(sql`insert into opening_balance (subdistrict_id, id, award_id, day, received_fen, returned_fen, spent_fen, note, file_id, state, entered_by, entered_at)
    values (${tx.subdistrictId}, ${id}, ${award.awardId}, ${input.day}, ${input.receivedFen}, ${input.returnedFen}, ${spentFen}, ${input.note}, ${input.fileId},
    'entered', ${tx.actor.personId}, ${tx.now})`);
  for (const [index, line] of input.lines.entries()) {
    await tx.exec(sql`insert into opening_line (subdistrict_id, opening_id, no, category, text, amount_fen)
      values (${tx.subdistrictId}, ${id}, ${index + 1}, ${line.category}, ${line.text}, ${line.amountFen})`);
  }
  tx.audit({
    action: 'opening.enter',
    subjectKind: 'award',
    subjectId: award.awardId,
    text: { day: input.day, receivedFen: input.receivedFen, spentFen, returnedFen: input.returnedFen },
  });
  return ok(id);
}

/** Locks the opening with its project's sources; null when there is none. */
async function lockOpening(tx: CommandTx, id: string): Promise<OpeningBalance | null> {
  const found = await findOpening(tx, id);
  if (!found || !(await lockAwardOf(tx, found.awardId))) return null;
  return findOpening(tx, id);
}

/** `not-found` · `wrong-state` it was decided before · `own-entry` nobody confirms what they entered · `money-has-moved` meanwhile · `award-closed`. */
export type ConfirmOpeningError = 'not-found' | 'wrong-state' | 'own-entry' | 'money-has-moved' | 'award-closed';

/** A second person confirms an opening balance: it stands in the books, with what was spent as one expense of the past. */
export async function confirmOpeningIn(tx: CommandTx, input: { openingId: string }): Promise<Result<{ txnId: string }, ConfirmOpeningError>> {
  const opening = await lockOpening(tx, input.openingId);
  const award = opening && (await findAward(tx, opening.awardId));
  if (!opening || !award) return err('not-found');
  if (opening.state !== 'entered') return err('wrong-state');
  if (opening.enteredBy === tx.actor.personId) return err('own-entry');
  if (award.state === 'closed') return err('award-closed');
  if (!(await sourceTakesAnOpening(tx, award.awardId))) return err('money-has-moved');
  const text = `期初余额：${award.name}`;
  const expenseId = opening.lines.length === 0 ? null : tx.newId();
  if (expenseId) {
    await insertExpense(tx, {
      id: expenseId,
      projectId: award.projectId,
      day: opening.day,
      payee: '期初以前',
      text: '期初以前的支出',
      method: award.sourceKind === 'in_kind' ? 'in_kind' : 'transfer',
      proofFileId: opening.fileId,
    });
  }
  const postings: Posting[] = [
    ...move(award.awardId, 'income', 'held', opening.receivedFen),
    ...(opening.spentFen > 0n ? move(award.awardId, 'held', 'spent', opening.spentFen) : []),
    ...(opening.returnedFen > 0n ? move(award.awardId, 'held', 'returned', opening.returnedFen) : []),
  ];
  const txnId = await postTxn(tx, {
    kind: 'opening',
    projectId: award.projectId,
    day: opening.day,
    text,
    key: `opening:${opening.id}`,
    ...(expenseId ? { expenseId } : {}),
    postings,
  });
  if (expenseId) {
    const shares = opening.lines.map((line, index) => ({ key: String(index), awardId: award.awardId, amountFen: line.amountFen }));
    await insertAllocations(tx, { txnId, expenseId }, opening.lines, shares);
  }
  await decide(tx, opening.id, 'confirmed', { txnId });
  tx.audit({
    action: 'opening.confirm',
    subjectKind: 'award',
    subjectId: award.awardId,
    text: { day: opening.day, receivedFen: opening.receivedFen, spentFen: opening.spentFen },
  });
  await tx.emit('money.opened', { awardId: award.awardId, projectId: award.projectId });
  return ok({ txnId });
}

/** Drops an opening balance that waits, with the reason; another may be entered. */
export async function dropOpeningIn(tx: CommandTx, input: { openingId: string; reason: string }): Promise<Result<void, 'not-found' | 'wrong-state'>> {
  const opening = await lockOpening(tx, input.openingId);
  if (!opening) return err('not-found');
  if (opening.state !== 'entered') return err('wrong-state');
  await decide(tx, opening.id, 'dropped', { reason: input.reason });
  tx.audit({ action: 'opening.drop', subjectKind: 'award', subjectId: opening.awardId, text: { reason: input.reason } });
  return ok();
}

/** Undoes a confirmed opening balance while its money is still there; another may be entered if nothing else has moved. */
export async function undoOpeningIn(tx: CommandTx, input: { openingId: string; reason: string }): Promise<Result<void, 'wrong-state' | ReverseError>> {
  const opening = await lockOpening(tx, input.openingId);
  if (!opening) return err('not-found');
  if (opening.state !== 'confirmed' || !opening.txnId) return err('wrong-state');
  const reversed = await reverseIn(tx, { txnId: opening.txnId, reason: input.reason });
  if (!reversed.ok) return reversed;
  await decide(tx, opening.id, 'undone', { reason: input.reason, txnId: opening.txnId });
  return ok();
}

const decide = (tx: CommandTx, id: string, state: Exclude<OpeningState, 'entered'>, facts: { reason?: string; txnId?: string }): Promise<number> =>
  tx.exec(sql`update opening_balance set state = ${state}, decided_by = ${tx.actor.personId}, decided_at = ${tx.now}, reason = ${facts.reason ?? null},
    txn_id = ${facts.txnId ?? null}::uuid where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
