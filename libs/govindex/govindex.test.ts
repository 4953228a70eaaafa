import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createScorer,
  type District,
  explain,
  explanationText,
  leafSentence,
  leafZCsv,
  numberAt,
  parseTable,
  ranksOf,
  readDistrict,
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

test('exactly as much coverage as is asked for suffices, whatever rounding makes of it', () => {
  // The published shares: 6 of B's 10 leaves and all of A and C are there, 65 of 100.
  const sizes = { A: 11, B: 10, C: 7, D: 7 };
  const codes = Object.entries(sizes).flatMap(([top, size]) => Array.from({ length: size }, (_, at) => `${top}${at}`));
  const there = (code: string) => code[0] === 'A' || code[0] === 'C' || (code[0] === 'B' && Number(code.slice(1)) < 6);
  const of = read(
    `compound,month,${codes.join(',')}\n甲,1,${codes.map((code) => (there(code) ? '1' : '')).join(',')}\n乙,1,${codes.map((code) => (there(code) && code !== 'B0' ? '1' : '')).join(',')}\n`,
    {
      indicators: `code,l2,direction\n${codes.map((code) => `${code},${code[0]},1`).join('\n')}\n`,
    },
  );
  if (!of.ok) throw new Error(JSON.stringify(of.faults));
  const { scores, thresholds } = scored(of.value);
  expect(scores.coverage[0]).toBeCloseTo(0.65, 12);
  expect([...ranksOf(of.value.panel, scores.total, scores.coverage, 0)]).toEqual([1, 0, 0]);
  expect([0, 1].map((compound) => explain(of.value, thresholds, compound, 0).provisional)).toEqual([false, true]);
});

test('the base value is the mean of the months that are there', () => {
  const of = district('compound,month,X1,X2,X3,Y1\n甲,1,10,1,1,1\n甲,2,,1,1,1\n甲,3,20,1,1,1\n乙,2,40,1,1,1\n');
  expect(thresholdsOf(of.panel, 2, 'range')[0]).toMatchObject({ sampled: 2, min: 15, max: 40, lower: 12.5, upper: 42.5 });
});

