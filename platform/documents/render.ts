import type pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions, TFontDictionary } from 'pdfmake/interfaces';
import { coverage, findFonts } from './fonts.ts';
import type { Face, Family } from './fonts.ts';

/** A document ready to be rendered; made by `paper`, `dossier` and `cards`. */
export type PdfDocument = TDocumentDefinitions;

interface Setup {
  make: Pick<typeof pdfmake, 'createPdf'>;
  /** Characters of the main font; everything else is drawn with the rare one. */
  has: Set<number>;
  rare: boolean;
}

let setup: Promise<Setup> | undefined;

function fileOf(face: Face): string {
  return typeof face === 'string' ? face : face[0];
}

// pdfmake takes [file, face] for collections; its types leave that out.
function dictionary(families: Record<string, Family | undefined>): TFontDictionary {
  const fonts: Record<string, unknown> = {};
  for (const [name, family] of Object.entries(families)) {
    if (family === undefined) continue;
    fonts[name] = {
      normal: family.normal,
      bold: family.bold,
      italics: family.normal,
      bolditalics: family.bold,
    };
  }
  return fonts as TFontDictionary;
}

// Loaded when the first paper is asked for: the renderer takes a noticeable part of a server's start otherwise.
async function prepare(): Promise<Setup> {
  const { main, rare } = findFonts();
  const { default: make } = await import('pdfmake');
  const allowed = new Set([main, rare].flatMap((family) => (family ? [fileOf(family.normal), fileOf(family.bold)] : [])));
  make.setFonts(dictionary({ main, rare }));
  // What people typed never makes the renderer open a file or an address.
  make.setLocalAccessPolicy((path) => allowed.has(path));
  make.setUrlAccessPolicy(() => false);
  return { make, has: await coverage(main.normal), rare: rare !== undefined };
}

/** Prepares once; a failure is tried again, so that fonts may be put in place while the server runs. */
function prepared(): Promise<Setup> {
  setup ??= prepare().catch((error: unknown) => {
    setup = undefined;
    throw error;
  });
  return setup;
}

/** Characters no font of the family draws, and what stands for them. */
const standIns: Record<string, string> = { '☐': '□', '☑': '√', '✅': '√', '\u200b': '' };

interface Run {
  text: string;
  font?: string;
}

/** Splits a text where the main font lacks a character; a text that it can draw comes back as it is. */
export function drawable(text: string, has: ReadonlySet<number>, rare: boolean): string | Run[] {
  let clean = '';
  let whole = true;
  for (const char of text) {
    const drawn = standIns[char] ?? char;
    clean += drawn;
    if (whole && drawn !== '' && drawn >= ' ' && !has.has(drawn.codePointAt(0) ?? 0)) whole = false;
  }
  if (whole || !rare) return clean;
  const runs: Run[] = [];
  for (const char of clean) {
    const font = char < ' ' || has.has(char.codePointAt(0) ?? 0) ? undefined : 'rare';
    const last = runs.at(-1);
    if (last && last.font === font) last.text += char;
    else runs.push(font === undefined ? { text: char } : { text: char, font });
  }
  return runs;
}

/** Applies `drawable` to every text of a document. */
function withDrawableText(node: unknown, now: Setup): unknown {
  if (typeof node === 'string') {
    const drawn = drawable(node, now.has, now.rare);
    return typeof drawn === 'string' ? drawn : { text: drawn };
  }
  if (Array.isArray(node)) return node.map((child) => withDrawableText(child, now));
  if (typeof node !== 'object' || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'text' && typeof value === 'string') copy.text = drawable(value, now.has, now.rare);
    else copy[key] = holdsContent.has(key) ? withDrawableText(value, now) : value;
  }
  return copy;
}

const holdsContent = new Set(['text', 'stack', 'columns', 'table', 'body', 'ul', 'ol', 'toc', 'title']);

/**
 * Renders a document to PDF with the Chinese font embedded as a subset: about 20 KB for a page, under a second for
 * sixty. Throws `FontsMissing` where no Chinese font is found.
 */
export async function renderPdf(doc: PdfDocument): Promise<Uint8Array> {
  const now = await prepared();
  const content = withDrawableText(doc.content, now) as Content;
  const pdf = now.make.createPdf({ ...doc, content, defaultStyle: { font: 'main', ...doc.defaultStyle } });
  return new Uint8Array(await pdf.getBuffer());
}
