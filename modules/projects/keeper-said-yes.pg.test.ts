import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listDuties } from '#modules/inbox';
import { answerAsKeeper, findAsset, holdingsOf, listAssets, offerKeeping, startUpkeep } from './index.ts';
import { caiLu, must, type Scene } from './scene.fixture.ts';
import { closedProject, greenWall } from './upkeep.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
});
afterAll(() => scene?.t.close());
beforeEach(() => scene.t.clock.set('2026-11-02T09:00:00+08:00'));

const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const dutiesOfKeeper = async (projectId: string) =>
  (await scene.see((tx) => listDuties(tx, scene.cast.keeper))).filter((duty) => duty.projectId === projectId).map((duty) => duty.kind);

/** A project whose keeper answered while it was reviewed, and which is closed now. */
async function answered(...answers: ('accepted' | 'declined')[]): Promise<string> {
  const projectId = await closedProject(scene);
  const put = (state: string) => scene.t.owner.query('update project set state = $2 where id = $1', [projectId, state]);
  await put('submitted');
  for (const answer of answers) must(await answerAsKeeper(by('keeper'), { projectId, answer, note: '要回老家' }));
  await put('closed');
  return projectId;
}
const start = async (projectId: string, who: 'keeper' | 'resident' = 'keeper') => {
  must(
    await startUpkeep(by('secretary'), { projectId, firstDay: '2026-11-10', keeperPersonId: scene.cast[who].personId, keeperName: '', assets: [greenWall] }),
  );
  const [asset] = await scene.see((tx) => listAssets(tx, { projectId }));
  return asset!;
};

test('who said yes at the application keeps it from the first day, and is not asked again', async () => {
  const projectId = await answered('declined', 'accepted');
  const asset = await start(projectId);
  expect(asset).toMatchObject({ holding: { kind: 'keeper', name: '赵师傅' }, offer: null });
  expect((await scene.see((tx) => holdingsOf(tx, asset.id))).map(({ kind, how }) => [kind, how])).toEqual([
    ['committee', null],
    ['keeper', 'earlier'],
  ]);
  expect(await dutiesOfKeeper(projectId)).toEqual(['upkeep.check']);
});

test.each([
  ['nobody answered', [], 'keeper', ''],
  ['the last word was no', ['accepted', 'declined'], 'keeper', ''],
  ['somebody else is asked', ['accepted'], 'resident', ''],
  ['the plan of care is another one', ['accepted'], 'keeper', "upkeep_plan = '每周浇水'"],
  ['it is to be checked more often', ['accepted'], 'keeper', 'upkeep_months = 1'],
] as const)('is asked when %s, and the database takes no yes for it', async (_when, answers, who, changed) => {
  const projectId = await answered(...answers);
  // Sealed versions never change: the version in force is another one, as after a change that was agreed.
  if (changed !== '') {
    await scene.t.owner.query('alter table application disable trigger user');
    await scene.t.owner.query(`update application set ${changed} where project_id = $1`, [projectId]);
    await scene.t.owner.query('alter table application enable trigger user');
  }
  const asset = await start(projectId, who);
  expect(asset).toMatchObject({ holding: { kind: 'committee' }, offer: { name: who === 'keeper' ? '赵师傅' : '孙小英' } });
  await expect(
    scene.t.owner.query(
      "update asset_keeper_offer set answer = 'accepted', how = 'earlier', answered_by_name = 'x', answered_at = now() where asset_id = $1 and answer is null",
      [asset.id],
    ),
  ).rejects.toThrow('has not said yes to this plan');
});

test('a yes at the application is no yes to a later hand-over of keeper to somebody else', async () => {
  const asset = await start(await answered('accepted'));
  must(
    await offerKeeping(by('secretary'), { assetId: asset.id, personId: scene.cast.resident.personId, organisationId: null, name: '', deputyPersonId: null }),
  );
  expect((await scene.see((tx) => findAsset(tx, asset.id)))?.holding).toMatchObject({ kind: 'keeper', name: '赵师傅' });
});
