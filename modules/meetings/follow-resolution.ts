import { formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { contactsOf, openExecutorDuty } from './make-resolution.ts';
import { progressOf } from './queries.ts';
import { deadlineHasPassed, follow, type ProgressKind, type Resolution, type ResolutionState } from './resolution.ts';
import { insertProgress, lockLate, lockResolution, setResolutionProject } from './store.ts';

export interface FollowInput {
  resolutionId: string;
  /** report, finish: the executor (or the secretary for one without a phone) · accept, return: the supervisor · appraise: after the appraisal. */
  kind: Exclude<ProgressKind, 'overdue'>;
  text: string;
  /** Photos and papers, already in the file store; public. */
  files?: readonly (StoredBytes & { name: string })[];
}

/**
 * Adds to the story of a resolution: progress by the executor, the check by the supervisor, the residents' appraisal.
 * Errors: `not-allowed` (not the named one), `wrong-state` (not their turn), `text-required`.
 */
export function followResolution(
  ctx: CommandContext,
  input: FollowInput,
): Promise<Result<{ state: ResolutionState }, 'not-allowed' | 'not-found' | 'wrong-state' | 'text-required' | 'key-reused'>> {
  return runCommand(ctx, 'follow-resolution', async (tx) => {
    const resolution = await lockResolution(tx, input.resolutionId);
    if (!resolution) return err('not-found');
    if (!(await mayFollow(tx, resolution, input.kind))) return err('not-allowed');
    const text = input.text.trim();
    if (text === '') return err('text-required');
    const story = await progressOf(tx, resolution.id);
    const next = follow(resolution.state, lastWord(story), input.kind);
    if (!next.ok) return next;
    const fileIds: string[] = [];
    for (const file of input.files ?? [])
      fileIds.push(await recordFile(tx, file, { name: file.name, visibility: 'public', neighbourhoodId: resolution.neighbourhoodId }));
    await insertProgress(tx, resolution.id, { seq: story.length + 1, kind: input.kind, text, fileIds }, next.value);
    await passTheTurn(tx, resolution, input.kind);
    tx.audit({
      action: `resolution.${input.kind}`,
      subjectKind: 'resolution',
      subjectId: resolution.id,
      text: { text, files: fileIds.length, state: next.value },
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

const lastWord = (story: readonly { kind: ProgressKind }[]): ProgressKind | null => story.findLast((line) => line.kind !== 'overdue')?.kind ?? null;

/** Only the named executor reports (the secretary may write it down, unless they supervise it), only the named supervisor checks. */
async function mayFollow(tx: CommandTx, resolution: Resolution, kind: FollowInput['kind']): Promise<boolean> {
  const me = tx.actor.personId;
  const staff = tx.can('resolution.appraise', { neighbourhoodId: resolution.neighbourhoodId });
  if (me === null || !tx.can('resolution.follow', { neighbourhoodId: resolution.neighbourhoodId })) return false;
  switch (kind) {
    case 'report':
    case 'finish':
      if (me === resolution.supervisorPersonId) return false;
      return staff || me === resolution.executorPersonId || (await contactsOf(tx, resolution.executorOrganisationId)).includes(me);
    case 'accept':
    case 'return':
      return me === resolution.supervisorPersonId;
    case 'appraise':
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
      await openDuty(tx, {
        ...duty,
        kind: 'resolution.check',
        dueDay: await officeDeadline(tx, 'resolution.check'),
        personId: resolution.supervisorPersonId,
        title: { zh: `核查决议落实：${short}`, en: `Check the resolution: ${short}` },
      });
      return;
    case 'return':
      await closeDuty(tx, { kind: 'resolution.check', subjectId: resolution.id });
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

/** Marks the resolutions whose deadline passed yesterday or before, inside the daily round. Safe to repeat. Returns how many. */
export async function markOverdueResolutions(tx: CommandTx): Promise<number> {
  const late = (await lockLate(tx)).filter((resolution) => deadlineHasPassed(resolution, tx.today));
  for (const resolution of late) {
    const seq = (await progressOf(tx, resolution.id)).length + 1;
    await insertProgress(tx, resolution.id, { seq, kind: 'overdue', text: `期限 ${formatDay(resolution.deadline)} 已过。`, fileIds: [] }, 'overdue');
    tx.audit({ action: 'resolution.overdue', subjectKind: 'resolution', subjectId: resolution.id, text: { deadline: resolution.deadline } });
    await tx.emit('resolution.overdue', { resolutionId: resolution.id, projectId: resolution.projectId });
  }
  return late.length;
}

/** Links a resolution to the project that grew out of it, inside the projects' command. */
export const linkResolutionProjectIn = (tx: CommandTx, resolutionId: string, projectId: string): Promise<void> =>
  setResolutionProject(tx, resolutionId, projectId);
