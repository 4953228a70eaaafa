import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { system } from '#platform/access';
import { runCommand } from '#platform/command';
import { FileStore, recordFile } from '#platform/files';
import { type TestPlatform, testPlatform } from '#testing/platform';
import { verifyInstallation } from './verify.ts';

let t: TestPlatform;
let folder: string;
let files: FileStore;
beforeEach(async () => {
  t = await testPlatform([]);
  folder = mkdtempSync(join(tmpdir(), 'zhidian-files-'));
  files = new FileStore(folder);
});
afterEach(async () => {
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One stored file and three audit entries. */
async function somethingHappens(): Promise<void> {
  const stored = await files.putOwn(new TextEncoder().encode('会议记录'), 'text/plain');
  await runCommand(t.contextFor(system), 'record-file', async (tx) => {
    await recordFile(tx, stored, { name: '会议记录.txt', visibility: 'public', neighbourhoodId: null });
    for (const action of ['one', 'two', 'three']) {
      tx.audit({ action, subjectKind: 'file', subjectId: null, text: { action } });
    }
    return ok();
  });
}

async function verified(): Promise<{ problems: string[]; report: string[] }> {
  const report: string[] = [];
  return { problems: await verifyInstallation(t.db, { files }, (line) => report.push(line)), report };
}

/** As somebody with every right in the database, who switches the guards off first. */
async function tamper(table: string, statement: string): Promise<void> {
  await t.owner.query(`alter table ${table} disable trigger user`);
  expect((await t.owner.query(statement)).rowCount).toBe(1);
  await t.owner.query(`alter table ${table} enable trigger user`);
}

describe('verify', () => {
  test('finds nothing where nothing was touched, and says what it looked at', async () => {
    await somethingHappens();
    const { problems, report } = await verified();
    expect(problems).toEqual([]);
    for (const name of ['gq: 审计链', 'gq: 账目', 'gq: 文件', 'qt: 审计链']) expect(report.join('\n')).toContain(name);
  });

  test.each([
    ['a changed entry', 'audit_entry', `update audit_entry set action = 'never' where seq = 2`],
    ['a changed text', 'audit_text', `update audit_text set body = '{}' where seq = 2`],
    ['a changed head', 'audit_head', `update audit_head set digest = repeat('a', 64)`],
  ])('finds %s in the audit chain', async (_what, table, statement) => {
    await somethingHappens();
    await tamper(table, statement);
    expect((await verified()).problems.join('\n')).toMatch(/^gq: audit chain: /m);
  });

  test('finds a removed entry', async () => {
    await somethingHappens();
    await tamper('audit_text', 'delete from audit_text where seq = 3');
    await tamper('audit_entry', 'delete from audit_entry where seq = 3');
    expect((await verified()).problems.join('\n')).toContain('gq: audit chain:');
  });

  test('finds a changed and a missing file', async () => {
    await somethingHappens();
    const [shelf = ''] = readdirSync(folder);
    const [name = ''] = readdirSync(join(folder, shelf));
    const path = join(folder, shelf, name);
    writeFileSync(path, '别的记录');
    expect((await verified()).problems).toEqual([expect.stringMatching(/gq: files: .*changed/)]);
    rmSync(path);
    expect((await verified()).problems).toEqual([expect.stringMatching(/gq: files: .*missing/)]);
  });
});
