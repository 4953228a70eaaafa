import type { BallotOption, PaperSlip } from '#modules/ballots';
import {
  type Block,
  cards,
  facts,
  heading,
  paper,
  paragraph,
  type PdfDocument,
  type PerPage,
  qrBlock,
  renderPdf,
  signatures,
  table,
} from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText, yuanText } from '../ui/index.ts';
import { paperText, slipText } from './paper-text.ts';
import type { PaperView } from './paper-view.ts';
import { sheetRows, sheetSums } from './sheet-pages.tsx';
import { ballotPaperText } from './text.ts';
import { shownLabel } from './view.ts';

interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
  address: string;
}

/** How many slips fit on a sheet when there are options to list. */
const mostOnSheet = (options: number): PerPage => (options > 12 ? 1 : options > 4 ? 2 : 4);

/** Slips to cut apart: number, code, square to scan, question, boxes, and which vote counts. Of a secret ballot without any name, in an order drawn anew. */
export function slipPapers(view: PaperView, slips: readonly PaperSlip[], about: PrintedFor, per: PerPage): Promise<Uint8Array> {
  const perPage = Math.min(per, mostOnSheet(view.options.length)) as PerPage;
  return renderPdf(
    cards(
      slips.map((slip) => slipBlocks(view, slip, about, perPage)),
      perPage,
    ),
  );
}

function slipBlocks(view: PaperView, slip: PaperSlip, about: PrintedFor, perPage: PerPage): Block[] {
  const { lang } = about;
  const { ballot } = view;
  const t = slipText[lang];
  const secret = ballot.secrecy === 'secret';
  const small = perPage === 4;
  const size = small ? 62 : 78;
  const closes = instantText(ballot.closesAt, lang);
  const soft = (text: string): Block => ({ text, fontSize: small ? 7.5 : 8.5, margin: [0, 0, 0, 2] });
  return [
    {
      columns: [
        {
          width: '*',
          stack: [
            { text: `${about.issuer}　${t.slip}`, fontSize: small ? 8.5 : 10, bold: true, margin: [0, 0, 0, 3] },
            { text: ballot.question, bold: true, fontSize: small ? 12 : 14, margin: [0, 0, 0, 4] },
            ...(secret || slip.label === null
              ? []
              : [{ text: `${t.number(slip.no ?? 0)}　${shownLabel(ballot, slip.label, true)}`, fontSize: small ? 9.5 : 11 } satisfies Block]),
            ...(slip.replacesBecause === null ? [] : [soft(t.replaced)]),
          ],
        },
        {
          width: size + 6,
          stack: [
            // The code stands behind the #: a phone that scans it does not tell the server which slip it holds.
            qrBlock(`${about.address}#p=${slip.code}`, { size, align: 'right' }),
            { text: `${t.code} ${slip.code}`, fontSize: small ? 8 : 9, bold: true, alignment: 'right', margin: [0, 2, 0, 0] },
          ],
        },
      ],
      columnGap: 8,
    },
    ...answerBlocks(view, lang, small),
    ...(secret ? [] : [{ text: t.signature, fontSize: small ? 9 : 10, margin: [0, 2, 0, 4] } satisfies Block]),
    soft(secret ? `${t.secret}${t.secretHandIn(closes)}` : `${t.handIn(closes)}${ballot.mayChange ? t.onceLast : t.onceFirst}`),
    ...(secret ? [] : [soft(t.named)]),
    soft(ballot.clause),
  ];
}

function answerBlocks(view: PaperView, lang: Lang, small: boolean): Block[] {
  const { ballot, options } = view;
  const t = slipText[lang];
  if (ballot.kind === 'yes-no')
    return [
      { text: `□ ${t.yes}　　□ ${t.no}　　□ ${t.abstain}`, fontSize: small ? 12 : 15, margin: [0, small ? 5 : 8, 0, 4] },
      { text: t.tick, fontSize: small ? 8 : 9, margin: [0, 0, 0, 3] },
    ];
  const how =
    ballot.kind === 'score'
      ? t.score(ballot.scoreMax ?? 0)
      : ballot.kind === 'ranking'
        ? t.rank
        : ballot.kind === 'budget'
          ? t.budget(yuanText(ballot.budgetFen ?? 0n))
          : t.tickUpTo(ballot.minPicks ?? 1, ballot.maxPicks ?? 1);
  const row = (option: BallotOption): string => `□ ${option.no}. ${option.label}${option.costFen === null ? '' : `（${yuanText(option.costFen)} 元）`}`;
  return [
    { text: how, fontSize: small ? 8 : 9, margin: [0, 6, 0, 4] },
    ...options.map((option): Block => ({ text: row(option), fontSize: small ? 10 : 12, margin: [0, 0, 0, 2] })),
    { text: `□ ${t.abstain}`, fontSize: small ? 10 : 12, margin: [0, 0, 0, 4] },
  ];
}

/** The sheet on which the papers add up, to be signed and stamped. */
export function sheetPaper(view: PaperView, about: PrintedFor): PdfDocument | null {
  const { lang } = about;
  const { ballot, sheet } = view;
  const t = paperText[lang];
  const p = ballotPaperText[lang];
  if (!sheet) return null;
  return paper({
    title: t.sheet,
    subtitle: ballot.question,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts([
        [t.by, sheet.madeBy],
        [t.watcher, sheet.watcher],
        [t.when, instantText(sheet.madeAt, lang)],
      ]),
      table({
        columns: [{ label: t.figure }, { label: t.number, width: 70, align: 'right' }],
        rows: sheetRows(sheet, lang).map(([what, n]) => [what, String(n)]),
      }),
      ...sheetSums(sheet, lang).map((sum) => paragraph(sum)),
      ...(sheet.explanation === '' ? [] : [heading(t.explanation, { level: 2 }), paragraph(sheet.explanation)]),
      signatures([{ label: p.counter }, { label: p.watcher }, { label: p.chair }, { label: p.committee }], p.date),
      paragraph(dayText(about.today, lang)),
    ],
  });
}
