import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectAccount, reserveIn } from '#modules/books';
import { dutiesOf, listDuties } from '#modules/inbox';
import { setSettings } from '#modules/funds';
import {
  acceptanceItems,
  acceptProject,
  callAppraisal,
  cancelShift,
  type ChecklistLine,
  checkIn,
  type CheckInInput,
  closeProject,
  decideChange,
  findSettlement,
  gradeProject,
  listAcceptances,
  listChanges,
  listCheckIns,
  listShifts,
  markPicture,
  noteProgress,
  planShifts,
  requestChange,
  settleProject,
  startWork,
  stopProject,
} from './index.ts';
import { agreed, caiLu, doing, must, type Scene, stateOf } from './scene.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
});
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-11-02T09:00:00+08:00'));

const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const photo = () => ({ stored: { sha256: randomBytes(32).toString('hex'), sizeBytes: 10, mediaType: 'image/jpeg' }, name: '现场.jpg' });
const seen = (projectId: string, change: Partial<CheckInInput> = {}): CheckInInput => ({
  projectId,
  shiftId: null,
  day: '2026-11-02',
  body: '三号楼装好了六盏，亮度够',
  trouble: false,
  photos: [photo()],
  forPersonId: null,
  ...change,
});
const allGood: ChecklistLine[] = acceptanceItems.map((item) => ({ item, ok: true, note: '' }));

/** The appraisal was held: the meeting's own commands are tested where they live. */
async function appraised(projectId: string): Promise<void> {
  must(await callAppraisal(by('secretary'), { projectId, place: '活动室', startsAt: new Date('2026-11-05T01:30:00Z') }));
  await scene.t.owner.query("update meeting set state = 'held', held_at = starts_at, present_count = 30 where project_id = $1", [projectId]);
}
async function accepted(): Promise<string> {
  const projectId = await doing(scene);
  await appraised(projectId);
  must(await acceptProject(by('supervisor'), { projectId, checklist: allGood, result: 'accepted', remark: '' }));
  return projectId;
}
async function closed(): Promise<string> {
  const projectId = await accepted();
  must(await settleProject(by('secretary'), { projectId, note: '' }));
  must(await gradeProject(by('officer'), { projectId, grade: 'excellent', reason: '居民自己出钱、自己看着装' }));
  must(await closeProject(by('officer'), { projectId }));
  return projectId;
}

