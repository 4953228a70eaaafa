import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type PlanUnit, planUnits, type UpkeepCondition, upkeepConditions } from './asset.ts';
import { type SourceKind, sourceKinds } from './project.ts';

/** One day of the upkeep calendar with what was found on it. */
export interface UpkeepTask {
  id: string;
  projectId: string;
  /** Null of days planned before things were registered. */
  assetId: string | null;
  planId: string | null;
  assetName: string | null;
  /** What is to be done; null of days planned before there were plans. */
  title: string | null;
  kind: 'check' | 'work';
  dueDay: string;
  /** Whose turn it is now: the one of the rota, else who holds the thing. */
  keeperPersonId: string | null;
  keeperName: string;
  /** True when a deputy or the committee holds it because there is no keeper. */
  interim: boolean;
  photoNeeded: boolean;
  rhythm: { every: number; unit: PlanUnit } | null;
  check: { id: string; condition: UpkeepCondition; note: string; photoFileId: string | null; costFen: bigint; byName: string; at: Date } | null;
}

const taskRow = z
  .object({
    id: z.string(),
    projectId: z.string(),
    assetId: z.string().nullable(),
    planId: z.string().nullable(),
    assetName: z.string().nullable(),
    title: z.string().nullable(),
    kind: z.enum(['check', 'work']).nullable(),
    dueDay: z.string(),
    keeperPersonId: z.string().nullable(),
    keeperName: z.string(),
    interim: z.boolean(),
    photoNeeded: z.boolean().nullable(),
    every: z.number().nullable(),
    unit: z.enum(planUnits).nullable(),
    checkId: z.string().nullable(),
    condition: z.enum(upkeepConditions).nullable(),
    note: z.string().nullable(),
    photoFileId: z.string().nullable(),
    costFen: z.bigint().nullable(),
    byName: z.string().nullable(),
    at: z.date().nullable(),
  })
  .transform(
    ({ checkId, condition, note, photoFileId, costFen, byName, at, kind, photoNeeded, every, unit, ...task }): UpkeepTask => ({
      ...task,
      kind: kind ?? 'check',
      photoNeeded: photoNeeded ?? false,
      rhythm: every === null || unit === null ? null : { every, unit },
      check:
        checkId === null || condition === null || note === null || costFen === null || byName === null || at === null
          ? null
          : { id: checkId, condition, note, photoFileId, costFen, byName, at },
    }),
  );
// What was done keeps the name it was planned with; what is open is whoever's turn it is now.
const taskSelect = sql`select t.id, t.project_id as "projectId", t.asset_id as "assetId", t.plan_id as "planId", s.name as "assetName", t.title, l.kind,
    t.due_day as "dueDay", case when r.id is not null then r.person_id when h.id is not null then h.person_id else t.keeper_person_id end as "keeperPersonId",
    coalesce(r.name, h.name, t.keeper_name) as "keeperName", (r.id is null and coalesce(h.kind <> 'keeper', false)) as interim, l.photo_needed as "photoNeeded",
    l.every, l.unit, c.id as "checkId", c.condition, c.note, c.photo_file_id as "photoFileId", c.cost_fen as "costFen", c.by_name as "byName", c.at
  from upkeep_task t left join upkeep_check c on c.subdistrict_id = t.subdistrict_id and c.task_id = t.id
  left join upkeep_plan l on l.subdistrict_id = t.subdistrict_id and l.id = t.plan_id
  left join asset s on s.subdistrict_id = t.subdistrict_id and s.id = t.asset_id
  left join upkeep_rota r on r.subdistrict_id = t.subdistrict_id and r.id = t.rota_id and r.ended_day is null
  left join asset_holding h on h.subdistrict_id = t.subdistrict_id and h.asset_id = t.asset_id and h.ended_day is null`;
// Days of a plan that ended are no longer awaited, nor those of a thing that was given up.
const awaited = sql`c.id is null and (l.id is null or l.ended_day is null or t.due_day < l.ended_day)
  and not exists (select from asset_abandonment g where g.subdistrict_id = t.subdistrict_id and g.asset_id = t.asset_id)`;

/** The upkeep calendar of a project, by day: what was done and what is still awaited. */
export const listUpkeep = (tx: Tx, projectId: string): Promise<UpkeepTask[]> =>
  tx.all(
    sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} and (c.id is not null or (${awaited}))
    order by t.due_day, t.created_at, l.kind, t.id`,
    taskRow,
  );

/** The calendar of one thing. */
export const upkeepOfAsset = (tx: Tx, assetId: string): Promise<UpkeepTask[]> =>
  tx.all(
    sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.asset_id = ${assetId} and (c.id is not null or (${awaited}))
    order by t.due_day, l.kind, t.id`,
    taskRow,
  );

