import { err, ok, type Result } from '#libs/result';
import type { Invoice } from './invoice.ts';
import { readXmlInvoice, readOfd } from './read-ofd.ts';
import { type ReadError, Unreadable } from './read-error.ts';
import { invoiceOfQr } from './qr.ts';
import { parseXml } from './xml.ts';

const mostBytes = 32 * 1024 * 1024;

/** What a file is by its first bytes, whatever its name says. */
export function formOf(bytes: Uint8Array): 'ofd' | 'xml' | 'pdf' | null {
  const head = String.fromCharCode(...bytes.subarray(0, 1_024));
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'ofd';
  if (head.slice(0, 1_024).includes('%PDF-')) return 'pdf';
  const text = head
    .replace(/^\xef\xbb\xbf/, '')
    .replace(/^\xff\xfe|^\xfe\xff/, '')
    .replaceAll('\0', '')
    .trimStart();
  return text.startsWith('<') ? 'xml' : null;
}

/** Reads a PDF; given by the caller, because it needs a rendering library and a reader of codes. */
export type PdfReader = (bytes: Uint8Array) => Promise<Result<Invoice, ReadError>>;

/**
 * Reads an e-invoice from a file: OFD or XML by themselves, PDF by `readPdf`; a short text file holding the text of a code counts as scanned.
 * Nothing thrown by a parser leaves this function. Errors: {@link ReadError}.
 */
export async function readInvoice(bytes: Uint8Array, readPdf?: PdfReader): Promise<Result<Invoice, ReadError>> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > mostBytes) return err('too-large');
  const form = formOf(bytes);
  try {
    if (form === 'pdf') return readPdf ? await readPdf(bytes) : err('unknown-format');
    if (form === 'ofd') return ok(readOfd(bytes));
    if (form === 'xml') {
      const invoice = readXmlInvoice(parseXml(bytes), 'xml');
      return invoice ? ok(invoice) : err('no-invoice');
    }
    const scanned = bytes.length <= 4_096 ? invoiceOfQr(new TextDecoder().decode(bytes)) : null;
    return scanned ? ok(scanned) : err('unknown-format');
  } catch (error) {
    if (error instanceof Unreadable) return err(error.code);
    // A parser that gives up on hostile bytes: what it says is for us, not for the clerk.
    return err(form === 'ofd' ? 'bad-zip' : form === 'pdf' ? 'bad-pdf' : 'bad-xml');
  }
}
