import { inflateSync } from 'node:zlib';

/** Streams of a PDF, unpacked; what is not packed is left out. */
function* streams(pdf: Buffer): Generator<string> {
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      yield inflateSync(pdf.subarray(at + 7, pdf.indexOf('\nendstream', at))).toString('latin1');
    } catch {
      // A picture or a font.
    }
  }
}

/** Letters by glyph, from one font's map: `<0000> <0004> [<0041> <0042> …]`. */
function glyphs(map: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    [...list.matchAll(/<([0-9a-f]*)>/gi)].forEach(([, hex = ''], index) => {
      found.set((Number.parseInt(first, 16) + index).toString(16).padStart(4, '0'), Buffer.from(hex, 'hex').swap16().toString('utf16le'));
    });
  }
  return found;
}

/** Everything written in a PDF, once for each of its fonts: enough to find a code on a paper. Words in another font are nonsense in it. */
export function readPdf(bytes: Buffer): string[] {
  const all = [...streams(bytes)];
  const fonts = all.filter((one) => one.includes('begincmap')).map(glyphs);
  const written = all.flatMap((one) =>
    [...one.matchAll(/\[([^\]]*)\] TJ/g)].flatMap(([, run = '']) => [...run.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])),
  );
  return fonts.map((font) => written.map((glyph) => font.get(glyph.toLowerCase()) ?? '').join(''));
}
