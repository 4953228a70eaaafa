import { toChineseCapital } from '#libs/money';
import type { Category } from '#modules/books';
import type { BoundPayment, BoundVoucher, VoucherBook } from '#modules/projects';
import { type Block, dossier, facts, heading, inks, type Originals, paragraph, photos, type PdfDocument, signatures, table } from '#platform/documents';
import type { FileStore } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { categoryWords } from '../books/view.ts';
import { dayText, instantText, yuanText } from '../ui/index.ts';
import { type BoundFile, filesOfVoucher } from './voucher-book-files.ts';
import { Binder, type Prepared } from './voucher-book-originals.ts';
import { bookText } from './voucher-book-text.ts';

/** What the paper needs to know besides the book. */
export interface BookAbout {
  lang: Lang;
  issuer: string;
  today: string;
  categories: readonly Category[];
}

const partId = (bound: BoundVoucher): string => `voucher ${bound.voucher.id}`;
const claimedIn = (payments: readonly BoundPayment[]): bigint =>
  payments.flatMap((payment) => payment.vouchers).reduce((sum, { voucher }) => sum + voucher.claimedFen, 0n);
const pageOf = (id: string): Block => ({ pageReference: id, alignment: 'right' }) as unknown as Block;

/** The voucher book as one document: cover, index with page numbers, then voucher after voucher with its originals. */
export async function voucherBookPaper(book: VoucherBook, store: FileStore, about: BookAbout): Promise<{ document: PdfDocument; originals: Originals }> {
  const { lang } = about;
  const t = bookText[lang];
  const binder = new Binder(store, lang);
  const all = book.payments.flatMap((payment) => payment.vouchers.map((bound) => ({ payment, bound, files: filesOfVoucher(payment, bound, lang) })));
  await binder.preparePhotos(all.flatMap(({ files }) => files));
  const parts = [];
  for (const { payment, bound, files } of all) {
    const prepared: Prepared[] = [];
    for (const each of files) {
      prepared.push(await binder.prepare(bound.voucher.number, each, bound.readings.find((reading) => reading.fileId === each.file.id)?.invoice ?? null));
    }
    parts.push({
      title: `${t.voucher(bound.voucher.number)}　${payment.expense.text}`,
      id: partId(bound),
      // Close lines: with two or three files the sheet of a voucher is one page.
      body: [
        { stack: [...voucherBlocks(book, payment, bound, about), ...listBlocks(payment, bound, files, prepared, about)], lineHeight: 1 },
        ...fileBlocks(files, prepared, bound, about),
      ],
    });
  }
  const fileCount = all.reduce((sum, { files }) => sum + files.length, 0);
  const paper = dossier({
    title: t.title,
    subtitle: `${book.project.serial} ${book.project.title}`,
    meta: { lang, issuer: about.issuer, code: book.project.serial, printedDay: about.today },
    cover: coverBlocks(book, fileCount, about),
    contents: indexBlocks(book, about),
    parts: [...parts, { title: t.endTitle, body: [paragraph(t.endNote(all.length)), paragraph(t.signHere, { soft: true }), signed(about)] }],
  });
  return { document: paper, originals: binder.originals };
}

const signed = ({ lang }: BookAbout): Block => {
  const t = bookText[lang];
  return signatures([{ label: t.keeper }, { label: t.reviewer }, { label: t.archivist }], t.date);
};

function coverBlocks(book: VoucherBook, fileCount: number, about: BookAbout): Block[] {
  const { lang } = about;
  const t = bookText[lang];
  const total = claimedIn(book.payments);
  const days = book.payments.map((payment) => payment.expense.day).toSorted();
  const vouchers = book.payments.flatMap((payment) => payment.vouchers).length;
  return [
    facts([
      [t.project, `${book.project.serial} ${book.project.title}`],
      [t.count, t.countOf(vouchers, fileCount)],
      [t.period, days.length === 0 ? '—' : t.periodOf(dayText(days[0] ?? '', lang), dayText(days.at(-1) ?? '', lang))],
      [t.total, `${yuanText(total)} ${t.yuan}`],
      [t.capital, toChineseCapital(total)],
    ]),
    signed(about),
  ];
}

