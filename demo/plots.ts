import type { Plot } from './story.ts';

/**
 * 蔡路: 4 buildings, 60-odd households, no property company, dark stairs for 40 years; 45,000 yuan of grant, 50 yuan a household
 * and partners; 4 talks of Party members and 3 of residents settled which lamps and where. The partner's 8,000 is invented.
 */
export const lamps: Plot = {
  key: 'cailu',
  place: 'pd-cailu',
  start: -290,
  staff: { secretary: 'cailu-secretary', director: 'cailu-director' },
  raiser: 'wang',
  matter: '楼道里四十年没有灯，晚上上楼全靠摸。我今年七十三了，上个月在二楼拐角又踩空一次。四幢楼都一样，能不能想办法把楼道的灯装起来？',
  category: 'lighting',
  supporters: 39,
  supervisor: 'li',
  beforePicture: 'stairwell-before',
  talks: [
    ...['先听老党员怎么说', '灯装在哪一层', '电费谁来出', '谁来管灯'].map((title) => ({
      kind: 'talk' as const,
      title: `党员议事会：${title}`,
      said: [{ who: '老党员', text: '装灯是好事，关键是装好以后有人管，电费说清楚。' }],
    })),
    ...['选什么灯', '一层装几盏', '一户出多少'].map((title) => ({
      kind: 'talk' as const,
      title: `居民议事会：${title}`,
      said: [
        { who: '3号楼居民', text: '要声控的，不然白天也亮着费电。' },
        { who: '1号楼居民', text: '转角一定要有一盏，老人看得清台阶。' },
      ],
    })),
  ],
  hearing: {
    title: '楼道装灯听证会',
    decision: '四幢楼八个楼道每层装一盏声控灯，转角加装一盏；申请社区自治金，居民每户自愿出资50元，不足部分请共建单位帮助。',
    said: [
      { who: '王小英', text: '我们不是要装得多漂亮，看得见脚下就行。' },
      { who: '陈伟', text: '电从各楼道公用电表走，一年算下来每户几块钱，我算过。' },
      { who: '张志强', text: '没有物业公司，管护要落到人。周师傅愿意当管护人。' },
    ],
  },
  collection: { perHouseholdFen: 5_000n, question: '是否同意每户自愿出资50元，用于楼道装灯', votes: { yes: 55, no: 3, abstain: 2 } },
  title: '楼道亮起来',
  goal: '让四幢楼八个楼道每一层都有灯，六十多户人家晚上上下楼看得清、走得稳。',
  why: '四幢老房子没有物业公司，楼道四十年没有灯。住的多是老人，晚上上下楼靠手电筒，摔过好几次。',
  indicators: [
    { name: '有灯的楼道', unit: '个', baseline: '0', target: '8', how: '居民监督员逐个楼道清点', when: '结项时，以后每年十月' },
    { name: '楼道摔跤', unit: '次/年', baseline: '4', target: '0', how: '居委会登记，楼组长核对', when: '每年年底' },
  ],
  team: [
    { who: 'cailu-secretary', duty: '总负责' },
    { who: 'li', duty: '监督施工' },
    { who: 'chen', duty: '联系电工、核对用料' },
    { who: 'zhou', duty: '管护' },
  ],
  sources: [
    { id: 's1', kind: 'grant', name: '社区自治金', planned: '45000' },
    { id: 's2', kind: 'household', name: '居民出资，每户50元' },
    { id: 's3', kind: 'partner', name: '东滩电力服务队', organisation: '东滩电力服务队', planned: '8000' },
  ],
  lines: [
    { name: '声控楼道灯', category: 'equipment', unit: '盏', quantity: '72', unitPrice: '265', payer: 's1' },
    { name: '电线和线管', category: 'materials', unit: '米', quantity: '960', unitPrice: '18.50', payer: 's1' },
    { name: '电工安装服务', category: 'service', unit: '楼道', quantity: '8', unitPrice: '1020', payer: 's1' },
    { name: '备用灯和小工具', category: 'upkeep', unit: '套', quantity: '1', unitPrice: '3100', payer: 's2' },
    { name: '公用电表改接', category: 'service', unit: '幢', quantity: '4', unitPrice: '2000', payer: 's3' },
  ],
  keeper: 'zhou',
  upkeep: { months: '3', yearly: '600', plan: '每季度逐层查一遍，坏灯三天内换；电费由各楼道分摊，年底公布。' },
  risks: [
    { risk: '有人家不同意从公用电表走线', answer: '开工前逐户签字，线路走公共墙面。' },
    { risk: '灯装好没人管', answer: '管护人已签承诺书，备用灯一并采购。' },
  ],
};

