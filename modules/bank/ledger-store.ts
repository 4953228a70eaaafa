import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import type { MoneyAccount } from './account-store.ts';
import { type BankRow, type Ledger, type Link, type Movement, type Note, noteKinds } from './movement.ts';

const movementRow = z
  .object({
    id: z.string(),
    what: z.enum(['txn', 'transfer']),
    kind: z.string(),
    day: z.string(),
    amountFen: z.bigint(),
    party: z.string(),
    text: z.string(),
    projectId: z.string().nullable(),
    projectTitle: z.string(),
    reversalOf: z.string().nullable(),
    reversedOn: z.string().nullable(),
    at: z.date(),
  })
  .transform((row): Movement => row);

/**
 * Every movement that is expected on an account since it was opened, oldest first: what changed in the cash held of projects of
 * its place, by its way (as `txn_way_of` says it), and transfers between accounts. With `projectId` of that project alone.
 */
export const movementsOf = (tx: Tx, account: MoneyAccount, projectId: string | null = null): Promise<Movement[]> => {
  const s = tx.subdistrictId;
  const way = account.kind === 'bank' ? 'transfer' : 'cash';
  return tx.all(
    sql`with cash as (
      select p.txn_id, sum(p.amount_fen)::bigint as fen from posting p join award a on a.subdistrict_id = p.subdistrict_id and a.id = p.award_id
        join project j on j.subdistrict_id = a.subdistrict_id and j.id = a.project_id
      where p.subdistrict_id = ${s} and p.account = 'held' and a.source_kind <> 'in_kind' and (${account.neighbourhoodId}::uuid is null or j.neighbourhood_id = ${account.neighbourhoodId}::uuid)
        and (${projectId}::uuid is null or j.id = ${projectId}::uuid)
      group by p.txn_id having sum(p.amount_fen) <> 0)
    select x.id, 'txn' as what, x.kind, x.day, c.fen as "amountFen", coalesce(r.payer_name, e.payee, v.holder_name, sv.holder_name, fr.payer_name, w.party, sf.payer, '') as party, x.text,
      x.project_id as "projectId", j.title as "projectTitle", x.reversal_of as "reversalOf",
      (select u.day from txn u where u.subdistrict_id = x.subdistrict_id and u.reversal_of = x.id) as "reversedOn", x.at
    from cash c join txn x on x.subdistrict_id = ${s} and x.id = c.txn_id
      join txn b on b.subdistrict_id = ${s} and b.id = coalesce(x.reversal_of, x.id)
      join project j on j.subdistrict_id = ${s} and j.id = x.project_id
      left join receipt r on r.subdistrict_id = ${s} and r.txn_id = b.id
      left join expense e on e.subdistrict_id = ${s} and e.id = b.expense_id
      left join advance v on v.subdistrict_id = ${s} and v.txn_id = b.id
      left join advance_settlement av on av.subdistrict_id = ${s} and av.txn_id = b.id
      left join advance sv on sv.subdistrict_id = ${s} and sv.id = av.advance_id
      left join refund f on f.subdistrict_id = ${s} and f.txn_id = b.id
      left join receipt fr on fr.subdistrict_id = ${s} and fr.id = f.receipt_id
      left join supplier_refund sf on sf.subdistrict_id = ${s} and sf.txn_id = b.id
      left join txn_way w on w.subdistrict_id = ${s} and w.txn_id = b.id
    where b.kind <> 'opening' and coalesce(r.method, f.method, v.method, av.method, sf.method, w.way, e.method, 'transfer') = ${way}
      and x.day >= ${account.openingDay}::date and (${account.closedDay}::date is null or x.day <= ${account.closedDay}::date)
      and (${account.neighbourhoodId}::uuid is not null or not exists (select from money_account o where o.subdistrict_id = ${s} and o.kind = ${account.kind}
        and o.neighbourhood_id = j.neighbourhood_id and o.opening_day <= x.day and (o.closed_day is null or x.day <= o.closed_day)))
    union all
    select t.id, 'transfer', 'transfer', t.day, case when t.to_account_id = ${account.id} then t.amount_fen else -t.amount_fen end, '', t.text, null, '', null, null, t.made_at
    from account_transfer t where t.subdistrict_id = ${s} and ${account.id} in (t.from_account_id, t.to_account_id) and t.undone_at is null and ${projectId}::uuid is null
    order by 4, 12, 1`,
    movementRow,
  );
};

