import pg from 'pg';
import { appRole, ownerRole } from './initialise-cluster.ts';
import type { Cluster } from './index.ts';
import { oldestMajor } from './binaries.ts';
import { SupervisorError } from './supervisor-error.ts';

/** A URL that both `pg` and libpq read: the host is a placeholder, the socket's folder rules. */
export function socketUrl(folder: string, role: string, database: string): string {
  return `postgresql://${role}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(folder)}`;
}

/**
 * The database that `DATABASE_URL` names. The application connects by `DATABASE_APP_URL`, else by the same URL with the
 * role switched at the start of each session.
 * @throws SupervisorError `postgresql-too-old`
 */
export async function externalCluster(env: NodeJS.ProcessEnv): Promise<Cluster | undefined> {
  const ownerUrl = env['DATABASE_URL'];
  if (ownerUrl === undefined || ownerUrl === '') return undefined;
  const appUrl = env['DATABASE_APP_URL'] || withStartupRole(ownerUrl);
  const serverVersion = await serverVersionOf(ownerUrl);
  if (Number.parseInt(serverVersion, 10) < oldestMajor) {
    throw new SupervisorError(
      'postgresql-too-old',
      `需要 PostgreSQL ${oldestMajor} 或更新，DATABASE_URL 是 ${serverVersion}。 ` +
        `PostgreSQL ${oldestMajor} or newer is needed, DATABASE_URL is ${serverVersion}.`,
    );
  }
  await prepareAppRole(ownerUrl);
  return {
    kind: 'external',
    ownerUrl,
    appUrl,
    serverVersion,
    databaseUrl(name, role = 'owner') {
      const url = new URL(role === 'owner' ? ownerUrl : appUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    noteHttpPort() {},
    async stop() {},
  };
}

/**
 * Brings roles and database of our own cluster to what we need; safe to repeat at each start, so that an
 * interrupted first start does no harm.
 */
export async function prepareRoles(maintenanceUrl: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    await createAppRole(client);
    const there = await client.query(`select 1 from pg_database where datname = 'zhidian'`);
    if (there.rowCount === 0) await client.query(`create database zhidian owner ${ownerRole}`);
  });
}

/** The server's version as it tells it, such as `15.18`. */
export async function serverVersionOf(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? 'unknown';
  });
}

async function prepareAppRole(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await createAppRole(client);
    await client.query(`grant ${appRole} to current_user`);
  });
}

async function createAppRole(client: pg.Client): Promise<void> {
  const there = await client.query('select 1 from pg_roles where rolname = $1', [appRole]);
  if (there.rowCount !== 0) return;
  try {
    await client.query(`create role ${appRole} login nosuperuser nocreatedb nocreaterole nobypassrls`);
  } catch (error) {
    // Two starting at once: the other one made it.
    if (!(error instanceof Error && 'code' in error && (error.code === '42710' || error.code === '23505'))) throw error;
  }
}

function withStartupRole(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  const options = url.searchParams.get('options');
  url.searchParams.set('options', `${options === null ? '' : `${options} `}-c role=${appRole}`);
  return url.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new SupervisorError('start-failed', `连不上数据库。 The database cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