const { collection: _noCollection, ...lampsWithoutCollection } = lamps;
/** 蔡路 again, at the office's desk: the same corridor-lights question, where the earlier ruling must be found. No money is asked of residents; the project is invented. */
export const gateLamp: Plot = {
  ...lampsWithoutCollection,
  key: 'cailu-gate',
  start: -70,
  supporters: 20,
  raiser: 'chen',
  talks: lamps.talks.slice(4, 6),
  matter: '楼道里亮了，大门口到楼前那一段还是黑的，晚归的人看不见路。大家都说，再装几盏楼前灯就齐了。',
  hearing: {
    title: '楼前照明听证会',
    decision: '门口到四幢楼前装六盏太阳能灯，不收居民的钱。',
    said: [
      { who: '陈伟', text: '太阳能的不用走线，也不用电费。' },
      { who: '李桂珍', text: '位置大家一起走一遍定下来。' },
    ],
  },
  title: '楼前的路也要亮',
  goal: '让晚归的人从大门口到楼前看得清路。',
  why: '楼道亮了以后，大家发现门口到楼前还有八十米是黑的。',
  indicators: [{ name: '有照明的楼前路', unit: '米', baseline: '0', target: '80', how: '晚上沿路用卷尺量', when: '结项时' }],
  sources: [
    { id: 's1', kind: 'grant', name: '社区自治金', planned: '12000' },
    { id: 's2', kind: 'partner', name: '东滩电力服务队', organisation: '东滩电力服务队', planned: '3000' },
  ],
  lines: [
    { name: '太阳能楼道灯', category: 'equipment', unit: '盏', quantity: '6', unitPrice: '2000', payer: 's1' },
    { name: '安装服务', category: 'service', unit: '次', quantity: '1', unitPrice: '3000', payer: 's2' },
  ],
  upkeep: { months: '6', yearly: '200', plan: '半年擦一次灯板，坏了三天内修。' },
  risks: [{ risk: '灯的位置有人嫌晃眼', answer: '先用临时灯试亮一晚再定。' }],
};

/** 长岛路: 海棠巷 — 20,000 yuan of grant drew 120,000 from the property company, six times as much. */
export const lane: Plot = {
  key: 'changdao',
  place: 'pd-changdao',
  start: -285,
  staff: { secretary: 'changdao-secretary', director: 'changdao-director' },
  raiser: 'changdao-resident',
  matter: '小区里那条弄堂堆满了旧家具和垃圾桶，雨天积水，小孩都绕着走。能不能清出来，种点海棠，让大家愿意走？',
  category: 'greening',
  supporters: 15,
  supervisor: 'changdao-resident',
  beforePicture: 'lane-before',
  talks: [
    { kind: 'joint', title: '居委会、业委会、物业公司联席会议', said: [{ who: '物业公司', text: '只要居民愿意认养，我们出大头，把地面和花池一次做好。' }] },
  ],
  hearing: {
    title: '弄堂改造听证会',
    decision: '清走杂物，沿墙种海棠，居民认养；自治金出2万元，物业公司出12万元。',
    said: [
      { who: '叶秋棠', text: '一家认一棵，名字挂在树上。' },
      { who: '沈佳', text: '物业公司出大头，账要一样公开。' },
    ],
  },
  title: '海棠巷',
  goal: '把一条脏乱的弄堂变成大家愿意走、愿意坐的海棠巷。',
  why: '弄堂堆物多年，清了又堆。居民想自己认养，物业公司愿意出钱。',
  indicators: [{ name: '认养的海棠', unit: '棵', baseline: '0', target: '24' }],
  team: [
    { who: 'changdao-secretary', duty: '总负责' },
    { who: 'changdao-resident', duty: '组织认养、监督' },
  ],
  sources: [
    { id: 's1', kind: 'grant', name: '社区自治金', planned: '20000' },
    { id: 's2', kind: 'property', name: '长岛物业服务公司', organisation: '长岛物业服务公司', planned: '120000' },
  ],
  lines: [
    { name: '海棠树苗和花盆', category: 'materials', unit: '棵', quantity: '24', unitPrice: '500', payer: 's1' },
    { name: '认养牌和居民绘墙活动', category: 'activity', unit: '次', quantity: '4', unitPrice: '2000', payer: 's1' },
    { name: '地面整修和花池', category: 'service', unit: '项', quantity: '1', unitPrice: '120000', payer: 's2' },
  ],
  keeper: 'changdao-keeper',
  upkeep: { months: '3', yearly: '2000', plan: '认养人平时浇水，管护人每季度查一遍，枯的补种。' },
  risks: [{ risk: '热闹一阵没人浇水', answer: '一树一户挂牌，管护人每季度检查并公布。' }],
};

