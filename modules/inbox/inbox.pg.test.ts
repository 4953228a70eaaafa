import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { type Actor, type Grant, system } from '#platform/access';
import { read, runCommand } from '#platform/command';
import { actorWith, testPlatform, type TestPlatform } from '#testing/platform';
import { closeDuty, dailyInbox, doneDuties, dropDuties, dutiesOf, dutyCount, type DutyInput, inboxPermissions, listDuties, openDuty } from './index.ts';

let t: TestPlatform;
let cailu: string, shengli: string, subject: string;
let secretary: Actor, otherSecretary: Actor, officer: Actor, head: Actor, keeper: Actor;

beforeAll(async () => {
  t = await testPlatform([inboxPermissions]);
  const id = t.platform.sources.newId;
  [cailu, shengli] = [id(), id()];
  for (const [place, code, name] of [
    [cailu, 'gq-cailu', '蔡路'],
    [shengli, 'gq-shengli', '胜利'],
  ])
    await t.owner.query("insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, $3, $4, 'residents', $5)", [
      t.subdistrictId,
      place,
      code,
      name,
      t.clock.now(),
    ]);
  secretary = await someone('陈书记', { role: 'secretary', neighbourhoodId: cailu });
  otherSecretary = await someone('李书记', { role: 'secretary', neighbourhoodId: shengli });
  officer = await someone('周科长', { role: 'officer', neighbourhoodId: null });
  head = await someone('吴主任', { role: 'head', neighbourhoodId: null });
  keeper = await someone('王小英', { role: 'keeper', neighbourhoodId: cailu });
});
async function someone(name: string, ...grants: Grant[]): Promise<Actor> {
  const id = t.platform.sources.newId();
  await t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [
    t.subdistrictId,
    id,
    name,
    t.clock.now(),
  ]);
  return actorWith(id, name, ...grants);
}
afterAll(() => t?.close());
beforeEach(() => {
  t.clock.set('2026-11-02T09:00:00+08:00');
  subject = t.platform.sources.newId();
});

const open = (duty: Partial<DutyInput> = {}, actor = secretary) =>
  runCommand(t.contextFor(actor), 'open-duty', async (tx) =>
    ok(
      await openDuty(tx, {
        kind: 'matter.reply',
        role: 'secretary',
        neighbourhoodId: cailu,
        subjectKind: 'matter',
        subjectId: subject,
        title: { zh: '答复议题：楼道太暗', en: 'Reply: dark stairs' },
        href: `/matters/${subject}`,
        dueDay: '2026-11-05',
        ...duty,
      }),
    ),
  );
const mine = async (actor: Actor) => (await read(t.contextFor(actor), (tx) => listDuties(tx, actor))).filter((duty) => duty.subjectId === subject);
const daily = async () => dailyInbox(t.contextFor(system));

