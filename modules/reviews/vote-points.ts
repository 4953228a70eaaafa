import type { VotePoints } from '#libs/policy';
import { fraction } from './fraction.ts';
import type { Points } from './review.ts';

/** What residents gave one project. */
export interface ProjectVotes {
  projectId: string;
  votes: bigint;
}

/**
 * Votes as points of 100. `of-voters`: 100 × votes ÷ voters. `of-most`: 100 × votes ÷ the most votes. `by-place`: of n projects the first gets 100 and each place
 * below 100/n less; equal votes share a place. Null where it cannot be told: nobody voted, or nothing got a vote.
 */
export function votePoints(how: VotePoints, all: readonly ProjectVotes[], voters: number): Map<string, Points> | null {
  const most = all.reduce((top, { votes }) => (votes > top ? votes : top), 0n);
  if (voters < 1 || most === 0n) return null;
  const n = BigInt(all.length);
  return new Map(
    all.map(({ projectId, votes }) => {
      switch (how) {
        case 'of-voters':
          return [projectId, fraction(100n * votes, BigInt(voters))];
        case 'of-most':
          return [projectId, fraction(100n * votes, most)];
        case 'by-place':
          return [projectId, fraction(100n * (n - BigInt(all.filter((other) => other.votes > votes).length)), n)];
        default:
          return how satisfies never;
      }
    }),
  );
}
