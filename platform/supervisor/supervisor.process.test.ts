import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { placeEmbedded } from './embedded-binaries.ts';
import { joinPostgres, startPostgres } from './index.ts';
import { processStartedAt } from './process-identity.ts';
import { canRun } from './run-user.ts';
import {
  cleanUps,
  embeddedNative,
  host,
  isRoot,
  launch,
  logOf,
  nobody,
  othersCanRead,
  postmasterOf,
  query,
  realProgram,
  refusal,
  scratchFolder,
  startHost,
} from './test-clusters.ts';

describe('a cluster of our own', () => {
  test('answers on a socket in a folder closed to others, and nowhere else', async () => {
    const dataDir = scratchFolder();
    const { ownerUrl, appUrl } = await startHost(dataDir);
    const socketDir = new URL(ownerUrl).searchParams.get('host') ?? '';
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(await query(ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(await query(appUrl, 'select current_user::text as role, rolsuper, rolbypassrls from pg_roles where rolname = current_user')).toEqual([
      { role: 'zhidian_app', rolsuper: false, rolbypassrls: false },
    ]);
    await expect(query(appUrl, 'create table t (x int)')).rejects.toThrow(/permission denied/);
  });

  test('writes durably unless a test turns that off', async () => {
    const dataDir = scratchFolder();
    const cluster = await startPostgres({ dataDir, env: {} });
    try {
      const rows = await query(
        cluster.ownerUrl,
        `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') order by name`,
      );
      expect(rows.map((row) => row['setting'])).toEqual(['on', 'on', 'on', 'on']);
    } finally {
      await cluster.stop();
    }
  });

  test('lives in a folder whose path is long, has spaces and is Chinese', async () => {
    const dataDir = scratchFolder(`${'很长的路径'.repeat(8)} with spaces, and a comma`);
    const { ownerUrl } = await startHost(dataDir);
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'postgres/PG_VERSION'))).toBe(true);
  });

  test('knows Chinese letters from punctuation', async () => {
    const { ownerUrl } = await startHost(scratchFolder());
    expect(await query(ownerUrl, `select '楼' ~ '[[:alpha:]]' as letter, '，' ~ '[[:alpha:]]' as comma`)).toEqual([{ letter: true, comma: false }]);
  });
});

describe.runIf(isRoot)('started as root', () => {
  test('runs PostgreSQL as an ordinary user', async () => {
    const dataDir = scratchFolder();
    await startHost(dataDir);
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).not.toBe(0);
  });

  test('works in a folder that this user cannot enter', async () => {
    const closed = scratchFolder('closed');
    mkdirSync(closed, { mode: 0o700 });
    const dataDir = join(closed, 'data');
    const first = await startHost(dataDir);
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).not.toBe(0);
    await query(first.ownerUrl, 'create table kept (x int)');
    await query(first.ownerUrl, 'insert into kept values (7)');
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    const second = await startHost(dataDir);
    expect(await query(second.ownerUrl, 'select x from kept')).toEqual([{ x: 7 }]);
  });

  test.runIf(existsSync(embeddedNative()))('runs the embedded programs where the user cannot reach them', async () => {
    const { placeEmbedded } = await import('./embedded-binaries.ts');
    const { canRun } = await import('./run-user.ts');
    const closed = scratchFolder('closed');
    mkdirSync(closed, { mode: 0o700 });
    cpSync(embeddedNative(), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    expect(canRun(join(closed, 'native/bin/postgres'), nobody)).toBe(false);
    const placed = placeEmbedded(join(closed, 'native'), nobody);
    cleanUps.push(() => rmSync(dirname(placed), { recursive: true, force: true }));
    expect(canRun(join(placed, 'postgres'), nobody)).toBe(true);
    expect(statSync(placed).uid).toBe(0);
  });

  test("keeps the user of a cluster that an ordinary user made, and that user is refused another's", async () => {
    const dataDir = scratchFolder();
    const asRoot = await startHost(dataDir);
    asRoot.child.kill('SIGTERM');
    await asRoot.exit;
    const stranger = { uid: 61_234, gid: 61_234 };
    if (!othersCanRead(dirname(host))) return;
    chmodSync(dirname(dataDir), 0o777);
    chmodSync(dataDir, 0o777);
    expect((await refusal(dataDir, { user: stranger })).code).toBe('folder-not-ours');
  });
});

describe('started as an ordinary user', () => {
  const skip = isRoot && !othersCanRead(dirname(host));
  test.skipIf(skip)('runs PostgreSQL as that user', async () => {
    const dataDir = scratchFolder();
    if (isRoot) chownSync(dirname(dataDir), nobody.uid, nobody.gid);
    const { ownerUrl } = await startHost(dataDir, isRoot ? { user: nobody } : {});
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    const uid = isRoot ? nobody.uid : process.getuid?.();
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(uid);
  });

  test.skipIf(skip || !existsSync(embeddedNative()))('runs the embedded PostgreSQL, whose library links we make', async () => {
    const dataDir = scratchFolder();
    if (isRoot) chownSync(dirname(dataDir), nobody.uid, nobody.gid);
    const { ownerUrl } = await startHost(dataDir, {
      ...(isRoot && { user: nobody }),
      env: { ZHIDIAN_POSTGRES: 'embedded' },
    });
    const [row] = await query(ownerUrl, 'select version()');
    expect(String(row?.['version'])).toContain('PostgreSQL');
    expect(realProgram(dataDir)).toContain('postgres');
    expect(realProgram(dataDir)).not.toContain('/usr/lib/postgresql');
  });
});

