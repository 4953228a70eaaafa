import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { fundPermissions, setSettings } from '#modules/funds';
import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read, runCommand } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  declineMatter,
  findMatter,
  linkMatterMeetingIn,
  liveThresholds,
  matterPermissions,
  matterSettingKeys,
  matterSteps,
  raiseMatter,
  type RaiseInput,
  supportMatter,
  unlinkMatterMeetingIn,
  unsupportMatter,
  withdrawMatter,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let wang: Actor, zhang: Actor, li: Actor, chen: Actor, secretary: Actor, officer: Actor;

beforeAll(async () => {
  t = await testPlatform([matterPermissions, inboxPermissions, fundPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 12); // a fifth of 12 households: 3
  const home = (i: number) => cailu.households[i]!;
  wang = await makeResident(t, '王小英', home(0));
  zhang = await makeResident(t, '张伟', home(1));
  li = await makeResident(t, '李秀兰', home(2));
  chen = await makeResident(t, '陈伟', home(3));
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
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
const steps = async (id: string) => (await seen((tx) => matterSteps(tx, id))).map((step) => step.kind);
const duty = async (id: string, kind: string) => (await seen((tx) => dutiesOf(tx, { subjectId: id }))).find((one) => one.kind === kind);
const support = (actor: Actor, matterId: string) => supportMatter(t.contextFor(actor), { matterId });
const set = async (values: Record<string, string>) =>
  expect(await setSettings(t.contextFor(officer), { values, reason: '办公会' })).toMatchObject({ ok: true });

describe('thresholds', () => {
  const reached = async (id: string) =>
    (await seen(async (tx) => liveThresholds(tx, await findMatter(tx, id).then((found) => found!)))).filter((one) => one.reached).map((one) => one.kind);
  const link = (id: string, meetingId: string, kind: string) =>
    runCommand(t.contextFor(secretary), 'call', async (tx) => ok(await linkMatterMeetingIn(tx, id, meetingId, '居民会议', kind)));
  it('of the law oblige the director to call the assembly, by the office’s day; only an assembly fulfils it', async () => {
    await set({ [matterSettingKeys.assemblyDays]: '30' });
    const id = await raise();
    await support(zhang, id);
    expect(await duty(id, 'matter.assembly')).toBeUndefined();
    await support(li, id);
    expect(await reached(id)).toEqual(['households']);
    expect(await duty(id, 'matter.assembly')).toMatchObject({ role: 'director', dueDay: '2026-12-02', href: `/meetings/new?matter=${id}&kind=assembly` });
    // Nor does declining undo it.
    await declineMatter(t.contextFor(secretary), { matterId: id, reason: '不归我们。' });
    expect(await duty(id, 'matter.assembly')).toBeDefined();
    const [hearing, assembly] = [t.platform.sources.newId(), t.platform.sources.newId()];
    await link(id, hearing, 'hearing');
    expect(await duty(id, 'matter.assembly')).toBeDefined();
    await link(id, assembly, 'assembly');
    expect(await duty(id, 'matter.assembly')).toBeUndefined();
    // Called off: it must be called again.
    t.clock.set('2026-11-20T09:00:00+08:00');
    await runCommand(t.contextFor(secretary), 'cancel', async (tx) => ok(await unlinkMatterMeetingIn(tx, id, assembly, '台风')));
    expect(await duty(id, 'matter.assembly')).toMatchObject({ dueDay: '2026-12-02' });
    expect(await steps(id)).toEqual(['raised', 'threshold', 'declined', 'meeting', 'meeting', 'meeting-off']);
  });
  it('that support no longer reaches oblige no longer, and are written down once', async () => {
    const id = await raise();
    for (const actor of [zhang, li]) await support(actor, id);
    await unsupportMatter(t.contextFor(li), { matterId: id });
    expect(await duty(id, 'matter.assembly')).toBeUndefined();
    await support(li, id);
    expect(await duty(id, 'matter.assembly')).toBeDefined();
    expect((await steps(id)).filter((kind) => kind === 'threshold')).toHaveLength(1);
  });
  it('bind the raiser too: what a fifth asks for is not withdrawn by one', async () => {
    const id = await raise();
    for (const actor of [zhang, li]) await support(actor, id);
    expect(await withdrawMatter(t.contextFor(wang), { matterId: id })).toEqual({ ok: false, error: 'asked-by-many' });
  });
  it('that the office has set oblige to a deliberation, until a meeting is called', async () => {
    await set({ [matterSettingKeys.askHouseholds]: '2' });
    const id = await raise();
    expect(await duty(id, 'matter.deliberate')).toBeUndefined();
    await support(zhang, id);
    expect(await duty(id, 'matter.deliberate')).toMatchObject({ role: 'secretary' });
    expect(await steps(id)).toEqual(['raised', 'threshold-set']);
    await link(id, t.platform.sources.newId(), 'coordination');
    expect(await duty(id, 'matter.deliberate')).toBeUndefined();
    await support(chen, id);
    expect(await duty(id, 'matter.deliberate')).toBeUndefined();
    await set({ [matterSettingKeys.askHouseholds]: '9999' });
  });
  it('count residents’ groups once the office says when a group asks', async () => {
    const groups = [1, 2, 3].map(() => t.platform.sources.newId());
    for (const [i, group] of groups.entries()) {
      await t.owner.query('insert into residents_group (subdistrict_id, id, neighbourhood_id, name) values ($1, $2, $3, $4)', [
        t.subdistrictId,
        group,
        cailu.id,
        `第${i + 1}小组`,
      ]);
      const homes = cailu.households.slice(i * 4, i * 4 + 4).map((home) => home.homeId);
      await t.owner.query('update home set group_id = $1 where id = any($2)', [group, homes]);
    }
    const id = await raise();
    const group = async () => (await seen(async (tx) => liveThresholds(tx, (await findMatter(tx, id))!))).find((one) => one.kind === 'groups');
    expect(await group()).toMatchObject({ count: null, needed: 1, why: 'not-set' });
    await set({ [matterSettingKeys.groupPercent]: '50' });
    expect(await group()).toMatchObject({ count: 0, of: 3, needed: 1, reached: false });
    await support(zhang, id); // two of the four households of the first group
    expect(await group()).toMatchObject({ count: 1, reached: true });
    expect(await steps(id)).toContain('threshold-groups');
    expect(await duty(id, 'matter.assembly')).toBeDefined();
    // Those who have moved out ask no longer.
    await t.owner.query("update household set until_day = '2026-11-02' where id = $1", [cailu.households[1]!.householdId]);
    expect(await group()).toMatchObject({ count: 0, reached: false });
    await t.owner.query('update household set until_day = null where id = $1', [cailu.households[1]!.householdId]);
  });
});
