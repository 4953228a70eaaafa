import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findApplication } from './application-store.ts';
import { listCheckIns } from './doing-store.ts';
import { projectStage, worksGoOn } from './project.ts';
import { insertNote, insertPictureMark, insertReading } from './record-store.ts';
import { outcomesWereRead } from './outcome-years.ts';
import { findProject } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';

/** Writes down how the works stand. Errors: `not-found`, `not-allowed`, `wrong-state`, `required`, `too-long`. */
export const noteProgress = (
  context: CommandContext,
  input: { projectId: string; progress: string; problems: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'too-long' | 'key-reused'>> =>
  runCommand(context, 'note-progress', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.note', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    const [progress, problems] = [input.progress.trim(), input.problems.trim()];
    if (progress === '') return err('required');
    if (progress.length > 2000 || problems.length > 2000) return err('too-long');
    const id = await insertNote(tx, project.id, { progress, problems });
    tx.audit({ action: 'project.note', subjectKind: 'project', subjectId: project.id, text: { progress, problems } });
    await tx.emit('project.noted', { projectId: project.id, noteId: id });
    return ok(id);
  });

/**
 * Marks a new picture as the one shown before or after the works. Before the works too: that is when it is dark.
 * Errors: `not-found`, `not-allowed`, `wrong-state` (the project ended), `required` (no caption, or no such photo), `wrong-type`.
 */
export const markPicture = (
  context: CommandContext,
  input: { projectId: string; mark: 'before' | 'after'; caption: string; photo: Upload | { fileId: string } },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'wrong-type' | 'key-reused'>> =>
  runCommand(context, 'mark-picture', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.mark-picture', project)) return err('not-allowed');
    if (projectStage(project.state) === 'ended') return err('wrong-state');
    const caption = input.caption.trim().slice(0, 200);
    if (caption === '') return err('required');
    let fileId: string | undefined;
    if ('fileId' in input.photo) {
      const { fileId: wanted } = input.photo;
      // Only a photo that was taken at these works can be chosen again.
      fileId = (await listCheckIns(tx, project.id)).flatMap((one) => one.fileIds).find((id) => id === wanted);
    } else {
      if (!isPicture(input.photo)) return err('wrong-type');
      [fileId] = await recordUploads(tx, [input.photo], { neighbourhoodId: project.neighbourhoodId, visibility: 'public' });
    }
    if (fileId === undefined) return err('required');
    await insertPictureMark(tx, project.id, { mark: input.mark, fileId, caption });
    tx.audit({ action: 'project.mark-picture', subjectKind: 'project', subjectId: project.id, text: { mark: input.mark, caption } });
    await tx.emit('project.picture-marked', { projectId: project.id, mark: input.mark, fileId });
    return ok(fileId);
  });

/**
 * Reports what an expected indicator came to, also years later. Errors: `not-found` (project or indicator), `not-allowed`,
 * `wrong-state` (before the works), `not-a-date`, `in-the-future`, `not-a-number`, `no-source` (it is not said where the figure comes from).
 */
export const reportOutcome = (
  context: CommandContext,
  input: { projectId: string; indicatorNo: number; measuredOn: string; actual: string; source: string; note: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-date' | 'in-the-future' | 'not-a-number' | 'no-source' | 'key-reused'>> =>
  runCommand(context, 'report-outcome', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.report-outcome', project)) return err('not-allowed');
    if (!['doing', 'closing', 'upkeep'].includes(projectStage(project.state)) || project.applicationId === null) return err('wrong-state');
    const application = await findApplication(tx, project.applicationId);
    if (!application?.indicators[input.indicatorNo - 1]) return err('not-found');
    if (!isDay(input.measuredOn)) return err('not-a-date');
    if (input.measuredOn > tx.today) return err('in-the-future');
    if (!/^-?\d{1,11}(\.\d{1,2})?$/.test(input.actual.trim())) return err('not-a-number');
    const source = input.source.trim().slice(0, 200);
    if (source === '') return err('no-source');
    const id = await insertReading(tx, {
      projectId: project.id,
      applicationId: application.id,
      indicatorNo: input.indicatorNo,
      measuredOn: input.measuredOn,
      actual: input.actual.trim(),
      source,
      note: input.note.trim().slice(0, 500),
    });
    tx.audit({
      action: 'project.report-outcome',
      subjectKind: 'project',
      subjectId: project.id,
      text: { indicator: input.indicatorNo, actual: input.actual.trim(), source },
    });
    await tx.emit('project.outcome-reported', { projectId: project.id, indicatorNo: input.indicatorNo });
    await outcomesWereRead(tx, project);
    return ok(id);
  });
