import { z } from 'zod';
import type { PurchaseTerms } from '#modules/funds';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** What was asked of one request on the day it was made. Null and false: nobody had set it. */
export interface SpendingTerms {
  /** So many suppliers are compared before the first approval. */
  quotesLeast: number | null;
  /** Two residents confirm the goods before this step. */
  receivedBefore: 'payment' | 'closing' | null;
  /** A receipt without invoice proves at most so much. */
  receiptToFen: bigint | null;
  /** One person gets at most so much on a labour sheet. */
  labourToFen: bigint | null;
  payerNotRequester: boolean;
  /** Who says each of them. */
  said: PurchaseTerms['said'];
}

/** Terms before anybody sets any. */
export const noTerms: SpendingTerms = { quotesLeast: null, receivedBefore: null, receiptToFen: null, labourToFen: null, payerNotRequester: false, said: {} };

const reaches = (amountFen: bigint, fromFen: bigint | null): boolean => fromFen !== null && amountFen >= fromFen;

/** What policy and office ask of an amount. */
export function termsFor(amountFen: bigint, purchase: PurchaseTerms): SpendingTerms {
  return {
    quotesLeast: reaches(amountFen, purchase.quotesFromFen) ? purchase.quotesLeast : null,
    receivedBefore: reaches(amountFen, purchase.receivedFromFen) ? purchase.receivedBefore : null,
    receiptToFen: purchase.receiptToFen,
    labourToFen: purchase.labourToFen,
    payerNotRequester: purchase.payerIsNotRequester === true,
    said: purchase.said,
  };
}

const saidBy = z.union([z.object({ clause: z.string(), source: z.string() }), z.object({ setBy: z.string(), setOn: z.string() })]);
const termsRow = z
  .object({
    quotes_least: z.number().nullable(),
    received_before: z.enum(['payment', 'closing']).nullable(),
    receipt_to_fen: z.bigint().nullable(),
    labour_to_fen: z.bigint().nullable(),
    payer_not_requester: z.boolean(),
    said: z.record(z.string(), saidBy),
  })
  .transform(
    (r): SpendingTerms => ({
      quotesLeast: r.quotes_least,
      receivedBefore: r.received_before,
      receiptToFen: r.receipt_to_fen,
      labourToFen: r.labour_to_fen,
      payerNotRequester: r.payer_not_requester,
      said: r.said,
    }),
  );

/** The terms of a request. */
export const termsOf = async (tx: Tx, requestId: string): Promise<SpendingTerms> =>
  (await tx.maybe(
    sql`select quotes_least, received_before, receipt_to_fen, labour_to_fen, payer_not_requester, said from spending_terms
    where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId}`,
    termsRow,
  )) ?? noTerms;

/** Writes the terms of a new request; the database keeps to them from then on. */
export const insertTerms = (tx: CommandTx, requestId: string, t: SpendingTerms): Promise<number> =>
  tx.exec(sql`insert into spending_terms (subdistrict_id, request_id, quotes_least, received_before, receipt_to_fen, labour_to_fen, payer_not_requester, said)
    values (${tx.subdistrictId}, ${requestId}, ${t.quotesLeast}, ${t.receivedBefore}, ${t.receiptToFen}, ${t.labourToFen}, ${t.payerNotRequester},
    ${JSON.stringify(t.said)}::jsonb)`);
