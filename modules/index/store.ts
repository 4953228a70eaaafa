import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type IndexTree, parseTree, shippedTree, treeDigest } from './tree.ts';

const parsedTrees = new Map<string, IndexTree>();
const treeRow = z.object({ version: z.string(), digest: z.string(), content: z.unknown() });

const adoptedTreeRow = z.object({ version: z.string(), digest: z.string() });

/** The tree in force: the one adopted last, or null where none was. Read once per content. */
export async function adoptedTree(tx: Tx): Promise<IndexTree | null> {
  const head = await tx.maybe(
    sql`select version, digest from index_tree where subdistrict_id = ${tx.subdistrictId} order by adopted_at desc, version desc limit 1`,
    adoptedTreeRow,
  );
  return head ? treeOf(tx, head.version, head.digest) : null;
}

/** A version of the tree. */
export async function treeOf(tx: Tx, version: string, digest?: string): Promise<IndexTree | null> {
  const known = digest === undefined ? undefined : parsedTrees.get(digest);
  if (known) return known;
  const row = await tx.maybe(sql`select version, digest, content from index_tree where subdistrict_id = ${tx.subdistrictId} and version = ${version}`, treeRow);
  if (!row) return null;
  const again = parsedTrees.get(row.digest);
  if (again) return again;
  const tree = parseTree(row.content);
  if (!tree.ok) throw new Error(`index tree ${version}: ${tree.error.detail}`);
  parsedTrees.set(row.digest, tree.value);
  return tree.value;
}

/** Writes a version of the tree. */
export async function insertTree(tx: CommandTx, tree: IndexTree): Promise<void> {
  await tx.exec(sql`insert into index_tree (subdistrict_id, version, content, digest, adopted_by, adopted_by_name, adopted_at)
    values (${tx.subdistrictId}, ${tree.version}, ${JSON.stringify(tree)}::jsonb, ${treeDigest(tree)}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}

/** The tree in force; where none was adopted yet the one that ships is, inside the caller's command. */
export async function treeInForce(tx: CommandTx): Promise<IndexTree> {
  const adopted = await adoptedTree(tx);
  if (adopted) return adopted;
  await insertTree(tx, shippedTree);
  tx.audit({ action: 'index.tree', subjectKind: 'index-tree', subjectId: null, text: { version: shippedTree.version } });
  return shippedTree;
}

/** A drawn sample of one kind. */
export interface Sample {
  year: number;
  kind: string;
  /** Null: the office named the compounds. */
  seed: string | null;
  population: number;
  compoundIds: string[];
  note: string;
  drawnByName: string;
  drawnAt: Date;
}
const sampleRow = z
  .object({
    year: z.number(),
    kind: z.string(),
    seed: z.string().nullable(),
    population: z.number(),
    compound_ids: z.array(z.string()),
    note: z.string(),
    drawn_by_name: z.string(),
    drawn_at: z.date(),
  })
  .transform(
    (r): Sample => ({
      year: r.year,
      kind: r.kind,
      seed: r.seed,
      population: r.population,
      compoundIds: r.compound_ids,
      note: r.note,
      drawnByName: r.drawn_by_name,
      drawnAt: r.drawn_at,
    }),
  );

/** Samples of a year, by kind. */
export const samplesOf = (tx: Tx, year: number): Promise<Sample[]> =>
  tx.all(
    sql`select year, kind, seed, population, compound_ids, note, drawn_by_name, drawn_at from index_sample
    where subdistrict_id = ${tx.subdistrictId} and year = ${year} order by kind`,
    sampleRow,
  );

/** Ids of the sampled compounds of a year. */
export async function sampleOf(tx: Tx, year: number): Promise<Set<string>> {
  return new Set((await samplesOf(tx, year)).flatMap((sample) => sample.compoundIds));
}

/** Writes a sample; a year and kind has one. */
export async function insertSample(
  tx: CommandTx,
  sample: { year: number; kind: string; seed: string | null; population: number; compoundIds: readonly string[]; note: string },
): Promise<void> {
  await tx.exec(sql`insert into index_sample (subdistrict_id, year, kind, seed, population, compound_ids, note, drawn_by, drawn_by_name, drawn_at)
    values (${tx.subdistrictId}, ${sample.year}, ${sample.kind}, ${sample.seed}, ${sample.population}, ${[...sample.compoundIds]}::uuid[], ${sample.note},
      ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}

/** How weights were found. */
export const weightMethods = ['equal', 'ahp', 'entropy', 'critic', 'deviation', 'pca', 'combination'] as const;
export type WeightMethod = (typeof weightMethods)[number];

/** Weights with who, when and why. */
export interface StoredWeights {
  id: string;
  treeVersion: string;
  method: WeightMethod;
  /** Points of 100, by leaf. */
  weights: Record<string, number>;
  detail: Record<string, unknown>;
  reason: string;
  madeByName: string;
  madeAt: Date;
}
const weightsRow = z
  .object({
    id: z.string(),
    tree_version: z.string(),
    method: z.enum(weightMethods),
    weights: z.record(z.string(), z.number()),
    detail: z.record(z.string(), z.unknown()),
    reason: z.string(),
    made_by_name: z.string(),
    made_at: z.date(),
  })
  .transform(
    (r): StoredWeights => ({
      id: r.id,
      treeVersion: r.tree_version,
      method: r.method,
      weights: r.weights,
      detail: r.detail,
      reason: r.reason,
      madeByName: r.made_by_name,
      madeAt: r.made_at,
    }),
  );
const weightsColumns = sql`id, tree_version, method, weights, detail, reason, made_by_name, made_at`;

/** All stored weights, the newest first. */
export const listWeights = (tx: Tx): Promise<StoredWeights[]> =>
  tx.all(sql`select ${weightsColumns} from index_weights where subdistrict_id = ${tx.subdistrictId} order by made_at desc, id desc limit 50`, weightsRow);
/** One set of weights, or null. */
export const findWeights = (tx: Tx, id: string): Promise<StoredWeights | null> =>
  tx.maybe(sql`select ${weightsColumns} from index_weights where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, weightsRow);

/** Writes weights. */
export async function insertWeights(tx: CommandTx, weights: Pick<StoredWeights, 'treeVersion' | 'method' | 'weights' | 'detail' | 'reason'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into index_weights (subdistrict_id, id, tree_version, method, weights, detail, reason, made_by, made_by_name, made_at)
    values (${tx.subdistrictId}, ${id}, ${weights.treeVersion}, ${weights.method}, ${JSON.stringify(weights.weights)}::jsonb,
      ${JSON.stringify(weights.detail)}::jsonb, ${weights.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}