describe('an inbox', () => {
  it('shows a duty to the role at its place and to nobody else', async () => {
    await open();
    expect(await mine(secretary)).toMatchObject([{ title: { zh: '答复议题：楼道太暗' }, dueDay: '2026-11-05', level: 0 }]);
    for (const other of [otherSecretary, officer, head, keeper]) expect(await mine(other)).toEqual([]);
    expect(await read(t.contextFor(secretary), (tx) => dutyCount(tx, secretary))).toBe(1);
    expect(await read(t.contextFor(secretary), (tx) => dutiesOf(tx, { subjectId: subject }))).toHaveLength(1);
  });
  it('shows a named person their duty, not the others of the role', async () => {
    await open({ role: 'keeper', personId: keeper.personId!, kind: 'upkeep.check' });
    const colleague = await someone('张伟', { role: 'keeper', neighbourhoodId: cailu });
    expect(await mine(keeper)).toHaveLength(1);
    expect(await mine(colleague)).toEqual([]);
  });
  it('keeps one open duty of a kind, refreshed, also when opened twice at once', async () => {
    await Promise.all([open(), open({ dueDay: '2026-11-09' }), open({ dueDay: '2026-11-09' })]);
    expect(await mine(secretary)).toHaveLength(1);
    await open({ dueDay: '2026-11-12', title: { zh: '答复（延期）', en: 'Reply (later)' } });
    expect(await mine(secretary)).toMatchObject([{ dueDay: '2026-11-12', title: { zh: '答复（延期）' } }]);
  });
  it('moves a closed duty to the done list of who did it; a dropped one to nobody’s', async () => {
    await open();
    await runCommand(t.contextFor(secretary), 'close-duty', async (tx) => ok(await closeDuty(tx, { kind: 'matter.reply', subjectId: subject })));
    expect(await mine(secretary)).toEqual([]);
    const done = await read(t.contextFor(secretary), (tx) => doneDuties(tx, secretary.personId!));
    expect(done.map((duty) => duty.subjectId)).toContain(subject);
    await open({ kind: 'matter.adopt' });
    await runCommand(t.contextFor(secretary), 'drop-duties', async (tx) => ok(await dropDuties(tx, { subjectId: subject })));
    expect(await mine(secretary)).toEqual([]);
    expect((await read(t.contextFor(secretary), (tx) => doneDuties(tx, secretary.personId!))).map((duty) => duty.kind)).not.toContain('matter.adopt');
  });
  it('closes only one person’s duty when asked', async () => {
    const [a, b] = [await someone('甲'), await someone('乙')];
    for (const who of [a, b]) await open({ role: 'reviewer', personId: who.personId!, kind: 'project.score' });
    await runCommand(t.contextFor(a), 'close-duty', async (tx) =>
      ok(await closeDuty(tx, { kind: 'project.score', subjectId: subject, personId: a.personId! })),
    );
    expect(await mine(a)).toEqual([]);
    expect(await mine(b)).toHaveLength(1);
  });
});

describe('overdue duties', () => {
  it('go up one level once, however often the job runs, and further when nobody acts', async () => {
    await open(); // three days
    t.clock.set('2026-11-05T23:59:00+08:00');
    await daily();
    expect(await mine(officer)).toEqual([]);
    t.clock.set('2026-11-06T00:10:00+08:00');
    await Promise.all([daily(), daily()]);
    await daily();
    expect(await mine(officer)).toMatchObject([{ level: 1 }]);
    expect(await mine(secretary)).toMatchObject([{ level: 1 }]);
    expect(await mine(head)).toEqual([]);
    t.clock.set('2026-11-09T00:10:00+08:00');
    await daily();
    expect(await mine(head)).toMatchObject([{ level: 2 }]);
    const { rows } = await t.owner.query(
      'select e.level, e.role from duty_escalation e join duty d on d.id = e.duty_id where d.subject_id = $1 order by e.level',
      [subject],
    );
    expect(rows).toEqual([
      { level: 1, role: 'officer' },
      { level: 2, role: 'head' },
    ]);
  });
  it('catch up after days without the job, and start anew with a new deadline', async () => {
    await open();
    t.clock.set('2026-11-20T00:10:00+08:00');
    await daily();
    expect(await mine(head)).toMatchObject([{ level: 2 }]);
    await open({ dueDay: '2026-11-25' });
    expect(await mine(head)).toEqual([]);
    expect(await mine(secretary)).toMatchObject([{ level: 0, dueDay: '2026-11-25' }]);
  });
  it('stay with their owner when the office set no deadline', async () => {
    await open({ dueDay: null });
    t.clock.set('2027-11-20T00:10:00+08:00');
    await daily();
    expect(await mine(officer)).toEqual([]);
  });
});

describe('the database', () => {
  it('hides duties from other subdistricts and keeps escalations as they are', async () => {
    await open();
    const other = { platform: t.platform, subdistrictId: t.otherSubdistrictId };
    expect(await read(other, (tx) => dutiesOf(tx, { subjectId: subject }))).toEqual([]);
    expect((await t.app.query('select * from duty')).rows).toEqual([]);
    await expect(t.owner.query("update duty_escalation set role = 'head'")).rejects.toThrow('append-only');
  });
  it('refuses a duty of nobody', async () => {
    await expect(open({ role: undefined })).rejects.toMatchObject({ code: '23514' });
  });
});
