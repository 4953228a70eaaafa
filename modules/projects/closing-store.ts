import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { acceptanceItems, type ChecklistLine, type SettledSource } from './closing.ts';

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

const acceptancesRow = z.object({
  id: z.string(),
  no: z.number(),
  meetingId: z.string().nullable(),
  checklist: checklistShape,
  result: z.enum(['accepted', 'rework']),
  remark: z.string(),
  byName: z.string(),
  at: z.date(),
});

/** Acceptances of a project, oldest first; the last one counts. */
export const listAcceptances = (tx: Tx, projectId: string): Promise<Acceptance[]> =>
  tx.all(
    sql`select id, no, meeting_id as "meetingId", checklist, result, remark, by_name as "byName", at from acceptance
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no`,
    acceptancesRow,
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

const settledSourceRow = z.object({
  awardId: z.string(),
  sourceKind: z.string(),
  name: z.string(),
  plannedFen: z.bigint(),
  receivedFen: z.bigint(),
  spentFen: z.bigint(),
  returnedFen: z.bigint(),
});
const settlementRow = z.object({
  id: z.string(),
  receivedFen: z.bigint(),
  spentFen: z.bigint(),
  returnedFen: z.bigint(),
  note: z.string(),
  byName: z.string(),
  at: z.date(),
});

/** A project's settlement, or null. */
export async function findSettlement(tx: Tx, projectId: string): Promise<Settlement | null> {
  const head = await tx.maybe(
    sql`select id, received_fen as "receivedFen", spent_fen as "spentFen", returned_fen as "returnedFen", note,
    by_name as "byName", at from settlement where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`,
    settlementRow,
  );
  if (!head) return null;
  const sources = await tx.all(
    sql`select award_id as "awardId", source_kind as "sourceKind", name, planned_fen as "plannedFen",
    received_fen as "receivedFen", spent_fen as "spentFen", returned_fen as "returnedFen" from settlement_source
    where subdistrict_id = ${tx.subdistrictId} and settlement_id = ${head.id} order by award_id`,
    settledSourceRow,
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

const settlementCheckRow = z.object({
  bank: z.enum(['none', 'matched']),
  cash: z.enum(['none', 'counted', 'no-cash']),
  explained: z.array(z.object({ day: z.string(), fen: z.string(), text: z.string(), byName: z.string() })),
  noticeId: z.string().nullable(),
});

/** The check of a settlement; null for those from before it was kept. */
export const settlementCheckOf = (tx: Tx, settlementId: string): Promise<SettlementCheck | null> =>
  tx.maybe(
    sql`select bank, cash, explained, notice_id as "noticeId" from settlement_check where subdistrict_id = ${tx.subdistrictId} and settlement_id = ${settlementId}`,
    settlementCheckRow,
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

const gradesRow = z.object({ no: z.number(), grade: z.string(), reason: z.string(), byName: z.string(), at: z.date() });

/** Grades of a project, oldest first; the last one counts. */
export const listGrades = (tx: Tx, projectId: string): Promise<Grade[]> =>
  tx.all(
    sql`select no, grade, reason, by_name as "byName", at from grade where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} order by no`,
    gradesRow,
  );

const gradeIdRow = z.object({ id: z.string(), grade: z.string() });

/** The last grade of each of many projects, for lists. */
export async function gradesOf(tx: Tx, projectIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.all(
    sql`select distinct on (project_id) project_id as id, grade from grade where subdistrict_id = ${tx.subdistrictId}
    and project_id = any(${[...projectIds]}::uuid[]) order by project_id, no desc`,
    gradeIdRow,
  );
  return new Map(rows.map(({ id, grade }) => [id, grade]));
}

const gradeNoRow = z.object({ grade_no: z.number() });

/** True once the grade was told to the community. */
export const gradeWasTold = async (tx: Tx, projectId: string): Promise<boolean> =>
  (await tx.maybe(sql`select grade_no from grade_notice where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`, gradeNoRow)) !== null;

export async function insertGrade(tx: CommandTx, projectId: string, grade: string, reason: string): Promise<void> {
  await tx.exec(sql`insert into grade (subdistrict_id, id, project_id, no, grade, reason, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${tx.newId()}, ${projectId}, (select coalesce(max(no), 0) + 1 from grade
      where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}), ${grade}, ${reason}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
}
