import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** What really happened, known to the test alone: who voted what, in this order, under which receipt. */
export interface TrueVote {
  electorId: string;
  /** Every id by which the elector can be known: line of the roll, person, household. */
  ids: string[];
  choice: string;
  receipt: string | null;
}

/** A row of some table with its system columns. */
export interface DumpedRow {
  table: string;
  ctid: string;
  xmin: string;
  values: Record<string, unknown>;
}

/** Every row of every table, with where it lies and which transaction wrote it. */
export async function dumpAll(owner: pg.Client): Promise<DumpedRow[]> {
  const tables = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const rows: DumpedRow[] = [];
  for (const { name } of tables.rows) {
    const found = await owner.query<{ ctid: string; xmin: string; values: Record<string, unknown> }>(
      `select t.ctid::text as ctid, t.xmin::text as xmin, to_jsonb(t) as values from ${name} t`,
    );
    rows.push(...found.rows.map((row) => ({ table: name.replace(/^public\./, ''), ...row })));
  }
  return rows;
}

/** All bytes below a folder: tables as they lie on the disk, what was deleted from them, the write-ahead log, the server's log. */
export function bytesBelow(folder: string, since: number): Buffer[] {
  return unlessGone(() => readdirSync(folder, { withFileTypes: true })).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return bytesBelow(path, since);
    return entry.isFile() ? unlessGone(() => (statSync(path).mtimeMs >= since ? [readFileSync(path)] : [])) : [];
  });
}

/** What reading gives; nothing when the running database has meanwhile removed the file or the folder (another test's database is dropped). */
function unlessGone<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Which of the words stand anywhere in the bytes. */
export const wordsIn = (words: readonly string[], bytes: readonly Buffer[]): string[] => words.filter((word) => bytes.some((some) => some.includes(word)));

/** Every value of a row as text, deep into JSON, by its path; of long values their length as well: a length can tell, too. */
function features(row: DumpedRow): [string, string][] {
  const found: [string, string][] = [];
  const walk = (path: string, value: unknown): void => {
    if (value !== null && typeof value === 'object') for (const [key, inner] of Object.entries(value)) walk(`${path}.${key}`, inner);
    else {
      found.push([path, String(value)]);
      found.push([`length of ${path}`, String(String(value).length)]);
    }
  };
  walk(row.table, row.values);
  return found;
}

const about = (row: DumpedRow, ids: readonly string[], text: string): boolean => ids.some((id) => text.includes(id)) && row.table !== '';

/**
 * Columns that tell the choice. The attacker takes every row that names the elector, or that was written by a transaction that also wrote such a row,
 * and asks of each of its values whether it goes with the choice: for values that occur again and again, not for ids that are all different.
 */
export function columnsThatTell(rows: readonly DumpedRow[], truth: readonly TrueVote[]): string[] {
  const texts = rows.map((row) => JSON.stringify(row.values));
  const seen = new Map<string, Map<string, string[]>>();
  for (const vote of truth) {
    const named = rows.filter((row, index) => about(row, vote.ids, texts[index] ?? ''));
    // The transaction of the mark; those of the register wrote everybody's rows.
    const transactions = new Set(named.filter((row) => row.table === 'ballot_mark').map((row) => row.xmin));
    const linked = rows.filter((row) => named.includes(row) || transactions.has(row.xmin));
    for (const row of linked) {
      for (const [path, value] of features(row)) {
        const byValue = seen.get(path) ?? new Map<string, string[]>();
        byValue.set(value, [...(byValue.get(value) ?? []), vote.choice]);
        seen.set(path, byValue);
      }
    }
  }
  const telling: string[] = [];
  for (const [path, byValue] of seen) {
    const repeated = [...byValue.values()].filter((choices) => choices.length >= 5);
    const total = repeated.reduce((sum, choices) => sum + choices.length, 0);
    const right = repeated.reduce((sum, choices) => sum + Math.max(...[...new Set(choices)].map((one) => choices.filter((each) => each === one).length)), 0);
    if (repeated.length >= 2 && total >= truth.length * 0.8 && right / total >= 0.9) telling.push(path);
  }
  return telling;
}

const place = (ctid: string): number => {
  const [page = 0, line = 0] = ctid.replace(/[()]/g, '').split(',').map(Number);
  return page * 100_000 + line;
};

/** The ways in which rows can be put in an order: as they lie, as their transactions came, and by each column. */
function orders(rows: readonly DumpedRow[]): [string, DumpedRow[]][] {
  const by = (key: (row: DumpedRow) => string | number): DumpedRow[] => [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  const columns = Object.keys(rows[0]?.values ?? {});
  return [
    ['ctid', by((row) => place(row.ctid))],
    ['xmin', by((row) => Number(row.xmin))],
    ...columns.map((column): [string, DumpedRow[]] => [
      column,
      by((row) => (typeof row.values[column] === 'number' ? (row.values[column] as number) : String(row.values[column]))),
    ]),
  ];
}

/**
 * Pairs of orders in which the published votes follow those who voted: the n-th of one is the n-th of the other far more often than by chance, from
 * the front or from the back. By chance one pair in all fits; a quarter of them does not happen.
 */
export function ordersThatTell(voters: readonly DumpedRow[], published: readonly DumpedRow[], truth: readonly TrueVote[]): string[] {
  const receiptOf = new Map(truth.map((vote) => [vote.electorId, vote.receipt]));
  const telling: string[] = [];
  for (const [voterOrder, votersSorted] of orders(voters)) {
    for (const [publishedOrder, publishedSorted] of orders(published)) {
      for (const [direction, list] of [
        ['forwards', publishedSorted],
        ['backwards', [...publishedSorted].reverse()],
      ] as const) {
        const hits = votersSorted.filter((row, index) => receiptOf.get(String(row.values['elector_id'])) === list[index]?.values['receipt']).length;
        if (hits >= truth.length / 4) telling.push(`${voterOrder} ~ ${publishedOrder} ${direction}`);
      }
    }
  }
  return telling;
}
