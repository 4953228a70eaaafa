import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { zipSync } from 'fflate';
import { FileStore } from './file-store.ts';

const root = mkdtempSync(join(tmpdir(), 'zhidian-files-'));
let store: FileStore;
let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(root, `store ${++count}`);
  store = new FileStore(folder);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Files on disk below the store, by path. */
const onDisk = () =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
    : [];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let photo: Uint8Array;
const gps = {
  IFD0: { Model: '王小英的手机', Make: 'Lamp' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '121/1 29/1 0/1' },
};
beforeAll(async () => {
  photo = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#a06040' } })
    .withExif(gps)
    .jpeg()
    .toBuffer();
});

describe('pictures', () => {
  test('lose where and with what they were taken', async () => {
    expect((await sharp(photo).metadata()).exif?.includes(Buffer.from('GPS')) || (await sharp(photo).metadata()).exif !== undefined).toBe(true);
    const stored = await store.put(photo);
    if (!stored.ok) throw new Error(stored.error);
    const kept = Buffer.from((await store.get(stored.value.sha256)) ?? []);
    const metadata = await sharp(kept).metadata();
    expect([metadata.exif, metadata.xmp, metadata.iptc]).toEqual([undefined, undefined, undefined]);
    expect(kept.includes('Exif')).toBe(false);
    expect(kept.includes(Buffer.from('王小英的手机'))).toBe(false);
    expect(stored.value.mediaType).toBe('image/jpeg');
  });

  test('lying on their side are turned upright', async () => {
    const turned = await sharp({ create: { width: 60, height: 30, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const stored = await store.put(turned);
    if (!stored.ok) throw new Error(stored.error);
    const metadata = await sharp(Buffer.from((await store.get(stored.value.sha256)) ?? [])).metadata();
    expect([metadata.width, metadata.height, metadata.orientation]).toEqual([30, 60, undefined]);
  });

  test('keep their bytes where a check-in needs the place', async () => {
    const stored = await store.put(photo, { keepOriginal: true });
    expect(stored.ok && stored.value.sha256).toBe(sha256(photo));
  });

  test('larger than 2,000 pixels are cut down', async () => {
    const wide = await sharp({ create: { width: 5000, height: 1000, channels: 3, background: 'blue' } })
      .png()
      .toBuffer();
    const stored = await store.put(wide);
    if (!stored.ok) throw new Error(stored.error);
    expect((await sharp(Buffer.from((await store.get(stored.value.sha256)) ?? [])).metadata()).width).toBe(2000);
  });

  test.each([0.2, 0.5, 0.9, 0.99])('cut off after %f of their bytes are refused and leave nothing', async (part) => {
    const big = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'blue', noise: { type: 'gaussian', mean: 100, sigma: 30 } } })
      .jpeg()
      .toBuffer();
    expect(await store.put(big.subarray(0, Math.floor(big.length * part)))).toEqual({ ok: false, error: 'broken-image' });
    expect(onDisk()).toEqual([]);
  });

  test('that unpack to a wall of pixels are refused before they fill the memory', async () => {
    // 30,000 × 30,000 in a few kilobytes: a head that promises more than any camera takes.
    const png = await sharp({ create: { width: 100, height: 100, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    const before = process.memoryUsage().rss;
    expect(await store.put(bomb)).toEqual({ ok: false, error: 'broken-image' });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    expect(onDisk()).toEqual([]);
  });
});

describe('what is taken', () => {
  const text = (words: string) => new TextEncoder().encode(words);
  test.each([
    ['a page', text('<!doctype html><script>alert(1)</script>')],
    ['a script', text('#!/bin/sh\nrm -rf /')],
    ['a drawing that can carry script', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0])],
    ['plain text', text('收据')],
    ['one byte', new Uint8Array([0])],
    ['a GIF', text('GIF89a\u0001\u0000\u0001\u0000')],
  ])('not %s, whatever it is called', async (_what, bytes) => {
    expect(await store.put(bytes)).toEqual({ ok: false, error: 'wrong-type' });
    expect(onDisk()).toEqual([]);
  });
  test('not nothing, not more than 20 MB', async () => {
    expect(await store.put(new Uint8Array())).toEqual({ ok: false, error: 'empty' });
    expect(await store.put(new Uint8Array(20 * 1024 * 1024 + 1))).toEqual({ ok: false, error: 'too-large' });
  });
  test('a drawing in the clothes of an XML invoice is kept as XML, which no browser shows as a page of ours', async () => {
    const stored = await store.put(text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'));
    expect(stored.ok && stored.value.mediaType).toBe('application/xml');
  });
  test('archives as they are: nothing is unpacked, so a small one that would unpack to a gigabyte costs nothing', async () => {
    const bomb = zipSync({ 'a.txt': new Uint8Array(50 * 1024 * 1024) });
    const stored = await store.put(bomb);
    expect(stored.ok && stored.value).toMatchObject({ sha256: sha256(bomb), sizeBytes: bomb.length, mediaType: 'application/zip' });
  });
});

describe('on disk', () => {
  const pdf = (n: number) => new TextEncoder().encode(`%PDF-1.7\n${n}\n`);
  test('the same bytes lie once, though many bring them at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => store.put(pdf(1))));
    expect(new Set(all.map((one) => one.ok && one.value.sha256)).size).toBe(1);
    expect(onDisk()).toEqual([sha256(pdf(1))]);
    await store.put(pdf(2));
    expect(onDisk()).toHaveLength(2);
  });

  test('only their owner may read them', async () => {
    const stored = await store.put(pdf(3));
    if (!stored.ok) throw new Error(stored.error);
    const path = join(folder, stored.value.sha256.slice(0, 2), stored.value.sha256);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  test('a name half-written by a crash is not taken for the file', async () => {
    const bytes = pdf(4);
    const path = join(folder, sha256(bytes).slice(0, 2), sha256(bytes));
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, bytes.subarray(0, 3));
    expect(await store.check(sha256(bytes))).toBe('changed');
    await store.put(bytes);
    expect(await store.check(sha256(bytes))).toBeNull();
  });

  test('a changed byte and a missing file are found', async () => {
    const stored = await store.put(pdf(5));
    if (!stored.ok) throw new Error(stored.error);
    const path = join(folder, stored.value.sha256.slice(0, 2), stored.value.sha256);
    expect(await store.check(stored.value.sha256)).toBeNull();
    const bytes = readFileSync(path);
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    chmodSync(path, 0o600);
    writeFileSync(path, bytes);
    expect(await store.check(stored.value.sha256)).toBe('changed');
    rmSync(path);
    expect(await store.check(stored.value.sha256)).toBe('missing');
    expect(await store.get(stored.value.sha256)).toBeNull();
  });

  test('bytes that were changed on disk are mended when the same file is brought again', async () => {
    const stored = await store.put(pdf(6));
    if (!stored.ok) throw new Error(stored.error);
    const path = join(folder, stored.value.sha256.slice(0, 2), stored.value.sha256);
    writeFileSync(path, new Uint8Array(stored.value.sizeBytes));
    await store.put(pdf(6));
    expect(await store.check(stored.value.sha256)).toBeNull();
  });

  test('where nothing can be written it throws, so that no row is made', async () => {
    writeFileSync(folder, 'not a folder');
    await expect(store.put(pdf(7))).rejects.toMatchObject({ code: expect.stringMatching(/^(ENOTDIR|EEXIST)$/) });
    await expect(store.put(photo)).rejects.toMatchObject({ code: expect.stringMatching(/^(ENOTDIR|EEXIST)$/) });
    rmSync(folder);
  });
});
