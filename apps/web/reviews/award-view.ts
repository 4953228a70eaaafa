import { type Category, listCategories } from '#modules/books';
import { currentPack, findRound, type Round } from '#modules/funds';
import { type Notice, objectionsTo } from '#modules/notices';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import { type ApplicationVersion, findApplication, findProject, type Project } from '#modules/projects';
import {
  type Agreement,
  type AgreementContent,
  agreementNow,
  agreementsOf,
  type AwardNoticeTerm,
  digestOf,
  awardNoticeTerm,
  type AwardProposal,
  committedFen,
  noticeChain,
  proposalsOf,
  reviewBoard,
  type ReviewBoard,
  reviewsEnough,
  roundScores,
  scoreOf,
  type TermMissing,
} from '#modules/reviews';
import { rubricRule } from '#libs/policy';
import type { Result } from '#libs/result';
import type { Tx } from '#platform/database';

/** What the page of a project's scores and award is drawn from. */
export interface AwardFigures {
  project: Project;
  application: ApplicationVersion;
  placeName: string;
  placeCode: string;
  committeeKind: Neighbourhood['committeeKind'];
  categories: Category[];
  round: Round | null;
  /** What the round can still award, this project's own proposal not counted. */
  leftFen: bigint;
  board: ReviewBoard;
  /** The total by everything that counts in the round, where that is more than the reviews. */
  total: string | null;
  enough: boolean;
  /** Newest first. */
  proposals: AwardProposal[];
  notice: Notice | null;
  objections: { all: number; open: number };
  /** Codes of the rubric's criteria in the policy's order. */
  criteria: string[];
  /** The newest version of the agreement, and what would be signed now. */
  agreement: { version: Agreement | null; content: AgreementContent | null; digest: string | null };
  /** Null while no policy is adopted. */
  term: Result<AwardNoticeTerm, TermMissing> | null;
}

/** Loads them; null where there is no application. */
export async function loadAward(tx: Tx, projectId: string, today: string): Promise<AwardFigures | null> {
  const project = await findProject(tx, projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!project || !application) return null;
  const place = await findNeighbourhood(tx, project.neighbourhoodId);
  const round = project.roundId ? await findRound(tx, project.roundId) : null;
  const board = await reviewBoard(tx, projectId);
  const shown = round && board.mean ? scoreOf(await roundScores(tx, round.id), projectId, board.mean) : null;
  const proposals = await proposalsOf(tx, projectId);
  const now = proposals[0];
  const notices = now ? await noticeChain(tx, now.noticeId) : [];
  const objections = (await Promise.all(notices.map(({ id }) => objectionsTo(tx, id)))).flat();
  const pack = await currentPack(tx, today, project);
  const version = (await agreementsOf(tx, [projectId])).get(projectId)?.[0] ?? null;
  const content = project.state === 'awarded' || !version ? await agreementNow(tx, project, today) : version.content;
  const own = now && now.confirmation?.decision !== 'refused' && project.state === 'noticed' ? now.grantFen : 0n;
  return {
    project,
    application,
    placeName: place?.name ?? '',
    placeCode: place?.code ?? '',
    committeeKind: place?.committeeKind ?? 'residents',
    categories: await listCategories(tx),
    round,
    board,
    total: shown?.word === '总分' ? shown.text : null,
    proposals,
    leftFen: round ? round.poolFen - (await committedFen(tx, round.id)) + own : 0n,
    enough:
      round !== null &&
      reviewsEnough(
        board.reviews.map(({ review }) => review),
        round.reviewersWanted,
      ),
    agreement: { version, content, digest: content && digestOf(JSON.stringify(content)) },
    notice: notices.at(-1) ?? null,
    objections: { all: objections.length, open: objections.filter(({ answer }) => answer === null).length },
    criteria: pack ? (rubricRule(pack)?.rule.criteria.map(({ code }) => code) ?? []) : [],
    term: pack ? awardNoticeTerm(pack, today) : null,
  };
}
