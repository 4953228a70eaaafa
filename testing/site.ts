import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { civilDay, type Sources, systemSources } from '#platform/command';
import { migrate } from '#platform/database';
import { installQueues } from '#platform/outbox';
import { startPostgres } from '#platform/supervisor';
import { loadDemo, type LoadDemoOptions } from '#demo/load';
import { permissionTables } from '../apps/web/permissions.ts';
import { startServer } from '../apps/web/server.ts';
import { freePort } from './free-port.ts';

/** A whole site of its own: cluster, demo people without stories, server, and a clock that can be set. */
export interface TestSite {
  origin: string;
  base: string;
  ownerUrl: string;
  /** Civil day of the site's clock. */
  today(): string;
  /** Sets the clock forward, so that notices end and meetings begin. */
  advance(days: number, hours?: number): void;
  stop(): Promise<void>;
}

/** Starts a site on a free port. `chapters` are the demo's stories to load beside its world; none when left out. */
export async function startSite(options: { chapters?: readonly string[]; more?: LoadDemoOptions['more'] } = {}): Promise<TestSite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-site-'));
  const cluster = await startPostgres({ dataDir, env: {}, serverSettings: { fsync: 'off', synchronous_commit: 'off' } });
  await migrate({ ownerUrl: cluster.ownerUrl, after: installQueues });
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  await owner.connect();
  await owner.query('insert into instance (demo, created_at) values (true, now())');
  await owner.end();
  await loadDemo({
    ownerUrl: cluster.ownerUrl,
    appUrl: cluster.appUrl,
    dataDir,
    permissions: permissionTables,
    only: options.chapters ?? ['office'],
    ...(options.more ? { more: options.more } : {}),
  });
  // The story's day begins at ten in the morning, whenever the test runs: meetings at nine can be held, evenings lie ahead.
  const untilTen = Date.parse(`${civilDay(systemSources.now())}T10:00:00+08:00`) - systemSources.now().getTime();
  let ahead = untilTen < 0 ? untilTen + 86_400_000 : untilTen;
  const now = () => new Date(systemSources.now().getTime() + ahead);
  const sources: Sources = { ...systemSources, now };
  const port = await freePort();
  const server = await startServer({
    appUrl: cluster.appUrl,
    ownerUrl: cluster.ownerUrl,
    port,
    dataDir,
    sources,
    env: { LOG_LEVEL: 'error', HOST: '127.0.0.1', PUBLIC_ORIGIN: `http://127.0.0.1:${port}` },
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    base: `http://127.0.0.1:${port}/s/zhidian`,
    ownerUrl: cluster.ownerUrl,
    today: () => civilDay(now()),
    advance: (days, hours = 0) => {
      ahead += days * 86_400_000 + hours * 3_600_000;
    },
    async stop() {
      await server.stop();
      await cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
