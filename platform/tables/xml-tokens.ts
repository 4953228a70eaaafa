/** A piece of XML: an opening tag (perhaps closing itself), a closing tag, or text. Names come without their prefix. */
export type Token =
  | { kind: 'open'; name: string; attributes: string; selfClosing: boolean }
  | { kind: 'close'; name: string; attributes: string; selfClosing: boolean }
  | { kind: 'text'; text: string };

/** A document that declares entities is refused: none of the formats read here needs them, and bombs are made of them. */
export class DeclaredEntities extends Error {}

/** Walks over the pieces of a document, in one pass and without recursion. Comments and instructions are left out. */
export function* tokens(xml: string): Generator<Token> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open === -1) return;
    if (open > at) yield { kind: 'text', text: xml.slice(at, open) };
    if (xml.startsWith('<!--', open)) {
      const end = xml.indexOf('-->', open);
      at = end === -1 ? xml.length : end + 3;
      continue;
    }
    if (xml.startsWith('<![CDATA[', open)) {
      const end = xml.indexOf(']]>', open);
      yield {
        kind: 'text',
        text: xml.slice(open + 9, end === -1 ? xml.length : end).replaceAll('&', '&amp;'),
      };
      at = end === -1 ? xml.length : end + 3;
      continue;
    }
    if (xml.startsWith('<!', open)) throw new DeclaredEntities();
    const end = xml.indexOf('>', open);
    if (end === -1) return;
    at = end + 1;
    if (xml[open + 1] === '?') continue;
    const closing = xml[open + 1] === '/';
    const selfClosing = xml[end - 1] === '/';
    const body = xml.slice(open + (closing ? 2 : 1), selfClosing ? end - 1 : end);
    const space = body.search(/\s/);
    const full = space === -1 ? body : body.slice(0, space);
    const name = full.slice(full.indexOf(':') + 1);
    yield {
      kind: closing ? 'close' : 'open',
      name,
      attributes: space === -1 ? '' : body.slice(space),
      selfClosing,
    };
  }
}

const patterns = new Map<string, RegExp>();
/** The value of an attribute, whatever its prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (!pattern) patterns.set(name, (pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)));
  const match = pattern.exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : decodeEntities(value);
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** `&amp;` → `&`, `&#x738B;` → 王; unknown ones stay. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, body: string) => {
        if (!body.startsWith('#')) return named[body] ?? whole;
        const point = body[1] === 'x' ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
        return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      })
    : text;
