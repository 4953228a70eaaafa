import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type InvoiceFacts, voucherKinds } from './voucher.ts';

/** An invoice as every subdistrict knows it: its identity and how much of it is claimed. No names. */
export interface KnownInvoice {
  id: string;
  code: string;
  number: string | null;
  issuedDay: string;
  netFen: bigint;
  taxFen: bigint;
  totalFen: bigint;
  claimedFen: bigint;
  lastSeq: number;
  /** Which entry of its facts holds now; 1 as it was entered first. */
  version: number;
  /** The face value as it was entered first: every claim names it. */
  firstTotalFen: bigint;
  /** The invoice that this one, a red letter, takes back. */
  redOf: string | null;
}

const row = z
  .object({
    id: z.string(),
    code: z.string(),
    number: z.string().nullable(),
    issued_day: z.string(),
    net_fen: z.bigint(),
    tax_fen: z.bigint(),
    total_fen: z.bigint(),
    claimed_fen: z.bigint(),
    last_seq: z.number(),
    version: z.number(),
    first_total_fen: z.bigint(),
    red_of: z.string().nullable(),
  })
  .transform(
    (r): KnownInvoice => ({
      id: r.id,
      code: r.code,
      number: r.number,
      issuedDay: r.issued_day,
      netFen: r.net_fen,
      taxFen: r.tax_fen,
      totalFen: r.total_fen,
      claimedFen: r.claimed_fen,
      lastSeq: r.last_seq,
      version: r.version,
      firstTotalFen: r.first_total_fen,
      redOf: r.red_of,
    }),
  );
const select = sql`select i.id, i.code, i.number, coalesce(e.issued_day, i.issued_day) as issued_day, coalesce(e.net_fen, i.net_fen) as net_fen,
  coalesce(e.tax_fen, i.tax_fen) as tax_fen, coalesce(e.total_fen, i.total_fen) as total_fen, coalesce(c.after_fen, 0) as claimed_fen, coalesce(c.seq, 0) as last_seq,
  coalesce(c.version, 1) as version, i.total_fen as first_total_fen, i.red_of
  from invoice i left join lateral (select seq, after_fen, version from invoice_claim where invoice_id = i.id order by seq desc limit 1) c on true
  left join invoice_version e on e.invoice_id = i.id and e.version = c.version`;

/** The invoice with this code and number, or null. */
export const findInvoice = (tx: Tx, code: string, number: string): Promise<KnownInvoice | null> =>
  tx.maybe(sql`${select} where i.code = ${code} and i.number = ${number}`, row);

/** The invoice that a file belongs to, or null. */
export const findInvoiceByFile = (tx: Tx, sha256: string): Promise<KnownInvoice | null> =>
  tx.maybe(sql`${select} where i.id = invoice_of_file(${sha256})`, row);

export const findInvoiceById = (tx: Tx, id: string): Promise<KnownInvoice | null> => tx.maybe(sql`${select} where i.id = ${id}`, row);

/** Registers an invoice nobody knows yet; null when another request was faster with the same number. */
export async function insertInvoice(tx: CommandTx, facts: InvoiceFacts): Promise<KnownInvoice | null> {
  const id = tx.newId();
  const made = await tx.exec(sql`insert into invoice (id, kind, code, number, issued_day, net_fen, tax_fen, total_fen, registered_at)
    values (${id}, ${facts.kind}, ${facts.code}, ${facts.number === '' ? null : facts.number}, ${facts.issuedDay}, ${facts.netFen}, ${facts.taxFen}, ${facts.totalFen}, ${tx.now})
    on conflict do nothing`);
  if (made === 0) return null;
  return {
    id,
    code: facts.code,
    number: facts.number || null,
    issuedDay: facts.issuedDay,
    netFen: facts.netFen,
    taxFen: facts.taxFen,
    totalFen: facts.totalFen,
    claimedFen: 0n,
    lastSeq: 0,
    version: 1,
    firstTotalFen: facts.totalFen,
    redOf: null,
  };
}

