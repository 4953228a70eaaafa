import { comparePoints, meanPoints, type Points } from './review.ts';
import { fraction, minus, none, over, plus, sumOf, times, whole } from './fraction.ts';

/** The total of 100 that one reviewer gave one project. */
export interface Judgement {
  reviewerId: string;
  projectId: string;
  total: Points;
}
/** How one reviewer gave points. */
export interface ReviewerScale {
  reviewerId: string;
  count: number;
  mean: Points;
  /** Sample variance (÷ n − 1); null of fewer than two. Its root is the standard deviation. */
  variance: Points | null;
  /** Mean of own total less the mean of the others, over projects that others judged too; above zero: gives more. Null where nobody else judged the same. */
  againstOthers: Points | null;
  /** The reviewer's constant in the additive model; above zero: gives more. Null where it cannot be told. */
  scale: Points | null;
}
/** How one project stands, raw and adjusted beside each other. */
export interface Standing {
  projectId: string;
  raw: Points;
  rawPlace: number;
  /** The project's constant in the additive model: its mean with everybody's own scale taken out. */
  adjusted: Points | null;
  adjustedPlace: number | null;
}
/** Everything that is shown of how reviewers gave points; nothing of it changes a result by itself. */
export interface Calibration {
  reviewers: ReviewerScale[];
  standings: Standing[];
  /** Intraclass correlation ICC(1) of a single review; null where it is not defined. */
  icc: Points | null;
  /** Kendall's W over the projects that everybody judged, and how many those are; null with fewer than two of either, or where all tie. */
  kendall: { w: Points; projects: number; reviewers: number } | null;
  /** False: some reviewers share no project with the rest, over any others, so that adjusted totals of the parts cannot be compared. */
  connected: boolean;
}

const grouped = <K extends 'reviewerId' | 'projectId'>(all: readonly Judgement[], key: K): Map<string, Judgement[]> => {
  const groups = new Map<string, Judgement[]>();
  for (const each of all) groups.set(each[key], [...(groups.get(each[key]) ?? []), each]);
  return groups;
};
const mean = (all: readonly Judgement[]): Points => meanPoints(all.map(({ total }) => total)) ?? none;
const square = (value: Points): Points => times(value, value);
/** 1 for the greatest; equal ones share a place. */
const placeOf = (value: Points, all: readonly Points[]): number => 1 + all.filter((other) => comparePoints(other, value) > 0).length;

/**
 * How reviewers gave points: means, spread, severity, agreement, and totals with severity taken out.
 *
 * Adjusted totals: least squares of `total = project + reviewer`, the reviewers' constants adding up to zero (F. Yates, “The analysis of multiple
 * classifications with unequal numbers”, JASA 29, 1934). All in fractions; nothing is rounded.
 */
export function calibrate(judgements: readonly Judgement[]): Calibration {
  const byProject = grouped(judgements, 'projectId');
  const byReviewer = grouped(judgements, 'reviewerId');
  const ids = [...byReviewer.keys()].sort();
  const connected = isConnected(ids, byProject);
  const scales = connected && ids.length > 1 ? additiveScales(ids, byProject, byReviewer) : null;
  const reviewers = ids.map((reviewerId): ReviewerScale => {
    const own = byReviewer.get(reviewerId) ?? [];
    const centre = mean(own);
    const differences = own.flatMap((each) => {
      const others = (byProject.get(each.projectId) ?? []).filter((other) => other.reviewerId !== reviewerId);
      return others.length === 0 ? [] : [minus(each.total, mean(others))];
    });
    return {
      reviewerId,
      count: own.length,
      mean: centre,
      variance: own.length < 2 ? null : over(sumOf(own.map(({ total }) => square(minus(total, centre)))), whole(own.length - 1)),
      againstOthers: meanPoints(differences),
      scale: scales?.get(reviewerId) ?? null,
    };
  });
  const rows = [...byProject].map(([projectId, all]) => ({
    projectId,
    raw: mean(all),
    adjusted: scales ? (meanPoints(all.map(({ total, reviewerId }) => minus(total, scales.get(reviewerId) ?? none))) ?? none) : null,
  }));
  const raws = rows.map(({ raw }) => raw);
  const adjusteds = rows.flatMap(({ adjusted }) => adjusted ?? []);
  const standings = rows
    .map((row): Standing => ({ ...row, rawPlace: placeOf(row.raw, raws), adjustedPlace: row.adjusted && placeOf(row.adjusted, adjusteds) }))
    .sort((a, b) => a.rawPlace - b.rawPlace || (a.projectId < b.projectId ? -1 : 1));
  return { reviewers, standings, icc: intraclass(byProject), kendall: kendallsW(ids, byProject), connected };
}

