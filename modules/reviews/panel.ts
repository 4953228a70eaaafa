import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import type { Round } from '#modules/funds';
import { holdersOf } from '#modules/people';
import type { Project } from '#modules/projects';
import { invitations, profiles, recusals } from './pool-store.ts';
import { relationsTo, type ReviewerConflict } from './reviewer-conflict.ts';
import type { Reviewing, Wanting } from './share-out.ts';
import { reviewsIn } from './store.ts';

/** Somebody who may review in a round. */
export interface PanelMember extends Reviewing {
  name: string;
  profession: string;
}
/** Who reviews in a round, what is to be shared out, and who is barred from what, and why. */
export interface Panel {
  members: PanelMember[];
  projects: Wanting[];
  /** `project person` → why not. */
  barred: ReadonlyMap<string, ReviewerConflict | 'recused'>;
}

/** Whether a project's reviewer is barred. */
export const barredKey = (projectId: string, personId: string): string => `${projectId} ${personId}`;

const topicRow = z.object({ id: z.string(), category: z.string() });
/** What each project is about: what its matter is about. */
async function topicsOf(tx: Tx, projectIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.all(
    sql`select p.id, m.category from project p join matter m on m.subdistrict_id = p.subdistrict_id and m.id = p.matter_id
    where p.subdistrict_id = ${tx.subdistrictId} and p.id = any(${[...projectIds]}::uuid[]) and m.category <> 'unsorted'`,
    topicRow,
  );
  return new Map(rows.map(({ id, category }) => [id, [category]]));
}

/**
 * The panel of a round: reviewers of the whole subdistrict today; where the round has invitations, those who accepted, each up to what they agreed to. Loads count
 * everything of the round that did not end without scores.
 */
export async function panelOf(tx: Tx, round: Round, projects: readonly Project[], today: string): Promise<Panel> {
  const reviews = await reviewsIn(tx, round.id);
  const invited = await invitations(tx, { roundId: round.id });
  const known = await profiles(tx);
  const holders = await holdersOf(tx, 'reviewer', null, today);
  const members = holders.flatMap(({ personId, name }): PanelMember[] => {
    const invitation = invited.find((one) => one.personId === personId);
    if (invited.length > 0 && invitation?.accepted !== true) return [];
    return [
      {
        id: personId,
        name,
        profession: known.get(personId)?.profession ?? '',
        topics: known.get(personId)?.topics ?? [],
        load: reviews.filter((review) => review.reviewerId === personId && review.state !== 'conflict').length,
        capacity: invitation?.capacity ?? null,
      },
    ];
  });
  const topics = await topicsOf(
    tx,
    projects.map(({ id }) => id),
  );
  const barred = new Map<string, ReviewerConflict | 'recused'>();
  for (const { projectId, personId } of await recusals(tx, { roundId: round.id })) barred.set(barredKey(projectId, personId), 'recused');
  for (const { projectId, personId, relation } of await relationsTo(
    tx,
    projects.map(({ id }) => id),
    today,
    members.map(({ id }) => id),
  ))
    barred.set(barredKey(projectId, personId), relation);
  return {
    members,
    barred,
    projects: projects.map((project): Wanting => {
      const own = reviews.filter(({ projectId }) => projectId === project.id);
      return {
        id: project.id,
        topics: topics.get(project.id) ?? [],
        wanted: Math.max(0, round.reviewersWanted - own.filter(({ state }) => state !== 'conflict').length),
        taken: own.map(({ reviewerId }) => reviewerId),
      };
    }),
  };
}