describe('the rota and its check-ins', () => {
  const tomorrow = (scene: Scene) => ({ day: '2026-11-03', slot: 'morning' as const, place: '3号楼', personId: scene.cast.resident.personId, personName: '' });
  test('who is on watch has it in the inbox, checks in once, and the watch is done', async () => {
    const projectId = await doing(scene);
    expect(must(await planShifts(by('supervisor'), { projectId, shifts: [tomorrow(scene), tomorrow(scene)] }))).toBe(1);
    const [shift] = await scene.see((tx) => listShifts(tx, projectId));
    expect((await scene.see((tx) => listDuties(tx, scene.cast.resident))).map((duty) => duty.subjectId)).toContain(shift?.id);
    scene.t.clock.set('2026-11-03T10:00:00+08:00');
    const both = await Promise.all([1, 2].map(() => checkIn(by('resident'), seen(projectId, { shiftId: shift?.id ?? '', day: '2026-11-03' }))));
    expect(both.map((result) => (result.ok ? 'in' : result.error)).sort()).toEqual(['in', 'taken']);
    expect((await scene.see((tx) => listDuties(tx, scene.cast.resident))).map((duty) => duty.subjectId)).not.toContain(shift?.id);
    expect(await cancelShift(by('supervisor'), { shiftId: shift?.id ?? '', reason: '改期' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await scene.see((tx) => listCheckIns(tx, projectId))).toMatchObject([
      { personName: '孙小英', body: '三号楼装好了六盏，亮度够', fileIds: [expect.any(String)] },
    ]);
  });
  test.each([
    ['not-allowed', 'resident', {}], // not on the rota
    ['not-allowed', 'auditor', {}],
    ['not-allowed', 'otherSecretary', {}],
    ['too-late', 'supervisor', { day: '2026-10-29' }],
    ['too-late', 'supervisor', { day: '2026-11-03' }],
    ['not-a-date', 'supervisor', { day: '2026-02-30' }],
    ['required', 'supervisor', { body: '   ' }],
    ['too-long', 'supervisor', { body: '亮'.repeat(501) }],
    ['wrong-type', 'supervisor', { photos: [{ stored: { sha256: 'a'.repeat(64), sizeBytes: 1, mediaType: 'application/pdf' }, name: 'x.pdf' }] }],
    ['not-found', 'supervisor', { shiftId: '00000000-0000-4000-8000-000000000000' }],
  ] as const)('refuses %s by %s: %j', async (code, who, change) => {
    const projectId = await doing(scene);
    expect(await checkIn(by(who), seen(projectId, { ...change, photos: 'photos' in change ? [...change.photos] : [] }))).toEqual({ ok: false, error: code });
    expect(await scene.see((tx) => listCheckIns(tx, projectId))).toEqual([]);
  });
  test('staff write it down for somebody without a phone; trouble asks the secretary', async () => {
    const projectId = await doing(scene);
    must(await checkIn(by('steward'), seen(projectId, { forPersonId: scene.cast.resident.personId, trouble: true })));
    expect((await scene.see((tx) => listCheckIns(tx, projectId)))[0]).toMatchObject({ personName: '孙小英', trouble: true });
    expect((await scene.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => duty.kind)).toContain('check-in.trouble');
  });
  test('words are taken as words, whatever they look like', async () => {
    const projectId = await doing(scene);
    const body = "'); drop table check_in; -- <script>alert(1)</script> \u{2028}";
    must(await checkIn(by('supervisor'), seen(projectId, { body, photos: [] })));
    expect((await scene.see((tx) => listCheckIns(tx, projectId)))[0]?.body).toBe(body.trim());
  });
});

describe('a change', () => {
  const lampsToHalls = (projectId: string, amountFen = 200_000n) => ({
    projectId,
    what: '换成更亮的灯',
    fromText: '5 瓦',
    toText: '9 瓦',
    why: '试装后太暗',
    amountFen,
  });
  const only = async (projectId: string) => {
    const [change] = await scene.see((tx) => listChanges(tx, projectId));
    if (!change) throw new Error('no change');
    return change;
  };
  test('without the office’s rule the officer says by name that it is small', async () => {
    const projectId = await doing(scene);
    must(await requestChange(by('secretary'), lampsToHalls(projectId)));
    const change = await only(projectId);
    expect(change.size).toBe('unsettled');
    expect(await decideChange(by('secretary'), { changeId: change.id, answer: 'approve', reason: '可以', resolutionId: null })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect(await decideChange(by('officer'), { changeId: change.id, answer: 'approve', reason: ' ', resolutionId: null })).toEqual({
      ok: false,
      error: 'reason-required',
    });
    expect(must(await decideChange(by('officer'), { changeId: change.id, answer: 'approve', reason: '不增加自治金', resolutionId: null }))).toBe('approved');
    expect(await only(projectId)).toMatchObject({ size: 'small', sizeReason: { saidBy: '周科长' }, decidedByName: '周科长' });
    expect(await decideChange(by('head'), { changeId: change.id, answer: 'refuse', reason: '不行', resolutionId: null })).toEqual({
      ok: false,
      error: 'decided',
    });
  });
  test('a big one goes back to the residents and needs their resolution, made after it was asked', async () => {
    must(await setSettings(by('officer'), { values: { 'change.big-from-percent': '10' }, reason: '试行' }));
    const projectId = await doing(scene);
    must(await requestChange(by('secretary'), lampsToHalls(projectId, 600_000n)));
    const change = await only(projectId);
    expect(change).toMatchObject({ size: 'big', sizeReason: { bigFromPercent: 10, totalFen: '5610000' } });
    const answer = { changeId: change.id, reason: '同意', resolutionId: null };
    expect(await decideChange(by('officer'), { ...answer, answer: 'approve' })).toEqual({ ok: false, error: 'needs-residents' });
    must(await decideChange(by('officer'), { ...answer, answer: 'send-to-residents' }));
    expect((await scene.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => duty.kind)).toContain('change.ask-residents');
    expect(await decideChange(by('officer'), { ...answer, answer: 'approve', resolutionId: scene.resolutionId })).toEqual({
      ok: false,
      error: 'needs-resolution',
    });
    const fresh = scene.t.platform.sources.newId();
    await scene.t.owner.query(
      `insert into resolution (subdistrict_id, id, neighbourhood_id, text, executor_person_id, supervisor_person_id, deadline, state, decided_on, recorded_at, position)
      values ($1, $2, $3, '同意换灯', $4, $5, '2026-12-31', 'open', '2026-11-03', '2026-11-03T10:00:00+08:00', 2)`,
      [scene.t.subdistrictId, fresh, scene.neighbourhoodId, scene.cast.secretary.personId, scene.cast.supervisor.personId],
    );
    expect(must(await decideChange(by('officer'), { ...answer, answer: 'approve', resolutionId: fresh }))).toBe('approved');
    expect((await scene.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => duty.kind)).toEqual(['project.do']);
  });
  test.each([
    ['required', { what: '' }],
    ['not-an-amount', { amountFen: -1n }],
    ['not-an-amount', { amountFen: 5_610_001n }],
    ['too-long', { why: '长'.repeat(1001) }],
  ] as const)('refuses %s', async (code, change) => {
    const projectId = await doing(scene);
    expect(await requestChange(by('secretary'), { ...lampsToHalls(projectId), ...change })).toEqual({ ok: false, error: code });
  });
  test('the database keeps the rules where the program goes around them', async () => {
    const projectId = await doing(scene);
    const insert = (state: string, size: string, more: string) =>
      scene.t.owner.query(
        `insert into change_request (subdistrict_id, id, project_id, no, what, from_text, to_text, why,
      amount_fen, size, size_reason, state, asked_by, asked_by_name, asked_at ${more ? ', decided_by, decided_at, decision_reason' : ''})
      values ($1, $2, $3, 9, 'a', 'b', 'c', 'd', 1, $4, '{}', $5, $6, 'x', now() ${more})`,
        [scene.t.subdistrictId, scene.t.platform.sources.newId(), projectId, size, state, scene.cast.secretary.personId],
      );
    await expect(insert('approved', 'big', `, null, now(), 'r'`)).rejects.toThrow('check constraint'); // no resolution
    await expect(insert('approved', 'small', `, $6, now(), 'r'`)).rejects.toThrow('check constraint'); // decided by who asked
    await expect(insert('approved', 'small', '')).rejects.toThrow('check constraint'); // nobody decided
  });
});

describe('appraisal and acceptance', () => {
  test('no acceptance before the residents have appraised; a list that is not in order is not accepted', async () => {
    const projectId = await doing(scene);
    const input = { projectId, checklist: allGood, result: 'accepted' as const, remark: '' };
    expect(await acceptProject(by('supervisor'), input)).toEqual({ ok: false, error: 'wrong-state' });
    must(await callAppraisal(by('secretary'), { projectId, place: '活动室', startsAt: new Date('2026-11-05T01:30:00Z') }));
    expect(await acceptProject(by('supervisor'), input)).toEqual({ ok: false, error: 'no-appraisal' });
    await scene.t.owner.query("update meeting set state = 'held', held_at = starts_at, present_count = 30 where project_id = $1", [projectId]);
    expect(await acceptProject(by('secretary'), input)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await acceptProject(by('supervisor'), { ...input, checklist: allGood.slice(1) })).toEqual({ ok: false, error: 'incomplete' });
    const broken = allGood.map((line) => (line.item === 'works' ? { ...line, ok: false, note: '五楼两盏不亮' } : line));
    expect(await acceptProject(by('supervisor'), { ...input, checklist: broken.map((line) => ({ ...line, note: '' })) })).toEqual({
      ok: false,
      error: 'say-what-is-wrong',
    });
    expect(await acceptProject(by('supervisor'), { ...input, checklist: broken })).toEqual({ ok: false, error: 'not-in-order' });
    must(await acceptProject(by('supervisor'), { ...input, checklist: broken, result: 'rework', remark: '换掉五楼两盏' }));
    expect(await stateOf(scene, projectId)).toBe('doing');
    expect(await scene.see((tx) => listAcceptances(tx, projectId))).toMatchObject([{ no: 1, result: 'rework', remark: '换掉五楼两盏' }]);
  });
  test('a meeting in the past calls nothing and moves nothing', async () => {
    const projectId = await doing(scene);
    expect(await callAppraisal(by('secretary'), { projectId, place: '活动室', startsAt: new Date('2026-11-01T01:30:00Z') })).toEqual({
      ok: false,
      error: 'in-the-past',
    });
    expect(await stateOf(scene, projectId)).toBe('doing');
  });
  test('two supervisors at once accept once, and nobody is asked to watch any more', async () => {
    const projectId = await doing(scene);
    const watch = { day: '2027-11-03', slot: 'morning' as const, place: '3号楼', personId: scene.cast.resident.personId, personName: '' };
    must(await planShifts(by('supervisor'), { projectId, shifts: [watch] }));
    const [shift] = await scene.see((tx) => listShifts(tx, projectId));
    const asked = async () => (await scene.see((tx) => listDuties(tx, scene.cast.resident))).some((duty) => duty.subjectId === shift?.id);
    await appraised(projectId);
    expect(await asked()).toBe(true);
    const both = await Promise.all([1, 2].map(() => acceptProject(by('supervisor'), { projectId, checklist: allGood, result: 'accepted', remark: '' })));
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(await scene.see((tx) => listAcceptances(tx, projectId))).toHaveLength(1);
    expect(await asked()).toBe(false);
  });
});

describe('settlement, grade, closing', () => {
  test('what is unspent goes back to each source, by the books', async () => {
    const projectId = await accepted();
    const id = must(await settleProject(by('secretary'), { projectId, note: '未动用' }));
    const settlement = await scene.see((tx) => findSettlement(tx, projectId));
    expect(settlement).toMatchObject({ id, receivedFen: 5_300_000n, spentFen: 0n, returnedFen: 5_300_000n });
    const account = await scene.see((tx) => projectAccount(tx, projectId));
    expect(account.totals.availableFen).toBe(0n);
    expect(account.sources.map((source) => source.state)).toEqual(['closed', 'closed', 'closed']);
    expect(await settleProject(by('secretary'), { projectId, note: '' })).toEqual({ ok: false, error: 'wrong-state' });
  });
  test('not while money is still kept for a request', async () => {
    const projectId = await accepted();
    must(
      await scene.as(scene.cast.secretary, (tx) =>
        reserveIn(tx, {
          projectId,
          subjectId: tx.newId(),
          text: '灯',
          day: '2026-11-02',
          lines: [{ category: 'materials', text: '灯', amountFen: 100n }],
        }),
      ),
    );
    expect(await settleProject(by('secretary'), { projectId, note: '' })).toEqual({ ok: false, error: 'open-requests' });
    expect(await stateOf(scene, projectId)).toBe('accepted');
  });
  test('a stopped project is settled too, once', async () => {
    const projectId = await doing(scene);
    expect(await stopProject(by('secretary'), { projectId, reason: '不做了' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await stopProject(by('head'), { projectId, reason: '楼要拆了' }));
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    expect(await settleProject(by('secretary'), { projectId, note: '' })).toEqual({ ok: false, error: 'settled' });
    expect(await stateOf(scene, projectId)).toBe('stopped');
  });
  test('only a grade of the policy, with a reason; no closing without one', async () => {
    const projectId = await accepted();
    must(await settleProject(by('secretary'), { projectId, note: '' }));
    expect(await closeProject(by('officer'), { projectId })).toEqual({ ok: false, error: 'no-grade' });
    expect(await gradeProject(by('officer'), { projectId, grade: '特优', reason: '好' })).toEqual({ ok: false, error: 'not-in-list' });
    expect(await gradeProject(by('officer'), { projectId, grade: 'good', reason: '' })).toEqual({ ok: false, error: 'reason-required' });
    expect(await gradeProject(by('secretary'), { projectId, grade: 'good', reason: '好' })).toEqual({ ok: false, error: 'not-allowed' });
  });
  test('what is closed is locked: also for a program that goes around the commands', async () => {
    const projectId = await closed();
    expect(await checkIn(by('supervisor'), seen(projectId))).toEqual({ ok: false, error: 'wrong-state' });
    expect(await noteProgress(by('secretary'), { projectId, progress: '又做了一点', problems: '' })).toEqual({ ok: false, error: 'wrong-state' });
    await expect(
      scene.t.owner.query(`insert into mid_term_note (subdistrict_id, id, project_id, progress, by_name, at) values ($1, $2, $3, 'x', 'x', now())`, [
        scene.t.subdistrictId,
        scene.t.platform.sources.newId(),
        projectId,
      ]),
    ).rejects.toThrow('takes no more entries');
    await expect(scene.t.owner.query('delete from grade where project_id = $1', [projectId])).rejects.toThrow('append-only');
  });
});

describe('places and their walls', () => {
  test('another subdistrict sees no project of this one', async () => {
    const projectId = await agreed(scene);
    const found = await scene.t.db.tenant(scene.t.otherSubdistrictId, async (tx) => (await tx.executeSql('select id from project', [])).rows, 'read');
    expect(found).toEqual([]);
    const { rows } = await scene.t.app.query('select id from project');
    expect(rows).toEqual([]);
    const tables = await scene.t.owner.query(`select relname from pg_class where relkind = 'r' and not relrowsecurity and relname in ('project', 'project_step',
      'application_draft', 'application', 'application_indicator', 'application_member', 'application_source', 'budget_line', 'budget_line_source', 'application_risk',
      'application_basis', 'application_evidence', 'application_check', 'shift', 'check_in', 'check_in_photo', 'change_request', 'mid_term_note', 'indicator_reading',
      'picture_mark', 'acceptance', 'settlement', 'settlement_source', 'grade', 'upkeep_task', 'upkeep_check')`);
    expect(tables.rows).toEqual([]);
    expect(await startWork(by('otherSecretary'), { projectId })).toEqual({ ok: false, error: 'not-allowed' });
  });
  test('a picture shown before or after is new, or was taken at these works', async () => {
    const projectId = await doing(scene);
    must(await markPicture(by('secretary'), { projectId, mark: 'before', caption: '没有灯的楼道', photo: photo() }));
    expect(await markPicture(by('secretary'), { projectId, mark: 'after', caption: '亮了', photo: { fileId: scene.t.platform.sources.newId() } })).toEqual({
      ok: false,
      error: 'required',
    });
    must(await checkIn(by('supervisor'), seen(projectId)));
    const [one] = await scene.see((tx) => listCheckIns(tx, projectId));
    must(await markPicture(by('secretary'), { projectId, mark: 'after', caption: '亮了', photo: { fileId: one?.fileIds[0] ?? '' } }));
  });
});