/** Whether every reviewer can be reached from every other over shared projects. */
function isConnected(reviewerIds: readonly string[], byProject: ReadonlyMap<string, readonly Judgement[]>): boolean {
  const [first] = reviewerIds;
  if (first === undefined) return true;
  const reached = new Set([first]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const all of byProject.values()) {
      if (!all.some(({ reviewerId }) => reached.has(reviewerId))) continue;
      for (const { reviewerId } of all) if (!reached.has(reviewerId)) grew = Boolean(reached.add(reviewerId));
    }
  }
  return reached.size === reviewerIds.length;
}

/**
 * The reviewers' constants. With the projects' constants eliminated, reviewer j's equation is
 * `n_j s_j − Σ_i (1/k_i) Σ_j' s_j' = Σ_i (y_ij − mean_i)`; the last equation says that they add up to zero. Made whole and solved without fractions (Bareiss 1968).
 */
function additiveScales(
  ids: readonly string[],
  byProject: ReadonlyMap<string, readonly Judgement[]>,
  byReviewer: ReadonlyMap<string, readonly Judgement[]>,
): Map<string, Points> | null {
  const rows = ids.map((id, at) => {
    if (at === ids.length - 1) return [...ids.map(() => whole(1)), none];
    const row = ids.map(() => none);
    let right = none;
    for (const { projectId, total } of byReviewer.get(id) ?? []) {
      const all = byProject.get(projectId) ?? [];
      row[at] = plus(row[at] ?? none, whole(1));
      for (const { reviewerId } of all) {
        const other = ids.indexOf(reviewerId);
        row[other] = minus(row[other] ?? none, fraction(1n, BigInt(all.length)));
      }
      right = plus(right, minus(total, mean(all)));
    }
    return [...row, right];
  });
  const wholeRows = rows.map((row) => {
    const scale = row.reduce((least, { denominator }) => (least * denominator) / gcd(least, denominator), 1n);
    return row.map(({ numerator, denominator }) => (numerator * scale) / denominator);
  });
  const solved = solve(wholeRows);
  return solved && new Map(ids.map((id, at) => [id, solved[at] ?? none]));
}
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** Solves a whole system `[A | b]` exactly; null where it has no single solution. */
function solve(rows: bigint[][]): Points[] | null {
  const n = rows.length;
  let before = 1n;
  for (let k = 0; k < n; k += 1) {
    const pivot = rows.findIndex((row, at) => at >= k && row[k] !== 0n);
    if (pivot < 0) return null;
    [rows[k], rows[pivot]] = [rows[pivot] ?? [], rows[k] ?? []];
    const top = rows[k] ?? [];
    const head = top[k] ?? 1n;
    for (let i = k + 1; i < n; i += 1) {
      const row = rows[i] ?? [];
      const lead = row[k] ?? 0n;
      for (let j = k; j <= n; j += 1) row[j] = ((row[j] ?? 0n) * head - lead * (top[j] ?? 0n)) / before;
    }
    before = head;
  }
  const x: Points[] = [];
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? [];
    let right = whole(row[n] ?? 0n);
    for (let j = i + 1; j < n; j += 1) right = minus(right, times(whole(row[j] ?? 0n), x[j] ?? none));
    x[i] = over(right, whole(row[i] ?? 1n));
  }
  return x;
}

