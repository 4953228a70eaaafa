import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { digestOf } from './allocation.ts';
import { type AllocationInput, allocationInput, type AllocationOutcome, allocationOutcome } from './allocation-input.ts';

/** One computation of scenarios, with its inputs as they were kept. */
export interface AllocationRun {
  id: string;
  roundId: string;
  /** Counts from 1 in its round. */
  no: number;
  input: AllocationInput;
  /** The inputs word for word, and their SHA-256. */
  inputText: string;
  inputSha256: string;
  computedByName: string;
  computedAt: Date;
}

/** What one rule made of a run's inputs. */
export interface AllocationScenario {
  id: string;
  runId: string;
  outcome: AllocationOutcome;
  outcomeSha256: string;
}

/** Which scenario a round follows. */
export interface AllocationChoice {
  roundId: string;
  version: number;
  scenarioId: string;
  reason: string;
  chosenByName: string;
  chosenAt: Date;
}

const runRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    no: z.number(),
    input: z.string(),
    input_sha256: z.string(),
    computed_by_name: z.string(),
    computed_at: z.date(),
  })
  .transform(
    (row): AllocationRun => ({
      id: row.id,
      roundId: row.round_id,
      no: row.no,
      input: allocationInput.parse(JSON.parse(row.input)),
      inputText: row.input,
      inputSha256: row.input_sha256,
      computedByName: row.computed_by_name,
      computedAt: row.computed_at,
    }),
  );
const runs = sql`select id, round_id, no, input, input_sha256, computed_by_name, computed_at from allocation_run`;

/** One run, or null. */
export const findRun = (tx: Tx, id: string): Promise<AllocationRun | null> =>
  tx.maybe(sql`${runs} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, runRow);

/** The newest run of a round, or null. */
export const newestRun = (tx: Tx, roundId: string): Promise<AllocationRun | null> =>
  tx.maybe(sql`${runs} where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by no desc limit 1`, runRow);

const runsRow = z.object({ id: z.string(), no: z.number(), inputSha256: z.string(), computedByName: z.string(), computedAt: z.date() });

/** All runs of a round without their inputs, newest first. */
export const listRuns = (tx: Tx, roundId: string): Promise<{ id: string; no: number; inputSha256: string; computedByName: string; computedAt: Date }[]> =>
  tx.all(
    sql`select id, no, input_sha256 as "inputSha256", computed_by_name as "computedByName", computed_at as "computedAt" from allocation_run
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by no desc`,
    runsRow,
  );

const scenarioRow = z.object({ id: z.string(), run_id: z.string(), outcome: z.string(), outcome_sha256: z.string() }).transform(
  (row): AllocationScenario => ({
    id: row.id,
    runId: row.run_id,
    outcome: allocationOutcome.parse(JSON.parse(row.outcome)),
    outcomeSha256: row.outcome_sha256,
  }),
);

/** The scenarios of a run. */
export const scenariosIn = (tx: Tx, runId: string): Promise<AllocationScenario[]> =>
  tx.all(
    sql`select id, run_id, outcome, outcome_sha256 from allocation_scenario where subdistrict_id = ${tx.subdistrictId} and run_id = ${runId}`,
    scenarioRow,
  );

/** One scenario, or null. */
export const findScenario = (tx: Tx, id: string): Promise<AllocationScenario | null> =>
  tx.maybe(sql`select id, run_id, outcome, outcome_sha256 from allocation_scenario where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, scenarioRow);

const choiceRow = z
  .object({ round_id: z.string(), version: z.number(), scenario_id: z.string(), reason: z.string(), chosen_by_name: z.string(), chosen_at: z.date() })
  .transform(
    (row): AllocationChoice => ({
      roundId: row.round_id,
      version: row.version,
      scenarioId: row.scenario_id,
      reason: row.reason,
      chosenByName: row.chosen_by_name,
      chosenAt: row.chosen_at,
    }),
  );

/** Every choice of a round's scenario, the one in force first. */
export const choicesOf = (tx: Tx, roundId: string): Promise<AllocationChoice[]> =>
  tx.all(
    sql`select round_id, version, scenario_id, reason, chosen_by_name, chosen_at from allocation_choice
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by version desc`,
    choiceRow,
  );

/** The scenario that the round follows now, or null. */
export async function chosenScenario(tx: Tx, roundId: string): Promise<{ choice: AllocationChoice; scenario: AllocationScenario } | null> {
  const [choice] = await choicesOf(tx, roundId);
  const scenario = choice ? await findScenario(tx, choice.scenarioId) : null;
  return choice && scenario ? { choice, scenario } : null;
}

/** Keeps a run with its scenarios; call with the round locked. Returns its id. */
export async function insertRun(tx: CommandTx, roundId: string, input: AllocationInput, outcomes: readonly AllocationOutcome[]): Promise<string> {
  const runId = tx.newId();
  const text = JSON.stringify(input);
  await tx.exec(sql`insert into allocation_run (subdistrict_id, id, round_id, no, input, input_sha256, computed_by, computed_by_name, computed_at)
    select ${tx.subdistrictId}, ${runId}, ${roundId}, (select coalesce(max(no), 0) + 1 from allocation_run where subdistrict_id = ${tx.subdistrictId}
      and round_id = ${roundId}), ${text}, ${digestOf(text)}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
  for (const outcome of outcomes) {
    const scenarioId = tx.newId();
    const kept = JSON.stringify(outcome);
    await tx.exec(sql`insert into allocation_scenario (subdistrict_id, id, run_id, rule, outcome, outcome_sha256, sum_fen)
      values (${tx.subdistrictId}, ${scenarioId}, ${runId}, ${outcome.rule}, ${kept}, ${digestOf(kept)}, ${BigInt(outcome.sumFen)})`);
    await tx.exec(sql`insert into allocation_line (subdistrict_id, scenario_id, project_id, grant_fen)
      select ${tx.subdistrictId}, ${scenarioId}, p, g from unnest(${outcome.lines.map(({ id }) => id)}::uuid[],
      ${outcome.lines.map(({ grantFen }) => BigInt(grantFen))}::bigint[]) as l (p, g)`);
  }
  return runId;
}

export async function insertChoice(tx: CommandTx, roundId: string, scenarioId: string, reason: string): Promise<void> {
  await tx.exec(sql`insert into allocation_choice (subdistrict_id, round_id, version, scenario_id, reason, chosen_by, chosen_by_name, chosen_at)
    select ${tx.subdistrictId}, ${roundId}, (select coalesce(max(version), 0) + 1 from allocation_choice where subdistrict_id = ${tx.subdistrictId}
      and round_id = ${roundId}), ${scenarioId}, ${reason}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
}
