import type { Tx } from '#platform/database';
import { expensesOf } from '#modules/books';
import { findApplication } from './application-store.ts';
import { budgetAfter, movesOf } from './budget-in-force.ts';
import { listChanges } from './doing-store.ts';
import type { SpendingLine } from './spending-request.ts';
import { listSpendingRequests } from './spending-store.ts';

/** What the agreed budget gives a category, and what is kept or spent of it. In fen. */
export interface CategoryBudget {
  category: string;
  budgetFen: bigint;
  /** Approved and not yet paid. What is only asked binds nothing; the last approval compares again. */
  committedFen: bigint;
  spentFen: bigint;
  /** What the lines in question add. */
  askedFen: bigint;
}

/** The budget against some lines; `movedFen` is what approved changes may move between categories. */
export interface BudgetCheck {
  categories: CategoryBudget[];
  movedFen: bigint;
}

const overOf = (each: CategoryBudget): bigint => {
  const over = each.committedFen + each.spentFen + each.askedFen - each.budgetFen;
  return over > 0n ? over : 0n;
};

/** A category takes no more than the agreed budget gives it, but for what approved changes have moved. */
export const staysWithinTheBudget = (check: BudgetCheck): boolean =>
  check.categories.every((each) => each.askedFen === 0n || overOf(each) === 0n) ||
  check.categories.reduce((fen, each) => fen + overOf(each), 0n) <= check.movedFen;

/** Compares lines with the agreed budget of their categories; null while the project has no application. */
export async function checkBudgetIn(
  tx: Tx,
  project: { id: string; applicationId: string | null },
  lines: readonly Pick<SpendingLine, 'category' | 'amountFen'>[],
): Promise<BudgetCheck | null> {
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!application) return null;
  const approved = (await listSpendingRequests(tx, project.id)).filter((request) => request.state === 'approved');
  const committed = approved.flatMap((request) => request.lines);
  // What was undone or given back by a supplier is not spent.
  const spent = (await expensesOf(tx, project.id))
    .filter((expense) => expense.inForce)
    .flatMap((expense) => expense.lines.map((line) => ({ category: line.category, amountFen: line.amountFen - line.refundedFen })));
  // A change of the budget says which lines it moves; one in words says only how much.
  const changes = (await listChanges(tx, project.id)).filter((change) => change.state === 'approved' && change.kind !== 'budget');
  const budget = budgetAfter(
    application,
    (await movesOf(tx, project.id)).filter((move) => move.approved),
  );
  const sum = (of: readonly { category: string; amountFen: bigint }[], category: string) =>
    of.reduce((fen, line) => (line.category === category ? fen + line.amountFen : fen), 0n);
  const named = new Set([...budget, ...committed, ...spent, ...lines].map((line) => line.category));
  return {
    categories: [...named].map((category) => ({
      category,
      budgetFen: sum(budget, category),
      committedFen: sum(committed, category),
      spentFen: sum(spent, category),
      askedFen: sum(lines, category),
    })),
    movedFen: changes.reduce((fen, change) => fen + change.amountFen, 0n),
  };
}
