import { mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { Permissions } from '#platform/access';
import { type CommandContext, type Platform, systemSources } from '#platform/command';
import { Database, migrate } from '#platform/database';
import { FileStore } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { createSignIn, LocalOutbox } from '#platform/sign-in';
import { startPostgres } from '#platform/supervisor';
import {
  approveRun,
  computeRun,
  drawIndexSample,
  importValues,
  indexData,
  monthLabel,
  monthOfDay,
  published,
  publishRun,
  registerCompounds,
  reviewRun,
  shippedTree,
} from '#modules/index';
import { loadActor } from '#modules/people';
import { inventedValues } from '#demo/index-figures';
import { loadDemo } from '#demo/load';
import { fixedId } from '#demo/stage';
import { createApp } from '../apps/web/app.tsx';
import { permissionTables } from '../apps/web/permissions.ts';
import { registerRoutes } from '../apps/web/registry.ts';

/**
 * A district of 2,790 compounds × 36 months × 35 leaves in the pages: import, recompute while people read, CPU a page. Times are of this machine; the figures
 * to compare are the ratios to `/healthz`, taken in the same run. Run: `script/bench governance-district [compounds]`.
 */
const compounds = Number(process.argv[2] ?? 2790);
const months = 36;
const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
const cluster = await startPostgres({ dataDir, env: {}, serverSettings: { fsync: 'off' } });
const db = new Database({ url: cluster.appUrl });
const signIn = createSignIn({ appUrl: cluster.appUrl, origin: 'http://localhost', secret: 'b'.repeat(40), sender: new LocalOutbox(), sources: systemSources });
const done = async <T, E>(result: Promise<{ ok: true; value: T } | { ok: false; error: E }>): Promise<T> => {
  const value = await result;
  if (!value.ok) throw new Error(JSON.stringify(value.error).slice(0, 500));
  return value.value;
};
try {
  await migrate({ ownerUrl: cluster.ownerUrl });
  await loadDemo({ ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, dataDir, permissions: permissionTables, only: ['office'] });
  const platform: Platform = { db, sources: systemSources, permissions: new Permissions(permissionTables), jobs: noJobs };
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  await owner.connect();
  const subdistrictId = (await owner.query<{ id: string }>("select id from subdistrict where code = 'zhidian'")).rows[0]?.id ?? '';
  const as = async (who: string): Promise<CommandContext> => ({
    platform,
    subdistrictId,
    actor: await db.tenant(subdistrictId, (tx) => loadActor(tx, fixedId(`account ${who}`), who), 'read'),
  });
  const [officer, head, auditor] = [await as('officer'), await as('head'), await as('auditor')];
  const kinds = ['老旧公房', '商品房'];
  const names = Array.from({ length: compounds }, (_, at) => `C${String(at + 1).padStart(4, '0')}`);
  const list = names.map(
    (code, at) =>
      `${code},小区${code},${kinds[at * 100 < compounds * 43 ? 0 : 1]},第${1 + Math.floor(at / 9)}居民区,街镇${1 + (Math.floor(at / 80) % 36)},${300 + ((at * 37) % 900)},${(at * 13) % 45}`,
  );
  const last = monthOfDay(new Date().toISOString().slice(0, 10)) - 1;
  const lines = [`compound,month,${shippedTree.leaves.map((leaf) => leaf.code).join(',')}`];
  names.forEach((code, at) =>
    inventedValues({ seed: at + 1, months, calendarMonthOfFirst: 1, missing: 0.03 }).forEach((row, month) =>
      lines.push(`${code},${monthLabel(last - months + 1 + month)},${row.map((value) => value ?? '').join(',')}`),
    ),
  );
  const file = new TextEncoder().encode(`${lines.join('\n')}\n`);

  const app = createApp({
    site: {
      platform,
      files: new FileStore(join(dataDir, 'files')),
      demo: true,
      publicOrigin: 'http://localhost',
      accounts: { makeAccountWithLink: () => Promise.reject(new Error('none')), linkFor: () => Promise.reject(new Error('none')) },
    },
    signIn: {
      ...signIn,
      session: async (headers: Headers) => {
        const accountId = headers.get('x-bench-account');
        return accountId ? { accountId, name: '', phone: null, mail: null, expiresAt: new Date(Date.now() + 3_600_000) } : null;
      },
    },
    routes: registerRoutes(),
    log: pino({ level: 'error' }),
    ready: async () => true,
  });
  const get = async (path: string): Promise<string> => {
    const answer = await app.request(`http://localhost${path}`, { headers: { 'x-bench-account': fixedId('account officer') } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return text;
  };
  const delay = monitorEventLoopDelay({ resolution: 2 });
  /** Times a step, and how long the longest and the usual reader had to wait for a turn meanwhile. */
  const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    delay.reset();
    delay.enable();
    const [before, cpu] = [performance.now(), process.cpuUsage()];
    const value = await work();
    const used = process.cpuUsage(cpu);
    delay.disable();
    console.log(
      `${what.padEnd(46)} ${((performance.now() - before) / 1000).toFixed(2).padStart(6)} s, CPU ${((used.user + used.system) / 1e6).toFixed(2)} s, longest wait ${(delay.max / 1e6).toFixed(0)} ms, usual ${(delay.percentile(50) / 1e6).toFixed(1)} ms`,
    );
    return value;
  };
  console.log(`${compounds} compounds × ${months} months × ${shippedTree.leaves.length} leaves, ${(file.length / 1e6).toFixed(1)} MB of CSV`);
  await step('register compounds', async () =>
    done(
      registerCompounds(officer, {
        fileName: 'c.csv',
        bytes: new TextEncoder().encode(`compound,name,category,neighbourhood,area,households,房龄\n${list.join('\n')}\n`),
      }),
    ),
  );
  await step('import values', async () =>
    done(importValues(officer, { fileName: 'v.csv', bytes: file, source: '测', status: 'reported', treatedBy: '已折算' })),
  );
  await done(drawIndexSample(officer, { year: Math.floor(last / 12), seed: 'bench' }));
  await step('load data into memory', () => indexData(db, subdistrictId));
  const first = await step('compute a run', async () => done(computeRun(officer, { month: last })));
  await done(reviewRun(auditor, { runId: first.runId, note: '核对' }));
  await done(approveRun(head, { runId: first.runId }));
  await step('publish', async () => done(publishRun(officer, { runId: first.runId })));
  await step('load the published run into memory', () => published(db, subdistrictId));
  const compound = (await owner.query<{ id: string }>("select id from index_compound where code = 'C0100'")).rows[0]?.id ?? '';

  const pages = [
    '/healthz',
    '/s/zhidian/index',
    '/s/zhidian/index/compounds',
    `/s/zhidian/index/compounds/${compound}`,
    `/s/zhidian/index/compounds/${compound}/what-if`,
    `/s/zhidian/index/compounds/${compound}/leaves/I10?outlook=no`,
  ];
  let healthz = 0;
  for (const page of pages) {
    for (let at = 0; at < 5; at += 1) await get(page);
    const times: number[] = [];
    for (let at = 0; at < 25; at += 1) {
      const cpu = process.cpuUsage();
      await get(page);
      const used = process.cpuUsage(cpu);
      times.push((used.user + used.system) / 1000);
    }
    const median = times.sort((a, b) => a - b)[12] ?? 0;
    if (page === '/healthz') healthz = median;
    console.log(`${page.replace(compound, ':id').padEnd(46)} CPU ${median.toFixed(2)} ms, × ${(median / healthz).toFixed(1)} of /healthz`);
  }
  await step('the outlook of a compound, the first time', () => get(`/s/zhidian/index/compounds/${compound}/outlook`));
  await step('the outlook again', () => get(`/s/zhidian/index/compounds/${compound}/outlook`));

  // Readers go on while a run is computed.
  let reading = true;
  const waits: number[] = [];
  const readers = (async () => {
    while (reading) {
      const before = performance.now();
      await get(`/s/zhidian/index/compounds/${compound}`);
      waits.push(performance.now() - before);
    }
  })();
  await step('compute again while somebody reads', async () => done(computeRun(officer, { month: last })));
  reading = false;
  await readers;
  waits.sort((a, b) => a - b);
  console.log(
    `pages read meanwhile: ${waits.length}, half within ${(waits[Math.floor(waits.length / 2)] ?? 0).toFixed(0)} ms, the slowest ${(waits.at(-1) ?? 0).toFixed(0)} ms`,
  );
  await owner.end();
} finally {
  await signIn.end();
  await db.end();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
