import { createHash } from 'node:crypto';
import type { Tx } from '#platform/database';
import { listMoneyAccounts } from '#modules/bank';
import { openAdvances } from '#modules/books';
import { dutiesByName, dutiesOfRole } from '#modules/inbox';
import { meetingsInHands, resolutionsInHands } from '#modules/meetings';
import { listProjects, requestsAskedBy, tasksInHands, thingsInHands } from '#modules/projects';
import { goesHow, type Handover, type HandoverItem, type ItemKind, listText } from './handover.ts';

const over = ['closed', 'upkeep', 'withdrawn', 'declined'];

/** Everything open that whoever leaves a role has in hand: theirs by name, the role's, and what needs a step of its own. */
export async function openItems(tx: Tx, of: Pick<Handover, 'fromPersonId' | 'role' | 'neighbourhoodId'>): Promise<HandoverItem[]> {
  const { fromPersonId, role, neighbourhoodId } = of;
  const item = (kind: ItemKind, subjectId: string, title: string, href: string): HandoverItem => ({ kind, subjectId, title, href, goes: goesHow[kind] });
  const projects = neighbourhoodId === null ? [] : (await listProjects(tx, { neighbourhoodId })).filter(({ state }) => !over.includes(state));
  const found = [
    ...(await dutiesByName(tx, fromPersonId, role)).map((duty) => item('named-duty', duty.id, duty.title.zh, duty.href)),
    ...(await dutiesOfRole(tx, role, neighbourhoodId)).map((duty) => item('role-duty', duty.id, duty.title.zh, duty.href)),
    ...projects.map((project) => item('project', project.id, project.title, `/projects/${project.id}`)),
    ...(await requestsAskedBy(tx, fromPersonId)).map(({ id, title }) => item('spending', id, title, `/spending/${id}`)),
    ...(await meetingsInHands(tx, fromPersonId)).map(({ id, title }) => item('meeting', id, title, `/meetings/${id}`)),
    ...(await resolutionsInHands(tx, fromPersonId)).map(({ id, title }) => item('resolution', id, title, `/resolutions/${id}`)),
    ...(await tasksInHands(tx, fromPersonId)).map(({ id, title, projectId }) => item('task', id, title, `/projects/${projectId}`)),
    ...(await thingsInHands(tx, fromPersonId)).map(({ id, title, projectId }) => item('thing', id, title, `/projects/${projectId}/upkeep`)),
    ...(await openAdvances(tx)).flatMap((one) =>
      one.holder.kind === 'person' && one.holder.personId === fromPersonId ? [item('advance', one.id, one.holder.name, `/spending/${one.subjectId}`)] : [],
    ),
    ...(await listMoneyAccounts(tx)).flatMap((one) =>
      one.keeperPersonId === fromPersonId && one.closedDay === null ? [item('cash-box', one.id, one.name, `/accounts/${one.id}`)] : [],
    ),
  ];
  return found.filter((one, at) => found.findIndex(({ kind, subjectId }) => kind === one.kind && subjectId === one.subjectId) === at);
}

/** The digest of a list as both sign it. */
export const digestOfList = (items: readonly HandoverItem[]): string => createHash('sha256').update(listText(items)).digest('hex');