describe('interrupted', () => {
  test('initdb: nothing that looks like a database is left, and the next start is clean', async () => {
    const dataDir = scratchFolder();
    const { child, exit } = launch(dataDir);
    const drafts = () => (existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name.includes('.new-')) : []);
    while (!drafts().some((name) => existsSync(join(dataDir, name, 'PG_VERSION')))) await sleep(5);
    child.kill('SIGKILL');
    await exit;
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    const { ownerUrl } = await startHost(dataDir);
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(drafts()).toEqual([]);
  });

  test('kill -9 of the parent: the orphan is stopped, the folder taken over, nothing lost', async () => {
    const dataDir = scratchFolder();
    const first = await startHost(dataDir);
    await query(first.ownerUrl, 'create table kept as select 7 as x');
    const orphan = postmasterOf(dataDir) ?? 0;
    first.child.kill('SIGKILL');
    await first.exit;
    expect(processStartedAt(orphan)).toBeDefined();
    expect(await joinPostgres({ dataDir, env: {} })).toBeUndefined();
    const second = await startHost(dataDir);
    expect(processStartedAt(orphan)).toBeUndefined();
    expect(await query(second.ownerUrl, 'select x from kept')).toEqual([{ x: 7 }]);
  });

  test('a power cut: postmaster.pid names a number that another program has now', async () => {
    const dataDir = scratchFolder();
    const first = await startHost(dataDir);
    const pidFile = join(dataDir, 'postgres/postmaster.pid');
    const left = readFileSync(pidFile, 'utf8');
    first.child.kill('SIGTERM');
    await first.exit;
    writeFileSync(pidFile, left.replace(/^\d+/, String(process.pid)));
    writeFileSync(join(dataDir, 'zhidian.lock'), JSON.stringify({ pid: process.pid, startedAt: 'another boot/1' }));
    const second = await startHost(dataDir);
    expect(await query(second.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a PostgreSQL that dies is started again behind the same address', async () => {
    const dataDir = scratchFolder();
    const { ownerUrl } = await startHost(dataDir);
    const first = postmasterOf(dataDir) ?? 0;
    process.kill(first, 'SIGKILL');
    const deadline = Date.now() + 20_000;
    let rows: unknown;
    while (rows === undefined && Date.now() < deadline) {
      await sleep(100);
      rows = postmasterOf(dataDir) === first ? undefined : await query(ownerUrl, 'select 1 as one').catch(() => undefined);
    }
    expect(rows).toEqual([{ one: 1 }]);
  });
});

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s writes everything and frees the folder', async (signal) => {
    const dataDir = scratchFolder();
    const { child, exit, ownerUrl } = await startHost(dataDir);
    const postmaster = postmasterOf(dataDir) ?? 0;
    const open = new pg.Client({ connectionString: ownerUrl });
    open.on('error', () => {});
    await open.connect();
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(processStartedAt(postmaster)).toBeUndefined();
    expect(existsSync(join(dataDir, 'zhidian.lock'))).toBe(false);
    const next = await startHost(dataDir);
    expect(await query(next.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(logOf(dataDir)).not.toMatch(/not properly shut down|recovery in progress/);
  });
});

describe('refusing', () => {
  test('a folder that a running process holds, by its number', async () => {
    const dataDir = scratchFolder();
    const { child, ownerUrl } = await startHost(dataDir);
    const refused = await refusal(dataDir);
    expect(refused.code).toBe('folder-taken');
    expect(refused.message).toContain(String(child.pid));
    expect(refused.message).not.toContain('\n');
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('all but one of five who start at once', async () => {
    const dataDir = scratchFolder();
    const told = await Promise.all(Array.from({ length: 5 }, () => launch(dataDir).said));
    expect(told.filter((one) => 'ownerUrl' in one)).toHaveLength(1);
    expect(told.flatMap((one) => ('code' in one ? [one.code] : []))).toEqual(Array(4).fill('folder-taken'));
  });

  test('data of another major version, unchanged', async () => {
    const dataDir = scratchFolder();
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '9\n');
    const refused = await refusal(dataDir);
    expect(refused.code).toBe('other-major-version');
    expect(refused.message).toContain('PostgreSQL 9');
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
  });
});

describe('other processes', () => {
  test('join the database of the running one', async () => {
    const dataDir = scratchFolder();
    const { ownerUrl, appUrl } = await startHost(dataDir);
    const joined = await joinPostgres({ dataDir, env: {} });
    expect(joined).toMatchObject({ kind: 'joined', ownerUrl, appUrl });
  });

  test('use DATABASE_URL when it is set, with the application role switched on', async () => {
    const dataDir = scratchFolder();
    const { ownerUrl } = await startHost(dataDir);
    const external = await startPostgres({
      dataDir: scratchFolder('unused'),
      env: { DATABASE_URL: ownerUrl },
    });
    expect(external.kind).toBe('external');
    expect(await query(external.appUrl, 'select current_user::text as role')).toEqual([{ role: 'zhidian_app' }]);
    await external.stop();
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
