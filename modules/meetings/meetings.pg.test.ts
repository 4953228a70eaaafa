import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { adoptMatter, matterPermissions, matterSteps, raiseMatter } from '#modules/matters';
import { noticePermissions, noticesAbout } from '#modules/notices';
import { type Actor, anonymous, system } from '#platform/access';
import { read, runCommand } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  agendaOf,
  attendanceOf,
  callMeeting,
  type CallMeetingInput,
  cancelMeeting,
  enterAttendance,
  findMeeting,
  findResolution,
  followResolution,
  holdMeeting,
  inviteesOf,
  makeResolution,
  markOverdueResolutions,
  type Meeting,
  meetingPermissions,
  meetingsAbout,
  minutesDelayDays,
  minutesOf,
  progressOf,
  publishMinutes,
  recordMinutes,
  resolutionsAbout,
  signIn,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let secretary: Actor, director: Actor, wang: Actor, husband: Actor, zhang: Actor, stranger: Actor, officer: Actor, otherSecretary: Actor;

beforeAll(async () => {
  t = await testPlatform([meetingPermissions, matterPermissions, inboxPermissions, noticePermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 6);
  const shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  wang = await makeResident(t, '王小英', cailu.households[0]!);
  husband = await makeResident(t, '赵国强', cailu.households[0]!);
  zhang = await makeResident(t, '张伟', cailu.households[1]!);
  stranger = await makeResident(t, '钱多多', shengli.households[0]!);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  director = await makePerson(t, '吴主任', { role: 'director', neighbourhoodId: cailu.id });
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  otherSecretary = await makePerson(t, '李书记', { role: 'secretary', neighbourhoodId: shengli.id });
  await t.owner.query(
    `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at)
    values ($1, $2, $3, 'director', $4, '2026-01-01', now())`,
    [t.subdistrictId, t.platform.sources.newId(), director.personId, cailu.id],
  );
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(secretary), work);
const must = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};
const callWith = (actor: Actor, change: Partial<CallMeetingInput> = {}) =>
  callMeeting(t.contextFor(actor), {
    neighbourhoodId: cailu.id,
    kind: 'hearing',
    title: '楼道照明听证会',
    place: '居委会活动室',
    startsAt: new Date('2026-11-05T19:00:00+08:00'),
    agenda: ['装什么灯', '谁来出钱'],
    ...change,
  });
const assembly = { kind: 'assembly', form: 'one_per_household', title: '居民会议' } as const;
const called = async (change: Partial<CallMeetingInput> = {}) => must(await callWith(secretary, change));
const meetingOf = async (id: string): Promise<Meeting> => {
  const found = await seen((tx) => findMeeting(tx, id));
  if (!found) throw new Error('no meeting');
  return found;
};
const duties = async (id: string) => (await seen((tx) => dutiesOf(tx, { subjectId: id }))).map((duty) => duty.kind);
const evening = () => t.clock.set('2026-11-05T19:30:00+08:00');
const sign = (actor: Actor, meetingId: string, code: string) => signIn(t.contextFor(actor), { meetingId, code });
const minutes = (meetingId: string, change: Partial<Parameters<typeof recordMinutes>[1]> = {}, actor = secretary) =>
  recordMinutes(t.contextFor(actor), { meetingId, said: [{ who: '王小英', text: '声控灯省电。' }], ...change });
const refused = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: Error) => error.message,
  );

