import type { LeafPoints } from '#libs/govindex';
import type { Lang } from '#platform/i18n';
import { type IndexLeaf, type IndexTree, type MonthNo, type RunMemory, shownValue } from '#modules/index';
import { indexText } from './text.ts';

/** A figure for reading: one decimal for points, nothing for what is missing. */
export const pointsText = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '—' : value.toFixed(digits);

/** A month as people write it: `2026年10月`, `Oct 2026`. */
export function monthText(month: MonthNo, lang: Lang): string {
  const [year, at] = [Math.floor(month / 12), month % 12];
  return lang === 'zh' ? `${year}年${at + 1}月` : `${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][at] ?? ''} ${year}`;
}

/** A share as per cent. */
export const percent = (share: number): string => (Number.isFinite(share) ? `${Math.round(share * 100)}%` : '—');

export const leafName = (leaf: Pick<IndexLeaf, 'name' | 'nameEn'>, lang: Lang): string => (lang === 'zh' ? leaf.name : leaf.nameEn);

/** Name of a node of the tree. */
export function nodeName(tree: IndexTree, code: string, lang: Lang): string {
  const node = tree.nodes.find((one) => one.code === code);
  return node ? (lang === 'zh' ? node.name : node.nameEn) : code;
}

/** A node beside an axis: its name, in English only its code, for which there is room. */
export const axisName = (tree: IndexTree, code: string, lang: Lang): string => (lang === 'zh' ? nodeName(tree, code, lang) : code);

/** Name of a kind of compound. */
export const kindName = (tree: IndexTree, kind: string, lang: Lang): string =>
  lang === 'zh' ? kind : (tree.kinds.find((one) => one.name === kind)?.en ?? kind);

/** A value with its unit as people say it: `12次`, `87.5%`, `是`. */
export function valueWords(leaf: IndexLeaf, value: number | null, lang: Lang): string {
  if (value === null || !Number.isFinite(value)) return indexText[lang].none;
  if (leaf.kind === 'binary' && (value === 0 || value === 1)) return lang === 'zh' ? (value === 1 ? '是' : '否') : value === 1 ? 'yes' : 'no';
  // A mean or a bound of whole numbers is shown with a decimal.
  const exact = leaf.digits === 0 && !Number.isInteger(value * leaf.scale) ? { ...leaf, digits: 1 } : leaf;
  const unit = lang === 'zh' ? leaf.unit : leaf.unitEn;
  return `${shownValue(exact, value)}${lang === 'en' && unit !== '' && unit !== '%' ? ' ' : ''}${unit}`;
}

/** The one sentence about a leaf: `垃圾分类违规12次，阈值9.9次，失1.8分`. */
export function leafSentence(leaf: IndexLeaf, points: LeafPoints, lang: Lang): string {
  const t = indexText[lang];
  const comma = lang === 'zh' ? '，' : ', ';
  const name = leafName(leaf, lang);
  if (points.state === 'missing') return `${name}${lang === 'zh' ? '：' : ': '}${t.missing}`;
  if (points.state === 'no-threshold') return `${name}${lang === 'zh' ? '：' : ': '}${t.noThreshold}`;
  const bound = leaf.direction === 1 ? points.upper : points.lower;
  const worst = leaf.direction === 1 ? points.lower : points.upper;
  // Named is the bound at which points are full; beyond the worse one, that one.
  const named = points.z === 0 ? worst : bound;
  return [
    `${name}${lang === 'zh' ? '' : ' '}${valueWords(leaf, points.value, lang)}`,
    t.threshold(valueWords(leaf, named, lang)),
    points.lost < 0.005 ? t.full : t.lost(pointsText(points.lost)),
  ].join(comma);
}

/** What the bounds mean, in words. */
export function boundWords(leaf: IndexLeaf, points: Pick<LeafPoints, 'lower' | 'upper'>, lang: Lang): string {
  const t = indexText[lang];
  if (points.lower === null || points.upper === null) return t.noThreshold;
  const [from, to] = [valueWords(leaf, points.lower, lang), valueWords(leaf, points.upper, lang)];
  return leaf.direction === 1 ? t.thresholdMore(from, to) : t.thresholdLess(from, to);
}

/** Nodes that lie directly above the leaves, with their place in the tree's nodes. */
export function aspectsOf(memory: RunMemory): { code: string; at: number; from: number; to: number }[] {
  const { nodes } = memory.district.tree;
  const deepest = Math.max(...nodes.map((node) => node.depth));
  return nodes.flatMap((node, at) => (node.depth === deepest ? [{ code: node.code, at, from: node.from, to: node.to }] : []));
}

/** Means of a kind: of the total and of each node. */
export interface KindMeans {
  total: number;
  nodes: number[];
  compounds: number;
}
// A run never changes: what was counted once stands as long as it is in memory.
const counted = new WeakMap<RunMemory['results'], Map<string, KindMeans>>();

/** Mean of each node over the ranked compounds of a kind: what a resident may compare with. */
export function kindMeans(memory: RunMemory, kind: string): KindMeans {
  let of = counted.get(memory.results);
  if (!of) counted.set(memory.results, (of = new Map()));
  const known = of.get(kind);
  if (known) return known;
  const members = memory.results.filter((one) => one.kind === kind && one.rank > 0);
  const mean = (values: number[]): number => {
    const there = values.filter((value) => Number.isFinite(value));
    return there.length === 0 ? Number.NaN : there.reduce((sum, value) => sum + value, 0) / there.length;
  };
  const made = {
    total: mean(members.map((one) => (memory.run.total === 'nested' ? one.nested : one.total))),
    nodes: memory.district.tree.nodes.map((_, at) => mean(members.map((one) => one.nodes[at] ?? Number.NaN))),
    compounds: members.length,
  };
  of.set(kind, made);
  return made;
}

/** Said where full points lie beyond what the leaf can be (more than 100 %, more than yes), so that nobody looks for what he did wrong; else nothing. */
export function outOfReachWords(leaf: IndexLeaf, points: Pick<LeafPoints, 'lower' | 'upper'>, lang: Lang): string {
  const beyond = leaf.direction === 1 ? leaf.max !== null && (points.upper ?? 0) > leaf.max : leaf.min !== null && (points.lower ?? 0) < leaf.min;
  return beyond ? indexText[lang].outOfReach : '';
}

/** What to do about a leaf; where it is as good as it can be (yes, 100 %, none at all), to keep it so. */
export function adviceWords(leaf: IndexLeaf, points: Pick<LeafPoints, 'value'>, lang: Lang): string {
  const best = leaf.direction === 1 ? leaf.max : leaf.min;
  if (best !== null && points.value === best) return indexText[lang].keepSo;
  return lang === 'zh' ? leaf.advice : leaf.adviceEn;
}

/** The two leaves that lose most under the node whose change a leaf measures, by name; none for any other leaf. `losses` come largest first. */
export const lossesBehind = (losses: readonly { leaf: IndexLeaf }[], leaf: Pick<IndexLeaf, 'changeOf'>, lang: Lang): string[] =>
  losses
    .filter((other) => leaf.changeOf !== undefined && other.leaf.parents.includes(leaf.changeOf))
    .slice(0, 2)
    .map((other) => leafName(other.leaf, lang));
