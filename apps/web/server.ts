import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import pg from 'pg';
import { pino } from 'pino';
import { Permissions } from '#platform/access';
import { type Platform, type Sources, systemSources } from '#platform/command';
import { Database, pendingMigrations, surviveBrokenConnections } from '#platform/database';
import { FileStore } from '#platform/files';
import { type JobRunner, noJobs, Outbox, startJobs } from '#platform/outbox';
import { folderVault } from '#platform/vault';
import { createSignIn, LocalOutbox, senderFromEnvironment } from '#platform/sign-in';
import { createApp } from './app.tsx';
import { runDaily, runSweep } from './daily.ts';
import { permissionTables } from './permissions.ts';
import { registerRoutes, subscribeAll } from './registry.ts';
import type { Site } from './kit/index.ts';

export interface ServerOptions {
  appUrl: string;
  ownerUrl: string;
  port: number;
  dataDir: string;
  log?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  /** Clock, ids and randomness; the machine's own when left out. */
  sources?: Sources;
  /** False while the demo is still being loaded: /readyz answers 503 until it is true. */
  demoLoaded?: () => boolean;
}

export interface RunningServer {
  port: number;
  site: Site;
  signIn: ReturnType<typeof createSignIn>;
  /** Stops accepting, lets requests finish (10 s at most), stops the jobs and closes the pools. */
  stop(): Promise<void>;
}

/** The port is taken by another program. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`port ${port} is taken by another program; set PORT to a free one`);
    this.name = 'PortTaken';
  }
}

/** Secret that signs the sessions: made once, kept in the data folder, readable by us alone. */
export function sessionSecret(dataDir: string, env: NodeJS.ProcessEnv): string {
  if (env['SESSION_SECRET']) return env['SESSION_SECRET'];
  const file = join(dataDir, 'session-secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Starts the web server and its jobs on a migrated database. Throws {@link PortTaken}. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const env = options.env ?? process.env;
  const sources = options.sources ?? systemSources;
  const log = pino({ level: env['LOG_LEVEL'] ?? 'warn', redact: ['req.headers.cookie'] });
  const db = new Database({ url: options.appUrl, max: 12, onError: (error) => log.warn({ err: error.message }, 'idle connection lost') });
  const demo = await isDemo(options.appUrl);
  const origin = (env['PUBLIC_ORIGIN'] ?? `http://localhost:${options.port}`).replace(/\/+$/, '');
  const localOutbox = demo ? new LocalOutbox() : undefined;
  const signIn = createSignIn({
    appUrl: options.appUrl,
    origin,
    secret: sessionSecret(options.dataDir, env),
    sender: localOutbox ?? senderFromEnvironment(env),
    sources,
  });
  const vault = folderVault(env['ZHIDIAN_VAULT'] ?? join(options.dataDir, 'vault'));
  const platform: Platform = { db, sources, permissions: new Permissions(permissionTables), jobs: noJobs, vault };
  const site: Site = {
    platform,
    files: new FileStore(join(options.dataDir, 'files')),
    demo,
    publicOrigin: origin,
    accounts: {
      async makeAccountWithLink({ name, to }) {
        const accountId = await signIn.makeAccount(name);
        return { accountId, path: await signIn.linkFor(accountId, to) };
      },
      linkFor: (accountId, to) => signIn.linkFor(accountId, to),
    },
  };
  const noteDaily = (round: string, error: unknown) => log.error({ err: error, round }, 'daily round failed');
  const outbox = new Outbox(db, sources.now);
  subscribeAll(outbox, vault, platform);
  const jobs: JobRunner = await startJobs(
    options.appUrl,
    {
      outbox: async ({ subdistrictId, eventId }) => void (await outbox.handle(String(subdistrictId), String(eventId))),
      sweep: () => runSweep(platform, outbox),
      daily: () => runDaily(platform, noteDaily),
    },
    (error) => log.warn({ err: error.message }, 'jobs'),
  );
  platform.jobs = { enqueue: (tx, queue, data) => jobs.enqueue(tx, queue, data), awaits: (kind) => outbox.awaits(kind) };

  const owner = new pg.Pool({ connectionString: options.ownerUrl, max: 1, connectionTimeoutMillis: 3_000 });
  surviveBrokenConnections(owner);
  const app = createApp({
    site,
    signIn,
    log,
    routes: registerRoutes(),
    ...(localOutbox ? { localOutbox } : {}),
    trustProxy: env['TRUST_PROXY'] === '1',
    originIsNamed: Boolean(env['PUBLIC_ORIGIN']),
    ready: async () => (options.demoLoaded?.() ?? true) && (await pendingMigrations(owner)).length === 0,
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, port: options.port, hostname: env['HOST'] ?? '0.0.0.0' }, () => resolve(started));
    started.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTaken(options.port) : error));
  }).catch(async (error: unknown) => {
    await Promise.allSettled([jobs.stop(), signIn.end(), owner.end(), db.end()]);
    throw error;
  });
  // Anything overdue while the server was down is caught up at once, not at midnight.
  let stopping = false;
  const catchingUp = runSweep(platform, outbox)
    .then(() => (stopping ? undefined : runDaily(platform, noteDaily)))
    .catch((error: unknown) => {
      if (!stopping) log.warn({ err: error }, 'catching up');
    });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    site,
    signIn,
    async stop() {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections();
        }, 10_000);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
      stopping = true;
      await Promise.allSettled([jobs.stop(), catchingUp, signIn.end(), owner.end()]);
      await db.end().catch(() => {});
    },
  };
}

/** True when the database was created as a demo. Such a database cannot become a real one, nor the other way. */
export async function isDemo(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ demo: boolean }>('select demo from instance')).rows[0]?.demo ?? false;
  } finally {
    await client.end();
  }
}
