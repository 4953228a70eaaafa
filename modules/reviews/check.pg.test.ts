import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '#libs/policy';
import { listRulings, setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import { findProject, listChecks } from '#modules/projects';
import { checkApplication, declineApplication, markChecked, returnApplication, ruleOnReason, sendRoundToReview, sendToReview } from './index.ts';
import { allowAll, answers, must, said, type Scene, scene, stateOf, submitted } from './scene.fixture.ts';

let s: Scene;
beforeAll(async () => {
  s = await scene({ settings: false });
});
afterAll(() => s?.t.close());
const officer = () => s.t.contextFor(s.cast.officer);
const check = async (projectId: string): Promise<Verdict> => must(await checkApplication(officer(), { projectId }));
const open = (verdict: Verdict) => verdict.reasons.filter(({ outcome }) => outcome !== 'pass');

describe('the corridor lamps of 蔡路', () => {
  let lamps: string;
  let garden: string;
  beforeAll(async () => {
    lamps = await submitted(s, 'cailu', '楼道灯', 45_000);
  });

  test('wait for values that the policy leaves open, and for a ruling: the lamps are grey under the 浦东 rules', async () => {
    const verdict = await check(lamps);
    expect(verdict.outcome).toBe('needs-ruling');
    expect(open(verdict).map(({ rule, outcome }) => [rule, outcome])).toEqual([
      ['demo-project-cap', 'needs-setting'],
      ['demo-year-cap', 'needs-setting'],
      ['pudong-engineering-grey', 'needs-ruling'],
    ]);
    expect(said(await markChecked(officer(), { projectId: lamps }))).toBe('needs-ruling');
  });

  test('a ruling names the clause and the item, is kept, and then only the values are wanting', async () => {
    const reason = {
      rule: 'pudong-engineering-grey',
      terms: ['楼道灯'],
      decision: 'allowed' as const,
      reason: '更换灯具不属于工程，典型项目有先例',
      validTo: null,
    };
    expect(said(await ruleOnReason(s.t.contextFor(s.cast.cailuSecretary), { projectId: lamps, ...reason }))).toBe('not-allowed');
    expect(said(await ruleOnReason(officer(), { projectId: lamps, ...reason, reason: '  ' }))).toBe('no-reason');
    expect(said(await ruleOnReason(officer(), { projectId: lamps, ...reason, terms: ['监控'] }))).toBe('no-such-reason');
    must(await ruleOnReason(officer(), { projectId: lamps, ...reason }));
    expect((await s.see((tx) => listRulings(tx, '楼道灯')))[0]).toMatchObject({
      projectId: lamps,
      item: '楼道灯',
      decision: 'allowed',
      byName: '周科长',
      day: '2026-11-02',
      source: '浦东新区2024年自治金规定（公开报道，未见原文）',
    });
    expect(said(await markChecked(officer(), { projectId: lamps }))).toBe('needs-setting');
    expect((await check(lamps)).outcome).toBe('needs-setting');
  });

  test('the office sets what is open, named and dated; then the check passes and every verdict is kept', async () => {
    must(await setSettings(officer(), { values: answers, reason: '' }));
    const verdict = await check(lamps);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.reasons.find(({ rule }) => rule === 'demo-project-cap')).toMatchObject({
      code: 'within-cap',
      setting: { setBy: '周科长', setOn: '2026-11-02' },
    });
    must(await markChecked(officer(), { projectId: lamps }));
    expect(await stateOf(s, lamps)).toBe('checked');
    const project = await s.see((tx) => findProject(tx, lamps));
    const kept = await s.see((tx) => listChecks(tx, project?.applicationId ?? ''));
    expect(new Set(kept.map(({ outcome }) => outcome))).toEqual(new Set(['pass', 'needs-setting', 'needs-ruling']));
    expect(await s.see((tx) => dutiesOf(tx, { projectId: lamps }))).toMatchObject([
      { kind: 'project.send-to-review', role: 'officer', href: `/projects/${lamps}/check` },
    ]);
  });

  test('the next corridor lamp finds the ruling as a precedent, which does not decide for it', async () => {
    garden = await submitted(s, 'shengli', '走廊灯', 8_000);
    const reason = (await check(garden)).reasons.find(({ rule }) => rule === 'pudong-engineering-grey');
    expect(reason).toMatchObject({
      outcome: 'needs-ruling',
      terms: ['楼道灯'],
      found: ['走廊灯'],
      precedent: { sameProject: false, isLive: true, decision: 'allowed', byName: '周科长' },
    });
    expect(said(await markChecked(officer(), { projectId: garden }))).toBe('needs-ruling');
  });

  test('a ruling against it blocks; a later ruling may change that', async () => {
    const ruling = { projectId: garden, rule: 'pudong-engineering-grey', terms: ['楼道灯'], validTo: null };
    must(await ruleOnReason(officer(), { ...ruling, decision: 'forbidden', reason: '走廊属于物业维修范围' }));
    expect(said(await markChecked(officer(), { projectId: garden }))).toBe('block');
    // The later ruling is given later: at one instant the two have no order.
    s.t.clock.set(new Date(s.t.clock.now().getTime() + 60_000).toISOString());
    must(await ruleOnReason(officer(), { ...ruling, decision: 'allowed', reason: '物业已撤，由居民自管' }));
    must(await markChecked(officer(), { projectId: garden }));
  });
});

