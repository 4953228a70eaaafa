import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import { withdrawProject } from '#modules/projects';
import { assignReviewer, declareConflict, findReview, reviewBoard, reviewsBy, saveScores, submitReview, workload } from './index.ts';
import { answers, criteria, fullScores, inReview, must, rubricAnswers, said, type Scene, scene, submitted } from './scene.fixture.ts';

let s: Scene;
beforeAll(async () => {
  s = await scene({ settings: false });
  must(await setSettings(s.t.contextFor(s.cast.officer), { values: answers, reason: '' }));
});
afterAll(() => s?.t.close());
const officer = () => s.t.contextFor(s.cast.officer);
const assign = (projectId: string, personId: string | null, dueDay: string | null = null) =>
  assignReviewer(officer(), { projectId, personId: personId ?? '', dueDay });
const dutyKinds = async (projectId: string) => (await s.see((tx) => dutiesOf(tx, { projectId }))).map(({ kind, role, personId }) => [kind, role, personId]);

describe('assigning', () => {
  let projectId: string;
  beforeAll(async () => {
    projectId = await inReview(s, await submitted(s, 'cailu', '楼道灯'));
  });

  test('asks the office for as many as the round wants', async () => {
    expect(await dutyKinds(projectId)).toContainEqual(['review.assign', 'officer', null]);
  });
  test('refuses who has a part in it: team, neighbour, colleague, and who is no reviewer', async () => {
    expect(said(await assign(projectId, s.neighbourReviewer.personId))).toBe('lives-there');
    expect(said(await assign(projectId, s.cast.cailuSecretary.personId))).toBe('not-a-reviewer');
    await s.t.owner.query(
      "insert into role_assignment (subdistrict_id, id, person_id, role, from_day, given_at) values ($1, $2, $3, 'reviewer', '2026-01-01', now())",
      [s.t.subdistrictId, s.t.platform.sources.newId(), s.cast.cailuSecretary.personId],
    );
    expect(said(await assign(projectId, s.cast.cailuSecretary.personId))).toBe('of-the-team');
    expect(said(await assignReviewer(s.t.contextFor(s.cast.cailuSecretary), { projectId, personId: s.reviewers[0]?.personId ?? '', dueDay: null }))).toBe(
      'not-allowed',
    );
    expect(said(await assign(projectId, s.reviewers[0]?.personId ?? '', '2026-11-01'))).toBe('in-the-past');
  });
  test('a role that ended yesterday reviews nothing', async () => {
    const former = await s.person('老专家', 'reviewer', null);
    await s.t.owner.query("update role_assignment set to_day = '2026-11-01' where person_id = $1", [former.personId]);
    expect(said(await assign(projectId, former.personId))).toBe('not-a-reviewer');
  });
  test('whose organisation pays for it does not review it', async () => {
    const organisationId = s.t.platform.sources.newId();
    await s.t.owner.query(
      "insert into organisation (subdistrict_id, id, kind, name, active, created_at) values ($1, $2, 'partner', '供电服务站', true, now())",
      [s.t.subdistrictId, organisationId],
    );
    const colleague = await s.person('供电站王工', 'reviewer', null, organisationId);
    const paid = await inReview(
      s,
      await submitted(s, 'cailu', '楼道灯', 20_000, {
        sources: [
          { id: 's1', kind: 'grant', name: '社区自治金', organisationId: '', planned: '20000', perHousehold: '', households: '' },
          { id: 's2', kind: 'partner', name: '供电服务站', organisationId, planned: '8000', perHousehold: '', households: '' },
        ],
        lines: [
          { name: '楼道灯', category: 'materials', unit: '批', quantity: '1', unitPrice: '20000', payer: 's1', shares: {} },
          { name: '安装', category: 'labour', unit: '处', quantity: '1', unitPrice: '8000', payer: 's2', shares: {} },
        ],
      }),
    );
    expect(said(await assign(paid, colleague.personId))).toBe('same-organisation');
    must(await assign(projectId, colleague.personId));
  });
  test('each project gets what the round wants: two officers at once do not give one more', async () => {
    const both = await Promise.all([
      assign(projectId, s.reviewers[0]?.personId ?? null, '2026-11-12'),
      assign(projectId, s.reviewers[1]?.personId ?? null, '2026-11-12'),
    ]);
    expect(both.map(said).sort()).toEqual(['enough-reviewers', 'ok']);
    expect((await dutyKinds(projectId)).filter(([kind]) => kind === 'review.assign')).toEqual([]);
    expect((await dutyKinds(projectId)).filter(([kind]) => kind === 'review.score')).toHaveLength(2);
    expect((await s.see((tx) => workload(tx, s.roundId))).size).toBe(2);
  });
});

