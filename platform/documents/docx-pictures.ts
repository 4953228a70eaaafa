import type { ImageRun as DocxImageRun, Paragraph as DocxParagraph } from 'docx';
import sharp from 'sharp';
import { library, type Node, points, type Room, spacingOf } from './docx-text.ts';

/** Points as pixels of 96 to the inch. */
const pixels = (value: number): number => Math.max(1, Math.round((value * 96) / 72));

/** A picture given as a data address, no larger than the node says and the room allows. */
export async function pictureOf(part: Node, room: Room): Promise<DocxImageRun> {
  const { ImageRun } = await library();
  const address = String(part['image']);
  const data = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
  const png = address.startsWith('data:image/png');
  const { width = 1, height = 1 } = await sharp(data).metadata();
  const [fitWidth = room.width, fitHeight = 700] = Array.isArray(part['fit'])
    ? (part['fit'] as number[])
    : [Number(part['width'] ?? room.width), Number(part['height'] ?? 700)];
  const scale = Math.min(Math.min(fitWidth, room.width) / width, fitHeight / height);
  return new ImageRun({ type: png ? 'png' : 'jpg', data, transformation: { width: pixels(width * scale), height: pixels(height * scale) } });
}

/** A drawing: itself for programs that read SVG, a picture of it for those that do not. */
export async function svgOf(part: Node, room: Room): Promise<DocxImageRun> {
  const { ImageRun } = await library();
  const svg = Buffer.from(String(part['svg']));
  const { data: fallback, info } = await sharp(svg, { density: 192 }).flatten({ background: '#ffffff' }).png().toBuffer({ resolveWithObject: true });
  const width = Math.min(Number(part['width'] ?? room.width), room.width);
  const height = Math.min(Number(part['height'] ?? (width * info.height) / info.width), 700);
  return new ImageRun({ type: 'svg', data: svg, fallback: { type: 'png', data: fallback }, transformation: { width: pixels(width), height: pixels(height) } });
}

interface Stroke {
  type: string;
  x?: number;
  y?: number;
  w?: number;
  h?: number;
  x1?: number;
  y1?: number;
  x2?: number;
  y2?: number;
  color?: string;
  lineColor?: string;
  lineWidth?: number;
}

/** Lines for the pen become the lower edge of an empty paragraph; a drawing of lines and boxes becomes a picture. */
export async function drawingOf(part: Node, room: Room): Promise<DocxParagraph[]> {
  const { BorderStyle, Paragraph } = await library();
  const strokes = part['canvas'] as Stroke[];
  const [only] = strokes;
  const { before, after } = spacingOf(part);
  if (strokes.length === 1 && only?.type === 'line' && only.y1 === only.y2) {
    const length = Math.abs((only.x2 ?? 0) - (only.x1 ?? 0));
    return [
      new Paragraph({
        spacing: { before, after },
        indent: { right: points(Math.max(0, room.width - length)) },
        border: {
          bottom: {
            style: BorderStyle.SINGLE,
            size: Math.max(2, Math.round((only.lineWidth ?? 1) * 8)),
            color: (only.lineColor ?? '000000').replace('#', ''),
            space: 1,
          },
        },
        children: [],
      }),
    ];
  }
  const width = Math.max(...strokes.map((each) => Math.max(each.x1 ?? 0, each.x2 ?? 0, (each.x ?? 0) + (each.w ?? 0))), 1);
  const height = Math.max(...strokes.map((each) => Math.max(each.y1 ?? 0, each.y2 ?? 0, (each.y ?? 0) + (each.h ?? 0))), 1);
  const shapes = strokes.map((each) => {
    const stroke = `stroke="${each.lineColor ?? 'black'}" stroke-width="${each.lineWidth ?? 1}"`;
    if (each.type === 'rect') return `<rect x="${each.x}" y="${each.y}" width="${each.w}" height="${each.h}" fill="${each.color ?? 'none'}" ${stroke}/>`;
    return `<line x1="${each.x1}" y1="${each.y1}" x2="${each.x2}" y2="${each.y2}" ${stroke}/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes.join('')}</svg>`;
  return [new Paragraph({ spacing: { before, after }, children: [await svgOf({ svg, width: Math.min(width, room.width) }, room)] })];
}
