import { z } from 'zod';
import { type Actor, nounsCovered, roles } from '#platform/access';
import type { CommandTx } from '#platform/command';
import { type Sql, sql, type Tx } from '#platform/database';
import type { ClosedDuty, OpenDuty } from './duty.ts';
import type { DutyInput } from './open-duty.ts';

const fields = {
  id: z.string(),
  kind: z.string(),
  role: z.enum(roles).nullable(),
  person_id: z.string().nullable(),
  neighbourhood_id: z.string().nullable(),
  subject_kind: z.string(),
  subject_id: z.string(),
  project_id: z.string().nullable(),
  title_zh: z.string(),
  title_en: z.string(),
  href: z.string(),
  opened_day: z.string(),
  due_day: z.string().nullable(),
  level: z.number(),
};
const openFields = z.object(fields);
const toOpen = (r: z.output<typeof openFields>): OpenDuty => ({
  id: r.id,
  kind: r.kind,
  role: r.role,
  personId: r.person_id,
  neighbourhoodId: r.neighbourhood_id,
  subjectKind: r.subject_kind,
  subjectId: r.subject_id,
  projectId: r.project_id,
  title: { zh: r.title_zh, en: r.title_en },
  href: r.href,
  openedDay: r.opened_day,
  dueDay: r.due_day,
  level: r.level,
});
const openRow = openFields.transform(toOpen);
const closedRow = z
  .object({ ...fields, done_at: z.date(), done_by: z.string().nullable(), outcome: z.enum(['done', 'dropped']) })
  .transform((r): ClosedDuty => ({ ...toOpen(r), doneAt: r.done_at, doneBy: r.done_by, outcome: r.outcome }));
const columns = sql`d.id, d.kind, d.role, d.person_id, d.neighbourhood_id, d.subject_kind, d.subject_id, d.project_id, d.title_zh,
  d.title_en, d.href, d.opened_day, d.due_day, d.level`;

const idRow = z.object({ id: z.string() });

/** Inserts the duty, or refreshes the open one of the same kind, subject and person. Returns its id. */
export async function saveDuty(tx: CommandTx, duty: DutyInput): Promise<string> {
  const row = await tx.one(
    sql`insert into duty (subdistrict_id, id, kind, role, person_id, neighbourhood_id, subject_kind, subject_id,
      project_id, title_zh, title_en, href, opened_at, opened_day, due_day)
    values (${tx.subdistrictId}, ${tx.newId()}, ${duty.kind}, ${duty.role ?? null}, ${duty.personId ?? null}, ${duty.neighbourhoodId},
      ${duty.subjectKind}, ${duty.subjectId}, ${duty.projectId ?? null}, ${duty.title.zh}, ${duty.title.en}, ${duty.href}, ${tx.now},
      ${tx.today}, ${duty.dueDay})
    on conflict (subdistrict_id, kind, subject_id, coalesce(person_id, '00000000-0000-0000-0000-000000000000')) where done_at is null
    do update set role = excluded.role, neighbourhood_id = excluded.neighbourhood_id, project_id = excluded.project_id,
      title_zh = excluded.title_zh, title_en = excluded.title_en, href = excluded.href, due_day = excluded.due_day,
      level = case when duty.due_day is not distinct from excluded.due_day then duty.level else 0 end
    returning id`,
    idRow,
  );
  return row.id;
}

/** Inserts many duties in one statement; those already open stay as they are. Returns how many are new. */
export function saveDuties(tx: CommandTx, duties: readonly DutyInput[]): Promise<number> {
  const rows = duties.map((duty) => ({
    id: tx.newId(),
    kind: duty.kind,
    role: duty.role ?? null,
    person_id: duty.personId ?? null,
    neighbourhood_id: duty.neighbourhoodId,
    subject_kind: duty.subjectKind,
    subject_id: duty.subjectId,
    project_id: duty.projectId ?? null,
    title_zh: duty.title.zh,
    title_en: duty.title.en,
    href: duty.href,
    due_day: duty.dueDay,
  }));
  return tx.exec(sql`insert into duty (subdistrict_id, id, kind, role, person_id, neighbourhood_id, subject_kind, subject_id, project_id, title_zh, title_en,
      href, opened_at, opened_day, due_day)
    select ${tx.subdistrictId}::uuid, d.id, d.kind, d.role, d.person_id, d.neighbourhood_id, d.subject_kind, d.subject_id, d.project_id, d.title_zh, d.title_en,
      d.href, ${tx.now}::timestamptz, ${tx.today}::date, d.due_day
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id uuid, kind text, role text, person_id uuid, neighbourhood_id uuid, subject_kind text,
      subject_id uuid, project_id uuid, title_zh text, title_en text, href text, due_day date)
    on conflict do nothing`);
}

/** Closes open duties that match; returns how many. */
export function closeDuties(tx: CommandTx, which: { subjectId: string; kind?: string; personId?: string }, outcome: 'done' | 'dropped'): Promise<number> {
  return tx.exec(sql`update duty set done_at = ${tx.now}, done_by = ${tx.actor.personId}, outcome = ${outcome}
    where subdistrict_id = ${tx.subdistrictId} and subject_id = ${which.subjectId} and done_at is null
      and (${which.kind ?? null}::text is null or kind = ${which.kind ?? null})
      and (${which.personId ?? null}::uuid is null or person_id = ${which.personId ?? null})`);
}

