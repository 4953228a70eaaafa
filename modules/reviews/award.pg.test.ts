import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awardsOf } from '#modules/books';
import { closeCallEarly, setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import { answerObjection, findNotice, objectToNotice } from '#modules/notices';
import { findProject } from '#modules/projects';
import {
  agreementsOf,
  assignReviewer,
  committedFen,
  confirmAward,
  decideRound,
  proposalOf,
  proposalsOf,
  proposeAward,
  reviewBoard,
  signAgreement,
  signOwnSide,
  submitReview,
} from './index.ts';
import {
  answers,
  awarded,
  fullScores,
  inReview,
  must,
  noticeAnswers,
  reviewed,
  rubricAnswers,
  said,
  type Scene,
  scene,
  stateOf,
  submitted,
} from './scene.fixture.ts';

const start = '2026-11-02T09:00:00+08:00';
let s: Scene;
beforeAll(async () => {
  s = await scene({ settings: false });
  must(await setSettings(s.t.contextFor(s.cast.officer), { values: { ...answers, ...rubricAnswers }, reason: '' }));
});
afterAll(() => s?.t.close());
const propose = (projectId: string, grantFen: bigint, who = s.cast.officer, outcome: 'award' | 'decline' = 'award', reason = '居民参与充分') =>
  proposeAward(s.t.contextFor(who), { projectId, outcome, grantFen, reason });
const confirm = (projectId: string, who = s.cast.head, reason = '', decision: 'confirmed' | 'refused' = 'confirmed') =>
  confirmAward(s.t.contextFor(who), { projectId, decision, reason });

let lamps: string;

describe('a proposal', () => {
  beforeAll(async () => {
    lamps = await inReview(s, await submitted(s, 'cailu', '楼道灯', 45_000));
  });

  test('waits for every review, and for as many as the round wants', async () => {
    expect(said(await propose(lamps, 4_500_000n))).toBe('reviews-missing');
    for (const [index, reviewer] of s.reviewers.slice(0, 2).entries()) {
      const reviewId = must(await assignReviewer(s.t.contextFor(s.cast.officer), { projectId: lamps, personId: reviewer.personId ?? '', dueDay: null }));
      expect(said(await propose(lamps, 4_500_000n))).toBe('reviews-missing');
      must(await submitReview(s.t.contextFor(reviewer), { reviewId, scores: fullScores(8 + index), comment: '建议支持' }));
    }
    expect((await s.see((tx) => reviewBoard(tx, lamps))).mean).toEqual({ numerator: 85n, denominator: 1n });
  });
  test('asks the office for the days of the notice while they are not set', async () => {
    expect(said(await propose(lamps, 4_500_000n))).toBe('needs-setting');
    must(await setSettings(s.t.contextFor(s.cast.officer), { values: noticeAnswers, reason: '' }));
  });
  test('gives a reason, not more than asked, and is made by the office', async () => {
    expect(said(await propose(lamps, 4_500_000n, s.cast.officer, 'award', '  '))).toBe('reason-required');
    expect(said(await propose(lamps, 4_500_001n))).toBe('above-request');
    expect(said(await propose(lamps, 0n))).toBe('not-an-amount');
    expect(said(await propose(lamps, 4_500_000n, s.cast.cailuSecretary))).toBe('not-allowed');
    expect(said(await propose(lamps, 4_500_000n, s.reviewers[0]))).toBe('not-allowed');
  });
  test('of two officers at once, one is on notice and the other replaces it as a second version', async () => {
    const both = await Promise.all([propose(lamps, 4_000_000n), propose(lamps, 4_500_000n, s.cast.secondOfficer)]);
    expect(both.map(said)).toEqual(['ok', 'ok']);
    const all = await s.see((tx) => proposalsOf(tx, lamps));
    expect(all.map(({ version }) => version)).toEqual([2, 1]);
    expect(await s.see((tx) => committedFen(tx, s.roundId))).toBe(all[0]?.grantFen);
    must(await propose(lamps, 4_500_000n));
    const now = await s.see((tx) => proposalOf(tx, lamps));
    expect(await s.see((tx) => findNotice(tx, now?.noticeId ?? ''))).toMatchObject({
      kind: 'award',
      subjectId: lamps,
      startDay: '2026-11-02',
      endDay: '2026-11-09',
      acceptsObjections: true,
      answerRole: 'officer',
    });
    expect(await stateOf(s, lamps)).toBe('noticed');
    expect(await s.see((tx) => dutiesOf(tx, { projectId: lamps }))).toMatchObject([
      { kind: 'project.end-notice', role: 'head', href: `/projects/${lamps}/award` },
    ]);
  });

  test('never promises more than the pool holds: by command, by two at once, by plain SQL', async () => {
    const garden = await reviewed(s, await submitted(s, 'shengli', '楼道灯', 20_000));
    const toys = await reviewed(s, await submitted(s, 'shengli', '监控', 15_000));
    expect(said(await propose(garden, 1_500_001n))).toBe('over-pool');
    const quota = (no: number, fen: number) =>
      s.t.owner.query(
        `insert into round_quota (subdistrict_id, id, round_id, neighbourhood_id, no, amount_fen, reason, binds, over, set_by_name, set_on, set_at)
        select subdistrict_id, gen_random_uuid(), round_id, neighbourhood_id, $2, $3, '放宽', 'award', 'refuse', '周科长', '2026-11-02', now() from project where id = $1`,
        [garden, no, fen],
      );
    await quota(1, 1_000_000);
    // The pool would hold it: what refuses is the neighbourhood's quota, and the answer says so.
    expect(said(await propose(garden, 1_500_000n))).toBe('over-cap');
    await quota(2, 9_000_000);
    const both = await Promise.all([propose(garden, 1_500_000n), propose(toys, 1_000_000n, s.cast.secondOfficer)]);
    expect(both.map(said).sort()).toEqual(['ok', 'over-pool']);
    const row = `insert into award_proposal (subdistrict_id, id, round_id, project_id, version, outcome, grant_fen, mean_text, reason, notice_id, proposed_by, proposed_by_name, proposed_at)
      select subdistrict_id, $1, round_id, $2, 9, 'award', 9000000, '80', '硬塞', notice_id, proposed_by, proposed_by_name, proposed_at from award_proposal where project_id = $3 and version = 1`;
    await expect(s.t.owner.query(row, [s.t.platform.sources.newId(), toys, lamps])).rejects.toMatchObject({ code: '23514' });
    await s.t.app.query(`begin; set local app.subdistrict = '${s.t.subdistrictId}'`);
    await expect(s.t.app.query(row, [s.t.platform.sources.newId(), toys, lamps])).rejects.toMatchObject({ code: '23514' });
    await s.t.app.query('rollback');
    await expect(s.t.owner.query('update award_proposal set grant_fen = 1 where project_id = $1', [lamps])).rejects.toThrow();
  });
});

describe('a confirmation', () => {
  let projectId: string;
  beforeAll(async () => {
    s.t.clock.set(start);
    projectId = lamps;
  });

  test('comes from the head, after the notice, when every objection has its answer', async () => {
    expect(said(await confirm(projectId, s.cast.officer))).toBe('not-allowed');
    expect(said(await confirm(projectId))).toBe('notice-runs');
    const noticeId = (await s.see((tx) => proposalOf(tx, projectId)))?.noticeId ?? '';
    s.t.clock.set('2026-11-09T23:00:00+08:00');
    const objection = must(await objectToNotice(s.t.contextFor(s.cast.resident), { noticeId, text: '为什么蔡路能拿这么多？' }));
    s.t.clock.set('2026-11-10T09:00:00+08:00');
    expect(said(await confirm(projectId))).toBe('objections-open');
    const answer = { objectionId: objection.objectionId, outcome: 'partly' as const, text: '评分与理由已一并公开。' };
    expect(said(await answerObjection(s.t.contextFor(s.cast.officer), answer))).toBe('not-allowed');
    await expect(
      s.t.owner.query(
        "insert into objection_answer (subdistrict_id, objection_id, outcome, text, answered_by, at) values ($1, $2, 'rejected', '不对', $3, now())",
        [s.t.subdistrictId, objection.objectionId, s.cast.officer.personId],
      ),
    ).rejects.toThrow('does not answer');
    must(await answerObjection(s.t.contextFor(s.cast.secondOfficer), answer));
    expect(said(await confirm(projectId))).toBe('reason-required');
  });
  test('never comes from who proposed it, by command or by plain SQL', async () => {
    const both = { ...s.cast.officer, grants: [...s.cast.officer.grants, { role: 'head' as const, neighbourhoodId: null }] };
    expect(said(await confirm(projectId, both, '已核实'))).toBe('own-proposal');
    const proposal = await s.see((tx) => proposalOf(tx, projectId));
    await expect(
      s.t.owner.query(
        `insert into award_confirmation (subdistrict_id, proposal_id, project_id, decision, decided_by, decided_by_name, decided_at)
      values ($1, $2, $3, 'confirmed', $4, '周科长', now())`,
        [s.t.subdistrictId, proposal?.id, projectId, s.cast.officer.personId],
      ),
    ).rejects.toThrow('does not confirm');
  });
  test('refused with a reason goes back to the office, frees the pool, and may be proposed anew', async () => {
    expect(said(await confirm(projectId, s.cast.head, ' ', 'refused'))).toBe('reason-required');
    const before = await s.see((tx) => committedFen(tx, s.roundId));
    must(await confirm(projectId, s.cast.head, '请按居民意见核减', 'refused'));
    expect(await s.see((tx) => committedFen(tx, s.roundId))).toBe(before - 4_500_000n);
    expect(await s.see((tx) => dutiesOf(tx, { projectId }))).toMatchObject([{ kind: 'project.decide-award', role: 'officer' }]);
    expect(said(await confirm(projectId, s.cast.head, '再看'))).toBe('decided');
    must(await propose(projectId, 4_000_000n, s.cast.officer, 'award', '按意见核减灯具单价'));
    s.t.clock.set('2026-11-18T09:00:00+08:00');
    const twice = await Promise.all([confirm(projectId), confirm(projectId)]);
    expect(twice.map(said).sort()).toEqual(['ok', 'wrong-state']);
    expect(await s.see((tx) => findProject(tx, projectId))).toMatchObject({ state: 'awarded', grantAwardedFen: 4_000_000n });
    expect(said(await propose(projectId, 1n))).toBe('wrong-state');
  });
  test('what got less than it asked for is agreed only after its budget came down', async () => {
    expect(said(await signAgreement(s.t.contextFor(s.cast.officer), { projectId, agreedOn: '2026-11-18' }))).toBe('budget-not-revised');
  });
});

describe('a decision against', () => {
  test('is noticed and confirmed like one in favour, with its reason', async () => {
    s.t.clock.set(start);
    const projectId = await reviewed(s, await submitted(s, 'shengli', '楼道灯', 3_000), 3);
    must(await propose(projectId, 0n, s.cast.officer, 'decline', '没有说明谁来管护'));
    s.t.clock.set('2026-11-10T09:00:00+08:00');
    must(await confirm(projectId));
    expect(await s.see((tx) => findProject(tx, projectId))).toMatchObject({ state: 'declined', stateReason: '没有说明谁来管护' });
  });
});

describe('an agreement', () => {
  test('opens the books of each source, on a day that has come and after the award', async () => {
    s.t.clock.set(start);
    const projectId = await awarded(s, await submitted(s, 'shengli', '楼道灯', 2_000), 200_000n);
    const sign = (agreedOn: string, who = s.cast.officer) => signAgreement(s.t.contextFor(who), { projectId, agreedOn });
    expect(said(await sign('2026-11-10', s.cast.shengliSecretary))).toBe('not-allowed');
    expect(said(await sign('2026-11-11'))).toBe('in-the-future');
    expect(said(await sign('2026-11-09'))).toBe('before-the-award');
    expect(must(await sign('2026-11-10'))).toEqual({ agreed: false });
    expect(await stateOf(s, projectId)).toBe('awarded');
    expect(said(await sign('2026-11-10'))).toBe('signed-already');
    const committee = (who = s.cast.shengliSecretary, seen?: string) =>
      signOwnSide(s.t.contextFor(who), { projectId, side: 'committee', ...(seen ? { seen } : {}) });
    expect(said(await committee(s.cast.cailuSecretary))).toBe('not-allowed');
    expect(said(await committee(s.cast.shengliSecretary, 'f'.repeat(64)))).toBe('changed');
    // Whoever goes around the application finds the same closed: no state, no account, no second signature of one person.
    const attack = (text: string, values: unknown[]) => s.t.owner.query(text, values);
    await expect(attack("update project set state = 'agreed', agreed_on = '2026-11-10' where id = $1", [projectId])).rejects.toThrow('lacks a signature');
    await expect(
      attack(
        `insert into award (subdistrict_id, id, project_id, source_kind, name, planned_fen, valid_from, valid_to, state, opened_at)
        select subdistrict_id, gen_random_uuid(), id, 'grant', '自治金', 200000, '2026-11-10', '2026-12-31', 'open', now() from project where id = $1`,
        [projectId],
      ),
    ).rejects.toThrow('no money moves');
    await expect(
      attack(
        `insert into agreement_signature (subdistrict_id, agreement_id, side, channel, signed_on, recorded_by, recorded_by_name, recorded_at)
        select subdistrict_id, id, 'committee', 'own', '2026-11-10', $2, '周科长', now() from agreement where project_id = $1`,
        [projectId, s.cast.officer.personId],
      ),
    ).rejects.toThrow('nobody signs for both');
    await expect(attack("update agreement set reason = '改' where project_id = $1", [projectId])).rejects.toThrow('append-only');
    const shown = (await s.see((tx) => agreementsOf(tx, [projectId]))).get(projectId)?.[0];
    expect(must(await committee(s.cast.shengliSecretary, shown?.contentSha256))).toEqual({ agreed: true });
    expect(await s.see((tx) => awardsOf(tx, projectId))).toMatchObject([{ sourceKind: 'grant', plannedFen: 200_000n, receivedFen: 0n }]);
    expect(said(await sign('2026-11-10'))).toBe('wrong-state');
  });
});

test('a round ends only when every application has its answer', async () => {
  expect(said(await decideRound(s.t.contextFor(s.cast.cailuSecretary), { roundId: s.roundId }))).toBe('not-allowed');
  expect(said(await decideRound(s.t.contextFor(s.cast.officer), { roundId: s.roundId }))).toBe('wrong-state');
  must(await closeCallEarly(s.t.contextFor(s.cast.officer), { roundId: s.roundId, reason: '已经报齐' }));
  expect(said(await decideRound(s.t.contextFor(s.cast.officer), { roundId: s.roundId }))).toBe('projects-open');
});
