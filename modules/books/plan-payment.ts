import type { Tx } from '#platform/database';
import { type AssignmentPlan, assignLines } from './assign-lines.ts';
import { type Award, awardMayPay } from './award.ts';
import { awardsOf } from './store.ts';

/** A line that is to be paid. */
export interface PayLine {
  category: string;
  text: string;
  amountFen: bigint;
  /** Sources the policy lets pay it; left out: every source whose uses name the category. */
  awardIds?: readonly string[] | null;
}

/** The sources that may pay a line on a day. Goods given in kind pay nothing, unless the line names them. */
export function payersOf(awards: readonly Award[], line: PayLine, day: string): Award[] {
  return awards.filter(
    (award) => awardMayPay(award, line.category, day) && (line.awardIds ? line.awardIds.includes(award.awardId) : award.sourceKind !== 'in_kind'),
  );
}

/** What expires first, and then what may pay the least, is drawn first where there is a choice. */
const drawnFirst = (a: Award, b: Award): number =>
  a.validTo.localeCompare(b.validTo) || a.categories.length - b.categories.length || a.awardId.localeCompare(b.awardId);

/** Assigns lines to what is available; keys are the lines' places, `0`, `1`, … */
export function planPayment(awards: readonly Award[], lines: readonly PayLine[], day: string): AssignmentPlan {
  const sorted = awards.toSorted(drawnFirst);
  return assignLines(
    lines.map((line, index) => ({
      key: String(index),
      category: line.category,
      amountFen: line.amountFen,
      awardIds: payersOf(sorted, line, day).map((award) => award.awardId),
    })),
    sorted.map((award) => ({ awardId: award.awardId, availableFen: award.availableFen < 0n ? 0n : award.availableFen })),
  );
}

/** The same as a read, for pages: which sources would pay these lines today, or why they cannot. */
export async function previewPayment(tx: Tx, projectId: string, lines: readonly PayLine[], day: string): Promise<{ plan: AssignmentPlan; awards: Award[] }> {
  const awards = await awardsOf(tx, projectId);
  return { plan: planPayment(awards, lines, day), awards };
}
