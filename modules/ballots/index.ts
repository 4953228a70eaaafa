/** Ballots: one question, a frozen roll, named or secret votes from every channel, a verdict with every test. */
export {
  answerOf,
  type Ballot,
  type BallotState,
  type Channel,
  channels,
  countingVote,
  firstCounts,
  lastBeforeClosingCounts,
  mayClose,
  type OptionOutcome,
  type OptionsOutcome,
  type Outcome,
  papersAreShown,
  type RollLine,
  rollWasOpenToObjections,
  type TakenBy,
  type Vote,
  voteIsInTime,
} from './ballot.ts';
export { buildRoll, rollSources } from './build-roll.ts';
export { cancelBallot, type CancelBallotError, cancelBallotIn } from './cancel-ballot.ts';
export { finishVote } from './cast.ts';
export { castAssistedVote, type CastFor, type CastForError, castTabletVote, endTablet, findTablet, openTablet, type Tablet, tabletsOf } from './cast-for.ts';
export { castSecretVote, type CastSecretVoteInput, castVote, type CastVoteError, type CastVoteInput } from './cast-vote.ts';
export { closeBallot, type CloseBallotError, closeBallotIn } from './close-ballot.ts';
export { type Counted } from './count-picks.ts';
export { createBallot, type CreateBallotError, createBallotIn, type CreateBallotInput } from './create-ballot.ts';
export { receiptText } from './envelope.ts';
export { type BallotLaw, ballotLaws, clauseOf, type CustomLaw, type Electorate, electorates } from './law.ts';
export { openBallot, type OpenBallotError, openBallotIn } from './open-ballot.ts';
export { ballotOutcome, countNow, outcomeOf } from './outcome.ts';
export * from './paper-door.ts';
export { ballotPermissions } from './permissions.ts';
export {
  ballotsAbout,
  channelCountsOf,
  findBallot,
  lineByCode,
  lineOf,
  linesFor,
  listBallots,
  type Mark,
  marksOf,
  type MyLine,
  openBallotsIn,
  optionsOf,
  rollCountOf,
  rollOf,
  type SecretVote,
  secretVotesOf,
  voiceCountOf,
  voicesOf,
  votedElectors,
  votesOf,
} from './queries.ts';
export {
  type Answer,
  answerFault,
  type AnswerFault,
  type BallotKind,
  ballotKinds,
  type BallotOption,
  type Bounds,
  type Choice,
  choices,
  type Counting,
  countings,
  type Pick,
  picksOf,
  type Question,
  readAnswer,
  sameAnswer,
  secrecies,
  type Secrecy,
  type SecretAnswer,
} from './question.ts';
export { recountFile } from './recount-file.ts';
export { objectedLines, objectToRoll, type RollShowing, rollShowings, type RollWish, rollWishes } from './roll-objections.ts';
export { castSecretPapersIn, type HandedInVote, recordVotesIn } from './record-votes.ts';
export { answerText, openTies, resultText, standingText, testText, thresholdText } from './result-text.ts';
export { type OptionInput, setBallotOptions, setBallotOptionsIn, type SetOptionsError } from './set-options.ts';
export { destroySpentKey } from './secret-count.ts';
export { showRoll, type ShowRollError, showRollIn } from './show-roll.ts';
export { noteUnfinishedVote, unfinishedLines } from './unfinished.ts';
export { verifyBallots } from './verify-ballots.ts';
export { ballotsSeals } from './seals.ts';
