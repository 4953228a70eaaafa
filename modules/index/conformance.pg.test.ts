import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTable } from '#libs/govindex';
import { computeRun, published, publishRun, reviewRun, approveRun, runById, indexData } from './index.ts';
import { monthLabel, parseMonth } from './month.ts';
import { type IndexScene, indexScene } from './scene.fixture.ts';

const folder = process.env['ZHIDIAN_CONFORMANCE'] ? join(process.env['ZHIDIAN_CONFORMANCE'], 'index') : '';
const there = folder !== '' && existsSync(folder);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
/** Month 1 of the files is January 2023. */
const first = parseMonth('2023-01') ?? 0;

// The whole way through the database and back: nothing of the figures may be lost on it.
describe.skipIf(!there)('a district of 250 compounds, imported, scored and stored', () => {
  let t: IndexScene;
  let runId = '';
  beforeAll(async () => {
    t = await indexScene();
    t.clock.set('2025-12-31T10:00:00+08:00');
    const registered = await t.register(read('compounds.csv'));
    if (!registered.ok) throw new Error(JSON.stringify(registered.error));
    const values = read('values.csv').replace(/^([^,\n]+),(\d+),/gm, (_, id: string, month: string) => `${id},${monthLabel(first + Number(month) - 1)},`);
    const given = await t.give(values);
    if (!given.ok) throw new Error(JSON.stringify(given.error));
    const done = await computeRun(t.contextFor(t.officer), { month: first + 35 });
    if (!done.ok) throw new Error(done.error);
    runId = done.value.runId;
  }, 120_000);
  afterAll(() => t.close());

  test('every value comes back bit by bit', async () => {
    const data = await indexData(t.db, t.subdistrictId);
    if (!data) throw new Error('no data');
    const codes = data.compounds.map((compound) => compound.code);
    const [, ...rows] = parseTable(read('values.csv'));
    for (const [code = '', month, ...cells] of rows) {
      const base = (codes.indexOf(code) * data.months + Number(month) - 1) * cells.length;
      cells.forEach((cell, leaf) => {
        const value = data.district.panel.values[base + leaf];
        if (!Object.is(value, cell === '' ? Number.NaN : Number(cell))) throw new Error(`${code} ${month} ${leaf}: ${value} ≠ ${cell}`);
      });
    }
  });

  test('points, nested points, coverage, ranks and normalised leaves are the expected ones', async () => {
    const memory = await runById(t.db, t.subdistrictId, runId);
    if (!memory) throw new Error('no run');
    const byCode = new Map(memory.compounds.map((compound, at) => [compound.code, at]));
    const [head = [], ...rows] = parseTable(read('expected_scores_m36.csv'));
    expect(rows.length).toBe(250);
    for (const row of rows) {
      const at = byCode.get(row[0] ?? '') ?? -1;
      const result = memory.results[at];
      const cell = (name: string) => Number(row[head.indexOf(name)]);
      expect(result?.rank).toBe(row[head.indexOf('rank_in_category')] === '' ? 0 : cell('rank_in_category'));
      for (const [name, value] of [
        ['total', result?.total],
        ['total_nested', result?.nested],
        ['coverage', result?.coverage],
        ...memory.district.tree.nodes.map((node, index) => [node.code, result?.nodes[index]] as const),
      ] as const)
        if (row[head.indexOf(name)] === '') expect(value, `${row[0]} ${name}`).toBeNaN();
        else expect(Math.abs((value ?? Number.NaN) - cell(name)), `${row[0]} ${name}`).toBeLessThanOrEqual(1e-9);
    }
    const [zHead = [], ...zRows] = parseTable(read('expected_leaf_z_m36.csv'));
    for (const row of zRows)
      for (let leaf = 1; leaf < zHead.length; leaf += 1) {
        const z = memory.results[byCode.get(row[0] ?? '') ?? -1]?.z[leaf - 1] ?? Number.NaN;
        if (row[leaf] === '') expect(z).toBeNaN();
        else expect(Math.abs(z - Number(row[leaf])), `${row[0]} ${zHead[leaf]}`).toBeLessThanOrEqual(1e-12);
      }
  });

  test('published, it is what everybody reads, and the levels above are its household-weighted means', async () => {
    expect(await published(t.db, t.subdistrictId)).toBeNull();
    expect(await reviewRun(t.contextFor(t.auditor), { runId, note: '核对了样本和十个小区' })).toEqual({ ok: true, value: null });
    expect(await approveRun(t.contextFor(t.head), { runId })).toEqual({ ok: true, value: null });
    expect(await publishRun(t.contextFor(t.officer), { runId })).toEqual({ ok: true, value: null });
    const memory = await published(t.db, t.subdistrictId);
    expect(memory?.whole.compounds).toBe(250);
  });
});
