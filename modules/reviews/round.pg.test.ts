import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/access';
import { keepRoundVote, readRoundVote } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import { findNotice } from '#modules/notices';
import { findProject } from '#modules/projects';
import {
  answerInvitation,
  assignReviews,
  changePlan,
  declareConflict,
  decimalText,
  editReviewer,
  inviteReviewers,
  letPlanStand,
  movePitch,
  moveTurn,
  noteOf,
  pitchBoard,
  pitchEntries,
  pitchScores,
  planPitch,
  planSeats,
  proposalOf,
  proposeAward,
  reviewPlans,
  reviewsIn,
  reviewsOf,
  roundScores,
  saveScores,
  scorePitch,
  seatsNow,
  setReview,
  stepAsideAtPitch,
  submitReview,
  takeReviewBack,
} from './index.ts';
import { criteria, foundBySeals, fullScores, inReview, must, said, type Scene, scene, submitted } from './scene.fixture.ts';

let s: Scene;
const projects: string[] = [];
const panel: Actor[] = [];
beforeAll(async () => {
  s = await scene();
  panel.push(...s.reviewers, await s.person('顾工', 'reviewer', null));
  for (const [at, item] of ['楼道灯', '公告栏', '凉亭', '花坛', '晾衣架'].entries())
    projects.push(await inReview(s, await submitted(s, at % 2 ? 'shengli' : 'cailu', item, 5_000 + at)));
}, 120_000);
afterAll(() => s?.t.close());
const officer = () => s.t.contextFor(s.cast.officer);
const as = (who: Actor) => s.t.contextFor(who);
const attack = (text: string, values: unknown[] = []) => s.t.owner.query(text, values);
const refused = { code: '23514' };

