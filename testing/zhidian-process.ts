import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { inPackage } from '#platform/root';

/** Undone after each test, last first. */
export const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** An installation's data folder, gone after the test. Its path has a space. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zhidian cli-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `./zhidian` as an operator's shell would: no terminal, no stdin. */
export function zhidian(args: string[], env: NodeJS.ProcessEnv) {
  const child: ChildProcess = spawn(inPackage('zhidian'), args, {
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const exit = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  cleanUps.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exit;
  });
  return { child, said, exit };
}

/** A server that has said its address. */
export async function started(dataDir: string, port: number, options: { args?: string[]; env?: NodeJS.ProcessEnv } = {}) {
  const server = zhidian(['start', ...(options.args ?? [])], {
    ZHIDIAN_DATA: dataDir,
    PORT: String(port),
    ...options.env,
  });
  const deadline = Date.now() + 120_000;
  while (!server.said.out.includes(`http://localhost:${port}/`)) {
    if (server.child.exitCode !== null || server.child.signalCode !== null || Date.now() > deadline) throw new Error(`not started: ${server.said.err}`);
    await sleep(50);
  }
  return server;
}