/** The index: every voucher with its page, then what the payments took from each source. */
function indexBlocks(book: VoucherBook, about: BookAbout): Block[] {
  const { lang } = about;
  const t = bookText[lang];
  const sources = new Map<string, { name: string; fen: bigint }>();
  for (const share of book.payments.flatMap((payment) => payment.expense.lines).flatMap((line) => line.shares)) {
    sources.set(share.awardId, { name: share.awardName, fen: (sources.get(share.awardId)?.fen ?? 0n) + share.amountFen });
  }
  const withdrawn = [...book.payments, ...book.unproven].flatMap((payment) => payment.withdrawn);
  return [
    table({
      columns: [
        { label: t.number, width: 62 },
        { label: t.day, width: 66 },
        { label: t.what },
        { label: t.payee, width: 92 },
        { label: t.amount, width: 66, align: 'right' },
        { label: t.files, width: 30, align: 'right' },
        { label: t.page, width: 30, align: 'right' },
      ],
      rows: book.payments.flatMap((payment) =>
        payment.vouchers.map((bound) => [
          bound.voucher.number,
          payment.expense.day,
          payment.expense.text,
          payment.expense.payee,
          yuanText(bound.voucher.claimedFen),
          String(filesOfVoucher(payment, bound, lang).length),
          pageOf(partId(bound)),
        ]),
      ),
      total: [t.total, '', '', '', yuanText(claimedIn(book.payments)), '', ''],
    }),
    heading(t.paidBy, { level: 2 }),
    table({
      columns: [{ label: t.source }, { label: t.paid, width: 100, align: 'right' }],
      rows: [...sources.values()].map(({ name, fen }) => [name, yuanText(fen)]),
    }),
    ...(book.unproven.length === 0
      ? []
      : [
          heading(t.unproven, { level: 2 }),
          table({
            columns: [{ label: t.day, width: 80 }, { label: t.what }, { label: t.payee, width: 130 }, { label: t.amount, width: 80, align: 'right' }],
            rows: book.unproven.map(({ expense }) => [expense.day, expense.text, expense.payee, yuanText(expense.amountFen)]),
          }),
        ]),
    ...(withdrawn.length === 0
      ? []
      : [
          heading(t.withdrawn, { level: 2 }),
          table({
            columns: [{ label: t.number, width: 80 }, { label: t.explained }, { label: t.amount, width: 80, align: 'right' }],
            rows: withdrawn.map((voucher) => [voucher.number, voucher.withdrawn?.reason ?? '', yuanText(voucher.claimedFen)]),
          }),
        ]),
  ];
}

