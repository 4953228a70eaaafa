/** What stands behind an expense: an electronic invoice, one on paper, or a receipt where there is no invoice. */
export const voucherKinds = ['e_invoice', 'paper_invoice', 'receipt'] as const;
export type VoucherKind = (typeof voucherKinds)[number];

/** The facts of an invoice as typed or read from it. Amounts in fen. */
export interface InvoiceFacts {
  kind: VoucherKind;
  /** '' where the invoice has none. */
  code: string;
  /** '' for a receipt without a number. */
  number: string;
  issuedDay: string;
  netFen: bigint;
  taxFen: bigint;
  totalFen: bigint;
  sellerName: string;
  sellerTaxId: string | null;
}

/** Reasons for which a voucher is refused before the database is asked. */
export type VoucherFactError =
  | 'sum-wrong' // net + tax is not the total
  | 'total-not-positive'
  | 'number-missing' // an invoice has a number
  | 'number-wrong' // other signs than digits, capitals and -
  | 'number-form' // an e-invoice has 20 digits alone, or 8 digits with a code of 10 or 12
  | 'code-not-wanted' // a number of 20 digits is the whole identity
  | 'day-in-future'
  | 'claim-above-face'
  | 'claim-not-positive'
  | 'reason-missing' // a purchase without invoice says why
  | 'file-missing'; // a receipt is known by its picture alone

/** What is claimed of an invoice never exceeds its face value. */
export const claimedNeverExceedsFaceValue = (claimedFen: bigint, totalFen: bigint): boolean => claimedFen <= totalFen;
/** Net and tax make the total, to the fen. */
export const netAndTaxMakeTheTotal = (facts: Pick<InvoiceFacts, 'netFen' | 'taxFen' | 'totalFen'>): boolean => facts.netFen + facts.taxFen === facts.totalFen;

/** An invoice number or code as the books keep it: no spaces, half width, capitals. */
export const plainNumber = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

/** A number of 20 digits stands for itself: a code beside it would make one invoice into two. */
export const twentyDigitsNeedNoCode = (facts: Pick<InvoiceFacts, 'number' | 'code'>): boolean => !/^\d{20}$/.test(facts.number) || facts.code === '';
/** A fully digital invoice has 20 digits and no code, the older electronic one 8 digits and a code of 10 or 12. */
export const eInvoiceIsKnownByItsDigits = (facts: Pick<InvoiceFacts, 'number' | 'code'>): boolean =>
  (/^\d{20}$/.test(facts.number) && facts.code === '') || (/^\d{8}$/.test(facts.number) && /^(\d{10}|\d{12})$/.test(facts.code));

/** The first thing wrong with a voucher's facts, or null. */
export function whatIsWrongWith(
  facts: InvoiceFacts,
  claim: { claimedFen: bigint; reason: string | null; hasFile: boolean; today: string },
): VoucherFactError | null {
  if (facts.totalFen <= 0n) return 'total-not-positive';
  if (facts.taxFen < 0n || !netAndTaxMakeTheTotal(facts)) return 'sum-wrong';
  if (facts.kind !== 'receipt' && facts.number === '') return 'number-missing';
  if (!/^[0-9A-Z-]{0,40}$/.test(facts.number) || !/^[0-9A-Z]{0,20}$/.test(facts.code)) return 'number-wrong';
  if (!twentyDigitsNeedNoCode(facts)) return 'code-not-wanted';
  if (facts.kind === 'e_invoice' && !eInvoiceIsKnownByItsDigits(facts)) return 'number-form';
  if (facts.issuedDay > claim.today) return 'day-in-future';
  if (claim.claimedFen <= 0n) return 'claim-not-positive';
  if (!claimedNeverExceedsFaceValue(claim.claimedFen, facts.totalFen)) return 'claim-above-face';
  if (facts.kind === 'receipt' && !claim.reason?.trim()) return 'reason-missing';
  if (facts.kind === 'receipt' && !claim.hasFile) return 'file-missing';
  return null;
}
