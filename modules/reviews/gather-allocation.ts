import { formatDay } from '#libs/civil-time';
import { capAmount, projectTiers, type ResolvedPack, rulesOfKind, yearQuotas } from '#libs/policy';
import type { Tx } from '#platform/database';
import { currentPack, quotasOf, type Round } from '#modules/funds';
import { countsByNeighbourhood, listNeighbourhoods } from '#modules/places';
import { findApplication, listProjects, type Project, versionTotals } from '#modules/projects';
import { centipoints } from './allocation.ts';
import { type AllocationInput, allocationInput } from './allocation-input.ts';
import { type AwardProposal, committedFen, proposalsIn } from './award-store.ts';
import { reviewBoards } from './queries.ts';
import { reviewsEnough } from './review-board.ts';
import { roundScores } from './round-scores.ts';
import { votesCast } from './round-votes.ts';

/** What the office sets for a run beside what the policy says. */
export interface AllocationTerms {
  /** Hundredths of a point; null: no least mean. */
  minimumCentipoints: number | null;
  /** Most for a neighbourhood in this round where the office has decided one; null: what the policy says, if anything. */
  placeCapFen: bigint | null;
}

/** A project whose result is still open: before the reviewers, or on notice without the head's word; who waits has it already. */
export const theResultIsOpen = (project: Pick<Project, 'state'>, proposal: Pick<AwardProposal, 'confirmation'> | undefined): boolean =>
  project.state === 'in_review' || (project.state === 'noticed' && proposal?.confirmation?.decision !== 'confirmed');

const leastOf = (amounts: readonly bigint[]): bigint | null => amounts.reduce<bigint | null>((low, each) => (low === null || each < low ? each : low), null);

/** The cap of any project, whatever its kind; null where the policy has none or the office has not set it. */
export const projectCapOf = (pack: ResolvedPack): bigint | null =>
  leastOf(
    rulesOfKind(pack, 'cap').flatMap(({ rule }) => {
      if (rule.scope !== 'project' || rule.projectTiers) return [];
      const amount = capAmount(rule, {});
      return amount.kind === 'known' ? [amount.fen] : [];
    }),
  );

/** What each neighbourhood may still get: by its quota in the round, or by the policy's yearly sums, whichever is less, with the words on where that comes from. */
async function placeCapsOf(
  tx: Tx,
  pack: ResolvedPack,
  round: Round,
  open: ReadonlySet<string>,
  proposals: readonly AwardProposal[],
): Promise<AllocationInput['placeCaps']> {
  const quotas = await quotasOf(tx, round.id);
  const inRound = await listProjects(tx, { roundId: round.id });
  const promisedIn = (placeId: string) =>
    proposals.reduce((sum, { projectId, grantFen, confirmation }) => {
      const project = inRound.find(({ id }) => id === projectId);
      const counts = project?.neighbourhoodId === placeId && !open.has(projectId) && !['withdrawn', 'declined'].includes(project.state);
      return sum + (counts && confirmation?.decision !== 'refused' ? grantFen : 0n);
    }, 0n);
  const counts = await countsByNeighbourhood(tx);
  const awarded = new Map<string, bigint>();
  for (const project of await listProjects(tx)) {
    if (project.year !== round.year || project.grantAwardedFen === null || project.state === 'withdrawn' || open.has(project.id)) continue;
    awarded.set(project.neighbourhoodId, (awarded.get(project.neighbourhoodId) ?? 0n) + project.grantAwardedFen);
  }
  return (await listNeighbourhoods(tx)).flatMap(({ id }) => {
    const households = counts.get(id)?.households ?? 0;
    const known = yearQuotas(pack, { households: households > 0 ? households : null }).flatMap((quota) => (quota.kind === 'known' ? [quota] : []));
    const quota = quotas.get(id);
    const rooms = [
      ...known.map((each) => ({ left: each.fen - (awarded.get(id) ?? 0n), basis: `${each.source} ${each.clause}` })),
      ...(quota && quota.amountFen !== null && quota.over === 'refuse'
        ? [{ left: quota.amountFen - promisedIn(id), basis: `本轮额度（${quota.setByName}，${formatDay(quota.setOn, 'zh')}）` }]
        : []),
    ];
    const [tightest] = rooms.toSorted((a, b) => (a.left < b.left ? -1 : a.left > b.left ? 1 : 0));
    return tightest ? [{ placeId: id, fen: String(tightest.left > 0n ? tightest.left : 0n), basis: tightest.basis }] : [];
  });
}

