import { addDays, type Day, isDay } from '#libs/civil-time';
import { parseYuan } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { readTable, type Sheet, type TableError } from '#platform/tables';
import { findStatementHeader, guessStatementColumns, missingColumns, type StatementField, type StatementMapping } from './statement-columns.ts';

/** One row of a statement: in positive, out negative. `rowNo` is the number the office sees in Excel. */
export interface StatementRow {
  rowNo: number;
  day: Day;
  amountFen: bigint;
  balanceFen: bigint | null;
  counterparty: string;
  memo: string;
  reference: string;
}
/**
 * `bad-day` · `day-in-future` no bank writes down tomorrow · `bad-amount` · `two-amounts` in and out in one row · `no-direction` the row does not say whether it came or went ·
 * `bad-balance` · `unreadable` a formula without a result.
 */
export type RowFault = 'bad-day' | 'day-in-future' | 'bad-amount' | 'two-amounts' | 'no-direction' | 'bad-balance' | 'unreadable';
export interface BadRow {
  rowNo: number;
  fault: RowFault;
  said: string;
}
/** Where the bank's own balance does not follow from the row before. */
export interface BalanceBreak {
  rowNo: number;
  expectedFen: bigint;
  saidFen: bigint;
}
/** A statement as it was read, its rows from the oldest on. */
export interface ReadStatement {
  sheets: string[];
  sheet: string;
  headers: string[];
  mapping: StatementMapping;
  rows: StatementRow[];
  bad: BadRow[];
  /** Rows that are no movement: totals, openings, notes of the bank. */
  skipped: number[];
  breaks: BalanceBreak[];
  /** Before the first row and after the last, as far as balances are given. */
  openingFen: bigint | null;
  closingFen: bigint | null;
}
/** `no-rows` nothing below the headers · `missing-column` the page lets the office choose. */
export type StatementError =
  | { code: TableError | 'no-rows' }
  | { code: 'missing-column'; fields: StatementField[]; sheets: string[]; sheet: string; headers: string[]; mapping: StatementMapping };

const firstOf2000: Day = '2000-01-01';
/** Excel's number of the first day of 2000. */
const serialOf2000 = 36_526;

/** Reads a day as banks write it: `2026-11-02`, `2026/11/2 10:33`, `20261102`, `2026年11月2日`, or Excel's number of days. */
export function parseBankDay(text: string): Day | null {
  const bare = text.normalize('NFKC').trim();
  const parts =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ T].*)?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})(?:\s*\d{2}:?\d{2}(?::?\d{2})?)?$/.exec(bare);
  if (parts) {
    const day = `${parts[1]}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[3] ?? '').padStart(2, '0')}`;
    return isDay(day) ? day : null;
  }
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(bare);
  if (!serial) return null;
  const days = Number(serial[1]);
  return days >= serialOf2000 && days < 80_000 ? addDays(firstOf2000, days - serialOf2000) : null;
}

const nothing = /^(?:[-—–/]|--)?$/;

