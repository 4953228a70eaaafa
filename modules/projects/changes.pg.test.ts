import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectAccount } from '#modules/books';
import { setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { actorWith } from '#testing/platform';
import {
  budgetAfter,
  checkBudgetIn,
  checkMidTerm,
  dailyWorks,
  decideChange,
  findApplication,
  findProject,
  handOverStopped,
  lastDayOfWorks,
  listChanges,
  midTermOf,
  movesOf,
  moveStuck,
  planVisit,
  raiseStuck,
  reportMidTerm,
  requestChange,
  setMidTermRubric,
  settleProject,
  startPlan,
  stopProject,
  stuckOf,
  windUpStop,
  worksStopOf,
} from './index.ts';
import { caiLu, doing, must, type Scene, stateOf } from './scene.fixture.ts';

let scene: Scene;
let expert: Actor;
beforeAll(async () => {
  scene = await caiLu();
  const personId = scene.t.platform.sources.newId();
  await scene.t.owner.query("insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, '沈若谷', true, now())", [
    scene.t.subdistrictId,
    personId,
  ]);
  expert = actorWith(personId, '沈若谷', { role: 'reviewer', neighbourhoodId: null });
});
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-11-02T09:00:00+08:00'));

const by = (who: keyof Scene['cast'] | Actor) => scene.t.contextFor(typeof who === 'string' ? scene.cast[who] : who);
const sql = (text: string, values: unknown[] = []) => scene.t.owner.query(text, values);
async function asApp(text: string, values: unknown[] = []): Promise<unknown> {
  await scene.t.app.query('begin');
  try {
    await scene.t.app.query("select set_config('app.subdistrict', $1, true)", [scene.t.subdistrictId]);
    return await scene.t.app.query(text, values);
  } finally {
    await scene.t.app.query('rollback');
  }
}
const kinds = async (projectId: string) => (await scene.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => duty.kind);
const last = async (projectId: string) => {
  const change = (await scene.see((tx) => listChanges(tx, projectId))).at(-1);
  if (!change) throw new Error('no change');
  return change;
};
const words = { what: '调整预算', fromText: '安装一处', toText: '安装加看护', why: '晚上要有人看着', amountFen: 0n };
const move = (amountFen: bigint, toLine: number | null = null, sourceNo = 3) => ({
  fromLine: 2,
  sourceNo,
  toLine,
  toName: toLine === null ? '夜间看护' : null,
  toCategory: toLine === null ? 'labour' : null,
  amountFen,
});
const yes = { answer: 'approve' as const, reason: '可以', resolutionId: null };

describe('a change of the budget', () => {
  test('moves money inside a source only once it is approved, and the total stays to the fen', async () => {
    const projectId = await doing(scene);
    const budget = () =>
      scene.see(async (tx) => {
        const project = await findProject(tx, projectId);
        const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
        if (!application) throw new Error('no application');
        return {
          goal: application.goal,
          lines: budgetAfter(
            application,
            (await movesOf(tx, projectId)).filter((one) => one.approved),
          ),
          total: application.totalFen,
        };
      });
    const before = await budget();
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(100_000n)] }));
    expect(await budget()).toEqual(before);
    const { id } = await last(projectId);
    expect(await last(projectId)).toMatchObject({ kind: 'budget', amountFen: 100_000n, decider: 'office', size: 'unsettled' });
    must(await decideChange(by('officer'), { changeId: id, ...yes }));
    const after = await budget();
    expect(after.lines.map((line) => [line.name, line.amountFen])).toEqual([
      ['感应灯', 4_500_000n],
      ['安装', 1_010_000n],
      ['夜间看护', 100_000n],
    ]);
    expect(after.lines.reduce((fen, line) => fen + line.amountFen, 0n)).toBe(before.total);
    // What was promised stays, to be laid beside what was done.
    expect(after.goal).toBe(before.goal);
    expect((await scene.see(async (tx) => checkBudgetIn(tx, (await findProject(tx, projectId))!, [])))?.movedFen).toBe(0n);
  });
  test.each([
    ['no-moves', []],
    ['not-enough', [move(800_001n)]],
    ['source-may-not-pay', [move(100n, 1)]],
    ['source-may-not-pay', [{ ...move(100n), toCategory: 'publicity' }]],
    ['invalid', [move(0n)]],
    ['invalid', [move(1n, 2)]],
  ] as const)('refuses %s', async (code, moves) => {
    const projectId = await doing(scene);
    expect(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [...moves] })).toEqual({ ok: false, error: code });
    expect(await scene.see((tx) => listChanges(tx, projectId))).toEqual([]);
  });
  test('up to the share that the office left to the team another of the committee says yes, never who asked', async () => {
    must(await setSettings(by('officer'), { values: { 'change.big-from-percent': '50', 'change.team-up-to-percent': '5' }, reason: '试行' }));
    const projectId = await doing(scene);
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(100_000n)] }));
    const small = await last(projectId);
    expect(small.decider).toBe('team');
    expect(await decideChange(by('secretary'), { changeId: small.id, ...yes })).toEqual({ ok: false, error: 'own-request' });
    expect(await decideChange(by('resident'), { changeId: small.id, ...yes })).toEqual({ ok: false, error: 'not-allowed' });
    must(await decideChange(by('director'), { changeId: small.id, ...yes }));
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(300_000n)] }));
    const larger = await last(projectId);
    expect(larger.decider).toBe('office');
    expect(await decideChange(by('director'), { changeId: larger.id, ...yes })).toEqual({ ok: false, error: 'not-allowed' });
    scene.t.clock.set('2026-11-02T09:10:00+08:00');
    must(await setSettings(by('officer'), { values: { 'change.big-from-percent': '10' }, reason: '收紧' }));
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(400_000n), move(200_000n, null, 2)] }));
    expect((await last(projectId)).decider).toBe('residents');
  });
  test('the residents’ word on a big one may be a ballot they passed after it was asked for', async () => {
    scene.t.clock.set('2026-11-02T09:20:00+08:00');
    must(await setSettings(by('officer'), { values: { 'change.big-from-percent': '10', 'change.team-up-to-percent': '4' }, reason: '收紧' }));
    const projectId = await doing(scene);
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(600_000n)] }));
    const change = await last(projectId);
    must(await decideChange(by('officer'), { changeId: change.id, answer: 'send-to-residents', reason: '请居民议', resolutionId: null }));
    expect(await decideChange(by('officer'), { changeId: change.id, ...yes, ballotId: scene.ballotId })).toEqual({ ok: false, error: 'needs-resolution' });
    const ballotId = scene.t.platform.sources.newId();
    await sql('set session_replication_role = replica');
    await sql(
      `insert into ballot select (jsonb_populate_record(b, jsonb_build_object('id', $2::text, 'opened_at', '2026-11-03T09:00:00+08:00', 'closes_at', '2026-11-04T20:00:00+08:00', 'closed_at', '2026-11-04T20:00:00+08:00'))).* from ballot b where id = $1`,
      [scene.ballotId, ballotId],
    );
    await sql('set session_replication_role = origin');
    // Around the application: the old ballot, or another place's resolution, is no word of theirs.
    const approve =
      "update change_request set state = 'approved', decided_by = $2, decided_by_name = 'x', decided_at = now(), decision_reason = 'x', ballot_id = $3 where id = $1";
    for (const run of [sql, asApp]) {
      await expect(run(approve, [change.id, scene.cast.officer.personId, scene.ballotId])).rejects.toThrow('passed after the change was asked for');
      await expect(run(approve, [change.id, scene.cast.officer.personId, null])).rejects.toThrow('big_change_has_the_residents_word');
    }
    scene.t.clock.set('2026-11-05T09:00:00+08:00');
    must(await decideChange(by('officer'), { changeId: change.id, ...yes, ballotId }));
    expect(await last(projectId)).toMatchObject({ state: 'approved', ballotId });
  });
  test('the database keeps the sums where the program goes around it', async () => {
    const projectId = await doing(scene);
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(500_000n)] }));
    const { id } = await last(projectId);
    const insert = 'insert into change_move (subdistrict_id, change_id, no, from_line, source_no, to_line, amount_fen) values ($1, $2, $3, $4, $5, $6, $7)';
    const approve =
      "update change_request set state = 'approved', size = 'small', decided_by = $2, decided_by_name = 'x', decided_at = now(), decision_reason = 'x' where id = $1";
    const row = (no: number, from: number, source: number, to: number, fen: number) => [scene.t.subdistrictId, id, no, from, source, to, fen];
    for (const run of [sql, asApp]) {
      await expect(run(insert, row(2, 9, 3, 2, 1))).rejects.toThrow('no such line');
      await expect(run(insert, row(2, 2, 3, 2, 1))).rejects.toThrow('check constraint');
      await expect(run(insert, row(2, 1, 1, 2, 1))).rejects.toThrow('does not pay for that use');
    }
    await expect(sql('update change_move set amount_fen = 1 where change_id = $1', [id])).rejects.toThrow('append-only');
    await expect(sql('update change_request set amount_fen = 1 where id = $1', [id])).rejects.toThrow('as it was asked');
    await expect(asApp('update change_request set amount_fen = 1 where id = $1', [id])).rejects.toThrow('permission denied');
    // A second move that nobody summed up; and one that takes more than the line has.
    await sql(
      "insert into change_move (subdistrict_id, change_id, no, from_line, source_no, to_name, to_category, amount_fen) values ($1, $2, 2, 2, 3, '再加', 'labour', 400000)",
      [scene.t.subdistrictId, id],
    );
    await expect(sql(approve, [id, scene.cast.officer.personId])).rejects.toThrow('add up to its amount');
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(500_000n)] }));
    const second = await last(projectId);
    must(await requestChange(by('secretary'), { projectId, ...words, kind: 'budget', moves: [move(400_000n)] }));
    const third = await last(projectId);
    must(await decideChange(by('officer'), { changeId: second.id, ...yes }));
    await expect(sql(approve, [third.id, scene.cast.officer.personId])).rejects.toThrow('no more than it has of a source');
    await expect(sql(insert, [scene.t.subdistrictId, second.id, 3, 2, 3, 1, 1])).rejects.toThrow('still asked for');
  });
});

