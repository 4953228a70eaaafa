import type { Explanation, LeafPoints } from './explain.ts';

/** A number for reading: at most `digits` decimals, no zeros at the end. */
export const readable = (value: number, digits = 2): string => {
  const text = value.toFixed(digits);
  return (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^-0$/, '0');
};

/** A value for reading: two decimals, more where it is small. */
const shown = (value: number): string => readable(value, Math.abs(value) >= 1 ? 2 : Math.abs(value) >= 0.1 ? 3 : 4);

const units: Record<string, [string, string]> = { count: [' 次', ' times'], score: [' 分', ' points'] };

/** A value with its unit: the leaf's own, else 次 for counts and 分 for scores, per cent for shares, 是 and 否 for what is one or the other. */
function valueWords(leaf: LeafPoints, value: number): { zh: string; en: string } {
  if (leaf.unit !== '') return { zh: `${shown(value)} ${leaf.unit}`, en: `${shown(value)} ${leaf.unit}` };
  if (leaf.kind === 'share') return { zh: `${readable(100 * value, 1)}%`, en: `${readable(100 * value, 1)}%` };
  if (leaf.kind === 'binary' && (value === 0 || value === 1)) return { zh: value === 1 ? '是' : '否', en: value === 1 ? 'yes' : 'no' };
  const [zh, en] = units[leaf.kind] ?? ['', ''];
  return { zh: `${shown(value)}${zh}`, en: `${shown(value)}${en}` };
}

const boundWords = (leaf: LeafPoints, bound: number): string => (leaf.kind === 'share' && leaf.unit === '' ? `${readable(100 * bound, 1)}%` : shown(bound));

/**
 * One leaf in a sentence, Chinese and English: 垃圾分类违规 12 次，阈值上限 9.9，失 1.8 分。 The bound that is named is the one that matters: the one beyond which the value lies,
 * else both.
 */
export function leafSentence(leaf: LeafPoints): { zh: string; en: string } {
  const name = leaf.name === '' ? leaf.code : leaf.name;
  if (leaf.state === 'missing' || leaf.value === null) return { zh: `${name} 缺数据，不计分`, en: `${name}: no data, not scored` };
  const value = valueWords(leaf, leaf.value);
  const said = { zh: `${name} ${value.zh}`, en: `${name} ${value.en}` };
  if (leaf.state === 'no-threshold' || leaf.lower === null || leaf.upper === null)
    return { zh: `${said.zh}，这类小区没有阈值，不计分`, en: `${said.en}, no threshold for this kind, not scored` };
  const [lower, upper] = [boundWords(leaf, leaf.lower), boundWords(leaf, leaf.upper)];
  const bound =
    leaf.lower === leaf.upper
      ? { zh: `阈值 ${upper}`, en: `threshold ${upper}` }
      : leaf.cut === 'above'
        ? { zh: `阈值上限 ${upper}`, en: `upper threshold ${upper}` }
        : leaf.cut === 'below'
          ? { zh: `阈值下限 ${lower}`, en: `lower threshold ${lower}` }
          : { zh: `阈值 ${lower}～${upper}`, en: `thresholds ${lower} to ${upper}` };
  const [gained, lost] = [readable(leaf.gained, 1), readable(leaf.lost, 1)];
  const points =
    leaf.lost < 1e-9
      ? { zh: `得满 ${gained} 分`, en: `all ${gained} points` }
      : leaf.gained < 1e-9
        ? { zh: `失 ${lost} 分`, en: `−${lost} points` }
        : { zh: `得 ${gained} 分，失 ${lost} 分`, en: `+${gained}, −${lost} points` };
  return { zh: `${said.zh}，${bound.zh}，${points.zh}`, en: `${said.en}, ${bound.en}, ${points.en}` };
}

const percent = (share: number): string => `${readable(100 * share, 1)}%`;

/** Rank of the compound inside its kind; null where it has none. `of` = how many of its kind are ranked. */
export interface Standing {
  rank: number | null;
  of: number;
}

/** All points of a compound as plain Chinese text: the total, each node of the second level, each node below it, each leaf with the source of its datum. */
export function explanationText(of: Explanation, standing?: Standing): string {
  const lines = [
    `小区 ${of.compound}（${of.kind}），${/^\d{1,3}$/.test(of.month) ? `第 ${of.month} 月` : of.month}，总分 ${of.points === null ? '无' : readable(of.points)}${of.total === 'nested' ? '（按二级指标保留份额）' : ''}`,
    `数据完整度 ${percent(of.coverage)}${of.provisional ? '，不足以排名，分数仅供参考' : ''}${standing && standing.rank !== null ? `，${of.kind}中排第 ${standing.rank}（共 ${standing.of} 个小区参加排名）` : ''}`,
  ];
  const written = new Set<string>();
  for (const leaf of of.leaves) {
    leaf.parents.forEach((code, level) => {
      const key = `${level} ${code}`;
      if (written.has(key)) return;
      written.add(key);
      const node = of.nodes.find((each) => each.code === code && each.depth === level + 1);
      if (node)
        lines.push(
          `${'  '.repeat(level)}${code} 指数 ${node.index === null ? '无' : readable(node.index)}，计入总分 ${readable(node.gained)}，失 ${readable(node.lost)} 分${node.coverage < 1 ? `，数据完整度 ${percent(node.coverage)}` : ''}`,
        );
    });
    lines.push(`${'  '.repeat(leaf.parents.length)}${leaf.code} ${leafSentence(leaf).zh}${leaf.source === '' ? '' : `（数据：${leaf.source}）`}`);
  }
  return `${lines.join('\n')}\n`;
}
