import type { Reason } from '#libs/policy';
import { type AdviceCode, type ApplicationFinding, keeperConsent } from '#modules/projects';
import { formatYuanBrief, parseFen } from '#libs/money';
import type { Lang } from '#platform/i18n';

const yuan = (value: string | bigint | undefined): string => {
  const fen = typeof value === 'bigint' ? value : parseFen(value ?? '').ok ? BigInt(value ?? '0') : null;
  return fen === null ? '—' : formatYuanBrief(fen);
};

/** What would satisfy a rule, said to whoever writes the application; '' where it is satisfied. */
export function remedyFor(reason: Reason, lang: Lang): string {
  if (reason.outcome === 'pass') return '';
  const zh = lang === 'zh';
  const { numbers } = reason;
  const about = (reason.about ?? reason.title)[lang];
  const over = () => yuan(String(BigInt(numbers['askedFen'] ?? '0') - BigInt(numbers['capFen'] ?? '0')));
  const ruled = reason.outcome === 'needs-ruling';
  const orRuling = ruled ? (zh ? '；或者照样提交，由自治办具名裁定' : '; or hand it in as it is and the office rules on it by name') : '';
  switch (reason.code) {
    case 'above-cap':
    case 'above-part':
      return zh
        ? `减少 ${over()} 元，不超过 ${yuan(numbers['capFen'])} 元${orRuling}。`
        : `Ask for ${over()} yuan less, up to ${yuan(numbers['capFen'])}${orRuling}.`;
    case 'above-match':
      return zh
        ? `配套部分减到 ${yuan(numbers['capFen'])} 元以内，或者把已经自筹的数额补全${orRuling}。`
        : `Bring the matched part down to ${yuan(numbers['capFen'])}, or add what was raised${orRuling}.`;
    case 'use-forbidden':
      return zh ? '去掉这一行，或者改由其他资金出。' : 'Take the line out, or let other money pay it.';
    case 'use-flagged':
    case 'use-grey':
      return zh ? `可以改由其他资金出${orRuling}。` : `Other money may pay it${orRuling}.`;
    case 'ruled-forbidden':
    case 'refusal-found':
      return zh ? '已经裁定不行，请去掉这一项。' : 'It was ruled out: take it out.';
    case 'evidence-missing':
      // The keeper's own yes in the system is as good as a signed paper; words written down by another are not.
      if (reason.terms?.includes(keeperConsent))
        return zh
          ? `请管护人本人在系统里点头，或者在“材料”一步上传：${about}${orRuling}。`
          : `Let the keeper say yes here, or add under “Papers”: ${about}${orRuling}.`;
      return zh ? `在“材料”一步上传：${about}${orRuling}。` : `Add under “Papers”: ${about}${orRuling}.`;
    case 'collection-undecided':
      return zh
        ? '先开居民会议表决，通过后在“依据”里选上那次表决。'
        : 'Let the residents’ assembly vote first, then choose that vote under “What residents decided”.';
    case 'leverage-missed': {
      const least = BigInt(numbers['minimumTenths'] ?? '0');
      const short = (BigInt(numbers['grantFen'] ?? '0') * least + 9n) / 10n - BigInt(numbers['otherFen'] ?? '0');
      return zh
        ? `再落实 ${yuan(short)} 元其他资金，或者减少自治金${orRuling}。`
        : `Find ${yuan(short)} yuan more of other money, or ask for less grant${orRuling}.`;
    }
    case 'tier-unknown':
      return reason.terms?.includes('project-tier')
        ? zh
          ? '在“做什么”一步选项目类别。'
          : 'Choose the kind of project in the first step.'
        : zh
          ? '请街镇核对小区类型；不改也可以提交，由自治办裁定。'
          : 'The office looks at the kind of compound and rules on it.';
    case 'meeting-missing':
      return zh ? `开一次这样的会，把纪要和决议记下来${orRuling}。` : `Hold such a meeting and record its minutes${orRuling}.`;
    case 'meeting-few':
    case 'meeting-quorum':
    case 'meeting-share':
      return zh ? `人数补足后再议一次${orRuling}。` : `Meet again with enough people${orRuling}.`;
    case 'meeting-uncounted':
      return zh ? `把应到人数写进会议记录，或者改用系统里的表决${orRuling}。` : `Record how many were entitled, or use a vote here${orRuling}.`;
    case 'grade-bars':
      return zh ? `今年不能申报${orRuling}。` : `No application this year${orRuling}.`;
    case 'too-late':
      return zh ? `已经过了最后日期${orRuling}。` : `The last day is over${orRuling}.`;
    case 'test-open':
    case 'refusal-open':
      return zh ? '在“为什么要做”里把这一点写清楚；提交后由自治办具名回答。' : 'Say it clearly under “Why”; the office answers by name after it is handed in.';
    case 'count-unknown':
      return zh ? '请居委会补全名册里的户数、人数；不改也可以提交，由自治办裁定。' : 'Complete the roster; or hand it in and the office rules on it.';
    default:
      return reason.outcome === 'needs-setting'
        ? zh
          ? '等街镇把数值定下来；您这里没有要改的，可以先提交。'
          : 'The office sets the value; nothing is wrong on your side, hand it in.'
        : ruled
          ? zh
            ? '提交后由自治办具名裁定。'
            : 'The office rules on it by name.'
          : '';
  }
}

