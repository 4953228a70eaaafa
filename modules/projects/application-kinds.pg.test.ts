import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptPolicy, checkApplicationIn, currentPack, openRound } from '#modules/funds';
import { packSchema, projectTiers } from '#libs/policy';
import {
  applicationFacts,
  completeApplication,
  findApplicationDraft,
  findProject,
  roundForApplication,
  roundsUnderEarlierPolicies,
  startApplication,
  submitApplication,
} from './index.ts';
import { caiLu, lamps, must, type Scene, submitted, withConsent } from './scene.fixture.ts';

// An office that nobody thought of: kinds of project, matching by unit, numbers of its own.
const text = (zh: string) => ({ zh, en: zh });
const rule = (id: string, rest: object) => ({
  id,
  title: text(id),
  clause: '第一条',
  source: '测试街道办法（虚构）',
  status: 'text',
  blocks: true,
  validFrom: null,
  validTo: null,
  ...rest,
});
const pack = packSchema.parse({
  code: 'kinds-town',
  title: text('测试街道'),
  version: '1',
  validFrom: '2026-01-01',
  validTo: null,
  inherits: null,
  note: null,
  rules: [
    rule('kinds', {
      kind: 'tiers',
      by: 'project',
      tiers: [
        { code: 'works', title: text('设施类'), communityKinds: [], capFen: '6000000' },
        { code: 'activity', title: text('活动类'), communityKinds: [], capFen: '500000' },
      ],
    }),
    rule('matching', { kind: 'matching', raisedFromFen: '50000', matchPercent: 100, maximumFen: '200000' }),
    rule('numbers', { kind: 'numbering', parts: ['community', 'year', 'serial'], separator: '—', serialDigits: 3 }),
  ],
});

let scene: Scene;
let before = '';
beforeAll(async () => {
  scene = await caiLu();
  before = await submitted(scene);
  // Two versions of one instant have no order.
  scene.t.clock.advanceDays(1 / 1440);
  must(await adoptPolicy(scene.t.contextFor(scene.cast.officer), { packs: [pack], code: 'kinds-town' }));
  await scene.t.owner.query("update round set state = 'reviewing'");
  must(
    await openRound(scene.t.contextFor(scene.cast.officer), {
      year: 2026,
      name: '第二批',
      poolFen: 10_000_000n,
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
      reviewersWanted: 3,
      callText: '',
    }),
  );
});
afterAll(() => scene?.t.close());

const secretary = () => scene.t.contextFor(scene.cast.secretary);
const write = async (change: object) => {
  const projectId = must(await startApplication(secretary(), { matterId: scene.matterId }));
  const revision = (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0;
  return { projectId, revision, content: { ...(await withConsent(scene, lamps(scene))), ...change } };
};

describe('kinds of project', () => {
  test('the caps of the chosen kind hold; a kind that the policy does not know is refused', async () => {
    expect(await submitApplication(secretary(), await write({ projectTier: 'activity' }))).toEqual({ ok: false, error: 'policy-blocks' });
    expect(await submitApplication(secretary(), await write({ projectTier: 'castle' }))).toEqual({ ok: false, error: 'unknown-reference' });
    must(await submitApplication(secretary(), await write({ projectTier: 'works' })));
  });
  test('matching money stays within what was raised, unit by unit', async () => {
    const raised = [
      { unit: '1 号楼', amount: '600' },
      { unit: '2 号楼', amount: '499.99' },
    ];
    expect(await submitApplication(secretary(), await write({ projectTier: 'works', raised, matching: '600.01' }))).toEqual({
      ok: false,
      error: 'policy-blocks',
    });
    must(await submitApplication(secretary(), await write({ projectTier: 'works', raised, matching: '600' })));
  });
  test('what was awarded to each kind in the year is counted, without this one', async () => {
    const done = await write({ projectTier: 'works' });
    must(await submitApplication(secretary(), done));
    await scene.t.owner.query("update project set state = 'awarded', grant_awarded_fen = 4500000 where id = $1", [done.projectId]);
    const other = await write({ projectTier: 'works' });
    const complete = completeApplication(other.content);
    if (!complete.ok) throw new Error(JSON.stringify(complete.error));
    const facts = await scene.see(async (tx) => {
      const project = await findProject(tx, other.projectId);
      if (!project) throw new Error('no project');
      return applicationFacts(tx, project, complete.value);
    });
    expect(facts).toMatchObject({ projectTier: 'works', tierYearFen: { works: 4_500_000n }, raisedFen: [], matchingFen: 0n });
  });
});

describe('numbers and rules of the round', () => {
  test('a project gets the number that its round’s policy forms, and keeps it when it comes again', async () => {
    const written = await write({ projectTier: 'works' });
    must(await submitApplication(secretary(), written));
    const project = await scene.see((tx) => findProject(tx, written.projectId));
    expect(project?.number).toBe(`蔡路—2026—${project?.serial.slice(5)}`);
  });
  test('one that was handed in under the old policy keeps it: no kinds, no number, the old verdict', async () => {
    await scene.see(async (tx) => {
      const project = await findProject(tx, before);
      if (!project) throw new Error('no project');
      const roundId = await roundForApplication(tx, project, '2026-11-20');
      expect(roundId).toBe(project.roundId);
      const kept = await currentPack(tx, '2026-11-20', { roundId });
      expect(kept && projectTiers(kept)).toEqual([]);
      expect(project.number).toBeNull();
      const complete = completeApplication(await withConsent(scene, lamps(scene)));
      if (!complete.ok) throw new Error('incomplete');
      const verdict = await checkApplicationIn(tx, await applicationFacts(tx, project, complete.value), '2026-11-20', { roundId });
      expect(verdict?.reasons.map(({ rule: id }) => id)).not.toContain('kinds');
    });
  });
});

test('rules of a round stay beside the policy of the day as long as one of its projects runs', async () => {
  expect(await scene.see((tx) => roundsUnderEarlierPolicies(tx, '2026-11-20'))).toEqual([]);
  await scene.t.owner.query("update project set state = 'doing', grant_awarded_fen = 100 where id = $1", [before]);
  const roundId = (await scene.see((tx) => findProject(tx, before)))?.roundId;
  expect(await scene.see((tx) => roundsUnderEarlierPolicies(tx, '2026-11-20'))).toEqual([roundId]);
});
