import type { TallyTest } from '#libs/decide';
import type { Ballot, Outcome } from './ballot.ts';

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

/** The public result of a ballot. */
export function resultText(ballot: Pick<Ballot, 'question' | 'electorate' | 'clause'>, outcome: Outcome): string {
  const unit = ballot.electorate === 'household' ? '户' : '人';
  const { yes, no, abstain, roll } = outcome.counts;
  return [
    `“${ballot.question}”表决结果：${outcome.passed ? '通过' : '未通过'}。`,
    `名册 ${roll} ${unit}，参加表决 ${yes + no + abstain} ${unit}：同意 ${yes}，不同意 ${no}，弃权 ${abstain}。`,
    ...outcome.tests.map((test) => `${testText(test, 'zh')}：${test.passed ? '达到' : '未达到'}。`),
    `依据：${ballot.clause}。`,
  ].join('\n\n');
}