export const findUpkeepTask = (tx: Tx, id: string): Promise<UpkeepTask | null> =>
  tx.maybe(sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.id = ${id}`, taskRow);

/** Days that are near, or past and not done, up to `day`; of a plan only those after the last one that was done. */
export const openUpkeepUntil = (tx: Tx, day: string, assetId: string | null = null): Promise<UpkeepTask[]> =>
  tx.all(
    sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.due_day <= ${day} and (${assetId}::uuid is null or t.asset_id = ${assetId}::uuid)
    and ${awaited} and not exists (select from upkeep_task e join upkeep_check d on d.subdistrict_id = e.subdistrict_id and d.task_id = e.id
      where e.subdistrict_id = t.subdistrict_id and e.plan_id = t.plan_id and e.due_day >= t.due_day) order by t.due_day, t.id`,
    taskRow,
  );

export async function insertUpkeepTask(
  tx: CommandTx,
  task: {
    projectId: string;
    dueDay: string;
    keeperPersonId: string | null;
    keeperName: string;
    assetId: string;
    planId: string;
    rotaId: string | null;
    title: string;
  },
): Promise<void> {
  await tx.exec(sql`insert into upkeep_task (subdistrict_id, id, project_id, due_day, keeper_person_id, keeper_name, asset_id, plan_id, rota_id, title, created_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${task.projectId}, ${task.dueDay}, ${task.keeperPersonId}, ${task.keeperName}, ${task.assetId}, ${task.planId},
    ${task.rotaId}, ${task.title}, ${tx.now}) on conflict do nothing`);
}

