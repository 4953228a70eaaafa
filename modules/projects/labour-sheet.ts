import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { lockSpendingRequest } from './spending-store.ts';
import { termsOf } from './spending-terms.ts';
import { findProject } from './store.ts';

export const labourUnits = ['hour', 'day', 'piece'] as const;
export type LabourUnit = (typeof labourUnits)[number];

/** Who did what work, how much of it, for how much. */
export interface LabourEntry {
  name: string;
  work: string;
  day: string;
  /** Hours, days or pieces in hundredths. */
  quantityHundredths: bigint;
  unit: LabourUnit;
  amountFen: bigint;
}

/** A sheet of labour fees, to be signed by those who worked. */
export interface LabourSheet {
  id: string;
  seq: number;
  totalFen: bigint;
  recordedByName: string;
  recordedAt: Date;
  entries: LabourEntry[];
}

/** Identity numbers are not collected: no long run of digits stands in a name or in what was done. */
export const noIdentityNumberIsWritten = (entry: Pick<LabourEntry, 'name' | 'work'>): boolean =>
  !/\d{6}/.test(entry.name.normalize('NFKC')) && !/\d{12}/.test(entry.work.normalize('NFKC'));

/** What one person gets stays within the limit; null: nobody has set one. */
export const nobodyGetsMoreThanTheLimit = (entries: readonly Pick<LabourEntry, 'name' | 'amountFen'>[], limitFen: bigint | null): boolean => {
  if (limitFen === null) return true;
  const sums = new Map<string, bigint>();
  for (const entry of entries) sums.set(entry.name.trim(), (sums.get(entry.name.trim()) ?? 0n) + entry.amountFen);
  return [...sums.values()].every((fen) => fen <= limitFen);
};

/**
 * `no-lines` nothing on it · `identity-number` a name or the work holds one · `above-labour-limit` for one person · `above-approved` more than
 * was asked for · `wrong-state` it is paid already · `day-in-future`.
 */
export type WriteLabourError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'no-lines'
  | 'identity-number'
  | 'above-labour-limit'
  | 'above-approved'
  | 'key-reused';

/** Writes the sheet of those who work for a request; a new one replaces the one before it. Returns its id. */
export const writeLabourSheet = (
  context: CommandContext,
  input: { requestId: string; entries: readonly LabourEntry[] },
): Promise<Result<string, WriteLabourError>> =>
  runCommand(context, 'write-labour-sheet', async (tx) => {
    const request = await lockSpendingRequest(tx, input.requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) return err('not-found');
    if (!tx.can('spending.quote', project)) return err('not-allowed');
    if (!['needs_ruling', 'asked', 'approved'].includes(request.state)) return err('wrong-state');
    const entries = input.entries.map((entry) => ({ ...entry, name: entry.name.trim().normalize('NFKC'), work: entry.work.trim().normalize('NFKC') }));
    if (entries.length === 0 || entries.some((entry) => entry.amountFen <= 0n || entry.quantityHundredths <= 0n)) return err('no-lines');
    if (!entries.every(noIdentityNumberIsWritten)) return err('identity-number');
    const terms = await termsOf(tx, request.id);
    if (!nobodyGetsMoreThanTheLimit(entries, terms.labourToFen)) return err('above-labour-limit');
    const totalFen = entries.reduce((fen, entry) => fen + entry.amountFen, 0n);
    if (totalFen > request.amountFen) return err('above-approved');
    const id = await insertSheet(tx, request.id, totalFen, entries);
    tx.audit({ action: 'spending.labour', subjectKind: 'spending', subjectId: request.id, text: { totalFen, people: entries.length } });
    return ok(id);
  });

async function insertSheet(tx: CommandTx, requestId: string, totalFen: bigint, entries: readonly LabourEntry[]): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into labour_sheet (subdistrict_id, id, request_id, seq, total_fen, recorded_by, recorded_by_name, recorded_at)
    select ${tx.subdistrictId}, ${id}, ${requestId}, coalesce(max(seq), 0) + 1, ${totalFen}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}
    from labour_sheet where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId}`);
  for (const [index, e] of entries.entries()) {
    await tx.exec(sql`insert into labour_entry (subdistrict_id, sheet_id, no, name, work, day, quantity_hundredths, unit, amount_fen)
      values (${tx.subdistrictId}, ${id}, ${index + 1}, ${e.name}, ${e.work}, ${e.day}, ${e.quantityHundredths}, ${e.unit}, ${e.amountFen})`);
  }
  return id;
}

const sheetRow = z.object({ id: z.string(), seq: z.number(), total_fen: z.bigint(), recorded_by_name: z.string(), recorded_at: z.date() });
const entryRow = z
  .object({
    name: z.string(),
    work: z.string(),
    day: z.string(),
    quantity_hundredths: z.bigint(),
    unit: z.enum(labourUnits),
    amount_fen: z.bigint(),
  })
  .transform(
    (r): LabourEntry => ({ name: r.name, work: r.work, day: r.day, quantityHundredths: r.quantity_hundredths, unit: r.unit, amountFen: r.amount_fen }),
  );

/** The sheet in force of a request, or null. */
export async function labourSheetOf(tx: Tx, requestId: string): Promise<LabourSheet | null> {
  const found = await tx.maybe(
    sql`select id, seq, total_fen, recorded_by_name, recorded_at from labour_sheet
    where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by seq desc limit 1`,
    sheetRow,
  );
  if (!found) return null;
  const entries = await tx.all(
    sql`select name, work, day, quantity_hundredths, unit, amount_fen from labour_entry
    where subdistrict_id = ${tx.subdistrictId} and sheet_id = ${found.id} order by no`,
    entryRow,
  );
  return { id: found.id, seq: found.seq, totalFen: found.total_fen, recordedByName: found.recorded_by_name, recordedAt: found.recorded_at, entries };
}
