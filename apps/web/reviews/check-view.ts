import type { Reason, Verdict } from '#libs/policy';
import { type Category, listCategories } from '#modules/books';
import { adoptedPolicy, type KeptRuling, listRulings, officeSettings } from '#modules/funds';
import { findNeighbourhood } from '#modules/places';
import {
  type ApplicationCheck,
  type ApplicationVersion,
  findApplication,
  findProject,
  type KeeperAnswer,
  keeperAnswerOf,
  type KeptComment,
  listChecks,
  listComments,
  listVersions,
  type Project,
} from '#modules/projects';
import { verdictNow } from '#modules/reviews';
import type { Tx } from '#platform/database';
import { openSettings, type OpenSetting } from '../funds/setting-fields.tsx';

/** What the check of an application is drawn from. */
export interface CheckView {
  project: Project;
  application: ApplicationVersion;
  placeName: string;
  placeCode: string;
  categories: Category[];
  /** Null while the office has adopted no policy. */
  verdict: Verdict | null;
  /** Earlier rulings that share a rule and a term with a reason, newest first, by the reason's place in the verdict. */
  precedents: KeptRuling[][];
  /** Values that the verdict waits for. */
  wanted: OpenSetting[];
  checks: ApplicationCheck[];
  /** The version before this one; null where this is the first. */
  before: ApplicationVersion | null;
  /** What the office remarked on earlier versions. */
  comments: KeptComment[];
  /** What the named keeper answered last in their own account; null where they did not. */
  keeperAnswer: KeeperAnswer | null;
}

const shareATerm = (reason: Reason, ruling: KeptRuling): boolean =>
  ruling.ruleId === reason.rule && ruling.terms.some((term) => reason.terms?.includes(term) === true);

async function versionBefore(tx: Tx, application: ApplicationVersion): Promise<ApplicationVersion | null> {
  const earlier = (await listVersions(tx, application.projectId)).filter(({ version }) => version < application.version).at(-1);
  return earlier ? findApplication(tx, earlier.id) : null;
}

/** Loads the check of a project with what the policy says today; null where there is no application. */
export async function loadCheck(tx: Tx, projectId: string, today: string): Promise<CheckView | null> {
  const project = await findProject(tx, projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!project || !application) return null;
  const place = await findNeighbourhood(tx, project.neighbourhoodId);
  const checked = await verdictNow(tx, project, today);
  const verdict = checked.ok ? checked.value.verdict : null;
  const rulings = await listRulings(tx);
  const adopted = await adoptedPolicy(tx, today);
  const keys = new Set(verdict?.reasons.flatMap(({ settingKeys }) => settingKeys ?? []) ?? []);
  return {
    project,
    application,
    placeName: place?.name ?? '',
    placeCode: place?.code ?? '',
    categories: await listCategories(tx),
    verdict,
    precedents: (verdict?.reasons ?? []).map((reason) => rulings.filter((ruling) => shareATerm(reason, ruling))),
    wanted: adopted ? openSettings(adopted, await officeSettings(tx), today).filter(({ key }) => keys.has(key)) : [],
    checks: await listChecks(tx, application.id),
    before: await versionBefore(tx, application),
    comments: await listComments(tx, project.id),
    keeperAnswer: application.keeperPersonId === null ? null : await keeperAnswerOf(tx, project.id, application.keeperPersonId),
  };
}
