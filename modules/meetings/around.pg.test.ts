import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#platform/access';
import { makePerson } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import {
  answerInvitation,
  type BodyRule,
  changeMembers,
  closeBody,
  enterAttendance,
  holdMeeting,
  informInvited,
  type Invitation,
  invitationsOf,
  inviteMore,
  registerBody,
  ruleBody,
  setBodyMembersIn,
} from './index.ts';
import { assembly, meetingScene, type MeetingScene, must, refused } from './scene.fixture.ts';
import { ok } from '#libs/result';
import { runCommand } from '#platform/command';

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

describe('a body', () => {
  it('is named by the office, its rule with a source; members by those who run the place', async () => {
    const input = { neighbourhoodId: scene.cailu.id, kind: 'other' as const, name: '村民代表会议', belonging: 'listed' as const };
    expect(await registerBody(as(scene.secretary), input)).toEqual({ ok: false, error: 'only-the-office-names' });
    expect(await registerBody(as(scene.wang), input)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await registerBody(as(scene.officer), { ...input, rule: { ...noRule, quorum: { num: 1, den: 2, strict: true } } })).toEqual({
      ok: false,
      error: 'source-required',
    });
    for (const quorum of [
      { num: 3, den: 2, strict: false },
      { num: 0, den: 2, strict: false },
      { num: 1, den: 1, strict: true },
    ])
      expect(await registerBody(as(scene.officer), { ...input, rule: { ...noRule, quorum, source: '章程' } })).toEqual({ ok: false, error: 'bad-quorum' });
    const { bodyId } = must(await registerBody(as(scene.officer), { ...input, rule: { ...noRule, ...twoThirds } }));
    expect(await registerBody(as(scene.officer), input)).toEqual({ ok: false, error: 'name-taken' });
    expect(await ruleBody(as(scene.secretary), { bodyId, rule: noRule })).toEqual({ ok: false, error: 'not-allowed' });
    const changed = must(await changeMembers(as(scene.secretary), { bodyId, add: [{ name: '王小英', post: '代表' }, { name: '没有这人' }], endPersonIds: [] }));
    expect(changed).toEqual({ added: 1, ended: 0, unknown: ['没有这人'] });
    expect(must(await changeMembers(as(scene.secretary), { bodyId, add: [], endPersonIds: [scene.wang.personId!] })).ended).toBe(1);
    must(await closeBody(as(scene.officer), { bodyId }));
    expect(await changeMembers(as(scene.secretary), { bodyId, add: [{ name: '王小英' }], endPersonIds: [] })).toEqual({ ok: false, error: 'not-found' });
  });
  it('of the owners’ committee is ruled by the law, also for whoever goes around the application', async () => {
    const unregistered = await scene.called({ kind: 'committee', title: '业委会会议' });
    expect((await scene.meetingOf(unregistered.meetingId)).convener).toBe('业主委员会');
    const input = { neighbourhoodId: scene.cailu.id, kind: 'owners_committee' as const, name: '第三届业委会', belonging: 'listed' as const };
    expect(await registerBody(as(scene.officer), { ...input, rule: { ...noRule, proxies: true, source: '约定' } })).toEqual({
      ok: false,
      error: 'ruled-by-law',
    });
    const { bodyId } = must(await registerBody(as(scene.secretary), input));
    expect(
      await refused(
        t.owner.query("update meeting_body set proxies = true, source = 'x', ruled_on = '2026-01-01', ruled_by_name = 'x' where id = $1", [bodyId]),
      ),
    ).toContain('check');
    expect(await refused(t.owner.query('update meeting_body set quorum_num = 1, quorum_den = 3, quorum_strict = false where id = $1', [bodyId]))).toContain(
      'check',
    );
    const { meetingId } = await scene.called({ kind: 'committee', title: '业委会会议', bodyId });
    expect(await scene.meetingOf(meetingId)).toMatchObject({ quorum: { num: 1, den: 2, strict: true }, proxies: false });
    expect(await refused(t.owner.query('update meeting set proxies = true where id = $1', [meetingId]))).toContain('check');
  });
  it('takes the members whom an election gives it, and keeps no others', async () => {
    const set = (members: { personId: string; post: string }[]) =>
      runCommand(as(scene.secretary), 'test-elect', async (tx) =>
        ok(await setBodyMembersIn(tx, { neighbourhoodId: scene.cailu.id, kind: 'residents_committee', name: '蔡路居民委员会', members })),
      );
    const first = must(
      await set([
        { personId: scene.wang.personId!, post: '主任' },
        { personId: scene.zhang.personId!, post: '委员' },
      ]),
    );
    const second = must(
      await set([
        { personId: scene.wang.personId!, post: '主任' },
        { personId: scene.husband.personId!, post: '委员' },
      ]),
    );
    expect(second.bodyId).toBe(first.bodyId);
    const { meetingId } = await scene.called({ kind: 'residents_committee', title: '居委会会议' });
    expect((await list(meetingId)).map((one) => [one.name, one.seat]).sort()).toEqual([
      ['王小英', true],
      ['赵国强', true],
    ]);
    expect((await scene.meetingOf(meetingId)).quorum).toBeNull();
  });
});

