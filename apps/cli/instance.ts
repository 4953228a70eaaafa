import pg from 'pg';
import { CouldNot } from './command.ts';

/**
 * Settles on first use whether a database is a demo, for good: the demo signs anybody in as anybody, so it must never hold
 * real people's data, and invented figures must never stand among real ones.
 * @throws CouldNot when the database is already the other kind
 */
export async function declareInstance(ownerUrl: string, demo: boolean, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('insert into instance (demo, created_at) values ($1, $2) on conflict (one) do nothing', [demo, now]);
    const { rows } = await client.query<{ demo: boolean }>('select demo from instance');
    const isDemo = rows[0]?.demo === true;
    if (isDemo === demo) return;
    throw new CouldNot(
      isDemo
        ? '这是演示数据库：看演示请用 ./zhidian start --demo；建立正式的街镇请换一个 ZHIDIAN_DATA 目录。 This database was created as a demo: open it with ./zhidian start --demo, or choose another ZHIDIAN_DATA.'
        : '这是正式数据库，不能以演示方式打开，请换一个 ZHIDIAN_DATA。 This database was not created as a demo: choose another ZHIDIAN_DATA.',
    );
  } finally {
    await client.end();
  }
}