/** Gives an invoice a file; false when the file became another invoice's in the meantime. */
export const insertInvoiceFile = async (tx: CommandTx, invoiceId: string, sha256: string): Promise<boolean> =>
  (await tx.exec(sql`insert into invoice_file (sha256, invoice_id) values (${sha256}, ${invoiceId}) on conflict do nothing`)) === 1;

/** Adds a claim to the chain (negative: gives one back). Returns its place; null when another claim took it first. */
export async function insertClaim(
  tx: CommandTx,
  invoice: KnownInvoice,
  claimantId: string,
  amountFen: bigint,
  version = invoice.version,
): Promise<number | null> {
  const seq = invoice.lastSeq + 1;
  const made =
    await tx.exec(sql`insert into invoice_claim (invoice_id, seq, total_fen, previous_seq, before_fen, amount_fen, after_fen, subdistrict_id, voucher_id, at,
      version, previous_version, face_fen)
    values (${invoice.id}, ${seq}, ${invoice.firstTotalFen}, ${seq === 1 ? null : seq - 1}, ${invoice.claimedFen}, ${amountFen}, ${invoice.claimedFen + amountFen},
    ${tx.subdistrictId}, ${claimantId}, ${tx.now}, ${version}, ${invoice.version}, ${version === 1 ? null : invoice.totalFen}) on conflict do nothing`);
  return made === 1 ? seq : null;
}

/** A voucher with what stands behind it. */
export interface Voucher {
  id: string;
  expenseId: string;
  projectId: string;
  number: string;
  kind: (typeof voucherKinds)[number];
  invoiceId: string;
  invoiceCode: string;
  invoiceNumber: string | null;
  issuedDay: string;
  netFen: bigint;
  taxFen: bigint;
  totalFen: bigint;
  claimedFen: bigint;
  /** What it proves now: what it claims, less what red letters or refunds took back. */
  provesFen: bigint;
  /** Which entry of the invoice's facts it was recorded with; above 1 after a correction. */
  version: number;
  sellerName: string;
  sellerTaxId: string | null;
  fileId: string | null;
  reason: string | null;
  recordedBy: string | null;
  recordedAt: Date;
  withdrawn: { reason: string; at: Date } | null;
}

const voucherRow = z
  .object({
    id: z.string(),
    expense_id: z.string(),
    project_id: z.string(),
    number: z.string(),
    kind: z.enum(voucherKinds),
    invoice_id: z.string(),
    invoice_code: z.string(),
    invoice_number: z.string().nullable(),
    issued_day: z.string(),
    net_fen: z.bigint(),
    tax_fen: z.bigint(),
    total_fen: z.bigint(),
    claimed_fen: z.bigint(),
    proves_fen: z.bigint(),
    version: z.number(),
    seller_name: z.string(),
    seller_tax_id: z.string().nullable(),
    file_id: z.string().nullable(),
    reason: z.string().nullable(),
    recorded_by: z.string().nullable(),
    recorded_at: z.date(),
    withdrawn_reason: z.string().nullable(),
    withdrawn_at: z.date().nullable(),
  })
  .transform(
    (r): Voucher => ({
      id: r.id,
      expenseId: r.expense_id,
      projectId: r.project_id,
      number: r.number,
      kind: r.kind,
      invoiceId: r.invoice_id,
      invoiceCode: r.invoice_code,
      invoiceNumber: r.invoice_number,
      issuedDay: r.issued_day,
      netFen: r.net_fen,
      taxFen: r.tax_fen,
      totalFen: r.total_fen,
      claimedFen: r.claimed_fen,
      provesFen: r.proves_fen,
      version: r.version,
      sellerName: r.seller_name,
      sellerTaxId: r.seller_tax_id,
      fileId: r.file_id,
      reason: r.reason,
      recordedBy: r.recorded_by,
      recordedAt: r.recorded_at,
      withdrawn: r.withdrawn_at ? { reason: r.withdrawn_reason ?? '', at: r.withdrawn_at } : null,
    }),
  );
