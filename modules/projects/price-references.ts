import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { boughtLinesInUnits } from '#modules/books';
import { milliOf, perThousand, plainName } from './spending-notes.ts';

/** One price that was really paid or quoted for something like it, with where it comes from. */
export interface PriceSeen {
  text: string;
  unit: string;
  /** For one unit, in fen, rounded half up. */
  unitFen: bigint;
  day: string;
  from: 'invoice' | 'paid' | 'quote';
  /** Who sold: for staff alone. */
  seller: string;
  projectId: string;
  neighbourhoodId: string;
  projectTitle: string;
  voucherId: string | null;
  requestId: string | null;
}

/** What like things cost before: the middle price and the range, newest first. */
export interface PriceReference {
  medianFen: bigint;
  lowFen: bigint;
  highFen: bigint;
  seen: PriceSeen[];
}

const pairs = (text: string): Set<string> => new Set(Array.from(text).flatMap((one, at, all) => (at === 0 ? [] : [`${all[at - 1]}${one}`])));

/** True when two names speak of like things: one stands in the other, or they share more than half of their pairs of characters. */
export function areAlike(one: string, other: string): boolean {
  const [left, right] = [plainName(one), plainName(other)];
  if (Math.min(left.length, right.length) < 2) return false;
  if (left.includes(right) || right.includes(left)) return true;
  const [a, b] = [pairs(left), pairs(right)];
  return 4 * [...a].filter((pair) => b.has(pair)).length > a.size + b.size;
}

/** The middle of some amounts (of an even number the mean of the middle two, rounded half up), the lowest and the highest; null of none. */
export function spread(fen: readonly bigint[]): Pick<PriceReference, 'medianFen' | 'lowFen' | 'highFen'> | null {
  const sorted = fen.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const [lowFen, highFen] = [sorted[0], sorted.at(-1)];
  const [left, right] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (lowFen === undefined || highFen === undefined || left === undefined || right === undefined) return null;
  return { medianFen: (left + right + 1n) / 2n, lowFen, highFen };
}

const paidRow = z.object({
  text: z.string(),
  unit: z.string(),
  fen: z.bigint(),
  milli: z.bigint(),
  day: z.string(),
  seller: z.string(),
  from: z.enum(['paid', 'quote']),
  requestId: z.string(),
  expenseId: z.string().nullable(),
  projectId: z.string(),
});

/** How many of the newest prices in the asked units are looked at. */
const most = 1000;

/** Lines of requests that were paid, and quotes for requests of a single line, in the given units, newest first. */
const paidLines = (tx: Tx, units: readonly string[], notProjectId: string) =>
  tx.all(
    sql`select l.text, l.unit, l.amount_fen as fen, l.quantity_milli as milli, (r.asked_at at time zone 'Asia/Shanghai')::date::text as day, r.payee as seller,
      'paid' as from, r.id as "requestId", r.expense_id as "expenseId", r.project_id as "projectId"
    from spending_line l join spending_request r on r.subdistrict_id = l.subdistrict_id and r.id = l.request_id
    where l.subdistrict_id = ${tx.subdistrictId} and l.unit = any(${[...units]}::text[]) and r.project_id <> ${notProjectId}::uuid
      and r.state in ('paid', 'vouchered', 'closed')
    union all
    select l.text, l.unit, q.price_fen, l.quantity_milli, q.day::text, q.supplier, 'quote', r.id, r.expense_id, r.project_id
    from spending_quote q join spending_request r on r.subdistrict_id = q.subdistrict_id and r.id = q.request_id
    join spending_line l on l.subdistrict_id = r.subdistrict_id and l.request_id = r.id
    where q.subdistrict_id = ${tx.subdistrictId} and l.unit = any(${[...units]}::text[]) and r.project_id <> ${notProjectId}::uuid and q.dropped_at is null
      and not exists (select 1 from spending_line o where o.subdistrict_id = l.subdistrict_id and o.request_id = l.request_id and o.no <> l.no)
      and not exists (select 1 from spending_choice c where c.subdistrict_id = q.subdistrict_id and c.quote_id = q.id)
    order by day desc, "requestId" limit ${most}`,
    paidRow,
  );

const rounded = (perThousandFen: bigint): bigint => (perThousandFen + 500n) / 1000n;

const priceReferencesRow = z.object({ id: z.string(), title: z.string(), neighbourhood_id: z.string() });

/**
 * For each budget line what like things in the same unit cost in other projects of the subdistrict: lines of confirmed invoices, requests that were paid
 * (where no invoice of the payment says the same), quotes that were not taken. Null where nothing like it was bought, or the line has no unit yet.
 */
export async function priceReferences(tx: Tx, lines: readonly { name: string; unit: string }[], notProjectId: string): Promise<(PriceReference | null)[]> {
  const units = [...new Set(lines.filter(({ name }) => name.trim() !== '').flatMap(({ unit }) => (unit.trim() === '' ? [] : [unit.trim()])))];
  if (units.length === 0) return lines.map(() => null);
  const invoices = (await boughtLinesInUnits(tx, { units, most })).filter(({ projectId }) => projectId !== notProjectId);
  const invoiced = new Set(invoices.map(({ expenseId }) => expenseId));
  const projects = new Map<string, { title: string; neighbourhoodId: string }>();
  const known: Omit<PriceSeen, 'projectTitle' | 'neighbourhoodId'>[] = [
    ...invoices.flatMap((line) => {
      const milli = milliOf(line.quantity);
      return milli === null || line.totalFen <= 0n
        ? []
        : [{ ...line, unitFen: rounded(perThousand(line.totalFen, milli)), from: 'invoice' as const, requestId: null }];
    }),
    ...(await paidLines(tx, units, notProjectId))
      .filter(({ from, expenseId }) => from === 'quote' || expenseId === null || !invoiced.has(expenseId))
      .map((row) => ({ ...row, unitFen: rounded(perThousand(row.fen, row.milli)), voucherId: null })),
  ];
  const ids = [...new Set(known.map(({ projectId }) => projectId))];
  for (const row of await tx.all(
    sql`select id, title, neighbourhood_id from project where subdistrict_id = ${tx.subdistrictId} and id = any(${ids}::uuid[])`,
    priceReferencesRow,
  ))
    projects.set(row.id, { title: row.title, neighbourhoodId: row.neighbourhood_id });
  return lines.map(({ name, unit }) => {
    const seen = known
      .filter((price) => price.unit === unit.trim() && price.unitFen > 0n && areAlike(price.text, name))
      .toSorted((left, right) => right.day.localeCompare(left.day))
      .flatMap(({ text, unit: counted, unitFen, day, from, seller, projectId, voucherId, requestId }): PriceSeen[] => {
        const project = projects.get(projectId);
        return project
          ? [
              {
                text,
                unit: counted,
                unitFen,
                day,
                from,
                seller,
                projectId,
                neighbourhoodId: project.neighbourhoodId,
                projectTitle: project.title,
                voucherId,
                requestId,
              },
            ]
          : [];
      });
    // What was paid says what it costs; what was only quoted speaks where nothing was paid.
    const paid = seen.filter(({ from }) => from !== 'quote');
    const range = spread((paid.length > 0 ? paid : seen).map(({ unitFen }) => unitFen));
    return range === null ? null : { ...range, seen };
  });
}
