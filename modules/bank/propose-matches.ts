import { type Day, daysBetween, isDay } from '#libs/civil-time';
import { type BankRow, type Movement, type Open, sizeOf } from './movement.ts';

/** So many days a transfer may lie between the books and the bank for a match to be proposed. */
export const matchWindowDays = 7;

/** A match that the platform proposes; a person confirms it. */
export interface Proposal {
  rows: Open<BankRow>[];
  movements: Open<Movement>[];
  /** What speaks for it. */
  reasons: ('same-amount' | 'same-sum' | 'same-day' | 'near-day' | 'same-name' | 'name-in-memo')[];
  /** Another match is as likely: nothing is ticked beforehand. */
  doubtful: boolean;
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()（）【】·.,，。、-]|有限责任公司|股份有限公司|有限公司|公司|演示/g, '');

/** How alike two names are, from 0 to 1: shares of pairs of signs that both have (Dice). Empty names are like nothing. */
export function likeness(one: string, other: string): number {
  const [a, b] = [bare(one), bare(other)];
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const pairs = (text: string) => new Set(Array.from({ length: Math.max(1, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
  const [x, y] = [pairs(a), pairs(b)];
  const common = [...x].filter((pair) => y.has(pair)).length;
  return (2 * common) / (x.size + y.size);
}

const gap = (one: string, other: string): number => (isDay(one) && isDay(other) ? Math.abs(daysBetween(one as Day, other as Day)) : 999);

interface Candidate {
  rows: Open<BankRow>[];
  movements: Open<Movement>[];
  score: number;
  reasons: Proposal['reasons'];
}

function judge(rows: Open<BankRow>[], movements: Open<Movement>[]): Candidate | null {
  const [row, movement] = [rows[0], movements[0]];
  if (!row || !movement) return null;
  const days = Math.max(...rows.flatMap((one) => movements.map((other) => gap(one.day, other.day))));
  if (days > matchWindowDays) return null;
  const names = Math.max(...rows.flatMap((one) => movements.map((other) => likeness(one.counterparty, other.party))));
  const inMemo = rows.some((one) => movements.some((other) => bare(other.party).length > 1 && bare(one.memo).includes(bare(other.party))));
  const one = rows.length === 1 && movements.length === 1;
  const reasons: Proposal['reasons'] = [one ? 'same-amount' : 'same-sum', days === 0 ? 'same-day' : 'near-day'];
  if (names >= 0.6) reasons.push('same-name');
  if (inMemo) reasons.push('name-in-memo');
  return { rows, movements, reasons, score: (one ? 100 : 60) + (names >= 0.6 ? 40 * names : inMemo ? 25 : 0) - days * 3 };
}

/**
 * Proposes matches between what is open on both sides: amounts equal to the fen, within a week, by names and days; one row for
 * several movements and several rows for one movement too. Nothing is matched twice; where two are equally likely it says so.
 */
export function proposeMatches(rows: readonly Open<BankRow>[], movements: readonly Open<Movement>[]): Proposal[] {
  const candidates: Candidate[] = [];
  const add = (candidate: Candidate | null) => candidate && candidates.push(candidate);
  for (const row of rows) {
    const near = movements.filter((one) => one.openFen > 0n === row.openFen > 0n && gap(row.day, one.day) <= matchWindowDays);
    for (const movement of near) if (movement.openFen === row.openFen) add(judge([row], [movement]));
    if (!near.some((one) => one.openFen === row.openFen)) add(judgeGroup(row, near));
  }
  for (const movement of movements) {
    const near = rows.filter((one) => one.openFen > 0n === movement.openFen > 0n && gap(one.day, movement.day) <= matchWindowDays);
    if (near.some((one) => one.openFen === movement.openFen)) continue;
    const parts = subsetFor(movement.openFen, near);
    if (parts) add(judge(parts, [movement]));
  }
  candidates.sort(
    (a, b) => b.score - a.score || (a.rows[0]?.seq ?? 0) - (b.rows[0]?.seq ?? 0) || (a.movements[0]?.id ?? '').localeCompare(b.movements[0]?.id ?? ''),
  );
  const taken = new Set<string>();
  const proposals: Proposal[] = [];
  const idsOf = (one: Candidate) => [...one.rows, ...one.movements].map(({ id }) => id);
  for (const candidate of candidates) {
    const ids = idsOf(candidate);
    if (ids.some((id) => taken.has(id))) continue;
    const rival = candidates.some(
      (other) =>
        other !== candidate && other.score >= candidate.score - 2 && idsOf(other).some((id) => ids.includes(id)) && !idsOf(other).every((id) => taken.has(id)),
    );
    for (const id of ids) taken.add(id);
    proposals.push({ rows: candidate.rows, movements: candidate.movements, reasons: candidate.reasons, doubtful: rival });
  }
  return proposals;
}

/** One row for several movements: all of one day first (a day's collection brought to the bank), else any few that add up. */
function judgeGroup(row: Open<BankRow>, near: readonly Open<Movement>[]): Candidate | null {
  for (const day of new Set(near.map((one) => one.day))) {
    const ofDay = near.filter((one) => one.day === day);
    if (ofDay.length > 1 && ofDay.reduce((sum, one) => sum + one.openFen, 0n) === row.openFen) return judge([row], ofDay);
  }
  const parts = subsetFor(row.openFen, near);
  return parts ? judge([row], parts) : null;
}

const widest = 14;
/** Two to four of the list whose open amounts add up to the sum, the first found; at most the fourteen largest are tried. */
function subsetFor<T extends { openFen: bigint }>(sum: bigint, list: readonly T[]): T[] | null {
  const goal = sizeOf(sum);
  const few = list
    .filter((one) => sizeOf(one.openFen) < goal)
    .toSorted((a, b) => (sizeOf(a.openFen) < sizeOf(b.openFen) ? 1 : -1))
    .slice(0, widest);
  const search = (from: number, left: bigint, picked: T[]): T[] | null => {
    if (left === 0n) return picked.length > 1 ? picked : null;
    if (picked.length === 4) return null;
    for (let at = from; at < few.length; at++) {
      const one = few[at];
      if (!one || sizeOf(one.openFen) > left) continue;
      const found = search(at + 1, left - sizeOf(one.openFen), [...picked, one]);
      if (found) return found;
    }
    return null;
  };
  return search(0, goal, []);
}

/** What stays open of the rows and of the movements when they are matched together, both without sign; one of the two is always nothing. */
export function restOf(rows: readonly { openFen: bigint }[], movements: readonly { openFen: bigint }[]): [rowsFen: bigint, movementsFen: bigint] {
  const sum = (list: readonly { openFen: bigint }[]) => list.reduce((all, one) => all + sizeOf(one.openFen), 0n);
  const over = sum(rows) - sum(movements);
  return over > 0n ? [over, 0n] : [0n, -over];
}

/**
 * How much of each row goes to each movement when they are matched together: in their order, until one side is used up.
 * Both sides together need not be equal; what is left over stays open.
 */
export function spread(
  rows: readonly { id: string; openFen: bigint }[],
  movements: readonly { id: string; openFen: bigint }[],
): { rowId: string; movementId: string; amountFen: bigint }[] {
  const left = new Map(movements.map((one) => [one.id, sizeOf(one.openFen)]));
  const links: { rowId: string; movementId: string; amountFen: bigint }[] = [];
  for (const row of rows) {
    let rest = sizeOf(row.openFen);
    for (const movement of movements) {
      const room = left.get(movement.id) ?? 0n;
      const amountFen = rest < room ? rest : room;
      if (amountFen === 0n) continue;
      links.push({ rowId: row.id, movementId: movement.id, amountFen });
      left.set(movement.id, room - amountFen);
      rest -= amountFen;
    }
  }
  return links;
}
