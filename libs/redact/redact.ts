/** What is covered before a text is published. */
export type RedactedKind = 'id-number' | 'bank-account' | 'phone' | 'mail' | 'door' | 'plate' | 'name';

/** One covered place: where it stood in the original (UTF-16 units, `to` exclusive), and what stands there now. */
export interface Mark {
  from: number;
  to: number;
  kind: RedactedKind;
  shown: string;
}

/** A text as it may be published, and every place that was covered, in order. */
export interface Redacted {
  text: string;
  marks: readonly Mark[];
}

/** `names`: full names of private persons who may be meant. `keep`: names that are said in public for an office they hold. */
export interface RedactRules {
  names?: Iterable<string>;
  keep?: Iterable<string>;
}

interface Found extends Mark {
  /** Rules earlier in the list win where two cover the same place. */
  rank: number;
}

const separators = new Set(['·', '•', '・', '‧', ' ', '\u00a0', '-']);

/**
 * A name as public lists show it: first and last character stay, two-character names keep the first.
 * `王小英` → `王*英`, `王英` → `王*`, `阿依古丽·买买提` → `阿***·**提`.
 */
export function maskName(name: string): string {
  const characters = Array.from(name.trim());
  if (characters.length <= 1) return '*';
  const last = characters.length - 1;
  return characters.map((character, i) => (i === 0 || (i === last && last > 1) || separators.has(character) ? character : '*')).join('');
}

/** Weights and check characters of the citizen's identity number (GB 11643-1999). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';
const isIdNumber = (digits: string): boolean =>
  checks[weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11] === digits.at(-1)?.toUpperCase();

/** Luhn's test of a card number (ISO/IEC 7812-1): tells it from an invoice's number of the same length. */
function isCardNumber(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

interface Pattern {
  kind: RedactedKind;
  pattern: RegExp;
  /** What stands instead; null leaves the place as it is. */
  shown: (found: RegExpMatchArray) => string | null;
}

const digitsOf = (text: string): string => text.replace(/[ -]/g, '');

const patterns: readonly Pattern[] = [
  {
    kind: 'id-number',
    pattern: /(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g,
    shown: ([whole]) => (isIdNumber(whole) ? `${whole.slice(0, 1)}${'*'.repeat(16)}${whole.slice(-1)}` : null),
  },
  {
    kind: 'bank-account',
    pattern: /(?<![\dA-Za-z])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\dA-Za-z])/g,
    shown: ([whole]) => (isCardNumber(digitsOf(whole)) ? `****${digitsOf(whole).slice(-4)}` : null),
  },
  { kind: 'phone', pattern: /(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)/g, shown: ([, head, tail]) => `${head}****${tail}` },
  { kind: 'phone', pattern: /(?<!\d)(0\d{2,3})[ -]\d{7,8}(?!\d)/g, shown: ([, area]) => `${area}-****` },
  { kind: 'mail', pattern: /[A-Za-z0-9][A-Za-z0-9._%+-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g, shown: ([, host]) => `*@${host}` },
  { kind: 'door', pattern: /(?<=[号楼弄幢栋座单元层\s-])(\d{2,4}|[〇零一二三四五六七八九]{3,4}) ?(室)/g, shown: ([, , unit]) => `***${unit}` },
  {
    kind: 'plate',
    pattern: /([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z])[ ·]?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])/g,
    shown: ([, place]) => `${place}·*****`,
  },
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Covers what must not be published in a text: identity numbers, bank cards, phones, mail addresses, rooms, plates and the names given. Everything else
 * stays as it is. A name of one character is never looked for; a longer name wins over one inside it.
 */
export const redact = (text: string, rules: RedactRules = {}): Redacted => redactor(rules)(text);

/** The same for many texts: the names are made ready once. */
export function redactor(rules: RedactRules = {}): (text: string) => Redacted {
  const kept = new Set([...(rules.keep ?? [])].map((name) => name.trim()));
  const names = [...new Set([...(rules.names ?? [])].map((name) => name.trim()))].filter((name) => Array.from(name).length >= 2);
  const longest = [...new Set([...names, ...kept])].filter((name) => name !== '').sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const anyName = longest.length > 0 ? new RegExp(longest.map(escaped).join('|'), 'gu') : null;
  return (text) => covered(text, anyName, kept);
}

function covered(text: string, anyName: RegExp | null, kept: ReadonlySet<string>): Redacted {
  const found: Found[] = [];
  for (const [rank, { kind, pattern, shown }] of patterns.entries()) {
    for (const match of text.matchAll(pattern)) {
      const instead = shown(match);
      if (instead !== null) found.push({ from: match.index, to: match.index + match[0].length, kind, shown: instead, rank });
    }
  }
  if (anyName) {
    for (const match of text.matchAll(anyName))
      if (!kept.has(match[0]))
        found.push({ from: match.index, to: match.index + match[0].length, kind: 'name', shown: maskName(match[0]), rank: patterns.length });
  }
  found.sort((a, b) => a.rank - b.rank || a.from - b.from);
  const marks: Mark[] = [];
  for (const { rank: _, ...mark } of found) if (marks.every((other) => mark.to <= other.from || mark.from >= other.to)) marks.push(mark);
  marks.sort((a, b) => a.from - b.from);
  let made = '';
  let at = 0;
  for (const mark of marks) {
    made += text.slice(at, mark.from) + mark.shown;
    at = mark.to;
  }
  return { text: made + text.slice(at), marks };
}
