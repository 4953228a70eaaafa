import { invoiceLookalike, type PictureName, pictureJpeg, svgJpeg } from '#demo/pictures/index';
import type { Entry } from './crew.ts';

const drawn = new Map<string, Promise<Uint8Array>>();
const once = (key: string, draw: () => Promise<Uint8Array>): Promise<Uint8Array> => {
  const known = drawn.get(key) ?? draw();
  drawn.set(key, known);
  return known;
};
const file = async (name: string, bytes: Promise<Uint8Array>): Promise<Entry> => ({ file: { name, mimeType: 'image/jpeg', buffer: Buffer.from(await bytes) } });

/** One of the demo's scenes as a photo to upload. */
export const photo = (name: PictureName): Promise<Entry> =>
  file(
    `${name}.jpg`,
    once(name, () => pictureJpeg(name)),
  );

/** A made-up invoice or bank slip as a photo to upload. */
export const invoicePhoto = (about: { number: string; seller: string; total: string }): Promise<Entry> =>
  file(
    `${about.number}.jpg`,
    once(about.number, () => svgJpeg(invoiceLookalike({ ...about, date: '', buyer: '蔡路居民委员会', lines: [] }))),
  );
