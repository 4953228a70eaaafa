import { Database, migrate, pendingMigrations } from '#platform/database';
import { installQueues } from '#platform/outbox';
import { type Cluster, openPostgres } from '#platform/supervisor';
import { type CliContext, CouldNot, dataDirOf } from './command.ts';

/** Brings the database to this version, the queue's own tables included. Returns the names of what was applied. */
export function migrateWithQueues(ownerUrl: string, log: (line: string) => void): Promise<string[]> {
  return migrate({ ownerUrl, log, after: installQueues });
}

/** The database of the running server, or the cluster started for as long as `work` takes. */
export async function withCluster<T>(context: CliContext, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await openPostgres({ dataDir: dataDirOf(context.env), env: context.env });
  const stopAndLeave = () => void cluster.stop().finally(() => process.exit(1));
  process.once('SIGTERM', stopAndLeave);
  process.once('SIGINT', stopAndLeave);
  try {
    return await work(cluster);
  } finally {
    process.off('SIGTERM', stopAndLeave);
    process.off('SIGINT', stopAndLeave);
    await cluster.stop();
  }
}

/**
 * Like `withCluster`, with a connection as the application (bound by row-level security).
 * @throws CouldNot when the database is not at this version and `migrateFirst` was not asked for
 */
export async function withDatabase<T>(
  context: CliContext,
  options: { migrateFirst: boolean },
  work: (db: Database, cluster: Cluster) => Promise<T>,
): Promise<T> {
  return withCluster(context, async (cluster) => {
    if (options.migrateFirst) await migrateWithQueues(cluster.ownerUrl, () => {});
    const db = new Database({ url: cluster.appUrl, max: 4 });
    try {
      if (!options.migrateFirst && (await isBehind(db))) {
        throw new CouldNot('数据库不是当前版本，请先执行 ./zhidian migrate。 The database is not at this version: run ./zhidian migrate');
      }
      return await work(db, cluster);
    } finally {
      await db.end();
    }
  });
}

async function isBehind(db: Database): Promise<boolean> {
  try {
    return (await pendingMigrations(db.pool)).length > 0;
  } catch (error) {
    // 42P01: not even the ledger of migrations is there.
    if (error instanceof Error && 'code' in error && error.code === '42P01') return true;
    throw error;
  }
}
