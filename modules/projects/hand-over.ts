import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

const titled = z.object({ id: z.string(), title: z.string() });
const aboutProject = z
  .object({ id: z.string(), title: z.string(), project_id: z.string() })
  .transform((r) => ({ id: r.id, title: r.title, projectId: r.project_id }));
const undone = sql`t.dropped_at is null and coalesce((select s.percent from work_task_step s where s.subdistrict_id = t.subdistrict_id and s.task_id = t.id
  order by s.no desc limit 1), 0) < 100 and exists (select from project p where p.subdistrict_id = t.subdistrict_id and p.id = t.project_id
  and p.state in ('agreed', 'doing', 'appraisal'))`;

/** Tasks of running works that a person is to do and that are not done. */
export const tasksInHands = (tx: Tx, personId: string): Promise<{ id: string; title: string; projectId: string }[]> =>
  tx.all(
    sql`select t.id, t.title, t.project_id from work_task t where t.subdistrict_id = ${tx.subdistrictId} and t.person_id = ${personId} and ${undone}
    order by t.to_day, t.id`,
    aboutProject,
  );

/** Gives a person's open tasks to another. Returns how many. */
export const giveTasksOn = (tx: CommandTx, of: { fromPersonId: string; toPersonId: string; toName: string }): Promise<number> =>
  tx.exec(sql`update work_task t set person_id = ${of.toPersonId}, person_name = ${of.toName}
    where t.subdistrict_id = ${tx.subdistrictId} and t.person_id = ${of.fromPersonId} and ${undone}`);

/** Spending that a person asked for and that is not closed. */
export const requestsAskedBy = (tx: Tx, personId: string): Promise<{ id: string; title: string }[]> =>
  tx.all(
    sql`select id, item as title from spending_request where subdistrict_id = ${tx.subdistrictId} and requester_id = ${personId}
    and state in ('needs_ruling', 'asked', 'approved', 'paid', 'vouchered') order by asked_at, id`,
    titled,
  );

/** Things of finished projects that a person keeps. A new keeper says yes themselves, so they are not simply given on. */
export const thingsInHands = (tx: Tx, personId: string): Promise<{ id: string; title: string; projectId: string }[]> =>
  tx.all(
    sql`select a.id, a.name as title, a.project_id from asset_holding h join asset a on a.subdistrict_id = h.subdistrict_id and a.id = h.asset_id
    where h.subdistrict_id = ${tx.subdistrictId} and h.person_id = ${personId} and h.ended_day is null order by a.no, a.id`,
    aboutProject,
  );
