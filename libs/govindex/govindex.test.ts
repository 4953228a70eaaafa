import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createScorer,
  type District,
  leafZCsv,
  numberAt,
  parseTable,
  readDistrict,
  sampleSize,
  scoresCsv,
  thresholdsCsv,
  thresholdsOf,
  totalsCsv,
} from './index.ts';

const tree = 'code,l2,l3,name,direction\nX1,A,A1,多,1\nX2,A,A1,少,-1\nX3,A,A2,多,1\nY1,B,B1,多,1\n';
const compounds = 'compound,category,in_sample\n甲,商品房,1\n乙,商品房,1\n丙,商品房,0\n';
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (values: string, files: { compounds?: string; indicators?: string } = {}) =>
  readDistrict({ compounds, indicators: tree, ...files, values: bytes(values) });
const district = (values: string): District => {
  const result = read(values);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
};
const scored = (of: District) => {
  const thresholds = thresholdsOf(of.panel, of.panel.months - 1, 'value');
  return { thresholds, scores: createScorer(of.tree, of.panel.kinds, thresholds).all(of.panel) };
};

describe('a district small enough to score by hand', () => {
  // Bounds by value: X1 9…22, X2 9…22, X3 one value 4, Y1 4.5…11 (of the sample 甲 and 乙).
  const values = 'compound,month,X1,X2,X3,Y1\n甲,1,10,10,0,5\n乙,1,20,20,0,10\n丙,1,30,9,0,\n';
  const of = district(values);
  const { thresholds, scores } = scored(of);
  test('thresholds come from the sample alone, extended by a tenth of themselves', () => {
    expect(thresholdsCsv(of, thresholds)).toBe(
      'category,indicator,n_sample,sma_min,sma_max,lower,upper,degenerate\n商品房,X1,2,10.0,20.0,9.0,22.0,0\n商品房,X2,2,10.0,20.0,9.0,22.0,0\n商品房,X3,2,0.0,0.0,0.0,0.0,1\n商品房,Y1,2,5.0,10.0,4.5,11.0,0\n',
    );
  });
  test('more is better, less is better, one value is worth a half, beyond the bounds counts as the bound, missing stays missing', () => {
    const table = parseTable(leafZCsv(of, scores, 0))
      .slice(1)
      .map((row) => row.slice(1).map((text) => (text === '' ? null : Number(text))));
    expect(table).toEqual([
      [expect.closeTo(1 / 13, 12), expect.closeTo(12 / 13, 12), 0.5, expect.closeTo(0.5 / 6.5, 12)],
      [expect.closeTo(11 / 13, 12), expect.closeTo(2 / 13, 12), 0.5, expect.closeTo(5.5 / 6.5, 12)],
      [1, 1, 0.5, null],
    ]);
  });
  test('nodes, totals flat and nested, coverage, rank', () => {
    const [head, first, , third] = parseTable(scoresCsv(of, scores, 0, 'flat'));
    expect(head).toEqual(['compound', 'category', 'A1', 'A2', 'B1', 'A', 'B', 'total', 'total_nested', 'coverage', 'rank_in_category']);
    expect(first?.map((text, index) => (index < 2 ? text : Number(text)))).toEqual([
      '甲',
      '商品房',
      50,
      50,
      expect.closeTo(100 / 13, 10),
      50,
      expect.closeTo(100 / 13, 10),
      expect.closeTo(50 / 2 + 50 / 13, 10),
      expect.closeTo(50 / 2 + 50 / 13, 10),
      1,
      2,
    ]);
    // 丙 has nothing of B: half of the weight is there, too little to be ranked.
    expect(third?.slice(2).map((text) => (text === '' ? null : Number(text)))).toEqual([
      100,
      50,
      null,
      expect.closeTo(250 / 3, 10),
      null,
      expect.closeTo(250 / 3, 10),
      expect.closeTo(250 / 3, 10),
      0.5,
      null,
    ]);
  });
  test('one changed datum scores one row anew', () => {
    const again = district(values);
    const scorer = createScorer(again.tree, again.panel.kinds, thresholds);
    const out = scorer.all(again.panel);
    again.panel.values[0] = 22;
    scorer.row(again.panel, 0, 0, out);
    expect([out.z[0], out.total[0]]).toEqual([1, expect.closeTo((1 * 50) / 3 + ((12 / 13) * 50) / 3 + (0.5 * 50) / 3 + (0.5 / 6.5) * 50, 10)]);
    expect(out.total[1]).toBe(scores.total[1]);
  });
});

test('equal totals share the better rank', () => {
  const of = district('compound,month,X1,X2,X3,Y1\n甲,1,1,1,1,1\n乙,1,1,1,1,1\n丙,1,0,2,0,0\n');
  const { scores } = scored(of);
  expect(
    parseTable(scoresCsv(of, scores, 0, 'flat'))
      .slice(1)
      .map((row) => row.at(-1)),
  ).toEqual(['1', '1', '3']);
});

test('the base value is the mean of the months that are there', () => {
  const of = district('compound,month,X1,X2,X3,Y1\n甲,1,10,1,1,1\n甲,2,,1,1,1\n甲,3,20,1,1,1\n乙,2,40,1,1,1\n');
  expect(thresholdsOf(of.panel, 2, 'range')[0]).toMatchObject({ sampled: 2, min: 15, max: 40, lower: 12.5, upper: 42.5 });
});

