import { z } from 'zod';
import { assertNever } from '#libs/result';
import { sql, type Sql, type Tx } from '#platform/database';
import { categories, channels, hiddenStates, type Matter, type MatterState, type MatterStep, openStates, stateNames, stepKinds, venues } from './matter.ts';

const row = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    year: z.number(),
    number: z.number(),
    title: z.string(),
    text: z.string(),
    category: z.enum(categories),
    channel: z.enum(channels),
    door_code: z.string().nullable(),
    raised_by: z.string().nullable(),
    raiser_name: z.string().nullable(),
    household_id: z.string().nullable(),
    entered_by: z.string().nullable(),
    anonymous: z.boolean(),
    raised_at: z.date(),
    state: z.enum(stateNames),
    state_at: z.date(),
    venue: z.enum(venues).nullable(),
    passed_to: z.string().nullable(),
    merged_into_id: z.string().nullable(),
    reply_due_day: z.string().nullable(),
    support_unit: z.enum(['person', 'household']),
    hidden: z.enum(hiddenStates),
    hidden_reason: z.string().nullable(),
    photo_ids: z.array(z.string()),
    households: z.number(),
    persons: z.number(),
    settled_by: z.number(),
    unsettled_by: z.number(),
  })
  .transform(
    (r): Matter => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      year: r.year,
      number: r.number,
      title: r.title,
      text: r.text,
      category: r.category,
      channel: r.channel,
      doorCode: r.door_code,
      raisedBy: r.raised_by,
      raiserName: r.raiser_name,
      householdId: r.household_id,
      enteredBy: r.entered_by,
      anonymous: r.anonymous,
      raisedAt: r.raised_at,
      state: stateOf(r),
      stateAt: r.state_at,
      replyDueDay: r.reply_due_day,
      supportUnit: r.support_unit,
      hidden: r.hidden,
      hiddenReason: r.hidden_reason,
      photoIds: r.photo_ids,
      households: r.households,
      persons: r.persons,
      settledBy: r.settled_by,
      unsettledBy: r.unsettled_by,
    }),
  );

// The checks of the table hold what the union says; a row that breaks them is a bug.
function stateOf(r: {
  state: MatterState['state'];
  venue: (typeof venues)[number] | null;
  passed_to: string | null;
  merged_into_id: string | null;
}): MatterState {
  switch (r.state) {
    case 'adopted':
      return { state: 'adopted', venue: r.venue ?? 'direct' };
    case 'answered':
      return { state: 'answered', venue: r.venue };
    case 'passed-on':
      return { state: 'passed-on', passedTo: r.passed_to ?? '' };
    case 'merged':
      return { state: 'merged', intoId: r.merged_into_id ?? '' };
    case 'raised':
    case 'declined':
    case 'withdrawn':
      return { state: r.state };
    default:
      return assertNever(r.state);
  }
}

const columns = sql`m.id, m.neighbourhood_id, m.year, m.number, m.title, m.text, m.category, m.channel, m.door_code, m.raised_by, m.raiser_name,
  m.household_id, m.entered_by, m.anonymous, m.raised_at, m.state, m.state_at, m.venue, m.passed_to, m.merged_into_id, m.reply_due_day,
  m.support_unit, m.hidden, m.hidden_reason, coalesce(f.ids, '{}') as photo_ids, coalesce(s.households, 0) as households, coalesce(s.persons, 0) as persons,
  coalesce(v.settled, 0) as settled_by, coalesce(v.unsettled, 0) as unsettled_by`;
const counted = sql`
  left join lateral (select count(distinct household_id)::int as households, count(distinct person_id)::int as persons from matter_support s
    where s.subdistrict_id = m.subdistrict_id and s.matter_id = m.id and s.withdrawn_at is null) s on true
  left join lateral (select array_agg(file_id order by file_id) as ids from matter_file f
    where f.subdistrict_id = m.subdistrict_id and f.matter_id = m.id) f on true
  left join lateral (select (count(*) filter (where settled))::int as settled, (count(*) filter (where not settled))::int as unsettled from (
    select distinct on (person_id) settled from matter_voice w where w.subdistrict_id = m.subdistrict_id and w.matter_id = m.id
      and w.round = (select count(*) from matter_step t where t.subdistrict_id = m.subdistrict_id and t.matter_id = m.id and t.kind = 'answered')
    order by person_id, version desc) last) v on m.state = 'answered'`;

/** One matter, or null. */
export const findMatter = (tx: Tx, id: string): Promise<Matter | null> =>
  tx.maybe(sql`select ${columns} from matter m ${counted} where m.subdistrict_id = ${tx.subdistrictId} and m.id = ${id}`, row);

