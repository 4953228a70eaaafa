import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inboxPermissions } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { correctNotice, exemptionsIn, exemptRequirement, fulfilmentsIn, noticePermissions, publishGeneralNotice } from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let secretary: Actor, resident: Actor, otherSecretary: Actor;
beforeAll(async () => {
  t = await testPlatform([noticePermissions, inboxPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 1);
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  otherSecretary = await makePerson(t, '胜利书记', { role: 'secretary', neighbourhoodId: shengli.id });
  resident = await makeResident(t, '王小英', cailu.households[0]!);
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const publish = (change: { title?: string; startDay?: string; endDay?: string | null; fulfils?: string[]; postedDays?: number | null }) =>
  publishGeneralNotice(t.contextFor(secretary), {
    neighbourhoodId: cailu.id,
    title: '三季度公共收益收支',
    body: '停车收入12000元，支出8000元。',
    startDay: '2026-11-02',
    endDay: null,
    acceptsObjections: false,
    answerDueDay: null,
    ...change,
  });
const fulfilments = (id: string) => read(t.contextFor(system), (tx) => fulfilmentsIn(tx, id));

describe('a notice that fulfils what the law wants published', () => {
  it('is found under it, in its own neighbourhood only; its correction takes its place', async () => {
    const first = await publish({ fulfils: ['law-disclose-common-income', 'law-disclose-common-income'] });
    expect(first.ok).toBe(true);
    expect((await fulfilments(cailu.id)).map((one) => [one.requirement, one.title, one.day])).toEqual([
      ['law-disclose-common-income', '三季度公共收益收支', '2026-11-02'],
    ]);
    expect(await fulfilments(shengli.id)).toEqual([]);
    t.clock.set('2026-11-05T09:00:00+08:00');
    const corrected = await correctNotice(t.contextFor(secretary), {
      noticeId: first.ok ? first.value.noticeId : '',
      title: '三季度公共收益收支（更正）',
      body: '停车收入12500元。',
      reason: '金额写错',
      startDay: '2026-11-05',
      endDay: null,
    });
    expect(corrected.ok).toBe(true);
    expect((await fulfilments(cailu.id)).map((one) => [one.title, one.day])).toEqual([['三季度公共收益收支（更正）', '2026-11-05']]);
  });
  it('stays posted as long as the law wants', async () => {
    const audit = { title: '年度审计报告', fulfils: ['law-disclose-audit'], postedDays: 30 };
    expect(await publish({ ...audit, endDay: '2026-11-30' })).toEqual({ ok: false, error: 'posted-too-short' });
    expect((await publish({ ...audit, endDay: '2026-12-01' })).ok).toBe(true);
  });
  it('whatever somebody writes to the database, what it fulfils is never taken back', async () => {
    await expect(t.owner.query("update notice_fulfils set requirement = 'law-disclose-audit'")).rejects.toThrow('append-only');
    await expect(t.owner.query('delete from notice_fulfils')).rejects.toThrow('append-only');
  });
});

describe('what does not apply', () => {
  const exempt = (actor: Actor, applies: boolean, reason = '没有物业公司') =>
    exemptRequirement(t.contextFor(actor), { neighbourhoodId: cailu.id, requirement: 'law-disclose-repair-fund', applies, reason });
  it('is said by the committee with a reason and a name, and can be taken back; every word of it stays', async () => {
    for (const actor of [resident, otherSecretary]) expect(await exempt(actor, false)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await exempt(secretary, false, ' ')).toEqual({ ok: false, error: 'no-reason' });
    expect(await exempt(secretary, true)).toEqual({ ok: false, error: 'wrong-state' });
    expect((await exempt(secretary, false)).ok).toBe(true);
    expect(await exempt(secretary, false)).toEqual({ ok: false, error: 'wrong-state' });
    const stand = async () => (await read(t.contextFor(system), (tx) => exemptionsIn(tx, cailu.id))).get('law-disclose-repair-fund');
    expect(await stand()).toMatchObject({ applies: false, reason: '没有物业公司', byPerson: secretary.personId });
    expect((await exempt(secretary, true, '新来了物业公司')).ok).toBe(true);
    expect(await stand()).toMatchObject({ applies: true, reason: '新来了物业公司' });
    await expect(t.owner.query('delete from disclosure_exemption')).rejects.toThrow('append-only');
  });
});