/** 胜利: a playground on a company's land. Amounts are invented, in the range of a typical project. */
export const playground: Plot = {
  key: 'shengli',
  place: 'pd-shengli',
  start: -135,
  staff: { secretary: 'shengli-secretary', director: 'shengli-director' },
  raiser: 'shengli-resident',
  matter: '小区里没有一块让孩子玩的地方，都在马路边骑车。隔壁公司墙外有块空地一直荒着，能不能去谈谈，借来给孩子们用？',
  category: 'children',
  supporters: 12,
  supervisor: 'shengli-resident',
  beforePicture: 'land-before',
  talks: [{ kind: 'joint', title: '和申浦精密机械公司的联席会议', said: [{ who: '公司代表', text: '地可以借，三年一签，安全要有人管。' }] }],
  hearing: {
    title: '儿童乐园听证会',
    decision: '借公司空地建儿童乐园，居民轮流看护。',
    said: [{ who: '吴雨桐', text: '我们排个班，放学后两小时总有大人在。' }],
  },
  title: '儿童乐园',
  goal: '在公司借出的空地上，给孩子们一个放心玩的地方。',
  why: '小区没有活动场地，孩子在马路边玩，家长不放心。',
  indicators: [{ name: '放学后有人看护的天数', unit: '天/周', baseline: '0', target: '5' }],
  team: [
    { who: 'shengli-secretary', duty: '总负责' },
    { who: 'shengli-resident', duty: '排班看护' },
  ],
  sources: [
    { id: 's1', kind: 'grant', name: '社区自治金', planned: '20000' },
    { id: 's2', kind: 'partner', name: '申浦精密机械公司', organisation: '申浦精密机械公司', planned: '10000' },
    { id: 's3', kind: 'crowd', name: '众筹沙坑和小书架', planned: '2000' },
    { id: 's4', kind: 'in_kind', name: '邻里捐的轮胎和油漆', planned: '800' },
  ],
  lines: [
    { name: '滑梯和跷跷板', category: 'equipment', unit: '套', quantity: '1', unitPrice: '15000', payer: 's1' },
    { name: '防护地垫', category: 'materials', unit: '块', quantity: '100', unitPrice: '50', payer: 's1' },
    { name: '场地清理和围栏', category: 'service', unit: '项', quantity: '1', unitPrice: '10000', payer: 's2' },
    { name: '沙坑和小书架', category: 'equipment', unit: '套', quantity: '1', unitPrice: '2000', payer: 's3' },
    { name: '轮胎秋千和油漆', category: 'materials', unit: '批', quantity: '1', unitPrice: '800', payer: 's4' },
  ],
  keeper: 'shengli-keeper',
  upkeep: { months: '1', yearly: '1200', plan: '每月查一次螺丝和地垫，坏了先封再修。' },
  risks: [{ risk: '孩子受伤', answer: '买公众责任险，放学后有人看护。' }],
};

/** 庆东: the 金管家 team at 海湾新城; fee collection 71 % (2024) → over 90 % (2025). Amounts are invented. */
export const stewards: Plot = {
  key: 'qingdong',
  place: 'pd-qingdong',
  start: -288,
  staff: { secretary: 'qingdong-secretary', director: 'qingdong-director' },
  raiser: 'qingdong-leader',
  matter: '物业费收不上来，物业就减人，减了人大家更不愿交。我们几个退休的想组个巡逻队，天天看，天天说，把物业和居民拉到一张桌子上。',
  category: 'property',
  supporters: 16,
  supervisor: 'qingdong-leader',
  beforePicture: 'patrol-gate',
  talks: [{ kind: 'joint', title: '居委会、业委会、物业公司联席会议', said: [{ who: '毛东升', text: '你们看到的问题，我们三天内给答复，贴在大堂。' }] }],
  hearing: {
    title: '成立“金管家”听证会',
    decision: '成立“金管家”志愿队，每天巡逻，每周和物业碰头。',
    said: [{ who: '金玉兰', text: '我们不是替物业收钱，是替大家看着服务。' }],
  },
  title: '金管家',
  goal: '让居民看得见服务，让物业听得见意见，把物业费收缴率提上来。',
  why: '2024年物业费收缴率只有71%，服务和收费互相拖累。',
  indicators: [{ name: '物业费收缴率', unit: '%', baseline: '71', target: '90' }],
  team: [
    { who: 'qingdong-secretary', duty: '总负责' },
    { who: 'qingdong-leader', duty: '队长，排巡逻班' },
  ],
  sources: [{ id: 's1', kind: 'grant', name: '社区自治金', planned: '15000' }],
  lines: [
    { name: '反光马甲和手电', category: 'equipment', unit: '套', quantity: '30', unitPrice: '200', payer: 's1' },
    { name: '调解和沟通培训', category: 'training', unit: '次', quantity: '6', unitPrice: '1000', payer: 's1' },
    { name: '公示栏和议事角', category: 'publicity', unit: '处', quantity: '3', unitPrice: '1000', payer: 's1' },
  ],
  keeper: 'qingdong-keeper',
  upkeep: { months: '3', yearly: '1000', plan: '每季度公布巡逻次数、问题和物业答复。' },
  risks: [{ risk: '队员越来越少', answer: '每季度招新，排班公开。' }],
};
