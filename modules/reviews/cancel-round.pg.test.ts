import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changesOf, findRound, setQuotas, toldOf } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import { findNotice } from '#modules/notices';
import { findApplicationDraft, findProject, submitApplication } from '#modules/projects';
import { cancelRound, markChecked, sendToReview } from './index.ts';
import { must, said, type Scene, scene, submitted } from './scene.fixture.ts';

let s: Scene;
let lamp: string, bench: string, patrol: string;
beforeAll(async () => {
  s = await scene();
  lamp = await submitted(s, 'cailu', '花架', 20_000);
  bench = await submitted(s, 'shengli', '休息椅', 10_000);
});
afterAll(() => s?.t.close());
const project = (id: string) => s.see((tx) => findProject(tx, id));

describe('a quota', () => {
  const set = (amountFen: bigint, reason: string) =>
    setQuotas(s.t.contextFor(s.cast.officer), {
      roundId: s.roundId,
      quotas: [{ neighbourhoodId: s.cailu.id, amountFen, countLimit: null, reason }],
      binds: 'application',
      over: 'refuse',
      proposals: [],
    });
  test('lets no application above it through, and the database neither', async () => {
    must(await set(2_500_000n, '第一次定'));
    const more = await submitted(s, 'cailu', '宣传栏', 10_000).catch((error: unknown) => String(error));
    expect(more).toContain('above-quota');
    // Around the application: what was sent back is put before the office again above a quota that has come down.
    must(await set(1_000_000n, '资金减少'));
    const again = `update project set state = 'returned', state_reason = '补正' where id = $1`;
    await s.t.owner.query(again, [lamp]);
    await expect(s.t.owner.query("update project set state = 'submitted' where id = $1", [lamp])).rejects.toThrow('above the quota of the neighbourhood');
    must(await set(2_500_000n, '资金恢复'));
    await s.t.owner.query("update project set state = 'submitted' where id = $1", [lamp]);
  });
});

describe('a round that is called off', () => {
  const fates = (over: Record<string, { fate: 'next-round' | 'ended'; reason: string }> = {}) =>
    Object.entries({ [lamp]: { fate: 'next-round' as const, reason: '' }, [bench]: { fate: 'ended' as const, reason: '场地要改作他用' }, ...over }).map(
      ([projectId, fate]) => ({
        projectId,
        ...fate,
      }),
    );
  const cancel = (input: Partial<Parameters<typeof cancelRound>[1]> = {}, actor = s.cast.head) =>
    cancelRound(s.t.contextFor(actor), { roundId: s.roundId, reason: '预算调整', fates: fates(), ...input });
  test('is the head’s decision, with a reason and a word on every application', async () => {
    must(await markChecked(s.t.contextFor(s.cast.officer), { projectId: lamp }));
    must(await sendToReview(s.t.contextFor(s.cast.officer), { projectId: lamp }));
    expect(said(await cancel({}, s.cast.officer))).toBe('not-allowed');
    expect(said(await cancel({ reason: ' ' }))).toBe('reason-required');
    expect(said(await cancel({ fates: fates().slice(0, 1) }))).toBe('fate-required');
    expect(said(await cancel({ fates: fates({ [bench]: { fate: 'ended', reason: '' } }) }))).toBe('reason-required');
    expect(await s.see((tx) => findRound(tx, s.roundId))).toMatchObject({ state: 'open', changeNo: 0 });
    expect((await project(lamp))?.state).toBe('in_review');
  });
  test('sends each application where it was told to go, and tells everybody', async () => {
    must(await cancel());
    expect(await s.see((tx) => findRound(tx, s.roundId))).toMatchObject({ state: 'cancelled', changeNo: 1 });
    expect(await project(lamp)).toMatchObject({ state: 'returned', roundId: null });
    expect((await project(lamp))?.stateReason).toContain('预算调整');
    expect(await project(bench)).toMatchObject({ state: 'declined', roundId: s.roundId });
    // The reviewers' and the office's turns are dropped; the applicants have theirs.
    expect((await s.see((tx) => dutiesOf(tx, { projectId: lamp }))).map(({ kind, role }) => [kind, role])).toEqual([['project.correct', 'secretary']]);
    const [change] = await s.see((tx) => changesOf(tx, s.roundId));
    expect(change).toMatchObject({ kind: 'cancelled', decidedByName: '吴主任' });
    expect((await s.see((tx) => findNotice(tx, change!.noticeId)))?.body).toContain('预算调整');
    const told = await s.see((tx) => toldOf(tx, s.roundId));
    expect(told.filter(({ projectId }) => projectId === null)).toHaveLength(2);
    expect(told.flatMap(({ projectId, fate }) => (projectId ? [[projectId, fate]] : [])).sort()).toEqual(
      [
        [lamp, 'next-round'],
        [bench, 'ended'],
      ].sort(),
    );
    expect(said(await cancel())).toBe('wrong-state');
  });
  test('takes nothing any more', async () => {
    patrol = lamp;
    const draft = await s.see((tx) => findApplicationDraft(tx, patrol));
    const again = await submitApplication(s.t.contextFor(s.cast.cailuSecretary), { projectId: patrol, revision: draft!.revision, content: draft!.content });
    expect(said(again)).toBe('no-open-round');
  });
});
