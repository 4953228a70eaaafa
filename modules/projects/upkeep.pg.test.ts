import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOrganisation, editOrganisation, peoplePermissions } from '#modules/people';
import { dutiesOf, listDuties } from '#modules/inbox';
import { system } from '#platform/access';
import {
  abandonAsset,
  alarmsOf,
  answerKeeping,
  type Asset,
  costsOf,
  dailyUpkeep,
  decideAlarm,
  doneUpkeep,
  endKeeping,
  endPlan,
  findAsset,
  findProject,
  holdingsOf,
  listAssets,
  listUpkeep,
  missingReadings,
  offerKeeping,
  outcomesOf,
  payUpkeep,
  planUpkeep,
  plansOf,
  registerAsset,
  reportDamage,
  reportOutcome,
  startUpkeep,
  takeBackCost,
  upkeepOfAsset,
} from './index.ts';
import { caiLu, must, type Scene } from './scene.fixture.ts';
import { aPaper, aPhoto, closedProject, greenWall } from './upkeep.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
});
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-11-02T09:00:00+08:00'));

const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const on = (day: string) => scene.t.clock.set(`${day}T08:00:00+08:00`);
const daily = async () => must(await dailyUpkeep(scene.t.contextFor(system)));
const kinds = async (projectId: string) => (await scene.see((tx) => dutiesOf(tx, { projectId }))).map((duty) => duty.kind).sort();
const refused = (text: string, values: unknown[] = []) => expect(scene.t.owner.query(text, values)).rejects;

/** A project in upkeep with one green wall, kept by 赵师傅 who said yes. */
async function kept(asset = greenWall): Promise<{ projectId: string; asset: Asset }> {
  const projectId = await closedProject(scene);
  must(
    await startUpkeep(by('secretary'), {
      projectId,
      firstDay: '2026-11-10',
      keeperPersonId: scene.cast.keeper.personId,
      keeperName: '',
      deputyPersonId: scene.cast.steward.personId,
      assets: [asset],
    }),
  );
  const [one] = await scene.see((tx) => listAssets(tx, { projectId }));
  must(await answerKeeping(by('keeper'), { assetId: one?.id ?? '', yes: true, word: '我来浇', paper: null }));
  return { projectId, asset: (await scene.see((tx) => findAsset(tx, one?.id ?? '')))! };
}
const water = (assetId: string, change: object = {}) => ({
  assetId,
  kind: 'work' as const,
  title: '浇水',
  every: 1,
  unit: 'week' as const,
  firstDay: '2027-05-03',
  season: { from: '05-01', to: '09-30' },
  photoNeeded: true,
  rotaPersonIds: [],
  ...change,
});
const check = (taskId: string, change: object = {}) => ({ taskId, condition: 'good' as const, note: '', costFen: 0n, photo: aPhoto(), ...change });

