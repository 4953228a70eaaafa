import { z } from 'zod';
import { type Sql, sql, type Tx } from '#platform/database';
import { type Account, type SourceKind, sourceKinds, type TxnKind, txnKinds } from './award.ts';

/** Figures that open to their entries. `available` is what moved in the money that may still be used. */
export const entryFigures = ['pledged', 'received', 'reserved', 'advanced', 'spent', 'returned', 'available'] as const;
export type EntryFigure = (typeof entryFigures)[number];

/** Which entries: those of one figure over some projects, narrowed to a source, a kind of money, a use or a payee. */
export interface EntryFilter {
  projectIds: readonly string[];
  figure: EntryFigure;
  awardIds?: readonly string[] | null;
  /** `other`: every kind of money but the grant. */
  sourceKind?: SourceKind | 'other' | null;
  /** Only of what is spent or reserved: other money has no use yet. */
  category?: string | null;
  /** Only of what is spent. */
  payee?: string | null;
  /** One purchase alone; only of what is spent. */
  expenseId?: string | null;
}

/** One entry behind a figure, with the papers that prove it. */
export interface Entry {
  txnId: string;
  kind: TxnKind;
  day: string;
  text: string;
  projectId: string;
  awardId: string;
  awardName: string;
  sourceKind: SourceKind;
  /** As the figure counts it; a reversal takes away. */
  amountFen: bigint;
  /** It was undone by a later entry. */
  reversed: boolean;
  payee: string | null;
  receipt: { id: string; number: string } | null;
  vouchers: { id: string; number: string }[];
  /** The request that the money was kept for. */
  subjectId: string | null;
}

/** One page of entries; count and total are of all of them. */
export interface EntryPage {
  entries: Entry[];
  count: number;
  totalFen: bigint;
}

const row = z
  .object({
    txn_id: z.string(),
    kind: z.enum(txnKinds),
    day: z.string(),
    text: z.string(),
    project_id: z.string(),
    award_id: z.string(),
    award_name: z.string(),
    source_kind: z.enum(sourceKinds),
    fen: z.bigint(),
    reversed: z.boolean(),
    payee: z.string().nullable(),
    receipt_id: z.string().nullable(),
    receipt_number: z.string().nullable(),
    vouchers: z.array(z.object({ id: z.string(), number: z.string() })),
    subject_id: z.string().nullable(),
  })
  .transform(
    (r): Entry => ({
      txnId: r.txn_id,
      kind: r.kind,
      day: r.day,
      text: r.text,
      projectId: r.project_id,
      awardId: r.award_id,
      awardName: r.award_name,
      sourceKind: r.source_kind,
      amountFen: r.fen,
      reversed: r.reversed,
      payee: r.payee,
      receipt: r.receipt_id !== null && r.receipt_number !== null ? { id: r.receipt_id, number: r.receipt_number } : null,
      vouchers: r.vouchers,
      subjectId: r.subject_id,
    }),
  );

/** The accounts that a figure is made of, and what a posting on them adds to it. */
const counted: Record<EntryFigure, { accounts: readonly Account[]; fen: Sql }> = {
  pledged: { accounts: ['pledged'], fen: sql`p.amount_fen` },
  received: { accounts: ['income'], fen: sql`-p.amount_fen` },
  reserved: { accounts: ['reserved'], fen: sql`p.amount_fen` },
  advanced: { accounts: ['advanced'], fen: sql`p.amount_fen` },
  spent: { accounts: ['spent'], fen: sql`p.amount_fen` },
  returned: { accounts: ['returned'], fen: sql`p.amount_fen` },
  available: { accounts: ['held', 'reserved'], fen: sql`case when p.account = 'held' then p.amount_fen else -p.amount_fen end` },
};

