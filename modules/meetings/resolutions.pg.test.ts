import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { type Actor, system } from '#platform/access';
import { runCommand } from '#platform/command';
import type { TestPlatform } from '#testing/platform';
import {
  findResolution,
  followResolution,
  lacksItsBallot,
  makeResolution,
  markOverdueResolutions,
  minutesOf,
  nameBallotIn,
  progressOf,
  resolutionsAbout,
} from './index.ts';
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
  it('become overdue with a duty for the director, beside the executor’s own, which goes up', async () => {
    const id = await resolved();
    t.clock.set('2026-11-21T00:10:00+08:00');
    await daily();
    expect((await scene.duties(id)).sort()).toEqual(['resolution.carry-out', 'resolution.chase']);
    must(await follow(zhang, id, 'finish'));
    expect(await scene.duties(id)).toEqual(['resolution.check']);
  });
  it('move their deadline only with a reason and the supervisor’s consent, and keep the first in sight', async () => {
    const id = await resolved();
    const ask = (deadline: string | null, actor = zhang) =>
      followResolution(t.contextFor(actor), { resolutionId: id, kind: 'ask-later', text: '灯还没到货。', deadline });
    for (const day of [null, '2026-11-20', '2026-02-30']) expect(await ask(day)).toEqual({ ok: false, error: 'later-day-required' });
    expect(await ask('2026-12-10', wang)).toEqual({ ok: false, error: 'not-allowed' });
    must(await ask('2026-12-10'));
    expect(await scene.duties(id)).toEqual(expect.arrayContaining(['resolution.carry-out', 'resolution.later']));
    expect(await follow(zhang, id, 'grant-later')).toEqual({ ok: false, error: 'not-allowed' });
    must(await follow(wang, id, 'refuse-later', '先装两幢。'));
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ deadline: '2026-11-20' });
    t.clock.set('2026-11-21T00:10:00+08:00');
    await daily();
    must(await ask('2026-12-10'));
    const insert = (kind: string, deadline: string | null, by: string | null) =>
      refused(
        t.owner.query(
          `insert into resolution_progress (subdistrict_id, id, resolution_id, seq, kind, text, deadline, by_person_id, at) values ($1, $2, $3, 99, $4, '改期', $5, $6, now())`,
          [t.subdistrictId, t.platform.sources.newId(), id, kind, deadline, by],
        ),
      );
    expect(await insert('grant-later', '2027-12-10', wang.personId)).toContain('nobody asked for this day');
    expect(await insert('grant-later', '2026-12-10', zhang.personId)).toContain('only the supervisor');
    expect(await insert('report', '2026-12-10', zhang.personId)).toContain('later_day');
    must(await follow(wang, id, 'grant-later', '同意。'));
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'progress', deadline: '2026-12-10', firstDeadline: '2026-11-20' });
    await daily();
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'progress' });
    t.clock.set('2026-12-11T00:10:00+08:00');
    await daily();
    expect(await scene.seen((tx) => findResolution(tx, id))).toMatchObject({ state: 'overdue' });
  });
  it('are watched by an organisation too; the director stands in where nobody speaks for it; an appraisal not satisfied sends them back', async () => {
    const [power, estate] = [t.platform.sources.newId(), t.platform.sources.newId()];
    for (const [organisation, name] of [
      [power, '电力服务队'],
      [estate, '绿化市容所'],
    ])
      await t.owner.query("insert into organisation (subdistrict_id, id, kind, name, neighbourhood_id, created_at) values ($1, $2, 'partner', $3, $4, now())", [
        t.subdistrictId,
        organisation,
        name,
        scene.cailu.id,
      ]);
    const { meetingId } = await scene.called();
    scene.evening();
    const parties = { text: '接电', executorOrganisationId: power, supervisorOrganisationId: estate, deadline: '2026-11-20' };
    expect(await scene.minutes(meetingId, { resolutions: [{ ...parties, supervisorOrganisationId: power }] })).toEqual({
      ok: false,
      error: 'supervisor-is-executor',
    });
    const id = must(await scene.minutes(meetingId, { resolutions: [parties] })).resolutionIds[0]!;
    must(await follow(secretary, id, 'finish', '来电说接好了。'));
    expect(await follow(secretary, id, 'accept')).toEqual({ ok: false, error: 'not-allowed' });
    must(await follow(scene.director, id, 'accept', '看过了。'));
    expect(await followResolution(t.contextFor(secretary), { resolutionId: id, kind: 'appraise', text: '满意', meetingId })).toEqual({
      ok: false,
      error: 'meeting-elsewhere',
    });
    must(await follow(secretary, id, 'reopen', '三楼还是不亮。'));
    expect(await scene.duties(id)).toEqual(['resolution.carry-out']);
    expect(await refused(t.owner.query('update resolution set supervisor_organisation_id = executor_organisation_id where id = $1', [id]))).toContain(
      'supervisor_is_another_organisation',
    );
  });
  it('about money of residents name the ballot that decided them, once', async () => {
    const id = await resolved({ money: 'residents' });
    expect(lacksItsBallot((await scene.seen((tx) => findResolution(tx, id)))!)).toBe(true);
    const [one, two] = [t.platform.sources.newId(), t.platform.sources.newId()];
    const name = (actor: Actor, ballotId: string) => runCommand(t.contextFor(actor), 'name-ballot', (tx) => nameBallotIn(tx, { resolutionId: id, ballotId }));
    expect(await name(wang, one)).toEqual({ ok: false, error: 'not-allowed' });
    must(await name(secretary, one));
    expect(await name(secretary, two)).toEqual({ ok: false, error: 'wrong-state' });
    expect(await refused(t.owner.query('update resolution set ballot_id = $2 where id = $1', [id, two]))).toContain('names its ballot once');
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
