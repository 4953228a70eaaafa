import { z } from 'zod';
import { civilDay } from '#platform/command';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { projectAccount } from '#modules/books';
import {
  findApplication,
  findProject,
  findSettlement,
  listAcceptances,
  listChanges,
  listReadings,
  listUpkeep,
  listVersions,
  lockProject,
  type Project,
  projectSteps,
  promisedItems,
} from '#modules/projects';
import { countsAsPromise, type DoneFacts, type DriftItem, type DriftJudgement, type DriftState, driftStates, goalDrift } from './goal-drift.ts';

const driftJudgementsRow = z.object({
  itemId: z.string(),
  no: z.number(),
  state: z.enum(driftStates),
  changeId: z.string().nullable(),
  reason: z.string(),
  byName: z.string(),
  at: z.date(),
});

/** What the office said of promises, by number. */
export const driftJudgements = (tx: Tx, projectId: string): Promise<DriftJudgement[]> =>
  tx.all(
    sql`select item_id as "itemId", no, state, change_id as "changeId", reason, by_name as "byName", at from drift_judgement
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by item_id, no`,
    driftJudgementsRow,
  );

/**
 * The version that was promised: the last one before the award. What the applicants brought down to the award afterwards are versions of their own,
 * one for each `revise` step, so that many are passed over. Null before anything was submitted.
 */
export async function promisedVersion(tx: Tx, project: Project) {
  const versions = (await listVersions(tx, project.id)).toSorted((a, b) => a.version - b.version);
  const revised = (await projectSteps(tx, project.id)).filter((step) => step.action === 'revise').length;
  const promised = versions[Math.max(0, versions.length - 1 - revised)];
  return promised ? findApplication(tx, promised.id) : null;
}

/** What the records say was done. */
async function doneFacts(tx: Tx, project: Project): Promise<DoneFacts> {
  const now = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  const account = await projectAccount(tx, project.id);
  const accepted = (await listAcceptances(tx, project.id)).findLast((one) => one.result === 'accepted');
  const upkeep = await listUpkeep(tx, project.id);
  const readings = new Map<string, { actual: string; measuredOn: string }>();
  for (const reading of await listReadings(tx, project.id)) {
    const name = now?.indicators[reading.indicatorNo - 1]?.name;
    if (name !== undefined) readings.set(name, { actual: reading.actual, measuredOn: reading.measuredOn });
  }
  return {
    state: project.state,
    settled: (await findSettlement(tx, project.id)) !== null,
    acceptedOn: accepted ? civilDay(accepted.at) : null,
    keeperName: upkeep[0]?.keeperName ?? null,
    upkeepPlanned: upkeep.length > 0,
    spentFen: new Map(account.categories.map((one) => [one.category, one.spentFen])),
    received: account.sources.map((one) => ({ name: one.name, fen: one.receivedFen })),
    readings,
    linesInForce: now?.lines ?? [],
    indicatorsInForce: now?.indicators ?? [],
    versionInForce: now?.version ?? 0,
  };
}

/** Every promise of a project beside what was done; empty before anything was submitted. */
export async function driftOf(tx: Tx, project: Project): Promise<DriftItem[]> {
  const promised = await promisedVersion(tx, project);
  if (!promised) return [];
  return goalDrift(
    promisedItems(promised),
    promised.lines.map((line) => line.name),
    await doneFacts(tx, project),
    await driftJudgements(tx, project.id),
  );
}

/** `no-such-item` no promise of this project · `needs-change` changed by decision names an approved change. */
export type DriftError = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-such-item' | 'needs-change' | 'required' | 'too-long' | 'not-in-list' | 'key-reused';

/** The office says how a promise ended, with its reason; changed by decision names the approved change. */
export const judgeDrift = (
  context: CommandContext,
  input: { projectId: string; itemId: string; state: DriftState; changeId: string | null; reason: string },
): Promise<Result<void, DriftError>> =>
  runCommand(context, 'judge-drift', async (tx): Promise<Result<void, DriftError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('drift.judge', project)) return err('not-allowed');
    const promised = await promisedVersion(tx, project);
    const item = promised && promisedItems(promised).find((one) => one.id === input.itemId);
    if (!item || !countsAsPromise(item)) return err('no-such-item');
    const reason = input.reason.trim();
    if (reason === '') return err('required');
    if (reason.length > 500) return err('too-long');
    const changeId = input.state === 'changed' ? input.changeId : null;
    if (input.state === 'changed' && !(await listChanges(tx, project.id)).some((one) => one.id === changeId && one.state === 'approved'))
      return err('needs-change');
    const no = 1 + (await driftJudgements(tx, project.id)).filter((one) => one.itemId === item.id).length;
    await tx.exec(sql`insert into drift_judgement (subdistrict_id, id, project_id, item_id, no, state, change_id, reason, by_person_id, by_name, at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${project.id}, ${item.id}, ${no}, ${input.state}, ${changeId}, ${reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    tx.audit({ action: 'drift.judge', subjectKind: 'project', subjectId: project.id, text: { item: item.text, state: input.state, reason } });
    await tx.emit('project.drift-judged', { projectId: project.id, state: input.state });
    return ok();
  });

/** The drift of one project by id; null when there is no such project. */
export async function driftOfId(tx: Tx, projectId: string): Promise<DriftItem[] | null> {
  const project = await findProject(tx, projectId);
  return project && driftOf(tx, project);
}
