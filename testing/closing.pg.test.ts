import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, Role } from '#platform/access';
import {
  askSatisfaction,
  closeValueReview,
  closingSeals,
  closingPermissions,
  driftFigure,
  driftOfId,
  findLessons,
  findValueSession,
  gradeByPanel,
  gradeAdjustments,
  gradeEffects,
  judgeDrift,
  judgementsOf,
  judgeValue,
  laidProjects,
  openValueReview,
  panelOf,
  recusalsOf,
  recuseFromValue,
  renewValueFacts,
  satisfactionOf,
  sayReach,
  silenceBounds,
  tellLesson,
} from '#modules/closing';
import { adoptPolicy, listRounds } from '#modules/funds';
import { dutiesOf, listDuties } from '#modules/inbox';
import {
  acceptanceItems,
  acceptProject,
  callAppraisal,
  decideChange,
  gradeToldOf,
  listGrades,
  projectsSeals,
  requestChange,
  settleProject,
  stopProject,
} from '#modules/projects';
import { reviewPermissions } from '#modules/reviews';
import { answerByCode, answerSurvey, closeSurvey, issueSurveyCodes, membersOf, surveyPermissions } from '#modules/surveys';
import { anonymous, system } from '#platform/access';
import { sealRows, verifySeals } from '#platform/seals';
import { actorWith } from '#testing/platform';
import { POLICY_PACKS } from '#policies';
import { caiLu, doing, must, type Scene } from '../modules/projects/scene.fixture.ts';

let scene: Scene;
let roundId: string;
const homes: string[] = [];
let panel: Actor[];
const put = (text: string, ...values: unknown[]) => scene.t.owner.query(text, [scene.t.subdistrictId, ...values]);
const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const as = (actor: Actor) => scene.t.contextFor(actor);

async function person(name: string, role: Role, place: string | null): Promise<Actor> {
  const id = scene.t.platform.sources.newId();
  await put('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, now())', id, name);
  await put(
    `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, $2, $3, $4, $5, '2026-01-01', now())`,
    scene.t.platform.sources.newId(),
    id,
    role,
    place,
  );
  return actorWith(id, name, { role, neighbourhoodId: place });
}

beforeAll(async () => {
  scene = await caiLu([closingPermissions, surveyPermissions, reviewPermissions]);
  roundId = (await scene.see((tx) => listRounds(tx)))[0]?.id ?? '';
  const id = scene.t.platform.sources.newId;
  const [compound, building, entrance] = [id(), id(), id()];
  await put(`insert into compound (subdistrict_id, id, neighbourhood_id, name, kind) values ($1, $2, $3, '蔡路', 'old')`, compound, scene.neighbourhoodId);
  await put(
    `insert into building (subdistrict_id, id, neighbourhood_id, compound_id, name) values ($1, $2, $3, $4, '1号楼')`,
    building,
    scene.neighbourhoodId,
    compound,
  );
  await put(
    `insert into entrance (subdistrict_id, id, neighbourhood_id, building_id, name) values ($1, $2, $3, $4, '1单元')`,
    entrance,
    scene.neighbourhoodId,
    building,
  );
  for (let room = 101; room < 161; room++) {
    const [home, household] = [id(), id()];
    await put(
      `insert into home (subdistrict_id, id, neighbourhood_id, building_id, entrance_id, room) values ($1, $2, $3, $4, $5, $6)`,
      home,
      scene.neighbourhoodId,
      building,
      entrance,
      String(room),
    );
    await put(
      `insert into household (subdistrict_id, id, neighbourhood_id, home_id, since_day) values ($1, $2, $3, $4, '2020-01-01')`,
      household,
      scene.neighbourhoodId,
      home,
    );
    homes.push(household);
  }
  panel = [await person('沈若谷', 'reviewer', null), await person('严以南', 'reviewer', null), await person('王大爷', 'supervisor', scene.neighbourhoodId)];
}, 60_000);
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-11-02T09:00:00+08:00'));

