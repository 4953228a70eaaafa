import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '#libs/civil-time';
import type { Actor } from '#platform/access';
import { makePerson, makeResident } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import {
  attendanceOf,
  callMeeting,
  changeMembers,
  enterAttendance,
  holdMeeting,
  informInvited,
  invitationsOf,
  loadSeries,
  type MeetingKind,
  minutesOf,
  registerBody,
  signIn,
} from './index.ts';
import { meetingScene, type MeetingScene, must } from './scene.fixture.ts';

let scene: MeetingScene;
let t: TestPlatform;
beforeAll(async () => {
  scene = await meetingScene();
  t = scene.t;
});
afterAll(() => t?.close());

describe('a lift with dozens of meetings and departments (怒江苑: published as some 40 meetings and some 60 departments)', () => {
  it('is called, told, attended and read as one line', async () => {
    const departments = Array.from({ length: 62 }, (_, n) => `部门${String(n + 1).padStart(2, '0')}`);
    const kinds: MeetingKind[] = ['coordination', 'joint', 'talk', 'coordination'];
    const projectId = t.platform.sources.newId();
    const came = new Set<string>();
    for (let n = 0; n < 42; n++) {
      const day = addDays('2026-01-05', n * 6);
      t.clock.set(`${day}T09:00:00+08:00`);
      // Each meeting asks five departments, wandering through all of them; every tenth meeting one stays away.
      const asked = Array.from({ length: 5 }, (_, i) => departments[(n * 3 + i) % departments.length] ?? '');
      const { meetingId } = must(
        await callMeeting(t.contextFor(scene.secretary), {
          neighbourhoodId: scene.cailu.id,
          kind: kinds[n % kinds.length] ?? 'talk',
          projectId,
          title: `加梯第${n + 1}次会`,
          place: '议事厅',
          startsAt: new Date(`${addDays(day, 3)}T19:00:00+08:00`),
          agenda: ['这一步怎么走'],
          inviteeNames: asked,
        }),
      );
      must(await informInvited(t.contextFor(scene.secretary), { meetingId, how: 'letter', who: { untold: true } }));
      t.clock.set(`${addDays(day, 3)}T19:30:00+08:00`);
      const list = await scene.seen((tx) => invitationsOf(tx, meetingId));
      const there = list.filter((line) => asked.includes(line.name)).slice(0, n % 10 === 9 ? 4 : 5);
      for (const line of there) came.add(line.name);
      must(await enterAttendance(t.contextFor(scene.secretary), { meetingId, how: 'paper', lines: there.map((line) => line.code).join('\n') }));
      must(await holdMeeting(t.contextFor(scene.secretary), { meetingId }));
    }
    const series = await scene.seen((tx) => loadSeries(tx, { projectId }));
    expect([series.held, series.lines.length, series.organisations.length]).toEqual([42, 42, came.size]);
    expect(came.size).toBeGreaterThan(60);
    expect(series.organisations.reduce((sum, one) => sum + one.times, 0)).toBe(42 * 5 - 4);
    expect([series.firstDay, series.days]).toEqual(['2026-01-08', 41 * 6 + 1]);
    expect(series.lines.map((line) => line.meeting.startsAt.getTime())).toEqual(
      series.lines.map((line) => line.meeting.startsAt.getTime()).sort((a, b) => a - b),
    );
    expect(series.lines[9]?.absent).toHaveLength(1);
  });
});

