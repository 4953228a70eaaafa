import type { Invoice } from '#libs/einvoice';
import { sellerIsThePayee } from './invoice-checks.ts';

/** A payment that still lacks vouchers. */
export interface OpenPayment {
  requestId: string;
  expenseId: string;
  no: number;
  item: string;
  payee: string;
  day: string;
  /** Paid and not yet behind a voucher or a proposal. */
  openFen: bigint;
}

/** Why an invoice is proposed for a payment. */
export type FitReason = 'seller' | 'amount' | 'within' | 'near';

/** The payment an invoice fits, or those among which a person must choose. */
export interface Proposal {
  payment: OpenPayment | null;
  why: FitReason[];
  /** Payments that fit equally well. */
  alike: OpenPayment[];
}

const nearDays = 31;
const daysBetween = (a: string, b: string): number => Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;
const faceOf = (invoice: Pick<Invoice, 'totalFen' | 'netFen'>): bigint | null => invoice.totalFen ?? invoice.netFen;

/** The invoice is for exactly what is still open. */
export const amountIsWhatIsOpen = (invoice: Pick<Invoice, 'totalFen'>, payment: OpenPayment): boolean => invoice.totalFen === payment.openFen;
/** The invoice is for no more than what is still open. */
export const amountStaysWithin = (invoice: Pick<Invoice, 'totalFen' | 'netFen'>, payment: OpenPayment): boolean => (faceOf(invoice) ?? 0n) <= payment.openFen;
/** It was issued within a month of the payment. */
export const issuedNearThePayment = (invoice: Pick<Invoice, 'date'>, payment: OpenPayment): boolean =>
  invoice.date !== '' && daysBetween(invoice.date, payment.day) <= nearDays;

const weight: Record<FitReason, number> = { seller: 8, amount: 4, within: 2, near: 1 };

/** What speaks for a payment; empty when neither the seller nor the exact amount does. */
export function fitOf(invoice: Invoice, payment: OpenPayment): FitReason[] {
  const seller = invoice.seller.name !== '' && sellerIsThePayee(invoice, payment.payee);
  const exact = amountIsWhatIsOpen(invoice, payment);
  if (payment.openFen <= 0n || !amountStaysWithin(invoice, payment) || (!seller && !exact)) return [];
  return [...(seller ? ['seller' as const] : []), exact ? 'amount' : 'within', ...(issuedNearThePayment(invoice, payment) ? ['near' as const] : [])];
}

const weightOf = (why: readonly FitReason[]): number => why.reduce((sum, each) => sum + weight[each], 0);

/**
 * Proposes a payment for each invoice, the clearest first: what it takes of a payment is no longer open to the next. Where two fit
 * equally well a person chooses. Nothing is decided by this.
 */
export function proposePayments<T extends { id: string; invoice: Invoice }>(arrivals: readonly T[], payments: readonly OpenPayment[]): Map<string, Proposal> {
  const open = payments.map((payment) => ({ ...payment }));
  const found = new Map<string, Proposal>();
  const left = new Map(arrivals.map((arrival) => [arrival.id, { arrival, fits: new Map<OpenPayment, FitReason[]>() }]));
  const rate = (payment: OpenPayment): void => {
    for (const { arrival, fits } of left.values()) {
      const why = fitOf(arrival.invoice, payment);
      if (why.length > 0) fits.set(payment, why);
      else fits.delete(payment);
    }
  };
  for (const payment of open) rate(payment);
  while (left.size > 0) {
    let clearest: { arrival: T; payment: OpenPayment; why: FitReason[] } | null = null;
    for (const { arrival, fits } of left.values()) {
      const [first, ...alike] = bestOf(fits);
      if (first && alike.length === 0 && (!clearest || weightOf(first.why) > weightOf(clearest.why))) clearest = { arrival, ...first };
    }
    if (!clearest) break;
    const { arrival, payment, why } = clearest;
    found.set(arrival.id, { payment: { ...payment }, why, alike: [] });
    left.delete(arrival.id);
    payment.openFen -= faceOf(arrival.invoice) ?? 0n;
    rate(payment);
  }
  for (const { arrival, fits } of left.values()) {
    const best = bestOf(fits);
    found.set(arrival.id, { payment: null, why: best[0]?.why ?? [], alike: best.map(({ payment }) => ({ ...payment })) });
  }
  return found;
}

function bestOf(fits: ReadonlyMap<OpenPayment, FitReason[]>): { payment: OpenPayment; why: FitReason[] }[] {
  const most = Math.max(0, ...[...fits.values()].map(weightOf));
  return [...fits].flatMap(([payment, why]) => (weightOf(why) === most ? [{ payment, why }] : []));
}
