import { z } from 'zod';
import type { Invoice } from '#libs/einvoice';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { invoiceAsJson, keepReadingIn, keptInvoice } from './invoice-reading.ts';

/** `waiting` for somebody to say which payment it belongs to · `assigned` to one, where it waits as a reading · `dropped` with its reason. */
export type ArrivalState = 'waiting' | 'assigned' | 'dropped';

/** An invoice's file that came for a project. */
export interface InvoiceArrival {
  id: string;
  projectId: string;
  fileId: string;
  fileName: string;
  sha256: string;
  mediaType: string;
  invoice: Invoice | null;
  /** Code of `ReadError` where nothing could be read. */
  error: string | null;
  readAt: Date;
  state: ArrivalState;
  readingId: string | null;
  note: string | null;
}

const row = z
  .object({
    id: z.string(),
    project_id: z.string(),
    file_id: z.string(),
    name: z.string(),
    sha256: z.string(),
    media_type: z.string(),
    invoice: keptInvoice.nullable(),
    error: z.string().nullable(),
    read_at: z.date(),
    state: z.enum(['waiting', 'assigned', 'dropped']),
    reading_id: z.string().nullable(),
    note: z.string().nullable(),
  })
  .transform(
    (r): InvoiceArrival => ({
      id: r.id,
      projectId: r.project_id,
      fileId: r.file_id,
      fileName: r.name,
      sha256: r.sha256,
      mediaType: r.media_type,
      invoice: r.invoice,
      error: r.error,
      readAt: r.read_at,
      state: r.state,
      readingId: r.reading_id,
      note: r.note,
    }),
  );

/** What arrived for a project, in the order it came. */
export const arrivalsOf = (tx: Tx, projectId: string): Promise<InvoiceArrival[]> =>
  tx.all(
    sql`select a.id, a.project_id, a.file_id, f.name, a.sha256, f.media_type, a.invoice, a.error, a.read_at, a.state, a.reading_id, a.note
      from invoice_arrival a join file f on f.subdistrict_id = a.subdistrict_id and f.id = a.file_id
      where a.subdistrict_id = ${tx.subdistrictId} and a.project_id = ${projectId} order by a.read_at, f.name, a.id`,
    row,
  );

const idRow = z.object({ id: z.string() });

/** True when these bytes wait or are assigned in the project; an arrival whose reading was dropped waits again first. */
export async function arrivedBeforeIn(tx: CommandTx, projectId: string, sha256: string): Promise<boolean> {
  const reopened = await tx.exec(sql`update invoice_arrival set state = 'waiting', reading_id = null, note = null, settled_by = null, settled_at = null
    where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} and sha256 = ${sha256} and state = 'assigned'
      and exists (select 1 from invoice_reading r where r.subdistrict_id = invoice_arrival.subdistrict_id and r.id = invoice_arrival.reading_id and r.state = 'dropped')`);
  if (reopened > 0) return true;
  const found = await tx.maybe(
    sql`select id from invoice_arrival where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} and sha256 = ${sha256} and state <> 'dropped'
      union all select r.id from invoice_reading r join expense e on e.subdistrict_id = r.subdistrict_id and e.id = r.expense_id
      where r.subdistrict_id = ${tx.subdistrictId} and e.project_id = ${projectId} and r.sha256 = ${sha256} and r.state <> 'dropped' limit 1`,
    idRow,
  );
  return found !== null;
}

/** Keeps what was read from a file of the project. False when another request was faster with the same bytes. */
export const keepArrivalIn = async (
  tx: CommandTx,
  arrival: { projectId: string; fileId: string; sha256: string; read: { invoice: Invoice } | { error: string } },
): Promise<boolean> =>
  (await tx.exec(sql`insert into invoice_arrival (subdistrict_id, id, project_id, file_id, sha256, invoice, error, read_by, read_at, state)
    values (${tx.subdistrictId}, ${tx.newId()}, ${arrival.projectId}, ${arrival.fileId}, ${arrival.sha256},
      ${'invoice' in arrival.read ? invoiceAsJson(arrival.read.invoice) : null}::jsonb, ${'error' in arrival.read ? arrival.read.error : null},
      ${tx.actor.personId}, ${tx.now}, 'waiting') on conflict do nothing`)) === 1;

/** Assigns what waits to a payment, where it waits as a reading to be confirmed; the same bytes there already are that reading. */
export async function assignArrivalIn(tx: CommandTx, arrival: InvoiceArrival, expenseId: string): Promise<void> {
  const { invoice, error, fileId, sha256 } = arrival;
  await keepReadingIn(tx, { expenseId, fileId, sha256, read: invoice ? { invoice } : { error: error ?? 'unknown-format' } });
  const reading = await tx.one(
    sql`select id from invoice_reading where subdistrict_id = ${tx.subdistrictId} and expense_id = ${expenseId} and sha256 = ${sha256} and state <> 'dropped'`,
    idRow,
  );
  await tx.exec(sql`update invoice_arrival set state = 'assigned', reading_id = ${reading.id}, settled_by = ${tx.actor.personId}::uuid, settled_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${arrival.id} and state = 'waiting'`);
}

/** Drops what waits, with a reason; the file and what it said are kept. */
export const dropArrivalIn = (tx: CommandTx, arrivalId: string, reason: string): Promise<number> =>
  tx.exec(sql`update invoice_arrival set state = 'dropped', note = ${reason}, settled_by = ${tx.actor.personId}::uuid, settled_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${arrivalId} and state = 'waiting'`);
