import type { Tx } from '#platform/database';
import { type Ballot, ballotsAbout } from '#modules/ballots';
import { type ProjectAccount, projectAccount, receiptsOf } from '#modules/books';
import { type KeptRuling, rulingsFor } from '#modules/funds';
import { hasPublicDossier } from '#modules/dossier';
import { findMatter, type Matter } from '#modules/matters';
import { type Meeting, meetingsAbout } from '#modules/meetings';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import {
  type ApplicationVersion,
  type ChangeRequest,
  type CheckIn,
  findApplication,
  findProject,
  findSettlement,
  type Grade,
  type GradeChoice,
  gradeChoices,
  type IndicatorReading,
  isPublic,
  listChanges,
  listCheckIns,
  listGrades,
  listPictureMarks,
  listReadings,
  listSpendingRequests,
  listUpkeep,
  type PictureMark,
  type Project,
  type ProjectStep,
  projectSteps,
  type Settlement,
  type SpendingRequest,
  type UpkeepTask,
} from '#modules/projects';
import type { Web } from '../kit/index.ts';
import type { DutyItem } from '../ui/index.ts';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { publicNames } from './public-names.ts';
import type { PublicNames } from './words.ts';

/** Everything the public page of a project shows. */
export interface ProjectView {
  project: Project;
  place: Neighbourhood;
  application: ApplicationVersion | null;
  matter: Matter | null;
  meetings: Meeting[];
  ballots: Ballot[];
  steps: ProjectStep[];
  account: ProjectAccount;
  /** Day of the last money that came in; null while none has. */
  lastReceiptDay: string | null;
  spending: SpendingRequest[];
  rulings: KeptRuling[];
  checkIns: CheckIn[];
  changes: ChangeRequest[];
  settlement: Settlement | null;
  grades: Grade[];
  gradeChoices: GradeChoice[];
  readings: IndicatorReading[];
  marks: PictureMark[];
  upkeep: UpkeepTask[];
  turns: DutyItem[];
  /** Everybody can read its dossier, names covered. */
  publicDossier: boolean;
  names: PublicNames;
}

/** A project with its place, when this viewer may know of it: a draft is its neighbourhood's and the office's own. */
export async function findVisible(tx: Tx, w: Web, id: string | null): Promise<{ project: Project; place: Neighbourhood } | null> {
  const project = id === null ? null : await findProject(tx, id);
  const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
  if (!project || !place) return null;
  return isPublic(project.state) || w.can('project.read-staff', project) ? { project, place } : null;
}

/** A matter can have several projects: what was called for another one is not part of this one's story. */
const ofThisProject = (one: { projectId: string | null }, projectId: string): boolean => one.projectId === null || one.projectId === projectId;

/** Ballots on a project's matter, its meetings or the project itself, each once, oldest first. */
async function ballotsOf(tx: Tx, project: Project, meetings: readonly Meeting[]): Promise<Ballot[]> {
  const found = await ballotsAbout(tx, { projectId: project.id, matterId: project.matterId });
  for (const meeting of meetings) found.push(...(await ballotsAbout(tx, { meetingId: meeting.id })));
  return [...new Map(found.filter((ballot) => ofThisProject(ballot, project.id)).map((ballot) => [ballot.id, ballot])).values()].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
  );
}

/** Reads a project's page in one transaction; null when there is no such project for this viewer. */
export async function loadProject(tx: Tx, w: Web, id: string | null): Promise<ProjectView | null> {
  const found = await findVisible(tx, w, id);
  if (!found) return null;
  const { project } = found;
  const meetings = (await meetingsAbout(tx, { matterId: project.matterId, projectId: project.id })).filter(
    (meeting) => meeting.state !== 'cancelled' && ofThisProject(meeting, project.id),
  );
  const account = await projectAccount(tx, project.id);
  const receiptDays: string[] = [];
  for (const source of account.sources) receiptDays.push(...(await receiptsOf(tx, source.awardId)).filter((one) => !one.reversed).map((one) => one.day));
  return {
    ...found,
    application: project.applicationId ? await findApplication(tx, project.applicationId) : null,
    matter: project.matterId ? await findMatter(tx, project.matterId) : null,
    meetings,
    ballots: await ballotsOf(tx, project, meetings),
    steps: await projectSteps(tx, project.id),
    account,
    lastReceiptDay: receiptDays.sort().at(-1) ?? null,
    spending: await listSpendingRequests(tx, project.id),
    rulings: await rulingsFor(tx, project.id),
    checkIns: await listCheckIns(tx, project.id),
    changes: await listChanges(tx, project.id),
    settlement: await findSettlement(tx, project.id),
    grades: await listGrades(tx, project.id),
    gradeChoices: (await gradeChoices(tx, w.today, project)).choices,
    readings: await listReadings(tx, project.id),
    marks: await listPictureMarks(tx, project.id),
    upkeep: await listUpkeep(tx, project.id),
    publicDossier: await hasPublicDossier(tx, project.id),
    turns: await loadTurns(tx, { projectId: project.id }, w),
    names: await publicNames(tx, w, project),
  };
}