describe('the green wall', () => {
  test('raises its alarm to the keeper, the committee and the office before it is dead, and a photo ends it', async () => {
    const { projectId, asset } = await kept();
    must(await planUpkeep(by('secretary'), water(asset.id)));
    const days = (await scene.see((tx) => upkeepOfAsset(tx, asset.id))).filter((task) => task.title === '浇水');
    expect(days.slice(0, 2).map((task) => task.dueDay)).toEqual(['2027-05-03', '2027-05-10']);
    // Everything is looked after until the summer; then nobody waters any more.
    for (const task of await scene.see((tx) => upkeepOfAsset(tx, asset.id))) {
      if (task.dueDay > '2027-07-05') break;
      on(task.dueDay);
      must(await doneUpkeep(by('keeper'), check(task.id)));
    }
    const levelOn = async (day: string) => {
      on(day);
      await daily();
      await daily();
      return (await scene.see((tx) => findAsset(tx, asset.id)))?.alarm?.level ?? 0;
    };
    // Due on Monday 12 July; without water it is dead on 21 July.
    expect(await levelOn('2027-07-12')).toBe(0);
    expect(await levelOn('2027-07-13')).toBe(1);
    expect((await scene.see((tx) => listDuties(tx, scene.cast.keeper))).map((duty) => duty.kind)).toContain('upkeep.alarm');
    expect(await levelOn('2027-07-15')).toBe(2);
    expect((await scene.see((tx) => listDuties(tx, scene.cast.secretary))).map((duty) => duty.kind)).toContain('upkeep.alarm-committee');
    expect(await levelOn('2027-07-17')).toBe(2);
    expect(await levelOn('2027-07-18')).toBe(3);
    const office = (await scene.see((tx) => listDuties(tx, scene.cast.officer))).find(
      (duty) => duty.kind === 'upkeep.alarm-office' && duty.projectId === projectId,
    );
    expect(office?.dueDay).toBe('2027-07-20');
    // Of the two missed days only the last is asked for.
    on('2027-07-19');
    await daily();
    expect(
      (await scene.see((tx) => listDuties(tx, scene.cast.keeper))).filter((duty) => duty.projectId === projectId && duty.kind === 'upkeep.check'),
    ).toHaveLength(1);
    // Words alone do not end it, a finding that it is dry neither.
    const due = (await scene.see((tx) => upkeepOfAsset(tx, asset.id))).filter((task) => task.check === null && task.title === '浇水');
    expect(await doneUpkeep(by('keeper'), check(due[0]!.id, { photo: null, note: '浇过了' }))).toEqual({ ok: false, error: 'photo-required' });
    must(await doneUpkeep(by('keeper'), check(due[0]!.id, { condition: 'dry', note: '叶子黄了一半' })));
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.alarm?.level).toBe(3);
    must(await doneUpkeep(by('keeper'), check(due[1]!.id, { condition: 'repaired', note: '浇透，剪了枯枝' })));
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.alarm).toBeNull();
    expect(await kinds(projectId)).not.toContain('upkeep.alarm');
    await daily();
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.alarm).toBeNull();
    expect(await scene.see((tx) => alarmsOf(tx, asset.id))).toMatchObject([
      { cause: 'missed', level: 3, closedHow: 'check', openedDay: '2027-07-13', closedDay: '2027-07-19' },
    ]);
  });

  test('is asked how long it stands, and a sign of drought raises the alarm the same day', async () => {
    const projectId = await closedProject(scene);
    const start = {
      projectId,
      firstDay: '2026-11-10',
      keeperPersonId: scene.cast.keeper.personId,
      keeperName: '',
      assets: [{ ...greenWall, survivesDays: null }],
    };
    expect(await startUpkeep(by('secretary'), start)).toEqual({ ok: false, error: 'survives' });
    expect(await startUpkeep(by('secretary'), { ...start, assets: [{ ...greenWall, valueFen: 5_000_001n }] })).toEqual({ ok: false, error: 'too-much' });
    const { asset } = await kept();
    on('2026-11-09');
    await daily();
    const [first] = await scene.see((tx) => upkeepOfAsset(tx, asset.id));
    must(await doneUpkeep(by('keeper'), check(first!.id, { condition: 'dry', note: '土是干的', photo: null })));
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.alarm).toMatchObject({ cause: 'sign', level: 1 });
  });

  test('what somebody passing by reports raises the alarm; a flood of reports is held back', async () => {
    const { asset } = await kept();
    const report = { assetId: asset.id, text: '下面一排全枯了', name: '', photo: aPhoto() };
    const stranger = scene.t.contextFor({ kind: 'anonymous', accountId: null, personId: null, name: '', grants: [], households: [] });
    must(await reportDamage(stranger, report));
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.alarm).toMatchObject({ cause: 'report', level: 1 });
    expect(await reportDamage({ ...stranger, key: scene.t.platform.sources.newId() }, { ...report, text: ' ' })).toEqual({ ok: false, error: 'required' });
    for (let n = 0; n < 9; n++) await reportDamage({ ...stranger, key: scene.t.platform.sources.newId() }, report);
    expect(await reportDamage({ ...stranger, key: scene.t.platform.sources.newId() }, report)).toEqual({ ok: false, error: 'too-many' });
    expect(await decideAlarm(by('resident'), { assetId: asset.id, decision: '没事' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await decideAlarm(by('secretary'), { assetId: asset.id, decision: ' ' })).toEqual({ ok: false, error: 'required' });
    must(await decideAlarm(by('secretary'), { assetId: asset.id, decision: '园艺公司周五来换苗，王建国跟着看' }));
    expect((await scene.see((tx) => alarmsOf(tx, asset.id)))[0]).toMatchObject({ closedHow: 'decision' });
  });
});

