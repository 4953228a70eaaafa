import { type Day, formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { contactsOf, openExecutorDuty, supervisorsOf } from './make-resolution.ts';
import { findMeeting, progressOf } from './queries.ts';
import { deadlineHasPassed, follow, type ProgressKind, type Resolution, type ResolutionProgress, type ResolutionState } from './resolution.ts';
import { insertProgress, lockLate, lockResolution, setResolutionProject } from './store.ts';

export interface FollowInput {
  resolutionId: string;
  /**
   * report, finish, ask-later: the executor (or the secretary for one without a phone) · accept, return, grant-later, refuse-later:
   * the supervisor · appraise, reopen: after the appraisal.
   */
  kind: Exclude<ProgressKind, 'overdue'>;
  text: string;
  /** The later day that is asked for. */
  deadline?: Day | null;
  /** The appraisal meeting that judged it, of the same place. */
  meetingId?: string | null;
  /** Photos and papers, already in the file store; public. */
  files?: readonly (StoredBytes & { name: string })[];
}

/**
 * Adds to the story of a resolution: progress by the executor, the check by the supervisor, the residents' appraisal. A later day
 * is asked for with its reason and holds once the supervisor agrees; who asked never agrees.
 * Errors: `not-allowed` (not the named one), `wrong-state` (not their turn), `text-required`, `later-day-required` (a day after the
 * deadline and not past), `meeting-elsewhere` (an appraisal meeting of another place, or one that was not held).
 */
export function followResolution(
  ctx: CommandContext,
  input: FollowInput,
): Promise<
  Result<{ state: ResolutionState }, 'not-allowed' | 'not-found' | 'wrong-state' | 'text-required' | 'later-day-required' | 'meeting-elsewhere' | 'key-reused'>
> {
  return runCommand(ctx, 'follow-resolution', async (tx) => {
    const resolution = await lockResolution(tx, input.resolutionId);
    if (!resolution) return err('not-found');
    if (!(await mayFollow(tx, resolution, input.kind))) return err('not-allowed');
    const text = input.text.trim();
    if (text === '') return err('text-required');
    const story = await progressOf(tx, resolution.id);
    const last = lastLine(story);
    const next = follow(resolution.state, last?.kind ?? null, input.kind);
    if (!next.ok) return next;
    if (input.kind === 'ask-later' && !laterDay(input.deadline, resolution.deadline, tx.today)) return err('later-day-required');
    if (input.kind === 'grant-later' && last?.byPersonId === tx.actor.personId) return err('not-allowed');
    const meetingId = input.kind === 'appraise' || input.kind === 'reopen' ? (input.meetingId ?? null) : null;
    const judge = meetingId === null ? null : await findMeeting(tx, meetingId);
    if (meetingId !== null && (judge?.neighbourhoodId !== resolution.neighbourhoodId || judge.kind !== 'appraisal' || judge.heldAt === null))
      return err('meeting-elsewhere');
    const deadline = input.kind === 'ask-later' ? (input.deadline ?? null) : input.kind === 'grant-later' ? (last?.deadline ?? null) : null;
    const fileIds: string[] = [];
    for (const file of input.files ?? [])
      fileIds.push(await recordFile(tx, file, { name: file.name, visibility: 'public', neighbourhoodId: resolution.neighbourhoodId }));
    await insertProgress(tx, resolution.id, { seq: story.length + 1, kind: input.kind, text, fileIds, deadline, meetingId }, next.value);
    await passTheTurn(tx, { ...resolution, deadline: input.kind === 'grant-later' && deadline !== null ? deadline : resolution.deadline }, input.kind);
    tx.audit({
      action: `resolution.${input.kind}`,
      subjectKind: 'resolution',
      subjectId: resolution.id,
      text: { text, files: fileIds.length, state: next.value, ...(deadline === null ? {} : { deadline }), ...(meetingId === null ? {} : { meetingId }) },
    });
    await tx.emit('resolution.followed', {
      resolutionId: resolution.id,
      kind: input.kind,
      state: next.value,
      matterId: resolution.matterId,
      projectId: resolution.projectId,
    });
    return ok({ state: next.value });
  });
}

const lastLine = (story: readonly ResolutionProgress[]): ResolutionProgress | null => story.findLast((line) => line.kind !== 'overdue') ?? null;

/** A later day lies after the one that stands, and not in the past. */
const laterDay = (asked: Day | null | undefined, deadline: Day, today: Day): boolean => !!asked && isDay(asked) && asked > deadline && asked >= today;

/** Only the named executor reports (the secretary may write it down, unless they supervise it), only the named supervisor checks. */
async function mayFollow(tx: CommandTx, resolution: Resolution, kind: FollowInput['kind']): Promise<boolean> {
  const me = tx.actor.personId;
  const place = { neighbourhoodId: resolution.neighbourhoodId };
  const staff = tx.can('resolution.appraise', place);
  if (me === null || !tx.can('resolution.follow', place)) return false;
  const supervisors = await supervisorsOf(tx, resolution);
  switch (kind) {
    case 'report':
    case 'finish':
    case 'ask-later':
      if (supervisors.includes(me)) return false;
      return staff || me === resolution.executorPersonId || (await contactsOf(tx, resolution.executorOrganisationId)).includes(me);
    case 'accept':
    case 'return':
    case 'grant-later':
    case 'refuse-later':
      // An organisation without a contact is spoken for by the director, never by the executor.
      if (supervisors.length === 0) return me !== resolution.executorPersonId && tx.can('resolution.stand-in', place);
      return supervisors.includes(me);
    case 'appraise':
    case 'reopen':
      return staff;
  }
}

async function passTheTurn(tx: CommandTx, resolution: Resolution, kind: FollowInput['kind']): Promise<void> {
  const short = [...resolution.text].slice(0, 30).join('');
  const duty = {
    neighbourhoodId: resolution.neighbourhoodId,
    subjectKind: 'resolution',
    subjectId: resolution.id,
    ...(resolution.projectId ? { projectId: resolution.projectId } : {}),
    href: `/resolutions/${resolution.id}`,
  };
  switch (kind) {
    case 'report':
      return;
    case 'finish':
      await closeDuty(tx, { kind: 'resolution.carry-out', subjectId: resolution.id });
      await closeDuty(tx, { kind: 'resolution.chase', subjectId: resolution.id });
      await openSupervisorDuty(tx, resolution, { kind: 'resolution.check', title: { zh: `核查决议落实：${short}`, en: `Check the resolution: ${short}` } });
      return;
    case 'ask-later':
      // The executor's duty stays open and goes on becoming overdue until the supervisor agrees.
      await openSupervisorDuty(tx, resolution, {
        kind: 'resolution.later',
        title: { zh: `同意或不同意延期：${short}`, en: `Agree to a later day or not: ${short}` },
      });
      return;
    case 'grant-later':
      await closeDuty(tx, { kind: 'resolution.later', subjectId: resolution.id });
      await closeDuty(tx, { kind: 'resolution.chase', subjectId: resolution.id });
      await openExecutorDuty(tx, resolution);
      return;
    case 'refuse-later':
      await closeDuty(tx, { kind: 'resolution.later', subjectId: resolution.id });
      return;
    case 'return':
      await closeDuty(tx, { kind: 'resolution.check', subjectId: resolution.id });
      await openExecutorDuty(tx, resolution);
      return;
    case 'reopen':
      await closeDuty(tx, { kind: 'resolution.appraise', subjectId: resolution.id });
      await openExecutorDuty(tx, resolution);
      return;
    case 'accept':
      await closeDuty(tx, { kind: 'resolution.check', subjectId: resolution.id });
      await openDuty(tx, {
        ...duty,
        kind: 'resolution.appraise',
        dueDay: await officeDeadline(tx, 'resolution.appraise'),
        role: 'secretary',
        title: { zh: `评议决议落实：${short}`, en: `Have the resolution appraised: ${short}` },
      });
      return;
    case 'appraise':
      await closeDuty(tx, { kind: 'resolution.appraise', subjectId: resolution.id });
  }
}

/** The supervisor's turn: the named person, the organisation's contacts, or the director where it has none. */
async function openSupervisorDuty(tx: CommandTx, resolution: Resolution, what: { kind: string; title: { zh: string; en: string } }): Promise<void> {
  const duty = {
    ...what,
    neighbourhoodId: resolution.neighbourhoodId,
    subjectKind: 'resolution',
    subjectId: resolution.id,
    ...(resolution.projectId ? { projectId: resolution.projectId } : {}),
    href: `/resolutions/${resolution.id}`,
    dueDay: await officeDeadline(tx, what.kind),
  };
  const personIds = await supervisorsOf(tx, resolution);
  if (personIds.length === 0) await openDuty(tx, { ...duty, role: 'director' });
  for (const personId of personIds) await openDuty(tx, { ...duty, personId });
}

/** Marks the resolutions whose deadline passed yesterday or before, inside the daily round. Safe to repeat. Returns how many. */
export async function markOverdueResolutions(tx: CommandTx): Promise<number> {
  const late = (await lockLate(tx)).filter((resolution) => deadlineHasPassed(resolution, tx.today));
  for (const resolution of late) {
    const seq = (await progressOf(tx, resolution.id)).length + 1;
    await insertProgress(tx, resolution.id, { seq, kind: 'overdue', text: `期限 ${formatDay(resolution.deadline)} 已过。`, fileIds: [] }, 'overdue');
    const short = [...resolution.text].slice(0, 30).join('');
    // The director chases it; the executor's own duty goes on up to the secretary and the office by its deadline.
    await openDuty(tx, {
      kind: 'resolution.chase',
      role: 'director',
      neighbourhoodId: resolution.neighbourhoodId,
      subjectKind: 'resolution',
      subjectId: resolution.id,
      ...(resolution.projectId ? { projectId: resolution.projectId } : {}),
      title: { zh: `督办逾期决议：${short}`, en: `Chase the overdue resolution: ${short}` },
      href: `/resolutions/${resolution.id}`,
      dueDay: await officeDeadline(tx, 'resolution.chase'),
    });
    tx.audit({ action: 'resolution.overdue', subjectKind: 'resolution', subjectId: resolution.id, text: { deadline: resolution.deadline } });
    await tx.emit('resolution.overdue', { resolutionId: resolution.id, projectId: resolution.projectId });
  }
  return late.length;
}

/** Links a resolution to the project that grew out of it, inside the projects' command. */
export const linkResolutionProjectIn = (tx: CommandTx, resolutionId: string, projectId: string): Promise<void> =>
  setResolutionProject(tx, resolutionId, projectId);