/** Reads an amount of a bank; null where there is none. `(12.00)` and `12.00-` are negative. */
export function parseBankAmount(text: string): Result<bigint | null, 'bad-amount'> {
  const bare = text
    .normalize('NFKC')
    .replace(/[\s'"]/g, '')
    .replace(/^\+/, '');
  if (nothing.test(bare)) return ok(null);
  const wrapped = /^\((.+)\)$/.exec(bare) ?? /^(.+[\d.])-$/.exec(bare);
  // Trailing zeros that a bank's own system adds say nothing: 12.500000.
  const plain = (wrapped?.[1] ?? bare).replace(/(\.\d{2})0+$/, '$1');
  const fen = parseYuan(plain, { allowNegative: true });
  if (!fen.ok || (wrapped && fen.value < 0n)) return err('bad-amount');
  return ok(wrapped ? -fen.value : fen.value);
}

/** Whether a word of the bank means that money came (1) or went (−1); null when it is neither. */
export function directionOf(word: string): 1 | -1 | null {
  const bare = word.normalize('NFKC').trim().toLowerCase();
  if (/^(贷|贷方|收|收入|来账|转入|存入|进|入账|c|cr|credit|in|\+)$/.test(bare)) return 1;
  return /^(借|借方|支|支出|往账|转出|支取|出|付|付款|d|dr|debit|out|-)$/.test(bare) ? -1 : null;
}

const totals = /^(?:.{0,6}(?:合计|总计|小计|本页|累计)|(?:期初|期末|上期|上年|本期|承前|过次).{0,6}(?:余额|结转|结余|页)?)/;

/** Reads a statement's file with the columns given, or those that the headers suggest; rows after `today`, where it is given, are faults. */
export function readStatement(
  bytes: Uint8Array,
  chosen: { sheet?: string; mapping?: StatementMapping } = {},
  today?: Day,
): Result<ReadStatement, StatementError> {
  const read = readTable(bytes);
  if (!read.ok) return err({ code: read.error });
  const sheets = read.value;
  const sheet = sheets.find((one) => one.name === chosen.sheet) ?? sheets.find((one) => findStatementHeader(one) >= 0) ?? sheets[0];
  if (!sheet) return err({ code: 'no-rows' });
  const found = findStatementHeader(sheet);
  const headerRow = found >= 0 ? found : widestRow(sheet);
  const headers = sheet.rows[headerRow] ?? [];
  const mapping = chosen.mapping ?? guessStatementColumns(headers);
  const names = { sheets: sheets.map((one) => one.name), sheet: sheet.name, headers, mapping };
  const missing = missingColumns(mapping);
  if (missing.length > 0) return err({ code: 'missing-column', fields: missing, ...names });
  const parsed = parseRows(sheet, headerRow, mapping, today);
  if (parsed.rows.length === 0 && parsed.bad.length === 0) return err({ code: 'no-rows' });
  return ok({ ...names, ...parsed, ...inOrder(parsed.rows) });
}

/** Where no row names day and amount, the widest of the first thirty is offered as headers. */
function widestRow(sheet: Sheet): number {
  const filled = sheet.rows.slice(0, 30).map((row) => row.filter((cell) => cell !== '').length);
  return Math.max(0, filled.indexOf(Math.max(...filled)));
}

function parseRows(sheet: Sheet, headerRow: number, mapping: StatementMapping, today?: Day): { rows: StatementRow[]; bad: BadRow[]; skipped: number[] } {
  const rows: StatementRow[] = [];
  const bad: BadRow[] = [];
  const skipped: number[] = [];
  const { out } = mapping;
  const paid = out === undefined ? [] : sheet.rows.slice(headerRow + 1).map((row) => parseBankAmount(row[out] ?? ''));
  const outIsSigned = paid.some((one) => one.ok && one.value) && paid.every((one) => !one.ok || one.value === null || one.value <= 0n);
  for (let at = headerRow + 1; at < sheet.rows.length; at++) {
    const cells = sheet.rows[at] ?? [];
    const rowNo = sheet.rowNumbers[at] ?? at + 1;
    const cell = (field: StatementField): string => (mapping[field] === undefined ? '' : (cells[mapping[field]] ?? ''));
    const fail = (fault: RowFault, said: string) => bad.push({ rowNo, fault, said: said.slice(0, 60) });
    const needed = (['day', 'amount', 'out', 'in', 'balance'] as const).flatMap((field) => mapping[field] ?? []);
    if (needed.some((column) => sheet.unreadable.has(`${at}:${column}`))) {
      fail('unreadable', '');
      continue;
    }
    const amount = amountOf(cell, mapping, outIsSigned);
    const day = parseBankDay(cell('day'));
    // Totals, openings and notes of the bank are no movement, whatever stands in them; so is a row without any amount.
    if ((day === null && cells.some((one) => totals.test(one.trim()))) || (amount.ok && (amount.value === null || amount.value === 0n))) {
      if (day === null || amount.ok) {
        skipped.push(rowNo);
        continue;
      }
    }
    if (day === null) fail('bad-day', cell('day'));
    else if (today !== undefined && day > today) fail('day-in-future', cell('day'));
    else if (!amount.ok) fail(amount.error.fault, amount.error.said);
    else {
      const balance = parseBankAmount(cell('balance'));
      if (!balance.ok) fail('bad-balance', cell('balance'));
      else if (amount.value !== null)
        rows.push({
          rowNo,
          day,
          amountFen: amount.value,
          balanceFen: balance.value,
          counterparty: tidy(cell('counterparty'), 200),
          memo: tidy(cell('memo'), 500),
          reference: tidy(cell('reference'), 100),
        });
    }
  }
  return { rows, bad, skipped };
}

const tidy = (text: string, max: number): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().slice(0, max);

function amountOf(
  cell: (field: StatementField) => string,
  mapping: StatementMapping,
  outIsSigned: boolean,
): Result<bigint | null, { fault: RowFault; said: string }> {
  if (mapping.amount !== undefined) {
    const read = parseBankAmount(cell('amount'));
    if (!read.ok) return err({ fault: 'bad-amount', said: cell('amount') });
    if (read.value === null || read.value === 0n || mapping.direction === undefined) return read;
    const direction = directionOf(cell('direction'));
    if (direction === null) return err({ fault: 'no-direction', said: cell('direction') });
    // Some banks write the sign as well as the word: then they must agree.
    if (read.value < 0n && direction === 1) return err({ fault: 'no-direction', said: `${cell('amount')} ${cell('direction')}` });
    const size = read.value < 0n ? -read.value : read.value;
    return ok(direction === 1 ? size : -size);
  }
  const [went, came] = [parseBankAmount(cell('out')), parseBankAmount(cell('in'))];
  if (!went.ok) return err({ fault: 'bad-amount', said: cell('out') });
  if (!came.ok) return err({ fault: 'bad-amount', said: cell('in') });
  const [out, into] = [went.value ?? 0n, came.value ?? 0n];
  if (out !== 0n && into !== 0n) return err({ fault: 'two-amounts', said: `${cell('out')} / ${cell('in')}` });
  if (out === 0n && into === 0n) return ok(null);
  // A negative amount in its column is a correction by the bank and goes the other way, unless the bank signs all that goes out.
  return ok(into !== 0n ? into : outIsSigned ? out : -out);
}

/** Rows from the oldest on (banks list either way), the places where the running balance breaks, and the balances at both ends. */
export function inOrder(rows: readonly StatementRow[]): { rows: StatementRow[]; breaks: BalanceBreak[]; openingFen: bigint | null; closingFen: bigint | null } {
  const [first, last] = [rows[0], rows.at(-1)];
  const forward = breaksOf(rows);
  const backward = breaksOf(rows.toReversed());
  // By days where they differ, else by what the balances say.
  const newestFirst = first && last && first.day !== last.day ? first.day > last.day : backward.length < forward.length;
  const ordered = newestFirst ? rows.toReversed() : [...rows];
  const [oldest, newest] = [ordered[0], ordered.at(-1)];
  return {
    rows: ordered,
    breaks: newestFirst ? backward : forward,
    openingFen: oldest && oldest.balanceFen !== null ? oldest.balanceFen - oldest.amountFen : null,
    closingFen: newest?.balanceFen ?? null,
  };
}

function breaksOf(rows: readonly StatementRow[]): BalanceBreak[] {
  const breaks: BalanceBreak[] = [];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (!before || before.balanceFen === null || row.balanceFen === null) continue;
    const expectedFen = before.balanceFen + row.amountFen;
    if (expectedFen !== row.balanceFen) breaks.push({ rowNo: row.rowNo, expectedFen, saidFen: row.balanceFen });
  }
  return breaks;
}

/**
 * What tells a row again in another file: day, amount and the balance after it; without balances the words. Rows that are alike
 * are counted, so that two equal payments of one day stay two.
 */
export function identitiesOf(rows: readonly StatementRow[]): string[] {
  const seen = new Map<string, number>();
  const bare = (text: string) => text.replace(/\s/g, '');
  return rows.map((row) => {
    const tail = row.balanceFen !== null ? `b${row.balanceFen}` : `w${bare(row.counterparty)}|${bare(row.memo)}|${bare(row.reference)}`;
    const key = `${row.day}|${row.amountFen}|${tail}`;
    const n = seen.get(key) ?? 0;
    seen.set(key, n + 1);
    return `${key}|${n}`;
  });
}
