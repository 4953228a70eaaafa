import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, system } from '#platform/access';
import { makePerson } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import {
  admitByPass,
  attendanceOf,
  type BodyRule,
  boardOf,
  changeMembers,
  dailyMeetings,
  dutiesToMeet,
  endCalendarFeed,
  enterAttendance,
  holdMeeting,
  type Invitation,
  invitationsOf,
  loadSeries,
  makeCalendarFeed,
  meetingsOfFeed,
  registerBody,
  signIn,
  takePass,
} from './index.ts';
import { assembly, meetingScene, type MeetingScene, must } from './scene.fixture.ts';

let scene: MeetingScene;
let t: TestPlatform;
let steward: Actor;
const noRule: BodyRule = { quorum: null, noticeDays: null, proxies: false, source: '' };

beforeAll(async () => {
  scene = await meetingScene();
  t = scene.t;
  steward = await makePerson(t, '周楼长', { role: 'steward', neighbourhoodId: scene.cailu.id });
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const as = (actor: Actor) => t.contextFor(actor);
const list = (meetingId: string): Promise<Invitation[]> => scene.seen((tx) => invitationsOf(tx, meetingId));
const lineOf = async (meetingId: string, name: string): Promise<Invitation> => {
  const found = (await list(meetingId)).find((one) => one.name === name);
  if (!found) throw new Error(`nobody named ${name}`);
  return found;
};
const enter = (meetingId: string, lines: string, guests: string[] = []) => enterAttendance(as(scene.secretary), { meetingId, how: 'paper', lines, guests });
let bodies = 0;
/** A body that the office named, with these members. */
async function body(rule: Partial<BodyRule>, members: readonly Actor[]): Promise<string> {
  const name = `议事会${++bodies}`;
  const { bodyId } = must(
    await registerBody(as(scene.officer), { neighbourhoodId: scene.cailu.id, kind: 'other', name, belonging: 'listed', rule: { ...noRule, ...rule } }),
  );
  if (members.length > 0)
    must(await changeMembers(as(scene.secretary), { bodyId, add: members.map((one) => ({ personId: one.personId! })), endPersonIds: [] }));
  return bodyId;
}
const twoThirds: Partial<BodyRule> = { quorum: { num: 2, den: 3, strict: false }, source: '自治章程第十二条' };

describe('coming in', () => {
  it('by a personal code that the recorder reads, by account where the meeting is online, each once', async () => {
    const { meetingId, signInCode } = await scene.called({ ...assembly, mode: 'both', onlineLink: 'https://meet.example.cn/1' });
    const { code } = must(await takePass(as(scene.wang), { meetingId }));
    expect(must(await takePass(as(scene.wang), { meetingId })).code).toBe(code);
    expect(await admitByPass(as(scene.secretary), { meetingId, code })).toEqual({ ok: false, error: 'not-yet' });
    scene.evening();
    expect(await admitByPass(as(scene.zhang), { meetingId, code })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await admitByPass(as(scene.secretary), { meetingId, code: 'ZZZZZZ' })).toEqual({ ok: false, error: 'unknown-code' });
    expect(must(await admitByPass(as(steward), { meetingId, code: code.toLowerCase() }))).toMatchObject({ result: 'counted', name: '王小英', present: 1 });
    expect(must(await scene.sign(scene.wang, meetingId, signInCode)).result).toBe('known');
    expect(must(await signIn(as(scene.zhang), { meetingId, online: true }))).toEqual({ result: 'counted', present: 2 });
    expect(await signIn(as(scene.stranger), { meetingId, online: true })).toEqual({ ok: false, error: 'not-invited' });
    expect((await scene.seen((tx) => attendanceOf(tx, meetingId))).map((one) => [one.name, one.how, one.presence]).sort()).toEqual([
      ['张伟', 'account', 'online'],
      ['王小英', 'pass', 'room'],
    ]);
    t.clock.set('2026-11-02T09:00:00+08:00');
    const room = await scene.called({ title: '只在现场' });
    expect(await signIn(as(scene.zhang), { meetingId: room.meetingId, online: true })).toEqual({ ok: false, error: 'not-online' });
    t.clock.set('2026-11-02T09:00:00+08:00');
    expect(await scene.callWith(scene.secretary, { mode: 'online', onlineLink: 'javascript:alert(1)' })).toEqual({ ok: false, error: 'bad-link' });
  });
  it('shows on the room’s screen by one query', async () => {
    const { meetingId, signInCode } = await scene.called(assembly);
    scene.evening();
    must(await scene.sign(scene.wang, meetingId, signInCode));
    let queries = 0;
    const board = await scene.seen(async (tx) => {
      const counting = new Proxy(tx, {
        get: (target, key) => {
          const value = Reflect.get(target, key) as unknown;
          if (typeof value !== 'function') return value;
          if (['all', 'one', 'maybe', 'exec'].includes(String(key))) queries += 1;
          return value.bind(target);
        },
      });
      return boardOf(counting, meetingId);
    });
    expect(queries).toBe(1);
    expect(board).toMatchObject({
      seats: 6,
      taken: 1,
      households: 1,
      online: 0,
      agenda: ['装什么灯', '谁来出钱'],
      current: null,
      latest: ['王小英'],
      quorum: { num: 1, den: 2, strict: true },
    });
  });
});

describe('reminders and calendars', () => {
  it('remind once, as many days before as the office set, in the inbox of those who have one; unset, nobody', async () => {
    const bodyId = await body(twoThirds, [scene.wang, scene.zhang]);
    await t.owner.query('update person set account_id = $2 where id = $1', [scene.wang.personId, t.platform.sources.newId()]);
    const { meetingId } = await scene.called({ kind: 'body', bodyId, title: '提醒' });
    t.clock.set('2026-11-03T00:10:00+08:00');
    expect(must(await dailyMeetings(as(system)))).toBe(0);
    await t.owner.query(
      `insert into office_setting (subdistrict_id, id, key, value, reason, set_by_name, set_on, set_at) values ($1, $2, 'meeting.remind', '2', '', '周科长', '2026-11-03', now())`,
      [t.subdistrictId, t.platform.sources.newId()],
    );
    t.clock.set('2026-11-02T00:10:00+08:00');
    must(await dailyMeetings(as(system)));
    expect(await scene.duties(meetingId)).not.toContain('meeting.come');
    t.clock.set('2026-11-03T00:10:00+08:00');
    must(await dailyMeetings(as(system)));
    const { rows } = await t.owner.query("select person_id from duty where subject_id = $1 and kind = 'meeting.come' and done_at is null", [meetingId]);
    expect(rows.map((row) => row.person_id).sort()).toEqual([scene.wang.personId, scene.zhang.personId].sort());
    expect([(await lineOf(meetingId, '王小英')).informedHow, (await lineOf(meetingId, '张伟')).informedHow]).toEqual(['inbox', null]);
    expect(must(await dailyMeetings(as(system)))).toBe(0);
    t.clock.set('2026-11-06T00:10:00+08:00');
    must(await dailyMeetings(as(system)));
    expect(await scene.duties(meetingId)).not.toContain('meeting.come');
  });
  it('opens a private calendar by its secret, of which only a hash is kept, until it is stopped', async () => {
    const { meetingId } = await scene.called({ ...assembly, title: '看日历' });
    const { token } = must(await makeCalendarFeed(t.contextFor(scene.wang)));
    expect((await scene.seen((tx) => meetingsOfFeed(tx, token)))?.map((one) => one.id)).toContain(meetingId);
    const everywhere = await t.owner.query('select string_agg(c::text, $1) as text from calendar_feed c', ['']);
    expect(everywhere.rows[0].text).not.toContain(token);
    expect(await scene.seen((tx) => meetingsOfFeed(tx, 'x'.repeat(32)))).toBeNull();
    const second = must(await makeCalendarFeed(t.contextFor(scene.wang)));
    expect(await scene.seen((tx) => meetingsOfFeed(tx, token))).toBeNull();
    must(await endCalendarFeed(as(scene.wang)));
    expect(await scene.seen((tx) => meetingsOfFeed(tx, second.token))).toBeNull();
  });
});

describe('what must be held', () => {
  it('is due until it was, and a series tells who came to which meeting', async () => {
    const due = () => scene.seen((tx) => dutiesToMeet(tx, scene.cailu.id, t.clock.now()));
    expect((await due()).find((one) => one.kind === 'appraisal')).toMatchObject({ overdue: true, every: 'year', clause: expect.stringContaining('工作条例') });
    const projectId = t.platform.sources.newId();
    const first = await scene.called({ kind: 'appraisal', title: '评议', projectId, inviteeNames: ['区房管局', '区消防'] });
    const second = await scene.called({
      kind: 'coordination',
      title: '协调',
      projectId,
      inviteeNames: ['区房管局'],
      startsAt: new Date('2026-11-06T19:00:00+08:00'),
    });
    scene.evening();
    must(await enter(first.meetingId, `${(await lineOf(first.meetingId, '区房管局')).code} 周工`));
    must(await holdMeeting(as(scene.secretary), { meetingId: first.meetingId }));
    t.clock.set('2026-11-06T19:30:00+08:00');
    must(await enter(second.meetingId, (await lineOf(second.meetingId, '区房管局')).code));
    expect(await scene.duties(second.meetingId)).toContain('meeting.inform');
    must(await holdMeeting(as(scene.secretary), { meetingId: second.meetingId }));
    expect(await scene.duties(second.meetingId)).toEqual(['meeting.record']);
    expect((await due()).find((one) => one.kind === 'appraisal')).toMatchObject({ overdue: false, last: '2026-11-05' });
    const series = await scene.seen((tx) => loadSeries(tx, { projectId }));
    expect(series).toMatchObject({
      held: 2,
      organisations: [{ name: '区房管局', times: 2 }],
      firstDay: '2026-11-05',
      lastDay: '2026-11-06',
      days: 2,
      attendances: 2,
    });
    expect(series.lines[0]?.absent).toContain('区消防');
    expect(series.lines[0]?.organisations).toEqual(['区房管局']);
  });
});
