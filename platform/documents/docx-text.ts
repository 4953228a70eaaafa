import type { ParagraphChild } from 'docx';
import type { AlignmentType } from 'docx';

/** Loaded when the first document is asked for as DOCX. */
export const library = () => import('docx');

/** A node of a document as the blocks make it. */
export type Node = Record<string, unknown>;

/** What a node hands on to those inside it. */
export interface Look {
  fontSize?: number;
  bold?: boolean;
  color?: string;
  alignment?: (typeof AlignmentType)[keyof typeof AlignmentType];
  /** Numbers that stand for the page and the number of pages in the words of a head or a foot. */
  pageMark?: number;
  pagesMark?: number;
}

/** Width in points that a node may take, and the headings the contents list. */
export interface Room {
  width: number;
  contents: readonly Node[];
}

/** Song type for Chinese, Times for the rest, as official papers have it. */
export const fontOf = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman' };

/** Points as twentieths of a point. */
export const points = (value: number): number => Math.round(value * 20);

/** The look of a node: its own words where it has some, else what it stands in. */
export function lookOf(node: Node, around: Look): Look {
  return {
    ...around,
    ...(typeof node['fontSize'] === 'number' ? { fontSize: node['fontSize'] } : {}),
    ...(typeof node['bold'] === 'boolean' ? { bold: node['bold'] } : {}),
    ...(typeof node['color'] === 'string' ? { color: node['color'] } : {}),
    ...(typeof node['alignment'] === 'string'
      ? { alignment: node['alignment'] === 'justify' ? 'both' : (node['alignment'] as Look['alignment'] & string) }
      : {}),
  };
}

/** Space above and below in twips, and at the left; a margin is [all], [sides, ends] or [left, top, right, bottom]. */
export function spacingOf(node: Node): { before: number; after: number; left: number } {
  const margin = node['margin'];
  const all = typeof margin === 'number' ? [margin, margin, margin, margin] : Array.isArray(margin) ? (margin as number[]) : [0, 0, 0, 0];
  const [left = 0, top = 0, , bottom = top] = all;
  return { before: points(Math.max(0, top)), after: points(Math.max(0, bottom)), left: points(Math.max(0, left)) };
}

/** A name that Word takes for a bookmark: at most 40 letters, digits and underscores, beginning with a letter. The end of an id tells it from the others. */
export const bookmarkName = (id: string): string => `b_${id.replace(/[^0-9A-Za-z]/g, '').slice(-36)}`;

/** The words of a text node without their look. */
export function plainText(text: unknown): string {
  if (text === null || text === undefined) return '';
  if (Array.isArray(text)) return text.map(plainText).join('');
  if (typeof text === 'object') return plainText((text as Node)['text']);
  return String(text);
}

/** The runs of a text node; marks of page numbers become fields, references to pages as well. */
export async function runsOf(text: unknown, look: Look): Promise<ParagraphChild[]> {
  const { PageNumber, PageReference, TextRun } = await library();
  if (text === null || text === undefined) return [];
  if (Array.isArray(text)) {
    const made: ParagraphChild[] = [];
    for (const each of text) made.push(...(await runsOf(each, look)));
    return made;
  }
  if (typeof text === 'object') {
    const node = text as Node;
    if (typeof node['pageReference'] === 'string') return [new PageReference(bookmarkName(node['pageReference']), { hyperlink: true })];
    return runsOf(node['text'], lookOf(node, look));
  }
  const format = { font: fontOf, size: Math.round((look.fontSize ?? 10.5) * 2), bold: look.bold === true, color: look.color?.replace('#', '') };
  const marks = new Map([
    [String(look.pageMark), PageNumber.CURRENT],
    [String(look.pagesMark), PageNumber.TOTAL_PAGES],
  ]);
  const words = String(text);
  const pieces = look.pageMark === undefined ? [words] : words.split(new RegExp(`(${[...marks.keys()].join('|')})`));
  return pieces.flatMap((piece) => {
    const field = look.pageMark === undefined ? undefined : marks.get(piece);
    if (field !== undefined) return [new TextRun({ ...format, children: [field] })];
    return piece.split('\n').map((line, at) => new TextRun({ ...format, text: line, ...(at > 0 ? { break: 1 } : {}) }));
  });
}