describe('every point in words', () => {
  const leaf = {
    ...{
      leaf: 0,
      code: 'I10',
      name: '垃圾分类违规',
      unit: '',
      kind: 'count',
      source: '',
      parents: [],
      direction: -1 as const,
      state: 'scored' as const,
      sampled: 38,
    },
    ...{ value: 12, lower: 0.85, upper: 9.9, z: 0, cut: 'above' as const, weight: 1.8, possible: 1.8, gained: 0, lost: 1.8 },
  };
  test.each([
    [leaf, '垃圾分类违规 12 次，阈值上限 9.9，失 1.8 分'],
    [{ ...leaf, value: 5, cut: null, gained: 1, lost: 0.8 }, '垃圾分类违规 5 次，阈值 0.85～9.9，得 1 分，失 0.8 分'],
    [{ ...leaf, value: 0, cut: 'below' as const, gained: 1.8, lost: 0 }, '垃圾分类违规 0 次，阈值下限 0.85，得满 1.8 分'],
    [
      { ...leaf, name: '物业费收缴率', kind: 'share', value: 0.705, lower: 0.376, upper: 1, cut: null, gained: 1, lost: 0.8 },
      '物业费收缴率 70.5%，阈值 37.6%～100%，得 1 分，失 0.8 分',
    ],
    [
      { ...leaf, name: '是否成立业委会', kind: 'binary', value: 0, lower: 0, upper: 0, cut: null, gained: 0.9, lost: 0.9 },
      '是否成立业委会 否，阈值 0，得 0.9 分，失 0.9 分',
    ],
    [{ ...leaf, unit: '元', value: 1_355.27 }, '垃圾分类违规 1355.27 元，阈值上限 9.9，失 1.8 分'],
    [{ ...leaf, value: null, state: 'missing' as const }, '垃圾分类违规 缺数据，不计分'],
    [{ ...leaf, lower: null, upper: null, state: 'no-threshold' as const }, '垃圾分类违规 12 次，这类小区没有阈值，不计分'],
  ])('%#', (points, words) => expect(leafSentence(points).zh).toBe(words));
  test('a whole compound, from the total down to what is missing', () => {
    const of = district('compound,month,X1,X2,X3,Y1\n甲,1,10,10,0,5\n乙,1,20,20,0,10\n丙,1,30,9,0,\n');
    expect(explanationText(explain(of, thresholdsOf(of.panel, 0, 'value'), 2, 0))).toBe(
      [
        '小区 丙（商品房），第 1 月，总分 83.33',
        '数据完整度 50%，不足以排名，分数仅供参考',
        'A 指数 83.33，计入总分 83.33，失 16.67 分',
        '  A1 指数 100，计入总分 66.67，失 0 分',
        '    X1 多 30，阈值上限 22，得满 33.3 分',
        '    X2 少 9，阈值 9～22，得满 33.3 分',
        '  A2 指数 50，计入总分 16.67，失 16.67 分',
        '    X3 多 0，阈值 0，得 16.7 分，失 16.7 分',
        'B 指数 无，计入总分 0，失 0 分，数据完整度 0%',
        '  B1 指数 无，计入总分 0，失 0 分，数据完整度 0%',
        '    Y1 多 缺数据，不计分',
        '',
      ].join('\n'),
    );
  });
});

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
    ['a month written in two ways', `${head}甲,2026-01,1,1,1,1\n乙,202601,1,1,1,1\n`, [['values.csv', 3, 'month', 'not-a-month', '202601']]],
    ['01 and 1, which are one month', `${head}甲,01,1,1,1,1\n甲,1,2,1,1,1\n`, [['values.csv', 3, 'month', 'duplicate-row', '1 (2)']]],
    ['nothing but a heading', head, [['values.csv', 1, 'month', 'no-rows', '']]],
    [
      'several faults in one file, in the order of its lines',
      `${head}丁,1,一,1,1,1\n甲,1,1,1,1,1\n甲,1,1,1,1,x\n`,
      [
        ['values.csv', 2, 'compound', 'unknown-compound', '丁'],
        ['values.csv', 2, 'X1', 'not-a-number', '一'],
        ['values.csv', 4, 'month', 'duplicate-row', '1 (3)'],
        ['values.csv', 4, 'Y1', 'not-a-number', 'x'],
      ],
    ],
    [
      'a kind that differs from the list of compounds',
      'compound,category,month,X1,X2,X3,Y1\n甲,商品房,1,1,1,1,1\n甲,动迁房,2,1,1,1,1\n',
      [['values.csv', 3, 'category', 'category-changed', '甲 商品房 → 动迁房']],
    ],
    ['a number in quotes with a comma in it, after an empty line', `${head}\n"甲",1,"1,000",1,1,1\n`, [['values.csv', 3, 'X1', 'not-a-number', '1 000']]],
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
    ['a compound whose kind changes', { compounds: 'compound,category,in_sample\n甲,商品房,1\n甲,动迁房,1\n' }, ['category-changed']],
    ['a row of compounds that is too long', { compounds: 'compound,category,in_sample\n甲,商品房,1,1\n' }, ['wrong-number-of-fields']],
    ['a column twice', { compounds: 'compound,category,in_sample,category\n甲,商品房,1,动迁房\n' }, ['duplicate-column']],
    ['a direction of another kind', { indicators: 'code,l2,name,direction\nX1,A,甲,2\n' }, ['not-1-or-minus-1']],
    ['leaves of one node apart', { indicators: 'code,l2,name,direction\nX1,A,甲,1\nX2,B,乙,1\nX3,A,丙,1\n' }, ['split-node']],
  ])('%s', (_what, files, codes) => {
    const result = read(head, files);
    expect(result.ok ? [] : result.faults.map((fault) => fault.code)).toEqual(codes);
  });
});

test('quotes, a byte order mark, CRLF and empty lines change nothing', () => {
  const plain = district('compound,month,X1,X2,X3,Y1\n甲,1,1,2,3,4\n乙,1,,2,,4\n');
  const dressed = read('\ufeffcompound,"month",X1,X2,X3,Y1\r\n\r\n"甲",1,1,2,"3",4\r\n乙,1,,2,"",4\r\n', {
    compounds: `\ufeff${compounds.replaceAll('\n', '\r\n')}`,
  });
  expect(dressed.ok && dressed.value.panel).toEqual(plain.panel);
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
      for (let compound = 0; compound < of.panel.compounds; compound += 1) {
        const said = explain(of, thresholds, compound, last);
        const gained = said.leaves.reduce((sum, leaf) => sum + leaf.gained, 0);
        const total = scores.total[compound * of.panel.months + last] as number;
        expect(said.points === null).toBe(Number.isNaN(total));
        if (said.points !== null) expect(Math.abs(gained - total)).toBeLessThan(1e-9);
      }
    },
    30_000,
  );
});
