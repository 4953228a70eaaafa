import { z } from 'zod';
import type { Invoice } from '#libs/einvoice';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { insertInvoiceFile, findInvoiceByFile, findVoucher } from './invoice-store.ts';

/** `waiting` for a person · `recorded` as a voucher · `dropped` with its reason. */
export type ReadingState = 'waiting' | 'recorded' | 'dropped';

/** What was read from a file for an expense: the invoice, or why there is none. */
export interface InvoiceReading {
  id: string;
  expenseId: string;
  fileId: string;
  fileName: string;
  sha256: string;
  mediaType: string;
  invoice: Invoice | null;
  /** Code of `ReadError` where nothing could be read. */
  error: string | null;
  readAt: Date;
  state: ReadingState;
  voucherId: string | null;
  note: string | null;
}

// Amounts are kept as text, so that no reader of JSON makes floats of them.
const fen = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(BigInt)
  .nullable();
const party = z.object({ name: z.string(), taxId: z.string() });
/** An invoice as it is kept. */
export const keptInvoice: z.ZodType<Invoice, unknown> = z.object({
  form: z.enum(['xml', 'ofd', 'pdf', 'qr']),
  source: z.enum(['einvoice', 'edrm', 'xbrl', 'tags', 'custom-data', 'text', 'code']),
  code: z.string(),
  number: z.string(),
  date: z.string(),
  seller: party,
  buyer: party,
  lines: z.array(
    z.object({
      name: z.string(),
      class: z.string(),
      spec: z.string(),
      unit: z.string(),
      quantity: z.string(),
      price: z.string(),
      amountFen: fen,
      rate: z.string(),
      taxFen: fen,
      taxCode: z.string(),
    }),
  ),
  netFen: fen,
  taxFen: fen,
  totalFen: fen,
  capital: z.string(),
  qr: z.string(),
  unreadable: z.array(z.string()),
});
// PostgreSQL's JSON holds no NUL; a hostile file may.
/** An invoice as it is written to the database. */
export const invoiceAsJson = (invoice: Invoice): string =>
  JSON.stringify(invoice, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : typeof value === 'string' ? plainText(value) : value));
const plainText = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');

const row = z
  .object({
    id: z.string(),
    expense_id: z.string(),
    file_id: z.string(),
    name: z.string(),
    sha256: z.string(),
    media_type: z.string(),
    invoice: keptInvoice.nullable(),
    error: z.string().nullable(),
    read_at: z.date(),
    state: z.enum(['waiting', 'recorded', 'dropped']),
    voucher_id: z.string().nullable(),
    note: z.string().nullable(),
  })
  .transform(
    (r): InvoiceReading => ({
      id: r.id,
      expenseId: r.expense_id,
      fileId: r.file_id,
      fileName: r.name,
      sha256: r.sha256,
      mediaType: r.media_type,
      invoice: r.invoice,
      error: r.error,
      readAt: r.read_at,
      state: r.state,
      voucherId: r.voucher_id,
      note: r.note,
    }),
  );

/** Readings of an expense in the order they came. */
export const readingsOf = (tx: Tx, expenseId: string): Promise<InvoiceReading[]> =>
  tx.all(
    sql`select r.id, r.expense_id, r.file_id, f.name, r.sha256, f.media_type, r.invoice, r.error, r.read_at, r.state, r.voucher_id, r.note
      from invoice_reading r join file f on f.subdistrict_id = r.subdistrict_id and f.id = r.file_id
      where r.subdistrict_id = ${tx.subdistrictId} and r.expense_id = ${expenseId} order by r.read_at, f.name, r.id`,
    row,
  );

const idRow = z.object({ id: z.string() });

/** True when these bytes wait or are recorded for the expense. */
export const readingIsHere = async (tx: Tx, expenseId: string, sha256: string): Promise<boolean> =>
  (await tx.maybe(
    sql`select id from invoice_reading where subdistrict_id = ${tx.subdistrictId} and expense_id = ${expenseId} and sha256 = ${sha256} and state <> 'dropped'`,
    idRow,
  )) !== null;

/** Keeps what was read from a file; false when the same bytes wait or are recorded for the expense already. */
export const keepReadingIn = async (
  tx: CommandTx,
  reading: { expenseId: string; fileId: string; sha256: string; read: { invoice: Invoice } | { error: string } },
): Promise<boolean> =>
  (await tx.exec(sql`insert into invoice_reading (subdistrict_id, id, expense_id, file_id, sha256, invoice, error, read_by, read_at, state)
    values (${tx.subdistrictId}, ${tx.newId()}, ${reading.expenseId}, ${reading.fileId}, ${reading.sha256},
      ${'invoice' in reading.read ? invoiceAsJson(reading.read.invoice) : null}::jsonb, ${'error' in reading.read ? reading.read.error : null},
      ${tx.actor.personId}, ${tx.now}, 'waiting') on conflict do nothing`)) === 1;

/** Settles readings that wait: into a voucher, whose invoice then has their files, or dropped. False when a file belongs to another invoice. */
export async function settleReadingsIn(
  tx: CommandTx,
  readings: readonly InvoiceReading[],
  to: { voucherId: string; note: string | null } | { dropped: string },
): Promise<boolean> {
  const voucher = 'voucherId' in to ? await findVoucher(tx, to.voucherId) : null;
  for (const reading of readings) {
    if (voucher && !(await insertInvoiceFile(tx, voucher.invoiceId, reading.sha256))) {
      if ((await findInvoiceByFile(tx, reading.sha256))?.id !== voucher.invoiceId) return false;
    }
    await tx.exec(sql`update invoice_reading set state = ${voucher ? 'recorded' : 'dropped'}, voucher_id = ${voucher?.id ?? null}::uuid,
      note = ${'dropped' in to ? to.dropped : to.note}, settled_by = ${tx.actor.personId}::uuid, settled_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and id = ${reading.id} and state = 'waiting'`);
  }
  return true;
}

/** Readings of a withdrawn voucher wait again: they may be confirmed anew or dropped. */
export const reopenReadingsIn = (tx: CommandTx, voucherId: string): Promise<number> =>
  tx.exec(sql`update invoice_reading set state = 'waiting', voucher_id = null, note = null, settled_by = null, settled_at = null
    where subdistrict_id = ${tx.subdistrictId} and voucher_id = ${voucherId} and state = 'recorded'`);
