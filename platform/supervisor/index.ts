import { mkdirSync, realpathSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseBinaries } from './binaries.ts';
import { externalCluster, prepareRoles, serverVersionOf, socketUrl } from './connection-urls.ts';
import { type FolderLock, type FolderNotes, lockFolder, readFolderNotes, wasLeftBehind } from './folder-lock.ts';
import { appRole, clusterMajor, initialiseCluster, ownerRole } from './initialise-cluster.ts';
import { socketFolder } from './private-folder.ts';
import { chooseRunUser } from './run-user.ts';
import { SupervisorError } from './supervisor-error.ts';
import { launchServer, stopOrphan, stopServer, type Launch, type ServerProcess } from './server-process.ts';

export { SupervisorError, type SupervisorErrorCode } from './supervisor-error.ts';

/** A PostgreSQL that this process may use. */
export type Cluster = {
  /** Connection of the owner role: migrations and set-up only. */
  readonly ownerUrl: string;
  /** Connection of the role that owns nothing and is bound by row-level security: everything else. */
  readonly appUrl: string;
  /** As the server tells it, such as `15.18`. */
  readonly serverVersion: string;
  /** `own`: started and stopped by us; `joined`: another process of ours runs it; `external`: DATABASE_URL. */
  readonly kind: 'own' | 'joined' | 'external';
  /** The owner's or the application's URL for another database of the same server. */
  databaseUrl(name: string, role?: 'owner' | 'app'): string;
  /** Tells other processes (see `joinPostgres`) where the web server listens. Does nothing unless `own`. */
  noteHttpPort(port: number): void;
  /** Own cluster: fast shutdown, then the folder is free. Otherwise nothing. Safe to call twice. */
  stop(): Promise<void>;
};

/** Options of `startPostgres`. */
export type StartPostgresOptions = {
  /** The installation's data folder; the cluster lives in `postgres` below it. Created when missing. */
  dataDir: string;
  log?: (line: string) => void;
  /** Extra `postgresql.conf` settings; tests turn `fsync` off here. */
  serverSettings?: Record<string, string>;
  env?: NodeJS.ProcessEnv;
};

/**
 * Durable and small: an office's machine has a few GB of memory, and a record that was acknowledged is on the disk.
 */
const defaultSettings: Record<string, string> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
};

/**
 * Gives a running PostgreSQL: `DATABASE_URL` when set, else our own cluster in the data folder, run by the machine's
 * PostgreSQL ≥ 15 or the embedded one, reachable through a private socket only. A server that dies is started again.
 * @throws SupervisorError with one line for the operator
 */
export async function startPostgres(options: StartPostgresOptions): Promise<Cluster> {
  const env = options.env ?? process.env;
  const log = options.log ?? (() => {});
  const external = await externalCluster(env);
  if (external !== undefined) return external;

  const { dataDir, lock } = takeFolder(options.dataDir);
  let server: ServerProcess | undefined;
  try {
    const clusterDir = join(dataDir, 'postgres');
    const user = chooseRunUser(clusterDir);
    await stopOrphan(clusterDir, log);
    const major = clusterMajor(clusterDir);
    const binaries = chooseBinaries(major, clusterDir, user);
    const settings = { ...defaultSettings, ...options.serverSettings };
    if (major === undefined) {
      log(`creating a database cluster with PostgreSQL ${binaries.major} (${binaries.origin})`);
      await initialiseCluster(clusterDir, binaries, user, settings['fsync'] !== 'off');
    }
    const sockets = socketFolder(dataDir, user);
    const launch: Launch = {
      clusterDir,
      binaries,
      user,
      logFile: join(dataDir, 'postgres.log'),
      settings: {
        ...settings,
        listen_addresses: '',
        unix_socket_directories: sockets,
        unix_socket_permissions: '0700',
      },
    };
    server = await launchPatiently(launch);
    const url = (name: string, role: 'owner' | 'app') => socketUrl(sockets, role === 'owner' ? ownerRole : appRole, name);
    await prepareRoles(url('postgres', 'owner'));
    const ownerUrl = url('zhidian', 'owner');
    const appUrl = url('zhidian', 'app');
    const serverVersion = await serverVersionOf(ownerUrl);
    lock.note({ ownerUrl, appUrl });
    log(`PostgreSQL ${serverVersion} is running (${binaries.origin})`);

    const watched = keepRunning(server, launch, log);
    let stopping: Promise<void> | undefined;
    return {
      kind: 'own',
      ownerUrl,
      appUrl,
      serverVersion,
      databaseUrl: (name, role = 'owner') => url(name, role),
      noteHttpPort: (httpPort) => lock.note({ httpPort }),
      stop() {
        stopping ??= watched.stop().finally(() => {
          removeIfEmpty(sockets);
          lock.release();
        });
        return stopping;
      },
    };
  } catch (error) {
    if (server !== undefined) await stopServer(server);
    lock.release();
    throw error;
  }
}