describe('a new last day', () => {
  const later = { what: '推迟完工', fromText: '', toText: '', why: '电表箱的钥匙没有拿到', amountFen: 0n, kind: 'schedule' as const };
  test('holds once it is granted: the duty, the count and a notice follow; late without a word goes to the office', async () => {
    const projectId = await doing(scene);
    scene.t.clock.set('2026-12-21T09:00:00+08:00');
    must(await dailyWorks(by(system)));
    expect(await kinds(projectId)).toContain('works.overdue');
    expect(await requestChange(by('secretary'), { projectId, ...later, newLastDay: '2026-12-01' })).toEqual({ ok: false, error: 'in-the-past' });
    expect(await requestChange(by('secretary'), { projectId, ...later, newLastDay: '不知道' })).toEqual({ ok: false, error: 'not-a-date' });
    must(await requestChange(by('secretary'), { projectId, ...later, newLastDay: '2027-01-10' }));
    expect(await kinds(projectId)).not.toContain('works.overdue');
    must(await dailyWorks(by(system)));
    expect(await kinds(projectId)).not.toContain('works.overdue');
    const change = await last(projectId);
    expect(change).toMatchObject({ fromText: '2026年12月20日', toText: '2027年1月10日', oldLastDay: '2026-12-20', newLastDay: '2027-01-10' });
    expect(await scene.see((tx) => lastDayOfWorks(tx, { id: projectId }))).toBe('2026-12-20');
    must(await decideChange(by('officer'), { changeId: change.id, ...yes }));
    expect(await scene.see((tx) => lastDayOfWorks(tx, { id: projectId }))).toBe('2027-01-10');
    expect((await scene.see((tx) => dutiesOf(tx, { projectId }))).find((duty) => duty.kind === 'project.do')?.dueDay).toBe('2027-01-10');
    const { rows } = await sql("select body from notice where subject_id = $1 and title like '完工日变更%'", [projectId]);
    expect(rows[0]?.body).toContain('申请时已过原完工日');
    expect(await requestChange(by('secretary'), { projectId, ...later, newLastDay: '2027-01-10' })).toEqual({ ok: false, error: 'same-day' });
    await expect(sql("update change_request set new_last_day = '2028-01-01' where id = $1", [change.id])).rejects.toThrow('stays as it is');
  });
});

