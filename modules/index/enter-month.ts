import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { historyOf, insertBatch, takenBack } from './batch.ts';
import { findIndexCompound } from './compound.ts';
import { monthLabel, monthOfDay } from './month.ts';
import { cellNow } from './provenance.ts';
import { numberIn } from './read-table.ts';
import { treeInForce } from './store.ts';
import { type IndexLeaf, type IndexTree, isPossible, shownValue } from './tree.ts';

/** Leaves that a committee fills in: those no event and no file feeds, and those the platform feeds only where it was used. */
export const formLeaves = (tree: IndexTree): IndexLeaf[] => tree.leaves.filter((leaf) => leaf.fedBy === 'form' || leaf.fedBy === 'platform');

/** What is wrong with a figure typed for a leaf, or the value as stored; an empty field says nothing (null). */
export function readFigure(leaf: IndexLeaf, typed: string): Result<number | null, 'not-a-number' | 'not-whole' | 'out-of-range'> {
  const shown = numberIn(typed.normalize('NFKC').replace(/[,，\s%]/g, ''));
  if (shown === undefined) return err('not-a-number');
  if (shown !== shown) return ok(null);
  const value = leaf.scale === 1 ? shown : shown / leaf.scale;
  if (leaf.digits === 0 && leaf.scale === 1 && !Number.isInteger(value)) return err('not-whole');
  if (!isPossible(leaf, value)) return err('out-of-range');
  return ok(value);
}

/** By field: what is wrong with what was typed. */
export type MonthErrors = Record<string, 'not-a-number' | 'not-whole' | 'out-of-range'>;
export type EnterError =
  | { code: 'not-found' | 'not-allowed' | 'not-a-month' | 'month-to-come' | 'nothing-new' | 'key-reused' }
  | { code: 'figures'; errors: MonthErrors };

/**
 * The monthly form: what a committee knows and no event tells. Only what differs from what stands there is written, as a new version; a figure that is
 * cleared is taken back. `nothing-new` all is as it was.
 */
export async function enterMonth(
  ctx: CommandContext,
  input: { compoundId: string; month: number; figures: Readonly<Record<string, string>> },
): Promise<Result<{ written: number }, EnterError>> {
  let errors: MonthErrors = {};
  const done = await runCommand(
    ctx,
    'enter-index-month',
    async (tx): Promise<Result<{ written: number }, Exclude<EnterError, { code: 'figures' }>['code'] | 'figures'>> => {
      const compound = await findIndexCompound(tx, input.compoundId);
      if (!compound) return err('not-found');
      if (!tx.can('index.enter', { neighbourhoodId: compound.neighbourhoodId })) return err('not-allowed');
      if (!Number.isInteger(input.month) || input.month < 24_000 || input.month > 26_400) return err('not-a-month');
      if (input.month > monthOfDay(tx.today)) return err('month-to-come');
      errors = {};
      const tree = await treeInForce(tx);
      const history = await historyOf(tx, compound.id);
      const changes: { code: string; value: number }[] = [];
      for (const leaf of formLeaves(tree)) {
        const typed = input.figures[leaf.code];
        if (typed === undefined) continue;
        const now = cellNow(history, leaf.code, input.month)?.value ?? null;
        // What was shown rounded and left as it was is no change.
        if (now !== null && typed.trim() === shownValue(leaf, now)) continue;
        const read = readFigure(leaf, typed);
        if (!read.ok) {
          errors[leaf.code] = read.error;
          continue;
        }
        if (read.value !== now) changes.push({ code: leaf.code, value: read.value ?? takenBack });
      }
      if (Object.keys(errors).length > 0) return err('figures');
      // What was filled in is what was asked for, also where nothing is new.
      await closeDuty(tx, { kind: 'index.enter', subjectId: compound.id });
      if (changes.length === 0) return err('nothing-new');
      const { id } = await insertBatch(tx, {
        kind: 'form',
        source: `${compound.neighbourhood}月报`,
        leaves: changes.map((change) => change.code),
        firstMonth: input.month,
        months: 1,
        compoundIds: [compound.id],
        cells: Float64Array.from(changes, (change) => change.value),
      });
      tx.audit({
        action: 'index.enter',
        subjectKind: 'index-batch',
        subjectId: id,
        text: { compound: compound.name, month: monthLabel(input.month), leaves: changes.map((change) => change.code) },
      });
      await tx.emit('index.entered', { batchId: id, compoundId: compound.id });
      return ok({ written: changes.length });
    },
  );
  if (done.ok) return done;
  return err(done.error === 'figures' ? { code: 'figures', errors } : { code: done.error });
}
