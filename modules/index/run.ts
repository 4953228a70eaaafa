/** computing → computed → reviewed → approved → published; computed and reviewed ones may be withdrawn. */
export const runStates = ['computing', 'computed', 'reviewed', 'approved', 'published', 'withdrawn'] as const;
export type RunState = (typeof runStates)[number];

/** A scoring run. */
export interface Run {
  id: string;
  no: number;
  year: number;
  /** Last month it covers. */
  month: number;
  months: number;
  reading: 'value' | 'range';
  total: 'flat' | 'nested';
  leastCoverage: number;
  treeVersion: string;
  weightsId: string | null;
  /** The run whose thresholds hold for the year. */
  thresholdsOf: string | null;
  /** The change leaves were computed from the index itself. */
  derived: boolean;
  batchSeq: number;
  state: RunState;
  digest: string | null;
  computedBy: string | null;
  computedByName: string;
  computedAt: Date;
  reviewedBy: string | null;
  reviewedByName: string | null;
  reviewedAt: Date | null;
  reviewNote: string | null;
  approvedBy: string | null;
  approvedByName: string | null;
  approvedAt: Date | null;
  publishedAt: Date | null;
  withdrawnReason: string | null;
}

/** What may be done to a run. */
export type RunStep = 'review' | 'approve' | 'publish' | 'withdraw';
const roads: Record<RunStep, { from: readonly RunState[]; to: RunState }> = {
  review: { from: ['computed'], to: 'reviewed' },
  approve: { from: ['reviewed'], to: 'approved' },
  publish: { from: ['approved'], to: 'published' },
  withdraw: { from: ['computed', 'reviewed'], to: 'withdrawn' },
};

/** The state after a step, or null where it does not fit. */
export const stateAfter = (state: RunState, step: RunStep): RunState | null => (roads[step].from.includes(state) ? roads[step].to : null);

/** Whoever computed a run neither reviews nor approves it. */
export const whoComputedDoesNotSign = (run: Pick<Run, 'computedBy'>, personId: string | null): boolean =>
  run.computedBy === null || run.computedBy !== personId;

/** Thresholds are made once a year: a run takes those of the first one of its year that was approved. */
export const thresholdsStandForTheYear = <R extends Pick<Run, 'year' | 'state' | 'treeVersion' | 'reading' | 'thresholdsOf' | 'no'>>(
  runs: readonly R[],
  wanted: Pick<Run, 'year' | 'treeVersion' | 'reading'>,
): R | null =>
  runs
    .filter(
      (run) =>
        run.thresholdsOf === null &&
        run.year === wanted.year &&
        run.treeVersion === wanted.treeVersion &&
        run.reading === wanted.reading &&
        (run.state === 'approved' || run.state === 'published'),
    )
    .sort((a, b) => a.no - b.no)[0] ?? null;

/** A year is scored by one reading of the thresholds: another one would make new bounds, and whoever may choose bounds chooses ranks. */
export const aYearHasOneReading = (
  runs: readonly Pick<Run, 'year' | 'state' | 'treeVersion' | 'reading'>[],
  run: Pick<Run, 'year' | 'treeVersion' | 'reading'>,
): boolean =>
  runs.every(
    (other) =>
      other.year !== run.year ||
      other.treeVersion !== run.treeVersion ||
      other.reading === run.reading ||
      (other.state !== 'approved' && other.state !== 'published'),
  );