describe('a keeper', () => {
  test('keeps only what they said yes to themselves; until then the committee has its checks', async () => {
    const projectId = await closedProject(scene);
    must(await startUpkeep(by('secretary'), { projectId, firstDay: '2026-11-10', keeperPersonId: scene.cast.keeper.personId, keeperName: '' }));
    const [asset] = await scene.see((tx) => listAssets(tx, { projectId }));
    expect(asset).toMatchObject({ name: '楼道亮起来', valueFen: 5_000_000n, holding: { kind: 'committee' }, offer: { name: '赵师傅' } });
    expect((await scene.see((tx) => listDuties(tx, scene.cast.secretary))).filter((duty) => duty.projectId === projectId).map((duty) => duty.kind)).toContain(
      'upkeep.check',
    );
    const yes = { assetId: asset!.id, yes: true, word: '', paper: null };
    expect(await answerKeeping(by('resident'), yes)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await answerKeeping(by('secretary'), yes)).toEqual({ ok: false, error: 'required' });
    must(await answerKeeping(by('keeper'), yes));
    expect(await answerKeeping(by('keeper'), yes)).toEqual({ ok: false, error: 'not-allowed' });
    const mine = (await scene.see((tx) => listDuties(tx, scene.cast.keeper))).filter((duty) => duty.projectId === projectId);
    expect(mine).toMatchObject([{ kind: 'upkeep.check', dueDay: '2026-11-10' }]);
    expect(
      (await scene.see((tx) => listDuties(tx, scene.cast.secretary))).filter((duty) => duty.projectId === projectId && duty.kind.startsWith('upkeep')),
    ).toEqual([]);
  });

  test('who leaves is followed by the deputy at once, and by a new keeper when that one says yes', async () => {
    const { projectId, asset } = await kept();
    expect(await endKeeping(by('resident'), { assetId: asset.id, reason: 'moved', note: '搬了', everything: false })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect(must(await endKeeping(by('keeper'), { assetId: asset.id, reason: 'moved', note: '搬去女儿家', everything: true }))).toBeGreaterThanOrEqual(1);
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.holding).toMatchObject({ kind: 'deputy', name: '钱楼长' });
    expect((await scene.see((tx) => listDuties(tx, scene.cast.keeper))).filter((duty) => duty.projectId === projectId)).toEqual([]);
    expect((await scene.see((tx) => listDuties(tx, scene.cast.steward))).filter((duty) => duty.projectId === projectId).map((duty) => duty.kind)).toEqual([
      'upkeep.check',
    ]);
    expect(await kinds(projectId)).toContain('upkeep.find-keeper');
    must(
      await offerKeeping(by('secretary'), { assetId: asset.id, personId: scene.cast.resident.personId, organisationId: null, name: '', deputyPersonId: null }),
    );
    must(await answerKeeping(by('resident'), { assetId: asset.id, yes: true, word: '', paper: null }));
    expect(await kinds(projectId)).not.toContain('upkeep.find-keeper');
    expect((await scene.see((tx) => listDuties(tx, scene.cast.resident))).filter((duty) => duty.projectId === projectId).map((duty) => duty.kind)).toEqual([
      'upkeep.check',
    ]);
    expect((await scene.see((tx) => holdingsOf(tx, asset.id))).map((one) => [one.kind, one.endReason])).toEqual([
      ['committee', 'keeper-found'],
      ['keeper', 'moved'],
      ['deputy', 'keeper-found'],
      ['keeper', null],
    ]);
  });

  test('who leaves takes no alarm along: the deputy has it the same moment, then the committee or the new keeper', async () => {
    const { projectId, asset } = await kept();
    const stranger = scene.t.contextFor({ kind: 'anonymous', accountId: null, personId: null, name: '', grants: [], households: [] });
    must(await reportDamage(stranger, { assetId: asset.id, text: '枯了', name: '', photo: aPhoto() }));
    const alarms = async (who: keyof typeof scene.cast) =>
      (await scene.see((tx) => listDuties(tx, scene.cast[who]))).filter((duty) => duty.projectId === projectId && duty.kind.startsWith('upkeep.alarm')).length;
    expect([await alarms('keeper'), await alarms('steward')]).toEqual([1, 0]);
    must(await endKeeping(by('keeper'), { assetId: asset.id, reason: 'moved', note: '搬去女儿家', everything: false }));
    expect([await alarms('keeper'), await alarms('steward')]).toEqual([0, 1]);
    must(
      await offerKeeping(by('secretary'), { assetId: asset.id, personId: scene.cast.resident.personId, organisationId: null, name: '', deputyPersonId: null }),
    );
    must(await answerKeeping(by('resident'), { assetId: asset.id, yes: true, word: '', paper: null }));
    expect([await alarms('steward'), await alarms('resident'), await alarms('secretary')]).toEqual([0, 1, 0]);
  });

  test('without a phone signs a paper, and one who says no is looked for again', async () => {
    const projectId = await closedProject(scene);
    must(await startUpkeep(by('secretary'), { projectId, firstDay: '2026-11-10', keeperPersonId: null, keeperName: '老孙头' }));
    const [asset] = await scene.see((tx) => listAssets(tx, { projectId }));
    expect(await kinds(projectId)).toContain('upkeep.accept');
    expect(await answerKeeping(by('secretary'), { assetId: asset!.id, yes: false, word: '', paper: aPaper() })).toEqual({ ok: false, error: 'required' });
    must(await answerKeeping(by('secretary'), { assetId: asset!.id, yes: false, word: '腿脚不便', paper: aPaper() }));
    expect(await kinds(projectId)).toContain('upkeep.find-keeper');
    must(await offerKeeping(by('secretary'), { assetId: asset!.id, personId: null, organisationId: null, name: '老李', deputyPersonId: null }));
    must(await answerKeeping(by('secretary'), { assetId: asset!.id, yes: true, word: '', paper: aPaper() }));
    expect((await scene.see((tx) => findAsset(tx, asset!.id)))?.holding).toMatchObject({ kind: 'keeper', name: '老李' });
  });

  test('that is an organisation answers by its contact, and when it is dissolved the committee holds it the same day', async () => {
    const { t } = scene;
    const head = () => t.contextFor({ ...scene.cast.officer, grants: [...scene.cast.officer.grants, { role: 'admin', neighbourhoodId: null }] });
    Object.assign(t.platform.permissions.table, { 'organisation.edit': peoplePermissions['organisation.edit'] });
    const organisationId = must(
      await createOrganisation(head(), { kind: 'nonprofit', name: '青藤志愿队', neighbourhoodId: scene.neighbourhoodId, phone: null, note: null }),
    );
    await t.owner.query(
      `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, organisation_id, from_day, given_at) values ($1, $2, $3, 'partner', $4, $5, '2026-01-01', $6)`,
      [t.subdistrictId, t.platform.sources.newId(), scene.cast.resident.personId, scene.neighbourhoodId, organisationId, t.clock.now()],
    );
    const projectId = await closedProject(scene);
    must(await startUpkeep(by('secretary'), { projectId, firstDay: '2026-11-10', keeperPersonId: null, keeperName: '', keeperOrganisationId: organisationId }));
    const [asset] = await scene.see((tx) => listAssets(tx, { projectId }));
    expect(await answerKeeping(by('keeper'), { assetId: asset!.id, yes: true, word: '', paper: null })).toEqual({ ok: false, error: 'not-allowed' });
    must(await answerKeeping(by('resident'), { assetId: asset!.id, yes: true, word: '', paper: null }));
    expect((await scene.see((tx) => findAsset(tx, asset!.id)))?.holding).toMatchObject({ kind: 'keeper', name: '青藤志愿队' });
    must(
      await editOrganisation(head(), {
        id: organisationId,
        kind: 'nonprofit',
        name: '青藤志愿队',
        neighbourhoodId: scene.neighbourhoodId,
        phone: null,
        note: null,
        active: false,
      }),
    );
    await daily();
    expect((await scene.see((tx) => findAsset(tx, asset!.id)))?.holding).toMatchObject({ kind: 'committee', reason: '管护单位解散，等新的管护人' });
  });
});

