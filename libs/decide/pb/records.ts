/** A record of a `.pb` file: its fields, the line it begins on, and where the next one begins. */
export type PbRecord = { readonly fields: string[]; readonly line: number; readonly next: number; readonly nextLine: number };

/** A `.pb` file that cannot be read: the line and the reason. */
export class PbFault extends Error {
  override readonly name = 'PbFault';
  readonly line: number;
  readonly reason: string;
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.line = line;
    this.reason = reason;
  }
}

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
const SEPARATOR = 59;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads one record with CSV quoting: a field that begins with `"` ends at the next single `"`, with `""` for one; elsewhere `"` is an
 * ordinary character. A quoted field may run over several lines.
 * @throws PbFault for a quote that never closes
 */
export function readRecord(bytes: Uint8Array, from: number, line: number): PbRecord {
  const fields: string[] = [];
  const end = bytes.length;
  let at = from;
  let lines = line;
  for (;;) {
    let text = '';
    if (bytes[at] === QUOTE) {
      let begin = ++at;
      for (;;) {
        if (at >= end) throw new PbFault(line, 'a quoted field is never closed');
        if (bytes[at] === QUOTE) {
          text += decoder.decode(bytes.subarray(begin, at));
          if (bytes[at + 1] !== QUOTE) break;
          text += '"';
          at += 2;
          begin = at;
          continue;
        }
        if (bytes[at] === NEWLINE) lines += 1;
        at += 1;
      }
      at += 1;
    }
    const begin = at;
    while (at < end && bytes[at] !== SEPARATOR && bytes[at] !== NEWLINE) at += 1;
    const stop = at > begin && (at >= end || bytes[at] === NEWLINE) && bytes[at - 1] === RETURN ? at - 1 : at;
    fields.push((text + decoder.decode(bytes.subarray(begin, stop))).trim());
    if (at >= end) return { fields, line, next: end, nextLine: lines + 1 };
    if (bytes[at] === NEWLINE) return { fields, line, next: at + 1, nextLine: lines + 1 };
    at += 1;
  }
}

/** A field as it is written: quoted where it must be. */
export function writeField(text: string): string {
  return /[;"\n\r]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
