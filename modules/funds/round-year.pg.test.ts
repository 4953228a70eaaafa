import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/access';
import { system } from '#platform/access';
import { read } from '#platform/command';
import { dutiesOf, inboxPermissions, listDuties } from '#modules/inbox';
import { findNotice } from '#modules/notices';
import { POLICY_PACKS } from '#policies';
import { makeNeighbourhood, makePerson, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  adoptPolicy,
  answerHelp,
  answerRoundQuestion,
  askAboutRound,
  askForRoundChange,
  asksOf,
  briefingsOf,
  callOf,
  changesOf,
  extendRound,
  findRound,
  fundPermissions,
  guestsOf,
  helpersOf,
  helpIn,
  closeCallEarly,
  noteHelp,
  nudgeCommittee,
  nudgesOf,
  offerHelp,
  openRound,
  planBriefing,
  planRound,
  publishCall,
  questionsOf,
  quotaOf,
  quotasOf,
  refuseRoundChange,
  reopenRound,
  sayAboutApplying,
  setQuotas,
  settleBriefing,
  stepsOf,
  toldOf,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let officer: Actor, head: Actor, secretary: Actor, other: Actor, expert: Actor, roundId: string;
const see = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(system), work);
const said = (result: { ok: true } | { ok: false; error: unknown }) => (result.ok ? 'ok' : result.error);
function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
}
const round = { year: 2026, name: '2026 年度申报', poolFen: 30_000_000n, opensOn: '2026-11-01', closesOn: '2026-11-30', reviewersWanted: 3, callText: '' };
const call = { number: '自治办〔2026〕1号', title: '关于开展2026年度申报的通知', body: '居民提得出的事都可以申报。', handIn: '申报书一份', contact: '周科长' };

