import { createScorer, emptyScores, ranksOf } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { officeDeadline } from '#modules/funds';
import { insertBatch, takenBack } from './batch.ts';
import { findIndexCompound } from './compound.ts';
import { type Effect, findContest, insertContest, listContests, lockContest, saveAnswer } from './contest.ts';
import { monthLabel } from './month.ts';
import { published, type RunMemory, runById } from './run-memory.ts';
import { isPossible, shownValue } from './tree.ts';

/**
 * `not-in-run` the published run has no such compound or leaf · `already-open` somebody's objection to this datum waits for its answer ·
 * `same-value` what is claimed is what stands there · `own-objection` nobody answers his own ·
 * `out-of-range` the leaf cannot have such a value.
 */
export type ContestError =
  | 'not-found'
  | 'not-allowed'
  | 'not-in-run'
  | 'already-open'
  | 'same-value'
  | 'own-objection'
  | 'wrong-state'
  | 'empty'
  | 'too-long'
  | 'not-a-number'
  | 'out-of-range'
  | 'key-reused';

/** A committee says that a datum of the published month is wrong: what it ought to be, and why. The office answers in time. */
export async function contestDatum(
  ctx: CommandContext,
  input: { compoundId: string; leaf: string; claimed: number | null; reason: string },
): Promise<Result<{ contestId: string }, ContestError>> {
  const memory = await published(ctx.platform.db, ctx.subdistrictId);
  return runCommand(ctx, 'contest-index-datum', async (tx): Promise<Result<{ contestId: string }, ContestError>> => {
    const compound = await findIndexCompound(tx, input.compoundId);
    if (!compound) return err('not-found');
    if (compound.neighbourhoodId === null || !tx.can('index.contest', { neighbourhoodId: compound.neighbourhoodId })) return err('not-allowed');
    const position = memory?.positions.get(compound.id);
    const leafAt = memory?.tree.leaves.findIndex((leaf) => leaf.code === input.leaf) ?? -1;
    if (!memory || position === undefined || leafAt < 0) return err('not-in-run');
    const leaf = memory.tree.leaves[leafAt];
    const value = memory.results[position]?.values[leafAt] ?? Number.NaN;
    const shown = value === value ? value : null;
    if (shown === input.claimed) return err('same-value');
    if (leaf && input.claimed !== null && !isPossible(leaf, input.claimed)) return err('out-of-range');
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 1000) return err('too-long');
    const { month } = memory.run;
    const waiting = (await listContests(tx, compound.id)).some((one) => one.outcome === null && one.leaf === input.leaf && one.month === month);
    if (waiting) return err('already-open');
    const dueDay = await officeDeadline(tx, 'index.answer');
    const contestId = await insertContest(tx, {
      runId: memory.run.id,
      compoundId: compound.id,
      leaf: input.leaf,
      month,
      shown,
      claimed: input.claimed,
      reason,
      dueDay,
    });
    await openDuty(tx, {
      kind: 'index.answer',
      role: 'officer',
      neighbourhoodId: compound.neighbourhoodId,
      subjectKind: 'index-contest',
      subjectId: contestId,
      title: {
        zh: `答复对“${leaf?.name ?? input.leaf}”的异议（${compound.name}，${monthLabel(month)}）`,
        en: `Answer the objection to ${leaf?.nameEn ?? input.leaf} (${compound.name}, ${monthLabel(month)})`,
      },
      href: `/index/contests/${contestId}`,
      dueDay,
    });
    tx.audit({ action: 'index.contest', subjectKind: 'index-contest', subjectId: contestId, text: { leaf: input.leaf, claimed: input.claimed, reason } });
    await tx.emit('index.contested', { contestId });
    return ok({ contestId });
  });
}

