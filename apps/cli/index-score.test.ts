import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CouldNot, Misuse } from './command.ts';
import { index } from './index-score.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhidian-index-'));
afterAll(() => rmSync(folder, { recursive: true }));

let cases = 0;
/** Writes the three files and runs the command on them. */
async function run(args: string[], files: { compounds?: string; values?: string } = {}) {
  const data = mkdtempSync(join(folder, 'data-'));
  cases += 1;
  const out = join(folder, `out-${cases}`);
  writeFileSync(join(data, 'compounds.csv'), files.compounds ?? 'compound,category,in_sample\n甲,商品房,1\n乙,商品房,1\n');
  writeFileSync(join(data, 'indicators.csv'), 'code,l2,name,direction,kind\nX,A,走访,1,count\nY,B,违规,-1,count\n');
  writeFileSync(join(data, 'values.csv'), files.values ?? 'compound,month,X,Y\n甲,1,10,9\n乙,1,20,1\n甲,2,5,12\n乙,2,25,0\n');
  const [said, printed]: [string[], string[]] = [[], []];
  const context = { env: {}, out: (text: string) => void printed.push(text), note: (line: string) => void said.push(line) };
  const code = await index(['score', '--data', data, ...args.map((arg) => arg.replace('OUT', out))], context).catch((error: unknown) => error);
  return { code, said, printed: printed.join(''), out };
}

describe('index score', () => {
  test('writes the four tables', async () => {
    const { code, out } = await run(['--out', 'OUT']);
    expect(code).toBe(0);
    expect(readFileSync(join(out, 'thresholds.csv'), 'utf8').split('\n')[1]).toBe('商品房,X,2,7.5,22.5,6.75,24.75,0');
    for (const name of ['leaf_z.csv', 'scores.csv', 'totals.csv']) expect(existsSync(join(out, name))).toBe(true);
  });
  test('prints what was scored as data, alone', async () => {
    const { printed, out } = await run(['--out', 'OUT', '--json']);
    expect(JSON.parse(printed)).toEqual({ compounds: 2, months: 2, leaves: 2, out });
  });
  test('explains every point of a compound, in words and as data', async () => {
    const { code, printed } = await run(['--explain', '甲']);
    expect([code, printed]).toEqual([
      0,
      '小区 甲（商品房），第 2 月，总分 0\n数据完整度 100%，商品房中排第 2（共 2 个小区参加排名）\nA 指数 0，计入总分 0，失 50 分\n  X 走访 5 次，阈值下限 6.75，失 50 分\nB 指数 0，计入总分 0，失 50 分\n  Y 违规 12 次，阈值上限 11.55，失 50 分\n',
    ]);
    const { printed: data } = await run(['--explain', '甲', '--month', '1', '--json']);
    const { points, leaves } = JSON.parse(data) as { points: number; leaves: { gained: number }[] };
    expect(leaves.reduce((sum, leaf) => sum + leaf.gained, 0)).toBeCloseTo(points, 9);
  });
  test('freezes the thresholds of a year and scores other months with them', async () => {
    const file = join(folder, 'frozen.json');
    expect((await run(['--explain', '甲', '--freeze', file])).code).toBe(0);
    const later = await run(['--out', 'OUT', '--frozen', file], { values: 'compound,month,X,Y\n甲,3,1000,9\n' });
    expect(readFileSync(join(later.out, 'thresholds.csv'), 'utf8').split('\n')[1]).toBe('商品房,X,2,7.5,22.5,6.75,24.75,0');
    const moved = await run(['--out', 'OUT', '--frozen', file], { compounds: 'compound,category,in_sample\n甲,动迁房,1\n乙,商品房,1\n' });
    expect([moved.code, existsSync(moved.out)]).toEqual([expect.any(CouldNot), false]);
    expect(moved.said[0]).toContain('compounds.csv:2 category “甲 商品房 → 动迁房” 类型变了');
  });
  test('draws the sample with a seed', async () => {
    const { said, code } = await run(['--out', 'OUT', '--sample', '2026'], { compounds: 'compound,category,in_sample\n甲,商品房,0\n乙,商品房,0\n' });
    expect([code, said[0]]).toEqual([0, '商品房：2 个小区抽 2 个 (drawn)']);
  });
  test.each([
    ['an unknown compound', { values: 'compound,month,X,Y\n丁,1,1,1\n' }, 'values.csv:2 compound “丁” compounds.csv里没有这个小区 (no such compound)'],
    ['text in a number', { values: 'compound,month,X,Y\n甲,1,约十,1\n' }, 'values.csv:2 X “约十” 不是数 (not a number)'],
    [
      'a kind without a sample',
      { compounds: 'compound,category,in_sample\n甲,商品房,1\n乙,动迁房,0\n' },
      'compounds.csv:3 in_sample “动迁房” 这类小区没有样本，算不出阈值 (no sample, so no thresholds, for this kind)',
    ],
  ])('%s is named by its row, and nothing is written', async (_what, files, line) => {
    const { code, said, out } = await run(['--out', 'OUT'], files);
    expect([code, said, existsSync(out)]).toEqual([expect.any(CouldNot), [line], false]);
  });
  test.each([[['--explain', '丁']], [['--explain', '甲', '--month', '9']], [['--explain', '甲', '--frozen', '/nowhere.json']]])(
    '%j cannot be done',
    async (args) => {
      expect((await run(args)).code).toBeInstanceOf(CouldNot);
    },
  );
  test.each([[[]], [['--out', 'OUT', '--thresholds', 'both']], [['--out', 'OUT', '--total', 'all']], [['--out', 'OUT', '--freeze', 'a', '--frozen', 'b']]])(
    '%j is a misuse',
    async (args) => {
      expect((await run(args)).code).toBeInstanceOf(Misuse);
    },
  );
});
