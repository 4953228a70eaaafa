import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboxPermissions } from '#modules/inbox';
import {
  askForWord,
  askHands,
  callMeeting,
  changeMembers,
  countHands,
  findMeeting,
  giveVoice,
  makeResolution,
  meetingPermissions,
  minutesOf,
  openItem,
  outcomeOfProposal,
  publishMinutes,
  putProposal,
  recordMinutes,
  recordOf,
  registerBody,
  signIn,
  standOf,
  unitsOf,
} from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';

// 陆凌村: three meetings chose a property company by show of hands; absent villagers took part online, tenants watched. The body is one that the
// office named and ruled; no law on villages is written down here. Twelve households stand for the 827; companies and figures of votes are invented.
let t: TestPlatform;
let village: TestNeighbourhood;
let office: Actor, clerk: Actor, tenant: Actor;
let villagers: Actor[];
let bodyId: string;
const companies = ['长岛物业服务公司', '申浦物业服务公司', '本村自办物业站'];

const must = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};
const by = (actor: Actor) => t.contextFor(actor);
const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(by(clerk), work);

beforeAll(async () => {
  t = await testPlatform([meetingPermissions, inboxPermissions, noticePermissions]);
  village = await makeNeighbourhood(t, 'gq-luling', '陆凌村', 13);
  await t.owner.query("update neighbourhood set committee_kind = 'village' where id = $1", [village.id]);
  villagers = [];
  for (const [n, home] of village.households.slice(0, 12).entries()) villagers.push(await makeResident(t, `村民${n + 1}`, home));
  tenant = await makeResident(t, '租户', village.households[12]!);
  await t.owner.query("update household_member set relation = 'tenant' where person_id = $1", [tenant.personId]);
  clerk = await makePerson(t, '陆书记', { role: 'secretary', neighbourhoodId: village.id });
  office = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  bodyId = must(
    await registerBody(by(office), {
      neighbourhoodId: village.id,
      kind: 'other',
      name: '陆凌村户代表会议',
      belonging: 'listed',
      rule: { quorum: { num: 2, den: 3, strict: false }, noticeDays: 3, proxies: false, source: '陆凌村物业进村议事办法（演示）' },
    }),
  ).bodyId;
  must(await changeMembers(by(clerk), { bodyId, add: villagers.map((one) => ({ personId: one.personId ?? '' })), endPersonIds: [] }));
});
afterAll(() => t?.close());

/** A meeting of the households' representatives on a day, with so many in the room and so many online, and the tenant watching. */
async function gather(day: string, title: string, agenda: string[], room: number, online: number): Promise<string> {
  t.clock.set(`${day}T09:00:00+08:00`);
  t.clock.advanceDays(-5);
  const { meetingId, signInCode } = must(
    await callMeeting(by(clerk), {
      neighbourhoodId: village.id,
      kind: 'body',
      bodyId,
      title,
      place: '陆凌村村民中心',
      startsAt: new Date(`${day}T19:00:00+08:00`),
      mode: 'both',
      agenda,
    }),
  );
  t.clock.set(`${day}T19:05:00+08:00`);
  for (const one of villagers.slice(0, room)) must(await signIn(by(one), { meetingId, code: signInCode }));
  for (const one of villagers.slice(room, room + online)) must(await signIn(by(one), { meetingId, online: true }));
  expect(must(await signIn(by(tenant), { meetingId, online: true })).result).toBe('listed');
  must(await openItem(by(clerk), { meetingId, position: 1 }));
  return meetingId;
}
const ask = async (meetingId: string, change: Partial<Parameters<typeof askHands>[1]>) =>
  must(await askHands(by(clerk), { meetingId, rule: 'half', ...change })).questionId;
const count = (meetingId: string, questionId: string, yes: number, no: number, abstain = 0) =>
  countHands(by(clerk), { meetingId, questionId, yes, no, abstain, firstCounter: '村民1', secondCounter: '村民2' });