/** The inputs of a round's scenarios as they are now. `no-policy` · `nothing-to-share` no application has all its reviews. */
export async function gatherAllocation(
  tx: Tx,
  round: Round,
  terms: AllocationTerms,
  today: string,
): Promise<AllocationInput | 'no-policy' | 'nothing-to-share'> {
  const pack = await currentPack(tx, today, { roundId: round.id });
  if (!pack) return 'no-policy';
  const boards = await reviewBoards(tx, round.id);
  const scores = await roundScores(tx, round.id);
  const newest = new Map((await proposalsIn(tx, round.id)).map((proposal) => [proposal.projectId, proposal]));
  const open = (await listProjects(tx, { roundId: round.id })).filter((project) => theResultIsOpen(project, newest.get(project.id)));
  const places = await listNeighbourhoods(tx);
  const placeName = new Map(places.map(({ id, name }) => [id, name]));
  const totals = await versionTotals(
    tx,
    open.flatMap(({ applicationId }) => applicationId ?? []),
  );
  const tiers = projectTiers(pack);
  const tierOf = new Map<string, string | null>();
  if (tiers.length > 0)
    for (const { id, applicationId } of open) tierOf.set(id, applicationId ? ((await findApplication(tx, applicationId))?.projectTier ?? null) : null);
  const projects = open.flatMap((project) => {
    const board = boards.get(project.id);
    const amounts = totals.get(project.applicationId ?? '');
    const reviews = board?.reviews.map(({ review }) => review) ?? [];
    // What counts: the written reviews, and what else the round has said to count; while a part is missing the project waits.
    const total = scores?.projects.get(project.id)?.total ?? null;
    if (!total || !amounts || !reviewsEnough(reviews, round.reviewersWanted)) return [];
    return [
      {
        id: project.id,
        key: `${project.serial} ${placeName.get(project.neighbourhoodId) ?? ''}`,
        title: project.title,
        placeId: project.neighbourhoodId,
        tier: tierOf.get(project.id) ?? null,
        tierCapFen: tiers.find(({ code }) => code === tierOf.get(project.id))?.capFen?.toString() ?? null,
        askedFen: String(amounts.grantFen),
        totalFen: String(amounts.totalFen),
        mean: [String(total.numerator), String(total.denominator)] as [string, string],
      },
    ];
  });
  if (projects.length === 0) return 'nothing-to-share';
  projects.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1));
  const ids = new Set(projects.map(({ id }) => id));
  const promised = await committedFen(tx, round.id);
  const own = [...newest.values()].reduce((sum, each) => sum + (ids.has(each.projectId) && each.confirmation?.decision !== 'refused' ? each.grantFen : 0n), 0n);
  const left = round.poolFen - promised + own;
  const byReviewer = new Map<string, [string, number][]>();
  for (const { id } of projects)
    for (const { review, total } of boards.get(id)?.reviews ?? [])
      if (total)
        byReviewer.set(review.reviewerId, [
          ...(byReviewer.get(review.reviewerId) ?? []),
          [id, centipoints([String(total.numerator), String(total.denominator)])],
        ]);
  const byPolicy = await placeCapsOf(tx, pack, round, ids, [...newest.values()]);
  const setCap = terms.placeCapFen;
  return allocationInput.parse({
    format: 1,
    roundId: round.id,
    poolFen: String(left > 0n ? left : 0n),
    minimumCentipoints: terms.minimumCentipoints,
    projectCapFen: projectCapOf(pack)?.toString() ?? null,
    placeCaps: (setCap === null
      ? byPolicy
      : places.map(({ id }) => {
          const policy = byPolicy.find(({ placeId }) => placeId === id);
          return policy && BigInt(policy.fen) < setCap ? policy : { placeId: id, fen: String(setCap), basis: '自治办为本轮确定' };
        })
    ).toSorted((a, b) => (a.placeId < b.placeId ? -1 : 1)),
    tierCaps: [],
    places: places.map(({ id, name }) => ({ id, name })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    projects,
    reviewers: [...byReviewer].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, marks]) => marks),
    residents: await votesCast(
      tx,
      round.id,
      open.filter(({ id }) => ids.has(id)),
      scores?.terms.voteBallotId ?? null,
    ),
  });
}
