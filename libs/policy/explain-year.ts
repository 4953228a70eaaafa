import { formatDay } from '#libs/civil-time';
import { formatYuanBrief, parseFen } from '#libs/money';
import { assertNever } from '#libs/result';
import { parseFraction } from './schema-parts.ts';
import type { Reason, ReasonCode } from './reason.ts';

/** The reasons that the rules of the year give. */
export type YearReasonCode = Extract<
  ReasonCode,
  | 'value-unset'
  | 'count-unknown'
  | 'within-part'
  | 'above-part'
  | 'within-match'
  | 'above-match'
  | `meeting-${string}`
  | 'grade-bars'
  | 'in-time'
  | 'too-late'
  | `refusal-${string}`
>;

const yuan = (reason: Reason, key: string): string => {
  const fen = parseFen(reason.numbers[key] ?? '');
  return fen.ok ? formatYuanBrief(fen.value) : '—';
};

/** `>1/2` in words: more than half. */
export function shareWords(share: string, language: 'zh' | 'en'): string {
  const fraction = parseFraction(share);
  if (!fraction) return share;
  const { num, den, strict } = fraction;
  if (language === 'zh') return `${strict ? '超过' : '不少于'}${den === 1n ? '全部' : `${den} 分之 ${num}`}`;
  return `${strict ? 'more than' : 'at least'} ${num}/${den}`;
}

/** A reason of the year's rules in Chinese. */
export function sayOfYearZh(reason: Reason, code: YearReasonCode): string {
  const { numbers, title } = reason;
  const about = reason.about?.zh ?? title.zh;
  const allowed = reason.outcome === 'pass' ? '，已裁定允许' : reason.outcome === 'needs-ruling' ? '，请具名裁定' : '';
  switch (code) {
    case 'value-unset':
      return `“${title.zh}”${reason.about ? `（${about}）` : ''}的数值还没有设定，请先填写。`;
    case 'count-unknown':
      return `“${title.zh}”要用的${reason.terms?.[0] === 'household' ? '户数' : reason.terms?.[0] === 'resident' ? '人数' : '全年已批金额'}还不清楚${allowed}。`;
    case 'within-part':
      return `“${about}”全年可用 ${yuan(reason, 'capFen')} 元（${yuan(reason, 'totalFen')} 元的 ${numbers.percent}%），现为 ${yuan(reason, 'askedFen')} 元，没有超过。`;
    case 'above-part':
      return `“${about}”全年可用 ${yuan(reason, 'capFen')} 元（${yuan(reason, 'totalFen')} 元的 ${numbers.percent}%），现为 ${yuan(reason, 'askedFen')} 元，已经超过${allowed}。`;
    case 'within-match':
      return `配套资金按自筹可得 ${yuan(reason, 'capFen')} 元，现为 ${yuan(reason, 'askedFen')} 元，没有超过。`;
    case 'above-match':
      return `配套资金按自筹可得 ${yuan(reason, 'capFen')} 元（自筹满 ${yuan(reason, 'raisedFromFen')} 元才配套），现为 ${yuan(reason, 'askedFen')} 元，已经超过${allowed}。`;
    case 'meeting-held':
      return `“${title.zh}”已经做到：到会 ${numbers.present} 人，同意 ${numbers.agreed} 人。`;
    case 'meeting-missing':
      return `“${title.zh}”还没有会议记录${allowed}。`;
    case 'meeting-few':
      return `“${title.zh}”至少要 ${numbers.minimumPresent} 人到会，实到 ${numbers.present} 人${allowed}。`;
    case 'meeting-quorum':
      return `“${title.zh}”到会人数须${shareWords(numbers.quorum ?? '', 'zh')}（应到 ${numbers.entitled} 人），实到 ${numbers.present} 人${allowed}。`;
    case 'meeting-share':
      return `“${title.zh}”同意人数须${shareWords(numbers.pass ?? '', 'zh')}，到会 ${numbers.present} 人，同意 ${numbers.agreed} 人${allowed}。`;
    case 'meeting-uncounted':
      return `“${title.zh}”要按应到人数计算，记录里没有应到人数${allowed}。`;
    case 'grade-bars':
      return `上年有项目评为“${about}”，按规定本年不得申报${allowed}。`;
    case 'in-time':
      return `“${title.zh}”的最后日期是${formatDay(numbers.lastDay ?? '', 'zh')}，没有超过。`;
    case 'too-late':
      return `“${title.zh}”的最后日期是${formatDay(numbers.lastDay ?? '', 'zh')}，现为${formatDay(numbers.day ?? '', 'zh')}，已经过期${reason.about ? `（${about}）` : ''}${allowed}。`;
    case 'refusal-open':
      return `${about}由经办人具名回答；答“是”的不予支持。`;
    case 'refusal-cleared':
      return `${about}已具名答“否”。`;
    case 'refusal-found':
      return `${about}已具名答“是”，不予支持。`;
    default:
      return assertNever(code);
  }
}

