import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Award, type Contribution, type MoneyFlow, totalOf } from '#modules/books';
import { flowGraph, flowTable } from './account-flows.ts';
import { type AccountFacts, accountReport, publicSourceName, publicWords } from './account-report.ts';
import { perBuilding } from './contributions.ts';
import { planWords } from './plans-view.tsx';
import { sum } from './report.ts';

const award = (awardId: string, more: Partial<Award>): Award => ({
  awardId,
  projectId: 'p',
  sourceKind: 'partner',
  name: awardId,
  organisationId: null,
  plannedFen: 0n,
  categories: ['materials'],
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  state: 'open',
  pledgedFen: 0n,
  receivedFen: 0n,
  reservedFen: 0n,
  spentFen: 0n,
  returnedFen: 0n,
  advancedFen: 0n,
  availableFen: 0n,
  ...more,
});
const facts = (sources: Award[], flows: MoneyFlow[]): AccountFacts => ({
  // Only what the flows read.
  project: { id: 'p' } as AccountFacts['project'],
  placeName: '蔡路',
  account: { sources, totals: award('all', {}), leverage: null, categories: [] },
  application: null,
  flows,
  expenses: [],
  categories: [],
  advancedByUse: new Map(),
  about: [],
});

const amount = fc.bigInt({ min: 0n, max: 10_000_000n });
const world = fc
  .array(
    fc.record({
      spent: fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 14 }), fc.bigInt({ min: 1n, max: 5_000_000n })), { maxLength: 30 }),
      reserved: amount,
      advanced: amount,
      returned: amount,
      left: amount,
      onHold: fc.boolean(),
      sourceKind: fc.constantFrom('partner' as const, 'crowd' as const, 'in_kind' as const),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => {
    const flows = all.flatMap((each, index) =>
      each.spent.map(([use, payee, amountFen]): MoneyFlow => ({ awardId: `s${index}`, category: `u${use}`, payee: `商行${payee}`, amountFen })),
    );
    const sources = all.map((each, index) => {
      const spentFen = sum(each.spent.map(([, , fen]) => fen));
      return award(`s${index}`, {
        spentFen,
        reservedFen: each.reserved,
        advancedFen: each.advanced,
        returnedFen: each.returned,
        availableFen: each.left,
        onHold: each.onHold ? '众筹还没有达到目标' : null,
        sourceKind: each.sourceKind,
        receivedFen: spentFen + each.reserved + each.advanced + each.returned + each.left,
      });
    });
    return facts(sources, flows);
  });

