import { type Fen, parseYuan } from '#libs/money';

/** Reads printed fields and notes what could not be read. */
export interface FieldReader {
  /** Fen of a printed amount: `***`, `*` and 免税 stand for nothing to pay, an empty field for nothing said (null). */
  amount: (name: string, text: string | undefined) => Fen | null;
  /** `YYYY-MM-DD` of a printed day, with or without a time; empty where there is none. */
  day: (name: string, text: string | undefined) => string;
  unreadable: string[];
}

const nothingToPay = /^(\*{1,3}|免税|不征税)$/;
const saysNothing = /^([-—/¥￥])?$/;

const dayShapes = [
  /^(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日/,
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/,
  /^(\d{4})(\d{2})(\d{2})(?!\d)/,
  /^(\d{4})(\d{2})(\d{2})\d{6}$/,
];

/** The civil day of a printed date; null where it is none, also 30 February. */
export function parseDay(text: string): string | null {
  const bare = text.normalize('NFKC').trim();
  for (const shape of dayShapes) {
    const match = shape.exec(bare);
    if (!match) continue;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const days = month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
    if (year < 1990 || month < 1 || month > 12 || day < 1 || day > days) return null;
    return `${match[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  }
  return null;
}

/** Fen of an amount as invoices print it, zeros beyond the fen allowed; null where it is none. */
export function parsePrintedAmount(text: string): Fen | null {
  const bare = text.normalize('NFKC').replace(/\s/g, '');
  const parsed = parseYuan(bare.replace(/^([-−]?[¥￥]?[-−]?[\d,]*\.\d{2})0+$/, '$1'), { allowNegative: true });
  return parsed.ok ? parsed.value : null;
}

/** A reader that collects the names of the fields it could not read. */
export function fieldReader(): FieldReader {
  const unreadable: string[] = [];
  return {
    unreadable,
    amount(name, text) {
      const bare = (text ?? '').normalize('NFKC').replace(/\s/g, '');
      if (saysNothing.test(bare)) return null;
      if (nothingToPay.test(bare)) return 0n;
      const fen = parsePrintedAmount(bare);
      if (fen === null) unreadable.push(name);
      return fen;
    },
    day(name, text) {
      const bare = (text ?? '').trim();
      if (bare === '') return '';
      const day = parseDay(bare);
      if (day === null) unreadable.push(name);
      return day ?? '';
    },
  };
}
