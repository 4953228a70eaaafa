import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { inPackage } from '#platform/root';
import { joinPostgres } from '#platform/supervisor';

/** A demo server of its own process that can be killed and started again. */
export type CrashServer = {
  readonly origin: string;
  /** Starts it and waits for its address; `planted`: with the reply-before-commit fault. */
  start(options: { planted: boolean }): Promise<void>;
  /** `kill -9`, at once; with `database` PostgreSQL's main process too. */
  kill(options: { database: boolean }): Promise<void>;
  /** SIGTERM and a clean end. */
  stop(): Promise<void>;
  /** The owner's connection to the running database. */
  ownerUrl(): Promise<string>;
};

/** Bundles the host program as script/build.mjs bundles the command line. Returns its path. */
export async function buildHost(): Promise<string> {
  const outdir = inPackage('.cache', `crash-host-${process.pid}`);
  await build({
    absWorkingDir: inPackage(),
    entryPoints: { host: 'testing/crash/host.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
    plugins: [
      {
        name: 'packages-outside',
        setup(bundler) {
          bundler.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
        },
      },
    ],
  });
  return join(outdir, 'host.js');
}

/** A server on this data folder and port, not started yet. */
export function crashServer(host: string, dataDir: string, port: number): CrashServer {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  const origin = `http://127.0.0.1:${port}`;
  const ownerUrl = async () => {
    const joined = await joinPostgres({ dataDir, env: {} });
    if (joined === undefined) throw new Error('no server runs on this folder');
    return joined.ownerUrl;
  };
  return {
    origin,
    ownerUrl,
    async start({ planted }) {
      let said = '';
      const started = spawn(process.execPath, [host, 'start', '--demo'], {
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          ZHIDIAN_DATA: dataDir,
          PORT: String(port),
          PUBLIC_ORIGIN: origin,
          LOG_LEVEL: 'silent',
          ...(planted && { ZHIDIAN_TEST_REPLY_BEFORE_COMMIT: '1' }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      ended = new Promise((resolve) => started.once('close', () => resolve()));
      started.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      started.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const deadline = Date.now() + 120_000;
      while (!said.includes(`http://localhost:${port}/`)) {
        if (started.exitCode !== null || started.signalCode !== null || Date.now() > deadline) {
          throw new Error(`the server did not start: ${said.slice(-2000)}`);
        }
        await sleep(10);
      }
    },
    async kill({ database }) {
      const postmaster = database ? await postmasterPid(await ownerUrl()) : undefined;
      child?.kill('SIGKILL');
      if (postmaster !== undefined) process.kill(postmaster, 'SIGKILL');
      await ended;
    },
    async stop() {
      if (child?.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

async function postmasterPid(url: string): Promise<number> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`);
    return rows[0].pid;
  } finally {
    await client.end();
  }
}
