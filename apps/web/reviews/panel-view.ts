import { findRound, type Round, takesReviews } from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { findApplication, listProjects, type Project } from '#modules/projects';
import {
  blindReleases,
  blindWords,
  type Cover,
  coversFor,
  type Invitation,
  invitations,
  type Panel,
  panelOf,
  pitchesOf,
  type PitchSession,
  type PlanChange,
  planChanges,
  planSeats,
  type Recusal,
  recusals,
  type ReviewPlan,
  reviewPlans,
  type ReviewSetup,
  reviewSetups,
  type ReviewTerms,
  reviewTerms,
  theBallotIsAbout,
  seatsNow,
} from '#modules/reviews';
import { holdersOf, personNames } from '#modules/people';
import { listBallots } from '#modules/ballots';
import type { Tx } from '#platform/database';
import type { PageFrame } from '../ui/index.ts';
import type { Back } from './back.ts';

/** A project of the round as the pages of its review name it. */
export interface NamedProject {
  project: Project;
  placeName: string;
}
/** What the page of a round's review is drawn from. */
export interface PanelFigures {
  round: Round;
  runs: boolean;
  /** Applications that passed the check and are not before the reviewers yet. */
  checked: number;
  projects: NamedProject[];
  terms: ReviewTerms;
  setups: ReviewSetup[];
  invitations: Invitation[];
  /** Reviewers in office who were not asked. */
  notAsked: { personId: string; name: string }[];
  panel: Panel;
  plan: (ReviewPlan & { seats: ReturnType<typeof seatsNow>; changes: PlanChange[] }) | null;
  recusals: Recusal[];
  sessions: PitchSession[];
  names: Map<string, string>;
  /** Closed ballots over several things, as a source of the residents' vote. */
  ballots: { id: string; question: string }[];
}

/** What the page of a round's review shows. */
export interface PanelPageView extends PanelFigures {
  page: PageFrame;
  today: string;
  query: Record<string, string>;
  may: { setup: boolean; assign: boolean; pitch: boolean };
  back?: Back;
}

/** Projects of a round with their places. */
export async function namedProjects(tx: Tx, roundId: string): Promise<NamedProject[]> {
  const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
  return (await listProjects(tx, { roundId })).map((project) => ({ project, placeName: places.get(project.neighbourhoodId) ?? '' }));
}

/** Loads the review of a round; null where there is no such round. */
export async function loadPanel(tx: Tx, roundId: string, today: string): Promise<PanelFigures | null> {
  const round = await findRound(tx, roundId);
  if (!round) return null;
  const all = await namedProjects(tx, round.id);
  const inReview = all.filter(({ project }) => project.state === 'in_review');
  const asked = await invitations(tx, { roundId });
  const [newest] = (await reviewPlans(tx, roundId)).filter(({ state }) => state !== 'dropped');
  const changes = newest ? await planChanges(tx, newest.id) : [];
  const seats = newest ? seatsNow(await planSeats(tx, newest.id), changes) : [];
  const panel = await panelOf(
    tx,
    round,
    inReview.map(({ project }) => project),
    today,
  );
  const ballots: PanelFigures['ballots'] = [];
  for (const place of new Set(all.map(({ project }) => project.neighbourhoodId)))
    for (const ballot of await listBallots(tx, place))
      if (
        ballot.state === 'closed' &&
        ballot.kind !== 'yes-no' &&
        (await theBallotIsAbout(
          tx,
          ballot.id,
          all.map(({ project }) => project),
        ))
      )
        ballots.push({ id: ballot.id, question: ballot.question });
  const holders = await holdersOf(tx, 'reviewer', null, today);
  const people = [
    ...seats.map(({ personId }) => personId),
    ...changes.flatMap(({ outPersonId, inPersonId }) => [outPersonId, inPersonId]),
    ...holders.map(({ personId }) => personId),
  ];
  return {
    round,
    runs: takesReviews(round),
    checked: all.filter(({ project }) => project.state === 'checked').length,
    projects: inReview,
    terms: await reviewTerms(tx, round),
    setups: await reviewSetups(tx, roundId),
    invitations: asked,
    notAsked: holders.filter(({ personId }) => !asked.some((one) => one.personId === personId)),
    panel,
    plan: newest ? { ...newest, seats, changes } : null,
    recusals: await recusals(tx, { roundId }),
    sessions: await pitchesOf(tx, roundId),
    names: await personNames(tx, [...new Set(people.flatMap((id) => id ?? []))]),
    ballots,
  };
}

/** An application as its covered text is shown to an officer. */
export interface CoveredLine {
  project: Project;
  placeName: string;
  texts: string[];
  covers: Cover[];
  words: string[];
  no: number | null;
}
/** Loads what a blind round's officer looks at. */
export async function loadCovered(tx: Tx, roundId: string): Promise<{ round: Round; blind: boolean; lines: CoveredLine[] } | null> {
  const round = await findRound(tx, roundId);
  if (!round) return null;
  const releases = await blindReleases(tx, roundId);
  const lines: CoveredLine[] = [];
  for (const { project, placeName } of await namedProjects(tx, roundId)) {
    if (project.state !== 'checked' && project.state !== 'in_review') continue;
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!application) continue;
    lines.push({
      project,
      placeName,
      texts: [
        application.title,
        application.goal,
        application.why,
        application.upkeepPlan,
        ...application.members.map(({ name, duty }) => `${name}：${duty}`),
        ...application.sources.map(({ name }) => name),
        ...application.lines.map(({ name }) => name),
        ...application.risks.map(({ risk, answer }) => `${risk} → ${answer}`),
      ],
      covers: await coversFor(tx, project),
      words: await blindWords(tx, project.id),
      no: releases.get(project.id) ?? null,
    });
  }
  return { round, blind: (await reviewTerms(tx, round)).blind?.value === true, lines };
}
