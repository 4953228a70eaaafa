import type { Case } from './store.ts';

/** The longest text of a matter, in characters. */
const longest = 2000;

const numbered = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*(\d+[.、．)）]|[-•])\s*/, '').trim())
    .filter((line) => line !== '')
    .map((line, at) => `${at + 1}. ${line}`)
    .join('\n');

/**
 * A case in the words of somebody who would like the same at home: the first line is theirs to finish, then the plan, what can be copied and what it cost
 * there. People, payers and results are not copied. '' of a case that is not public.
 */
export function proposalOfCase(one: Pick<Case, 'state' | 'texts' | 'figures' | 'title' | 'stableId' | 'sourcePlace'>): string {
  if (one.state !== 'published' || !one.texts || !one.figures) return '';
  const bought = one.figures.lines.map((line) => `${line.name} ${line.quantity.replace(/\.0+$/, '')}${line.unit}，单价 ${line.unitPriceYuan} 元`).join('；');
  const text = [
    // The first sentence of a matter is its title.
    `我们这里也想办“${one.title}”。\n我们这里的情况是：`,
    `参考案例《${one.title}》（${one.sourcePlace}，编号 ${one.stableId}）。那里要解决的：${one.texts.problem}`,
    `怎么做：\n${numbered(one.texts.method)}`,
    `可以照搬的：\n${numbered(one.texts.copyable)}`,
    ...(bought === '' ? [] : [`那里买了什么：${bought}。`]),
  ].join('\n\n');
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