describe('the calendar', () => {
  test('goes on as long as the plan does, in its season, and keepers take turns', async () => {
    const { asset } = await kept();
    const { keeper, steward } = scene.cast;
    must(await planUpkeep(by('secretary'), water(asset.id, { rotaPersonIds: [keeper.personId, steward.personId] })));
    for (const day of ['2027-06-01', '2028-02-01', '2029-03-01', '2031-06-01']) {
      on(day);
      await daily();
    }
    const days = (await scene.see((tx) => listUpkeep(tx, asset.projectId))).filter((task) => task.title === '浇水');
    expect(days.some((task) => task.dueDay.startsWith('2032-05'))).toBe(true);
    expect(days.every((task) => task.dueDay.slice(5) >= '05-01' && task.dueDay.slice(5) <= '09-30')).toBe(true);
    expect(new Set(days.map((task) => task.dueDay)).size).toBe(days.length);
    expect(days.slice(0, 4).map((task) => task.keeperName)).toEqual(['赵师傅', '钱楼长', '赵师傅', '钱楼长']);
    const checks = (await scene.see((tx) => upkeepOfAsset(tx, asset.id))).filter((task) => task.kind === 'check');
    expect(checks.at(-1)?.dueDay.slice(0, 4)).toBe('2034');
    const plan = (await scene.see((tx) => plansOf(tx, asset.id))).find((one) => one.title === '浇水');
    expect(await endPlan(by('secretary'), { planId: plan!.id, reason: '' })).toEqual({ ok: false, error: 'required' });
    must(await endPlan(by('secretary'), { planId: plan!.id, reason: '装了自动浇灌' }));
    expect((await scene.see((tx) => upkeepOfAsset(tx, asset.id))).filter((task) => task.title === '浇水' && task.dueDay > '2031-06-01')).toEqual([]);
    expect((await scene.see((tx) => dutiesOf(tx, { projectId: asset.projectId }))).filter((duty) => duty.title.zh.includes('浇水'))).toEqual([]);
  });

  test.each([
    ['not-allowed', 'resident', {}],
    ['not-allowed', 'otherSecretary', {}],
    ['required', 'secretary', { title: ' ' }],
    ['not-a-number', 'secretary', { every: 0 }],
    ['in-the-past', 'secretary', { firstDay: '2026-01-01' }],
    ['not-a-season', 'secretary', { season: { from: '02-30', to: '05-01' } }],
  ] as const)('refuses %s by %s: %j', async (code, who, change) => {
    const { asset } = await kept();
    expect(await planUpkeep(by(who), water(asset.id, change))).toEqual({ ok: false, error: code });
  });

  test('from before things were registered is adopted, and does not end', async () => {
    const projectId = await closedProject(scene);
    const { t } = scene;
    await t.owner.query('set session_replication_role = replica');
    await t.owner.query("update project set state = 'upkeep' where id = $1", [projectId]);
    await t.owner.query(
      `insert into upkeep_task (subdistrict_id, id, project_id, due_day, keeper_person_id, keeper_name, created_at) values ($1, $2, $3, '2026-12-01', $4, '赵师傅', $5)`,
      [t.subdistrictId, t.platform.sources.newId(), projectId, scene.cast.keeper.personId, t.clock.now()],
    );
    await t.owner.query('set session_replication_role = origin');
    await daily();
    expect(await scene.see((tx) => listAssets(tx, { projectId }))).toMatchObject([{ offer: { name: '赵师傅' }, holding: { kind: 'committee' } }]);
    expect((await scene.see((tx) => listUpkeep(tx, projectId))).at(-1)?.dueDay.slice(0, 4)).toBe('2029');
  });
});

