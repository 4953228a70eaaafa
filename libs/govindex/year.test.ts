import { describe, expect, test } from 'vitest';
import {
  createScorer,
  deriveChange,
  type District,
  districtOf,
  drawIds,
  drawOf,
  drawSample,
  emptyKinds,
  freezeThresholds,
  monthsBefore,
  readDistrict,
  sampleSize,
  thawThresholds,
  thresholdsOf,
} from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (files: { compounds: string; indicators: string; values: string }, deriveChange = false): District => {
  const result = readDistrict({ ...files, values: bytes(files.values) }, { deriveChange });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
};

describe('leaves that are changes of a node', () => {
  // X is the only leaf of A; in the sample it runs from 0 to 10 on average, so that L = 0 and U = 11 and the index of A is X ÷ 11.
  const compounds = 'compound,category,in_sample\n甲,商品房,1\n乙,商品房,1\n丙,商品房,0\n';
  const indicators = 'code,l2,l3,name,direction,source\nX,A,A1,多,1,社区云\nA变,D,D1,管理变化,1,derived\nH,D,D1,荣誉,1,权威测评\n';
  const rows = ['compound,month,X,H'];
  for (let month = 1; month <= 14; month += 1) rows.push(`甲,${month},0,1`, `乙,${month},10,3`, `丙,${month},${month === 14 ? '' : month},2`);
  const given = read({ compounds, indicators, values: `${rows.join('\n')}\n` }, true);
  const { district, thresholds } = deriveChange(given, { reading: 'value' });
  const changeOf = (compound: number) => Array.from({ length: 14 }, (_, month) => district.panel.values[(compound * 14 + month) * 3 + 1]);
  test('without a column change_of, derived leaves are the other nodes in order', () => {
    expect(given.tree.leaves.map((leaf) => leaf.changeOf)).toEqual(['', 'A', '']);
  });
  test('the change is I(t) − I(t − 12), missing in the first year and where either month is', () => {
    expect(changeOf(0)).toEqual([...Array(12).fill(Number.NaN), 0, 0]);
    expect(changeOf(2)).toEqual([...Array(12).fill(Number.NaN), expect.closeTo(1 - 1 / 11, 12), Number.NaN]);
  });
  test('its thresholds come from the sample, of the months that have one; then D is scored with it', () => {
    // Nothing changes in the sample: one value, so that no change is worth a half and a rise is worth all.
    expect(thresholds[1]).toMatchObject({ sampled: 2, min: 0, max: 0, lower: 0, upper: 0, degenerate: true });
    const { z, index } = createScorer(district.tree, district.panel.kinds, thresholds).all(district.panel);
    expect([z[12 * 3 + 1], z[(28 + 12) * 3 + 1]]).toEqual([0.5, 1]);
    // D of 丙 in month 13: the change is worth all, honours (bounds 0.9 to 3.3) 1.1 ÷ 2.4.
    const row = 28 + 12;
    const d = district.tree.nodes.findIndex((node) => node.code === 'D');
    expect(index[row * district.tree.nodes.length + d]).toBeCloseTo((100 * (1 + 1.1 / 2.4)) / 2, 9);
  });
  test('what the data say about such a leaf is not looked at; the district given stays as it is', () => {
    const withColumn = read({
      compounds,
      indicators,
      values: `compound,month,X,H,A变\n${rows
        .slice(1)
        .map((row) => `${row},99`)
        .join('\n')}\n`,
    });
    expect(deriveChange(withColumn, { reading: 'value' }).district.panel.values).toEqual(district.panel.values);
    expect(withColumn.panel.values[1]).toBe(99);
  });
  test('a column change_of names the node; one that is none is a fault', () => {
    const files = (node: string) => ({
      compounds,
      indicators: `code,l2,direction,change_of\nX,A,1,\nY,D,1,${node}\n`,
      values: bytes('compound,month,X,Y\n甲,1,1,1\n'),
    });
    expect(readDistrict(files('A')).ok).toBe(true);
    expect(readDistrict(files('Q'))).toMatchObject({ ok: false, faults: [{ file: 'indicators.csv', line: 3, code: 'unknown-node', text: 'Y' }] });
  });
  test('a year before is found by the calendar', () => {
    expect(monthsBefore(['2025-01', '2025-03', '2026-01', '2026-02', '2026-03'], 12)).toEqual([-1, -1, 0, -1, 1]);
    expect(monthsBefore(['202512', '202601', '202612'], 12)).toEqual([-1, -1, 0]);
  });
});

