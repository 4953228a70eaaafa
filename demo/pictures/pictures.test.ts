import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { invoiceLookalike, pictureJpeg, pictures } from './index.ts';
import type { PictureName } from './index.ts';

const names = Object.keys(pictures).filter((name): name is PictureName => name in pictures);

describe('pictures of the demo', () => {
  it.each(names)('%s is drawn, has words in both languages and needs no font of the machine', async (name) => {
    const { svg, altZh, altEn } = pictures[name];
    expect(svg).not.toContain('<text');
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(altZh).toMatch(/[\u4e00-\u9fff]{6}/);
    expect(altEn).toMatch(/^[\x20-\x7e“”’]{20,}$/);
    const jpeg = await pictureJpeg(name);
    const { width, height, format } = await sharp(jpeg).metadata();
    expect([width, height, format]).toEqual([960, 640, 'jpeg']);
    expect(jpeg.byteLength).toBeLessThan(90_000);
    const { channels } = await sharp(jpeg).stats();
    expect(Math.max(...channels.map((channel) => channel.stdev))).toBeGreaterThan(10);
  });

  it('before and after show the same place, differently', async () => {
    const [before, after] = await Promise.all([pictureJpeg('stairwell-before'), pictureJpeg('stairwell-after')]);
    const brightness = async (jpeg: Buffer) => (await sharp(jpeg).greyscale().stats()).channels[0]?.mean ?? 0;
    expect(await brightness(before)).toBeLessThan(70);
    expect(await brightness(after)).toBeGreaterThan(160);
  });

  it('an invoice look-alike carries the number it is given', () => {
    const line = { name: '感应灯', unit: '盏', count: '1', price: '95.00', amount: '95.00' };
    const draw = (number: string) =>
      invoiceLookalike({
        number,
        date: '2025年09月21日',
        buyer: '居委会',
        seller: '（虚构）',
        lines: [line],
        total: '95.00',
      });
    expect(draw('DEMO1')).not.toBe(draw('DEMO2'));
  });
});