const voucherSelect = sql`select v.id, v.expense_id, e.project_id, v.number, v.kind, v.invoice_id, i.code as invoice_code, i.number as invoice_number,
  coalesce(n.issued_day, i.issued_day) as issued_day, coalesce(n.net_fen, i.net_fen) as net_fen, coalesce(n.tax_fen, i.tax_fen) as tax_fen,
  coalesce(n.total_fen, i.total_fen) as total_fen, v.claimed_fen, (v.claimed_fen + coalesce((select sum(d.reduced_fen) from voucher_reduction d
    where d.subdistrict_id = v.subdistrict_id and d.voucher_id = v.id), 0))::bigint as proves_fen, c.version,
  v.seller_name, v.seller_tax_id, v.file_id, v.reason, v.recorded_by, v.recorded_at, w.reason as withdrawn_reason, w.withdrawn_at
  from voucher v join expense e on e.subdistrict_id = v.subdistrict_id and e.id = v.expense_id join invoice i on i.id = v.invoice_id
  join invoice_claim c on c.invoice_id = v.invoice_id and c.seq = v.claim_seq left join invoice_version n on n.invoice_id = c.invoice_id and n.version = c.version
  left join voucher_withdrawal w on w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id`;

/** One voucher, or null. */
export const findVoucher = (tx: Tx, id: string): Promise<Voucher | null> =>
  tx.maybe(sql`${voucherSelect} where v.subdistrict_id = ${tx.subdistrictId} and v.id = ${id}`, voucherRow);

/** Vouchers of an expense, withdrawn ones included, in order. */
export const vouchersOf = (tx: Tx, expenseId: string): Promise<Voucher[]> =>
  tx.all(sql`${voucherSelect} where v.subdistrict_id = ${tx.subdistrictId} and v.expense_id = ${expenseId} order by v.number`, voucherRow);

/** Vouchers of a project in the order of their numbers. */
export const vouchersOfProject = (tx: Tx, projectId: string): Promise<Voucher[]> =>
  tx.all(sql`${voucherSelect} where v.subdistrict_id = ${tx.subdistrictId} and e.project_id = ${projectId} order by v.number`, voucherRow);

/** The latest voucher of this subdistrict that claimed an invoice; null when another subdistrict did. */
export const lastVoucherOfInvoice = (tx: Tx, invoiceId: string): Promise<Voucher | null> =>
  tx.maybe(sql`${voucherSelect} where v.subdistrict_id = ${tx.subdistrictId} and v.invoice_id = ${invoiceId} order by v.claim_seq desc limit 1`, voucherRow);

export const insertVoucher = (
  tx: CommandTx,
  v: {
    id: string;
    expenseId: string;
    number: string;
    facts: InvoiceFacts;
    invoiceId: string;
    claimSeq: number;
    claimedFen: bigint;
    fileId: string | null;
    reason: string | null;
  },
): Promise<number> =>
  tx.exec(sql`insert into voucher (subdistrict_id, id, expense_id, number, kind, invoice_id, claim_seq, claimed_fen, seller_name, seller_tax_id, file_id, reason,
    recorded_by, recorded_at) values (${tx.subdistrictId}, ${v.id}, ${v.expenseId}, ${v.number}, ${v.facts.kind}, ${v.invoiceId}, ${v.claimSeq}, ${v.claimedFen},
    ${v.facts.sellerName}, ${v.facts.sellerTaxId}, ${v.fileId}, ${v.reason}, ${tx.actor.personId}, ${tx.now})`);

export const insertWithdrawal = (
  tx: CommandTx,
  w: { voucherId: string; invoiceId: string; claimSeq: number; releasedFen: bigint; reason: string },
): Promise<number> =>
  tx.exec(sql`insert into voucher_withdrawal (subdistrict_id, voucher_id, invoice_id, claim_seq, released_fen, reason, withdrawn_by, withdrawn_at)
    values (${tx.subdistrictId}, ${w.voucherId}, ${w.invoiceId}, ${w.claimSeq}, ${w.releasedFen}, ${w.reason}, ${tx.actor.personId}, ${tx.now})`);
