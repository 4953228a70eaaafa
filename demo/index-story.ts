import {
  answerContest,
  approveRun,
  computeRun,
  contestDatum,
  drawIndexSample,
  enterMonth,
  feedFromPlatform,
  importValues,
  listIndexCompounds,
  monthLabel,
  monthOfDay,
  published,
  publishRun,
  registerCompounds,
  reviewRun,
  shippedTree,
  storeWeights,
} from '#modules/index';
import { answerSurvey, enterCounts, membersOf, openSurvey } from '#modules/surveys';
import { inventedValues } from './index-figures.ts';
import { done, type Stage } from './stage.ts';

/** Compounds of the demo's index: the four of the story, and twenty that are invented, so that each kind has some to compare with. */
const compounds = [
  ['P01', '蔡路老街坊', '老旧公房', '蔡路居民区', 62, 1985, 32, '远郊'],
  ['P02', '胜利新村', '老旧公房', '胜利居民区', 320, 1992, 61, ''],
  ['P03', '海湾新城', '商品房', '庆东居民区', 860, 2008, 48, ''],
  ['P04', '长岛花苑', '商品房', '长岛路居民区', 540, 2001, 66, '学区房'],
  ['P05', '红星一村', '老旧公房', '红星居民区', 410, 1988, 70, ''],
  ['P06', '红星二村', '老旧公房', '红星居民区', 380, 1990, 68, ''],
  ['P07', '东风新村', '老旧公房', '东风居民区', 505, 1986, 64, '学区房'],
  ['P08', '曙光里', '老旧公房', '东风居民区', 240, 1983, 59, ''],
  ['P09', '临河老街', '老旧公房', '临河居民区', 130, 1981, 40, '远郊'],
  ['P10', '南桥新村', '老旧公房', '南桥居民区', 460, 1991, 63, ''],
  ['P11', '翠湖苑', '商品房', '南桥居民区', 720, 2005, 52, ''],
  ['P12', '金桂苑', '商品房', '金桂居民区', 640, 2010, 45, ''],
  ['P13', '银杏苑', '商品房', '金桂居民区', 580, 2012, 44, '学区房'],
  ['P14', '江畔名邸', '商品房', '江畔居民区', 910, 2015, 41, ''],
  ['P15', '江畔雅苑', '商品房', '江畔居民区', 450, 2016, 43, ''],
  ['P16', '和风里', '商品房', '和风居民区', 330, 2003, 57, ''],
  ['P17', '新城家园', '动迁房', '新城居民区', 1100, 2009, 38, ''],
  ['P18', '新城南苑', '动迁房', '新城居民区', 980, 2011, 36, ''],
  ['P19', '田园都市', '动迁房', '田园居民区', 760, 2013, 35, '远郊'],
  ['P20', '田园北区', '动迁房', '田园居民区', 690, 2014, 37, '远郊'],
  ['P21', '安居苑', '保障性住房', '安居居民区', 820, 2014, 30, ''],
  ['P22', '安居二苑', '保障性住房', '安居居民区', 640, 2016, 28, ''],
  ['P23', '康乐家园', '保障性住房', '康乐居民区', 560, 2012, 33, ''],
  ['P24', '康乐新苑', '保障性住房', '康乐居民区', 480, 2018, 27, '远郊'],
] as const;
const linked = ['P01', 'P02', 'P03', 'P04'];
const months = 26;

