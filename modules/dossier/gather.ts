import { auditOf, type AuditLine, listDayHeads } from '#platform/audit';
import type { Tx } from '#platform/database';
import { type FileInfo, findFiles } from '#platform/files';
import { type Ballot, ballotsAbout } from '#modules/ballots';
import {
  awardLedger,
  type Expense,
  expensesOf,
  type LedgerEntry,
  listCategories,
  type ProjectAccount,
  projectAccount,
  type Voucher,
  vouchersOfProject,
} from '#modules/books';
import { adoptedPolicies, findRound, type KeptRuling, type Round, rulingsFor } from '#modules/funds';
import { findMatter, type Matter } from '#modules/matters';
import { type Attendance, attendanceOf, type Meeting, meetingsAbout, type Minutes, minutesOf, type Resolution, resolutionsAbout } from '#modules/meetings';
import { findNotice, type Notice, noticesAbout, type Objection, objectionsTo } from '#modules/notices';
import { findOrganisation, personNames } from '#modules/people';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import {
  type Acceptance,
  type ApplicationCheck,
  type ApplicationVersion,
  type ChangeRequest,
  type CheckIn,
  findApplication,
  findProject,
  findSettlement,
  type SettlementCheck,
  settlementCheckOf,
  type Grade,
  type GradeChoice,
  gradeChoices,
  type IndicatorReading,
  listAcceptances,
  listChanges,
  listCheckIns,
  listChecks,
  listGrades,
  listNotes,
  listPictureMarks,
  listReadings,
  listShifts,
  listSpendingEvidence,
  listSpendingRequests,
  listUpkeep,
  listVersions,
  type MidTermNote,
  type PictureMark,
  type Project,
  type ProjectStep,
  projectSteps,
  type Settlement,
  type Shift,
  type SpendingRequest,
  type UpkeepTask,
} from '#modules/projects';
import { type AwardProposal, proposalsOf, reviewBoard, type ReviewBoard } from '#modules/reviews';

import { gatherYear, type YearFacts } from './gather-year.ts';

/** A meeting with who came and what was written down. */
export interface MeetingFacts {
  meeting: Meeting;
  notice: Notice | null;
  attendance: Attendance[];
  minutes: Minutes | null;
}

/** Everything that the platform knows about one project. */
export interface DossierFacts {
  /** Civil day on which it was gathered. */
  today: string;
  year: YearFacts;
  project: Project;
  place: Neighbourhood;
  round: Round | null;
  steps: ProjectStep[];
  application: ApplicationVersion | null;
  versions: { id: string; version: number; submittedAt: Date; grantFen: bigint; totalFen: bigint }[];
  checks: ApplicationCheck[];
  matter: Matter | null;
  meetings: MeetingFacts[];
  resolutions: Resolution[];
  ballots: Ballot[];
  /** Titles of the policies that the office adopted, by code and version as a check keeps them. */
  policyTitles: ReadonlyMap<string, { zh: string; en: string }>;
  rulings: KeptRuling[];
  reviews: ReviewBoard;
  proposals: AwardProposal[];
  notices: { notice: Notice; objections: Objection[] }[];
  account: ProjectAccount;
  ledgers: Map<string, LedgerEntry[]>;
  spending: SpendingRequest[];
  spendingPapers: Map<string, string[]>;
  expenses: Expense[];
  vouchers: Voucher[];
  shifts: Shift[];
  checkIns: CheckIn[];
  notes: MidTermNote[];
  changes: ChangeRequest[];
  acceptances: Acceptance[];
  settlement: Settlement | null;
  settlementCheck: SettlementCheck | null;
  grades: Grade[];
  gradeChoices: GradeChoice[];
  readings: IndicatorReading[];
  marks: PictureMark[];
  upkeep: UpkeepTask[];
  categories: ReadonlyMap<string, { zh: string; en: string }>;
  /** Names of persons and organisations that only stand there by their id. */
  names: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, FileInfo>;
  audit: AuditLine[];
  auditHead: { day: string; seq: bigint; digest: string } | null;
}

const unique = <T extends { id: string }>(all: readonly T[]): T[] => [...new Map(all.map((one) => [one.id, one])).values()];