test.each([
  [1_590, 91],
  [96, 49],
  [1, 1],
  [0, 0],
])('of %i compounds %i are drawn', (population, size) => expect(sampleSize(population)).toBe(size));

describe('faults are named and nothing is half-scored', () => {
  const head = 'compound,month,X1,X2,X3,Y1\n';
  test.each([
    ['an unknown compound', `${head}丁,1,1,1,1,1\n`, [['values.csv', 2, 'compound', 'unknown-compound', '丁']]],
    ['two rows for a month', `${head}甲,1,1,1,1,1\n甲,1,2,1,1,1\n`, [['values.csv', 3, 'month', 'duplicate-row', '1 (2)']]],
    [
      'text in a number',
      `${head}甲,1,1,约十,1,1\n乙,1,,,1e400,1\n`,
      [
        ['values.csv', 2, 'X2', 'not-a-number', '约十'],
        ['values.csv', 3, 'X3', 'not-a-number', '1e400'],
      ],
    ],
    ['a new indicator', 'compound,month,X1,X2,X3,Y1,Z9\n甲,1,1,1,1,1,1\n', [['values.csv', 1, 'Z9', 'unknown-indicator', 'Z9']]],
    ['an indicator that is missing', 'compound,month,X1,X2,X3\n甲,1,1,1,1\n', [['values.csv', 1, 'Y1', 'column-missing', '']]],
    ['a month that is none', `${head}甲,2026-13,1,1,1,1\n`, [['values.csv', 2, 'month', 'not-a-month', '2026-13']]],
    ['a row that is too short', `${head}甲,1,1,1\n`, [['values.csv', 2, '', 'wrong-number-of-fields', '4']]],
  ])('%s', (_what, values, expected) => {
    const result = read(values);
    expect(result.ok ? [] : result.faults.map((fault) => [fault.file, fault.line, fault.column, fault.code, fault.text])).toEqual(expected);
  });
  test.each([
    [
      'a compound given twice, a sample that is neither',
      { compounds: 'compound,category,in_sample\n甲,商品房,1\n甲,商品房,2\n' },
      ['duplicate-row', 'not-0-or-1'],
    ],
    ['a direction of another kind', { indicators: 'code,l2,name,direction\nX1,A,甲,2\n' }, ['not-1-or-minus-1']],
    ['leaves of one node apart', { indicators: 'code,l2,name,direction\nX1,A,甲,1\nX2,B,乙,1\nX3,A,丙,1\n' }, ['split-node']],
  ])('%s', (_what, files, codes) => {
    const result = read(head, files);
    expect(result.ok ? [] : result.faults.map((fault) => fault.code)).toEqual(codes);
  });
});

test.each(['0', '-0.00549', '1397.31', '123456789012345', '0.1234567890123456789', '1e-7', '.5', '-3.', '9007199254740993', '0.000001'])(
  '%s is read as Number reads it',
  (text) => {
    expect(numberAt(bytes(text), 0, bytes(text).length)).toBe(Number(text));
  },
);
test.each(['--1', '1,2', 'NaN', 'Infinity', '0x10', '1 2', '-'])('%s is no number', (text) =>
  expect(numberAt(bytes(text), 0, bytes(text).length)).toBeUndefined(),
);

const folder = process.env['ZHIDIAN_CONFORMANCE'] ? join(process.env['ZHIDIAN_CONFORMANCE'], 'index') : '';
describe.skipIf(folder === '' || !existsSync(folder))('the district with known answers (needs ZHIDIAN_CONFORMANCE)', () => {
  const file = (name: string) => readFileSync(join(folder, name));
  test.each(['value', 'range'] as const)(
    'every threshold, leaf, node, total and rank, read by %s',
    (reading) => {
      const result = readDistrict({
        compounds: file('compounds.csv').toString(),
        indicators: file('indicators.csv').toString(),
        values: new Uint8Array(file('values.csv')),
      });
      if (!result.ok) throw new Error(JSON.stringify(result.faults));
      const of = result.value;
      const last = of.panel.months - 1;
      const thresholds = thresholdsOf(of.panel, last, reading);
      const scores = createScorer(of.tree, of.panel.kinds, thresholds).all(of.panel);
      const suffix = reading === 'range' ? '_range' : '';
      const compare = (name: string, text: string, tolerance: number) => {
        const [ours, theirs] = [parseTable(text), parseTable(file(`${name}${suffix}.csv`).toString())];
        expect([name, ours.length, ours[0]]).toEqual([name, theirs.length, theirs[0]]);
        theirs.forEach((row, line) =>
          row.forEach((expected, column) => {
            const got = ours[line]?.[column] ?? '';
            if (got === expected) return;
            const off = Math.abs(Number(got) - Number(expected));
            if (got === '' || expected === '' || !(off <= tolerance))
              throw new Error(`${name} line ${line + 1} column ${theirs[0]?.[column]}: ${got} instead of ${expected}`);
          }),
        );
      };
      compare('expected_thresholds', thresholdsCsv(of, thresholds), 1e-9);
      compare('expected_leaf_z_m36', leafZCsv(of, scores, last), 1e-12);
      compare('expected_scores_m36', scoresCsv(of, scores, last, 'flat'), 1e-9);
      compare('expected_total_all_months', totalsCsv(of, scores, 'flat'), 1e-9);
    },
    30_000,
  );
});
