import type { Paragraph as DocxParagraph, ParagraphChild, Table as DocxTable } from 'docx';
import type { Block } from './blocks.ts';
import { bookmarkName, fontOf, library, type Look, lookOf, type Node, plainText, points, type Room, runsOf, spacingOf } from './docx-text.ts';
import { drawingOf, pictureOf, svgOf } from './docx-pictures.ts';
import type { PdfDocument } from './render.ts';
import { cellsOf, columnWidths, linesOf } from './docx-tables.ts';

type Flow = DocxParagraph | DocxTable;

const a4 = { width: 595.28, height: 841.89 };
/** Stand for the page and the number of pages when the head and the foot are asked for their words. */
const [pageMark, pagesMark] = [770_077, 880_088];

/**
 * Renders a document to DOCX: the same words, tables, pictures and lines for the pen as the PDF, to be changed by hand before it is stamped. Page numbers
 * and contents are fields that the reader's program fills in. Takes what `paper`, `dossier` and the blocks make.
 */
export async function renderDocx(doc: PdfDocument): Promise<Uint8Array> {
  const { Document, Footer, Header, Packer, PageOrientation } = await library();
  const landscape = doc.pageOrientation === 'landscape';
  const margins = Array.isArray(doc.pageMargins) ? doc.pageMargins : [60, 62, 60, 56];
  const [left = 60, top = 62, right = left, bottom = top] = margins;
  const room: Room = { width: (landscape ? a4.height : a4.width) - left - right, contents: contentsOf(doc.content) };
  const look = lookOf({ fontSize: 10.5, ...doc.defaultStyle } as Node, { fontSize: 10.5, alignment: 'left' });
  const edge = async (part: unknown, page: number): Promise<Flow[]> => {
    const words = typeof part === 'function' ? (part as (page: number, pages: number) => Block | null | undefined)(page, pagesMark) : part;
    if (words === null || words === undefined) return [];
    const { margin: _, ...node } = words as Node;
    return flow(node, { ...look, pageMark, pagesMark }, room);
  };
  const cover = typeof doc.header === 'function' && (doc.header as (page: number) => unknown)(1) === null;
  const document = new Document({
    creator: '支点 Zhidian',
    title: String(doc.info?.title ?? ''),
    styles: { default: { document: { run: { font: fontOf, size: Math.round((look.fontSize ?? 10.5) * 2) } } } },
    features: { updateFields: room.contents.length > 0 },
    sections: [
      {
        properties: {
          titlePage: cover,
          page: {
            size: {
              width: points(a4.width),
              height: points(a4.height),
              orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: { left: points(left), top: points(top), right: points(right), bottom: points(bottom), header: points(32), footer: points(22) },
          },
        },
        headers: { default: new Header({ children: await edge(doc.header, pageMark) }), first: new Header({ children: [] }) },
        footers: { default: new Footer({ children: await edge(doc.footer, pageMark) }), first: new Footer({ children: await edge(doc.footer, pageMark) }) },
        children: await flow(doc.content, look, room),
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

/** The headings that a table of contents lists, in order. */
function contentsOf(node: unknown): Node[] {
  const found: Node[] = [];
  let wanted = false;
  const walk = (each: unknown): void => {
    if (Array.isArray(each)) {
      for (const one of each) walk(one);
      return;
    }
    if (typeof each !== 'object' || each === null) return;
    const part = each as Node;
    if (part['toc'] !== undefined) wanted = true;
    if (part['tocItem'] === true) found.push(part);
    for (const key of ['stack', 'columns', 'ul', 'ol']) walk(part[key]);
    walk((part['table'] as Node | undefined)?.['body']);
  };
  walk(node);
  return wanted ? found : [];
}

const bookmarkOf = (node: Node, room: Room): string | undefined => {
  const at = room.contents.indexOf(node);
  return typeof node['id'] === 'string' ? bookmarkName(node['id']) : at >= 0 ? `contents_${at + 1}` : undefined;
};

/** What a node becomes, in the order it is read. */
async function flow(node: unknown, look: Look, room: Room): Promise<Flow[]> {
  const { Paragraph } = await library();
  if (node === null || node === undefined) return [];
  if (typeof node === 'string') return [await paragraphOf({ text: node }, look, room)];
  if (Array.isArray(node)) return (await inOrder(node, (each) => flow(each, look, room))).flat();
  const part = node as Node;
  const own = lookOf(part, look);
  const breaks = async (made: Flow[]): Promise<Flow[]> => [
    ...(part['pageBreak'] === 'before' ? [new Paragraph({ pageBreakBefore: true, spacing: { line: 20, lineRule: 'exact' } })] : []),
    ...made,
    ...(part['pageBreak'] === 'after' ? [new Paragraph({ pageBreakBefore: true, spacing: { line: 20, lineRule: 'exact' } })] : []),
  ];
  if (part['toc'] !== undefined) return breaks(await contents(part['toc'] as Node, own, room));
  if (part['stack'] !== undefined) return breaks(await inside(part, await flow(part['stack'], own, room)));
  if (part['columns'] !== undefined) return breaks(await inside(part, [await beside(part, own, room)]));
  if (part['table'] !== undefined) return breaks(await inside(part, [await tableOf(part, own, room)]));
  if (part['ul'] !== undefined || part['ol'] !== undefined) return breaks(await listOf(part, own, room));
  if (part['image'] !== undefined) return breaks([new Paragraph({ alignment: own.alignment, children: [await pictureOf(part, room)] })]);
  if (part['svg'] !== undefined) return breaks([new Paragraph({ alignment: own.alignment, children: [await svgOf(part, room)] })]);
  if (part['canvas'] !== undefined) return breaks(await drawingOf(part, room));
  return breaks([await paragraphOf(part, own, room)]);
}

async function inOrder<T, R>(list: readonly T[], make: (each: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const each of list) made.push(await make(each));
  return made;
}

/** The space before and after what a container holds, as empty lines of that height: tables have none of their own. */
async function inside(part: Node, made: Flow[]): Promise<Flow[]> {
  const { Paragraph } = await library();
  const { before, after } = spacingOf(part);
  const gap = (twips: number): Flow[] => (twips > 0 ? [new Paragraph({ spacing: { line: Math.max(twips, 20), lineRule: 'exact' } })] : []);
  return [...gap(before), ...made, ...gap(after)];
}

async function paragraphOf(part: Node, look: Look, room: Room): Promise<DocxParagraph> {
  const { Bookmark, Paragraph } = await library();
  const { before, after, left } = spacingOf(part);
  const runs = await runsOf(part['pageReference'] === undefined ? part['text'] : part, look);
  const mark = bookmarkOf(part, room);
  const children: ParagraphChild[] = mark === undefined ? runs : [new Bookmark({ id: mark, children: runs })];
  const level = part['headlineLevel'] as number | undefined;
  return new Paragraph({
    alignment: look.alignment,
    spacing: { before, after, line: 300 },
    indent: { left, firstLine: typeof part['leadingIndent'] === 'number' ? points(part['leadingIndent']) : undefined },
    keepNext: level !== undefined,
    outlineLevel: level !== undefined ? level - 1 : part['tocItem'] === true ? 0 : undefined,
    children,
  });
}

async function listOf(part: Node, look: Look, room: Room): Promise<Flow[]> {
  const items = (part['ul'] ?? part['ol']) as unknown[];
  const made: Flow[] = [];
  for (const [at, item] of items.entries()) {
    const node = typeof item === 'object' && item !== null ? (item as Node) : { text: item };
    const lead = part['ol'] === undefined ? '• ' : `${at + 1}. `;
    if (node['text'] !== undefined) made.push(await paragraphOf({ ...node, text: [lead, node['text']], margin: [12, 0, 0, 3] }, lookOf(node, look), room));
    else made.push(...(await flow(node, look, room)));
  }
  return made;
}

/** Columns as a table without lines. */
async function beside(part: Node, look: Look, room: Room): Promise<DocxTable> {
  const { BorderStyle, Table, TableCell, TableLayoutType, TableRow, WidthType } = await library();
  const columns = part['columns'] as unknown[];
  const gap = typeof part['columnGap'] === 'number' ? part['columnGap'] : 0;
  const widths = columnWidths(
    columns.map((each) => (each as Node | null)?.['width']),
    room.width,
  );
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const borders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
  const cells = await inOrder([...columns.entries()], async ([at, each]) => {
    const width = widths[at] ?? 0;
    const children = await flow(each, look, { ...room, width: width - gap });
    return new TableCell({
      width: { size: points(width), type: WidthType.DXA },
      borders: { top: none, bottom: none, left: none, right: none },
      margins: { left: 0, right: at === columns.length - 1 ? 0 : points(gap) },
      children: await closed(children),
    });
  });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: points(room.width), type: WidthType.DXA },
    columnWidths: widths.map(points),
    borders,
    rows: [new TableRow({ cantSplit: part['unbreakable'] === true, children: cells })],
  });
}

/** A cell must end with a paragraph; after a table stands an empty one of no height. */
async function closed(children: Flow[]): Promise<Flow[]> {
  const { Paragraph } = await library();
  const last = children.at(-1);
  return last instanceof Paragraph ? children : [...children, new Paragraph({ spacing: { line: 20, lineRule: 'exact' } })];
}

async function tableOf(part: Node, look: Look, room: Room): Promise<DocxTable> {
  const { HeightRule, Table, TableCell, TableLayoutType, TableRow, WidthType } = await library();
  const spec = part['table'] as Node;
  const body = spec['body'] as unknown[][];
  const count = Math.max(...body.map((row) => row.length));
  const widths = columnWidths((spec['widths'] as unknown[] | undefined) ?? Array.from({ length: count }, () => '*'), room.width);
  const lines = await linesOf(part, body.length, count);
  const heights = spec['heights'];
  const heightOf = (row: number): number | undefined => {
    const height = typeof heights === 'function' ? (heights as (row: number) => unknown)(row) : Array.isArray(heights) ? heights[row] : heights;
    return typeof height === 'number' ? height : undefined;
  };
  const rows = await inOrder([...cellsOf(body).entries()], async ([row, cells]) => {
    const height = heightOf(row);
    return new TableRow({
      tableHeader: row < Number(spec['headerRows'] ?? 0),
      cantSplit: spec['dontBreakRows'] === true,
      ...(height === undefined ? {} : { height: { value: points(height), rule: HeightRule.ATLEAST } }),
      children: await inOrder(cells, async ({ node, column, colSpan, rowSpan }) => {
        const width = widths.slice(column, column + colSpan).reduce((sum, each) => sum + each, 0);
        const fill = (node as Node | null)?.['fillColor'];
        return new TableCell({
          width: { size: points(width), type: WidthType.DXA },
          columnSpan: colSpan,
          rowSpan,
          borders: lines.cell(row, column, rowSpan, colSpan),
          margins: lines.padding,
          ...(typeof fill === 'string' ? { shading: { fill: fill.replace('#', '') } } : {}),
          children: await closed(await flow(node, look, { ...room, width: Math.max(20, width - 10) })),
        });
      }),
    });
  });
  return new Table({ layout: TableLayoutType.FIXED, width: { size: points(room.width), type: WidthType.DXA }, columnWidths: widths.map(points), rows });
}

async function contents(toc: Node, look: Look, room: Room): Promise<Flow[]> {
  const { InternalHyperlink, PageReference, Paragraph, TabStopType, Tab, TextRun } = await library();
  const title = toc['title'] as Node | undefined;
  const made: Flow[] = title === undefined ? [] : [await paragraphOf(title, lookOf(title, look), room)];
  for (const entry of room.contents) {
    const anchor = bookmarkOf(entry, room) ?? '';
    made.push(
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: points(room.width), leader: 'dot' }],
        spacing: { after: 80 },
        children: [
          new InternalHyperlink({ anchor, children: [new TextRun(plainText(entry['text']))] }),
          new TextRun({ children: [new Tab()] }),
          new PageReference(anchor, { hyperlink: true }),
        ],
      }),
    );
  }
  return made;
}
