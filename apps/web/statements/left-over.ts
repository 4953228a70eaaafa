import type { Award, AwardFigures } from '#modules/books';

/**
 * What is left of a source, said apart: `freeFen` is money that may be spent, `heldFen` has come in and may not be used yet, `goodsFen` are
 * goods not yet used, which are no cash. Always: received = spent + returned + reserved + advanced + held + goods + free.
 */
export interface LeftOver {
  heldFen: bigint;
  goodsFen: bigint;
  freeFen: bigint;
}

/** What is left of one source; a hold keeps all of it. */
export function leftOf(award: Pick<Award, 'sourceKind' | 'onHold' | 'availableFen'>): LeftOver {
  return { heldFen: 0n, goodsFen: 0n, freeFen: 0n, [leftKind(award)]: award.availableFen };
}

/** Which of the three the source's rest is. */
export const leftKind = (award: Pick<Award, 'sourceKind' | 'onHold'>): keyof LeftOver =>
  award.onHold ? 'heldFen' : award.sourceKind === 'in_kind' ? 'goodsFen' : 'freeFen';

/** A source with what is left of it. */
export type SplitAward = Award & LeftOver;
/** The same for the sums of a project. */
export type SplitTotals = AwardFigures & LeftOver;

/** Sources and their totals with what is left said apart. */
export function splitLeft(sources: readonly Award[], totals: AwardFigures): { sources: SplitAward[]; totals: SplitTotals } {
  const split = sources.map((source) => ({ ...source, ...leftOf(source) }));
  const total = (key: keyof LeftOver) => split.reduce((fen, source) => fen + source[key], 0n);
  return { sources: split, totals: { ...totals, heldFen: total('heldFen'), goodsFen: total('goodsFen'), freeFen: total('freeFen') } };
}
