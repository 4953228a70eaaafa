import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeNeighbourhood } from '#testing/neighbourhood';
import { type TestPlatform, testPlatform } from '#testing/platform';
import { run } from './run.ts';

let t: TestPlatform;
let folder: string;
beforeEach(async () => {
  t = await testPlatform([]);
  await makeNeighbourhood(t, 'cailu', '蔡路居民区');
  folder = mkdtempSync(join(tmpdir(), 'zhidian-roster-'));
});
afterEach(async () => {
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

async function imported(roster: string, ...more: string[]) {
  const file = join(folder, '花名册.csv');
  writeFileSync(file, roster);
  let out = '';
  const notes: string[] = [];
  const code = await run(['import', 'roster', file, '--neighbourhood', 'cailu', ...more], {
    // As an operator whose database stands elsewhere; no cluster is started for this.
    env: { DATABASE_URL: t.ownerUrl, DATABASE_APP_URL: t.appUrl },
    out: (text) => (out += text),
    note: (line) => notes.push(line),
  });
  return { code, out, notes };
}

const homes = async () => (await t.owner.query('select count(*)::int as n from home')).rows[0].n;
const roster = '楼栋,单元,室号,楼层,面积,业主,住户\n2号楼,1单元,101,1,52.10,王小英,王小英\n2号楼,1单元,102,1,48.00,李强,李强；李小明\n';

describe('./zhidian import roster', () => {
  test('says what it would do, then does it once', async () => {
    const dry = await imported(roster, '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('新住房 (new homes): 2');
    expect(await homes()).toBe(0);

    const real = await imported(roster);
    expect(real.code).toBe(0);
    expect(real.out).toContain('新住房 (new homes): 2');
    expect(real.notes).toContain('完成 (done)');
    expect(await homes()).toBe(2);

    const again = await imported(roster);
    expect(again.code).toBe(0);
    expect(again.out).toContain('没有变化的行 (unchanged rows): 2');
    expect(await homes()).toBe(2);
  });

  test.each([[[]], [['--dry-run']]])('names every wrong row and writes nothing %j', async (more) => {
    const { code, out, notes } = await imported(`${roster}2号楼,1单元,103,一层半,大,,\n`, ...more);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(notes.filter((line) => line.startsWith('第 4 行'))).toHaveLength(2);
    expect(notes.at(-1)).toContain('zhidian import: ');
    expect(await homes()).toBe(0);
  });

  test.each([
    ['an unknown neighbourhood', ['--neighbourhood', 'nowhere'], 'nowhere'],
    ['an unknown compound', ['--compound', '月球'], '月球'],
  ])('%s is one clear line', async (_what, more, word) => {
    const { code, notes } = await imported(roster, ...more);
    expect(code).toBe(1);
    expect(notes).toEqual([expect.stringContaining(word)]);
  });

  test('a file that is not there, a picture and no file at all', async () => {
    const context = {
      env: { DATABASE_URL: t.ownerUrl, DATABASE_APP_URL: t.appUrl },
      out: () => {},
      note: () => {},
    };
    expect(await run(['import', 'roster', join(folder, 'none.csv'), '--neighbourhood', 'cailu'], context)).toBe(1);
    expect(await run(['import', 'roster', '--neighbourhood', 'cailu'], context)).toBe(2);
    expect(await run(['import', 'ballots', 'x', '--neighbourhood', 'cailu'], context)).toBe(2);
    expect(await run(['import', 'roster', 'x'], context)).toBe(2);
  });
});
