import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fundPermissions, setSettings } from '#modules/funds';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  adoptMatter,
  answerMatter,
  appealHiding,
  chaseReferral,
  findMatter,
  hideMatter,
  isSettled,
  type Matter,
  matterPermissions,
  matterSettingKeys,
  matterSteps,
  passOnMatter,
  placeMatter,
  raiseMatter,
  type RaiseInput,
  recordReferralAnswer,
  referralsOf,
  reopenMatter,
  sayOfAnswer,
  spotsOf,
  supportMatter,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let wang: Actor, zhang: Actor, li: Actor, stranger: Actor, secretary: Actor, officer: Actor;
let company: string;

beforeAll(async () => {
  t = await testPlatform([matterPermissions, inboxPermissions, fundPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 12); // a fifth of 12 households: 3
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  const home = (i: number) => cailu.households[i]!;
  wang = await makeResident(t, '王小英', home(0));
  zhang = await makeResident(t, '张伟', home(1));
  li = await makeResident(t, '李秀兰', home(2));
  stranger = await makeResident(t, '钱多多', shengli.households[0]!);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  company = t.platform.sources.newId();
  await t.owner.query(
    `insert into organisation (subdistrict_id, id, kind, name, neighbourhood_id, created_at) values ($1, $2, 'property', '长岛物业', $3, now())`,
    [t.subdistrictId, company, cailu.id],
  );
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

async function raise(actor = wang, change: Partial<RaiseInput> = {}): Promise<string> {
  const raised = await raiseMatter(t.contextFor(actor), {
    neighbourhoodId: cailu.id,
    text: '水泵夜里响，睡不着。',
    category: 'noise',
    anonymous: false,
    doorCode: null,
    photos: [],
    replyDays: 7,
    supportUnit: 'household',
    ...change,
  });
  if (!raised.ok) throw new Error(raised.error);
  return raised.value.matterId;
}
const seen = <T>(work: Parameters<typeof read<T>>[1]) => read(t.contextFor(system), work);
const matter = async (id: string): Promise<Matter> => (await seen((tx) => findMatter(tx, id)))!;
const steps = async (id: string) => (await seen((tx) => matterSteps(tx, id))).map((step) => step.kind);
const duty = async (id: string, kind: string) => (await seen((tx) => dutiesOf(tx, { subjectId: id }))).find((one) => one.kind === kind);
const support = (actor: Actor, matterId: string) => supportMatter(t.contextFor(actor), { matterId });
const passOn = (matterId: string, to: { organisationId: string } | { passedTo: string } = { organisationId: company }, dueDay: string | null = '2026-11-09') =>
  passOnMatter(t.contextFor(secretary), { matterId, reason: '水泵归物业管。', dueDay, ...to });
const set = async (values: Record<string, string>) =>
  expect(await setSettings(t.contextFor(officer), { values, reason: '办公会' })).toMatchObject({ ok: true });

describe('passing on', () => {
  it('to a body of the register, asking after it, writing down what came back, and only then answering', async () => {
    const id = await raise();
    await passOn(id);
    expect(await matter(id)).toMatchObject({ state: { state: 'passed-on', passedTo: '长岛物业' } });
    // It is not settled by being passed on: neighbours go on supporting it.
    expect((await support(zhang, id)).ok).toBe(true);
    t.clock.set('2026-11-10T09:00:00+08:00');
    expect(await chaseReferral(t.contextFor(wang), { matterId: id, text: '催' })).toEqual({ ok: false, error: 'not-allowed' });
    for (const [i, text] of ['打电话，说在等配件', '上门，仍在等'].entries())
      expect(await chaseReferral(t.contextFor(secretary), { matterId: id, text })).toEqual({ ok: true, value: { times: i + 1 } });
    expect((await duty(id, 'matter.chase'))?.dueDay).toBe('2026-11-09');
    const answer = { matterId: id, outcome: 'done' as const, text: '水泵已换减震垫。' };
    expect(await recordReferralAnswer(t.contextFor(secretary), { ...answer, day: '2026-11-01' })).toEqual({ ok: false, error: 'day-impossible' });
    expect(await recordReferralAnswer(t.contextFor(secretary), { ...answer, day: '2026-11-11' })).toEqual({ ok: false, error: 'day-impossible' });
    expect((await recordReferralAnswer(t.contextFor(secretary), { ...answer, day: '2026-11-10' })).ok).toBe(true);
    expect(await recordReferralAnswer(t.contextFor(secretary), { ...answer, day: '2026-11-10' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await seen((tx) => referralsOf(tx, id))).toMatchObject([
      { organisationId: company, chased: 2, answer: { outcome: 'done', day: '2026-11-10' }, endedAt: null },
    ]);
    // Their word is not the committee's: the residents still wait for theirs.
    expect((await matter(id)).state.state).toBe('passed-on');
    expect(await duty(id, 'matter.chase')).toBeUndefined();
    expect(await duty(id, 'matter.conclude')).toBeDefined();
    await answerMatter(t.contextFor(secretary), { matterId: id, reason: '物业换了减震垫，请大家听听还响不响。' });
    expect(await duty(id, 'matter.conclude')).toBeUndefined();
    expect(await steps(id)).toEqual(['raised', 'passed-on', 'chased', 'chased', 'receiver-answered', 'answered']);
  });
  it('again to another body, or back to a meeting, when the first refuses; one runs at a time', async () => {
    const id = await raise();
    await passOn(id);
    await recordReferralAnswer(t.contextFor(secretary), { matterId: id, outcome: 'refused', text: '泵房归水务公司。', day: '2026-11-02' });
    expect((await passOn(id, { passedTo: '城投水务' }, null)).ok).toBe(true);
    expect((await seen((tx) => referralsOf(tx, id))).map((one) => [one.toName, one.answer?.outcome ?? null, one.endedAt !== null])).toEqual([
      ['长岛物业', 'refused', true],
      ['城投水务', null, false],
    ]);
    expect((await adoptMatter(t.contextFor(secretary), { matterId: id, venue: 'coordination', reason: '两家推诿，开协调会。', dueDay: null })).ok).toBe(true);
    expect((await seen((tx) => referralsOf(tx, id))).every((one) => one.endedAt !== null)).toBe(true);
    expect(await chaseReferral(t.contextFor(secretary), { matterId: id, text: '催' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await passOn(await raise(), { organisationId: t.platform.sources.newId() })).toEqual({ ok: false, error: 'no-organisation' });
  });
  it('whoever writes to the database: what came back is never rewritten, and one referral runs at a time', async () => {
    const id = await raise();
    await passOn(id);
    await recordReferralAnswer(t.contextFor(secretary), { matterId: id, outcome: 'refused', text: '不归我管。', day: '2026-11-02' });
    await expect(t.owner.query("update matter_referral set answer = '已修好', outcome = 'done' where matter_id = $1", [id])).rejects.toThrow('never rewritten');
    await expect(t.owner.query('delete from matter_referral')).rejects.toThrow('never rewritten');
    await expect(
      t.owner.query(`insert into matter_referral (subdistrict_id, id, matter_id, to_name, reason, at) values ($1, $2, $3, '别处', '再转', now())`, [
        t.subdistrictId,
        t.platform.sources.newId(),
        id,
      ]),
    ).rejects.toMatchObject({ code: '23505' });
  });
});

describe('what those who asked say of the answer', () => {
  const say = (actor: Actor, matterId: string, settled: boolean, text?: string) =>
    sayOfAnswer(t.contextFor(actor), { matterId, settled, ...(text ? { text } : {}) });
  it('is theirs alone; the last word of each counts, and a new answer is judged anew', async () => {
    const id = await raise();
    await support(zhang, id);
    expect(await say(wang, id, true)).toEqual({ ok: false, error: 'wrong-state' });
    await answerMatter(t.contextFor(secretary), { matterId: id, reason: '已处理。' });
    expect(isSettled(await matter(id))).toBe(false);
    for (const actor of [secretary, li, stranger]) expect(await say(actor, id, true)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await say(zhang, id, false)).toEqual({ ok: false, error: 'no-reason' });
    for (const [settled, text] of [[true], [false, '还是响'], [false, '半夜更响']] as const) expect((await say(zhang, id, settled, text)).ok).toBe(true);
    expect((await say(wang, id, true)).ok).toBe(true);
    expect(await matter(id)).toMatchObject({ settledBy: 1, unsettledBy: 1 });
    expect(isSettled(await matter(id))).toBe(false);
    await reopenMatter(t.contextFor(zhang), { matterId: id, reason: '半夜更响', replyDays: 3 });
    await answerMatter(t.contextFor(secretary), { matterId: id, reason: '换了新泵。' });
    expect(await matter(id)).toMatchObject({ settledBy: 0, unsettledBy: 0 });
    expect((await say(zhang, id, true)).ok).toBe(true);
    expect(isSettled(await matter(id))).toBe(true);
    await expect(t.owner.query('update matter_voice set settled = true')).rejects.toThrow('append-only');
  });
});

describe('the appeal', () => {
  it('has the office’s days, and none where it has set none', async () => {
    const hidden = async () => {
      const id = await raise();
      await hideMatter(t.contextFor(officer), { matterId: id, reason: '指名道姓' });
      await appealHiding(t.contextFor(wang), { matterId: id, reason: '没有' });
      return id;
    };
    expect((await duty(await hidden(), 'matter.rule-appeal'))?.dueDay).toBeNull();
    await set({ [matterSettingKeys.appealDays]: '5' });
    const id = await hidden();
    expect((await duty(id, 'matter.rule-appeal'))?.dueDay).toBe('2026-11-07');
    expect((await seen((tx) => matterSteps(tx, id))).find((step) => step.kind === 'appealed')?.dueDay).toBe('2026-11-07');
  });
});

describe('a place on the plan', () => {
  it('is one of the neighbourhood, given when raising or later by the raiser or the committee', async () => {
    const place = async (code: string) => {
      const { rows } = await t.owner.query<{ compound: string; building: string }>(
        'select compound_id as compound, id as building from building where neighbourhood_id = (select id from neighbourhood where code = $1)',
        [code],
      );
      return rows[0]!;
    };
    const [here, there] = [await place('gq-cailu'), await place('gq-shengli')];
    const inside = { compoundId: here.compound, buildingId: here.building, part: 'inside' as const, note: '二单元' };
    await expect(raise(wang, { spot: { ...inside, buildingId: there.building } })).rejects.toThrow('no-such-spot');
    const id = await raise(wang, { spot: inside });
    const spot = async () => (await seen((tx) => spotsOf(tx, [{ id }]))).get(id);
    expect(await spot()).toEqual(inside);
    const gate = { compoundId: here.compound, buildingId: null, part: 'gate' as const, note: null };
    expect(await placeMatter(t.contextFor(zhang), { matterId: id, spot: gate })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await placeMatter(t.contextFor(wang), { matterId: id, spot: { ...gate, compoundId: there.compound } })).toEqual({
      ok: false,
      error: 'no-such-spot',
    });
    expect((await placeMatter(t.contextFor(secretary), { matterId: id, spot: gate })).ok).toBe(true);
    expect(await spot()).toEqual(gate);
    expect(await steps(id)).toEqual(['raised', 'placed']);
  });
});
