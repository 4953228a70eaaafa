import { z } from 'zod';
import { numberingRule, projectNumber, type ResolvedPack } from '#libs/policy';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { openRounds } from '#modules/funds';
import type { Project } from './store.ts';

/** The round that a project belongs to, or would belong to if it were handed in now: its rules are the ones that count. */
export async function roundForApplication(tx: Tx, project: Pick<Project, 'roundId'>, today: string): Promise<string | null> {
  return project.roundId ?? (await openRounds(tx, today))[0]?.id ?? null;
}

const numberForProjectRow = z.object({ subdistrict: z.string(), community: z.string(), serial: z.number(), taken: z.array(z.string()) });

/**
 * The number that the policy forms, or null where it forms none (or its digits are not set yet). Where the community is part of it, the project keeps
 * its count within community and year; elsewhere it is counted through the round. Waits for whoever counts at the same time.
 */
export async function numberForProject(tx: CommandTx, project: Project, roundId: string, pack: ResolvedPack): Promise<string | null> {
  const rule = numberingRule(pack)?.rule;
  if (!rule) return null;
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 462))', [`${tx.subdistrictId}/${roundId}`]);
  const { subdistrict, community, serial, taken } = await tx.one(
    sql`select s.name as subdistrict, n.name as community, p.serial_no as serial,
      array(select o.number from project o where o.subdistrict_id = p.subdistrict_id and o.round_id = ${roundId}::uuid and o.number is not null) as taken
    from project p join subdistrict s on s.id = p.subdistrict_id
    join neighbourhood n on n.subdistrict_id = p.subdistrict_id and n.id = p.neighbourhood_id
    where p.subdistrict_id = ${tx.subdistrictId} and p.id = ${project.id}`,
    numberForProjectRow,
  );
  const numbered = (count: number) => projectNumber(rule, { subdistrict, community, year: project.year, serial: count });
  // One that came over from another round brought its number along: counting goes on behind it.
  let count = rule.parts.includes('community') ? serial : taken.length + 1;
  const alone = numbered(count);
  if (!rule.parts.includes('serial')) return alone !== null && taken.includes(alone) ? null : alone;
  while (taken.includes(numbered(count) ?? '')) count++;
  return numbered(count);
}

/** Gives a project its number for good. */
export const setNumber = (tx: CommandTx, projectId: string, number: string): Promise<number> =>
  tx.exec(sql`update project set number = ${number} where subdistrict_id = ${tx.subdistrictId} and id = ${projectId} and number is null`);

const idRow = z.object({ id: z.string() });

/** Rounds of projects that still run, opened under another policy than the one of the day: their rules hold beside it. */
export async function roundsUnderEarlierPolicies(tx: Tx, today: string): Promise<string[]> {
  const rows = await tx.all(
    sql`select r.id from round r where r.subdistrict_id = ${tx.subdistrictId}
      and r.policy_id <> (select a.id from adopted_policy a where a.subdistrict_id = r.subdistrict_id and (a.holds_from is null or a.holds_from <= ${today}::date)
        order by coalesce(a.holds_from, a.adopted_on) desc, a.adopted_at desc, a.id desc limit 1)
      and exists (select from project p where p.subdistrict_id = r.subdistrict_id and p.round_id = r.id
        and p.state in ('agreed', 'doing', 'appraisal', 'accepted', 'settled', 'stopped')) order by r.id`,
    idRow,
  );
  return rows.map(({ id }) => id);
}
