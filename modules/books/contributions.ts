import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** A promise that stands. */
export interface Pledge {
  id: string;
  txnId: string;
  householdId: string | null;
  organisationId: string | null;
  payerName: string;
  amountFen: bigint;
  day: string;
}

/** Money or goods that came in. */
export interface Receipt extends Pledge {
  awardId: string;
  number: string;
  method: 'cash' | 'transfer' | 'in_kind';
  proofFileId: string | null;
  receivedBy: string | null;
  reversed: boolean;
}

const pledgeRow = z.object({
  id: z.string(),
  txn_id: z.string(),
  household_id: z.string().nullable(),
  organisation_id: z.string().nullable(),
  payer_name: z.string(),
  amount_fen: z.bigint(),
  day: z.string(),
});
const receiptRow = pledgeRow
  .extend({
    award_id: z.string(),
    number: z.string(),
    method: z.enum(['cash', 'transfer', 'in_kind']),
    proof_file_id: z.string().nullable(),
    received_by: z.string().nullable(),
    reversed: z.boolean(),
  })
  .transform(
    (r): Receipt => ({
      id: r.id,
      txnId: r.txn_id,
      householdId: r.household_id,
      organisationId: r.organisation_id,
      payerName: r.payer_name,
      amountFen: r.amount_fen,
      day: r.day,
      awardId: r.award_id,
      number: r.number,
      method: r.method,
      proofFileId: r.proof_file_id,
      receivedBy: r.received_by,
      reversed: r.reversed,
    }),
  );
const reversed = sql`exists (select from txn r where r.subdistrict_id = x.subdistrict_id and r.reversal_of = x.txn_id)`;

/** Promises on an award that were not taken back. */
export const pledgesOf = (tx: Tx, awardId: string): Promise<Pledge[]> =>
  tx.all(
    sql`select id, txn_id, household_id, organisation_id, payer_name, amount_fen, day from pledge x
    where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} and not ${reversed} order by day, id`,
    pledgeRow.transform(
      (r): Pledge => ({
        id: r.id,
        txnId: r.txn_id,
        householdId: r.household_id,
        organisationId: r.organisation_id,
        payerName: r.payer_name,
        amountFen: r.amount_fen,
        day: r.day,
      }),
    ),
  );

const receiptSelect = sql`select id, txn_id, household_id, organisation_id, payer_name, amount_fen, day, award_id, number, method, proof_file_id, received_by,
  ${reversed} as reversed from receipt x`;

/** Receipts of an award, reversed ones marked, in the order of their numbers. */
export const receiptsOf = (tx: Tx, awardId: string): Promise<Receipt[]> =>
  tx.all(sql`${receiptSelect} where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} order by number`, receiptRow);

/** One receipt, or null. */
export const findReceipt = (tx: Tx, id: string): Promise<Receipt | null> =>
  tx.maybe(sql`${receiptSelect} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, receiptRow);

/** Receipts by their ids, in the order of their numbers. */
export const receiptsByIds = (tx: Tx, ids: readonly string[]): Promise<Receipt[]> =>
  tx.all(sql`${receiptSelect} where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[]) order by number`, receiptRow);

/** One household (or other payer): what it promised and what it has paid. */
export interface Contribution {
  householdId: string | null;
  organisationId: string | null;
  payerName: string;
  pledgedFen: bigint;
  /** Paid, without what was given back. */
  paidFen: bigint;
  refundedFen: bigint;
  /** Promised and not yet paid. */
  openFen: bigint;
  receipts: Receipt[];
}

const givenBackOnRow = z.object({ receipt_id: z.string(), fen: z.bigint() });

/** By receipt: what was given back of it and not undone. */
async function givenBackOn(tx: Tx, awardId: string): Promise<Map<string, bigint>> {
  const rows = await tx.all(
    sql`select receipt_id, sum(amount_fen)::bigint as fen from refund x where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} and not ${reversed}
    group by receipt_id`,
    givenBackOnRow,
  );
  return new Map(rows.map((row) => [row.receipt_id, row.fen]));
}

/** Who promised and who has paid on an award, in the order of the promises; payers without a promise last. */
export async function householdContributions(tx: Tx, awardId: string): Promise<Contribution[]> {
  const found = new Map<string, Contribution>();
  const of = (payer: Pledge): Contribution => {
    const key = payer.householdId ?? payer.organisationId ?? `name ${payer.payerName}`;
    const known = found.get(key) ?? {
      householdId: payer.householdId,
      organisationId: payer.organisationId,
      payerName: payer.payerName,
      pledgedFen: 0n,
      paidFen: 0n,
      refundedFen: 0n,
      openFen: 0n,
      receipts: [],
    };
    found.set(key, known);
    return known;
  };
  for (const pledge of await pledgesOf(tx, awardId)) of(pledge).pledgedFen += pledge.amountFen;
  const givenBack = await givenBackOn(tx, awardId);
  for (const receipt of (await receiptsOf(tx, awardId)).filter((each) => !each.reversed)) {
    const contribution = of(receipt);
    const refunded = givenBack.get(receipt.id) ?? 0n;
    contribution.paidFen += receipt.amountFen - refunded;
    contribution.refundedFen += refunded;
    contribution.receipts.push(receipt);
  }
  for (const each of found.values()) each.openFen = each.pledgedFen > each.paidFen ? each.pledgedFen - each.paidFen : 0n;
  return [...found.values()];
}