const allGood = acceptanceItems.map((item) => ({ item, ok: true, note: '' }));
async function settled(): Promise<string> {
  const projectId = await doing(scene);
  await put('update project set round_id = $3 where subdistrict_id = $1 and id = $2', projectId, roundId);
  must(await callAppraisal(by('secretary'), { projectId, place: '活动室', startsAt: new Date('2026-11-05T01:30:00Z') }));
  await scene.t.owner.query("update meeting set state = 'held', held_at = starts_at, present_count = 30 where project_id = $1", [projectId]);
  must(await acceptProject(by('supervisor'), { projectId, checklist: allGood, result: 'accepted', remark: '' }));
  must(await settleProject(by('secretary'), { projectId, note: '' }));
  return projectId;
}

describe('goal drift', () => {
  const drift = async (projectId: string) => (await scene.see((tx) => driftOfId(tx, projectId))) ?? [];
  test('promises beside what was done; the office’s word stands above the records and names the decision', async () => {
    const projectId = await doing(scene);
    const items = await drift(projectId);
    expect(items.map((one) => [one.item.kind, one.state])).toEqual([
      ['goal', null],
      ['schedule', null],
      ['indicator', null],
      ['line', null],
      ['line', null],
      ['money', 'kept'],
      ['money', null],
      ['money', 'kept'],
      ['keeper', null],
    ]);
    const goal = items[0]?.item.id ?? '';
    const say = (who: keyof Scene['cast'], change: object) =>
      judgeDrift(by(who), { projectId, itemId: goal, state: 'kept', changeId: null, reason: '看过现场', ...change });
    for (const who of ['secretary', 'auditor', 'resident'] as const) expect(await say(who, {})).toEqual({ ok: false, error: 'not-allowed' });
    expect(await say('officer', { reason: ' ' })).toEqual({ ok: false, error: 'required' });
    expect(await say('officer', { itemId: `${goal}9` })).toEqual({ ok: false, error: 'no-such-item' });
    expect(await say('officer', { itemId: items[0]?.item.id.replace('goal', 'team') })).toEqual({ ok: false, error: 'no-such-item' });
    expect(await say('officer', { state: 'changed' })).toEqual({ ok: false, error: 'needs-change' });
    must(await requestChange(by('secretary'), { projectId, what: '目标', fromText: '每个楼道', toText: '三幢楼的楼道', why: '四号楼要拆', amountFen: 100n }));
    const { rows } = await put('select id from change_request where subdistrict_id = $1 and project_id = $2', projectId);
    expect(await say('officer', { state: 'changed', changeId: rows[0].id })).toEqual({ ok: false, error: 'needs-change' });
    must(await decideChange(by('officer'), { changeId: rows[0].id, answer: 'approve', reason: '同意', resolutionId: null, size: 'small' } as never));
    must(await say('officer', { state: 'changed', changeId: rows[0].id }));
    expect((await drift(projectId))[0]).toMatchObject({ state: 'changed', from: 'judged', byName: '周科长' });
    must(await say('head', { state: 'partly', reason: '两个楼道没亮' }));
    expect(driftFigure(await drift(projectId))).toMatchObject({ known: 3, partly: 1, driftBp: 1667 });
  });
  test('the database keeps it against plain SQL', async () => {
    const [mine, other] = [await doing(scene), await doing(scene)];
    const item = (await drift(mine))[0]?.item.id ?? '';
    const insert = (projectId: string, state: string, change: string | null) =>
      put(
        `insert into drift_judgement (subdistrict_id, id, project_id, item_id, no, state, change_id, reason, by_person_id, by_name, at)
        values ($1, gen_random_uuid(), $2, $3, 1, $4, $5, '因为', $6, '某某', now())`,
        projectId,
        item,
        state,
        change,
        scene.cast.officer.personId,
      );
    await expect(insert(other, 'kept', null)).rejects.toThrow('no such promise of this project');
    await expect(insert(mine, 'changed', null)).rejects.toThrow();
    must(await requestChange(by('secretary'), { projectId: other, what: '目标', fromText: '一', toText: '二', why: '三', amountFen: 100n }));
    const { rows } = await put('select id from change_request where subdistrict_id = $1 and project_id = $2', other);
    await expect(insert(mine, 'changed', rows[0].id)).rejects.toThrow('needs an approved change');
    await insert(mine, 'kept', null);
    await expect(put("update drift_judgement set state = 'dropped' where subdistrict_id = $1 and project_id = $2", mine)).rejects.toThrow();
  });
});

