import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { lockRound, takesReviews } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { digestOf, scenariosOf } from './allocation.ts';
import { type AllocationRun, type AllocationScenario, findRun, findScenario, insertChoice, insertRun } from './allocation-store.ts';
import { type AllocationTerms, gatherAllocation } from './gather-allocation.ts';

/** `round-is-over` · `no-policy` none is adopted · `nothing-to-share` no open application has all its reviews. */
export type ScenarioRefusal = 'not-allowed' | 'not-found' | 'round-is-over' | 'no-policy' | 'nothing-to-share';

/** Works out how the round's money would be shared by every rule that its facts allow, and keeps inputs and outcomes for good. Returns the run. Event: `allocation.computed`. */
export const computeScenarios = (
  context: CommandContext,
  input: { roundId: string } & AllocationTerms,
): Promise<Result<string, ScenarioRefusal | 'key-reused'>> =>
  runCommand(context, 'compute-scenarios', async (tx): Promise<Result<string, ScenarioRefusal>> => {
    if (!tx.can('allocation.compute', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!takesReviews(round)) return err('round-is-over');
    const facts = await gatherAllocation(tx, round, input, tx.today);
    if (typeof facts === 'string') return err(facts);
    const outcomes = scenariosOf(facts);
    const runId = await insertRun(tx, round.id, facts, outcomes);
    await tx.emit('allocation.computed', { roundId: round.id, runId });
    tx.audit({
      action: 'allocation.compute',
      subjectKind: 'round',
      subjectId: round.id,
      text: { runId, input: digestOf(JSON.stringify(facts)), rules: outcomes.map(({ rule }) => rule).join(',') },
    });
    return ok(runId);
  });

/** The office follows one scenario, and says why this one. `reason-required`. Event: `allocation.chosen`. */
export const chooseScenario = (
  context: CommandContext,
  input: { scenarioId: string; reason: string },
): Promise<Result<{ roundId: string }, 'not-allowed' | 'not-found' | 'round-is-over' | 'reason-required' | 'key-reused'>> =>
  runCommand(
    context,
    'choose-scenario',
    async (tx): Promise<Result<{ roundId: string }, 'not-allowed' | 'not-found' | 'round-is-over' | 'reason-required'>> => {
      if (!tx.can('allocation.compute', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
      const scenario = await findScenario(tx, input.scenarioId);
      const run = scenario ? await findRun(tx, scenario.runId) : null;
      const round = run ? await lockRound(tx, run.roundId) : null;
      if (!scenario || !run || !round) return err('not-found');
      if (!takesReviews(round)) return err('round-is-over');
      const reason = input.reason.trim().slice(0, 2000);
      if (reason === '') return err('reason-required');
      await insertChoice(tx, round.id, scenario.id, reason);
      await closeDuty(tx, { kind: 'round.share', subjectId: round.id });
      await openDuty(tx, {
        kind: 'round.decide-awards',
        role: 'officer',
        neighbourhoodId: null,
        subjectKind: 'round',
        subjectId: round.id,
        title: { zh: `按选定的方案拟定整轮结果：${round.name}`, en: `Propose the whole round by the chosen scenario: ${round.name}` },
        href: `/rounds/${round.id}/decision`,
        dueDay: null,
      });
      await tx.emit('allocation.chosen', { roundId: round.id, scenarioId: scenario.id, rule: scenario.outcome.rule });
      tx.audit({
        action: 'allocation.choose',
        subjectKind: 'round',
        subjectId: round.id,
        text: { scenarioId: scenario.id, rule: scenario.outcome.rule, reason },
      });
      return ok({ roundId: round.id });
    },
  );

/** Recomputes a kept run from its inputs: true for each scenario that comes out the same to the byte. */
export function recheckRun(run: AllocationRun, scenarios: readonly AllocationScenario[]): { inputIsWhole: boolean; same: Map<string, boolean> } {
  const again = new Map(scenariosOf(run.input).map((outcome) => [outcome.rule, digestOf(JSON.stringify(outcome))]));
  return {
    inputIsWhole: digestOf(run.inputText) === run.inputSha256,
    same: new Map(scenarios.map(({ id, outcome, outcomeSha256 }) => [id, again.get(outcome.rule) === outcomeSha256])),
  };
}