beforeAll(async () => {
  t = await testPlatform([fundPermissions, inboxPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 2);
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  head = await makePerson(t, '吴主任', { role: 'head', neighbourhoodId: null });
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  other = await makePerson(t, '冯书记', { role: 'secretary', neighbourhoodId: shengli.id });
  expert = await makePerson(t, '何老师', { role: 'reviewer', neighbourhoodId: null });
  must(await adoptPolicy(t.contextFor(officer), { packs: POLICY_PACKS, code: 'demo-subdistrict' }));
  roundId = must(await openRound(t.contextFor(officer), round));
});
afterAll(() => t?.close());

describe('the call', () => {
  test('is a notice to everybody and a duty of every committee with the last day; a new wording is a version of its own', async () => {
    expect(said(await publishCall(t.contextFor(secretary), { roundId, ...call }))).toBe('not-allowed');
    expect(said(await publishCall(t.contextFor(officer), { roundId, ...call, body: ' ' }))).toBe('body-required');
    const { noticeId } = must(await publishCall(t.contextFor(officer), { roundId, ...call }));
    const notice = await see((tx) => findNotice(tx, noticeId));
    expect(notice).toMatchObject({ kind: 'call', neighbourhoodId: null, endDay: '2026-11-30' });
    expect(notice?.body).toContain('申报书一份');
    for (const actor of [secretary, other])
      expect((await see((tx) => listDuties(tx, actor))).map(({ kind, dueDay }) => [kind, dueDay])).toEqual([['round.apply', '2026-11-30']]);
    must(await publishCall(t.contextFor(officer), { roundId, ...call, body: '改过了。' }));
    expect(await see((tx) => callOf(tx, roundId))).toMatchObject({ version: 2, body: '改过了。' });
    expect(await see((tx) => listDuties(tx, secretary))).toHaveLength(1);
    await expect(t.owner.query("update round_call set body = 'x'")).rejects.toThrow('append-only');
  });
});

describe('the calendar', () => {
  test('is set all or none, keeps what was taken out, and moves with the call', async () => {
    const step = { id: null, kind: 'review' as const, title: '', fromDay: '2026-12-03', toDay: '2026-12-10', note: '' };
    expect(said(await planRound(t.contextFor(officer), { roundId, steps: [step, { ...step, toDay: '2026-12-01' }] }))).toBe('bad-days');
    expect(await see((tx) => stepsOf(tx, roundId))).toEqual([]);
    const early = { ...step, kind: 'briefing' as const, fromDay: '2026-11-10', toDay: '2026-11-10' };
    expect(must(await planRound(t.contextFor(officer), { roundId, steps: [step, early, { ...step, kind: 'other', title: '多余' }] }))).toBe(3);
    const extra = (await see((tx) => stepsOf(tx, roundId))).find(({ title }) => title === '多余');
    expect(must(await planRound(t.contextFor(officer), { roundId, steps: [{ ...extra!, remove: true }] }))).toBe(1);
    expect((await see((tx) => stepsOf(tx, roundId))).map(({ kind, removed }) => [kind, removed])).toEqual([
      ['briefing', false],
      ['review', false],
      ['other', true],
    ]);
    await expect(t.app.query('delete from round_step')).rejects.toThrow('permission denied');
  });
});

describe('a briefing', () => {
  test('calls every committee, keeps who came, and questions with answers for all', async () => {
    const wanted = { roundId, title: '申报培训', startsAt: new Date('2026-11-10T14:00:00+08:00'), endsAt: null, place: '三楼会议室', speaker: '', about: '' };
    expect(said(await planBriefing(t.contextFor(officer), { ...wanted, startsAt: new Date('2026-11-01T00:00:00Z') }))).toBe('in-the-past');
    const briefingId = must(await planBriefing(t.contextFor(officer), wanted));
    expect((await see((tx) => listDuties(tx, other))).map(({ kind }) => kind)).toContain('round.briefing');
    const guests = [{ neighbourhoodId: cailu.id, people: 2, names: '陈书记、李主任' }];
    expect(said(await settleBriefing(t.contextFor(officer), { briefingId, to: 'held', text: '', guests }))).toBe('too-early');
    t.clock.set('2026-11-10T16:00:00+08:00');
    expect(said(await settleBriefing(t.contextFor(officer), { briefingId, to: 'held', text: '', guests: [{ ...guests[0]!, people: -1 }] }))).toBe('bad-guest');
    must(await settleBriefing(t.contextFor(officer), { briefingId, to: 'held', text: '讲了申报书怎么写。', guests }));
    expect(await see((tx) => guestsOf(tx, roundId))).toEqual([{ briefingId, ...guests[0] }]);
    expect((await see((tx) => listDuties(tx, other))).map(({ kind }) => kind)).not.toContain('round.briefing');
    expect(said(await settleBriefing(t.contextFor(officer), { briefingId, to: 'cancelled', text: '不办了', guests: [] }))).toBe('wrong-state');
    await expect(t.owner.query("update round_briefing set state = 'planned', settled_at = null, settled_by_name = null")).rejects.toThrow('called off once');
    const questionId = must(await askAboutRound(t.contextFor(secretary), { roundId, briefingId, neighbourhoodId: cailu.id, text: '一个居民区能报几个？' }));
    expect(said(await askAboutRound(t.contextFor(secretary), { roundId, briefingId: null, neighbourhoodId: shengli.id, text: '冒名' }))).toBe('not-allowed');
    must(await answerRoundQuestion(t.contextFor(officer), { questionId, answer: '看名额表。' }));
    expect(said(await answerRoundQuestion(t.contextFor(officer), { questionId, answer: '改口' }))).toBe('already-done');
    expect((await see((tx) => questionsOf(tx, roundId)))[0]).toMatchObject({ answer: '看名额表。', answeredByName: '周科长' });
    await expect(t.owner.query("update round_question set answer = 'x'")).rejects.toThrow('answered once');
    expect(await see((tx) => briefingsOf(tx, roundId))).toHaveLength(1);
  });
});

describe('quotas', () => {
  const proposals = () => [
    {
      neighbourhoodId: cailu.id,
      fen: 9_000_000n,
      steps: [{ text: '规定的年度额度', fen: '9000000', clause: '第三条', source: '办法' }],
      openFields: [],
      missing: null,
      blocks: true,
    },
  ];
  const line = (amountFen: bigint, reason = '') => ({ neighbourhoodId: cailu.id, amountFen, countLimit: null, reason });
  test('say why they depart from the policy, and why they change; the newest counts', async () => {
    const set = (quota: ReturnType<typeof line>, terms: { binds?: 'award' | null; over?: 'refuse' | null } = {}) =>
      setQuotas(t.contextFor(officer), { roundId, quotas: [quota], binds: 'award', over: 'refuse', proposals: proposals(), ...terms });
    expect(await see((tx) => quotaOf(tx, roundId, cailu.id))).toBeNull();
    expect(said(await set(line(8_000_000n)))).toBe('reason-required');
    expect(said(await set(line(9_000_000n), { over: null }))).toBe('terms-required');
    expect(must(await set(line(9_000_000n)))).toBe(1);
    expect(must(await set(line(9_000_000n)))).toBe(0);
    expect(said(await set(line(7_000_000n)))).toBe('reason-required');
    expect(must(await set(line(7_000_000n, '上年结余较多')))).toBe(1);
    expect(await see((tx) => quotaOf(tx, roundId, cailu.id))).toBe(7_000_000n);
    expect((await see((tx) => quotasOf(tx, roundId))).get(cailu.id)).toMatchObject({ no: 2, proposedFen: 9_000_000n, reason: '上年结余较多' });
  });
  test('hold against plain SQL: no silent departure, no gap, no change of what was set', async () => {
    const put = (no: number, amount: number, reason: string) =>
      t.owner.query(
        `insert into round_quota (subdistrict_id, id, round_id, neighbourhood_id, no, amount_fen, proposed_fen, reason, binds, over, set_by_name, set_on, set_at)
        values ($1, gen_random_uuid(), $2, $3, $4, $5, 9000000, $6, 'award', 'refuse', '某人', '2026-11-10', now())`,
        [t.subdistrictId, roundId, cailu.id, no, amount, reason],
      );
    await expect(put(3, 100, ' ')).rejects.toThrow('check constraint');
    await expect(put(5, 9_000_000, '跳号')).rejects.toThrow('follows the one before');
    await expect(put(2, 9_000_000, '覆盖')).rejects.toThrow();
    await expect(t.owner.query('update round_quota set amount_fen = 1')).rejects.toThrow('append-only');
    await expect(t.app.query('delete from round_quota')).rejects.toThrow('permission denied');
  });
});

describe('a committee that has not applied', () => {
  const nudge = (againReason = '') =>
    nudgeCommittee(t.contextFor(officer), { roundId, neighbourhoodId: shengli.id, text: '还有二十天，有什么要帮的？', againReason });
  test('is nudged once, again only with a reason, and its answer ends the nudge', async () => {
    expect(said(await nudgeCommittee(t.contextFor(other), { roundId, neighbourhoodId: shengli.id, text: '自己催', againReason: '' }))).toBe('not-allowed');
    must(await nudge());
    expect((await see((tx) => listDuties(tx, other))).map(({ kind }) => kind)).toContain('round.nudge');
    expect(said(await nudge())).toBe('again-needs-reason');
    expect(must(await nudge('申报延期了'))).toEqual({ no: 2 });
    const say = (reason: 'no-hands' | 'other' | null, actor = other) =>
      sayAboutApplying(t.contextFor(actor), { roundId, neighbourhoodId: shengli.id, plan: 'not-this-time', reason, text: '' });
    expect(said(await say(null))).toBe('reason-required');
    expect(said(await say('other'))).toBe('text-required');
    expect(said(await say('no-hands', secretary))).toBe('not-allowed');
    must(await say('no-hands'));
    expect((await see((tx) => listDuties(tx, other))).filter(({ kind }) => kind === 'round.nudge' || kind === 'round.apply')).toEqual([]);
    expect((await see((tx) => nudgesOf(tx, roundId))).map(({ no, againReason }) => [no, againReason])).toEqual([
      [2, '申报延期了'],
      [1, ''],
    ]);
    await expect(
      t.owner.query(
        `insert into round_nudge (subdistrict_id, id, round_id, neighbourhood_id, no, text, by_name, sent_on, at)
        values ($1, gen_random_uuid(), $2, $3, 3, '再催', '某人', '2026-11-10', now())`,
        [t.subdistrictId, roundId, shengli.id],
      ),
    ).rejects.toThrow('check constraint');
  });
  test('is offered help by name, takes it or not, and what came of it is kept', async () => {
    const offer = (change: object = {}) =>
      offerHelp(t.contextFor(officer), {
        roundId,
        neighbourhoodId: shengli.id,
        kind: 'expert',
        personId: expert.personId,
        organisationId: null,
        offer: '帮着写申报书',
        ...change,
      });
    expect(said(await offer({ personId: null }))).toBe('who-required');
    const [first, second] = [must(await offer()), must(await offer())];
    expect(said(await answerHelp(t.contextFor(secretary), { helpId: first, accept: true, text: '' }))).toBe('not-allowed');
    expect(said(await answerHelp(t.contextFor(other), { helpId: first, accept: false, text: '' }))).toBe('reason-required');
    must(await answerHelp(t.contextFor(other), { helpId: first, accept: false, text: '自己会写' }));
    expect(said(await answerHelp(t.contextFor(other), { helpId: first, accept: true, text: '' }))).toBe('wrong-state');
    expect(await see((tx) => helpersOf(tx, roundId, shengli.id))).toEqual([]);
    must(await answerHelp(t.contextFor(other), { helpId: second, accept: true, text: '' }));
    expect(await see((tx) => dutiesOf(tx, { subjectId: second }))).toMatchObject([{ kind: 'round.give-help', personId: expert.personId }]);
    expect(said(await noteHelp(t.contextFor(secretary), { helpId: second, text: '插一句', end: false }))).toBe('not-allowed');
    must(await noteHelp(t.contextFor(expert), { helpId: second, text: '看了现场', end: false }));
    must(await noteHelp(t.contextFor(other), { helpId: second, text: '写成了申报书', end: true }));
    expect(await see((tx) => dutiesOf(tx, { subjectId: second }))).toEqual([]);
    expect(await see((tx) => helpersOf(tx, roundId, shengli.id))).toEqual([expert.personId]);
    expect((await see((tx) => helpIn(tx, roundId))).map(({ state }) => state).sort()).toEqual(['declined', 'ended']);
    await expect(t.owner.query("update round_help set state = 'accepted' where state = 'declined'")).rejects.toThrow('is not accepted');
  });
});

describe('a change of the round', () => {
  test('a later last day is told to everybody, moves the duty and the steps behind it', async () => {
    const extend = (lastDay: string, reason = '天气', actor = officer) => extendRound(t.contextFor(actor), { roundId, lastDay, reason, moveSteps: true });
    expect(said(await extend('2026-12-05', '天气', secretary))).toBe('not-allowed');
    expect(said(await extend('2026-11-30'))).toBe('not-later');
    expect(said(await extend('2026-12-05', ' '))).toBe('reason-required');
    must(await extend('2026-12-05'));
    expect(await see((tx) => findRound(tx, roundId))).toMatchObject({ closesOn: '2026-12-05', changeNo: 1, state: 'open' });
    expect((await see((tx) => stepsOf(tx, roundId))).map(({ kind, fromDay, toDay }) => [kind, fromDay, toDay])).toEqual([
      ['briefing', '2026-11-10', '2026-11-10'],
      ['review', '2026-12-08', '2026-12-15'],
      ['other', '2026-12-03', '2026-12-10'],
    ]);
    expect((await see((tx) => listDuties(tx, secretary))).filter(({ kind }) => kind === 'round.apply').map(({ dueDay }) => dueDay)).toEqual(['2026-12-05']);
    expect((await see((tx) => toldOf(tx, roundId))).map(({ neighbourhoodId }) => neighbourhoodId).sort()).toEqual([cailu.id, shengli.id].sort());
  });
  test('opening again is the head’s, after the officer asked or by itself', async () => {
    const again = { roundId, lastDay: '2026-12-20', reason: '名额有余', moveSteps: false };
    expect(said(await reopenRound(t.contextFor(head), again))).toBe('wrong-state');
    expect(said(await closeCallEarly(t.contextFor(secretary), { roundId, reason: '已经报齐' }))).toBe('not-allowed');
    must(await closeCallEarly(t.contextFor(officer), { roundId, reason: '已经报齐' }));
    expect(said(await reopenRound(t.contextFor(officer), again))).toBe('not-allowed');
    // Nobody is asked to apply any more, and the round's last day is the one on which it really ended.
    expect((await see((tx) => listDuties(tx, secretary))).filter(({ kind }) => kind === 'round.apply')).toEqual([]);
    const [ended] = await see((tx) => changesOf(tx, roundId));
    expect(ended).toMatchObject({ kind: 'closed-early', fromLastDay: '2026-12-05', toLastDay: ended?.decidedOn });
    expect(await see((tx) => findRound(tx, roundId))).toMatchObject({ state: 'reviewing', closesOn: ended?.decidedOn });
    const ask = () => askForRoundChange(t.contextFor(officer), { roundId, kind: 'reopened', reason: '名额有余', lastDay: '2026-12-20' });
    must(await ask());
    expect(said(await ask())).toBe('already-asked');
    expect((await see((tx) => listDuties(tx, head))).map(({ kind }) => kind)).toContain('round.decide-change');
    must(await refuseRoundChange(t.contextFor(head), { roundId, reason: '先评完' }));
    expect(said(await refuseRoundChange(t.contextFor(head), { roundId, reason: '再说' }))).toBe('nothing-asked');
    must(await ask());
    must(await reopenRound(t.contextFor(head), again));
    expect(await see((tx) => findRound(tx, roundId))).toMatchObject({ state: 'open', closesOn: '2026-12-20', changeNo: 3 });
    expect((await see((tx) => asksOf(tx, roundId))).map(({ outcome }) => outcome).sort()).toEqual(['agreed', 'refused']);
    expect((await see((tx) => changesOf(tx, roundId))).map(({ kind, decidedByName }) => [kind, decidedByName])).toEqual([
      ['reopened', '吴主任'],
      ['closed-early', '周科长'],
      ['extended', '周科长'],
    ]);
  });
  test('nothing of it goes by plain SQL without a change that has a reason', async () => {
    await expect(t.app.query("select set_config('app.subdistrict', $1, false)", [t.subdistrictId])).resolves.toBeTruthy();
    await expect(t.app.query("update round set closes_on = '2027-01-01'")).rejects.toThrow('by a change with its reason');
    await expect(t.app.query("update round set state = 'cancelled'")).rejects.toThrow('by a change with its reason');
    await expect(t.app.query('update round set change_no = change_no + 1')).rejects.toThrow('a change of a round changes it');
    await expect(t.app.query('update round set pool_fen = 1')).rejects.toThrow('permission denied');
    await expect(t.owner.query('update round set pool_fen = 1')).rejects.toThrow('keeps its name, year, pool');
    await expect(t.owner.query("update round set state = 'decided'")).rejects.toThrow('does not go from open to decided');
    // A change whose round does not follow it is refused when all is written.
    await expect(
      t.owner.query(
        `insert into round_change select subdistrict_id, gen_random_uuid(), round_id, 4, 'extended', reason, 'open', 'open', '2026-12-20', '2026-12-30', notice_id,
        decided_by, decided_by_name, decided_on, at from round_change where no = 1`,
      ),
    ).rejects.toThrow('a round follows its change');
    // Ended early means today, not a day that the call goes on taking applications.
    await expect(
      t.owner.query(
        `insert into round_change select subdistrict_id, gen_random_uuid(), round_id, 4, 'closed-early', reason, 'open', 'reviewing', '2026-12-20', '2026-12-19', notice_id,
        decided_by, decided_by_name, decided_on, at from round_change where no = 1`,
      ),
    ).rejects.toThrow('round_change_closed_early');
    await expect(t.owner.query("update round_change set reason = 'x'")).rejects.toThrow('append-only');
    await expect(t.owner.query('delete from round_told')).rejects.toThrow('append-only');
    expect(await see((tx) => findRound(tx, roundId))).toMatchObject({ state: 'open', closesOn: '2026-12-20', changeNo: 3 });
  });
});
