import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { type ApplicationDraft, applicationDraft, emptyDraft } from './application-draft.ts';
import { findDraft, saveDraft } from './application-store.ts';
import { type DraftMarks, mergeDrafts } from './merge-drafts.ts';
import type { ProjectState } from './project.ts';
import { lockProject, renameProject } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** States in which an application may be written: before it is submitted, after it came back, and when the award is not what was asked. */
export const applicationIsOpen = (state: ProjectState): boolean => ['draft', 'returned', 'awarded'].includes(state);

export interface SaveApplicationInput {
  projectId: string;
  /** The draft as typed; nothing is judged here. */
  content: ApplicationDraft;
  /** Revision that the editor saw: another one means that somebody saved meanwhile. */
  revision: number;
}

/** A draft with new papers: each is recorded and added to the evidence under its kind. */
export interface SaveDraftInput extends SaveApplicationInput {
  papers?: readonly { kind: string; upload: Upload }[];
  /** Marks of what the editor saw (`draftMarks`): then what others saved meanwhile in other fields is kept, and fields that were not in the form too. */
  marks?: DraftMarks;
}

/**
 * Keeps an application as it is typed, with new papers. Returns the new revision and the draft as it is now.
 * Errors: `not-found`, `not-allowed`, `wrong-state`, `changed-meanwhile` (somebody saved since; with marks: changed the same field to something else;
 * nothing was overwritten).
 */
export const saveApplication = (
  context: CommandContext,
  input: SaveDraftInput,
): Promise<Result<{ revision: number; content: ApplicationDraft }, 'not-found' | 'not-allowed' | 'wrong-state' | 'changed-meanwhile' | 'key-reused'>> =>
  runCommand(context, 'save-application', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.edit', project)) return err('not-allowed');
    if (!applicationIsOpen(project.state)) return err('wrong-state');
    const saved = await findDraft(tx, project.id);
    const merged = input.marks ? mergeDrafts(input.marks, saved?.content ?? emptyDraft(), applicationDraft.parse(input.content)) : null;
    if (merged ? merged.conflicts.length > 0 : (saved?.revision ?? 0) !== input.revision) return err('changed-meanwhile');
    const typed = merged ? merged.content : applicationDraft.parse(input.content);
    const evidence = [...typed.evidence];
    for (const { kind, upload } of input.papers ?? []) {
      const [fileId] = await recordUploads(tx, [upload], { neighbourhoodId: project.neighbourhoodId, visibility: 'office' });
      if (fileId !== undefined) evidence.push({ kind, fileId, name: upload.name.slice(0, 200) });
    }
    const content = { ...typed, evidence };
    const title = content.title.trim().slice(0, 60);
    if (project.state === 'draft' && title !== '' && title !== project.title) await renameProject(tx, project.id, title);
    const revision = await saveDraft(tx, project.id, content);
    tx.audit({ action: 'project.save-draft', subjectKind: 'project', subjectId: project.id, text: { revision } });
    return ok({ revision, content });
  });