describe('sharing out a whole round', () => {
  let planId: string;
  test('draws for all at once, evenly, nobody barred, with a seed that gives the same again; the neighbour is never drawn', async () => {
    planId = must(await assignReviews(officer(), { roundId: s.roundId, dueDay: '2026-11-20' }));
    const [plan] = await s.see((tx) => reviewPlans(tx, s.roundId));
    expect(plan).toMatchObject({ id: planId, state: 'draft', wanted: 2, seed: expect.stringMatching(/^[0-9a-f]{16}$/) });
    const seats = await s.see((tx) => planSeats(tx, planId));
    expect(seats).toHaveLength(10);
    const loads = panel.map(({ personId }) => seats.filter((seat) => seat.personId === personId).length);
    // 张住户 lives in 蔡路 and may review 胜利 alone.
    const neighbour = seats.filter(({ personId }) => personId === s.neighbourReviewer.personId);
    expect(neighbour.every(({ projectId }) => [projects[1], projects[3]].includes(projectId))).toBe(true);
    expect([...loads, neighbour.length].every((load) => load === 2)).toBe(true);
    expect(await s.see((tx) => reviewsIn(tx, s.roundId))).toEqual([]);
  });
  test('an officer changes it before it stands, with a reason; a barred one never gets in, by the command or by plain SQL', async () => {
    const projectId = projects[0] ?? '';
    const own = (await s.see((tx) => planSeats(tx, planId))).filter((seat) => seat.projectId === projectId).map(({ personId }) => personId);
    const other = panel.find(({ personId }) => personId && !own.includes(personId))?.personId ?? '';
    const change = { planId, projectId, outPersonId: own[0] ?? null, inPersonId: other, reason: '' };
    expect(said(await changePlan(officer(), change))).toBe('reason-required');
    expect(said(await changePlan(officer(), { ...change, inPersonId: s.neighbourReviewer.personId, reason: '她近' }))).toBe('barred');
    must(await changePlan(officer(), { ...change, reason: '更懂电气' }));
    await expect(
      attack('insert into review_plan_seat (subdistrict_id, plan_id, project_id, person_id, by_topic) values ($1, $2, $3, $4, false)', [
        s.t.subdistrictId,
        planId,
        projectId,
        s.neighbourReviewer.personId,
      ]),
    ).rejects.toMatchObject(refused);
    for (const text of [
      'delete from review_plan_seat',
      'update review_plan_seat set by_topic = true',
      'delete from review_plan_change',
      "update review_plan set seed = '0000000000000000'",
      'delete from review_plan',
    ])
      await expect(attack(text), text).rejects.toMatchObject(refused);
  });
  test('stands: reviews and duties for everybody; it moves no more', async () => {
    expect(said(await letPlanStand(as(s.reviewers[0]!), { planId }))).toBe('not-allowed');
    expect(must(await letPlanStand(officer(), { planId }))).toBe(10);
    expect(said(await letPlanStand(officer(), { planId }))).toBe('wrong-state');
    for (const projectId of projects) {
      expect(await s.see((tx) => reviewsOf(tx, projectId))).toHaveLength(2);
      expect((await s.see((tx) => dutiesOf(tx, { projectId }))).filter(({ kind }) => kind === 'review.score')).toHaveLength(2);
    }
    expect(said(await assignReviews(officer(), { roundId: s.roundId, dueDay: null }))).toBe('nothing-to-share');
    await expect(attack("update review_plan set state = 'dropped'")).rejects.toMatchObject(refused);
  });
  test('who steps aside is replaced at once by the next, who has least', async () => {
    const [review] = await s.see((tx) => reviewsOf(tx, projects[1] ?? ''));
    const who = [...panel, s.neighbourReviewer].find(({ personId }) => personId === review?.reviewerId);
    must(await declareConflict(as(who!), { reviewId: review?.id ?? '', reason: '亲戚' }));
    const after = await s.see((tx) => reviewsOf(tx, projects[1] ?? ''));
    expect(after.filter(({ state }) => state === 'assigned')).toHaveLength(2);
    expect(after.find(({ state }) => state === 'conflict')).toMatchObject({ endedHow: 'own-word' });
    expect((await s.see((tx) => dutiesOf(tx, { projectId: projects[1] ?? '' }))).filter(({ kind }) => kind === 'review.assign')).toEqual([]);
  });
  test('the office takes a review back with a reason, and is asked for another', async () => {
    const [review] = (await s.see((tx) => reviewsOf(tx, projects[2] ?? ''))).filter(({ state }) => state === 'assigned');
    expect(said(await takeReviewBack(officer(), { reviewId: review?.id ?? '', reason: ' ' }))).toBe('reason-required');
    must(await takeReviewBack(officer(), { reviewId: review?.id ?? '', reason: '住院' }));
    expect((await s.see((tx) => dutiesOf(tx, { projectId: projects[2] ?? '' }))).some(({ kind }) => kind === 'review.assign')).toBe(true);
    const again = must(await assignReviews(officer(), { roundId: s.roundId, dueDay: null }));
    const seats = seatsNow(await s.see((tx) => planSeats(tx, again)), []);
    expect(seats.map(({ projectId }) => projectId)).toEqual([projects[2]]);
    expect(seats[0]?.personId).not.toBe(review?.reviewerId);
    must(await letPlanStand(officer(), { planId: again }));
  });
  test('once there are invitations, only who accepted is drawn, up to what they agreed to', async () => {
    const extra = await inReview(s, await submitted(s, 'shengli', '秋千', 4_000));
    must(await editReviewer(officer(), { personId: panel[0]?.personId ?? '', profession: '电气', topics: ['lighting'], organisationName: '' }));
    expect(said(await editReviewer(officer(), { personId: panel[0]?.personId ?? '', profession: '电气', topics: ['魔法'], organisationName: '' }))).toBe(
      'unknown-topic',
    );
    expect(must(await inviteReviewers(officer(), { roundId: s.roundId, personIds: panel.map(({ personId }) => personId ?? ''), capacity: 20 }))).toBe(4);
    expect(said(await assignReviews(officer(), { roundId: s.roundId, dueDay: null }))).toBe('no-reviewers');
    const { rows } = await attack('select id, person_id from review_invitation');
    for (const [at, actor] of panel.slice(0, 3).entries()) {
      const invitationId = rows.find(({ person_id }) => person_id === actor.personId)?.id;
      expect(said(await answerInvitation(as(s.cast.cailuSecretary), { invitationId, accepted: true, capacity: 1, note: '' }))).toBe('not-allowed');
      must(await answerInvitation(as(actor), { invitationId, accepted: at < 2, capacity: 20, note: '' }));
    }
    const planId2 = must(await assignReviews(officer(), { roundId: s.roundId, dueDay: null }));
    const drawn = (await s.see((tx) => planSeats(tx, planId2))).map(({ personId }) => personId).sort();
    expect(drawn).toEqual([panel[0]?.personId, panel[1]?.personId].sort());
    expect((await s.see((tx) => planSeats(tx, planId2)))[0]?.projectId).toBe(extra);
  });
});