describe('陆凌: a village chooses its property company', () => {
  it('hears the companies first: hands are only counted, tenants watch and may speak', async () => {
    const meetingId = await gather('2026-11-05', '第一次户代表会议：听三家介绍', ['三家物业公司介绍', '大家提问'], 8, 2);
    expect(await seen(async (tx) => (await standOf(tx, (await findMeeting(tx, meetingId))!)).present)).toBe(10);
    expect(await seen((tx) => unitsOf(tx, meetingId))).toEqual({ room: 8, away: 2 });
    expect(must(await askForWord(by(tenant), { meetingId })).ahead).toBe(0);
    const question = await ask(meetingId, { question: `摸底：倾向${companies[0]}`, rule: 'count-only' });
    expect(await giveVoice(by(tenant), { meetingId, questionId: question, choice: 'yes' })).toEqual({ ok: false, error: 'not-signed-in' });
    must(await giveVoice(by(villagers[8]!), { meetingId, questionId: question, choice: 'yes' }));
    expect(must(await count(meetingId, question, 5, 2))).toEqual({ majority: null, present: 10 });
    must(await recordMinutes(by(clerk), { meetingId, said: [{ who: '村民1', text: '先试用三个月再签合同。' }] }));
    // A poll decides nothing: it stands in the record and among no decisions.
    const [minutes] = await seen((tx) => minutesOf(tx, meetingId));
    expect(minutes?.hands).toEqual([]);
    expect(minutes?.body.record?.hands[0]?.counts[0]).toMatchObject({ yes: 5, onlineYes: 1, onlinePresent: 2 });
    must(await publishMinutes(by(clerk), { meetingId }));
  });

  it('comes together a second time with too few: nothing passes, and the minutes say so with the rule of the office', async () => {
    const meetingId = await gather('2026-11-12', '第二次户代表会议：先试用后签约', ['试用三个月'], 5, 2);
    const { proposalId } = must(await putProposal(by(clerk), { meetingId, authorName: '村民1', text: '中选的公司先试用三个月，满意再签合同。' }));
    must(await count(meetingId, await ask(meetingId, { proposalId }), 5, 0));
    must(await recordMinutes(by(clerk), { meetingId, said: [] }));
    const [minutes] = await seen((tx) => minutesOf(tx, meetingId));
    expect(minutes?.hands[0]).toMatchObject({ yes: 5, present: 7, passed: false });
    expect(minutes?.body.record?.proposals[0]?.outcome).toBe('no-quorum');
    expect(minutes?.body.head?.breaches).toMatchObject([{ rule: 'quorum-missed', numbers: { present: 7, entitled: 12, needed: 8 } }]);
    expect(minutes?.body.head?.breaches[0]?.clause).toContain('陆凌村物业进村议事办法');
    expect(
      await makeResolution(by(clerk), {
        meetingId,
        text: '试用',
        executorPersonId: clerk.personId,
        supervisorPersonId: villagers[0]!.personId,
        deadline: '2026-12-01',
      }),
    ).toEqual({ ok: false, error: 'no-quorum' });
  });

  it('decides at the third by hands in the room and voices from afar, one a household', async () => {
    const meetingId = await gather('2026-11-19', '第三次户代表会议：举手选定', ['选定物业公司', '试用三个月'], 7, 3);
    const proposals: string[] = [];
    for (const company of companies) proposals.push(must(await putProposal(by(clerk), { meetingId, authorName: '村委会', text: `选聘${company}` })).proposalId);
    const tally: [number, number, ('yes' | 'no')[]][] = [
      [2, 5, ['no', 'no', 'no']],
      [5, 1, ['yes', 'yes', 'no']],
    ];
    for (const [n, [yes, no, away]] of tally.entries()) {
      const question = await ask(meetingId, { proposalId: proposals[n] });
      for (const [index, choice] of away.entries()) must(await giveVoice(by(villagers[7 + index]!), { meetingId, questionId: question, choice }));
      must(await count(meetingId, question, yes, no, 7 - yes - no));
    }
    const { proposals: put, questions } = await seen((tx) => recordOf(tx, meetingId));
    expect(put.map((one) => outcomeOfProposal(one, questions, true))).toEqual(['not-passed', 'passed', 'open']);
    must(await recordMinutes(by(clerk), { meetingId, said: [], decisions: ['第三家没有再表决。'] }));
    const [minutes] = await seen((tx) => minutesOf(tx, meetingId));
    expect(minutes?.hands.map((one) => [one.yes, one.no, one.abstain, one.present, one.passed])).toEqual([
      [2, 8, 0, 10, false],
      [7, 2, 1, 10, true],
    ]);
    const estate = t.platform.sources.newId();
    await t.owner.query("insert into organisation (subdistrict_id, id, kind, name, neighbourhood_id, created_at) values ($1, $2, 'property', $3, $4, now())", [
      t.subdistrictId,
      estate,
      companies[1],
      village.id,
    ]);
    must(
      await makeResolution(by(clerk), {
        meetingId,
        text: `由${companies[1]}试用三个月`,
        executorOrganisationId: estate,
        supervisorPersonId: villagers[0]!.personId,
        deadline: '2027-02-28',
        money: 'residents',
      }),
    );
    must(await publishMinutes(by(clerk), { meetingId }));
  });
});
