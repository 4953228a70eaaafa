import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dutiesOf } from '#modules/inbox';
import { setSettings } from '#modules/funds';
import {
  acceptanceItems,
  acceptanceList,
  acceptProject,
  answerGrade,
  answerGradeObjection,
  callAppraisal,
  checkAcceptanceItem,
  closeProject,
  drawAcceptanceList,
  gradeProject,
  gradeStanding,
  gradeToldOf,
  listGrades,
  mendDuty,
  itemsToAccept,
  recheckDefect,
  settleProject,
  standsAgainstAcceptance,
  stopProject,
  tellGrade,
} from './index.ts';
import { caiLu, doing, must, type Scene, stateOf } from './scene.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
});
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-11-02T09:00:00+08:00'));

const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const allGood = acceptanceItems.map((item) => ({ item, ok: true, note: '' }));
const listOf = (projectId: string) => scene.see((tx) => acceptanceList(tx, projectId));

async function appraised(): Promise<string> {
  const projectId = await doing(scene);
  must(await callAppraisal(by('secretary'), { projectId, place: '活动室', startsAt: new Date('2026-11-05T01:30:00Z') }));
  await scene.t.owner.query("update meeting set state = 'held', held_at = starts_at, present_count = 30 where project_id = $1", [projectId]);
  return projectId;
}
const accept = (projectId: string) => acceptProject(by('supervisor'), { projectId, checklist: allGood, result: 'accepted', remark: '' });
const fine = { note: '', photo: null, defect: null };
async function allChecked(projectId: string, but: readonly number[] = []): Promise<void> {
  for (const item of await listOf(projectId))
    for (const who of ['supervisor', 'officer'] as const) if (!but.includes(item.no)) must(await checkAcceptanceItem(by(who), { itemId: item.id, ...fine }));
}
async function graded(): Promise<string> {
  const projectId = await appraised();
  must(await accept(projectId));
  must(await settleProject(by('secretary'), { projectId, note: '' }));
  must(await gradeProject(by('officer'), { projectId, grade: 'pass', reason: '灯亮了，指标没有填' }));
  return projectId;
}
const kindsOf = async (projectId: string) => (await scene.see((tx) => dutiesOf(tx, { projectId }))).map(({ kind }) => kind);
const raw = (text: string, ...values: unknown[]) => scene.t.owner.query(text, [scene.t.subdistrictId, ...values]);

