import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { KnownInvoice, Voucher } from './invoice-store.ts';
import type { InvoiceFacts } from './voucher.ts';

/** The entered facts are those the books know. */
export const saysTheSame = (
  known: Pick<KnownInvoice, 'totalFen' | 'netFen' | 'issuedDay'>,
  facts: Pick<InvoiceFacts, 'totalFen' | 'netFen' | 'issuedDay'>,
): boolean => known.totalFen === facts.totalFen && known.netFen === facts.netFen && known.issuedDay === facts.issuedDay;

/** An invoice is entered anew only while nothing of it is claimed. */
export const mayBeEnteredAnew = (known: Pick<KnownInvoice, 'claimedFen'>): boolean => known.claimedFen === 0n;

const nextRow = z.object({ next: z.number() });

/**
 * Enters the facts of a known invoice again, after what was claimed of it was given back. The earlier entry stays as it is. Returns the
 * invoice as it will be claimed; null when another request was faster.
 */
export async function enterAnew(tx: CommandTx, known: KnownInvoice, facts: InvoiceFacts): Promise<{ invoice: KnownInvoice; version: number } | null> {
  const entered = { ...known, issuedDay: facts.issuedDay, netFen: facts.netFen, taxFen: facts.taxFen, totalFen: facts.totalFen };
  const { next } = await tx.one(sql`select coalesce(max(version), 1) + 1 as next from invoice_version where invoice_id = ${known.id}`, nextRow);
  const made = await tx.exec(sql`insert into invoice_version (invoice_id, version, issued_day, net_fen, tax_fen, total_fen, made_at)
    values (${known.id}, ${next}, ${facts.issuedDay}, ${facts.netFen}, ${facts.taxFen}, ${facts.totalFen}, ${tx.now}) on conflict do nothing`);
  return made === 1 ? { invoice: entered, version: next } : null;
}

/**
 * Takes a file from an invoice that was entered under a wrong number and of which nothing is claimed, and gives it to the right one. False when
 * somebody claimed it in the meantime.
 */
export async function moveFile(tx: CommandTx, sha256: string, from: KnownInvoice, to: KnownInvoice, claimantId: string): Promise<boolean> {
  const seq = from.lastSeq + 1;
  const released =
    await tx.exec(sql`insert into invoice_claim (invoice_id, seq, total_fen, previous_seq, before_fen, amount_fen, after_fen, subdistrict_id, voucher_id, at,
      version, previous_version, face_fen, released_sha256)
    values (${from.id}, ${seq}, ${from.firstTotalFen}, ${seq === 1 ? null : seq - 1}, ${from.claimedFen}, 0, ${from.claimedFen}, ${tx.subdistrictId}, ${claimantId}, ${tx.now},
    ${from.version}, ${from.version}, ${from.version === 1 ? null : from.totalFen}, ${sha256}) on conflict do nothing`);
  if (released !== 1) return false;
  const moved =
    await tx.exec(sql`insert into invoice_file_move (sha256, seq, previous_seq, origin_invoice_id, from_invoice_id, from_seq, to_invoice_id, moved_at)
    select ${sha256}, m.last + 1, nullif(m.last, 0), case when m.last = 0 then ${from.id}::uuid end, ${from.id}, ${seq}, ${to.id}, ${tx.now}
    from (select coalesce(max(seq), 0) as last from invoice_file_move where sha256 = ${sha256}) m on conflict do nothing`);
  return moved === 1;
}

/** One entry of an invoice's facts. */
export interface InvoiceEntry {
  version: number;
  issuedDay: string;
  netFen: bigint;
  taxFen: bigint;
  totalFen: bigint;
  enteredAt: Date;
}

/** What stood in the books before a voucher's invoice was corrected. */
export interface InvoiceCorrections {
  /** Earlier entries of the same number, oldest first. */
  entries: InvoiceEntry[];
  /** The number the file was entered under before; null when it was not. */
  earlierNumber: { code: string; number: string | null } | null;
}

const entryRow = z
  .object({ version: z.number(), issued_day: z.string(), net_fen: z.bigint(), tax_fen: z.bigint(), total_fen: z.bigint(), entered_at: z.date() })
  .transform(
    (r): InvoiceEntry => ({
      version: r.version,
      issuedDay: r.issued_day,
      netFen: r.net_fen,
      taxFen: r.tax_fen,
      totalFen: r.total_fen,
      enteredAt: r.entered_at,
    }),
  );

const correctionsRow = z.object({ code: z.string(), number: z.string().nullable() });

/** How the invoice of a voucher was entered before it was right. */
export async function correctionsOf(tx: Tx, voucher: Pick<Voucher, 'invoiceId' | 'version' | 'fileId'>): Promise<InvoiceCorrections> {
  const entries = await tx.all(
    sql`select version, issued_day, net_fen, tax_fen, total_fen, entered_at from (
        select 1 as version, issued_day, net_fen, tax_fen, total_fen, registered_at as entered_at from invoice where id = ${voucher.invoiceId}
        union all select version, issued_day, net_fen, tax_fen, total_fen, made_at from invoice_version where invoice_id = ${voucher.invoiceId}) e
      where e.version < ${voucher.version} order by e.version`,
    entryRow,
  );
  const earlierNumber = await tx.maybe(
    sql`select i.code, i.number from invoice_file_move m join invoice i on i.id = m.from_invoice_id
      join file f on f.subdistrict_id = ${tx.subdistrictId} and f.id = ${voucher.fileId}::uuid and f.sha256 = m.sha256
      where m.to_invoice_id = ${voucher.invoiceId} order by m.seq desc limit 1`,
    correctionsRow,
  );
  return { entries, earlierNumber };
}