/**
 * The database of a server that is already running on this data folder (or `DATABASE_URL`);
 * `undefined` when none is.
 */
export async function joinPostgres(options: { dataDir: string; env?: NodeJS.ProcessEnv }): Promise<(Cluster & { httpPort?: number }) | undefined> {
  const external = await externalCluster(options.env ?? process.env);
  if (external !== undefined) return external;
  const notes: FolderNotes | undefined = readFolderNotes(resolve(options.dataDir));
  if (notes?.ownerUrl === undefined || notes.appUrl === undefined) return undefined;
  const { ownerUrl, appUrl } = notes;
  return {
    kind: 'joined',
    ownerUrl,
    appUrl,
    httpPort: notes.httpPort,
    serverVersion: await serverVersionOf(ownerUrl),
    databaseUrl(name, role = 'owner') {
      const url = new URL(role === 'owner' ? ownerUrl : appUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    noteHttpPort() {},
    async stop() {},
  };
}

/** Joins a running server's database, else starts the cluster for the time being. */
export async function openPostgres(options: StartPostgresOptions): Promise<Cluster> {
  return (await joinPostgres(options)) ?? (await startPostgres(options));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody put something there, or it has gone: nothing depends on it.
  }
}

function takeFolder(folder: string): { dataDir: string; lock: FolderLock } {
  try {
    mkdirSync(resolve(folder), { recursive: true });
    const dataDir = realpathSync(folder);
    return { dataDir, lock: lockFolder(dataDir) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code)) throw error;
    throw new SupervisorError('folder-not-ours', `数据文件夹不可写（${code}）。 The data folder cannot be written (${code}): ${resolve(folder)}`);
  }
}

/**
 * Stops the server that a killed process left on this folder. Returns whether the folder is abandoned: somebody held it
 * and nobody does now. A folder that was never held, or is held, is left alone.
 */
export async function stopAbandoned(dataDir: string): Promise<boolean> {
  if (!wasLeftBehind(dataDir)) return false;
  await stopOrphan(join(dataDir, 'postgres'), () => {});
  return true;
}

/** Sessions of a server killed a moment ago hold its memory until they notice: then the first tries fail. */
async function launchPatiently(launch: Launch): Promise<ServerProcess> {
  for (let triesLeft = 20; ; triesLeft -= 1) {
    try {
      return await launchServer(launch);
    } catch (error) {
      const passing = error instanceof Error && /pre-existing shared memory|lock file/.test(error.message);
      if (!passing || triesLeft === 0) throw error;
      await sleep(250);
    }
  }
}

/** Starts the server again whenever it goes away without being told to, waiting longer after each failure. */
function keepRunning(first: ServerProcess, launch: Launch, log: (line: string) => void) {
  let current: ServerProcess | undefined = first;
  let stopped = false;
  const restart = async () => {
    for (let waitMs = 200; !stopped; waitMs = Math.min(waitMs * 2, 10_000)) {
      await sleep(waitMs, undefined, { ref: false });
      if (stopped) return;
      try {
        const next = await launchServer(launch);
        current = next;
        log('PostgreSQL is running again');
        watch(next);
        return;
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
      }
    }
  };
  let restarting: Promise<void> = Promise.resolve();
  const watch = (server: ServerProcess) => {
    void server.exited.then(() => {
      if (stopped) return;
      current = undefined;
      log('PostgreSQL went away; starting it again');
      restarting = restart();
    });
  };
  watch(first);
  return {
    async stop() {
      stopped = true;
      await restarting;
      if (current !== undefined) await stopServer(current);
    },
  };
}
