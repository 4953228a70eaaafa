import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { ActedAs, channels, Hidden, Matter, MatterState, StepKind, SupportUnit } from './matter.ts';
import { findMatter } from './queries.ts';
import { bigrams } from './similar.ts';
import type { Spot } from './spot.ts';

const idRow = z.object({ id: z.string() });

/** The matter with its row locked: nobody else decides on it before this command is done. */
export async function lockMatter(tx: CommandTx, id: string): Promise<Matter | null> {
  const locked = await tx.maybe(sql`select id from matter where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, idRow);
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

const lastRow = z.object({ last: z.number() });

export async function insertMatter(tx: CommandTx, matter: NewMatter): Promise<string> {
  const id = tx.newId();
  const year = Number(tx.today.slice(0, 4));
  const { last } = await tx.one(
    sql`insert into matter_number (subdistrict_id, neighbourhood_id, year, last)
    values (${tx.subdistrictId}, ${matter.neighbourhoodId}, ${year}, 1)
    on conflict (subdistrict_id, neighbourhood_id, year) do update set last = matter_number.last + 1 returning last`,
    lastRow,
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

/** A step as it is written. */
export interface NewStep {
  kind: StepKind;
  byRole: ActedAs;
  text?: string;
  otherId?: string;
  dueDay?: string | null;
  /** Of the meeting that the step speaks of. */
  meetingKind?: string;
}
const once: readonly StepKind[] = ['threshold', 'threshold-residents', 'threshold-groups', 'threshold-set', 'meeting', 'meeting-off', 'project'];

/**
 * Appends a step; the matter's row must be locked (or new). A threshold, a meeting and a project are written once: returns
 * false when the step was there.
 */
export async function insertStep(tx: CommandTx, matterId: string, step: NewStep): Promise<boolean> {
  const added =
    await tx.exec(sql`insert into matter_step (subdistrict_id, id, matter_id, seq, kind, text, other_id, due_day, meeting_kind, by_person, by_role, at)
    select ${tx.subdistrictId}::uuid, ${tx.newId()}::uuid, ${matterId}::uuid, coalesce(max(seq), 0) + 1, ${step.kind}::text, ${step.text ?? null}::text,
      ${step.otherId ?? null}::uuid, ${step.dueDay ?? null}::date, ${step.meetingKind ?? null}::text, ${tx.actor.personId}::uuid, ${step.byRole}::text, ${tx.now}::timestamptz
    from matter_step where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matterId}
    having not ${once.includes(step.kind)} or count(*) filter (where kind = ${step.kind} and other_id is not distinct from ${step.otherId ?? null}::uuid) = 0`);
  return added === 1;
}

/** Appends what somebody says of an answer; the matter's row must be locked. */
export async function insertVoice(
  tx: CommandTx,
  voice: { matterId: string; round: number; personId: string; householdId: string | null; settled: boolean; text: string },
): Promise<void> {
  await tx.exec(sql`insert into matter_voice (subdistrict_id, id, matter_id, round, person_id, household_id, version, settled, text, at)
    select ${tx.subdistrictId}::uuid, ${tx.newId()}::uuid, ${voice.matterId}::uuid, ${voice.round}::int, ${voice.personId}::uuid, ${voice.householdId}::uuid,
      coalesce(max(version), 0) + 1, ${voice.settled}::boolean, nullif(${voice.text}::text, ''), ${tx.now}::timestamptz
    from matter_voice where subdistrict_id = ${tx.subdistrictId} and matter_id = ${voice.matterId} and round = ${voice.round} and person_id = ${voice.personId}`);
}

/** Places a matter on the plan; an earlier place is replaced, its step stays. */
export async function saveSpot(tx: CommandTx, matterId: string, spot: Spot): Promise<void> {
  await tx.exec(sql`insert into matter_spot (subdistrict_id, matter_id, compound_id, building_id, part, note)
    values (${tx.subdistrictId}, ${matterId}, ${spot.compoundId}, ${spot.buildingId}, ${spot.part}, ${spot.note})
    on conflict (subdistrict_id, matter_id) do update set compound_id = excluded.compound_id, building_id = excluded.building_id, part = excluded.part, note = excluded.note`);
}

/** What a matter is found by. */
type Found = Pick<Matter, 'id' | 'neighbourhoodId' | 'title' | 'text'>;
/** Writes by which pairs of characters matters are found that have none yet. */
export async function insertGrams(tx: CommandTx, matters: readonly Found[]): Promise<void> {
  const lines = matters.flatMap((matter) => [...bigrams(`${matter.title}\n${matter.text}`)].map((gram) => ({ ...matter, gram })));
  await tx.exec(sql`insert into matter_gram (subdistrict_id, neighbourhood_id, gram, matter_id)
    select ${tx.subdistrictId}::uuid, neighbourhood, gram, matter from unnest(${lines.map((line) => line.neighbourhoodId)}::uuid[],
      ${lines.map((line) => line.gram)}::text[], ${lines.map((line) => line.id)}::uuid[]) as line (neighbourhood, gram, matter)`);
}

/** Writes anew by which pairs of characters a matter is found. */
export async function saveGrams(tx: CommandTx, matter: Found): Promise<void> {
  await tx.exec(sql`delete from matter_gram where subdistrict_id = ${tx.subdistrictId} and matter_id = ${matter.id}`);
  await insertGrams(tx, [matter]);
}
