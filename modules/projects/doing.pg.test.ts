import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dailyInbox, dutiesOf, listDuties } from '#modules/inbox';
import { type Actor, type Role, system } from '#platform/access';
import { actorWith } from '#testing/platform';
import {
  answerSwap,
  askSwap,
  checkIn,
  checkInFactsOf,
  correctCheckIn,
  correctionsOf,
  dailyWorks,
  dropTask,
  listCheckIns,
  listNeeds,
  listShifts,
  listSwaps,
  listTasks,
  listVisits,
  moveFinding,
  moveStuck,
  noteTask,
  planShifts,
  planTask,
  planVisit,
  raiseStuck,
  recordVisit,
  setWorksPlace,
  signUpForWatch,
  startPlan,
  stuckOf,
  unwantWatch,
  wantWatch,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

let scene: Scene;
let neighbour: Actor;
let expert: Actor;
/** A person with a role written into the roster too, as the helpers' list reads it. */
async function cast(name: string, role: Role, place: string | null): Promise<Actor> {
  const personId = scene.t.platform.sources.newId();
  await scene.t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, now())', [
    scene.t.subdistrictId,
    personId,
    name,
  ]);
  await enrol(personId, role, place);
  return actorWith(personId, name, { role, neighbourhoodId: place });
}
const enrol = (personId: string | null, role: Role, place: string | null) =>
  role === 'resident'
    ? undefined
    : scene.t.owner.query(
        "insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, $2, $3, $4, $5, '2026-01-01', now())",
        [scene.t.subdistrictId, scene.t.platform.sources.newId(), personId, role, place],
      );
beforeAll(async () => {
  scene = await caiLu();
  neighbour = await cast('周长根', 'resident', scene.neighbourhoodId);
  expert = await cast('沈若谷', 'reviewer', null);
  await enrol(scene.cast.officer.personId, 'officer', null);
});
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-12-01T09:00:00+08:00'));
/** Works that began in November, on their first day of the plan. */
async function begun(): Promise<string> {
  scene.t.clock.set('2026-11-02T09:00:00+08:00');
  const projectId = await doing(scene);
  scene.t.clock.set('2026-12-01T09:00:00+08:00');
  return projectId;
}

const by = (who: keyof Scene['cast'] | Actor) => scene.t.contextFor(typeof who === 'string' ? scene.cast[who] : who);
const sql = (text: string, values: unknown[] = []) => scene.t.owner.query(text, values);
/** As the application's own role, inside its subdistrict, without the application. */
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
const mine = async (who: Actor, projectId: string) =>
  (await scene.see((tx) => listDuties(tx, who))).filter((duty) => duty.projectId === projectId).map((duty) => duty.kind);

