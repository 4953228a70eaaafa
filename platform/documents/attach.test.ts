import { degrees, PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { expect, it } from 'vitest';
import { openOriginal, originalPage, paper, paragraph, renderPdf, renderWithOriginals } from './index.ts';

const meta = { lang: 'zh', issuer: '高桥镇 蔡路居民区', printedDay: '2026-11-22' } as const;

/** Texts of a page with where they begin and how they are turned. */
async function textsOn(pdf: Uint8Array, no: number) {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, useSystemFonts: false, disableFontFace: true });
  const document = await task.promise;
  const content = await (await document.getPage(no)).getTextContent();
  const texts = content.items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [{ text: item.str, at: item.transform.map(Number) }] : []));
  const pages = document.numPages;
  await task.destroy();
  return { texts, pages };
}

/** A page of 200 × 100 points with words near its upper left corner as it is shown, `turn` degrees clockwise. */
async function turned(turn: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage([200, 100]);
  page.setRotation(degrees(turn));
  const places: Record<number, [number, number]> = { 0: [10, 80], 90: [20, 10], 180: [190, 20], 270: [180, 90] };
  const [x, y] = places[turn] ?? [0, 0];
  page.drawText('Invoice', { x, y, size: 10, rotate: degrees(turn) });
  return document.save();
}

async function book(bytes: Uint8Array): Promise<Uint8Array> {
  const original = await openOriginal(bytes);
  if (!original) throw new Error('not opened');
  return renderWithOriginals(paper({ title: '凭证', meta, body: [paragraph('甲'), originalPage('a', '附件 1')] }), new Map([['a', { original, page: 0 }]]));
}

it.each([0, 90, 180, 270])('a page turned by %i degrees lies upright under its caption, within the margins', async (turn) => {
  const { texts, pages } = await textsOn(await book(await turned(turn)), 2);
  expect(pages).toBe(2);
  const words = texts.find(({ text }) => text === 'Invoice');
  const [a = 0, b = 0, , d = 0, x = 0, y = 0] = words?.at ?? [];
  expect([Math.sign(Math.round(a)), Math.round(b), Math.sign(Math.round(d))]).toEqual([1, 0, 1]);
  const caption = texts.find(({ text }) => text.includes('附件'));
  expect(y).toBeLessThan(caption?.at[5] ?? 0);
  expect([x > 40, x < 300, y > 600]).toEqual([true, true, true]);
});

it('a seal that stands on the page as an annotation is drawn with it; scripts and links stay behind', async () => {
  const document = await PDFDocument.create();
  const page = document.addPage([200, 100]);
  page.drawText('Invoice', { x: 10, y: 80, size: 10 });
  const drawn = await PDFDocument.create();
  const sealPage = drawn.addPage([60, 20]);
  sealPage.drawText('SEAL', { x: 5, y: 5, size: 10 });
  const [seal] = await document.embedPdf(await drawn.save());
  await seal?.embed();
  const { context } = document;
  const annotation = context.obj({ Type: 'Annot', Subtype: 'Stamp', Rect: [120, 10, 180, 30], AP: { N: seal?.ref ?? null } });
  const link = context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 200, 100], A: { S: 'URI', URI: PDFString.of('https://example.invalid/') } });
  page.node.set(PDFName.of('Annots'), context.obj([context.register(annotation), context.register(link)]));
  document.addJavaScript('go', 'app.alert(1)');
  const pdf = await book(await document.save());
  const { texts } = await textsOn(pdf, 2);
  const [invoice, stamp] = ['Invoice', 'SEAL'].map((text) => texts.find((each) => each.text === text)?.at ?? []);
  // The seal lies 110 points to the right of the words and 65 below them, as on the original.
  expect([Math.round((stamp?.[4] ?? 0) - (invoice?.[4] ?? 0)), Math.round((stamp?.[5] ?? 0) - (invoice?.[5] ?? 0))]).toEqual([115, -65]);
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const opened = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  expect([await opened.getJSActions(), await (await opened.getPage(2)).getAnnotations()]).toEqual([null, []]);
});

it('a locked, broken or empty file is not opened', async () => {
  const whole = await renderPdf(paper({ title: '发票', meta, body: [] }));
  for (const bytes of [new Uint8Array(), new TextEncoder().encode('%PDF-1.7 cut'), whole.subarray(0, 200)]) expect(await openOriginal(bytes)).toBeUndefined();
  const document = await PDFDocument.load(whole);
  document.encrypt({ userPassword: 'geheim', ownerPassword: 'geheim' });
  expect(await openOriginal(await document.save())).toBeUndefined();
});