/** A reason of the year's rules in English. */
export function sayOfYearEn(reason: Reason, code: YearReasonCode): string {
  const { numbers, title } = reason;
  const about = reason.about?.en ?? title.en;
  const allowed = reason.outcome === 'pass' ? '; allowed by a ruling' : reason.outcome === 'needs-ruling' ? '; a named ruling is needed' : '';
  switch (code) {
    case 'value-unset':
      return `A value of “${title.en}”${reason.about ? ` (${about})` : ''} has not been set; please fill it in first.`;
    case 'count-unknown':
      return `“${title.en}” needs a number that is not known (${reason.terms?.[0] ?? ''})${allowed}.`;
    case 'within-part':
      return `${about}: ${yuan(reason, 'askedFen')} yuan in the year, within ${yuan(reason, 'capFen')} (${numbers.percent}% of ${yuan(reason, 'totalFen')}).`;
    case 'above-part':
      return `${about}: ${yuan(reason, 'askedFen')} yuan in the year, above ${yuan(reason, 'capFen')} (${numbers.percent}% of ${yuan(reason, 'totalFen')})${allowed}.`;
    case 'within-match':
      return `Matching money: ${yuan(reason, 'askedFen')} yuan, within the ${yuan(reason, 'capFen')} that were earned.`;
    case 'above-match':
      return `Matching money: ${yuan(reason, 'askedFen')} yuan, above the ${yuan(reason, 'capFen')} that were earned (from ${yuan(reason, 'raisedFromFen')} raised on)${allowed}.`;
    case 'meeting-held':
      return `“${title.en}” is kept: ${numbers.present} came, ${numbers.agreed} agreed.`;
    case 'meeting-missing':
      return `“${title.en}”: no such meeting is on record${allowed}.`;
    case 'meeting-few':
      return `“${title.en}”: ${numbers.minimumPresent} must come, ${numbers.present} did${allowed}.`;
    case 'meeting-quorum':
      return `“${title.en}”: ${shareWords(numbers.quorum ?? '', 'en')} of ${numbers.entitled} must come, ${numbers.present} did${allowed}.`;
    case 'meeting-share':
      return `“${title.en}”: ${shareWords(numbers.pass ?? '', 'en')} must agree; ${numbers.present} came, ${numbers.agreed} agreed${allowed}.`;
    case 'meeting-uncounted':
      return `“${title.en}” is reckoned on those entitled, and nobody has counted them${allowed}.`;
    case 'grade-bars':
      return `A project of last year was graded “${about}”: no application this year${allowed}.`;
    case 'in-time':
      return `“${title.en}”: in time, the last day is ${formatDay(numbers.lastDay ?? '', 'en')}.`;
    case 'too-late':
      return `“${title.en}”: the last day was ${formatDay(numbers.lastDay ?? '', 'en')}, it is ${formatDay(numbers.day ?? '', 'en')}${reason.about ? ` (${about})` : ''}${allowed}.`;
    case 'refusal-open':
      return `${about} A named person answers; a yes refuses.`;
    case 'refusal-cleared':
      return `${about} Answered no, by name.`;
    case 'refusal-found':
      return `${about} Answered yes, by name: refused.`;
    default:
      return assertNever(code);
  }
}
