import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { Permissions, system } from '#platform/access';
import { type CommandContext, runCommand, systemSources } from '#platform/command';
import { Database } from '#platform/database';
import { FileStore, recordFile } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { sealRows, verifySeals } from '#platform/seals';
import { type DemoDatabase, demoDatabase } from '#testing/access/demo-database';
import { permissionTables } from '../web/permissions.ts';
import { sealedKinds } from '../web/sealed-kinds.ts';
import { verifyInstallation } from './verify.ts';

let demo: DemoDatabase;
let db: Database;
let owner: pg.Client;
let context: CommandContext;
let files: FileStore;
beforeAll(async () => {
  demo = await demoDatabase();
  db = new Database({ url: demo.appUrl });
  files = new FileStore(join(demo.dataDir, 'files'));
  owner = new pg.Client({ connectionString: demo.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ id: string }>("select id from subdistrict where code = 'zhidian'");
  context = {
    platform: { db, sources: systemSources, permissions: new Permissions(permissionTables), jobs: noJobs },
    subdistrictId: rows[0]?.id ?? '',
    actor: system,
  };
}, 240_000);
afterAll(async () => {
  await owner?.end();
  await db?.end();
  await demo?.drop();
});

/** What the seals say of the demo's subdistrict. */
const differences = async (): Promise<string[]> => (await db.tenant(context.subdistrictId, (tx) => verifySeals(tx, sealedKinds), 'read')).problems;

/** As somebody with every right in the database, who switches the guards off first. */
async function tamper(table: string, statement: string): Promise<void> {
  await owner.query(`alter table ${table} disable trigger user`);
  expect((await owner.query(statement)).rowCount).toBeGreaterThan(0);
  await owner.query(`alter table ${table} enable trigger user`);
}

describe('seals', () => {
  test('cover the demo; sealing again finds nothing new, and nothing differs', async () => {
    const first = await sealRows(context, sealedKinds);
    expect(first.ok && first.value).toBeGreaterThan(500n);
    expect(await sealRows(context, sealedKinds)).toEqual(ok(0n));
    expect(await sealRows(context, sealedKinds, 'when-active')).toEqual(ok(0n));
    const report: string[] = [];
    const problems = await verifyInstallation(db, { files, full: true }, (line) => report.push(line));
    expect(problems).toEqual([]);
    expect(report.join('\n')).toMatch(/zhidian: 封存 \(seals\) ✓ · \d{3,} 行已核 \(rows compared\) · 0 行尚未封存/);
    for (const kind of ['award', 'txn', 'expense', 'receipt', 'pledge', 'voucher', 'spending-approval', 'review', 'vote', 'resolution', 'minutes', 'file'])
      expect((await owner.query('select count(*)::int as n from row_seal where kind = $1', [kind])).rows[0].n, kind).toBeGreaterThan(0);
  });

  test('what is written later waits for the next sealing, which looks again once somebody has acted', async () => {
    const stored = await files.putOwn(new TextEncoder().encode('会议记录'), 'text/plain');
    const acted = await runCommand(context, 'record-file', async (tx) => {
      await recordFile(tx, stored, { name: '会议记录.txt', visibility: 'public', neighbourhoodId: null });
      tx.audit({ action: 'file.record', subjectKind: 'file', subjectId: null, text: {} });
      return ok();
    });
    expect(acted.ok).toBe(true);
    const before = await db.tenant(context.subdistrictId, (tx) => verifySeals(tx, sealedKinds), 'read');
    expect([before.unsealed, before.problems]).toEqual([1n, []]);
    expect(await sealRows(context, sealedKinds, 'when-active')).toEqual(ok(1n));
    expect(await sealRows(context, sealedKinds, 'when-active')).toEqual(ok(0n));
  });

  test.each([
    [
      "a payer's name",
      'receipt',
      "update receipt set payer_name = '别人' where id = (select min(id::text)::uuid from receipt)",
      /收据「\d{4}-\d+」与封存时不同/,
    ],
    [
      'the day of a transaction',
      'txn',
      "update txn set day = day - 1 where id = (select id from txn where kind = 'spend' order by id limit 1)",
      /记账「.*」与封存时不同/,
    ],
    ['who was paid', 'expense', "update expense set payee = '别家' where id = (select id from expense order by id limit 1)", /支出「.*」与封存时不同/],
    [
      'a name of a source',
      'award',
      "update award set name = name || '二' where id = (select id from award order by id limit 1)",
      /资金来源「.*二」与封存时不同/,
    ],
    [
      'the seller of a voucher',
      'voucher',
      "update voucher set seller_name = '别家' where id = (select id from voucher order by id limit 1)",
      /凭证「.*」与封存时不同/,
    ],
    [
      'the words of a resolution',
      'resolution',
      "update resolution set text = text || '（改）' where id = (select id from resolution order by id limit 1)",
      /决议「.*」与封存时不同/,
    ],
    [
      "a reviewer's points",
      'review_score',
      "update review_score set points = points - 1 where points > 1 and review_id = (select id from review where state = 'submitted' order by id limit 1)",
      /评审表「.*」与封存时不同/,
    ],
    [
      'an approval',
      'spending_approval',
      "update spending_approval set person_name = '别人' where (request_id, step) = (select request_id, step from spending_approval order by 1, 2 limit 1)",
      /用款审批「.*」与封存时不同/,
    ],
    [
      'the bytes a file stands for',
      'file',
      "update file set sha256 = repeat('a', 64) where id = (select id from file order by id limit 1)",
      /文件「.*」与封存时不同/,
    ],
    [
      'a row that was taken out',
      'spending_approval',
      'delete from spending_approval where (request_id, step) = (select request_id, step from spending_approval order by 1 desc, 2 desc limit 1)',
      /用款审批（.*）封存后不见了/,
    ],
  ])('find %s that was changed by somebody with every right', async (_what, table, statement, said) => {
    expect((await differences()).join('\n')).not.toMatch(said);
    await tamper(table, statement);
    expect((await differences()).join('\n')).toMatch(said);
  });

  test('find two named votes that were swapped, though every count stays as it was', async () => {
    const { rows } = await owner.query<{ yes: string; no: string }>(`select a.id as yes, b.id as no from ballot_vote a join ballot_vote b
      on b.ballot_id = a.ballot_id and b.choice = 'no' and a.choice = 'yes' limit 1`);
    const keys = await owner.query<{ name: string }>("select conname as name from pg_constraint where conrelid = 'ballot_voice'::regclass and contype = 'f'");
    for (const { name } of keys.rows) await owner.query(`alter table ballot_voice drop constraint "${name}"`);
    await tamper(
      'ballot_vote',
      `update ballot_vote set choice = case choice when 'yes' then 'no' else 'yes' end where id in ('${rows[0]?.yes}', '${rows[0]?.no}')`,
    );
    expect((await differences()).filter((line) => line.includes('记名票'))).toHaveLength(2);
  });

  test('are themselves held by the audit chain: a seal rewritten to fit the change does not help', async () => {
    await tamper('pledge', "update pledge set payer_name = '别人' where id = (select id from pledge order by id limit 1)");
    const changed = (await differences()).filter((line) => line.includes('认领'));
    expect(changed).toHaveLength(1);
    const pledges = sealedKinds.find((one) => one.kind === 'pledge');
    const { rows } = await owner.query<{ key: string; digest: string }>(
      `select key, encode(sha256(convert_to(facts::text, 'UTF8')), 'hex') as digest from (${pledges?.rows(context.subdistrictId).text}) x order by key limit 1`,
      [context.subdistrictId],
    );
    await tamper('row_seal', `update row_seal set digest = '${rows[0]?.digest}' where kind = 'pledge' and key = '${rows[0]?.key}'`);
    const problems = await differences();
    expect(problems.filter((line) => line.includes('认领'))).toEqual([]);
    expect(problems.join('\n')).toMatch(/封存批次 .* 与审计链所载不符/);
  });

  test('taken out together with their row leave a batch that no longer fits', async () => {
    await owner.query('delete from seal_head');
    await tamper('row_seal', 'delete from row_seal');
    expect((await differences()).join('\n')).toMatch(/封存批次 .* 与审计链所载不符/);
  });
});
