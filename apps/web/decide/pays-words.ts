import type { ShareMethod } from '#libs/decide';
import type { Lang } from '#platform/i18n';
import { paysText } from './pays-text.ts';
import { coefficientsText, type CostQuestion, type MethodShares } from './who-pays.ts';

/** A method's name. */
export function methodName(method: ShareMethod, lang: Lang): string {
  const t = paysText[lang];
  return { equal: t.equal, area: t.byAreaMethod, floor: t.byFloor, shapley: t.shapley }[method];
}

/** How a method shares, in a sentence; for the floors with the coefficients and where they come from. */
export function methodHow(method: ShareMethod, question: CostQuestion, lang: Lang): string {
  const t = paysText[lang];
  if (method !== 'floor') return { equal: t.howEqual, area: t.howArea, shapley: t.howShapley }[method];
  const within = { each: t.howEach, 'times-area': t.howTimes, 'floor-first': t.howFirst }[question.within];
  const source = question.source === 'none' ? '' : t[question.source];
  return [source, t.howFloor(coefficientsText(question.coefficients ?? new Map(), lang)), within]
    .join(lang === 'zh' ? '。' : '. ')
    .replace(/。。|\. ?\. /g, lang === 'zh' ? '。' : '. ');
}

/** Why a method was not worked out. */
export function whyNot(shares: Extract<MethodShares, { why: unknown }>, lang: Lang): string {
  const t = paysText[lang];
  const home = shares.why.home ?? '';
  switch (shares.why.missing) {
    case 'floor':
      return t.lackFloor(home);
    case 'area':
      return t.lackArea(home);
    case 'cost':
      return t.lackCost(home);
    case 'coefficient':
      return t.lackCoefficient(home);
    case 'source':
      return t.lackSource;
    case 'weight':
      return t.lackWeight;
  }
}
