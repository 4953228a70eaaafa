import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedFen } from './cash.ts';
import { type BankRow, type Ledger, type Movement, type Open, standingOn } from './movement.ts';
import { likeness, proposeMatches, spread } from './propose-matches.ts';

const move = (id: string, day: string, amountFen: bigint, party = '', more: Partial<Movement> = {}): Movement => ({
  id,
  what: 'txn',
  kind: amountFen > 0n ? 'receipt' : 'spend',
  day,
  amountFen,
  party,
  text: '',
  projectId: 'p',
  projectTitle: '',
  reversalOf: null,
  reversedOn: null,
  at: new Date(0),
  ...more,
});
const row = (id: string, day: string, amountFen: bigint, counterparty = '', balanceFen: bigint | null = null): BankRow => ({
  id,
  statementId: 's',
  rowNo: 1,
  seq: Number(id.slice(1)),
  day,
  amountFen,
  balanceFen,
  counterparty,
  memo: '',
  reference: '',
});
const open = <T extends { amountFen: bigint }>(one: T): Open<T> => ({ ...one, openFen: one.amountFen, note: null });
const link = (rowId: string, movementId: string, amountFen: bigint) => ({
  id: `${rowId}${movementId}`,
  rowId,
  movementId,
  amountFen,
  madeByName: '',
  madeAt: new Date(0),
  undone: null,
});
const ledger = (parts: Partial<Ledger>): Ledger => ({ openingDay: '2026-11-01', openingFen: 0n, movements: [], rows: [], links: [], notes: [], ...parts });

describe('matches are proposed', () => {
  const pairs = (rows: BankRow[], movements: Movement[]) =>
    proposeMatches(rows.map(open), movements.map(open)).map((one) => [
      one.rows.map(({ id }) => id).join('+'),
      one.movements.map(({ id }) => id).join('+'),
      one.doubtful,
    ]);
  test('the same amount within a week, the name decides between two', () => {
    expect(
      pairs(
        [row('r1', '2026-11-06', -500n, '申江灯具商行'), row('r2', '2026-11-06', -500n, '亮心机电服务部')],
        [move('m1', '2026-11-05', -500n, '亮心机电服务部（演示）'), move('m2', '2026-11-05', -500n, '申江灯具商行（演示）')],
      ),
    ).toEqual([
      ['r1', 'm2', false],
      ['r2', 'm1', false],
    ]);
  });
  test('two that are equally likely are marked so', () => {
    expect(pairs([row('r1', '2026-11-06', -500n)], [move('m1', '2026-11-06', -500n), move('m2', '2026-11-06', -500n)])).toEqual([['r1', 'm1', true]]);
  });
  test('never in with out, never beyond a week, never another amount', () => {
    expect(pairs([row('r1', '2026-11-06', 500n)], [move('m1', '2026-11-06', -500n)])).toEqual([]);
    expect(pairs([row('r1', '2026-11-16', 500n)], [move('m1', '2026-11-06', 500n)])).toEqual([]);
    expect(pairs([row('r1', '2026-11-06', 501n)], [move('m1', '2026-11-06', 500n)])).toEqual([]);
  });
  test('one row for a day’s many, several rows for one', () => {
    const homes = Array.from({ length: 20 }, (_, i) => move(`m${String(i).padStart(2, '0')}`, '2026-11-05', 5_000n));
    expect(
      pairs([row('r1', '2026-11-06', 100_000n)], homes)[0]?.[1]
        ?.toString()
        .split('+'),
    ).toHaveLength(20);
    expect(pairs([row('r1', '2026-11-06', -300n), row('r2', '2026-11-07', -200n)], [move('m1', '2026-11-05', -500n)])).toEqual([['r1+r2', 'm1', false]]);
  });
  test('likeness of names', () => {
    expect([likeness('申江灯具商行', '申江灯具商行(演示)'), likeness('', ''), likeness('甲', '乙')]).toEqual([1, 0, 0]);
    expect(likeness('上海申江灯具商行', '申江灯具')).toBeGreaterThan(0.5);
  });
  test('what is matched together never exceeds either side', () => {
    const amounts = fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const rows = a.map((openFen, i) => ({ id: `r${i}`, openFen: -openFen }));
        const movements = b.map((openFen, i) => ({ id: `m${i}`, openFen: -openFen }));
        const links = spread(rows, movements);
        const sum = (list: readonly bigint[]) => list.reduce((all, fen) => all + fen, 0n);
        for (const one of rows) expect(sum(links.filter((l) => l.rowId === one.id).map((l) => l.amountFen)) <= -one.openFen).toBe(true);
        for (const one of movements) expect(sum(links.filter((l) => l.movementId === one.id).map((l) => l.amountFen)) <= -one.openFen).toBe(true);
        const total = (list: readonly bigint[]) => sum(list);
        expect(total(links.map((l) => l.amountFen))).toBe(total(a) < total(b) ? total(a) : total(b));
      }),
    );
  });
});

