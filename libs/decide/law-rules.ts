import type { TallyRule } from './tally-input.ts';

/** A counting rule that the law prescribes, with where it stands. */
export type LawRule = {
  readonly title: { readonly zh: string; readonly en: string };
  readonly clause: string;
  readonly source: string;
  readonly rule: TallyRule;
};

const ASSEMBLY_SOURCE = '《中华人民共和国城市居民委员会组织法》（2018年修正）';

/** More than half attend, more than half of those present agree. */
function assembly(measure: 'heads' | 'households'): TallyRule {
  return {
    quorum: [{ measure, num: 1, den: 2, strict: true, base: 'all' }],
    pass: [{ measure, num: 1, den: 2, strict: true, base: 'present' }],
  };
}

/** Two thirds of area and of heads take part, then a share of both among those who do. */
function owners(num: number, den: number, strict: boolean): TallyRule {
  return {
    quorum: [
      { measure: 'area', num: 2, den: 3, strict: false, base: 'all' },
      { measure: 'heads', num: 2, den: 3, strict: false, base: 'all' },
    ],
    pass: [
      { measure: 'area', num, den, strict, base: 'participating' },
      { measure: 'heads', num, den, strict, base: 'participating' },
    ],
  };
}

/** The counting rules of the law, by the code that policy packs use. 以上 includes the bound, 过半数 does not. */
export const LAW_RULES = {
  'residents-assembly-adults': {
    title: { zh: '居民会议（全体十八周岁以上居民）', en: "Residents' assembly of all adults" },
    clause: '第九条',
    source: ASSEMBLY_SOURCE,
    rule: assembly('heads'),
  },
  'residents-assembly-households': {
    title: { zh: '居民会议（每户派代表）', en: "Residents' assembly, one per household" },
    clause: '第九条',
    source: ASSEMBLY_SOURCE,
    rule: assembly('households'),
  },
  'residents-assembly-delegates': {
    title: {
      zh: '居民会议（每个居民小组选举代表二至三人）',
      en: "Residents' assembly of two or three per residents' group",
    },
    clause: '第九条',
    source: ASSEMBLY_SOURCE,
    rule: assembly('heads'),
  },
  'owners-general': {
    title: { zh: '业主共同决定（一般事项）', en: "Owners' vote on ordinary matters" },
    clause: '第二百七十八条',
    source: '《中华人民共和国民法典》',
    rule: owners(1, 2, true),
  },
  'owners-special': {
    title: {
      zh: '业主共同决定（筹集维修资金、改建重建、改变共有部分用途或经营）',
      en: "Owners' vote on raising the repair fund, rebuilding, and changing or using common parts for business",
    },
    clause: '第二百七十八条',
    source: '《中华人民共和国民法典》',
    rule: owners(3, 4, false),
  },
  'lift-building': {
    title: { zh: '加装电梯（本幢房屋业主）', en: 'Lift: owners of the building' },
    clause: '关于业主表决的规定（条次未载）',
    source: '沪建房管联〔2020〕801号',
    rule: owners(3, 4, false),
  },
  'lift-common-ground': {
    title: {
      zh: '加装电梯占用小区共有部分（全体业主）',
      en: 'Lift on common ground: all owners of the compound',
    },
    clause: '关于业主表决的规定（条次未载）',
    source: '沪建房管联〔2020〕801号',
    rule: owners(1, 2, true),
  },
} as const satisfies Record<string, LawRule>;

/** Code of a counting rule of the law. */
export type LawRuleCode = keyof typeof LAW_RULES;
