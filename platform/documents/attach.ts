import type { PDFDict as Dict, PDFDocument, PDFName as Name, PDFPage } from '@cantoo/pdf-lib';
import type { Block } from './blocks.ts';
import { inks } from './blocks.ts';
import { type PdfDocument, renderPdf } from './render.ts';

/** Loaded when the first original is laid in: few papers have one. */
const library = () => import('@cantoo/pdf-lib');

/** A PDF that somebody else made, opened to be laid into a paper. */
export interface Original {
  document: PDFDocument;
  pages: number;
}

/** Opens a PDF; undefined when it is locked, broken or has no page, so that one bad file does not cost the whole paper. */
export async function openOriginal(bytes: Uint8Array): Promise<Original | undefined> {
  const { PDFDocument } = await library();
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
    const pages = document.getPageCount();
    return pages > 0 ? { document, pages } : undefined;
  } catch {
    return undefined;
  }
}

/** A page of its own with a line on top; `renderWithOriginals` lays a page of an original under the line. */
export function originalPage(id: string, caption: string): Block {
  return { stack: [{ text: caption, id, fontSize: 9, color: inks.soft }], pageBreak: 'before' };
}

/** Where a page of an original lies on A4, in points: below the line on top, above the foot. */
const room = { left: 40, bottom: 58, width: 515, height: 690 } as const;

/** Pages of originals by the id of the page that waits for them. */
export type Originals = ReadonlyMap<string, { original: Original; page: number }>;

/**
 * Renders a paper and lays pages of originals into it, each where `originalPage` bears its id. What the originals show is
 * kept as it is (text, lines, seals), not as a picture; scripts and links in them stay behind.
 */
export async function renderWithOriginals(paper: PdfDocument, originals: Originals): Promise<Uint8Array> {
  if (originals.size === 0) return renderPdf(paper);
  const places = new Map<string, number>();
  const bytes = await renderPdf({
    ...paper,
    pageBreakBefore: (node, nodes) => {
      if (node.id !== undefined && originals.has(node.id)) places.set(node.id, node.startPosition.pageNumber);
      return paper.pageBreakBefore?.(node, nodes) ?? false;
    },
  });
  const { PDFDocument } = await library();
  const out = await PDFDocument.load(bytes, { updateMetadata: false });
  for (const [id, { original, page }] of originals) {
    const at = places.get(id);
    if (at === undefined) throw new Error(`no page waits for the original ${id}`);
    await layInto(out.getPage(at - 1), out, original.document.getPage(page));
  }
  return out.save();
}

async function layInto(target: PDFPage, out: PDFDocument, source: PDFPage): Promise<void> {
  const { degrees } = await library();
  const { x, y, width, height } = source.getCropBox();
  if (!(width > 0 && height > 0)) return;
  await drawSeals(source);
  const laid = await out.embedPage(source, { left: x, bottom: y, right: x + width, top: y + height });
  const turn = ((source.getRotation().angle % 360) + 360) % 360;
  const [shownWidth, shownHeight] = turn % 180 === 0 ? [width, height] : [height, width];
  const scale = Math.min(room.width / shownWidth, room.height / shownHeight, 1);
  const left = room.left + (room.width - shownWidth * scale) / 2;
  const bottom = room.bottom + room.height - shownHeight * scale;
  // A page turned clockwise is drawn turned the same way about its lower left corner.
  const [dx, dy] = turn === 90 ? [0, width] : turn === 180 ? [width, height] : turn === 270 ? [height, 0] : [0, 0];
  target.drawPage(laid, { x: left + dx * scale, y: bottom + dy * scale, xScale: scale, yScale: scale, rotate: degrees(-turn) });
}

/** Seals and signatures often stand on a page as annotations; they become part of it, as a viewer shows them. */
async function drawSeals(page: PDFPage): Promise<void> {
  const { PDFArray, PDFDict, PDFName, PDFNumber, PDFRef, PDFStream, PDFOperator, PDFOperatorNames } = await library();
  const annotations = page.node.Annots();
  if (!annotations) return;
  const context = page.doc.context;
  const numbers = (dict: Dict, name: string): number[] | undefined => {
    const array = dict.lookup(PDFName.of(name));
    if (!(array instanceof PDFArray)) return undefined;
    const found = array.asArray().map((each) => context.lookup(each));
    return found.every((each) => each instanceof PDFNumber) ? found.map((each) => (each as { asNumber(): number }).asNumber()) : undefined;
  };
  for (let index = 0; index < annotations.size(); index += 1) {
    const annotation = annotations.lookup(index);
    if (!(annotation instanceof PDFDict)) continue;
    const flags = annotation.lookup(PDFName.of('F'));
    if (flags instanceof PDFNumber && (flags.asNumber() & 2) !== 0) continue; // hidden
    const appearances = annotation.lookup(PDFName.of('AP'));
    let normal = appearances instanceof PDFDict ? appearances.get(PDFName.of('N')) : undefined;
    const looked = context.lookup(normal);
    if (looked instanceof PDFDict && !(looked instanceof PDFStream)) {
      const state: Name | undefined = annotation.lookupMaybe(PDFName.of('AS'), PDFName);
      normal = state ? looked.get(state) : undefined;
    }
    const form = context.lookup(normal);
    const rect = numbers(annotation, 'Rect');
    if (!(normal instanceof PDFRef) || !(form instanceof PDFStream) || rect?.length !== 4) continue;
    const box = numbers(form.dict, 'BBox') ?? [0, 0, 1, 1];
    const matrix = numbers(form.dict, 'Matrix') ?? [1, 0, 0, 1, 0, 0];
    const corners = [
      [box[0], box[1]],
      [box[2], box[1]],
      [box[0], box[3]],
      [box[2], box[3]],
    ].map(([px = 0, py = 0]) => {
      const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
      return [a * px + c * py + e, b * px + d * py + f] as const;
    });
    const [xs, ys] = [corners.map(([cx]) => cx), corners.map(([, cy]) => cy)];
    const [minX, minY] = [Math.min(...xs), Math.min(...ys)];
    const [spanX, spanY] = [Math.max(...xs) - minX, Math.max(...ys) - minY];
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
    if (spanX <= 0 || spanY <= 0) continue;
    const [sx, sy] = [Math.abs(x1 - x0) / spanX, Math.abs(y1 - y0) / spanY];
    const name = page.node.newXObject('Seal', normal);
    const say = (value: number) => PDFNumber.of(value);
    const move = [sx, 0, 0, sy, Math.min(x0, x1) - minX * sx, Math.min(y0, y1) - minY * sy].map(say);
    page.pushOperators(
      PDFOperator.of(PDFOperatorNames.PushGraphicsState),
      PDFOperator.of(PDFOperatorNames.ConcatTransformationMatrix, move),
      PDFOperator.of(PDFOperatorNames.DrawObject, [name]),
      PDFOperator.of(PDFOperatorNames.PopGraphicsState),
    );
  }
  page.node.delete(PDFName.of('Annots'));
}
