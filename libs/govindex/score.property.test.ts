import { describe, expect, test, vi } from 'vitest';
import {
  aggregate,
  buildTree,
  createRanks,
  createScorer,
  type District,
  type Draw,
  drawOf,
  explain,
  type LeafInput,
  monteCarlo,
  planOf,
  ranksOf,
  type Threshold,
  thresholdsOf,
  whatIf,
  whatIfModel,
  withWeights,
} from './index.ts';
import { rowCodeOf } from './row-code.ts';

/** A tree and data of any shape: missing blocks, leaves that never vary, values far outside what the sample knows, weights or none. */
function anyDistrict(draw: Draw, leastRows = 0): District {
  const depth = draw.below(4);
  const leaves: LeafInput[] = [];
  const grow = (parents: string[]) => {
    const children = 1 + draw.below(3);
    for (let at = 0; at < children; at += 1) {
      if (parents.length < depth) grow([...parents, `${parents.join('')}${'ABC'[at]}${parents.length}`]);
      else
        for (let leaf = draw.below(9); leaf >= 0; leaf -= 1)
          leaves.push({ code: `L${leaves.length}`, name: '', parents, direction: draw.below(2) === 0 ? 1 : -1, weight: null, source: '' });
    }
  };
  grow([]);
  const built = buildTree(draw.below(2) === 0 ? leaves : leaves.map((leaf) => ({ ...leaf, weight: 1 + draw.below(9) })));
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const [few, kinds] = [4 + draw.below(9), ['甲', '乙'].slice(0, 1 + draw.below(2))];
  const months = leastRows > 0 ? ([1, 7, 36, 150, 400][draw.below(5)] ?? 1) : 1 + draw.below(5);
  const compounds = Math.max(few, Math.ceil(leastRows / months));
  const size = leaves.length;
  const flat = Array.from({ length: size }, () => draw.below(5) === 0);
  const values = Float64Array.from({ length: compounds * months * size }, (_, at) => {
    if (draw.below(8) === 0) return Number.NaN;
    if (flat[at % size]) return draw.below(6) === 0 ? 3 + draw.below(3) - 1 : 3;
    return draw.below(10) === 0 ? (draw.uniform() - 0.5) * 1e7 : (draw.uniform() - 0.3) * 10;
  });
  // A block that nobody reported: one compound, all months, a run of leaves.
  const [hole, from] = [draw.below(compounds), draw.below(size)];
  for (let month = 0; month < months; month += 1) values.fill(Number.NaN, (hole * months + month) * size + from, (hole * months + month + 1) * size);
  return {
    tree: built.value,
    panel: {
      compounds,
      months,
      leaves: size,
      kinds,
      kindOf: Int32Array.from({ length: compounds }, (_, at) => at % kinds.length),
      inSample: Uint8Array.from({ length: compounds }, (_, at) => (at < 2 * kinds.length || draw.below(2) === 0 ? 1 : 0)),
      values,
    },
    compoundIds: Array.from({ length: compounds }, (_, at) => `C${at}`),
    monthLabels: Array.from({ length: months }, (_, at) => `${at + 1}`),
  };
}

/** The specification word for word, one leaf after another. */
function plainly({ tree, panel }: District, thresholds: readonly Threshold[], compound: number, month: number) {
  const z = tree.leaves.map((leaf, at) => {
    const x = panel.values[(compound * panel.months + month) * panel.leaves + at] as number;
    const { lower, upper, sampled } = thresholds[(panel.kindOf[compound] as number) * panel.leaves + at] as Threshold;
    if (Number.isNaN(x) || sampled === 0) return Number.NaN;
    if (lower === upper) return x === lower ? 0.5 : x > lower === (leaf.direction === 1) ? 1 : 0;
    const raw = leaf.direction === 1 ? (x - lower) / (upper - lower) : (upper - x) / (upper - lower);
    return Math.min(1, Math.max(0, raw));
  });
  const over = (from: number, to: number) => {
    let [points, there, all] = [0, 0, 0];
    for (let at = from; at < to; at += 1) {
      const weight = tree.leaves[at]?.weight as number;
      all += weight;
      if (Number.isNaN(z[at])) continue;
      points += (z[at] as number) * weight;
      there += weight;
    }
    return { index: there === 0 ? Number.NaN : (100 * points) / there, there, all };
  };
  const whole = over(0, tree.leaves.length);
  const tops = tree.nodes.filter((node) => node.depth === 1).map((node) => over(node.from, node.to));
  const scored = tops.filter((top) => top.there > 0);
  const nested = tops.length === 0 ? whole.index : scored.reduce((sum, top) => sum + top.index * top.all, 0) / scored.reduce((sum, top) => sum + top.all, 0);
  return { z, nodes: tree.nodes.map((node) => over(node.from, node.to).index), total: whole.index, nested, coverage: whole.there / whole.all };
}

