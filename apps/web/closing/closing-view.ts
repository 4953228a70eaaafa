import type { Tx } from '#platform/database';
import { type ProjectAccount, projectAccount } from '#modules/books';
import { type DriftItem, driftOf, findLessons, type Lesson, promisedVersion, type Reach, reachOf, type Satisfaction, satisfactionOf } from '#modules/closing';
import { type Meeting, meetingsAbout } from '#modules/meetings';
import {
  type Acceptance,
  acceptanceList,
  type ApplicationVersion,
  type ChangeRequest,
  findSettlement,
  type Grade,
  type GradeChoice,
  gradeChoices,
  type GradeTold,
  gradeToldOf,
  type ListedItem,
  listAcceptances,
  listChanges,
  listCheckIns,
  listGrades,
  listUpkeep,
  type Project,
  type Settlement,
} from '#modules/projects';
import type { Web } from '../kit/index.ts';
import { publicNames } from '../projects/public-names.ts';
import type { PublicNames } from '../projects/words.ts';

/** Everything that the page of closing and its papers show. */
export interface ClosingView {
  project: Project;
  promised: ApplicationVersion | null;
  drift: DriftItem[];
  changes: ChangeRequest[];
  satisfaction: Satisfaction | null;
  reach: Reach | null;
  lessons: Lesson[];
  items: ListedItem[];
  acceptances: Acceptance[];
  appraisal: Meeting | null;
  account: ProjectAccount;
  settlement: Settlement | null;
  grades: Grade[];
  choices: GradeChoice[];
  told: GradeTold | null;
  checkIns: number;
  keeper: { name: string; planned: number; next: string | null } | null;
  names: PublicNames;
}

/** Reads it in the caller's transaction. */
export async function loadClosing(tx: Tx, w: Web, project: Project): Promise<ClosingView> {
  const upkeep = await listUpkeep(tx, project.id);
  return {
    project,
    promised: await promisedVersion(tx, project),
    drift: await driftOf(tx, project),
    changes: (await listChanges(tx, project.id)).filter((one) => one.state === 'approved'),
    satisfaction: await satisfactionOf(tx, project.id),
    reach: await reachOf(tx, project.id),
    lessons: await findLessons(tx, { projectId: project.id }),
    items: await acceptanceList(tx, project.id),
    acceptances: await listAcceptances(tx, project.id),
    appraisal: (await meetingsAbout(tx, { projectId: project.id })).findLast((one) => one.kind === 'appraisal') ?? null,
    account: await projectAccount(tx, project.id),
    settlement: await findSettlement(tx, project.id),
    grades: await listGrades(tx, project.id),
    choices: (await gradeChoices(tx, w.today, project)).choices,
    told: await gradeToldOf(tx, project.id),
    checkIns: (await listCheckIns(tx, project.id)).length,
    keeper: upkeep[0] ? { name: upkeep[0].keeperName, planned: upkeep.length, next: upkeep.find((task) => task.check === null)?.dueDay ?? null } : null,
    names: await publicNames(tx, w, project),
  };
}