describe('the flow of a project’s money', () => {
  it('loses no fen: every source gives away what it received, every use what it took, for staff and for the public', () => {
    fc.assert(
      fc.property(world, fc.constantFrom('staff' as const, 'public' as const), (all, kind) => {
        const audience = { kind, lang: 'zh' as const };
        const graph = flowGraph(all, (each) => each.name, audience);
        const out = (id: string) => sum(graph.flows.filter((flow) => flow.from === id).map((flow) => flow.amountFen));
        const into = (id: string) => sum(graph.flows.filter((flow) => flow.to === id).map((flow) => flow.amountFen));
        for (const source of all.account.sources) expect(out(`a${source.awardId}`)).toBe(source.receivedFen);
        const uses = graph.nodes.filter((node) => node.id.startsWith('u') || node.id === 'o');
        for (const use of uses) if (kind === 'staff') expect(out(use.id)).toBe(into(use.id));
        // A picture stays readable, whatever the number of payees.
        expect(uses.filter((use) => into(use.id) > 0n).length).toBeLessThanOrEqual(9);
        expect(graph.nodes.filter((node) => node.id.startsWith('p') || node.id === 'q').filter((node) => into(node.id) > 0n).length).toBeLessThanOrEqual(9);
        if (kind === 'public') expect(graph.nodes.some((node) => node.label.startsWith('商行'))).toBe(false);
        const table = flowTable(
          all,
          (each) => each.name,
          audience,
          () => undefined,
        );
        const cells = table.rows.map((row) => row.at(-1)?.value).filter((value) => typeof value === 'bigint');
        expect(sum(cells)).toBe(table.total?.at(-1)?.value);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is left', () => {
  const sources = [
    award('grant', { sourceKind: 'grant', receivedFen: 1_000n, spentFen: 300n, reservedFen: 100n, availableFen: 600n }),
    award('crowd', { sourceKind: 'crowd', receivedFen: 500n, availableFen: 500n, onHold: '众筹还没有达到目标，暂不能用' }),
    award('goods', { sourceKind: 'in_kind', receivedFen: 80n, spentFen: 30n, availableFen: 50n }),
  ];
  const reportOf = (all: Award[], kind: 'staff' | 'public') => {
    const base = facts(all, []);
    return accountReport({ ...base, account: { ...base.account, sources: all, totals: totalOf(all) } }, { kind, lang: 'zh' });
  };
  it.each(['staff', 'public'] as const)('counts only money that may be used; what is on hold and goods stand apart (%s)', (kind) => {
    const report = reportOf(sources, kind);
    const stats = Object.fromEntries(report.stats.map((each) => [each.label, each.cell.value]));
    expect(stats).toMatchObject({ 已到账: 1_580n, 到账但暂不能用: 500n, 还可以用: 600n });
    expect(report.capitals).toContainEqual(['还可以用', 600n]);
    const table = report.tables[0];
    const total = Object.fromEntries(table?.columns.map((column, at) => [column.label, table.total?.[at]?.value]) ?? []);
    expect(total).toMatchObject({ 已到账: 1_580n, 已支出: 330n, 已批准未付: 100n, 到账但暂不能用: 500n, 实物未用: 50n, 还可以用: 600n });
    expect(table?.note).toBe('已到账 = 已批准未付 + 已支出 + 已退回 + 到账但暂不能用 + 实物未用 + 还可以用');
    // Every row keeps what the note says.
    for (const row of [...(table?.rows ?? []), table?.total ?? []]) {
      const [received = 0n, ...parts] = row.slice(4).map((cell) => (typeof cell.value === 'bigint' ? cell.value : 0n));
      expect(sum(parts)).toBe(received);
    }
    if (kind === 'staff') expect(table?.total?.at(-1)?.href).toContain('figure=available&source=grant');
  });
  it('says nothing of holds and goods where there are none', () => {
    const table = reportOf(sources.slice(0, 1), 'public').tables[0];
    expect(table?.columns.map((column) => column.label)).not.toContain('到账但暂不能用');
    expect(table?.note).toBeUndefined();
  });
});

describe('what the public reads', () => {
  it('names organisations and the common sources, a private giver by the kind of money', () => {
    expect(publicSourceName(award('供电服务站', { organisationId: 'o' }), 'zh')).toBe('供电服务站');
    expect(publicSourceName(award('居民，每户 50 元', { sourceKind: 'household' }), 'zh')).toBe('居民，每户 50 元');
    expect(publicSourceName(award('孙大爷', {}), 'zh')).toBe('共建单位');
    expect(publicSourceName(award('孙大爷捐的砖', { sourceKind: 'in_kind' }), 'zh')).toBe('实物与劳务');
  });
  it('keeps names and phones out of what was typed', () => {
    expect(publicWords('付王建国安装费，电话13800138000', new Set(['王建国', '王']))).toBe('付王*国安装费，电话138****8000');
    // The longer name first: a name inside another must not spoil it.
    expect(publicWords('欧阳小英和小英', new Set(['小英', '欧阳小英']))).toBe('欧**英和小*');
  });
  const contribution = (building: string, paid: bigint): Contribution & { building: string } => ({
    householdId: null,
    organisationId: null,
    payerName: '',
    pledgedFen: 5_000n,
    paidFen: paid,
    refundedFen: 0n,
    openFen: 5_000n - paid,
    receipts: [],
    building,
  });
  const list = (counts: Record<string, number>) =>
    Object.entries(counts).flatMap(([building, count]) => Array.from({ length: count }, () => contribution(building, 5_000n)));
  it.each([
    [
      { '1号楼': 16, '2号楼': 16 },
      { '1号楼': 16, '2号楼': 16 },
    ],
    [
      { '1号楼': 16, '2号楼': 2, '3号楼': 1 },
      { '1号楼': 16, 其他: 3 },
    ],
    // Two alone would be what is missing from the sum: they stand with the smallest other building.
    [
      { '1号楼': 16, '2号楼': 4, '3号楼': 2 },
      { '1号楼': 16, 其他: 6 },
    ],
    [{ '1号楼': 2 }, { 其他: 2 }],
  ])('puts buildings with few households together: %j', (given, expected) => {
    expect(Object.fromEntries(perBuilding(list(given), '其他').map((group) => [group.building, group.listed.length]))).toEqual(expected);
  });
});

it('why a plan cannot be paid, in a sentence whose numbers add up', () => {
  const plan = {
    plan: { stage: 'asked' as const, requestId: null, label: '修台阶', lines: [] },
    lines: [{ text: '水泥', label: '修台阶', amountFen: 300_000n }],
    payers: [{ awardId: 'a', name: '居民自筹', amountFen: 210_000n }],
    neededFen: 300_000n,
    availableFen: 210_000n,
    missingFen: 90_000n,
    helps: [],
  };
  expect(planWords(plan, 'zh')).toBe('水泥需 3,000.00 元；可以支付它的来源（居民自筹）只有 2,100.00 元，缺 900.00 元。');
  expect(planWords({ ...plan, payers: [], availableFen: 0n, missingFen: 300_000n }, 'zh')).toBe(
    '水泥需 3,000.00 元；现在没有任何来源可以支付它，缺 3,000.00 元。',
  );
  const two = { ...plan, lines: [{ text: '灯', label: '楼道灯', amountFen: 100_000n }, ...plan.lines], neededFen: 400_000n, missingFen: 190_000n };
  expect(planWords(two, 'zh')).toBe('灯（楼道灯）、水泥共需 4,000.00 元；可以支付它的来源（居民自筹）只有 2,100.00 元，缺 1,900.00 元。');
});
