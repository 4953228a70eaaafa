import { z } from 'zod';
import type { AccountKind, Journal, JournalAccount, JournalPosting, JournalTxn } from '#libs/journal';
import { sql, type Tx } from '#platform/database';
import { type Account, accounts, type Award } from './award.ts';
import { awardsOf, listCategories } from './store.ts';

/** How an account of the books stands in a journal: its kind, the head of its path, its name, and whether money moves on it. */
const standing: Record<Account, { kind: AccountKind; head: string | null; zh: string; virtual: boolean }> = {
  held: { kind: 'asset', head: 'Held', zh: '结存', virtual: false },
  income: { kind: 'income', head: null, zh: '到账', virtual: false },
  spent: { kind: 'expense', head: 'Spent', zh: '支出', virtual: false },
  returned: { kind: 'expense', head: 'Returned', zh: '退回', virtual: false },
  advanced: { kind: 'asset', head: 'Advanced', zh: '预支未清', virtual: false },
  pledged: { kind: 'asset', head: 'Pledged', zh: '承诺未到', virtual: true },
  pledger: { kind: 'equity', head: 'Pledger', zh: '承诺方', virtual: true },
  reserved: { kind: 'asset', head: 'Reserved', zh: '已预留', virtual: true },
  commitment: { kind: 'equity', head: 'Commitment', zh: '预留用途', virtual: true },
};

const txnRow = z.object({
  id: z.string(),
  kind: z.string(),
  day: z.string(),
  text: z.string(),
  reversal_of: z.string().nullable(),
  receipt: z.string().nullable(),
  vouchers: z.array(z.string()),
  postings: z.array(z.object({ award: z.string(), account: z.enum(accounts), fen: z.string() })),
  spent: z.array(z.object({ award: z.string(), category: z.string(), fen: z.string() })),
});

const accountId = (awardId: string, account: Account, category = ''): string => `${awardId}/${account}/${category}`;

/**
 * The books of a project as a journal that an independent program adds up again: one account for each side of each source, what was spent by
 * category, every transaction with its receipt and vouchers. Promises and reservations are virtual. Null when the project has no source.
 */
export async function projectJournal(tx: Tx, projectId: string, title: string): Promise<Journal | null> {
  const awards = await awardsOf(tx, projectId);
  if (awards.length === 0) return null;
  const s = tx.subdistrictId;
  const rows = await tx.all(
    sql`select t.id, t.kind, t.day, t.text, t.reversal_of, c.number as receipt,
      coalesce((select array_agg(v.number order by v.number) from voucher v where v.subdistrict_id = ${s} and v.expense_id = t.expense_id
        and not exists (select from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id)), '{}') as vouchers,
      (select jsonb_agg(jsonb_build_object('award', p.award_id, 'account', p.account, 'fen', p.amount_fen::text) order by p.seq)
        from posting p where p.subdistrict_id = ${s} and p.txn_id = t.id) as postings,
      coalesce((select jsonb_agg(jsonb_build_object('award', a.award_id, 'category', a.category, 'fen', a.fen::text) order by a.award_id, a.category) from (
        select award_id, category, sum(amount_fen) as fen from (
          select award_id, category, amount_fen from allocation where subdistrict_id = ${s} and txn_id = coalesce(t.reversal_of, t.id)
          union all select award_id, category, -amount_fen from supplier_refund_share where subdistrict_id = ${s} and txn_id = coalesce(t.reversal_of, t.id)) both_sides
        group by award_id, category) a), '[]') as spent
    from txn t left join receipt c on c.subdistrict_id = t.subdistrict_id and c.txn_id = coalesce(t.reversal_of, t.id)
    where t.subdistrict_id = ${s} and t.project_id = ${projectId} order by t.day, t.at, t.made_in, t.reversal_of is not null, t.id`,
    txnRow,
  );
  const names = new Map((await listCategories(tx)).map((category) => [category.code, category.zh]));
  const used = new Map<string, JournalAccount>();
  const use = (award: Award, account: Account, category = ''): string => {
    const id = accountId(award.awardId, account, category);
    const { kind, head, zh, virtual } = standing[account];
    const source = `S${awards.indexOf(award) + 1}-${award.sourceKind.replace('_', '-')}`;
    const path = [...(head === null ? [] : [head]), source, ...(category === '' ? [] : [categoryCode(category, [...names.keys()])])];
    used.set(id, { id, kind, path, name: `${award.name} ${zh}${category === '' ? '' : ` ${names.get(category) ?? category}`}`, virtual });
    return id;
  };
  const byId = new Map(awards.map((award) => [award.awardId, award]));
  const post = (awardId: string, account: Account, amountFen: bigint, category?: string): JournalPosting[] => {
    const award = byId.get(awardId);
    return award ? [{ accountId: use(award, account, category), amountFen }] : [];
  };
  const txns = rows.map((row): JournalTxn => {
    const sign = row.reversal_of === null ? 1n : -1n;
    const postings = row.postings.filter(({ account }) => account !== 'spent').flatMap(({ award, account, fen }) => post(award, account, BigInt(fen)));
    const spent = row.spent.flatMap(({ award, category, fen }) => post(award, 'spent', sign * BigInt(fen), category));
    const tags: (readonly [string, string])[] = [
      ['kind', row.kind],
      ...(row.receipt === null ? [] : [['receipt', row.receipt] as const]),
      ...(row.vouchers.length === 0 ? [] : [['vouchers', row.vouchers.join(' ')] as const]),
      ...(row.reversal_of === null ? [] : [['reverses', row.reversal_of] as const]),
    ];
    return { id: row.id, day: row.day, text: row.text, tags, postings: [...spent, ...postings] };
  });
  const [first] = rows;
  const openedOn = [...awards.map((award) => award.validFrom), ...(first ? [first.day] : [])].sort()[0] ?? '2000-01-01';
  return { title, openedOn, closedOn: rows.at(-1)?.day ?? openedOn, accounts: [...used.values()], txns };
}

/** A category's code where it is ASCII, else its place in the list: beancount rejects most Chinese in names of accounts. */
function categoryCode(category: string, all: readonly string[]): string {
  return /^[A-Za-z0-9_-]+$/.test(category) ? category.replaceAll('_', '-') : `C${all.indexOf(category) + 1}`;
}
