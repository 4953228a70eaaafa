import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** An alarm of a thing, open or closed. */
export interface UpkeepAlarm {
  id: string;
  no: number;
  assetId: string;
  cause: 'missed' | 'sign' | 'report';
  taskId: string | null;
  openedDay: string;
  level: number;
  levelDay: string;
  closedDay: string | null;
  closedHow: 'check' | 'decision' | 'abandoned' | null;
  decision: string;
  closedByName: string | null;
}

const alarmsRow = z.object({
  id: z.string(),
  no: z.number(),
  assetId: z.string(),
  cause: z.enum(['missed', 'sign', 'report']),
  taskId: z.string().nullable(),
  openedDay: z.string(),
  level: z.number(),
  levelDay: z.string(),
  closedDay: z.string().nullable(),
  closedHow: z.enum(['check', 'decision', 'abandoned']).nullable(),
  decision: z.string(),
  closedByName: z.string().nullable(),
});

/** Alarms of a thing, newest first. */
export const alarmsOf = (tx: Tx, assetId: string): Promise<UpkeepAlarm[]> =>
  tx.all(
    sql`select id, no, asset_id as "assetId", cause, task_id as "taskId", opened_day as "openedDay", level, level_day as "levelDay", closed_day as "closedDay",
    closed_how as "closedHow", decision, closed_by_name as "closedByName" from upkeep_alarm where subdistrict_id = ${tx.subdistrictId} and asset_id = ${assetId}
    order by no desc`,
    alarmsRow,
  );

export async function insertAlarm(
  tx: CommandTx,
  alarm: { assetId: string; cause: 'missed' | 'sign' | 'report'; level: number; taskId?: string; checkId?: string; reportId?: string },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into upkeep_alarm (subdistrict_id, id, asset_id, no, cause, task_id, check_id, report_id, opened_day, opened_at, level, level_day)
    select ${tx.subdistrictId}, ${id}, ${alarm.assetId}, (select coalesce(max(no), 0) + 1 from upkeep_alarm where subdistrict_id = ${tx.subdistrictId}
      and asset_id = ${alarm.assetId}), ${alarm.cause}, ${alarm.taskId ?? null}::uuid, ${alarm.checkId ?? null}::uuid, ${alarm.reportId ?? null}::uuid,
      ${tx.today}::date, ${tx.now}, ${alarm.level}::int, ${tx.today}::date`);
  return id;
}

export const raiseLevel = (tx: CommandTx, alarmId: string, level: number): Promise<number> =>
  tx.exec(sql`update upkeep_alarm set level = ${level}, level_day = ${tx.today}::date where subdistrict_id = ${tx.subdistrictId} and id = ${alarmId}
    and closed_day is null and level < ${level}`);

export const closeAlarmRow = (
  tx: CommandTx,
  alarmId: string,
  close: { how: 'check' | 'decision' | 'abandoned'; checkId: string | null; decision: string },
): Promise<number> =>
  tx.exec(sql`update upkeep_alarm set closed_day = ${tx.today}::date, closed_how = ${close.how}, closing_check_id = ${close.checkId}::uuid,
    decision = ${close.decision}, closed_by = ${tx.actor.personId}::uuid, closed_by_name = ${tx.actor.name || '系统'}
    where subdistrict_id = ${tx.subdistrictId} and id = ${alarmId} and closed_day is null`);

/** What somebody who passed by said. */
export interface DamageReport {
  id: string;
  text: string;
  photoFileId: string | null;
  name: string;
  at: Date;
}

const reportsRow = z.object({ id: z.string(), text: z.string(), photoFileId: z.string().nullable(), name: z.string(), at: z.date() });

/** Reports about a thing, newest first, at most 20. */
export const reportsOf = (tx: Tx, assetId: string): Promise<DamageReport[]> =>
  tx.all(
    sql`select id, text, photo_file_id as "photoFileId", name, at from asset_report where subdistrict_id = ${tx.subdistrictId} and asset_id = ${assetId}
    order by at desc, id desc limit 20`,
    reportsRow,
  );

const countedRow = z.object({ n: z.number() });

/** How many reports came about a thing since an instant: a flood of them is held back. */
export const reportsSince = async (tx: Tx, assetId: string, since: Date): Promise<number> =>
  (
    await tx.one(
      sql`select count(*)::int as n from asset_report where subdistrict_id = ${tx.subdistrictId} and asset_id = ${assetId} and at >= ${since}`,
      countedRow,
    )
  ).n;

export async function insertReport(tx: CommandTx, report: { assetId: string; text: string; photoFileId: string | null; name: string }): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into asset_report (subdistrict_id, id, asset_id, text, photo_file_id, person_id, name, at) values (${tx.subdistrictId}, ${id},
    ${report.assetId}, ${report.text}, ${report.photoFileId}, ${tx.actor.personId}, ${report.name}, ${tx.now})`);
  return id;
}