/** What moved, per transaction and source: from postings, or line by line where a use or a payee is asked for. */
function moved(tx: Tx, filter: EntryFilter): Sql {
  const s = tx.subdistrictId;
  const awards = sql`select id from award where subdistrict_id = ${s} and project_id = any(${[...filter.projectIds]}::uuid[])
    and (${filter.awardIds ? [...filter.awardIds] : null}::uuid[] is null or id = any(${filter.awardIds ? [...filter.awardIds] : null}::uuid[]))
    and (${filter.sourceKind ?? null}::text is null or source_kind = ${filter.sourceKind ?? null}::text
      or ${filter.sourceKind ?? null}::text = 'other' and source_kind <> 'grant')`;
  if (!filter.category && !filter.payee && !filter.expenseId)
    return sql`select p.txn_id, p.award_id, sum(${counted[filter.figure].fen})::bigint as fen from posting p
      where p.subdistrict_id = ${s} and p.account = any(${[...counted[filter.figure].accounts]}::text[]) and p.award_id in (${awards}) group by p.txn_id, p.award_id`;
  const lines =
    filter.figure === 'reserved'
      ? sql`select v.txn_id, v.award_id, v.amount_fen from reservation v where v.subdistrict_id = ${s} and v.award_id in (${awards})
          and v.category = ${filter.category ?? null}::text`
      : sql`select a.txn_id, a.award_id, a.amount_fen from allocation a join txn t on t.subdistrict_id = a.subdistrict_id and t.id = a.txn_id
          join expense e on e.subdistrict_id = t.subdistrict_id and e.id = t.expense_id
          where a.subdistrict_id = ${s} and a.award_id in (${awards})
          and (${filter.category ?? null}::text is null or a.category = ${filter.category ?? null}::text)
          and (${filter.payee ?? null}::text is null or e.payee = ${filter.payee ?? null}::text)
          and (${filter.expenseId ?? null}::uuid is null or e.id = ${filter.expenseId ?? null}::uuid)
        union all select b.txn_id, b.award_id, -b.amount_fen from supplier_refund_share b
          join supplier_refund f on f.subdistrict_id = b.subdistrict_id and f.txn_id = b.txn_id join expense e on e.subdistrict_id = f.subdistrict_id and e.id = f.expense_id
          where b.subdistrict_id = ${s} and b.award_id in (${awards})
          and (${filter.category ?? null}::text is null or b.category = ${filter.category ?? null}::text)
          and (${filter.payee ?? null}::text is null or e.payee = ${filter.payee ?? null}::text)
          and (${filter.expenseId ?? null}::uuid is null or e.id = ${filter.expenseId ?? null}::uuid)`;
  return sql`select u.txn_id, u.award_id, sum(u.amount_fen)::bigint as fen from (${lines}
      union all select r.id, l.award_id, -l.amount_fen from (${lines}) l join txn r on r.subdistrict_id = ${s} and r.reversal_of = l.txn_id) u
    group by u.txn_id, u.award_id`;
}

const sums = z.object({ n: z.number(), fen: z.bigint() });

/** The entries behind a figure, oldest first; `totalFen` is the figure again, added up from them. */
export async function listEntries(tx: Tx, filter: EntryFilter, page: { limit: number; offset: number }): Promise<EntryPage> {
  const s = tx.subdistrictId;
  const all = moved(tx, filter);
  const total = await tx.one(sql`select count(*)::int as n, coalesce(sum(fen), 0)::bigint as fen from (${all}) m where m.fen <> 0`, sums);
  const entries = await tx.all(
    sql`select m.txn_id, t.kind, t.day, t.text, t.project_id, m.award_id, w.name as award_name, w.source_kind, m.fen,
      exists (select from txn r where r.subdistrict_id = ${s} and r.reversal_of = t.id) as reversed, e.payee, c.id as receipt_id, c.number as receipt_number,
      coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'number', v.number) order by v.number) from voucher v
        where v.subdistrict_id = ${s} and v.expense_id = e.id
        and not exists (select from voucher_withdrawal x where x.subdistrict_id = v.subdistrict_id and x.voucher_id = v.id)), '[]') as vouchers,
      coalesce((select v.subject_id from reservation v where v.subdistrict_id = ${s} and v.txn_id = coalesce(t.reversal_of, t.id) limit 1),
        (select v.subject_id from advance v where v.subdistrict_id = ${s} and v.txn_id = coalesce(t.reversal_of, t.id)),
        (select v.subject_id from advance_settlement d join advance v on v.subdistrict_id = d.subdistrict_id and v.id = d.advance_id
          where d.subdistrict_id = ${s} and d.txn_id = coalesce(t.reversal_of, t.id))) as subject_id
    from (select m.*, row_number() over (order by t.day, t.at, t.made_in, t.reversal_of is null, m.txn_id, m.award_id) as place
      from (${all}) m join txn t on t.subdistrict_id = ${s} and t.id = m.txn_id where m.fen <> 0
      order by place limit ${page.limit} offset ${page.offset}) m
    join txn t on t.subdistrict_id = ${s} and t.id = m.txn_id
    join award w on w.subdistrict_id = ${s} and w.id = m.award_id
    left join txn o on o.subdistrict_id = ${s} and o.id = t.reversal_of
    left join lateral (select f.expense_id from supplier_refund f where f.subdistrict_id = ${s} and f.txn_id = coalesce(t.reversal_of, t.id)) f on true
    left join expense e on e.subdistrict_id = ${s} and e.id = coalesce(t.expense_id, o.expense_id, f.expense_id)
    left join receipt c on c.subdistrict_id = ${s} and c.txn_id = coalesce(t.reversal_of, t.id) and c.award_id = m.award_id
    order by m.place`,
    row,
  );
  return { entries, count: total.n, totalFen: total.fen };
}