describe('how scores count', () => {
  test('is said with a reason, adds up, and stands once scores are in; what was left open may still be said', async () => {
    const set = (more: object) =>
      setReview(officer(), {
        roundId: s.roundId,
        blind: null,
        parts: null,
        votePoints: null,
        voteBallotId: null,
        outlierPoints: null,
        reason: '主任会议',
        ...more,
      });
    expect(said(await set({ parts: { review: 60, pitch: 20, vote: 10 } }))).toBe('parts-not-100');
    expect(said(await set({ reason: ' ' }))).toBe('reason-required');
    must(await set({ parts: { review: 50, pitch: 30, vote: 20 } }));
    for (const projectId of projects)
      for (const review of (await s.see((tx) => reviewsOf(tx, projectId))).filter(({ state }) => state === 'assigned')) {
        const who = [...panel, s.neighbourReviewer].find(({ personId }) => personId === review.reviewerId);
        if (!who) throw new Error('who?');
        must(await saveScores(as(who), { reviewId: review.id, scores: [], comment: '', note: '问问管护费' }));
        expect(await s.see((tx) => noteOf(tx, review.id))).toBe('问问管护费');
        must(await submitReview(as(who), { reviewId: review.id, scores: fullScores(projects.indexOf(projectId) + 5), comment: '可以' }));
      }
    expect(said(await set({ parts: { review: 100, pitch: 0, vote: 0 } }))).toBe('scores-are-in');
    must(await set({ parts: { review: 50, pitch: 30, vote: 20 }, votePoints: 'of-voters', outlierPoints: 15 }));
    await expect(
      attack(
        "insert into review_setup (subdistrict_id, round_id, version, review_percent, pitch_percent, vote_percent, reason, set_by_name, set_on, set_at) values ($1, $2, 9, 100, 0, 0, '改', '某', '2026-11-02', now())",
        [s.t.subdistrictId, s.roundId],
      ),
    ).rejects.toMatchObject(refused);
    await expect(attack('delete from review_setup')).rejects.toMatchObject(refused);
  });
});

