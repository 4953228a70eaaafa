import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type AboveQuota, findQuota, measureAgainstQuota } from '#modules/funds';
import type { Project } from './store.ts';

const askedInRoundRow = z.object({ count: z.number(), fen: z.bigint() });

/** What a neighbourhood has before a round: how many applications, and what they ask for or were awarded; those sent back or ended are not counted. */
export async function askedInRound(
  tx: Tx,
  roundId: string,
  neighbourhoodId: string,
  withoutProjectId: string | null = null,
): Promise<{ count: number; fen: bigint }> {
  return tx.one(
    sql`select count(*)::int as count, coalesce(sum(coalesce(j.grant_awarded_fen, a.grant_fen)), 0)::bigint as fen from project j
    left join application a on a.subdistrict_id = j.subdistrict_id and a.id = j.application_id
    where j.subdistrict_id = ${tx.subdistrictId} and j.round_id = ${roundId} and j.neighbourhood_id = ${neighbourhoodId}
      and j.state not in ('draft', 'returned', 'withdrawn', 'declined', 'stopped') and j.id is distinct from ${withoutProjectId}::uuid`,
    askedInRoundRow,
  );
}

/** By how much the neighbourhood's applications would go above its quota with this one; null when they do not. */
export async function aboveQuotaWith(tx: Tx, project: Pick<Project, 'id' | 'neighbourhoodId'>, roundId: string, grantFen: bigint): Promise<AboveQuota | null> {
  const quota = await findQuota(tx, roundId, project.neighbourhoodId);
  if (!quota) return null;
  const others = await askedInRound(tx, roundId, project.neighbourhoodId, project.id);
  return measureAgainstQuota(quota, { fen: others.fen + grantFen, count: others.count + 1, what: 'application' });
}
