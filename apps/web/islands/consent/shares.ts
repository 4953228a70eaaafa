import { fill, h, s } from './dom';
import { type Standing, standings } from './estimate';
import type { Part, Words } from './types';

const percent = (share: number): string => `${Math.max(0, Math.min(100, share * 100)).toFixed(1)}%`;

function bar(one: Standing, words: Words): HTMLElement {
  const says = `${one.text} ${percent(one.share)}`;
  return h(
    'div',
    { class: 'chart' },
    s(
      'svg',
      { class: 'vote', width: '100%', height: '34', role: 'img', 'aria-label': says },
      s('rect', { class: 'rest', y: '8', width: '100%', height: '22' }),
      s('rect', { class: one.passed ? 'yes' : 's2', y: '8', width: percent(one.share), height: '22' }),
      s('line', { class: 'need', x1: percent(one.bound), x2: percent(one.bound), y1: '2', y2: '34' }),
    ),
    h('p', {}, `${one.text} `, h('b', {}, percent(one.share)), ` ${one.passed ? (words['met'] ?? '') : (words['notMet'] ?? '')}`),
  );
}

/** How the campaign stands, part by part, with the law's thresholds marked. */
export function sharesView(parts: readonly Part[], words: Words, waiting: number, at: string): HTMLElement {
  return h(
    'section',
    {},
    h('p', { class: 'soft' }, waiting > 0 ? fill(words['estimate'], { n: waiting, at }) : fill(words['counted'], { at })),
    ...parts.map((part) => h('div', {}, h('h3', {}, part.title), ...standings(part).map((one) => bar(one, words)))),
  );
}
