import PgBoss from 'pg-boss';
import type { Tx } from '#platform/database';

/** Enqueues a job inside the business transaction: it exists exactly when the transaction commits. */
export interface Jobs {
  enqueue(tx: Tx, queue: QueueName, data: Record<string, string>): Promise<void>;
  /** False for events that nobody subscribed to: they need no job. Where it is left out every event waits for its handler. */
  awaits?(kind: string): boolean;
}

export const queues = ['outbox', 'sweep', 'daily'] as const;
export type QueueName = (typeof queues)[number];

/** Where no queue runs (imports, tests): events stay in the outbox until a sweep handles them. */
export const noJobs: Jobs = { enqueue: async () => {} };

/** Makes pg-boss's own tables and queues, as the owner; the application gets rights to use them, not to change them. */
export async function installQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: 'pgboss', supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  for (const queue of queues) await boss.createQueue(queue, { name: queue, policy: 'standard', retryLimit: 8, retryDelay: 5, retryBackoff: true });
  const db = boss.getDb();
  for (const statement of [
    'grant usage on schema pgboss to zhidian_app',
    'grant select, insert, update, delete on all tables in schema pgboss to zhidian_app',
    'grant execute on all functions in schema pgboss to zhidian_app',
  ])
    await db.executeSql(statement, []);
  await boss.stop({ graceful: false, close: true });
}

export interface JobRunner extends Jobs {
  stop(): Promise<void>;
}

/** Starts the workers. Sweep runs every minute, the daily round at 00:10 Shanghai time. */
export async function startJobs(
  appUrl: string,
  handlers: Record<QueueName, (data: Record<string, string>) => Promise<void>>,
  onError: (error: Error) => void,
): Promise<JobRunner> {
  const boss = new PgBoss({ connectionString: appUrl, schema: 'pgboss', migrate: false, max: 4 });
  boss.on('error', onError);
  await boss.start();
  for (const queue of queues) {
    await boss.work<Record<string, string>>(queue, { pollingIntervalSeconds: queue === 'outbox' ? 1 : 10, batchSize: 20 }, async (jobs) => {
      for (const job of jobs) await handlers[queue](job.data ?? {});
    });
  }
  await boss.schedule('sweep', '* * * * *', {}, { tz: 'Asia/Shanghai' });
  await boss.schedule('daily', '10 0 * * *', {}, { tz: 'Asia/Shanghai' });
  return {
    async enqueue(tx, queue, data) {
      await boss.send(queue, data, { db: { executeSql: async (text, values) => ({ rows: (await tx.executeSql(text, values)).rows }) } });
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
