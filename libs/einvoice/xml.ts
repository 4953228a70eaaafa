import { XMLParser } from 'fast-xml-parser';
import { Unreadable } from './read-error.ts';

const mostBytes = 8 * 1024 * 1024;
const mostDepth = 64;

/** An element, its prefix stripped: the forms disagree about prefixes, never about names. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Own text, trimmed. */
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  // No document type passes `decode`, so there are no entities of its own; the five of XML and numbers are read by `plain`.
  processEntities: false,
  cdataPropName: '#cdata',
});

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text with the five entities of XML and numeric references replaced; any other reference is refused. */
function plain(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{1,32});/gi, (_, reference: string) => {
    if (!reference.startsWith('#')) {
      const value = named[reference];
      if (value === undefined) throw new Unreadable('unsafe-xml');
      return value;
    }
    const code = reference[1] === 'x' || reference[1] === 'X' ? Number.parseInt(reference.slice(2), 16) : Number.parseInt(reference.slice(1), 10);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Unreadable('bad-xml');
    return String.fromCodePoint(code);
  });
}

/** The text of an XML file by its mark or its declaration (UTF-8, UTF-16, GB18030). */
export function decode(bytes: Uint8Array): string {
  if (bytes.length > mostBytes) throw new Unreadable('too-large');
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase();
  const encoding = head.startsWith('\xff\xfe') ? 'utf-16le' : head.startsWith('\xfe\xff') ? 'utf-16be' : declared?.startsWith('gb') ? 'gb18030' : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable('bad-xml');
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('unsafe-xml');
  return text;
}

type Raw = Record<string, unknown>;
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

function elementOf(name: string, content: unknown, attributes: unknown, depth: number): Element {
  if (depth > mostDepth) throw new Unreadable('unsafe-xml');
  const element: Element = { name, attributes: {}, children: [], text: '' };
  if (isRaw(attributes)) for (const [key, value] of Object.entries(attributes)) element.attributes[key] = plain(String(value));
  if (!Array.isArray(content)) return element;
  for (const part of content) {
    if (!isRaw(part)) continue;
    for (const [key, value] of Object.entries(part)) {
      if (key === ':@') continue;
      if (key === '#text') element.text += plain(String(value));
      else if (key === '#cdata') element.text += (Array.isArray(value) ? value : []).map((each) => (isRaw(each) ? String(each['#text'] ?? '') : '')).join('');
      else if (!key.startsWith('?')) element.children.push(elementOf(key, value, part[':@'], depth + 1));
    }
  }
  element.text = element.text.trim();
  return element;
}

/** How deep the tags nest; asked before parsing, because a parser recurses. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(/<(?:!\[CDATA\[[\s\S]*?\]\]>|[^>]*>)/g)) {
    if (tag.startsWith('<!') || tag.startsWith('<?') || tag.endsWith('/>')) continue;
    depth += tag.startsWith('</') ? -1 : 1;
    if (depth > mostDepth) return true;
  }
  return false;
}

/** Parses XML into elements. Mends tag files whose root has an empty prefix (`<:eInvoice xmlns:="">`). Throws {@link Unreadable}: `bad-xml`, `unsafe-xml`, `too-large`. */
export function parseXml(bytes: Uint8Array): Element {
  const text = decode(bytes)
    .replace(/<(\/?):(?=\S)/g, '<$1')
    .replace(/\sxmlns:=(?:""|'')/g, '');
  if (nestsTooDeep(text)) throw new Unreadable('unsafe-xml');
  let raw: unknown;
  try {
    raw = parser.parse(text, true);
  } catch {
    throw new Unreadable('bad-xml');
  }
  const [root] = elementOf('', raw, undefined, 0).children;
  if (root === undefined) throw new Unreadable('bad-xml');
  return root;
}

/** The first element of that name anywhere below, in document order. */
export function find(element: Element, name: string): Element | undefined {
  for (const child of element.children) {
    if (child.name === name) return child;
    const deeper = find(child, name);
    if (deeper) return deeper;
  }
  return undefined;
}

/** Every element of that name anywhere below, in document order. */
export function findAll(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : findAll(child, name)));
}

/** Text of the first element of that name; empty where there is none. */
export const textOf = (element: Element | undefined, name: string): string => (element === undefined ? '' : (find(element, name)?.text ?? ''));