describe('a session', () => {
  let sessionId: string;
  const at = () => ({ sessionId });
  const give = (who: Actor, projectId: string, points: number) =>
    scorePitch(as(who), { sessionId, projectId, scores: criteria.map((criterion) => ({ criterion, points })) });
  test('is set up by the office, its order drawn with a seed that is kept', async () => {
    const input = {
      roundId: s.roundId,
      title: '路演',
      place: '二楼',
      startsAt: new Date('2026-11-10T01:00:00Z'),
      pitchSeconds: 420,
      warnSeconds: 60,
      questionSeconds: 120,
      chairId: s.cast.head.personId ?? '',
      projectIds: projects.slice(0, 3),
      drawn: true,
    };
    expect(said(await planPitch(as(s.reviewers[0]!), input))).toBe('not-allowed');
    expect(said(await planPitch(officer(), { ...input, warnSeconds: 420 }))).toBe('bad-times');
    sessionId = must(await planPitch(officer(), input));
    expect((await s.see((tx) => pitchEntries(tx, sessionId))).map(({ no, stage }) => [no, stage])).toEqual([
      [1, 'waiting'],
      [2, 'waiting'],
      [3, 'waiting'],
    ]);
    await expect(attack('update pitch_entry set no = no + 10')).rejects.toMatchObject(refused);
    await expect(attack('delete from pitch_entry')).rejects.toMatchObject(refused);
  });
  test('takes points once it is open and they have spoken, from nobody with a part in it', async () => {
    const [, shengliProject] = projects;
    expect(said(await give(panel[0]!, projects[0] ?? '', 8))).toBe('closed');
    must(await movePitch(officer(), { ...at(), to: 'open' }));
    expect(said(await give(panel[0]!, projects[0] ?? '', 8))).toBe('not-speaking-yet');
    for (const projectId of projects.slice(0, 3)) {
      must(await moveTurn(as(s.cast.head), { ...at(), projectId, to: 'pitch' }));
      must(await moveTurn(as(s.cast.head), { ...at(), projectId, to: 'questions' }));
    }
    expect((await s.see((tx) => pitchEntries(tx, sessionId))).filter(({ stage }) => stage === 'questions')).toHaveLength(1);
    expect(said(await moveTurn(as(s.cast.cailuSecretary), { ...at(), projectId: projects[0] ?? '', to: 'done' }))).toBe('not-allowed');
    must(await give(panel[0]!, projects[0] ?? '', 8));
    must(await give(panel[0]!, projects[0] ?? '', 9));
    must(await give(panel[1]!, projects[0] ?? '', 10));
    must(await give(panel[3]!, shengliProject ?? '', 6));
    expect(said(await give(s.neighbourReviewer, projects[0] ?? '', 10))).toBe('lives-there');
    expect(said(await scorePitch(as(panel[0]!), { sessionId, projectId: projects[0] ?? '', scores: [{ criterion: 'need', points: 11 }] }))).toBe(
      'points-out-of-range',
    );
    must(await stepAsideAtPitch(as(panel[2]!), { projectId: projects[0] ?? '', reason: '师生' }));
    expect(said(await give(panel[2]!, projects[0] ?? '', 10))).toBe('recused');
    const plain = (personId: string | null) =>
      attack(
        "insert into pitch_score (subdistrict_id, session_id, project_id, reviewer_id, reviewer_name, criterion, title, points, max_points, weight_percent, scored_at) values ($1, $2, $3, $4, '某', 'need', '需求', 10, 10, 16, $5)",
        [s.t.subdistrictId, sessionId, projects[0], personId, s.t.clock.now()],
      );
    await expect(plain(s.neighbourReviewer.personId)).rejects.toMatchObject(refused);
    await expect(plain(panel[2]?.personId ?? null)).rejects.toMatchObject(refused);
  });
  test('an unfinished set of points counts for nothing and is named', async () => {
    must(await scorePitch(as(panel[3]!), { sessionId, projectId: projects[0] ?? '', scores: [{ criterion: 'need', points: 1 }] }));
    const board = pitchBoard(await s.see((tx) => pitchEntries(tx, sessionId)), await s.see((tx) => pitchScores(tx, [sessionId])), criteria);
    const line = board.find(({ projectId }) => projectId === projects[0]);
    expect(line && [line.mean && decimalText(line.mean), line.unfinished.map(({ reviewerName }) => reviewerName)]).toEqual(['95.00', ['顾工']]);
  });
  test('closed, its points stand: neither the command, nor the owner, nor the application’s own role changes them', async () => {
    // A reviewer sends points in the moment of closing: the closing waits, or the points are refused; never both.
    const [closing, late] = await Promise.all([movePitch(as(s.cast.head), { ...at(), to: 'closed' }), give(panel[1]!, projects[0] ?? '', 2)]);
    expect(said(closing)).toBe('ok');
    expect(['ok', 'closed']).toContain(said(late));
    expect(said(await give(panel[0]!, projects[0] ?? '', 1))).toBe('closed');
    const attacks = [
      'update pitch_score set points = 10',
      'delete from pitch_score',
      "update pitch_entry set stage = 'waiting'",
      "update pitch_session set state = 'open', closed_at = null",
      "update pitch_session set chair_name = '别人'",
    ];
    for (const text of attacks) await expect(attack(text), text).rejects.toMatchObject(refused);
    await s.t.app.query('begin');
    await s.t.app.query("select set_config('app.subdistrict', $1, true)", [s.t.subdistrictId]);
    await expect(s.t.app.query('update pitch_score set points = 10')).rejects.toMatchObject(refused);
    await s.t.app.query('rollback');
    expect(said(await moveTurn(officer(), { ...at(), projectId: projects[0] ?? '', to: 'pitch' }))).toBe('wrong-state');
  });
});

