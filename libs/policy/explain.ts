import { formatDay } from '#libs/civil-time';
import { formatYuanBrief, leverage, parseFen } from '#libs/money';
import { sayOfYearEn, sayOfYearZh } from './explain-year.ts';
import type { Precedent, Reason, Verdict } from './reason.ts';

/** The languages of pages. */
export type Language = 'zh' | 'en';

function yuan(reason: Reason, key: string): string {
  const fen = parseFen(reason.numbers[key] ?? '');
  return fen.ok ? formatYuanBrief(fen.value) : '—';
}

function ratio(reason: Reason): string {
  const other = parseFen(reason.numbers.otherFen ?? '');
  const grant = parseFen(reason.numbers.grantFen ?? '');
  return (other.ok && grant.ok ? leverage(other.value, grant.value) : null) ?? '—';
}

function least(reason: Reason): string {
  const tenths = Number(reason.numbers.minimumTenths ?? 0);
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

function quoted(reason: Reason, language: Language): string {
  const words = reason.found ?? reason.terms ?? [];
  return language === 'zh' ? words.map((word) => `“${word}”`).join('、') : words.map((word) => `“${word}”`).join(', ');
}

function capName(reason: Reason, language: Language): string {
  return (reason.about ?? reason.title)[language];
}

/** How an amount by heads or after a grade was reckoned. */
function reckoned(reason: Reason): string {
  const { heads, gradePercent } = reason.numbers;
  const parts = [heads === undefined ? '' : `按 ${heads} 户（人）计算`, gradePercent === undefined ? '' : `按上年等级为平常的 ${gradePercent}%`].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? '' : `（${parts.join('，')}）`;
}

function sayZh(reason: Reason): string {
  const about = reason.about?.zh ?? reason.title.zh;
  const words = quoted(reason, 'zh');
  switch (reason.code) {
    case 'within-cap':
      return `${capName(reason, 'zh')}为 ${yuan(reason, 'capFen')} 元，现为 ${yuan(reason, 'askedFen')} 元，没有超过${reckoned(reason)}。`;
    case 'above-cap':
      return `${capName(reason, 'zh')}为 ${yuan(reason, 'capFen')} 元，现为 ${yuan(reason, 'askedFen')} 元，已经超过${reckoned(reason)}${reason.outcome === 'needs-ruling' ? '，请具名裁定' : ''}。`;
    case 'above-cap-allowed':
      return `${capName(reason, 'zh')}为 ${yuan(reason, 'capFen')} 元，现为 ${yuan(reason, 'askedFen')} 元，已经超过，但已裁定允许。`;
    case 'cap-unset':
      return `${capName(reason, 'zh')}还没有设定，请先填写。`;
    case 'tier-unknown':
      return reason.outcome === 'pass' ? `“${reason.title.zh}”的类别不明，已裁定允许。` : `不知道属于“${reason.title.zh}”中的哪一类，请具名裁定。`;
    case 'use-allowed':
      return `${words}属于“${about}”，可以支付。`;
    case 'use-forbidden':
      return `${words}属于“${about}”，这笔钱不得支付。`;
    case 'use-flagged':
      return reason.status === 'reported'
        ? `据报道，${words}所属的“${about}”不在这笔钱的支付范围内；因未见原文，系统不直接拒绝，请具名裁定。`
        : `${words}属于“${about}”，按规定不应支付，请具名裁定。`;
    case 'use-grey':
      return `${words}属于“${about}”，能不能支付没有定论，请具名裁定。`;
    case 'ruled-allowed':
      return reason.kind === 'tests' ? `“${about}”已裁定符合。` : `${words}属于“${about}”，已裁定允许支付。`;
    case 'ruled-forbidden':
      return reason.kind === 'tests' ? `“${about}”已裁定不符合。` : `${words}属于“${about}”，已裁定不予支付。`;
    case 'evidence-present':
      return `已有材料：${about}。`;
    case 'evidence-missing':
      return reason.outcome === 'pass' ? `缺少材料：${about}，已裁定可以不交。` : `缺少材料：${about}。`;
    case 'evidence-unset':
      return `从多少金额起需要“${about}”还没有设定，请先填写。`;
    case 'collection-decided':
      return `向居民筹集 ${yuan(reason, 'collectionFen')} 元，居民会议已经通过；居民自愿出资。`;
    case 'collection-undecided':
      return `向居民筹集 ${yuan(reason, 'collectionFen')} 元，须先经居民会议讨论决定，现在还没有通过的决定。`;
    case 'test-open':
      return `是否符合“${about}”，须由经办人具名裁定。`;
    case 'leverage-reached':
      return `其他资金是自治金的 ${ratio(reason)} 倍，达到 ${least(reason)} 倍的要求。`;
    case 'leverage-missed':
      return `其他资金是自治金的 ${ratio(reason)} 倍，没有达到 ${least(reason)} 倍的要求${reason.outcome === 'pass' ? '，已裁定允许' : ''}。`;
    case 'leverage-unset':
      return '最低撬动倍数还没有设定，请先填写。';
    default:
      return sayOfYearZh(reason, reason.code);
  }
}

function sayEn(reason: Reason): string {
  const about = reason.about?.en ?? reason.title.en;
  const words = quoted(reason, 'en');
  switch (reason.code) {
    case 'within-cap':
      return `${capName(reason, 'en')}: ${yuan(reason, 'askedFen')} yuan, within the limit of ${yuan(reason, 'capFen')}.`;
    case 'above-cap':
      return `${capName(reason, 'en')}: ${yuan(reason, 'askedFen')} yuan, above the limit of ${yuan(reason, 'capFen')}${reason.outcome === 'needs-ruling' ? '; a named ruling is needed' : ''}.`;
    case 'above-cap-allowed':
      return `${capName(reason, 'en')}: ${yuan(reason, 'askedFen')} yuan, above the limit of ${yuan(reason, 'capFen')}, allowed by a ruling.`;
    case 'cap-unset':
      return `${capName(reason, 'en')} has not been set; please fill it in first.`;
    case 'tier-unknown':
      return reason.outcome === 'pass'
        ? `No class of “${reason.title.en}” is known; allowed by a ruling.`
        : `No class of “${reason.title.en}” is known; a named ruling is needed.`;
    case 'use-allowed':
      return `${words}: ${about}. This money may pay for it.`;
    case 'use-forbidden':
      return `${words}: ${about}. This money must not pay for it.`;
    case 'use-flagged':
      return reason.status === 'reported'
        ? `${words}: ${about}. Reported to be outside what this money may pay; the text was not seen, so nothing is refused outright: a named ruling is needed.`
        : `${words}: ${about}. The rule speaks against it; a named ruling is needed.`;
    case 'use-grey':
      return `${words}: ${about}. It is not settled whether this money may pay for it; a named ruling is needed.`;
    case 'ruled-allowed':
      return reason.kind === 'tests' ? `${about}: ruled to be met.` : `${words}: ${about}. Allowed by a ruling.`;
    case 'ruled-forbidden':
      return reason.kind === 'tests' ? `${about}: ruled not to be met.` : `${words}: ${about}. Refused by a ruling.`;
    case 'evidence-present':
      return `There: ${about}.`;
    case 'evidence-missing':
      return reason.outcome === 'pass' ? `Missing: ${about}; waived by a ruling.` : `Missing: ${about}.`;
    case 'evidence-unset':
      return `From which amount on “${about}” is asked has not been set; please fill it in first.`;
    case 'collection-decided':
      return `${yuan(reason, 'collectionFen')} yuan from residents: the residents' assembly has decided it; paying stays voluntary.`;
    case 'collection-undecided':
      return `${yuan(reason, 'collectionFen')} yuan from residents: the residents' assembly has to decide it first and has not.`;
    case 'test-open':
      return `${about}: a named person has to rule whether it is met.`;
    case 'leverage-reached':
      return `Other money is ${ratio(reason)} times the grant; ${least(reason)} is asked for.`;
    case 'leverage-missed':
      return `Other money is ${ratio(reason)} times the grant, below the ${least(reason)} asked for${reason.outcome === 'pass' ? '; allowed by a ruling' : ''}.`;
    case 'leverage-unset':
      return 'The least leverage has not been set; please fill it in first.';
    default:
      return sayOfYearEn(reason, reason.code);
  }
}

function sayPrecedent(precedent: Precedent, language: Language): string {
  const why = precedent.reason.trim().replace(/[。.]+$/, '');
  const on = formatDay(precedent.day, language);
  if (language === 'zh') {
    const decision = precedent.decision === 'allowed' ? '允许' : '不予允许';
    const general = precedent.reach === 'general';
    const where = general ? '对各个项目' : precedent.sameProject ? '对本项目' : '对其他项目';
    const lapsed = precedent.isLive ? '' : '（已失效）';
    return `${precedent.byName}于${on}${where}裁定${decision}${lapsed}，理由：${why}${precedent.sameProject || general ? '' : '（仅供参考）'}。`;
  }
  const decision = precedent.decision === 'allowed' ? 'allowed' : 'refused';
  const elsewhere = precedent.sameProject ? 'for this project' : 'for another project, shown as a precedent only';
  const where = precedent.reach === 'general' ? 'for every project' : elsewhere;
  return `${precedent.byName} ${decision} it on ${on} ${where}${precedent.isLive ? '' : ' (no longer in force)'}: ${why}.`;
}

/** The rule, as a citation: `《…》第十六条`; a reported one says so. */
export function cite(reason: Pick<Reason, 'source' | 'clause' | 'status'>, language: Language): string {
  const reported = reason.status === 'reported' ? (language === 'zh' ? '，据报道' : ', as reported') : '';
  // 《…》第九条 stands together; a description of the place does not.
  const joint = reason.clause.startsWith('第') ? '' : '，';
  return `${reason.source}${language === 'zh' ? joint : ' '}${reason.clause}${reported}`;
}

/**
 * A reason as a plain sentence, as a good clerk would write it, with its citation, the setting it rests on and the
 * ruling that goes with it.
 */
export function explain(reason: Reason, language: Language): string {
  const sentence = language === 'zh' ? sayZh(reason) : sayEn(reason);
  const parts = [sentence];
  if (reason.setting) {
    const on = formatDay(reason.setting.setOn, language);
    parts.push(language === 'zh' ? `数值由${reason.setting.setBy}于${on}设定。` : `Set by ${reason.setting.setBy} on ${on}.`);
  }
  if (reason.precedent) parts.push(sayPrecedent(reason.precedent, language));
  const citation = cite(reason, language);
  parts.push(language === 'zh' ? `（依据：${citation}）` : `(${citation})`);
  return parts.join(language === 'zh' ? '' : ' ');
}

/** The verdict in one line, before its reasons. */
export function explainVerdict(verdict: Verdict, language: Language): string {
  const zh = {
    pass: verdict.reasons.length === 0 ? '没有条款限制，可以办理。' : '各项规定都符合，可以办理。',
    block: '有规定不允许，不能办理。',
    'needs-ruling': '有事项须由自治办具名裁定后才能办理。',
    'needs-setting': '有数值还没有设定，请先填写。',
  };
  const en = {
    pass: verdict.reasons.length === 0 ? 'No rule speaks against it.' : 'Every rule is kept.',
    block: 'A rule does not allow it.',
    'needs-ruling': 'A named ruling is needed first.',
    'needs-setting': 'A value has to be set first.',
  };
  return (language === 'zh' ? zh : en)[verdict.outcome];
}
