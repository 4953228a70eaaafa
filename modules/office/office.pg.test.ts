import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/access';
import { inboxPermissions, listDuties } from '#modules/inbox';
import { makeNeighbourhood, makePerson, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  countsOfYear,
  findReferral,
  followReferral,
  funnelOf,
  gradesOfYear,
  listOpenAlarms,
  listStays,
  listYearDuties,
  listYearProjects,
  officePermissions,
  placesOf,
  referUpwards,
  roleTimesOf,
  spreadOf,
  stepTimesOf,
  upwardState,
  wordOfNow,
  yearsOf,
} from './index.ts';

let t: TestPlatform;
let places: TestNeighbourhood[];
let officer: Actor, secretary: Actor;
const see = <T>(work: Parameters<typeof t.db.tenant<T>>[1]) => t.db.tenant(t.subdistrictId, work, 'read');
const page = { limit: 25, offset: 0 };

beforeAll(async () => {
  t = await testPlatform([officePermissions, inboxPermissions]);
  places = [await makeNeighbourhood(t, 'gq-a', '甲'), await makeNeighbourhood(t, 'gq-b', '乙'), await makeNeighbourhood(t, 'gq-c', '丙')];
  officer = await makePerson(t, '顾文清', { role: 'officer', neighbourhoodId: null });
  secretary = await makePerson(t, '唐秀英', { role: 'secretary', neighbourhoodId: places[0]!.id });
  const id = t.platform.sources.newId;
  await t.owner.query('set session_replication_role = replica');
  // 甲: 30,000 and 10,000 (and 60,000 of others' money); 乙: refused; 丙: never. Last year 乙: 5,000.
  const put = async (place: number, year: number, no: number, state: string, fen: number | null, otherFen = 0) => {
    const project = id();
    await t.owner.query(
      `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, state_reason, application_id, grant_awarded_fen, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, '2026-10-01T09:00+08', '理由', $9, $10, '2026-03-01T09:00+08')`,
      [
        t.subdistrictId,
        project,
        places[place]!.id,
        year,
        no,
        `${year}-00${no}`,
        `${places[place]!.name}项目${no}`,
        state,
        state === 'draft' ? null : id(),
        fen,
      ],
    );
    for (const [kind, received] of [
      ['grant', fen ?? 0],
      ['property', otherFen],
    ] as const) {
      if (received === 0) continue;
      const award = id();
      await t.owner.query(
        `insert into award (subdistrict_id, id, project_id, source_kind, name, planned_fen, valid_from, valid_to, state, opened_at) values ($1, $2, $3, $4, '来源', 0, '2026-01-01', '2026-12-31', 'open', now())`,
        [t.subdistrictId, award, project, kind],
      );
      await t.owner.query('insert into award_balance (subdistrict_id, award_id, received_fen, held_fen) values ($1, $2, $3, $3)', [
        t.subdistrictId,
        award,
        received,
      ]);
    }
    const steps: [string, string | null, string, string][] = [
      ['begin', null, 'draft', '2026-03-01'],
      ['submit', 'draft', 'submitted', '2026-03-11'],
      ['return', 'submitted', 'returned', '2026-03-13'],
      ['submit', 'returned', 'submitted', '2026-03-23'],
    ];
    for (const [at, [action, from, to, day]] of steps.slice(0, no === 1 ? 4 : 2).entries())
      await t.owner.query(
        'insert into project_step (subdistrict_id, id, project_id, no, action, from_state, to_state, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [t.subdistrictId, id(), project, at + 1, action, from, to, '唐秀英', `${day}T09:00+08`],
      );
    return project;
  };
  const first = await put(0, 2026, 1, 'doing', 3_000_000, 6_000_000);
  await put(0, 2026, 2, 'closed', 1_000_000);
  await put(1, 2026, 1, 'declined', null);
  await put(1, 2025, 1, 'closed', 500_000);
  await put(2, 2026, 3, 'draft', null);
  await t.owner.query(
    "insert into grade (subdistrict_id, id, project_id, no, grade, reason, by_name, at) values ($1, $2, $3, 1, 'good', '好', '顾', now()), ($1, $4, $3, 2, 'excellent', '更好', '顾', now())",
    [t.subdistrictId, id(), first, id()],
  );
  for (const [role, done, due] of [
    ['officer', '2026-03-20T09:00+08', '2026-03-15'],
    ['officer', null, '2026-03-15'],
    ['secretary', '2026-03-12T09:00+08', null],
  ])
    await t.owner.query(
      `insert into duty (subdistrict_id, id, kind, role, neighbourhood_id, subject_kind, subject_id, title_zh, title_en, href, opened_at, opened_day, due_day, done_at, outcome)
      values ($1, $2, 'project.check', $3, $4, 'project', $5, '审核', 'Check', '/x', '2026-03-11T09:00+08', '2026-03-11', $6, $7, $8)`,
      [t.subdistrictId, id(), role, places[0]!.id, id(), due, done, done ? 'done' : null],
    );
  await t.owner.query('set session_replication_role = origin');
}, 60_000);
afterAll(() => t.close());