const close = (got: number, expected: number, tolerance: number, what: string) => {
  if (Number.isNaN(got) && Number.isNaN(expected)) return;
  if (!(Math.abs(got - expected) <= tolerance)) throw new Error(`${what}: ${got} instead of ${expected}`);
};

/** Position of the first difference, -1 = none; missing equals missing. */
const same = (one: Float64Array, other: Float64Array): number => one.findIndex((value, at) => !Object.is(value, other[at]));

const seeds = Array.from({ length: 120 }, (_, at) => `district ${at}`);

describe('districts of any shape', () => {
  test('every leaf, node, total and coverage is what the specification says, read plainly', () => {
    for (const seed of seeds) {
      const district = anyDistrict(drawOf(seed));
      const { panel, tree } = district;
      const thresholds = thresholdsOf(panel, panel.months - 1, seed.endsWith('1') ? 'range' : 'value');
      const scores = createScorer(tree, panel.kinds, thresholds).all(panel);
      for (let row = 0; row < panel.compounds * panel.months; row += 1) {
        const plain = plainly(district, thresholds, Math.floor(row / panel.months), row % panel.months);
        const where = `${seed} row ${row}`;
        plain.z.forEach((z, leaf) => close(scores.z[row * panel.leaves + leaf] as number, z, 1e-12, `${where} leaf ${leaf}`));
        plain.nodes.forEach((index, node) => close(scores.index[row * tree.nodes.length + node] as number, index, 1e-9, `${where} node ${node}`));
        close(scores.total[row] as number, plain.total, 1e-9, `${where} total`);
        close(scores.nested[row] as number, plain.nested, 1e-9, `${where} nested`);
        close(scores.coverage[row] as number, plain.coverage, 1e-12, `${where} coverage`);
      }
    }
  });

  test('a large district goes through the code made for its tree, and every row by itself says the same, to the last bit; so does an engine without WebAssembly', () => {
    for (const seed of seeds.slice(0, 25)) {
      const district = anyDistrict(drawOf(`${seed} large`), 1_200);
      const { panel, tree } = district;
      const thresholds = thresholdsOf(panel, panel.months - 1, 'value');
      const scorer = createScorer(tree, panel.kinds, thresholds);
      const scores = scorer.all(panel);
      const plain = plainly(district, thresholds, 3, 0);
      close(scores.total[3 * panel.months] as number, plain.total, 1e-9, `${seed} total`);
      const rows = scorer.all(panel);
      for (let row = 0; row < rows.rows; row += 1) scorer.row(panel, Math.floor(row / panel.months), row % panel.months, rows);
      vi.stubGlobal('WebAssembly', undefined);
      const without = createScorer(tree, panel.kinds, thresholds).all(panel);
      vi.unstubAllGlobals();
      for (const name of ['z', 'index', 'total', 'nested', 'coverage'] as const) {
        expect([seed, name, same(scores[name], rows[name])]).toEqual([seed, name, -1]);
        expect([seed, name, same(scores[name], without[name])]).toEqual([seed, name, -1]);
      }
    }
  });

  test('the code is there, and leaves alone what lies beside its rows', () => {
    const { tree, panel } = anyDistrict(drawOf('district 3'), 1_200);
    const code = rowCodeOf(planOf(tree), panel.kinds.length);
    expect(code).not.toBeNull();
    if (!code) return;
    const before = code.memory.fill(7).slice();
    code.run(0, 3, 5);
    const changed = [...code.memory.keys()].filter((at) => code.memory[at] !== before[at]);
    const within = (start: number, size: number) => (at: number) => at >= start + 3 * size && at < start + 5 * size;
    const own = [
      within(code.z, tree.leaves.length),
      within(code.index, tree.nodes.length),
      ...[code.total, code.nested, code.coverage].map((start) => within(start, 1)),
    ];
    expect(changed.filter((at) => !own.some((inside) => inside(at)))).toEqual([]);
    expect(changed.length).toBeGreaterThan(0);
  });

  test('changing data one by one ends where scoring everything anew ends, to the last bit', () => {
    for (const seed of seeds) {
      const draw = drawOf(seed);
      const district = anyDistrict(draw);
      const { panel, tree } = district;
      const thresholds = thresholdsOf(panel, panel.months - 1, 'value');
      const scorer = createScorer(tree, panel.kinds, thresholds);
      const scores = scorer.all(panel);
      const ranks = createRanks(panel, scores, panel.months - 1, { leastCoverage: 0.4 });
      ranks.all();
      for (let round = 0; round < 30; round += 1) {
        const compound = draw.below(panel.compounds);
        const value = draw.below(4) === 0 ? Number.NaN : draw.below(2) === 0 ? 3 : draw.uniform() * 8;
        scorer.update(panel, compound, draw.below(panel.months), draw.below(panel.leaves), value, scores);
        ranks.touch(compound);
      }
      const anew = scorer.all(panel);
      for (const name of ['z', 'index', 'total', 'nested', 'coverage'] as const) expect([seed, name, scores[name]]).toEqual([seed, name, anew[name]]);
      expect(ranks.all()).toEqual(ranksOf(panel, anew.total, anew.coverage, panel.months - 1, 0.4));
      const again = scorer.all(panel);
      for (let row = 0; row < again.rows; row += 1) scorer.row(panel, Math.floor(row / panel.months), row % panel.months, again);
      for (const name of ['z', 'index', 'total', 'nested', 'coverage'] as const) expect([seed, name, again[name]]).toEqual([seed, name, anew[name]]);
    }
  });

  test('every point is explained: leaves add up to nodes and totals, gained and lost to 100; what-if without a change says the same', () => {
    for (const seed of seeds) {
      const district = anyDistrict(drawOf(seed));
      const { panel, tree } = district;
      const thresholds = thresholdsOf(panel, panel.months - 1, 'value');
      const scores = createScorer(tree, panel.kinds, thresholds).all(panel);
      for (let row = 0; row < scores.rows; row += 1)
        for (const total of ['flat', 'nested'] as const) {
          const [compound, month] = [Math.floor(row / panel.months), row % panel.months];
          const expected = (total === 'flat' ? scores.total : scores.nested)[row] as number;
          const said = explain(district, thresholds, compound, month, { total });
          const sum = (of: readonly { gained: number; lost: number }[], what: 'gained' | 'lost') => of.reduce((all, each) => all + each[what], 0);
          close(said.points ?? Number.NaN, expected, 1e-9, `${seed} ${row} points`);
          if (said.points !== null) {
            close(sum(said.leaves, 'gained'), expected, 1e-9, `${seed} ${row} leaves`);
            close(sum(said.leaves, 'gained') + sum(said.leaves, 'lost'), 100, 1e-9, `${seed} ${row} hundred`);
            const tops = said.nodes.filter((node) => node.depth === 1);
            if (tops.length > 0) close(sum(tops, 'gained'), expected, 1e-9, `${seed} ${row} nodes`);
          }
          said.nodes.forEach((node, at) =>
            close(node.index ?? Number.NaN, scores.index[row * tree.nodes.length + at] as number, 1e-9, `${seed} ${row} ${node.code}`),
          );
          const what = whatIf(whatIfModel(district, thresholds, scores, compound, month, { total }));
          close(what.total ?? Number.NaN, expected, 1e-9, `${seed} ${row} what if`);
          what.leaves.forEach((leaf, at) => close(leaf.gained, said.leaves[at]?.gained ?? Number.NaN, 1e-9, `${seed} ${row} leaf ${at}`));
          const ranks = ranksOf(panel, total === 'flat' ? scores.total : scores.nested, scores.coverage, month);
          expect(what.rank ?? 0).toBe(ranks[compound]);
        }
    }
  });

  test('other weights are other weights everywhere', () => {
    const district = anyDistrict(drawOf('weights'));
    const { panel } = district;
    const thresholds = thresholdsOf(panel, panel.months - 1, 'value');
    const tree = withWeights(
      district.tree,
      district.tree.leaves.map((_, at) => at + 1),
    );
    const scores = createScorer(tree, panel.kinds, thresholds).all(panel);
    const plain = plainly({ ...district, tree }, thresholds, 1, 0);
    close(scores.total[panel.months] as number, plain.total, 1e-9, 'total');
    // A leaf without weight counts for nothing, and a node of such leaves has no index.
    const none = withWeights(
      district.tree,
      district.tree.leaves.map((_, at) => (at === 0 ? 1 : 0)),
    );
    const one = createScorer(none, panel.kinds, thresholds).all(panel);
    for (let row = 0; row < one.rows; row += 1) {
      close(one.total[row] as number, 100 * (one.z[row * panel.leaves] as number), 1e-9, 'only leaf');
      close(one.nested[row] as number, one.total[row] as number, 1e-9, 'nested');
    }
  });
});

