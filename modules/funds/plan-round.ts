import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { type RoundStepKind, roundStepKinds } from './round-calendar.ts';
import { insertStep, stepsOf, updateStep } from './round-year-store.ts';
import { lockRound } from './store.ts';

/** One line of the calendar's form; `id` null: a new step. */
export interface StepInput {
  id: string | null;
  kind: RoundStepKind;
  title: string;
  fromDay: string;
  toDay: string;
  note: string;
  /** Takes the step out; it stays in the records. */
  remove?: boolean;
}
/** `bad-days` a step ends before it begins · `title-required` for what has no name of its own · `round-is-over` cancelled. */
export type PlanRoundError = 'not-allowed' | 'not-found' | 'bad-days' | 'title-required' | 'unknown-step' | 'round-is-over';

/** Sets the steps of a round's year; all or none. What is not named stays as it is. Errors: {@link PlanRoundError}. */
export const planRound = (context: CommandContext, input: { roundId: string; steps: readonly StepInput[] }) =>
  runCommand(context, 'plan-round', async (tx): Promise<Result<number, PlanRoundError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (round.state === 'cancelled') return err('round-is-over');
    const before = await stepsOf(tx, round.id);
    let touched = 0;
    for (const step of input.steps.slice(0, 60)) {
      if (!isDay(step.fromDay) || !isDay(step.toDay) || step.toDay < step.fromDay) return err('bad-days');
      if (!roundStepKinds.includes(step.kind)) return err('unknown-step');
      const title = step.title.trim().slice(0, 80);
      if (step.kind === 'other' && title === '') return err('title-required');
      const wanted = { title, fromDay: step.fromDay, toDay: step.toDay, note: step.note.trim().slice(0, 500), removed: step.remove === true };
      if (step.id === null) {
        await insertStep(tx, round.id, { kind: step.kind, ...wanted });
        touched += 1;
        continue;
      }
      const old = before.find(({ id }) => id === step.id);
      if (!old) return err('unknown-step');
      if (old.removed || (['title', 'fromDay', 'toDay', 'note', 'removed'] as const).every((key) => old[key] === wanted[key])) continue;
      await updateStep(tx, old.id, wanted);
      touched += 1;
    }
    if (touched > 0) {
      await tx.emit('round.planned', { roundId: round.id });
      tx.audit({
        action: 'round.plan',
        subjectKind: 'round',
        subjectId: round.id,
        text: {
          steps: (await stepsOf(tx, round.id)).filter(({ removed }) => !removed).map(({ kind, title, fromDay, toDay }) => [kind, title, fromDay, toDay]),
        },
      });
    }
    return ok(touched);
  });
