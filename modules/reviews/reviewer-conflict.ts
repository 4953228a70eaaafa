import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** How somebody has a part in a project: nobody of them reviews it. */
export const reviewerConflicts = ['of-the-team', 'lives-there', 'works-there', 'same-organisation', 'supplier', 'kin', 'helped'] as const;
/** One of {@link reviewerConflicts}. */
export type ReviewerConflict = (typeof reviewerConflicts)[number];

/** A relation of a person to a project; `detail` is the name or word behind it, '' where it says nothing more. */
export interface Relation {
  projectId: string;
  personId: string;
  relation: ReviewerConflict;
  detail: string;
}

const relationRow = z
  .object({ project_id: z.string(), person_id: z.string(), relation: z.enum(reviewerConflicts), detail: z.string() })
  .transform((r): Relation => ({ projectId: r.project_id, personId: r.person_id, relation: r.relation, detail: r.detail }));

/**
 * Everybody who has a part in one of the projects on a civil day: the team, the keeper, who wrote it; who lives or works in its neighbourhood; who acts
 * for an organisation that pays or quoted; whose kin is on the team; who helped with the
 * application. The database's `review_relations` decides, the same that its guards ask.
 */
export const relationsTo = (tx: Tx, projectIds: readonly string[], day: string, personIds: readonly string[] | null = null): Promise<Relation[]> =>
  tx.all(
    sql`select distinct on (p.id, r.person_id) p.id as project_id, r.person_id, r.relation, r.detail
    from unnest(${[...projectIds]}::uuid[]) p(id) cross join lateral review_relations(${tx.subdistrictId}, p.id, ${day}::date) r
    where ${personIds === null ? null : [...personIds]}::uuid[] is null or r.person_id = any(${personIds === null ? null : [...personIds]}::uuid[])
    order by p.id, r.person_id, array_position(${[...reviewerConflicts]}::text[], r.relation)`,
    relationRow,
  );

/** Why a person may not review a project, or null. `day` is the civil day on which roles and homes are looked at. */
export async function conflictOf(tx: Tx, project: { id: string }, personId: string, day: string): Promise<ReviewerConflict | null> {
  return (await relationsTo(tx, [project.id], day, [personId]))[0]?.relation ?? null;
}
