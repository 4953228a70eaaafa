import {
  type Award,
  type Category,
  expensesOf,
  listCategories,
  projectAccount,
  type ProjectAccount,
  type Expense,
  type Voucher,
  vouchersOfProject,
} from '#modules/books';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import { findApplication, findProject, isPublic, type Project } from '#modules/projects';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import type { Web } from '../kit/index.ts';

/** A project with its place, when this visitor may see it; null otherwise. */
export async function visibleProject(w: Web, tx: Tx, id: string | null): Promise<{ project: Project; place: Neighbourhood } | null> {
  const project = id ? await findProject(tx, id) : null;
  if (!project || (!isPublic(project.state) && !w.can('project.read-staff', project))) return null;
  const place = await findNeighbourhood(tx, project.neighbourhoodId);
  return place ? { project, place } : null;
}

/** Budget, reserved and spent of one category. */
export interface UseLine {
  category: string;
  budgetFen: bigint;
  reservedFen: bigint;
  spentFen: bigint;
}

/** Everything the account page shows. */
export interface AccountView {
  project: Project;
  place: Neighbourhood;
  account: ProjectAccount;
  uses: UseLine[];
  expenses: (Expense & { vouchers: Voucher[] })[];
  categories: Category[];
}

/** Loads the account of a visible project. */
export async function loadAccount(w: Web, tx: Tx, id: string | null): Promise<AccountView | null> {
  const found = await visibleProject(w, tx, id);
  if (!found) return null;
  const { project } = found;
  const account = await projectAccount(tx, project.id);
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  const vouchers = await vouchersOfProject(tx, project.id);
  const expenses = (await expensesOf(tx, project.id)).map((expense) => ({
    ...expense,
    vouchers: vouchers.filter((voucher) => voucher.expenseId === expense.id && !voucher.withdrawn),
  }));
  return { ...found, account, uses: usesOf(application?.lines ?? [], account), expenses, categories: await listCategories(tx) };
}

function usesOf(budget: readonly { category: string; amountFen: bigint }[], account: ProjectAccount): UseLine[] {
  const uses = new Map<string, UseLine>();
  const of = (category: string): UseLine => {
    const use = uses.get(category) ?? { category, budgetFen: 0n, reservedFen: 0n, spentFen: 0n };
    uses.set(category, use);
    return use;
  };
  for (const line of budget) of(line.category).budgetFen += line.amountFen;
  for (const line of account.categories) {
    of(line.category).reservedFen += line.reservedFen;
    of(line.category).spentFen += line.spentFen;
  }
  return [...uses.values()];
}

/** Name of a category in the reader's language. */
export const categoryWords = (categories: readonly Category[], code: string, lang: Lang): string =>
  categories.find((each) => each.code === code)?.[lang] ?? code;

/** Sources as one reads them: the grant by its name, others by theirs. */
export const sourceName = (award: Pick<Award, 'name'>): string => award.name;
