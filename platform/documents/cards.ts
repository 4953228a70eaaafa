import type { Content, TableCell } from 'pdfmake/interfaces';
import type { Block } from './blocks.ts';
import { inks } from './blocks.ts';
import { qrBlock } from './photo.ts';
import type { PdfDocument } from './render.ts';

/** How many equal pieces an A4 sheet is cut into. */
export type PerPage = 1 | 2 | 3 | 4;

const pageHeight = 841.89;
const pageWidth = 595.28;
/** Height that rounding of borders may take from a sheet, so that a full page never spills over. */
const slack = 3;

/**
 * Lays equal pieces on A4 sheets with dashed lines to cut along: letters, ballots, door codes.
 * One, two or three under each other, or four in two columns. The last sheet may be partly empty.
 */
export function cards(items: readonly (readonly Block[])[], perPage: PerPage): PdfDocument {
  const columns = perPage === 4 ? 2 : 1;
  const rows = perPage / columns;
  const padding = perPage === 4 ? 22 : 40;
  const content: Content[] = [];
  for (let start = 0; start < items.length; start += perPage) {
    const body: TableCell[][] = [];
    for (let row = 0; row < rows; row++) {
      const line: TableCell[] = [];
      for (let column = 0; column < columns; column++) {
        const item = items[start + row * columns + column];
        line.push(item === undefined ? { text: '' } : { stack: [...item], margin: [padding, perPage >= 3 ? 20 : 34, padding, 0] });
      }
      body.push(line);
    }
    content.push({
      table: {
        widths: Array.from({ length: columns }, () => pageWidth / columns),
        heights: (pageHeight - slack) / rows,
        body,
        dontBreakRows: true,
      },
      layout: cutLines(rows, columns),
      pageBreak: start === 0 ? undefined : 'before',
    });
  }
  return {
    pageSize: 'A4',
    pageMargins: [0, 0, 0, 0],
    defaultStyle: { fontSize: 10.5, lineHeight: 1.3, color: inks.ink },
    content,
  };
}

function cutLines(rows: number, columns: number) {
  return {
    hLineWidth: (index: number) => (index === 0 || index === rows ? 0 : 0.6),
    vLineWidth: (index: number) => (index === 0 || index === columns ? 0 : 0.6),
    hLineColor: () => inks.line,
    vLineColor: () => inks.line,
    hLineStyle: () => ({ dash: { length: 4, space: 3 } }),
    vLineStyle: () => ({ dash: { length: 4, space: 3 } }),
    paddingLeft: () => 0,
    paddingRight: () => 0,
    paddingTop: () => 0,
    paddingBottom: () => 0,
  };
}

/** A letter with a secret code: to whom, why, what to do, the code to scan or to type. */
export interface Letter {
  /** 「12 号 301 室」. */
  to: string;
  title: string;
  issuer: string;
  paragraphs: readonly string[];
  /** What the QR code opens. */
  url: string;
  /** The same as typed by hand, in groups: `K7QD-2MXP`. */
  code: string;
  /** What stands over the code: 「您家的开通码」. */
  codeLabel: string;
  /** Until when, and whom to ask. */
  foot: string;
}

/** Letters, one or several on an A4 sheet. */
export function letters(items: readonly Letter[], perPage: PerPage): PdfDocument {
  return cards(
    items.map((letter) => letterBlocks(letter, perPage)),
    perPage,
  );
}

function letterBlocks(letter: Letter, perPage: PerPage): Block[] {
  const small = perPage === 4;
  const size = perPage === 1 ? 130 : small ? 84 : 100;
  const tight = perPage >= 3;
  const words: Content[] = letter.paragraphs.map((text) => ({
    text,
    fontSize: small ? 9 : 10.5,
    margin: [0, 0, 0, tight ? 3 : 6],
  }));
  const key: Content = {
    stack: [
      { text: letter.codeLabel, fontSize: small ? 8.5 : 9.5, color: inks.soft },
      { text: letter.code, bold: true, fontSize: small ? 13 : 18, characterSpacing: 0.5 },
    ],
  };
  const code = qrBlock(letter.url, { size, align: 'right' });
  return [
    {
      columns: [
        { text: letter.issuer, width: '*' },
        { text: letter.to, bold: true, width: 'auto' },
      ],
      fontSize: small ? 9 : 10,
      color: inks.soft,
    },
    {
      canvas: [{ type: 'line', x1: 0, y1: 0, x2: small ? 253 : 515, y2: 0, lineWidth: 0.6, lineColor: inks.line }],
      margin: [0, 3, 0, tight ? 7 : 14],
    },
    {
      text: letter.title,
      bold: true,
      fontSize: small ? 13 : perPage === 1 ? 20 : 16,
      lineHeight: 1.2,
      margin: [0, 0, 0, tight ? 5 : 10],
    },
    {
      columns: [
        { stack: [...words, { ...key, margin: [0, tight ? 4 : 8, 0, 0] }], width: '*' },
        { stack: [code], width: size },
      ],
      columnGap: small ? 8 : 20,
    },
    { text: letter.foot, fontSize: small ? 8 : 9, color: inks.soft, margin: [0, tight ? 5 : 12, 0, 0] },
  ];
}
