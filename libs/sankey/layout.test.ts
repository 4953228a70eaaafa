import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Flow, layFlows } from './index.ts';

const size = { width: 800, gap: 30, nodeWidth: 14, heightPerNode: 20 };
const node = (id: string) => ({ id, label: id });

describe('a flow picture', () => {
  const picture = layFlows(
    {
      nodes: ['自治金', '居民', '材料', '商行', '退回', '没用到'].map(node),
      flows: [
        { from: '自治金', to: '材料', amountFen: 4_463_000n },
        { from: '自治金', to: '退回', amountFen: 37_000n },
        { from: '居民', to: '材料', amountFen: 310_000n },
        { from: '材料', to: '商行', amountFen: 4_773_000n },
        { from: '居民', to: '没用到', amountFen: 0n },
      ],
    },
    size,
  );
  const of = (id: string) => picture.nodes.find((each) => each.id === id);

  it('keeps amounts exact and leaves out what is zero', () => {
    expect(picture.nodes.map((each) => [each.id, each.amountFen])).toEqual([
      ['自治金', 4_500_000n],
      ['居民', 310_000n],
      ['材料', 4_773_000n],
      ['商行', 4_773_000n],
      ['退回', 37_000n],
    ]);
    expect(picture.flows).toHaveLength(4);
  });
  it('stands in columns: what nothing leaves is last', () => {
    expect([of('自治金')?.x, of('居民')?.x]).toEqual([0, 0]);
    expect([of('商行')?.last, of('退回')?.last, of('材料')?.last]).toEqual([true, true, false]);
    expect(of('退回')?.x).toBe(786);
  });
  it('draws heights in proportion, and even the smallest to be seen', () => {
    const height = (id: string) => of(id)?.height ?? 0;
    expect(height('自治金') / height('居民')).toBeCloseTo(4_500_000 / 310_000, 0);
    expect(height('退回')).toBeGreaterThanOrEqual(1.5);
    expect(picture.flows.every((flow) => /^M[\d. -]+C[\d. -]+V[\d.-]+C[\d. -]+Z$/.test(flow.path))).toBe(true);
  });
  it('is empty where no money moved, and refuses a circle', () => {
    expect(layFlows({ nodes: [node('a')], flows: [] }, size)).toEqual({ width: 800, height: 0, nodes: [], flows: [] });
    const circle = [
      { from: 'a', to: 'b', amountFen: 1n },
      { from: 'b', to: 'a', amountFen: 1n },
    ];
    expect(() => layFlows({ nodes: [node('a'), node('b')], flows: circle }, size)).toThrow('circle');
  });
  it('nodes of a column never overlap, whatever the amounts', () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 }), fc.bigInt({ min: 1n, max: 10n ** 11n })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(amounts, (all) => {
        const flows: Flow[] = all.map(([from, to, amountFen]) => ({ from: `s${from}`, to: `u${to}`, amountFen }));
        const nodes = [0, 1, 2, 3].map((n) => node(`s${n}`)).concat([0, 1, 2, 3, 4, 5].map((n) => node(`u${n}`)));
        const placed = layFlows({ nodes, flows }, size);
        for (const x of new Set(placed.nodes.map((each) => each.x))) {
          const column = placed.nodes.filter((each) => each.x === x).sort((a, b) => a.y - b.y);
          for (const [index, each] of column.entries()) {
            const next = column[index + 1];
            if (next) expect(next.y + 0.2).toBeGreaterThanOrEqual(each.y + each.height - 2);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