describe('the account on a day', () => {
  test('what each side lacks makes both equal', () => {
    const l = ledger({
      openingFen: 1_000n,
      movements: [move('m1', '2026-11-02', 5_000n), move('m2', '2026-11-29', -700n), move('m3', '2026-12-02', -50n)],
      rows: [row('r1', '2026-11-03', 5_000n, '', 6_000n), row('r2', '2026-11-30', 3n, '利息', 6_003n), row('r3', '2026-12-01', -700n, '', 5_303n)],
      links: [link('r1', 'm1', 5_000n), link('r3', 'm2', 700n)],
    });
    const november = standingOn(l, '2026-11-30');
    expect([november.bankFen, november.bookFen, november.movements.map((m) => m.id), november.rows.map((r) => r.id)]).toEqual([6_003n, 5_300n, ['m2'], ['r2']]);
    expect([november.adjustedBankFen, november.adjustedBookFen, november.leftOverFen]).toEqual([5_303n, 5_303n, 0n]);
    const december = standingOn(l, '2026-12-31');
    expect([december.movements.map((m) => m.id), december.rows.map((r) => r.id), december.leftOverFen]).toEqual([['m3'], ['r2'], 0n]);
  });
  test('other money of the account is explained for good; a row that is missing shows', () => {
    const note = { id: 'n', rowId: 'r1', movementId: null, countId: null, kind: 'other' as const, text: '居委会办公经费', byName: '', at: new Date(0) };
    const l = ledger({ rows: [row('r1', '2026-11-03', 900n, '', 900n)], notes: [note] });
    expect(standingOn(l, '2026-11-30')).toMatchObject({ bankFen: 900n, bookFen: 900n, otherFen: 900n, rows: [], leftOverFen: 0n });
    expect(standingOn({ ...l, rows: [row('r1', '2026-11-03', 900n, '', 950n)] }, '2026-11-30').leftOverFen).toBe(50n);
  });
  test('what was reversed cancels out from its reversal on, and its row waits again', () => {
    const l = ledger({
      movements: [move('m1', '2026-11-02', 500n, '', { reversedOn: '2026-12-01' }), move('m2', '2026-12-01', -500n, '', { reversalOf: 'm1' })],
      rows: [row('r1', '2026-11-03', 500n, '', 500n)],
      links: [link('r1', 'm1', 500n)],
    });
    expect(standingOn(l, '2026-11-30')).toMatchObject({ rows: [], movements: [], leftOverFen: 0n });
    expect(standingOn(l, '2026-12-01')).toMatchObject({ bookFen: 0n, movements: [], leftOverFen: 0n });
    expect(standingOn(l, '2026-12-01').rows.map((r) => r.id)).toEqual(['r1']);
  });
  test('whatever is linked, both sides agree once what is open is put in', () => {
    const days = fc.constantFrom('2026-11-02', '2026-11-15', '2026-11-30', '2026-12-03');
    const amount = fc.bigInt(-500n, 500n).filter((fen) => fen !== 0n);
    fc.assert(
      fc.property(fc.array(fc.tuple(days, amount), { maxLength: 8 }), fc.array(fc.tuple(days, amount), { maxLength: 8 }), days, (ms, rs, day) => {
        const movements = ms.map(([d, fen], i) => move(`m${i}`, d, fen));
        const rows = rs.map(([d, fen], i) => row(`r${i}`, d, fen));
        const links = spread(rows.filter((one) => one.amountFen > 0n).map(open), movements.filter((one) => one.amountFen > 0n).map(open)).map((one) =>
          link(one.rowId, one.movementId, one.amountFen),
        );
        expect(standingOn(ledger({ movements, rows, links }), day).leftOverFen).toBe(0n);
      }),
    );
  });
});

test('notes and coins add up', () => {
  expect(countedFen({ 10000: 3, 5000: 1, 2000: 0, 1000: 2, 500: 0, 100: 4, 50: 1, 10: 3 })).toBe(37_480n);
});