/**
 * ICC(1), one-way random effects, a single review: (MSB − MSW) ÷ (MSB + (k₀ − 1) MSW), k₀ = (N − Σk²/N) ÷ (n − 1) where projects have unequal numbers of reviews
 * (Shrout and Fleiss, Psychological Bulletin 86, 1979, case 1; k₀ after Donner and Koval, Biometrics 36, 1980). Projects with one review say nothing and are left out.
 */
function intraclass(byProject: ReadonlyMap<string, readonly Judgement[]>): Points | null {
  const groups = [...byProject.values()].filter((all) => all.length > 1);
  const n = groups.length;
  const all = groups.flat();
  if (n < 2) return null;
  const grand = mean(all);
  const between = over(sumOf(groups.map((group) => times(whole(group.length), square(minus(mean(group), grand))))), whole(n - 1));
  const within = over(sumOf(groups.flatMap((group) => group.map(({ total }) => square(minus(total, mean(group)))))), whole(all.length - n));
  const k0 = over(minus(whole(all.length), over(sumOf(groups.map((group) => whole(group.length ** 2))), whole(all.length))), whole(n - 1));
  const below = plus(between, times(minus(k0, whole(1)), within));
  return below.numerator === 0n ? null : over(minus(between, within), below);
}

/**
 * Kendall's coefficient of concordance with ties: W = (12 ΣR² − 3m²n(n+1)²) ÷ (m²n(n²−1) − mΣT), T = Σ(t³ − t) of each reviewer's ties
 * (Kendall and Babington Smith, Annals of Mathematical Statistics 10, 1939; ties after Kendall, Rank Correlation Methods, 1948), over the projects that all judged.
 */
function kendallsW(ids: readonly string[], byProject: ReadonlyMap<string, readonly Judgement[]>): Calibration['kendall'] {
  const complete = [...byProject.values()].filter((all) => all.length === ids.length);
  const [m, n] = [BigInt(ids.length), BigInt(complete.length)];
  if (m < 2n || n < 2n) return null;
  // Middle ranks, doubled so that they are whole.
  const doubled = complete.map(() => 0n);
  let ties = 0n;
  for (const id of ids) {
    const own = complete.map((all) => all.find(({ reviewerId }) => reviewerId === id)?.total ?? none);
    const equal = own.map((value) => BigInt(own.filter((other) => comparePoints(other, value) === 0).length));
    for (const [at, value] of own.entries()) {
      const above = BigInt(own.filter((other) => comparePoints(other, value) > 0).length);
      doubled[at] = (doubled[at] ?? 0n) + 2n * above + (equal[at] ?? 1n) + 1n;
    }
    // Each of t equal ones adds t² − 1, which makes t³ − t together.
    ties += equal.reduce((sum, t) => sum + t * t - 1n, 0n);
  }
  const squares = doubled.reduce((sum, rank) => sum + rank * rank, 0n);
  const below = m * m * n * (n * n - 1n) - m * ties;
  if (below === 0n) return null;
  return { w: fraction(3n * squares - 3n * m * m * n * (n + 1n) * (n + 1n), below), projects: complete.length, reviewers: ids.length };
}

/** Judgements that are more than `beyond` points from the median of their project's, of at least three; for the chair to ask about, never left out. */
export function outliers(judgements: readonly Judgement[], beyond: number): (Judgement & { median: Points })[] {
  return [...grouped(judgements, 'projectId').values()].flatMap((all) => {
    if (all.length < 3) return [];
    const sorted = all.map(({ total }) => total).sort(comparePoints);
    const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? none, sorted[sorted.length >> 1] ?? none];
    const median = over(plus(low, high), whole(2));
    return all
      .filter(({ total }) => {
        const off = minus(total, median);
        return comparePoints(off.numerator < 0n ? minus(none, off) : off, whole(beyond)) > 0;
      })
      .map((each) => ({ ...each, median }));
  });
}
