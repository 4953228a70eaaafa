import { describe, expect, it } from 'vitest';
import { layBeside, type PaidLine } from './lay-beside.ts';

const line = (name: string, amountFen: bigint | null, taxFen: bigint | null = 0n, kind = '') => ({
  name,
  class: kind,
  spec: '',
  unit: '',
  quantity: '',
  price: '',
  amountFen,
  rate: '',
  taxFen,
  taxCode: '',
});
const paid = (text: string, paidFen: bigint): PaidLine => ({ text, category: 'materials', approvedFen: paidFen, paidFen });
const seen = (rows: ReturnType<typeof layBeside>) => rows.map((row) => [row.paid?.text ?? null, row.found.map(({ no }) => no), row.differenceFen]);

describe('an invoice beside what was paid', () => {
  it('each line goes to the paid line that it shares its name with, its tax counted', () => {
    const invoice = { totalFen: 30_000n, lines: [line('感应廊灯', 17_700n, 2_300n, '照明装置'), line('电线', 9_000n, 1_000n)] };
    expect(seen(layBeside(invoice, [paid('电线和线管', 10_000n), paid('楼道感应灯', 20_100n)]))).toEqual([
      ['电线和线管', [2], 0n],
      ['楼道感应灯', [1], -100n],
    ]);
  });

  it('what nobody asked for stands apart, what the invoice lacks stays empty', () => {
    const invoice = { totalFen: 15_000n, lines: [line('签字笔', 10_000n), line('白酒', 5_000n)] };
    expect(seen(layBeside(invoice, [paid('签字笔', 10_000n), paid('笔记本', 3_000n)]))).toEqual([
      ['签字笔', [1], 0n],
      ['笔记本', [], null],
      [null, [2], 5_000n],
    ]);
  });

  it('a request of one line takes all lines, and the total where the form has no lines', () => {
    expect(seen(layBeside({ totalFen: 14_000n, lines: [line('不锈钢螺丝', 2_000n), line('廊灯', 12_000n)] }, [paid('防护地垫', 500_000n)]))).toEqual([
      ['防护地垫', [1, 2], -486_000n],
    ]);
    expect(seen(layBeside({ totalFen: 14_000n, lines: [] }, [paid('防护地垫', 14_000n)]))).toEqual([['防护地垫', [], 0n]]);
  });

  it('an amount that could not be read makes no difference up', () => {
    expect(seen(layBeside({ totalFen: 14_000n, lines: [line('螺丝', null)] }, [paid('螺丝', 14_000n)]))).toEqual([['螺丝', [1], null]]);
  });
});