/** Where spent money went: which source paid which use to whom, in force now. In fen. */
export interface MoneyFlow {
  awardId: string;
  category: string;
  payee: string;
  amountFen: bigint;
}

const standing = (tx: Tx): Sql => sql`not exists (select from txn r where r.subdistrict_id = ${tx.subdistrictId} and r.reversal_of = t.id)`;

const moneyFlowsRow = z
  .object({ award_id: z.string(), category: z.string(), payee: z.string(), fen: z.bigint() })
  .transform((r): MoneyFlow => ({ awardId: r.award_id, category: r.category, payee: r.payee, amountFen: r.fen }));

/** Every payment of a project that stands, less what suppliers gave back, by source, use and payee, the largest first. */
export const moneyFlows = (tx: Tx, projectId: string): Promise<MoneyFlow[]> =>
  tx.all(
    sql`select u.award_id, u.category, e.payee, sum(u.fen)::bigint as fen from (
        select a.award_id, a.category, t.expense_id, a.amount_fen as fen from allocation a join txn t on t.subdistrict_id = a.subdistrict_id and t.id = a.txn_id
          where a.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} and ${standing(tx)}
        union all select b.award_id, b.category, f.expense_id, -b.amount_fen from supplier_refund_share b
          join supplier_refund f on f.subdistrict_id = b.subdistrict_id and f.txn_id = b.txn_id join txn t on t.subdistrict_id = b.subdistrict_id and t.id = b.txn_id
          where b.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} and ${standing(tx)}) u
      join expense e on e.subdistrict_id = ${tx.subdistrictId} and e.id = u.expense_id
      group by u.award_id, u.category, e.payee having sum(u.fen) <> 0 order by fen desc, e.payee, u.category, u.award_id`,
    moneyFlowsRow,
  );

const advancedByUseRow = z.object({ category: z.string(), fen: z.bigint() });

/** What is handed out in open advances of a project, by use. In fen. */
export const advancedByUse = async (tx: Tx, projectId: string): Promise<Map<string, bigint>> =>
  new Map(
    (
      await tx.all(
        sql`select s.category, sum(s.amount_fen)::bigint as fen from advance v join advance_share s on s.subdistrict_id = v.subdistrict_id and s.txn_id = v.txn_id
          where v.subdistrict_id = ${tx.subdistrictId} and v.project_id = ${projectId} and advance_is_open(v.subdistrict_id, v.txn_id, v.id) group by s.category`,
        advancedByUseRow,
      )
    ).map((r) => [r.category, r.fen]),
  );

/** Sums of one kind of money of one project, as they stand. */
export interface SourceSums {
  projectId: string;
  sourceKind: SourceKind;
  plannedFen: bigint;
  pledgedFen: bigint;
  receivedFen: bigint;
  reservedFen: bigint;
  spentFen: bigint;
  returnedFen: bigint;
  advancedFen: bigint;
  availableFen: bigint;
}

const sumsRow = z
  .object({
    project_id: z.string(),
    source_kind: z.enum(sourceKinds),
    planned: z.bigint(),
    pledged: z.bigint(),
    received: z.bigint(),
    reserved: z.bigint(),
    spent: z.bigint(),
    returned: z.bigint(),
    advanced: z.bigint(),
    available: z.bigint(),
  })
  .transform(
    (r): SourceSums => ({
      projectId: r.project_id,
      sourceKind: r.source_kind,
      plannedFen: r.planned,
      pledgedFen: r.pledged,
      receivedFen: r.received,
      reservedFen: r.reserved,
      spentFen: r.spent,
      returnedFen: r.returned,
      advancedFen: r.advanced,
      availableFen: r.available,
    }),
  );

/** Sums per project and kind of money from the balances that are kept: milliseconds for a district's year. */
export const sourceSums = (tx: Tx, projectIds: readonly string[]): Promise<SourceSums[]> =>
  tx.all(
    sql`select a.project_id, a.source_kind, sum(a.planned_fen)::bigint as planned, sum(b.pledged_fen)::bigint as pledged, sum(b.received_fen)::bigint as received,
      sum(b.reserved_fen)::bigint as reserved, sum(b.spent_fen)::bigint as spent, sum(b.returned_fen)::bigint as returned,
      sum(b.advanced_fen)::bigint as advanced, sum(b.received_fen - b.spent_fen - b.reserved_fen - b.returned_fen - b.advanced_fen)::bigint as available
    from award a join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id
    where a.subdistrict_id = ${tx.subdistrictId} and a.project_id = any(${[...projectIds]}::uuid[]) group by a.project_id, a.source_kind`,
    sumsRow,
  );
