import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type BodyKind, bodyKinds, belongings, type BodyMember, type MeetingBody } from './body.ts';

const bodyRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    kind: z.enum(bodyKinds),
    name: z.string(),
    belonging: z.enum(belongings),
    quorum_num: z.number().nullable(),
    quorum_den: z.number().nullable(),
    quorum_strict: z.boolean().nullable(),
    notice_days: z.number().nullable(),
    proxies: z.boolean(),
    source: z.string(),
    ruled_by_name: z.string().nullable(),
    ruled_on: z.string().nullable(),
    ended_on: z.string().nullable(),
  })
  .transform(
    (r): MeetingBody => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      kind: r.kind,
      name: r.name,
      belonging: r.belonging,
      quorum:
        r.quorum_num === null || r.quorum_den === null || r.quorum_strict === null ? null : { num: r.quorum_num, den: r.quorum_den, strict: r.quorum_strict },
      noticeDays: r.notice_days,
      proxies: r.proxies,
      source: r.source,
      ruledByName: r.ruled_by_name,
      ruledOn: r.ruled_on,
      endedOn: r.ended_on,
    }),
  );
const bodyColumns = sql`id, neighbourhood_id, kind, name, belonging, quorum_num, quorum_den, quorum_strict, notice_days, proxies, source,
  ruled_by_name, ruled_on, ended_on`;

/** Bodies that meet in a neighbourhood now. */
export const listBodies = (tx: Tx, neighbourhoodId: string): Promise<MeetingBody[]> =>
  tx.all(
    sql`select ${bodyColumns} from meeting_body where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId}
    and ended_on is null order by array_position(array['residents_committee', 'representatives', 'owners_committee', 'other'], kind), name`,
    bodyRow,
  );

/** One body, or null. */
export const findBody = (tx: Tx, id: string): Promise<MeetingBody | null> =>
  tx.maybe(sql`select ${bodyColumns} from meeting_body where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, bodyRow);

const memberRow = z
  .object({ id: z.string(), person_id: z.string(), name: z.string(), post: z.string(), from_day: z.string() })
  .transform((r): BodyMember => ({ id: r.id, personId: r.person_id, name: r.name, post: r.post, fromDay: r.from_day }));

/** Who belongs by name now, those with a post first. */
export const bodyMembers = (tx: Tx, bodyId: string): Promise<BodyMember[]> =>
  tx.all(
    sql`select m.id, m.person_id, p.name, m.post, m.from_day from meeting_body_member m
    join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id
    where m.subdistrict_id = ${tx.subdistrictId} and m.body_id = ${bodyId} and m.until_day is null order by m.post = '', m.post, p.name, m.id`,
    memberRow,
  );

const membersOfBodiesRow = z.object({ person_id: z.string(), name: z.string() }).transform((r) => ({ personId: r.person_id, name: r.name }));

/** The open bodies of one kind in a neighbourhood, with their members' persons. */
export async function membersOfBodies(tx: Tx, neighbourhoodId: string, kind: BodyKind): Promise<{ personId: string; name: string }[]> {
  return tx.all(
    sql`select distinct p.id as person_id, p.name from meeting_body b
    join meeting_body_member m on m.subdistrict_id = b.subdistrict_id and m.body_id = b.id and m.until_day is null
    join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id
    where b.subdistrict_id = ${tx.subdistrictId} and b.neighbourhood_id = ${neighbourhoodId} and b.kind = ${kind} and b.ended_on is null order by p.name`,
    membersOfBodiesRow,
  );
}
