/** A line that wants money. */
export interface WantingLine {
  /** Names the line in the answer; unique among the lines. */
  key: string;
  category: string;
  amountFen: bigint;
  /** Sources that may pay it. */
  awardIds: readonly string[];
}

/** A source with what it can still pay. */
export interface PayingAward {
  awardId: string;
  availableFen: bigint;
}

/** One share of a line, paid by one source. */
export interface Assignment {
  key: string;
  awardId: string;
  amountFen: bigint;
}

/**
 * Why lines cannot all be paid: the min cut. These lines together need `neededFen`; all sources that may pay any of them
 * have `availableFen`. No order of paying helps.
 */
export interface Shortfall {
  keys: string[];
  categories: string[];
  awardIds: string[];
  neededFen: bigint;
  availableFen: bigint;
}

export type AssignmentPlan = { feasible: true; assignments: Assignment[] } | { feasible: false; shortfall: Shortfall; assignments: Assignment[] };

/**
 * Assigns lines to sources as an integer max-flow (shortest augmenting paths): feasible exactly when some assignment pays every line in
 * full. Earlier sources in `awards` are drawn first where there is a choice. A greedy order would fail where money that may
 * pay much is spent on what other money could have paid; here such a share is moved when a later line needs it.
 * Amounts in fen, not negative.
 */
export function assignLines(lines: readonly WantingLine[], awards: readonly PayingAward[]): AssignmentPlan {
  const open = lines.map((line) => line.amountFen);
  const left = awards.map((award) => award.availableFen);
  const edges = lines.map((line) => awards.flatMap((award, index) => (line.awardIds.includes(award.awardId) ? [index] : [])));
  const flow = lines.map(() => awards.map(() => 0n));

  for (;;) {
    const reach = reachable(open, left, edges, flow);
    if (reach.target === null) {
      const assignments = collect(lines, awards, flow);
      if (open.every((fen) => fen === 0n)) return { feasible: true, assignments };
      return { feasible: false, shortfall: minCut(lines, awards, reach), assignments };
    }
    augment(reach, reach.target, open, left, flow);
  }
}

interface Reach {
  /** For each line: the award whose share it would take over; -1 where the search began. Undefined = not reached. */
  lineFrom: (number | undefined)[];
  /** For each award: the line that wants to draw from it. */
  awardFrom: (number | undefined)[];
  /** An award that has money left, or null when no more can be paid. */
  target: number | null;
}

/** Breadth first from every line that still wants money to an award that still has some. */
function reachable(open: readonly bigint[], left: readonly bigint[], edges: readonly (readonly number[])[], flow: readonly (readonly bigint[])[]): Reach {
  const lineFrom: (number | undefined)[] = open.map((fen) => (fen > 0n ? -1 : undefined));
  const awardFrom: (number | undefined)[] = left.map(() => undefined);
  const queue = open.flatMap((fen, line) => (fen > 0n ? [line] : []));
  for (let next = 0; next < queue.length; next++) {
    const line = queue[next] ?? 0;
    for (const award of edges[line] ?? []) {
      if (awardFrom[award] !== undefined) continue;
      awardFrom[award] = line;
      if ((left[award] ?? 0n) > 0n) return { lineFrom, awardFrom, target: award };
      for (let other = 0; other < open.length; other++) {
        if (lineFrom[other] === undefined && (flow[other]?.[award] ?? 0n) > 0n) {
          lineFrom[other] = award;
          queue.push(other);
        }
      }
    }
  }
  return { lineFrom, awardFrom, target: null };
}

/** Pays along the path that was found as much as its narrowest place lets through. */
function augment(reach: Reach, target: number, open: bigint[], left: bigint[], flow: bigint[][]): void {
  const steps: { line: number; award: number; givesUp: number }[] = [];
  let amount = left[target] ?? 0n;
  for (let award = target; award >= 0; ) {
    const line = reach.awardFrom[award] ?? 0;
    const givesUp = reach.lineFrom[line] ?? -1;
    steps.push({ line, award, givesUp });
    const bound = givesUp >= 0 ? (flow[line]?.[givesUp] ?? 0n) : (open[line] ?? 0n);
    if (bound < amount) amount = bound;
    award = givesUp;
  }
  for (const { line, award, givesUp } of steps) {
    const row = flow[line];
    if (!row) continue;
    row[award] = (row[award] ?? 0n) + amount;
    if (givesUp >= 0) row[givesUp] = (row[givesUp] ?? 0n) - amount;
    else open[line] = (open[line] ?? 0n) - amount;
  }
  left[target] = (left[target] ?? 0n) - amount;
}

function collect(lines: readonly WantingLine[], awards: readonly PayingAward[], flow: readonly (readonly bigint[])[]): Assignment[] {
  return lines.flatMap((line, i) =>
    awards.flatMap((award, j) => {
      const amountFen = flow[i]?.[j] ?? 0n;
      return amountFen > 0n ? [{ key: line.key, awardId: award.awardId, amountFen }] : [];
    }),
  );
}

/** The lines that the last search reached can be paid only by the awards it reached, and those are used up. */
function minCut(lines: readonly WantingLine[], awards: readonly PayingAward[], reach: Reach): Shortfall {
  const short = lines.filter((_line, index) => reach.lineFrom[index] !== undefined);
  const payers = awards.filter((_award, index) => reach.awardFrom[index] !== undefined);
  const sum = (all: readonly bigint[]) => all.reduce((a, b) => a + b, 0n);
  return {
    keys: short.map((line) => line.key),
    categories: [...new Set(short.map((line) => line.category))],
    awardIds: payers.map((award) => award.awardId),
    neededFen: sum(short.map((line) => line.amountFen)),
    availableFen: sum(payers.map((award) => award.availableFen)),
  };
}