describe('satisfaction of a sample', () => {
  test('drawn once with a seed of the machine; answered by code, by oneself, on paper; read after the end only', async () => {
    const projectId = await settled();
    const ask = (who: keyof Scene['cast'], marginPercent = 10) => askSatisfaction(by(who), { projectId, marginPercent });
    expect(await ask('resident')).toEqual({ ok: false, error: 'not-allowed' });
    expect(await ask('secretary', 0)).toEqual({ ok: false, error: 'out-of-range' });
    expect(await askSatisfaction(by('secretary'), { projectId: await doing(scene), marginPercent: 10 })).toEqual({ ok: false, error: 'wrong-state' });
    const { surveyId, drawn } = must(await ask('secretary'));
    expect(drawn).toBe(38);
    expect(await ask('officer')).toEqual({ ok: false, error: 'asked' });
    const figures = () => scene.see((tx) => satisfactionOf(tx, projectId));
    expect(await figures()).toMatchObject({ population: 60, drawn: 38, returned: 0, satisfied: null, marginPermille: 100 });
    expect((await figures())?.seed).toMatch(/^[0-9a-f]{16}$/);

    const letters = must(await issueSurveyCodes(by('secretary'), { surveyId }));
    expect([letters.length, new Set(letters.map((letter) => letter.code)).size]).toEqual([38, 38]);
    expect(await issueSurveyCodes(by('resident'), { surveyId })).toEqual({ ok: false, error: 'not-allowed' });
    const nobody = () => scene.t.contextFor(anonymous);
    const code = (typed: string, answers: (string | null)[] = ['满意', '值']) => answerByCode(nobody(), { surveyId, code: typed, answers });
    expect(await code('AAAA-BBBB-CCCC')).toEqual({ ok: false, error: 'not-drawn' });
    expect(await code(letters[0]?.code ?? '', ['好极了', null])).toEqual({ ok: false, error: 'wrong-answer' });
    must(await code(letters[0]?.code.toLowerCase() ?? ''));
    expect(await code(letters[0]?.code ?? '')).toEqual({ ok: false, error: 'not-drawn' });
    // New letters take the old ones' place, and go only to who has not answered.
    const again = must(await issueSurveyCodes(by('secretary'), { surveyId }));
    expect(again).toHaveLength(37);
    expect(await code(letters[1]?.code ?? '')).toEqual({ ok: false, error: 'not-drawn' });
    must(await code(again[0]?.code ?? '', ['很满意', '部分值']));
    const waiting = (await scene.see((tx) => membersOf(tx, surveyId))).filter((member) => member.channel === null);
    for (const [index, member] of waiting.slice(0, 28).entries())
      must(await answerSurvey(by('steward'), { surveyId, householdId: member.householdId, channel: 'paper', answers: [index < 22 ? '满意' : '不满意', null] }));
    expect((await figures())?.satisfied).toBeNull();
    must(await closeSurvey(by('secretary'), { surveyId }));
    const end = await figures();
    expect(end).toMatchObject({
      returned: 30,
      byChannel: { own: 2, paper: 28, phone: 0 },
      satisfied: { yes: 24, answered: 30, interval: { lowBp: 6810, highBp: 8823 } },
      worthIt: { yes: 1, answered: 2 },
    });
    expect(end?.satisfied && silenceBounds(end.satisfied, end.drawn)).toEqual({ lowBp: 6315, highBp: 8422 });
    await expect(code(again[1]?.code ?? '')).resolves.toEqual({ ok: false, error: 'wrong-state' });
  });
  test('the database keeps one sample a project, and codes for those who have not answered', async () => {
    const projectId = await settled();
    const { surveyId } = must(await askSatisfaction(by('secretary'), { projectId, marginPercent: 20 }));
    await expect(
      put("insert into project_survey (subdistrict_id, project_id, survey_id, by_name, at) values ($1, $2, $3, '某某', now())", projectId, surveyId),
    ).rejects.toThrow();
    await expect(put('delete from project_survey where subdistrict_id = $1 and project_id = $2', projectId)).rejects.toThrow();
    const [member] = await scene.see((tx) => membersOf(tx, surveyId));
    must(await answerSurvey(by('steward'), { surveyId, householdId: member?.householdId ?? '', channel: 'phone', answers: ['一般', '值'] }));
    await expect(
      put(
        `insert into survey_code (subdistrict_id, survey_id, household_id, code_hash, issued_by_name, issued_on) values ($1, $2, $3, repeat('a', 64), '某某', '2026-11-02')`,
        surveyId,
        member?.householdId,
      ),
    ).rejects.toThrow('has not answered yet');
  });
});

