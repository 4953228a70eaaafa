import type { TallyTest } from '#libs/decide';
import type { Ballot, OptionOutcome, Outcome } from './ballot.ts';
import type { BallotOption, SecretAnswer } from './question.ts';

const baseNames = {
  all: { zh: '名册总数', en: 'the roll' },
  present: { zh: '到会', en: 'those present' },
  participating: { zh: '参加表决', en: 'those taking part' },
  valid: { zh: '有效票', en: 'valid votes' },
} as const;
const measureNames = {
  households: { zh: '户', en: 'households' },
  heads: { zh: '人', en: 'heads' },
  area: { zh: '平方米', en: 'm²' },
} as const;
const fractionNames: Record<string, { zh: string; en: string }> = {
  '1/2': { zh: '半数', en: 'half' },
  '2/3': { zh: '三分之二', en: 'two thirds' },
  '3/4': { zh: '四分之三', en: 'three quarters' },
};

/** The bar a test must reach, in words: `须超过名册总数的半数`. 过 = more than, 以上 = at least. */
export function thresholdText(test: TallyTest, lang: 'zh' | 'en'): string {
  // More than nothing: whoever has most, with at least one vote.
  if (test.strict && test.threshold.startsWith('0/')) return lang === 'zh' ? '须有得票' : 'at least one';
  const fraction = fractionNames[test.threshold]?.[lang] ?? test.threshold;
  const base = baseNames[test.base][lang];
  if (lang === 'zh') return test.strict ? `须超过${base}的${fraction}` : `须达到${base}的${fraction}`;
  return `${test.strict ? 'more than' : 'at least'} ${fraction} of ${base}`;
}

/** A test with its figures: `参加 60 户，名册总数 62 户，须超过名册总数的半数`. Whether it is met stands beside it. */
export function testText(test: TallyTest, lang: 'zh' | 'en'): string {
  const unit = measureNames[test.measure][lang];
  const zh = lang === 'zh';
  const what = test.of === 'quorum' ? (zh ? '参加' : 'took part') : zh ? '同意' : 'agreed';
  const figures = zh
    ? `${what} ${test.numerator} ${unit}，${baseNames[test.base].zh} ${test.denominator} ${unit}`
    : `${test.numerator} of ${test.denominator} ${unit} ${what}`;
  return zh ? `${figures}，${thresholdText(test, lang)}` : `${figures}; needs ${thresholdText(test, lang)}`;
}

/** The ties that somebody still has to break: not those among options that are not chosen anyway. */
export const openTies = ({ ties, standings }: NonNullable<Outcome['options']>) =>
  ties.filter((tie) => tie.brokenBy === null && standings.some((each) => each.status === 'tied' && tie.options.includes(each.option)));

/** The public result of a ballot. */
export function resultText(ballot: Pick<Ballot, 'question' | 'electorate' | 'clause' | 'kind' | 'secrecy'>, outcome: Outcome): string {
  const unit = ballot.electorate === 'household' ? '户' : '人';
  const { yes, no, abstain, roll } = outcome.counts;
  const spoiled = outcome.spoiled > 0 ? `，废票 ${outcome.spoiled}` : '';
  if (outcome.options) {
    const chosen = outcome.options.standings.filter((each) => each.status === 'elected').map((each) => `“${each.label}”`);
    return [
      `“${ballot.question}”表决结果：${chosen.length > 0 ? `选定${chosen.join('、')}` : '没有选定任何一项'}。`,
      `名册 ${roll} ${unit}，参加表决 ${outcome.cast} ${unit}，其中弃权 ${abstain}${spoiled}。`,
      ...outcome.tests.map((test) => `${testText(test, 'zh')}：${test.passed ? '达到' : '未达到'}。`),
      ...outcome.options.standings.map((each) => `${standingText(ballot.kind, each, 'zh')}。`),
      ...openTies(outcome.options).map((tie) => `${tie.options.length} 项票数相同，争 ${tie.places} 个名额，尚待决定。`),
      `依据：${ballot.clause}。`,
    ].join('\n\n');
  }
  return [
    `“${ballot.question}”表决结果：${outcome.passed ? '通过' : '未通过'}。`,
    `名册 ${roll} ${unit}，参加表决 ${outcome.cast} ${unit}：同意 ${yes}，不同意 ${no}，弃权 ${abstain}${spoiled}。`,
    ...outcome.tests.map((test) => `${testText(test, 'zh')}：${test.passed ? '达到' : '未达到'}。`),
    `依据：${ballot.clause}。`,
  ].join('\n\n');
}

const statusNames = {
  elected: { zh: '选定', en: 'chosen' },
  tied: { zh: '票数相同，待定', en: 'tied' },
  'not-elected': { zh: '未选定', en: 'not chosen' },
} as const;

/** An option with its figures: `1. 香樟 40 票，第 1 名，选定`. */
export function standingText(kind: Ballot['kind'], standing: OptionOutcome, lang: 'zh' | 'en'): string {
  const points = kind === 'score' || kind === 'ranking';
  const status = statusNames[standing.status][lang];
  return lang === 'zh'
    ? `${standing.option}. ${standing.label} ${standing.votes} ${points ? '分' : '票'}，第 ${standing.place} 名，${status}`
    : `${standing.option}. ${standing.label}: ${standing.votes} ${points ? 'points' : 'votes'}, place ${standing.place}, ${status}`;
}

const answerNames = {
  yes: { zh: '同意', en: 'Yes' },
  no: { zh: '不同意', en: 'No' },
  abstain: { zh: '弃权', en: 'Abstain' },
  spoiled: { zh: '废票', en: 'Spoiled' },
} as const;

/** An answer in words: `同意`, `香樟、樱花`, a ranking `1 香樟 2 樱花`, points `香樟 5 分`. */
export function answerText(kind: Ballot['kind'], options: readonly Pick<BallotOption, 'no' | 'label'>[], answer: SecretAnswer, lang: 'zh' | 'en'): string {
  if (answer.choice !== 'picks') return answerNames[answer.choice][lang];
  const label = (no: number): string => options.find((option) => option.no === no)?.label ?? String(no);
  const parts = answer.picks.map((pick, index) => {
    if (kind === 'ranking') return `${index + 1} ${label(pick.option)}`;
    return pick.score === undefined ? label(pick.option) : `${label(pick.option)} ${pick.score}${lang === 'zh' ? ' 分' : ''}`;
  });
  return parts.join(lang === 'zh' ? '、' : ', ');
}
