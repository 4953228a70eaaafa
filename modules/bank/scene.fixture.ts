import type pg from 'pg';
import { createHash } from 'node:crypto';
import type { Result } from '#libs/result';
import type { Actor } from '#platform/access';
import { type CommandTx, read, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { booksPermissions, openAwardIn, receiveIn, spendIn } from '#modules/books';
import { inboxPermissions } from '#modules/inbox';
import { actorWith, type TestPlatform, testPlatform } from '#testing/platform';
import { bankPermissions, confirmStatement, registerAccount, startStatement } from './index.ts';

/** 蔡路 with a project, a bank account and a cash box, and a few movements of November 2026. */
export interface Scene {
  t: TestPlatform;
  neighbourhoodId: string;
  projectId: string;
  grant: string;
  households: string;
  bankId: string;
  cashId: string;
  cast: Record<'secretary' | 'director' | 'supervisor' | 'officer' | 'auditor' | 'elsewhere', Actor>;
  /** Transactions: the grant (2 Nov, transfer), households' cash (3 Nov), lamps (5 Nov, transfer), screws (6 Nov, cash). */
  txns: Record<'grant' | 'households' | 'lamps' | 'screws', string>;
  run<T, E extends string>(work: (tx: CommandTx) => Promise<Result<T, E>>): Promise<Result<T, E | 'key-reused'>>;
  see<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Uploads and imports a statement of the account. */
  bring(text: string): Promise<Awaited<ReturnType<typeof confirmStatement>>>;
  /** One statement as the given role, around the application: the SQLSTATE and message, or null when it went through. */
  plain(client: pg.Client, text: string, values?: unknown[]): Promise<string | null>;
}

export const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
};

export async function caiLuBank(): Promise<Scene> {
  const t = await testPlatform([booksPermissions, bankPermissions, inboxPermissions]);
  t.clock.set('2026-11-07T09:00:00+08:00');
  const id = t.platform.sources.newId;
  const [place, other, projectId] = [id(), id(), id()];
  for (const [one, code, name] of [
    [place, 'gq-cailu', '蔡路'],
    [other, 'gq-shengli', '胜利'],
  ])
    await t.owner.query("insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, $3, $4, 'residents', $5)", [
      t.subdistrictId,
      one,
      code,
      name,
      t.clock.now(),
    ]);
  const person = async (name: string, role: 'secretary' | 'director' | 'supervisor' | 'officer' | 'auditor', at: string | null): Promise<Actor> => {
    const personId = id();
    await t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [
      t.subdistrictId,
      personId,
      name,
      t.clock.now(),
    ]);
    return actorWith(personId, name, { role, neighbourhoodId: at });
  };
  const cast = {
    secretary: await person('陈书记', 'secretary', place),
    director: await person('李主任', 'director', place),
    supervisor: await person('王建国', 'supervisor', place),
    officer: await person('周科长', 'officer', null),
    auditor: await person('郑审计', 'auditor', null),
    elsewhere: await person('冯书记', 'secretary', other),
  };
  await t.owner.query(
    `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, created_at)
    values ($1, $2, $3, 2026, 1, '2026-001', '楼道亮灯', 'draft', $4, $4)`,
    [t.subdistrictId, projectId, place, t.clock.now()],
  );
  const run: Scene['run'] = (work) => runCommand(t.contextFor(cast.officer), 'test-bank', work);
  const account = { neighbourhoodId: place, openingDay: '2026-11-01', openingFen: 0n, keeperPersonId: null };
  const bankId = must(
    await registerAccount(t.contextFor(cast.secretary), {
      ...account,
      kind: 'bank',
      name: '蔡路居民委员会',
      bankName: '农商银行',
      last4: '8888',
      keeperName: null,
    }),
  );
  const cashId = must(
    await registerAccount(t.contextFor(cast.secretary), { ...account, kind: 'cash', name: '现金箱', bankName: null, last4: null, keeperName: '李主任' }),
  );
  const made = must(
    await run(async (tx) => {
      const terms = { projectId, validFrom: '2026-03-01', validTo: '2026-12-31', categories: ['materials'] };
      const grant = await openAwardIn(tx, { ...terms, sourceKind: 'grant', name: '自治金' });
      const households = await openAwardIn(tx, { ...terms, sourceKind: 'household', name: '居民自筹' });
      const given = must(
        await receiveIn(tx, { awardId: grant, amountFen: 4_500_000n, method: 'transfer', payer: { name: '支点镇财政所' }, day: '2026-11-02' }),
      );
      const cash = must(await receiveIn(tx, { awardId: households, amountFen: 310_000n, method: 'cash', payer: { name: '62户居民' }, day: '2026-11-03' }));
      const spend = async (fen: bigint, day: string, payee: string, method: 'transfer' | 'cash', awardId: string) =>
        must(
          await spendIn(tx, { projectId, payee, text: '灯', method, day, lines: [{ category: 'materials', text: '灯', amountFen: fen, awardIds: [awardId] }] }),
        ).txnId;
      const lamps = await spend(1_776_000n, '2026-11-05', '申江灯具商行', 'transfer', grant);
      const screws = await spend(10_000n, '2026-11-06', '五金店', 'cash', households);
      return { ok: true as const, value: { grant, households, txns: { grant: given.txnId, households: cash.txnId, lamps, screws } } };
    }),
  );
  // The statements brought below go to the 25th.
  t.clock.set('2026-11-25T09:00:00+08:00');
  return {
    t,
    neighbourhoodId: place,
    projectId,
    bankId,
    cashId,
    cast,
    ...made,
    run,
    see: (work) => read(t.contextFor(cast.officer), work),
    async bring(text) {
      const bytes = new TextEncoder().encode(text);
      const stored = { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length, mediaType: 'text/csv' };
      const statementId = must(await startStatement(t.contextFor(cast.secretary), { accountId: bankId, fileName: '流水.csv', stored }));
      return confirmStatement(t.contextFor(cast.secretary), { statementId, bytes });
    },
    async plain(client, text, values) {
      await client.query('begin');
      try {
        await client.query(`set local app.subdistrict = '${t.subdistrictId}'`);
        await client.query(text, values);
        await client.query('commit');
        return null;
      } catch (error) {
        await client.query('rollback');
        return error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : String(error);
      }
    },
  };
}

/** The bank's November: the grant, the lamps a day later, interest of 3.20. */
export const november = `交易日期,摘要,对方户名,支出,收入,余额
2026-11-02,自治金,支点镇财政所,,45000.00,45000.00
2026-11-06,材料款,上海申江灯具商行,17760.00,,27240.00
2026-11-21,结息,,,3.20,27243.20
`;
