import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A notice that was published to fulfil a requirement. */
export interface Fulfilment {
  requirement: string;
  noticeId: string;
  title: string;
  /** First day on display. */
  day: string;
  endDay: string | null;
}
const row = z
  .object({ requirement: z.string(), notice_id: z.string(), title: z.string(), start_day: z.string(), end_day: z.string().nullable() })
  .transform((r): Fulfilment => ({ requirement: r.requirement, noticeId: r.notice_id, title: r.title, day: r.start_day, endDay: r.end_day }));

/** Which notices of a neighbourhood (or of the whole subdistrict) fulfil what, newest first; corrected ones are left out: their corrections stand. */
export const fulfilmentsIn = (tx: Tx, neighbourhoodId: string): Promise<Fulfilment[]> =>
  tx.all(
    sql`select f.requirement, n.id as notice_id, n.title, n.start_day, n.end_day
    from notice_fulfils f join notice n on n.subdistrict_id = f.subdistrict_id and n.id = f.notice_id
    where f.subdistrict_id = ${tx.subdistrictId} and (n.neighbourhood_id = ${neighbourhoodId} or n.neighbourhood_id is null)
      and not exists (select from notice c where c.subdistrict_id = n.subdistrict_id and c.corrects_notice_id = n.id)
    order by n.start_day desc, n.published_at desc`,
    row,
  );

const requirementRow = z.object({ requirement: z.string() });

/** What a notice fulfils. */
export const fulfilledBy = async (tx: Tx, noticeId: string): Promise<string[]> =>
  (
    await tx.all(
      sql`select requirement from notice_fulfils where subdistrict_id = ${tx.subdistrictId} and notice_id = ${noticeId} order by requirement`,
      requirementRow,
    )
  ).map((one) => one.requirement);

export async function insertFulfilments(tx: CommandTx, noticeId: string, requirements: readonly string[]): Promise<void> {
  for (const requirement of new Set(requirements))
    await tx.exec(sql`insert into notice_fulfils (subdistrict_id, notice_id, requirement) values (${tx.subdistrictId}, ${noticeId}, ${requirement})`);
}

/** What somebody said of whether a requirement applies in a neighbourhood. */
export interface Exemption {
  requirement: string;
  applies: boolean;
  reason: string;
  byPerson: string;
  at: Date;
}
const exemptionRow = z
  .object({ requirement: z.string(), applies: z.boolean(), reason: z.string(), by_person: z.string(), at: z.date() })
  .transform((r): Exemption => ({ requirement: r.requirement, applies: r.applies, reason: r.reason, byPerson: r.by_person, at: r.at }));

/** The last word on each requirement in a neighbourhood; one of which nothing was said applies. */
export async function exemptionsIn(tx: Tx, neighbourhoodId: string): Promise<Map<string, Exemption>> {
  const rows = await tx.all(
    sql`select distinct on (requirement) requirement, applies, reason, by_person, at from disclosure_exemption
    where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId} order by requirement, version desc`,
    exemptionRow,
  );
  return new Map(rows.map((one) => [one.requirement, one]));
}

export async function insertExemption(
  tx: CommandTx,
  said: { neighbourhoodId: string; requirement: string; applies: boolean; reason: string; byPerson: string },
) {
  await tx.exec(sql`insert into disclosure_exemption (subdistrict_id, neighbourhood_id, requirement, version, applies, reason, by_person, at)
    select ${tx.subdistrictId}::uuid, ${said.neighbourhoodId}::uuid, ${said.requirement}::text, coalesce(max(version), 0) + 1, ${said.applies}::boolean,
      ${said.reason}::text, ${said.byPerson}::uuid, ${tx.now}::timestamptz
    from disclosure_exemption where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${said.neighbourhoodId} and requirement = ${said.requirement}`);
}