export async function insertUpkeepCheck(
  tx: CommandTx,
  check: { taskId: string; condition: UpkeepCondition; note: string; photoFileId: string | null; costFen: bigint },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into upkeep_check (subdistrict_id, id, task_id, condition, note, photo_file_id, cost_fen, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${check.taskId}, ${check.condition}, ${check.note}, ${check.photoFileId}, ${check.costFen},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

/** What is done for a thing, how often and when in the year. */
export interface UpkeepPlan {
  id: string;
  assetId: string;
  kind: 'check' | 'work';
  title: string;
  every: number;
  unit: PlanUnit;
  firstDay: string;
  season: { from: string; to: string } | null;
  photoNeeded: boolean;
  plannedUntil: string;
  endedDay: string | null;
  rota: { id: string; personId: string; name: string }[];
}

const planRow = z
  .object({
    id: z.string(),
    assetId: z.string(),
    kind: z.enum(['check', 'work']),
    title: z.string(),
    every: z.number(),
    unit: z.enum(planUnits),
    firstDay: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    photoNeeded: z.boolean(),
    plannedUntil: z.string(),
    endedDay: z.string().nullable(),
    rota: z.array(z.object({ id: z.string(), personId: z.string(), name: z.string() })),
  })
  .transform(({ from, to, ...plan }): UpkeepPlan => ({ ...plan, season: from === null || to === null ? null : { from, to } }));
const planSelect = sql`select l.id, l.asset_id as "assetId", l.kind, l.title, l.every, l.unit, l.first_day as "firstDay", l.season_from as "from",
  l.season_to as "to", l.photo_needed as "photoNeeded", l.planned_until as "plannedUntil", l.ended_day as "endedDay",
  coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'personId', r.person_id, 'name', r.name) order by r.no) from upkeep_rota r
    where r.subdistrict_id = l.subdistrict_id and r.plan_id = l.id and r.ended_day is null), '[]'::jsonb) as rota from upkeep_plan l`;

/** Plans of a thing, oldest first. */
export const plansOf = (tx: Tx, assetId: string): Promise<UpkeepPlan[]> =>
  tx.all(sql`${planSelect} where l.subdistrict_id = ${tx.subdistrictId} and l.asset_id = ${assetId} order by l.created_at, l.id`, planRow);

export const findPlan = (tx: Tx, id: string): Promise<UpkeepPlan | null> =>
  tx.maybe(sql`${planSelect} where l.subdistrict_id = ${tx.subdistrictId} and l.id = ${id}`, planRow);

/** Plans that go on and whose calendar ends before a day: of these more days are put on it. */
export const plansThatEndBefore = (tx: Tx, day: string): Promise<UpkeepPlan[]> =>
  tx.all(
    sql`${planSelect} where l.subdistrict_id = ${tx.subdistrictId} and l.ended_day is null and l.planned_until < ${day}
    and not exists (select from asset_abandonment g where g.subdistrict_id = l.subdistrict_id and g.asset_id = l.asset_id) order by l.planned_until`,
    planRow,
  );

export async function insertPlan(
  tx: CommandTx,
  plan: Omit<UpkeepPlan, 'id' | 'rota' | 'endedDay'> & { rota: readonly { personId: string; name: string }[] },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into upkeep_plan (subdistrict_id, id, asset_id, kind, title, every, unit, season_from, season_to, first_day, photo_needed, planned_until,
      by_person_id, by_name, created_at) values (${tx.subdistrictId}, ${id}, ${plan.assetId}, ${plan.kind}, ${plan.title}, ${plan.every}, ${plan.unit},
      ${plan.season?.from ?? null}, ${plan.season?.to ?? null}, ${plan.firstDay}, ${plan.photoNeeded}, ${plan.plannedUntil}, ${tx.actor.personId},
      ${tx.actor.name || '系统'}, ${tx.now})`);
  for (const [index, one] of plan.rota.entries()) {
    await tx.exec(sql`insert into upkeep_rota (subdistrict_id, id, plan_id, no, person_id, name) values (${tx.subdistrictId}, ${tx.newId()}, ${id}, ${index + 1},
      ${one.personId}, ${one.name})`);
  }
  return id;
}

export const plannedUntil = (tx: CommandTx, planId: string, day: string): Promise<number> =>
  tx.exec(sql`update upkeep_plan set planned_until = ${day}::date where subdistrict_id = ${tx.subdistrictId} and id = ${planId}`);

export const endPlanRow = (tx: CommandTx, planId: string, reason: string): Promise<number> =>
  tx.exec(sql`update upkeep_plan set ended_day = ${tx.today}::date, end_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${planId}
    and ended_day is null`);

/** Takes somebody out of every rota of a thing: their turns fall to who holds it. */
export const leaveRotas = (tx: CommandTx, assetId: string, personId: string): Promise<number> =>
  tx.exec(sql`update upkeep_rota r set ended_day = ${tx.today}::date from upkeep_plan l where r.subdistrict_id = ${tx.subdistrictId} and r.person_id = ${personId}
    and r.ended_day is null and l.subdistrict_id = r.subdistrict_id and l.id = r.plan_id and l.asset_id = ${assetId}`);

/** Money that care cost. */
export interface UpkeepCost {
  id: string;
  assetId: string;
  day: string;
  what: string;
  amountFen: bigint;
  payerKind: SourceKind;
  payerName: string;
  spendingRequestId: string | null;
  paperFileId: string | null;
  noPaperReason: string;
  byName: string;
}

const costsRow = z.object({
  id: z.string(),
  assetId: z.string(),
  day: z.string(),
  what: z.string(),
  amountFen: z.bigint(),
  payerKind: z.enum(sourceKinds),
  payerName: z.string(),
  spendingRequestId: z.string().nullable(),
  paperFileId: z.string().nullable(),
  noPaperReason: z.string(),
  byName: z.string(),
});

/** Costs of a thing that stand, oldest first; those taken back are left out with what took them back. */
export const costsOf = (tx: Tx, assetId: string): Promise<UpkeepCost[]> =>
  tx.all(
    sql`select c.id, c.asset_id as "assetId", c.day, c.what, c.amount_fen as "amountFen", c.payer_kind as "payerKind", c.payer_name as "payerName",
    c.spending_request_id as "spendingRequestId", c.paper_file_id as "paperFileId", c.no_paper_reason as "noPaperReason", c.by_name as "byName" from upkeep_cost c
    where c.subdistrict_id = ${tx.subdistrictId} and c.asset_id = ${assetId} and c.takes_back_id is null and not exists (select from upkeep_cost b
      where b.subdistrict_id = c.subdistrict_id and b.takes_back_id = c.id) order by c.day, c.at, c.id`,
    costsRow,
  );

export async function insertCost(
  tx: CommandTx,
  cost: Omit<UpkeepCost, 'id' | 'byName'> & { taskId: string | null; takesBackId: string | null },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into upkeep_cost (subdistrict_id, id, asset_id, task_id, day, what, amount_fen, payer_kind, payer_name, spending_request_id,
      paper_file_id, no_paper_reason, takes_back_id, by_person_id, by_name, at) values (${tx.subdistrictId}, ${id}, ${cost.assetId}, ${cost.taskId}, ${cost.day},
      ${cost.what}, ${cost.amountFen}, ${cost.payerKind}, ${cost.payerName}, ${cost.spendingRequestId}, ${cost.paperFileId}, ${cost.noPaperReason},
      ${cost.takesBackId}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}
