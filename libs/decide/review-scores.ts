import { type Result, err, ok } from '#libs/result';
import { placesOfAmount, toUnits } from './election.ts';

/** A criterion of a rubric; marks run from 0 to `most`. */
export type Criterion = { readonly id: string; readonly weight: number; readonly most: number };

/** Marks that reviewers gave. */
export type ReviewInput = {
  readonly rubric: readonly Criterion[];
  readonly applications: readonly string[];
  readonly reviewers: readonly string[];
  /** Marks by criterion, as decimal strings. */
  readonly reviews: readonly { readonly reviewer: string; readonly application: string; readonly marks: Readonly<Record<string, string>> }[];
  /** Who must not judge what. */
  readonly recusals: readonly { readonly reviewer: string; readonly application: string }[];
  /** How many points (of 100) from the median of an application's reviews make a review an outlier; there is no default. */
  readonly outlierBeyond: string;
};

/** The ways of reading reviewers' scores. */
export const CALIBRATIONS = ['raw', 'centred', 'standardised'] as const;
/** One of them. */
export type Calibration = (typeof CALIBRATIONS)[number];

/** An application under one calibration. Equal scores share a place; `from … to` is its place with each reviewer left out in turn. */
export type Standing = {
  readonly application: string;
  readonly score: string | null;
  readonly place: number | null;
  readonly from: number | null;
  readonly to: number | null;
};

/** The scores side by side. */
export type CalibratedScores = {
  readonly standings: Readonly<Record<Calibration, readonly Standing[]>>;
  /** Each review's total of 100, and whether it stands out; none is left out. */
  readonly reviews: readonly { readonly reviewer: string; readonly application: string; readonly total: string; readonly isOutlier: boolean }[];
};

/** Why scores cannot be read. */
export type ReviewError = {
  readonly code:
    | 'no-weight'
    | 'unknown-reviewer'
    | 'unknown-application'
    | 'reviewed-twice'
    | 'recused'
    | 'mark-missing'
    | 'mark-out-of-range'
    | 'bad-threshold';
  readonly reviewer?: string;
  readonly application?: string;
};

// Totals of 100 in units fine enough that no rounding decides a place: 10^-36.
const PLACES = 36;
const ONE = 10n ** BigInt(PLACES);

type Total = { readonly reviewer: string; readonly application: string; readonly total: bigint };

function totalOf(rubric: readonly Criterion[], marks: Readonly<Record<string, string>>): bigint | 'mark-missing' | 'mark-out-of-range' {
  let sum = 0n;
  for (const { id, weight, most } of rubric) {
    const mark = Object.hasOwn(marks, id) ? marks[id] : undefined;
    if (mark === undefined) return 'mark-missing';
    const places = placesOfAmount(mark);
    if (places === null || places > 6 || toUnits(mark, 6) > BigInt(most) * 1_000_000n) return 'mark-out-of-range';
    sum += (BigInt(weight) * toUnits(mark, 6) * ONE) / (BigInt(most) * 10_000n);
  }
  return sum / BigInt(rubric.reduce((all, { weight }) => all + weight, 0));
}

function mean(values: readonly bigint[]): bigint {
  return values.reduce((sum, each) => sum + each, 0n) / BigInt(values.length);
}

