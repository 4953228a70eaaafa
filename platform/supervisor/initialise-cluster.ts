import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { RunUser } from './run-user.ts';
import { SupervisorError } from './supervisor-error.ts';

/** Bootstrap superuser; owns every table and is used by migrations only. */
export const ownerRole = 'zhidian';
/** The role of the running application: may log in, owns nothing. */
export const appRole = 'zhidian_app';

/** The cluster's major version from its `PG_VERSION`; `undefined` when there is no cluster yet. */
export function clusterMajor(clusterDir: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/**
 * Creates the cluster under a temporary name and renames it when it is whole, so that an interrupted first start
 * leaves nothing that looks like a database. The caller holds the folder's lock.
 * @throws SupervisorError `init-failed` with initdb's own last words
 */
export async function initialiseCluster(clusterDir: string, binaries: Binaries, user: RunUser, durable: boolean): Promise<void> {
  const parent = dirname(clusterDir);
  const prefix = `${basename(clusterDir)}.new-`;
  sweepDrafts(parent, prefix);
  if (existsSync(clusterDir)) {
    throw new SupervisorError(
      'init-failed',
      `数据库文件夹已存在但不是数据库，请移开后再启动。 Exists but is not a database cluster, move it away: ${clusterDir}`,
    );
  }
  const draft = join(parent, `${prefix}${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(draft, user.uid, user.gid);
  const folder = openClusterFolder(draft);
  try {
    const { code, output } = await run(join(binaries.binDir, 'initdb'), user, folder.fd, [
      `--pgdata=${folder.pathForChild}`,
      `--username=${ownerRole}`,
      '--auth=trust',
      '--encoding=UTF8',
      // Byte order for sorting is stable over upgrades of the C library; the character classes must know Chinese.
      '--lc-collate=C',
      '--lc-ctype=C.UTF-8',
      '--lc-messages=C',
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (code !== 0) {
      const lastWords = output.trim().split('\n').slice(-3).join(' ');
      throw new SupervisorError('init-failed', `无法建立数据库。 initdb failed in ${parent}: ${lastWords || `exit code ${code}`}`);
    }
    renameSync(draft, clusterDir);
    sweepDrafts(parent, prefix);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    folder.close();
  }
}

/**
 * Takes away what an interrupted initdb left. One that outlived its parent may still be writing there: then the folder is
 * swept again when ours is made, and it never stands in the way.
 */
function sweepDrafts(parent: string, prefix: string): void {
  for (const leftover of readdirSync(parent).filter((name) => name.startsWith(prefix))) {
    try {
      rmSync(join(parent, leftover), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EBUSY'))) throw error;
    }
  }
}

/** A folder handed to a child as its third descriptor. */
export type ClusterFolder = { readonly fd: number; readonly pathForChild: string; close(): void };

/**
 * Opens the cluster's folder for a child of another user. The child gets the folder as an open descriptor and names it
 * `/proc/self/fd/3`: so it reaches the folder even below one that it may not enter, such as /root.
 */
export function openClusterFolder(clusterDir: string): ClusterFolder {
  const fd = openSync(clusterDir, 'r');
  const throughDescriptor = process.platform === 'linux' && process.getuid?.() === 0;
  return {
    fd,
    pathForChild: throughDescriptor ? '/proc/self/fd/3' : clusterDir,
    close: () => closeSync(fd),
  };
}

/** What PostgreSQL's programs see of our environment: no PG* variables, plain messages. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_MESSAGES: 'C', TZ: 'UTC' };
}

function run(program: string, user: RunUser, folderFd: number, args: string[]) {
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(program, args, {
      ...user,
      cwd: '/',
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', folderFd],
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