describe('the year', () => {
  test('counts its applications as far as they came', async () => {
    expect(await see((tx) => funnelOf(tx, 2026))).toMatchObject({
      drafted: 4,
      submitted: 3,
      declined: 1,
      awarded: 2,
      withdrawn: 0,
      closed: 1,
      grantedFen: 4_000_000n,
    });
  });
  test('has every community, with what it got and what else came in', async () => {
    const found = await see((tx) => placesOf(tx, 2026));
    expect(found.map(({ name, applied, grantedFen, receivedFen, otherFen }) => [name, applied, grantedFen, receivedFen, otherFen])).toEqual([
      ['甲', 2, 4_000_000n, 4_000_000n, 6_000_000n],
      ['丙', 0, 0n, 0n, 0n],
      ['乙', 1, 0n, 0n, 0n],
    ]);
    expect(spreadOf(found.map(({ grantedFen }) => ({ fen: grantedFen })))).toMatchObject({ without: 2, gini: 6667, hhi: 10_000 });
  });
  test('stands beside other years, with the same Gini as the curve has', async () => {
    expect(await see((tx) => yearsOf(tx, 2026))).toEqual([
      { year: 2026, submitted: 3, awarded: 2, declined: 1, places: 1, grantedFen: 4_000_000n, gini: 6667, leverageTenths: 15, graded: 1 },
      { year: 2025, submitted: 1, awarded: 1, declined: 0, places: 1, grantedFen: 500_000n, gini: 6667, leverageTenths: 0, graded: 0 },
    ]);
    expect(await see((tx) => gradesOfYear(tx, 2026))).toEqual([{ grade: 'excellent', count: 1 }]);
  });
  test('knows how long each step took, and how long it goes on', async () => {
    const steps = await see((tx) => stepTimesOf(tx, 2026, new Date('2026-04-02T09:00:00+08:00')));
    expect(steps.find(({ state }) => state === 'draft')).toMatchObject({ passed: 4, medianTenths: 100, longestTenths: 100, waiting: 0 });
    expect(steps.find(({ state }) => state === 'returned')).toMatchObject({ passed: 2, projects: 2, medianTenths: 100 });
    expect(steps.find(({ state }) => state === 'submitted')).toMatchObject({ passed: 2, medianTenths: 20, waiting: 4, longestWaitingTenths: 220 });
    expect(
      (await see((tx) => roleTimesOf(tx, 2026, '2026-03-31'))).map(({ role, done, late, open, overdue, longestOpenDays }) => [
        role,
        done,
        late,
        open,
        overdue,
        longestOpenDays,
      ]),
    ).toEqual([
      ['officer', 1, 1, 1, 1, 20],
      ['secretary', 1, 0, 0, 0, 0],
    ]);
  });
});

describe('the lists', () => {
  test('have as many rows as the figure they come from says', async () => {
    const total = async (where: object) => (await see((tx) => listYearProjects(tx, { year: 2026, ...where }, page))).total;
    expect(
      await Promise.all(
        [
          {},
          { has: 'submitted' },
          { has: 'awarded' },
          { state: 'declined' },
          { has: 'returned' },
          { has: 'other' },
          { grade: 'excellent' },
          { has: 'drifted' },
        ].map(total),
      ),
    ).toEqual([4, 3, 2, 1, 2, 1, 1, 0]);
    const stays = await see((tx) => listStays(tx, { year: 2026, now: new Date('2026-04-02T09:00:00+08:00'), state: 'submitted', open: true }, page));
    expect([stays.total, stays.rows[0]?.tenths]).toEqual([4, 220]);
    expect((await see((tx) => listYearDuties(tx, { year: 2026, today: '2026-03-31', role: 'officer', state: 'overdue' }, page))).total).toBe(1);
    expect(await see((tx) => listOpenAlarms(tx, '2026-03-31'))).toEqual([]);
  });
  test('are searched, sorted and cut by the database; a pattern is only text', async () => {
    const list = (where: object, cut = page) => see((tx) => listYearProjects(tx, { year: 2026, ...where }, cut));
    expect((await list({ sort: 'granted', desc: true })).rows.map(({ grantedFen }) => grantedFen)).toEqual([3_000_000n, 1_000_000n, null, null]);
    expect((await list({ q: '甲' })).total).toBe(2);
    expect((await list({ q: '%' })).total).toBe(0);
    expect((await list({ place: 'gq-b' })).total).toBe(1);
    expect((await list({ sort: 'other', desc: true }, { limit: 1, offset: 0 })).rows.map(({ otherFen }) => otherFen)).toEqual([6_000_000n]);
    expect((await list({}, { limit: 3, offset: 3 })).rows).toHaveLength(1);
  });
  test('show nothing of another subdistrict', async () => {
    const elsewhere = await t.db.tenant(
      t.otherSubdistrictId,
      async (tx) => [await funnelOf(tx, 2026), await placesOf(tx, 2026), await listYearProjects(tx, { year: 2026 }, page)],
      'read',
    );
    expect(elsewhere).toMatchObject([{ drafted: 0 }, [], { total: 0, rows: [] }]);
  });
});

