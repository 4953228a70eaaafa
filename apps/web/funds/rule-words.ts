import { formatYuanBrief } from '#libs/money';
import type { Rule, RuleKind, RuleOf } from '#libs/policy';
import { assertNever } from '#libs/result';
import type { Lang } from '#platform/i18n';
import { conditionWords, formulaWords, gradeNextYear, yearWords } from './rule-words-year.ts';

const sources: Record<string, { zh: string; en: string }> = {
  grant: { zh: '自治金', en: 'the grant' },
  household: { zh: '居民出资', en: 'households' },
  'property-company': { zh: '物业出资', en: 'the property company' },
  'common-income': { zh: '公共收益', en: 'common income' },
  partner: { zh: '共建单位', en: 'partners' },
  crowdfunding: { zh: '众筹', en: 'crowdfunding' },
  'in-kind': { zh: '实物和劳务', en: 'in kind' },
};

/** What a rule says beyond its title, in plain words; an open value is said to be open. */
export function ruleWords(rule: Rule, lang: Lang): string[] {
  const zh = lang === 'zh';
  const open = zh ? '（街镇尚未规定）' : '(not set by the office)';
  const list = (items: readonly string[]) => items.join(zh ? '、' : ', ');
  const fen = (value: bigint | null) => (value === null ? open : `${formatYuanBrief(value)} ${zh ? '元' : 'yuan'}`);
  const days = (value: number | null, counting: 'calendar' | 'working' | null) =>
    value === null || counting === null ? open : `${value} ${zh ? (counting === 'calendar' ? '个自然日' : '个工作日') : `${counting} days`}`;
  switch (rule.kind) {
    case 'cap':
      return rule.formula ? formulaWords(rule, lang) : [`${zh ? '上限' : 'At most'} ${fen(rule.amountFen)}`];
    case 'share':
      return [`${rule.part[lang]}${zh ? '不低于' : ': at least '}${rule.minimumPercent === null ? open : `${rule.minimumPercent}%`}`];
    case 'use': {
      const words = list(rule.words.flatMap(({ word, also }) => [word, ...also]));
      const verdict = {
        forbidden: zh ? '不得支付' : 'must not be paid',
        grey: zh ? '能不能支付，逐项裁定' : 'is ruled on case by case',
        allowed: zh ? '可以支付' : 'may be paid',
      }[rule.verdict];
      const money = list(rule.sources.map((source) => sources[source]?.[lang] ?? source));
      const said = zh ? `${rule.category.zh}：用${money}${verdict}。包括 ${words}` : `${rule.category.en}: ${verdict} from ${money}. Covers ${words}`;
      return [rule.except.length === 0 ? said : `${said}${zh ? `；不包括 ${list(rule.except)}` : `; not ${list(rule.except)}`}`];
    }
    case 'tiers':
      return rule.tiers.map((tier) => `${tier.title[lang]}${tier.capFen === undefined ? '' : `${zh ? '：上限 ' : ': at most '}${fen(tier.capFen)}`}`);
    case 'evidence':
      return [
        list(
          rule.items.map((item) => {
            const when = [
              ...(item.whenCollecting ? [zh ? '向居民筹资时' : 'when residents pay'] : []),
              ...(item.fromFen === undefined ? [] : [item.fromFen === null ? open : zh ? `${fen(item.fromFen)}起` : `from ${fen(item.fromFen)}`]),
            ];
            return when.length === 0 ? item.title[lang] : `${item.title[lang]}${zh ? `（${when.join('，')}）` : ` (${when.join(', ')})`}`;
          }),
        ),
      ];
    case 'notice':
      return [`${zh ? '公示' : 'On display '}${days(rule.days, rule.counting)}`];
    case 'reply':
      return [`${zh ? '答复期限' : 'Answered within '}${days(rule.days, rule.counting)}`];
    case 'rubric':
      return [
        list(
          rule.criteria.map((criterion) =>
            criterion.weightPercent === null || criterion.maxPoints === null
              ? `${criterion.title[lang]}${open}`
              : `${criterion.title[lang]} ${criterion.weightPercent}%${zh ? `（满分 ${criterion.maxPoints}）` : ` (of ${criterion.maxPoints})`}`,
          ),
        ),
        ...(rule.blind === undefined || rule.blind === null
          ? []
          : [rule.blind ? (zh ? '盲评：交分之前看不到申报方' : 'Blind until scores are in') : zh ? '不盲评' : 'Not blind']),
        ...(rule.parts
          ? [
              zh
                ? `总分：书面评审 ${rule.parts.review}%、路演 ${rule.parts.pitch}%、居民投票 ${rule.parts.vote}%`
                : `Total: reviews ${rule.parts.review}%, session ${rule.parts.pitch}%, residents’ vote ${rule.parts.vote}%`,
            ]
          : []),
      ];
    case 'tests':
      return rule.refuses || rule.tests.some(({ question }) => question)
        ? [...rule.tests.map((test) => (test.question ?? test.title)[lang]), ...(rule.refuses ? [zh ? '答“是”的不予支持' : 'A yes refuses'] : [])]
        : [list(rule.tests.map((test) => test.title[lang]))];
    case 'approval':
      return [
        rule.chain
          .map(
            (step) =>
              `${step.title[lang]}${step.fromFen === null ? open : step.fromFen === 0n ? '' : zh ? `（${fen(step.fromFen)}起）` : ` (from ${fen(step.fromFen)})`}`,
          )
          .join(' → '),
        zh ? '前后须是不同的人' : 'Each must be another person',
      ];
    case 'grades':
      return rule.grades.map(
        (grade) =>
          `${grade.title[lang]}${zh ? '：' : ': '}${grade.minimumPoints === null ? open : zh ? `${grade.minimumPoints} 分起` : `from ${grade.minimumPoints} points`}${grade.effect ? `${zh ? '，' : ', '}${grade.effect[lang]}` : ''}${gradeNextYear(grade, lang)}`,
      );
    case 'purchase':
      return [
        zh
          ? `${fen(rule.quotesFromFen)}起要比价，至少 ${rule.quotesLeast ?? open} 家`
          : `Quotes from ${fen(rule.quotesFromFen)} on, of at least ${rule.quotesLeast ?? open} suppliers`,
        zh
          ? `${fen(rule.receivedFromFen)}起要两位居民签收，${rule.receivedBefore === null ? open : rule.receivedBefore === 'payment' ? '签收后才付款' : '签收后才办结'}`
          : `Two residents confirm goods from ${fen(rule.receivedFromFen)} on, before ${rule.receivedBefore ?? open}`,
        zh
          ? `没有发票时，收据最多 ${fen(rule.receiptToFen)}，劳务费每人最多 ${fen(rule.labourToFen)}`
          : `Without invoice a receipt up to ${fen(rule.receiptToFen)}, labour up to ${fen(rule.labourToFen)} a person`,
        ...(rule.payerIsNotRequester === null
          ? []
          : [rule.payerIsNotRequester ? (zh ? '申请人不得经手付款' : 'Who asks does not pay') : zh ? '申请人可以经手付款' : 'Who asks may pay']),
      ];
    case 'carry-over':
      return [
        rule.allowed === null
          ? open
          : rule.allowed
            ? zh
              ? '结余可以结转'
              : 'Leftovers may be carried over'
            : zh
              ? '结余不得结转'
              : 'Leftovers may not be carried over',
      ];
    case 'year-end-return':
      return [
        rule.lastDay === null
          ? `${zh ? '最后日期' : 'Last day '}${open}`
          : zh
            ? `每年${Number(rule.lastDay.slice(0, 2))}月${Number(rule.lastDay.slice(3))}日前交回`
            : `Returned by ${rule.lastDay} each year`,
      ];
    case 'matching':
      return [
        zh
          ? `自筹达到${fen(rule.raisedFromFen)}起，配套${rule.matchPercent === null ? open : `${rule.matchPercent}%`}，最多${fen(rule.maximumFen)}`
          : `From ${fen(rule.raisedFromFen)} raised, ${rule.matchPercent === null ? open : `${rule.matchPercent}%`} is matched, at most ${fen(rule.maximumFen)}`,
      ];
    case 'tranches':
      return [
        rule.percents === null
          ? open
          : rule.percents.map((percent, at) => `${percent}%${rule.conditions?.[at] ? `（${conditionWords(rule.conditions[at], lang)}）` : ''}`).join(' + '),
      ];
    case 'collection':
      return [zh ? '须经居民会议决定；居民自愿出资' : 'The residents’ assembly decides; paying stays voluntary'];
    case 'leverage':
      return [
        rule.minimumTenths === null
          ? open
          : zh
            ? `其他资金至少是自治金的 ${rule.minimumTenths / 10} 倍`
            : `Other money at least ${rule.minimumTenths / 10} times the grant`,
      ];
    case 'disclosure':
      return [...periodWords(rule)[lang], ...(rule.where ? [rule.where[lang]] : [])];
    case 'vote':
    case 'duty':
      return [];
    case 'roles':
    case 'parts':
    case 'meeting':
    case 'return':
    case 'numbering':
    case 'documents':
    case 'deadline':
      return yearWords(rule, lang);
    default:
      return assertNever(rule);
  }
}

