import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { listNames } from './blind-names.ts';
import { type Cover, coversOf } from './blind.ts';

const blindReleasesRow = z.object({ project_id: z.string(), no: z.number() });

/** Numbers of the applications whose covered text an officer let go, by project. */
export async function blindReleases(tx: Tx, roundId: string): Promise<Map<string, number>> {
  const rows = await tx.all(
    sql`select project_id, no from blind_release where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by no`,
    blindReleasesRow,
  );
  return new Map(rows.map((row) => [row.project_id, row.no]));
}

const wordRow = z.object({ word: z.string() });
/** Words an officer had covered in an application. */
export async function blindWords(tx: Tx, projectId: string): Promise<string[]> {
  const rows = await tx.all(
    sql`select word from blind_word where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by added_at, word`,
    wordRow,
  );
  return rows.map(({ word }) => word);
}
export async function insertRelease(tx: CommandTx, roundId: string, projectId: string, no: number): Promise<void> {
  await tx.exec(sql`insert into blind_release (subdistrict_id, project_id, round_id, no, released_by, released_by_name, released_at)
    values (${tx.subdistrictId}, ${projectId}, ${roundId}, ${no}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}
export async function insertWord(tx: CommandTx, projectId: string, word: string): Promise<void> {
  await tx.exec(sql`insert into blind_word (subdistrict_id, project_id, word, added_by, added_by_name, added_at)
    values (${tx.subdistrictId}, ${projectId}, ${word}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}) on conflict do nothing`);
}
/** What is covered in an application: by rule, and by an officer. */
export async function coversFor(tx: Tx, project: { id: string; neighbourhoodId: string; applicationId: string | null }): Promise<Cover[]> {
  return coversOf({ ...(await listNames(tx, project)), added: await blindWords(tx, project.id) });
}
