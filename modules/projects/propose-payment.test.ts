import { describe, expect, it } from 'vitest';
import type { Invoice } from '#libs/einvoice';
import { type OpenPayment, proposePayments } from './propose-payment.ts';

const payment = (no: number, payee: string, openFen: bigint, day = '2026-05-10'): OpenPayment => ({
  requestId: `r${no}`,
  expenseId: `e${no}`,
  no,
  item: `第${no}笔`,
  payee,
  day,
  openFen,
});
const arrival = (id: string, seller: string, totalFen: bigint, date = '2026-05-12') => ({
  id,
  invoice: { seller: { name: seller, taxId: '' }, totalFen, netFen: totalFen, date } as Invoice,
});
const proposed = (arrivals: ReturnType<typeof arrival>[], payments: OpenPayment[]) =>
  [...proposePayments(arrivals, payments)]
    .map(([id, { payment: to, why, alike }]) => [id, to?.no ?? null, why.join(' '), alike.map(({ no }) => no)])
    .toSorted();

describe('which payment an invoice fits', () => {
  it('the seller who was paid, the amount that is open, a day near the payment', () => {
    const payments = [payment(1, '灯具行', 10_000n), payment(2, '文具店', 3_000n), payment(3, '灯具行', 25_000n)];
    expect(proposed([arrival('a', '文具店', 3_000n), arrival('b', '灯具行', 25_000n), arrival('c', '别处', 10_000n)], payments)).toEqual([
      ['a', 2, 'seller amount near', []],
      ['b', 3, 'seller amount near', []],
      ['c', 1, 'amount near', []],
    ]);
  });

  it('several invoices share one payment until it is covered; the next waits', () => {
    const payments = [payment(1, '灯具行', 10_000n)];
    expect(proposed([arrival('a', '灯具行', 6_000n), arrival('b', '灯具行', 4_000n), arrival('c', '灯具行', 4_000n)], payments)).toEqual([
      ['a', 1, 'seller within near', []],
      ['b', 1, 'seller amount near', []],
      ['c', null, '', []],
    ]);
  });

  it('where two payments fit alike a person chooses; what fits none waits', () => {
    const payments = [payment(1, '灯具行', 5_000n), payment(2, '灯具行', 5_000n)];
    expect(proposed([arrival('a', '灯具行', 5_000n), arrival('b', '别处', 900n)], payments)).toEqual([
      ['a', null, 'seller amount near', [1, 2]],
      ['b', null, '', []],
    ]);
    // The day tells them apart.
    expect(proposed([arrival('a', '灯具行', 5_000n)], [payment(1, '灯具行', 5_000n, '2026-01-05'), payment(2, '灯具行', 5_000n)])).toEqual([
      ['a', 2, 'seller amount near', []],
    ]);
  });

  it('an invoice above what is open fits nothing, whoever sold', () => {
    expect(proposed([arrival('a', '灯具行', 5_001n)], [payment(1, '灯具行', 5_000n)])).toEqual([['a', null, '', []]]);
  });

  it('two hundred invoices for two hundred payments in no time', () => {
    const payments = Array.from({ length: 200 }, (_, no) => payment(no, `店${no % 7}`, BigInt(1_000 + no)));
    const arrivals = payments.map(({ payee, openFen }, no) => arrival(`a${no}`, payee, openFen));
    const started = performance.now();
    const found = proposePayments(arrivals, payments);
    expect([...found].filter(([id, { payment: to }]) => `a${to?.no}` === id)).toHaveLength(200);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
