import { bestOfKind, explain, type Explanation, type LeafPoints, lookAlikes } from '#libs/govindex';
import { type IndexCompound, type IndexLeaf, monthLabel, provenanceOf, published, type RunMemory, type RunScore, type Version } from '#modules/index';
import { findBuilding, findHome } from '#modules/places';
import type { Web } from '../kit/index.ts';

/** What everybody reads now, or null. */
export const readPublished = (w: Web): Promise<RunMemory | null> => published(w.platform.db, w.subdistrict.id);

/** True for whoever may read all compounds of the place this one lies in. */
export const readsPlace = (w: Web, compound: Pick<IndexCompound, 'neighbourhoodId'>): boolean =>
  w.can('index.read-place', { neighbourhoodId: compound.neighbourhoodId });

/**
 * Who may read a compound: the office, its committee, those who work at the place; a resident the one he lives or owns in, no other.
 */
export async function mayReadCompound(w: Web, compound: IndexCompound): Promise<boolean> {
  if (readsPlace(w, compound)) return true;
  if (compound.neighbourhoodId === null || !w.can('index.read', { neighbourhoodId: compound.neighbourhoodId })) return false;
  const works = w.actor.grants.some((grant) => grant.role !== 'resident' && grant.neighbourhoodId === compound.neighbourhoodId);
  if (works || compound.compoundId === null) return true;
  return (await ownCompoundIds(w)).has(compound.compoundId);
}

/** The platform's compounds in which the reader lives or owns a home. */
export async function ownCompoundIds(w: Web): Promise<Set<string>> {
  if (w.actor.households.length === 0) return new Set();
  return w.read(async (tx) => {
    const found = new Set<string>();
    for (const { homeId } of w.actor.households) {
      const home = await findHome(tx, homeId);
      const building = home && (await findBuilding(tx, home.buildingId));
      if (building) found.add(building.compoundId);
    }
    return found;
  });
}

/** The compounds the reader may open, of those in the run. */
export async function openCompounds(w: Web, memory: RunMemory): Promise<IndexCompound[]> {
  const near = memory.compounds.filter((compound) => compound.neighbourhoodId !== null && w.can('index.read', { neighbourhoodId: compound.neighbourhoodId }));
  const open: IndexCompound[] = [];
  for (const compound of near) if (await mayReadCompound(w, compound)) open.push(compound);
  return open;
}

/** A leaf of a compound with everything the page says of it. */
export interface LeafView {
  leaf: IndexLeaf;
  points: LeafPoints;
  /** Where its value came from; null = derived, or nobody said anything. */
  version: Version | null;
  /** What the best tenth of the kind has, and what reaching it would bring. */
  best: { value: number; points: number } | null;
}

/** A compound in a run, taken apart. */
export interface CompoundView {
  memory: RunMemory;
  compound: IndexCompound;
  result: RunScore;
  position: number;
  total: number;
  explanation: Explanation;
  leaves: LeafView[];
  /** Those with something to win, the largest loss first. */
  losses: LeafView[];
  alikes: { compound: IndexCompound; total: number }[];
  /** Labels of the months of the trend. */
  monthLabels: string[];
}

export const totalOf = (memory: RunMemory, result: RunScore): number => (memory.run.total === 'nested' ? result.nested : result.total);

interface Compared {
  explanation: Explanation;
  best: ReturnType<typeof bestOfKind>['leaves'];
  like: ReturnType<typeof lookAlikes>;
}
// Comparing with all others costs some milliseconds in a large district; a published run does not change.
const compared = new WeakMap<RunMemory['results'], Map<number, Compared>>();
const mostKept = 400;

function comparedOnce(memory: RunMemory, position: number): Compared {
  let of = compared.get(memory.results);
  if (!of) compared.set(memory.results, (of = new Map()));
  const known = of.get(position);
  if (known) return known;
  if (of.size >= mostKept) of.clear();
  const names = Object.keys(memory.compounds[position]?.traits ?? {});
  const made: Compared = {
    explanation: explain(memory.district, memory.thresholds, position, 0, { total: memory.run.total, leastCoverage: memory.run.leastCoverage }),
    best: bestOfKind(memory.district, memory.scores, position, 0, { total: memory.run.total }).leaves,
    like: lookAlikes(memory.district, memory.scores, position, 0, {
      traits: (one: number) => names.map((name) => memory.compounds[one]?.traits[name] ?? Number.NaN),
      tags: (one: number) => memory.compounds[one]?.tags ?? [],
    }),
  };
  of.set(position, made);
  return made;
}

/** Everything the page of a compound shows; null when the run has it not. */
export async function loadCompound(w: Web, memory: RunMemory, compoundId: string): Promise<CompoundView | null> {
  const position = memory.positions.get(compoundId);
  const compound = memory.compounds[position ?? -1];
  const result = memory.results[position ?? -1];
  if (position === undefined || !compound || !result) return null;
  const { explanation, best: bestFound, like } = comparedOnce(memory, position);
  const versions = await w.read((tx) =>
    provenanceOf(
      tx,
      compound.id,
      memory.run.month,
      memory.tree.leaves.map((leaf) => leaf.code),
    ),
  );
  const best = new Map(bestFound.map((one) => [one.leaf, one]));
  const leaves = explanation.leaves.flatMap((points): LeafView[] => {
    const leaf = memory.tree.leaves[points.leaf];
    if (!leaf) return [];
    const theirs = best.get(points.leaf);
    return [
      {
        leaf,
        points,
        version: versions.get(leaf.code) ?? null,
        best: theirs && theirs.theirs !== null && theirs.gapPoints > 0.05 ? { value: theirs.theirs, points: Math.min(theirs.gapPoints, points.lost) } : null,
      },
    ];
  });
  const losses = leaves.filter((one) => one.points.lost > 0.05).sort((a, b) => b.points.lost - a.points.lost);
  const alikes = like.flatMap((one) => {
    const [other, theirs] = [memory.compounds[one.compound], memory.results[one.compound]];
    return other && theirs ? [{ compound: other, total: totalOf(memory, theirs) }] : [];
  });
  const months = result.totals.length;
  return {
    memory,
    compound,
    result,
    position,
    total: totalOf(memory, result),
    explanation,
    leaves,
    losses,
    alikes,
    monthLabels: Array.from({ length: months }, (_, at) => monthLabel(memory.run.month - months + 1 + at)),
  };
}