const advice: Readonly<Record<AdviceCode, (n: Readonly<Record<string, string | bigint>>, zh: boolean) => readonly [says: string, satisfy: string]>> = {
  'no-measure': (n, zh) =>
    zh
      ? [`“${n['name']}”还没写怎么量、什么时候量。`, '写上谁用什么办法量，结项时量还是每年量。以后几年要照着填。']
      : [`“${n['name']}”: nobody has said how and when it is measured.`, 'Say by whom, how and when.'],
  'no-basis': (n, zh) =>
    zh
      ? [`“${n['name']}”的钱凭什么会来，还没选。`, '选承诺书、表决、正在商量或已经到账。']
      : [`“${n['name']}”: what does this money rest on?`, 'Choose commitment, vote, asked for, or there already.'],
  'commitment-unnamed': (n, zh) =>
    zh
      ? [`“${n['name']}”选了承诺书，还没写是哪一份。`, '写上名称和日期，并在材料里上传。']
      : [`“${n['name']}”: which commitment?`, 'Name it with its date and add it to the papers.'],
  'price-above-range': (n, zh) =>
    zh
      ? [
          `“${n['name']}”单价 ${yuan(n['unitFen'])} 元，比以往最高的 ${yuan(n['highFen'])} 元还高（中位 ${yuan(n['medianFen'])} 元）。`,
          '能说明理由就写进“为什么要做”，或者附上询价单。',
        ]
      : [
          `“${n['name']}”: ${yuan(n['unitFen'])} yuan is above the highest paid before, ${yuan(n['highFen'])} (middle ${yuan(n['medianFen'])}).`,
          'Say why, or add a quote.',
        ],
  'starts-soon': (_n, zh) =>
    zh
      ? ['计划开工离今天不到一周。', '评审、公示、签协议都要时间，日期往后放。']
      : ['Works begin within a week.', 'Leave time for review, notice and agreement.'],
  'upkeep-unpaid': (_n, zh) =>
    zh ? ['每年管护费写的是零。', '没有费用也写清楚谁出力、换件怎么办。'] : ['Upkeep costs nothing a year.', 'Say who does it and who pays for parts.'],
  'no-opinion': (_n, zh) =>
    zh
      ? ['居委会意见还空着。', '在“材料”一步写上；也可以打印出来手写。']
      : ['The committee’s opinion is empty.', 'Write it under “Papers”, or by hand on paper.'],
};

/** An advice in words: what was seen, what would satisfy a reviewer. */
export const adviceWords = (finding: Extract<ApplicationFinding, { level: 'advice' }>, lang: Lang): readonly [says: string, satisfy: string] =>
  advice[finding.code](finding.numbers, lang === 'zh');
