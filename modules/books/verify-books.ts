import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type Account, accounts } from './award.ts';

/** One account over the whole subdistrict (or one project): debit positive, credit negative turned positive. */
export interface TrialBalanceLine {
  account: Account;
  debitFen: bigint;
  creditFen: bigint;
}

const balanceRow = z.object({
  received: z.bigint(),
  held: z.bigint(),
  reserved: z.bigint(),
  spent: z.bigint(),
  returned: z.bigint(),
  pledged: z.bigint(),
  advanced: z.bigint(),
});

/** The trial balance from the balances that are kept; debits equal credits, or the books are broken. */
export async function trialBalance(tx: Tx, projectId: string | null = null): Promise<TrialBalanceLine[]> {
  const sums = await tx.one(
    sql`select coalesce(sum(b.received_fen), 0)::bigint as received, coalesce(sum(b.held_fen), 0)::bigint as held,
      coalesce(sum(b.reserved_fen), 0)::bigint as reserved, coalesce(sum(b.spent_fen), 0)::bigint as spent, coalesce(sum(b.returned_fen), 0)::bigint as returned,
      coalesce(sum(b.pledged_fen), 0)::bigint as pledged, coalesce(sum(b.advanced_fen), 0)::bigint as advanced
    from award_balance b join award a on a.subdistrict_id = b.subdistrict_id and a.id = b.award_id
    where b.subdistrict_id = ${tx.subdistrictId} and (${projectId}::uuid is null or a.project_id = ${projectId}::uuid)`,
    balanceRow,
  );
  const signed: Record<Account, bigint> = {
    held: sums.held,
    income: -sums.received,
    spent: sums.spent,
    returned: sums.returned,
    pledged: sums.pledged,
    pledger: -sums.pledged,
    reserved: sums.reserved,
    commitment: -sums.reserved,
    advanced: sums.advanced,
  };
  return accounts.map((account) => ({
    account,
    debitFen: signed[account] > 0n ? signed[account] : 0n,
    creditFen: signed[account] < 0n ? -signed[account] : 0n,
  }));
}

const problemRow = z.object({ problem: z.string() });

/**
 * Proves the books again from their postings: balances are the replay, every transaction is whole and balanced per award, every
 * line allocated, reversals exact, claims on invoices within their face. Returns what is wrong, in words; empty when all holds.
 */
