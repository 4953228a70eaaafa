import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { recordFile, type StoredBytes } from '#platform/files';
import { findNeighbourhood } from '#modules/places';
import { type ColumnMapping, rosterFields } from './columns.ts';
import { importRosterIn, type RosterFailure, type RosterInput } from './import-roster.ts';
import type { ImportSummary } from './plan.ts';

/** How the office reads its file: which sheet, which columns, which compound. */
export interface RosterChoice {
  sheet?: string;
  mapping?: ColumnMapping;
  compoundId?: string | null;
}
const choiceShape = z.object({
  sheet: z.string().optional(),
  mapping: z.partialRecord(z.enum(rosterFields), z.number().int().min(0)).optional(),
  compoundId: z.string().nullable().optional(),
});
const summaryShape = z.object({
  rows: z.number(),
  newBuildings: z.number(),
  newHomes: z.number(),
  newHouseholds: z.number(),
  newPersons: z.number(),
  newOwners: z.number(),
  changedHomes: z.number(),
  endedMembers: z.number(),
  endedOwners: z.number(),
  unchangedRows: z.number(),
  homesNotNamed: z.number(),
});

/** A roster between upload and import; when done, what it changed. */
export interface RosterDraft {
  id: string;
  neighbourhoodId: string;
  fileId: string;
  sha256: string;
  fileName: string;
  choice: RosterChoice;
  state: 'draft' | 'done';
  summary: ImportSummary | null;
  startedBy: string | null;
  startedAt: Date;
  doneAt: Date | null;
}
const draftRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    file_id: z.string(),
    sha256: z.string(),
    file_name: z.string(),
    mapping: choiceShape,
    state: z.enum(['draft', 'done']),
    summary: summaryShape.nullable(),
    started_by: z.string().nullable(),
    started_at: z.date(),
    done_at: z.date().nullable(),
  })
  .transform(
    (r): RosterDraft => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      fileId: r.file_id,
      sha256: r.sha256,
      fileName: r.file_name,
      choice: r.mapping,
      state: r.state,
      summary: r.summary,
      startedBy: r.started_by,
      startedAt: r.started_at,
      doneAt: r.done_at,
    }),
  );
const drafts = sql`select i.id, i.neighbourhood_id, i.file_id, f.sha256, i.file_name, i.mapping, i.state, i.summary, i.started_by, i.started_at, i.done_at
  from roster_import i join file f on f.subdistrict_id = i.subdistrict_id and f.id = i.file_id`;

/** One draft or finished import, or null. */
export const findRosterDraft = (tx: Tx, id: string): Promise<RosterDraft | null> =>
  tx.maybe(sql`${drafts} where i.subdistrict_id = ${tx.subdistrictId} and i.id = ${id}`, draftRow);
/** Imports of a neighbourhood, newest first. */
export const listRosterDrafts = (tx: Tx, neighbourhoodId: string): Promise<RosterDraft[]> =>
  tx.all(sql`${drafts} where i.subdistrict_id = ${tx.subdistrictId} and i.neighbourhood_id = ${neighbourhoodId} order by i.started_at desc limit 50`, draftRow);

/** Keeps an uploaded roster for looking at it before it is imported; returns the draft's id. */
export const startRosterDraft = (ctx: CommandContext, input: { neighbourhoodId: string; fileName: string; stored: StoredBytes }) =>
  runCommand(ctx, 'start-roster-draft', async (tx): Promise<Result<string, 'not-found' | 'not-allowed'>> => {
    if (!(await findNeighbourhood(tx, input.neighbourhoodId))) return err('not-found');
    if (!tx.can('roster.import', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
    const fileId = await recordFile(tx, input.stored, {
      name: input.fileName,
      visibility: 'office',
      neighbourhoodId: input.neighbourhoodId,
    });
    const id = tx.newId();
    await tx.exec(sql`insert into roster_import (subdistrict_id, id, neighbourhood_id, file_id, file_name, mapping, state, started_by, started_at)
      values (${tx.subdistrictId}, ${id}, ${input.neighbourhoodId}, ${fileId}, ${input.fileName.slice(0, 200)}, '{}'::jsonb, 'draft', ${tx.actor.personId}, ${tx.now})`);
    return ok(id);
  });

/** Says how the draft's file is read. */
export const chooseRosterColumns = (ctx: CommandContext, input: { draftId: string; choice: RosterChoice }) =>
  runCommand(ctx, 'choose-roster-columns', async (tx): Promise<Result<void, 'not-found' | 'not-allowed'>> => {
    const draft = await findRosterDraft(tx, input.draftId);
    if (!draft || draft.state === 'done') return err('not-found');
    if (!tx.can('roster.import', { neighbourhoodId: draft.neighbourhoodId })) return err('not-allowed');
    await tx.exec(
      sql`update roster_import set mapping = ${JSON.stringify(input.choice)}::jsonb where subdistrict_id = ${tx.subdistrictId} and id = ${draft.id} and state = 'draft'`,
    );
    return ok();
  });

/** Imports a draft, whole or not at all; `already-done` when somebody was faster. */
export async function confirmRosterDraft(
  ctx: CommandContext,
  input: { draftId: string; bytes: Uint8Array },
): Promise<Result<ImportSummary, RosterFailure | { code: 'already-done' } | { code: 'key-reused' }>> {
  let failure: RosterFailure | { code: 'already-done' } | null = null;
  const result = await runCommand(ctx, 'confirm-roster-draft', async (tx): Promise<Result<ImportSummary, 'refused'>> => {
    const draft = await findRosterDraft(tx, input.draftId);
    if (!draft) failure = { code: 'not-found' };
    else if (
      (await tx.exec(
        sql`update roster_import set state = 'done', done_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${draft.id} and state = 'draft'`,
      )) === 0
    )
      failure = { code: 'already-done' };
    else {
      const { sheet, mapping, compoundId } = draft.choice;
      const roster: RosterInput = {
        neighbourhoodId: draft.neighbourhoodId,
        bytes: input.bytes,
        compoundId: compoundId ?? null,
        ...(sheet ? { sheet } : {}),
        ...(mapping ? { mapping } : {}),
      };
      const imported = await importRosterIn(tx, roster);
      if (imported.ok) {
        await tx.exec(
          sql`update roster_import set summary = ${JSON.stringify(imported.value)}::jsonb where subdistrict_id = ${tx.subdistrictId} and id = ${draft.id}`,
        );
        return imported;
      }
      failure = imported.error;
    }
    return err('refused');
  });
  if (result.ok) return result;
  return err(result.error === 'key-reused' || !failure ? { code: 'key-reused' } : failure);
}
