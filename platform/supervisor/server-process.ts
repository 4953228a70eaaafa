import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { childEnvironment, openClusterFolder } from './initialise-cluster.ts';
import { processStartedAt, worksInFolder } from './process-identity.ts';
import type { RunUser } from './run-user.ts';
import { SupervisorError } from './supervisor-error.ts';

/** One PostgreSQL server process over one cluster. */
export type ServerProcess = {
  readonly child: ChildProcess;
  /** Resolves when the process has gone, for whatever reason. */
  readonly exited: Promise<void>;
};

/** What `launchServer` needs; `settings` are `postgresql.conf` names and values. */
export type Launch = {
  clusterDir: string;
  binaries: Binaries;
  user: RunUser;
  logFile: string;
  settings: Record<string, string>;
};

const readyWithinMs = 120_000;
const stopWithinMs = 30_000;

/**
 * Starts PostgreSQL and waits until it takes connections; crash recovery may take its time.
 * @throws SupervisorError `start-failed` with the log's last words
 */
export async function launchServer(launch: Launch): Promise<ServerProcess> {
  const folder = openClusterFolder(launch.clusterDir);
  const log = openSync(launch.logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(
      join(launch.binaries.binDir, 'postgres'),
      ['-D', folder.pathForChild, ...Object.entries(launch.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...launch.user,
        cwd: '/',
        env: childEnvironment(),
        // Its own session: Ctrl-C at the terminal reaches us alone, and we stop things in order.
        detached: true,
        stdio: ['ignore', log, log, folder.fd],
      },
    );
  } finally {
    closeSync(log);
    folder.close();
  }
  let failure: Error | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure = error;
      resolve();
    });
  });
  // The supervisor's own life does not hang on the child; whoever wants to wait awaits `exited`.
  child.unref();
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) break;
    if (isReady(launch.clusterDir, child.pid)) return { child, exited };
    await sleep(20);
  }
  const stillThere = child.exitCode === null && child.signalCode === null && failure === undefined;
  if (stillThere) child.kill('SIGQUIT');
  throw new SupervisorError(
    'start-failed',
    `数据库没有启动，日志：${launch.logFile}。 PostgreSQL did not start: ${failure?.message ?? lastWords(launch.logFile)}`,
  );
}

/** Fast shutdown: sessions are ended, everything is written. Falls back to immediate shutdown, which recovers at the next start. */
export async function stopServer(server: ServerProcess): Promise<void> {
  const { child } = server;
  if (child.exitCode !== null || child.signalCode !== null) return;
  // Waiting must keep this process alive although the child was unreferenced.
  const alive = setInterval(() => {}, 1000);
  try {
    child.kill('SIGINT');
    const stopped = await Promise.race([server.exited.then(() => true), sleep(stopWithinMs, false, { ref: false })]);
    if (!stopped) {
      child.kill('SIGQUIT');
      await server.exited;
    }
  } finally {
    clearInterval(alive);
  }
}

/**
 * Stops a server that a killed supervisor left behind, and clears a `postmaster.pid` whose number now belongs to another process
 * (PostgreSQL itself would refuse to start then). The caller holds the folder's lock, so nobody else runs this cluster.
 * @throws SupervisorError `orphan-does-not-stop`
 */
export async function stopOrphan(clusterDir: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const pid = postmasterPid(pidFile);
  if (pid === undefined) return;
  if (!worksInFolder(pid, clusterDir)) {
    rmSync(pidFile, { force: true });
    return;
  }
  log(`stopping the PostgreSQL that an earlier run left behind (process ${pid})`);
  for (const [signal, waitMs] of [
    ['SIGINT', stopWithinMs],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone already, or not ours to stop: the wait below tells which.
    }
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline) {
      if (processStartedAt(pid) === undefined) return;
      await sleep(20);
    }
  }
  throw new SupervisorError(
    'orphan-does-not-stop',
    `上次留下的数据库进程 ${pid} 停不下来。 A PostgreSQL left by an earlier run does not stop (process ${pid}): ${clusterDir}`,
  );
}

/** The last line of the status that PostgreSQL keeps in `postmaster.pid` says `ready` once it takes connections. */
function isReady(clusterDir: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function postmasterPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function lastWords(logFile: string): string {
  try {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    const fatal = lines.filter((line) => /FATAL|PANIC|could not/.test(line)).slice(-2);
    return (fatal.length > 0 ? fatal : lines.slice(-2)).join(' ');
  } catch {
    return 'no log';
  }
}