/** What a changed datum would do to points and rank in a run whose thresholds stand. */
export function effectOf(memory: RunMemory, compoundId: string, leafCode: string, value: number): Effect {
  const position = memory.positions.get(compoundId);
  const leaf = memory.tree.leaves.findIndex((one) => one.code === leafCode);
  if (position === undefined || leaf < 0) return { totalBefore: null, totalAfter: null, rankBefore: null, rankAfter: null };
  const { district, run } = memory;
  const panel = { ...district.panel, values: district.panel.values.slice() };
  panel.values[position * panel.leaves + leaf] = value;
  const scorer = createScorer(district.tree, panel.kinds, memory.thresholds);
  const scores = scorer.all(panel, emptyScores(scorer.plan, panel.compounds));
  const of = run.total === 'nested' ? scores.nested : scores.total;
  const ranks = ranksOf(panel, of, scores.coverage, 0, run.leastCoverage);
  const before = memory.results[position];
  const total = (points: number | undefined) => (points === undefined || points !== points ? null : points);
  return {
    totalBefore: total(run.total === 'nested' ? before?.nested : before?.total),
    totalAfter: total(of[position]),
    rankBefore: before?.rank || null,
    rankAfter: ranks[position] || null,
  };
}

/**
 * Answers an objection, once. `corrected` writes the value as a new version with the objection as its source and shows what it does to points and rank;
 * `stands` says why the datum is right. The published run stays as it is; the next one has the correction.
 */
export async function answerContest(
  ctx: CommandContext,
  input: { contestId: string; outcome: 'corrected' | 'stands'; value?: number | null; answer: string },
): Promise<Result<{ effect: Effect | null }, ContestError>> {
  const { db } = ctx.platform;
  const before = await db.tenant(ctx.subdistrictId, (tx) => findContest(tx, input.contestId), 'read');
  const memory = before && (await runById(db, ctx.subdistrictId, before.runId));
  return runCommand(ctx, 'answer-index-contest', async (tx): Promise<Result<{ effect: Effect | null }, ContestError>> => {
    const contest = await lockContest(tx, input.contestId);
    if (!contest || !memory) return err('not-found');
    if (!tx.can('index.answer', { neighbourhoodId: null })) return err('not-allowed');
    if (contest.outcome !== null) return err('wrong-state');
    if (contest.openedBy === tx.actor.personId) return err('own-objection');
    const text = input.answer.trim();
    if (text === '') return err('empty');
    if ([...text].length > 1000) return err('too-long');
    const compound = await findIndexCompound(tx, contest.compoundId);
    const leaf = memory.tree.leaves.find((one) => one.code === contest.leaf);
    if (!compound || !leaf) return err('not-found');
    let effect: Effect | null = null;
    let batchId: string | null = null;
    if (input.outcome === 'corrected') {
      const value = input.value === undefined ? contest.claimed : input.value;
      if (value === contest.shown) return err('same-value');
      if (value !== null && !isPossible(leaf, value)) return err('out-of-range');
      const cell = value ?? Number.NaN;
      effect = effectOf(memory, compound.id, leaf.code, cell);
      const made = await insertBatch(tx, {
        kind: 'correction',
        source: `异议更正（${contest.openedByName}提出）`,
        leaves: [leaf.code],
        firstMonth: contest.month,
        months: 1,
        note: text,
        compoundIds: [compound.id],
        cells: Float64Array.of(value === null ? takenBack : value),
      });
      batchId = made.id;
    }
    await saveAnswer(tx, contest.id, { outcome: input.outcome, text, batchId, effect });
    await closeDuty(tx, { kind: 'index.answer', subjectId: contest.id });
    const said = (value: number | null) => (value === null ? '无' : shownValue(leaf, value));
    tx.audit({
      action: 'index.answer',
      subjectKind: 'index-contest',
      subjectId: contest.id,
      text: { leaf: leaf.code, outcome: input.outcome, from: said(contest.shown), answer: text },
    });
    await tx.emit('index.contest-answered', { contestId: contest.id, outcome: input.outcome });
    return ok({ effect });
  });
}
