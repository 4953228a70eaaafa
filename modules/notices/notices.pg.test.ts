import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { dutiesOf } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read, runCommand } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  answerObjection,
  correctNotice,
  dailyNotices,
  findNotice,
  listNotices,
  type NoticeInput,
  noticePermissions,
  noticesAbout,
  objectionsTo,
  objectToNotice,
  publishGeneralNotice,
  publishNotice,
  unansweredObjections,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let wang: Actor, zhang: Actor, neighbour: Actor, secretary: Actor, officer: Actor, judge: Actor;
let noticeId: string;

beforeAll(async () => {
  t = await testPlatform([noticePermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 2);
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  wang = await makeResident(t, '王小英', cailu.households[0]!);
  zhang = await makeResident(t, '张伟', cailu.households[1]!);
  neighbour = await makeResident(t, '李强', shengli.households[0]!);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  judge = await makePerson(t, '沈科员', { role: 'officer', neighbourhoodId: null });
});
afterAll(() => t?.close());
beforeEach(async () => {
  t.clock.set('2026-11-02T09:00:00+08:00');
  noticeId = await publish();
});

async function publish(change: Partial<NoticeInput> = {}): Promise<string> {
  const done = await runCommand(t.contextFor(officer), 'publish', async (tx) =>
    ok(
      await publishNotice(tx, {
        kind: 'award',
        neighbourhoodId: cailu.id,
        subjectKind: 'project',
        subjectId: tx.newId(),
        title: '楼道灯项目立项公示',
        body: '拟立项金额 45,000 元。',
        startDay: '2026-11-02',
        endDay: '2026-11-09',
        acceptsObjections: true,
        answerRole: 'officer',
        ...change,
      }),
    ),
  );
  if (!done.ok) throw new Error('not published');
  return done.value;
}
const object = (actor: Actor, text = '希望先修灯再谈分摊', key?: string) => objectToNotice(t.contextFor(actor, key), { noticeId, text });
const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(system), work);

