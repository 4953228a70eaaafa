import { z } from 'zod';
import { type Sql, sql, type Tx } from '#platform/database';
import { type Account, accounts, type Award, type AwardFigures, leverageOf, totalOf, type TxnKind, txnKinds } from './award.ts';
import { awardsOf } from './store.ts';

/** What a project has, by source, and what it is used for. Every figure is in fen. */
export interface ProjectAccount {
  sources: Award[];
  totals: AwardFigures;
  /** Received from other sources ÷ received as grant, one decimal; null before any grant has come. */
  leverage: string | null;
  /** Reserved and spent per category. */
  categories: { category: string; reservedFen: bigint; spentFen: bigint }[];
}

const projectAccountRow = z
  .object({ category: z.string(), reserved_fen: z.bigint(), spent_fen: z.bigint() })
  .transform((r) => ({ category: r.category, reservedFen: r.reserved_fen, spentFen: r.spent_fen }));

/** The account of a project from the balances that stand now. */
export async function projectAccount(tx: Tx, projectId: string): Promise<ProjectAccount> {
  const sources = await awardsOf(tx, projectId);
  const categories = await tx.all(
    sql`select category, sum(reserved)::bigint as reserved_fen, sum(spent)::bigint as spent_fen from (
      select v.category, v.amount_fen as reserved, 0 as spent from reservation v join txn t on t.subdistrict_id = v.subdistrict_id and t.id = v.txn_id
        where v.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId}
        and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id)
      union all
      select s.category, 0, -s.amount_fen from supplier_refund_share s join txn t on t.subdistrict_id = s.subdistrict_id and t.id = s.txn_id
        where s.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId}
        and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id)
      union all
      select a.category, 0, a.amount_fen from allocation a join txn t on t.subdistrict_id = a.subdistrict_id and t.id = a.txn_id
        where a.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId}
        and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id)) u
    group by category order by category`,
    projectAccountRow,
  );
  return { sources, totals: totalOf(sources), leverage: leverageOf(sources), categories };
}

/** One entry on an award, with the papers behind it. */
export interface LedgerEntry {
  txnId: string;
  kind: TxnKind;
  day: string;
  text: string;
  at: Date;
  reversalOf: string | null;
  reversedBy: string | null;
  expenseId: string | null;
  receiptId: string | null;
  receiptNumber: string | null;
  /** What the request was that this money was kept for. */
  subjectId: string | null;
  vouchers: { id: string; number: string }[];
  /** Signed amounts per account, contra accounts left out. */
  amounts: Partial<Record<Account, bigint>>;
}

const entryRow = z
  .object({
    txn_id: z.string(),
    kind: z.enum(txnKinds),
    day: z.string(),
    text: z.string(),
    at: z.date(),
    reversal_of: z.string().nullable(),
    reversed_by: z.string().nullable(),
    expense_id: z.string().nullable(),
    receipt_id: z.string().nullable(),
    receipt_number: z.string().nullable(),
    subject_id: z.string().nullable(),
    vouchers: z.array(z.object({ id: z.string(), number: z.string() })),
    amounts: z.record(z.string(), z.string()),
  })
  .transform(
    (r): LedgerEntry => ({
      txnId: r.txn_id,
      kind: r.kind,
      day: r.day,
      text: r.text,
      at: r.at,
      reversalOf: r.reversal_of,
      reversedBy: r.reversed_by,
      expenseId: r.expense_id,
      receiptId: r.receipt_id,
      receiptNumber: r.receipt_number,
      subjectId: r.subject_id,
      vouchers: r.vouchers,
      amounts: Object.fromEntries(accounts.flatMap((account) => (r.amounts[account] === undefined ? [] : [[account, BigInt(r.amounts[account])]]))),
    }),
  );

/** All entries on an award, oldest first; those of a reversal name what they undo, payments name their vouchers. */
export function awardLedger(tx: Tx, awardId: string): Promise<LedgerEntry[]> {
  return tx.all(
    sql`select t.id as txn_id, t.kind, t.day, t.text, t.at, t.reversal_of, r.id as reversed_by,
      x.expense_id, c.id as receipt_id, c.number as receipt_number,
      coalesce((select v.subject_id from reservation v where v.subdistrict_id = t.subdistrict_id and v.txn_id in (t.id, t.reversal_of) limit 1),
        (select v.subject_id from advance v where v.subdistrict_id = t.subdistrict_id and v.txn_id in (t.id, t.reversal_of)),
        (select v.subject_id from advance_settlement e join advance v on v.subdistrict_id = e.subdistrict_id and v.id = e.advance_id
          where e.subdistrict_id = t.subdistrict_id and e.txn_id in (t.id, t.reversal_of))) as subject_id,
      coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'number', v.number) order by v.number) from voucher v
        where v.subdistrict_id = t.subdistrict_id and v.expense_id = x.expense_id), '[]') as vouchers, p.amounts
    from (select txn_id, jsonb_object_agg(account, fen::text) as amounts from (
        select txn_id, account, sum(amount_fen) as fen from posting where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} group by txn_id, account) s
      group by txn_id) p
    join txn t on t.subdistrict_id = ${tx.subdistrictId} and t.id = p.txn_id
    left join txn r on r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id
    left join txn o on o.subdistrict_id = t.subdistrict_id and o.id = t.reversal_of
    left join lateral (select coalesce(t.expense_id, o.expense_id, (select f.expense_id from supplier_refund f
      where f.subdistrict_id = t.subdistrict_id and f.txn_id in (t.id, t.reversal_of))) as expense_id) x on true
    left join receipt c on c.subdistrict_id = t.subdistrict_id and c.txn_id = coalesce(t.reversal_of, t.id) and c.award_id = ${awardId}
    order by t.at, t.made_in, t.reversal_of is null, t.id`,
    entryRow,
  );
}

