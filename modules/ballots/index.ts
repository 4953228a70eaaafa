/** Ballots: one question, a frozen roll, named votes from phone and paper, a verdict with every test. */
export {
  type Ballot,
  type BallotState,
  type Channel,
  type Choice,
  choices,
  lastBeforeClosingCounts,
  mayClose,
  type Outcome,
  papersAreShown,
  type RollLine,
  rollWasOpenToObjections,
  type Vote,
  voteIsInTime,
} from './ballot.ts';
export { buildRoll, rollSources } from './build-roll.ts';
export { cancelBallot } from './cancel-ballot.ts';
export { castVote, type CastVoteError, type CastVoteInput } from './cast-vote.ts';
export { closeBallot } from './close-ballot.ts';
export { createBallot, type CreateBallotError, createBallotIn, type CreateBallotInput } from './create-ballot.ts';
export { type BallotLaw, ballotLaws, clauseOf, type Electorate, electorates } from './law.ts';
export { openBallot } from './open-ballot.ts';
export { ballotOutcome, countNow, outcomeOf } from './outcome.ts';
export { type PaperFault, type PaperVote, readPaperVotes } from './paper-votes.ts';
export { ballotPermissions } from './permissions.ts';
export { ballotsAbout, findBallot, linesFor, listBallots, type MyLine, openBallotsIn, rollOf, voiceCountOf, voicesOf, votesOf } from './queries.ts';
export { type PaperVotesRecorded, recordPaperVotes, type RecordPaperVotesInput } from './record-paper-votes.ts';
export { resultText, testText, thresholdText } from './result-text.ts';
export { showRoll } from './show-roll.ts';
export { verifyBallots } from './verify-ballots.ts';