describe('money', () => {
  test('of care names who paid and the paper; the grant pays only by a paid request, and never more than it', async () => {
    const { asset } = await kept();
    const cost = { assetId: asset.id, day: '2026-11-02', what: '有机肥两袋', amountFen: 8_000n };
    const payer = { kind: 'property' as const, name: '长岛物业', paper: aPaper(), noPaperReason: '' };
    expect(await payUpkeep(by('resident'), { ...cost, payer })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await payUpkeep(by('keeper'), { ...cost, payer: { ...payer, name: '' } })).toEqual({ ok: false, error: 'who-pays' });
    expect(await payUpkeep(by('keeper'), { ...cost, payer: { ...payer, paper: null } })).toEqual({ ok: false, error: 'no-paper' });
    expect(await payUpkeep(by('keeper'), { ...cost, payer: { kind: 'grant', spendingRequestId: scene.matterId } })).toEqual({
      ok: false,
      error: 'not-paid-request',
    });
    const id = must(await payUpkeep(by('keeper'), { ...cost, payer }));
    expect(await takeBackCost(by('keeper'), { assetId: asset.id, costId: id, reason: '' })).toEqual({ ok: false, error: 'required' });
    must(await takeBackCost(by('keeper'), { assetId: asset.id, costId: id, reason: '重复记了' }));
    expect(await scene.see((tx) => costsOf(tx, asset.id))).toEqual([]);
    expect(await takeBackCost(by('keeper'), { assetId: asset.id, costId: id, reason: '再来' })).toEqual({ ok: false, error: 'not-found' });
    await refused('update upkeep_cost set amount_fen = 1').toThrow('append-only');
    await refused(
      `insert into upkeep_cost (subdistrict_id, id, asset_id, day, what, amount_fen, payer_kind, payer_name, spending_request_id, by_name, at)
      select subdistrict_id, gen_random_uuid(), asset_id, day, what, amount_fen, 'grant', '自治金', gen_random_uuid(), 'x', now() from upkeep_cost limit 1`,
    ).toThrow('only by a paid request');
  });
});

