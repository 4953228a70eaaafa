import { describe, expect, test } from 'vitest';
import { cutReservation } from './hand-advance.ts';
import { backToTheSources, type LineShare } from './refund-expense.ts';
import { settlementPostings } from './settle-advance.ts';

const line = (text: string, ...shares: [string, bigint][]) => ({
  category: 'materials',
  text,
  amountFen: shares.reduce((fen, [, part]) => fen + part, 0n),
  awardIds: null,
  shares: shares.map(([awardId, amountFen]) => ({ awardId, amountFen })),
});

describe('what is handed out leaves the reservation', () => {
  const kept = { lines: [line('灯', ['a', 60n], ['b', 40n]), line('线', ['a', 30n])] };
  test('line after line, source after source; the rest stays as it was', () => {
    const cut = cutReservation(kept, 75n);
    expect(cut?.advanced.map((each) => [each.text, each.amountFen, each.shares])).toEqual([
      [
        '灯',
        75n,
        [
          { awardId: 'a', amountFen: 60n },
          { awardId: 'b', amountFen: 15n },
        ],
      ],
    ]);
    expect(cut?.rest.map((each) => [each.text, each.amountFen])).toEqual([
      ['灯', 25n],
      ['线', 30n],
    ]);
  });
  test('whole, and never more than there is', () => {
    expect(cutReservation(kept, 130n)?.rest).toEqual([]);
    expect(cutReservation(kept, 131n)).toBeNull();
  });
});

describe('a settlement', () => {
  test('balances on each source: handed back where less was spent, paid where more was', () => {
    const postings = settlementPostings(new Map([['a', 100n]]), [
      { awardId: 'a', amountFen: 60n },
      { awardId: 'b', amountFen: 10n },
    ]);
    expect(postings).toEqual([
      { awardId: 'a', account: 'advanced', amountFen: -100n },
      { awardId: 'a', account: 'held', amountFen: 40n },
      { awardId: 'a', account: 'spent', amountFen: 60n },
      { awardId: 'b', account: 'held', amountFen: -10n },
      { awardId: 'b', account: 'spent', amountFen: 10n },
    ]);
    for (const award of ['a', 'b']) expect(postings.filter((each) => each.awardId === award).reduce((fen, each) => fen + each.amountFen, 0n)).toBe(0n);
  });
  test('of exactly what was handed out moves no cash', () => {
    expect(settlementPostings(new Map([['a', 100n]]), [{ awardId: 'a', amountFen: 100n }]).map((each) => each.account)).toEqual(['advanced', 'spent']);
  });
});

describe('what a supplier gives back', () => {
  const shares: LineShare[] = [
    { lineId: 'l', category: 'materials', awardId: 'a', leftFen: 200n },
    { lineId: 'l', category: 'materials', awardId: 'b', leftFen: 100n },
    { lineId: 'm', category: 'materials', awardId: 'c', leftFen: 5n },
  ];
  test('returns to the sources of its line in proportion, and no fen is lost', () => {
    expect(backToTheSources(shares, 'l', 100n)?.map((each) => [each.share.awardId, each.amountFen])).toEqual([
      ['a', 67n],
      ['b', 33n],
    ]);
  });
  test('never more than they have in it', () => {
    expect(backToTheSources(shares, 'l', 300n)).toHaveLength(2);
    expect(backToTheSources(shares, 'l', 301n)).toBeNull();
    expect(backToTheSources(shares, 'unknown', 1n)).toBeNull();
  });
});
