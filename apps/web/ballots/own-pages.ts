import { findBallot } from '#modules/ballots';
import { electionOfBallot } from '#modules/elections';
import type { Handler } from '../kit/index.ts';
import { ballotText } from './text.ts';

/**
 * Only for ballots that have pages of their own. Those of a consent go all their steps together, on the campaign's page, and count what was signed; those of an
 * election go theirs on the election's, and its box is the only one.
 */
export const onOwnPages =
  (handler: Handler): Handler =>
  async (w) => {
    const id = w.id();
    const elsewhere = id && (await w.read(async (tx) => (await findBallot(tx, id))?.takenBy === 'consent' || (await electionOfBallot(tx, id)) !== null));
    return elsewhere ? w.refuse('wrong-state', ballotText[w.lang]) : handler(w);
  };
