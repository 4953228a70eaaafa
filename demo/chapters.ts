import { tellAudits } from './audits.ts';
import { award, check } from './award.ts';
import { openOffice } from './office.ts';
import { tellBallots } from './ballots.ts';
import { tellBank } from './bank.ts';
import { tellDeputies } from './deputies.ts';
import { tellClosing } from './closing.ts';
import { tellConsents } from './consents.ts';
import { tellFollowing } from './disclosure.ts';
import { tellDoing } from './doing.ts';
import { tellElection } from './elections.ts';
import { tellHouseRules } from './house-rules.ts';
import { tellIndex } from './index-story.ts';
import { tellMeetingsInside } from './meetings-inside.ts';
import { tellPolicyDraft } from './policy.ts';
import { gateLamp, lamps, lane, playground, stewards } from './plots.ts';
import { tellMeetingsAround } from './meetings-around.ts';
import type { Stage } from './stage.ts';
import { type Plot, tellUntilSubmitted } from './story.ts';
import { buy } from './purchases.ts';
import { tellQuotes } from './quotes.ts';
import { tellPanel } from './review.ts';
import { tellSources } from './sources.ts';
import { tellUpkeep } from './upkeep.ts';
import { finish, takeIn, work, type Works } from './works.ts';

const electrician = '亮心机电服务部（演示）';

/** Everything is bought as planned; the cables came 370 yuan cheaper, the spare lamps 120. */
const lampWorks: Works = {
  purchases: [
    { line: 0, day: 103, payee: '申江灯具商行（演示）', item: '声控楼道灯72盏' },
    { line: 1, day: 106, payee: '申江灯具商行（演示）', item: '电线和线管', paidFen: 1_739_000n },
    { line: 2, day: 140, payee: electrician, item: '八个楼道电工安装' },
    { line: 3, day: 145, payee: '申江灯具商行（演示）', item: '备用灯和小工具', paidFen: 298_000n },
    { line: 4, day: 120, payee: '东滩电力服务队', item: '四幢楼公用电表改接' },
  ],
  watch: ['li', 'chen', 'zhou'],
  watchPlace: '1至4号楼楼道',
  during: 'lamp-installing',
  after: 'stairwell-after',
  seen: ['线管走得直，墙洞都补平了。', '三楼转角的灯换到了台阶正上方，亮多了。', '师傅试了三遍声控，咳一声就亮。', '数了灯，和送货单对得上。'],
  change: {
    what: '一楼入口加装一盏',
    fromText: '每层一盏、转角一盏',
    toText: '四号楼一楼入口两侧各一盏，四楼少一盏',
    why: '四号楼402室没有住户，入口更暗。',
    amountFen: 26_500n,
  },
  grade: { code: 'excellent', reason: '居民提、居民议、居民出钱、居民监督，八个楼道全亮，余款退回。' },
  outcomes: [{ indicatorNo: 1, day: 200, actual: '8', source: '监督员现场清点', note: '逐个楼道点亮确认' }],
  upkeepNotes: ['八个楼道逐层看过，换了一只灯泡。', '全部完好，擦了灯罩。'],
};
const laneWorks: Works = {
  purchases: [
    { line: 0, day: 105, payee: '东篱苗木合作社（演示）', item: '海棠树苗和花盆24套' },
    { line: 1, day: 125, payee: '童画社区工作室（演示）', item: '认养牌和绘墙活动' },
    { line: 2, day: 112, payee: '长岛物业服务公司', item: '地面整修和花池' },
  ],
  watch: ['changdao-resident', 'changdao-keeper'],
  watchPlace: '海棠巷',
  during: 'lane-before',
  after: 'lane-after',
  seen: ['旧家具清走了六车。', '花池砌到了墙根，留了排水口。', '孩子们在墙上画了第一枝海棠。'],
  change: { what: '树苗换成大一号', fromText: '胸径2厘米', toText: '胸径3厘米', why: '大苗当年就能开花，价钱没变。', amountFen: 50_000n },
  grade: { code: 'excellent', reason: '2万元自治金带动物业公司出资12万元，撬动6.0倍，居民认养到户。' },
  outcomes: [{ indicatorNo: 1, day: 205, actual: '24', source: '认养登记册', note: '24棵都挂了认养牌' }],
  upkeepNotes: ['两棵补种，其余长势好。'],
};
const stewardWorks: Works = {
  purchases: [
    { line: 0, day: 103, payee: '平安劳保用品店（演示）', item: '反光马甲和手电30套' },
    { line: 1, day: 120, payee: '和谐调解服务中心（演示）', item: '调解和沟通培训6次' },
    { line: 2, day: 130, payee: '童画社区工作室（演示）', item: '公示栏和议事角3处' },
  ],
  watch: ['qingdong-leader', 'qingdong-keeper'],
  watchPlace: '海湾新城',
  during: 'patrol-gate',
  after: 'patrol-gate',
  seen: ['巡了两圈，三处乱停车劝走了。', '把楼道堆物拍照给了物业，当天清掉。', '和物业碰头，五个问题答复了四个。'],
  change: { what: '培训改在晚上', fromText: '工作日下午', toText: '周三晚上', why: '上班的人也能来。', amountFen: 10_000n },
  grade: { code: 'good', reason: '队伍稳定，物业费收缴率明显上升。' },
  outcomes: [{ indicatorNo: 1, day: 240, actual: '90', source: '物业公司收费台账', note: '2024年71%，2025年超过90%' }],
  upkeepNotes: ['本季度巡逻照常，问题和答复已公布。'],
};
const playgroundWorks: Works = {
  ...stewardWorks,
  purchases: [{ line: 2, day: 108, payee: '申浦精密机械公司', item: '场地清理和围栏' }],
  watch: ['shengli-resident', 'shengli-keeper'],
  watchPlace: '公司空地',
  during: 'land-before',
  after: 'land-after',
  seen: ['草清完了，围栏立了一半。', '场地平好了，试着铺了十块地垫。', '公司派人来看了排水。'],
};

