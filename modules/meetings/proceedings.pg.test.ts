import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#platform/access';
import { makeResident } from '#testing/neighbourhood';
import type { TestPlatform } from '#testing/platform';
import {
  askForWord,
  askHands,
  countHands,
  type CountHandsInput,
  endWord,
  enterAttendance,
  enterWord,
  giveVoice,
  giveWord,
  minutesOf,
  noteDecision,
  openItem,
  outcomeOfProposal,
  proposeAmendment,
  putProposal,
  recordOf,
  secondsSpoken,
  settleAmendment,
  signIn,
  strikeDecision,
  unitOf,
  unitsOf,
  withdrawProposal,
  withdrawWord,
} from './index.ts';
import { assembly, meetingScene, type MeetingScene, must, refused } from './scene.fixture.ts';

let scene: MeetingScene;
let t: TestPlatform;
let secretary: Actor, wang: Actor, husband: Actor, zhang: Actor, li: Actor;

beforeAll(async () => {
  scene = await meetingScene();
  ({ t, secretary, wang, husband, zhang } = scene);
  li = await makeResident(t, '李桂珍', scene.cailu.households[2]!);
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const by = (actor: Actor) => t.contextFor(actor);
const record = (meetingId: string) => scene.seen((tx) => recordOf(tx, meetingId));
/** A talk that has begun, with these people signed in by the room's code. */
async function running(change: Parameters<MeetingScene['called']>[0] = {}, ...people: Actor[]): Promise<{ meetingId: string; signInCode: string }> {
  const called = await scene.called({ kind: 'talk', title: '议事会', ...change });
  scene.evening();
  for (const actor of people) must(await scene.sign(actor, called.meetingId, called.signInCode));
  return called;
}
const online = async (actor: Actor, meetingId: string) => must(await signIn(by(actor), { meetingId, online: true }));
const count = (meetingId: string, questionId: string, change: Partial<CountHandsInput> = {}) =>
  countHands(by(secretary), { meetingId, questionId, yes: 0, no: 0, abstain: 0, firstCounter: '周长根', secondCounter: '陈伟', ...change });
const ask = async (meetingId: string, change: Partial<Parameters<typeof askHands>[1]> = {}) =>
  must(await askHands(by(secretary), { meetingId, question: '每层装一盏灯', rule: 'half', ...change })).questionId;

describe('the agenda and the floor', () => {
  it('is run item by item, only from the beginning to the minutes, only by those who record', async () => {
    const early = await scene.called();
    expect(await openItem(by(secretary), { meetingId: early.meetingId, position: 1 })).toEqual({ ok: false, error: 'not-yet' });
    const { meetingId } = await running({}, wang);
    expect(await openItem(by(wang), { meetingId, position: 1 })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await openItem(by(secretary), { meetingId, position: 3 })).toEqual({ ok: false, error: 'no-such-item' });
    for (const position of [1, 1, 2]) must(await openItem(by(secretary), { meetingId, position }));
    expect((await record(meetingId)).opened.map((item) => item.position)).toEqual([1, 2]);
    must(await noteDecision(by(secretary), { meetingId, text: '先装样灯。' }));
    const [decision] = (await record(meetingId)).decisions;
    expect(decision).toMatchObject({ position: 2, text: '先装样灯。', struck: null });
    expect(await strikeDecision(by(secretary), { meetingId, decisionId: decision!.id, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    must(await strikeDecision(by(secretary), { meetingId, decisionId: decision!.id, reason: '记错了' }));
    must(await scene.minutes(meetingId));
    expect(await openItem(by(secretary), { meetingId, position: 1 })).toEqual({ ok: false, error: 'wrong-state' });
    const insert = `insert into meeting_item_opened (subdistrict_id, id, meeting_id, seq, position, opened_at) values ($1, $2, $3, 9, 1, now())`;
    expect(await refused(t.owner.query(insert, [t.subdistrictId, t.platform.sources.newId(), meetingId]))).toContain('record of this meeting is closed');
    expect(await refused(t.owner.query('delete from meeting_item_opened where meeting_id = $1', [meetingId]))).toContain('append-only');
  });
  it('gives the word in turn, to one at a time, and knows who spoke how long', async () => {
    const { meetingId } = await running({}, wang, zhang);
    expect(await askForWord(by(li), { meetingId })).toEqual({ ok: false, error: 'not-signed-in' });
    expect(must(await askForWord(by(wang), { meetingId })).ahead).toBe(0);
    expect(must(await askForWord(by(zhang), { meetingId })).ahead).toBe(1);
    expect(must(await askForWord(by(zhang), { meetingId })).ahead).toBe(1);
    const police = must(await enterWord(by(secretary), { meetingId, name: '社区民警' })).wordId;
    const [first, second] = (await record(meetingId)).words;
    expect(await giveWord(by(wang), { meetingId, wordId: first!.id })).toEqual({ ok: false, error: 'not-allowed' });
    must(await giveWord(by(secretary), { meetingId, wordId: first!.id, limitSeconds: 120 }));
    t.clock.set('2026-11-05T19:33:30+08:00');
    must(await giveWord(by(secretary), { meetingId, wordId: police }));
    t.clock.set('2026-11-05T19:34:00+08:00');
    must(await endWord(by(secretary), { meetingId, wordId: police, said: '夜里我来巡。' }));
    must(await endWord(by(secretary), { meetingId, wordId: first!.id, said: '装声控的。' }));
    expect(await withdrawWord(by(wang), { meetingId, wordId: second!.id })).toEqual({ ok: false, error: 'not-found' });
    must(await withdrawWord(by(zhang), { meetingId, wordId: second!.id }));
    const words = (await record(meetingId)).words;
    expect(words.map((word) => [word.name, word.state, secondsSpoken(word, t.clock.now()), word.said])).toEqual([
      ['王小英', 'spoken', 210, '装声控的。'],
      ['张伟', 'withdrawn', 0, ''],
      ['社区民警', 'spoken', 30, '夜里我来巡。'],
    ]);
    const change = (set: string) => refused(t.owner.query(`update meeting_word set ${set} where id = $1`, [first!.id]));
    expect(await change("state = 'waiting', started_at = null, ended_at = null")).toContain('cannot go from spoken');
    expect(await change("ended_at = ended_at - interval '1 minute'")).toContain('when somebody spoke');
    const speak = `insert into meeting_word (subdistrict_id, id, meeting_id, seq, name, how, asked_at, state, started_at) values ($1, $2, $3, $4, 'x', 'recorder', now(), 'speaking', now())`;
    await t.owner.query(speak, [t.subdistrictId, t.platform.sources.newId(), meetingId, 11]);
    expect(await refused(t.owner.query(speak, [t.subdistrictId, t.platform.sources.newId(), meetingId, 12]))).toContain('one_speaks');
  });
});

describe('proposals and amendments', () => {
  it('keep every version; the mover takes an amendment over, or hands carry it', async () => {
    const { meetingId } = await running({}, wang, zhang, li);
    const { proposalId } = must(await putProposal(by(secretary), { meetingId, authorName: '王小英', authorPersonId: wang.personId, text: '每层装一盏灯' }));
    const amend = (text: string) => proposeAmendment(by(secretary), { meetingId, proposalId, authorName: '张伟', text });
    const one = must(await amend('每层装一盏声控灯')).amendmentId;
    const two = must(await amend('每层装两盏灯')).amendmentId;
    const settle = (amendmentId: string, as: 'accepted' | 'carried' | 'rejected' | 'withdrawn') =>
      settleAmendment(by(secretary), { meetingId, amendmentId, as });
    expect(must(await settle(one, 'accepted')).version).toBe(2);
    expect(await settle(one, 'withdrawn')).toEqual({ ok: false, error: 'wrong-state' });
    expect(await settle(two, 'accepted')).toEqual({ ok: false, error: 'outdated' });
    expect(await settle(two, 'rejected')).toEqual({ ok: false, error: 'not-counted' });
    const three = must(await amend('每层装一盏声控灯，转角加装一盏')).amendmentId;
    const question = await ask(meetingId, { amendmentId: three });
    must(await count(meetingId, question, { yes: 1 }));
    expect(await settle(three, 'carried')).toEqual({ ok: false, error: 'against-the-count' });
    expect(await refused(t.owner.query("update proposal_amendment set state = 'carried' where id = $1", [three]))).toContain('no majority');
    must(await count(meetingId, question, { yes: 2, reason: '有人举手没看到' }));
    expect(must(await settle(three, 'carried')).version).toBe(3);
    expect(await refused(t.owner.query("update proposal_amendment set state = 'rejected' where id = $1", [three]))).toContain('settled once');
    const [proposal] = (await record(meetingId)).proposals;
    expect(proposal?.versions.map((version) => version.text)).toEqual(['每层装一盏灯', '每层装一盏声控灯', '每层装一盏声控灯，转角加装一盏']);
    expect(await refused(t.owner.query('update proposal_version set text = text where proposal_id = $1', [proposalId]))).toContain('append-only');
    must(await withdrawProposal(by(secretary), { meetingId, proposalId }));
    expect(await askHands(by(secretary), { meetingId, proposalId, rule: 'half' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await refused(t.owner.query("update meeting_proposal set state = 'open' where id = $1", [proposalId]))).toContain('cannot go from withdrawn');
  });
  it('pass by the last count on their last words', async () => {
    const { meetingId } = await running({}, wang, zhang, li);
    const { proposalId } = must(await putProposal(by(secretary), { meetingId, authorName: '王小英', text: '每层装一盏灯' }));
    const outcome = async () => {
      const { proposals, questions } = await record(meetingId);
      return outcomeOfProposal(proposals.find((one) => one.id === proposalId)!, questions, true);
    };
    must(await count(meetingId, await ask(meetingId, { proposalId }), { yes: 2, no: 1 }));
    expect(await outcome()).toBe('passed');
    const { amendmentId } = must(await proposeAmendment(by(secretary), { meetingId, proposalId, authorName: '张伟', text: '每层装两盏灯' }));
    must(await settleAmendment(by(secretary), { meetingId, amendmentId, as: 'accepted' }));
    expect(await outcome()).toBe('open');
    must(await count(meetingId, await ask(meetingId, { proposalId }), { yes: 1, no: 2 }));
    expect(await outcome()).toBe('not-passed');
  });
});

describe('counted hands', () => {
  it('are checked against those present, by two counters; a recount keeps both and says why', async () => {
    const { meetingId } = await running({}, wang, zhang, li);
    expect(await askHands(by(secretary), { meetingId, question: '装灯' })).toEqual({ ok: false, error: 'rule-required' });
    const question = await ask(meetingId);
    expect(await askHands(by(secretary), { meetingId, question: '又一件', rule: 'half' })).toEqual({ ok: false, error: 'question-open' });
    expect(await count(meetingId, question, { yes: 4 })).toEqual({ ok: false, error: 'too-many-hands' });
    expect(await count(meetingId, question, { yes: 2, secondCounter: '周长根' })).toEqual({ ok: false, error: 'counters-required' });
    expect(must(await count(meetingId, question, { yes: 1, no: 1, abstain: 1 }))).toEqual({ majority: false, present: 3 });
    expect(await count(meetingId, question, { yes: 2 })).toEqual({ ok: false, error: 'reason-required' });
    expect(must(await count(meetingId, question, { yes: 2, no: 1, reason: '一位举了两次' }))).toEqual({ majority: true, present: 3 });
    expect((await record(meetingId)).questions[0]?.counts.map((one) => [one.countNo, one.yes, one.majority])).toEqual([
      [1, 1, false],
      [2, 2, true],
    ]);
    // A paper list is typed after the meeting: the counters find more heads than have signed in, never fewer hands to agree.
    const many = await ask(meetingId, { question: '选代表' });
    expect(must(await count(meetingId, many, { yes: 5, found: 11 }))).toEqual({ majority: false, present: 11 });
    const straw = await ask(meetingId, { question: '摸底', rule: 'count-only' });
    expect(must(await count(meetingId, straw, { yes: 3 }))).toMatchObject({ majority: null });
  });
  it('cannot be made up by going around the application', async () => {
    const { meetingId } = await running({}, wang, zhang);
    const question = await ask(meetingId);
    const insert = (change: Record<string, unknown>) => {
      const row = {
        count_no: 1,
        yes_count: 2,
        no_count: 0,
        abstain_count: 0,
        signed_count: 2,
        online_yes: 0,
        online_no: 0,
        online_abstain: 0,
        online_present: 0,
        majority: true,
        first_counter: '甲',
        second_counter: '乙',
        reason: '',
        ...change,
      };
      const names = Object.keys(row);
      return refused(
        t.owner.query(
          `insert into hand_count (subdistrict_id, id, meeting_id, question_id, counted_at, ${names.join(', ')}) values ($1, $2, $3, $4, now(), ${names.map((_, n) => `$${n + 5}`).join(', ')})`,
          [t.subdistrictId, t.platform.sources.newId(), meetingId, question, ...Object.values(row)],
        ),
      );
    };
    expect(await insert({ yes_count: 3 })).toContain('hand_count_check');
    expect(await insert({ signed_count: 9 })).toContain('attendance list');
    expect(await insert({ online_yes: 1, online_present: 1 })).toContain('attendance list');
    expect(await insert({ yes_count: 1 })).toContain('majority is not what was counted');
    expect(await insert({ count_no: 2, reason: '重数' })).toContain('follow each other');
    expect(await insert({ second_counter: '甲' })).toContain('hand_count_check');
    expect(await insert({})).toBe('accepted');
    expect(await refused(t.owner.query('update hand_count set yes_count = 0 where question_id = $1', [question]))).toContain('append-only');
  });
});

describe('hands in the room and voices from afar', () => {
  it('are one voice a household: nobody counts twice, and the room comes first', async () => {
    const { meetingId, signInCode } = await running({ ...assembly, mode: 'both' });
    await online(wang, meetingId);
    await online(zhang, meetingId);
    must(await scene.sign(li, meetingId, signInCode));
    expect(await scene.seen((tx) => unitsOf(tx, meetingId))).toEqual({ room: 1, away: 2 });
    const question = await ask(meetingId);
    const voice = (actor: Actor, choice: 'yes' | 'no') => giveVoice(by(actor), { meetingId, questionId: question, choice });
    must(await voice(wang, 'yes'));
    must(await voice(husband, 'no')); // the same household: its voice, changed
    must(await voice(husband, 'yes'));
    must(await voice(zhang, 'yes'));
    expect(await voice(li, 'yes')).toEqual({ ok: false, error: 'in-the-room' });
    expect(await voice(scene.stranger, 'yes')).toEqual({ ok: false, error: 'not-signed-in' });
    // The husband walks in: from now on his household raises its hand in the room.
    must(await scene.sign(husband, meetingId, signInCode));
    expect(await scene.seen((tx) => unitsOf(tx, meetingId))).toEqual({ room: 2, away: 1 });
    expect(await voice(wang, 'no')).toEqual({ ok: false, error: 'in-the-room' });
    expect(await count(meetingId, question, { yes: 3 })).toEqual({ ok: false, error: 'too-many-hands' });
    expect(must(await count(meetingId, question, { yes: 1, no: 1 }))).toEqual({ majority: true, present: 3 });
    const [counted] = (await record(meetingId)).questions;
    expect(counted?.counts[0]).toMatchObject({ yes: 1, no: 1, signed: 2, onlineYes: 1, onlineNo: 0, onlinePresent: 1 });
    expect(await voice(zhang, 'no')).toEqual({ ok: false, error: 'wrong-state' });
    const change = (text: string, ...values: unknown[]) => refused(t.owner.query(text, values));
    expect(await change("update hand_voice set choice = 'no' where question_id = $1", question)).toContain('not open');
    const next = await ask(meetingId, { question: '第二件' });
    const insert = `insert into hand_voice (subdistrict_id, id, meeting_id, question_id, unit_id, person_id, choice, given_at) values ($1, $2, $3, $4, $5, $6, 'yes', now())`;
    const unit = async (actor: Actor) => (await scene.seen((tx) => unitOf(tx, meetingId, actor)))?.unit ?? '';
    const give = (unit: string, actor: Actor) => change(insert, t.subdistrictId, t.platform.sources.newId(), meetingId, next, unit, actor.personId);
    expect(await give(await unit(li), li)).toContain('raises a hand there');
    expect(await give(await unit(zhang), zhang)).toBe('accepted');
    expect(await give(await unit(zhang), li)).toContain('duplicate key');
  });
});

describe('minutes from the record', () => {
  it('tell what was recorded; without a quorum nothing passes, whoever writes it', async () => {
    const { meetingId, signInCode } = await running(assembly);
    must(await scene.sign(wang, meetingId, signInCode));
    must(await scene.sign(zhang, meetingId, signInCode));
    must(await openItem(by(secretary), { meetingId, position: 1 }));
    const { proposalId } = must(await putProposal(by(secretary), { meetingId, authorName: '王小英', text: '每层装一盏灯' }));
    must(await count(meetingId, await ask(meetingId, { proposalId }), { yes: 2 }));
    const resolution = { text: '装灯', executorPersonId: zhang.personId, supervisorPersonId: wang.personId ?? '', deadline: '2026-12-20' };
    expect(await scene.minutes(meetingId, { said: [], resolutions: [resolution] })).toEqual({ ok: false, error: 'no-quorum' });
    must(await scene.minutes(meetingId, { said: [] }));
    const [version] = await scene.seen((tx) => minutesOf(tx, meetingId));
    expect(version?.hands).toMatchObject([{ question: '提案1：每层装一盏灯', yes: 2, no: 0, abstain: 0, present: 2, passed: false }]);
    expect(version?.body.record?.proposals[0]).toMatchObject({ no: 1, item: 1, outcome: 'no-quorum', author: '王小英' });
    expect(version?.body.record?.hands[0]?.counts[0]?.counters).toEqual(['周长根', '陈伟']);
    expect(version?.body.head).toMatchObject({ present: 2, entitled: 6, room: 2, away: 0, breaches: [{ rule: 'too-few-present' }] });
    const insert = `insert into show_of_hands (subdistrict_id, id, meeting_id, version, position, question, yes_count, no_count, abstain_count, present_count, passed)
      values ($1, $2, $3, 1, 2, '另一件', 2, 0, 0, 2, true)`;
    expect(await refused(t.owner.query(insert, [t.subdistrictId, t.platform.sources.newId(), meetingId]))).toContain('without a quorum nothing passes');
  });
  it('pass with a quorum that the paper list, typed later, brings', async () => {
    const { meetingId } = await running(assembly);
    const { proposalId } = must(await putProposal(by(secretary), { meetingId, authorName: '王小英', text: '每层装一盏灯' }));
    must(await count(meetingId, await ask(meetingId, { proposalId }), { yes: 4, found: 4 }));
    must(await enterAttendance(by(secretary), { meetingId, how: 'paper', lines: '1-1-101\n1-1-102\n1-1-103\n1-1-104' }));
    must(await scene.minutes(meetingId, { said: [] }));
    const [version] = await scene.seen((tx) => minutesOf(tx, meetingId));
    expect(version?.hands[0]?.passed).toBe(true);
    expect(version?.body.head?.foundMore).toBe(0);
  });
});
