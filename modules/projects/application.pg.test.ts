import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dutiesOf } from '#modules/inbox';
import {
  type ApplicationDraft,
  declineIn,
  findApplication,
  findApplicationDraft,
  findProject,
  listChecks,
  listProjects,
  listVersions,
  markAwardedIn,
  agreeIn,
  markCheckedIn,
  enterReviewIn,
  markNoticedIn,
  projectSteps,
  returnForRevisionIn,
  saveApplication,
  startApplication,
  submitApplication,
  withdrawProject,
} from './index.ts';
import { agreed, caiLu, lamps, must, type Scene, stateOf, submitted, withConsent } from './scene.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
});
afterAll(() => scene?.t.close());

const secretary = () => scene.t.contextFor(scene.cast.secretary);
const duties = async (projectId: string) => (await scene.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => [duty.kind, duty.role]);
const revisionOf = async (projectId: string) => (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0;

describe('starting an application', () => {
  test('fills in what the matter, its resolutions and its ballots have shown', async () => {
    const id = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const project = await scene.see((tx) => findProject(tx, id));
    expect(project).toMatchObject({ title: '楼道没有灯', state: 'draft', serial: expect.stringMatching(/^2026-\d{3}$/), matterId: scene.matterId });
    const draft = (await scene.see((tx) => findApplicationDraft(tx, id)))?.content;
    expect(draft).toMatchObject({ goal: '每个楼道装感应灯', resolutionIds: [scene.resolutionId], ballotIds: [scene.ballotId] });
    expect(draft?.sources.map((source) => source.kind)).toEqual(['grant', 'household']);
    expect(await duties(id)).toEqual([['project.finish-application', 'secretary']]);
  });
  test('two started at once get two numbers of one series', async () => {
    const made = await Promise.all([1, 2, 3].map(() => startApplication(secretary(), { resolutionId: scene.resolutionId })));
    const ids = made.map(must);
    const serials = (await scene.see((tx) => listProjects(tx))).filter((project) => ids.includes(project.id)).map((project) => project.serial);
    expect(new Set(serials).size).toBe(3);
  });
  test('is for the place’s own secretary, and only for a matter that was deliberated', async () => {
    expect(await startApplication(scene.t.contextFor(scene.cast.otherSecretary), { matterId: scene.matterId })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await startApplication(scene.t.contextFor(scene.cast.resident), { matterId: scene.matterId })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await startApplication(secretary(), { matterId: scene.t.platform.sources.newId() })).toEqual({ ok: false, error: 'not-found' });
  });
});

describe('keeping a draft', () => {
  test('keeps half a number; a second editor’s older revision overwrites nothing', async () => {
    const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const content = { ...lamps(scene), upkeepYearly: '60x' };
    const both = await Promise.all([1, 2].map(() => saveApplication(secretary(), { projectId, content, revision: 1 })));
    expect(both.map((result) => (result.ok ? result.value.revision : result.error)).sort()).toEqual([2, 'changed-meanwhile']);
    expect((await scene.see((tx) => findApplicationDraft(tx, projectId)))?.content.upkeepYearly).toBe('60x');
    expect(await saveApplication(scene.t.contextFor(scene.cast.officer), { projectId, content, revision: 2 })).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('submitting', () => {
  test('makes a version that stays, with the verdict of the policy, and passes the turn to the office', async () => {
    const id = await submitted(scene);
    expect(await stateOf(scene, id)).toBe('submitted');
    const project = await scene.see((tx) => findProject(tx, id));
    const application = await scene.see((tx) => findApplication(tx, project?.applicationId ?? ''));
    expect(application).toMatchObject({ version: 1, totalFen: 5_610_000n, grantFen: 4_500_000n, keeperName: '赵师傅', resolutionIds: [scene.resolutionId] });
    expect(application?.lines[1]).toMatchObject({
      quantity: '1.00',
      amountFen: 1_110_000n,
      shares: [
        { sourceNo: 2, amountFen: 310_000n },
        { sourceNo: 3, amountFen: 800_000n },
      ],
    });
    const [check] = await scene.see((tx) => listChecks(tx, application?.id ?? ''));
    expect(check?.pack).toContain('demo-subdistrict');
    expect(check?.reasons.length).toBeGreaterThan(0);
    expect(await duties(id)).toEqual([['project.check', 'officer']]);
  });
  test('the same key twice submits once; another key finds it gone', async () => {
    const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const input = { projectId, content: await withConsent(scene, lamps(scene)), revision: 1 };
    const context = secretary();
    const first = must(await submitApplication(context, input));
    expect(must(await submitApplication(context, input))).toEqual(first);
    expect(await submitApplication(secretary(), input)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await scene.see((tx) => listVersions(tx, projectId))).toHaveLength(1);
  });
  test.each<[string, Partial<ApplicationDraft>]>([
    ['incomplete', { goal: ' ' }],
    ['incomplete', { lines: [] }],
    ['unknown-reference', { keeperPersonId: '00000000-0000-4000-8000-000000000000' }],
    ['unknown-reference', { resolutionIds: ['00000000-0000-4000-8000-000000000000'] }],
  ])('refuses with %s and saves nothing of it: %j', async (code, change) => {
    const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const content = { ...(await withConsent(scene, lamps(scene))), ...change };
    expect(await submitApplication(secretary(), { projectId, content, revision: 1 })).toEqual({ ok: false, error: code });
    expect(await scene.see((tx) => listVersions(tx, projectId))).toEqual([]);
    expect(await stateOf(scene, projectId)).toBe('draft');
  });
  test('a collection without a passed ballot is refused', async () => {
    const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const failed = scene.t.platform.sources.newId();
    await scene.t.owner.query('set session_replication_role = replica');
    await scene.t.owner.query(
      `insert into ballot select (jsonb_populate_record(b, jsonb_build_object('id', $2::text, 'outcome', jsonb_set(b.outcome, '{passed}', 'false')))).*
      from ballot b where subdistrict_id = $1 and id = $3`,
      [scene.t.subdistrictId, failed, scene.ballotId],
    );
    await scene.t.owner.query('set session_replication_role = origin');
    const content = { ...(await withConsent(scene, lamps(scene))), ballotIds: [failed] };
    expect(await submitApplication(secretary(), { projectId, content, revision: 1 })).toEqual({ ok: false, error: 'ballot-not-passed' });
  });
  test('outside a round nothing is taken', async () => {
    const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const content = await withConsent(scene, lamps(scene));
    scene.t.clock.set('2026-12-02T09:00:00+08:00');
    try {
      expect(await submitApplication(secretary(), { projectId, content, revision: 1 })).toEqual({ ok: false, error: 'no-open-round' });
    } finally {
      scene.t.clock.set('2026-11-02T09:00:00+08:00');
    }
  });
});

describe('from the check to the agreement', () => {
  const office = (work: Parameters<Scene['as']>[1]) => scene.as(scene.cast.officer, work);
  test('what is sent back says why, and comes again as a new version', async () => {
    const projectId = await submitted(scene);
    expect(await office((tx) => returnForRevisionIn(tx, { projectId, reason: '  ' }))).toEqual({ ok: false, error: 'reason-required' });
    must(await office((tx) => returnForRevisionIn(tx, { projectId, reason: '请补电工检查的费用' })));
    expect(await duties(projectId)).toEqual([['project.correct', 'secretary']]);
    must(
      await submitApplication(secretary(), {
        projectId,
        content: await withConsent(scene, { ...lamps(scene), title: '楼道亮起来（修订）' }),
        revision: await revisionOf(projectId),
      }),
    );
    expect((await scene.see((tx) => listVersions(tx, projectId))).map((version) => version.version)).toEqual([1, 2]);
  });
  test('two officers act at once: one step, the other finds it taken', async () => {
    const projectId = await submitted(scene);
    const results = await Promise.all([office((tx) => markCheckedIn(tx, { projectId })), scene.as(scene.cast.head, (tx) => markCheckedIn(tx, { projectId }))]);
    expect(results.map((result) => result.ok || result.error).sort()).toEqual([true, 'wrong-state']);
    must(await office((tx) => declineIn(tx, { projectId, reason: '不符合范围' })));
    expect(await duties(projectId)).toEqual([]);
  });
  test('an award below what was asked sends the budget back before the agreement', async () => {
    const projectId = await submitted(scene);
    for (const step of [markCheckedIn, enterReviewIn, markNoticedIn]) must(await office((tx) => step(tx, { projectId })));
    expect(await office((tx) => markAwardedIn(tx, { projectId, grantFen: 4_500_001n }))).toEqual({ ok: false, error: 'above-request' });
    must(await office((tx) => markAwardedIn(tx, { projectId, grantFen: 3_750_000n })));
    expect(await duties(projectId)).toEqual([['project.revise', 'secretary']]);
    expect(await office((tx) => agreeIn(tx, { projectId, agreedOn: tx.today }))).toEqual({ ok: false, error: 'budget-not-revised' });
    const content = await withConsent(scene, lamps(scene));
    expect(await submitApplication(secretary(), { projectId, content, revision: await revisionOf(projectId) })).toEqual({
      ok: false,
      error: 'grant-above-award',
    });
    const [grant, ...others] = content.sources;
    const [lampsLine, ...rest] = content.lines;
    if (!grant || !lampsLine) throw new Error('the scene has lost its lines');
    const smaller = { ...content, sources: [{ ...grant, planned: '37500' }, ...others], lines: [{ ...lampsLine, quantity: '100' }, ...rest] };
    must(await submitApplication(secretary(), { projectId, content: smaller, revision: await revisionOf(projectId) }));
    expect(await duties(projectId)).toEqual([['project.agree', 'officer']]);
    must(await office((tx) => agreeIn(tx, { projectId, agreedOn: tx.today })));
    expect(await stateOf(scene, projectId)).toBe('agreed');
  });
  test('the agreement opens one award per source with its promise; every step is in the story', async () => {
    const projectId = await agreed(scene);
    const { rows } = await scene.t.owner.query(
      `select a.source_kind, a.planned_fen, b.pledged_fen, b.received_fen from award a join award_balance b
      on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id where a.project_id = $1 order by a.planned_fen desc`,
      [projectId],
    );
    expect(rows).toEqual([
      { source_kind: 'grant', planned_fen: '4500000', pledged_fen: '4500000', received_fen: '0' },
      { source_kind: 'partner', planned_fen: '800000', pledged_fen: '800000', received_fen: '0' },
      { source_kind: 'household', planned_fen: '310000', pledged_fen: '0', received_fen: '0' },
    ]);
    expect((await scene.see((tx) => projectSteps(tx, projectId))).map((step) => step.action)).toEqual([
      'begin',
      'submit',
      'check',
      'enter-review',
      'notice',
      'award',
      'agree',
    ]);
    expect(await duties(projectId)).toEqual([['project.start', 'secretary']]);
  });
  test('the applicants may withdraw, with a reason, until the agreement', async () => {
    const projectId = await submitted(scene);
    expect(await withdrawProject(secretary(), { projectId, reason: '' })).toEqual({ ok: false, error: 'reason-required' });
    must(await withdrawProject(secretary(), { projectId, reason: '居民想先试装一个楼道' }));
    expect(await duties(projectId)).toEqual([]);
    expect(await withdrawProject(secretary(), { projectId, reason: '再撤一次' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await withdrawProject(secretary(), { projectId: await agreed(scene), reason: '太晚了' })).toEqual({ ok: false, error: 'wrong-state' });
  });
  test('handing in waits for nobody who only refers to the round: two at the same time would wait for each other', async () => {
    const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
    const content = await withConsent(scene, lamps(scene));
    const revision = (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0;
    await scene.t.owner.query('begin');
    try {
      await scene.t.owner.query('select 1 from round for key share');
      const late = new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 20_000).unref());
      expect(await Promise.race([submitApplication(secretary(), { projectId, content, revision }), late])).toMatchObject({ ok: true });
    } finally {
      await scene.t.owner.query('rollback');
    }
  });
});
