import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { createScorer, deriveChange, type District, monteCarloSteps, ranksOf, type Threshold, thresholdsOf } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { civilDay, type CommandContext, runCommand } from '#platform/command';
import { openDuty } from '#modules/inbox';
import { officeDeadline } from '#modules/funds';
import { districtFor, indexData, type IndexData, lastFullMonth } from './panel.ts';
import { monthLabel, yearOf } from './month.ts';
import { type Run, thresholdsStandForTheYear } from './run.ts';
import { insertRun, insertScores, insertThresholds, listRuns, type RunScore, saveRunStep, thresholdsOfRun } from './run-store.ts';
import { findWeights, sampleOf, type StoredWeights } from './store.ts';
import { treeDigest } from './tree.ts';

export interface ComputeInput {
  /** Last month; the newest one that is over and has data when left out. */
  month?: number;
  reading?: 'value' | 'range';
  total?: 'flat' | 'nested';
  /** Share of the weight that must be there for a rank, 0 to 1. */
  leastCoverage?: number;
  weightsId?: string | null;
}

/**
 * `no-data` nothing was ever given up to that month · `empty-sample` a kind with compounds has no sample or its sample no data: nothing is scored ·
 * `not-found` no such weights · `stale-weights` they belong to another version of the tree.
 */
export type ComputeError = 'not-allowed' | 'no-data' | 'empty-sample' | 'not-found' | 'stale-weights' | 'key-reused';

/** How many drawings the intervals of the ranks come from. */
const draws = 200;

/** Everything a run finds out, before it is written. */
export interface Computed {
  district: District;
  thresholds: Threshold[];
  frozenIn: Run | null;
  derived: boolean;
  scores: RunScore[];
}

/** Scores a tenant's data. Nothing is written. */
export async function scoreData(
  data: IndexData,
  at: { monthIndex: number; reading: 'value' | 'range'; total: 'flat' | 'nested'; leastCoverage: number; seed: string },
  with_: { sampled: ReadonlySet<string>; weights: StoredWeights | null; frozen: Threshold[] | null },
): Promise<Result<Omit<Computed, 'frozenIn'>, 'empty-sample'>> {
  let district = districtFor(data, with_.sampled, with_.weights?.weights ?? null);
  const { monthIndex, reading } = at;
  // The change leaves are read where the data has them, else computed.
  const changing = data.tree.leaves.flatMap((leaf, index) => (leaf.changeOf === undefined ? [] : [index]));
  const derived = changing.length > 0 && changing.every((leaf) => nothingGiven(district, leaf));
  await breathe();
  let thresholds: Threshold[];
  if (derived) {
    const changed = deriveChange(district, { reading, month: monthIndex, ...(with_.frozen ? { frozen: with_.frozen } : {}) });
    district = changed.district;
    thresholds = changed.thresholds;
  } else thresholds = with_.frozen ?? thresholdsOf(district.panel, monthIndex, reading);
  const { leaves, months, kinds } = district.panel;
  const bounded = (kind: number) => thresholds.slice(kind * leaves, (kind + 1) * leaves).some((threshold) => threshold.sampled > 0);
  if (kinds.some((_, kind) => !bounded(kind))) return err('empty-sample');
  await breathe();
  const all = createScorer(district.tree, kinds, thresholds).all(district.panel);
  await breathe();
  const of = at.total === 'nested' ? all.nested : all.total;
  const ranks = ranksOf(district.panel, of, all.coverage, monthIndex, at.leastCoverage);
  const intervals = await rankIntervals(district, at);
  const nodes = district.tree.nodes.length;
  const from = Math.max(0, monthIndex - 35);
  const scores = data.compounds.map((compound, position): RunScore => {
    const row = position * months + monthIndex;
    const interval = intervals.get(position);
    return {
      compoundId: compound.id,
      kind: compound.kind,
      households: compound.households,
      inSample: district.panel.inSample[position] === 1,
      total: all.total[row] as number,
      nested: all.nested[row] as number,
      coverage: all.coverage[row] as number,
      rank: ranks[position] as number,
      rankLow: interval && ranks[position] !== 0 ? interval.low : null,
      rankHigh: interval && ranks[position] !== 0 ? interval.high : null,
      values: district.panel.values.slice(row * leaves, (row + 1) * leaves),
      z: all.z.slice(row * leaves, (row + 1) * leaves),
      nodes: all.index.slice(row * nodes, (row + 1) * nodes),
      totals: of.slice(position * months + from, row + 1),
    };
  });
  return ok({ district, thresholds, derived, scores });
}

function nothingGiven(district: District, leaf: number): boolean {
  const { values, leaves } = district.panel;
  for (let at = leaf; at < values.length; at += leaves) if (values[at] === values[at]) return false;
  return true;
}

