import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import type { DossierPart } from './part.ts';

/** A published dossier. `ended` says why it is no longer shown. */
export interface Edition {
  id: string;
  projectId: string;
  no: number;
  parts: Record<Lang, DossierPart[]>;
  digest: string;
  kept: string[];
  added: string[];
  covered: number;
  publishedByName: string;
  publishedOn: string;
  ended: { reason: string; byName: string; at: Date } | null;
}

const row = z
  .object({
    id: z.string(),
    project_id: z.string(),
    no: z.number(),
    parts: z.custom<Record<Lang, DossierPart[]>>(),
    digest: z.string(),
    kept: z.array(z.string()),
    added: z.array(z.string()),
    covered: z.number(),
    published_by_name: z.string(),
    published_on: z.string(),
    reason: z.string().nullable(),
    ended_by_name: z.string().nullable(),
    ended_at: z.date().nullable(),
  })
  .transform(
    (r): Edition => ({
      id: r.id,
      projectId: r.project_id,
      no: r.no,
      parts: r.parts,
      digest: r.digest,
      kept: r.kept,
      added: r.added,
      covered: r.covered,
      publishedByName: r.published_by_name,
      publishedOn: r.published_on,
      ended: r.reason === null || r.ended_at === null ? null : { reason: r.reason, byName: r.ended_by_name ?? '', at: r.ended_at },
    }),
  );

/** The newest edition of a project's dossier, ended or not; null when it was never published. */
export const latestEdition = (tx: Tx, projectId: string): Promise<Edition | null> =>
  tx.maybe(
    sql`select e.id, e.project_id, e.no, e.parts, e.digest, e.kept, e.added, e.covered, e.published_by_name, e.published_on::text, x.reason, x.ended_by_name, x.ended_at
    from dossier_edition e left join dossier_edition_end x on x.subdistrict_id = e.subdistrict_id and x.edition_id = e.id
    where e.subdistrict_id = ${tx.subdistrictId} and e.project_id = ${projectId} order by e.no desc limit 1`,
    row,
  );

const shownRow = z.object({ shown: z.boolean() });

/** Whether everybody can read a dossier of the project now. */
export async function hasPublicDossier(tx: Tx, projectId: string): Promise<boolean> {
  const found = await tx.maybe(
    sql`select not exists (select from dossier_edition_end x where x.subdistrict_id = e.subdistrict_id and x.edition_id = e.id) as shown
    from dossier_edition e where e.subdistrict_id = ${tx.subdistrictId} and e.project_id = ${projectId} order by e.no desc limit 1`,
    shownRow,
  );
  return found?.shown ?? false;
}

export const insertEdition = (
  tx: Tx,
  edition: Pick<Edition, 'id' | 'projectId' | 'no' | 'parts' | 'digest' | 'kept' | 'added' | 'covered' | 'publishedByName' | 'publishedOn'>,
  by: { personId: string; at: Date },
): Promise<number> =>
  tx.exec(sql`insert into dossier_edition (subdistrict_id, id, project_id, no, parts, digest, kept, added, covered, published_by, published_by_name, published_on, published_at)
    values (${tx.subdistrictId}, ${edition.id}, ${edition.projectId}, ${edition.no}, ${JSON.stringify(edition.parts)}::jsonb, ${edition.digest}, ${edition.kept}::text[],
    ${edition.added}::text[], ${edition.covered}, ${by.personId}, ${edition.publishedByName}, ${edition.publishedOn}, ${by.at})`);

export const insertEditionEnd = (tx: Tx, editionId: string, end: { reason: string; personId: string; byName: string; at: Date }): Promise<number> =>
  tx.exec(sql`insert into dossier_edition_end (subdistrict_id, edition_id, reason, ended_by, ended_by_name, ended_at)
    values (${tx.subdistrictId}, ${editionId}, ${end.reason}, ${end.personId}, ${end.byName}, ${end.at})`);
