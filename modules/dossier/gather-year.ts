import type { Tx } from '#platform/database';
import { type DriftItem, driftOf, findLessons, type Lesson, type Reach, reachOf, type Satisfaction, satisfactionOf } from '#modules/closing';
import {
  type Asset,
  listAssets,
  listMidTerms,
  listTasks,
  listVisits,
  type MidTerm,
  type OutcomeSeries,
  outcomesOf,
  type Project,
  type Stuck,
  stuckOf,
  type Visit,
  type WorkTask,
} from '#modules/projects';

/** What the office's year leaves about one project beside its money and meetings. */
export interface YearFacts {
  tasks: WorkTask[];
  stuck: Stuck[];
  visits: Visit[];
  midTerms: MidTerm[];
  drift: DriftItem[];
  satisfaction: Satisfaction | null;
  reach: Reach | null;
  lessons: Lesson[];
  assets: Asset[];
  outcomes: OutcomeSeries[];
}

/** Gathers it through the doors of projects and closing. */
export async function gatherYear(tx: Tx, project: Project): Promise<YearFacts> {
  return {
    tasks: await listTasks(tx, project.id),
    stuck: await stuckOf(tx, project.id),
    visits: await listVisits(tx, project.id),
    midTerms: await listMidTerms(tx, project.id),
    drift: await driftOf(tx, project),
    satisfaction: await satisfactionOf(tx, project.id),
    reach: await reachOf(tx, project.id),
    lessons: await findLessons(tx, { projectId: project.id }),
    assets: await listAssets(tx, { projectId: project.id }),
    outcomes: await outcomesOf(tx, project),
  };
}
