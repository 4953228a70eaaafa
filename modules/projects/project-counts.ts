import { z } from 'zod';
import { type AwardFigures, availableFenOf } from '#modules/books';
import { sql, type Tx } from '#platform/database';
import type { ProjectState } from './project.ts';
import { type Project, projectsByIds } from './store.ts';

/** Projects of certain neighbourhoods in certain states. */
export interface ProjectsWhere {
  neighbourhoodIds: readonly string[];
  states: readonly ProjectState[];
}

const newestProjectsRow = z.object({ id: z.string(), all: z.number() });

/** The newest projects of some neighbourhoods, at most `limit` of them, and how many there are in all: for a choice that must stay short. */
export async function newestProjects(tx: Tx, where: ProjectsWhere, limit: number): Promise<{ projects: Project[]; all: number }> {
  const rows = await tx.all(
    sql`select id, count(*) over ()::int as all from project where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = any(${[...where.neighbourhoodIds]}::uuid[])
    and state = any(${[...where.states]}::text[]) order by created_at desc, id desc limit ${limit}`,
    newestProjectsRow,
  );
  const ids = rows.map(({ id }) => id);
  const found = new Map((await projectsByIds(tx, ids)).map((project) => [project.id, project]));
  return { projects: ids.flatMap((id) => found.get(id) ?? []), all: rows[0]?.all ?? 0 };
}

const sums = z.object({
  source_kind: z.string(),
  pledged: z.bigint(),
  received: z.bigint(),
  reserved: z.bigint(),
  spent: z.bigint(),
  returned: z.bigint(),
  advanced: z.bigint(),
});

/** What may still be used of each kind of money in all these projects together; a kind that none of them has is not there. */
export async function availableByKind(tx: Tx, where: ProjectsWhere): Promise<Map<string, bigint>> {
  const rows = await tx.all(
    sql`select a.source_kind, sum(b.pledged_fen)::bigint as pledged, sum(b.received_fen)::bigint as received, sum(b.reserved_fen)::bigint as reserved,
      sum(b.spent_fen)::bigint as spent, sum(b.returned_fen)::bigint as returned, sum(b.advanced_fen)::bigint as advanced
    from project p join award a on a.subdistrict_id = p.subdistrict_id and a.project_id = p.id
    join award_balance b on b.subdistrict_id = a.subdistrict_id and b.award_id = a.id
    where p.subdistrict_id = ${tx.subdistrictId} and p.neighbourhood_id = any(${[...where.neighbourhoodIds]}::uuid[]) and p.state = any(${[...where.states]}::text[])
    group by a.source_kind`,
    sums,
  );
  const figures = (row: z.infer<typeof sums>): Omit<AwardFigures, 'availableFen'> => ({
    pledgedFen: row.pledged,
    receivedFen: row.received,
    reservedFen: row.reserved,
    spentFen: row.spent,
    returnedFen: row.returned,
    advancedFen: row.advanced,
  });
  return new Map(rows.map((row) => [row.source_kind, availableFenOf(figures(row))]));
}

const projectsInRoundsRow = z.object({ round_id: z.string(), n: z.number() });

/** How many projects stand in each round; drafts are nobody's business yet. */
export async function projectsInRounds(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.all(
    sql`select round_id, count(*)::int as n from project where subdistrict_id = ${tx.subdistrictId} and round_id is not null and state <> 'draft' group by round_id`,
    projectsInRoundsRow,
  );
  return new Map(rows.map((row) => [row.round_id, row.n]));
}

/** What a neighbourhood did before a round and has in hand beside it. */
export interface RoundPast {
  /** Applications being written, or sent back without a round. */
  drafts: number;
  /** The last year it applied in another round; null: never. */
  lastYear: number | null;
  /** Its latest project of another round was refused. */
  refusedBefore: boolean;
}

const pastBesideRoundRow = z.object({ neighbourhood_id: z.string(), drafts: z.number(), last_year: z.number().nullable(), refused_before: z.boolean() });

/** The past of every neighbourhood that has a project at all, as seen from a round. */
export async function pastBesideRound(tx: Tx, round: { id: string; year: number }): Promise<Map<string, RoundPast>> {
  const before = sql`round_id <> ${round.id} and year <= ${round.year}`;
  const rows = await tx.all(
    sql`select neighbourhood_id, count(*) filter (where state = 'draft' or (state = 'returned' and round_id is null))::int as drafts,
      max(year) filter (where ${before} and state <> 'draft') as last_year,
      coalesce((array_agg(state order by state_at desc) filter (where ${before}))[1] = 'declined', false) as refused_before
    from project where subdistrict_id = ${tx.subdistrictId} group by neighbourhood_id`,
    pastBesideRoundRow,
  );
  return new Map(rows.map((row) => [row.neighbourhood_id, { drafts: row.drafts, lastYear: row.last_year, refusedBefore: row.refused_before }]));
}
