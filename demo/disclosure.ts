import { answerMatter, chaseReferral, passOnMatter, planOf, raiseMatter, recordReferralAnswer, sayOfAnswer, type Spot, spotOf } from '#modules/matters';
import { exemptRequirement, publishGeneralNotice } from '#modules/notices';
import { listOrganisations } from '#modules/people';
import { listBuildings, listCompounds } from '#modules/places';
import { type CastKey, type PlaceCode } from './cast.ts';
import { done, type Stage } from './stage.ts';

/** A place on the plan of a neighbourhood's first compound: at its first building. */
async function atFirstBuilding(stage: Stage, neighbourhoodId: string, part: 'inside' | 'front', note: string): Promise<Spot | null> {
  return stage.read(async (tx) => {
    const [compound] = await listCompounds(tx, neighbourhoodId);
    const buildings = (await listBuildings(tx, neighbourhoodId)).filter((one) => one.compoundId === compound?.id);
    return compound && buildings[0] ? spotOf(`${part}:${buildings[0].id}`, [planOf(compound, buildings)], note) : null;
  });
}

async function raise(stage: Stage, place: PlaceCode, who: CastKey, text: string, spot: Spot | null): Promise<string> {
  const { matterId } = await done(
    'raise',
    raiseMatter(await stage.as(who, `${place} charging raise`), {
      neighbourhoodId: await stage.neighbourhoodId(place),
      text,
      category: 'safety',
      anonymous: false,
      doorCode: null,
      photos: [],
      replyDays: 7,
      supportUnit: 'household',
      spot,
    }),
  );
  return matterId;
}

/** Three neighbourhoods ask for much the same: one was passed on, chased, answered, and its raiser says that it is not settled. */
export async function tellCharging(stage: Stage): Promise<void> {
  stage.on(-40);
  const qingdong = await stage.neighbourhoodId('pd-qingdong');
  const spot = await atFirstBuilding(stage, qingdong, 'inside', '一楼过道');
  const matterId = await raise(stage, 'pd-qingdong', 'qingdong-leader', '电瓶车停在楼道里充电，线从窗口拉下来，怕着火。能不能在外面装充电桩？', spot);
  stage.on(-38);
  const company = (await stage.read((tx) => listOrganisations(tx, qingdong))).find((one) => one.name === '海湾物业服务公司');
  if (!company) throw new Error('demo: no property company');
  const secretary = async (step: string) => stage.as('qingdong-secretary', `charging ${step}`);
  const passed = { matterId, organisationId: company.id, reason: '楼道和电源归物业管，请先清楼道，再报充电桩的方案。', dueDay: stage.dayAt(-24) };
  await done('pass on', passOnMatter(await secretary('pass on'), passed));
  stage.on(-23);
  await done('chase', chaseReferral(await secretary('chase'), { matterId, text: '打电话给物业项目经理，说正在找厂家报价，月底回复。' }));
  stage.on(-15);
  const answer = { matterId, outcome: 'partly' as const, text: '楼道已清，飞线已拆。充电桩报价两万八，要等业主大会决定。', day: stage.day };
  await done('receiver', recordReferralAnswer(await secretary('receiver'), answer));
  stage.on(-14);
  await done('answer', answerMatter(await secretary('answer'), { matterId, reason: '物业已清楼道、拆飞线；充电桩列入下次业主大会的议题。' }));
  stage.on(-9);
  await done('say', sayOfAnswer(await stage.as('qingdong-leader', 'charging say'), { matterId, settled: false, text: '清了一星期，这两天又有三辆停回来了。' }));
  stage.on(-6);
  await raise(
    stage,
    'pd-changdao',
    'changdao-resident',
    '电瓶车在楼道里充电，夜里闻到焦味，怕着火。',
    await atFirstBuilding(stage, await stage.neighbourhoodId('pd-changdao'), 'inside', '二单元门厅'),
  );
  stage.on(-4);
  await raise(
    stage,
    'pd-shengli',
    'shengli-resident',
    '小区没有地方给电瓶车充电，都推进楼道充，怕着火。',
    await atFirstBuilding(stage, await stage.neighbourhoodId('pd-shengli'), 'front', '车棚旁'),
  );
}

/** What 蔡路 published because the law wants it, and what it says does not apply there. */
export async function tellDisclosure(stage: Stage): Promise<void> {
  const neighbourhoodId = await stage.neighbourhoodId('pd-cailu');
  stage.on(-12);
  await done(
    'common income',
    publishGeneralNotice(await stage.as('cailu-secretary', 'common income'), {
      neighbourhoodId,
      title: '本季度公共收益收支公布',
      body: '门口两块公益广告位租金收入1800元，支出楼道保洁900元，结余900元，存入居委会代管的公共收益专户。（数字为演示）',
      startDay: stage.day,
      endDay: null,
      acceptsObjections: false,
      answerDueDay: null,
      fulfils: ['law-disclose-common-income'],
    }),
  );
  await done(
    'exempt',
    exemptRequirement(await stage.as('cailu-secretary', 'no property company'), {
      neighbourhoodId,
      requirement: 'law-disclose-price-rise',
      applies: false,
      reason: '四幢老楼没有物业公司，不收物业费',
    }),
  );
}

/** The chapter: matters followed to their end, and the disclosure of 蔡路. */
export async function tellFollowing(stage: Stage): Promise<void> {
  await tellCharging(stage);
  await tellDisclosure(stage);
}
