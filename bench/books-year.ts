import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Permissions, system } from '#platform/access';
import { type CommandContext, type Platform, read, systemSources } from '#platform/command';
import { Database } from '#platform/database';
import { migrate } from '#platform/database';
import { noJobs } from '#platform/outbox';
import { startPostgres } from '#platform/supervisor';
import { proveBooks, trialBalance, verifyBooks } from '#modules/books';
import { createNeighbourhood, insertSubdistrict, placesPermissions } from '#modules/places';

/**
 * A district-year in the books: 500 projects with three sources each and a million postings. CPU of the trial balance from the balances that are kept, of
 * the full re-audit from the postings, and of `ledger` and `hledger` adding up the same postings from a journal (where they are installed).
 * Run: `script/bench books-year [projects] [expenses of each]`. Compare the ratios, not the times.
 */
async function main(projects: number, expenses: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
  const cluster = await startPostgres({ dataDir, env: {} });
  const db = new Database({ url: cluster.appUrl, max: 1 });
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  try {
    await migrate({ ownerUrl: cluster.ownerUrl });
    await owner.connect();
    const made = await insertSubdistrict(
      owner,
      { districtCode: 'pd', districtName: '浦东新区', code: 'gq', name: '高桥镇' },
      { newId: systemSources.newId, now: new Date() },
    );
    if (!made.ok) throw new Error(made.error);
    const platform: Platform = { db, sources: systemSources, permissions: new Permissions([placesPermissions]), jobs: noJobs };
    const ctx: CommandContext = { platform, subdistrictId: made.value, actor: system };
    const place = await createNeighbourhood(ctx, {
      code: 'bench',
      name: '试算',
      committeeKind: 'residents',
      publishedHouseholdsText: null,
      introduction: null,
    });
    if (!place.ok) throw new Error(place.error);
    await fill(owner, made.value, place.value, projects, expenses);
    const { rows } = await owner.query<{ postings: string; txns: string }>(
      'select (select count(*) from posting) as postings, (select count(*) from txn) as txns',
    );
    console.log(`${projects} projects, ${rows[0]?.txns} transactions, ${rows[0]?.postings} postings`);

    const { rows: backend } = await db.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    const pid = backend[0]?.pid ?? 0;
    const cpu = async (times: number, work: () => Promise<unknown>): Promise<number> => {
      const spent: number[] = [];
      for (let n = 0; n < times; n++) {
        const [before, own] = [cpuOf(pid), process.cpuUsage()];
        await work();
        const mine = process.cpuUsage(own);
        spent.push(cpuOf(pid) - before + (mine.user + mine.system) / 1000);
      }
      return Math.min(...spent);
    };
    // Ticks of the clock that counts CPU are 10 ms long: what is shorter is measured in the many.
    const trial =
      (await cpu(3, async () => {
        for (let n = 0; n < 100; n++) await read(ctx, (tx) => trialBalance(tx));
      })) / 100;
    const clean = (problems: readonly string[]) => {
      if (problems.length > 0) throw new Error(problems[0]);
    };
    const proof = await cpu(5, async () => clean(await read(ctx, (tx) => proveBooks(tx, 20261122n))));
    const exact = await cpu(2, async () => clean(await read(ctx, verifyBooks)));
    console.log(
      `trial balance from balances ${trial.toFixed(2)} ms · full re-audit from postings ${proof.toFixed(0)} ms · the same search by search ${exact.toFixed(0)} ms CPU`,
    );

    const journal = join(dataDir, 'year.journal');
    await writeJournal(owner, journal);
    for (const [name, command] of [
      ['ledger', `ledger -f ${journal} balance --no-total`],
      ['hledger', `hledger -f ${journal} balance --no-total`],
    ] as const) {
      const spent = cpuOfCommand(command);
      if (spent === null) console.log(`${name} is not installed`);
      else console.log(`${name}: ${spent.toFixed(0)} ms CPU = ${(spent / proof).toFixed(1)} × the re-audit, ${(spent / trial).toFixed(0)} × the trial balance`);
    }
  } finally {
    await owner.end();
    await db.end();
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** User and system time of a process so far, in ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** CPU of a shell command in ms; null when the program is not there. */
function cpuOfCommand(command: string): number | null {
  const ran = spawnSync('bash', ['-c', `${command} > /dev/null || exit 9; times`], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (ran.status !== 0) return null;
  const children = ran.stdout.trim().split('\n')[1] ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((ms, [, minutes, seconds]) => ms + (Number(minutes) * 60 + Number(seconds)) * 1000, 0);
}

/**
 * Every expense is reserved, released and paid, every third from two sources: what a project's life leaves behind, written without the guards (they are
 * measured in `books`), the balances as sums. The proofs would name any fen that does not fit.
 */
async function fill(owner: pg.Client, subdistrictId: string, neighbourhoodId: string, projects: number, expenses: number): Promise<void> {
  const id = (kind: number, n: string) => `('0190b1f0-00${kind.toString(16).padStart(2, '0')}-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  const s = `'${subdistrictId}'::uuid`;
  const run = (text: string) => owner.query(text);
  await run('set session_replication_role = replica');
  await run(
    `insert into category (subdistrict_id, code, name_zh, name_en, position) values (${s}, 'materials', '材料', 'Materials', 1) on conflict do nothing`,
  );
  await run(`insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, created_at)
    select ${s}, ${id(1, 'p')}, '${neighbourhoodId}', 2026, p, '2026-' || lpad(p::text, 3, '0'), '试算', 'draft', now(), now() from generate_series(1, ${projects}) p`);
  await run(`insert into award (subdistrict_id, id, project_id, source_kind, name, planned_fen, valid_from, valid_to, state, opened_at)
    select ${s}, ${id(2, '(p * 4 + a)')}, ${id(1, 'p')}, (array['grant', 'household', 'partner'])[a], '来源', 0, '2026-01-01', '2026-12-31', 'open', now()
    from generate_series(1, ${projects}) p, generate_series(1, 3) a`);
  await run(`insert into award_use (subdistrict_id, award_id, category) select subdistrict_id, id, 'materials' from award`);
  // kind of transaction: 0 receipt, 1 reserve, 2 its release, 3 spend. One number for each, in the order of time.
  await run(`create table bench_txn as
    select p, 0 as e, a as k, row_number() over (order by p, a) as n from generate_series(1, ${projects}) p, generate_series(1, 3) a
    union all select p, e, k + 3, ${projects} * 3 + row_number() over (order by e, p, k) from generate_series(1, ${projects}) p, generate_series(1, ${expenses}) e, generate_series(1, 3) k`);
  await run(`insert into expense (subdistrict_id, id, project_id, day, payee, text, method, recorded_at)
    select ${s}, ${id(3, 'n')}, ${id(1, 'p')}, '2026-06-01', '五金店', '灯具', 'transfer', now() from bench_txn where k = 6`);
  await run(`insert into expense_line (subdistrict_id, id, expense_id, position, category, text, amount_fen)
    select ${s}, ${id(4, 'n')}, ${id(3, 'n')}, 1, 'materials', '灯具', 1000 from bench_txn where k = 6`);
  await run(`insert into txn (subdistrict_id, id, kind, day, text, project_id, expense_id, reversal_of, idempotency_key, posting_count, at)
    select ${s}, ${id(5, 'n')}, case k when 4 then 'reserve' when 5 then 'reversal' when 6 then 'spend' else 'receipt' end, '2026-06-01', '试算', ${id(1, 'p')},
      case when k = 6 then ${id(3, 'n')} end, case when k = 5 then ${id(5, '(n - 1)')} end, n::text, case when k > 3 and e % 3 = 0 then 4 else 2 end, now() from bench_txn order by n`);
  // Shares of an expense: the grant alone, or 6.01 and 3.99 of grant and households.
  await run(`create table bench_share as select n, p, k, a, case when e % 3 <> 0 then 1000 when a = 1 then 601 else 399 end as fen
    from bench_txn, generate_series(1, 2) a where k > 3 and (a = 1 or e % 3 = 0)`);
  await run(`insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen)
    select ${s}, ${id(5, 'n')}, side, ${id(2, '(p * 4 + k)')}, (array['income', 'held'])[side], (side * 2 - 3) * 100000000::bigint from bench_txn, generate_series(1, 2) side where k <= 3
    union all select ${s}, ${id(5, 'n')}, (a - 1) * 2 + side, ${id(2, '(p * 4 + a)')},
      case when k = 6 then (array['held', 'spent'])[side] else (array['commitment', 'reserved'])[side] end, (side * 2 - 3) * case when k = 5 then -fen else fen end
    from bench_share, generate_series(1, 2) side`);
  await run(`insert into allocation (subdistrict_id, txn_id, line_id, category, award_id, amount_fen)
    select ${s}, ${id(5, 'n')}, ${id(4, 'n')}, 'materials', ${id(2, '(p * 4 + a)')}, fen from bench_share where k = 6`);
  await run(`insert into reservation (subdistrict_id, txn_id, line_no, award_id, category, subject_id, text, amount_fen)
    select ${s}, ${id(5, 'n')}, 1, ${id(2, '(p * 4 + a)')}, 'materials', ${id(6, 'n')}, '灯具', fen from bench_share where k = 4`);
  await run(`insert into award_balance (subdistrict_id, award_id, received_fen, held_fen, spent_fen)
    select subdistrict_id, award_id, -coalesce(sum(amount_fen) filter (where account = 'income'), 0), coalesce(sum(amount_fen) filter (where account = 'held'), 0),
      coalesce(sum(amount_fen) filter (where account = 'spent'), 0) from posting group by 1, 2`);
  await run('set session_replication_role = origin');
  await run('drop table bench_txn, bench_share');
  await run('vacuum analyze');
}

/** All postings as one journal that both programs read, amounts in fen. */
async function writeJournal(owner: pg.Client, path: string): Promise<void> {
  const out = createWriteStream(path);
  await owner.query('begin');
  await owner.query(`declare entries cursor for select t.day::text || ' * ' || t.kind || E'\\n' ||
      string_agg('  award:' || right(p.award_id::text, 6) || ':' || p.account || '  ' || p.amount_fen || ' FEN', E'\\n' order by p.seq) || E'\\n\\n' as entry
    from txn t join posting p on p.subdistrict_id = t.subdistrict_id and p.txn_id = t.id group by t.id, t.day, t.kind order by t.id`);
  for (;;) {
    const { rows } = await owner.query<{ entry: string }>('fetch 20000 from entries');
    if (rows.length === 0) break;
    if (!out.write(rows.map((row) => row.entry).join(''))) await once(out, 'drain');
  }
  await owner.query('commit');
  out.end();
  await once(out, 'close');
}

await main(Number(process.argv[2] ?? 500), Number(process.argv[3] ?? 250));
