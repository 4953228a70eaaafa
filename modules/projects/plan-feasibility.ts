import { type Assignment, assignLines, type Award, awardMayPay, payersOf, type WantingLine } from '#modules/books';

/** A line that a plan wants to pay. */
export interface PlanLine {
  text: string;
  category: string;
  amountFen: bigint;
  /** Sources the policy lets pay it; null: every source whose agreement names the use. */
  awardIds: readonly string[] | null;
}

/** Something that waits to be paid: a request whose money is kept, one that is asked, or the rest of the agreed budget. */
export interface PendingPlan {
  stage: 'approved' | 'asked' | 'budget';
  requestId: string | null;
  label: string;
  lines: readonly PlanLine[];
}

/** A source that would help, and why it does not help now. */
export interface PlanHelp {
  awardId: string;
  name: string;
  /**
   * `promised` its money has not come yet · `not-yet` it pays later · `out-of-time` its days are over · `other-use` its agreement does not
   * name the use · `policy` it was not
   * among those that may pay when the request was checked against the policy.
   */
  why: 'promised' | 'not-yet' | 'out-of-time' | 'other-use' | 'policy';
  amountFen: bigint;
  /** With it alone the plan could be paid in full. */
  cures: boolean;
}

/** A plan that no assignment can pay any more, explained by the min cut. In fen. */
export interface InfeasiblePlan {
  plan: PendingPlan;
  /** What competes for the same money: lines of this plan and of those before it. */
  lines: { text: string; label: string; amountFen: bigint }[];
  payers: { awardId: string; name: string; amountFen: bigint }[];
  neededFen: bigint;
  availableFen: bigint;
  missingFen: bigint;
  helps: PlanHelp[];
}

/** What a source still owes of its promise; nothing once it is closed. */
const promisedFen = (award: Award): bigint => {
  const whole = award.plannedFen > award.pledgedFen ? award.plannedFen : award.pledgedFen;
  return award.state === 'open' && whole > award.receivedFen ? whole - award.receivedFen : 0n;
};

type Line = PlanLine & { label: string; stage: PendingPlan['stage'] };

/** What may be drawn from a source: what is free or kept for a request, and, for the rest of a budget, what it promised. */
const fundsFor = (award: Award, stage: PendingPlan['stage']): bigint => {
  const inHand = award.availableFen + award.reservedFen;
  const funds = stage === 'budget' ? inHand + promisedFen(award) : inHand;
  return funds > 0n ? funds : 0n;
};

/** Who may pay a line: today for what is asked, at some day still to come for the rest of a budget (goods in kind too). */
function mayPay(awards: readonly Award[], line: Line, day: string): Award[] {
  if (line.stage !== 'budget') return payersOf(awards, line, day);
  return awards.filter((award) => awardMayPay(award, line.category, award.validFrom > day ? award.validFrom : day));
}

const drawnFirst = (a: Award, b: Award): number =>
  a.validTo.localeCompare(b.validTo) || a.categories.length - b.categories.length || a.awardId.localeCompare(b.awardId);

/** The lines as the max-flow takes them; `extra` adds money to a source or lets it pay lines that it may not. */
function plan(
  awards: readonly Award[],
  lines: readonly Line[],
  stage: PendingPlan['stage'],
  day: string,
  extra?: { awardId: string; fen?: bigint; keys?: ReadonlySet<string> },
) {
  const wanting: WantingLine[] = lines.map((line, index) => ({
    key: String(index),
    category: line.category,
    amountFen: line.amountFen,
    awardIds: [...mayPay(awards, line, day).map((award) => award.awardId), ...(extra?.keys?.has(String(index)) === true ? [extra.awardId] : [])],
  }));
  return assignLines(
    wanting,
    awards.map((award) => ({ awardId: award.awardId, availableFen: fundsFor(award, stage) + (extra?.awardId === award.awardId ? (extra.fen ?? 0n) : 0n) })),
  );
}

/**
 * Which pending plans cannot be paid any more, in their order: what is approved goes before what is asked, that before the rest of the
 * budget. A plan that cannot be paid does not take money from the next. Empty exactly when some assignment pays everything.
 */
export function infeasiblePlans(awards: readonly Award[], plans: readonly PendingPlan[], day: string): InfeasiblePlan[] {
  const sorted = awards.toSorted(drawnFirst);
  const kept: Line[] = [];
  const found: InfeasiblePlan[] = [];
  for (const pending of plans) {
    const lines = [...kept, ...pending.lines.filter((line) => line.amountFen > 0n).map((line) => ({ ...line, label: pending.label, stage: pending.stage }))];
    const tried = plan(sorted, lines, pending.stage, day);
    if (tried.feasible) {
      kept.splice(0, kept.length, ...lines);
      continue;
    }
    const { keys, awardIds, neededFen, availableFen } = tried.shortfall;
    const missingFen = neededFen - availableFen;
    found.push({
      plan: pending,
      lines: keys.flatMap((key) => {
        const line = lines[Number(key)];
        return line ? [{ text: line.text, label: line.label, amountFen: line.amountFen }] : [];
      }),
      payers: sorted
        .filter((award) => awardIds.includes(award.awardId))
        .map((award) => ({ awardId: award.awardId, name: award.name, amountFen: fundsFor(award, pending.stage) })),
      neededFen,
      availableFen,
      missingFen,
      helps: helpsFor(sorted, lines, pending.stage, day, { keys: new Set(keys), payers: new Set(awardIds) }, tried.assignments),
    });
  }
  return found;
}

/** Which source would help, those that cure it first. */
function helpsFor(
  awards: readonly Award[],
  lines: readonly Line[],
  stage: PendingPlan['stage'],
  day: string,
  cut: { keys: ReadonlySet<string>; payers: ReadonlySet<string> },
  used: readonly Assignment[],
): PlanHelp[] {
  const short = [...cut.keys].flatMap((key) => lines[Number(key)] ?? []);
  const spare = (award: Award) => fundsFor(award, stage) - used.reduce((fen, share) => (share.awardId === award.awardId ? fen + share.amountFen : fen), 0n);
  const helps: PlanHelp[] = [];
  const add = (award: Award, why: PlanHelp['why'], amountFen: bigint, extra: Omit<NonNullable<Parameters<typeof plan>[4]>, 'awardId'>) => {
    if (amountFen <= 0n) return;
    helps.push({
      awardId: award.awardId,
      name: award.name,
      why,
      amountFen,
      cures: plan(awards, lines, stage, day, { awardId: award.awardId, ...extra }).feasible,
    });
  };
  for (const award of awards) {
    if (cut.payers.has(award.awardId)) {
      // It may pay; what it promised is already counted for the rest of a budget.
      if (stage !== 'budget') add(award, 'promised', promisedFen(award), { fen: promisedFen(award) });
      continue;
    }
    if (award.state === 'closed' || award.sourceKind === 'in_kind') continue;
    const names = short.some((line) => award.categories.includes(line.category));
    const barred = names && short.some((line) => line.awardIds !== null && award.categories.includes(line.category) && !line.awardIds.includes(award.awardId));
    const why = !names ? 'other-use' : award.validFrom > day ? 'not-yet' : award.validTo < day ? 'out-of-time' : barred ? 'policy' : null;
    if (why !== null) add(award, why, spare(award), { keys: cut.keys });
  }
  return helps.sort((a, b) => Number(b.cures) - Number(a.cures) || (a.amountFen < b.amountFen ? 1 : -1));
}