/** The index of the demo: registered, filled, sampled, computed, signed by three, published; one objection answered, one open. */
export async function tellIndex(stage: Stage): Promise<void> {
  const last = monthOfDay(stage.today) - 1;
  const first = last - months + 1;
  const bytes = (text: string) => new TextEncoder().encode(text);
  stage.on(-12);
  const list = compounds.map(([code, name, kind, place, households, built, registered, tags]) =>
    [code, name, kind, place, households, tags, Number(stage.today.slice(0, 4)) - built, registered].join(','),
  );
  await done(
    'register',
    registerCompounds(await stage.as('officer', 'index register'), {
      fileName: '小区名册（演示）.csv',
      bytes: bytes(`小区编号,小区名称,类型,居民区,户数,标签,房龄（年）,户籍人口占比（%）\n${list.join('\n')}\n`),
    }),
  );
  const leaves = shippedTree.leaves.map((leaf) => leaf.code);
  const fed = shippedTree.leaves.map((leaf) => leaf.feed !== undefined);
  const fees = leaves.indexOf('I23');
  const rows = compounds.flatMap(([code], at) => {
    const worse = code === 'P01' ? { leaf: 'I10', from: months - 7, by: 4 } : code === 'P04' ? { leaf: 'I27', from: months - 5, by: 0.6 } : undefined;
    const values = inventedValues({
      seed: at === 0 ? 2077 : 2026 + at * 7,
      months,
      calendarMonthOfFirst: (first % 12) + 1,
      missing: 0.02,
      ...(worse ? { worse } : {}),
    });
    return values.map((row, month) => {
      const year = Math.floor((first + month) / 12);
      const shown = row.map((value, leaf) => {
        // What the platform itself knows of the four is taken from it.
        if (linked.includes(code) && fed[leaf]) return '';
        // 海湾新城: property fees paid, 71 % in 2024 and over 90 % from 2025, as published.
        if (code === 'P03' && leaf === fees) return year <= 2024 ? '0.71' : '0.905';
        return value === null ? '' : String(value);
      });
      return `${code},${monthLabel(first + month)},${shown.join(',')}`;
    });
  });
  await done(
    'values',
    importValues(await stage.as('officer', 'index values'), {
      fileName: '指数数据（演示，虚构）.csv',
      bytes: bytes(`小区,月份,${leaves.join(',')}\n${rows.join('\n')}\n`),
      source: '演示数据（虚构）',
      status: 'reported',
      treatedBy: '每百户件数，同一来电同一事由七天合并',
    }),
  );
  await done('feed', feedFromPlatform(await stage.as('officer', 'index feed'), { months }));
  await done('sample', drawIndexSample(await stage.as('officer', 'index sample'), { year: Math.floor(last / 12), seed: `支点镇${Math.floor(last / 12)}年` }));
  const ids = new Map((await stage.read((tx) => listIndexCompounds(tx))).map((compound) => [compound.code, compound.id]));
  const compoundId = ids.get('P01') ?? '';
  await done(
    'month',
    enterMonth(await stage.as('cailu-secretary', 'index month'), { compoundId, month: last, figures: { I29: '1', I30: '2', I07: '1', I08: '0', I09: '0' } }),
  );
  stage.on(-10);
  const { runId } = await done('compute', computeRun(await stage.as('officer', 'index compute'), { month: last }));
  stage.on(-9);
  await done('review', reviewRun(await stage.as('auditor', 'index review'), { runId, note: '样本、阈值和蔡路、海湾新城两个小区的数据逐项核对过。' }));
  await done('approve', approveRun(await stage.as('head', 'index approve'), { runId }));
  stage.on(-8);
  await done('publish', publishRun(await stage.as('officer', 'index publish'), { runId }));
  stage.on(-6);
  const memory = await published(stage.db, stage.subdistrictId);
  const position = memory?.positions.get(compoundId) ?? -1;
  const shown = (leaf: string) => memory?.results[position]?.values[leaves.indexOf(leaf)] ?? Number.NaN;
  const contest = async (leaf: string, claimed: number, reason: string) =>
    done(leaf, contestDatum(await stage.as('cailu-secretary', `index contest ${leaf}`), { compoundId, leaf, claimed, reason }));
  const answered = await contest('I27', 0, '十月的两件投诉是隔壁工地的，门牌写成了我们小区。');
  stage.on(-4);
  await done(
    'answer',
    answerContest(await stage.as('officer', 'index answer'), {
      contestId: answered.contestId,
      outcome: 'corrected',
      answer: '调了工单原件，地点确是工地，更正。',
    }),
  );
  stage.on(-2);
  await contest('I10', Math.max(0, Math.round(shown('I10')) - 9), '有九次是隔壁菜场的垃圾投到了我们门口的桶里，物业有录像。');
  await done(
    'weights',
    storeWeights(await stage.as('officer', 'index weights'), {
      method: 'ahp',
      judgements: [
        [1, 1, 1 / 3, 3],
        [1, 1, 1 / 3, 3],
        [3, 3, 1, 5],
        [1 / 3, 1 / 3, 1 / 5, 1],
      ],
      reason: '三位专家一致认为居民满意应当更重；先存着，年底再讨论用不用。',
    }),
  );
  await tellSurveys(stage);
}

/** One survey held at the doors of 蔡路, and the published one about champions, entered as its counts. */
async function tellSurveys(stage: Stage): Promise<void> {
  stage.on(-9);
  const opened = await done(
    'survey',
    openSurvey(await stage.as('cailu-secretary', 'survey open'), {
      neighbourhoodId: await stage.neighbourhoodId('pd-cailu'),
      title: '家门口服务满意度',
      purpose: '想知道服务站哪里办得好、哪里不好，先改哪一样。',
      questions: '您对家门口服务站满意吗：满意／一般／不满意\n最想先改哪一样：开放时间／办事内容／服务态度',
      marginPercent: 10,
      seed: '支点镇2026秋',
    }),
  );
  stage.on(-5);
  const members = await stage.read((tx) => membersOf(tx, opened.surveyId));
  for (const [at, member] of members.slice(0, 10).entries())
    await done(
      'answer',
      answerSurvey(await stage.as('cailu-director', `survey answer ${at}`), {
        surveyId: opened.surveyId,
        householdId: member.householdId,
        channel: at % 3 === 0 ? 'phone' : 'paper',
        answers: [['满意', '满意', '一般', '满意', '不满意'][at % 5] ?? null, ['开放时间', '办事内容', '开放时间'][at % 3] ?? null],
      }),
    );
  // As published: 6,471 residents asked, 6,189 knew of it; 1,052 officials, 1,032.
  await done(
    'counts',
    enterCounts(await stage.as('officer', 'survey counts'), {
      neighbourhoodId: null,
      title: '社区达人项目知晓度',
      question: '知道社区达人项目吗',
      source: '公开发表的调查',
      counts: '居民，知道，6189\n居民，不知道，282\n干部，知道，1032\n干部，不知道，20',
    }),
  );
}
