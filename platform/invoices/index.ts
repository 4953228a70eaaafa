import { type Invoice, readInvoice, type ReadError } from '#libs/einvoice';
import type { Result } from '#libs/result';

/** Reads an e-invoice from the bytes of a file, whatever its name says: OFD, XML, PDF, or the text of a code. */
export const readInvoiceFile = (bytes: Uint8Array): Promise<Result<Invoice, ReadError>> =>
  readInvoice(bytes, async (pdf) => (await import('./read-pdf.ts')).readPdf(pdf));
export { type Pixels, readCodes } from './read-codes.ts';