/** Several matters at once, in no order. */
export const findMatters = (tx: Tx, ids: readonly string[]): Promise<Matter[]> =>
  tx.all(sql`select ${columns} from matter m ${counted} where m.subdistrict_id = ${tx.subdistrictId} and m.id = any(${[...ids]}::uuid[])`, row);

/** Which matters to list; nothing given = all of the subdistrict. */
export interface MatterFilter {
  neighbourhoodId?: string;
  raisedBy?: string;
  open?: boolean;
  limit?: number;
}
/** Matters, newest first. */
export function listMatters(tx: Tx, filter: MatterFilter = {}): Promise<Matter[]> {
  const where: Sql[] = [sql`m.subdistrict_id = ${tx.subdistrictId}`];
  if (filter.neighbourhoodId) where.push(sql`m.neighbourhood_id = ${filter.neighbourhoodId}`);
  if (filter.raisedBy) where.push(sql`m.raised_by = ${filter.raisedBy}`);
  if (filter.open) where.push(sql`m.state = any(${[...openStates]}::text[])`);
  const all = where.reduce((left, right) => sql`${left} and ${right}`);
  return tx.all(sql`select ${columns} from matter m ${counted} where ${all} order by m.raised_at desc, m.id desc limit ${filter.limit ?? 5000}`, row);
}

const placeCountRow = z.object({ place: z.string(), count: z.number() });

/** How many open matters each neighbourhood has, of those that have any. */
export const countOpenMatters = async (tx: Tx): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (
      await tx.all(
        sql`select neighbourhood_id as place, count(*)::int as count from matter where subdistrict_id = ${tx.subdistrictId} and state = any(${[...openStates]}::text[])
        group by neighbourhood_id`,
        placeCountRow,
      )
    ).map(({ place, count }) => [place, count]),
  );

/** A support as it stands. */
export interface SupportLine {
  personId: string;
  householdId: string;
  channel: (typeof channels)[number];
  enteredBy: string | null;
  at: Date;
}
const supportRow = z
  .object({
    person_id: z.string(),
    household_id: z.string(),
    channel: z.enum(channels),
    entered_by: z.string().nullable(),
    at: z.date(),
  })
  .transform(
    (r): SupportLine => ({
      personId: r.person_id,
      householdId: r.household_id,
      channel: r.channel,
      enteredBy: r.entered_by,
      at: r.at,
    }),
  );
/** Who supports a matter, oldest first. Names are for the office; neighbours see counts. */
export const supportsOf = (tx: Tx, matterId: string) =>
  tx.all(
    sql`select person_id, household_id, channel, entered_by, at from matter_support where subdistrict_id = ${tx.subdistrictId}
    and matter_id = ${matterId} and withdrawn_at is null order by at, id`,
    supportRow,
  );

const supportedByRow = z.object({ matter_id: z.string(), own: z.boolean() });

/** Which of the matters the person, or one of the households, supports. */
export async function supportedBy(
  tx: Tx,
  who: { personId: string; householdIds: readonly string[] },
): Promise<{ person: Set<string>; household: Set<string> }> {
  const rows = await tx.all(
    sql`select matter_id, person_id = ${who.personId} as own from matter_support where subdistrict_id = ${tx.subdistrictId}
    and withdrawn_at is null and (person_id = ${who.personId} or household_id = any(${[...who.householdIds]}::uuid[]))`,
    supportedByRow,
  );
  return { person: new Set(rows.filter((r) => r.own).map((r) => r.matter_id)), household: new Set(rows.map((r) => r.matter_id)) };
}

const stepRow = z
  .object({
    id: z.string(),
    kind: z.enum(stepKinds),
    text: z.string().nullable(),
    other_id: z.string().nullable(),
    due_day: z.string().nullable(),
    meeting_kind: z.string().nullable(),
    by_person: z.string().nullable(),
    by_role: z.string(),
    at: z.date(),
  })
  .transform(
    (r): MatterStep => ({
      id: r.id,
      kind: r.kind,
      text: r.text,
      otherId: r.other_id,
      dueDay: r.due_day,
      meetingKind: r.meeting_kind,
      byPerson: r.by_person,
      byRole: r.by_role,
      at: r.at,
    }),
  );
/** The public history of a matter, oldest first. */
export const matterSteps = (tx: Tx, matterId: string): Promise<MatterStep[]> =>
  tx.all(
    sql`select id, kind, text, other_id, due_day, meeting_kind, by_person, by_role, at from matter_step where subdistrict_id = ${tx.subdistrictId}
    and matter_id = ${matterId} order by seq`,
    stepRow,
  );
