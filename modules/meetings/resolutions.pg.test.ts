import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { type Actor, system } from '#platform/access';
import { runCommand } from '#platform/command';
import type { TestPlatform } from '#testing/platform';
import { findResolution, followResolution, makeResolution, markOverdueResolutions, minutesOf, progressOf, resolutionsAbout } from './index.ts';
import { meetingScene, type MeetingScene, must, refused } from './scene.fixture.ts';

let scene: MeetingScene;
let t: TestPlatform;
let secretary: Actor, wang: Actor, zhang: Actor;

beforeAll(async () => {
  scene = await meetingScene();
  ({ t, secretary, wang, zhang } = scene);
});
afterAll(() => t?.close());
beforeEach(() => t.clock.set('2026-11-02T09:00:00+08:00'));

describe('resolutions', () => {
  async function resolved(change: Partial<Parameters<typeof makeResolution>[1]> = {}): Promise<string> {
    const { meetingId } = await scene.called();
    scene.evening();
    return must(
      await scene.minutes(meetingId, {
        resolutions: [
          { text: '更换四幢楼楼道照明', executorPersonId: zhang.personId, supervisorPersonId: wang.personId ?? '', deadline: '2026-11-20', ...change },
        ],
      }),
    ).resolutionIds[0]!;
  }
  const follow = (actor: Actor, resolutionId: string, kind: Parameters<typeof followResolution>[1]['kind'], text = '已完成两幢。') =>
    followResolution(t.contextFor(actor), { resolutionId, kind, text });

  it('go from executor to supervisor to appraisal, each with the duty at the right person', async () => {
    const id = await resolved();
    expect(await scene.duties(id)).toEqual(['resolution.carry-out']);
    expect(await follow(wang, id, 'report')).toEqual({ ok: false, error: 'not-allowed' });
    must(await follow(zhang, id, 'report'));
    must(await follow(zhang, id, 'finish', '四幢都装好了。'));
    expect(await scene.duties(id)).toEqual(['resolution.check']);
    expect(await follow(zhang, id, 'accept')).toEqual({ ok: false, error: 'not-allowed' });
    must(await follow(wang, id, 'return', '3 号楼还有一盏不亮。'));
    expect(await scene.duties(id)).toEqual(['resolution.carry-out']);
    must(await follow(secretary, id, 'finish', '张伟来电：已换新。'));
    must(await follow(wang, id, 'accept', '逐层看过，都亮。'));
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'done' });
    must(await follow(secretary, id, 'appraise', '评议会满意。'));
    expect(await scene.duties(id)).toEqual([]);
    expect((await scene.seen((tx) => progressOf(tx, id))).map((line) => line.kind)).toEqual(['report', 'finish', 'return', 'finish', 'accept', 'appraise']);
    expect(await refused(t.owner.query('delete from resolution_progress where resolution_id = $1', [id]))).toContain('append-only');
  });
  const daily = () => runCommand(t.contextFor(system), 'daily-resolutions', async (tx) => ok(await markOverdueResolutions(tx)));
  it('become overdue the day after the deadline, once', async () => {
    const id = await resolved();
    t.clock.set('2026-11-20T23:00:00+08:00');
    await daily();
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'open' });
    t.clock.set('2026-11-21T00:10:00+08:00');
    for (let i = 0; i < 2; i++) await daily();
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'overdue' });
    expect(await scene.seen((tx) => progressOf(tx, id))).toHaveLength(1);
    must(await follow(zhang, id, 'finish'));
    must(await follow(wang, id, 'accept'));
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'done' });
  });
  it('need an executor, another person as supervisor, and a day to come; nothing of the minutes is kept otherwise', async () => {
    const { meetingId } = await scene.called();
    scene.evening();
    const good = { text: '换灯', executorPersonId: zhang.personId, supervisorPersonId: wang.personId ?? '', deadline: '2026-11-20' };
    const bad: [object, string][] = [
      [{ ...good, executorPersonId: null }, 'executor-required'],
      [{ ...good, supervisorPersonId: zhang.personId }, 'supervisor-is-executor'],
      [{ ...good, deadline: '2026-11-04' }, 'deadline-in-past'],
      [{ ...good, deadline: '2026-02-30' }, 'deadline-in-past'],
      [{ ...good, text: ' ' }, 'text-required'],
      [{ ...good, executorPersonId: t.platform.sources.newId() }, 'person-unknown'],
    ];
    for (const [resolution, error] of bad) expect(await scene.minutes(meetingId, { resolutions: [resolution as typeof good] })).toEqual({ ok: false, error });
    expect(await scene.seen((tx) => minutesOf(tx, meetingId))).toEqual([]);
    must(await scene.minutes(meetingId));
    must(await makeResolution(t.contextFor(secretary), { meetingId, ...good }));
    expect(await scene.seen((tx) => resolutionsAbout(tx, { meetingId }))).toHaveLength(1);
    expect(
      await refused(
        t.app
          .query('begin')
          .then(() => t.app.query(`set local app.subdistrict = '${t.subdistrictId}'`))
          .then(() => t.app.query("update resolution set deadline = '2027-01-01' where meeting_id = $1", [meetingId]))
          .finally(() => t.app.query('rollback')),
      ),
    ).toContain('permission denied');
  });
});
