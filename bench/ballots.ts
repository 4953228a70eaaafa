import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hono } from 'hono';
import pg from 'pg';
import { pino } from 'pino';
import { Permissions, type Actor } from '#platform/access';
import { verifyAudit } from '#platform/audit';
import { type CommandContext, type Platform, read, type Sources, sourcesAt } from '#platform/command';
import { Database, migrate } from '#platform/database';
import { FileStore } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { createSignIn, LocalOutbox } from '#platform/sign-in';
import { startPostgres } from '#platform/supervisor';
import { LAW_RULES } from '#libs/decide';
import { type Answer, castVote, countNow, createBallot, findBallot, openBallot, outcomeOf, showRoll, verifyBallots } from '#modules/ballots';
import { insertSubdistrict } from '#modules/places';
import { createApp } from '../apps/web/app.tsx';
import { permissionTables } from '../apps/web/permissions.ts';
import { registerRoutes } from '../apps/web/registry.ts';

/**
 * A ballot of `residents` households on a database of its own, everybody voting once: as commands, by the page (GET, then POST of its form) with `clients` at once, and at
 * the pace of 10,000 in ten minutes; beside it pgbench writing the rows that a vote leaves, with the same guards, the same number of clients, on the same
 * database. Then the count. Compare the ratios, not the times. Run: `script/bench ballots [residents] [clients] [seconds at the pace]`.
 */
const residents = Number(process.argv[2] ?? 10_000);
const clients = Number(process.argv[3] ?? 16);
const pacedSeconds = Number(process.argv[4] ?? 20);
const secret = 'b'.repeat(40);

const yesNo = { kind: 'yes-no', minPicks: null, maxPicks: null, seats: null, scoreMax: null, budgetFen: null, counting: null } as const;
const day = 86_400_000;
let shift = -3 * day;
const sources: Sources = sourcesAt(() => new Date(Date.now() + shift));
const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
const cluster = await startPostgres({ dataDir, env: {} });
const db = new Database({ url: cluster.appUrl, max: 12 });
const owner = new pg.Client({ connectionString: cluster.ownerUrl });
const signIn = createSignIn({ appUrl: cluster.appUrl, origin: 'http://localhost', secret, sender: new LocalOutbox(), sources });

const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const nth = (of: number, n: number): string => `00000000-0000-4000-8000-${of.toString(16)}${n.toString(16).padStart(11, '0')}`;
const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const percentile = (times: number[], share: number): number => times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

/** Runs `work` for 0…n-1 with so many at once; returns how many a second. */
async function all(n: number, at: number, work: (i: number) => Promise<void>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: at }, async () => {
      while (next < n) await work(next++);
    }),
  );
  return (n * 1000) / (performance.now() - started);
}

