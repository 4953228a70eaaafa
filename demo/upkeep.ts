import { setSettings } from '#modules/funds';
import { correctAsset, dailyUpkeep, doneUpkeep, listAssets, listProjects, planUpkeep, upkeepOfAsset } from '#modules/projects';
import { agreeCase, licenceKey, makeCase, publishCase } from '#modules/showcase';
import { scene } from './purchases.ts';
import { done, type Stage } from './stage.ts';

/** 蔡路's lamps as a case for others; at 海棠巷 the trees are watered by plan, and one watering was missed: its alarm is open. */
export async function tellUpkeep(stage: Stage): Promise<void> {
  stage.on(0);
  const projects = await stage.read((tx) => listProjects(tx, { states: ['upkeep'] }));
  const lamps = projects.find((project) => project.title.includes('楼道亮起来'));
  const lane = projects.find((project) => project.title.includes('海棠'));
  if (!lamps || !lane) throw new Error('upkeep of the demo: the projects are not there');
  await done('licence', setSettings(await stage.as('officer', 'case licence'), { values: { [licenceKey]: 'CC BY 4.0' }, reason: '让别的社区能照着做' }));
  const caseId = await done(
    'case',
    makeCase(await stage.as('cailu-secretary', 'case make'), {
      projectId: lamps.id,
      compoundKind: 'old',
      households: null,
      texts: {
        title: '老楼楼道亮起来',
        problem: '四幢老楼的楼道没有灯，晚上上下楼全靠摸黑，老人摔过跤。',
        method: '党员先碰头，再开三次居民会，定下灯装在哪儿\n自治金、每户50元、共建单位一起出钱\n居民轮流到场看着装\n电费由各楼道分摊，年底公布',
        account: '电线和备用灯买得便宜，余款原路退回。',
        lessons: '先在一个楼道试装，大家看见亮了，后面都愿意出钱。',
        failed: '原来打算装在四楼的一盏没人用，改到了一楼入口。',
        copyable: '声控灯的型号和间距\n每户分摊、余款退回的办法\n监督班次表',
      },
    }),
  );
  await done('agree', agreeCase(await stage.as('cailu-secretary', 'case agree'), { caseId }));
  await done('publish', publishCase(await stage.as('officer', 'case publish'), { caseId }));

  const [trees] = await stage.read((tx) => listAssets(tx, { projectId: lane.id }));
  if (!trees) throw new Error('upkeep of the demo: nothing is registered');
  stage.on(-20);
  const { place, lifeMonths, warrantyUntil, warrantyBy } = trees;
  await done(
    'stands',
    correctAsset(await stage.as('changdao-secretary', 'trees stand'), { assetId: trees.id, place, lifeMonths, warrantyUntil, warrantyBy, survivesDays: 30 }),
  );
  const water = {
    assetId: trees.id,
    kind: 'work' as const,
    title: '浇水',
    every: 1,
    unit: 'week' as const,
    firstDay: stage.day,
    season: null,
    photoNeeded: true,
    rotaPersonIds: [],
  };
  await done('water', planUpkeep(await stage.as('changdao-secretary', 'trees plan'), water));
  const first = (await stage.read((tx) => upkeepOfAsset(tx, trees.id))).find((task) => task.title === '浇水');
  await done(
    'watered',
    doneUpkeep(await stage.as('changdao-keeper', 'trees watered'), {
      taskId: first?.id ?? '',
      condition: 'good',
      note: '24棵都浇透了。',
      costFen: 0n,
      photo: await scene(stage, 'lane-after'),
    }),
  );
  stage.on(0);
  await done('alarm', dailyUpkeep(await stage.as('system', 'upkeep day')));
}