describe('the mid-term check', () => {
  const report = { progress: '一半楼道装好', problems: '', nextSteps: '十日内装完' };
  test('is reported from what is recorded and scored by somebody outside the team', async () => {
    const projectId = await doing(scene);
    must(await startPlan(by('secretary'), { projectId }));
    expect(await scene.see((tx) => midTermOf(tx, projectId))).toBeNull();
    expect(await reportMidTerm(by('officer'), { projectId, ...report })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await reportMidTerm(by('secretary'), { projectId, ...report, nextSteps: ' ' })).toEqual({ ok: false, error: 'required' });
    const reportId = must(await reportMidTerm(by('secretary'), { projectId, ...report }));
    expect(await reportMidTerm(by('secretary'), { projectId, ...report })).toEqual({ ok: false, error: 'reported' });
    expect((await scene.see((tx) => midTermOf(tx, projectId)))?.facts).toMatchObject({
      tasks: 3,
      planPercent: 0,
      plannedFen: '5610000',
      receivedFen: '5300000',
    });
    const check = { projectId, reportId, result: 'improve' as const, scores: [], reason: '进度偏慢' };
    expect(await checkMidTerm(by('director'), check)).toEqual({ ok: false, error: 'not-allowed' });
    // Without a rubric of the policy or the office, words alone; with one, every criterion has its points and reason.
    expect(await setMidTermRubric(by('officer'), { rubric: '进度:50,经费:40', reason: '' })).toEqual({ ok: false, error: 'bad-rubric' });
    must(await setMidTermRubric(by('officer'), { rubric: '进度：50，经费：50', reason: '年度办法' }));
    expect(await checkMidTerm(by(expert), check)).toEqual({ ok: false, error: 'incomplete' });
    const scores = [
      { code: 'c1', points: 60, reason: '装了一半' },
      { code: 'c2', points: 90, reason: '账目清楚' },
    ];
    expect(await checkMidTerm(by(expert), { ...check, scores: [{ ...scores[0]!, points: 101 }, scores[1]!] })).toEqual({ ok: false, error: 'incomplete' });
    must(await checkMidTerm(by(expert), { ...check, scores }));
    expect((await scene.see((tx) => midTermOf(tx, projectId)))?.check).toMatchObject({ result: 'improve', byName: '沈若谷', rubric: '自治办设定（周科长）' });
    expect(await kinds(projectId)).toContain('mid-term.improve');
    const again = must(await reportMidTerm(by('secretary'), { projectId, ...report, progress: '全部装好' }));
    expect(await kinds(projectId)).not.toContain('mid-term.improve');
    must(await checkMidTerm(by('officer'), { projectId, reportId: again, result: 'passed', scores, reason: '到位' }));
    expect((await scene.see((tx) => midTermOf(tx, projectId)))?.check?.result).toBe('passed');
  });
  test('the database keeps it outside the team and within the rubric', async () => {
    const projectId = await doing(scene);
    const reportId = must(await reportMidTerm(by('secretary'), { projectId, ...report }));
    const insert = `insert into mid_term_check (subdistrict_id, report_id, project_id, result, scores, rubric, reason, by_person_id, by_name, at)
      values ($1, $2, $3, 'passed', $4::jsonb, '', 'r', $5, 'x', now())`;
    const score = (over: object) => JSON.stringify([{ code: 'a', title: 'A', weight: 100, max: 10, points: 5, reason: 'r', ...over }]);
    const row = (scores: string, who: Actor | string) => [scene.t.subdistrictId, reportId, projectId, scores, typeof who === 'string' ? who : who.personId];
    for (const run of [sql, asApp]) {
      await expect(run(insert, row('[]', scene.cast.secretary))).rejects.toThrow('outside the team');
      await expect(run(insert, row(score({ points: 11 }), expert))).rejects.toThrow('within the rubric');
      await expect(run(insert, row(score({ points: -1 }), expert))).rejects.toThrow('within the rubric');
      await expect(run(insert, row(score({ weight: 99 }), expert))).rejects.toThrow('within the rubric');
      await expect(run(insert, row(score({ reason: ' ' }), expert))).rejects.toThrow('within the rubric');
      await expect(run(insert, row(score({ max: null }), expert))).rejects.toThrow('within the rubric');
    }
    await sql(
      "insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, gen_random_uuid(), $2, 'director', $3, '2026-01-01', now())",
      [scene.t.subdistrictId, scene.cast.director.personId, scene.neighbourhoodId],
    );
    scene.t.clock.set('2026-11-03T09:00:00+08:00');
    await expect(sql(insert, row('[]', scene.cast.director))).rejects.toThrow('outside the team');
    await sql(insert, row(score({}), expert));
    await expect(sql("update mid_term_check set result = 'failed' where report_id = $1", [reportId])).rejects.toThrow('append-only');
    await expect(sql("update mid_term_report set progress = 'x' where id = $1", [reportId])).rejects.toThrow('append-only');
  });
});

