import { type Ballot, findBallot, rollCountOf, votedElectors } from '#modules/ballots';
import {
  type Candidate,
  candidatesOf,
  type CandidateResult,
  type Election,
  findElection,
  type Official,
  officialsOf,
  type Post,
  postsOf,
  resultsOf,
  runoffOf,
  type Visit,
  visitsOf,
} from '#modules/elections';
import { maskName } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import type { DutyItem, Tone } from '../ui/index.ts';

export type Place = { id: string; code: string; name: string };
export interface SeenPost extends Post {
  ballot: Ballot;
  roll: number;
  voted: number;
}
/** An election with everything its page shows and what the reader may do. */
export interface ElectionView {
  place: Place;
  election: Election;
  posts: SeenPost[];
  /** Names are masked until the list is published, for whoever does not run the election. */
  candidates: (Candidate & { mine: boolean })[];
  officials: Official[];
  visits: Visit[];
  results: ReadonlyMap<string, CandidateResult>;
  runoff: Election | null;
  turns: DutyItem[];
  may: { prepare: boolean; check: boolean; station: boolean; declare: boolean; confirm: boolean; count: boolean; signedIn: boolean };
}

/** Reads an election for its pages; null when there is none. */
export function loadElection(w: Web, id: string): Promise<ElectionView | null> {
  return w.read(async (tx): Promise<ElectionView | null> => {
    const election = await findElection(tx, id);
    const place = election && (await findNeighbourhood(tx, election.neighbourhoodId));
    if (!election || !place) return null;
    const at = { neighbourhoodId: election.neighbourhoodId };
    const posts: SeenPost[] = [];
    for (const post of await postsOf(tx, id)) {
      const ballot = await findBallot(tx, post.ballotId);
      if (ballot) posts.push({ ...post, ballot, roll: await rollCountOf(tx, post.ballotId), voted: (await votedElectors(tx, post.ballotId)).size });
    }
    const officials = await officialsOf(tx, id);
    const seesNames = w.can('election.names', at);
    const me = w.actor.personId;
    return {
      place,
      election,
      posts,
      candidates: (await candidatesOf(tx, id)).map((one) => ({
        ...one,
        mine: me !== null && one.personId === me,
        name: one.place !== null || seesNames || one.personId === me ? one.name : maskName(one.name),
        checkNote: seesNames || one.personId === me ? one.checkNote : null,
      })),
      officials,
      visits: await visitsOf(tx, id),
      results: new Map((await resultsOf(tx, id)).map((one) => [one.candidateId, one])),
      runoff: await runoffOf(tx, id),
      turns: await loadTurns(tx, { subjectId: id }, w),
      may: {
        prepare: w.can('election.prepare', at),
        check: w.can('election.check', at),
        station: w.can('election.station', at),
        declare: w.can('election.declare', at),
        confirm: w.can('election.confirm', at),
        count: officials.some((one) => one.duty === 'counter' && one.personId === me),
        signedIn: w.actor.kind !== 'anonymous',
      },
    };
  });
}

const tones: Partial<Record<Election['state'], Tone>> = {
  voting: 'act',
  nomination: 'act',
  counting: 'act',
  decided: 'good',
  'in-office': 'good',
  cancelled: 'bad',
};
export const toneOf = (election: Pick<Election, 'state'>): Tone => tones[election.state] ?? 'wait';
