import type { PictureName } from '#demo/pictures/index';

/** A community of the year: who works there, by name. All are invented. */
export interface YearPlace {
  code: string;
  name: string;
  secretary: string;
  director: string;
  /** Watches the works and accepts them. */
  supervisor: string;
  keeper: string;
  /** A neighbour who raises matters and who keeps what the first keeper leaves. */
  neighbour: string;
  /** Where the demo's world has it already. */
  known?: true;
}

/** Four communities of the demo and eight more. */
export const yearPlaces: readonly YearPlace[] = [
  { code: 'pd-cailu', name: '蔡路居民区', secretary: '唐秀英', director: '张志强', supervisor: '李桂珍', keeper: '周长根', neighbour: '王小英', known: true },
  { code: 'pd-shengli', name: '胜利居民区', secretary: '许芳', director: '丁伟', supervisor: '吴雨桐', keeper: '郑伯年', neighbour: '吴雨桐', known: true },
  {
    code: 'pd-qingdong',
    name: '庆东居民区',
    secretary: '吴丽萍',
    director: '金海涛',
    supervisor: '金玉兰',
    keeper: '倪国平',
    neighbour: '金玉兰',
    known: true,
  },
  { code: 'pd-changdao', name: '长岛路居民区', secretary: '沈佳', director: '方明', supervisor: '叶秋棠', keeper: '董阿弟', neighbour: '叶秋棠', known: true },
  { code: 'y-heyuan', name: '荷苑居民区', secretary: '陆敏', director: '顾长生', supervisor: '盛巧英', keeper: '邵根发', neighbour: '柏月娥' },
  { code: 'y-yulan', name: '玉兰居民区', secretary: '钱慧', director: '施建民', supervisor: '包金娣', keeper: '龚德兴', neighbour: '汤水妹' },
  { code: 'y-xinqiao', name: '新桥居民区', secretary: '黄燕', director: '储国良', supervisor: '尹彩娥', keeper: '庄炳生', neighbour: '席春芳' },
  { code: 'y-beitan', name: '北滩居民区', secretary: '姚瑾', director: '瞿永福', supervisor: '宗兰妹', keeper: '凌阿毛', neighbour: '卫小红' },
  { code: 'y-lvting', name: '绿庭居民区', secretary: '毕晓雯', director: '江海平', supervisor: '裴雪琴', keeper: '阮金山', neighbour: '贺美珠' },
  { code: 'y-dingxiang', name: '丁香居民区', secretary: '葛静', director: '樊祖德', supervisor: '骆爱珍', keeper: '臧和平', neighbour: '闵阿香' },
  { code: 'y-haibin', name: '海滨居民区', secretary: '糜红', director: '焦立新', supervisor: '车素芬', keeper: '宓全根', neighbour: '谷凤英' },
  { code: 'y-jinxiu', name: '锦绣居民区', secretary: '郁婷', director: '桑建国', supervisor: '屠雅芳', keeper: '濮顺发', neighbour: '双林妹' },
];

/** Nine reviewers: three of the demo and six more. */
export const yearReviewers = ['沈若谷', '严以南', '冯知秋', '林致远', '苗若兰', '谭守一', '乔怀仁', '童砚秋', '凤鸣岐'] as const;

/** The office's second officer: whoever proposed a decision does not answer the objections to it. */
export const yearOfficer = '于文博';

/** One line of a budget as it is typed. */
export interface YearLine {
  name: string;
  category: string;
  unit: string;
  quantity: string;
  unitPrice: string;
}

/** A project of the year. */
export interface YearProject {
  place: string;
  title: string;
  matter: string;
  goal: string;
  indicator: { name: string; baseline: string; target: string; unit: string };
  lines: readonly YearLine[];
  /** Yuan asked of the fund; the rest of the sum is the property company's. */
  grant: number;
  partner: number;
  picture: PictureName;
  /** What happens to it besides the ordinary. */
  fate: 'ordinary' | 'refused' | 'returned-once' | 'objected' | 'recused' | 'stopped' | 'keeper-leaves';
  /** Whether the year sees it through: the others are paid and stand before their works when the year ends. */
  seenThrough: boolean;
}

