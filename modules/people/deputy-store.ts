import { z } from 'zod';
import { dutyKinds } from '#platform/access';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Deputyship } from './deputy.ts';
import { givenRoles } from './person.ts';

const row = z
  .object({
    id: z.string(),
    role_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    deputy_id: z.string(),
    deputy_name: z.string(),
    role: z.enum(givenRoles),
    neighbourhood_id: z.string().nullable(),
    neighbourhood_name: z.string().nullable(),
    from_day: z.string(),
    to_day: z.string(),
    kinds: z.array(z.enum(dutyKinds)).nullable(),
    duties: z.string(),
    reason: z.string(),
    named_by: z.string(),
    named_by_name: z.string(),
    named_on: z.string(),
    ended_on: z.string().nullable(),
    ended_by_name: z.string().nullable(),
    ended_reason: z.string().nullable(),
  })
  .transform(
    (r): Deputyship => ({
      id: r.id,
      roleId: r.role_id,
      personId: r.person_id,
      personName: r.person_name,
      deputyId: r.deputy_id,
      deputyName: r.deputy_name,
      role: r.role,
      neighbourhoodId: r.neighbourhood_id,
      neighbourhoodName: r.neighbourhood_name,
      fromDay: r.from_day,
      toDay: r.to_day,
      kinds: r.kinds,
      duties: r.duties,
      reason: r.reason,
      namedBy: r.named_by,
      namedByName: r.named_by_name,
      namedOn: r.named_on,
      endedOn: r.ended_on,
      endedByName: r.ended_by_name,
      endedReason: r.ended_reason,
    }),
  );
const deputyships = sql`select d.id, d.role_id, d.person_id, p.name as person_name, d.deputy_id, q.name as deputy_name, r.role, r.neighbourhood_id,
  n.name as neighbourhood_name, d.from_day, d.to_day, d.kinds, d.duties, d.reason, d.named_by, d.named_by_name, d.named_on, d.ended_on, d.ended_by_name, d.ended_reason
  from deputyship d
  join role_assignment r on r.subdistrict_id = d.subdistrict_id and r.id = d.role_id
  join person p on p.subdistrict_id = d.subdistrict_id and p.id = d.person_id
  join person q on q.subdistrict_id = d.subdistrict_id and q.id = d.deputy_id
  left join neighbourhood n on n.subdistrict_id = r.subdistrict_id and n.id = r.neighbourhood_id`;

/** Who stood, stands or will stand in for whom: of a role, of a person on either side, or all; newest first. */
export const deputyshipsOf = (tx: Tx, of: { roleId?: string; personId?: string } = {}): Promise<Deputyship[]> =>
  tx.all(
    sql`${deputyships} where d.subdistrict_id = ${tx.subdistrictId} and (${of.roleId ?? null}::uuid is null or d.role_id = ${of.roleId ?? null})
    and (${of.personId ?? null}::uuid is null or d.person_id = ${of.personId ?? null} or d.deputy_id = ${of.personId ?? null})
    order by d.from_day desc, d.named_at desc, d.id desc`,
    row,
  );
/** One deputyship, or null. */
export const findDeputyship = (tx: Tx, id: string): Promise<Deputyship | null> =>
  tx.maybe(sql`${deputyships} where d.subdistrict_id = ${tx.subdistrictId} and d.id = ${id}`, row);
export async function insertDeputyship(
  tx: CommandTx,
  one: Pick<Deputyship, 'roleId' | 'personId' | 'deputyId' | 'fromDay' | 'toDay' | 'kinds' | 'duties' | 'reason'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into deputyship (subdistrict_id, id, role_id, person_id, deputy_id, from_day, to_day, kinds, duties, reason, named_by,
      named_by_name, named_on, named_at) values (${tx.subdistrictId}, ${id}, ${one.roleId}, ${one.personId}, ${one.deputyId}, ${one.fromDay}, ${one.toDay}, ${one.kinds}::text[],
      ${one.duties}, ${one.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
  return id;
}
export async function saveDeputyshipEnd(tx: CommandTx, id: string, lastDay: string, reason: string): Promise<void> {
  await tx.exec(sql`update deputyship set ended_on = ${lastDay}, ended_by_name = ${tx.actor.name}, ended_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** How often somebody acted in another's place, newest first. */
export interface ActedFor {
  personName: string;
  forName: string;
  command: string;
  /** The kind of duty by which it was done; null: none. */
  kind: string | null;
  at: Date;
}

const actedForRow = z
  .object({ person_name: z.string(), for_name: z.string(), command: z.string(), kind: z.string().nullable(), at: z.date() })
  .transform((r): ActedFor => ({ personName: r.person_name, forName: r.for_name, command: r.command, kind: r.kind, at: r.at }));
/** Acts done in somebody's place by a person, or in this person's place; newest first. */
export const actedFor = (tx: Tx, personId: string, limit = 50): Promise<ActedFor[]> =>
  tx.all(
    sql`select p.name as person_name, q.name as for_name, a.command, a.kind, a.at from acted_for a
    join person p on p.subdistrict_id = a.subdistrict_id and p.id = a.person_id
    join person q on q.subdistrict_id = a.subdistrict_id and q.id = a.for_person_id
    where a.subdistrict_id = ${tx.subdistrictId} and (a.person_id = ${personId} or a.for_person_id = ${personId}) order by a.at desc, a.id desc limit ${limit}`,
    actedForRow,
  );
