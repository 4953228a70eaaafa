import { z } from 'zod';
import { type ResolvedPack, rubricRule, VOTE_POINTS, type VotePoints } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isCheckViolation, sql, type Tx } from '#platform/database';
import { findBallot } from '#modules/ballots';
import { currentPack, lockRound, type Round } from '#modules/funds';
import { listProjects } from '#modules/projects';
import { theBallotIsAbout } from './round-votes.ts';

/** What makes up a project's total, in percent of it; they add up to 100. */
export interface ScoreParts {
  review: number;
  pitch: number;
  vote: number;
}
/** What the office said for a round, as far as it said anything. */
export interface ReviewSetup {
  version: number;
  blind: boolean | null;
  parts: ScoreParts | null;
  votePoints: VotePoints | null;
  /** The ballot whose votes count; null: the vote that was handed in with the round. */
  voteBallotId: string | null;
  /** From how many points off the median on a review is named to the chair. */
  outlierPoints: number | null;
  reason: string;
  setByName: string;
  setOn: string;
}
const setupRow = z
  .object({
    version: z.number(),
    blind: z.boolean().nullable(),
    review_percent: z.number().nullable(),
    pitch_percent: z.number().nullable(),
    vote_percent: z.number().nullable(),
    vote_points: z.enum(VOTE_POINTS).nullable(),
    vote_ballot_id: z.string().nullable(),
    outlier_points: z.number().nullable(),
    reason: z.string(),
    set_by_name: z.string(),
    set_on: z.string(),
  })
  .transform(
    (r): ReviewSetup => ({
      version: r.version,
      blind: r.blind,
      parts:
        r.review_percent === null || r.pitch_percent === null || r.vote_percent === null
          ? null
          : { review: r.review_percent, pitch: r.pitch_percent, vote: r.vote_percent },
      votePoints: r.vote_points,
      voteBallotId: r.vote_ballot_id,
      outlierPoints: r.outlier_points,
      reason: r.reason,
      setByName: r.set_by_name,
      setOn: r.set_on,
    }),
  );

/** Everything the office said about the review of a round, newest first. */
export const reviewSetups = (tx: Tx, roundId: string): Promise<ReviewSetup[]> =>
  tx.all(sql`select * from review_setup where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by version desc`, setupRow);

/** How a round is reviewed; what the policy says stands before what the office says, what nobody said is null. */
export interface ReviewTerms {
  blind: { value: boolean; by: 'policy' | 'office' } | null;
  parts: { value: ScoreParts; by: 'policy' | 'office' } | null;
  votePoints: { value: VotePoints; by: 'policy' | 'office' } | null;
  voteBallotId: string | null;
  outlierPoints: number | null;
}

/** Puts the policy's word before the office's. */
export function reviewTermsOf(pack: ResolvedPack | null, setup: ReviewSetup | null): ReviewTerms {
  const rubric = pack ? rubricRule(pack)?.rule : undefined;
  const said = <T>(policy: T | null | undefined, office: T | null | undefined) =>
    policy !== null && policy !== undefined
      ? { value: policy, by: 'policy' as const }
      : office !== null && office !== undefined
        ? { value: office, by: 'office' as const }
        : null;
  return {
    blind: said(rubric?.blind, setup?.blind),
    parts: said(rubric?.parts, setup?.parts),
    votePoints: said(rubric?.votePoints, setup?.votePoints),
    voteBallotId: setup?.voteBallotId ?? null,
    outlierPoints: setup?.outlierPoints ?? null,
  };
}

/** How a round is reviewed: by the rules of the day it opened on, and what the office said. */
export async function reviewTerms(tx: Tx, round: Pick<Round, 'id' | 'opensOn'>): Promise<ReviewTerms> {
  const [setup] = await reviewSetups(tx, round.id);
  return reviewTermsOf(await currentPack(tx, round.opensOn, { roundId: round.id }), setup ?? null);
}

/** What the office may say. */
export interface SetupInput extends Pick<ReviewSetup, 'blind' | 'parts' | 'votePoints' | 'voteBallotId' | 'outlierPoints' | 'reason'> {
  roundId: string;
}
/**
 * `reason-required` · `parts-not-100` · `policy-says` the policy has said it already · `scores-are-in` what counts stands once scores are in ·
 * `no-such-ballot` · `ballot-of-others` none of its options names a project of the round · `round-is-over`.
 */
export type SetupRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'reason-required'
  | 'parts-not-100'
  | 'policy-says'
  | 'scores-are-in'
  | 'no-such-ballot'
  | 'ballot-of-others'
  | 'round-is-over';

const stillRuns = (round: Round): boolean => round.state !== 'decided' && round.state !== 'cancelled';

/** Says how a round is reviewed where the policy leaves it open; a change is a new version with its reason. */
export const setReview = (context: CommandContext, input: SetupInput): Promise<Result<void, SetupRefusal | 'key-reused'>> =>
  runCommand(context, 'set-review', async (tx): Promise<Result<void, SetupRefusal>> => {
    if (!tx.can('review.setup', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!stillRuns(round)) return err('round-is-over');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    const { parts } = input;
    if (parts && parts.review + parts.pitch + parts.vote !== 100) return err('parts-not-100');
    const pack = await currentPack(tx, tx.today, { roundId: round.id });
    const rubric = pack ? rubricRule(pack)?.rule : undefined;
    if ((rubric?.blind != null && input.blind !== null) || (rubric?.parts && parts) || (rubric?.votePoints && input.votePoints !== null))
      return err('policy-says');
    if (input.voteBallotId !== null && (await findBallot(tx, input.voteBallotId))?.state !== 'closed') return err('no-such-ballot');
    if (input.voteBallotId !== null && !(await theBallotIsAbout(tx, input.voteBallotId, await listProjects(tx, { roundId: round.id }))))
      return err('ballot-of-others');
    const kept = await insertSetup(tx, { ...input, reason }).catch((error: unknown) => {
      if (isCheckViolation(error)) return 'refused' as const;
      throw error;
    });
    if (kept === 'refused') return err('scores-are-in');
    tx.audit({ action: 'review.setup', subjectKind: 'round', subjectId: round.id, text: { ...input, reason } });
    await tx.emit('review.setup', { roundId: round.id });
    return ok();
  });

async function insertSetup(tx: CommandTx, input: SetupInput): Promise<void> {
  await tx.exec(sql`insert into review_setup (subdistrict_id, round_id, version, blind, review_percent, pitch_percent, vote_percent, vote_points, vote_ballot_id,
      outlier_points, reason, set_by, set_by_name, set_on, set_at)
    select ${tx.subdistrictId}, ${input.roundId}::uuid, coalesce(max(version), 0) + 1, ${input.blind}::boolean, ${input.parts?.review ?? null}::int,
      ${input.parts?.pitch ?? null}::int, ${input.parts?.vote ?? null}::int, ${input.votePoints}::text, ${input.voteBallotId}::uuid, ${input.outlierPoints}::int,
      ${input.reason}::text, ${tx.actor.personId}::uuid, ${tx.actor.name}::text, ${tx.today}::date, ${tx.now}::timestamptz
    from review_setup where subdistrict_id = ${tx.subdistrictId} and round_id = ${input.roundId}`);
}
