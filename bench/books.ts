import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ok } from '#libs/result';
import { Permissions, system } from '#platform/access';
import { type CommandContext, type Platform, read, runCommand, systemSources } from '#platform/command';
import { Database, migrate } from '#platform/database';
import { noJobs } from '#platform/outbox';
import { startPostgres } from '#platform/supervisor';
import { openAwardIn, receiveIn, trialBalance, verifyBooks } from '#modules/books';
import { createNeighbourhood, insertSubdistrict, placesPermissions } from '#modules/places';

/**
 * Postings a second in three ways, each transaction with two postings and its own commit: plain inserts into tables without
 * any guard; the same rows into the books with every guard of the database; and through the door (`receiveIn` in a command, with
 * lock, receipt, number, audit and outbox). Then the trial balance from balances beside the re-audit from postings.
 * Run: `node bench/books.ts [transactions] [clients]`. Compare the ratios, not the times.
 */
async function main(transactions: number, clients: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
  const cluster = await startPostgres({ dataDir, env: {} });
  const db = new Database({ url: cluster.appUrl, max: clients });
  try {
    await migrate({ ownerUrl: cluster.ownerUrl });
    const owner = new pg.Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    const made = await insertSubdistrict(
      owner,
      { districtCode: 'pd', districtName: '浦东新区', code: 'gq', name: '高桥镇' },
      { newId: systemSources.newId, now: new Date() },
    );
    if (!made.ok) throw new Error(made.error);
    const platform: Platform = { db, sources: systemSources, permissions: new Permissions([placesPermissions]), jobs: noJobs };
    const ctx: CommandContext = { platform, subdistrictId: made.value, actor: system };
    const awards = await sources(ctx, owner, clients);
    await owner.query(
      'create table plain_txn (like txn); create table plain_posting (like posting); grant select, insert on plain_txn, plain_posting to zhidian_app',
    );

    const rate = async (name: string, one: (client: number) => Promise<unknown>): Promise<number> => {
      const started = performance.now();
      await Promise.all(
        Array.from({ length: clients }, async (_, client) => {
          for (let n = 0; n < transactions / clients; n++) await one(client);
        }),
      );
      const perSecond = (transactions * 2 * 1000) / (performance.now() - started);
      console.log(`${name}: ${perSecond.toFixed(0)} postings/s`);
      return perSecond;
    };
    const raw = (prefix: string) => (client: number) =>
      db.tenant(ctx.subdistrictId, async (tx) => {
        const id = systemSources.newId();
        const award = awards[client];
        await tx.executeSql(
          `insert into ${prefix}txn (subdistrict_id, id, kind, day, text, project_id, idempotency_key, posting_count, made_in, at)
        values ($1, $2, 'receipt', '2026-06-01', '到账', $3, $4, 2, pg_current_xact_id(), now())`,
          [ctx.subdistrictId, id, award?.projectId, id],
        );
        await tx.executeSql(
          `insert into ${prefix}posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen)
        values ($1, $2, 1, $3, 'income', -100), ($1, $2, 2, $3, 'held', 100)`,
          [ctx.subdistrictId, id, award?.awardId],
        );
      });
    const plain = await rate('plain inserts, no guard', raw('plain_'));
    const guarded = await rate('the books, every guard', raw(''));
    const door = await rate('through the door, as a command', (client) =>
      runCommand(ctx, 'bench', (tx) => receiveIn(tx, { awardId: awards[client]?.awardId ?? '', amountFen: 100n, method: 'transfer', payer: { name: '甲' } })),
    );
    console.log(
      `guards: ${(guarded / plain).toFixed(2)} of plain inserts; door: ${(door / plain).toFixed(2)} of plain inserts, ${(door / guarded).toFixed(2)} of guarded ones`,
    );

    const time = async (work: () => Promise<unknown>): Promise<number> => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    const { rows } = await owner.query<{ n: string }>('select count(*) as n from posting');
    const fromBalances = await time(() => read(ctx, (tx) => trialBalance(tx)));
    const fromPostings = await time(async () => {
      const problems = await read(ctx, verifyBooks);
      if (problems.length > 0) throw new Error(problems[0]);
    });
    console.log(
      `${rows[0]?.n} postings: trial balance ${fromBalances.toFixed(1)} ms, full re-audit ${fromPostings.toFixed(0)} ms (${(fromPostings / fromBalances).toFixed(0)} ×)`,
    );
    await owner.end();
  } finally {
    await db.end();
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** One project with one award for each client, so that they do not wait for one another's lock. */
async function sources(ctx: CommandContext, owner: pg.Client, count: number): Promise<{ projectId: string; awardId: string }[]> {
  const place = await createNeighbourhood(ctx, { code: 'bench', name: '试算', committeeKind: 'residents', publishedHouseholdsText: null, introduction: null });
  if (!place.ok) throw new Error(place.error);
  const made: { projectId: string; awardId: string }[] = [];
  for (let n = 1; n <= count; n++) {
    const projectId = systemSources.newId();
    await owner.query(
      `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, created_at)
      values ($1, $2, $3, 2026, $4, $5, '试算', 'draft', now(), now())`,
      [ctx.subdistrictId, projectId, place.value, n, `2026-${String(n).padStart(3, '0')}`],
    );
    const award = await runCommand(ctx, 'bench', async (tx) =>
      ok(
        await openAwardIn(tx, {
          projectId,
          sourceKind: 'grant',
          name: '自治金',
          categories: ['materials'],
          validFrom: '2026-01-01',
          validTo: '2026-12-31',
        }),
      ),
    );
    if (!award.ok) throw new Error(award.error);
    made.push({ projectId, awardId: award.value });
  }
  return made;
}

await main(Number(process.argv[2] ?? 2_000), Number(process.argv[3] ?? 4));
