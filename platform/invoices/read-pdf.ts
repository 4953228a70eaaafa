import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Invoice, type PrintedText, readPrinted, type ReadError } from '#libs/einvoice';
import { err, ok, type Result } from '#libs/result';
import { type Pixels, readCodes } from './read-codes.ts';

/** Pictures beyond this are no codes; they are not unpacked into pixels. */
const mostPixels = 4_000 * 4_000;
const mostPictures = 12;

type Pdfjs = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
type Page = Awaited<ReturnType<Awaited<ReturnType<Pdfjs['getDocument']>['promise']>['getPage']>>;

let loading: Promise<Pdfjs> | undefined;
const pdfjs = (): Promise<Pdfjs> => (loading ??= import('pdfjs-dist/legacy/build/pdf.mjs'));
const packageFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

async function textsOf(page: Page): Promise<PrintedText[]> {
  const content = await page.getTextContent();
  return content.items.flatMap((item) =>
    'str' in item && item.str.trim() !== ''
      ? [
          {
            text: item.str,
            x: Number(item.transform[4]),
            y: Number(item.transform[5]),
            width: item.width,
            height: item.height || Math.abs(Number(item.transform[3])),
          },
        ]
      : [],
  );
}

interface RawPicture {
  width: number;
  height: number;
  kind: number;
  data: Uint8Array | Uint8ClampedArray;
}

const isRawPicture = (value: unknown): value is RawPicture =>
  typeof value === 'object' && value !== null && 'data' in value && 'kind' in value && value.data !== null && typeof value.data === 'object';

/** Pixels of one of the three kinds in which pictures come out of a PDF: one bit, RGB, RGBA. */
function pixelsOf({ width, height, kind, data }: RawPicture): Pixels | null {
  if (width * height > mostPixels || width < 21 || height < 21) return null;
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  if (kind === 3) {
    out.set(data.subarray(0, out.length));
    return { data: out, width, height };
  }
  const rowBytes = (width + 7) >> 3;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        out[to + channel] = kind === 1 ? (((data[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) * 255 : (data[(y * width + x) * 3 + channel] ?? 0);
      }
    }
  }
  return { data: out, width, height };
}

async function codesOn(page: Page, OPS: Pdfjs['OPS']): Promise<string[]> {
  const operators = await page.getOperatorList();
  const codes: string[] = [];
  let looked = 0;
  for (const [index, operator] of operators.fnArray.entries()) {
    if (operator !== OPS.paintImageXObject && operator !== OPS.paintInlineImageXObject) continue;
    looked += 1;
    if (looked > mostPictures || codes.length > 0) break;
    const [argument] = operators.argsArray[index] as unknown[];
    const picture: unknown =
      typeof argument === 'string'
        ? await new Promise((resolve) => (argument.startsWith('g_') ? page.commonObjs : page.objs).get(argument, resolve))
        : argument;
    const pixels = isRawPicture(picture) ? pixelsOf(picture) : null;
    if (pixels) codes.push(...(await readCodes(pixels)));
  }
  return codes;
}

/** Reads the invoice on the first page of a PDF: its text by place, then the code in its pictures. Errors: `encrypted`, `bad-pdf`, `no-invoice`. */
export async function readPdf(bytes: Uint8Array): Promise<Result<Invoice, ReadError>> {
  const { getDocument, OPS } = await pdfjs();
  const task = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: join(packageFolder, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(packageFolder, 'standard_fonts/'),
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
    isEvalSupported: false,
    disableFontFace: true,
    enableXfa: false,
    maxImageSize: mostPixels,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    const page = await document.getPage(1);
    const texts = await textsOf(page);
    const invoice = readPrinted(texts, await codesOn(page, OPS));
    return invoice ? ok(invoice) : err('no-invoice');
  } catch (error) {
    return err(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'bad-pdf');
  } finally {
    await task.destroy();
  }
}
