import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allocate, type Candidate, draw, methods, populationDigest, redrawProgram } from './draw.ts';
import { projectErrors } from './projection.ts';

const population: Candidate[] = Array.from({ length: 90 }, (_, at) => ({
  key: `pay-${String(at).padStart(3, '0')}`,
  stratum: ['蔡路', '胜利', '长岛'][at % 7 === 0 ? 0 : at % 3] ?? '',
  amountFen: BigInt(((at * 7919) % 5000) * 100 + (at === 40 ? 9_000_000 : 0)),
}));
const total = population.reduce((sum, { amountFen }) => sum + amountFen, 0n);
const python = (() => {
  try {
    return execFileSync('python3', ['--version'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

describe('drawing', () => {
  test.each(methods)('%s: the order in which the population comes changes nothing, the seed does', (method) => {
    const one = draw(method, population, 12, '2026年11月22日公开摇号 3-8-1');
    expect(draw(method, population.toReversed(), 12, '2026年11月22日公开摇号 3-8-1')).toEqual(one);
    if (method !== 'all') expect([...draw(method, population, 12, '别的种子').hits.keys()].sort()).not.toEqual([...one.hits.keys()].sort());
  });
  test('one changed fen is another population', () => {
    const changed = population.map((item, at) => (at === 5 ? { ...item, amountFen: item.amountFen + 1n } : item));
    expect(populationDigest(changed)).not.toBe(populationDigest(population));
    expect(populationDigest(population.toReversed())).toBe(populationDigest(population));
  });
  test('a stratum that has any gives at least one; the rest goes by size, to the last', () => {
    const strata = new Map([
      ['a', 1],
      ['b', 10],
      ['c', 79],
      ['d', 0],
    ]);
    expect([...allocate(strata, 20)]).toEqual([
      ['a', 1],
      ['b', 3],
      ['c', 16],
    ]);
    expect([...allocate(strata, 1).values()]).toEqual([1, 1, 1]);
    expect([...allocate(strata, 500).values()]).toEqual([1, 10, 79]);
    for (let wanted = 3; wanted <= 90; wanted++) {
      const sizes = allocate(strata, wanted);
      expect([...sizes.values()].reduce((sum, count) => sum + count, 0)).toBe(wanted);
      for (const [name, count] of sizes) expect(count).toBeLessThanOrEqual(strata.get(name) ?? 0);
    }
  });
  test('of monetary units every interval-th fen falls on its item; one longer than the interval never escapes', () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const drawn = draw('monetary', population, 15, seed);
      expect(drawn.intervalFen).toBe(total / 15n);
      expect(drawn.hits.get('pay-040') ?? 0).toBeGreaterThanOrEqual(Number(9_000_000n / (total / 15n)));
      const hits = [...drawn.hits.values()].reduce((sum, count) => sum + count, 0);
      expect(hits === 15 || hits === 16).toBe(true);
      // Walked fen by interval, as a clerk would.
      const rows = population.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const walked = new Map<string, number>();
      for (let unit = drawn.startFen ?? 0n; unit <= total; unit += drawn.intervalFen ?? 1n) {
        let end = 0n;
        for (const row of rows) {
          end += row.amountFen;
          if (unit > end) continue;
          walked.set(row.key, (walked.get(row.key) ?? 0) + 1);
          break;
        }
      }
      expect(drawn.hits).toEqual(walked);
    }
  });
  test('over many seeds every item of a stratum is drawn about as often as the others', () => {
    const small = population.slice(0, 30).map((item) => ({ ...item, stratum: '一' }));
    const times = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) for (const key of draw('stratified', small, 6, `${seed}`).hits.keys()) times.set(key, (times.get(key) ?? 0) + 1);
    // 3,000 × 6 ÷ 30 = 600 each; five standard deviations are 110.
    for (const count of times.values()) expect(Math.abs(count - 600)).toBeLessThan(110);
    expect(times.size).toBe(30);
  });
  test.skipIf(!python).each(methods)('%s: the program on the page draws the same on somebody else’s machine', (method) => {
    const folder = mkdtempSync(join(tmpdir(), 'zhidian-redraw-'));
    try {
      const seed = '公开摇号 “3-8-1”\\';
      const drawn = draw(method, population, 12, seed);
      writeFileSync(join(folder, 'p.csv'), `\ufeffkey,stratum,fen\n${population.map((one) => `${one.key},${one.stratum},${one.amountFen}`).join('\n')}\n`);
      writeFileSync(join(folder, 'redraw.py'), redrawProgram({ method, seed, wanted: 12 }));
      const [digest, ...keys] = execFileSync('python3', [join(folder, 'redraw.py'), join(folder, 'p.csv')], { encoding: 'utf8' })
        .trim()
        .split('\n');
      expect(digest).toBe(`digest ${populationDigest(population)}`);
      expect(keys.sort()).toEqual([...drawn.hits].flatMap(([key, count]) => Array.from({ length: count }, () => key)).sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('what the errors found say of the whole', () => {
  const strata = new Map([
    ['a', 100_000n],
    ['b', 50_000n],
  ]);
  const item = (key: string, stratum: string, bookFen: bigint, errorFen: bigint) => ({ key, stratum, bookFen, errorFen });
  test('stratified: the ratio of each stratum, to the fen, without a limit', () => {
    const sample = { method: 'stratified' as const, intervalFen: null, populationFen: 150_000n };
    expect(projectErrors(sample, [item('1', 'a', 3_000n, 100n), item('2', 'a', 4_000n, 0n), item('3', 'b', 50_000n, 7n)], strata)).toEqual({
      foundFen: 107n,
      projectedFen: 1_429n + 7n,
      limitFen: null,
    });
  });
  test('monetary units without an error: nothing is projected, and the limit is three intervals', () => {
    expect(projectErrors({ method: 'monetary', intervalFen: 10_000n, populationFen: 150_000n }, [item('1', 'a', 3_000n, 0n)], strata)).toEqual({
      foundFen: 0n,
      projectedFen: 0n,
      limitFen: 30_000n,
    });
  });
  test('monetary units: a small item stands for its interval, a large one for itself; the largest shares weigh first', () => {
    const examined = [item('1', 'a', 5_000n, 1_000n), item('2', 'a', 2_000n, 1_000n), item('3', 'b', 12_000n, 500n)];
    // 20 % and 50 % of 10,000, and 500; limit 30,000 + 500 + 50 % × 1.75 × 10,000 + 20 % × 1.55 × 10,000.
    expect(projectErrors({ method: 'monetary', intervalFen: 10_000n, populationFen: 150_000n }, examined, strata)).toEqual({
      foundFen: 2_500n,
      projectedFen: 7_500n,
      limitFen: 42_350n,
    });
  });
  test('never more than there is; everything looked at needs no projection', () => {
    expect(projectErrors({ method: 'monetary', intervalFen: 10_000n, populationFen: 20_000n }, [], strata).limitFen).toBe(20_000n);
    expect(projectErrors({ method: 'all', intervalFen: null, populationFen: 150_000n }, [item('1', 'a', 100n, 40n)], strata)).toEqual({
      foundFen: 40n,
      projectedFen: 40n,
      limitFen: 40n,
    });
  });
});