describe('ranks drawn again and again', () => {
  const district = anyDistrict(drawOf('district 7'));
  const { panel, tree } = district;
  const month = panel.months - 1;
  test('with nothing left to draw the interval is the rank', () => {
    for (const [reading, total] of [
      ['value', 'flat'],
      ['range', 'nested'],
    ] as const) {
      const scores = createScorer(tree, panel.kinds, thresholdsOf(panel, month, reading)).all(panel);
      const ranks = ranksOf(panel, total === 'flat' ? scores.total : scores.nested, scores.coverage, month, 0.5);
      const drawn = monteCarlo(district, month, { seed: 's', draws: 5, readings: [reading], totals: [total], concentration: null, leastCoverage: [0.5, 0.5] });
      expect(drawn.map(({ median, low, high, best, worst }) => [median, low, high, best, worst])).toEqual(
        [...ranks].map((rank) => Array(5).fill(rank === 0 ? null : rank)),
      );
      expect(drawn.map(({ rankedShare }) => rankedShare)).toEqual([...ranks].map((rank) => (rank === 0 ? 0 : 1)));
    }
  });
  test('the same seed gives the same intervals, another one others; closer weights give narrower ones', () => {
    const width = (concentration: number, seed = 'one') =>
      monteCarlo(district, month, { seed, draws: 400, concentration }).reduce((sum, { low, high }) => sum + (high ?? 0) - (low ?? 0), 0);
    expect(monteCarlo(district, month, { seed: 'one', draws: 50 })).toEqual(monteCarlo(district, month, { seed: 'one', draws: 50 }));
    expect(monteCarlo(district, month, { seed: 'one', draws: 50 })).not.toEqual(monteCarlo(district, month, { seed: 'two', draws: 50 }));
    expect(width(5)).toBeGreaterThan(width(100_000));
  });
});

test('levels above: the mean of all households, however they are grouped, where nothing is missing', () => {
  const draw = drawOf('levels');
  const compounds = Array.from({ length: 60 }, (_, at) => ({
    id: `C${at}`,
    parent: `N${at % 7}`,
    households: 1 + draw.below(900),
    coverage: draw.uniform(),
    values: [draw.uniform() * 100, draw.uniform() * 100],
  }));
  const neighbourhoods = aggregate(compounds).map((place) => ({ ...place, parent: `S${Number(place.id.slice(1)) % 2}` }));
  const [district] = aggregate(aggregate(neighbourhoods).map((place) => ({ ...place, parent: 'D' })));
  const households = compounds.reduce((sum, each) => sum + each.households, 0);
  const mean = (of: (each: (typeof compounds)[number]) => number) => compounds.reduce((sum, each) => sum + of(each) * each.households, 0) / households;
  expect(district).toMatchObject({ households, units: 2, unitsScored: 2 });
  close(
    district?.values[0] as number,
    mean((each) => each.values[0] as number),
    1e-9,
    'total',
  );
  close(
    district?.coverage as number,
    mean((each) => each.coverage),
    1e-12,
    'coverage',
  );
});