describe('the sample', () => {
  test.each([
    [1_590, 91],
    [1_200, 89],
    [2_790, 93],
    [60, 38],
    [96, 49],
    [1, 1],
    [0, 0],
  ])('of %i compounds %i are drawn', (population, size) => expect(sampleSize(population)).toBe(size));
  const members = Array.from({ length: 1_590 + 300 }, (_, at) => ({ id: `C${at}`, kind: at < 1_590 ? '商品房' : '动迁房' }));
  test('91 of 1,590, each kind apart, nobody twice, the same from the same seed in any order of the list', () => {
    const drawn = drawSample(members, '2026');
    expect(drawn.map(({ kind, population, size }) => [kind, population, size])).toEqual([
      ['商品房', 1_590, 91],
      ['动迁房', 300, 73],
    ]);
    expect(new Set(drawn.flatMap((each) => each.drawn)).size).toBe(164);
    const other = drawSample(members.toReversed(), '2026');
    for (const each of drawn) expect(other.find(({ kind }) => kind === each.kind)).toEqual(each);
    expect(drawSample(members, '2027')[0]?.drawn).not.toEqual(drawn[0]?.drawn);
    expect(drawSample([...members, { id: 'C9999', kind: '动迁房' }], '2026')[0]).toEqual(drawn[0]);
  });
  test('everybody is drawn equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 4_000; seed += 1) for (const id of drawIds(['a', 'b', 'c', 'd', 'e'], 2, `${seed}`)) counts.set(id, (counts.get(id) ?? 0) + 1);
    // 1,600 each; five standard deviations are 155.
    for (const count of counts.values()) expect(Math.abs(count - 1_600)).toBeLessThan(155);
  });
  test('normal and gamma numbers have the mean and spread they should', () => {
    const draw = drawOf('moments');
    for (const [of, mean, variance] of [
      [() => draw.normal(), 0, 1],
      [() => draw.gamma(0.4), 0.4, 0.4],
      [() => draw.gamma(7), 7, 7],
    ] as const) {
      const values = Array.from({ length: 40_000 }, of);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(average - mean)).toBeLessThan(0.06);
      expect(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length / variance).toBeCloseTo(1, 0.9);
    }
  });
});