describe('works stopped half-way', () => {
  test('nobody is asked any more for what was stuck, to be looked at or to be mended', async () => {
    const projectId = await doing(scene);
    const expertId = expert.personId ?? '';
    await scene.t.owner.query(
      `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at)
      select $1, gen_random_uuid(), $2, 'reviewer', null, '2026-01-01', now() where not exists (select from role_assignment where person_id = $2)`,
      [scene.t.subdistrictId, expertId],
    );
    must(await raiseStuck(by('steward'), { projectId, taskId: null, what: '电表箱打不开', sinceDay: '2026-11-01', tried: '找过物业', helper: null }));
    must(await planVisit(by('officer'), { projectId, kind: 'visit', plannedDay: '2026-11-05', purpose: '看看进度', visitorId: expertId }));
    const asked = async () => (await kinds(projectId)).filter((kind) => /^(stuck|visit)\./.test(kind)).toSorted();
    expect(await asked()).toEqual(['stuck.send', 'visit.make']);
    must(await stopProject(by('officer'), { projectId, reason: '场地收回' }));
    expect(await asked()).toEqual([]);
    const [stuck] = await scene.see((tx) => stuckOf(tx, projectId));
    const back = {
      projectId,
      stuckId: stuck?.id ?? '',
      move: 'send' as const,
      text: '',
      helper: { kind: 'expert' as const, personId: expertId },
      untilDay: null,
    };
    expect(await moveStuck(by('secretary'), back)).toEqual({ ok: false, error: 'wrong-state' });
  });
  test('say what is left behind; the money goes back by the settlement, each thing to whom it was given', async () => {
    const projectId = await doing(scene);
    const left = {
      projectId,
      done: '两个楼道装好',
      undone: '其余十个',
      assets: [
        { name: '感应灯', quantity: '96 盏', toWhom: '镇仓库' },
        { name: '', quantity: '', toWhom: '' },
      ],
    };
    expect(await windUpStop(by('secretary'), left)).toEqual({ ok: false, error: 'wrong-state' });
    must(await stopProject(by('officer'), { projectId, reason: '居民改变主意' }));
    expect(await kinds(projectId)).toContain('stop.wind-up');
    expect(await windUpStop(by('supervisor'), left)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await windUpStop(by('secretary'), { ...left, assets: [{ name: '灯', quantity: '', toWhom: '' }] })).toEqual({ ok: false, error: 'required' });
    must(await windUpStop(by('secretary'), left));
    expect(await windUpStop(by('secretary'), left)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await kinds(projectId)).toEqual(expect.arrayContaining(['stop.hand-over', 'project.settle']));
    expect(await handOverStopped(by('secretary'), { projectId, no: 1, day: '2026-11-03', note: '' })).toEqual({ ok: false, error: 'in-the-future' });
    must(await handOverStopped(by('secretary'), { projectId, no: 1, day: '2026-11-02', note: '仓库签收' }));
    expect((await scene.see((tx) => worksStopOf(tx, projectId)))?.assets).toMatchObject([
      { name: '感应灯', toWhom: '镇仓库', handedOn: '2026-11-02', handedByName: '陈书记' },
    ]);
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    const account = await scene.see((tx) => projectAccount(tx, projectId));
    expect(account.sources.map((source) => [source.availableFen, source.returnedFen === source.receivedFen])).toEqual(account.sources.map(() => [0n, true]));
    expect(await stateOf(scene, projectId)).toBe('stopped');
    expect((await kinds(projectId)).filter((kind) => kind !== 'project.publish-settlement')).toEqual([]);
    await expect(sql("update works_stop_asset set to_whom = '别人' where project_id = $1", [projectId])).rejects.toThrow('stays as it is');
    await expect(sql("update works_stop set done = 'x' where project_id = $1", [projectId])).rejects.toThrow('append-only');
    const running = await doing(scene);
    await expect(
      sql("insert into works_stop (subdistrict_id, project_id, done, undone, by_name, at) values ($1, $2, 'x', 'y', 'z', now())", [
        scene.t.subdistrictId,
        running,
      ]),
    ).rejects.toThrow('only works that were stopped');
  });
});
