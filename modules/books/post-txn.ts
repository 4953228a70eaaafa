import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Account, accounts, type TxnKind, txnKinds } from './award.ts';

/** One side of a transaction; debit positive. */
export interface Posting {
  awardId: string;
  account: Account;
  amountFen: bigint;
}

/** What is written as one transaction of the books. */
export interface NewTxn {
  kind: TxnKind;
  projectId: string;
  day: string;
  text: string;
  /** The same key is never written twice (unique in the database). */
  key: string;
  postings: readonly Posting[];
  expenseId?: string;
  reversalOf?: string;
}

// What frees money comes first, so that the balance's checks hold after every single posting.
const freeing = (posting: Posting): number => {
  if (posting.account === 'income') return posting.amountFen < 0n ? 0 : 4;
  if (['reserved', 'spent', 'returned', 'advanced'].includes(posting.account)) return posting.amountFen < 0n ? 1 : 4;
  return posting.amountFen > 0n ? 2 : 3;
};

/**
 * Writes one transaction. The caller holds the awards' locks and has checked that the money is there; the database checks
 * again and throws (23514, 23505) where the caller is wrong. Returns the transaction's id.
 */
export async function postTxn(tx: CommandTx, txn: NewTxn): Promise<string> {
  const id = tx.newId();
  const postings = txn.postings.toSorted((a, b) => freeing(a) - freeing(b));
  await tx.exec(sql`insert into txn (subdistrict_id, id, kind, day, text, project_id, expense_id, reversal_of, idempotency_key, posting_count, actor_id, at)
    values (${tx.subdistrictId}, ${id}, ${txn.kind}, ${txn.day}, ${txn.text}, ${txn.projectId}, ${txn.expenseId ?? null}, ${txn.reversalOf ?? null},
    ${txn.key}, ${postings.length}, ${tx.actor.personId}, ${tx.now})`);
  await tx.exec(sql`insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen)
    select ${tx.subdistrictId}, ${id}, p.n, p.award, p.account, p.fen from unnest(${postings.map((p) => p.awardId)}::uuid[],
    ${postings.map((p) => p.account)}::text[], ${postings.map((p) => p.amountFen.toString())}::bigint[]) with ordinality as p (award, account, fen, n) order by p.n`);
  return id;
}

/** A pair of postings that moves an amount from one account of an award to another. */
export const move = (awardId: string, from: Account, to: Account, amountFen: bigint): Posting[] => [
  { awardId, account: to, amountFen },
  { awardId, account: from, amountFen: -amountFen },
];

/** A written transaction. */
export interface Txn {
  id: string;
  kind: TxnKind;
  day: string;
  text: string;
  projectId: string;
  expenseId: string | null;
  reversalOf: string | null;
  reversedBy: string | null;
  /** Who wrote it; null for the platform itself. */
  actorId: string | null;
  at: Date;
}

const txnRow = z
  .object({
    id: z.string(),
    kind: z.enum(txnKinds),
    day: z.string(),
    text: z.string(),
    project_id: z.string(),
    expense_id: z.string().nullable(),
    reversal_of: z.string().nullable(),
    reversed_by: z.string().nullable(),
    actor_id: z.string().nullable(),
    at: z.date(),
  })
  .transform(
    (r): Txn => ({
      id: r.id,
      kind: r.kind,
      day: r.day,
      text: r.text,
      projectId: r.project_id,
      expenseId: r.expense_id,
      reversalOf: r.reversal_of,
      reversedBy: r.reversed_by,
      actorId: r.actor_id,
      at: r.at,
    }),
  );
const txnSelect = sql`select t.id, t.kind, t.day, t.text, t.project_id, t.expense_id, t.reversal_of, r.id as reversed_by, t.actor_id, t.at
  from txn t left join txn r on r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id`;

/** One transaction, or null. */
export const findTxn = (tx: Tx, id: string): Promise<Txn | null> =>
  tx.maybe(sql`${txnSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.id = ${id}`, txnRow);

/** The transaction written under a key, or null. */
export const findTxnByKey = (tx: Tx, key: string): Promise<Txn | null> =>
  tx.maybe(sql`${txnSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.idempotency_key = ${key}`, txnRow);

/** The payments of an expense, the one in force and those reversed. */
export const txnsOfExpense = (tx: Tx, expenseId: string): Promise<Txn[]> =>
  tx.all(sql`${txnSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.expense_id = ${expenseId} order by t.at, t.made_in, t.id`, txnRow);

const postingsRow = z
  .object({ award_id: z.string(), account: z.enum(accounts), amount_fen: z.bigint() })
  .transform((r): Posting => ({ awardId: r.award_id, account: r.account, amountFen: r.amount_fen }));

/** Both sides of a transaction. */
export const postingsOf = (tx: Tx, txnId: string): Promise<Posting[]> =>
  tx.all(sql`select award_id, account, amount_fen from posting where subdistrict_id = ${tx.subdistrictId} and txn_id = ${txnId} order by seq`, postingsRow);
