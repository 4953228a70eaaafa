import {
  type CommitteeWord,
  currentPack,
  findRound,
  type Help,
  helpIn,
  nothingIsLeft,
  type Nudge,
  nudgesOf,
  officeSetting,
  type PlaceFacts,
  type Quota,
  type QuotaProposal,
  quotasOf,
  type Round,
  type RoundStanding,
  sleepingYearsKey,
  suggestQuotas,
  whereItStands,
  wordsOf,
} from '#modules/funds';
import { gradeAdjustments } from '#modules/closing';
import { countsByNeighbourhood, listNeighbourhoods, type Neighbourhood } from '#modules/places';
import { listProjects, pastBesideRound, type Project, versionTotals } from '#modules/projects';
import { proposalsIn } from '#modules/reviews';
import type { Tx } from '#platform/database';

/** One neighbourhood in a round. */
export interface PlaceLine {
  place: Neighbourhood;
  facts: PlaceFacts;
  standing: RoundStanding;
  projects: Project[];
  askedFen: bigint;
  quota: Quota | null;
  word: CommitteeWord | null;
  nudges: Nudge[];
  helps: Help[];
}

/** A round by neighbourhood. */
export interface FollowView {
  round: Round;
  lines: PlaceLine[];
  /** After how many years without an application the office calls a neighbourhood sleeping; null: not set. */
  sleepingYears: number | null;
}

const alive = (project: Project): boolean => !['draft', 'returned', 'withdrawn', 'declined', 'stopped'].includes(project.state);

/** Loads where every neighbourhood of the subdistrict stands in a round. */
export async function loadFollow(tx: Tx, roundId: string): Promise<FollowView | null> {
  const round = await findRound(tx, roundId);
  if (!round) return null;
  const setting = await officeSetting(tx, sleepingYearsKey);
  const sleepingYears = setting && /^[1-9]\d?$/.test(setting.value) ? Number(setting.value) : null;
  const projects = await listProjects(tx, { roundId });
  const past = await pastBesideRound(tx, round);
  const totals = await versionTotals(
    tx,
    projects.flatMap(({ applicationId }) => (applicationId ? [applicationId] : [])),
  );
  const proposals = new Map((await proposalsIn(tx, roundId)).map((proposal) => [proposal.projectId, proposal]));
  const [quotas, words, nudges, helps] = [await quotasOf(tx, roundId), await wordsOf(tx, roundId), await nudgesOf(tx, roundId), await helpIn(tx, roundId)];
  const lines = (await listNeighbourhoods(tx)).map((place): PlaceLine => {
    const here = projects.filter(({ neighbourhoodId }) => neighbourhoodId === place.id);
    const before = past.get(place.id);
    const quota = quotas.get(place.id) ?? null;
    const usedFen = here.reduce((sum, project) => {
      const proposal = proposals.get(project.id);
      return alive(project) && proposal && proposal.confirmation?.decision !== 'refused' ? sum + proposal.grantFen : sum;
    }, 0n);
    const facts: PlaceFacts = {
      applied: here.filter(({ state }) => !['draft', 'returned', 'withdrawn'].includes(state)).length,
      returned: here.filter(({ state }) => state === 'returned').length,
      drafts: before?.drafts ?? 0,
      lastYear: before?.lastYear ?? null,
      refusedBefore: before?.refusedBefore ?? false,
      quotaFen: quota?.amountFen ?? null,
      countLimit: quota?.countLimit ?? null,
      usedFen,
      usedCount: here.filter(alive).length,
    };
    return {
      place,
      facts,
      standing: whereItStands(facts, round.year, sleepingYears),
      projects: here,
      askedFen: here.filter(alive).reduce((sum, project) => sum + (project.grantAwardedFen ?? totals.get(project.applicationId ?? '')?.grantFen ?? 0n), 0n),
      quota,
      word: words.get(place.id) ?? null,
      nudges: nudges.filter(({ neighbourhoodId }) => neighbourhoodId === place.id),
      helps: helps.filter(({ neighbourhoodId }) => neighbourhoodId === place.id),
    };
  });
  return { round, lines, sleepingYears };
}

/** True where somebody should speak with the committee: it has not applied, and money is left. */
export const worthANudge = ({ standing, facts, word }: PlaceLine): boolean =>
  !['applied', 'returned', 'no-money-left'].includes(standing) && !nothingIsLeft(facts) && word?.plan !== 'not-this-time';

/** Quotas as the round's policy gives them, by neighbourhood; empty without a policy. */
export async function proposedQuotas(tx: Tx, round: Round, today: string, places: readonly Neighbourhood[]): Promise<QuotaProposal[]> {
  const pack = await currentPack(tx, today, { roundId: round.id });
  if (!pack) return [];
  const counts = await countsByNeighbourhood(tx);
  return suggestQuotas(
    pack,
    places.map((place) => ({
      neighbourhoodId: place.id,
      kind: place.committeeKind,
      // Nobody has been entered yet: the number is not known, not nought.
      households: counts.get(place.id)?.households || null,
      residents: null,
    })),
    // Grades go in as reasons of their own, so that the page can say which project moved the sum.
    await gradeAdjustments(tx, round.year - 1, today, { roundId: round.id }),
  );
}
