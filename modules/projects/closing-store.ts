import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { acceptanceItems, type ChecklistLine, type SettledSource, type UpkeepCondition, upkeepConditions } from './closing.ts';

/** One look at what was built. */
export interface Acceptance {
  id: string;
  no: number;
  meetingId: string | null;
  checklist: ChecklistLine[];
  result: 'accepted' | 'rework';
  remark: string;
  byName: string;
  at: Date;
}

const checklistShape = z.array(z.object({ item: z.enum(acceptanceItems), ok: z.boolean(), note: z.string() }));

/** Acceptances of a project, oldest first; the last one counts. */
export const listAcceptances = (tx: Tx, projectId: string): Promise<Acceptance[]> =>
  tx.all(
    sql`select id, no, meeting_id as "meetingId", checklist, result, remark, by_name as "byName", at from acceptance
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no`,
    z.object({
      id: z.string(),
      no: z.number(),
      meetingId: z.string().nullable(),
      checklist: checklistShape,
      result: z.enum(['accepted', 'rework']),
      remark: z.string(),
      byName: z.string(),
      at: z.date(),
    }),
  );

export async function insertAcceptance(
  tx: CommandTx,
  acceptance: { projectId: string; meetingId: string | null; checklist: readonly ChecklistLine[]; result: 'accepted' | 'rework'; remark: string },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into acceptance (subdistrict_id, id, project_id, no, meeting_id, checklist, result, remark, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${id}, ${acceptance.projectId}, (select coalesce(max(no), 0) + 1 from acceptance
      where subdistrict_id = ${tx.subdistrictId} and project_id = ${acceptance.projectId}), ${acceptance.meetingId}::uuid,
      ${JSON.stringify(acceptance.checklist)}::jsonb, ${acceptance.result}, ${acceptance.remark}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
  return id;
}

/** The account at the end. */
export interface Settlement {
  id: string;
  receivedFen: bigint;
  spentFen: bigint;
  returnedFen: bigint;
  note: string;
  byName: string;
  at: Date;
  sources: SettledSource[];
}

/** A project's settlement, or null. */
export async function findSettlement(tx: Tx, projectId: string): Promise<Settlement | null> {
  const head = await tx.maybe(
    sql`select id, received_fen as "receivedFen", spent_fen as "spentFen", returned_fen as "returnedFen", note,
    by_name as "byName", at from settlement where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`,
    z.object({
      id: z.string(),
      receivedFen: z.bigint(),
      spentFen: z.bigint(),
      returnedFen: z.bigint(),
      note: z.string(),
      byName: z.string(),
      at: z.date(),
    }),
  );
  if (!head) return null;
  const sources = await tx.all(
    sql`select award_id as "awardId", source_kind as "sourceKind", name, planned_fen as "plannedFen",
    received_fen as "receivedFen", spent_fen as "spentFen", returned_fen as "returnedFen" from settlement_source
    where subdistrict_id = ${tx.subdistrictId} and settlement_id = ${head.id} order by award_id`,
    z.object({
      awardId: z.string(),
      sourceKind: z.string(),
      name: z.string(),
      plannedFen: z.bigint(),
      receivedFen: z.bigint(),
      spentFen: z.bigint(),
      returnedFen: z.bigint(),
    }),
  );
  return { ...head, sources };
}

export async function insertSettlement(tx: CommandTx, projectId: string, note: string, sources: readonly SettledSource[]): Promise<string> {
  const id = tx.newId();
  const sum = (key: 'receivedFen' | 'spentFen' | 'returnedFen') => sources.reduce((all, source) => all + source[key], 0n);
  await tx.exec(sql`insert into settlement (subdistrict_id, id, project_id, received_fen, spent_fen, returned_fen, note, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${projectId}, ${sum('receivedFen')}, ${sum('spentFen')}, ${sum('returnedFen')}, ${note},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  for (const source of sources) {
    await tx.exec(sql`insert into settlement_source (subdistrict_id, settlement_id, award_id, source_kind, name, planned_fen, received_fen, spent_fen,
      returned_fen) values (${tx.subdistrictId}, ${id}, ${source.awardId}, ${source.sourceKind}, ${source.name}, ${source.plannedFen},
      ${source.receivedFen}, ${source.spentFen}, ${source.returnedFen})`);
  }
  return id;
}

/** How the account stood against bank and cash when it was settled, and its public notice. */
export interface SettlementCheck {
  /** `none`: no bank account is registered, nothing was compared. */
  bank: 'none' | 'matched';
  cash: 'none' | 'counted' | 'no-cash';
  /** Differences that were explained in words; amounts as decimal strings of fen. */
  explained: { day: string; fen: string; text: string; byName: string }[];
  noticeId: string | null;
}

/** The check of a settlement; null for those from before it was kept. */
export const settlementCheckOf = (tx: Tx, settlementId: string): Promise<SettlementCheck | null> =>
  tx.maybe(
    sql`select bank, cash, explained, notice_id as "noticeId" from settlement_check where subdistrict_id = ${tx.subdistrictId} and settlement_id = ${settlementId}`,
    z.object({
      bank: z.enum(['none', 'matched']),
      cash: z.enum(['none', 'counted', 'no-cash']),
      explained: z.array(z.object({ day: z.string(), fen: z.string(), text: z.string(), byName: z.string() })),
      noticeId: z.string().nullable(),
    }),
  );

export const insertSettlementCheck = (tx: CommandTx, settlementId: string, check: Omit<SettlementCheck, 'noticeId'>): Promise<number> =>
  tx.exec(sql`insert into settlement_check (subdistrict_id, settlement_id, bank, cash, explained)
    values (${tx.subdistrictId}, ${settlementId}, ${check.bank}, ${check.cash}, ${JSON.stringify(check.explained)}::jsonb)`);

export const saveSettlementNotice = (tx: CommandTx, settlementId: string, noticeId: string): Promise<number> =>
  tx.exec(sql`update settlement_check set notice_id = ${noticeId} where subdistrict_id = ${tx.subdistrictId} and settlement_id = ${settlementId}`);

/** The grade of a closed project. */
export interface Grade {
  no: number;
  grade: string;
  reason: string;
  byName: string;
  at: Date;
}

/** Grades of a project, oldest first; the last one counts. */
export const listGrades = (tx: Tx, projectId: string): Promise<Grade[]> =>
  tx.all(
    sql`select no, grade, reason, by_name as "byName", at from grade where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} order by no`,
    z.object({ no: z.number(), grade: z.string(), reason: z.string(), byName: z.string(), at: z.date() }),
  );

/** The last grade of each of many projects, for lists. */
export async function gradesOf(tx: Tx, projectIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.all(
    sql`select distinct on (project_id) project_id as id, grade from grade where subdistrict_id = ${tx.subdistrictId}
    and project_id = any(${[...projectIds]}::uuid[]) order by project_id, no desc`,
    z.object({ id: z.string(), grade: z.string() }),
  );
  return new Map(rows.map(({ id, grade }) => [id, grade]));
}

export async function insertGrade(tx: CommandTx, projectId: string, grade: string, reason: string): Promise<void> {
  await tx.exec(sql`insert into grade (subdistrict_id, id, project_id, no, grade, reason, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${tx.newId()}, ${projectId}, (select coalesce(max(no), 0) + 1 from grade
      where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}), ${grade}, ${reason}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
}

/** One day of the upkeep calendar with what was found on it. */
export interface UpkeepTask {
  id: string;
  projectId: string;
  dueDay: string;
  keeperPersonId: string | null;
  keeperName: string;
  check: { condition: UpkeepCondition; note: string; photoFileId: string | null; costFen: bigint; byName: string; at: Date } | null;
}

const taskRow = z
  .object({
    id: z.string(),
    projectId: z.string(),
    dueDay: z.string(),
    keeperPersonId: z.string().nullable(),
    keeperName: z.string(),
    condition: z.enum(upkeepConditions).nullable(),
    note: z.string().nullable(),
    photoFileId: z.string().nullable(),
    costFen: z.bigint().nullable(),
    byName: z.string().nullable(),
    at: z.date().nullable(),
  })
  .transform(
    ({ condition, note, photoFileId, costFen, byName, at, ...task }): UpkeepTask => ({
      ...task,
      check:
        condition === null || note === null || costFen === null || byName === null || at === null
          ? null
          : { condition, note, photoFileId, costFen, byName, at },
    }),
  );
const taskSelect = sql`select t.id, t.project_id as "projectId", t.due_day as "dueDay", t.keeper_person_id as "keeperPersonId",
    t.keeper_name as "keeperName", c.condition, c.note, c.photo_file_id as "photoFileId", c.cost_fen as "costFen", c.by_name as "byName", c.at
  from upkeep_task t left join upkeep_check c on c.subdistrict_id = t.subdistrict_id and c.task_id = t.id`;

/** The upkeep calendar of a project, by day. */
export const listUpkeep = (tx: Tx, projectId: string): Promise<UpkeepTask[]> =>
  tx.all(sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} order by t.due_day`, taskRow);

export const findUpkeepTask = (tx: Tx, id: string): Promise<UpkeepTask | null> =>
  tx.maybe(sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and t.id = ${id}`, taskRow);