describe('giving up', () => {
  const decision = (assetId: string, change: object = {}) => ({
    assetId,
    kind: 'worn-out' as const,
    body: '居民代表会议',
    resolutionId: scene.resolutionId,
    paper: null,
    reason: '墙体渗水，绿墙必须拆',
    fate: 'removed' as const,
    fateText: '花盆分给居民，架子回收',
    moneyInFen: 12_000n,
    moneyOutFen: 0n,
    moneyText: '废铁款入公共收益',
    decidedOn: '2026-11-02',
    ...change,
  });
  test.each([
    ['not-allowed', 'keeper', {}],
    ['required', 'secretary', { body: '' }],
    ['needs-decision', 'secretary', { resolutionId: null }],
    ['where-the-money-goes', 'secretary', { moneyText: '' }],
    ['in-the-future', 'secretary', { decidedOn: '2026-12-01' }],
    ['not-found', 'secretary', { resolutionId: '0190b1f0-dead-7000-8000-00000000dead' }],
  ] as const)('refuses %s by %s: %j', async (code, who, change) => {
    const { asset } = await kept();
    expect(await abandonAsset(by(who), decision(asset.id, change))).toEqual({ ok: false, error: code });
  });
  test('is decided by a named body; then nobody is asked any more', async () => {
    const { projectId, asset } = await kept();
    must(await abandonAsset(by('secretary'), decision(asset.id)));
    expect(await scene.see((tx) => findAsset(tx, asset.id))).toMatchObject({ holding: null, abandonment: { body: '居民代表会议', moneyInFen: 12_000n } });
    expect((await kinds(projectId)).filter((kind) => kind.startsWith('upkeep'))).toEqual([]);
    on('2027-08-01');
    await daily();
    expect((await scene.see((tx) => findAsset(tx, asset.id)))?.alarm).toBeNull();
    expect(await abandonAsset(by('secretary'), decision(asset.id))).toEqual({ ok: false, error: 'wrong-state' });
  });
});