try {
  await migrate({ ownerUrl: cluster.ownerUrl });
  await owner.connect();
  const version = (await owner.query<{ version: string }>('select version()')).rows[0]?.version.slice(0, 40);
  console.log(`${version}; ${residents} residents, ${clients} at once`);
  const subdistrictId = must(
    await insertSubdistrict(owner, { districtCode: 'pd', districtName: '浦东新区', code: 'gq', name: '高桥镇' }, { newId: sources.newId, now: new Date() }),
  );
  const placeId = nth(1, 0);
  await people(subdistrictId, placeId);
  const platform: Platform = { db, sources, permissions: new Permissions(permissionTables), jobs: noJobs };
  const actor = (n: number, role: 'resident' | 'secretary' = 'resident'): Actor => ({
    kind: 'person',
    accountId: nth(6, n),
    personId: nth(5, n),
    name: `居民${n}`,
    grants: [{ role, neighbourhoodId: placeId }],
    households: [{ householdId: nth(4, n), homeId: nth(3, n), neighbourhoodId: placeId, relation: 'resident' }],
  });
  const context = (who: Actor): CommandContext => ({ platform, subdistrictId, actor: who, key: sources.newId() });
  const secretary = actor(0, 'secretary');
  const ballots: string[] = [];
  for (const question of ['一', '二', '三', '四']) {
    shift = -3 * day;
    const { ballotId } = must(
      await createBallot(context(secretary), {
        neighbourhoodId: placeId,
        question,
        law: 'residents-assembly-households',
        closesAt: new Date(Date.now() + day),
      }),
    );
    must(await showRoll(context(secretary), { ballotId, objectionsUntil: new Date(Date.now() + shift).toISOString().slice(0, 10) }));
    shift = 0;
    must(await openBallot(context(secretary), { ballotId }));
    ballots.push(ballotId);
  }
  await owner.query('analyze');
  const [byCommand = '', byPage = '', byPgbench = '', byPace = ''] = ballots;

  const raw = pgbench(subdistrictId, byPgbench);
  console.log(`pgbench, the rows of a vote with every guard: ${raw.toFixed(0)} votes/s`);

  const before = process.cpuUsage();
  const commands = await all(residents, clients, async (n) => {
    must(await castVote(context(actor(n)), { ballotId: byCommand, answer: { choice: n % 3 === 0 ? 'no' : 'yes' }, seenVersion: 0 }));
  });
  const spent = process.cpuUsage(before);
  console.log(
    `castVote as a command: ${commands.toFixed(0)} votes/s = ${(commands / raw).toFixed(2)} of pgbench; ${((spent.user + spent.system) / 1000 / residents).toFixed(2)} ms CPU of this process a vote`,
  );

  const app = site(platform);
  const cookie = (n: number): string => `zhidian.session_token=${signed(`bench-token-${n}`)}`;
  const page = `/s/gq/ballots/${byPage}`;
  const sample = Math.min(300, residents);
  const cpu = process.cpuUsage();
  const pages = await all(residents - sample, clients, async (n) => vote(app, page, cookie(n + sample), await look(app, page, cookie(n + sample))));
  const used = process.cpuUsage(cpu);
  console.log(
    `by the page, GET and POST: ${pages.toFixed(0)} votes/s = ${(pages / raw).toFixed(2)} of pgbench; ${((used.user + used.system) / 2000 / Math.max(residents - sample, 1)).toFixed(2)} ms CPU a page on average`,
  );
  // Then alone and warm, to tell the CPU of a page from that of its neighbours.
  const [gets, posts]: [number[], number[]] = [[], []];
  for (let n = 0; n < sample; n++) {
    const fields = await timed(gets, () => look(app, page, cookie(n)));
    await timed(posts, () => vote(app, page, cookie(n), fields));
  }
  console.log(`page CPU of this process, median: GET ${median(gets).toFixed(2)} ms, POST ${median(posts).toFixed(2)} ms`);

  const pace = 10_000 / 600;
  const paced = Math.min(residents, Math.round(pace * pacedSeconds));
  const waits: number[] = [];
  await Promise.all(
    Array.from({ length: paced }, async (_, n) => {
      await sleep((n * 1000) / pace);
      const started = performance.now();
      await vote(app, `/s/gq/ballots/${byPace}`, cookie(n), await look(app, `/s/gq/ballots/${byPace}`, cookie(n)));
      waits.push(performance.now() - started);
    }),
  );
  console.log(
    `at the pace of 10,000 in ten minutes, ${paced} votes: page and vote together ${percentile(waits, 0.5).toFixed(0)} ms median, ${percentile(waits, 0.99).toFixed(0)} ms for 99 %`,
  );

  const counted = async (ballotId: string): Promise<number> =>
    Number((await owner.query<{ n: string }>('select count(*) as n from ballot_voice where ballot_id = $1', [ballotId])).rows[0]?.n);
  const counts = [await counted(byCommand), await counted(byPage), await counted(byPace)];
  const votes = Number(
    (await owner.query<{ n: string }>('select count(*) as n from ballot_vote where ballot_id = any($1)', [[byCommand, byPage, byPace]])).rows[0]?.n,
  );
  const problems = [
    ...(await read(context(secretary), verifyBallots)).filter((line) => !line.includes(byPgbench)),
    ...(await read(context(secretary), verifyAudit)),
  ];
  const lost = residents * 2 + paced - counts.reduce((sum, n) => sum + n, 0);
  console.log(`lost: ${lost}, doubled: ${votes - counts.reduce((sum, n) => sum + n, 0)}, ${problems.length} problems found by the re-audit`);
  if (lost !== 0 || problems.length > 0) throw new Error(problems[0] ?? 'votes were lost');

  const started = performance.now();
  const outcome = await read(context(secretary), async (tx) => {
    const ballot = await findBallot(tx, byCommand);
    if (!ballot) throw new Error('no ballot');
    return countNow(tx, ballot);
  });
  console.log(`count of ${outcome.counts.roll} from the database: ${(performance.now() - started).toFixed(0)} ms`);
  tallyOf(100_000);
} finally {
  await signIn.end();
  await db.end();
  await owner.end();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** A neighbourhood with one household, person, account and session for each resident. */
async function people(subdistrictId: string, placeId: string): Promise<void> {
  const at = new Date();
  const id = (of: number, n = 'n') => `('00000000-0000-4000-8000-${of}' || lpad(to_hex(${n}), 11, '0'))::uuid`;
  const every = `generate_series(0, ${residents - 1}) as n`;
  const run = (text: string, ...values: unknown[]) => owner.query(text, values);
  await run(
    `insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, 'bench', '试算', 'residents', $3)`,
    subdistrictId,
    placeId,
    at,
  );
  await run(`insert into compound (subdistrict_id, id, neighbourhood_id, name, kind) values ($1, $2, $3, '试算', 'old')`, subdistrictId, nth(2, 1), placeId);
  await run(
    `insert into building (subdistrict_id, id, neighbourhood_id, compound_id, name) values ($1, $2, $3, $4, '1号楼')`,
    subdistrictId,
    nth(2, 2),
    placeId,
    nth(2, 1),
  );
  await run(
    `insert into entrance (subdistrict_id, id, neighbourhood_id, building_id, name) values ($1, $2, $3, $4, '1单元')`,
    subdistrictId,
    nth(2, 3),
    placeId,
    nth(2, 2),
  );
  await run(
    `insert into home (subdistrict_id, id, neighbourhood_id, building_id, entrance_id, room) select $1, ${id(3)}, $2, $3, $4, (101 + n)::text from ${every}`,
    subdistrictId,
    placeId,
    nth(2, 2),
    nth(2, 3),
  );
  await run(
    `insert into household (subdistrict_id, id, neighbourhood_id, home_id, since_day) select $1, ${id(4)}, $2, ${id(3)}, '2020-01-01' from ${every}`,
    subdistrictId,
    placeId,
  );
  await run(
    `insert into person (subdistrict_id, id, name, adult, account_id, created_at) select $1, ${id(5)}, '居民' || n, true, ${id(6)}::text, $2 from ${every}`,
    subdistrictId,
    at,
  );
  await run(
    `insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day)
    select $1, ${id(7)}, ${id(4)}, ${id(5)}, 'resident', true, '2020-01-01' from ${every}`,
    subdistrictId,
  );
  await run(
    `insert into auth_user (id, name, email, "createdAt", "updatedAt") select ${id(6)}, '居民' || n, 'n' || n || '@bench.invalid', $1, $1 from ${every}`,
    at,
  );
  await run(
    `insert into auth_session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
    select ${id(8)}, 'bench-token-' || n, ${id(6)}, $1::timestamptz + interval '90 days', $1, $1 from ${every}`,
    at,
  );
  await run('analyze');
}

function site(platform: Platform): Hono {
  return createApp({
    site: {
      platform,
      files: new FileStore(join(dataDir, 'files')),
      demo: false,
      publicOrigin: 'http://localhost',
      accounts: { makeAccountWithLink: () => Promise.reject(new Error('none')), linkFor: () => Promise.reject(new Error('none')) },
    },
    signIn,
    routes: registerRoutes(),
    log: pino({ level: 'error' }),
    ready: async () => true,
  });
}

/** The cookie as the sign-in signs it. */
function signed(token: string): string {
  return encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);
}