/** Days of upkeep that are near and not yet in anybody's inbox are found by this: open tasks due up to `day`. */
export const openUpkeepUntil = (tx: Tx, day: string): Promise<UpkeepTask[]> =>
  tx.all(sql`${taskSelect} where t.subdistrict_id = ${tx.subdistrictId} and c.id is null and t.due_day <= ${day} order by t.due_day`, taskRow);

export async function insertUpkeepTask(
  tx: CommandTx,
  task: { id: string; projectId: string; dueDay: string; keeperPersonId: string | null; keeperName: string },
): Promise<void> {
  await tx.exec(sql`insert into upkeep_task (subdistrict_id, id, project_id, due_day, keeper_person_id, keeper_name, created_at) values (
    ${tx.subdistrictId}, ${task.id}, ${task.projectId}, ${task.dueDay}, ${task.keeperPersonId}, ${task.keeperName}, ${tx.now})`);
}

export async function insertUpkeepCheck(
  tx: CommandTx,
  check: { taskId: string; condition: UpkeepCondition; note: string; photoFileId: string | null; costFen: bigint },
): Promise<void> {
  await tx.exec(sql`insert into upkeep_check (subdistrict_id, id, task_id, condition, note, photo_file_id, cost_fen, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${check.taskId}, ${check.condition}, ${check.note}, ${check.photoFileId}, ${check.costFen},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}
