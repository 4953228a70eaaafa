import type { GivenRole } from '#modules/people';

/** The people of the demo are invented; any likeness is chance. The names of neighbourhoods and the figures are as published. */
export const demoDistrict = { code: 'pd', name: '浦东新区' };
export const demoSubdistrict = { code: 'zhidian', name: '支点镇', officeName: '支点镇社区自治办' };

export type PlaceCode = 'pd-cailu' | 'pd-shengli' | 'pd-qingdong' | 'pd-changdao';

export interface DemoPlace {
  code: PlaceCode;
  name: string;
  compound: string;
  kind: 'old' | 'commercial' | 'relocation' | 'affordable';
  builtYear: number | null;
  /** As published, in its own words; null where nothing was published. */
  publishedHouseholdsText: string | null;
  introduction: string;
  buildings: { name: string; entrances: string[]; floors: { first: number; last: number; homesPerFloor: number }; leaveOut?: string[] }[];
  /** Whether households get invented people in them. */
  peopled: boolean;
}

export const places: readonly DemoPlace[] = [
  {
    code: 'pd-cailu',
    name: '蔡路居民区',
    compound: '蔡路老街坊',
    kind: 'old',
    builtYear: 1985,
    publishedHouseholdsText: '60余户',
    introduction: '四幢老房子，六十多户人家，没有物业公司。楼道四十年没有灯，居民自己商量、自己出钱、自己看着装亮了。',
    // 4 buildings, 62 homes: 16 + 16 + 16 + 14.
    buildings: [1, 2, 3, 4].map((n) => ({
      name: String(n),
      entrances: ['1', '2'],
      floors: { first: 1, last: 4, homesPerFloor: 2 },
      ...(n === 4 ? { leaveOut: ['402'] } : {}),
    })),
    peopled: true,
  },
  {
    code: 'pd-shengli',
    name: '胜利居民区',
    compound: '胜利新村',
    kind: 'old',
    builtYear: 1992,
    publishedHouseholdsText: null,
    introduction: '孩子们没有地方玩。居民区和隔壁公司谈，借公司的一块空地建起了儿童乐园。',
    buildings: [{ name: '1', entrances: ['1', '2'], floors: { first: 1, last: 6, homesPerFloor: 2 } }],
    peopled: true,
  },
  {
    code: 'pd-qingdong',
    name: '庆东居民区',
    compound: '海湾新城',
    kind: 'commercial',
    builtYear: 2008,
    publishedHouseholdsText: null,
    introduction: '海湾新城的“金管家”志愿队天天巡逻、调解、帮物业听意见，物业费收缴率从71%（2024年）升到90%以上（2025年）。',
    buildings: [{ name: '1', entrances: ['1', '2'], floors: { first: 1, last: 6, homesPerFloor: 2 } }],
    peopled: true,
  },
  {
    code: 'pd-changdao',
    name: '长岛路居民区',
    compound: '长岛花苑',
    kind: 'commercial',
    builtYear: 2001,
    publishedHouseholdsText: null,
    introduction: '一条脏乱的小弄堂，用2万元自治金带动物业公司出资12万元，改成了“海棠巷”。',
    buildings: [{ name: '1', entrances: ['1', '2'], floors: { first: 1, last: 6, homesPerFloor: 2 } }],
    peopled: true,
  },
];

/** Somebody with a role; `household` puts them into a home (`1号楼1单元101`). */
export interface CastRole {
  key: string;
  name: string;
  roles: GivenRole[];
  place: PlaceCode | null;
  household?: { building: number; entrance: number; room: string };
  organisation?: string;
}

const staff = (place: PlaceCode, prefix: string, secretary: string, director: string): CastRole[] => [
  { key: `${prefix}-secretary`, name: secretary, roles: ['secretary'], place },
  { key: `${prefix}-director`, name: director, roles: ['director'], place },
];