async function complete(stage: Stage, plot: Plot, works: Works, grantFen: bigint, strength: number): Promise<void> {
  const told = await tellUntilSubmitted(stage, plot);
  await check(stage, plot, told);
  await award(stage, plot, told, grantFen, strength);
  await takeIn(stage, plot, told);
  await work(stage, plot, told, works);
  await finish(stage, plot, told, works);
}

/** The chapters of the demo, in order; each can be told alone after the world and the office. */
export const chapters: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  office: openOffice,
  cailu: (stage) => complete(stage, lamps, lampWorks, 4_500_000n, 9),
  changdao: (stage) => complete(stage, lane, laneWorks, 2_000_000n, 9),
  qingdong: (stage) => complete(stage, stewards, stewardWorks, 1_500_000n, 8),
  // Works go on, and one purchase waits for the office's ruling.
  shengli: async (stage) => {
    const told = await tellUntilSubmitted(stage, playground);
    await check(stage, playground, told);
    await award(stage, playground, told, 2_000_000n, 8);
    await takeIn(stage, playground, told);
    await work(stage, playground, told, playgroundWorks, -playground.start);
    await tellSources(stage, playground, told);
    await buy(stage, playground, told, { line: 0, day: -playground.start - 3, payee: '乐童游艺器材店（演示）', item: '滑梯和跷跷板一套' }, 50, 'asked');
    await buy(stage, playground, told, { line: 1, day: -playground.start - 2, payee: '乐童游艺器材店（演示）', item: '防护地垫100块' }, 51, 'approved');
    await tellDoing(stage, told.projectId);
  },
  'cailu-house-rules': tellHouseRules,
  'cailu-election': tellElection,
  'cailu-lift': tellConsents,
  'cailu-ballots': tellBallots,
  'meetings-around': tellMeetingsAround,
  'meetings-inside': tellMeetingsInside,
  following: tellFollowing,
  'shengli-bank': tellBank,
  'shengli-quotes': tellQuotes,
  'policy-draft': tellPolicyDraft,
  deputies: tellDeputies,
  'cailu-gate': async (stage) => {
    await tellUntilSubmitted(stage, gateLamp);
  },
  panel: tellPanel,
  closing: tellClosing,
  audits: tellAudits,
  upkeep: tellUpkeep,
  // Last: it takes over what the chapters before left on the platform.
  index: tellIndex,
};
