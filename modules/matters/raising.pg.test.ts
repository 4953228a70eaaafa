import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dailyInbox, dutiesOf, inboxPermissions, listDuties } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  dailyMatters,
  findDraft,
  findMatter,
  hideMatter,
  keepDraft,
  type Matter,
  matterPermissions,
  matterSteps,
  raiseMatter,
  type RaiseInput,
  similarMatters,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let wang: Actor, zhang: Actor, stranger: Actor, secretary: Actor, officer: Actor;

beforeAll(async () => {
  t = await testPlatform([matterPermissions, inboxPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 12); // a fifth of 12 households: 3
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  wang = await makeResident(t, '王小英', cailu.households[0]!);
  zhang = await makeResident(t, '张伟', cailu.households[1]!);
  stranger = await makeResident(t, '钱多多', shengli.households[0]!);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
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
const steps = async (id: string) => (await seen((tx) => matterSteps(tx, id))).map((step) => step.kind);

describe('raising', () => {
  it('gives a number and a title, supports it with the raiser’s household, asks the secretary to reply', async () => {
    const id = await raise();
    const found = await matter(id);
    expect(found).toMatchObject({
      title: '楼道灯坏了四十年',
      year: 2026,
      channel: 'own',
      state: { state: 'raised' },
      households: 1,
      persons: 1,
      replyDueDay: null,
    });
    expect(await steps(id)).toEqual(['raised']);
    expect(await seen((tx) => dutiesOf(tx, { subjectId: id }))).toMatchObject([{ kind: 'matter.reply', role: 'secretary', dueDay: null }]);
    expect((await matter(await raise())).number).toBe(found.number + 1);
  });
  it('takes the deadline of the reply from the office’s setting', async () => {
    const id = await raise({ replyDays: 7 });
    expect(await matter(id)).toMatchObject({ replyDueDay: '2026-11-09' });
    t.clock.set('2026-11-10T00:10:00+08:00');
    await dailyInbox(t.contextFor(system));
    expect((await seen((tx) => listDuties(tx, officer))).map((duty) => duty.subjectId)).toContain(id);
  });
  it('gives numbers without gap or double to neighbours who raise at once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => raise()));
    const numbers = (await Promise.all(ids.map(matter))).map((one) => one.number).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i));
  });
  it('is for those who live or work in the place', async () => {
    expect(await raiseWith(stranger)).toEqual({ ok: false, error: 'not-in-place' });
    expect(await raiseWith(system)).toEqual({ ok: false, error: 'not-in-place' });
    expect((await raiseWith(secretary)).ok).toBe(true);
  });
  it('keeps hostile text as text; refuses empty and endless text', async () => {
    const hostile = `<script>alert("1")</script>'; drop table matter; -- 😀`;
    expect(await matter(await raise({ text: hostile }))).toMatchObject({ text: hostile });
    expect(await raiseWith(wang, { text: ' \n ' })).toEqual({ ok: false, error: 'empty' });
    expect(await raiseWith(wang, { text: 'x'.repeat(100_000) })).toEqual({ ok: false, error: 'too-long' });
    expect((await matter(await raise({ text: '😀'.repeat(2000) }))).text).toHaveLength(4000);
  });
  it('sent twice with one key is one matter', async () => {
    const [a, b] = await Promise.all([raiseWith(wang, {}, 'one-form-sent-twice'), raiseWith(wang, {}, 'one-form-sent-twice')]);
    expect(a.ok).toBe(true);
    expect(a).toEqual(b);
    expect(await raiseWith(zhang, {}, 'one-form-sent-twice')).toEqual({ ok: false, error: 'key-reused' });
  });
  it('by paper, phone or visit is written down by staff and recorded so', async () => {
    const household = cailu.households[0]!.householdId;
    const id = await raise({ onBehalfOf: { personId: wang.personId!, householdId: household, channel: 'phone' } }, secretary);
    expect(await matter(id)).toMatchObject({ channel: 'phone', raisedBy: wang.personId, enteredBy: secretary.personId, households: 1 });
    const unknown = await raise({ onBehalfOf: { name: '302室老伯', householdId: null, channel: 'visit' } }, secretary);
    expect(await matter(unknown)).toMatchObject({ raisedBy: null, raiserName: '302室老伯', households: 0 });
    const elsewhere = { personId: stranger.personId!, householdId: shengli.households[0]!.householdId, channel: 'paper' as const };
    expect(await raiseWith(secretary, { onBehalfOf: elsewhere })).toEqual({ ok: false, error: 'not-in-place' });
    expect(await raiseWith(secretary, { onBehalfOf: { ...elsewhere, householdId: household } })).toEqual({ ok: false, error: 'not-in-place' });
    expect(await raiseWith(wang, { onBehalfOf: { name: '别人', householdId: null, channel: 'paper' } })).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('similar matters', () => {
  it('are found among the open ones of the place, hidden ones left out', async () => {
    const id = await raise({ text: '河边垃圾桶太少，经常满出来。' });
    const found = () => seen((tx) => similarMatters(tx, { neighbourhoodId: cailu.id, text: '河边的垃圾桶不够用' }));
    expect((await found()).map((one) => one.id)).toEqual([id]);
    expect(await seen((tx) => similarMatters(tx, { neighbourhoodId: shengli.id, text: '河边的垃圾桶不够用' }))).toEqual([]);
    await hideMatter(t.contextFor(secretary), { matterId: id, reason: '测试' });
    expect(await found()).toEqual([]);
  });
});

describe('a draft', () => {
  it('survives the way to sign-in, and is forgotten after a week', async () => {
    const draft = { text: '还没登录就写好的话 😀', category: 'lighting', anonymous: true, doorCode: null, photos: [] };
    const kept = await keepDraft(t.contextFor({ ...system, kind: 'anonymous' }), draft);
    if (!kept.ok) throw new Error(kept.error);
    expect(await seen((tx) => findDraft(tx, kept.value))).toEqual(draft);
    expect(await seen((tx) => findDraft(tx, '0'.repeat(32)))).toBeNull();
    expect(await keepDraft(t.contextFor(system), { ...draft, text: '长'.repeat(100_000) })).toEqual({ ok: false, error: 'too-long' });
    t.clock.advanceDays(8);
    await dailyMatters(t.contextFor(system));
    expect(await seen((tx) => findDraft(tx, kept.value))).toBeNull();
  });
});
