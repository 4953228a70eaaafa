import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adoptMatter, matterSteps, raiseMatter } from '#modules/matters';
import { noticesAbout } from '#modules/notices';
import { type Actor, anonymous } from '#platform/access';
import { read } from '#platform/command';
import type { TestNeighbourhood } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import {
  agendaOf,
  attendanceOf,
  type CallMeetingInput,
  cancelMeeting,
  enterAttendance,
  findMeeting,
  holdMeeting,
  inviteesOf,
  meetingsAbout,
  minutesDelayDays,
  minutesOf,
  publishMinutes,
} from './index.ts';
import { assembly, meetingScene, type MeetingScene, must, refused } from './scene.fixture.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let secretary: Actor, director: Actor, wang: Actor, husband: Actor, zhang: Actor, stranger: Actor, officer: Actor, otherSecretary: Actor;
let scene: MeetingScene;
beforeAll(async () => {
  scene = await meetingScene();
  ({ t, cailu, secretary, director, wang, husband, zhang, stranger, officer, otherSecretary } = scene);
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

describe('calling', () => {
  it('gives notice, agenda, invitations as the trial measures want them, and the director in the chair', async () => {
    const { meetingId } = await scene.called();
    expect(await scene.meetingOf(meetingId)).toMatchObject({
      state: 'called',
      chairPersonId: director.personId,
      convener: '蔡路居民委员会',
      counted: 'person',
      noticeDaysNeeded: null,
    });
    expect(await scene.seen((tx) => agendaOf(tx, meetingId))).toEqual(['装什么灯', '谁来出钱']);
    expect((await scene.seen((tx) => inviteesOf(tx, meetingId))).map((each) => [each.rule, each.clause?.includes('听证会')])).toEqual([
      ['affected_residents', true],
      ['assembly_representatives', true],
      ['area_organisations', true],
    ]);
    const [notice] = await scene.seen((tx) => noticesAbout(tx, meetingId));
    expect(notice?.body).toContain('居委会活动室');
    expect(await scene.duties(meetingId)).toEqual(['meeting.hold']);
  });
  it('is a step of the matter it is about', async () => {
    const { matterId } = must(
      await raiseMatter(t.contextFor(wang), {
        neighbourhoodId: cailu.id,
        text: '楼道灯坏了。',
        category: 'lighting',
        anonymous: false,
        doorCode: null,
        photos: [],
        replyDays: null,
        supportUnit: null,
      }),
    );
    must(await adoptMatter(t.contextFor(secretary), { matterId, venue: 'hearing', reason: '开听证会。', dueDay: null }));
    const { meetingId } = await scene.called({ matterId });
    expect((await scene.seen((tx) => matterSteps(tx, matterId))).map((step) => step.kind)).toContain('meeting');
    expect((await scene.seen((tx) => meetingsAbout(tx, { matterId }))).map((meeting) => meeting.id)).toEqual([meetingId]);
    expect(await scene.callWith(otherSecretary, { matterId })).toEqual({ ok: false, error: 'not-allowed' });
  });
  it('wants a day to come, an agenda, and the form of an assembly', async () => {
    const codes: [Partial<CallMeetingInput>, string][] = [
      [{ startsAt: new Date('2026-11-02T08:00:00+08:00') }, 'in-the-past'],
      [{ agenda: [' ', ''] }, 'agenda-required'],
      [{ kind: 'assembly' }, 'form-required'],
      [{ form: 'all_adults' }, 'form-required'],
      [{ ...assembly, form: 'group_representatives' }, 'entitled-required'],
      [{ matterId: t.platform.sources.newId() }, 'matter-elsewhere'],
      [{ chairPersonId: t.platform.sources.newId() }, 'chair-unknown'],
    ];
    for (const [change, error] of codes) expect(await scene.callWith(secretary, change)).toEqual({ ok: false, error });
    for (const actor of [wang, officer, otherSecretary, anonymous]) expect(await scene.callWith(actor)).toEqual({ ok: false, error: 'not-allowed' });
  });
  it('can be called off with a reason, once, and not after it was held', async () => {
    const { meetingId } = await scene.called();
    expect(await cancelMeeting(t.contextFor(secretary), { meetingId, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    must(await cancelMeeting(t.contextFor(secretary), { meetingId, reason: '场地停电。' }));
    expect(await scene.duties(meetingId)).toEqual([]);
    expect((await scene.seen((tx) => noticesAbout(tx, meetingId))).map((notice) => notice.title).sort()).toEqual([
      '会议取消：楼道照明听证会',
      '会议通知：楼道照明听证会',
    ]);
    expect(await cancelMeeting(t.contextFor(secretary), { meetingId, reason: '又一次' })).toEqual({ ok: false, error: 'wrong-state' });
    scene.evening();
    expect(await holdMeeting(t.contextFor(secretary), { meetingId })).toEqual({ ok: false, error: 'wrong-state' });
  });
});

describe('signing in', () => {
  it('is once a person, however often and however many at once', async () => {
    const { meetingId, signInCode } = await scene.called();
    expect(await scene.sign(wang, meetingId, signInCode)).toEqual({ ok: false, error: 'not-yet' });
    scene.evening();
    expect(await scene.sign(wang, meetingId, 'WRONGWRO')).toEqual({ ok: false, error: 'wrong-code' });
    const results = await Promise.all([
      scene.sign(wang, meetingId, signInCode),
      scene.sign(wang, meetingId, signInCode.toLowerCase()),
      scene.sign(wang, meetingId, signInCode),
    ]);
    expect(results.map((result) => (result.ok ? result.value.result : result.error)).sort()).toEqual(['counted', 'known', 'known']);
    expect(await scene.seen((tx) => attendanceOf(tx, meetingId))).toHaveLength(1);
  });
  it('counts a household once where households are counted; its second member is listed beside', async () => {
    const { meetingId, signInCode } = await scene.called(assembly);
    scene.evening();
    const results = await Promise.all([scene.sign(wang, meetingId, signInCode), scene.sign(husband, meetingId, signInCode)]);
    expect(results.map((result) => (result.ok ? result.value.result : result.error)).sort()).toEqual(['beside', 'counted']);
    expect(must(await scene.sign(zhang, meetingId, signInCode))).toEqual({ result: 'counted', present: 2 });
    expect(must(await scene.sign(stranger, meetingId, signInCode))).toEqual({ result: 'listed', present: 2 });
    expect(await scene.seen((tx) => attendanceOf(tx, meetingId))).toHaveLength(4);
  });
  it('needs a known person, and ends when the meeting is over', async () => {
    const { meetingId, signInCode } = await scene.called();
    scene.evening();
    const account: Actor = { ...anonymous, kind: 'account', accountId: 'a' };
    expect(await scene.sign(account, meetingId, signInCode)).toEqual({ ok: false, error: 'not-a-person' });
    expect(await scene.sign(anonymous, meetingId, signInCode)).toEqual({ ok: false, error: 'not-allowed' });
    must(await holdMeeting(t.contextFor(secretary), { meetingId }));
    expect(await scene.sign(wang, meetingId, signInCode)).toEqual({ ok: false, error: 'wrong-state' });
  });
  it('is not entered before the evening, by code or by a list', async () => {
    const { meetingId, signInCode } = await scene.called(assembly);
    t.clock.set('2026-11-05T16:59:59+08:00');
    expect(await scene.sign(wang, meetingId, signInCode)).toEqual({ ok: false, error: 'not-yet' });
    for (const how of ['paper', 'staff'] as const)
      expect(await enterAttendance(t.contextFor(secretary), { meetingId, how, lines: '1-1-101' })).toEqual({ ok: false, error: 'not-yet' });
    expect(await scene.seen((tx) => attendanceOf(tx, meetingId))).toEqual([]);
    t.clock.set('2026-11-05T17:00:00+08:00');
    expect(must(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'paper', lines: '1-1-101' })).added).toBe(1);
  });
  it('on paper and by phone is one; unknown lines come back; the list may be typed until the minutes are written', async () => {
    const { meetingId, signInCode } = await scene.called(assembly);
    scene.evening();
    must(await scene.sign(wang, meetingId, signInCode));
    must(await holdMeeting(t.contextFor(secretary), { meetingId }));
    expect((await scene.meetingOf(meetingId)).breaches.map((breach) => breach.rule)).toEqual(['too-few-present']);
    const entered = must(
      await enterAttendance(t.contextFor(secretary), {
        meetingId,
        how: 'paper',
        lines: '1-1-101\n1-1-102 张伟\n1号楼1单元103\n1-1-104\n9-9-999',
        guests: ['社区民警 何警官'],
      }),
    );
    expect(entered).toMatchObject({ added: 4, known: 1, present: 4, unmatched: [{ line: '9-9-999', reason: 'nobody' }] });
    expect(await scene.meetingOf(meetingId)).toMatchObject({ presentCount: 4, entitledCount: 6, breaches: [] });
    expect(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'paper', lines: '' })).toEqual({ ok: false, error: 'nothing-entered' });
    must(await scene.minutes(meetingId));
    expect(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'paper', lines: '1-1-105' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await refused(t.owner.query('delete from attendance where meeting_id = $1', [meetingId]))).toContain('append-only');
  });
});

describe('minutes', () => {
  it('cannot be written before the meeting; written late they say how late', async () => {
    const { meetingId } = await scene.called();
    expect(await scene.minutes(meetingId)).toEqual({ ok: false, error: 'not-yet' });
    t.clock.set('2026-11-14T09:00:00+08:00');
    expect(must(await scene.minutes(meetingId)).version).toBe(1);
    const [version] = await scene.seen((tx) => minutesOf(tx, meetingId));
    expect(minutesDelayDays(await scene.meetingOf(meetingId), version!.recordedAt)).toBe(9);
    expect(await scene.duties(meetingId)).toEqual(['meeting.publish']);
  });
  it('a meeting with too few present is held, but nothing passes and the minutes say so with the clause', async () => {
    const { meetingId, signInCode } = await scene.called(assembly);
    scene.evening();
    for (const actor of [wang, zhang]) must(await scene.sign(actor, meetingId, signInCode));
    must(await scene.minutes(meetingId, { hands: [{ question: '每户出 50 元', yes: 2, no: 0, abstain: 0 }] }));
    const meeting = await scene.meetingOf(meetingId);
    expect(meeting.breaches).toEqual([{ rule: 'too-few-present', clause: expect.stringContaining('第九条'), numbers: { present: 2, entitled: 6 } }]);
    expect((await scene.seen((tx) => minutesOf(tx, meetingId)))[0]?.hands).toEqual([expect.objectContaining({ yes: 2, present: 2, passed: false })]);
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
    expect((await scene.seen((tx) => noticesAbout(tx, meetingId))).at(-1)?.body).toContain('到会 2，应到 6，未超过半数');
  });
  it('with a quorum a question passes with more than half of those present', async () => {
    const { meetingId } = await scene.called(assembly);
    scene.evening();
    must(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'staff', lines: '1-1-101\n1-1-102\n1-1-103\n1-1-104' }));
    expect(await scene.minutes(meetingId, { hands: [{ question: '装声控灯', yes: 3, no: 1, abstain: 1 }] })).toEqual({ ok: false, error: 'too-many-hands' });
    must(
      await scene.minutes(meetingId, {
        hands: [
          { question: '装声控灯', yes: 3, no: 1, abstain: 0 },
          { question: '装感应灯', yes: 2, no: 1, abstain: 1 },
        ],
      }),
    );
    expect((await scene.seen((tx) => minutesOf(tx, meetingId)))[0]?.hands.map((hands) => hands.passed)).toEqual([true, false]);
  });
  it('are corrected by a new version with its reason; the published one stays in sight until the next is published', async () => {
    const { meetingId } = await scene.called();
    scene.evening();
    must(await scene.minutes(meetingId));
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
    expect(await publishMinutes(t.contextFor(secretary), { meetingId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await scene.minutes(meetingId, { said: [{ who: '张伟', text: '补充一点。' }] })).toEqual({ ok: false, error: 'correction-required' });
    must(await scene.minutes(meetingId, { said: [{ who: '张伟', text: '补充一点。' }], correction: '漏记一人发言。' }));
    expect(await scene.meetingOf(meetingId)).toMatchObject({ state: 'minuted', publishedVersion: 1 });
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
    expect(await scene.meetingOf(meetingId)).toMatchObject({ state: 'published', publishedVersion: 2 });
    expect(await scene.seen((tx) => minutesOf(tx, meetingId))).toHaveLength(2);
    expect(await refused(t.owner.query("update meeting_minutes set body = '{}' where meeting_id = $1", [meetingId]))).toContain('append-only');
  });
  it('by two at once are two versions, or one is told to explain the correction', async () => {
    const { meetingId } = await scene.called();
    scene.evening();
    const results = await Promise.all([scene.minutes(meetingId), scene.minutes(meetingId, {}, director)]);
    expect(results.map((result) => (result.ok ? result.value.version : result.error)).sort()).toEqual([1, 'correction-required']);
  });
  it('refuse empty, overlong and hostile input and keep what was typed as it was', async () => {
    const { meetingId } = await scene.called();
    scene.evening();
    expect(await scene.minutes(meetingId, { said: [] })).toEqual({ ok: false, error: 'nothing-said' });
    expect(await scene.minutes(meetingId, { said: [{ who: '王小英', text: 'x'.repeat(2001) }] })).toEqual({ ok: false, error: 'too-long' });
    const text = "<script>alert(1)</script>'; drop table meeting; --";
    must(await scene.minutes(meetingId, { said: [{ who: '王小英', text }] }));
    expect((await scene.seen((tx) => minutesOf(tx, meetingId)))[0]?.body.said[0]?.text).toBe(text);
    for (const actor of [wang, officer, otherSecretary]) expect(await scene.minutes(meetingId, {}, actor)).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('another subdistrict', () => {
  it('sees and does nothing', async () => {
    const { meetingId, signInCode } = await scene.called();
    scene.evening();
    must(await scene.sign(wang, meetingId, signInCode));
    const elsewhere = { ...t.contextFor(secretary), subdistrictId: t.otherSubdistrictId };
    expect(await holdMeeting(elsewhere, { meetingId })).toEqual({ ok: false, error: 'not-found' });
    expect(await read(elsewhere, (tx) => findMeeting(tx, meetingId))).toBeNull();
    await t.app.query('begin');
    await t.app.query(`set local app.subdistrict = '${t.otherSubdistrictId}'`);
    for (const table of [
      'meeting',
      'meeting_agenda',
      'meeting_invitee',
      'attendance',
      'meeting_minutes',
      'show_of_hands',
      'meeting_file',
      'resolution',
      'resolution_progress',
    ]) {
      expect([table, (await t.app.query(`select count(*)::int as n from ${table}`)).rows[0]]).toEqual([table, { n: 0 }]);
    }
    await t.app.query('rollback');
  });
});