describe('a notice', () => {
  it('is found by its place and by what it is about', async () => {
    const notice = await seen((tx) => findNotice(tx, noticeId));
    expect(notice).toMatchObject({ title: '楼道灯项目立项公示', endDay: '2026-11-09', closedAt: null, correctedById: null });
    expect((await seen((tx) => noticesAbout(tx, notice!.subjectId))).map((n) => n.id)).toEqual([noticeId]);
    expect((await seen((tx) => listNotices(tx, { neighbourhoodId: cailu.id }))).map((n) => n.id)).toContain(noticeId);
    expect((await seen((tx) => listNotices(tx, { neighbourhoodId: shengli.id }))).map((n) => n.id)).not.toContain(noticeId);
  });
  it('cannot be changed or deleted, by whoever', async () => {
    for (const change of ["update notice set body = '改了' where id = $1", 'delete from notice where id = $1'])
      await expect(t.owner.query(change, [noticeId])).rejects.toThrow('never changed');
    await t.app.query(`begin; set local app.subdistrict = '${t.subdistrictId}'`);
    await expect(t.app.query("update notice set body = '改了'")).rejects.toThrow('permission denied');
    await t.app.query('rollback');
  });
  it('is corrected by a new one that names it and runs as long', async () => {
    const words = { noticeId, title: '楼道灯项目立项公示（更正）', body: '拟立项金额 40,000 元。', reason: '金额写错' };
    expect(await correctNotice(t.contextFor(wang), { ...words, startDay: '2026-11-03', endDay: '2026-11-10' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await correctNotice(t.contextFor(officer), { ...words, startDay: '2026-11-03', endDay: '2026-11-09' })).toEqual({
      ok: false,
      error: 'runs-too-short',
    });
    expect(await correctNotice(t.contextFor(officer), { ...words, reason: ' ', startDay: '2026-11-03', endDay: '2026-11-10' })).toEqual({
      ok: false,
      error: 'no-reason',
    });
    const both = await Promise.all([1, 2].map(() => correctNotice(t.contextFor(officer), { ...words, startDay: '2026-11-03', endDay: '2026-11-10' })));
    expect(both.map((result) => (result.ok ? 'ok' : result.error)).sort()).toEqual(['ok', 'wrong-state']);
    const old = await seen((tx) => findNotice(tx, noticeId));
    expect(old?.correctedById).not.toBeNull();
    expect(await seen((tx) => findNotice(tx, old!.correctedById!))).toMatchObject({
      correctsNoticeId: noticeId,
      correctionReason: '金额写错',
      body: '拟立项金额 40,000 元。',
    });
    expect(await object(wang)).toEqual({ ok: false, error: 'wrong-state' });
  });
  it('of the committee itself is published by those who may', async () => {
    const input = { neighbourhoodId: cailu.id, title: '停水通知', body: '周三停水。', startDay: '2026-11-02', endDay: null, acceptsObjections: false };
    expect((await publishGeneralNotice(t.contextFor(secretary), input)).ok).toBe(true);
    expect(await publishGeneralNotice(t.contextFor(secretary), { ...input, neighbourhoodId: shengli.id })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await publishGeneralNotice(t.contextFor(wang), input)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await publishGeneralNotice(t.contextFor(secretary), { ...input, acceptsObjections: true })).toEqual({ ok: false, error: 'no-end' });
  });
});

describe('an objection', () => {
  it('is taken until the last day and opens the duty to answer', async () => {
    t.clock.set('2026-11-09T23:59:59+08:00');
    expect((await object(wang)).ok).toBe(true);
    expect(await seen((tx) => dutiesOf(tx, { subjectId: noticeId }))).toMatchObject([{ kind: 'notice.answer', role: 'officer', dueDay: null }]);
    t.clock.set('2026-11-10T00:00:00+08:00');
    expect(await object(zhang)).toEqual({ ok: false, error: 'wrong-state' });
  });
  it('comes only from somebody of the place', async () => {
    expect(await object(neighbour)).toEqual({ ok: false, error: 'not-in-place' });
    noticeId = await publish({ neighbourhoodId: null });
    expect((await object(neighbour)).ok).toBe(true);
  });
  it('keeps hostile text as text, refuses empty and endless text', async () => {
    const hostile = '<script>alert(1)</script> 😀\u0007';
    expect((await object(wang, hostile)).ok).toBe(true);
    expect((await seen((tx) => objectionsTo(tx, noticeId)))[0]?.text).toBe(hostile.trim());
    expect(await object(wang, '  \n ')).toEqual({ ok: false, error: 'empty' });
    expect(await object(wang, '长'.repeat(100_000))).toEqual({ ok: false, error: 'too-long' });
  });
  it('sent twice with one key counts once', async () => {
    const [a, b] = await Promise.all([object(wang, '同一张', 'the-same-key'), object(wang, '同一张', 'the-same-key')]);
    expect(a).toEqual(b);
    expect(await seen((tx) => objectionsTo(tx, noticeId))).toHaveLength(1);
  });
  it('handed in on paper carries who entered it', async () => {
    const input = {
      noticeId,
      text: '纸面意见',
      onBehalfOf: { personId: wang.personId!, householdId: cailu.households[0]!.householdId, channel: 'paper' as const },
    };
    expect(await objectToNotice(t.contextFor(zhang), input)).toEqual({ ok: false, error: 'not-allowed' });
    const elsewhere = { personId: neighbour.personId!, householdId: shengli.households[0]!.householdId, channel: 'paper' as const };
    expect(await objectToNotice(t.contextFor(secretary), { ...input, onBehalfOf: elsewhere })).toEqual({ ok: false, error: 'not-in-place' });
    expect((await objectToNotice(t.contextFor(secretary), input)).ok).toBe(true);
    expect(await seen((tx) => objectionsTo(tx, noticeId))).toMatchObject([{ channel: 'paper', personId: wang.personId, enteredBy: secretary.personId }]);
  });
});

describe('an answer', () => {
  const answer = (actor: Actor, objectionId: string) => answerObjection(t.contextFor(actor), { objectionId, outcome: 'partly', text: '先修灯，分摊另议。' });
  it('comes once, from the role that the notice names; the duty closes with the last', async () => {
    const [first, second] = [await object(wang), await object(zhang)];
    if (!first.ok || !second.ok) throw new Error('not taken');
    expect(await answer(secretary, first.value.objectionId)).toEqual({ ok: false, error: 'not-allowed' });
    // Who put an award on notice has decided it.
    expect(await answer(officer, first.value.objectionId)).toEqual({ ok: false, error: 'not-allowed' });
    const both = await Promise.all([answer(judge, first.value.objectionId), answer(judge, first.value.objectionId)]);
    expect(both.map((result) => (result.ok ? 'ok' : result.error)).sort()).toEqual(['ok', 'wrong-state']);
    expect(await seen((tx) => unansweredObjections(tx, noticeId))).toHaveLength(1);
    expect(await seen((tx) => dutiesOf(tx, { subjectId: noticeId }))).toHaveLength(1);
    expect((await answer(judge, second.value.objectionId)).ok).toBe(true);
    expect(await seen((tx) => dutiesOf(tx, { subjectId: noticeId }))).toEqual([]);
    expect((await seen((tx) => objectionsTo(tx, noticeId)))[0]?.answer).toMatchObject({ outcome: 'partly', answeredBy: judge.personId });
  });
});

describe('the daily round', () => {
  it('closes what has ended, once, and leaves the unanswered as a duty', async () => {
    await object(wang);
    t.clock.set('2026-11-10T00:10:00+08:00');
    const [a, b] = await Promise.all([dailyNotices(t.contextFor(system)), dailyNotices(t.contextFor(system))]);
    if (!a.ok || !b.ok) throw new Error('failed');
    expect(a.value + b.value).toBeGreaterThan(0);
    expect(await dailyNotices(t.contextFor(system))).toEqual({ ok: true, value: 0 });
    expect((await seen((tx) => findNotice(tx, noticeId)))?.closedAt).not.toBeNull();
    expect(await seen((tx) => dutiesOf(tx, { subjectId: noticeId }))).toHaveLength(1);
    const { rows } = await t.owner.query("select payload->>'unanswered' as unanswered from outbox where kind = 'notice.closed' and payload->>'noticeId' = $1", [
      noticeId,
    ]);
    expect(rows).toEqual([{ unanswered: '1' }]);
  });
});

it('another subdistrict sees nothing of it', async () => {
  const other = { platform: t.platform, subdistrictId: t.otherSubdistrictId };
  expect(await read(other, (tx) => findNotice(tx, noticeId))).toBeNull();
});
