import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSources } from '#platform/command';
import { migrate } from '#platform/database';
import { installQueues } from '#platform/outbox';
import { type Cluster, startPostgres } from '#platform/supervisor';
import { setupSubdistrict } from '#modules/people';
import { type RunningServer, startServer } from '../apps/web/server.ts';
import { freePort } from './free-port.ts';

let dataDir: string;
let cluster: Cluster;
let server: RunningServer;
let origin: string;

const startCluster = () => startPostgres({ dataDir, env: {}, serverSettings: { fsync: 'off' } });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'zhidian-away-'));
  cluster = await startCluster();
  await migrate({ ownerUrl: cluster.ownerUrl, after: installQueues });
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  await owner.connect();
  const made = await setupSubdistrict(
    owner,
    {
      districtCode: 'pd',
      districtName: '浦东新区',
      code: 'gq',
      name: '高桥镇',
      officeName: '高桥镇自治办',
      officerName: '顾文清',
      officerPhone: null,
      accountId: null,
    },
    { newId: systemSources.newId, now: new Date(), today: '2026-11-22' },
  );
  await owner.end();
  expect(made.ok).toBe(true);
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  server = await startServer({
    appUrl: cluster.appUrl,
    ownerUrl: cluster.ownerUrl,
    port,
    dataDir,
    env: { LOG_LEVEL: 'silent', PUBLIC_ORIGIN: origin },
  });
});

afterAll(async () => {
  await server?.stop();
  await cluster?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const status = async (path: string) => (await fetch(`${origin}${path}`, { signal: AbortSignal.timeout(20_000) })).status;

/** A page that asks the database each time. */
const page = () => status('/s/gq/audit.atom');

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await sleep(100);
  }
}

describe('a database that goes away', () => {
  test('requests fail cleanly with 503 while it is away, and the server goes on when it is back', async () => {
    expect(await page()).toBe(200);
    expect(await status('/readyz')).toBe(200);

    await cluster.stop();
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(503);
    for (const answer of await Promise.all(Array.from({ length: 20 }, page))) expect(answer).toBe(503);

    cluster = await startCluster();
    await until(async () => (await page()) === 200);
    expect(await status('/readyz')).toBe(200);
  });

  test('requests that were in flight are answered 503, none hangs', async () => {
    const blocker = new pg.Client({ connectionString: cluster.ownerUrl });
    blocker.on('error', () => {});
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('lock table audit_day in access exclusive mode');
    const waiting = Array.from({ length: 20 }, page);
    await until(async () => {
      const { rows } = await blocker.query(`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`);
      return rows[0].n > 0;
    });
    await cluster.stop();
    for (const answer of await Promise.all(waiting)) expect(answer).toBe(503);
    cluster = await startCluster();
    await until(async () => (await page()) === 200);
  });

  test('comes back by itself when PostgreSQL is killed under it', async () => {
    const client = new pg.Client({ connectionString: cluster.ownerUrl });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query(`select pg_read_file('postmaster.pid') as text`);
    await client.end();
    process.kill(Number.parseInt(rows[0].text, 10), 'SIGKILL');
    await until(async () => (await page()) === 503);
    await until(async () => (await page()) === 200);
  });
});
