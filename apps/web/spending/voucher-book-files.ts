import { Zip, ZipPassThrough } from 'fflate';
import type { BoundPayment, BoundVoucher, VoucherBook } from '#modules/projects';
import type { FileInfo, FileStore } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { bookText } from './voucher-book-text.ts';

/** A file behind a voucher, numbered within it. */
export interface BoundFile {
  no: number;
  /** `invoice` its own · `proof` of payment · `paper` what the rules ask for beside it. */
  role: 'invoice' | 'proof' | 'paper';
  what: string;
  file: FileInfo;
}

/** Files of one voucher in order; what belongs to the whole payment lies behind its first voucher. */
export function filesOfVoucher(payment: BoundPayment, bound: BoundVoucher, lang: Lang): BoundFile[] {
  const t = bookText[lang];
  const isFirst = payment.vouchers[0] === bound;
  const own = bound.files.map((file) => ({ role: 'invoice' as const, what: bound.voucher.kind === 'receipt' ? t.receiptFile : t.invoiceFile, file }));
  const shared = isFirst
    ? [
        ...(payment.proof ? [{ role: 'proof' as const, what: t.proofFile, file: payment.proof }] : []),
        ...payment.papers.map(({ what, file }) => ({ role: 'paper' as const, what: what[lang], file })),
      ]
    : [];
  return [...own, ...shared].map((each, index) => ({ no: index + 1, ...each }));
}

/** A name that every system takes as one file. */
const plainName = (name: string): string =>
  [...name.normalize('NFC')]
    .map((char) => (char < ' ' || '\\/:*?"<>|\u007f'.includes(char) ? '_' : char))
    .join('')
    .replace(/^\.+/, '_')
    .slice(-80) || '_';

// A cell that begins like a formula is text all the same.
const cell = (text: string): string => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/**
 * All original files as an archive, with a list of their hashes. Files are read one after another while the archive is
 * sent, so that a book of any size takes the memory of its largest file.
 */
export function originalsZip(book: VoucherBook, store: FileStore, lang: Lang): ReadableStream<Uint8Array> {
  const t = bookText[lang];
  const rows: string[] = [t.manifestHead];
  const entries = book.payments.flatMap((payment) =>
    payment.vouchers.flatMap((bound) => filesOfVoucher(payment, bound, lang).map((each) => ({ number: bound.voucher.number, ...each }))),
  );
  let next = 0;
  const ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  const add = (path: string, bytes: Uint8Array): void => {
    const entry = new ZipPassThrough(path);
    zip.add(entry);
    entry.push(bytes, true);
  };
  return new ReadableStream({
    async pull(controller) {
      const entry = entries[next];
      next += 1;
      if (entry) {
        const path = `${plainName(t.voucher(entry.number))}/${entry.no}-${plainName(entry.what)}-${plainName(entry.file.name)}`;
        const bytes = await store.get(entry.file.sha256);
        if (bytes) add(path, bytes);
        rows.push(
          [entry.number, String(entry.no), entry.what, entry.file.name, String(entry.file.sizeBytes), entry.file.sha256, bytes ? path : t.missing]
            .map(cell)
            .join(','),
        );
      } else {
        add(t.manifest, new TextEncoder().encode(`\ufeff${rows.join('\r\n')}\r\n`));
        zip.end();
      }
      if (failure) return controller.error(failure);
      for (const chunk of ready.splice(0)) controller.enqueue(chunk);
      if (!entry) controller.close();
    },
  });
}
