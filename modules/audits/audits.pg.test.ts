import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listDuties } from '#modules/inbox';
import { setSettings } from '#modules/funds';
import { ok } from '#libs/result';
import { system } from '#platform/access';
import { sealRows, verifySeals } from '#platform/seals';
import {
  auditsOfYear,
  auditsSeals,
  changeTerm,
  drawnItems,
  drawSample,
  findAudit,
  findFinding,
  findingState,
  issueReport,
  itIsOverdue,
  mayTakeStep,
  openAudit,
  populationOf,
  publishSummary,
  sampleResults,
  samplesOf,
  takeStep,
  ticketOf,
  tickItem,
  ticksOf,
  waitsFor,
  whatTheActorIs,
  writeFinding,
} from './index.ts';
import { type AuditScene, auditScene, must } from './scene.fixture.ts';

let s: AuditScene;
let auditId = '',
  sampleId = '',
  findingId = '';
const see = <T>(work: Parameters<typeof s.t.db.tenant<T>>[1]) => s.t.db.tenant(s.t.subdistrictId, work, 'read');
const as = (who: keyof AuditScene['cast']) => s.t.contextFor(s.cast[who]);
const proof = async () => ({
  stored: { sha256: s.t.platform.sources.newId().replaceAll('-', '').repeat(2), sizeBytes: 10, mediaType: 'image/jpeg' },
  name: '整改后.jpg',
});
const audit = async () => (await see((tx) => findAudit(tx, auditId)))!;
const finding = async () => (await see((tx) => findFinding(tx, findingId)))!;

beforeAll(async () => {
  s = await auditScene();
}, 60_000);
afterAll(() => s.t.close());

const write = (over: Partial<Parameters<typeof writeFinding>[1]> = {}) =>
  writeFinding(as('auditor'), {
    auditId,
    itemId: null,
    neighbourhoodId: s.cailu.id,
    toOffice: false,
    severity: 'middling',
    clause: '第十二条',
    body: '发票与清单不符。',
    amountFen: null,
    misstated: false,
    papers: [],
    ...over,
  });

