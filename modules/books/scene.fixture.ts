import type pg from 'pg';
import type { Result } from '#libs/result';
import { type CommandTx, runCommand } from '#platform/command';
import { actorWith, type TestPlatform, testPlatform } from '#testing/platform';
import { booksPermissions, openAwardIn, pledgeIn, receiveIn } from './index.ts';

/** The scene of the books' tests: 蔡路 with a project, its grant of 45,000 yuan and 50 yuan of each household. */
export interface Scene {
  t: TestPlatform;
  projectId: string;
  grant: string;
  households: string;
  partner: string;
  /** Runs work as one command and returns what it returned. */
  run<T, E extends string>(work: (tx: CommandTx) => Promise<Result<T, E>>, key?: string): Promise<Result<T, E | 'key-reused'>>;
  /** Statements in one transaction as the given role, around the application. Returns the SQLSTATE and message, or null when it went through. */
  plain(client: pg.Client, ...statements: [text: string, values?: unknown[]][]): Promise<string | null>;
  id(): string;
}

/** Builds the scene: the grant may pay materials and publicity, households materials only, the partner everything but pledged only. */
export async function scene(): Promise<Scene> {
  const t = await testPlatform([booksPermissions]);
  const id = t.platform.sources.newId;
  const [place, projectId, clerk] = [id(), id(), id()];
  await t.owner.query(
    "insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, 'gq-cailu', '蔡路', 'residents', $3)",
    [t.subdistrictId, place, t.clock.now()],
  );
  await t.owner.query("insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, '陈书记', true, $3)", [
    t.subdistrictId,
    clerk,
    t.clock.now(),
  ]);
  await t.owner.query(
    `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, created_at)
    values ($1, $2, $3, 2026, 1, '2026-001', '楼道亮灯', 'draft', $4, $4)`,
    [t.subdistrictId, projectId, place, t.clock.now()],
  );
  const context = t.contextFor(actorWith(clerk, '陈书记', { role: 'secretary', neighbourhoodId: place }));
  const run: Scene['run'] = (work, key) => runCommand({ ...context, key: key ?? id() }, 'test-books', work);
  const opened = await run(async (tx) => {
    const terms = { projectId, validFrom: '2026-03-01', validTo: '2026-12-31' };
    const grant = await openAwardIn(tx, { ...terms, sourceKind: 'grant', name: '自治金', categories: ['materials', 'publicity'], plannedFen: 4_500_000n });
    const households = await openAwardIn(tx, { ...terms, sourceKind: 'household', name: '居民自筹', categories: ['materials'], plannedFen: 310_000n });
    const partner = await openAwardIn(tx, { ...terms, sourceKind: 'partner', name: '共建单位', categories: ['materials', 'publicity', 'labour'] });
    for (const [awardId, amountFen, name] of [
      [grant, 4_500_000n, '高桥镇'],
      [households, 310_000n, '62户居民'],
    ] as const) {
      const received = await receiveIn(tx, { awardId, amountFen, method: 'transfer', payer: { name } });
      if (!received.ok) return received;
    }
    const pledged = await pledgeIn(tx, { awardId: partner, amountFen: 1_000_000n, payer: { name: '共建单位' } });
    return pledged.ok ? { ok: true, value: { grant, households, partner } } : pledged;
  });
  if (!opened.ok) throw new Error(opened.error);
  return {
    t,
    projectId,
    ...opened.value,
    run,
    id,
    async plain(client, ...statements) {
      await client.query('begin');
      try {
        await client.query(`set local app.subdistrict = '${t.subdistrictId}'`);
        for (const [text, values] of statements) await client.query(text, values);
        await client.query('commit');
        return null;
      } catch (error) {
        await client.query('rollback');
        return error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : String(error);
      }
    },
  };
}
