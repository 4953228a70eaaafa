import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { pino } from 'pino';
import { Permissions } from '#platform/access';
import { type Platform, systemSources } from '#platform/command';
import { Database, migrate } from '#platform/database';
import { FileStore } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { createSignIn, LocalOutbox } from '#platform/sign-in';
import { startPostgres } from '#platform/supervisor';
import { loadDemo } from '#demo/load';
import { createApp } from '../apps/web/app.tsx';
import { permissionTables } from '../apps/web/permissions.ts';
import { registerRoutes } from '../apps/web/registry.ts';

/**
 * CPU of this process a page, and its bytes (gzip, without pictures), on the whole demo. The figures to compare are the ratios to `/healthz`, which does
 * nothing, taken in the same run; the database's own CPU is not counted. Run: `script/bench pages [requests]`.
 */
const requests = Number(process.argv[2] ?? 200);
const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
const cluster = await startPostgres({ dataDir, env: {}, serverSettings: { fsync: 'off' } });
const db = new Database({ url: cluster.appUrl });
const signIn = createSignIn({ appUrl: cluster.appUrl, origin: 'http://localhost', secret: 'b'.repeat(40), sender: new LocalOutbox(), sources: systemSources });
try {
  await migrate({ ownerUrl: cluster.ownerUrl });
  await loadDemo({ ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, dataDir, permissions: permissionTables });
  const platform: Platform = { db, sources: systemSources, permissions: new Permissions(permissionTables), jobs: noJobs };
  const app = createApp({
    site: {
      platform,
      files: new FileStore(join(dataDir, 'files')),
      demo: true,
      publicOrigin: 'http://localhost',
      accounts: { makeAccountWithLink: () => Promise.reject(new Error('none')), linkFor: () => Promise.reject(new Error('none')) },
    },
    signIn,
    routes: registerRoutes(),
    log: pino({ level: 'error' }),
    ready: async () => true,
  });
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  await owner.connect();
  const id = async (text: string) => (await owner.query<{ id: string }>(text)).rows[0]?.id ?? '';
  const project = await id("select id from project where title = '楼道亮起来'");
  const ballot = await id('select id from ballot limit 1');
  const matter = await id(
    "select m.id from matter m join neighbourhood n on n.id = m.neighbourhood_id where n.code = 'pd-cailu' order by m.created_at limit 1",
  ).catch(() => '');
  await owner.end();
  const pages = [
    '/healthz',
    '/s/zhidian',
    '/s/zhidian/n/pd-cailu',
    '/s/zhidian/n/pd-cailu/matters',
    ...(matter ? [`/s/zhidian/matters/${matter}`] : []),
    `/s/zhidian/ballots/${ballot}`,
    `/s/zhidian/projects/${project}`,
    `/s/zhidian/n/pd-cailu/notices`,
    '/s/zhidian/projects',
  ];
  let base = 0;
  console.log(`${'page'.padEnd(64)} ${'CPU median ms'.padStart(14)} ${'× healthz'.padStart(10)} ${'gzip KB'.padStart(8)}`);
  for (const page of pages) {
    const times: number[] = [];
    let bytes = 0;
    for (let i = 0; i < requests; i++) {
      const before = process.cpuUsage();
      const response = await app.request(`http://localhost${page}`);
      const body = await response.arrayBuffer();
      const used = process.cpuUsage(before);
      if (response.status !== 200) throw new Error(`${page} answered ${response.status}`);
      bytes = gzipSync(new Uint8Array(body)).length;
      if (i >= requests / 4) times.push((used.user + used.system) / 1000);
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] ?? 0;
    if (page === '/healthz') base = median;
    console.log(
      `${page.padEnd(64)} ${median.toFixed(2).padStart(14)} ${(median / Math.max(base, 0.01)).toFixed(1).padStart(10)} ${(bytes / 1024).toFixed(1).padStart(8)}`,
    );
  }
} finally {
  await signIn.end();
  await db.end();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