describe('an audit', () => {
  test('is opened by the office for a named person, who needs no role; nobody opens one for themselves', async () => {
    const input = {
      title: '专项审计',
      commissionedBy: '街道办事处',
      purpose: '看账',
      auditor: { personId: s.cast.officer.personId ?? '' },
      fromDay: '2026-11-02',
      toDay: '2026-11-20',
      periodFrom: '2026-01-01',
      periodTo: '2026-12-31',
      answerDays: 10,
      roundIds: [],
      neighbourhoodIds: [],
    };
    expect(await openAudit(as('officer'), input)).toEqual({ ok: false, error: 'own-audit' });
    expect(await openAudit(as('secretary'), input)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await openAudit(as('officer'), { ...input, toDay: '2026-11-01' })).toEqual({ ok: false, error: 'bad-days' });
    auditId = await s.audit();
    const found = await audit();
    expect(whatTheActorIs(found, s.cast.auditor, '2026-11-02', false)).toBe('auditor');
    expect(whatTheActorIs(found, s.cast.auditor, '2026-11-20', false)).toBe('auditor');
    expect(whatTheActorIs(found, s.cast.auditor, '2026-11-21', false)).toBeNull();
    expect(whatTheActorIs(found, s.cast.auditor, '2026-11-01', false)).toBeNull();
    expect(whatTheActorIs(found, s.cast.secretary, '2026-11-02', false)).toBeNull();
    expect((await see((tx) => listDuties(tx, s.cast.auditor))).map(({ kind, dueDay }) => [kind, dueDay])).toEqual([['audit.report', '2026-11-20']]);
  });

  test('draws from what lies in its scope and nothing else; anyone with the seed gets the same', async () => {
    const input = {
      auditId,
      unit: 'payment' as const,
      method: 'stratified' as const,
      seed: '3-8-1-0',
      wanted: 4,
      checklist: ['发票与付款相符', '用途符合政策'],
    };
    expect(await drawSample(as('officer'), input)).toEqual({ ok: false, error: 'not-found' });
    expect(await drawSample(as('auditor'), { ...input, seed: ' ' })).toEqual({ ok: false, error: 'empty' });
    const drawn = must(await drawSample(as('auditor'), input));
    expect(drawn).toMatchObject({ drawn: 4, of: 12 });
    sampleId = drawn.sampleId;
    const population = await see((tx) => populationOf(tx, sampleId));
    expect(population.map(({ key }) => key).sort()).toEqual(
      s.payments
        .filter(({ place }) => place === 'cailu')
        .map(({ id }) => id)
        .sort(),
    );
    const byTicket = population.toSorted((a, b) => (ticketOf('3-8-1-0', a.key) < ticketOf('3-8-1-0', b.key) ? -1 : 1)).slice(0, 4);
    expect(
      population
        .filter(({ hits }) => hits > 0)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(byTicket.map(({ key }) => key).sort());
    must(await drawSample(as('auditor'), { ...input, method: 'monetary', wanted: 5 }));
    const [, monetary] = await see((tx) => samplesOf(tx, auditId));
    // 1 + 2 + … + 6 hundred yuan and twice that, five parts.
    expect(monetary).toMatchObject({ populationFen: 630_000n, intervalFen: 126_000n });
  });

  test('keeps ticks with their versions, private to the auditor', async () => {
    const [item] = await see((tx) => drawnItems(tx, auditId));
    const tick = (line: number, result: 'good' | 'bad', note = '') => tickItem(as('auditor'), { auditId, itemId: item!.id, ticks: [{ line, result, note }] });
    expect(must(await tick(1, 'bad', '开票单位不一致'))).toEqual({ changed: 1 });
    expect(must(await tick(1, 'bad', '开票单位不一致'))).toEqual({ changed: 0 });
    expect(must(await tick(1, 'good'))).toEqual({ changed: 1 });
    expect(await tick(3, 'good')).toEqual({ ok: false, error: 'not-found' });
    expect((await see((tx) => ticksOf(tx, auditId))).map(({ line, version, result }) => [line, version, result])).toEqual([[1, 2, 'good']]);
    expect(await tickItem(as('standing'), { auditId, itemId: item!.id, ticks: [] })).toEqual({ ok: false, error: 'not-found' });
    const said = await s.t.owner.query<{ body: string }>(
      "select t.body from audit_text t join audit_entry e using (subdistrict_id, seq) where e.action = 'audit.tick'",
    );
    expect(said.rows.map(({ body }) => body).join()).not.toContain('开票单位');
  });

  test('a finding is private until it is issued, answered in time or raised, and put right by a named person', async () => {
    const [item] = await see((tx) => drawnItems(tx, auditId));
    expect(await write({ itemId: item!.id, misstated: true, amountFen: item!.amountFen + 1n })).toEqual({ ok: false, error: 'more-than-the-item' });
    expect(await write({ misstated: true, amountFen: 5n })).toEqual({ ok: false, error: 'needs-item' });
    expect(await write({ neighbourhoodId: s.shengli.id })).toEqual({ ok: false, error: 'not-in-scope' });
    findingId = must(await write({ itemId: item!.id, misstated: true, amountFen: 5_000n, papers: [await proof()] })).findingId;
    expect(await takeStep(as('secretary'), { findingId, kind: 'answered', body: '已核。' })).toEqual({ ok: false, error: 'not-found' });
    expect(await issueReport(as('auditor'), { auditId, opinion: '基本合规', summary: '总体良好。' })).toEqual({ ok: false, error: 'drafts-left' });
    must(await takeStep(as('auditor'), { findingId, kind: 'issued', body: '' }));
    expect(waitsFor(await finding())).toEqual({ who: 'audited', dueDay: '2026-11-12' });
    expect(itIsOverdue(await finding(), '2026-11-12')).toBe(false);
    expect(itIsOverdue(await finding(), '2026-11-13')).toBe(true);
    expect((await see((tx) => listDuties(tx, s.cast.secretary))).map(({ kind, dueDay }) => [kind, dueDay])).toEqual([['audit.answer', '2026-11-12']]);
    expect(await takeStep(as('elsewhere'), { findingId, kind: 'answered', body: '不是我们。' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await takeStep(as('secretary'), { findingId, kind: 'objected', body: '清单后来补了，附后。', papers: [await proof()] }));
    expect(await takeStep(as('auditor'), { findingId, kind: 'changed', body: '金额改一改', severity: 'slight', amountFen: 6_000n })).toEqual({
      ok: false,
      error: 'amount-worse',
    });
    must(await takeStep(as('auditor'), { findingId, kind: 'changed', body: '清单补齐，差额减少。', severity: 'slight', amountFen: 3_000n }));
    must(await takeStep(as('secretary'), { findingId, kind: 'answered', body: '差额三十元，退回。' }));
    must(await takeStep(as('secretary'), { findingId, kind: 'planned', body: '退回三十元', personId: s.cast.director.personId, dueDay: '2026-11-15' }));
    expect((await see((tx) => listDuties(tx, s.cast.director))).map(({ kind, dueDay }) => [kind, dueDay])).toEqual([['audit.remedy', '2026-11-15']]);
    expect(await takeStep(as('director'), { findingId, kind: 'proved', body: '已退回' })).toEqual({ ok: false, error: 'no-proof' });
    must(await takeStep(as('director'), { findingId, kind: 'proved', body: '已退回', papers: [await proof()] }));
    expect(await takeStep(as('director'), { findingId, kind: 'good', body: '好' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await takeStep(as('auditor'), { findingId, kind: 'bad', body: '回单看不清。' }));
    must(await takeStep(as('director'), { findingId, kind: 'proved', body: '重新拍了', papers: [await proof()] }));
    must(await takeStep(as('auditor'), { findingId, kind: 'good', body: '回单已核。' }));
    expect(findingState(await finding())).toBe('good');
    const [stratified] = await see((tx) => sampleResults(tx, auditId));
    expect(stratified?.projection.foundFen).toBe(3_000n);
  });

  test('goes on by the calendar: after the last day the auditor has nothing, and who lengthens is another', async () => {
    const late = must(await write({ body: '第二条' })).findingId;
    must(await takeStep(as('auditor'), { findingId: late, kind: 'issued', body: '' }));
    s.t.clock.set('2026-11-21T00:00:01+08:00');
    expect(await write({ body: '第三条' })).toEqual({ ok: false, error: 'access-over' });
    expect(await drawSample(as('auditor'), { auditId, unit: 'payment', method: 'all', seed: 'x', wanted: 1, checklist: ['一'] })).toEqual({
      ok: false,
      error: 'access-over',
    });
    expect(await issueReport(as('auditor'), { auditId, opinion: '好', summary: '好' })).toEqual({ ok: false, error: 'access-over' });
    expect(await changeTerm(as('auditor'), { auditId, toDay: '2026-12-01', reason: '还没看完' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await changeTerm(as('officer'), { auditId, toDay: '2026-12-01', reason: ' ' })).toEqual({ ok: false, error: 'no-reason' });
    // While the auditor is out, somebody else judges: never who answered.
    must(await takeStep(as('head'), { findingId: late, kind: 'answered', body: '代蔡路答复。' }));
    expect(await takeStep(as('head'), { findingId: late, kind: 'settled', body: '可以' })).toEqual({ ok: false, error: 'own-answer' });
    must(await takeStep(as('standing'), { findingId: late, kind: 'settled', body: '解释清楚。' }));
    must(await changeTerm(as('officer'), { auditId, toDay: '2026-11-25', reason: '报告还没写完' }));
    expect((await audit()).toDay).toBe('2026-11-25');
  });

  test('ends with a report; then nothing is drawn, ticked or found any more', async () => {
    must(await issueReport(as('auditor'), { auditId, opinion: '账实基本相符。', summary: '抽查付款，发现差额一处，已退回。' }));
    expect(await write({})).toEqual({ ok: false, error: 'wrong-state' });
    expect(await see((tx) => auditsOfYear(tx, 2026, '2026-11-21'))).toEqual({ audits: 1, reported: 1, findings: 2, grave: 0, open: 0, overdue: 0 });
  });

  test('its summary is published only where the office has said that summaries are', async () => {
    expect(await publishSummary(as('officer'), { auditId })).toEqual({ ok: false, error: 'not-set' });
    must(await setSettings(as('officer'), { values: { 'audit.publishSummary': 'no' }, reason: '' }));
    expect(await publishSummary(as('officer'), { auditId })).toEqual({ ok: false, error: 'not-published' });
    s.t.clock.set('2026-11-21T00:05:00+08:00');
    must(await setSettings(as('officer'), { values: { 'audit.publishSummary': 'yes' }, reason: '主任办公会定的' }));
    expect(await publishSummary(as('secretary'), { auditId })).toEqual({ ok: false, error: 'not-allowed' });
    const { noticeId } = must(await publishSummary(as('officer'), { auditId }));
    const { rows } = await s.t.owner.query<{ body: string }>('select body from notice where id = $1', [noticeId]);
    expect(rows[0]?.body).toContain('发现问题2条');
    expect(rows[0]?.body).not.toContain('张志强');
    expect(await publishSummary(as('officer'), { auditId })).toEqual({ ok: false, error: 'wrong-state' });
  });
});

describe('going around the application', () => {
  const attack = (text: string, values: unknown[] = []) => s.t.owner.query(text, values);
  test('nothing of an audit is changed or deleted, by whomever', async () => {
    const { rows } = await attack(
      "select relname from pg_class where relkind = 'r' and relname in ('audit', 'audit_scope', 'audit_term', 'audit_sample', 'audit_item', 'audit_tick', 'audit_finding', 'audit_step', 'audit_file', 'audit_report', 'audit_publication')",
    );
    expect(rows).toHaveLength(11);
    for (const { relname } of rows) {
      await expect(attack(`update ${relname} set subdistrict_id = subdistrict_id`), relname).rejects.toMatchObject({ code: '23514' });
      await expect(attack(`delete from ${relname}`), relname).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|23503)$/) });
      await s.t.app.query('begin');
      await s.t.app.query(`set local app.subdistrict = '${s.t.subdistrictId}'`);
      await expect(s.t.app.query(`delete from ${relname}`), relname).rejects.toMatchObject({ code: '42501' });
      await s.t.app.query('rollback');
    }
  });
  test('nobody but the named auditor writes, and not after the last day or the report', async () => {
    s.t.clock.set('2026-11-10T09:00:00+08:00');
    const other = await s.audit();
    s.t.clock.set('2026-11-21T10:00:00+08:00');
    const row = (at: string, by = s.cast.auditor.personId) =>
      attack(
        `insert into audit_finding (subdistrict_id, id, audit_id, no, neighbourhood_id, severity, clause, body, by_person_id, by_name, at)
        values ($1, $2, $3, 99, $4, 'slight', '一', '二', $5, '谁', $6)`,
        [s.t.subdistrictId, s.t.platform.sources.newId(), other, s.cailu.id, by, at],
      );
    await expect(row('2026-11-20T23:59:59+08:00', s.cast.officer.personId)).rejects.toMatchObject({ code: '23514' });
    await expect(row('2026-11-21T00:00:00+08:00')).rejects.toMatchObject({ code: '23514' });
    await expect(row('2026-11-01T23:59:59+08:00')).rejects.toMatchObject({ code: '23514' });
    await row('2026-11-20T23:59:59+08:00');
    await expect(
      attack(
        "insert into audit_report (subdistrict_id, audit_id, opinion, summary, figures, by_person_id, by_name, at) values ($1, $2, '好', '好', '{}', $3, '方正则', '2026-11-19T10:00:00+08:00')",
        [s.t.subdistrictId, other, s.cast.auditor.personId],
      ),
    ).rejects.toMatchObject({ code: '23514', message: expect.stringContaining('neither issued nor dropped') });
    await expect(
      attack(
        'insert into audit_finding select subdistrict_id, gen_random_uuid(), audit_id, 88, item_id, project_id, neighbourhood_id, severity, clause, body, null, false, by_person_id, by_name, at from audit_finding where audit_id = $1 limit 1',
        [auditId],
      ),
    ).rejects.toMatchObject({ code: '23514', message: expect.stringContaining('has its report') });
    await expect(
      attack(
        "insert into audit_term select subdistrict_id, audit_id, 2, from_day, '2030-01-01', '我自己延', $2, '方正则', at from audit_term where audit_id = $1 limit 1",
        [other, s.cast.auditor.personId],
      ),
    ).rejects.toMatchObject({ code: '23514' });
    await expect(
      attack('insert into audit_scope (subdistrict_id, audit_id, no, neighbourhood_id) values ($1, $2, 9, $3)', [s.t.subdistrictId, other, s.shengli.id]),
    ).rejects.toMatchObject({ code: '23514' });
  });
  test('a population stays as it was frozen, and a finding within its item', async () => {
    await expect(
      attack(
        'insert into audit_item select subdistrict_id, gen_random_uuid(), sample_id, audit_id, 999, gen_random_uuid(), project_id, neighbourhood_id, label, stratum, 1, 1 from audit_item where sample_id = $1 limit 1',
        [sampleId],
      ),
    ).rejects.toMatchObject({ code: '23514' });
    s.t.clock.set('2026-11-10T10:00:00+08:00');
    const third = await s.audit();
    must(await drawSample(as('auditor'), { auditId: third, unit: 'payment', method: 'stratified', seed: 'a', wanted: 2, checklist: ['一'] }));
    const [item] = await see((tx) => drawnItems(tx, third));
    const find = (fen: bigint, no: number, itemId = item!.id) =>
      attack(
        `insert into audit_finding (subdistrict_id, id, audit_id, no, item_id, project_id, neighbourhood_id, severity, clause, body, amount_fen, misstated, by_person_id, by_name, at)
        values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, 'slight', '一', '二', $7, true, $8, '方正则', '2026-11-10T10:00:00+08:00')`,
        [s.t.subdistrictId, third, no, itemId, item!.projectId, s.cailu.id, String(fen), s.cast.auditor.personId],
      );
    await expect(find(item!.amountFen + 1n, 1)).rejects.toMatchObject({ code: '23514' });
    await find(item!.amountFen, 1);
    await expect(find(1n, 2)).rejects.toMatchObject({ code: '23514' });
    const undrawn = (await see((tx) => populationOf(tx, item!.sampleId))).find(({ hits }) => hits === 0)!;
    await expect(find(1n, 3, undrawn.id)).rejects.toMatchObject({ code: '23514' });
    await expect(
      attack(
        "insert into audit_tick (subdistrict_id, audit_id, item_id, line, version, result, by_person_id, at) values ($1, $2, $3, 1, 1, 'good', $4, '2026-11-10T10:00:00+08:00')",
        [s.t.subdistrictId, third, undrawn.id, s.cast.auditor.personId],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });
  test('steps come in their order, by another than who answered', async () => {
    const step = (kind: string, no: number, by: string | null, more = '') =>
      attack(
        `insert into audit_step (subdistrict_id, id, finding_id, audit_id, no, kind, body, by_person_id, by_name, at${more ? ', due_day' : ''})
        select subdistrict_id, gen_random_uuid(), id, audit_id, $2, $3, '字', $4, '谁', '2026-11-10T10:00:00+08:00'${more ? `, '${more}'` : ''} from audit_finding
        where audit_id <> $1 and not exists (select from audit_step s where s.finding_id = audit_finding.id and s.kind = 'dropped') order by at desc, id limit 1`,
        [auditId, no, kind, by],
      );
    await expect(step('answered', 1, s.cast.secretary.personId)).rejects.toMatchObject({ code: '23514' });
    await expect(step('issued', 1, s.cast.secretary.personId, '2026-11-20')).rejects.toMatchObject({ code: '23514' });
    await step('issued', 1, s.cast.auditor.personId, '2026-11-20');
    await expect(step('answered', 2, s.cast.auditor.personId)).rejects.toMatchObject({ code: '23514' });
    await step('answered', 2, s.cast.secretary.personId);
    await expect(step('settled', 3, s.cast.secretary.personId)).rejects.toMatchObject({ code: '23514' });
    await expect(step('good', 3, s.cast.auditor.personId)).rejects.toMatchObject({ code: '23514' });
    await step('settled', 3, s.cast.auditor.personId);
    await expect(step('answered', 4, s.cast.secretary.personId)).rejects.toMatchObject({ code: '23514' });
  });
  test('the rules ask the same as the database', async () => {
    const found = await finding();
    const who = { personId: s.cast.secretary.personId, today: '2026-11-10', can: () => true };
    expect(mayTakeStep(await audit(), { ...found, steps: [] }, 'issued', who)).toBe(false);
    expect(mayTakeStep(await audit(), found, 'answered', who)).toBe(true);
    expect(mayTakeStep(await audit(), found, 'answered', { ...who, personId: s.cast.auditor.personId })).toBe(false);
  });
});

test('what was drawn, found, answered and reported is sealed: a change by whoever owns the database is found', async () => {
  const first = await sealRows(s.t.contextFor(system), auditsSeals);
  expect(first.ok && first.value > 0n).toBe(true);
  expect(await sealRows(s.t.contextFor(system), auditsSeals)).toEqual(ok(0n));
  const problems = async () => (await see((tx) => verifySeals(tx, auditsSeals))).problems;
  expect(await problems()).toEqual([]);
  for (const [table, change, said] of [
    ['audit', "title = title || '（改）'", '审计'],
    ['audit_scope', 'neighbourhood_id = gen_random_uuid()', '审计'],
    ['audit_term', 'to_day = to_day + 1', '审计期限'],
    ['audit_sample', "seed = '别的'", '审计抽样'],
    ['audit_tick', "note = '别的'", '审计查对'],
    ['audit_finding', "severity = 'slight', body = '小事'", '审计发现'],
    ['audit_step', "body = '别的'", '审计发现的办理'],
    ['audit_report', "summary = '一切都好'", '审计报告'],
  ] as const) {
    await s.t.owner.query('begin');
    await s.t.owner.query("set local session_replication_role = 'replica'");
    const { rowCount } = await s.t.owner.query(`update ${table} set ${change}`);
    expect([table, (rowCount ?? 0) > 0]).toEqual([table, true]);
    await s.t.owner.query('commit');
    expect([table, (await problems()).join(' ')]).toEqual([table, expect.stringContaining(said)]);
    // Sealed anew for the next: what is looked for is the change, not what came before.
    await s.t.owner.query("set session_replication_role = 'replica'");
    await s.t.owner.query('delete from row_seal');
    await s.t.owner.query("set session_replication_role = 'origin'");
    await sealRows(s.t.contextFor(system), auditsSeals);
  }
});
