/** One thing wrong with an input file: which file and line (1 = heading), which column, what. */
export interface DataFault {
  file: string;
  line: number;
  column: string;
  /** `unknown-compound`, `duplicate-row`, `not-a-number`, … */
  code: string;
  /** What stands there. */
  text: string;
}

/** A row of a table and the line it begins in (1 = the first). */
export interface TableRow {
  line: number;
  fields: string[];
}

/** Rows of a small CSV file with quotes (RFC 4180), LF or CRLF, a byte order mark or none; empty lines are left out. */
export function parseRows(text: string): TableRow[] {
  const rows: TableRow[] = [];
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  let [line, begun, field, quoted] = [1, 1, '', false];
  let fields: string[] = [];
  const close = () => {
    fields.push(field.endsWith('\r') ? field.slice(0, -1) : field);
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: begun, fields });
    fields = [];
    field = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign === '"' && source[at + 1] === '"') {
        field += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else field += sign;
    } else if (sign === '"' && field === '') quoted = true;
    else if (sign === ',') {
      fields.push(field);
      field = '';
    } else if (sign === '\n') {
      close();
      begun = line;
    } else field += sign;
  }
  close();
  return rows;
}

/** Fields of {@link parseRows}. */
export const parseTable = (text: string): string[][] => parseRows(text).map(({ fields }) => fields);

const powers = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);

/**
 * The number written in `bytes[from, to)`, NaN for an empty field, `undefined` for anything else. Exact: up to 15 digits the whole number and the power of ten
 * are doubles without rounding, so that one division rounds once; everything longer goes through `Number`.
 */
export function numberAt(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (from === to) return Number.NaN;
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at += 1;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (byte === 46 && decimals < 0) decimals = 0;
    else return slowNumber(bytes, from, to);
  }
  if (digits === 0 || digits > 15 || decimals > 22) return slowNumber(bytes, from, to);
  const size = decimals > 0 ? mantissa / (powers[decimals] as number) : mantissa;
  return negative ? -size : size;
}

function slowNumber(bytes: Uint8Array, from: number, to: number): number | undefined {
  const text = new TextDecoder().decode(bytes.subarray(from, to)).trim();
  if (text === '') return Number.NaN;
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