describe('a problem that the grant cannot solve', () => {
  let referralId = '';
  const write = (actor: Actor, over: object = {}) =>
    referUpwards(t.contextFor(actor), {
      neighbourhoodId: places[0]!.id,
      projectId: null,
      matterId: null,
      title: '屋面渗水',
      toName: '区房管局',
      facts: '四幢房子',
      tried: '开过会',
      why: '超过上限',
      dueDay: '2026-11-30',
      costs: [{ name: '防水', amountFen: 18_600_000n, basis: '报价' }],
      ...over,
    });
  const follow = (kind: 'sent' | 'chased' | 'answered' | 'ended', more: object = {}) =>
    followReferral(t.contextFor(officer), { referralId, kind, body: '话', day: '2026-11-02', ...more });

  test('is written with its estimate, sent, asked after, and answered once', async () => {
    expect(await write(secretary)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await write(officer, { costs: [] })).toEqual({ ok: false, error: 'no-costs' });
    expect(await write(officer, { dueDay: '2026-11-01' })).toEqual({ ok: false, error: 'bad-days' });
    const before = await see(wordOfNow);
    const done = await write(officer);
    if (!done.ok) throw new Error(done.error);
    ({ referralId } = done.value);
    expect(await see(wordOfNow)).not.toBe(before);
    expect(await follow('answered', { outcome: 'granted', grantedFen: 1n })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await follow('sent', { day: '2026-11-03' })).toEqual({ ok: false, error: 'bad-days' });
    expect(await follow('sent')).toEqual({ ok: true, value: undefined });
    expect((await see((tx) => listDuties(tx, officer))).map(({ kind, dueDay }) => [kind, dueDay])).toContainEqual(['referral.follow', '2026-11-30']);
    expect(await follow('chased')).toMatchObject({ ok: true });
    expect(upwardState((await see((tx) => findReferral(tx, referralId)))!, '2026-12-01')).toBe('overdue');
    expect(await follow('answered', { outcome: 'partly' })).toEqual({ ok: false, error: 'amount-required' });
    expect(await follow('answered', { outcome: 'partly', grantedFen: 10_000_000n })).toMatchObject({ ok: true });
    expect(await follow('chased')).toEqual({ ok: false, error: 'wrong-state' });
    expect(await see((tx) => countsOfYear(tx, 2026))).toMatchObject({ referrals: 1, referralsOpen: 0, referralsGrantedFen: 10_000_000n });
  });

  test('stays as it was sent, whoever writes', async () => {
    for (const table of ['upward_referral', 'upward_cost', 'upward_step']) {
      await expect(t.owner.query(`update ${table} set subdistrict_id = subdistrict_id`), table).rejects.toMatchObject({ code: '23514' });
      await expect(t.owner.query(`delete from ${table}`), table).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|23503)$/) });
    }
    await expect(
      t.owner.query("insert into upward_cost (subdistrict_id, referral_id, no, name, amount_fen) values ($1, $2, 9, '再加一项', 1)", [
        t.subdistrictId,
        referralId,
      ]),
    ).rejects.toMatchObject({ code: '23514' });
    for (const [kind, no] of [
      ['chased', 4],
      ['sent', 1],
      ['answered', 7],
    ])
      await expect(
        t.owner.query(
          `insert into upward_step (subdistrict_id, id, referral_id, no, kind, outcome, body, day, by_person_id, by_name, at)
          values ($1, gen_random_uuid(), $2, $3, $4, ${kind === 'answered' ? "'refused'" : 'null'}, '话', '2026-11-02', $5, '谁', '2026-11-02T12:00+08')`,
          [t.subdistrictId, referralId, no, kind, officer.personId],
        ),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^235/) });
  });
});
