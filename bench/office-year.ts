import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { pino } from 'pino';
import { Permissions } from '#platform/access';
import { type Platform, systemSources } from '#platform/command';
import { Database, migrate } from '#platform/database';
import { FileStore } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { createSignIn, LocalOutbox } from '#platform/sign-in';
import { startPostgres } from '#platform/supervisor';
import { loadDemo } from '#demo/load';
import { fixedId } from '#demo/stage';
import { createApp } from '../apps/web/app.tsx';
import { permissionTables } from '../apps/web/permissions.ts';
import { registerRoutes } from '../apps/web/registry.ts';

/**
 * The office's year and its lists with 5,000 projects of 120 communities over six years: CPU of this process a page (the database's own is not counted), and the time
 * to the first byte on the embedded database. Compare the ratios to `/healthz`, taken in the same run. Run: `script/bench office-year [projects] [requests] [part of the page's address]`.
 */
const projects = Number(process.argv[2] ?? 5000);
const requests = Number(process.argv[3] ?? 300);
const only = process.argv[4] ?? '';
const [communities, years] = [120, 6];
const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-bench-'));
const cluster = await startPostgres({ dataDir, env: {}, serverSettings: { fsync: 'off' } });
const db = new Database({ url: cluster.appUrl });
const signIn = createSignIn({ appUrl: cluster.appUrl, origin: 'http://localhost', secret: 'b'.repeat(40), sender: new LocalOutbox(), sources: systemSources });
try {
  await migrate({ ownerUrl: cluster.ownerUrl });
  await loadDemo({ ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, dataDir, permissions: permissionTables, only: ['office'] });
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  const subdistrict = (await owner.query<{ id: string }>("select id from subdistrict where code = 'zhidian'")).rows[0]?.id ?? '';
  const year = new Date().getFullYear();
  // Rows as the commands leave them; what the commands do is measured elsewhere.
  await owner.query('set session_replication_role = replica');
  const seed = (text: string) => owner.query(text.replaceAll('$s', `'${subdistrict}'::uuid`).replaceAll('$y', String(year)));
  await seed(`insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at)
    select $s, gen_random_uuid(), 'bench-' || i, '第' || i || '居民区', 'residents', now() from generate_series(1, ${communities}) i`);
  await seed(`create temporary table place as select id, row_number() over (order by code) as i from neighbourhood where code like 'bench-%'`);
  // A third of the communities never applies; the others unevenly, most in the newest year.
  await seed(`create temporary table made as select gen_random_uuid() as id, gen_random_uuid() as application, p.id as place, $y - (g % ${years}) as year, g as i,
      (array['draft', 'submitted', 'returned', 'checked', 'in_review', 'noticed', 'declined', 'withdrawn', 'doing', 'doing', 'appraisal', 'settled', 'closed', 'upkeep', 'upkeep', 'stopped'])[1 + (g * 7) % 16] as state,
      timestamptz '2026-01-05 09:00+08' - make_interval(years => g % ${years}) + make_interval(hours => (g * 37) % 2400) as began
    from generate_series(1, ${projects}) g join place p on p.i = 1 + ((g * g) % ${Math.round((communities * 2) / 3)})`);
  await seed(`insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, state_reason, application_id, grant_awarded_fen, created_at)
    select $s, id, place, year, row_number() over (partition by place, year order by i), year || '-' || lpad((row_number() over (partition by place, year order by i))::text, 3, '0'),
      '楼道照明和公共空间改造' || i, state, began + interval '60 days', '原因', case when state = 'draft' then null else application end,
      case when state in ('doing', 'appraisal', 'settled', 'closed', 'upkeep', 'stopped') then (10000 + (i * 131) % 40000) * 100 end, began from made`);
  await seed(`insert into application (subdistrict_id, id, project_id, version, title, goal, why, period_start, period_end, keeper_name, upkeep_months, upkeep_yearly_fen, upkeep_plan, total_fen,
      grant_fen, submitted_at, sealed) select $s, application, id, 1, '项目', '目标', '为什么', began::date, began::date + 200, '管护人', 12, 0, '计划', 8000000, (10000 + (i * 131) % 40000) * 100, began, true
    from made where state <> 'draft'`);
  await seed(`insert into project_step (subdistrict_id, id, project_id, no, action, from_state, to_state, by_name, at)
    select $s, gen_random_uuid(), m.id, k, (array['begin', 'submit', 'return', 'submit', 'check', 'enter-review', 'notice', 'award', 'agree', 'start'])[k],
      (array[null, 'draft', 'submitted', 'returned', 'submitted', 'checked', 'in_review', 'noticed', 'awarded', 'agreed'])[k],
      (array['draft', 'submitted', 'returned', 'submitted', 'checked', 'in_review', 'noticed', 'awarded', 'agreed', 'doing'])[k], '顾文清', m.began + make_interval(hours => k * (30 + (m.i * k) % 90))
    from made m, generate_series(1, 10) k where k <= 2 + (m.i % 9)`);
  await seed(
    `create temporary table money as select gen_random_uuid() as id, m.id as project, k, m.i from made m, generate_series(1, 3) k where m.state in ('doing', 'appraisal', 'settled', 'closed', 'upkeep')`,
  );
  await seed(`insert into award (subdistrict_id, id, project_id, source_kind, name, planned_fen, valid_from, valid_to, state, opened_at)
    select $s, id, project, (array['grant', 'household', 'property'])[k], '来源', 1000000, '2020-01-01', '2030-01-01', 'open', now() from money`);
  await seed(`insert into award_balance (subdistrict_id, award_id, received_fen, held_fen) select $s, id, ((i * 97 * k) % 30000) * 100, ((i * 97 * k) % 30000) * 100 from money
    on conflict (subdistrict_id, award_id) do nothing`);
  await seed(`insert into grade (subdistrict_id, id, project_id, no, grade, reason, by_name, at)
    select $s, gen_random_uuid(), id, 1, (array['excellent', 'good', 'qualified', 'unqualified'])[1 + i % 4], '理由', '顾文清', now() from made where state in ('closed', 'upkeep')`);
  await seed(`insert into duty (subdistrict_id, id, kind, role, neighbourhood_id, subject_kind, subject_id, project_id, title_zh, title_en, href, opened_at, opened_day, due_day, done_at, outcome)
    select $s, gen_random_uuid(), 'project.check', (array['secretary', 'officer', 'secretary', 'reviewer', 'head', 'supervisor', 'keeper', 'director'])[k], m.place, 'project', gen_random_uuid(), m.id,
      '审核申报书' || m.i, 'Check', '/projects/' || m.id, m.began + make_interval(days => k * 6), (m.began + make_interval(days => k * 6))::date, (m.began + make_interval(days => k * 6 + 5))::date,
      case when k < 7 or m.i % 3 > 0 then m.began + make_interval(days => k * 6 + 1 + (m.i * k) % 9) end, case when k < 7 or m.i % 3 > 0 then 'done' end from made m, generate_series(1, 8) k`);
  await owner.query('set session_replication_role = origin');
  await owner.query('analyze');
  const app = createApp({
    site: {
      platform: { db, sources: systemSources, permissions: new Permissions(permissionTables), jobs: noJobs } satisfies Platform,
      files: new FileStore(join(dataDir, 'files')),
      demo: true,
      publicOrigin: 'http://localhost',
      accounts: { makeAccountWithLink: () => Promise.reject(new Error('none')), linkFor: () => Promise.reject(new Error('none')) },
    },
    signIn: {
      ...signIn,
      session: async (headers: Headers) => {
        const accountId = headers.get('x-bench-account');
        return accountId ? { accountId, name: '', phone: null, mail: null, expiresAt: new Date(Date.now() + 3_600_000) } : null;
      },
    },
    routes: registerRoutes(),
    log: pino({ level: 'error' }),
    ready: async () => true,
  });
  // As from a real socket, so that asking for its address costs what it costs.
  const socket = { incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 40000, remoteFamily: 'IPv4' } } };
  const get = async (page: string) => {
    const answer = await app.request(`http://localhost${page}`, { headers: { 'x-bench-account': fixedId('account officer') } }, socket);
    const body = await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
    return body;
  };
  const at = `/s/zhidian/office/year/${year}`;
  const pages = [
    '/healthz',
    at,
    `${at}/projects`,
    `${at}/projects?has=awarded&sort=other&desc=1`,
    `${at}/projects?q=${encodeURIComponent('改造12')}`,
    `${at}/places`,
    `${at}/duties?role=officer`,
    `${at}/stays?state=submitted&open=no`,
    '/s/zhidian',
    '/s/zhidian/office',
    '/s/zhidian/n/bench-1',
    '/s/zhidian/projects',
    '/s/zhidian/projects?page=90&sort=title',
    '/s/zhidian/n/bench-1/projects',
    '/s/zhidian/rounds',
    '/s/zhidian/showcase',
    '/s/zhidian/inbox',
    '/s/zhidian/audits',
    '/s/zhidian/office/referrals',
  ];
  const counts = await owner.query<{ projects: string; duties: string; steps: string }>(
    'select (select count(*) from project) as projects, (select count(*) from duty) as duties, (select count(*) from project_step) as steps',
  );
  console.log(`${JSON.stringify(counts.rows[0])}, ${communities} communities, ${years} years`);
  console.log(
    `${'page'.padEnd(52)} ${'CPU ms'.padStart(8)} ${'× healthz'.padStart(10)} ${'ms to answer'.padStart(13)} ${'95 %'.padStart(6)} ${'gzip KB'.padStart(8)}`,
  );
  let base = 0;
  for (const page of pages.filter((one) => one === '/healthz' || one.includes(only))) {
    const [cpu, wall]: [number[], number[]] = [[], []];
    let last = new ArrayBuffer();
    for (let i = 0; i < requests; i++) {
      const [before, start] = [process.cpuUsage(), performance.now()];
      const body = await get(page);
      const used = process.cpuUsage(before);
      if (i >= requests / 2) {
        wall.push(performance.now() - start);
        cpu.push((used.user + used.system) / 1000);
      }
      last = body;
    }
    const bytes = gzipSync(new Uint8Array(last)).length;
    const part = (values: number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
    if (page === '/healthz') base = part(cpu, 0.5);
    console.log(
      `${decodeURIComponent(page).replace('/s/zhidian', '').padEnd(52)} ${part(cpu, 0.5).toFixed(2).padStart(8)} ${(part(cpu, 0.5) / Math.max(base, 0.01)).toFixed(1).padStart(10)} ${part(wall, 0.5).toFixed(1).padStart(13)} ${part(wall, 0.95).toFixed(0).padStart(6)} ${(bytes / 1024).toFixed(1).padStart(8)}`,
    );
  }
  await owner.end();
} finally {
  await signIn.end();
  await db.end();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
