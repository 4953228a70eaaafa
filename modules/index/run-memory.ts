import { aggregate, type District, type Scores, createScorer, type Threshold } from '#libs/govindex';
import type { Database, Tx } from '#platform/database';
import { compoundsInMemory, type IndexCompound } from './compound.ts';
import type { Run } from './run.ts';
import { findRun, publishedRun, type RunScore, scoresOfRun, thresholdsOfRun } from './run-store.ts';
import { findWeights, treeOf } from './store.ts';
import { monthLabel } from './month.ts';
import { type IndexTree, scoringTree } from './tree.ts';

/** A level above the compound: household-weighted means of what lies below. */
export interface Level {
  id: string;
  households: number;
  compounds: number;
  scored: number;
  coverage: number;
  total: number;
  /** In the order of the tree's nodes. */
  nodes: number[];
}

/** A run as pages need it: its results laid out as a district of one month, so that everything that explains works on what was stored. */
export interface RunMemory {
  run: Run;
  tree: IndexTree;
  weights: Readonly<Record<string, number>> | null;
  /** Those that were scored, in the order of the district. */
  compounds: IndexCompound[];
  positions: ReadonlyMap<string, number>;
  results: RunScore[];
  district: District;
  thresholds: Threshold[];
  scores: Scores;
  neighbourhoods: Level[];
  areas: Level[];
  /** The tenant as a whole. */
  whole: Level;
  /** Ranked compounds of each kind. */
  ranked: ReadonlyMap<string, number>;
}

const kept = new Map<string, Promise<RunMemory>>();
/** Runs that stay in memory; one of 2,790 compounds takes about 6 MB. */
const mostRuns = 8;

/** A run in memory. A run never changes once it is computed; only its state does, which is read anew. */
export async function runInMemory(db: Database, subdistrictId: string, run: Run): Promise<RunMemory> {
  const key = `${subdistrictId} ${run.id}`;
  let found = kept.get(key);
  if (!found) {
    found = db.tenant(subdistrictId, (tx) => load(tx, run), 'read');
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    for (const old of kept.keys()) {
      if (kept.size <= mostRuns) break;
      if (old !== key) kept.delete(old);
    }
  }
  const memory = await found;
  return { ...memory, run };
}

/** What is published, in memory; null where nothing is. */
export async function published(db: Database, subdistrictId: string): Promise<RunMemory | null> {
  const run = await db.tenant(subdistrictId, (tx) => publishedRun(tx), 'read');
  return run ? runInMemory(db, subdistrictId, run) : null;
}

/** A run by its id, in memory; null where there is none. */
export async function runById(db: Database, subdistrictId: string, id: string): Promise<RunMemory | null> {
  const run = await db.tenant(subdistrictId, (tx) => findRun(tx, id), 'read');
  return run && run.state !== 'computing' ? runInMemory(db, subdistrictId, run) : null;
}

async function load(tx: Tx, run: Run): Promise<RunMemory> {
  const tree = await treeOf(tx, run.treeVersion);
  if (!tree) throw new Error(`run ${run.no}: no tree ${run.treeVersion}`);
  const weights = run.weightsId ? ((await findWeights(tx, run.weightsId))?.weights ?? null) : null;
  const byId = new Map<string, RunScore>();
  for await (const score of scoresOfRun(tx, run.id)) byId.set(score.compoundId, score);
  const compounds = (await compoundsInMemory(tx)).filter((compound) => byId.has(compound.id));
  const results = compounds.map((compound) => byId.get(compound.id) as RunScore);
  const known = tree.kinds.map((kind) => kind.name);
  const kinds = [
    ...known.filter((name) => results.some((one) => one.kind === name)),
    ...new Set(results.map((one) => one.kind).filter((name) => !known.includes(name))),
  ];
  const leaves = tree.leaves.length;
  const values = new Float64Array(results.length * leaves);
  results.forEach((one, at) => values.set(Float64Array.from(one.values), at * leaves));
  const district: District = {
    tree: scoringTree(tree, weights),
    compoundIds: compounds.map((compound) => compound.code),
    monthLabels: [monthLabel(run.month)],
    panel: {
      compounds: results.length,
      months: 1,
      leaves,
      kinds,
      kindOf: Int32Array.from(results, (one) => kinds.indexOf(one.kind)),
      inSample: Uint8Array.from(results, (one) => (one.inSample ? 1 : 0)),
      values,
    },
  };
  const thresholds = await thresholdsOfRun(
    tx,
    run.id,
    kinds,
    tree.leaves.map((leaf) => leaf.code),
  );
  const scores = createScorer(district.tree, kinds, thresholds).all(district.panel);
  const ranked = new Map<string, number>();
  for (const one of results) if (one.rank > 0) ranked.set(one.kind, (ranked.get(one.kind) ?? 0) + 1);
  const level = (parentOf: (compound: IndexCompound) => string) =>
    levels(compounds.map((compound, at) => ({ parent: parentOf(compound), result: results[at] as RunScore, total: run.total })));
  const [whole] = level(() => '');
  return {
    run,
    tree,
    weights,
    compounds,
    positions: new Map(compounds.map((compound, at) => [compound.id, at])),
    results,
    district,
    thresholds,
    scores,
    neighbourhoods: level((compound) => compound.neighbourhood),
    areas: level((compound) => compound.area).filter((one) => one.id !== ''),
    whole: whole ?? { id: '', households: 0, compounds: 0, scored: 0, coverage: 0, total: Number.NaN, nodes: [] },
    ranked,
  };
}

function levels(units: readonly { parent: string; result: RunScore; total: 'flat' | 'nested' }[]): Level[] {
  const made = aggregate(
    units.map(({ parent, result, total }) => ({
      id: result.compoundId,
      parent,
      households: result.households,
      coverage: result.coverage,
      values: [total === 'nested' ? result.nested : result.total, ...Array.from(result.nodes)],
    })),
  );
  return made.map((one) => ({
    id: one.id,
    households: one.households,
    compounds: one.units,
    scored: one.unitsScored,
    coverage: one.coverage,
    total: one.values[0] ?? Number.NaN,
    nodes: one.values.slice(1),
  }));
}