/** How far each rank moves when readings, weights and the coverage rule are drawn anew; in steps with a breath between, so that readers go on reading. */
async function rankIntervals(district: District, at: { monthIndex: number; seed: string }): Promise<Map<number, { low: number; high: number }>> {
  const steps = monteCarloSteps(district, at.monthIndex, { seed: at.seed, draws });
  for (;;) {
    await breathe();
    const step = steps.next();
    if (!step.done) continue;
    return new Map(
      step.value.flatMap(({ compound, low, high }) =>
        low === null || high === null ? [] : [[compound, { low: Math.round(low), high: Math.round(high) }] as const],
      ),
    );
  }
}

/** SHA-256 over what a run was made of and what came out. */
export function runDigest(parts: { tree: string; weights: unknown; thresholds: readonly Threshold[]; scores: readonly RunScore[] }): string {
  const hash = createHash('sha256')
    .update(parts.tree)
    .update(JSON.stringify(parts.weights ?? null));
  for (const t of parts.thresholds) hash.update(`${t.sampled} ${t.lower} ${t.upper}\n`);
  for (const score of [...parts.scores].sort((a, b) => (a.compoundId < b.compoundId ? -1 : 1))) {
    hash.update(`${score.compoundId} ${score.kind} ${score.rank} ${score.total} ${score.coverage}\n`);
    hash.update(new Uint8Array(Float64Array.from(score.values).buffer)).update(new Uint8Array(Float64Array.from(score.z).buffer));
  }
  return hash.digest('hex');
}

/** Computes a run: thresholds (once a year), points of every compound, ranks with their intervals; whoever else may review it gets the duty. */
export async function computeRun(ctx: CommandContext, input: ComputeInput = {}): Promise<Result<{ runId: string; no: number }, ComputeError>> {
  const { platform, subdistrictId } = ctx;
  if (!platform.permissions.can(ctx.actor, 'index.compute', { neighbourhoodId: null })) return err('not-allowed');
  const data = await indexData(platform.db, subdistrictId);
  if (!data) return err('no-data');
  const month = input.month ?? lastFullMonth(data, civilDay(platform.sources.now()));
  const monthIndex = month - data.firstMonth;
  if (monthIndex < 0 || monthIndex >= data.months) return err('no-data');
  const { reading = 'value', total = 'flat', leastCoverage = 0.65 } = input;
  const year = yearOf(month);
  const read = await platform.db.tenant(
    subdistrictId,
    async (tx) => {
      const weights = input.weightsId ? await findWeights(tx, input.weightsId) : null;
      const frozenIn = thresholdsStandForTheYear(await listRuns(tx), { year, treeVersion: data.tree.version, reading });
      const leaves = data.tree.leaves.map((leaf) => leaf.code);
      const frozen = frozenIn ? await thresholdsOfRun(tx, frozenIn.id, data.district.panel.kinds, leaves) : null;
      return { weights, frozenIn, frozen, sampled: await sampleOf(tx, year) };
    },
    'read',
  );
  if (input.weightsId && !read.weights) return err('not-found');
  if (read.weights && read.weights.treeVersion !== data.tree.version) return err('stale-weights');
  const scored = await scoreData(data, { monthIndex, reading, total, leastCoverage, seed: `${subdistrictId} ${month}` }, read);
  if (!scored.ok) return scored;
  const { thresholds, scores, derived } = scored.value;
  return runCommand(ctx, 'compute-index-run', async (tx) => {
    if (!tx.can('index.compute', { neighbourhoodId: null })) return err('not-allowed');
    const { id, no } = await insertRun(tx, {
      year,
      month,
      months: Math.min(36, monthIndex + 1),
      reading,
      total,
      leastCoverage,
      treeVersion: data.tree.version,
      weightsId: read.weights?.id ?? null,
      thresholdsOf: read.frozenIn?.id ?? null,
      derived,
      batchSeq: data.seq,
    });
    await insertThresholds(
      tx,
      id,
      data.district.panel.kinds,
      data.tree.leaves.map((leaf) => leaf.code),
      thresholds,
    );
    for (let from = 0; from < scores.length; from += 200) await insertScores(tx, id, scores.slice(from, from + 200));
    const digest = runDigest({ tree: treeDigest(data.tree), weights: read.weights?.weights, thresholds, scores });
    await saveRunStep(tx, { id }, 'computed', { digest });
    await openDuty(tx, {
      kind: 'index.review',
      // Whoever computed it does not review it.
      role: tx.actor.grants.some((grant) => grant.role === 'officer') ? 'head' : 'officer',
      neighbourhoodId: null,
      subjectKind: 'index-run',
      subjectId: id,
      title: { zh: `复核第${no}次治理指数计算（${monthLabel(month)}）`, en: `Review run ${no} of the governance index (${monthLabel(month)})` },
      href: `/index/runs/${id}`,
      dueDay: await officeDeadline(tx, 'index.review'),
    });
    tx.audit({ action: 'index.compute', subjectKind: 'index-run', subjectId: id, text: { no, month: monthLabel(month), reading, total, digest } });
    await tx.emit('index.computed', { runId: id });
    return ok({ runId: id, no });
  });
}