describe('calling', () => {
  it('gives notice, agenda, invitations as the trial measures want them, and the director in the chair', async () => {
    const { meetingId } = await called();
    expect(await meetingOf(meetingId)).toMatchObject({
      state: 'called',
      chairPersonId: director.personId,
      convener: '蔡路居民委员会',
      counted: 'person',
      noticeDaysNeeded: null,
    });
    expect(await seen((tx) => agendaOf(tx, meetingId))).toEqual(['装什么灯', '谁来出钱']);
    expect((await seen((tx) => inviteesOf(tx, meetingId))).map((each) => [each.rule, each.clause?.includes('听证会')])).toEqual([
      ['affected_residents', true],
      ['assembly_representatives', true],
      ['area_organisations', true],
    ]);
    const [notice] = await seen((tx) => noticesAbout(tx, meetingId));
    expect(notice?.body).toContain('居委会活动室');
    expect(await duties(meetingId)).toEqual(['meeting.hold']);
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
    const { meetingId } = await called({ matterId });
    expect((await seen((tx) => matterSteps(tx, matterId))).map((step) => step.kind)).toContain('meeting');
    expect((await seen((tx) => meetingsAbout(tx, { matterId }))).map((meeting) => meeting.id)).toEqual([meetingId]);
    expect(await callWith(otherSecretary, { matterId })).toEqual({ ok: false, error: 'not-allowed' });
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
    for (const [change, error] of codes) expect(await callWith(secretary, change)).toEqual({ ok: false, error });
    for (const actor of [wang, officer, otherSecretary, anonymous]) expect(await callWith(actor)).toEqual({ ok: false, error: 'not-allowed' });
  });
  it('can be called off with a reason, once, and not after it was held', async () => {
    const { meetingId } = await called();
    expect(await cancelMeeting(t.contextFor(secretary), { meetingId, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    must(await cancelMeeting(t.contextFor(secretary), { meetingId, reason: '场地停电。' }));
    expect(await duties(meetingId)).toEqual([]);
    expect((await seen((tx) => noticesAbout(tx, meetingId))).map((notice) => notice.title).sort()).toEqual([
      '会议取消：楼道照明听证会',
      '会议通知：楼道照明听证会',
    ]);
    expect(await cancelMeeting(t.contextFor(secretary), { meetingId, reason: '又一次' })).toEqual({ ok: false, error: 'wrong-state' });
    evening();
    expect(await holdMeeting(t.contextFor(secretary), { meetingId })).toEqual({ ok: false, error: 'wrong-state' });
  });
});

describe('signing in', () => {
  it('is once a person, however often and however many at once', async () => {
    const { meetingId, signInCode } = await called();
    expect(await sign(wang, meetingId, signInCode)).toEqual({ ok: false, error: 'not-yet' });
    evening();
    expect(await sign(wang, meetingId, 'WRONGWRO')).toEqual({ ok: false, error: 'wrong-code' });
    const results = await Promise.all([sign(wang, meetingId, signInCode), sign(wang, meetingId, signInCode.toLowerCase()), sign(wang, meetingId, signInCode)]);
    expect(results.map((result) => (result.ok ? result.value.result : result.error)).sort()).toEqual(['counted', 'known', 'known']);
    expect(await seen((tx) => attendanceOf(tx, meetingId))).toHaveLength(1);
  });
  it('counts a household once where households are counted; its second member is listed beside', async () => {
    const { meetingId, signInCode } = await called(assembly);
    evening();
    const results = await Promise.all([sign(wang, meetingId, signInCode), sign(husband, meetingId, signInCode)]);
    expect(results.map((result) => (result.ok ? result.value.result : result.error)).sort()).toEqual(['beside', 'counted']);
    expect(must(await sign(zhang, meetingId, signInCode))).toEqual({ result: 'counted', present: 2 });
    expect(must(await sign(stranger, meetingId, signInCode))).toEqual({ result: 'counted', present: 2 });
    expect(await seen((tx) => attendanceOf(tx, meetingId))).toHaveLength(4);
  });
  it('needs a known person, and ends when the meeting is over', async () => {
    const { meetingId, signInCode } = await called();
    evening();
    const account: Actor = { ...anonymous, kind: 'account', accountId: 'a' };
    expect(await sign(account, meetingId, signInCode)).toEqual({ ok: false, error: 'not-a-person' });
    expect(await sign(anonymous, meetingId, signInCode)).toEqual({ ok: false, error: 'not-allowed' });
    must(await holdMeeting(t.contextFor(secretary), { meetingId }));
    expect(await sign(wang, meetingId, signInCode)).toEqual({ ok: false, error: 'wrong-state' });
  });
  it('is not entered before the evening, by code or by a list', async () => {
    const { meetingId, signInCode } = await called(assembly);
    t.clock.set('2026-11-05T16:59:59+08:00');
    expect(await sign(wang, meetingId, signInCode)).toEqual({ ok: false, error: 'not-yet' });
    for (const how of ['paper', 'staff'] as const)
      expect(await enterAttendance(t.contextFor(secretary), { meetingId, how, lines: '1-1-101' })).toEqual({ ok: false, error: 'not-yet' });
    expect(await seen((tx) => attendanceOf(tx, meetingId))).toEqual([]);
    t.clock.set('2026-11-05T17:00:00+08:00');
    expect(must(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'paper', lines: '1-1-101' })).added).toBe(1);
  });
  it('on paper and by phone is one; unknown lines come back; the list may be typed until the minutes are written', async () => {
    const { meetingId, signInCode } = await called(assembly);
    evening();
    must(await sign(wang, meetingId, signInCode));
    must(await holdMeeting(t.contextFor(secretary), { meetingId }));
    expect((await meetingOf(meetingId)).breaches.map((breach) => breach.rule)).toEqual(['too-few-present']);
    const entered = must(
      await enterAttendance(t.contextFor(secretary), {
        meetingId,
        how: 'paper',
        lines: '1-1-101\n1-1-102 张伟\n1号楼1单元103\n1-1-104\n9-9-999',
        guests: ['社区民警 何警官'],
      }),
    );
    expect(entered).toMatchObject({ added: 4, known: 1, present: 4, unmatched: [{ line: '9-9-999', reason: 'nobody' }] });
    expect(await meetingOf(meetingId)).toMatchObject({ presentCount: 4, entitledCount: 6, breaches: [] });
    expect(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'paper', lines: '' })).toEqual({ ok: false, error: 'nothing-entered' });
    must(await minutes(meetingId));
    expect(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'paper', lines: '1-1-105' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await refused(t.owner.query('delete from attendance where meeting_id = $1', [meetingId]))).toContain('append-only');
  });
});

