import sharp from 'sharp';
import type { Block } from './blocks.ts';
import { inks } from './blocks.ts';
import { qrSvg } from './qr.ts';

/** A photo made ready for paper. */
export interface PaperPhoto {
  /** JPEG as a data address, at most 1200 px on its longer side. */
  dataUrl: string;
  width: number;
  height: number;
}

/**
 * Makes a photo ready for paper: upright, at most 1200 px, JPEG without EXIF. Undefined when the bytes are no picture,
 * so that one broken file does not cost the whole dossier. `quick` costs half the time and gives more bytes: for papers with many.
 */
export async function preparePhoto(bytes: Uint8Array, options: { quick?: boolean } = {}): Promise<PaperPhoto | undefined> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 100_000_000 })
      .rotate()
      .resize({ width: 1200, height: 1200, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 72, mozjpeg: options.quick !== true })
      .toBuffer({ resolveWithObject: true });
    return {
      dataUrl: `data:image/jpeg;base64,${data.toString('base64')}`,
      width: info.width,
      height: info.height,
    };
  } catch {
    return undefined;
  }
}

/** Photos with captions, two beside each other (or one, wide); a pair never breaks over a page. */
export function photos(items: readonly { photo: PaperPhoto; caption: string }[], perRow: 1 | 2 = 2): Block {
  const fit: [number, number] = perRow === 2 ? [232, 175] : [475, 330];
  const rows: Block[] = [];
  for (let index = 0; index < items.length; index += perRow) {
    const cells: Block[] = items.slice(index, index + perRow).map((item) => ({
      stack: [
        { image: item.photo.dataUrl, fit },
        { text: item.caption, fontSize: 8.5, color: inks.soft, margin: [0, 3, 0, 8] },
      ],
      width: fit[0],
    }));
    rows.push({ columns: cells, columnGap: 11, unbreakable: true });
  }
  return { stack: rows };
}

/** A QR code of so many points, with words beside or under it. */
export function qrBlock(text: string, options: { size?: number; caption?: string; align?: 'left' | 'center' | 'right' } = {}): Block {
  const size = options.size ?? 96;
  const align = options.align ?? 'left';
  return {
    stack: [
      { svg: qrSvg(text), width: size, height: size, alignment: align },
      ...(options.caption === undefined
        ? []
        : [
            {
              text: options.caption,
              fontSize: 9,
              color: inks.soft,
              alignment: align,
              margin: [0, 2, 0, 0],
            } satisfies Block,
          ]),
    ],
  };
}
