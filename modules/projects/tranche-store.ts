import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type PlannedTranche, type Tranche, trancheConditions, type TrancheLack, trancheLacks } from './tranche.ts';

const trancheRow = z
  .object({
    id: z.string(),
    award_id: z.string(),
    no: z.number(),
    percent: z.number(),
    planned_fen: z.bigint(),
    condition: z.enum(trancheConditions),
    basis: z.string(),
    due_on: z.string().nullable(),
    due_said: z.string().nullable(),
    due_by_name: z.string().nullable(),
    minimum_points: z.number().nullable(),
    raised_percent: z.number().nullable(),
    lacks: z.enum(trancheLacks).nullable(),
    points: z.string().nullable(),
    other_planned: z.bigint(),
    other_raised: z.bigint(),
  })
  .transform(
    (r): Omit<Tranche, 'paidFen' | 'openingFen' | 'receipts'> => ({
      id: r.id,
      awardId: r.award_id,
      no: r.no,
      percent: r.percent,
      plannedFen: r.planned_fen,
      condition: r.condition,
      basis: r.basis,
      dueOn: r.due_on,
      dueSaid: r.due_said,
      dueByName: r.due_by_name,
      minimumPoints: r.minimum_points,
      raisedPercent: r.raised_percent,
      lacks: r.lacks,
      facts: { points: r.points, otherPlannedFen: r.other_planned, otherRaisedFen: r.other_raised },
    }),
  );
const paymentRow = z.object({ tranche_id: z.string(), id: z.string(), number: z.string(), day: z.string(), amount_fen: z.bigint() });

const fenRow = z.object({ fen: z.bigint() });

const openedWith = async (tx: Tx, awardId: string): Promise<bigint> =>
  (
    await tx.one(
      sql`select coalesce(-sum(p.amount_fen), 0)::bigint as fen from posting p join txn t on t.subdistrict_id = p.subdistrict_id and t.id = p.txn_id and t.kind = 'opening'
      where p.subdistrict_id = ${tx.subdistrictId} and p.award_id = ${awardId} and p.account = 'income'
      and not exists (select from txn v where v.subdistrict_id = t.subdistrict_id and v.reversal_of = t.id)`,
      fenRow,
    )
  ).fen;

/** The plan of the grant's payments with what was paid of each; receipts that were reversed do not count. Empty without a plan. */
export async function tranchesOf(tx: Tx, awardId: string): Promise<Tranche[]> {
  const rows = await tx.all(
    sql`select g.id, g.award_id, g.no, g.percent, g.planned_fen, g.condition, g.basis, g.due_on, g.due_said, g.due_by_name, g.minimum_points, g.raised_percent,
      case when g.due_on is null then tranche_lacks(g) end as lacks, round(mid_term_points(g.subdistrict_id, a.project_id), 2)::text as points,
      (select coalesce(sum(o.planned_fen), 0)::bigint from award o where o.subdistrict_id = g.subdistrict_id and o.project_id = a.project_id
        and o.source_kind <> 'grant') as other_planned,
      (select coalesce(sum(r.amount_fen), 0)::bigint from receipt r join award o on o.subdistrict_id = r.subdistrict_id and o.id = r.award_id
        where o.subdistrict_id = g.subdistrict_id and o.project_id = a.project_id and o.source_kind <> 'grant'
        and not exists (select from txn v where v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id)) as other_raised
    from grant_tranche g join award a on a.subdistrict_id = g.subdistrict_id and a.id = g.award_id
    where g.subdistrict_id = ${tx.subdistrictId} and g.award_id = ${awardId} order by g.no`,
    trancheRow,
  );
  if (rows.length === 0) return [];
  const payments = await tx.all(
    sql`select p.tranche_id, r.id, r.number, r.day, p.amount_fen from tranche_payment p
    join receipt r on r.subdistrict_id = p.subdistrict_id and r.id = p.receipt_id
    join grant_tranche g on g.subdistrict_id = p.subdistrict_id and g.id = p.tranche_id
    where p.subdistrict_id = ${tx.subdistrictId} and g.award_id = ${awardId}
    and not exists (select from txn v where v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id) order by r.number`,
    paymentRow,
  );
  // What came in before the platform has no receipt here: it counts for the earliest tranches.
  let before = await openedWith(tx, awardId);
  return rows.map((row) => {
    const receipts = payments.filter((payment) => payment.tranche_id === row.id);
    const receiptsFen = receipts.reduce((fen, each) => fen + each.amount_fen, 0n);
    const open = row.plannedFen > receiptsFen ? row.plannedFen - receiptsFen : 0n;
    const openingFen = before < open ? before : open;
    before -= openingFen;
    return {
      ...row,
      receipts: receipts.map((each) => ({ id: each.id, number: each.number, day: each.day, amountFen: each.amount_fen })),
      openingFen,
      paidFen: receiptsFen + openingFen,
    };
  });
}

