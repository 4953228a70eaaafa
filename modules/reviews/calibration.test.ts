import { describe, expect, test } from 'vitest';
import { calibrate, type Judgement, outliers } from './calibration.ts';
import { decimalText, whole } from './fraction.ts';

/** Rows are projects, columns reviewers; null: did not judge it. */
const judged = (rows: readonly (readonly (number | null)[])[]): Judgement[] =>
  rows.flatMap((row, p) => row.flatMap((value, r) => (value === null ? [] : [{ projectId: `p${p + 1}`, reviewerId: `r${r + 1}`, total: whole(value) }])));

describe('agreement', () => {
  // The worked example of Shrout and Fleiss (1979), table 2: six targets, four judges; they print ICC(1,1) = .17.
  const shroutFleiss = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ];
  test('ICC(1) gives what Shrout and Fleiss print', () => expect(decimalText(calibrate(judged(shroutFleiss)).icc ?? whole(9), 2)).toBe('0.17'));
  test('complete agreement is 1, in ICC and in W', () => {
    const all = calibrate(
      judged([
        [90, 90],
        [80, 80],
        [70, 70],
      ]),
    );
    expect(decimalText(all.icc ?? whole(9))).toBe('1.00');
    expect(all.kendall && decimalText(all.kendall.w)).toBe('1.00');
  });
  test('two who rank the other way round: W is 0', () =>
    expect(
      calibrate(
        judged([
          [1, 3],
          [2, 2],
          [3, 1],
        ]),
      ).kendall?.w,
    ).toEqual(whole(0)));
  // Three judges, four things, by hand: sums of ranks 4, 5, 9, 12; S = 41, W = 12 × 41 ÷ (9 × 60).
  test('W by hand', () => {
    const ranks = [
      [1, 1, 2],
      [2, 2, 1],
      [3, 3, 3],
      [4, 4, 4],
    ];
    expect(calibrate(judged(ranks.map((row) => row.map((rank) => 100 - rank)))).kendall).toMatchObject({
      w: { numerator: 41n, denominator: 45n },
      projects: 4,
    });
  });
  // By hand: (1, 2.5, 2.5, 4) and (1, 2, 3, 4): sums 2, 4.5, 5.5, 8; 12 × 115.5... with T = 6.
  test('W with ties by hand', () => {
    const w = calibrate(
      judged([
        [90, 90],
        [80, 80],
        [80, 70],
        [60, 60],
      ]),
    ).kendall?.w;
    // ΣR² = 4 + 20.25 + 30.25 + 64 = 118.5; (12 × 118.5 − 3 × 4 × 4 × 25) ÷ (4 × 4 × 15 − 2 × 6) = 222 ÷ 228
    expect(w).toEqual({ numerator: 37n, denominator: 38n });
  });
  test('nobody judged the same: nothing is said', () =>
    expect(
      calibrate(
        judged([
          [80, null],
          [null, 70],
        ]),
      ),
    ).toMatchObject({ icc: null, kendall: null, connected: false }));
});

describe('severity', () => {
  // Truths 80, 70, 60; r2 gives 10 less than r1, r3 as much as r1; nobody judged everything.
  const truth = [80, 70, 60];
  const off = [0, -10, 0];
  const rows = truth.map((value, p) => off.map((less, r) => (r === p ? null : value + less)));
  const all = calibrate(judged(rows));
  test('is taken out exactly where totals are project plus reviewer', () => {
    const [first, second] = all.standings.filter(({ projectId }) => projectId !== 'p3').map(({ adjusted }) => adjusted);
    expect(first && second && Number(first.numerator) / Number(first.denominator) - Number(second.numerator) / Number(second.denominator)).toBeCloseTo(10, 12);
    const scales = all.reviewers.map(({ scale }) => scale && decimalText(scale, 4));
    expect(scales).toEqual(['3.3333', '−6.6667', '3.3333']);
  });
  test('against the others on shared projects, per reviewer', () => {
    expect(all.reviewers.map(({ againstOthers }) => againstOthers && decimalText(againstOthers))).toEqual(['5.00', '−10.00', '5.00']);
  });
  test('adjusted stands beside raw, which stays what it was', () => {
    expect(all.standings.map(({ projectId, raw }) => [projectId, decimalText(raw)])).toEqual([
      ['p1', '75.00'],
      ['p2', '70.00'],
      ['p3', '55.00'],
    ]);
  });
  test('a reviewer who alone gave others less can turn two places round, beside and not instead', () => {
    const turned = calibrate(
      judged([
        [70, null, 70],
        [null, 66, 72],
        [80, 60, null],
      ]),
    );
    expect(turned.standings.map(({ rawPlace }) => rawPlace)).toEqual([1, 1, 3]);
    expect(turned.standings.find(({ projectId }) => projectId === 'p2')?.adjustedPlace).toBe(1);
  });
  test('forty reviewers and a hundred projects are solved at once', () => {
    const big = Array.from({ length: 100 }, (_, p) =>
      Array.from({ length: 40 }, (_unused, r) => ((p * 7 + r * 11) % 13 < 2 ? ((p * 31 + r * 17) % 60) + 40 : null)),
    );
    const from = performance.now();
    expect(calibrate(judged(big)).reviewers).toHaveLength(40);
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

test('an outlier is named where it lies further from the median than the office said', () => {
  const rows = judged([
    [80, 82, 60],
    [70, 71, 90],
    [50, 90, null],
  ]);
  expect(outliers(rows, 15).map(({ projectId, reviewerId }) => [projectId, reviewerId])).toEqual([
    ['p1', 'r3'],
    ['p2', 'r3'],
  ]);
  expect(outliers(rows, 20)).toEqual([]);
});
