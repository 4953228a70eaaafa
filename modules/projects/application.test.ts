import { describe, expect, test } from 'vitest';
import {
  type ApplicationDraft,
  applicationDraft,
  completeApplication,
  draftSums,
  emptyDraft,
  lineAmountFen,
  parseHundredths,
  withoutRow,
  withRow,
} from './index.ts';

const resolution = '0199aa00-0000-7000-8000-000000000001';
const lamps = (): ApplicationDraft =>
  applicationDraft.parse({
    title: '楼道亮起来',
    goal: '每个楼道都有灯',
    why: '摸黑四十年',
    periodStart: '2026-12-01',
    periodEnd: '2026-12-20',
    indicators: [{ name: '亮灯楼道', unit: '个', baseline: '0', target: '12' }],
    members: [{ name: '陈书记', duty: '总协调' }],
    sources: [
      { id: 's1', kind: 'grant', name: '社区自治金', planned: '45,000' },
      { id: 's2', kind: 'household', name: '居民', perHousehold: '50', households: '62' },
    ],
    lines: [
      { name: '感应灯', category: 'materials', unit: '盏', quantity: '120', unitPrice: '375', payer: 's1' },
      { name: '安装', category: 'labour', unit: '处', quantity: '1', unitPrice: '3100', payer: 's2' },
    ],
    keeperName: '赵师傅',
    upkeepMonths: '3',
    upkeepYearly: '0',
    upkeepPlan: '每季度检查',
    risks: [{ risk: '线路老化', answer: '先检查' }],
    resolutionIds: [resolution],
    ballotIds: ['0199aa00-0000-7000-8000-000000000002'],
  });

test('a complete draft becomes an application with its sums', () => {
  const complete = completeApplication(lamps());
  expect(complete).toMatchObject({
    ok: true,
    value: {
      totalFen: 4_810_000n,
      grantFen: 4_500_000n,
      upkeepYearlyFen: 0n,
      sources: [
        { kind: 'grant', plannedFen: 4_500_000n },
        { kind: 'household', households: 62, perHouseholdFen: 5_000n, plannedFen: 310_000n },
      ],
      lines: [
        { quantity: '120.00', amountFen: 4_500_000n, shares: [{ sourceNo: 1, amountFen: 4_500_000n }] },
        { shares: [{ sourceNo: 2, amountFen: 310_000n }] },
      ],
    },
  });
});

test('an empty draft is told everything that is missing, field by field', () => {
  const nothing = completeApplication(emptyDraft());
  expect(nothing.ok ? [] : Object.keys(nothing.error).sort()).toEqual([
    'goal',
    'indicators.0.name',
    'keeperName',
    'lines.0.name',
    'members.0.name',
    'periodEnd',
    'periodStart',
    'resolutionIds',
    'risks.0.risk',
    'sources.0.kind',
    'title',
    'upkeepMonths',
    'upkeepPlan',
    'upkeepYearly',
    'why',
  ]);
});

describe('what is wrong is said at its field', () => {
  const line = (change: Partial<ApplicationDraft['lines'][number]>) => ({ lines: lamps().lines.map((one, i) => (i === 0 ? { ...one, ...change } : one)) });
  const source = (change: Partial<ApplicationDraft['sources'][number]>) => ({
    sources: lamps().sources.map((one, i) => (i === 1 ? { ...one, ...change } : one)),
  });
  test.each<[string, string, Partial<ApplicationDraft>]>([
    ['title', 'too-long', { title: '亮'.repeat(61) }],
    ['periodEnd', 'ends-before-start', { periodEnd: '2026-11-30' }],
    ['periodStart', 'not-a-date', { periodStart: '2026-02-30' }],
    ['lines.0.quantity', 'not-a-number', line({ quantity: '一百' })],
    ['lines.0.quantity', 'not-a-number', line({ quantity: '-1' })],
    ['lines.0.unitPrice', 'not-an-amount', line({ unitPrice: '1e3' })],
    ['lines.0.payer', 'who-pays', line({ payer: '' })],
    ['lines.0.payer', 'who-pays', line({ payer: 's9' })],
    ['lines.0.payer', 'shares-do-not-add-up', line({ payer: 'split', shares: { s1: '44999.99' } })],
    ['lines.0.category', 'required', line({ category: '' })],
    ['sources.1.perHousehold', 'not-an-amount', source({ perHousehold: '五十' })],
    ['sources.1.households', 'not-a-number', source({ households: '0' })],
    ['sources.1.kind', 'not-in-list', source({ kind: 'loan' })],
    ['sources.0.planned', 'source-not-used-up', line({ quantity: '119' })],
    ['sources.0.kind', 'one-grant', { sources: lamps().sources.slice(1) }],
    ['ballotIds', 'needs-ballot', { ballotIds: [] }],
    ['resolutionIds', 'needs-resolution', { resolutionIds: ['不是编号'] }],
    ['upkeepMonths', 'not-a-number', { upkeepMonths: '0' }],
    ['risks.0.answer', 'required', { risks: [{ risk: '线路老化', answer: '' }] }],
    ['indicators.0.target', 'not-a-number', { indicators: [{ name: '亮灯', unit: '', baseline: '0', target: '很多' }] }],
  ])('%s: %s', (field, code, change) => {
    const result = completeApplication({ ...lamps(), ...change });
    expect(result.ok ? {} : result.error).toMatchObject({ [field]: code });
  });
  test('a row in which nothing was typed is no row', () => {
    expect(completeApplication(withRow(withRow(withRow(lamps(), 'lines'), 'members'), 'risks')).ok).toBe(true);
  });
});

describe('a draft while it is filled', () => {
  test('its sums stand under it, also when half of it is missing', () => {
    const draft = { ...lamps(), lines: [...lamps().lines, { name: '开关', category: '', unit: '', quantity: '', unitPrice: '20', payer: '', shares: {} }] };
    expect(draftSums(draft)).toEqual({
      linesFen: 4_810_000n,
      sourcesFen: 4_810_000n,
      grantFen: 4_500_000n,
      lineFen: [4_500_000n, 310_000n, null],
      sources: [
        { plannedFen: 4_500_000n, usedFen: 4_500_000n },
        { plannedFen: 310_000n, usedFen: 310_000n },
      ],
    });
  });
  test('a source that is taken away leaves its lines asking who pays', () => {
    const draft = withoutRow(lamps(), 'sources', 1);
    expect(draft.lines.map((line) => line.payer)).toEqual(['s1', '']);
    expect(withRow(draft, 'sources').sources.map((source) => source.id)).toEqual(['s1', 's2']);
  });
  test('what is not a draft reads as an empty one, never as an error', () => {
    expect(applicationDraft.parse({ title: 7, lines: 'x', sources: [{ id: {} }] })).toMatchObject({ title: '', lines: [], sources: [{ id: '' }] });
  });
});

test('quantities have two decimals, amounts are rounded half up to the fen as the database does', () => {
  expect([parseHundredths('1.5'), parseHundredths('0.07'), parseHundredths('1.234'), parseHundredths('')]).toEqual([150n, 7n, null, null]);
  expect([lineAmountFen(150n, 333n), lineAmountFen(1n, 50n), lineAmountFen(1n, 49n)]).toEqual([500n, 1n, 0n]);
});