/** Whole square root, rounded down. */
function root(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

function spread(values: readonly bigint[]): bigint {
  const middle = mean(values);
  return root(values.reduce((sum, each) => sum + (each - middle) ** 2n, 0n) / BigInt(values.length));
}

/** Totals as a calibration reads them: as they are; about each reviewer's own mean; and in units of the reviewer's own spread, put back on the scale of all. */
function calibrated(totals: readonly Total[], calibration: Calibration): Total[] {
  if (calibration === 'raw' || totals.length === 0) return [...totals];
  const all = totals.map(({ total }) => total);
  const [centre, width] = [mean(all), spread(all)];
  const by = new Map<string, bigint[]>();
  for (const { reviewer, total } of totals) by.set(reviewer, [...(by.get(reviewer) ?? []), total]);
  const own = new Map([...by].map(([reviewer, values]) => [reviewer, { centre: mean(values), width: spread(values) }]));
  return totals.map((each) => {
    const reviewer = own.get(each.reviewer) ?? { centre, width };
    const off = each.total - reviewer.centre;
    // A reviewer who gives all the same says nothing about their order.
    const scaled = calibration === 'centred' ? off : reviewer.width === 0n ? 0n : (off * width) / reviewer.width;
    return { ...each, total: centre + scaled };
  });
}

/** Mean score of each application, null without a review. */
function scoresOf(applications: readonly string[], totals: readonly Total[], calibration: Calibration): (bigint | null)[] {
  const by = new Map<string, bigint[]>();
  for (const { application, total } of calibrated(totals, calibration)) by.set(application, [...(by.get(application) ?? []), total]);
  return applications.map((application) => {
    const values = by.get(application);
    return values === undefined ? null : mean(values);
  });
}

// Differences below this (10^-24 points) come from the roots' last digits, and are none.
const SAME = 10n ** 12n;

/** Place of each score, 1 for the highest. */
function placesOf(scores: readonly (bigint | null)[]): (number | null)[] {
  return scores.map((score) => (score === null ? null : 1 + scores.filter((other) => other !== null && other > score + SAME).length));
}

function shown(score: bigint): string {
  const rounded = (score + (score < 0n ? -1n : 1n) * 5n * 10n ** BigInt(PLACES - 5)) / 10n ** BigInt(PLACES - 4);
  const digits = String(rounded < 0n ? -rounded : rounded).padStart(5, '0');
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as bigint) : ((sorted[middle - 1] as bigint) + (sorted[middle] as bigint)) / 2n;
}

/**
 * Reviewers' scores, raw and calibrated side by side, with places, their range when each reviewer is left out, and outliers flagged.
 *
 * Errors: `no-weight`, `unknown-reviewer`, `unknown-application`, `reviewed-twice`, `recused`, `mark-missing`, `mark-out-of-range`,
 * `bad-threshold`.
 */
export function calibrateScores(input: ReviewInput): Result<CalibratedScores, ReviewError> {
  const { rubric, applications, reviewers, recusals } = input;
  if (
    rubric.every(({ weight }) => weight === 0) ||
    rubric.some(({ weight, most }) => !Number.isInteger(weight) || weight < 0 || !Number.isInteger(most) || most < 1)
  ) {
    return err({ code: 'no-weight' });
  }
  const places = placesOfAmount(input.outlierBeyond);
  if (places === null || places > 6) return err({ code: 'bad-threshold' });
  const beyond = (toUnits(input.outlierBeyond, 6) * ONE) / 1_000_000n;
  const totals: Total[] = [];
  for (const { reviewer, application, marks } of input.reviews) {
    const where = { reviewer, application };
    if (!reviewers.includes(reviewer)) return err({ code: 'unknown-reviewer', ...where });
    if (!applications.includes(application)) return err({ code: 'unknown-application', ...where });
    if (totals.some((each) => each.reviewer === reviewer && each.application === application)) return err({ code: 'reviewed-twice', ...where });
    if (recusals.some((each) => each.reviewer === reviewer && each.application === application)) return err({ code: 'recused', ...where });
    const total = totalOf(rubric, marks);
    if (typeof total === 'string') return err({ code: total, ...where });
    totals.push({ ...where, total });
  }
  const standingsOf = (calibration: Calibration): Standing[] => {
    const scores = scoresOf(applications, totals, calibration);
    const now = placesOf(scores);
    const without = reviewers.map((reviewer) =>
      placesOf(
        scoresOf(
          applications,
          totals.filter((each) => each.reviewer !== reviewer),
          calibration,
        ),
      ),
    );
    return applications.map((application, at) => {
      const score = scores[at] ?? null;
      const seen = [now, ...without].flatMap((each) => each[at] ?? []);
      return {
        application,
        score: score === null ? null : shown(score),
        place: now[at] ?? null,
        from: seen.length === 0 ? null : Math.min(...seen),
        to: seen.length === 0 ? null : Math.max(...seen),
      };
    });
  };
  const isOutlier = ({ application, total }: Total) => {
    const all = totals.filter((each) => each.application === application).map((each) => each.total);
    const off = total - median(all);
    return (off < 0n ? -off : off) > beyond;
  };
  return ok({
    standings: { raw: standingsOf('raw'), centred: standingsOf('centred'), standardised: standingsOf('standardised') },
    reviews: totals.map((each) => ({ reviewer: each.reviewer, application: each.application, total: shown(each.total), isOutlier: isOutlier(each) })),
  });
}
