import { formatDay } from '#libs/civil-time';
import type { Lang } from '#platform/i18n';
import { defineText } from '#platform/i18n';
import type { Block } from './blocks.ts';
import { inks } from './blocks.ts';
import type { PdfDocument } from './render.ts';

const paperText = defineText({
  page: (page: number, pages: number) => ({
    zh: `第 ${page} 页，共 ${pages} 页`,
    en: `Page ${page} of ${pages}`,
  }),
  printed: (day: string) => ({ zh: `打印日期 ${day}`, en: `Printed ${day}` }),
  contents: { zh: '目录', en: 'Contents' },
});

/** What stands at the head and the foot of every page of a paper. */
export interface PaperMeta {
  lang: Lang;
  /** Who issues it: 「高桥镇 蔡路居民区」. */
  issuer: string;
  /** Number of the paper or the project, at the right of the head. */
  code?: string;
  /** Day of printing, `YYYY-MM-DD`. */
  printedDay: string;
}

/** A paper of one or more A4 pages with title, head and foot. */
export interface Paper {
  title: string;
  subtitle?: string;
  meta: PaperMeta;
  body: readonly Block[];
  /** A line at the foot of every page, e.g. where to object or to ask. */
  footer?: string;
  landscape?: boolean;
}

/** Marks what stands on every page, so that it is not taken for content. */
const running = 'running';
/** Height in points of a heading and two lines, or a table's head and its first row, under it. */
const headingWithTwoLines = 80;
/** Points between a place and the end of what may be printed on its page. */
const roomUnder = (at: { verticalRatio: number; pageInnerHeight: number }): number => at.pageInnerHeight * (1 - at.verticalRatio);

const margins: [number, number, number, number] = [60, 62, 60, 56];

function frame(meta: PaperMeta, footer: string | undefined, landscape: boolean | undefined, coverPages: number): Omit<PdfDocument, 'content'> {
  const text = paperText[meta.lang];
  // A heading that would stand last on its page goes over with what follows it; the running head and foot follow nothing. Each one laid over lays the whole
  // paper out once more, which a dossier of a hundred pages does not bear.
  const most = coverPages > 0 ? 0 : 8;
  let moved = 0;
  return {
    pageSize: 'A4',
    pageOrientation: landscape ? 'landscape' : 'portrait',
    pageMargins: margins,
    defaultStyle: { fontSize: 10.5, lineHeight: 1.3, color: inks.ink },
    info: {
      title: meta.code ?? meta.issuer,
      producer: '支点 Zhidian',
      creationDate: new Date(`${meta.printedDay}T00:00:00Z`),
    },
    header: (page) =>
      page <= coverPages
        ? null
        : {
            style: running,
            columns: [
              { style: running, text: meta.issuer, width: '*' },
              { style: running, text: meta.code ?? '', width: 'auto', alignment: 'right' },
            ],
            fontSize: 8.5,
            color: inks.soft,
            margin: [60, 32, 60, 0],
          },
    footer: (page, pages) => ({
      style: running,
      columns: [
        { style: running, text: footer ?? text.printed(formatDay(meta.printedDay, meta.lang)), width: '*' },
        { style: running, text: text.page(page, pages), width: 'auto', alignment: 'right' },
      ],
      fontSize: 8.5,
      color: inks.soft,
      margin: [60, 14, 60, 0],
    }),
    pageBreakBefore: (node, nodes) => {
      if (node.headlineLevel === undefined || moved >= most) return false;
      const alone = roomUnder(node.startPosition) < headingWithTwoLines || nodes.getFollowingNodesOnPage().every(({ style }) => style === running);
      if (alone) moved += 1;
      return alone;
    },
  };
}

function titleBlocks(title: string, subtitle: string | undefined): Block[] {
  const blocks: Block[] = [
    {
      text: title,
      bold: true,
      fontSize: 19,
      alignment: 'center',
      lineHeight: 1.2,
      margin: [0, 4, 0, subtitle === undefined ? 16 : 4],
    },
  ];
  if (subtitle !== undefined) blocks.push({ text: subtitle, alignment: 'center', color: inks.soft, margin: [0, 0, 0, 14] });
  return blocks;
}

/** Lays out one paper. */
export function paper(spec: Paper): PdfDocument {
  return {
    ...frame(spec.meta, spec.footer, spec.landscape, 0),
    content: [...titleBlocks(spec.title, spec.subtitle), ...spec.body],
  };
}

/** One part of a dossier: begins on a new page and is listed in the contents. */
export interface DossierPart {
  title: string;
  /** Name under which a `pageReference` finds its page. */
  id?: string;
  body: readonly Block[];
}

/** Everything about one thing in order: a cover, the contents with page numbers, and the parts. */
export function dossier(spec: {
  title: string;
  subtitle?: string;
  meta: PaperMeta;
  cover: readonly Block[];
  parts: readonly DossierPart[];
  footer?: string;
  /** Stands in the place of the table of contents. */
  contents?: readonly Block[];
}): PdfDocument {
  const text = paperText[spec.meta.lang];
  const parts: Block[] = spec.parts.map((part, index) => ({
    stack: [
      {
        text: `${index + 1}  ${part.title}`,
        id: part.id,
        tocItem: spec.contents === undefined,
        tocMargin: [0, 5, 0, 0],
        bold: true,
        fontSize: 16,
        margin: [0, 0, 0, 10],
      },
      ...part.body,
    ],
    pageBreak: 'before',
  }));
  return {
    ...frame(spec.meta, spec.footer, false, 1),
    content: [
      { text: spec.meta.issuer, alignment: 'center', fontSize: 13, margin: [0, 120, 0, 26] },
      {
        text: spec.title,
        bold: true,
        fontSize: 28,
        alignment: 'center',
        lineHeight: 1.2,
        margin: [0, 0, 0, 10],
      },
      {
        text: spec.subtitle ?? '',
        alignment: 'center',
        fontSize: 13,
        color: inks.soft,
        margin: [0, 0, 0, 60],
      },
      ...spec.cover,
      spec.contents === undefined
        ? { toc: { title: { text: text.contents, bold: true, fontSize: 16, margin: [0, 0, 0, 8] } }, pageBreak: 'before' }
        : { stack: [{ text: text.contents, bold: true, fontSize: 16, margin: [0, 0, 0, 8] }, ...spec.contents], pageBreak: 'before' },
      ...parts,
    ],
  };
}
