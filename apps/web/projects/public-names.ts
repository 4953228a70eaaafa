import { holdersOf } from '#modules/people';
import { findApplication, listUpkeep, type Project } from '#modules/projects';
import type { Tx } from '#platform/database';
import type { Web } from '../kit/index.ts';
import type { PublicNames } from './words.ts';

/** Whose names this viewer sees whole on a project's pages: all for staff, else who acts in public there: the committee's office holders and the keeper. */
export async function publicNames(tx: Tx, w: Pick<Web, 'can' | 'today'>, project: Project): Promise<PublicNames> {
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  const tasks = await listUpkeep(tx, project.id);
  const holders = [
    ...(await holdersOf(tx, 'secretary', project.neighbourhoodId, w.today)),
    ...(await holdersOf(tx, 'director', project.neighbourhoodId, w.today)),
  ];
  return {
    staff: w.can('project.read-staff', project),
    officeIds: new Set(holders.map((holder) => holder.personId)),
    officeNames: new Set(holders.map((holder) => holder.name)),
    keepers: new Set([...(application ? [application.keeperName] : []), ...tasks.map((task) => task.keeperName)]),
  };
}
