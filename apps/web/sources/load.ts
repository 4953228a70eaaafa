import { type Award, awardsOf, type Category, findAward, listCategories } from '#modules/books';
import type { Neighbourhood } from '#modules/places';
import {
  agreementsOf,
  type ChangeRequest,
  type ChosenRule,
  type CrowdDrive,
  decisionsOf,
  driveOf,
  type GivingAgreement,
  listChanges,
  moneyMayGoBack,
  moneyMayMove,
  type OwnersDecision,
  type Project,
  ruleOf,
  type Shortfall,
  shortfallsOf,
  type Tranche,
  tranchesOf,
} from '#modules/projects';
import { listResolutions, type Resolution } from '#modules/meetings';
import type { Tx } from '#platform/database';
import { visibleProject } from '../books/view.ts';
import type { Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';

/** One source with all its terms. */
export interface SourceView {
  award: Award;
  tranches: Tranche[];
  decisions: OwnersDecision[];
  agreements: GivingAgreement[];
  drive: CrowdDrive | null;
  rule: ChosenRule | null;
  shortfalls: Shortfall[];
}

/** A form that came back with its errors. */
export interface Back {
  form: string;
  errors: FormErrors;
  values: FormValues;
}

/** What the page of sources shows. */
export interface SourcesView {
  project: Project;
  place: Neighbourhood;
  sources: SourceView[];
  categories: Category[];
  changes: ChangeRequest[];
  resolutions: Resolution[];
  today: string;
  /** Money still moves; money may still go back to its givers. */
  moves: boolean;
  goesBack: boolean;
  may: (action: string) => boolean;
  back?: Back | undefined;
}

export async function loadSource(tx: Tx, award: Award): Promise<SourceView> {
  return {
    award,
    tranches: award.sourceKind === 'grant' ? await tranchesOf(tx, award.awardId) : [],
    decisions: award.sourceKind === 'common' ? await decisionsOf(tx, award.awardId) : [],
    agreements: ['partner', 'property', 'in_kind'].includes(award.sourceKind) ? await agreementsOf(tx, award.awardId) : [],
    drive: award.sourceKind === 'crowd' ? await driveOf(tx, award.awardId) : null,
    rule: await ruleOf(tx, award.awardId),
    shortfalls: await shortfallsOf(tx, award.awardId),
  };
}

/** The sources of a visible project with their terms, or null. */
export async function loadSources(w: Web, tx: Tx, projectId: string | null): Promise<SourcesView | null> {
  const found = await visibleProject(w, tx, projectId);
  if (!found) return null;
  const sources: SourceView[] = [];
  for (const award of await awardsOf(tx, found.project.id)) sources.push(await loadSource(tx, award));
  const short = sources.some((source) => source.shortfalls.some((each) => each.state === 'open'));
  return {
    ...found,
    sources,
    categories: await listCategories(tx),
    changes: short ? (await listChanges(tx, found.project.id)).filter((change) => change.state === 'approved') : [],
    resolutions: short ? await resolutionsOf(tx, found.project) : [],
    today: w.today,
    moves: moneyMayMove(found.project.state),
    goesBack: moneyMayGoBack(found.project.state),
    may: (action) => w.can(action, found.project),
  };
}

/** Resolutions of the project's place, the latest first. */
export const resolutionsOf = async (tx: Tx, project: Pick<Project, 'neighbourhoodId'>): Promise<Resolution[]> =>
  (await listResolutions(tx, project.neighbourhoodId)).toSorted((a, b) => b.decidedOn.localeCompare(a.decidedOn));

/** One source of a visible project by the id in the address, or null. */
export async function sourceAt(w: Web, tx: Tx): Promise<{ award: Award; project: Project; place: Neighbourhood } | null> {
  const id = w.id();
  const award = id ? await findAward(tx, id) : null;
  const found = award && (await visibleProject(w, tx, award.projectId));
  return award && found ? { award, ...found } : null;
}