interface Kind {
  title: string;
  matter: string;
  goal: string;
  indicator: YearProject['indicator'];
  lines: readonly YearLine[];
  partner: number;
  picture: PictureName;
}

const kinds: readonly Kind[] = [
  {
    title: '旧物交换角',
    matter: '家家都有用不着的东西，扔了可惜，想有个地方换一换。',
    goal: '每月办一次旧物交换，楼道里的堆物少下来。',
    indicator: { name: '楼道堆物的楼栋', baseline: '9', target: '2', unit: '栋' },
    lines: [
      { name: '交换柜', category: 'equipment', unit: '个', quantity: '4', unitPrice: '1200' },
      { name: '活动物料', category: 'materials', unit: '次', quantity: '10', unitPrice: '320' },
    ],
    partner: 0,
    picture: 'stairwell-before',
  },
  {
    title: '阳台种菜班',
    matter: '一楼老人在绿地里种菜起了矛盾，不如教大家在阳台上种。',
    goal: '三十户人家学会在阳台种菜，公共绿地不再被占。',
    indicator: { name: '占绿种菜', baseline: '7', target: '0', unit: '处' },
    lines: [
      { name: '种植箱', category: 'equipment', unit: '套', quantity: '30', unitPrice: '180' },
      { name: '上课老师', category: 'service', unit: '次', quantity: '8', unitPrice: '400' },
    ],
    partner: 3200,
    picture: 'lane-before',
  },
  {
    title: '楼组议事日',
    matter: '楼里的事没有地方说，微信群里越吵越凶。',
    goal: '每个楼组每季度议一次事，群里的争吵搬到桌面上来。',
    indicator: { name: '能自己议事的楼组', baseline: '1', target: '8', unit: '个' },
    lines: [
      { name: '议事角桌椅', category: 'equipment', unit: '套', quantity: '6', unitPrice: '950' },
      { name: '议事培训', category: 'service', unit: '次', quantity: '4', unitPrice: '1200' },
    ],
    partner: 0,
    picture: 'hearing',
  },
];

/** What befalls somebody in the year, on projects spread over it. */
const fates: readonly YearProject['fate'][] = ['refused', 'returned-once', 'objected', 'recused', 'stopped', 'keeper-leaves'];
const fateOf = (n: number, count: number): YearProject['fate'] => {
  const apart = Math.max(1, Math.floor(count / (fates.length + 2)));
  return n % apart === 0 ? (fates[n / apart] ?? 'ordinary') : 'ordinary';
};

/** Projects shared out among the places: thirty give each of twelve two, six of them three. Those that something befalls and the first of the others, `through` in all, are seen through. */
export function yearProjects(places: readonly YearPlace[], count: number, through: number): YearProject[] {
  const projects: YearProject[] = [];
  const befalls = (n: number) => fateOf(n, count) !== 'ordinary' && fateOf(n, count) !== 'refused';
  let ordinary = through - Array.from({ length: count }, (_, n) => n).filter(befalls).length;
  for (let n = 0; n < count; n++) {
    const place = places[n % places.length];
    const kind = kinds[Math.floor(n / places.length) % kinds.length];
    if (!place || !kind) break;
    const total = kind.lines.reduce((sum, line) => sum + Number(line.quantity) * Number(line.unitPrice), 0);
    projects.push({
      ...kind,
      title: `${place.name.replace('居民区', '')}${kind.title}`,
      place: place.code,
      grant: total - kind.partner,
      fate: fateOf(n, count),
      seenThrough: befalls(n) || (fateOf(n, count) === 'ordinary' && ordinary-- > 0),
    });
  }
  return projects;
}