/** The sheet of one voucher: what, how much in figures and capitals, the invoice, the money that paid, who approved. */
function voucherBlocks(book: VoucherBook, payment: BoundPayment, { voucher }: BoundVoucher, about: BookAbout): Block[] {
  const { lang } = about;
  const t = bookText[lang];
  const { expense, request } = payment;
  const who = (id: string | null | undefined) => book.names.get(id ?? '') ?? '';
  return [
    facts(
      [
        [t.item, expense.text],
        [t.payee, expense.payee],
        [t.day, dayText(expense.day, lang)],
        [t.method, t[expense.method]],
        [t.amount, `${yuanText(voucher.claimedFen)} ${t.yuan}`],
        [t.amountCapital, toChineseCapital(voucher.claimedFen)],
      ],
      2,
    ),
    ...(request ? [facts([[t.purpose, request.why]])] : []),
    heading(t[voucher.kind], { level: 2 }),
    facts(
      [
        [t.code, voucher.invoiceCode || '—'],
        [t.invoiceNumber, voucher.invoiceNumber ?? '—'],
        [t.issued, dayText(voucher.issuedDay, lang)],
        [t.face, `${yuanText(voucher.totalFen)} ${t.yuan}`],
        [t.seller, voucher.sellerName],
        [t.taxId, voucher.sellerTaxId ?? '—'],
        [t.net, yuanText(voucher.netFen)],
        [t.tax, yuanText(voucher.taxFen)],
      ],
      2,
    ),
    ...(voucher.reason ? [facts([[voucher.kind === 'receipt' ? t.noInvoiceBecause : t.explained, voucher.reason]])] : []),
    heading(t.lines, { level: 2 }),
    table({
      columns: [{ label: t.line }, { label: t.category, width: 70 }, { label: t.source, width: 120 }, { label: t.lineAmount, width: 80, align: 'right' }],
      rows: expense.lines.flatMap((line) =>
        line.shares.map((share) => [line.text, categoryWords(about.categories, line.category, lang), share.awardName, yuanText(share.amountFen)]),
      ),
      total: [t.total, '', '', yuanText(expense.amountFen)],
    }),
    ...(voucher.claimedFen === expense.amountFen ? [] : [paragraph(t.provesOf(yuanText(voucher.claimedFen)))]),
    heading(t.approvals, { level: 2 }),
    request
      ? table({
          columns: [{ label: t.step, width: 100 }, { label: t.name, width: 80 }, { label: t.opinion }, { label: t.time, width: 120 }],
          rows: [
            [t.asked, who(request.requesterId), '', instantText(request.askedAt, lang)],
            ...request.chain.map((step, index) => {
              const done = request.approvals[index];
              const opinion = done ? `${done.decision === 'approved' ? t.approved : t.refused}${done.note ? `：${done.note}` : ''}` : t.pending;
              return [step[lang], done?.personName ?? '', opinion, done ? instantText(done.at, lang) : ''];
            }),
            ...payment.received.map((each) => [t.goodsReceived, each.personName, each.note, instantText(each.at, lang)]),
            [t.recorded, who(voucher.recordedBy), '', instantText(voucher.recordedAt, lang)],
            [t.closed, who(request.closedBy), request.closedAt ? '' : t.pending, request.closedAt ? instantText(request.closedAt, lang) : ''],
          ],
        })
      : paragraph(t.noRequest),
  ];
}

/** The list of files behind a voucher, and lines to sign. */
function listBlocks(payment: BoundPayment, bound: BoundVoucher, files: readonly BoundFile[], prepared: readonly Prepared[], about: BookAbout): Block[] {
  const t = bookText[about.lang];
  const first = payment.vouchers[0];
  const rows = files.map((each, index): (string | Block)[] => [
    String(each.no),
    each.what,
    { stack: [{ text: each.file.name }, { text: each.file.sha256, fontSize: 6, color: inks.soft }] },
    t[prepared[index]?.standing ?? 'missing'],
  ]);
  const listed: Block[] = [
    heading(t.attachments, { level: 2 }),
    table({
      columns: [{ label: '', width: 16 }, { label: t.kind, width: 110 }, { label: t.fileName }, { label: t.where, width: 90 }],
      rows,
    }),
    ...(first && first !== bound
      ? [{ text: [t.sameAs(first.voucher.number), { pageReference: partId(first) }, t.pageAfter], margin: [0, 0, 0, 6] } as unknown as Block]
      : []),
    { text: t.signLine, margin: [0, 4, 0, 0] },
  ];
  // A heading is not left behind by its table; a list too long for one page may break.
  return [{ stack: listed, unbreakable: rows.length <= 12 }];
}

/** The files themselves: pages of their own, then photos two beside each other. */
function fileBlocks(files: readonly BoundFile[], prepared: readonly Prepared[], bound: BoundVoucher, about: BookAbout): Block[] {
  const t = bookText[about.lang];
  const inGrid = files.flatMap((each, index) => {
    const photo = prepared[index]?.photo;
    return photo ? [{ photo, caption: t.caption(bound.voucher.number, each.no, each.what, each.file.name) }] : [];
  });
  const pictures = prepared.flatMap((each) => each.pictures);
  return [
    ...prepared.flatMap((each) => each.pages),
    ...pictures.map((picture, index): Block => ({ stack: [picture], unbreakable: true, ...(index === 0 ? { pageBreak: 'before' as const } : {}) })),
    ...(inGrid.length === 0 ? [] : [{ stack: [photos(inGrid)], ...(pictures.length === 0 ? { pageBreak: 'before' as const } : {}) }]),
  ];
}
