import { addDays, type Day } from '#libs/civil-time';
import { type ResolvedPack, rulesOfKind } from '#libs/policy';
import type { Award } from '#modules/books';

/** So many days before the last day it is shown what must be returned. */
export const shownAheadDays = 90;

/** What the policy says about money that is left at the end of the year. */
export interface YearEndTerm {
  /**
   * `silent` the policy says nothing · `carried` leftovers may be carried over · `unset` it speaks of it and leaves open what the office has
   * not set · `set` unspent grant goes back, by `lastDay` where a day is known.
   */
  state: 'silent' | 'carried' | 'unset' | 'set';
  /** `MM-DD`; null where no day is known. */
  monthDay: string | null;
  /** May leftovers be carried over? Null: the policy does not say, or the office has not set it. */
  carryOver: boolean | null;
  /** Where it is said. */
  clauses: string[];
}

/** Reads the rules on the end of the year: the carry-over, and the last day to return. */
export function yearEndTerm(pack: ResolvedPack | null): YearEndTerm {
  const returns = pack ? rulesOfKind(pack, 'year-end-return') : [];
  const carries = pack ? rulesOfKind(pack, 'carry-over') : [];
  const clauses = [...returns, ...carries].map(({ rule }) => `${rule.source}${rule.clause}`);
  const carryOver = carries.find(({ rule }) => rule.allowed !== null)?.rule.allowed ?? null;
  const monthDay = returns.find(({ rule }) => rule.lastDay !== null)?.rule.lastDay ?? null;
  const state = carryOver === true ? 'carried' : returns.length + carries.length === 0 ? 'silent' : monthDay !== null || carryOver === false ? 'set' : 'unset';
  return { state, monthDay, carryOver, clauses };
}

/** What one source must give back, by when. */
export interface YearEndDue {
  year: number;
  /** Null: nobody has said by which day. */
  lastDay: Day | null;
  fen: bigint;
  /** Of it, what an approved request or an advance keeps: pay it or take it back first. */
  keptFen: bigint;
  overdue: boolean;
}

type Figures = Pick<Award, 'sourceKind' | 'state' | 'receivedFen' | 'spentFen' | 'returnedFen' | 'availableFen'>;

/**
 * What a source must give back: the grant alone, everything unspent of it, from ninety days before the last day until it is
 * returned. What was left over from last year stays overdue. `heldLastYearFen`: what it held at the end of last year (0 where the
 * policy was not in force then).
 */
export function dueAtYearEnd(award: Figures, term: YearEndTerm, today: Day, heldLastYearFen: bigint): YearEndDue | null {
  if (award.sourceKind !== 'grant' || award.state !== 'open' || (term.state !== 'set' && term.state !== 'unset')) return null;
  const heldFen = award.receivedFen - award.spentFen - award.returnedFen;
  if (heldFen <= 0n) return null;
  const year = Number(today.slice(0, 4));
  const dayIn = (of: number): Day | null => (term.monthDay === null ? null : lastDayIn(of, term.monthDay));
  const keptFen = heldFen - award.availableFen;
  // Where no day is known, the year itself ends on its last day: from ninety days before that it is shown.
  const from = addDays(dayIn(year) ?? `${year}-12-31`, -shownAheadDays);
  if (today >= from) {
    const lastDay = dayIn(year);
    return { year, lastDay, fen: heldFen, keptFen, overdue: lastDay !== null && today > lastDay };
  }
  const carriedFen = heldLastYearFen < heldFen ? heldLastYearFen : heldFen;
  if (carriedFen <= 0n) return null;
  return { year: year - 1, lastDay: dayIn(year - 1), fen: carriedFen, keptFen: keptFen < carriedFen ? keptFen : carriedFen, overdue: dayIn(year - 1) !== null };
}

/** 29 February falls on the 28th where there is none. */
const lastDayIn = (year: number, monthDay: string): Day =>
  monthDay === '02-29' && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? `${year}-02-28` : `${year}-${monthDay}`;
