import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packSchema, ruleData } from '#libs/policy';
import { adoptPolicy, changePolicyDraft, currentPack, findPolicyDraft, proposePolicy, publishPolicy, setSettings, startPolicyDraft } from '#modules/funds';
import { findProject } from '#modules/projects';
import { verdictNow } from '#modules/reviews';
import { POLICY_PACKS } from '#policies';
import { must, type Scene, scene, submitted } from '../modules/reviews/scene.fixture.ts';
import { draftPack, replayYear, yearsWithApplications } from '../apps/web/funds/policy-replay.ts';
import { differs } from '../apps/web/funds/replay-page.tsx';

let s: Scene;
let lamps: string, slides: string;
beforeAll(async () => {
  s = await scene();
  lamps = await submitted(s, 'cailu', '楼道灯', 45_000);
  slides = await submitted(s, 'shengli', '水泥花坛', 20_000);
});
afterAll(() => s?.t.close());

const today = '2026-11-05';
const demo = POLICY_PACKS.find(({ code }) => code === 'demo-subdistrict')!;
const withRule = (id: string, change: object) =>
  packSchema.parse({
    ...JSON.parse(JSON.stringify({ ...demo, rules: [] })),
    version: 'neu',
    rules: demo.rules.map((rule) => ({ ...ruleData(rule), ...(rule.id === id ? change : {}) })),
  });
const replayed = async (pack: typeof demo) =>
  s.see(async (tx) => {
    const after = await draftPack(tx, pack, POLICY_PACKS, today);
    if (!after) throw new Error('no pack');
    return replayYear(tx, after, 2026, today);
  });

describe('what a new version would have done', () => {
  test('nothing, where nothing changes', async () => {
    const { projects, all } = await replayed(demo);
    expect(all).toBe(2);
    expect(projects.map(differs)).toEqual([false, false]);
    expect(await s.see((tx) => yearsWithApplications(tx))).toEqual([2026]);
  });

  test('a lower cap names the project that it would have refused, and the ceiling of the others', async () => {
    const { projects } = await replayed(withRule('demo-project-cap', { amountFen: '4000000' }));
    const of = (id: string) => projects.find(({ project }) => project.id === id)?.application;
    expect(of(lamps)).toMatchObject({ after: 'block', capBeforeFen: 4_500_000n, capAfterFen: 4_000_000n });
    expect(
      of(lamps)
        ?.gained.filter(({ outcome }) => outcome === 'block')
        .map(({ rule }) => rule),
    ).toEqual(['demo-project-cap']);
    expect(of(slides)).toMatchObject({ capBeforeFen: 4_500_000n, capAfterFen: 4_000_000n });
    expect(of(slides)?.after).toBe(of(slides)?.before);
  });
});

describe('a project in the middle of its year', () => {
  const blocked = async (id: string) =>
    s.see(async (tx) => {
      const project = await findProject(tx, id);
      if (!project) throw new Error('gone');
      const now = must(await verdictNow(tx, project, '2026-11-25'));
      return { project, blocked: now.verdict.reasons.filter(({ outcome }) => outcome === 'block').map(({ rule }) => rule) };
    });

  test('is checked by the version and the values it began with, when another is published and a value changes', async () => {
    const officer = () => s.t.contextFor(s.cast.officer);
    const draftId = must(await startPolicyDraft(officer(), { packs: POLICY_PACKS, start: { from: 'copy' } }));
    const cap = demo.rules.find(({ id }) => id === 'demo-year-cap')!;
    must(await changePolicyDraft(officer(), { draftId, change: { what: 'rule', rule: { ...ruleData(cap), amountFen: '100' } } }));
    const head = { title: demo.title.zh, titleEn: '', version: '二', holdsFrom: '2026-11-10', reason: '试' };
    must(await changePolicyDraft(officer(), { draftId, change: { what: 'head', ...head } }));
    must(await proposePolicy(officer(), { draftId, packs: POLICY_PACKS }));
    must(await publishPolicy(s.t.contextFor(s.cast.head), { draftId, packs: POLICY_PACKS }));
    s.t.clock.advanceDays(1);
    must(await setSettings(officer(), { values: { 'demo-project-cap.amountFen': '100' }, reason: '新标准' }));
    const { project, blocked: by } = await blocked(lamps);
    expect(by.filter((rule) => rule.endsWith('cap'))).toEqual([]);
    const packs = await s.see(async (tx) => [await currentPack(tx, '2026-11-25'), await currentPack(tx, '2026-11-25', project)]);
    expect(packs.map((pack) => pack?.version)).toEqual(['二', demo.version]);
    expect((await s.see((tx) => findPolicyDraft(tx, draftId)))?.state).toBe('published');
    must(await adoptPolicy(officer(), { packs: POLICY_PACKS, code: 'wusong-2020' }));
    expect((await blocked(lamps)).blocked).toEqual(by);
  });
});