describe('the plan', () => {
  test('begins from the application; a task names its person, waits for another, is done with its proof, and goes up when late', async () => {
    const projectId = await begun();
    expect(must(await startPlan(by('secretary'), { projectId }))).toBe(3);
    expect(await startPlan(by('secretary'), { projectId })).toEqual({ ok: false, error: 'planned' });
    const [lamps, work] = await scene.see((tx) => listTasks(tx, projectId));
    if (!lamps || !work) throw new Error('no plan');
    expect(lamps).toMatchObject({ title: '感应灯（120盏）', fromDay: '2026-12-01', toDay: '2026-12-19', percent: 0 });
    const words = { projectId, title: lamps.title, shows: '送货单和照片', personName: '', needsIds: [] };
    must(await planTask(by('supervisor'), { ...words, taskId: lamps.id, fromDay: '2026-12-01', toDay: '2026-12-05', personId: scene.cast.resident.personId }));
    must(
      await planTask(by('secretary'), {
        ...words,
        taskId: work.id,
        title: '安装',
        fromDay: '2026-12-06',
        toDay: '2026-12-18',
        personId: null,
        needsIds: [lamps.id],
      }),
    );
    expect(await mine(scene.cast.resident, projectId)).toEqual(['task.do']);
    expect(await noteTask(by('resident'), { projectId, taskId: work.id, percent: 10, note: '' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await noteTask(by('secretary'), { projectId, taskId: work.id, percent: 100, note: '装好了' })).toEqual({ ok: false, error: 'waits' });
    expect(await noteTask(by('resident'), { projectId, taskId: lamps.id, percent: 100, note: ' ' })).toEqual({ ok: false, error: 'required' });
    // Late: its person first, then the secretary.
    scene.t.clock.set('2026-12-06T09:00:00+08:00');
    must(await dailyWorks(by(system)));
    must(await dailyInbox(by(system)));
    expect(await mine(scene.cast.secretary, projectId)).toContain('task.do');
    must(await noteTask(by('resident'), { projectId, taskId: lamps.id, percent: 100, note: '120 盏到货，送货单已签' }));
    expect(await mine(scene.cast.resident, projectId)).toEqual([]);
    must(await noteTask(by('secretary'), { projectId, taskId: work.id, percent: 100, note: '装好了' }));
  });
  test.each([
    ['not-allowed', 'resident', {}],
    ['not-allowed', 'otherSecretary', {}],
    ['required', 'secretary', { shows: ' ' }],
    ['too-long', 'secretary', { title: '长'.repeat(121) }],
    ['not-a-date', 'secretary', { fromDay: '2026-02-30' }],
    ['ends-before-start', 'secretary', { toDay: '2026-11-30' }],
    ['invalid', 'secretary', { needsIds: ['00000000-0000-4000-8000-000000000000'] }],
    ['not-found', 'secretary', { taskId: '00000000-0000-4000-8000-000000000000' }],
  ] as const)('refuses %s by %s: %j', async (code, who, change) => {
    const projectId = await begun();
    const task = {
      projectId,
      taskId: null,
      title: '装灯',
      shows: '照片',
      fromDay: '2026-12-01',
      toDay: '2026-12-02',
      personId: null,
      personName: '',
      needsIds: [],
    };
    expect(await planTask(by(who), { ...task, ...change })).toEqual({ ok: false, error: code });
  });
  test('a task waits for several: it begins after the last of them, and is done when all are', async () => {
    const projectId = await begun();
    const words = { projectId, taskId: null, shows: '照片', personId: null, personName: '' };
    const add = async (title: string, fromDay: string, toDay: string, needsIds: string[] = []) =>
      planTask(by('secretary'), { ...words, title, fromDay, toDay, needsIds });
    const wires = must(await add('拉线', '2026-12-01', '2026-12-03'));
    const holes = must(await add('打孔', '2026-12-01', '2026-12-05'));
    expect(await add('装灯', '2026-12-04', '2026-12-08', [wires, holes])).toEqual({ ok: false, error: 'before-what-it-needs' });
    const mount = must(await add('装灯', '2026-12-06', '2026-12-08', [holes, wires]));
    const task = async () => (await scene.see((tx) => listTasks(tx, projectId))).find(({ id }) => id === mount);
    expect(await task()).toMatchObject({ needsIds: [wires, holes], needsOpen: true });
    must(await noteTask(by('secretary'), { projectId, taskId: wires, percent: 100, note: '照片' }));
    const done = () => noteTask(by('secretary'), { projectId, taskId: mount, percent: 100, note: '照片' });
    expect(await done()).toEqual({ ok: false, error: 'waits' });
    const around =
      'insert into work_task_step (subdistrict_id, id, task_id, no, percent, note, by_name, at) values ($1, gen_random_uuid(), $2, 1, 100, $3, $3, now())';
    await expect(sql(around, [scene.t.subdistrictId, mount, 'x'])).rejects.toThrow('after what it waits for');
    // What is dropped is waited for no longer.
    must(await dropTask(by('secretary'), { projectId, taskId: holes, reason: '用原来的孔' }));
    expect(await task()).toMatchObject({ needsOpen: false });
    must(await done());
  });
  test('the database keeps it where the program goes around it: no circle, no done before its need, no rewriting', async () => {
    const projectId = await begun();
    must(await startPlan(by('secretary'), { projectId }));
    const [a, b] = await scene.see((tx) => listTasks(tx, projectId));
    if (!a || !b) throw new Error('no plan');
    await sql('update work_task set needs_ids = array[$2::uuid] where id = $1', [b.id, a.id]);
    await expect(sql('update work_task set needs_ids = array[$2::uuid] where id = $1', [a.id, b.id])).rejects.toThrow('does not wait for itself');
    const done =
      'insert into work_task_step (subdistrict_id, id, task_id, no, percent, note, by_name, at) values ($1, gen_random_uuid(), $2, 1, 100, $3, $3, now())';
    await expect(sql(done, [scene.t.subdistrictId, b.id, 'x'])).rejects.toThrow('after what it waits for');
    await expect(asApp(done, [scene.t.subdistrictId, b.id, 'x'])).rejects.toThrow('after what it waits for');
    await sql(done, [scene.t.subdistrictId, a.id, 'x']);
    await expect(sql('update work_task_step set percent = 1 where task_id = $1', [a.id])).rejects.toThrow('append-only');
    await expect(sql('delete from work_task where id = $1', [a.id])).rejects.toThrow();
    must(await dropTask(by('secretary'), { projectId, taskId: b.id, reason: '改由物业做' }));
    await expect(sql("update work_task set title = 'y' where id = $1", [b.id])).rejects.toThrow('stays as it is');
    await expect(sql(done, [scene.t.subdistrictId, b.id, 'x'])).rejects.toThrow('while the works go on');
    const other = await begun();
    await expect(
      sql('update work_task set needs_ids = array[$2::uuid] where id = $1', [(await scene.see((tx) => listTasks(tx, projectId)))[2]?.id, other]),
    ).rejects.toThrow('tasks of its own project');
  });
});

describe('what is stuck', () => {
  const raise = (projectId: string, helper: { kind: 'town' | 'expert'; personId: string } | null) =>
    raiseStuck(by('steward'), { projectId, taskId: null, what: '电表箱打不开', sinceDay: '2026-11-28', tried: '找过物业两次', helper });
  const only = async (projectId: string) => {
    const [found] = await scene.see((tx) => stuckOf(tx, projectId));
    if (!found) throw new Error('nothing stuck');
    return found;
  };
  test('goes from the team to a named officer, is taken on with a day, goes up when that passes, and ends solved', async () => {
    const projectId = await begun();
    const officer = scene.cast.officer.personId ?? '';
    must(await raise(projectId, null));
    expect(await mine(scene.cast.secretary, projectId)).toContain('stuck.send');
    const { id: stuckId } = await only(projectId);
    const step = { projectId, stuckId, text: '', helper: null, untilDay: null };
    expect(await moveStuck(by('steward'), { ...step, move: 'send', helper: { kind: 'town', personId: officer } })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await moveStuck(by('secretary'), { ...step, move: 'send', helper: { kind: 'expert', personId: officer } })).toEqual({
      ok: false,
      error: 'not-in-list',
    });
    must(await moveStuck(by('secretary'), { ...step, move: 'send', helper: { kind: 'town', personId: officer } }));
    expect(await mine(scene.cast.officer, projectId)).toContain('stuck.take');
    expect(await moveStuck(by('head'), { ...step, move: 'take', untilDay: '2026-12-05' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await moveStuck(by('officer'), { ...step, move: 'take', untilDay: '2026-11-30' })).toEqual({ ok: false, error: 'in-the-past' });
    must(await moveStuck(by('officer'), { ...step, move: 'take', untilDay: '2026-12-05' }));
    scene.t.clock.set('2026-12-06T09:00:00+08:00');
    must(await dailyInbox(by(system)));
    expect(await mine(scene.cast.head, projectId)).toContain('stuck.answer');
    expect(await moveStuck(by('officer'), { ...step, move: 'answer' })).toEqual({ ok: false, error: 'required' });
    must(await moveStuck(by('officer'), { ...step, move: 'hand-on', text: '要懂电的人看', helper: { kind: 'expert', personId: expert.personId ?? '' } }));
    expect(await moveStuck(by('officer'), { ...step, move: 'answer', text: '我来' })).toEqual({ ok: false, error: 'not-yours' });
    must(await moveStuck(by(expert), { ...step, move: 'take', untilDay: '2026-12-08' }));
    must(await moveStuck(by(expert), { ...step, move: 'answer', text: '钥匙在供电站，周三来开' }));
    expect(await kinds(projectId)).toContain('stuck.confirm');
    must(await moveStuck(by('secretary'), { ...step, move: 'solve', text: '打开了' }));
    expect((await kinds(projectId)).filter((kind) => kind.startsWith('stuck.'))).toEqual([]);
    expect(await moveStuck(by('secretary'), { ...step, move: 'solve', text: '再来' })).toEqual({ ok: false, error: 'wrong-state' });
  });
  test('is given back by who was asked, and comes to the secretary again', async () => {
    const projectId = await begun();
    must(await raise(projectId, { kind: 'expert', personId: expert.personId ?? '' }));
    const { id: stuckId } = await only(projectId);
    must(await moveStuck(by(expert), { projectId, stuckId, move: 'give-back', text: '不是我的专业', helper: null, untilDay: null }));
    expect((await only(projectId)).state).toBe('given-back');
    expect(await mine(scene.cast.secretary, projectId)).toContain('stuck.send');
  });
  test.each([
    ['not-allowed', 'resident', {}],
    ['not-allowed', 'otherSecretary', {}],
    ['required', 'steward', { tried: '' }],
    ['in-the-future', 'steward', { sinceDay: '2026-12-02' }],
    ['not-a-date', 'steward', { sinceDay: '昨天' }],
  ] as const)('refuses %s by %s: %j', async (code, who, change) => {
    const projectId = await begun();
    const input = { projectId, taskId: null, what: '卡', sinceDay: '2026-11-28', tried: '试过', helper: null };
    expect(await raiseStuck(by(who), { ...input, ...change })).toEqual({ ok: false, error: code });
  });
  test('the database keeps its road: nobody takes it on for somebody else, without a day, or answers what is not theirs', async () => {
    const projectId = await begun();
    must(await raise(projectId, { kind: 'town', personId: scene.cast.officer.personId ?? '' }));
    const { id } = await only(projectId);
    const step = (no: number, kind: string, who: Actor, untilDay: string | null) => [scene.t.subdistrictId, id, no, kind, who.personId, who.name, untilDay];
    const insert =
      "insert into stuck_step (subdistrict_id, id, stuck_id, no, kind, by_person_id, by_name, until_day, text, at) values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, 'x', '2026-12-01T10:00:00+08:00')";
    for (const run of [sql, asApp]) {
      await expect(run(insert, step(2, 'take', scene.cast.head, '2026-12-05'))).rejects.toThrow('somebody else by name');
      await expect(run(insert, step(2, 'take', scene.cast.officer, null))).rejects.toThrow('check constraint');
      await expect(run(insert, step(2, 'take', scene.cast.officer, '2026-11-30'))).rejects.toThrow('check constraint');
      await expect(run(insert, step(2, 'answer', scene.cast.officer, null))).rejects.toThrow('goes from send not to answer');
      await expect(run(insert, step(3, 'solve', scene.cast.secretary, null))).rejects.toThrow('goes from');
    }
    await sql(insert, step(2, 'take', scene.cast.officer, '2026-12-05'));
    await expect(sql(insert, step(3, 'answer', scene.cast.head, null))).rejects.toThrow('in the hands of');
    await expect(sql("update stuck_step set text = 'y' where stuck_id = $1", [id])).rejects.toThrow('append-only');
    await expect(sql("update stuck set what = 'y' where id = $1", [id])).rejects.toThrow('append-only');
  });
});

describe('the rota', () => {
  const slot = { slot: 'morning' as const, place: '3号楼' };
  test('residents put themselves down until it is full; gaps are raised three days ahead and go away when filled', async () => {
    const projectId = await begun();
    expect(must(await wantWatch(by('secretary'), { projectId, days: ['2026-12-10', '2026-12-10'], heads: 2, ...slot }))).toBe(1);
    expect(await kinds(projectId)).not.toContain('rota.gap');
    scene.t.clock.set('2026-12-07T09:00:00+08:00');
    must(await dailyWorks(by(system)));
    expect(await mine(scene.cast.secretary, projectId)).toContain('rota.gap');
    const [need] = await scene.see((tx) => listNeeds(tx, projectId));
    const sign = (who: Actor) => signUpForWatch(by(who), { projectId, needId: need?.id ?? '' });
    must(await sign(neighbour));
    expect(await sign(neighbour)).toEqual({ ok: false, error: 'taken' });
    expect(await sign(scene.cast.otherSecretary)).toEqual({ ok: false, error: 'not-allowed' });
    const last = await Promise.all([sign(scene.cast.resident), sign(scene.cast.steward)]);
    expect(last.map((result) => (result.ok ? 'in' : result.error)).sort()).toEqual(['full', 'in']);
    expect(await kinds(projectId)).not.toContain('rota.gap');
    expect(await unwantWatch(by('secretary'), { projectId, needId: need?.id ?? '' })).toEqual({ ok: false, error: 'taken' });
    const insert =
      "insert into shift (subdistrict_id, id, project_id, day, slot, place, person_name, need_id, created_at) values ($1, gen_random_uuid(), $2, $3, 'morning', '3号楼', 'x', $4, now())";
    for (const run of [sql, asApp]) {
      await expect(run(insert, [scene.t.subdistrictId, projectId, '2026-12-10', need?.id])).rejects.toThrow('full');
      await expect(run(insert, [scene.t.subdistrictId, projectId, '2026-12-11', need?.id])).rejects.toThrow('nobody is wanted there');
    }
  });
  test('a swap changes hands only when the other accepts', async () => {
    const projectId = await begun();
    const put = (who: Actor, day: string) => planShifts(by('supervisor'), { projectId, shifts: [{ day, personId: who.personId, personName: '', ...slot }] });
    must(await put(scene.cast.resident, '2026-12-04'));
    must(await put(neighbour, '2026-12-08'));
    const [first, second] = await scene.see((tx) => listShifts(tx, projectId));
    const ask = { projectId, shiftId: first?.id ?? '', toPersonId: neighbour.personId ?? '', givesShiftId: second?.id ?? null, reason: '那天要带孩子看病' };
    expect(await askSwap(by('steward'), ask)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await askSwap(by('resident'), { ...ask, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    expect(await askSwap(by('resident'), { ...ask, toPersonId: scene.cast.keeper.personId ?? '' })).toEqual({ ok: false, error: 'invalid' });
    const swapId = must(await askSwap(by('resident'), ask));
    expect(await askSwap(by('resident'), ask)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await mine(neighbour, projectId)).toContain('shift.swap');
    for (const who of ['resident', 'secretary', 'officer'] as const)
      expect(await answerSwap(by(who), { projectId, swapId, answer: 'accepted' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await answerSwap(by(neighbour), { projectId, swapId, answer: 'accepted' }));
    const active = (await scene.see((tx) => listShifts(tx, projectId))).filter((shift) => shift.cancelledReason === null);
    expect(active.map((shift) => [shift.day, shift.personName])).toEqual([
      ['2026-12-04', '周长根'],
      ['2026-12-08', '孙小英'],
    ]);
    expect(await mine(neighbour, projectId)).toEqual(['shift.check-in']);
    expect((await scene.see((tx) => listSwaps(tx, projectId)))[0]?.state).toBe('accepted');
  });
  test('the database lets nobody accept for another, nor ask with somebody else’s watch', async () => {
    const projectId = await begun();
    must(
      await planShifts(by('supervisor'), {
        projectId,
        shifts: [scene.cast.resident, neighbour].map(({ personId }) => ({ day: '2026-12-04', personId, personName: '', ...slot })),
      }),
    );
    const shifts = await scene.see((tx) => listShifts(tx, projectId));
    const own = shifts.find((shift) => shift.personId === scene.cast.resident.personId)?.id ?? '';
    const swapId = must(await askSwap(by('resident'), { projectId, shiftId: own, toPersonId: neighbour.personId ?? '', givesShiftId: null, reason: '有事' }));
    const accept = "update shift_swap set state = 'accepted', answered_by = $2, answered_at = now() where id = $1";
    for (const run of [sql, asApp]) {
      await expect(run(accept, [swapId, scene.cast.resident.personId])).rejects.toThrow('check constraint');
      await expect(run(accept, [swapId, null])).rejects.toThrow('check constraint');
    }
    await expect(asApp('update shift_swap set to_person_id = $2 where id = $1', [swapId, scene.cast.keeper.personId])).rejects.toThrow('permission denied');
    await expect(sql('update shift_swap set to_person_id = $2 where id = $1', [swapId, scene.cast.keeper.personId])).rejects.toThrow('stays as it is');
    const ask =
      "insert into shift_swap (subdistrict_id, id, project_id, shift_id, asked_by, asked_by_name, to_person_id, to_person_name, reason, asked_at, state) values ($1, gen_random_uuid(), $2, $3, $4, 'x', $5, 'y', 'r', now(), 'asked')";
    await expect(sql(ask, [scene.t.subdistrictId, projectId, own, neighbour.personId, scene.cast.resident.personId])).rejects.toThrow('who has the watch');
    must(await answerSwap(by(neighbour), { projectId, swapId, answer: 'refused' }));
    await expect(sql(accept, [swapId, neighbour.personId])).rejects.toThrow('stays as it is');
  });
});

describe('a check-in', () => {
  const photo = () => ({ stored: { sha256: randomBytes(32).toString('hex'), sizeBytes: 10, mediaType: 'image/jpeg' }, name: '现场.jpg' });
  test('keeps the distance to the works and never where somebody was; a photo alone says that all is well', async () => {
    const projectId = await begun();
    const site = { latMicro: 31_350_000, lngMicro: 121_590_000 };
    expect(await setWorksPlace(by('secretary'), { projectId, asked: true, place: null })).toEqual({ ok: false, error: 'not-a-place' });
    must(await setWorksPlace(by('secretary'), { projectId, asked: true, place: site }));
    const input = { projectId, shiftId: null, day: '2026-12-01', body: '', trouble: false, photos: [photo()], forPersonId: null };
    expect(await checkIn(by('supervisor'), { ...input, photos: [] })).toEqual({ ok: false, error: 'required' });
    expect(await checkIn(by('supervisor'), { ...input, trouble: true })).toEqual({ ok: false, error: 'required' });
    const near = { latMicro: site.latMicro + 900, lngMicro: site.lngMicro };
    const id = must(await checkIn(by('supervisor'), { ...input, phone: { ...near, accuracyM: 12.4 }, photo: { place: site, taken: '2026-11-30T23:00:00' } }));
    expect(await scene.see((tx) => checkInFactsOf(tx, projectId))).toEqual([
      { checkInId: id, distanceM: 100, distanceFrom: 'phone', accuracyM: 12, photoAt: new Date('2026-11-30T15:00:00Z') },
    ]);
    expect((await scene.see((tx) => listCheckIns(tx, projectId)))[0]?.body).toBe('到场查看，未见异常。');
    const { rows } = await sql("select count(*)::int as n from check_in_fact f where to_jsonb(f)::text like '%31350900%' or to_jsonb(f)::text like '%12159%'");
    expect(rows).toEqual([{ n: 0 }]);
  });
  test('is corrected beside what was written, with a reason; by who made it or the committee', async () => {
    const projectId = await begun();
    const id = must(
      await checkIn(by('supervisor'), { projectId, shiftId: null, day: '2026-12-01', body: '装了三盏', trouble: false, photos: [], forPersonId: null }),
    );
    const input = { projectId, checkInId: id, body: '装了五盏', reason: '数错了' };
    expect(await correctCheckIn(by('resident'), input)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await correctCheckIn(by('supervisor'), { ...input, reason: '' })).toEqual({ ok: false, error: 'reason-required' });
    must(await correctCheckIn(by('supervisor'), input));
    expect(await scene.see((tx) => correctionsOf(tx, projectId))).toMatchObject([{ no: 1, body: '装了五盏', reason: '数错了' }]);
    expect((await scene.see((tx) => listCheckIns(tx, projectId)))[0]?.body).toBe('装了三盏');
    await expect(sql("update check_in_correction set body = 'x' where check_in_id = $1", [id])).rejects.toThrow('append-only');
    await expect(sql("update check_in set body = 'x' where id = $1", [id])).rejects.toThrow('append-only');
  });
});

describe('a visit', () => {
  test('is planned by name, recorded with findings that are due, answered, asked again, accepted by another', async () => {
    const projectId = await begun();
    const plan = { projectId, kind: 'supervision' as const, plannedDay: '2026-12-02', purpose: '看灯的质量', visitorId: expert.personId ?? '' };
    expect(await planVisit(by('secretary'), plan)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await planVisit(by('officer'), { ...plan, visitorId: neighbour.personId ?? '' })).toEqual({ ok: false, error: 'not-in-list' });
    const visitId = must(await planVisit(by('officer'), plan));
    expect(await mine(expert, projectId)).toContain('visit.make');
    scene.t.clock.set('2026-12-02T15:00:00+08:00');
    const record = { projectId, visitId, day: '2026-12-02', seen: '线管没有固定', present: '书记', photos: [] };
    const finding = { text: '线管要固定', personId: null, dueDay: '2026-12-06' };
    expect(await recordVisit(by('secretary'), { ...record, findings: [finding] })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await recordVisit(by(expert), { ...record, findings: [{ ...finding, dueDay: '2026-12-01' }] })).toEqual({ ok: false, error: 'in-the-past' });
    must(await recordVisit(by(expert), { ...record, findings: [finding] }));
    expect(await recordVisit(by(expert), { ...record, findings: [] })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await mine(scene.cast.secretary, projectId)).toContain('visit.answer');
    const [visit] = await scene.see((tx) => listVisits(tx, projectId));
    const findingId = visit?.findings[0]?.id ?? '';
    const move = { projectId, visitId, findingId };
    expect(await moveFinding(by(expert), { ...move, move: 'accept', text: '' })).toEqual({ ok: false, error: 'wrong-state' });
    must(await moveFinding(by('secretary'), { ...move, move: 'answer', text: '已固定' }));
    must(await moveFinding(by(expert), { ...move, move: 'again', text: '二楼还松' }));
    must(await moveFinding(by('secretary'), { ...move, move: 'answer', text: '二楼也固定了' }));
    const step =
      "insert into visit_finding_step (subdistrict_id, finding_id, no, kind, text, by_person_id, by_name, at) values ($1, $2, 4, 'accept', 'x', $3, 'x', now())";
    await expect(sql(step, [scene.t.subdistrictId, findingId, scene.cast.secretary.personId])).rejects.toThrow('their own answer');
    must(await moveFinding(by(expert), { ...move, move: 'accept', text: '' }));
    expect((await kinds(projectId)).filter((kind) => kind.startsWith('visit.'))).toEqual([]);
    await expect(sql("update visit set cancelled_at = now(), cancelled_reason = 'x' where id = $1", [visitId])).rejects.toThrow('stays as it is');
    await expect(sql('delete from visit_finding where id = $1', [findingId])).rejects.toThrow('append-only');
  });
});
