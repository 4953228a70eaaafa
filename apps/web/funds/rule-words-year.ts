import { formatYuanBrief } from '#libs/money';
import { parseFraction, returnCase, type RuleOf } from '#libs/policy';
import type { Lang } from '#platform/i18n';

type YearRule = RuleOf<'roles' | 'parts' | 'meeting' | 'return' | 'numbering' | 'documents' | 'deadline'>;

const unset = { zh: '（街镇尚未规定）', en: '(not set by the office)' };
const yuan = (fen: bigint | null, lang: Lang) => (fen === null ? unset[lang] : `${formatYuanBrief(fen)} ${lang === 'zh' ? '元' : 'yuan'}`);
const roundings = {
  started: { zh: '不足一个单位的按一个算', en: 'a unit begun counts whole' },
  full: { zh: '不足一个单位的不算', en: 'only full units count' },
  exact: { zh: '按比例算，分以下舍去', en: 'in proportion, cut to the fen' },
} as const;

/** The formula of a cap in words. */
export function formulaWords(rule: RuleOf<'cap'>, lang: Lang): string[] {
  const { formula } = rule;
  if (!formula) return [];
  const zh = lang === 'zh';
  const heads = formula.per === 'household' ? (zh ? '户' : 'households') : zh ? '人' : 'residents';
  const unit = formula.each === 1 ? (zh ? `每${heads}` : `each of the ${heads}`) : zh ? `每 ${formula.each} ${heads}` : `every ${formula.each} ${heads}`;
  const beyond = formula.beyond === 0 ? '' : zh ? `超过 ${formula.beyond} ${heads}的部分，` : `beyond ${formula.beyond}, `;
  const most = formula.mostFen === undefined ? '' : zh ? `，最多 ${yuan(formula.mostFen, lang)}` : `, never more than ${yuan(formula.mostFen, lang)}`;
  const rest = formula.rounding === null ? unset[lang] : roundings[formula.rounding][lang];
  return [
    zh
      ? `上限：基数 ${yuan(formula.baseFen, lang)}，${beyond}${unit}加 ${yuan(formula.amountFen, lang)}（${rest}）${most}`
      : `At most ${yuan(formula.baseFen, lang)} and, ${beyond}${yuan(formula.amountFen, lang)} for ${unit} (${rest})${most}`,
  ];
}

const conditions = {
  agreement: { zh: '协议签好', en: 'agreement signed' },
  start: { zh: '开工', en: 'work begun' },
  'mid-term': { zh: '中期检查通过', en: 'mid-term check passed' },
  accepted: { zh: '验收通过', en: 'accepted' },
} as const;
/** What must have happened before a tranche is paid. */
export const conditionWords = (condition: keyof typeof conditions, lang: Lang): string => conditions[condition][lang];

/** What a grade does next year; '' where it changes nothing. */
export function gradeNextYear(grade: RuleOf<'grades'>['grades'][number], lang: Lang): string {
  const zh = lang === 'zh';
  const quota =
    grade.quotaPercent === undefined
      ? ''
      : grade.quotaPercent === null
        ? `${zh ? '，下年额度' : ', next year '}${unset[lang]}`
        : zh
          ? `，下年额度为平常的 ${grade.quotaPercent}%`
          : `, next year ${grade.quotaPercent}% of the usual sum`;
  return grade.mayApply === false ? `${quota}${zh ? '，下年不得申报' : ', no application next year'}` : quota;
}

function share(value: string | null, lang: Lang): string {
  const fraction = value === null ? null : parseFraction(value);
  if (!fraction) return unset[lang];
  const { num, den, strict } = fraction;
  if (lang === 'zh') return `${strict ? '超过' : '不少于'}${den === 1n ? '全部' : `${den} 分之 ${num}`}`;
  return `${strict ? 'more than' : 'at least'} ${num}/${den}`;
}

export const meetingNames: Record<RuleOf<'meeting'>['meeting'], { zh: string; en: string }> = {
  hearing: { zh: '听证会', en: 'hearing' },
  coordination: { zh: '协调会', en: 'coordination meeting' },
  appraisal: { zh: '评议会', en: 'appraisal' },
  assembly: { zh: '居民会议', en: 'residents’ assembly' },
  representatives: { zh: '居民代表会议', en: 'representatives’ meeting' },
  committee: { zh: '居委会会议', en: 'committee meeting' },
  review: { zh: '评审会', en: 'review meeting' },
  consultation: { zh: '征询', en: 'consultation' },
};
export const deadlineNames: Record<RuleOf<'deadline'>['subject'], { zh: string; en: string }> = {
  quota: { zh: '下达额度', en: 'quotas given out' },
  application: { zh: '申报', en: 'applications' },
  award: { zh: '批复', en: 'awards' },
  payment: { zh: '付款', en: 'payments' },
  sweep: { zh: '收回余款', en: 'leftovers taken back' },
  'mid-term': { zh: '中期检查', en: 'mid-term check' },
  closing: { zh: '结项', en: 'closing' },
  report: { zh: '报告', en: 'report' },
};
export const stepNames: Record<RuleOf<'documents'>['step'], { zh: string; en: string }> = {
  call: { zh: '申报通知', en: 'call' },
  application: { zh: '申报', en: 'application' },
  review: { zh: '评审', en: 'review' },
  award: { zh: '批复', en: 'award' },
  agreement: { zh: '签协议', en: 'agreement' },
  spending: { zh: '支出', en: 'spending' },
  'mid-term': { zh: '中期检查', en: 'mid-term check' },
  closing: { zh: '结项', en: 'closing' },
  upkeep: { zh: '管护', en: 'upkeep' },
};
const numberParts = {
  subdistrict: { zh: '街道', en: 'subdistrict' },
  community: { zh: '社区', en: 'community' },
  year: { zh: '年度', en: 'year' },
  serial: { zh: '序号', en: 'serial' },
} as const;

