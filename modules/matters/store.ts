import { z } from 'zod';
import { assertNever } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Sql, type Tx } from '#platform/database';
import {
  type ActedAs,
  categories,
  channels,
  type Hidden,
  hiddenStates,
  type Matter,
  type MatterState,
  type MatterStep,
  stateNames,
  type StepKind,
  stepKinds,
  type SupportUnit,
  venues,
} from './matter.ts';

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
  m.support_unit, m.hidden, m.hidden_reason, coalesce(f.ids, '{}') as photo_ids, coalesce(s.households, 0) as households, coalesce(s.persons, 0) as persons`;
const counted = sql`
  left join lateral (select count(distinct household_id)::int as households, count(distinct person_id)::int as persons from matter_support s
    where s.subdistrict_id = m.subdistrict_id and s.matter_id = m.id and s.withdrawn_at is null) s on true
  left join lateral (select array_agg(file_id order by file_id) as ids from matter_file f
    where f.subdistrict_id = m.subdistrict_id and f.matter_id = m.id) f on true`;

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
  if (filter.open) where.push(sql`m.state in ('raised', 'adopted')`);
  const all = where.reduce((left, right) => sql`${left} and ${right}`);
  return tx.all(sql`select ${columns} from matter m ${counted} where ${all} order by m.raised_at desc, m.id desc limit ${filter.limit ?? 5000}`, row);
}

/** The matter with its row locked: nobody else decides on it before this command is done. */
export async function lockMatter(tx: CommandTx, id: string): Promise<Matter | null> {
  const locked = await tx.maybe(sql`select id from matter where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, z.object({ id: z.string() }));
  return locked ? findMatter(tx, id) : null;
}

/** What a new matter starts with; state, number and time are given here. */
export type NewMatter = Pick<
  Matter,
  | 'neighbourhoodId'
  | 'title'
  | 'text'
  | 'category'
  | 'channel'
  | 'doorCode'
  | 'raisedBy'
  | 'raiserName'
  | 'householdId'
  | 'enteredBy'
  | 'anonymous'
  | 'replyDueDay'
  | 'supportUnit'
>;

export async function insertMatter(tx: CommandTx, matter: NewMatter): Promise<string> {
  const id = tx.newId();
  const year = Number(tx.today.slice(0, 4));
  const { last } = await tx.one(
    sql`insert into matter_number (subdistrict_id, neighbourhood_id, year, last)
    values (${tx.subdistrictId}, ${matter.neighbourhoodId}, ${year}, 1)
    on conflict (subdistrict_id, neighbourhood_id, year) do update set last = matter_number.last + 1 returning last`,
    z.object({ last: z.number() }),
  );
  await tx.exec(sql`insert into matter (subdistrict_id, id, neighbourhood_id, year, number, title, text, category, channel, door_code, raised_by,
      raiser_name, household_id, entered_by, anonymous, raised_at, state, state_at, reply_due_day, support_unit)
    values (${tx.subdistrictId}, ${id}, ${matter.neighbourhoodId}, ${year}, ${last}, ${matter.title}, ${matter.text}, ${matter.category},
      ${matter.channel}, ${matter.doorCode}, ${matter.raisedBy}, ${matter.raiserName}, ${matter.householdId}, ${matter.enteredBy},
      ${matter.anonymous}, ${tx.now}, 'raised', ${tx.now}, ${matter.replyDueDay}, ${matter.supportUnit})`);
  return id;
}

export async function insertPhoto(tx: CommandTx, matterId: string, fileId: string): Promise<void> {
  await tx.exec(sql`insert into matter_file (subdistrict_id, matter_id, file_id) values (${tx.subdistrictId}, ${matterId}, ${fileId})`);
}

export async function saveState(tx: CommandTx, matter: Matter, state: MatterState, replyDueDay: string | null = matter.replyDueDay): Promise<void> {
  await tx.exec(sql`update matter set state = ${state.state}, state_at = ${tx.now}, reply_due_day = ${replyDueDay},
      venue = ${'venue' in state ? state.venue : null}, passed_to = ${state.state === 'passed-on' ? state.passedTo : null},
      merged_into_id = ${state.state === 'merged' ? state.intoId : null}
    where subdistrict_id = ${tx.subdistrictId} and id = ${matter.id}`);
}

export async function saveWords(tx: CommandTx, matterId: string, words: { title: string; category: string }): Promise<void> {
  await tx.exec(sql`update matter set title = ${words.title}, category = ${words.category} where subdistrict_id = ${tx.subdistrictId} and id = ${matterId}`);
}

