import { approvalRule, approversFor, evidenceRequired } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import type { Tx } from '#platform/database';
import { type Award, awardsOf, payersOf, planPayment, type Shortfall } from '#modules/books';
import { checkUseIn, currentPack, type KeptRules } from '#modules/funds';
import {
  type ChainStep,
  couldPay,
  leastChain,
  type LineVerdict,
  mayPay,
  outcomeOf,
  type SourceVerdict,
  type SpendingLine,
  type SpendingOutcome,
} from './spending-request.ts';
import type { WantedEvidence } from './spending-store.ts';

/** The full answer to "may we buy this?". */
export interface SpendingCheck {
  outcome: SpendingOutcome;
  lines: LineVerdict[];
  /** Why the money that is there now does not reach; null when it does. Pledges may still come in. */
  shortfall: (Shortfall & { lineTexts: string[] }) | null;
}

/** `no-policy`: the office has adopted no policy that holds today. */
export type SpendingCheckError = 'no-policy';

/** Checks lines against the policy of the day, each with every source whose agreement names its category. */
export async function checkSpendingIn(
  tx: Tx,
  project: KeptRules & { id: string },
  item: string,
  lines: readonly SpendingLine[],
  day: string,
): Promise<Result<SpendingCheck, SpendingCheckError>> {
  const awards = await awardsOf(tx, project.id);
  const verdicts: LineVerdict[] = [];
  for (const [index, line] of lines.entries()) {
    const sources: SourceVerdict[] = [];
    const text = line.text.includes(item) || lines.length > 1 ? line.text : `${item} ${line.text}`;
    for (const award of payersOf(awards, line, day)) {
      const verdict = await checkUseIn(tx, text, { sourceKind: award.sourceKind, projectId: project.id, line: String(index + 1) }, day, project);
      if (!verdict) return err('no-policy');
      sources.push({ awardId: award.awardId, sourceKind: award.sourceKind, awardName: award.name, outcome: verdict.outcome, reasons: [...verdict.reasons] });
    }
    verdicts.push({ no: index + 1, text: line.text, category: line.category, sources });
  }
  const outcome = outcomeOf(verdicts);
  return ok({
    outcome,
    lines: verdicts,
    shortfall: outcome === 'forbidden' ? null : shortfallOf(awards, lines, verdicts.map(outcome === 'allowed' ? mayPay : couldPay), day),
  });
}

const planWith = (awards: readonly Award[], lines: readonly SpendingLine[], perLine: readonly string[][], day: string) =>
  planPayment(
    awards,
    lines.map((line, index) => ({ ...line, awardIds: perLine[index] ?? [] })),
    day,
  );

/** Why lines cannot be paid from the given sources with the money that is there; null when they can. */
export function shortfallOf(
  awards: readonly Award[],
  lines: readonly SpendingLine[],
  perLine: readonly string[][],
  day: string,
): (Shortfall & { lineTexts: string[] }) | null {
  const plan = planWith(awards, lines, perLine, day);
  if (plan.feasible) return null;
  return { ...plan.shortfall, lineTexts: plan.shortfall.keys.map((key) => lines[Number(key)]?.text ?? '') };
}

/** `approval-unset`: from which amount on a level approves is left to the office, and it has not said. */
export type SpendingTermsError = 'no-policy' | 'approval-unset';

/** Who must approve an amount and which papers are asked for, by the policy of the day. */
export async function spendingTermsIn(
  tx: Tx,
  amountFen: bigint,
  day: string,
  kept?: KeptRules,
): Promise<Result<{ chain: ChainStep[]; evidence: WantedEvidence[] }, SpendingTermsError>> {
  const pack = await currentPack(tx, day, kept);
  if (!pack) return err('no-policy');
  const rule = approvalRule(pack, 'spending');
  const approvers = rule ? approversFor(rule.rule, amountFen) : null;
  if (rule && !approvers) return err('approval-unset');
  const named = (approvers ?? []).map((step): ChainStep => ({ role: step.role, zh: step.title.zh, en: step.title.en }));
  const evidence = evidenceRequired(pack, 'spending', { amountFen, isCollecting: false })
    .filter((item) => item.isRequired === true)
    .map((item): WantedEvidence => ({ code: item.code, zh: item.title.zh, en: item.title.en, clause: item.clause, source: item.source }));
  return ok({ chain: named.length >= 2 ? named : [...leastChain], evidence });
}