/** An expense with its lines and who pays each. */
export interface Expense {
  id: string;
  projectId: string;
  day: string;
  payee: string;
  text: string;
  method: 'transfer' | 'cash' | 'in_kind';
  proofFileId: string | null;
  recordedBy: string | null;
  recordedAt: Date;
  /** What was paid; `refundedFen` of it came back from the supplier. */
  amountFen: bigint;
  refundedFen: bigint;
  lines: {
    id: string;
    category: string;
    text: string;
    amountFen: bigint;
    refundedFen: bigint;
    shares: { awardId: string; awardName: string; amountFen: bigint }[];
  }[];
  /** The payment in force; null once it was reversed. */
  txnId: string | null;
  /** False once its payment was reversed. */
  inForce: boolean;
}

const expenseRow = z.object({
  id: z.string(),
  project_id: z.string(),
  day: z.string(),
  payee: z.string(),
  text: z.string(),
  method: z.enum(['transfer', 'cash', 'in_kind']),
  proof_file_id: z.string().nullable(),
  recorded_by: z.string().nullable(),
  recorded_at: z.date(),
  txn_id: z.string().nullable(),
  shown_txn: z.string().nullable(),
});
const shareRow = z.object({
  expense_id: z.string(),
  id: z.string(),
  category: z.string(),
  text: z.string(),
  amount_fen: z.bigint(),
  refunded_fen: z.bigint(),
  award_id: z.string().nullable(),
  award_name: z.string().nullable(),
  share_fen: z.bigint().nullable(),
});

/** Expenses with their lines and shares: two statements, however many there are. Shares are of the payment in force, or of the last one. */
async function expensesWhere(tx: Tx, where: Sql): Promise<Expense[]> {
  const found = await tx.all(
    sql`select e.id, e.project_id, e.day, e.payee, e.text, e.method, e.proof_file_id, e.recorded_by, e.recorded_at, f.id as txn_id,
      coalesce(f.id, (select t.id from txn t where t.subdistrict_id = e.subdistrict_id and t.expense_id = e.id order by t.at desc, t.made_in desc limit 1)) as shown_txn
    from expense e
    left join txn f on f.subdistrict_id = e.subdistrict_id and f.expense_id = e.id
      and not exists (select from txn r where r.subdistrict_id = f.subdistrict_id and r.reversal_of = f.id)
    where e.subdistrict_id = ${tx.subdistrictId} and ${where} order by e.day, e.recorded_at, e.id`,
    expenseRow,
  );
  if (found.length === 0) return [];
  const rows = await tx.all(
    sql`select l.expense_id, l.id, l.category, l.text, l.amount_fen, coalesce((select sum(s.amount_fen) from supplier_refund_share s where s.subdistrict_id = l.subdistrict_id
      and s.line_id = l.id and not exists (select from txn r where r.subdistrict_id = s.subdistrict_id and r.reversal_of = s.txn_id)), 0)::bigint as refunded_fen,
      a.award_id, w.name as award_name, a.amount_fen as share_fen
    from expense_line l
    left join allocation a on a.subdistrict_id = l.subdistrict_id and a.line_id = l.id and a.txn_id = any(${found.map((each) => each.shown_txn).filter((id) => id !== null)}::uuid[])
    left join award w on w.subdistrict_id = a.subdistrict_id and w.id = a.award_id
    where l.subdistrict_id = ${tx.subdistrictId} and l.expense_id = any(${found.map((each) => each.id)}::uuid[]) order by l.expense_id, l.position, w.opened_at, w.id`,
    shareRow,
  );
  const linesOf = new Map<string, Map<string, Expense['lines'][number]>>(found.map((each) => [each.id, new Map()]));
  for (const r of rows) {
    const lines = linesOf.get(r.expense_id);
    const line = lines?.get(r.id) ?? { id: r.id, category: r.category, text: r.text, amountFen: r.amount_fen, refundedFen: r.refunded_fen, shares: [] };
    lines?.set(r.id, line);
    if (r.award_id && r.share_fen !== null) line.shares.push({ awardId: r.award_id, awardName: r.award_name ?? '', amountFen: r.share_fen });
  }
  return found.map((each) => {
    const lines = [...(linesOf.get(each.id)?.values() ?? [])];
    return {
      id: each.id,
      projectId: each.project_id,
      day: each.day,
      payee: each.payee,
      text: each.text,
      method: each.method,
      proofFileId: each.proof_file_id,
      recordedBy: each.recorded_by,
      recordedAt: each.recorded_at,
      amountFen: lines.reduce((fen, line) => fen + line.amountFen, 0n),
      refundedFen: lines.reduce((fen, line) => fen + line.refundedFen, 0n),
      lines,
      txnId: each.txn_id,
      inForce: each.txn_id !== null,
    };
  });
}

/** One expense, or null. */
export const findExpense = async (tx: Tx, id: string): Promise<Expense | null> => (await expensesWhere(tx, sql`e.id = ${id}`))[0] ?? null;

/** Expenses of a project, oldest first. */
export const expensesOf = (tx: Tx, projectId: string): Promise<Expense[]> => expensesWhere(tx, sql`e.project_id = ${projectId}`);
