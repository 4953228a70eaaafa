import type { Lang } from '#platform/i18n';

const names: Record<string, { zh: string; en: string }> = {
  '1/2': { zh: '半数', en: 'half' },
  '2/3': { zh: '三分之二', en: '2/3' },
  '3/4': { zh: '四分之三', en: '3/4' },
};

/** A test of the law in a few words: `人数：参与须达到三分之二`. */
export function fractionWords(test: { of: 'quorum' | 'pass'; measure: string; num: number; den: number; strict: boolean }, lang: Lang): string {
  const fraction = names[`${test.num}/${test.den}`]?.[lang] ?? `${test.num}/${test.den}`;
  if (lang === 'en') return `${test.measure}: ${test.of === 'quorum' ? 'taking part' : 'yes'} ${test.strict ? 'more than' : 'at least'} ${fraction}`;
  return `${test.measure === 'area' ? '面积' : '人数'}：${test.of === 'quorum' ? '参与' : '同意'}须${test.strict ? '超过' : '达到'}${fraction}，现在`;
}
