import { type Day, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { openDuty } from '#modules/inbox';
import { findOrganisation, findPerson, listRoles } from '#modules/people';
import { supervisorIsNotTheExecutor } from './resolution.ts';
import { insertResolution, lockMeeting } from './store.ts';

/** A decision as it is entered: one executor, a person or an organisation. */
export interface NewResolution {
  text: string;
  executorPersonId?: string | null;
  executorOrganisationId?: string | null;
  supervisorPersonId: string;
  deadline: Day;
}
/** `executor-required`, `supervisor-is-executor`, `person-unknown`, `deadline-in-past`, `text-required`. */
export type MakeResolutionError = 'text-required' | 'executor-required' | 'supervisor-is-executor' | 'person-unknown' | 'deadline-in-past';

interface Resolving extends NewResolution {
  neighbourhoodId: string;
  meetingId: string | null;
  matterId: string | null;
  projectId: string | null;
  decidedOn: Day;
}

/** Adds a resolution to a meeting after its minutes (a ballot was counted later). Errors: {@link MakeResolutionError}, `not-found`, `wrong-state` (the meeting was not held). */
export function makeResolution(
  ctx: CommandContext,
  input: NewResolution & { meetingId: string },
): Promise<Result<{ resolutionId: string }, MakeResolutionError | 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'make-resolution', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('resolution.make', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (meeting.state === 'called' || meeting.state === 'cancelled') return err('wrong-state');
    return makeResolutionIn(tx, {
      ...input,
      neighbourhoodId: meeting.neighbourhoodId,
      meetingId: meeting.id,
      matterId: meeting.matterId,
      projectId: meeting.projectId,
      decidedOn: tx.today,
    });
  });
}

/** Writes a resolution and opens the executor's duty. The caller has checked the right to decide. */
export async function makeResolutionIn(tx: CommandTx, input: Resolving): Promise<Result<{ resolutionId: string }, MakeResolutionError>> {
  const text = input.text.trim();
  if (text === '') return err('text-required');
  const executorPersonId = input.executorPersonId ?? null;
  const executorOrganisationId = input.executorOrganisationId ?? null;
  if ((executorPersonId === null) === (executorOrganisationId === null)) return err('executor-required');
  if (!supervisorIsNotTheExecutor(executorPersonId, input.supervisorPersonId)) return err('supervisor-is-executor');
  if (!isDay(input.deadline) || input.deadline < input.decidedOn) return err('deadline-in-past');
  for (const id of [executorPersonId, input.supervisorPersonId]) if (id !== null && !(await findPerson(tx, id))) return err('person-unknown');
  if (executorOrganisationId !== null && !(await findOrganisation(tx, executorOrganisationId))) return err('person-unknown');
  const resolutionId = tx.newId();
  await insertResolution(tx, {
    id: resolutionId,
    neighbourhoodId: input.neighbourhoodId,
    meetingId: input.meetingId,
    matterId: input.matterId,
    projectId: input.projectId,
    text,
    executorPersonId,
    executorOrganisationId,
    supervisorPersonId: input.supervisorPersonId,
    deadline: input.deadline,
    decidedOn: input.decidedOn,
  });
  await openExecutorDuty(tx, {
    id: resolutionId,
    neighbourhoodId: input.neighbourhoodId,
    projectId: input.projectId,
    text,
    executorPersonId,
    executorOrganisationId,
    deadline: input.deadline,
  });
  tx.audit({
    action: 'resolution.make',
    subjectKind: 'resolution',
    subjectId: resolutionId,
    text: { text, deadline: input.deadline, executorPersonId, executorOrganisationId, supervisorPersonId: input.supervisorPersonId },
  });
  await tx.emit('resolution.made', { resolutionId, meetingId: input.meetingId, matterId: input.matterId, projectId: input.projectId });
  return ok({ resolutionId });
}

/** The executor's turn: a named person, the organisation's contact, or the secretary where it has none. */
export async function openExecutorDuty(
  tx: CommandTx,
  resolution: {
    id: string;
    neighbourhoodId: string;
    projectId: string | null;
    text: string;
    executorPersonId: string | null;
    executorOrganisationId: string | null;
    deadline: Day;
  },
): Promise<void> {
  const short = [...resolution.text].slice(0, 30).join('');
  const duty = {
    kind: 'resolution.carry-out',
    neighbourhoodId: resolution.neighbourhoodId,
    subjectKind: 'resolution',
    subjectId: resolution.id,
    ...(resolution.projectId ? { projectId: resolution.projectId } : {}),
    title: { zh: `执行决议：${short}`, en: `Carry out the resolution: ${short}` },
    href: `/resolutions/${resolution.id}`,
    dueDay: resolution.deadline,
  };
  const personIds = resolution.executorPersonId ? [resolution.executorPersonId] : await contactsOf(tx, resolution.executorOrganisationId);
  if (personIds.length === 0) await openDuty(tx, { ...duty, role: 'secretary' });
  for (const personId of personIds) await openDuty(tx, { ...duty, personId });
}

/** Persons who hold a role for an organisation today: they speak and report for it. */
export async function contactsOf(tx: CommandTx, organisationId: string | null): Promise<string[]> {
  if (organisationId === null) return [];
  const held = (await listRoles(tx)).filter(
    (role) => role.organisationId === organisationId && role.fromDay <= tx.today && (role.toDay === null || role.toDay >= tx.today),
  );
  return [...new Set(held.map((role) => role.personId))];
}