describe('sending back and declining', () => {
  test('take a reason and an officer, and go to whoever acts next', async () => {
    const projectId = await submitted(s, 'shengli', '花箱', 5_000);
    expect(said(await returnApplication(s.t.contextFor(s.cast.shengliSecretary), { projectId, reason: '缺预算' }))).toBe('not-allowed');
    expect(said(await returnApplication(officer(), { projectId, reason: ' ' }))).toBe('reason-required');
    must(await returnApplication(officer(), { projectId, reason: '请写明花箱放在哪里' }));
    expect((await s.see((tx) => findProject(tx, projectId)))?.stateReason).toBe('请写明花箱放在哪里');
    expect(await s.see((tx) => dutiesOf(tx, { projectId }))).toMatchObject([{ kind: 'project.correct', role: 'secretary' }]);
    expect(said(await declineApplication(officer(), { projectId, reason: '已由绿化部门办理' }))).toBe('wrong-state');
    const other = await submitted(s, 'shengli', '晾衣架', 3_000);
    must(await declineApplication(officer(), { projectId: other, reason: '属于物业职责' }));
    expect(await stateOf(s, other)).toBe('declined');
    expect(await s.see((tx) => dutiesOf(tx, { projectId: other }))).toEqual([]);
  });

  test('two officers at once: one passes, one sends back, one of them comes too late', async () => {
    const projectId = await submitted(s, 'shengli', '图书角', 3_000);
    const both = await Promise.all([
      markChecked(officer(), { projectId }),
      returnApplication(s.t.contextFor(s.cast.secondOfficer), { projectId, reason: '请补充书目' }),
    ]);
    // Passing first and sending back after is a legal order; two passes are not.
    expect(both.some((result) => result.ok)).toBe(true);
    const again = await submitted(s, 'shengli', '棋牌桌', 3_000);
    const passes = await Promise.all([markChecked(officer(), { projectId: again }), markChecked(s.t.contextFor(s.cast.secondOfficer), { projectId: again })]);
    expect(passes.map(said).sort()).toEqual(['ok', 'wrong-state']);
  });

  test('the same form sent twice does it once; what is not checked does not go to review', async () => {
    const projectId = await submitted(s, 'shengli', '雨棚', 3_000);
    expect(said(await sendToReview(officer(), { projectId }))).toBe('wrong-state');
    const key = 'one-form-only';
    const both = await Promise.all([
      markChecked(s.t.contextFor(s.cast.officer, key), { projectId }),
      markChecked(s.t.contextFor(s.cast.officer, key), { projectId }),
    ]);
    expect(both.map(said)).toEqual(['ok', 'ok']);
  });

  test('all that passed go to the reviewers at once, by the office alone; what did not pass stays', async () => {
    const [one, two, unchecked] = [
      await submitted(s, 'shengli', '长椅', 3_100),
      await submitted(s, 'cailu', '花箱', 3_200),
      await submitted(s, 'cailu', '书架', 3_300),
    ];
    for (const projectId of [one, two]) {
      await allowAll(s, projectId);
      must(await markChecked(officer(), { projectId }));
    }
    const secretary = s.t.contextFor(s.cast.cailuSecretary);
    expect(said(await sendRoundToReview(secretary, { roundId: s.roundId }))).toBe('not-allowed');
    expect(must(await sendRoundToReview(officer(), { roundId: s.roundId }))).toBeGreaterThanOrEqual(2);
    expect(await Promise.all([one, two, unchecked].map((id) => stateOf(s, id)))).toEqual(['in_review', 'in_review', 'submitted']);
    expect(said(await sendRoundToReview(officer(), { roundId: s.roundId }))).toBe('nothing-checked');
  });
});