/** Hides or shows the words; photos go with them, so that an address known before shows nothing. */
export async function saveHidden(tx: CommandTx, matterId: string, hidden: Hidden, reason: string | null): Promise<void> {
  await tx.exec(sql`update matter set hidden = ${hidden}, hidden_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${matterId}`);
  await tx.exec(sql`update file set visibility = ${hidden === 'no' ? 'public' : 'office'} where subdistrict_id = ${tx.subdistrictId}
    and id in (select file_id from matter_file where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matterId})`);
}

/** One support: by whom, for which household, how it came. */
export interface Support {
  personId: string;
  householdId: string;
  channel: (typeof channels)[number];
  enteredBy: string | null;
  fromMatterId?: string;
  at?: Date;
}

/** Adds a support unless the household (or person) supports it already. Returns whether it was added. */
export async function insertSupport(tx: CommandTx, matter: { id: string; supportUnit: SupportUnit }, support: Support): Promise<boolean> {
  const added = await tx.exec(sql`insert into matter_support (subdistrict_id, id, matter_id, support_unit, counted_id, person_id, household_id,
      channel, entered_by, at, from_matter_id)
    values (${tx.subdistrictId}, ${tx.newId()}, ${matter.id}, ${matter.supportUnit},
      ${matter.supportUnit === 'household' ? support.householdId : support.personId}, ${support.personId}, ${support.householdId},
      ${support.channel}, ${support.enteredBy}, ${support.at ?? tx.now}, ${support.fromMatterId ?? null})
    on conflict (subdistrict_id, matter_id, counted_id) where withdrawn_at is null do nothing`);
  return added === 1;
}

/** Takes a person's support back; returns whether there was one. */
export const withdrawSupport = async (tx: CommandTx, matterId: string, personId: string): Promise<boolean> =>
  (await tx.exec(sql`update matter_support set withdrawn_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId}
    and matter_id = ${matterId} and person_id = ${personId} and withdrawn_at is null`)) > 0;

const supportRow = z
  .object({
    person_id: z.string(),
    household_id: z.string(),
    channel: z.enum(channels),
    entered_by: z.string().nullable(),
    at: z.date(),
  })
  .transform(
    (r): Required<Omit<Support, 'fromMatterId'>> => ({
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

/** Which of the matters the person, or one of the households, supports. */
export async function supportedBy(
  tx: Tx,
  who: { personId: string; householdIds: readonly string[] },
): Promise<{ person: Set<string>; household: Set<string> }> {
  const rows = await tx.all(
    sql`select matter_id, person_id = ${who.personId} as own from matter_support where subdistrict_id = ${tx.subdistrictId}
    and withdrawn_at is null and (person_id = ${who.personId} or household_id = any(${[...who.householdIds]}::uuid[]))`,
    z.object({ matter_id: z.string(), own: z.boolean() }),
  );
  return { person: new Set(rows.filter((r) => r.own).map((r) => r.matter_id)), household: new Set(rows.map((r) => r.matter_id)) };
}

/** A step as it is written. */
export interface NewStep {
  kind: StepKind;
  byRole: ActedAs;
  text?: string;
  otherId?: string;
  dueDay?: string | null;
}
/**
 * Appends a step; the matter's row must be locked (or new). A fifth of the households, a meeting and a project are
 * written once: returns false when the step was there.
 */
export async function insertStep(tx: CommandTx, matterId: string, step: NewStep): Promise<boolean> {
  const once = step.kind === 'threshold' || step.kind === 'meeting' || step.kind === 'project';
  const added = await tx.exec(sql`insert into matter_step (subdistrict_id, id, matter_id, seq, kind, text, other_id, due_day, by_person, by_role, at)
    select ${tx.subdistrictId}::uuid, ${tx.newId()}::uuid, ${matterId}::uuid, coalesce(max(seq), 0) + 1, ${step.kind}::text, ${step.text ?? null}::text,
      ${step.otherId ?? null}::uuid, ${step.dueDay ?? null}::date, ${tx.actor.personId}::uuid, ${step.byRole}::text, ${tx.now}::timestamptz
    from matter_step where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matterId}
    having not ${once} or count(*) filter (where kind = ${step.kind} and other_id is not distinct from ${step.otherId ?? null}::uuid) = 0`);
  return added === 1;
}

const stepRow = z
  .object({
    id: z.string(),
    kind: z.enum(stepKinds),
    text: z.string().nullable(),
    other_id: z.string().nullable(),
    due_day: z.string().nullable(),
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
      byPerson: r.by_person,
      byRole: r.by_role,
      at: r.at,
    }),
  );
/** The public history of a matter, oldest first. */
export const matterSteps = (tx: Tx, matterId: string): Promise<MatterStep[]> =>
  tx.all(
    sql`select id, kind, text, other_id, due_day, by_person, by_role, at from matter_step where subdistrict_id = ${tx.subdistrictId}
    and matter_id = ${matterId} order by seq`,
    stepRow,
  );