describe('a review', () => {
  let projectId: string;
  let reviewId: string;
  const me = () => s.reviewers[0]!;
  beforeAll(async () => {
    projectId = await inReview(s, await submitted(s, 'shengli', '楼道灯', 9_000));
    reviewId = must(await assign(projectId, me().personId, '2026-11-12'));
  });
  const save = (scores: { criterion: string; points: number | null; reason: string }[], comment = '', who = me()) =>
    saveScores(s.t.contextFor(who), { reviewId, scores, comment });

  test('waits for the rubric when its weights are not set', async () => {
    expect(said(await save([{ criterion: 'need', points: 8, reason: '' }]))).toBe('needs-setting');
    expect(said(await setSettings(officer(), { values: { ...rubricAnswers, 'demo-rubric.criteria.need.weightPercent': '20' }, reason: '' }))).toBe(
      'weights-not-100',
    );
    expect(said(await setSettings(officer(), { values: { ...rubricAnswers, 'demo-rubric.criteria.need.maxPoints': '0' }, reason: '' }))).toBe(
      'bad-setting-value',
    );
    must(await setSettings(officer(), { values: rubricAnswers, reason: '' }));
  });
  test('is kept as it is written: points without a reason, a reason without points', async () => {
    must(
      await save(
        [
          { criterion: 'need', points: 8, reason: '' },
          { criterion: 'budget', points: null, reason: '单价偏高' },
        ],
        '还没写完',
      ),
    );
    const { reviews } = await s.see((tx) => reviewBoard(tx, projectId));
    expect(reviews[0]?.scores.map(({ criterion, points, reason }) => [criterion, points, reason])).toEqual([
      ['budget', null, '单价偏高'],
      ['need', 8, ''],
    ]);
    expect(reviews[0]?.total).toBeNull();
  });
  test('takes whole points within the rubric, from its own reviewer', async () => {
    for (const points of [-1, 11, 1.5]) expect(said(await save([{ criterion: 'need', points, reason: '' }]))).toBe('points-out-of-range');
    expect(said(await save([{ criterion: 'beauty', points: 1, reason: '' }]))).toBe('unknown-criterion');
    expect(said(await save([{ criterion: 'need', points: 1, reason: '' }], '', s.reviewers[1]))).toBe('not-allowed');
    expect(said(await save([{ criterion: 'need', points: 1, reason: '' }], '', s.cast.officer))).toBe('not-allowed');
    await expect(s.t.owner.query("update review_score set points = 11 where review_id = $1 and criterion = 'need'", [reviewId])).rejects.toThrow();
  });
  test('is handed in only whole: every criterion with points and reason, and a comment', async () => {
    const submit = (scores: { criterion: string; points: number | null; reason: string }[], comment: string) =>
      submitReview(s.t.contextFor(me()), { reviewId, scores, comment });
    expect(said(await submit(fullScores(8).slice(1), '好'))).toBe('scores-missing');
    expect(
      said(
        await submit(
          fullScores(8).map((score, i) => (i === 3 ? { ...score, reason: ' ' } : score)),
          '好',
        ),
      ),
    ).toBe('scores-missing');
    expect(said(await submit(fullScores(8), ' '))).toBe('comment-missing');
    await expect(s.t.owner.query("update review set state = 'submitted', comment = '好', submitted_at = now() where id = $1", [reviewId])).rejects.toThrow(
      'points and a reason',
    );
    must(await submit(fullScores(8), '建议支持'));
    const { mean, reviews } = await s.see((tx) => reviewBoard(tx, projectId));
    expect(mean).toEqual({ numerator: 80n, denominator: 1n });
    expect(reviews[0]?.scores).toHaveLength(criteria.length);
    expect((await dutyKinds(projectId)).filter(([kind]) => kind === 'review.score')).toEqual([]);
  });
  test('once handed in stays, by whichever way', async () => {
    expect(said(await save([{ criterion: 'need', points: 1, reason: '改' }]))).toBe('wrong-state');
    expect(said(await declareConflict(s.t.contextFor(me()), { reviewId, reason: '其实是亲戚' }))).toBe('wrong-state');
    await expect(s.t.owner.query('update review_score set points = 1 where review_id = $1', [reviewId])).rejects.toThrow('submitted or closed');
    await expect(s.t.owner.query("update review set comment = '改' where id = $1", [reviewId])).rejects.toThrow('not changed');
  });
  test('a declared conflict frees the place and asks the office for another', async () => {
    const second = must(await assign(projectId, s.reviewers[1]?.personId ?? null));
    expect(said(await declareConflict(s.t.contextFor(me()), { reviewId: second, reason: '亲属关系' }))).toBe('not-allowed');
    expect(said(await declareConflict(s.t.contextFor(s.reviewers[1]!), { reviewId: second, reason: '' }))).toBe('reason-required');
    must(await declareConflict(s.t.contextFor(s.reviewers[1]!), { reviewId: second, reason: '亲属关系' }));
    expect(await s.see((tx) => findReview(tx, second))).toMatchObject({ state: 'conflict', conflictReason: '亲属关系' });
    expect(await dutyKinds(projectId)).toContainEqual(['review.assign', 'officer', null]);
    expect(said(await assign(projectId, s.reviewers[1]?.personId ?? null))).toBe('already-assigned');
    must(await assign(projectId, s.reviewers[2]?.personId ?? null));
    expect((await s.see((tx) => reviewsBy(tx, s.reviewers[1]?.personId ?? ''))).map(({ state }) => state)).toContain('conflict');
  });
  test('a project taken back takes its open reviews out of the inbox', async () => {
    must(await withdrawProject(s.t.contextFor(s.cast.shengliSecretary), { projectId, reason: '居民另有安排' }));
    expect(await dutyKinds(projectId)).toEqual([]);
  });
});