test('lessons are told and found again by words and tag', async () => {
  const projectId = await doing(scene);
  const tell = (who: keyof Scene['cast'], text: string, tags = '照明，出资') => tellLesson(by(who), { projectId, kind: 'differently', text, tags });
  expect(await tell('resident', '早点请电工')).toEqual({ ok: false, error: 'not-allowed' });
  expect(await tell('secretary', ' ')).toEqual({ ok: false, error: 'required' });
  must(await tell('secretary', '先量电压再买灯，Sensor 要能调'));
  const found = (which: object) => scene.see((tx) => findLessons(tx, which));
  expect((await found({ words: 'sensor 量电压' })).map((one) => one.tags)).toEqual([['照明', '出资']]);
  expect((await found({ tag: '照明', projectId })).length).toBe(1);
  expect(await found({ words: '没有这个词' })).toEqual([]);
  expect(await found({ tag: '照' })).toEqual([]);
  await expect(put('delete from lesson where subdistrict_id = $1')).rejects.toThrow();
});

describe('the year-end value review', () => {
  const open = (who: keyof Scene['cast'] = 'officer', change: object = {}) =>
    openValueReview(by(who), {
      roundId,
      title: '2026 年终评审会',
      heldOn: '2026-11-20',
      place: '街道三楼会议室',
      personIds: panel.flatMap((one) => one.personId ?? []),
      ...change,
    });

  test('projects side by side with what stopped and what is late; the panel judges, steps back, and the grades follow', async () => {
    const [done, stopped, late] = [await settled(), await doing(scene), await doing(scene)];
    must(await sayReach(by('secretary'), { projectId: done, households: 62, countedHow: '四幢楼的住户' }));
    expect(await sayReach(by('secretary'), { projectId: done, households: 0, countedHow: '没数' })).toEqual({ ok: false, error: 'out-of-range' });
    for (const projectId of [stopped, late]) await put('update project set round_id = $3 where subdistrict_id = $1 and id = $2', projectId, roundId);
    must(await stopProject(by('officer'), { projectId: stopped, reason: '居民反悔，不装了' }));
    must(await settleProject(by('secretary'), { projectId: stopped, note: '' }));
    scene.t.clock.set('2026-12-31T09:00:00+08:00');
    expect(await open('secretary')).toEqual({ ok: false, error: 'not-allowed' });
    expect(await open('officer', { personIds: [] })).toEqual({ ok: false, error: 'no-panel' });
    expect(await open('officer', { heldOn: '2026-13-01' })).toEqual({ ok: false, error: 'not-a-date' });
    const { sessionId, projects, recused } = must(await open('officer', { heldOn: '2026-12-31' }));
    // 王大爷 works in the neighbourhood of all of them.
    expect(recused).toBe(projects);
    const laid = await scene.see((tx) => laidProjects(tx, sessionId));
    const factsOf = (projectId: string) => laid.find((one) => one.projectId === projectId)?.facts;
    expect(factsOf(done)).toMatchObject({
      course: 'done',
      grantFen: '4500000',
      otherFen: '800000',
      spentFen: '0',
      returnedFen: '5300000',
      households: 62,
      perHouseholdFen: '0',
      leverage: '0.2',
    });
    expect(factsOf(stopped)).toMatchObject({ course: 'stopped', happened: '居民反悔，不装了', returnedFen: '5300000' });
    expect(factsOf(late)).toMatchObject({ course: 'late', daysLate: 11 });
    const [shen, yan, wang] = panel as [Actor, Actor, Actor];
    expect((await scene.see((tx) => listDuties(tx, shen))).map((duty) => duty.kind)).toContain('value-review.judge');

    const say = (actor: Actor, projectId: string, change: object = {}) =>
      judgeValue(as(actor), { sessionId, projectId, worth: 'yes', points: null, grade: 'good', reason: '花得值', ...change });
    expect(await say(scene.cast.officer, done)).toEqual({ ok: false, error: 'not-a-member' });
    expect(await say(wang, done)).toEqual({ ok: false, error: 'recused' });
    expect(await say(shen, done, { grade: 'best' })).toEqual({ ok: false, error: 'not-in-list' });
    expect(await say(shen, done, { reason: '' })).toEqual({ ok: false, error: 'required' });
    expect(await say(shen, roundId)).toEqual({ ok: false, error: 'not-found' });
    must(await say(shen, done, { worth: 'no', grade: 'fail', reason: '没看懂' }));
    must(await say(shen, done, { reason: '看懂了，值' }));
    must(await say(yan, done, { worth: 'partly', grade: 'pass', reason: '没花完' }));
    expect(await closeValueReview(by('officer'), { sessionId })).toEqual({ ok: false, error: 'nobody-judged' });
    must(await sayReach(by('secretary'), { projectId: late, households: 10, countedHow: '看得到的' }));
    const left = must(await renewValueFacts(by('officer'), { sessionId }));
    expect(left).toBe(projects - 1);
    expect((await scene.see((tx) => laidProjects(tx, sessionId))).find((one) => one.projectId === late)?.facts.households).toBe(10);
    must(await recuseFromValue(as(yan), { sessionId, projectId: stopped, reason: '当时提过建议' }));
    expect(await say(yan, stopped)).toEqual({ ok: false, error: 'recused' });
    for (const one of laid) if (one.projectId !== done) must(await say(shen, one.projectId, { worth: 'no', grade: 'fail', reason: '没有做成' }));
    expect((await scene.see((tx) => listDuties(tx, shen))).map((duty) => duty.kind)).not.toContain('value-review.judge');

    // Around the application.
    const raw = (personId: string | null, projectId: string, grade = 'good') =>
      put(
        `insert into value_judgement (subdistrict_id, session_id, project_id, person_id, no, worth, grade, reason, at) values ($1, $2, $3, $4, 9, 'yes', $5, '好', now())`,
        sessionId,
        projectId,
        personId,
        grade,
      );
    await expect(raw(wang.personId, done)).rejects.toThrow('whoever stepped back does not judge');
    await expect(raw(shen.personId, done, 'best')).rejects.toThrow('no such grade');
    await expect(raw(scene.cast.officer.personId, done)).rejects.toThrow();
    await expect(put("update value_project set facts = '{}' where subdistrict_id = $1 and project_id = $2", done)).rejects.toThrow(
      'figures that were judged on stay',
    );
    await expect(put("update value_judgement set worth = 'yes' where subdistrict_id = $1")).rejects.toThrow();
    await expect(put("update value_session set title = '别的' where subdistrict_id = $1")).rejects.toThrow('only closes');

    expect(await gradeByPanel(by('officer'), { sessionId })).toEqual({ ok: false, error: 'wrong-state' });
    must(await closeValueReview(by('officer'), { sessionId }));
    expect(await say(shen, done)).toEqual({ ok: false, error: 'wrong-state' });
    await expect(raw(yan.personId, done)).rejects.toThrow('the value review is closed');
    await expect(put("update value_session set state = 'open', closed_at = null, closed_by_name = null where subdistrict_id = $1")).rejects.toThrow(
      'only closes',
    );

    const { graded } = must(await gradeByPanel(by('officer'), { sessionId }));
    expect(graded).toBeGreaterThanOrEqual(2);
    const grades = await scene.see((tx) => listGrades(tx, done));
    expect(grades).toMatchObject([{ grade: 'pass', reason: '“2026 年终评审会”2 人评议：值 1 人、部分值 1 人、不值 0 人，中位等级合格。看懂了，值；没花完' }]);
    expect((await scene.see((tx) => listGrades(tx, stopped)))[0]).toMatchObject({ grade: 'fail' });
    expect(await scene.see((tx) => listGrades(tx, late))).toEqual([]);
    expect(await scene.see((tx) => gradeToldOf(tx, done))).toMatchObject({ gradeNo: 1, objection: null });
    expect((await scene.see((tx) => dutiesOf(tx, { projectId: done }))).map((duty) => duty.kind)).toContain('grade.object');
    expect(must(await gradeByPanel(by('officer'), { sessionId })).graded).toBe(0);
    expect([(await scene.see((tx) => panelOf(tx, sessionId))).length, (await scene.see((tx) => findValueSession(tx, sessionId)))?.state]).toEqual([
      3,
      'closed',
    ]);
    expect((await scene.see((tx) => recusalsOf(tx, sessionId))).filter((one) => one.personId === yan.personId)).toMatchObject([
      { projectId: stopped, reason: '当时提过建议' },
    ]);
    expect((await scene.see((tx) => judgementsOf(tx, sessionId))).filter((one) => one.projectId === done)).toHaveLength(2);
  });

  test('what was said is sealed: a change in the database is found', async () => {
    must(await sealRows(as(system), [...closingSeals, ...projectsSeals]));
    const problems = async () => (await scene.see((tx) => verifySeals(tx, [...closingSeals, ...projectsSeals]))).problems;
    expect(await problems()).toEqual([]);
    await scene.t.owner.query('set session_replication_role = replica');
    await put("update value_judgement set worth = 'yes' where subdistrict_id = $1 and worth = 'no'");
    await put("update drift_judgement set state = 'kept', change_id = null where subdistrict_id = $1 and state <> 'kept'");
    await scene.t.owner.query('set session_replication_role = origin');
    const found = (await problems()).join('\n');
    expect(found).toContain('年终评审意见');
    expect(found).toContain('承诺兑现判断');
  });

  test('what the policy does not say of the next year is said as not set', async () => {
    const effects = await scene.see((tx) => gradeEffects(tx, 2026, '2026-12-31'));
    expect(effects.find((one) => one.name === '胜利')?.effect).toEqual({ kind: 'none-graded' });
    const cailu = effects.find((one) => one.name === '蔡路');
    expect(cailu?.grades.length).toBeGreaterThanOrEqual(2);
    expect(cailu?.effect).toEqual({ kind: 'not-set', why: 'no-effect' });
    expect(await scene.see((tx) => gradeAdjustments(tx, 2026, '2026-12-31'))).toEqual([
      { neighbourhoodId: scene.neighbourhoodId, reason: '上年等级：等级怎么影响额度，自治办还没有设定，额度不变' },
    ]);
    expect(await scene.see((tx) => gradeAdjustments(tx, 2025, '2026-12-31'))).toEqual([]);
  });

  test('where the policy says it, the grade moves next year’s quota with its reason', async () => {
    const own = POLICY_PACKS.find((pack) => pack.code === 'demo-subdistrict');
    if (!own) throw new Error('no such pack');
    const effect: Record<string, { quotaPercent?: number; mayApply?: boolean }> = {
      good: { quotaPercent: 110 },
      pass: { quotaPercent: 90 },
      fail: { quotaPercent: 0, mayApply: false },
    };
    const with2027 = (nextYearBy: 'worst' | 'best') => ({
      ...own,
      code: `demo-${nextYearBy}`,
      rules: own.rules.map((rule) =>
        rule.kind === 'grades' ? { ...rule, nextYearBy, grades: rule.grades.map((grade) => ({ ...grade, ...effect[grade.code] })) } : rule,
      ),
    });
    const adopted = async (nextYearBy: 'worst' | 'best', day: string) => {
      scene.t.clock.set(`${day}T09:00:00+08:00`);
      must(await adoptPolicy(by('officer'), { packs: [...POLICY_PACKS, with2027(nextYearBy)], code: `demo-${nextYearBy}` }));
      return scene.see((tx) => gradeAdjustments(tx, 2026, day));
    };
    expect(await adopted('worst', '2027-01-04')).toMatchObject([
      { neighbourhoodId: scene.neighbourhoodId, percent: 0, reason: expect.stringContaining('评为“不合格”（等级还没有定）：本年不能申报'), clause: '第十一条' },
    ]);
    expect(await adopted('best', '2027-01-05')).toMatchObject([
      { percent: 90, reason: '上年“楼道亮起来”评为“合格”（等级还没有定）：按平常的 90%', source: expect.stringContaining('实施办法') },
    ]);
  });
});
