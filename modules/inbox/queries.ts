import type { Actor } from '#platform/access';
import type { Tx } from '#platform/database';
import type { ClosedDuty, OpenDuty } from './duty.ts';
import { countDuties, selectDone, selectDuties, selectDutiesOf, selectFirstDuties } from './store.ts';

/** What the actor must do, the most urgent first: by name, by role at the place, and what has gone up to a role held. */
export const listDuties = (tx: Tx, actor: Actor): Promise<OpenDuty[]> => selectDuties(tx, actor);

/** How many duties the actor has open. */
export const dutyCount = (tx: Tx, actor: Actor): Promise<number> => countDuties(tx, actor);

/** Who must act next about a subject or a project, the most urgent first. */
export const dutiesOf = (tx: Tx, of: { projectId: string } | { subjectId: string }): Promise<OpenDuty[]> => selectDutiesOf(tx, of);

/** The most urgent open duty of each of some projects, by project. */
export const firstDuties = async (tx: Tx, projectIds: readonly string[]): Promise<Map<string, OpenDuty>> =>
  new Map((await selectFirstDuties(tx, projectIds)).flatMap((duty) => (duty.projectId === null ? [] : [[duty.projectId, duty]])));

/** What this person has done, newest first. */
export const doneDuties = (tx: Tx, personId: string, limit = 50): Promise<ClosedDuty[]> => selectDone(tx, personId, limit);