describe('a program that goes around the commands', () => {
  test('leaves nothing without a keeper, gives nothing up without a decision, makes nobody keeper', async () => {
    const { asset } = await kept();
    const end = (reason: string) =>
      `update asset_holding set ended_day = from_day, end_reason = '${reason}', ended_by_name = 'x' where asset_id = $1 and ended_day is null`;
    await refused(end('moved'), [asset.id]).toThrow('nothing is without a keeper');
    await refused(end('abandoned'), [asset.id]).toThrow('abandoned only by decision');
    await refused('delete from asset_holding where asset_id = $1', [asset.id]).toThrow('never deleted');
    await refused('update asset set value_fen = 1 where id = $1', [asset.id]).toThrow('only its place');
    await refused('delete from asset where id = $1', [asset.id]).toThrow('never deleted');
    await refused('update upkeep_plan set every = 9 where asset_id = $1', [asset.id]).toThrow('goes on or ends');
    await refused(
      `insert into asset (subdistrict_id, id, project_id, neighbourhood_id, no, kind, name, place, value_fen, source_kinds, in_use_from, created_at)
      select subdistrict_id, gen_random_uuid(), project_id, neighbourhood_id, 99, 'other', 'x', 'x', 0, '{grant}', in_use_from, created_at from asset where id = $1`,
      [asset.id],
    ).toThrow('nothing is without a keeper');
    await refused(
      `insert into asset (subdistrict_id, id, project_id, neighbourhood_id, no, kind, name, place, value_fen, source_kinds, in_use_from, created_at)
      select subdistrict_id, gen_random_uuid(), project_id, neighbourhood_id, 99, 'other', 'x', 'x', 9000000, '{grant}', in_use_from, created_at from asset where id = $1`,
      [asset.id],
    ).toThrow('more than the');
    must(
      await offerKeeping(by('secretary'), { assetId: asset.id, personId: scene.cast.resident.personId, organisationId: null, name: '', deputyPersonId: null }),
    );
    const answer = `update asset_keeper_offer set answer = 'accepted', how = 'own', answered_by = $2, answered_by_name = 'x', answered_at = now() where asset_id = $1 and answer is null`;
    await refused(answer, [asset.id, scene.cast.secretary.personId]).toThrow('own act');
    await refused(answer.replace("'own'", "'paper'"), [asset.id, null]).toThrow('check');
    await refused(
      `insert into asset_holding (subdistrict_id, id, asset_id, no, kind, offer_id, person_id, name, from_day, by_name)
      select subdistrict_id, gen_random_uuid(), asset_id, 50, 'keeper', id, person_id, name, '2026-11-02', 'x' from asset_keeper_offer where asset_id = $1 and answer is null`,
      [asset.id],
    ).toThrow('has not accepted');
  });

  test('ends no alarm without a photo or a decision, and brings none down', async () => {
    const { asset } = await kept();
    const [first] = await scene.see((tx) => upkeepOfAsset(tx, asset.id));
    on('2026-11-08');
    must(await doneUpkeep(by('keeper'), check(first!.id, { condition: 'damaged', note: '架子松了' })));
    const close = (set: string) => `update upkeep_alarm set closed_day = opened_day, closed_by_name = 'x', ${set} where asset_id = $1`;
    await refused(close("closed_how = 'check', closing_check_id = check_id"), [asset.id]).toThrow('closed by a check with a photo');
    await refused(close("closed_how = 'decision'"), [asset.id]).toThrow('check');
    await refused(close("closed_how = 'abandoned'"), [asset.id]).toThrow('only by decision');
    await scene.t.owner.query('update upkeep_alarm set level = 2 where asset_id = $1', [asset.id]);
    await refused('update upkeep_alarm set level = 1 where asset_id = $1', [asset.id]).toThrow('goes up or is closed');
    await refused('delete from upkeep_alarm where asset_id = $1', [asset.id]).toThrow('never deleted');
  });

  test('the application’s own role changes no more than its columns', async () => {
    await kept();
    for (const text of [
      'update asset set value_fen = 1',
      'update asset_holding set name = $$x$$',
      'delete from upkeep_alarm',
      'update outcome_year set due_day = due_day',
    ])
      await expect(scene.t.app.query(text)).rejects.toThrow('permission denied');
    const tables =
      await scene.t.owner.query(`select relname from pg_class where relkind = 'r' and not relrowsecurity and relname in ('asset', 'asset_keeper_offer',
      'asset_holding', 'asset_abandonment', 'upkeep_plan', 'upkeep_rota', 'upkeep_cost', 'asset_report', 'upkeep_alarm', 'outcome_year')`);
    expect(tables.rows).toEqual([]);
  });
});

