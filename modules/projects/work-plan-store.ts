import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** One task of the plan of the works, with how far it is. */
export interface WorkTask {
  id: string;
  projectId: string;
  no: number;
  title: string;
  /** What shows that it is done. */
  shows: string;
  fromDay: string;
  toDay: string;
  personId: string | null;
  /** Empty: nobody is named yet, the secretary sees to it. */
  personName: string;
  /** What must be done before, in the plan's order; dropped ones are named too. */
  needsIds: string[];
  needsOpen: boolean;
  droppedReason: string | null;
  percent: number;
  lastNote: string;
  lastByName: string | null;
  lastAt: Date | null;
}

const taskRow = z.object({
  id: z.string(),
  projectId: z.string(),
  no: z.number(),
  title: z.string(),
  shows: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  personId: z.string().nullable(),
  personName: z.string(),
  needsIds: z.array(z.string()),
  needsOpen: z.boolean(),
  droppedReason: z.string().nullable(),
  percent: z.number(),
  lastNote: z.string(),
  lastByName: z.string().nullable(),
  lastAt: z.date().nullable(),
});
const selected = sql`select t.id, t.project_id as "projectId", t.no, t.title, t.shows, t.from_day as "fromDay", t.to_day as "toDay", t.person_id as "personId",
    t.person_name as "personName", array(select w.id::text from work_task w where w.subdistrict_id = t.subdistrict_id and w.id = any(t.needs_ids) order by w.no) as "needsIds", t.dropped_reason as "droppedReason", coalesce(l.percent, 0) as percent, coalesce(l.note, '') as "lastNote",
    l.by_name as "lastByName", l.at as "lastAt",
    exists (select from work_task n where n.subdistrict_id = t.subdistrict_id and n.id = any(t.needs_ids) and n.dropped_at is null
      and coalesce((select s.percent from work_task_step s where s.subdistrict_id = n.subdistrict_id and s.task_id = n.id order by s.no desc limit 1), 0) < 100) as "needsOpen"
  from work_task t
  left join lateral (select s.percent, s.note, s.by_name, s.at from work_task_step s where s.subdistrict_id = t.subdistrict_id and s.task_id = t.id order by s.no desc limit 1) l on true`;

/** The plan of a project, in its order. */
export const listTasks = (tx: Tx, projectId: string): Promise<WorkTask[]> =>
  tx.all(sql`${selected} where t.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} order by t.no`, taskRow);

/** One task, or null. */
export const findTask = (tx: Tx, id: string): Promise<WorkTask | null> =>
  tx.maybe(sql`${selected} where t.subdistrict_id = ${tx.subdistrictId} and t.id = ${id}`, taskRow);

/** Tasks that have begun and are not done, of projects whose works go on. */
export const begunTasks = (tx: Tx, today: string): Promise<WorkTask[]> =>
  tx.all(
    sql`${selected} join project p on p.subdistrict_id = t.subdistrict_id and p.id = t.project_id
    where t.subdistrict_id = ${tx.subdistrictId} and t.dropped_at is null and t.from_day <= ${today} and coalesce(l.percent, 0) < 100
      and p.state in ('agreed', 'doing', 'appraisal') order by t.to_day, t.id`,
    taskRow,
  );

/** What is written down of a task. */
export type TaskWords = Pick<WorkTask, 'title' | 'shows' | 'fromDay' | 'toDay' | 'personId' | 'personName' | 'needsIds'>;

export async function insertTask(tx: CommandTx, projectId: string, task: TaskWords): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into work_task (subdistrict_id, id, project_id, no, title, shows, from_day, to_day, person_id, person_name, needs_ids, created_by, created_at)
    select ${tx.subdistrictId}, ${id}::uuid, ${projectId}::uuid, (select coalesce(max(no), 0) + 1 from work_task where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${projectId}), ${task.title}, ${task.shows}, ${task.fromDay}::date, ${task.toDay}::date, ${task.personId}::uuid, ${task.personName},
      ${task.needsIds}::uuid[], ${tx.actor.personId}::uuid, ${tx.now}`);
  return id;
}

export const updateTask = (tx: CommandTx, id: string, task: TaskWords): Promise<number> =>
  tx.exec(sql`update work_task set title = ${task.title}, shows = ${task.shows}, from_day = ${task.fromDay}, to_day = ${task.toDay}, person_id = ${task.personId},
    person_name = ${task.personName}, needs_ids = ${task.needsIds}::uuid[] where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

export const dropTaskRow = (tx: CommandTx, id: string, reason: string): Promise<number> =>
  tx.exec(
    sql`update work_task set dropped_at = ${tx.now}, dropped_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${id} and dropped_at is null`,
  );

export const insertTaskStep = (tx: CommandTx, taskId: string, percent: number, note: string): Promise<number> =>
  tx.exec(sql`insert into work_task_step (subdistrict_id, id, task_id, no, percent, note, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${tx.newId()}::uuid, ${taskId}::uuid, (select coalesce(max(no), 0) + 1 from work_task_step where subdistrict_id = ${tx.subdistrictId}
      and task_id = ${taskId}), ${percent}::int, ${note}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);

const taskStepsRow = z.object({ taskId: z.string(), percent: z.number(), note: z.string(), byName: z.string(), at: z.date() });

/** What was said about the tasks of a project, oldest first. */
export const taskSteps = (tx: Tx, projectId: string): Promise<{ taskId: string; percent: number; note: string; byName: string; at: Date }[]> =>
  tx.all(
    sql`select s.task_id as "taskId", s.percent, s.note, s.by_name as "byName", s.at from work_task_step s join work_task t on t.subdistrict_id = s.subdistrict_id
      and t.id = s.task_id where s.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} order by s.at, s.no`,
    taskStepsRow,
  );
