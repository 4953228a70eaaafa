import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** What the room's screen shows, read by one query. */
export interface Board {
  id: string;
  neighbourhoodId: string;
  title: string;
  kind: string;
  state: string;
  startsAt: Date;
  place: string;
  signInCode: string;
  counted: 'person' | 'household';
  quorum: { num: number; den: number; strict: boolean; clause: string } | null;
  /** Seats of the roll by name; null where the meeting keeps none. */
  seats: number | null;
  heads: number;
  persons: number;
  households: number;
  taken: number;
  online: number;
  entitledCount: number | null;
  agenda: string[];
  /** Place of the item under discussion; null before the first is opened. */
  current: number | null;
  /** Names of those who came last. */
  latest: string[];
}
const boardRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    title: z.string(),
    kind: z.string(),
    state: z.string(),
    starts_at: z.date(),
    place: z.string(),
    sign_in_code: z.string(),
    counted: z.enum(['person', 'household']),
    quorum_num: z.number().nullable(),
    quorum_den: z.number().nullable(),
    quorum_strict: z.boolean().nullable(),
    quorum_clause: z.string().nullable(),
    seats: z.number(),
    heads: z.number(),
    persons: z.number(),
    households: z.number(),
    taken: z.number(),
    online: z.number(),
    entitled_count: z.number().nullable(),
    agenda: z.array(z.string()),
    current: z.number().nullable(),
    latest: z.array(z.string()),
  })
  .transform(
    (r): Board => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      title: r.title,
      kind: r.kind,
      state: r.state,
      startsAt: r.starts_at,
      place: r.place,
      signInCode: r.sign_in_code,
      counted: r.counted,
      quorum:
        r.quorum_num === null || r.quorum_den === null
          ? null
          : { num: r.quorum_num, den: r.quorum_den, strict: r.quorum_strict ?? true, clause: r.quorum_clause ?? '' },
      seats: r.seats === 0 ? null : r.seats,
      heads: r.heads,
      persons: r.persons,
      households: r.households,
      taken: r.taken,
      online: r.online,
      entitledCount: r.entitled_count,
      agenda: r.agenda,
      current: r.current,
      latest: r.latest,
    }),
  );

/** The live state of a meeting for the room's screen: one query, whoever asks. Null when there is no such meeting. */
export const boardOf = (tx: Tx, meetingId: string): Promise<Board | null> =>
  tx.maybe(
    sql`select m.id, m.neighbourhood_id, m.title, m.kind, m.state, m.starts_at, m.place, m.sign_in_code, m.counted, m.quorum_num, m.quorum_den, m.quorum_strict,
    m.quorum_clause, m.entitled_count, a.heads, a.persons, a.households, a.taken, a.online, a.latest,
    (select count(*)::int from meeting_invitation i where i.subdistrict_id = m.subdistrict_id and i.meeting_id = m.id and i.seat) as seats,
    array(select title from meeting_agenda g where g.subdistrict_id = m.subdistrict_id and g.meeting_id = m.id order by g.position) as agenda,
    (select position from meeting_item_opened o where o.subdistrict_id = m.subdistrict_id and o.meeting_id = m.id order by o.seq desc limit 1) as current
    from meeting m cross join lateral (select count(*)::int as heads, count(person_id)::int as persons, count(household_id)::int as households,
      count(seat_id)::int as taken, (count(*) filter (where presence = 'online'))::int as online,
      coalesce((array_agg(name order by signed_at desc, id desc))[1:8], '{}') as latest
      from attendance t where t.subdistrict_id = m.subdistrict_id and t.meeting_id = m.id) a
    where m.subdistrict_id = ${tx.subdistrictId} and m.id = ${meetingId}`,
    boardRow,
  );