export async function verifyBooks(tx: Tx): Promise<string[]> {
  const s = tx.subdistrictId;
  // How a person finds what is meant: a source by its name and project, a transaction by its day and text.
  const award = (id: string) =>
    sql(
      [
        `coalesce((select named.name || '（' || owned.serial || '）' from award named join project owned on owned.subdistrict_id = named.subdistrict_id
          and owned.id = named.project_id where named.subdistrict_id = `,
        ` and named.id = ${id}), ${id}::text)`,
      ],
      s,
    );
  const txn = (id: string) =>
    sql([`coalesce((select named.day || ' ' || named.text from txn named where named.subdistrict_id = `, ` and named.id = ${id}), ${id}::text)`], s);
  const checks = [
    sql`select format('资金来源「%s」的余额与分录之和不符：%s (award %s: balance differs from the replay of its postings)', ${award('b.award_id')},
        (select string_agg(format('%s 账上 %s 分，重算 %s 分', x.zh, x.kept, x.replayed), '；') from (values
          ('认领', b.pledged_fen, p.pledged), ('到账', b.received_fen, p.received), ('结存', b.held_fen, p.held), ('预留', b.reserved_fen, p.reserved),
          ('支出', b.spent_fen, p.spent), ('退回', b.returned_fen, p.returned), ('预支', b.advanced_fen, p.advanced)) as x (zh, kept, replayed)
          where x.kept <> coalesce(x.replayed, 0)), b.award_id) as problem from award_balance b
      left join (select award_id,
        sum(amount_fen) filter (where account = 'pledged') as pledged, -sum(amount_fen) filter (where account = 'income') as received,
        sum(amount_fen) filter (where account = 'held') as held, sum(amount_fen) filter (where account = 'reserved') as reserved,
        sum(amount_fen) filter (where account = 'spent') as spent, sum(amount_fen) filter (where account = 'returned') as returned,
        sum(amount_fen) filter (where account = 'advanced') as advanced
        from posting where subdistrict_id = ${s} group by award_id) p on p.award_id = b.award_id
      where b.subdistrict_id = ${s} and (b.pledged_fen, b.received_fen, b.held_fen, b.reserved_fen, b.spent_fen, b.returned_fen, b.advanced_fen) is distinct from
        (coalesce(p.pledged, 0), coalesce(p.received, 0), coalesce(p.held, 0), coalesce(p.reserved, 0), coalesce(p.spent, 0), coalesce(p.returned, 0), coalesce(p.advanced, 0))
      order by b.award_id`,
    sql`select format('资金来源「%s」没有余额 (award %s has no balance)', ${award('a.id')}, a.id) as problem from award a where a.subdistrict_id = ${s}
      and not exists (select from award_balance b where b.subdistrict_id = a.subdistrict_id and b.award_id = a.id) order by a.id`,
    sql`select format('「%s」在来源「%s」上借贷不平，差 %s 分 (transaction %s does not balance on award %s)', ${txn('txn_id')}, ${award('award_id')}, fen, txn_id, award_id) as problem
      from (select txn_id, award_id, sum(amount_fen) as fen from posting where subdistrict_id = ${s}
        group by txn_id, award_id, case when account in ('pledged', 'pledger') then 1 when account in ('reserved', 'commitment') then 2 else 3 end
        having sum(amount_fen) <> 0) d order by txn_id`,
    sql`select format('「%s」应有 %s 笔分录，实有 %s 笔 (transaction %s says %s postings and has %s)', ${txn('t.id')}, t.posting_count, coalesce(p.n, 0), t.id, t.posting_count, coalesce(p.n, 0))
        as problem from txn t
      left join (select txn_id, count(*) as n from posting where subdistrict_id = ${s} group by txn_id) p on p.txn_id = t.id
      where t.subdistrict_id = ${s} and t.posting_count is distinct from p.n order by t.id`,
    sql`select format('支出明细「%s」%s 分，由「%s」分摊了 %s 分 (line %s is not allocated in full by transaction %s)', l.text, l.amount_fen, ${txn('t.id')}, coalesce(a.fen, 0), l.id, t.id)
        as problem from expense_line l
      join txn t on t.subdistrict_id = l.subdistrict_id and t.expense_id = l.expense_id
      left join (select txn_id, line_id, sum(amount_fen) as fen from allocation where subdistrict_id = ${s} group by txn_id, line_id) a on a.txn_id = t.id and a.line_id = l.id
      where l.subdistrict_id = ${s} and l.amount_fen is distinct from a.fen order by l.id`,
    sql`select format('「%s」从来源「%s」支出的与分摊的不符，差 %s 分 (transaction %s spends on award %s what is not allocated)', ${txn('txn_id')}, ${award('award_id')}, fen, txn_id, award_id)
        as problem from (
        select txn_id, award_id, sum(fen) as fen from (
          select p.txn_id, p.award_id, p.amount_fen as fen from posting p join txn t on t.subdistrict_id = p.subdistrict_id and t.id = p.txn_id
            where p.subdistrict_id = ${s} and p.account = 'spent' and t.reversal_of is null
          union all select txn_id, award_id, -amount_fen from allocation where subdistrict_id = ${s}
          union all select txn_id, award_id, amount_fen from supplier_refund_share where subdistrict_id = ${s}) both_sides
        group by txn_id, award_id having sum(fen) <> 0) d order by txn_id`,
    sql`select format('冲销「%s」与所冲的「%s」不能逐分相抵 (reversal %s does not undo exactly transaction %s)', ${txn('r.id')}, ${txn('r.reversal_of')}, r.id, r.reversal_of) as problem from txn r
      where r.subdistrict_id = ${s} and r.reversal_of is not null and exists (
        select from posting p where p.subdistrict_id = ${s} and p.txn_id in (r.id, r.reversal_of) group by p.award_id, p.account having sum(p.amount_fen) <> 0) order by r.id`,
    sql`select format('来源「%s」付了它不许付的用途 %s (allocation on award %s for %s: the source does not allow it)', ${award('a.award_id')}, a.category, a.award_id, a.category) as problem
      from allocation a
      where a.subdistrict_id = ${s} and not exists (select from award_use u where u.subdistrict_id = a.subdistrict_id and u.award_id = a.award_id and u.category = a.category)`,
    sql`select format('支出「%s」付了不止一次 (expense %s is paid more than once)', (select e.day || ' ' || e.text from expense e where e.subdistrict_id = ${s} and e.id = expense_id), expense_id)
        as problem from txn t where subdistrict_id = ${s} and expense_id is not null
      and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id) group by expense_id having count(*) > 1`,
    sql`select format('支出「%s」的凭证合计超过付款 (vouchers of expense %s claim more than was paid)',
        (select e.day || ' ' || e.text from expense e where e.subdistrict_id = ${s} and e.id = v.expense_id), v.expense_id) as problem from voucher v where v.subdistrict_id = ${s}
      and not exists (select from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id)
      group by v.expense_id having sum(v.claimed_fen + coalesce((select sum(d.reduced_fen) from voucher_reduction d
        where d.subdistrict_id = v.subdistrict_id and d.voucher_id = v.id), 0)) > (select sum(l.amount_fen) from expense_line l where l.subdistrict_id = ${s} and l.expense_id = v.expense_id)`,
    sql`select format('收据 %s 写的金额 %s 分，入账 %s 分 (receipt %s differs from its transaction)', c.number, c.amount_fen, coalesce(p.fen, 0), c.number) as problem from receipt c
      left join (select txn_id, award_id, sum(amount_fen) as fen from posting where subdistrict_id = ${s} and account = 'held' group by txn_id, award_id) p
        on p.txn_id = c.txn_id and p.award_id = c.award_id
      where c.subdistrict_id = ${s} and p.fen is distinct from c.amount_fen`,
  ];
  const problems: string[] = [];
  for (const check of checks) problems.push(...(await tx.all(check, problemRow)).map(({ problem }) => problem));
  const trial = await trialBalance(tx);
  const debit = trial.reduce((fen, line) => fen + line.debitFen, 0n);
  const credit = trial.reduce((fen, line) => fen + line.creditFen, 0n);
  if (debit !== credit) problems.push(`试算不平：借方 ${debit} 分，贷方 ${credit} 分 (trial balance: debits ${debit} differ from credits ${credit})`);
  return problems;
}