/** Gathers a project through the other modules' doors; null when there is no such project. */
export async function gatherDossier(tx: Tx, projectId: string, today: string): Promise<DossierFacts | null> {
  const project = await findProject(tx, projectId);
  const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
  if (!project || !place) return null;
  const about = { projectId: project.id, matterId: project.matterId };
  // A matter can have several projects: what was called for another one does not belong here.
  const ofThisProject = (one: { projectId: string | null }) => one.projectId === null || one.projectId === project.id;
  const meetings: MeetingFacts[] = [];
  const ballots = await ballotsAbout(tx, about);
  for (const meeting of (await meetingsAbout(tx, about)).filter((one) => one.state !== 'cancelled' && ofThisProject(one))) {
    meetings.push({
      meeting,
      notice: meeting.noticeId ? await findNotice(tx, meeting.noticeId) : null,
      attendance: await attendanceOf(tx, meeting.id),
      minutes: (await minutesOf(tx, meeting.id)).at(-1) ?? null,
    });
    ballots.push(...(await ballotsAbout(tx, { meetingId: meeting.id })));
  }
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  const resolutions = (await resolutionsAbout(tx, about)).filter((one) => ofThisProject(one) || application?.resolutionIds.includes(one.id));
  const proposals = await proposalsOf(tx, project.id);
  const notices = await noticesAbout(tx, project.id);
  for (const proposal of proposals) {
    const notice = await findNotice(tx, proposal.noticeId);
    if (notice) notices.push(notice);
  }
  const withObjections = [];
  for (const notice of unique(notices)) withObjections.push({ notice, objections: await objectionsTo(tx, notice.id) });
  const account = await projectAccount(tx, project.id);
  const ledgers = new Map<string, LedgerEntry[]>();
  for (const source of account.sources) ledgers.set(source.awardId, await awardLedger(tx, source.awardId));
  const spending = (await listSpendingRequests(tx, project.id)).reverse();
  const spendingPapers = new Map<string, string[]>();
  for (const request of spending)
    spendingPapers.set(
      request.id,
      (await listSpendingEvidence(tx, request.id)).map((one) => one.fileId),
    );
  const expenses = await expensesOf(tx, project.id);
  const vouchers = await vouchersOfProject(tx, project.id);
  const checkIns = (await listCheckIns(tx, project.id)).reverse();
  const marks = await listPictureMarks(tx, project.id);
  const upkeep = await listUpkeep(tx, project.id);
  const persons = [
    ...resolutions.flatMap((one) => [one.executorPersonId, one.supervisorPersonId]),
    ...spending.map((one) => one.requesterId),
    ...meetings.flatMap((one) => [one.meeting.chairPersonId, one.meeting.recorderPersonId]),
    ...withObjections.flatMap((one) => one.objections.map((each) => each.personId)),
    ...withObjections.flatMap((one) => one.objections.map((each) => each.answer?.answeredBy ?? null)),
    project.createdBy,
  ].flatMap((id) => (id === null ? [] : [id]));
  const names = new Map(await personNames(tx, [...new Set(persons)]));
  for (const { executorOrganisationId: id } of resolutions) {
    const organisation = id === null ? null : await findOrganisation(tx, id);
    if (organisation) names.set(organisation.id, organisation.name);
  }
  const fileIds = [
    ...vouchers.map((one) => one.fileId),
    ...expenses.map((one) => one.proofFileId),
    ...checkIns.flatMap((one) => one.fileIds),
    ...marks.map((one) => one.fileId),
    ...upkeep.map((one) => one.check?.photoFileId ?? null),
    ...[...spendingPapers.values()].flat(),
    ...(application?.evidence.map((one) => one.fileId) ?? []),
    project.agreementFileId,
  ].flatMap((id) => (id === null ? [] : [id]));
  const [head] = await listDayHeads(tx, 1);
  const settlement = await findSettlement(tx, project.id);
  return {
    today,
    year: await gatherYear(tx, project),
    project,
    place,
    meetings,
    resolutions,
    proposals,
    account,
    ledgers,
    spending,
    spendingPapers,
    expenses,
    vouchers,
    checkIns,
    marks,
    upkeep,
    application,
    names,
    ballots: unique(ballots).filter(ofThisProject),
    notices: withObjections,
    round: project.roundId ? await findRound(tx, project.roundId) : null,
    steps: await projectSteps(tx, project.id),
    versions: await listVersions(tx, project.id),
    checks: application ? await listChecks(tx, application.id) : [],
    matter: project.matterId ? await findMatter(tx, project.matterId) : null,
    policyTitles: new Map(
      (await adoptedPolicies(tx)).map((one) => [`${one.code} ${one.version}`, { zh: `${one.title}（${one.version}）`, en: `${one.titleEn} (${one.version})` }]),
    ),
    rulings: await rulingsFor(tx, project.id),
    reviews: await reviewBoard(tx, project.id),
    shifts: await listShifts(tx, project.id),
    notes: await listNotes(tx, project.id),
    changes: await listChanges(tx, project.id),
    acceptances: await listAcceptances(tx, project.id),
    settlement,
    settlementCheck: settlement && (await settlementCheckOf(tx, settlement.id)),
    grades: await listGrades(tx, project.id),
    gradeChoices: (await gradeChoices(tx, today, project)).choices,
    readings: await listReadings(tx, project.id),
    categories: new Map((await listCategories(tx)).map((one) => [one.code, { zh: one.zh, en: one.en }])),
    files: new Map((await findFiles(tx, [...new Set(fileIds)])).map((file) => [file.id, file])),
    audit: await auditOf(tx, project.id),
    auditHead: head ? { day: head.day, seq: head.seq, digest: head.digest } : null,
  };
}
