import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read, runCommand } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  adoptMatter,
  answerMatter,
  appealHiding,
  declineMatter,
  findMatter,
  hideMatter,
  linkMatterMeetingIn,
  linkMatterProjectIn,
  listMatters,
  type Matter,
  matterPermissions,
  matterSteps,
  mergeMatter,
  passOnMatter,
  raiseMatter,
  type RaiseInput,
  reopenMatter,
  ruleOnAppeal,
  sortMatter,
  supportedBy,
  supportMatter,
  supportsOf,
  unsupportMatter,
  withdrawMatter,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let wang: Actor, husband: Actor, zhang: Actor, li: Actor, stranger: Actor, secretary: Actor, deputy: Actor, officer: Actor, otherSecretary: Actor;

beforeAll(async () => {
  t = await testPlatform([matterPermissions, inboxPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 12); // a fifth of 12 households: 3
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  wang = await makeResident(t, '王小英', cailu.households[0]!);
  husband = await makeResident(t, '赵国强', cailu.households[0]!);
  zhang = await makeResident(t, '张伟', cailu.households[1]!);
  li = await makeResident(t, '李秀兰', cailu.households[2]!);
  stranger = await makeResident(t, '钱多多', shengli.households[0]!);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  deputy = await makePerson(t, '孙副书记', { role: 'secretary', neighbourhoodId: cailu.id });
  otherSecretary = await makePerson(t, '胜利书记', { role: 'secretary', neighbourhoodId: shengli.id });
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

const raiseWith = (actor: Actor, change: Partial<RaiseInput> = {}, key?: string) =>
  raiseMatter(t.contextFor(actor, key), {
    neighbourhoodId: cailu.id,
    text: '楼道灯坏了四十年。晚上要摸黑上楼。',
    category: 'lighting',
    anonymous: false,
    doorCode: null,
    photos: [],
    replyDays: null,
    supportUnit: null,
    ...change,
  });
async function raise(change: Partial<RaiseInput> = {}, actor = wang): Promise<string> {
  const raised = await raiseWith(actor, change);
  if (!raised.ok) throw new Error(raised.error);
  return raised.value.matterId;
}
const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(system), work);
const matter = async (id: string): Promise<Matter> => {
  const found = await seen((tx) => findMatter(tx, id));
  if (!found) throw new Error('no matter');
  return found;
};
const support = (actor: Actor, matterId: string) => supportMatter(t.contextFor(actor), { matterId });
const codes = (results: readonly { ok: boolean; error?: unknown }[]) => results.map((result) => (result.ok ? 'ok' : result.error)).sort();
const steps = async (id: string) => (await seen((tx) => matterSteps(tx, id))).map((step) => step.kind);
const duties = async (id: string) => (await seen((tx) => dutiesOf(tx, { subjectId: id }))).map((duty) => duty.kind);
const adopt = (actor: Actor, matterId: string) =>
  adoptMatter(t.contextFor(actor), { matterId, venue: 'hearing', reason: '关系到全楼，开听证会。', dueDay: '2026-11-30' });

describe('supporting', () => {
  it('counts each person once, also when the button is pressed four times at once', async () => {
    const id = await raise();
    expect(codes(await Promise.all([1, 2, 3, 4].map(() => support(zhang, id))))).toEqual(['already-supported', 'already-supported', 'already-supported', 'ok']);
    expect(await matter(id)).toMatchObject({ households: 2, persons: 2 });
    expect(await support(wang, id)).toEqual({ ok: false, error: 'already-supported' });
  });
  it('counts a household once however many of its members support', async () => {
    const id = await raise();
    expect((await support(husband, id)).ok).toBe(true);
    expect(await matter(id)).toMatchObject({ households: 1, persons: 2 });
  });
  it('lets a household support once where the office has set it so: two members at once, one is counted', async () => {
    const id = await raise({ supportUnit: 'household' }, secretary);
    expect(codes(await Promise.all([support(wang, id), support(husband, id)]))).toEqual(['already-supported', 'ok']);
    expect(await matter(id)).toMatchObject({ households: 1, persons: 1 });
    const mine = await seen((tx) => supportedBy(tx, { personId: husband.personId!, householdIds: [cailu.households[0]!.householdId] }));
    expect(mine.household.has(id)).toBe(true);
  });
  it('the database itself refuses a second support of a household', async () => {
    const id = await raise({ supportUnit: 'household' });
    const insert = (counted: string) =>
      t.owner.query(
        `insert into matter_support (subdistrict_id, id, matter_id, support_unit, counted_id, person_id,
      household_id, channel, at) values ($1, $2, $3, 'household', $4, $5, $6, 'own', now())`,
        [t.subdistrictId, t.platform.sources.newId(), id, counted, husband.personId, cailu.households[0]!.householdId],
      );
    await expect(insert(cailu.households[0]!.householdId)).rejects.toMatchObject({ code: '23505' });
    await expect(insert(husband.personId!)).rejects.toMatchObject({ code: '23514' });
  });
  it('is for the neighbourhood’s households, while the matter is open', async () => {
    const id = await raise();
    expect(await support(stranger, id)).toEqual({ ok: false, error: 'not-in-place' });
    expect(await support(secretary, id)).toEqual({ ok: false, error: 'not-in-place' });
    await declineMatter(t.contextFor(secretary), { matterId: id, reason: '已列入市政计划。' });
    expect(await support(zhang, id)).toEqual({ ok: false, error: 'wrong-state' });
  });
  it('can be taken back and given again', async () => {
    const id = await raise();
    await support(zhang, id);
    expect((await unsupportMatter(t.contextFor(zhang), { matterId: id })).ok).toBe(true);
    expect(await unsupportMatter(t.contextFor(zhang), { matterId: id })).toEqual({ ok: false, error: 'not-supported' });
    expect(await matter(id)).toMatchObject({ households: 1 });
    expect((await support(zhang, id)).ok).toBe(true);
  });
  it('on a signed list is entered by staff', async () => {
    const id = await raise();
    const onBehalfOf = { personId: zhang.personId!, householdId: cailu.households[1]!.householdId, channel: 'paper' as const };
    expect((await supportMatter(t.contextFor(secretary), { matterId: id, onBehalfOf })).ok).toBe(true);
    expect(await support(zhang, id)).toEqual({ ok: false, error: 'already-supported' });
    expect((await seen((tx) => supportsOf(tx, id))).find((one) => one.personId === zhang.personId)).toMatchObject({
      channel: 'paper',
      enteredBy: secretary.personId,
    });
    expect(await supportMatter(t.contextFor(li), { matterId: id, onBehalfOf })).toEqual({ ok: false, error: 'not-allowed' });
  });
  it('by a fifth of the households is written down once', async () => {
    const id = await raise();
    expect(codes(await Promise.all([support(zhang, id), support(li, id), support(husband, id)]))).toEqual(['ok', 'ok', 'ok']);
    expect((await steps(id)).filter((kind) => kind === 'threshold')).toEqual(['threshold']);
    const { rows } = await t.owner.query("select count(*)::int as count from outbox where kind = 'matter.threshold' and payload->>'matterId' = $1", [id]);
    expect(rows).toEqual([{ count: 1 }]);
  });
});

describe('deciding', () => {
  it('is for the secretary of the place, always with a reason', async () => {
    const id = await raise();
    for (const actor of [wang, otherSecretary, officer]) expect(await adopt(actor, id)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await declineMatter(t.contextFor(secretary), { matterId: id, reason: '  ' })).toEqual({ ok: false, error: 'no-reason' });
    expect(await declineMatter(t.contextFor(secretary), { matterId: id, reason: '长'.repeat(2001) })).toEqual({ ok: false, error: 'too-long' });
  });
  it('by two secretaries at once happens once', async () => {
    const id = await raise();
    const both = await Promise.all([adopt(secretary, id), declineMatter(t.contextFor(deputy), { matterId: id, reason: '不采纳。' })]);
    expect(codes(both)).toEqual(['ok', 'wrong-state']);
    expect((await steps(id)).filter((kind) => kind === 'adopted' || kind === 'declined')).toHaveLength(1);
    const again = await raise();
    expect(codes(await Promise.all([adopt(secretary, again), adopt(deputy, again)]))).toEqual(['ok', 'wrong-state']);
  });
  it('leaves the next duty to somebody until a meeting or a project takes it on', async () => {
    const id = await raise();
    expect(await duties(id)).toEqual(['matter.reply']);
    await adopt(secretary, id);
    expect(await duties(id)).toEqual(['matter.follow']);
    const meetingId = t.platform.sources.newId();
    for (const _ of [1, 2]) await runCommand(t.contextFor(secretary), 'call', async (tx) => ok(await linkMatterMeetingIn(tx, id, meetingId, '楼道灯听证会')));
    expect(await duties(id)).toEqual([]);
    await runCommand(t.contextFor(secretary), 'apply', async (tx) => ok(await linkMatterProjectIn(tx, id, t.platform.sources.newId())));
    await answerMatter(t.contextFor(secretary), { matterId: id, reason: '灯已装好。' });
    expect(await steps(id)).toEqual(['raised', 'adopted', 'meeting', 'project', 'answered']);
    expect(await matter(id)).toMatchObject({ state: { state: 'answered', venue: 'hearing' } });
  });
  it('passes on to somebody by name, and follows it up', async () => {
    const id = await raise();
    await passOnMatter(t.contextFor(secretary), { matterId: id, passedTo: '街道城建办', reason: '属市政道路。', dueDay: '2026-11-20' });
    expect(await matter(id)).toMatchObject({ state: { state: 'passed-on', passedTo: '街道城建办' } });
    expect(await duties(id)).toEqual(['matter.chase']);
    await answerMatter(t.contextFor(secretary), { matterId: id, reason: '城建办已修好。' });
    expect(await duties(id)).toEqual([]);
  });
  it('can be contested: whoever raised or supports it opens it again, a stranger cannot', async () => {
    const id = await raise();
    await support(zhang, id);
    await answerMatter(t.contextFor(secretary), { matterId: id, reason: '已修好。' });
    for (const actor of [stranger, li])
      expect(await reopenMatter(t.contextFor(actor), { matterId: id, reason: '没有修好', replyDays: null })).toEqual({ ok: false, error: 'not-allowed' });
    const both = await Promise.all([zhang, wang].map((actor) => reopenMatter(t.contextFor(actor), { matterId: id, reason: '灯又坏了', replyDays: 3 })));
    expect(codes(both)).toEqual(['ok', 'wrong-state']);
    expect(await matter(id)).toMatchObject({ state: { state: 'raised' }, replyDueDay: '2026-11-05' });
    expect(await duties(id)).toEqual(['matter.reply']);
  });
  it('gives a clearer title and category, and says what it was called', async () => {
    const id = await raise({ category: 'unsorted' });
    await sortMatter(t.contextFor(secretary), { matterId: id, title: '为 4 栋老楼装感应灯', category: 'lighting' });
    expect(await matter(id)).toMatchObject({ title: '为 4 栋老楼装感应灯', text: '楼道灯坏了四十年。晚上要摸黑上楼。' });
    expect((await seen((tx) => matterSteps(tx, id)))[1]?.text).toBe('楼道灯坏了四十年 → 为 4 栋老楼装感应灯');
  });
});

describe('withdrawing', () => {
  it('is for the raiser while nothing is decided; the matter stays readable', async () => {
    const id = await raise();
    expect(await withdrawMatter(t.contextFor(zhang), { matterId: id })).toEqual({ ok: false, error: 'not-allowed' });
    expect((await withdrawMatter(t.contextFor(wang), { matterId: id, reason: '已经自己解决' })).ok).toBe(true);
    expect(await matter(id)).toMatchObject({ state: { state: 'withdrawn' }, text: '楼道灯坏了四十年。晚上要摸黑上楼。' });
    expect(await duties(id)).toEqual([]);
    const adopted = await raise();
    await adopt(secretary, adopted);
    expect(await withdrawMatter(t.contextFor(wang), { matterId: adopted })).toEqual({ ok: false, error: 'wrong-state' });
  });
});

describe('merging', () => {
  const merge = (matterId: string, intoId: string, actor = secretary) => mergeMatter(t.contextFor(actor), { matterId, intoId, reason: '同一件事' });
  it('keeps the supporters, each counted once', async () => {
    const [into, from] = [await raise(), await raise({}, zhang)];
    await support(zhang, into);
    await support(li, from);
    expect((await merge(from, into)).ok).toBe(true);
    expect(await matter(into)).toMatchObject({ households: 3, persons: 3 });
    expect(await matter(from)).toMatchObject({ state: { state: 'merged', intoId: into }, households: 2 });
    expect(await steps(into)).toEqual(['raised', 'merged-in', 'threshold']);
    expect(await duties(from)).toEqual([]);
  });
  it('refuses itself, another place, a closed one, a second time, and crosswise at once', async () => {
    const [a, b] = [await raise(), await raise()];
    const elsewhere = await raise({ neighbourhoodId: shengli.id }, stranger);
    expect(await merge(a, a)).toEqual({ ok: false, error: 'same-matter' });
    expect(await merge(a, elsewhere)).toEqual({ ok: false, error: 'other-place' });
    expect(codes(await Promise.all([merge(a, b), merge(b, a, deputy)]))).toEqual(['ok', 'target-closed']);
    const [one, other] = (await matter(a)).state.state === 'merged' ? [a, b] : [b, a];
    expect(await merge(one, other)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await merge(one, await raise(), wang)).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('hiding', () => {
  it('leaves a public line with the reason; the raiser appeals; somebody else of the office rules', async () => {
    const id = await raise({ text: '101室的某某偷了灯泡' });
    expect(await hideMatter(t.contextFor(wang), { matterId: id, reason: 'x' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await hideMatter(t.contextFor(officer), { matterId: id, reason: ' ' })).toEqual({ ok: false, error: 'no-reason' });
    expect((await hideMatter(t.contextFor(officer), { matterId: id, reason: '指名道姓，未经证实' })).ok).toBe(true);
    expect(await matter(id)).toMatchObject({ hidden: 'hidden', hiddenReason: '指名道姓，未经证实' });
    expect(await support(zhang, id)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await appealHiding(t.contextFor(zhang), { matterId: id, reason: '我不同意' })).toEqual({ ok: false, error: 'not-allowed' });
    expect((await appealHiding(t.contextFor(wang), { matterId: id, reason: '有人看见' })).ok).toBe(true);
    expect(await duties(id)).toContain('matter.rule-appeal');
    expect(await ruleOnAppeal(t.contextFor(officer), { matterId: id, show: true, reason: '恢复' })).toEqual({ ok: false, error: 'own-decision' });
    const head = await makePerson(t, '吴主任', { role: 'head', neighbourhoodId: null });
    expect((await ruleOnAppeal(t.contextFor(head), { matterId: id, show: false, reason: '维持' })).ok).toBe(true);
    expect(await matter(id)).toMatchObject({ hidden: 'confirmed', hiddenReason: '指名道姓，未经证实' });
    expect(await steps(id)).toEqual(['raised', 'hidden', 'appealed', 'appeal-rejected']);
    expect(await duties(id)).not.toContain('matter.rule-appeal');
  });
});

it('another subdistrict sees and touches nothing', async () => {
  const id = await raise();
  const other = { ...t.contextFor(secretary), subdistrictId: t.otherSubdistrictId };
  expect(await read(other, (tx) => findMatter(tx, id))).toBeNull();
  expect(await read(other, (tx) => listMatters(tx))).toEqual([]);
  expect(await declineMatter(other, { matterId: id, reason: '越权' })).toEqual({ ok: false, error: 'not-found' });
  expect((await t.app.query('select id from matter')).rows).toEqual([]);
});

it('the history of a matter cannot be changed', async () => {
  await expect(t.owner.query("update matter_step set text = '改'")).rejects.toThrow('append-only');
  await expect(t.owner.query('delete from matter_step')).rejects.toThrow('append-only');
});
