import { awardsOf } from '#modules/books';
import { answerGoodsValue, chooseShortfallRule, openCrowdDrive, recordGift, valueGoods } from '#modules/projects';
import { done, type Stage } from './stage.ts';
import type { Plot, Told } from './story.ts';

const gifts = [
  ['吴雨桐', 20_000n, 'masked', '给乐园添一个沙坑'],
  ['钱建华', 30_000n, 'masked', ''],
  ['一位路过的邻居', 6_600n, 'anonymous', '孩子们慢点跑'],
  ['申浦精密机械公司工会', 50_000n, 'masked', '工会小组凑的'],
] as const;

/** 胜利's playground: a drive for the sandpit that still runs, tyres and paint that neighbours gave, valued by one and agreed to by another. */
export async function tellSources(stage: Stage, plot: Plot, told: Told): Promise<void> {
  const { secretary, director } = plot.staff;
  const awards = await stage.read((tx) => awardsOf(tx, told.projectId));
  const crowd = awards.find((award) => award.sourceKind === 'crowd');
  const goods = awards.find((award) => award.sourceKind === 'in_kind');
  if (!crowd || !goods) throw new Error('demo: sources');
  stage.on(-20);
  const lastDay = stage.dayAt(12);
  await done(
    'drive',
    openCrowdDrive(await stage.as(secretary, 'playground drive'), {
      awardId: crowd.awardId,
      goalFen: crowd.plannedFen,
      opensOn: stage.day,
      lastDay,
      ifMissed: 'return-all',
      minimumFen: null,
      text: '乐园还缺一个沙坑和一排小书架，一共两千元。多少不限，筹不足就原数退还。',
    }),
  );
  await done(
    'rule',
    chooseShortfallRule(await stage.as(secretary, 'playground rule'), {
      awardId: crowd.awardId,
      rule: 'shrink',
      day: lastDay,
      extendUntil: null,
      extendBy: null,
    }),
  );
  for (const [at, [payerName, amountFen, shown, words]] of gifts.entries()) {
    stage.on(-18 + at * 3);
    await done(
      'gift',
      recordGift(await stage.as(secretary, `playground gift ${at}`), {
        awardId: crowd.awardId,
        payerName,
        amountFen,
        method: 'cash',
        day: stage.day,
        shown,
        words,
        proof: null,
      }),
    );
  }
  stage.on(-15);
  const goodsId = await done(
    'goods',
    valueGoods(await stage.as(secretary, 'playground goods'), {
      awardId: goods.awardId,
      giverName: '顺风汽修店（演示）',
      what: '旧轮胎和户外油漆',
      quantity: '16',
      unit: '件',
      valueFen: goods.plannedFen,
      basis: 'market',
      basisText: '旧轮胎每只30元，共12只；户外油漆每桶110元，共4桶。按店里售价和收货价核过。',
      day: stage.day,
      photo: null,
    }),
  );
  await done('agreed', answerGoodsValue(await stage.as(director, 'playground goods agreed'), { goodsId, agree: true, note: '' }));
}