/** What a rule of the year says beyond its title. */
export function yearWords(rule: YearRule, lang: Lang): string[] {
  const zh = lang === 'zh';
  const colon = zh ? '：' : ': ';
  const percent = (value: number | null) => (value === null ? unset[lang] : `${value}%`);
  switch (rule.kind) {
    case 'roles':
      return rule.roles.map(({ title, task }) => (task ? `${title[lang]}${colon}${task[lang]}` : title[lang]));
    case 'parts':
      return [
        ...(rule.count === null ? [] : [zh ? `共分 ${rule.count} 部分` : `${rule.count} parts in all`]),
        ...rule.parts.map((part) => {
          const least = part.minimumPercent === undefined ? [] : [`${zh ? '不低于' : 'at least '}${percent(part.minimumPercent)}`];
          const most = part.maximumPercent === undefined ? [] : [`${zh ? '不超过' : 'at most '}${percent(part.maximumPercent)}`];
          return `${part.title[lang]}${least.length + most.length === 0 ? '' : colon}${[...least, ...most].join(zh ? '，' : ', ')}`;
        }),
      ];
    case 'meeting':
      return [
        [
          `${meetingNames[rule.meeting][lang]}${colon}${rule.voters[lang]}`,
          ...(rule.minimumPresent === undefined
            ? []
            : [zh ? `至少 ${rule.minimumPresent ?? unset.zh} 人到会` : `at least ${rule.minimumPresent ?? unset.en} present`]),
          ...(rule.quorum === undefined ? [] : [`${zh ? '到会' : 'present: '}${share(rule.quorum, lang)}`]),
          ...(rule.pass === undefined ? [] : [`${zh ? (rule.passOf === 'entitled' ? '全体的同意' : '到会的同意') : 'agreeing: '}${share(rule.pass, lang)}`]),
        ].join(zh ? '，' : ', '),
      ];
    case 'return':
      return rule.cases.map((each) => {
        const days =
          each.withinDays === null || each.counting === null
            ? unset[lang]
            : zh
              ? `${each.withinDays} 个${each.counting === 'calendar' ? '自然日' : '工作日'}内`
              : `within ${each.withinDays} ${each.counting} days`;
        return `${returnCase(each.when)[lang]}${colon}${zh ? '交回' : 'returned '}${percent(each.sharePercent)}${zh ? '，' : ', '}${days}`;
      });
    case 'numbering':
      return [rule.parts.map((part) => numberParts[part][lang]).join(rule.separator === '' ? ' + ' : rule.separator)];
    case 'documents':
      return [
        `${stepNames[rule.step][lang]}${colon}${rule.items
          .map(({ title, signedBy, sealed, leastCopies, mostCopies }) => {
            const notes = [
              ...(leastCopies === undefined
                ? []
                : [
                    zh
                      ? `${leastCopies ?? unset.zh}${mostCopies ? `–${mostCopies}` : ''} 份`
                      : `${leastCopies ?? unset.en}${mostCopies ? `–${mostCopies}` : ''} copies`,
                  ]),
              ...(signedBy.length === 0 ? [] : [`${signedBy.map((who) => who[lang]).join(zh ? '、' : ', ')}${zh ? '签字' : ' sign'}`]),
              ...(sealed ? [zh ? '盖章' : 'sealed'] : []),
            ];
            return notes.length === 0 ? title[lang] : `${title[lang]}${zh ? `（${notes.join('，')}）` : ` (${notes.join(', ')})`}`;
          })
          .join(zh ? '、' : ', ')}`,
      ];
    case 'deadline': {
      const when =
        rule.lastDay === null
          ? unset[lang]
          : zh
            ? `${rule.yearsLater === 0 ? '当年' : rule.yearsLater === 1 ? '次年' : `之后第 ${rule.yearsLater} 年`} ${Number(rule.lastDay.slice(0, 2))} 月 ${Number(rule.lastDay.slice(3))} 日`
            : `${rule.lastDay}${rule.yearsLater === 0 ? '' : `, ${rule.yearsLater} year(s) later`}`;
      return [`${deadlineNames[rule.subject][lang]}${colon}${when}${rule.then ? `${zh ? '；' : '; '}${rule.then[lang]}` : ''}`];
    }
  }
}