const periods = {
  quarter: { zh: '每季度公布', en: 'every quarter' },
  'half-year': { zh: '每半年公布', en: 'every half year' },
  year: { zh: '每年公布', en: 'every year' },
} as const;
const occasions = {
  'three-meeting': { zh: '每次会后公布', en: 'after each meeting' },
  resolution: { zh: '办结后公布', en: 'once it is done' },
  spending: { zh: '每个项目公布', en: 'for each project' },
  collection: { zh: '每次筹集后公布', en: 'after each collection' },
  'owners-decision': { zh: '每次决定后公布', en: 'after each decision' },
} as const;
/** How often, how soon, how long something must be published; what the rule does not give is said to be not given. */
export function periodWords(rule: Pick<RuleOf<'disclosure'>, 'every' | 'occasion' | 'withinDays' | 'postedDays'>): { zh: string[]; en: string[] } {
  const words = [
    ...(rule.every ? [periods[rule.every]] : []),
    ...(rule.occasion ? [occasions[rule.occasion]] : []),
    ...(rule.withinDays !== null ? [{ zh: `${rule.withinDays} 日内`, en: `within ${rule.withinDays} days` }] : []),
    ...(rule.postedDays !== null ? [{ zh: `公示不少于 ${rule.postedDays} 日`, en: `posted for ${rule.postedDays} days` }] : []),
    ...(rule.every === null && rule.withinDays === null ? [{ zh: '法规没有写期限', en: 'the rule gives no time limit' }] : []),
  ];
  return { zh: words.map(({ zh }) => zh), en: words.map(({ en }) => en) };
}

