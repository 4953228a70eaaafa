import {
  advancedByUse,
  awardsOf,
  type Award,
  expensesOf,
  householdContributions,
  listCategories,
  moneyFlows,
  projectAccount,
  receiptsOf,
  vouchersOfProject,
} from '#modules/books';
import { adoptedPolicies } from '#modules/funds';
import { listBuildings, listHouseholds } from '#modules/places';
import { personNames } from '#modules/people';
import { findApplication, groupedBy, infeasiblePlansOf, type InfeasiblePlan, listSpendingRequests, type Project } from '#modules/projects';
import type { Tx } from '#platform/database';
import { visibleProject } from '../books/view.ts';
import type { Web } from '../kit/index.ts';
import { dayText } from '../ui/index.ts';
import type { AccountFacts } from './account-report.ts';
import type { HouseholdsView } from './contributions.ts';
import type { Report } from './report.ts';
import { statementText } from './text.ts';

/** Where a report's figures come from: who issues it, of which day, from which books, under which policy. */
export async function aboutOf(w: Web, tx: Tx, issuer: string, path: string): Promise<Report['about']> {
  const t = statementText[w.lang];
  const [policy] = await adoptedPolicies(tx);
  return [
    [t.aboutIssuer, issuer],
    [t.aboutDay, dayText(w.today, w.lang)],
    [t.aboutSource, t.aboutSourceWords],
    [t.aboutPolicy, policy ? `${w.lang === 'zh' ? policy.title : policy.titleEn}（${policy.version}）` : t.aboutNoPolicy],
    [t.aboutAddress, w.absolute(path)],
  ];
}

/** A project's account with its flows and the plans that cannot be paid; null where this visitor may not see the project. */
export interface LoadedAccount {
  facts: AccountFacts;
  place: { code: string; name: string };
  plans: InfeasiblePlan[];
  hidden: ReadonlySet<string>;
}

/** Loads all that the account of a project shows. */
export async function loadAccountFacts(w: Web, tx: Tx, id: string | null): Promise<LoadedAccount | null> {
  const found = await visibleProject(w, tx, id);
  if (!found) return null;
  const { project, place } = found;
  const account = await projectAccount(tx, project.id);
  const vouchers = groupedBy(
    (await vouchersOfProject(tx, project.id)).filter((voucher) => !voucher.withdrawn),
    (voucher) => voucher.expenseId,
  );
  const expenses = (await expensesOf(tx, project.id)).map((expense) => ({ ...expense, vouchers: vouchers.get(expense.id) ?? [] }));
  return {
    facts: {
      project,
      placeName: place.name,
      account,
      application: project.applicationId ? await findApplication(tx, project.applicationId) : null,
      flows: await moneyFlows(tx, project.id),
      expenses,
      categories: await listCategories(tx),
      advancedByUse: await advancedByUse(tx, project.id),
      about: await aboutOf(w, tx, `${w.subdistrict.name} ${place.name}`, `/projects/${project.id}/account`),
    },
    place,
    plans: await infeasiblePlansOf(tx, project, w.today),
    hidden: await hiddenNames(
      tx,
      project,
      account.sources,
      expenses.map((expense) => expense.payee),
    ),
  };
}

/** Names that the public version does not show wherever they were typed: payees, who asked and approved, private payers. */
async function hiddenNames(tx: Tx, project: Project, sources: readonly Award[], payees: readonly string[]): Promise<ReadonlySet<string>> {
  const requests = await listSpendingRequests(tx, project.id);
  const askers = await personNames(
    tx,
    requests.map((request) => request.requesterId),
  );
  const names = new Set([...payees, ...askers.values(), ...requests.flatMap((request) => request.approvals.map((approval) => approval.personName))]);
  for (const award of sources.filter((each) => ['household', 'crowd', 'partner', 'in_kind'].includes(each.sourceKind)))
    for (const receipt of await receiptsOf(tx, award.awardId)) if (receipt.organisationId === null) names.add(receipt.payerName);
  return names;
}

/** What the households of a project promised and paid, with their buildings; null where the project is not to be seen. */
export async function loadHouseholds(
  w: Web,
  tx: Tx,
  id: string | null,
): Promise<{ view: HouseholdsView; project: Project; place: { code: string; name: string }; about: Report['about'] } | null> {
  const found = await visibleProject(w, tx, id);
  if (!found) return null;
  const { project, place } = found;
  const buildings = new Map((await listBuildings(tx, project.neighbourhoodId)).map((building) => [building.id, building.name]));
  const homes = new Map((await listHouseholds(tx, project.neighbourhoodId)).map((household) => [household.householdId, household]));
  const contributions: HouseholdsView['contributions'][number][] = [];
  for (const award of (await awardsOf(tx, project.id)).filter((each) => each.sourceKind === 'household')) {
    for (const each of await householdContributions(tx, award.awardId))
      contributions.push({ ...each, building: buildings.get(homes.get(each.householdId ?? '')?.buildingId ?? '') ?? statementText[w.lang].smallBuildings });
  }
  // As people count: building by building, door by door; who has moved away stands last.
  const order = new Map([...homes.keys()].map((id, index) => [id, index]));
  const rank = (each: { householdId: string | null }) => order.get(each.householdId ?? '') ?? homes.size;
  contributions.sort((a, b) => rank(a) - rank(b));
  return {
    view: { project, contributions },
    project,
    place,
    about: await aboutOf(w, tx, `${w.subdistrict.name} ${place.name}`, `/projects/${project.id}/contributions`),
  };
}
