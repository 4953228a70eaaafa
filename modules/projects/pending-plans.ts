import type { Tx } from '#platform/database';
import { advancedByUse, awardsOf, liveReservations, projectAccount } from '#modules/books';
import { findApplication } from './application-store.ts';
import { budgetAfter, movesOf } from './budget-in-force.ts';
import { listChanges } from './doing-store.ts';
import { type InfeasiblePlan, infeasiblePlans, type PendingPlan } from './plan-feasibility.ts';
import { moneyMayMove, worksGoOn } from './project.ts';
import { couldPay, mayPay } from './spending-request.ts';
import { listSpendingRequests } from './spending-store.ts';
import type { Project } from './store.ts';

/** How the rest of the agreed budget is called among the plans. */
export const restOfTheBudget = '协议预算中还没有申请的部分';

/** What of a project waits to be paid, approved before asked before the rest of the budget. */
export async function pendingPlans(tx: Tx, project: Pick<Project, 'id' | 'applicationId' | 'state'>): Promise<PendingPlan[]> {
  const requests = (await listSpendingRequests(tx, project.id)).toReversed();
  const reserved = await liveReservations(tx, project.id);
  const plans: PendingPlan[] = reserved.map((each) => ({
    stage: 'approved',
    requestId: each.subjectId,
    label: requests.find((request) => request.id === each.subjectId)?.item ?? each.text,
    lines: each.lines.map((line) => ({ text: line.text, category: line.category, amountFen: line.amountFen, awardIds: line.awardIds ?? null })),
  }));
  for (const request of requests) {
    if (request.state !== 'asked' && request.state !== 'needs_ruling') continue;
    const payers = request.verdict.map(request.state === 'asked' ? mayPay : couldPay);
    plans.push({
      stage: 'asked',
      requestId: request.id,
      label: request.item,
      lines: request.lines.map((line, index) => ({ text: line.text, category: line.category, amountFen: line.amountFen, awardIds: payers[index] ?? null })),
    });
  }
  const application = worksGoOn(project.state) && project.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!application) return plans;
  const account = await projectAccount(tx, project.id);
  const advanced = await advancedByUse(tx, project.id);
  const taken = (category: string): bigint =>
    (advanced.get(category) ?? 0n) +
    account.categories.reduce((fen, each) => (each.category === category ? fen + each.reservedFen + each.spentFen : fen), 0n) +
    plans
      .filter((each) => each.stage === 'asked')
      .reduce((fen, each) => fen + each.lines.reduce((sum, line) => (line.category === category ? sum + line.amountFen : sum), 0n), 0n);
  let over = 0n;
  const budget = budgetAfter(
    application,
    (await movesOf(tx, project.id)).filter((move) => move.approved),
  );
  const rest = [...new Set(budget.map((line) => line.category))].map((category) => {
    const own = budget.filter((line) => line.category === category);
    const left = own.reduce((fen, line) => fen + line.amountFen, 0n) - taken(category);
    if (left < 0n) over -= left;
    return { text: own.map((line) => line.name).join('、'), category, amountFen: left > 0n ? left : 0n, awardIds: null };
  });
  // What an approved change moved to another use is not wanted a second time.
  const moved = (await listChanges(tx, project.id))
    .filter((change) => change.state === 'approved' && change.kind !== 'budget')
    .reduce((fen, change) => fen + change.amountFen, 0n);
  let spare = over < moved ? over : moved;
  for (const line of rest) {
    const less = line.amountFen < spare ? line.amountFen : spare;
    line.amountFen -= less;
    spare -= less;
  }
  plans.push({ stage: 'budget', requestId: null, label: restOfTheBudget, lines: rest.filter((line) => line.amountFen > 0n) });
  return plans;
}

/** The plans of a project that cannot be paid any more with what stands in the books on a day; none once its money is settled. */
export async function infeasiblePlansOf(tx: Tx, project: Pick<Project, 'id' | 'applicationId' | 'state'>, day: string): Promise<InfeasiblePlan[]> {
  if (!moneyMayMove(project.state)) return [];
  const awards = await awardsOf(tx, project.id);
  return awards.length === 0 ? [] : infeasiblePlans(awards, await pendingPlans(tx, project), day);
}
