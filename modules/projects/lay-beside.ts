import type { Invoice } from '#libs/einvoice';

/** A line that was asked for and paid. */
export interface PaidLine {
  text: string;
  category: string;
  /** As approved; null where the payment was never asked for. */
  approvedFen: bigint | null;
  paidFen: bigint;
}

/** A line of the request with the lines of the invoice that belong to it; `paid` null: what nobody asked for. */
export interface BesideRow {
  paid: PaidLine | null;
  /** Their places on the invoice (1, 2, …), names and amounts with tax. */
  found: { no: number; name: string; withTaxFen: bigint | null }[];
  /** Sum of what was found; null where the invoice does not say an amount. */
  foundFen: bigint | null;
  /** Invoice less paid; null where nothing was found. */
  differenceFen: bigint | null;
}

/** Pairs of neighbouring characters: names of one thing share some, whatever stands around them. */
function pairsOf(text: string): Set<string> {
  const chars = [...text.normalize('NFKC').toLowerCase()].filter((char) => /[\p{L}\p{N}]/u.test(char));
  return new Set(chars.slice(1).map((char, index) => `${chars[index] ?? ''}${char}`));
}

/** How much two names have in common, 0 to 1. */
function likeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  if (left.size === 0 || right.size === 0) return a === b && a !== '' ? 1 : 0;
  return [...left].filter((pair) => right.has(pair)).length / Math.min(left.size, right.size);
}

const withTax = ({ amountFen, taxFen }: Invoice['lines'][number]): bigint | null => (amountFen === null ? null : amountFen + (taxFen ?? 0n));

/**
 * Lays an invoice beside what was paid: each of its lines goes to the paid line whose name it shares most with. A request of one
 * line takes all lines, so that another name for the same thing is seen beside it and not apart. Nothing is decided by this.
 */
export function layBeside(invoice: Pick<Invoice, 'lines' | 'totalFen'>, paid: readonly PaidLine[]): BesideRow[] {
  const only = paid.length === 1 ? paid[0] : undefined;
  if (only && invoice.lines.length === 0) return [{ paid: only, found: [], foundFen: invoice.totalFen, differenceFen: difference(invoice.totalFen, only) }];
  const placed = invoice.lines.map((line, index) => {
    const name = line.class === '' ? line.name : `${line.class}：${line.name}`;
    const best = only ? { to: 0, like: 1 } : mostLike(`${line.class}${line.name}`, paid);
    return { to: best.like > 0 ? best.to : -1, no: index + 1, name, withTaxFen: withTax(line) };
  });
  const rows = paid.map((each, index) =>
    rowOf(
      each,
      placed.filter(({ to }) => to === index),
    ),
  );
  const apart = placed.filter(({ to }) => to < 0);
  return apart.length === 0 ? rows : [...rows, rowOf(null, apart)];
}

function mostLike(name: string, paid: readonly PaidLine[]): { to: number; like: number } {
  return paid.reduce(
    (best, { text }, index) => {
      const like = likeness(name, text);
      return like > best.like ? { to: index, like } : best;
    },
    { to: -1, like: 0 },
  );
}

const difference = (foundFen: bigint | null, paid: PaidLine | null): bigint | null => (foundFen === null ? null : foundFen - (paid?.paidFen ?? 0n));

function rowOf(paid: PaidLine | null, placed: readonly (BesideRow['found'][number] & { to: number })[]): BesideRow {
  const found = placed.map(({ no, name, withTaxFen }) => ({ no, name, withTaxFen }));
  const known = found.every(({ withTaxFen }) => withTaxFen !== null);
  const foundFen = found.length > 0 && known ? found.reduce((sum, { withTaxFen }) => sum + (withTaxFen ?? 0n), 0n) : null;
  return { paid, found, foundFen, differenceFen: difference(foundFen, paid) };
}
