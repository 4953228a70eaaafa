import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { type ApplicationDraft, applicationDraft } from './application-draft.ts';
import { findDraft, saveDraft } from './application-store.ts';
import type { ProjectState } from './project.ts';
import { lockProject, renameProject } from './store.ts';

/** States in which an application may be written: before it is submitted, after it came back, and when the award is not what was asked. */
export const applicationIsOpen = (state: ProjectState): boolean => ['draft', 'returned', 'awarded'].includes(state);

export interface SaveApplicationInput {
  projectId: string;
  /** The draft as typed; nothing is judged here. */
  content: ApplicationDraft;
  /** Revision that the editor saw: another one means that somebody saved meanwhile. */
  revision: number;
}

/**
 * Keeps an application as it is typed. Returns the new revision.
 * Errors: `not-found`, `not-allowed`, `wrong-state`, `changed-meanwhile` (somebody saved since; nothing was overwritten).
 */
export const saveApplication = (
  context: CommandContext, input: SaveApplicationInput,
): Promise<Result<number, 'not-found' | 'not-allowed' | 'wrong-state' | 'changed-meanwhile' | 'key-reused'>> =>
  runCommand(context, 'save-application', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.edit', project)) return err('not-allowed');
    if (!applicationIsOpen(project.state)) return err('wrong-state');
    const saved = await findDraft(tx, project.id);
    if ((saved?.revision ?? 0) !== input.revision) return err('changed-meanwhile');
    const content = applicationDraft.parse(input.content);
    const title = content.title.trim().slice(0, 60);
    if (project.state === 'draft' && title !== '' && title !== project.title) await renameProject(tx, project.id, title);
    const revision = await saveDraft(tx, project.id, content);
    tx.audit({ action: 'project.save-draft', subjectKind: 'project', subjectId: project.id, text: { revision } });
    return ok(revision);
  });
