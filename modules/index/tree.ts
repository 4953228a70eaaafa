import { createHash } from 'node:crypto';
import { z } from 'zod';
import { buildTree, type LeafInput, type Tree } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import pudong from './tree/pudong-2026.json' with { type: 'json' };

const leafShape = z.object({
  code: z.string().regex(/^[A-Za-z0-9_-]{1,20}$/),
  parents: z.array(z.string().min(1).max(20)).min(1).max(4),
  name: z.string().min(1).max(60),
  nameEn: z.string().min(1).max(100),
  direction: z.union([z.literal(1), z.literal(-1)]),
  /** Points of 100; null in all = equal shares. */
  weight: z.number().positive().nullable().default(null),
  kind: z.string().max(20).default(''),
  named: z.boolean().default(true),
  cadence: z.string().max(20).default(''),
  source: z.string().max(60).default(''),
  sourceEn: z.string().max(60).default(''),
  unit: z.string().max(20).default(''),
  unitEn: z.string().max(40).default(''),
  /** Decimals shown. */
  digits: z.number().int().min(0).max(6).default(2),
  /** What a stored value is multiplied by to be shown (a share as per cent: 100). */
  scale: z.number().positive().default(1),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  /** Where its values come from here. */
  fedBy: z.enum(['platform', 'form', 'import', 'survey', 'derived']),
  feed: z.enum(['three-meetings', 'owners-committee', 'fund-use', 'house-rules', 'turnout', 'volunteers']).optional(),
  feedRule: z.string().max(300).optional(),
  feedRuleEn: z.string().max(300).optional(),
  /** The node whose change over twelve months this leaf is. */
  changeOf: z.string().optional(),
  /** Raw counts never enter: they are treated first. */
  treatment: z.enum(['per-100-households']).optional(),
  /** What a committee can do about it. */
  advice: z.string().max(300).default(''),
  adviceEn: z.string().max(300).default(''),
});
const treeShape = z.object({
  version: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/),
  title: z.string().min(1).max(100),
  titleEn: z.string().min(1).max(100),
  kinds: z.array(z.object({ name: z.string().min(1).max(20), en: z.string(), place: z.string() })).min(1),
  nodes: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string(), parent: z.string().nullable() })),
  leaves: z.array(leafShape).min(1).max(500),
  switchedOff: z.array(z.object({ name: z.string(), direction: z.number() })).default([]),
});

/** One indicator with everything that is said of it. */
export type IndexLeaf = z.output<typeof leafShape>;
/** The index as data: version, nodes, leaves. Nothing of it is code. */
export type IndexTree = z.output<typeof treeShape>;

/** A value as stored → as people read it. */
export const shownValue = (leaf: Pick<IndexLeaf, 'scale' | 'digits' | 'kind'>, value: number): string => {
  const text = (value * leaf.scale).toFixed(leaf.digits);
  const tidy = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return tidy === '-0' ? '0' : tidy;
};

/** False for what a leaf cannot be: a count below zero, a share above one. */
export const isPossible = (leaf: Pick<IndexLeaf, 'min' | 'max'>, value: number): boolean =>
  (leaf.min === null || value >= leaf.min) && (leaf.max === null || value <= leaf.max);

/** Reads a tree from JSON. Errors: `not-a-tree` with what is wrong; `unknown-parent` a leaf's parent is no node. */
export function parseTree(json: unknown): Result<IndexTree, { code: 'not-a-tree' | 'unknown-parent'; detail: string }> {
  const parsed = treeShape.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({ code: 'not-a-tree', detail: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() });
  }
  const codes = new Set(parsed.data.nodes.map((node) => node.code));
  const lost = parsed.data.leaves.flatMap((leaf) => leaf.parents).find((parent) => !codes.has(parent));
  if (lost !== undefined) return err({ code: 'unknown-parent', detail: lost });
  const built = buildTree(leafInputs(parsed.data));
  return built.ok ? ok(parsed.data) : err({ code: 'not-a-tree', detail: `${built.error.code}${'at' in built.error ? ` ${built.error.at}` : ''}` });
}

/** What the scoring library is given; `weights` (points by code) replace the tree's own. */
export const leafInputs = (tree: IndexTree, weights: Readonly<Record<string, number>> | null = null): LeafInput[] =>
  tree.leaves.map((leaf) => ({
    code: leaf.code,
    name: leaf.name,
    parents: leaf.parents,
    direction: leaf.direction,
    weight: weights ? (weights[leaf.code] ?? null) : leaf.weight,
    source: leaf.source,
    unit: leaf.unit,
    kind: leaf.kind,
    cadence: leaf.cadence,
    ...(leaf.changeOf === undefined ? {} : { changeOf: leaf.changeOf }),
  }));

/** The tree made ready for scoring. A tree that was adopted can be built: anything else is a bug. */
export function scoringTree(tree: IndexTree, weights: Readonly<Record<string, number>> | null = null): Tree {
  const built = buildTree(leafInputs(tree, weights));
  if (!built.ok) throw new Error(`index tree ${tree.version}: ${built.error.code}`);
  return built.value;
}

function shipped(): IndexTree {
  const read = parseTree(pudong);
  if (!read.ok) throw new Error(`the index tree that ships is broken: ${read.error.detail}`);
  return read.value;
}
/** The tree that ships: 4 × 8 × 35 as published for 浦东. */
export const shippedTree: IndexTree = shipped();

/** SHA-256 over the tree's content. */
export const treeDigest = (tree: IndexTree): string => createHash('sha256').update(JSON.stringify(tree)).digest('hex');