describe('the scores of the round', () => {
  test('are the parts by their weights, exact, and say what is missing', async () => {
    const before = await s.see((tx) => roundScores(tx, s.roundId));
    expect(before?.projects.get(projects[0] ?? '')?.missing).toEqual(['vote']);
    const titles = await Promise.all(projects.map(async (id) => (await s.see((tx) => findProject(tx, id)))?.title));
    const file = `META\nkey;value\nbudget;30000\nvote_type;approval\nPROJECTS\nproject_id;cost;name\na;20000;${titles[0]}\nb;9000;${titles[1]}\nVOTES\nvoter_id;vote\n1;a,b\n2;a\n3;b\n4;a\n`;
    must(
      await keepRoundVote(officer(), {
        roundId: s.roundId,
        fileName: 'v.pb',
        source: '十一月居民投票',
        election: must(readRoundVote(new TextEncoder().encode(file))),
      }),
    );
    const scores = await s.see((tx) => roundScores(tx, s.roundId));
    const first = scores?.projects.get(projects[0] ?? '');
    expect(first && [first.review, first.vote].map((points) => points && decimalText(points))).toEqual(['50.00', '75.00']);
    // Both reviews gave 5 of 10; 3 of 4 voters; the session 90, and 100 or 20 from who sent points while it was being closed.
    const pitch = first?.pitch && decimalText(first.pitch);
    expect(['95.00', '55.00']).toContain(pitch);
    expect(first?.total && decimalText(first.total)).toBe(pitch === '95.00' ? '68.50' : '56.50');
    expect(scores?.projects.get(projects[4] ?? '')?.missing).toEqual(['pitch', 'vote']);
    expect(scores?.uncounted).toEqual([]);
    expect(scores?.terms.parts).toEqual({ value: { review: 50, pitch: 30, vote: 20 }, by: 'office' });
  });
});

describe('a decision about one project', () => {
  test('names the total of everything that counts; where a part is missing, the mean of the reviews by that name', async () => {
    const [first = '', , , , last = ''] = projects;
    const total = (await s.see((tx) => roundScores(tx, s.roundId)))?.projects.get(first)?.total;
    for (const projectId of [first, last]) must(await proposeAward(officer(), { projectId, outcome: 'award', grantFen: 100_000n, reason: '居民参与充分' }));
    const [of, without] = [await s.see((tx) => proposalOf(tx, first)), await s.see((tx) => proposalOf(tx, last))];
    expect([of?.meanText, without?.meanText]).toEqual([total && decimalText(total), '90.00']);
    expect((await s.see((tx) => findNotice(tx, of?.noticeId ?? '')))?.body).toContain(`总分：${of?.meanText}（满分 100）`);
    expect((await s.see((tx) => findNotice(tx, without?.noticeId ?? '')))?.body).toContain('评审平均分：90.00（满分 100）');
  });
});

describe('what the owner changes with the guards off is found', () => {
  test.each([
    ['points at a session', 'pitch_score', 'update pitch_score set points = points - 1 where points = 9', /路演评分「.* · .*」与封存时不同/],
    ['who stepped aside', 'review_recusal', 'delete from review_recusal', /评审回避（.*）封存后不见了/],
    [
      'who was drawn',
      'review_plan_seat',
      'update review_plan_seat set by_topic = not by_topic where plan_id not in (select plan_id from review_plan_change)',
      /评审分工「.*」与封存时不同/,
    ],
    ['why the draw was changed', 'review_plan_change', "update review_plan_change set reason = '别的'", /评审分工「.*」与封存时不同/],
    ['what counts', 'review_setup', 'update review_setup set review_percent = 60, pitch_percent = 20 where version = 1', /评分办法「.*」与封存时不同/],
    ['an answer to an invitation', 'review_answer', "update review_answer set note = '改'", /评审邀请的答复「.*」与封存时不同/],
  ])('%s', async (_what, table, statement, said) => expect(await foundBySeals(s, table, statement)).toMatch(said));
});