describe('outcomes', () => {
  test('are read each of three years with their source; a missing one is asked for', async () => {
    const { projectId } = await kept();
    const reading = { projectId, indicatorNo: 1, measuredOn: '2026-11-02', actual: '9', source: '监督员清点', note: '' };
    must(await reportOutcome(by('secretary'), reading));
    for (const [code, change] of [
      ['not-found', { indicatorNo: 2 }],
      ['not-a-number', { actual: '很多' }],
      ['in-the-future', { measuredOn: '2026-11-03' }],
      ['not-a-date', { measuredOn: '昨天' }],
      ['no-source', { source: ' ' }],
    ] as const)
      expect(await reportOutcome(by('secretary'), { ...reading, ...change })).toEqual({ ok: false, error: code });
    expect(await reportOutcome(by('resident'), reading)).toEqual({ ok: false, error: 'not-allowed' });
    const project = (await scene.see((tx) => findProject(tx, projectId)))!;
    expect((await scene.see((tx) => outcomesOf(tx, project)))[0]).toMatchObject({
      reached: false,
      years: [
        { yearNo: 1, dueDay: '2027-11-02', reading: null },
        { yearNo: 2, dueDay: '2028-11-02', reading: null },
        { yearNo: 3, dueDay: '2029-11-02', reading: null },
      ],
    });
    on('2027-10-05');
    await daily();
    expect(await kinds(projectId)).toContain('outcome.read');
    expect((await scene.see((tx) => missingReadings(tx, '2027-11-02'))).filter((one) => one.projectId === projectId)).toMatchObject([{ yearNo: 1 }]);
    must(await reportOutcome(by('secretary'), { ...reading, measuredOn: '2027-10-05', actual: '12' }));
    expect(await kinds(projectId)).not.toContain('outcome.read');
    expect((await scene.see((tx) => outcomesOf(tx, project)))[0]).toMatchObject({
      reached: true,
      years: [{ reading: { actual: '12.00', source: '监督员清点' } }, {}, {}],
    });
    await refused('delete from outcome_year where project_id = $1', [projectId]).toThrow('append-only');
    await refused(
      `insert into indicator_reading (subdistrict_id, id, project_id, application_id, indicator_no, measured_on, actual, by_name, at)
      select subdistrict_id, gen_random_uuid(), project_id, application_id, 1, '2026-11-02', 1, 'x', now() from indicator_reading where project_id = $1 limit 1`,
      [projectId],
    ).toThrow('names its source');
  });

  test('upkeep does not begin without a thing to keep and years to read', async () => {
    const projectId = await closedProject(scene);
    await refused("update project set state = 'upkeep' where id = $1", [projectId]).toThrow('upkeep of nothing');
    await refused(`insert into outcome_year (subdistrict_id, id, project_id, year_no, due_day) values ($1, gen_random_uuid(), $2, 1, '2027-01-01')`, [
      scene.t.subdistrictId,
      projectId,
    ]).toThrow('at least three years');
  });
});

describe('one more thing', () => {
  test('is registered and numbered within the place, and its keeper is asked again', async () => {
    const { projectId } = await kept();
    const more = must(
      await registerAsset(by('secretary'), { projectId, asset: { ...greenWall, kind: 'power', name: '滴灌水泵', valueFen: 100n, survivesDays: null } }),
    );
    expect(await scene.see((tx) => findAsset(tx, more))).toMatchObject({ offer: { name: '赵师傅' }, holding: { kind: 'committee' } });
    expect(await registerAsset(by('otherSecretary'), { projectId, asset: greenWall })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await registerAsset(by('secretary'), { projectId, asset: { ...greenWall, valueFen: 3_000_000n } })).toEqual({ ok: false, error: 'too-much' });
  });
});