const bankRowsRow = z.object({
  id: z.string(),
  statementId: z.string(),
  rowNo: z.number(),
  seq: z.number(),
  day: z.string(),
  amountFen: z.bigint(),
  balanceFen: z.bigint().nullable(),
  counterparty: z.string(),
  memo: z.string(),
  reference: z.string(),
});

/** The bank's rows of an account from the oldest on; those of withdrawn statements count nowhere. */
export const bankRowsOf = (tx: Tx, accountId: string): Promise<BankRow[]> =>
  tx.all(
    sql`select r.id, r.statement_id as "statementId", r.row_no as "rowNo", r.seq, r.day, r.amount_fen as "amountFen", r.balance_fen as "balanceFen", r.counterparty, r.memo, r.reference
    from bank_row r join bank_statement s on s.subdistrict_id = r.subdistrict_id and s.id = r.statement_id
    where r.subdistrict_id = ${tx.subdistrictId} and r.account_id = ${accountId}
      and not exists (select from bank_withdrawal w where w.subdistrict_id = r.subdistrict_id and w.statement_id = r.statement_id) order by r.day, s.imported_at, r.seq`,
    bankRowsRow,
  );

const linkRow = z
  .object({
    id: z.string(),
    rowId: z.string(),
    movementId: z.string(),
    amountFen: z.bigint(),
    madeByName: z.string(),
    madeAt: z.date(),
    undoneAt: z.date().nullable(),
    undoneBy: z.string().nullable(),
    undoneReason: z.string().nullable(),
  })
  .transform(
    ({ undoneAt, undoneBy, undoneReason, ...link }): Link => ({
      ...link,
      undone: undoneAt && undoneBy !== null && undoneReason !== null ? { byName: undoneBy, at: undoneAt, reason: undoneReason } : null,
    }),
  );

/** Matches of an account, those undone too, newest first. */
export const linksOf = (tx: Tx, accountId: string): Promise<Link[]> =>
  tx.all(
    sql`select l.id, l.row_id as "rowId", coalesce(l.txn_id, l.transfer_id) as "movementId", l.amount_fen as "amountFen", l.made_by_name as "madeByName", l.made_at as "madeAt",
      l.undone_at as "undoneAt", l.undone_by_name as "undoneBy", l.undone_reason as "undoneReason"
    from bank_link l join bank_row r on r.subdistrict_id = l.subdistrict_id and r.id = l.row_id
    where l.subdistrict_id = ${tx.subdistrictId} and r.account_id = ${accountId}
      and not exists (select from bank_withdrawal w where w.subdistrict_id = r.subdistrict_id and w.statement_id = r.statement_id) order by l.made_at desc, l.id`,
    linkRow,
  );

const notesRow = z.object({
  id: z.string(),
  rowId: z.string().nullable(),
  movementId: z.string().nullable(),
  countId: z.string().nullable(),
  kind: z.enum(noteKinds),
  text: z.string(),
  byName: z.string(),
  at: z.date(),
});

/** Explanations of an account that are in force. */
export const notesOf = (tx: Tx, accountId: string): Promise<Note[]> =>
  tx.all(
    sql`select id, row_id as "rowId", coalesce(txn_id, transfer_id) as "movementId", count_id as "countId", kind, text, made_by_name as "byName", made_at as at
    from money_note where subdistrict_id = ${tx.subdistrictId} and account_id = ${accountId} and undone_at is null order by made_at, id`,
    notesRow,
  );

/** Everything about an account that comparing it needs. */
export async function ledgerOf(tx: Tx, account: MoneyAccount): Promise<Ledger & { allLinks: Link[] }> {
  const allLinks = await linksOf(tx, account.id);
  return {
    openingDay: account.openingDay,
    openingFen: account.openingFen,
    movements: await movementsOf(tx, account),
    rows: await bankRowsOf(tx, account.id),
    links: allLinks.filter((one) => one.undone === null),
    allLinks,
    notes: await notesOf(tx, account.id),
  };
}

/** What the books say is on an account at the end of a day, other money explained as such included. */
export async function bookBalanceOn(tx: Tx, account: MoneyAccount, day: string): Promise<bigint> {
  const movements = await movementsOf(tx, account);
  return account.openingFen + movements.filter((one) => one.day <= day).reduce((sum, one) => sum + one.amountFen, 0n);
}