describe('a village’s three meetings on a property company (陆凌)', () => {
  it('go by the body that the office named: villagers in the room and online, tenants listening', async () => {
    await t.owner.query("update neighbourhood set committee_kind = 'village', name = '陆凌村' where id = $1", [scene.cailu.id]);
    t.clock.set('2026-11-02T09:00:00+08:00');
    const { bodyId } = must(
      await registerBody(t.contextFor(scene.officer), {
        neighbourhoodId: scene.cailu.id,
        kind: 'other',
        name: '村民会议',
        belonging: 'listed',
        rule: { quorum: { num: 1, den: 2, strict: true }, noticeDays: 2, proxies: false, source: '村民自治章程（由街镇登记）' },
      }),
    );
    const villagers: Actor[] = [];
    for (const [n, home] of scene.cailu.households.slice(2).entries()) villagers.push(await makeResident(t, `村民${n + 1}`, home));
    villagers.push(await makePerson(t, '外出的村民', { role: 'resident', neighbourhoodId: scene.cailu.id }));
    must(await changeMembers(t.contextFor(scene.officer), { bodyId, add: villagers.map((one) => ({ personId: one.personId ?? '' })), endPersonIds: [] }));
    const tenant = await makeResident(t, '租户', scene.cailu.households[0]!);
    const meeting = (n: number) => ({
      kind: 'body' as const,
      bodyId,
      title: `选物业公司第${n}次会`,
      mode: 'both' as const,
      onlineLink: 'https://meet.example.cn/luling',
      startsAt: new Date(`2026-11-${String(4 + n).padStart(2, '0')}T19:00:00+08:00`),
    });
    const results: { present: number; passed: boolean | undefined }[] = [];
    for (const [n, inRoom] of [1, 2, 3].map((one) => [one, villagers.slice(0, one)] as const)) {
      t.clock.set('2026-11-02T09:00:00+08:00');
      const { meetingId, signInCode } = await scene.called(meeting(n));
      expect(await scene.meetingOf(meetingId)).toMatchObject({
        convener: '村民会议',
        noticeDaysNeeded: 2,
        quorum: { clause: expect.stringContaining('村民自治章程') },
      });
      t.clock.set(`2026-11-${String(4 + n).padStart(2, '0')}T19:10:00+08:00`);
      for (const villager of inRoom) must(await scene.sign(villager, meetingId, signInCode));
      expect(must(await scene.sign(tenant, meetingId, signInCode)).result).toBe('listed');
      // Whoever is away takes part from there, by the account, because the body's list names them.
      if (n > 1) expect(must(await signIn(t.contextFor(villagers.at(-1)!), { meetingId, online: true })).result).toBe('counted');
      const { present } = must(await holdMeeting(t.contextFor(scene.secretary), { meetingId }));
      must(await scene.minutes(meetingId, { hands: [{ question: '选甲公司', yes: present, no: 0, abstain: 0 }] }));
      const [version] = await scene.seen((tx) => minutesOf(tx, meetingId));
      results.push({ present, passed: version?.hands[0]?.passed });
      expect((await scene.seen((tx) => attendanceOf(tx, meetingId))).filter((one) => one.presence === 'online')).toHaveLength(n > 1 ? 1 : 0);
    }
    // Five belong: one and three are too few and enough; the tenant never counted.
    expect(villagers).toHaveLength(5);
    expect(results).toEqual([
      { present: 1, passed: false },
      { present: 3, passed: true },
      { present: 4, passed: true },
    ]);
    await t.owner.query("update neighbourhood set committee_kind = 'residents' where id = $1", [scene.cailu.id]);
  });
});

describe('a large roll', () => {
  it('invites five thousand adults in one call and counts them in one query', async () => {
    t.clock.set('2026-11-02T09:00:00+08:00');
    const id = () => t.platform.sources.newId();
    const people = Array.from({ length: 5000 }, () => ({ person: id(), member: id() }));
    await t.owner.query(
      `insert into person (subdistrict_id, id, name, adult, created_at) select $1, p, '居民' || n, true, now() from unnest($2::uuid[]) with ordinality u(p, n)`,
      [t.subdistrictId, people.map((one) => one.person)],
    );
    await t.owner.query(
      `insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day)
      select $1, m, $4, p, 'resident', false, '2020-01-01' from unnest($2::uuid[], $3::uuid[]) u(m, p)`,
      [t.subdistrictId, people.map((one) => one.member), people.map((one) => one.person), scene.cailu.households[5]?.householdId],
    );
    const { meetingId } = await scene.called({ kind: 'assembly', form: 'all_adults', title: '全体居民会议' });
    const list = await scene.seen((tx) => invitationsOf(tx, meetingId));
    expect(list.length).toBeGreaterThan(5000);
    expect(new Set(list.map((one) => one.code)).size).toBe(list.length);
    expect(list.every((one) => one.seat && /[A-Z]/.test(one.code))).toBe(true);
  });
});
