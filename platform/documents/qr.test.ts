import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { qrPng, qrSvg } from './qr.ts';

/** Dark or light at the centre of each module of a square picture. */
async function modulesOf(picture: Buffer, size: number): Promise<string> {
  const { data, info } = await sharp(picture)
    .flatten({ background: '#fff' })
    .greyscale()
    .resize(size * 4, size * 4, { kernel: 'nearest' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  let bits = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) bits += (data[(row * 4 + 2) * info.width + column * 4 + 2] ?? 255) < 128 ? '1' : '0';
  }
  return bits;
}

describe('QR codes', () => {
  it('the drawn code and the one of the library are the same, module by module', async () => {
    const text = 'https://zhidian.example/d/pd-hq-cailu-12';
    const svg = qrSvg(text);
    const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const drawn = await modulesOf(
      await sharp(Buffer.from(svg))
        .resize(size * 8, size * 8)
        .png()
        .toBuffer(),
      size,
    );
    const reference = await modulesOf(await qrPng(text, size * 8), size);
    expect(drawn).toBe(reference);
    expect(drawn.startsWith('0'.repeat(size * 4))).toBe(true);
  });
});