/** The named cast, each with an account to sign in with. */
export const cast = [
  { key: 'head', name: '陆建国', roles: ['head'], place: null },
  { key: 'reviewer-1', name: '沈若谷', roles: ['reviewer'], place: null },
  { key: 'reviewer-2', name: '严以南', roles: ['reviewer'], place: null },
  { key: 'reviewer-3', name: '冯知秋', roles: ['reviewer'], place: null },
  { key: 'auditor', name: '秦守正', roles: ['auditor'], place: null },
  ...staff('pd-cailu', 'cailu', '唐秀英', '张志强'),
  { key: 'wang', name: '王小英', roles: [], place: 'pd-cailu', household: { building: 1, entrance: 1, room: '101' } },
  { key: 'li', name: '李桂珍', roles: ['supervisor'], place: 'pd-cailu', household: { building: 2, entrance: 1, room: '201' } },
  { key: 'chen', name: '陈伟', roles: ['supervisor'], place: 'pd-cailu', household: { building: 3, entrance: 2, room: '302' } },
  { key: 'zhou', name: '周长根', roles: ['keeper', 'steward'], place: 'pd-cailu', household: { building: 4, entrance: 1, room: '102' } },
  { key: 'partner', name: '何立群', roles: ['partner'], place: 'pd-cailu', organisation: '东滩电力服务队' },
  ...staff('pd-shengli', 'shengli', '许芳', '丁伟'),
  { key: 'shengli-resident', name: '吴雨桐', roles: ['supervisor'], place: 'pd-shengli', household: { building: 1, entrance: 1, room: '201' } },
  { key: 'shengli-keeper', name: '郑伯年', roles: ['keeper'], place: 'pd-shengli', household: { building: 1, entrance: 2, room: '101' } },
  ...staff('pd-qingdong', 'qingdong', '吴丽萍', '金海涛'),
  { key: 'qingdong-leader', name: '金玉兰', roles: ['supervisor'], place: 'pd-qingdong', household: { building: 1, entrance: 1, room: '301' } },
  { key: 'qingdong-keeper', name: '倪国平', roles: ['keeper'], place: 'pd-qingdong', household: { building: 1, entrance: 2, room: '202' } },
  { key: 'qingdong-property', name: '毛东升', roles: ['property'], place: 'pd-qingdong', organisation: '海湾物业服务公司' },
  ...staff('pd-changdao', 'changdao', '沈佳', '方明'),
  { key: 'changdao-resident', name: '叶秋棠', roles: ['supervisor'], place: 'pd-changdao', household: { building: 1, entrance: 1, room: '102' } },
  { key: 'changdao-keeper', name: '董阿弟', roles: ['keeper'], place: 'pd-changdao', household: { building: 1, entrance: 2, room: '301' } },
  { key: 'changdao-property', name: '贾强', roles: ['property'], place: 'pd-changdao', organisation: '长岛物业服务公司' },
] as const satisfies readonly CastRole[];

/** Keys of the cast; `officer` is made by the set-up. */
export type CastKey = (typeof cast)[number]['key'] | 'officer';
export const officerName = '顾文清';

/** Organisations that take part. */
export const organisations = [
  { name: '蔡路居民委员会', kind: 'committee', place: 'pd-cailu' },
  { name: '蔡路居民区党总支', kind: 'party', place: 'pd-cailu' },
  { name: '东滩电力服务队', kind: 'partner', place: 'pd-cailu' },
  { name: '胜利居民委员会', kind: 'committee', place: 'pd-shengli' },
  { name: '申浦精密机械公司', kind: 'partner', place: 'pd-shengli' },
  { name: '庆东居民委员会', kind: 'committee', place: 'pd-qingdong' },
  { name: '海湾物业服务公司', kind: 'property', place: 'pd-qingdong' },
  { name: '长岛路居民委员会', kind: 'committee', place: 'pd-changdao' },
  { name: '长岛物业服务公司', kind: 'property', place: 'pd-changdao' },
] as const;

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳';
const given = [
  '秀兰',
  '建华',
  '阿毛',
  '美芳',
  '国强',
  '根娣',
  '志明',
  '玉珍',
  '海根',
  '小妹',
  '永康',
  '桂英',
  '大林',
  '月琴',
  '文斌',
  '彩凤',
  '福生',
  '巧云',
  '伟民',
  '银娣',
];

/** An invented resident for the n-th home; the same each time. */
export const inventedName = (n: number): string => `${surnames[(n * 7) % surnames.length]}${given[(n * 3) % given.length]}`;
