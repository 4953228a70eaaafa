import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type HelperKind, helperKinds, type StuckMove, stuckMoves, type StuckState, stuckStateAfter } from './stuck.ts';

/** One step of what is stuck. */
export interface StuckStep {
  no: number;
  kind: StuckMove;
  toKind: HelperKind | null;
  toPersonId: string | null;
  toName: string | null;
  untilDay: string | null;
  text: string;
  byPersonId: string | null;
  byName: string;
  at: Date;
}

/** Something that is stuck, with all that happened to it. */
export interface Stuck {
  id: string;
  projectId: string;
  no: number;
  taskId: string | null;
  what: string;
  sinceDay: string;
  tried: string;
  raisedBy: string | null;
  raisedByName: string;
  raisedAt: Date;
  steps: StuckStep[];
  state: StuckState;
}

const stepShape = z.object({
  no: z.number(),
  kind: z.enum(stuckMoves),
  toKind: z.enum(helperKinds).nullable(),
  toPersonId: z.string().nullable(),
  toName: z.string().nullable(),
  untilDay: z.string().nullable(),
  text: z.string(),
  byPersonId: z.string().nullable(),
  byName: z.string(),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
const row = z
  .object({
    id: z.string(),
    projectId: z.string(),
    no: z.number(),
    taskId: z.string().nullable(),
    what: z.string(),
    sinceDay: z.string(),
    tried: z.string(),
    raisedBy: z.string().nullable(),
    raisedByName: z.string(),
    raisedAt: z.date(),
    steps: z.array(stepShape),
  })
  .transform((r): Stuck => ({ ...r, state: stuckStateAfter(r.steps.at(-1)?.kind ?? null) }));
const selected = sql`select k.id, k.project_id as "projectId", k.no, k.task_id as "taskId", k.what, k.since_day as "sinceDay", k.tried, k.raised_by as "raisedBy",
    k.raised_by_name as "raisedByName", k.raised_at as "raisedAt",
    coalesce((select jsonb_agg(jsonb_build_object('no', s.no, 'kind', s.kind, 'toKind', s.to_kind, 'toPersonId', s.to_person_id, 'toName', s.to_name, 'untilDay', s.until_day,
      'text', s.text, 'byPersonId', s.by_person_id, 'byName', s.by_name, 'at', s.at) order by s.no)
      from stuck_step s where s.subdistrict_id = k.subdistrict_id and s.stuck_id = k.id), '[]'::jsonb) as steps
  from stuck k`;

/** What is or was stuck in a project, newest first. */
export const stuckOf = (tx: Tx, projectId: string): Promise<Stuck[]> =>
  tx.all(sql`${selected} where k.subdistrict_id = ${tx.subdistrictId} and k.project_id = ${projectId} order by k.no desc`, row);

/** What is or was stuck in the subdistrict, newest first, at most 500. */
export const listStuck = (tx: Tx): Promise<Stuck[]> =>
  tx.all(sql`${selected} where k.subdistrict_id = ${tx.subdistrictId} order by k.raised_at desc, k.id desc limit 500`, row);

const projectsWithStuckRow = z.object({ id: z.string(), title: z.string(), serial: z.string(), neighbourhoodId: z.string() });

/** The projects in which something is or was stuck, by id. */
export async function projectsWithStuck(tx: Tx): Promise<Map<string, { id: string; title: string; serial: string; neighbourhoodId: string }>> {
  const rows = await tx.all(
    sql`select p.id, p.title, p.serial, p.neighbourhood_id as "neighbourhoodId" from project p where p.subdistrict_id = ${tx.subdistrictId}
      and p.id in (select k.project_id from stuck k where k.subdistrict_id = ${tx.subdistrictId})`,
    projectsWithStuckRow,
  );
  return new Map(rows.map((project) => [project.id, project]));
}

export const findStuck = (tx: Tx, id: string): Promise<Stuck | null> =>
  tx.maybe(sql`${selected} where k.subdistrict_id = ${tx.subdistrictId} and k.id = ${id}`, row);

const noRow = z.object({ no: z.number() });

export async function insertStuck(
  tx: CommandTx,
  stuck: { projectId: string; taskId: string | null; what: string; sinceDay: string; tried: string },
): Promise<{ id: string; no: number }> {
  const id = tx.newId();
  const { no } = await tx.one(
    sql`insert into stuck (subdistrict_id, id, project_id, no, task_id, what, since_day, tried, raised_by, raised_by_name, raised_at)
    select ${tx.subdistrictId}, ${id}::uuid, ${stuck.projectId}::uuid, (select coalesce(max(no), 0) + 1 from stuck where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${stuck.projectId}), ${stuck.taskId}::uuid, ${stuck.what}, ${stuck.sinceDay}::date, ${stuck.tried}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}
    returning no`,
    noRow,
  );
  return { id, no };
}

export const insertStuckStep = (
  tx: CommandTx,
  stuckId: string,
  step: { no: number; kind: StuckMove; toKind?: HelperKind; toPersonId?: string; toName?: string; untilDay?: string; text: string },
): Promise<number> =>
  tx.exec(sql`insert into stuck_step (subdistrict_id, id, stuck_id, no, kind, to_kind, to_person_id, to_name, until_day, text, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${stuckId}, ${step.no}, ${step.kind}, ${step.toKind ?? null}, ${step.toPersonId ?? null}, ${step.toName ?? null},
      ${step.untilDay ?? null}, ${step.text}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
