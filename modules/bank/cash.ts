/** Notes and coins of the renminbi, largest first, in fen. */
export const denominations = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10] as const;
export type Denomination = (typeof denominations)[number];

/** How many of each were counted. */
export type Pieces = Readonly<Record<Denomination, number>>;

/** What the counted notes and coins come to. */
export const countedFen = (pieces: Pieces): bigint => denominations.reduce((sum, fen) => sum + BigInt(fen) * BigInt(pieces[fen]), 0n);

/** A count of the cash box. It stands once a second person has signed it. */
export interface CashCount {
  id: string;
  accountId: string;
  day: string;
  pieces: Pieces;
  countedFen: bigint;
  /** What the books said at that moment for that day. */
  bookFen: bigint;
  countedBy: string;
  countedByName: string;
  countedAt: Date;
  secondByName: string | null;
  confirmedAt: Date | null;
  undone: { byName: string; at: Date; reason: string } | null;
  note: { text: string; byName: string; at: Date } | null;
}

/** Cash is counted by two: whoever counted does not sign as the second. */
export const countedByTwo = (count: Pick<CashCount, 'countedBy'>, second: string | null): boolean => second !== null && second !== count.countedBy;

/** More (positive) or less than the books say. */
export const differenceOf = (count: Pick<CashCount, 'countedFen' | 'bookFen'>): bigint => count.countedFen - count.bookFen;

/** A count is in order when two have signed it and what differs is explained. */
export const countIsInOrder = (count: CashCount): boolean =>
  count.confirmedAt !== null && count.undone === null && (differenceOf(count) === 0n || count.note !== null);