/** Closes the open duties of a kind about many subjects as no longer so; returns how many. */
export const dropDutiesAbout = (tx: CommandTx, kind: string, subjectIds: readonly string[]): Promise<number> =>
  tx.exec(sql`update duty set done_at = ${tx.now}, done_by = ${tx.actor.personId}, outcome = 'dropped'
    where subdistrict_id = ${tx.subdistrictId} and kind = ${kind} and subject_id = any(${[...subjectIds]}::uuid[]) and done_at is null`);

// A duty is the actor's when it names the person, or when it names nobody and the actor holds the role at the place;
// or when it has gone up to a role that the actor holds at the place.
function isFor(actor: Actor): Sql {
  const grantRoles = actor.grants.map((grant) => grant.role);
  const grantPlaces = actor.grants.map((grant) => grant.neighbourhoodId);
  // A role lent for some kinds of duties brings the duties of those kinds.
  const grantNouns = actor.grants.map((grant) => nounsCovered(grant.insteadOf?.kinds)?.join(' ') ?? null);
  return sql`(d.person_id = ${actor.personId}::uuid or exists (
    select from unnest(${grantRoles}::text[], ${grantPlaces}::uuid[], ${grantNouns}::text[]) as held (role, place, nouns)
    where (held.place is null or held.place = d.neighbourhood_id)
    and (held.nouns is null or split_part(d.kind, '.', 1) = any(string_to_array(held.nouns, ' '))) and (
      (d.person_id is null and d.role = held.role)
      or exists (select from duty_escalation e where e.subdistrict_id = d.subdistrict_id and e.duty_id = d.id
        and e.due_day = d.due_day and e.level <= d.level and e.role = held.role))))`;
}

/** Open duties of the actor, the most urgent first; at most 1,000. */
export const selectDuties = (tx: Tx, actor: Actor): Promise<OpenDuty[]> =>
  tx.all(
    sql`select ${columns} from duty d where d.subdistrict_id = ${tx.subdistrictId} and d.done_at is null and ${isFor(actor)}
    order by d.due_day nulls last, d.opened_at, d.id limit 1000`,
    openRow,
  );

const countRow = z.object({ count: z.number() });

/** How many open duties the actor has. */
export const countDuties = async (tx: Tx, actor: Actor): Promise<number> =>
  (
    await tx.one(
      sql`select count(*)::int as count from duty d where d.subdistrict_id = ${tx.subdistrictId} and d.done_at is null
    and ${isFor(actor)}`,
      countRow,
    )
  ).count;

/** What the actor has done, newest first. */
export const selectDone = (tx: Tx, personId: string, limit: number): Promise<ClosedDuty[]> =>
  tx.all(
    sql`select ${columns}, d.done_at, d.done_by, d.outcome from duty d where d.subdistrict_id = ${tx.subdistrictId}
    and d.done_by = ${personId} and d.outcome = 'done' order by d.done_at desc, d.id desc limit ${limit}`,
    closedRow,
  );

/** Open duties about a subject or a project, the most urgent first. */
export const selectDutiesOf = (tx: Tx, of: { projectId: string } | { subjectId: string }): Promise<OpenDuty[]> =>
  tx.all(
    sql`select ${columns} from duty d where d.subdistrict_id = ${tx.subdistrictId} and d.done_at is null
    and ${'projectId' in of ? sql`d.project_id = ${of.projectId}` : sql`d.subject_id = ${of.subjectId}`}
    order by d.due_day nulls last, d.opened_at, d.id`,
    openRow,
  );

/** The most urgent open duty of each of some projects. */
export const selectFirstDuties = (tx: Tx, projectIds: readonly string[]): Promise<OpenDuty[]> =>
  tx.all(
    sql`select distinct on (d.project_id) ${columns} from duty d where d.subdistrict_id = ${tx.subdistrictId} and d.done_at is null
    and d.project_id = any(${[...projectIds]}::uuid[]) order by d.project_id, d.due_day nulls last, d.opened_at, d.id`,
    openRow,
  );

/** Open duties past their deadline, locked against being closed meanwhile. */
export const lockOverdue = (tx: Tx, today: string): Promise<OpenDuty[]> =>
  tx.all(
    sql`select ${columns} from duty d where d.subdistrict_id = ${tx.subdistrictId} and d.done_at is null and d.due_day < ${today}
    order by d.id for update skip locked`,
    openRow,
  );

/** Records that a duty reached a level. */
export async function saveEscalation(tx: CommandTx, duty: OpenDuty, level: number, role: string): Promise<void> {
  await tx.exec(sql`insert into duty_escalation (subdistrict_id, duty_id, due_day, level, role, at)
    values (${tx.subdistrictId}, ${duty.id}, ${duty.dueDay}, ${level}, ${role}, ${tx.now})
    on conflict (subdistrict_id, duty_id, due_day, level) do nothing`);
  await tx.exec(sql`update duty set level = ${level} where subdistrict_id = ${tx.subdistrictId} and id = ${duty.id}`);
}

/** Open duties that a condition on `d` picks, the most urgent first. */
export const selectOpen = (tx: Tx, where: Sql): Promise<OpenDuty[]> =>
  tx.all(
    sql`select ${columns} from duty d where d.subdistrict_id = ${tx.subdistrictId} and d.done_at is null and ${where}
    order by d.due_day nulls last, d.opened_at, d.id`,
    openRow,
  );