/** Groups of rules as a reader looks for them. */
export const ruleGroups: readonly { title: { zh: string; en: string }; kinds: readonly RuleKind[] }[] = [
  { title: { zh: '多少钱', en: 'How much' }, kinds: ['cap', 'parts', 'share', 'tiers', 'leverage', 'matching', 'tranches'] },
  { title: { zh: '能买什么，不能买什么', en: 'What it may pay' }, kinds: ['use'] },
  { title: { zh: '要交哪些材料', en: 'What to hand in' }, kinds: ['evidence', 'documents', 'numbering'] },
  { title: { zh: '怎么评', en: 'How it is judged' }, kinds: ['rubric', 'tests'] },
  { title: { zh: '公示、答复和期限', en: 'Notices, replies, last days' }, kinds: ['notice', 'reply', 'deadline'] },
  { title: { zh: '谁办理，谁审批', en: 'Who does what, who approves' }, kinds: ['roles', 'approval'] },
  { title: { zh: '怎么买', en: 'How things are bought' }, kinds: ['purchase'] },
  { title: { zh: '结项和结余', en: 'Closing and leftovers' }, kinds: ['grades', 'carry-over', 'return', 'year-end-return'] },
  { title: { zh: '居民会议、表决和筹资', en: 'Assemblies, votes, collections' }, kinds: ['meeting', 'collection', 'vote'] },
  { title: { zh: '要向居民公布的', en: 'What residents must be told' }, kinds: ['disclosure'] },
  { title: { zh: '其他应当做到的', en: 'What else is owed' }, kinds: ['duty'] },
];