export async function insertTranches(tx: CommandTx, awardId: string, plan: readonly PlannedTranche[], basis: string): Promise<void> {
  for (const each of plan) {
    await tx.exec(sql`insert into grant_tranche (subdistrict_id, id, award_id, no, percent, planned_fen, condition, basis, minimum_points, raised_percent)
      values (${tx.subdistrictId}, ${tx.newId()}, ${awardId}, ${each.no}, ${each.percent}, ${each.plannedFen}, ${each.condition}, ${basis}, ${each.minimumPoints}, ${each.raisedPercent})`);
  }
}

export const saveDue = (tx: CommandTx, trancheId: string, said: string): Promise<number> =>
  tx.exec(sql`update grant_tranche set due_on = ${tx.today}, due_said = ${said}, due_by_name = ${tx.actor.name}
    where subdistrict_id = ${tx.subdistrictId} and id = ${trancheId} and due_on is null`);

export const insertTranchePayment = (tx: CommandTx, trancheId: string, receiptId: string, amountFen: bigint): Promise<number> =>
  tx.exec(sql`insert into tranche_payment (subdistrict_id, tranche_id, receipt_id, amount_fen)
    values (${tx.subdistrictId}, ${trancheId}, ${receiptId}, ${amountFen})`);

const uncountedReceiptsRow = z.object({ id: z.string(), leftFen: z.bigint() });

/** Receipts of the award in force with what of each counts for no tranche yet, in the order of their numbers. */
export const uncountedReceipts = (tx: Tx, awardId: string): Promise<{ id: string; leftFen: bigint }[]> =>
  tx.all(
    sql`select r.id, (r.amount_fen - coalesce((select sum(p.amount_fen) from tranche_payment p where p.subdistrict_id = r.subdistrict_id
      and p.receipt_id = r.id), 0))::bigint as "leftFen" from receipt r where r.subdistrict_id = ${tx.subdistrictId} and r.award_id = ${awardId}
    and not exists (select from txn v where v.subdistrict_id = r.subdistrict_id and v.reversal_of = r.txn_id) order by r.number`,
    uncountedReceiptsRow,
  );

const lacksNowRow = z.object({ lacks: z.enum(trancheLacks).nullable(), passed: z.boolean() });

/** What is missing before a tranche may be paid, and whether a mid-term check was passed: asked anew of the facts of this moment. */
export async function lacksNow(tx: CommandTx, trancheId: string): Promise<{ lacks: TrancheLack | null; passed: boolean }> {
  return tx.one(
    sql`select tranche_lacks(g) as lacks, coalesce((select c.result = 'passed' from mid_term_check c join mid_term_report r
        on r.subdistrict_id = c.subdistrict_id and r.id = c.report_id where c.subdistrict_id = g.subdistrict_id and c.project_id = a.project_id
        order by r.no desc limit 1), false) as passed
      from grant_tranche g join award a on a.subdistrict_id = g.subdistrict_id and a.id = g.award_id
      where g.subdistrict_id = ${tx.subdistrictId} and g.id = ${trancheId}`,
    lacksNowRow,
  );
}

const idRow = z.object({ id: z.string() });

/** Projects with a tranche that is planned and not due. */
export const projectsWithOpenTranches = (tx: Tx): Promise<{ id: string }[]> =>
  tx.all(
    sql`select distinct a.project_id as id from grant_tranche g join award a on a.subdistrict_id = g.subdistrict_id and a.id = g.award_id
    where g.subdistrict_id = ${tx.subdistrictId} and g.due_on is null`,
    idRow,
  );
