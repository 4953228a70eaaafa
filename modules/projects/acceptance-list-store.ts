import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { checkCapacities, type CheckCapacity, type Finding, type ItemSource, itemSources, type ListedItem } from './acceptance-list.ts';

const findingRow = z.object({
  id: z.string(),
  itemId: z.string(),
  capacity: z.enum(checkCapacities),
  result: z.enum(['ok', 'defect']),
  note: z.string(),
  photoFileId: z.string().nullable(),
  byPersonId: z.string(),
  byName: z.string(),
  at: z.date(),
  blocking: z.boolean().nullable(),
  mendBy: z.string().nullable(),
});
const recheckRow = z.object({
  findingId: z.string(),
  no: z.number(),
  result: z.enum(['mended', 'not-mended']),
  note: z.string(),
  photoFileId: z.string().nullable(),
  mendBy: z.string().nullable(),
  byName: z.string(),
  at: z.date(),
});

const acceptanceListRow = z.object({ id: z.string(), no: z.number(), source: z.enum(itemSources), promised: z.string() });

/** The acceptance list of a project with all findings; empty where none was drawn. */
export async function acceptanceList(tx: Tx, projectId: string): Promise<ListedItem[]> {
  const s = tx.subdistrictId;
  const items = await tx.all(
    sql`select id, no, source, promised from acceptance_item where subdistrict_id = ${s} and project_id = ${projectId} order by no`,
    acceptanceListRow,
  );
  if (items.length === 0) return [];
  const ids = items.map((item) => item.id);
  const findings = await tx.all(
    sql`select f.id, f.item_id as "itemId", f.capacity, f.result, f.note, f.photo_file_id as "photoFileId", f.by_person_id as "byPersonId", f.by_name as "byName", f.at,
      d.blocking, d.mend_by as "mendBy" from acceptance_finding f
    left join acceptance_defect d on d.subdistrict_id = f.subdistrict_id and d.finding_id = f.id
    where f.subdistrict_id = ${s} and f.item_id = any(${ids}::uuid[]) order by f.at, f.id`,
    findingRow,
  );
  const rechecks = await tx.all(
    sql`select finding_id as "findingId", no, result, note, photo_file_id as "photoFileId", mend_by as "mendBy", by_name as "byName", at from acceptance_recheck
    where subdistrict_id = ${s} and finding_id = any(${findings.map((one) => one.id)}::uuid[]) order by finding_id, no`,
    recheckRow,
  );
  return items.map((item) => ({
    ...item,
    findings: findings
      .filter((one) => one.itemId === item.id)
      .map(
        ({ itemId: _, blocking, mendBy, ...one }): Finding => ({
          ...one,
          defect:
            blocking === null || mendBy === null
              ? null
              : { blocking, mendBy, rechecks: rechecks.filter((each) => each.findingId === one.id).map(({ findingId: _of, ...each }) => each) },
        }),
      ),
  }));
}

const projectOfItemRow = z.object({ projectId: z.string(), itemId: z.string(), no: z.number() });

/** The project an item, or the item of a finding, belongs to; null when there is no such one. */
export const projectOfItem = (tx: Tx, which: { itemId: string } | { findingId: string }): Promise<{ projectId: string; itemId: string; no: number } | null> =>
  tx.maybe(
    'itemId' in which
      ? sql`select project_id as "projectId", id as "itemId", no from acceptance_item where subdistrict_id = ${tx.subdistrictId} and id = ${which.itemId}`
      : sql`select i.project_id as "projectId", i.id as "itemId", i.no from acceptance_finding f
        join acceptance_item i on i.subdistrict_id = f.subdistrict_id and i.id = f.item_id
        where f.subdistrict_id = ${tx.subdistrictId} and f.id = ${which.findingId}`,
    projectOfItemRow,
  );

export async function insertItems(tx: CommandTx, projectId: string, items: readonly { source: ItemSource; promised: string }[]): Promise<void> {
  for (const [index, item] of items.entries())
    await tx.exec(sql`insert into acceptance_item (subdistrict_id, id, project_id, no, source, promised, drawn_by, drawn_by_name, at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${projectId}, ${index + 1}, ${item.source}, ${item.promised}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}

export async function insertFinding(
  tx: CommandTx,
  finding: {
    itemId: string;
    capacity: CheckCapacity;
    note: string;
    photoFileId: string | null;
    defect: { blocking: boolean; mendBy: string } | null;
  },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into acceptance_finding (subdistrict_id, id, item_id, capacity, result, note, photo_file_id, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${id}, ${finding.itemId}, ${finding.capacity}, ${finding.defect ? 'defect' : 'ok'}, ${finding.note}, ${finding.photoFileId},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  if (finding.defect)
    await tx.exec(sql`insert into acceptance_defect (subdistrict_id, finding_id, blocking, mend_by)
      values (${tx.subdistrictId}, ${id}, ${finding.defect.blocking}, ${finding.defect.mendBy})`);
  return id;
}

export async function insertRecheck(
  tx: CommandTx,
  recheck: { findingId: string; no: number; mendBy: string | null; note: string; photoFileId: string | null },
): Promise<void> {
  await tx.exec(sql`insert into acceptance_recheck (subdistrict_id, id, finding_id, no, result, note, photo_file_id, mend_by, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${recheck.findingId}, ${recheck.no}, ${recheck.mendBy === null ? 'mended' : 'not-mended'}, ${recheck.note},
    ${recheck.photoFileId}, ${recheck.mendBy}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}
