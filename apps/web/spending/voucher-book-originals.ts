import { type Block, openOriginal, type Original, originalPage, type PaperPhoto, preparePhoto, facts, heading, paragraph, table } from '#platform/documents';
import type { Invoice } from '#libs/einvoice';
import type { FileStore } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { readInvoiceFile } from '#platform/invoices';
import { yuanText } from '../ui/index.ts';
import type { BoundFile } from './voucher-book-files.ts';
import { bookText } from './voucher-book-text.ts';

/** More pages of one original than any invoice or slip has; the rest is in the archive. */
const mostPages = 20;
/** Originals beyond this in one book are in the archive only, so that memory stays bounded. */
const mostBytes = 150 * 1024 * 1024;

/** How a file stands in the book. */
export type Standing = 'bound' | 'rendered' | 'apart' | 'missing';

/** A file made ready to be bound in. */
export interface Prepared {
  standing: Standing;
  /** Pages of their own. */
  pages: Block[];
  /** Pictures of papers; two that lie on their side share a page. */
  pictures: Block[];
  /** A photo that shares its page with others. */
  photo: PaperPhoto | null;
}

/** Prepares files for one book: what lies twice is read once; PDF pages are collected to be laid in. */
export class Binder {
  readonly originals = new Map<string, { original: Original; page: number }>();
  readonly #store: FileStore;
  readonly #lang: Lang;
  readonly #photos = new Map<string, PaperPhoto | undefined>();
  readonly #opened = new Map<string, Original | undefined>();
  #bytes = 0;

  constructor(store: FileStore, lang: Lang) {
    this.#store = store;
    this.#lang = lang;
  }

  /** Photos are decoded four at a time before the book is laid out. */
  async preparePhotos(files: readonly BoundFile[]): Promise<void> {
    const wanted = [...new Map(files.filter(({ file }) => file.mediaType.startsWith('image/')).map(({ file }) => [file.sha256, file])).values()];
    const work = async (): Promise<void> => {
      for (let file = wanted.shift(); file; file = wanted.shift()) {
        const bytes = await this.#take(file.sha256, file.sizeBytes);
        this.#photos.set(file.sha256, bytes ? await preparePhoto(bytes, { quick: true }) : undefined);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
  }

  /** The pages of one file; `facts` is what was read from it before. */
  async prepare(number: string, bound: BoundFile, read: Invoice | null): Promise<Prepared> {
    const t = bookText[this.#lang];
    const { file } = bound;
    const caption = t.caption(number, bound.no, bound.what, file.name);
    if (file.mediaType.startsWith('image/')) {
      const photo = this.#photos.get(file.sha256);
      if (!photo) return { standing: 'missing', pages: [], pictures: [], photo: null };
      if (bound.role === 'paper') return { standing: 'bound', pages: [], pictures: [], photo };
      const fit: [number, number] = photo.width >= photo.height ? [475, 300] : [475, 620];
      const picture: Block = { stack: [paragraph(caption, { soft: true }), { image: photo.dataUrl, fit, margin: [0, 0, 0, 10] }] };
      return { standing: 'bound', pages: [], pictures: [picture], photo: null };
    }
    const bytes = await this.#take(file.sha256, file.sizeBytes);
    if (!bytes) return { standing: (await this.#store.check(file.sha256)) === 'missing' ? 'missing' : 'apart', pages: [], pictures: [], photo: null };
    if (file.mediaType === 'application/pdf') {
      if (!this.#opened.has(file.sha256)) this.#opened.set(file.sha256, await openOriginal(bytes));
      const original = this.#opened.get(file.sha256);
      if (original) return { standing: 'bound', pages: this.#pagesOf(original, `${number} ${bound.no}`, caption), pictures: [], photo: null };
    }
    const invoice = read ?? (await readAgain(bytes));
    if (!invoice) return { standing: 'apart', pages: [], pictures: [], photo: null };
    return { standing: 'rendered', pages: [{ stack: rendition(invoice, caption, file.sha256, this.#lang), pageBreak: 'before' }], pictures: [], photo: null };
  }

  async #take(sha256: string, sizeBytes: bigint): Promise<Uint8Array | null> {
    if (this.#bytes + Number(sizeBytes) > mostBytes) return null;
    const bytes = await this.#store.get(sha256);
    this.#bytes += bytes?.length ?? 0;
    return bytes;
  }

  #pagesOf(original: Original, key: string, caption: string): Block[] {
    const t = bookText[this.#lang];
    const shown = Math.min(original.pages, mostPages);
    return Array.from({ length: shown }, (_, page) => {
      const id = `original ${key} ${page}`;
      this.originals.set(id, { original, page });
      const words = original.pages === 1 ? '' : t.pageOf(page + 1, original.pages);
      const cut = page === shown - 1 && original.pages > shown ? ` ${t.cut(original.pages)}` : '';
      return originalPage(id, caption + words + cut);
    });
  }
}

async function readAgain(bytes: Uint8Array): Promise<Invoice | null> {
  const read = await readInvoiceFile(bytes);
  return read.ok ? read.value : null;
}

/** What an invoice says, printed: for forms that are data and no picture. */
function rendition(invoice: Invoice, caption: string, sha256: string, lang: Lang): Block[] {
  const t = bookText[lang];
  const yuan = (fen: bigint | null) => (fen === null ? '—' : yuanText(fen));
  const party = ({ name, taxId }: Invoice['seller']) => [name, taxId].filter((each) => each !== '').join('\n') || '—';
  return [
    paragraph(caption, { soft: true }),
    heading(t.renditionTitle, { level: 2 }),
    facts(
      [
        [t.code, invoice.code || '—'],
        [t.invoiceNumber, invoice.number || '—'],
        [t.issued, invoice.date || '—'],
        [t.face, yuan(invoice.totalFen)],
        [t.seller, party(invoice.seller)],
        [t.buyer, party(invoice.buyer)],
        [t.net, yuan(invoice.netFen)],
        [t.tax, yuan(invoice.taxFen)],
      ],
      2,
    ),
    facts([[t.amountCapital, invoice.capital || '—']]),
    ...(invoice.lines.length === 0
      ? []
      : [
          table({
            columns: [
              { label: t.goods },
              { label: t.spec, width: 60 },
              { label: t.quantity, width: 50, align: 'right' },
              { label: t.lineAmount, width: 62, align: 'right' },
              { label: t.rate, width: 36, align: 'right' },
              { label: t.lineTax, width: 56, align: 'right' },
            ],
            rows: invoice.lines
              .slice(0, 200)
              .map((line) => [
                line.class === '' ? line.name : `*${line.class}*${line.name}`,
                line.spec,
                `${line.quantity}${line.unit}`,
                yuan(line.amountFen),
                line.rate,
                yuan(line.taxFen),
              ]),
          }),
        ]),
    paragraph(t.renditionNote, { soft: true }),
    facts([[t.hash, sha256]]),
  ];
}