describe('minutes', () => {
  it('cannot be written before the meeting; written late they say how late', async () => {
    const { meetingId } = await called();
    expect(await minutes(meetingId)).toEqual({ ok: false, error: 'not-yet' });
    t.clock.set('2026-11-14T09:00:00+08:00');
    expect(must(await minutes(meetingId)).version).toBe(1);
    const [version] = await seen((tx) => minutesOf(tx, meetingId));
    expect(minutesDelayDays(await meetingOf(meetingId), version!.recordedAt)).toBe(9);
    expect(await duties(meetingId)).toEqual(['meeting.publish']);
  });
  it('a meeting with too few present is held, but nothing passes and the minutes say so with the clause', async () => {
    const { meetingId, signInCode } = await called(assembly);
    evening();
    for (const actor of [wang, zhang]) must(await sign(actor, meetingId, signInCode));
    must(await minutes(meetingId, { hands: [{ question: '每户出 50 元', yes: 2, no: 0, abstain: 0 }] }));
    const meeting = await meetingOf(meetingId);
    expect(meeting.breaches).toEqual([{ rule: 'too-few-present', clause: expect.stringContaining('第九条'), numbers: { present: 2, entitled: 6 } }]);
    expect((await seen((tx) => minutesOf(tx, meetingId)))[0]?.hands).toEqual([expect.objectContaining({ yes: 2, present: 2, passed: false })]);
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
    expect((await seen((tx) => noticesAbout(tx, meetingId))).at(-1)?.body).toContain('到会 2，应到 6，未超过半数');
  });
  it('with a quorum a question passes with more than half of those present', async () => {
    const { meetingId } = await called(assembly);
    evening();
    must(await enterAttendance(t.contextFor(secretary), { meetingId, how: 'staff', lines: '1-1-101\n1-1-102\n1-1-103\n1-1-104' }));
    expect(await minutes(meetingId, { hands: [{ question: '装声控灯', yes: 3, no: 1, abstain: 1 }] })).toEqual({ ok: false, error: 'too-many-hands' });
    must(
      await minutes(meetingId, {
        hands: [
          { question: '装声控灯', yes: 3, no: 1, abstain: 0 },
          { question: '装感应灯', yes: 2, no: 1, abstain: 1 },
        ],
      }),
    );
    expect((await seen((tx) => minutesOf(tx, meetingId)))[0]?.hands.map((hands) => hands.passed)).toEqual([true, false]);
  });
  it('are corrected by a new version with its reason; the published one stays in sight until the next is published', async () => {
    const { meetingId } = await called();
    evening();
    must(await minutes(meetingId));
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
    expect(await publishMinutes(t.contextFor(secretary), { meetingId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await minutes(meetingId, { said: [{ who: '张伟', text: '补充一点。' }] })).toEqual({ ok: false, error: 'correction-required' });
    must(await minutes(meetingId, { said: [{ who: '张伟', text: '补充一点。' }], correction: '漏记一人发言。' }));
    expect(await meetingOf(meetingId)).toMatchObject({ state: 'minuted', publishedVersion: 1 });
    must(await publishMinutes(t.contextFor(secretary), { meetingId }));
    expect(await meetingOf(meetingId)).toMatchObject({ state: 'published', publishedVersion: 2 });
    expect(await seen((tx) => minutesOf(tx, meetingId))).toHaveLength(2);
    expect(await refused(t.owner.query("update meeting_minutes set body = '{}' where meeting_id = $1", [meetingId]))).toContain('append-only');
  });
  it('by two at once are two versions, or one is told to explain the correction', async () => {
    const { meetingId } = await called();
    evening();
    const results = await Promise.all([minutes(meetingId), minutes(meetingId, {}, director)]);
    expect(results.map((result) => (result.ok ? result.value.version : result.error)).sort()).toEqual([1, 'correction-required']);
  });
  it('refuse empty, overlong and hostile input and keep what was typed as it was', async () => {
    const { meetingId } = await called();
    evening();
    expect(await minutes(meetingId, { said: [] })).toEqual({ ok: false, error: 'nothing-said' });
    expect(await minutes(meetingId, { said: [{ who: '王小英', text: 'x'.repeat(2001) }] })).toEqual({ ok: false, error: 'too-long' });
    const text = "<script>alert(1)</script>'; drop table meeting; --";
    must(await minutes(meetingId, { said: [{ who: '王小英', text }] }));
    expect((await seen((tx) => minutesOf(tx, meetingId)))[0]?.body.said[0]?.text).toBe(text);
    for (const actor of [wang, officer, otherSecretary]) expect(await minutes(meetingId, {}, actor)).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('resolutions', () => {
  async function resolved(change: Partial<Parameters<typeof makeResolution>[1]> = {}): Promise<string> {
    const { meetingId } = await called();
    evening();
    return must(
      await minutes(meetingId, {
        resolutions: [
          { text: '更换四幢楼楼道照明', executorPersonId: zhang.personId, supervisorPersonId: wang.personId ?? '', deadline: '2026-11-20', ...change },
        ],
      }),
    ).resolutionIds[0]!;
  }
  const follow = (actor: Actor, resolutionId: string, kind: Parameters<typeof followResolution>[1]['kind'], text = '已完成两幢。') =>
    followResolution(t.contextFor(actor), { resolutionId, kind, text });

  it('go from executor to supervisor to appraisal, each with the duty at the right person', async () => {
    const id = await resolved();
    expect(await duties(id)).toEqual(['resolution.carry-out']);
    expect(await follow(wang, id, 'report')).toEqual({ ok: false, error: 'not-allowed' });
    must(await follow(zhang, id, 'report'));
    must(await follow(zhang, id, 'finish', '四幢都装好了。'));
    expect(await duties(id)).toEqual(['resolution.check']);
    expect(await follow(zhang, id, 'accept')).toEqual({ ok: false, error: 'not-allowed' });
    must(await follow(wang, id, 'return', '3 号楼还有一盏不亮。'));
    expect(await duties(id)).toEqual(['resolution.carry-out']);
    must(await follow(secretary, id, 'finish', '张伟来电：已换新。'));
    must(await follow(wang, id, 'accept', '逐层看过，都亮。'));
    expect(await seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'done' });
    must(await follow(secretary, id, 'appraise', '评议会满意。'));
    expect(await duties(id)).toEqual([]);
    expect((await seen((tx) => progressOf(tx, id))).map((line) => line.kind)).toEqual(['report', 'finish', 'return', 'finish', 'accept', 'appraise']);
    expect(await refused(t.owner.query('delete from resolution_progress where resolution_id = $1', [id]))).toContain('append-only');
  });
  const daily = () => runCommand(t.contextFor(system), 'daily-resolutions', async (tx) => ok(await markOverdueResolutions(tx)));
  it('become overdue the day after the deadline, once', async () => {
    const id = await resolved();
    t.clock.set('2026-11-20T23:00:00+08:00');
    await daily();
    expect(await seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'open' });
    t.clock.set('2026-11-21T00:10:00+08:00');
    for (let i = 0; i < 2; i++) await daily();
    expect(await seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'overdue' });
    expect(await seen((tx) => progressOf(tx, id))).toHaveLength(1);
    must(await follow(zhang, id, 'finish'));
    must(await follow(wang, id, 'accept'));
    expect(await seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'done' });
  });
  it('need an executor, another person as supervisor, and a day to come; nothing of the minutes is kept otherwise', async () => {
    const { meetingId } = await called();
    evening();
    const good = { text: '换灯', executorPersonId: zhang.personId, supervisorPersonId: wang.personId ?? '', deadline: '2026-11-20' };
    const bad: [object, string][] = [
      [{ ...good, executorPersonId: null }, 'executor-required'],
      [{ ...good, supervisorPersonId: zhang.personId }, 'supervisor-is-executor'],
      [{ ...good, deadline: '2026-11-04' }, 'deadline-in-past'],
      [{ ...good, deadline: '2026-02-30' }, 'deadline-in-past'],
      [{ ...good, text: ' ' }, 'text-required'],
      [{ ...good, executorPersonId: t.platform.sources.newId() }, 'person-unknown'],
    ];
    for (const [resolution, error] of bad) expect(await minutes(meetingId, { resolutions: [resolution as typeof good] })).toEqual({ ok: false, error });
    expect(await seen((tx) => minutesOf(tx, meetingId))).toEqual([]);
    must(await minutes(meetingId));
    must(await makeResolution(t.contextFor(secretary), { meetingId, ...good }));
    expect(await seen((tx) => resolutionsAbout(tx, { meetingId }))).toHaveLength(1);
    expect(
      await refused(
        t.app
          .query('begin')
          .then(() => t.app.query(`set local app.subdistrict = '${t.subdistrictId}'`))
          .then(() => t.app.query("update resolution set deadline = '2027-01-01' where meeting_id = $1", [meetingId]))
          .finally(() => t.app.query('rollback')),
      ),
    ).toContain('permission denied');
  });
});

describe('another subdistrict', () => {
  it('sees and does nothing', async () => {
    const { meetingId, signInCode } = await called();
    evening();
    must(await sign(wang, meetingId, signInCode));
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
