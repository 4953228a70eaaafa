import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A note on how the works stand. */
export interface MidTermNote {
  id: string;
  progress: string;
  problems: string;
  byName: string;
  at: Date;
}

const notesRow = z.object({ id: z.string(), progress: z.string(), problems: z.string(), byName: z.string(), at: z.date() });

/** Notes of a project, oldest first. */
export const listNotes = (tx: Tx, projectId: string): Promise<MidTermNote[]> =>
  tx.all(
    sql`select id, progress, problems, by_name as "byName", at from mid_term_note where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} order by at, id`,
    notesRow,
  );

export async function insertNote(tx: CommandTx, projectId: string, note: { progress: string; problems: string }): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into mid_term_note (subdistrict_id, id, project_id, progress, problems, by_person_id, by_name, at) values (${tx.subdistrictId},
    ${id}, ${projectId}, ${note.progress}, ${note.problems}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

/** What an expected indicator came to on a day; `actual` is decimal text. */
export interface IndicatorReading {
  id: string;
  indicatorNo: number;
  measuredOn: string;
  actual: string;
  note: string;
  /** Where the figure comes from; null of those from before it was asked. */
  source: string | null;
  byName: string;
}

const readingsRow = z.object({
  id: z.string(),
  indicatorNo: z.number(),
  measuredOn: z.string(),
  actual: z.string(),
  note: z.string(),
  source: z.string().nullable(),
  byName: z.string(),
});

/** Readings of a project's indicators, oldest first. */
export const listReadings = (tx: Tx, projectId: string): Promise<IndicatorReading[]> =>
  tx.all(
    sql`select id, indicator_no as "indicatorNo", measured_on as "measuredOn", actual, note, source, by_name as "byName" from indicator_reading
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by measured_on, at, id`,
    readingsRow,
  );

export async function insertReading(
  tx: CommandTx,
  reading: { projectId: string; applicationId: string; indicatorNo: number; measuredOn: string; actual: string; source: string; note: string },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into indicator_reading (subdistrict_id, id, project_id, application_id, indicator_no, measured_on, actual, source, note,
      by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${reading.projectId}, ${reading.applicationId}, ${reading.indicatorNo}, ${reading.measuredOn},
    ${reading.actual}, ${reading.source}, ${reading.note}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

/** A picture shown as before or after. */
export interface PictureMark {
  mark: 'before' | 'after';
  fileId: string;
  caption: string;
  at: Date;
}

const pictureMarksRow = z.object({ mark: z.enum(['before', 'after']), fileId: z.string(), caption: z.string(), at: z.date() });

/** Marks of a project, oldest first; the last of each kind is the one shown. */
export const listPictureMarks = (tx: Tx, projectId: string): Promise<PictureMark[]> =>
  tx.all(
    sql`select mark, file_id as "fileId", caption, at from picture_mark where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} order by at, id`,
    pictureMarksRow,
  );

export async function insertPictureMark(tx: CommandTx, projectId: string, mark: { mark: 'before' | 'after'; fileId: string; caption: string }): Promise<void> {
  await tx.exec(sql`insert into picture_mark (subdistrict_id, id, project_id, mark, file_id, caption, by_person_id, at) values (${tx.subdistrictId},
    ${tx.newId()}, ${projectId}, ${mark.mark}, ${mark.fileId}, ${mark.caption}, ${tx.actor.personId}, ${tx.now})`);
}
