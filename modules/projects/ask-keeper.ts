import { addDays } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import type { Tx } from '#platform/database';
import { dropDuties, openDuty } from '#modules/inbox';
import { findOrganisation, heldOn, listRoles } from '#modules/people';
import { askedAhead } from './asset.ts';
import { findAsset } from './asset-store.ts';
import { findProject, type Project } from './store.ts';
import { openUpkeepUntil, type UpkeepTask } from './upkeep-store.ts';

/** Nothing is asked for earlier than this. */
const longestAhead = 14;
/** How long before its day a check may be made. Days of a plan from before there were things to register are as rare as their application says. */
export const aheadOf = (task: UpkeepTask): number => (task.rhythm === null ? longestAhead : askedAhead(task.rhythm));

/** Persons who hold a role for an organisation today: they answer and act for it. */
export async function whoSpeaksFor(tx: Tx & { today?: string }, organisationId: string, today = tx.today): Promise<string[]> {
  const organisation = await findOrganisation(tx, organisationId);
  if (!organisation?.active) return [];
  const roles = await listRoles(tx, organisation.neighbourhoodId ? { neighbourhoodId: organisation.neighbourhoodId } : {});
  return [
    ...new Set(roles.filter((role) => role.organisationId === organisationId && (today === undefined || heldOn(role, today))).map((role) => role.personId)),
  ];
}

/**
 * Puts checks that are near into the inbox of whoever's turn it is; part of the daily round, safe to repeat. Of a plan that was
 * neglected only the last missed day is asked for, not every one. Overdue ones go up by the inbox's own rule. Returns how many are open.
 */
export async function askForUpkeep(tx: CommandTx, today: string, assetId: string | null = null): Promise<number> {
  const tasks = await openUpkeepUntil(tx, addDays(today, longestAhead), assetId);
  const lastMissed = new Map<string, string>();
  for (const task of tasks) if (task.planId !== null && task.dueDay <= today) lastMissed.set(task.planId, task.id);
  const projects = new Map<string, Project | null>();
  for (const task of tasks) {
    if (task.planId !== null && task.dueDay <= today && lastMissed.get(task.planId) !== task.id) {
      await dropDuties(tx, { kind: 'upkeep.check', subjectId: task.id });
      continue;
    }
    if (task.dueDay > addDays(today, aheadOf(task))) continue;
    if (!projects.has(task.projectId)) projects.set(task.projectId, await findProject(tx, task.projectId));
    const project = projects.get(task.projectId);
    if (project && (project.state === 'upkeep' || project.state === 'closed')) await askKeeper(tx, project, task);
  }
  return tasks.length;
}

/** Asks whoever's turn a check is: the one of the rota, the keeper or their organisation's contact, the deputy; else the committee. */
async function askKeeper(tx: CommandTx, project: Project, task: UpkeepTask): Promise<void> {
  const holding = task.assetId === null ? null : ((await findAsset(tx, task.assetId))?.holding ?? null);
  const personId =
    task.keeperPersonId ?? (holding?.kind === 'keeper' && holding.organisationId ? ((await whoSpeaksFor(tx, holding.organisationId))[0] ?? null) : null);
  const what = task.assetName === null ? project.title : `${task.assetName}（${task.title}）`;
  await openDuty(tx, {
    kind: 'upkeep.check',
    role: personId === null && holding !== null ? 'secretary' : 'keeper',
    ...(personId === null ? {} : { personId }),
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'upkeep',
    subjectId: task.id,
    projectId: project.id,
    title: { zh: `管护检查：${what}`, en: `Upkeep check: ${what}` },
    href: `/projects/${project.id}/upkeep/${task.id}`,
    dueDay: task.dueDay,
  });
}

/** Asks for a thing's open days anew after it changed hands: what was in the old keeper's inbox is not theirs any more. */
export async function askAgainIn(tx: CommandTx, assetId: string): Promise<void> {
  for (const task of await openUpkeepUntil(tx, addDays(tx.today, longestAhead), assetId)) await dropDuties(tx, { kind: 'upkeep.check', subjectId: task.id });
  await askForUpkeep(tx, tx.today, assetId);
}

/** True when the actor is the one whose turn it is: of the rota, the keeper, the deputy, or a contact of the organisation that keeps it. */
export async function itIsTheirTurn(tx: CommandTx, task: UpkeepTask): Promise<boolean> {
  const { personId } = tx.actor;
  if (personId === null) return false;
  if (task.keeperPersonId === personId) return true;
  const holding = task.assetId === null ? null : ((await findAsset(tx, task.assetId))?.holding ?? null);
  if (holding?.personId === personId) return true;
  return holding?.organisationId ? (await whoSpeaksFor(tx, holding.organisationId)).includes(personId) : false;
}
