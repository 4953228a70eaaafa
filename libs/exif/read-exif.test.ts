import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { distanceMetres, readExif } from './index.ts';

/** A photo as a phone writes it: 31°14′29.76″ N, 121°30′23.4″ E, on 3 November 2026. */
async function exifOf(fields: Record<string, Record<string, string>>): Promise<Uint8Array> {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
    .jpeg()
    .withExif(fields)
    .toBuffer();
  const { exif } = await sharp(bytes).metadata();
  if (!exif) throw new Error('no exif');
  return exif;
}
const shanghai = { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 2976/100', GPSLongitudeRef: 'E', GPSLongitude: '121/1 30/1 234/10' };

describe('readExif', () => {
  it('reads place and time', async () => {
    expect(readExif(await exifOf({ IFD2: { DateTimeOriginal: '2026:11:03 14:05:00' }, IFD3: shanghai }))).toEqual({
      place: { latMicro: 31_241_600, lngMicro: 121_506_500 },
      taken: '2026-11-03T14:05:00',
    });
  });
  it('south and west are negative', async () => {
    const facts = readExif(await exifOf({ IFD3: { ...shanghai, GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' } }));
    expect(facts.place).toEqual({ latMicro: -31_241_600, lngMicro: -121_506_500 });
  });
  it('a photo without them says nothing', async () => {
    expect(readExif(await exifOf({ IFD0: { Make: 'x' } }))).toEqual({ place: null, taken: null });
  });
  it('nothing makes it throw: every cut and every flipped byte', async () => {
    const block = await exifOf({ IFD2: { DateTimeOriginal: '2026:11:03 14:05:00' }, IFD3: shanghai });
    for (let length = 0; length < block.length; length++) expect(() => readExif(block.slice(0, length))).not.toThrow();
    for (let at = 0; at < block.length; at++) {
      const broken = Uint8Array.from(block);
      broken[at] = 255 - (broken[at] ?? 0);
      expect(() => readExif(broken)).not.toThrow();
    }
  });
});

describe('distanceMetres', () => {
  it.each([
    [{ latMicro: 31_241_600, lngMicro: 121_506_500 }, { latMicro: 31_241_600, lngMicro: 121_506_500 }, 0],
    // One minute of latitude is a nautical mile, about 1,853 m on this sphere.
    [{ latMicro: 31_000_000, lngMicro: 121_000_000 }, { latMicro: 31_016_667, lngMicro: 121_000_000 }, 1853],
    [{ latMicro: 0, lngMicro: 0 }, { latMicro: 0, lngMicro: 180_000_000 }, 20_015_087],
  ])('%j to %j', (a, b, metres) => expect(distanceMetres(a, b)).toBe(metres));
});
