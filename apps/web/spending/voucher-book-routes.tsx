import { listCategories } from '#modules/books';
import { findNeighbourhood } from '#modules/places';
import { findSpendingRequest, gatherVoucherBook, recordBookExport, type VoucherBook } from '#modules/projects';
import type { Routes, Web } from '../kit/index.ts';
import { bookText } from './voucher-book-text.ts';
import { originalsZip } from './voucher-book-files.ts';
import { VoucherBookPage } from './voucher-book-page.tsx';
import { voucherBookPaper } from './voucher-book-paper.ts';

/** The voucher book of a project or of one request: what is in it, the whole as PDF, the original files as an archive. */
export function voucherBookRoutes(r: Routes): void {
  r.get('/projects/:id/voucher-book', 'voucher-book.read', async (w) => {
    const found = await load(w, w.id(), null);
    return found ? w.page(<VoucherBookPage page={w.frame({ neighbourhood: found.place })} book={found.book} />) : w.notFound();
  });
  r.paper('/projects/:id/voucher-book', 'voucher-book.read', (w) => sendBook(w, false));
  r.get('/projects/:id/voucher-book.zip', 'voucher-book.read', (w) => sendZip(w, false));
  r.paper('/spending/:id/voucher-book', 'voucher-book.read', (w) => sendBook(w, true));
  r.get('/spending/:id/voucher-book.zip', 'voucher-book.read', (w) => sendZip(w, true));
}

const load = (w: Web, projectId: string | null, requestId: string | null) =>
  w.read(async (tx) => {
    const book = projectId ? await gatherVoucherBook(tx, projectId, requestId) : null;
    const place = book && (await findNeighbourhood(tx, book.project.neighbourhoodId));
    if (!book || !place || !w.can('voucher-book.read', book.project)) return null;
    return { book, place, categories: await listCategories(tx) };
  });

/** The book of the address; `request` when it names one request. */
async function asked(w: Web, request: boolean) {
  const id = w.id();
  if (!id || !request) return { requestId: null, found: await load(w, id, null) };
  const one = await w.read((tx) => findSpendingRequest(tx, id));
  return { requestId: id, found: one ? await load(w, one.projectId, id) : null };
}

const vouchersIn = (book: VoucherBook): number => book.payments.flatMap((payment) => payment.vouchers).length;

/** Logs who takes the book out, then lets `make` answer. */
async function logged(
  w: Web,
  what: 'pdf' | 'docx' | 'zip',
  request: boolean,
  make: (found: NonNullable<Awaited<ReturnType<typeof load>>>) => Promise<Response>,
) {
  const { requestId, found } = await asked(w, request);
  if (!found) return w.notFound();
  const done = await recordBookExport(w.command(), { projectId: found.book.project.id, requestId, what, vouchers: vouchersIn(found.book) });
  return done.ok ? make(found) : w.refuse(done.error);
}

const bookName = (w: Web, book: VoucherBook): string => `${book.project.serial}-${book.project.title}-${bookText[w.lang].title}`;

const sendBook = (w: Web, request: boolean) =>
  logged(w, w.wantsWord ? 'docx' : 'pdf', request, async ({ book, place, categories }) => {
    const { document, originals } = await voucherBookPaper(book, w.files, {
      lang: w.lang,
      issuer: `${w.subdistrict.name} ${place.name}`,
      today: w.today,
      categories,
    });
    return w.paper(document, bookName(w, book), originals);
  });

const sendZip = (w: Web, request: boolean) =>
  logged(w, 'zip', request, async ({ book }) => {
    const head = w.download(new Uint8Array(), 'application/zip', `${bookName(w, book)}.zip`);
    return new Response(originalsZip(book, w.files, w.lang), { status: 200, headers: head.headers });
  });
