import { formOf, type Invoice, invoiceOfQr, readInvoice, type ReadError } from '#libs/einvoice';
import { err, ok, type Result } from '#libs/result';

const mostBytesOfPicture = 32 * 1024 * 1024;
const mostPixels = 60_000_000;

/** The code on a photo or scan of an invoice. Turned upright and made small enough for the reader; nothing else of the picture is looked at. */
async function readPicture(bytes: Uint8Array): Promise<Result<Invoice, ReadError>> {
  const [{ default: sharp }, { readCodes }] = await Promise.all([import('sharp'), import('./read-codes.ts')]);
  for (const width of [1_600, 3_200]) {
    const picture = await sharp(bytes, { limitInputPixels: mostPixels })
      .rotate()
      .resize({ width, height: width, fit: 'inside', withoutEnlargement: true })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const codes = await readCodes({ data: new Uint8ClampedArray(picture.data), width: picture.info.width, height: picture.info.height });
    const invoice = codes.map(invoiceOfQr).find((each) => each !== null);
    if (invoice) return ok(invoice);
  }
  return err('no-invoice');
}

/** True for a picture by its first bytes; the library that knows their kinds is loaded only when nothing else fits. */
async function isPicture(bytes: Uint8Array): Promise<boolean> {
  if (bytes.length === 0 || bytes.length > mostBytesOfPicture) return false;
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime.startsWith('image/') ?? false;
}

/** Reads an e-invoice from the bytes of a file, whatever its name says: OFD, XML, PDF, a photo of its code, or the text of a code. */
export async function readInvoiceFile(bytes: Uint8Array): Promise<Result<Invoice, ReadError>> {
  if (formOf(bytes) === null && (await isPicture(bytes))) return readPicture(bytes).catch(() => err('unknown-format'));
  return readInvoice(bytes, async (pdf) => (await import('./read-pdf.ts')).readPdf(pdf));
}
export { type Pixels, readCodes } from './read-codes.ts';