describe('the acceptance list', () => {
  test('is drawn once from what was promised', async () => {
    const projectId = await doing(scene);
    expect(must(await drawAcceptanceList(by('secretary'), { projectId }))).toBe(6);
    expect(await drawAcceptanceList(by('secretary'), { projectId })).toEqual({ ok: false, error: 'drawn' });
    expect((await listOf(projectId)).map((item) => [item.no, item.source, item.promised])).toEqual([
      [1, 'goal', '四幢老房子每个楼道都有灯'],
      [2, 'indicator', '亮灯楼道：0 个 → 12 个'],
      [3, 'budget', '感应灯，120 盏，45,000.00 元'],
      [4, 'budget', '安装，1 处，11,100.00 元'],
      [5, 'plan', '2026-12-20 前完工'],
      [6, 'plan', '管护人赵师傅，每 3 个月检查一次：每季度检查一次'],
    ]);
  });

  test.each([
    ['not-allowed', 'auditor'],
    ['not-allowed', 'otherSecretary'],
    ['not-allowed', 'resident'],
  ] as const)('refuses with %s: drawn by %s', async (code, who) => {
    expect(await drawAcceptanceList(by(who), { projectId: await doing(scene) })).toEqual({ ok: false, error: code });
  });

  test('nobody of the team checks, nor who has no part; a defect has words and a day to come', async () => {
    const projectId = await doing(scene);
    must(await drawAcceptanceList(by('secretary'), { projectId }));
    const itemId = (await listOf(projectId))[2]?.id ?? '';
    const look = (who: keyof Scene['cast'], change = {}) => checkAcceptanceItem(by(who), { itemId, ...fine, ...change });
    for (const who of ['secretary', 'resident', 'auditor', 'otherSecretary'] as const) expect(await look(who)).toEqual({ ok: false, error: 'not-allowed' });
    const member = scene.cast.secretary;
    const inTwoRoles = { ...member, grants: [...member.grants, { role: 'supervisor' as const, neighbourhoodId: scene.neighbourhoodId }] };
    expect(await checkAcceptanceItem(scene.t.contextFor(inTwoRoles), { itemId, ...fine })).toEqual({ ok: false, error: 'of-the-team' });
    const defect = { blocking: true, mendBy: '2026-11-10' };
    expect(await look('supervisor', { defect })).toEqual({ ok: false, error: 'required' });
    expect(await look('supervisor', { note: '少两盏', defect: { ...defect, mendBy: '2026-11-01' } })).toEqual({ ok: false, error: 'in-the-past' });
    expect(await look('supervisor', { note: '少两盏', defect: { ...defect, mendBy: '明天' } })).toEqual({ ok: false, error: 'not-a-date' });
    must(await look('supervisor', { note: '少两盏', defect }));
    expect((await scene.see((tx) => dutiesOf(tx, { projectId }))).find((duty) => duty.kind === mendDuty)).toMatchObject({
      dueDay: '2026-11-10',
      role: 'secretary',
    });
  });

  test('accepted only when both sides looked at every item and nothing that blocks is open', async () => {
    const projectId = await appraised();
    must(await drawAcceptanceList(by('supervisor'), { projectId }));
    const items = await listOf(projectId);
    await allChecked(projectId, [3]);
    must(await checkAcceptanceItem(by('supervisor'), { itemId: items[2]?.id ?? '', ...fine }));
    expect(await accept(projectId)).toEqual({ ok: false, error: 'unchecked' });
    const findingId = must(
      await checkAcceptanceItem(by('officer'), { itemId: items[2]?.id ?? '', note: '少两盏', photo: null, defect: { blocking: true, mendBy: '2026-11-10' } }),
    );
    expect(standsAgainstAcceptance(await listOf(projectId))).toEqual({ unchecked: [], blocking: [3] });
    expect(await accept(projectId)).toEqual({ ok: false, error: 'open-defects' });
    const again = (who: keyof Scene['cast'], change: object) =>
      recheckDefect(by(who), { findingId, mended: false, note: '', photo: null, mendBy: '', ...change });
    expect(await again('secretary', { mended: true })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await again('officer', { note: '还少一盏' })).toEqual({ ok: false, error: 'not-a-date' });
    must(await again('officer', { note: '还少一盏', mendBy: '2026-11-12' }));
    expect(await accept(projectId)).toEqual({ ok: false, error: 'open-defects' });
    expect((await scene.see((tx) => dutiesOf(tx, { projectId }))).find((duty) => duty.kind === mendDuty)).toMatchObject({ dueDay: '2026-11-12' });
    must(await again('officer', { mended: true }));
    expect(await again('officer', { mended: true })).toEqual({ ok: false, error: 'mended' });
    must(await accept(projectId));
    expect(await stateOf(scene, projectId)).toBe('accepted');
    expect(await checkAcceptanceItem(by('officer'), { itemId: items[0]?.id ?? '', ...fine })).toEqual({ ok: false, error: 'wrong-state' });
  });

  test('what does not block leaves the way open', async () => {
    const projectId = await appraised();
    must(await drawAcceptanceList(by('supervisor'), { projectId }));
    await allChecked(projectId);
    const itemId = (await listOf(projectId))[0]?.id ?? '';
    const findingId = must(
      await checkAcceptanceItem(by('steward'), { itemId, note: '墙角没擦干净', photo: null, defect: { blocking: false, mendBy: '2026-11-20' } }),
    );
    must(await accept(projectId));
    // It is still to be mended, and looked at again once it is.
    expect(await kindsOf(projectId)).toContain(mendDuty);
    must(await recheckDefect(by('steward'), { findingId, mended: true, note: '', photo: null, mendBy: '' }));
    expect(await kindsOf(projectId)).not.toContain(mendDuty);
  });

  test('nothing is mended of what was given up', async () => {
    const projectId = await doing(scene);
    must(await drawAcceptanceList(by('supervisor'), { projectId }));
    const itemId = (await listOf(projectId))[0]?.id ?? '';
    const defect = { blocking: true, mendBy: '2026-11-20' };
    const findingId = must(await checkAcceptanceItem(by('steward'), { itemId, note: '缺一盏灯', photo: null, defect }));
    expect(await kindsOf(projectId)).toContain(mendDuty);
    must(await stopProject(by('officer'), { projectId, reason: '居民反悔' }));
    expect(await kindsOf(projectId)).not.toContain(mendDuty);
    expect(await recheckDefect(by('steward'), { findingId, mended: true, note: '', photo: null, mendBy: '' })).toEqual({ ok: false, error: 'wrong-state' });
    await expect(
      raw(
        `insert into acceptance_recheck select (jsonb_populate_record(null::acceptance_recheck, jsonb_build_object('subdistrict_id', $1::text, 'finding_id', $2::text,
        'no', 1, 'result', 'mended', 'note', '', 'by_name', 'x', 'by_person_id', $3::text, 'at', now()))).*`,
        findingId,
        scene.cast.steward.personId,
      ),
    ).rejects.toThrow('the acceptance list is closed');
  });

  test('the database keeps it against plain SQL', async () => {
    const projectId = await appraised();
    must(await drawAcceptanceList(by('supervisor'), { projectId }));
    const items = await listOf(projectId);
    await allChecked(projectId, [1]);
    const acceptance = () =>
      raw(
        `insert into acceptance (subdistrict_id, id, project_id, no, checklist, result, remark, by_name, at) values ($1, gen_random_uuid(), $2, 9, '[{}]', 'accepted', '', '某某', now())`,
        projectId,
      );
    await expect(acceptance()).rejects.toThrow('an item of the acceptance list was not checked');
    await expect(raw("update project set state = 'accepted' where subdistrict_id = $1 and id = $2", projectId)).rejects.toThrow('was not checked');
    for (const who of ['supervisor', 'officer'] as const) must(await checkAcceptanceItem(by(who), { itemId: items[0]?.id ?? '', ...fine }));
    const finding = (personId: string | null, name: string, result = 'defect') =>
      raw(
        `insert into acceptance_finding (subdistrict_id, id, item_id, capacity, result, note, by_person_id, by_name, at)
        values ($1, gen_random_uuid(), $2, 'residents', $3, '坏了', $4, $5, now()) returning id`,
        items[0]?.id,
        result,
        personId,
        name,
      );
    await expect(finding(scene.cast.secretary.personId, '陈书记')).rejects.toThrow('nobody of the team checks its own work');
    // A defect without its day stands against the acceptance too.
    const { rows } = await finding(scene.cast.steward.personId, '钱楼长');
    await expect(acceptance()).rejects.toThrow('a blocking defect is open');
    await raw("insert into acceptance_defect (subdistrict_id, finding_id, blocking, mend_by) values ($1, $2, true, '2026-11-30')", rows[0].id);
    await expect(raw("update project set state = 'accepted' where subdistrict_id = $1 and id = $2", projectId)).rejects.toThrow('a blocking defect is open');
    await expect(raw('update acceptance_defect set blocking = false where subdistrict_id = $1 and finding_id = $2', rows[0].id)).rejects.toThrow();
    await expect(raw('delete from acceptance_finding where subdistrict_id = $1 and id = $2', rows[0].id)).rejects.toThrow();
    await expect(
      raw(
        `insert into acceptance_item (subdistrict_id, id, project_id, no, source, promised, drawn_by_name, at) values ($1, gen_random_uuid(), $2, 99, 'goal', '别的', '某某', now())`,
        projectId,
      ),
    ).rejects.toThrow('nothing is added');
    const app = scene.t.app;
    await app.query('begin');
    await app.query(`set local app.subdistrict = '${scene.t.subdistrictId}'`);
    await expect(app.query('update acceptance_recheck set result = $1', ['mended'])).rejects.toThrow('permission denied');
    await app.query('rollback');
  });
});

