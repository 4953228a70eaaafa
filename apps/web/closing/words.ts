import { formatYuan } from '#libs/money';
import { type DriftFigure, type DriftItem, type DriftState, percentOfBp, type Satisfaction, silenceBounds } from '#modules/closing';
import type { Lang } from '#platform/i18n';
import { percentText } from '#libs/govindex';
import type { Tone } from '../ui/index.ts';
import { text } from './text.ts';

/** A promise in its own words. */
export function promiseWords({ item }: DriftItem, lang: Lang): string {
  const t = text[lang];
  if (item.kind === 'schedule') return t.before(item.text);
  if (item.figure) return `${item.text}：${plain(item.figure.baseline)}${item.figure.unit} → ${plain(item.figure.target)}${item.figure.unit}`;
  return item.amountFen !== null && item.amountFen > 0n && item.kind !== 'keeper' ? `${item.text}，${formatYuan(item.amountFen)} 元` : item.text;
}
const plain = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

export const driftTone: Record<DriftState, Tone> = { kept: 'good', partly: 'wait', changed: 'plain', dropped: 'bad' };

/** The drift figure in words; empty before anything is known. */
export const driftWords = (figure: DriftFigure, lang: Lang): string =>
  figure.driftBp === null ? '' : text[lang].driftFigure(percentOfBp(figure.driftBp), figure.known, figure.unknown);

/** What a satisfaction survey says, line by line: how it was drawn, how many answered, the shares, and what silence hides. */
export function satisfactionLines(one: Satisfaction, lang: Lang): [label: string, value: string][] {
  const t = text[lang];
  const lines: [string, string][] = [
    [lang === 'zh' ? '抽样' : 'Sample', t.satSample(one.drawn, one.population, String(one.marginPermille / 10), one.seed)],
    [
      lang === 'zh' ? '收回' : 'Answers',
      `${t.satReturn(one.returned, one.drawn, percentText(one.returned, one.drawn))}；${t.satBy(one.byChannel.own, one.byChannel.phone, one.byChannel.paper)}`,
    ],
  ];
  for (const [label, share] of [
    [t.satisfied, one.satisfied],
    [t.worthIt, one.worthIt],
  ] as const) {
    if (!share) continue;
    const bounds = silenceBounds(share, one.drawn);
    const parts = [t.satShare(share.yes, share.answered, percentText(share.yes, share.answered) || '—')];
    if (share.interval) parts.push(t.satInterval(percentOfBp(share.interval.lowBp), percentOfBp(share.interval.highBp)));
    if (bounds && share.answered < one.drawn) parts.push(t.satSilence(one.drawn - share.answered, percentOfBp(bounds.lowBp), percentOfBp(bounds.highBp)));
    lines.push([label, parts.join('；')]);
  }
  return lines;
}