describe('who is invited', () => {
  it('comes from the roll: affected households, representatives, organisations and departments by name; the secretary must tell them', async () => {
    const { rows } = await t.owner.query('select id, building_id from entrance where neighbourhood_id = $1', [scene.cailu.id]);
    await t.owner.query(
      `insert into organisation (subdistrict_id, id, kind, name, neighbourhood_id, created_at) values ($1, $2, 'partner', '电力服务队', $3, now())`,
      [t.subdistrictId, t.platform.sources.newId(), scene.cailu.id],
    );
    const { meetingId } = await scene.called({
      affected: { buildingIds: [rows[0].building_id], entranceIds: [] },
      inviteeNames: ['区房管局', ' ', '电力服务队', '区房管局'],
    });
    const invited = await list(meetingId);
    expect(invited.map((one) => [one.rule, one.name])).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((n) => ['affected_residents', `1号楼1单元10${n}`]),
      ['area_organisations', '电力服务队'],
      [null, '区房管局'],
    ]);
    expect(new Set(invited.map((one) => one.code)).size).toBe(8);
    expect(invited.every((one) => !one.seat)).toBe(true);
    expect(await scene.duties(meetingId)).toEqual(expect.arrayContaining(['meeting.hold', 'meeting.inform']));
    const told = (who: Parameters<typeof informInvited>[1]['who'], actor = steward) => informInvited(as(actor), { meetingId, how: 'door', who });
    expect(await told({ codes: ['ZZZZZ'] })).toEqual({ ok: false, error: 'unknown-code' });
    expect(await told({ untold: true }, scene.wang)).toEqual({ ok: false, error: 'not-allowed' });
    expect(must(await told({ entranceId: rows[0].id })).told).toBe(6);
    expect((await lineOf(meetingId, '1号楼1单元101')).informedHow).toBe('door');
    expect(await scene.duties(meetingId)).toContain('meeting.inform');
    expect(must(await told({ untold: true })).told).toBe(2);
    expect(await scene.duties(meetingId)).not.toContain('meeting.inform');
    expect(await told({ untold: true })).toEqual({ ok: false, error: 'nobody' });
    expect(must(await inviteMore(as(scene.secretary), { meetingId, names: ['镇规建办'] })).added).toBe(1);
    expect(await scene.duties(meetingId)).toContain('meeting.inform');
    expect(await inviteMore(as(scene.secretary), { meetingId, names: ['镇规建办'] })).toEqual({ ok: false, error: 'nobody-new' });
  });
  it('answers for themselves, alone or for the household, until the meeting', async () => {
    const { meetingId } = await scene.called(assembly);
    const answer = (actor: Actor, kind: 'confirm' | 'decline' | 'deputise', deputyName = '') => answerInvitation(as(actor), { meetingId, kind, deputyName });
    expect(must(await answer(scene.husband, 'confirm')).state).toBe('confirmed');
    expect((await lineOf(meetingId, '1号楼1单元101')).state).toBe('confirmed');
    expect(must(await answer(scene.wang, 'decline')).state).toBe('declined');
    expect(await answer(scene.stranger, 'confirm')).toEqual({ ok: false, error: 'not-invited' });
    expect(await answer(scene.wang, 'deputise', '邻居')).toEqual({ ok: false, error: 'no-proxies' });
    expect(await answerInvitation(as(scene.wang), { meetingId, kind: 'confirm', code: (await lineOf(meetingId, '1号楼1单元102')).code })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    scene.evening();
    must(await holdMeeting(as(scene.secretary), { meetingId }));
    expect(await answer(scene.wang, 'confirm')).toEqual({ ok: false, error: 'wrong-state' });
  });
  it('moves in after the call and counts all the same', async () => {
    const { meetingId, signInCode } = await scene.called({ kind: 'assembly', form: 'all_adults', title: '全体会议' });
    const before = (await list(meetingId)).length;
    const late = await makePerson(t, '新来的', { role: 'resident', neighbourhoodId: scene.cailu.id });
    const home = scene.cailu.households[5]!;
    await t.owner.query(
      `insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day) values ($1, $2, $3, $4, 'resident', false, '2026-11-03')`,
      [t.subdistrictId, t.platform.sources.newId(), home.householdId, late.personId],
    );
    scene.evening();
    const actor: Actor = { ...late, households: [{ ...home, relation: 'resident' }] };
    expect(must(await scene.sign(actor, meetingId, signInCode))).toEqual({ result: 'counted', present: 1 });
    expect((await list(meetingId)).length).toBe(before + 1);
  });
});

