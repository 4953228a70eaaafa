import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboxPermissions } from '#modules/inbox';
import { adoptMatter, matterPermissions, raiseMatter } from '#modules/matters';
import {
  askHands,
  callMeeting,
  countHands,
  enterAttendance,
  enterWord,
  endWord,
  giveWord,
  loadSeries,
  meetingPermissions,
  minutesOf,
  openItem,
  proposeAmendment,
  publishMinutes,
  putProposal,
  recordMinutes,
  resolutionsAbout,
  settleAmendment,
} from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';

// 蔡路: 4 talks of Party members and 3 meetings of residents settled which lamps and where. What was said is invented.
let t: TestPlatform;
let cailu: TestNeighbourhood;
let secretary: Actor, wang: Actor, chen: Actor;
let matterId: string;

const must = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};
const by = (actor: Actor) => t.contextFor(actor);
const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(by(secretary), work);

beforeAll(async () => {
  t = await testPlatform([meetingPermissions, matterPermissions, inboxPermissions, noticePermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路居民区', 62);
  wang = await makeResident(t, '王小英', cailu.households[0]!);
  chen = await makeResident(t, '陈伟', cailu.households[1]!);
  secretary = await makePerson(t, '唐书记', { role: 'secretary', neighbourhoodId: cailu.id });
  t.clock.set('2026-03-01T09:00:00+08:00');
  ({ matterId } = must(
    await raiseMatter(by(wang), {
      neighbourhoodId: cailu.id,
      text: '楼道里四十年没有灯。',
      category: 'lighting',
      anonymous: false,
      doorCode: null,
      photos: [],
      replyDays: null,
      supportUnit: null,
    }),
  ));
  must(await adoptMatter(by(secretary), { matterId, venue: 'hearing', reason: '大家的事。', dueDay: null }));
});
afterAll(() => t?.close());

/** One evening about the lamps: called three days before, `present` households on the paper list. */
async function evening(day: string, title: string, present: number, run: (meetingId: string) => Promise<void>, resolution?: string): Promise<string> {
  t.clock.set(`${day}T09:00:00+08:00`);
  t.clock.advanceDays(-3);
  const { meetingId } = must(
    await callMeeting(by(secretary), {
      neighbourhoodId: cailu.id,
      kind: 'talk',
      title,
      matterId,
      place: '居委会活动室',
      startsAt: new Date(`${day}T18:30:00+08:00`),
      agenda: [title],
    }),
  );
  t.clock.set(`${day}T18:45:00+08:00`);
  must(await enterAttendance(by(secretary), { meetingId, how: 'paper', lines: Array.from({ length: present }, (_, n) => `1-1-${101 + n}`).join('\n') }));
  must(await openItem(by(secretary), { meetingId, position: 1 }));
  await run(meetingId);
  must(
    await recordMinutes(by(secretary), {
      meetingId,
      said: [],
      notes: '照现场记录整理。',
      ...(resolution
        ? { resolutions: [{ text: resolution, executorPersonId: secretary.personId, supervisorPersonId: wang.personId, deadline: '2026-09-30' }] }
        : {}),
    }),
  );
  must(await publishMinutes(by(secretary), { meetingId }));
  return meetingId;
}
const speak = (words: string) => async (meetingId: string) => {
  const { wordId } = must(await enterWord(by(secretary), { meetingId, name: '老党员' }));
  must(await giveWord(by(secretary), { meetingId, wordId, limitSeconds: 180 }));
  must(await endWord(by(secretary), { meetingId, wordId, said: words }));
};
/** Somebody proposes, another amends, the mover takes it over, hands decide. */
const decide =
  (text: string, amended: string | null, hands: { yes: number; no: number }) =>
  async (meetingId: string): Promise<void> => {
    const { proposalId } = must(await putProposal(by(secretary), { meetingId, authorName: '王小英', authorPersonId: wang.personId, text }));
    if (amended !== null) {
      const { amendmentId } = must(
        await proposeAmendment(by(secretary), { meetingId, proposalId, authorName: '陈伟', authorPersonId: chen.personId, text: amended }),
      );
      must(await settleAmendment(by(secretary), { meetingId, amendmentId, as: 'accepted' }));
    }
    const { questionId } = must(await askHands(by(secretary), { meetingId, proposalId, rule: 'half' }));
    must(await countHands(by(secretary), { meetingId, questionId, ...hands, abstain: 0, firstCounter: '周长根', secondCounter: '李桂珍' }));
  };

describe('蔡路: four talks and three meetings settle which lamps and where', () => {
  it('is told meeting by meeting, each with what was proposed, changed and decided', async () => {
    const talks = ['先听老党员怎么说', '灯装在哪一层', '电费谁来出', '谁来管灯'];
    for (const [n, title] of talks.entries()) await evening(`2026-03-${10 + n * 2}`, `党员议事会：${title}`, 12, speak('装灯是好事，关键是装好以后有人管。'));
    const which = await evening('2026-03-20', '居民议事会：选什么灯', 30, decide('装普通吸顶灯', '装声控灯，白天不亮', { yes: 26, no: 2 }));
    await evening('2026-03-24', '居民议事会：装在哪里', 34, decide('每层一盏', '每层一盏，转角加装一盏', { yes: 31, no: 1 }));
    const where = await evening(
      '2026-03-28',
      '居民议事会：定下来',
      40,
      decide('四幢楼八个楼道每层一盏声控灯，转角加装一盏', null, { yes: 38, no: 1 }),
      '四幢楼八个楼道每层装一盏声控灯，转角加装一盏。',
    );
    const series = await seen((tx) => loadSeries(tx, { matterId }));
    expect(series.held).toBe(7);
    expect(series.lines.filter((line) => line.meeting.title.startsWith('党员')).length).toBe(4);
    expect(series.lines.filter((line) => line.meeting.title.startsWith('居民')).length).toBe(3);
    expect(series.lines.map((line) => line.meeting.state)).toEqual(Array.from({ length: 7 }, () => 'published'));
    const [minutes] = await seen((tx) => minutesOf(tx, which));
    expect(minutes?.body.record?.proposals[0]).toMatchObject({
      outcome: 'passed',
      versions: [
        { version: 1, text: '装普通吸顶灯' },
        { version: 2, text: '装声控灯，白天不亮', amendment: 1 },
      ],
    });
    expect(minutes?.hands[0]).toMatchObject({ yes: 26, no: 2, present: 30, passed: true });
    expect((await seen((tx) => resolutionsAbout(tx, { matterId }))).map((one) => [one.text, one.meetingId])).toEqual([
      ['四幢楼八个楼道每层装一盏声控灯，转角加装一盏。', where],
    ]);
  });
});
