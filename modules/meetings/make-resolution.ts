import { type Day, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { openDuty } from '#modules/inbox';
import { findOrganisation, findPerson, listRoles } from '#modules/people';
import { mayDecide } from './meeting.ts';
import { isOneParty, type Party, type Resolution, type ResolutionMoney, supervisorIsNotTheExecutor } from './resolution.ts';
import { insertResolution, lockMeeting, lockResolution, setResolutionBallot } from './store.ts';

/** A decision as it is entered: who carries it out and who watches are each one person or one organisation. */
export interface NewResolution {
  text: string;
  executorPersonId?: string | null;
  executorOrganisationId?: string | null;
  supervisorPersonId?: string | null;
  supervisorOrganisationId?: string | null;
  deadline: Day;
  /** It spends residents' money or the owners' common income. */
  money?: ResolutionMoney | null;
  /** The ballot that decided it; the caller has seen that it is one of this meeting or matter. */
  ballotId?: string | null;
}
/** `executor-required`, `supervisor-required`, `supervisor-is-executor`, `person-unknown`, `deadline-in-past`, `text-required`. */
export type MakeResolutionError =
  | 'text-required'
  | 'executor-required'
  | 'supervisor-required'
  | 'supervisor-is-executor'
  | 'person-unknown'
  | 'deadline-in-past';

interface Resolving extends NewResolution {
  neighbourhoodId: string;
  meetingId: string | null;
  matterId: string | null;
  projectId: string | null;
  decidedOn: Day;
}

/**
 * Adds a resolution to a meeting after its minutes (a ballot was counted later). Errors: {@link MakeResolutionError}, `not-found`,
 * `wrong-state` (the meeting was not held), `no-quorum` (the meeting could not decide, and no ballot did).
 */
export function makeResolution(
  ctx: CommandContext,
  input: NewResolution & { meetingId: string },
): Promise<Result<{ resolutionId: string }, MakeResolutionError | 'not-allowed' | 'not-found' | 'wrong-state' | 'no-quorum' | 'key-reused'>> {
  return runCommand(ctx, 'make-resolution', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('resolution.make', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (meeting.state === 'called' || meeting.state === 'cancelled') return err('wrong-state');
    if (!input.ballotId && !mayDecide(meeting, meeting.presentCount ?? 0, meeting.entitledCount)) return err('no-quorum');
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

const isKnown = async (tx: Tx, party: Party): Promise<boolean> =>
  party.personId !== null ? (await findPerson(tx, party.personId)) !== null : (await findOrganisation(tx, party.organisationId ?? '')) !== null;

/** Writes a resolution and opens the executor's duty. The caller has checked the right to decide. */
export async function makeResolutionIn(tx: CommandTx, input: Resolving): Promise<Result<{ resolutionId: string }, MakeResolutionError>> {
  const text = input.text.trim();
  if (text === '') return err('text-required');
  const executor = { personId: input.executorPersonId ?? null, organisationId: input.executorOrganisationId ?? null };
  const supervisor = { personId: input.supervisorPersonId ?? null, organisationId: input.supervisorOrganisationId ?? null };
  if (!isOneParty(executor)) return err('executor-required');
  if (!isOneParty(supervisor)) return err('supervisor-required');
  if (!supervisorIsNotTheExecutor(executor, supervisor)) return err('supervisor-is-executor');
  if (!isDay(input.deadline) || input.deadline < input.decidedOn) return err('deadline-in-past');
  if (!(await isKnown(tx, executor)) || !(await isKnown(tx, supervisor))) return err('person-unknown');
  const resolution = {
    id: tx.newId(),
    neighbourhoodId: input.neighbourhoodId,
    meetingId: input.meetingId,
    matterId: input.matterId,
    projectId: input.projectId,
    text,
    executorPersonId: executor.personId,
    executorOrganisationId: executor.organisationId,
    supervisorPersonId: supervisor.personId,
    supervisorOrganisationId: supervisor.organisationId,
    deadline: input.deadline,
    money: input.money ?? null,
    ballotId: input.ballotId ?? null,
    decidedOn: input.decidedOn,
  };
  await insertResolution(tx, resolution);
  await openExecutorDuty(tx, resolution);
  tx.audit({
    action: 'resolution.make',
    subjectKind: 'resolution',
    subjectId: resolution.id,
    text: { text, deadline: input.deadline, executor, supervisor, money: resolution.money, ballotId: resolution.ballotId },
  });
  await tx.emit('resolution.made', { resolutionId: resolution.id, meetingId: input.meetingId, matterId: input.matterId, projectId: input.projectId });
  return ok({ resolutionId: resolution.id });
}

/** Names the ballot that decided a resolution about money, inside the caller's command; once. Errors: `not-found`, `not-allowed`, `wrong-state`. */
export async function nameBallotIn(
  tx: CommandTx,
  input: { resolutionId: string; ballotId: string },
): Promise<Result<null, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const resolution = await lockResolution(tx, input.resolutionId);
  if (!resolution) return err('not-found');
  if (!tx.can('resolution.make', { neighbourhoodId: resolution.neighbourhoodId })) return err('not-allowed');
  if (resolution.ballotId !== null) return err('wrong-state');
  await setResolutionBallot(tx, resolution.id, input.ballotId);
  tx.audit({ action: 'resolution.name-ballot', subjectKind: 'resolution', subjectId: resolution.id, text: { ballotId: input.ballotId } });
  return ok(null);
}

/** The executor's turn: a named person, the organisation's contact, or the secretary where it has none. */
export async function openExecutorDuty(
  tx: CommandTx,
  resolution: Pick<Resolution, 'id' | 'neighbourhoodId' | 'projectId' | 'text' | 'executorPersonId' | 'executorOrganisationId' | 'deadline'>,
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

/** Who may act for the supervisor: the named person, or the organisation's contacts; where it has none, nobody but the director. */
export const supervisorsOf = async (tx: CommandTx, resolution: Pick<Resolution, 'supervisorPersonId' | 'supervisorOrganisationId'>): Promise<string[]> =>
  resolution.supervisorPersonId !== null ? [resolution.supervisorPersonId] : contactsOf(tx, resolution.supervisorOrganisationId);
