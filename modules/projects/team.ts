import type { Tx } from '#platform/database';
import { holds, type Actor } from '#platform/access';
import { findApplication } from './application-store.ts';
import { listShifts } from './doing-store.ts';
import type { Project } from './store.ts';

/** The application names this person in the project's team. */
export async function theTeamNames(tx: Tx, project: Pick<Project, 'applicationId'>, personId: string | null): Promise<boolean> {
  if (personId === null || project.applicationId === null) return false;
  const application = await findApplication(tx, project.applicationId);
  return application?.members.some((member) => member.personId === personId) ?? false;
}

/** Whoever works on a project: its team, the committee, supervisors, stewards and the keeper of the place, and those the rota names. */
export async function isOfTheTeam(tx: Tx, project: Project, actor: Actor): Promise<boolean> {
  if (holds(actor, ['secretary', 'director', 'supervisor', 'steward', 'keeper'], project.neighbourhoodId, 'project.check-in')) return true;
  if (actor.personId === null) return false;
  if (await theTeamNames(tx, project, actor.personId)) return true;
  return (await listShifts(tx, project.id)).some((shift) => shift.personId === actor.personId && shift.cancelledReason === null);
}
