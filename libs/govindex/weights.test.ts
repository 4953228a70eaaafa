import { describe, expect, test } from 'vitest';
import {
  ahpWeights,
  buildTree,
  combineGeometric,
  combineLinear,
  criticWeights,
  entropyWeights,
  equalWeights,
  type Matrix,
  mergeJudgements,
  pcaWeights,
  standardDeviationWeights,
  treeShares,
} from './index.ts';

const near = (got: ArrayLike<number>, expected: readonly number[], digits = 12) =>
  expect(Array.from(got)).toEqual(expected.map((each) => expect.closeTo(each, digits)));
const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ rows: rows.length, columns: rows[0]?.length ?? 0, at: Float64Array.from(rows.flat()) });

describe('AHP', () => {
  test('Saaty 1990, buying a house: the published priorities, λmax 9.669 and CR 0.17, which is too much', () => {
    const house = [
      [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
      [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
      [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
      [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
      [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
      [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
      [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
      [4, 7, 5, 8, 6, 6, 2, 1],
    ];
    const refused = ahpWeights(house);
    expect(refused).toMatchObject({ ok: false, error: { code: 'inconsistent' } });
    const shown = ahpWeights(house, { allowInconsistent: true });
    if (!shown.ok) throw new Error('allowed');
    near(shown.value.weights, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 3);
    expect(shown.value).toMatchObject({ lambdaMax: expect.closeTo(9.669, 3), consistencyRatio: expect.closeTo(0.17, 2), consistent: false });
    // Neighbourhood six times as important as condition, while condition beats it through financing: what to talk about first.
    expect(shown.value.worst).toMatchObject({ row: 2, column: 6, judged: 6 });
  });
  test('three things, computed by numpy.linalg.eig', () => {
    const result = ahpWeights([
      [1, 1 / 3, 5],
      [3, 1, 7],
      [1 / 5, 1 / 7, 1],
    ]);
    if (!result.ok) throw new Error(result.error.code);
    near(result.value.weights, [0.2789545654864184, 0.6491180046313252, 0.07192742988225649]);
    expect(result.value).toMatchObject({
      lambdaMax: expect.closeTo(3.064887579872819, 12),
      consistencyRatio: expect.closeTo(0.05593756885587827, 12),
      consistent: true,
    });
  });
  test('judgements that agree give their own ratios and CR 0', () => {
    const result = ahpWeights([
      [1, 2, 4],
      [1 / 2, 1, 2],
      [1 / 4, 1 / 2, 1],
    ]);
    expect(result).toMatchObject({ ok: true, value: { consistencyRatio: expect.closeTo(0, 12), worst: null } });
    if (result.ok) near(result.value.weights, [4 / 7, 2 / 7, 1 / 7]);
  });
  test('a circle of judgements is refused', () => {
    expect(
      ahpWeights([
        [1, 9, 1 / 9],
        [1 / 9, 1, 9],
        [9, 1 / 9, 1],
      ]),
    ).toMatchObject({ ok: false, error: { code: 'inconsistent', result: { consistencyRatio: expect.closeTo(6.1303, 4) } } });
  });
  test.each([
    ['empty', []],
    ['not-square', [[1, 2]]],
    [
      'not-positive',
      [
        [1, 0],
        [1, 1],
      ],
    ],
    [
      'not-reciprocal',
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ['too-large', Array.from({ length: 16 }, () => Array(16).fill(1))],
  ])('%s', (code, judgements) => expect(ahpWeights(judgements)).toMatchObject({ ok: false, error: { code } }));
  test('reciprocals with two decimals are meant as such; several experts are one by the geometric mean', () => {
    expect(
      ahpWeights([
        [1, 3],
        [0.33, 1],
      ]).ok,
    ).toBe(true);
    expect(
      mergeJudgements([
        [
          [1, 4],
          [1 / 4, 1],
        ],
        [
          [1, 1],
          [1, 1],
        ],
      ]),
    ).toEqual([
      [1, expect.closeTo(2, 12)],
      [expect.closeTo(0.5, 12), 1],
    ]);
  });
});

// The expected figures are numpy's (std with ddof 1, corrcoef, eigh), not this library's.
describe('weights from the data', () => {
  const five = matrix([
    [0.2, 0.9, 0.3],
    [0.4, 0.7, 0.9],
    [0.6, 0.1, 0.2],
    [0.8, 0.3, 0.7],
    [0.1, 0.5, 0.6],
  ]);
  test('entropy', () => near(entropyWeights(five), [0.3971300998711779, 0.3593366524084287, 0.24353324772039336]));
  test('CRITIC', () => near(criticWeights(five), [0.3694448726548988, 0.38576080400636514, 0.244794323338736]));
  test('standard deviation', () => near(standardDeviationWeights(five), [0.3215026422285854, 0.3550402741839809, 0.3234570835874338]));
  test('principal components', () => {
    const { weights, eigenvalues, components, explained } = pcaWeights(five);
    near(weights, [0.36558373058868976, 0.3232791281399999, 0.31113714127131015], 9);
    near(eigenvalues, [1.677949624335666, 1.0466586269116869, 0.2753917487526469]);
    expect([components, explained]).toEqual([2, expect.closeTo(0.9082027504157844, 12)]);
  });
  test('a leaf that never differs, or has no data, weighs nothing', () => {
    const steady = matrix([
      [0.2, 0.9, 0.1, Number.NaN],
      [0.4, 0.7, 0.1, Number.NaN],
      [0.6, 0.1, 0.1, Number.NaN],
      [0.8, 0.3, 0.1, Number.NaN],
    ]);
    near(entropyWeights(steady), [0.3209763116186774, 0.6790236883813225, 0, 0]);
    near(standardDeviationWeights(steady), [0.41421356237309503, 0.585786437626905, 0, 0]);
    for (const weights of [criticWeights(steady), pcaWeights(steady).weights]) expect([...weights].slice(2)).toEqual([0, 0]);
  });
  test('a value that is missing is left out, not taken for nothing', () => {
    const gap = matrix([
      [0.2, 0.5],
      [Number.NaN, 0.5],
      [0.4, 0.6],
    ]);
    near(standardDeviationWeights(gap), standardDeviationRatio([0.2, 0.4], [0.5, 0.5, 0.6]));
  });
  test('nothing differs anywhere: all weigh the same', () =>
    near(
      criticWeights(
        matrix([
          [1, 1],
          [1, 1],
        ]),
      ),
      [0.5, 0.5],
    ));
});

function standardDeviationRatio(one: number[], other: number[]): number[] {
  const deviation = (of: number[]) => {
    const mean = of.reduce((sum, each) => sum + each, 0) / of.length;
    return Math.sqrt(of.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (of.length - 1));
  };
  const sum = deviation(one) + deviation(other);
  return [deviation(one) / sum, deviation(other) / sum];
}

test('combinations, linear and geometric', () => {
  const [a, b] = [
    [0.5, 0.3, 0.2],
    [0.2, 0.2, 0.6],
  ];
  near(
    combineLinear([
      { weights: a, share: 1 },
      { weights: b, share: 3 },
    ]),
    [0.275, 0.225, 0.5],
  );
  near(
    combineGeometric([
      { weights: a, share: 1 },
      { weights: b, share: 1 },
    ]),
    [0.3484269830101751, 0.26989038051354053, 0.38168263647628436],
  );
});

test('equal weights and judgements level by level', () => {
  const leaf = (code: string, parents: string[]) => ({ code, name: '', parents, direction: 1 as const, weight: null, source: '' });
  const tree = buildTree([leaf('1', ['A', 'A1']), leaf('2', ['A', 'A1']), leaf('3', ['A', 'A2']), leaf('4', ['B', 'B1'])]);
  if (!tree.ok) throw new Error(tree.error.code);
  near(equalWeights(tree.value), [1 / 6, 1 / 6, 1 / 6, 1 / 2]);
  near(treeShares(tree.value, { '': [0.6, 0.4], A1: [3, 1] }), [(0.6 / 2) * 0.75, (0.6 / 2) * 0.25, 0.3, 0.4]);
});
