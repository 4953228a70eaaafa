import { type Category, isSettled, type Matter, type MatterState, type ReferralOutcome, type SpotPart, type StepKind, type Venue } from '#modules/matters';
import { defineText, type Lang } from '#platform/i18n';

const states = defineText({
  raised: { zh: '等待答复', en: 'waiting for a reply' },
  adopted: { zh: '已采纳', en: 'adopted' },
  declined: { zh: '未采纳', en: 'declined' },
  answered: { zh: '已答复', en: 'answered' },
  'passed-on': { zh: '已转办', en: 'passed on' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  merged: { zh: '已合并', en: 'merged' },
});
/** Words of a state. */
export const stateWord = (state: MatterState['state'], lang: Lang): string => states[lang][state];

const categoryTexts = defineText({
  lighting: { zh: '照明', en: 'lighting' },
  repairs: { zh: '房屋维修', en: 'repairs' },
  parking: { zh: '停车', en: 'parking' },
  greening: { zh: '绿化', en: 'greening' },
  sanitation: { zh: '环境卫生', en: 'sanitation' },
  safety: { zh: '安全消防', en: 'safety' },
  facilities: { zh: '公共设施', en: 'facilities' },
  elderly: { zh: '养老助老', en: 'the elderly' },
  children: { zh: '儿童', en: 'children' },
  noise: { zh: '噪声扰民', en: 'noise' },
  pets: { zh: '养宠', en: 'pets' },
  property: { zh: '物业服务', en: 'property service' },
  rules: { zh: '公约规矩', en: 'house rules' },
  other: { zh: '其他', en: 'other' },
  unsorted: { zh: '待归类', en: 'not sorted yet' },
});
/** Words of a category. */
export const categoryWord = (category: Category, lang: Lang): string => categoryTexts[lang][category];

const venueTexts = defineText({
  hearing: { zh: '听证会', en: 'hearing' },
  coordination: { zh: '协调会', en: 'coordination meeting' },
  entrance: { zh: '楼组会', en: 'entrance meeting' },
  joint: { zh: '联席会议', en: 'joint meeting' },
  assembly: { zh: '居民会议', en: "residents' assembly" },
  direct: { zh: '不用开会，直接办', en: 'no meeting needed' },
});
/** Words of a venue. */
export const venueWord = (venue: Venue, lang: Lang): string => venueTexts[lang][venue];

const stepTexts = defineText({
  raised: { zh: '提出议题', en: 'Raised' },
  adopted: { zh: '采纳', en: 'Adopted' },
  declined: { zh: '不采纳', en: 'Declined' },
  answered: { zh: '答复', en: 'Answered' },
  'passed-on': { zh: '转办', en: 'Passed on' },
  withdrawn: { zh: '提出人撤回', en: 'Withdrawn by the raiser' },
  reopened: { zh: '重新打开', en: 'Opened again' },
  merged: { zh: '并入另一条议题', en: 'Merged into another matter' },
  'merged-in': { zh: '并入了一条相同的议题', en: 'Another matter was merged into this one' },
  hidden: { zh: '内容按规定隐去', en: 'Words hidden' },
  appealed: { zh: '提出人申请复核', en: 'The raiser appealed' },
  shown: { zh: '复核后恢复显示', en: 'Shown again' },
  'appeal-rejected': { zh: '复核维持隐去', en: 'Hiding confirmed' },
  threshold: { zh: '附议达到五分之一户', en: 'A fifth of the households support it' },
  meeting: { zh: '为此召开会议', en: 'A meeting was called' },
  project: { zh: '由此申报项目', en: 'A project grew out of it' },
  sorted: { zh: '整理了标题', en: 'Title changed' },
  'threshold-residents': { zh: '附议达到五分之一居民', en: 'A fifth of the residents support it' },
  'threshold-groups': { zh: '附议达到三分之一居民小组', en: "A third of the residents' groups support it" },
  'threshold-set': { zh: '附议达到街镇规定的户数', en: 'As many households support it as the office has set' },
  'meeting-off': { zh: '会议取消', en: 'The meeting was called off' },
  placed: { zh: '标注了位置', en: 'Placed on the plan' },
  chased: { zh: '催办', en: 'Asked after' },
  'receiver-answered': { zh: '接办单位回复', en: 'The body it was passed to has replied' },
  settled: { zh: '居民说解决了', en: 'Said to be settled' },
  'not-settled': { zh: '居民说没有解决', en: 'Said not to be settled' },
});
/** Words of a step of the history. */
export const stepWord = (kind: StepKind, lang: Lang): string => stepTexts[lang][kind];

const answered = defineText({
  settled: { zh: '已答复，居民说解决了', en: 'answered, said to be settled' },
  unsettled: { zh: '已答复，有居民说没解决', en: 'answered, some say it is not settled' },
  unsaid: { zh: '已答复，等居民说解决没有', en: 'answered, nobody has said it is settled' },
});
/** Where a matter stands in words; an answer alone is not called settled. */
export function standWord(matter: Pick<Matter, 'state' | 'settledBy' | 'unsettledBy'>, lang: Lang): string {
  if (matter.state.state !== 'answered') return stateWord(matter.state.state, lang);
  return answered[lang][isSettled(matter) ? 'settled' : matter.unsettledBy > 0 ? 'unsettled' : 'unsaid'];
}

const parts = defineText({
  inside: { zh: '楼里', en: 'inside' },
  front: { zh: '楼前', en: 'in front' },
  gate: { zh: '小区大门', en: 'the gate' },
  common: { zh: '公共道路、绿地', en: 'roads and green' },
});
/** Words of a part of the plan. */
export const partWord = (part: SpotPart, lang: Lang): string => parts[lang][part];

const outcomes = defineText({
  done: { zh: '已办好', en: 'done' },
  partly: { zh: '办了一部分', en: 'partly done' },
  refused: { zh: '表示不归它办', en: 'says it is not theirs to do' },
});
/** What whoever got a matter says it did. */
export const outcomeWord = (outcome: ReferralOutcome, lang: Lang): string => outcomes[lang][outcome];
