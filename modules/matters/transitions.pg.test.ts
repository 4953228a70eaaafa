import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fundPermissions } from '#modules/funds';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  adoptMatter,
  answerMatter,
  appealHiding,
  declineMatter,
  findMatter,
  hideMatter,
  listMatters,
  type Matter,
  matterPermissions,
  matterSteps,
  passOnMatter,
  raiseMatter,
  type RaiseInput,
  reopenMatter,
  ruleOnAppeal,
  supportMatter,
  withdrawMatter,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let wang: Actor, zhang: Actor, li: Actor, secretary: Actor, head: Actor;
let company: string;

beforeAll(async () => {
  t = await testPlatform([matterPermissions, inboxPermissions, fundPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 12); // a fifth of 12 households: 3
  const home = (i: number) => cailu.households[i]!;
  wang = await makeResident(t, '王小英', home(0));
  zhang = await makeResident(t, '张伟', home(1));
  li = await makeResident(t, '李秀兰', home(2));
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  head = await makePerson(t, '吴主任', { role: 'head', neighbourhoodId: null });
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

describe('nothing raised ever disappears silently', () => {
  type Act = [name: string, step: string, run: (id: string) => Promise<{ ok: boolean }>];
  const reason = '理由写给大家看';
  const acts: Act[] = [
    ['adopt', 'adopted', (matterId) => adoptMatter(t.contextFor(secretary), { matterId, venue: 'hearing', reason, dueDay: null })],
    ['decline', 'declined', (matterId) => declineMatter(t.contextFor(secretary), { matterId, reason })],
    ['answer', 'answered', (matterId) => answerMatter(t.contextFor(secretary), { matterId, reason })],
    ['pass on', 'passed-on', (matterId) => passOn(matterId)],
    ['withdraw', 'withdrawn', (matterId) => withdrawMatter(t.contextFor(wang), { matterId })],
    ['reopen', 'reopened', (matterId) => reopenMatter(t.contextFor(zhang), { matterId, reason, replyDays: null })],
    ['hide', 'hidden', (matterId) => hideMatter(t.contextFor(secretary), { matterId, reason })],
    ['appeal', 'appealed', (matterId) => appealHiding(t.contextFor(wang), { matterId, reason })],
    ['show', 'shown', (matterId) => ruleOnAppeal(t.contextFor(head), { matterId, show: true, reason })],
    ['confirm', 'appeal-rejected', (matterId) => ruleOnAppeal(t.contextFor(head), { matterId, show: false, reason })],
  ];
  it('whatever is done to it, wherever it stands: it stays in the list with its words and supporters, and each deed is a public step', async () => {
    const stand = ({ state, hidden }: Matter) => `${state.state}/${hidden}`;
    // Every place that can be reached, each by its shortest way; hiding is walked where the matter is open.
    const ways = new Map<string, Act[]>([['raised/no', []]]);
    const walked = new Set<string>();
    for (const [from, way] of ways)
      for (const act of acts) {
        const id = await raise();
        await support(zhang, id);
        for (const [, , run] of way) expect(await run(id)).toMatchObject({ ok: true });
        const before = await matter(id);
        const said = await steps(id);
        const done = await act[2](id);
        const after = await matter(id);
        expect((await seen((tx) => listMatters(tx, { neighbourhoodId: cailu.id }))).some((one) => one.id === id)).toBe(true);
        expect(after).toMatchObject({ text: before.text, number: before.number, raisedBy: wang.personId, households: 2 });
        // What is done leaves its step; what is refused leaves nothing and changes nothing.
        expect(await steps(id), `${from} ${act[0]}`).toEqual(done.ok ? [...said, act[1]] : said);
        if (!done.ok) expect(stand(after)).toBe(from);
        if (done.ok) walked.add(`${from} ${act[0]}`);
        const to = stand(after);
        if (done.ok && !ways.has(to) && (after.hidden === 'no' || after.state.state === 'raised')) ways.set(to, [...way, act]);
      }
    expect([...ways.keys()].toSorted()).toEqual(
      [
        'adopted/no',
        'answered/no',
        'declined/no',
        'passed-on/no',
        'raised/appealed',
        'raised/confirmed',
        'raised/hidden',
        'raised/no',
        'withdrawn/no',
      ].toSorted(),
    );
    for (const transition of [
      'raised/no adopt',
      'raised/no decline',
      'raised/no answer',
      'raised/no pass on',
      'raised/no withdraw',
      'adopted/no answer',
      'adopted/no pass on',
      'passed-on/no adopt',
      'passed-on/no decline',
      'passed-on/no answer',
      'passed-on/no pass on',
      'passed-on/no reopen',
      'declined/no reopen',
      'answered/no reopen',
      'withdrawn/no reopen',
      'raised/no hide',
      'raised/hidden appeal',
      'raised/appealed show',
      'raised/appealed confirm',
      'answered/no hide',
    ])
      expect(walked).toContain(transition);
  }, 120_000);
  it('not even by whoever writes to the database', async () => {
    const id = await raise();
    await expect(t.owner.query('delete from matter where id = $1', [id])).rejects.toThrow('never deleted');
    await expect(t.owner.query("update matter set text = '没事' where id = $1", [id])).rejects.toThrow('never rewritten');
    await expect(t.owner.query('update matter set raised_by = $2 where id = $1', [id, zhang.personId])).rejects.toThrow('never rewritten');
    await expect(t.owner.query('update matter set number = number + 1000 where id = $1', [id])).rejects.toThrow('never rewritten');
    await expect(t.owner.query('delete from matter_support where matter_id = $1', [id])).rejects.toThrow('taken back');
    await expect(t.owner.query('update matter_support set person_id = $2, counted_id = $2 where matter_id = $1', [id, zhang.personId])).rejects.toThrow(
      'taken back',
    );
  });
  it('one that its raiser took back is opened again by others who support it, not by the raiser', async () => {
    const id = await raise();
    await support(zhang, id);
    await withdrawMatter(t.contextFor(wang), { matterId: id });
    for (const actor of [wang, li])
      expect(await reopenMatter(t.contextFor(actor), { matterId: id, reason: '还要', replyDays: null })).toEqual({ ok: false, error: 'not-allowed' });
    expect((await reopenMatter(t.contextFor(zhang), { matterId: id, reason: '我们还要', replyDays: 7 })).ok).toBe(true);
    expect(await duty(id, 'matter.reply')).toMatchObject({ dueDay: '2026-11-09' });
  });
});