describe('a grade told to the community', () => {
  const toldOf = (projectId: string) => scene.see((tx) => gradeToldOf(tx, projectId));
  const lastGrade = async (projectId: string) => (await scene.see((tx) => listGrades(tx, projectId))).at(-1)?.grade;

  test('is taken, and is final', async () => {
    const projectId = await graded();
    must(await tellGrade(by('officer'), { projectId }));
    expect(await tellGrade(by('officer'), { projectId })).toEqual({ ok: false, error: 'told' });
    expect(await gradeProject(by('officer'), { projectId, grade: 'good', reason: '再想想' })).toEqual({ ok: false, error: 'told' });
    expect(await answerGrade(by('supervisor'), { projectId, objection: null })).toEqual({ ok: false, error: 'not-allowed' });
    must(await answerGrade(by('secretary'), { projectId, objection: null }));
    expect(await answerGrade(by('secretary'), { projectId, objection: '不服' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(gradeStanding(1, await toldOf(projectId), '2026-11-02')).toBe('final');
    must(await closeProject(by('officer'), { projectId }));
  });

  test('is objected to once and answered by another than who gave it', async () => {
    const projectId = await graded();
    must(await tellGrade(by('officer'), { projectId }));
    expect(await answerGrade(by('secretary'), { projectId, objection: '  ' })).toEqual({ ok: false, error: 'required' });
    must(await answerGrade(by('secretary'), { projectId, objection: '指标填过，在打卡里。' }));
    expect(await answerGrade(by('secretary'), { projectId, objection: '再说一遍' })).toEqual({ ok: false, error: 'wrong-state' });
    const answer = (who: keyof Scene['cast'], grade: string | null) => answerGradeObjection(by(who), { projectId, grade, reason: '核对过，十二个楼道都亮。' });
    expect(await answer('officer', 'good')).toEqual({ ok: false, error: 'own-grade' });
    expect(await answer('head', 'pass')).toEqual({ ok: false, error: 'same-grade' });
    expect(await answer('head', 'best')).toEqual({ ok: false, error: 'not-in-list' });
    must(await answer('head', 'good'));
    expect([await lastGrade(projectId), (await toldOf(projectId))?.end?.how]).toEqual(['good', 'upheld']);
    expect(await answer('head', null)).toEqual({ ok: false, error: 'wrong-state' });
  });

  test('has the last day that the office set; after it nobody objects', async () => {
    must(await setSettings(by('officer'), { values: { 'grade.object.days': '5' }, reason: '给社区五天' }));
    const projectId = await graded();
    must(await tellGrade(by('officer'), { projectId }));
    expect(await toldOf(projectId)).toMatchObject({ objectUntil: '2026-11-07' });
    scene.t.clock.set('2026-11-08T09:00:00+08:00');
    expect(await answerGrade(by('secretary'), { projectId, objection: '迟了' })).toEqual({ ok: false, error: 'too-late' });
    expect(gradeStanding(1, await toldOf(projectId), '2026-11-08')).toBe('final');
    await expect(
      raw(
        "insert into grade_objection (subdistrict_id, project_id, text, by_person_id, by_name, on_day, at) values ($1, $2, '迟了', $3, '某某', '2026-11-07', '2026-11-08T10:00:00+08:00')",
        projectId,
        scene.cast.secretary.personId,
      ),
    ).rejects.toThrow('the time to object is over');
  });

  test('the database keeps it against plain SQL', async () => {
    const projectId = await graded();
    must(await tellGrade(by('officer'), { projectId }));
    const another = () =>
      raw(
        "insert into grade (subdistrict_id, id, project_id, no, grade, reason, by_name, at) values ($1, gen_random_uuid(), $2, 2, 'excellent', '改', '某某', now())",
        projectId,
      );
    await expect(another()).rejects.toThrow('changes only after an objection');
    const end = (how: string, no: number, who: keyof Scene['cast']) =>
      raw(
        "insert into grade_end (subdistrict_id, project_id, how, reason, final_no, by_person_id, by_name, at) values ($1, $2, $3, '因为', $4, $5, '某某', now())",
        projectId,
        how,
        no,
        scene.cast[who].personId,
      );
    await expect(end('kept', 1, 'head')).rejects.toThrow('fits what happened');
    await expect(end('upheld', 1, 'head')).rejects.toThrow('fits what happened');
    must(await answerGrade(by('secretary'), { projectId, objection: '不对' }));
    await expect(end('taken', 1, 'secretary')).rejects.toThrow('fits what happened');
    await expect(end('kept', 1, 'officer')).rejects.toThrow('nobody answers an objection to their own grade');
    must(await answerGradeObjection(by('head'), { projectId, grade: null, reason: '维持' }));
    await expect(another()).rejects.toThrow('the grade is final');
    await expect(raw('delete from grade_end where subdistrict_id = $1 and project_id = $2', projectId)).rejects.toThrow();
  });

  test('a project that stopped is graded once its account is settled', async () => {
    const projectId = await doing(scene);
    must(await stopProject(by('officer'), { projectId, reason: '居民反悔' }));
    const grade = () => gradeProject(by('officer'), { projectId, grade: 'fail', reason: '半途停了，钱退回' });
    expect(await grade()).toEqual({ ok: false, error: 'wrong-state' });
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    must(await grade());
  });
});

test('what was typed stands in the items without the zeros of the database', () => {
  const items = itemsToAccept({
    goal: '有灯',
    indicators: [{ name: '收缴率', unit: '%', baseline: '71.00', target: '90.50', how: '', when: '' }],
    lines: [{ name: '灯', category: 'materials', unit: '', quantity: '1.50', unitPriceFen: 100n, amountFen: 150n, shares: [] }],
    periodEnd: '2026-12-20',
    keeperName: '赵师傅',
    upkeepMonths: 3,
    upkeepPlan: '看一看',
  });
  expect(items.map((item) => item.promised).slice(1, 3)).toEqual(['收缴率：71 % → 90.5 %', '灯，1.5，1.50 元']);
});