/** The vote page, and the hidden fields of its form. */
async function look(app: Hono, page: string, cookie: string): Promise<Record<string, string>> {
  const response = await app.request(`http://localhost${page}`, { headers: { cookie } });
  const html = await response.text();
  const form = html.slice(html.indexOf(`action="${page}/vote"`));
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form)?.[1] ?? '';
  const fields = { elector: field('elector'), seen: field('seen'), _key: field('_key') };
  if (response.status !== 200 || fields.elector === '') throw new Error(`the page answered ${response.status} without a form to vote`);
  return fields;
}

async function vote(app: Hono, page: string, cookie: string, fields: Record<string, string>): Promise<void> {
  const response = await app.request(`http://localhost${page}/vote`, {
    method: 'POST',
    headers: { cookie, origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, choice: 'yes' }).toString(),
  });
  if (response.status !== 303) throw new Error(`the vote was answered ${response.status}`);
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const value = await work();
  const used = process.cpuUsage(before);
  times.push((used.user + used.system) / 1000);
  return value;
}

/** pgbench as the application's role: each transaction leaves the rows that one vote leaves, under the same guards, and commits by itself. */
function pgbench(subdistrictId: string, ballotId: string): number {
  const each = Math.floor(residents / clients);
  const script = join(dataDir, 'vote.sql');
  const elector = `('00000000-0000-4000-8000-4' || lpad(to_hex(:n::int), 11, '0'))::uuid`;
  const person = `('00000000-0000-4000-8000-5' || lpad(to_hex(:n::int), 11, '0'))::uuid`;
  const vote = `('00000000-0000-4000-8000-9' || lpad(to_hex(:n::int), 11, '0'))::uuid`;
  const s = `'${subdistrictId}'`;
  const b = `'${ballotId}'`;
  writeFileSync(
    script,
    [
      '\\set k :k + 1',
      `\\set n :client_id * ${each} + :k - 1`,
      'begin;',
      `set local app.subdistrict = ${s};`,
      `insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, channel, voter_person_id, voter_name, cast_at, recorded_at) values (${s}, ${vote}, ${b}, ${elector}, 1, 'yes', 'own', ${person}, 'x', now(), now());`,
      `insert into ballot_voice (subdistrict_id, ballot_id, elector_id, vote_id, choice) values (${s}, ${b}, ${elector}, ${vote}, 'yes');`,
      `insert into outbox (subdistrict_id, id, at, kind, payload) values (${s}, gen_random_uuid(), now(), 'ballot.voted', '{"ballotId": "${ballotId}"}');`,
      `insert into command_log (subdistrict_id, key, name, actor, result, at) values (${s}, 'pgbench-' || :n::int, 'cast-vote', 'x', '{"ok": true}', now());`,
      `insert into audit_queue (subdistrict_id, at, actor_kind, action, subject_kind, subject_id, salt, body) values (${s}, now(), 'person', 'ballot.vote', 'ballot', ${b}, '00', '{"elector": "x", "version": 1}');`,
      'commit;',
    ].join('\n'),
  );
  const url = new URL(cluster.appUrl.replace(/^postgres(ql)?:\/\/([^@/]*@)?\//, 'postgres://$2localhost/'));
  const host = url.searchParams.get('host') ?? url.hostname;
  const out = execFileSync(
    'pgbench',
    ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-t', String(each), '-D', 'k=0', '-f', script, cluster.appUrl],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PGHOST: host } },
  );
  const rate = /tps = ([\d.]+)/.exec(out)?.[1];
  if (!rate) throw new Error(out);
  return Number(rate);
}

/** The verdict over so many voters, from plain data. */
function tallyOf(voters: number): void {
  const roll = Array.from({ length: voters }, (_, n) => ({ electorId: `h${n}`, areaCentiM2: null }));
  const votes = new Map(roll.map((line, n): [string, Answer] => [line.electorId, { choice: n % 3 === 0 ? 'no' : 'yes' }]));
  const before = process.cpuUsage();
  const outcome = outcomeOf({ ...yesNo, rule: LAW_RULES['residents-assembly-households'].rule }, [], roll, votes, []);
  const used = process.cpuUsage(before);
  console.log(`tally of ${voters} voters: ${((used.user + used.system) / 1000).toFixed(0)} ms CPU; ${outcome.counts.yes} yes`);
}
