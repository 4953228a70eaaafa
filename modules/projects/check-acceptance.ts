import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { holds } from '#platform/access';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { defectIsOpen, ofTheTeam, itemsToAccept } from './acceptance-list.ts';
import { acceptanceList, insertFinding, insertItems, insertRecheck, projectOfItem } from './acceptance-list-store.ts';
import { findApplication } from './application-store.ts';
import type { ProjectState } from './project.ts';
import { lockProject, type Project } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';

/** Duty of the team: mend what the acceptance found. */
export const mendDuty = 'acceptance.mend';

/** `drawn` the list stands already · `of-the-team` nobody checks their own work · `too-early` a day that has passed · `mended` it is mended already. */
export type AcceptanceListError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'drawn'
  | 'of-the-team'
  | 'required'
  | 'too-long'
  | 'wrong-type'
  | 'not-a-date'
  | 'in-the-past'
  | 'mended'
  | 'key-reused';

const listIsOpen = (project: Project): boolean => project.state === 'doing' || project.state === 'appraisal';

/** What was found is mended until the works are given up: a defect that did not block is looked at again after the acceptance. */
export const defectsAreMended = (state: ProjectState): boolean => ['doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep'].includes(state);

/** Draws the acceptance list from the application in force: goal, indicators, budget lines, last day, keeper. Once; nothing is typed. */
export const drawAcceptanceList = (context: CommandContext, input: { projectId: string }): Promise<Result<number, AcceptanceListError>> =>
  runCommand(context, 'draw-acceptance-list', async (tx): Promise<Result<number, AcceptanceListError>> => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.draw-acceptance', project)) return err('not-allowed');
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!listIsOpen(project) || !application) return err('wrong-state');
    if ((await acceptanceList(tx, project.id)).length > 0) return err('drawn');
    const items = itemsToAccept(application);
    await insertItems(tx, project.id, items);
    tx.audit({ action: 'project.draw-acceptance', subjectKind: 'project', subjectId: project.id, text: { version: application.version, items: items.length } });
    await tx.emit('project.acceptance-drawn', { projectId: project.id, items: items.length });
    return ok(items.length);
  });

/** Photo and words of a look, recorded; refuses what is no picture. */
async function lookOf(
  tx: CommandTx,
  project: Project,
  look: { note: string; photo: Upload | null },
): Promise<Result<{ note: string; photoFileId: string | null }, 'too-long' | 'wrong-type'>> {
  const note = look.note.trim();
  if (note.length > 500) return err('too-long');
  if (look.photo && !isPicture(look.photo)) return err('wrong-type');
  const [photoFileId = null] = look.photo
    ? await recordUploads(tx, [look.photo], { neighbourhoodId: project.neighbourhoodId, visibility: 'neighbourhood' })
    : [];
  return ok({ note, photoFileId });
}

async function fromOutside(tx: CommandTx, project: Project): Promise<boolean> {
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  return tx.actor.personId !== null && application !== null && !ofTheTeam(application.members, { personId: tx.actor.personId, name: tx.actor.name });
}

async function askToMend(tx: CommandTx, project: Project, findingId: string, no: number, mendBy: string): Promise<void> {
  await openDuty(tx, {
    kind: mendDuty,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'acceptance-finding',
    subjectId: findingId,
    projectId: project.id,
    title: { zh: `整改验收第 ${no} 项：${project.title}`, en: `Mend item ${no} of the acceptance: ${project.title}` },
    href: `/projects/${project.id}/acceptance-list#${no}`,
    dueDay: isDay(mendBy) ? mendBy : null,
  });
}

export interface CheckItemInput {
  itemId: string;
  note: string;
  photo: Upload | null;
  /** Null: it is in order. */
  defect: { blocking: boolean; mendBy: string } | null;
}

/**
 * Somebody outside the team looks at one item: for the residents (supervisor, steward) or for the office. A defect says what is wrong, whether it blocks
 * the acceptance, and by which day it is mended; the team is asked to mend it.
 */
export const checkAcceptanceItem = (context: CommandContext, input: CheckItemInput): Promise<Result<string, AcceptanceListError>> =>
  runCommand(context, 'check-acceptance-item', async (tx): Promise<Result<string, AcceptanceListError>> => {
    const item = await projectOfItem(tx, { itemId: input.itemId });
    const project = item && (await lockProject(tx, item.projectId));
    if (!item || !project) return err('not-found');
    if (!tx.can('project.check-item', project)) return err('not-allowed');
    if (!listIsOpen(project)) return err('wrong-state');
    if (!(await fromOutside(tx, project))) return err('of-the-team');
    const { defect } = input;
    if (defect && input.note.trim() === '') return err('required');
    if (defect && !isDay(defect.mendBy)) return err('not-a-date');
    if (defect && defect.mendBy < tx.today) return err('in-the-past');
    const look = await lookOf(tx, project, input);
    if (!look.ok) return look;
    const capacity = holds(tx.actor, ['officer', 'head'], null, 'project.check-item') ? 'office' : 'residents';
    const id = await insertFinding(tx, { itemId: item.itemId, capacity, defect, ...look.value });
    if (defect) await askToMend(tx, project, id, item.no, defect.mendBy);
    tx.audit({
      action: 'project.check-item',
      subjectKind: 'project',
      subjectId: project.id,
      text: {
        item: item.no,
        capacity,
        result: defect ? 'defect' : 'ok',
        note: look.value.note,
        ...(defect ? { blocking: defect.blocking, mendBy: defect.mendBy } : {}),
      },
    });
    await tx.emit('project.item-checked', { projectId: project.id, item: item.no, defect: defect !== null });
    return ok(id);
  });

/** A second look at a defect by somebody outside the team: mended, or not and by which day then. */
export const recheckDefect = (
  context: CommandContext,
  input: { findingId: string; mended: boolean; note: string; photo: Upload | null; mendBy: string },
): Promise<Result<void, AcceptanceListError>> =>
  runCommand(context, 'recheck-defect', async (tx): Promise<Result<void, AcceptanceListError>> => {
    const item = await projectOfItem(tx, { findingId: input.findingId });
    const project = item && (await lockProject(tx, item.projectId));
    if (!item || !project) return err('not-found');
    if (!tx.can('project.check-item', project)) return err('not-allowed');
    if (!defectsAreMended(project.state)) return err('wrong-state');
    if (!(await fromOutside(tx, project))) return err('of-the-team');
    const finding = (await acceptanceList(tx, project.id)).flatMap((one) => one.findings).find((one) => one.id === input.findingId);
    if (!finding?.defect) return err('not-found');
    if (!defectIsOpen(finding)) return err('mended');
    if (!input.mended && input.note.trim() === '') return err('required');
    if (!input.mended && !isDay(input.mendBy)) return err('not-a-date');
    if (!input.mended && input.mendBy < tx.today) return err('in-the-past');
    const look = await lookOf(tx, project, input);
    if (!look.ok) return look;
    const mendBy = input.mended ? null : input.mendBy;
    await insertRecheck(tx, { findingId: finding.id, no: finding.defect.rechecks.length + 1, mendBy, ...look.value });
    await closeDuty(tx, { kind: mendDuty, subjectId: finding.id });
    if (mendBy !== null) await askToMend(tx, project, finding.id, item.no, mendBy);
    tx.audit({
      action: 'project.recheck-defect',
      subjectKind: 'project',
      subjectId: project.id,
      text: { item: item.no, mended: input.mended, note: look.value.note, ...(mendBy ? { mendBy } : {}) },
    });
    await tx.emit('project.defect-rechecked', { projectId: project.id, item: item.no, mended: input.mended });
    return ok();
  });