describe('thresholds of a year stand', () => {
  const compounds = 'compound,category,in_sample\n甲,商品房,1\n乙,商品房,1\n丙,动迁房,1\n';
  const indicators = 'code,l2,direction\nX,A,1\nY,A,-1\n';
  const first = read({ compounds, indicators, values: 'compound,month,X,Y\n甲,1,1,\n乙,1,9,\n丙,1,4,\n' });
  const thresholds = thresholdsOf(first.panel, 0, 'value');
  const frozen = freezeThresholds(first, thresholds, { year: '2026', reading: 'value', upTo: 0, seed: 's' });
  test('they come back from plain data as they were, whatever the new months say', () => {
    expect(frozen).toMatchObject({ year: '2026', reading: 'value', upTo: '1', seed: 's', sample: ['甲', '乙', '丙'], kindOf: { 甲: '商品房', 丙: '动迁房' } });
    const later = read({ compounds: `${compounds}丁,商品房,0\n`, indicators, values: 'compound,month,X,Y\n甲,1,1,\n乙,1,9,\n丙,1,4,\n甲,2,100,\n丁,2,5,\n' });
    const thawed = thawThresholds(later, JSON.parse(JSON.stringify(frozen)));
    expect(thawed).toEqual({ ok: true, value: thresholds });
  });
  test.each([
    ['a compound of another kind', { compounds: compounds.replace('丙,动迁房', '丙,商品房') }, 'category-changed', '丙 动迁房 → 商品房', 4],
    ['a kind that the year does not know', { compounds: `${compounds}丁,老旧公房,0\n` }, 'new-kind', '老旧公房', 5],
    ['a leaf with data that the year does not know', { values: 'compound,month,X,Y\n甲,1,1,2\n' }, 'new-indicator', 'Y', 3],
  ])('%s is named, and nothing thawed', (_what, change, code, text, line) => {
    const later = read({ compounds, indicators, values: 'compound,month,X,Y\n甲,1,1,\n', ...change });
    expect(thawThresholds(later, frozen)).toMatchObject({ ok: false, faults: [{ code, text, line }] });
  });
  test('crossed bounds are no thresholds', () => {
    const crossed = { ...frozen, thresholds: frozen.thresholds.map((each) => ({ ...each, lower: each.upper + 1 })) };
    expect(thawThresholds(first, crossed)).toMatchObject({ ok: false, faults: [{ code: 'bounds-crossed' }, { code: 'bounds-crossed' }] });
  });
});

test('a kind without a sample is named by the line of its first compound', () => {
  const district = read({
    compounds: 'compound,category,in_sample\n甲,商品房,1\n乙,动迁房,0\n丙,动迁房,0\n',
    indicators: 'code,l2,direction\nX,A,1\n',
    values: 'compound,month,X\n甲,1,1\n乙,1,2\n',
  });
  expect(emptyKinds(district, thresholdsOf(district.panel, 0, 'value'))).toEqual([
    { file: 'compounds.csv', line: 3, column: 'in_sample', code: 'empty-sample', text: '动迁房' },
  ]);
});

describe('the same district from cells', () => {
  const leaf = (code: string) => ({ code, name: '', parents: ['A'], direction: 1 as const, weight: null, source: '' });
  const good = {
    leaves: [leaf('X'), leaf('Y')],
    compounds: [
      { id: '甲', kind: '商品房', inSample: true },
      { id: '乙', kind: '商品房', inSample: false },
    ],
    months: ['2026-02', '2026-01'],
    cells: [{ compound: '乙', month: '2026-02', leaf: 'Y', value: 7 }],
  };
  test('is in the order of its months, missing where nothing was said', () => {
    const result = districtOf(good);
    expect(result).toMatchObject({ ok: true, value: { monthLabels: ['2026-01', '2026-02'], compoundIds: ['甲', '乙'] } });
    if (result.ok) expect([...result.value.panel.values]).toEqual([...Array(7).fill(Number.NaN), 7]);
  });
  test.each([
    [{ compounds: [...good.compounds, { id: '甲', kind: '动迁房', inSample: true }] }, 'category-changed'],
    [{ compounds: [...good.compounds, { id: '甲', kind: '商品房', inSample: true }] }, 'duplicate-row'],
    [{ compounds: [] }, 'no-rows'],
    [{ months: ['昨天'] }, 'not-a-month'],
    [{ leaves: [leaf('X'), leaf('X')] }, 'duplicate-leaf'],
    [{ cells: [{ compound: '丁', month: '2026-01', leaf: 'X', value: 1 }] }, 'unknown-compound'],
    [{ cells: [{ compound: '甲', month: '2026-01', leaf: 'Z', value: 1 }] }, 'unknown-indicator'],
    [{ cells: [{ compound: '甲', month: '2026-01', leaf: 'X', value: Number.NaN }] }, 'not-a-number'],
    [{ cells: [1, 2].map((value) => ({ compound: '甲', month: '2026-01', leaf: 'X', value })) }, 'duplicate-row'],
  ])('%j is refused: %s', (change, code) => expect(districtOf({ ...good, ...change })).toMatchObject({ ok: false, faults: [{ code }] }));
});
