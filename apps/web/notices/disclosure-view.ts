import { type Day, dayOf } from '#libs/civil-time';
import { awardsOfProjects, totalOf } from '#modules/books';
import { type Ballot, listBallots } from '#modules/ballots';
import { listMeetings, listResolutions, type Meeting, type Resolution } from '#modules/meetings';
import { listNotices, type Notice, noticeState, type Objection, objectionsToMany } from '#modules/notices';
import { maskName, maskPhonesIn, personNames } from '#modules/people';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import { findSettlement, isPublic, listProjects, type Project } from '#modules/projects';
import type { Tx } from '#platform/database';
import { type CheckLine, loadChecklist } from './checklist.ts';

/** A notice with its objections as everybody may read them: names and phone numbers masked. */
export interface DisclosedNotice extends Notice {
  objections: (Pick<Objection, 'id' | 'text' | 'at' | 'answer'> & { by: string })[];
}
/** The account of one project in sums; amounts in fen. */
export interface DisclosedAccount {
  project: Project;
  receivedFen: bigint;
  spentFen: bigint;
  returnedFen: bigint;
  availableFen: bigint;
  settledOn: Day | null;
  /** Money of residents is in it. */
  raised: boolean;
}
/** Something that is on a day: a meeting, the last day of a notice, the closing of a ballot. */
export interface DisclosedDate {
  kind: 'meeting' | 'noticeEnds' | 'ballotCloses';
  at: Date | null;
  day: Day;
  title: string;
  /** Below the subdistrict's base. */
  path: string;
}
/** Everything a neighbourhood makes public. */
export interface Disclosure {
  place: Neighbourhood;
  /** On display or standing, newest first; ended ones of the last year follow. */
  notices: DisclosedNotice[];
  accounts: DisclosedAccount[];
  resolutions: Resolution[];
  /** Those whose roll is shown, that are open or over; newest first. */
  ballots: Ballot[];
  meetings: Meeting[];
  /** From today on, in order. */
  calendar: DisclosedDate[];
  checklist: CheckLine[];
}

/** Reads all that a neighbourhood makes public, through the doors of the modules; null when there is no such place. */
export async function loadDisclosure(tx: Tx, placeCode: string, today: Day): Promise<Disclosure | null> {
  const place = await findNeighbourhood(tx, placeCode);
  if (!place) return null;
  const notices = await disclosedNotices(tx, place.id, today);
  const accounts = await disclosedAccounts(tx, place.id);
  const resolutions = await listResolutions(tx, place.id);
  const ballots = (await listBallots(tx, place.id)).filter((ballot) => ballot.state !== 'draft');
  const meetings = await listMeetings(tx, place.id);
  return {
    place,
    notices,
    accounts,
    resolutions,
    ballots,
    meetings,
    calendar: calendarOf({ notices, ballots, meetings }, today),
    checklist: await loadChecklist(tx, { place, accounts, resolutions, meetings }, today),
  };
}

async function disclosedNotices(tx: Tx, neighbourhoodId: string, today: Day): Promise<DisclosedNotice[]> {
  const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
  const all = (await listNotices(tx, { neighbourhoodId })).filter((notice) => notice.endDay === null || notice.endDay >= yearAgo);
  const objections = await objectionsToMany(
    tx,
    all.map((notice) => notice.id),
  );
  const names = await personNames(
    tx,
    objections.map((one) => one.personId),
  );
  const shown = (one: Objection) => ({
    id: one.id,
    at: one.at,
    text: maskPhonesIn(one.text),
    by: maskName(names.get(one.personId) ?? ''),
    answer: one.answer,
  });
  return all
    .map((notice) => ({ ...notice, objections: objections.filter((one) => one.noticeId === notice.id).map(shown) }))
    .sort((a, b) => Number(noticeState(b, today) === 'open') - Number(noticeState(a, today) === 'open'));
}

async function disclosedAccounts(tx: Tx, neighbourhoodId: string): Promise<DisclosedAccount[]> {
  const projects = (await listProjects(tx, { neighbourhoodId })).filter((project) => isPublic(project.state));
  const awards = await awardsOfProjects(
    tx,
    projects.map((project) => project.id),
  );
  const out: DisclosedAccount[] = [];
  for (const project of projects) {
    const own = awards.filter((award) => award.projectId === project.id);
    if (own.length === 0) continue;
    const { receivedFen, spentFen, returnedFen, availableFen } = totalOf(own);
    const settlement = await findSettlement(tx, project.id);
    out.push({
      project,
      receivedFen,
      spentFen,
      returnedFen,
      availableFen,
      settledOn: settlement ? dayOf(settlement.at) : null,
      raised: own.some((award) => award.sourceKind === 'household' && award.receivedFen > 0n),
    });
  }
  return out;
}

/** What is to come, in order: meetings that are called, notices that end, ballots that close. */
export function calendarOf(
  of: {
    notices: readonly Pick<Notice, 'id' | 'title' | 'startDay' | 'endDay' | 'correctedById' | 'kind'>[];
    ballots: readonly Pick<Ballot, 'id' | 'question' | 'state' | 'closesAt'>[];
    meetings: readonly Pick<Meeting, 'id' | 'title' | 'state' | 'startsAt'>[];
  },
  today: Day,
): DisclosedDate[] {
  const dates: DisclosedDate[] = [
    ...of.meetings
      .filter((one) => one.state === 'called')
      .map((one) => ({ kind: 'meeting' as const, at: one.startsAt, day: dayOf(one.startsAt), title: one.title, path: `/meetings/${one.id}` })),
    ...of.notices
      // The call of a meeting ends with the meeting, which stands there itself.
      .filter((one) => one.endDay !== null && one.correctedById === null && one.kind !== 'meeting')
      .map((one) => ({ kind: 'noticeEnds' as const, at: null, day: one.endDay ?? today, title: one.title, path: `/notices/${one.id}` })),
    ...of.ballots
      .filter((one) => one.state === 'open')
      .map((one) => ({ kind: 'ballotCloses' as const, at: one.closesAt, day: dayOf(one.closesAt), title: one.question, path: `/ballots/${one.id}` })),
  ];
  return dates.filter((one) => one.day >= today).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0)));
}
