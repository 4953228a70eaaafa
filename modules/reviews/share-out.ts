import { drawIds } from '#libs/govindex';

/** A project that wants reviewers. */
export interface Wanting {
  id: string;
  topics: readonly string[];
  /** How many are still wanted. */
  wanted: number;
  /** Who has it already, or has had it. */
  taken: readonly string[];
}
/** Somebody who may review. */
export interface Reviewing {
  id: string;
  topics: readonly string[];
  /** How many projects of the round they have already. */
  load: number;
  /** The most they take; null: not said. */
  capacity: number | null;
}
/** One reviewer for one project. */
export interface Seat {
  projectId: string;
  personId: string;
  /** Whether the reviewer knows about what the project is about. */
  byTopic: boolean;
}
/** What the draw gave: seats, and projects that it could not fill. */
export interface ShareOut {
  seats: Seat[];
  short: { projectId: string; missing: number }[];
}

/**
 * Shares projects out among reviewers: as many seats as possible are filled; among those ways the loads are as even as possible (the least sum of squares,
 * which also keeps the greatest and the least as near each other as can be); among those, as many seats as possible go by topic; what is still open the seed
 * decides. Nobody gets what `barred` says. The same input gives the same result on every machine.
 *
 * A minimum-cost flow by successive shortest paths (Ahuja, Magnanti, Orlin 1993, §9.7) with convex costs on the loads (§14.5).
 */
export function shareOut(
  projects: readonly Wanting[],
  reviewers: readonly Reviewing[],
  barred: (projectId: string, personId: string) => boolean,
  seed: string,
): ShareOut {
  const byId = <T extends { id: string }>(all: readonly T[], drawn: readonly string[]): T[] => {
    const found = new Map(all.map((each) => [each.id, each]));
    return drawn.flatMap((id) => found.get(id) ?? []);
  };
  const ps = byId(
    projects,
    drawIds(
      projects.map(({ id }) => id),
      projects.length,
      `${seed} projects`,
    ),
  );
  const rs = byId(
    reviewers,
    drawIds(
      reviewers.map(({ id }) => id),
      reviewers.length,
      `${seed} reviewers`,
    ),
  );
  const seatsWanted = ps.reduce((sum, { wanted }) => sum + wanted, 0);
  // One step of evenness outweighs every topic together.
  const even = seatsWanted + 1;
  const cost = ps.map((p) => rs.map((r) => (r.topics.some((topic) => p.topics.includes(topic)) ? 0 : 1)));
  const open = ps.map((p) => rs.map((r) => !p.taken.includes(r.id) && !barred(p.id, r.id)));
  const given = ps.map(() => rs.map(() => false));
  const left = ps.map(({ wanted }) => wanted);
  const load = rs.map((r) => r.load);
  for (;;) {
    const step = shortest(cost, open, given, left);
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [at, r] of rs.entries()) {
      const distance = step.toReviewer[at] ?? Number.POSITIVE_INFINITY;
      const here = load[at] ?? 0;
      if (distance === Number.POSITIVE_INFINITY || (r.capacity !== null && here >= r.capacity)) continue;
      const all = distance + (2 * here + 1) * even;
      if (all < bestCost) [best, bestCost] = [at, all];
    }
    if (best < 0) break;
    load[best] = (load[best] ?? 0) + 1;
    // Back along the path: each project on it gets the reviewer after it and gives away the one before.
    let reviewer = best;
    for (;;) {
      const project = step.fromProject[reviewer] ?? -1;
      const row = given[project];
      if (!row) throw new Error('share-out: a path without a beginning');
      row[reviewer] = true;
      const before = step.fromReviewer[project] ?? -1;
      if (before < 0) {
        left[project] = (left[project] ?? 0) - 1;
        break;
      }
      row[before] = false;
      reviewer = before;
    }
  }
  const seats = ps.flatMap((p, i) => rs.flatMap((r, j) => (given[i]?.[j] ? [{ projectId: p.id, personId: r.id, byTopic: cost[i]?.[j] === 0 }] : [])));
  const order = (a: Seat, b: Seat) => (a.projectId + a.personId < b.projectId + b.personId ? -1 : 1);
  return { seats: seats.sort(order), short: ps.flatMap((p, i) => ((left[i] ?? 0) > 0 ? [{ projectId: p.id, missing: left[i] ?? 0 }] : [])) };
}

/** Cheapest ways from any project that still wants somebody to every reviewer, over the seats given so far (Bellman and Ford, with a queue). */
function shortest(cost: readonly number[][], open: readonly boolean[][], given: readonly boolean[][], left: readonly number[]) {
  const far = Number.POSITIVE_INFINITY;
  const toProject = left.map((wants) => (wants > 0 ? 0 : far));
  const toReviewer: number[] = (cost[0] ?? []).map(() => far);
  const fromProject: number[] = toReviewer.map(() => -1);
  const fromReviewer: number[] = left.map(() => -1);
  const queue: number[] = left.flatMap((wants, at) => (wants > 0 ? [at] : []));
  const queued = left.map((wants) => wants > 0);
  for (let head = 0; head < queue.length; head += 1) {
    const p = queue[head] ?? 0;
    queued[p] = false;
    for (let r = 0; r < toReviewer.length; r += 1) {
      if (!open[p]?.[r] || given[p]?.[r]) continue;
      const distance = (toProject[p] ?? far) + (cost[p]?.[r] ?? 0);
      if (distance >= (toReviewer[r] ?? far)) continue;
      toReviewer[r] = distance;
      fromProject[r] = p;
      for (let other = 0; other < left.length; other += 1) {
        if (!given[other]?.[r]) continue;
        const back = distance - (cost[other]?.[r] ?? 0);
        if (back >= (toProject[other] ?? far)) continue;
        toProject[other] = back;
        fromReviewer[other] = r;
        if (!queued[other]) {
          queued[other] = true;
          queue.push(other);
        }
      }
    }
  }
  return { toReviewer, fromProject, fromReviewer };
}
