import { daysBetween, dayOf } from '#libs/civil-time';

/** A purchase near another in time, of the same payee or for the same use. */
export interface NearPurchase {
  requestId: string;
  projectId: string;
  projectTitle: string;
  no: number;
  item: string;
  payee: string;
  categories: string[];
  amountFen: bigint;
  askedAt: Date;
}

/** An amount from which more is asked: another approver, quotes, two residents. */
export interface Threshold {
  what: 'approval' | 'quotes' | 'received';
  /** Who approves from there on. */
  who: { zh: string; en: string } | null;
  fen: bigint;
}

/** What a thing cost, with where that is written. */
export interface KnownPrice {
  text: string;
  seller: string;
  day: string;
  /** Fen for 1,000 units, so that nothing is lost. */
  perThousandFen: bigint;
  /** Where to look. */
  voucherId: string | null;
  requestId: string | null;
}

/** How a handler has to do with a payee. */
export type RelationKind = 'declared' | 'same-name' | 'household' | 'organisation';

/** A fact that whoever approves or audits may want to ask about. It blocks nothing and judges nobody. */
export type SpendingNote =
  | { kind: 'split'; days: number; togetherFen: bigint; others: NearPurchase[]; crossed: Threshold[] }
  | { kind: 'related'; by: RelationKind; person: string; payee: string; detail: string }
  | { kind: 'price'; text: string; unit: string; perThousandFen: bigint; earlier: KnownPrice[]; apartPercent: bigint | null; isFar: boolean }
  | { kind: 'quote'; supplier: string; priceFen: bigint; otherPayee: boolean; otherAmount: boolean };

/** Kinds of notes that can be answered; `other` is a remark of its own. */
export const noteKinds = ['split', 'related', 'price', 'quote', 'receipt', 'other'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Names as they are compared: without spaces, brackets or the width of letters. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()（）"“”]/g, '');

/** Same payee, or the same use in the same project, within so many days. */
export const isNear = (one: { projectId: string; payee: string; categories: readonly string[]; askedAt: Date }, other: NearPurchase, days: number): boolean =>
  Math.abs(daysBetween(dayOf(one.askedAt), dayOf(other.askedAt))) <= days &&
  (plainName(one.payee) === plainName(other.payee) || (one.projectId === other.projectId && one.categories.some((each) => other.categories.includes(each))));

/**
 * Thresholds that purchases reach together although none of them does alone. A purchase that reaches one by itself went the whole way: it is
 * left out of the sum, so that a large one nearby hides no small ones.
 */
export function crossedTogether(amountFen: bigint, others: readonly { amountFen: bigint }[], thresholds: readonly Threshold[]): Threshold[] {
  return thresholds.filter(({ fen }) => {
    const small = others.filter((each) => each.amountFen < fen);
    return amountFen < fen && small.reduce((sum, each) => sum + each.amountFen, amountFen) >= fen;
  });
}

/** How far a price is from the middle one of earlier prices, in percent, without its sign; null without any. */
export function percentApart(perThousandFen: bigint, earlier: readonly { perThousandFen: bigint }[]): bigint | null {
  const sorted = earlier.map((each) => each.perThousandFen).toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined || middle === 0n) return null;
  const apart = perThousandFen > middle ? perThousandFen - middle : middle - perThousandFen;
  return (apart * 100n) / middle;
}

/** Fen for 1,000 units of something of which so many thousandths cost so much. */
export const perThousand = (amountFen: bigint, quantityMilli: bigint): bigint => (amountFen * 1_000_000n) / quantityMilli;

/** Thousandths of a decimal number as printed; null when it is none or zero. */
export function milliOf(text: string): bigint | null {
  const found = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!found) return null;
  const milli = BigInt(found[1] ?? '0') * 1000n + BigInt((found[2] ?? '').padEnd(3, '0').slice(0, 3));
  return milli > 0n ? milli : null;
}