describe('a quorum by name', () => {
  it('counts members, each once, and nobody else; the meeting that misses it says so with the office’s source', async () => {
    const bodyId = await body(twoThirds, [scene.wang, scene.zhang, scene.husband]);
    const { meetingId, signInCode } = await scene.called({ kind: 'body', bodyId, title: '代表会议' });
    scene.evening();
    expect(must(await scene.sign(scene.wang, meetingId, signInCode))).toEqual({ result: 'counted', present: 1 });
    expect(must(await scene.sign(scene.stranger, meetingId, signInCode))).toEqual({ result: 'listed', present: 1 });
    expect(must(await enter(meetingId, '', ['来宾一', '来宾二'])).present).toBe(1);
    const held = must(await holdMeeting(as(scene.secretary), { meetingId }));
    expect(held.breaches).toEqual([
      { rule: 'quorum-missed', clause: expect.stringContaining('自治章程第十二条'), numbers: { present: 1, entitled: 3, needed: 2 } },
    ]);
    expect(must(await enter(meetingId, (await lineOf(meetingId, '张伟')).code)).present).toBe(2);
    expect((await scene.meetingOf(meetingId)).breaches).toEqual([]);
  });
  it('is asked for where the body is unknown, and by the law of villages where it is a village', async () => {
    expect(await scene.callWith(scene.secretary, { kind: 'body', title: '会议' })).toEqual({ ok: false, error: 'body-required' });
    expect(await scene.callWith(scene.secretary, { kind: 'entrance', title: '楼组会' })).toEqual({ ok: false, error: 'place-required' });
    await t.owner.query("update neighbourhood set committee_kind = 'village' where id = $1", [scene.cailu.id]);
    for (const kind of ['representatives', 'residents_committee'] as const)
      expect(await scene.callWith(scene.secretary, { kind })).toEqual({ ok: false, error: 'not-for-village' });
    expect(await scene.callWith(scene.secretary, assembly)).toEqual({ ok: false, error: 'not-for-village' });
    await t.owner.query("update neighbourhood set committee_kind = 'residents' where id = $1", [scene.cailu.id]);
  });
  it('is kept by the database: no stranger’s seat, no seat twice, no seat for a mere guest, no name without a door', async () => {
    const bodyId = await body(twoThirds, [scene.wang, scene.zhang]);
    const { meetingId } = await scene.called({ kind: 'body', bodyId, title: '守门', inviteeNames: ['区房管局'] });
    const wang = await lineOf(meetingId, '王小英');
    const guest = await lineOf(meetingId, '区房管局');
    const put = (personId: string | null, seatId: string | null, name = '某人', householdId: string | null = null, door = '') =>
      refused(
        t.owner.query(
          `insert into attendance (subdistrict_id, id, meeting_id, person_id, household_id, name, home_label, how, recorded_by, signed_at, seat_id)
          values ($1, $2, $3, $4, $5, $6, $7, 'paper', $8, now(), $9)`,
          [t.subdistrictId, t.platform.sources.newId(), meetingId, personId, householdId, name, door, scene.secretary.personId, seatId],
        ),
      );
    expect(await put(scene.zhang.personId, wang.id)).toContain("another's");
    expect(await put(null, wang.id)).toContain("another's");
    expect(await put(null, guest.id)).toContain('no seat');
    expect(await put(null, null, '孙阿姨', scene.cailu.households[2]!.householdId, '1号楼1单元103')).toContain('attendance_door_check');
    expect(await put(scene.wang.personId, wang.id, '王小英')).toBe('accepted');
    expect(await put(scene.wang.personId, wang.id, '王小英')).toContain('unique');
    expect(await refused(t.owner.query("update meeting_invitation set state = 'deputised', deputy_name = '邻居' where id = $1", [wang.id]))).toContain(
      'no proxies',
    );
    expect(await refused(t.owner.query("update meeting_invitation set state = 'deputised', deputy_name = '老周' where id = $1", [guest.id]))).toBe('accepted');
    must(await informInvited(as(scene.secretary), { meetingId, how: 'phone', who: { codes: [wang.code] } }));
    expect(await refused(t.owner.query('update meeting_invitation_step set text = $1', ['改']))).toContain('append-only');
    const other = await scene.called({ kind: 'body', bodyId, title: '另一次' });
    expect(
      await refused(
        t.owner.query(
          `insert into attendance (subdistrict_id, id, meeting_id, person_id, name, how, recorded_by, signed_at, seat_id)
      values ($1, $2, $3, $4, '王小英', 'paper', $4, now(), $5)`,
          [t.subdistrictId, t.platform.sources.newId(), other.meetingId, scene.wang.personId, wang.id],
        ),
      ),
    ).not.toBe('accepted');
  });
  it('lets a deputy take the seat where the body’s rule allows it, once', async () => {
    const bodyId = await body({ ...twoThirds, proxies: true }, [scene.wang, scene.zhang]);
    const { meetingId, signInCode } = await scene.called({ kind: 'body', bodyId, title: '可委托' });
    const line = await lineOf(meetingId, '王小英');
    expect(await answerInvitation(as(steward), { meetingId, kind: 'deputise', code: line.code })).toEqual({ ok: false, error: 'deputy-required' });
    must(await answerInvitation(as(steward), { meetingId, kind: 'deputise', code: line.code, deputyName: '钱代表' }));
    scene.evening();
    expect(must(await enter(meetingId, line.code)).present).toBe(1);
    // The member comes after all: listed, the seat is taken.
    expect(must(await scene.sign(scene.wang, meetingId, signInCode))).toEqual({ result: 'beside', present: 1 });
    expect(must(await enter(meetingId, line.code))).toMatchObject({ added: 0, known: 1, present: 1 });
  });
});

describe('another subdistrict', () => {
  it('sees nothing of it', async () => {
    await t.app.query('begin');
    await t.app.query(`set local app.subdistrict = '${t.otherSubdistrictId}'`);
    for (const table of ['meeting_body', 'meeting_body_member', 'meeting_invitation', 'meeting_invitation_step', 'meeting_pass', 'calendar_feed'])
      expect([table, (await t.app.query(`select count(*)::int as n from ${table}`)).rows[0]]).toEqual([table, { n: 0 }]);
    await t.app.query('rollback');
  });
});
