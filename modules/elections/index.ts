/** Elections of the neighbourhood committee: roll, nomination, candidates, secret ballots, count in public, result, terms. */
export { beginCount, decidePaper, finishCount, readPaper, type ReadPaperInput } from './count-papers.ts';
export { callRunoff, declareResult } from './declare-result.ts';
export {
  byDraw,
  byStrokes,
  type Candidate,
  comesOntoTheList,
  type Election,
  type ElectionState,
  electionStates,
  isSpoiled,
  missingRules,
  officialDuties,
  type OfficialDuty,
  type Post,
  type PostKind,
  postKinds,
  readAlike,
  type Reading,
  type RuleAnswer,
  type RuleKey,
  ruleKeys,
  type Rules,
  type Running,
  runningTally,
  tallyMarks,
} from './election.ts';
export { listCandidates, openElectionVoting } from './list-candidates.ts';
export { answerNomination, checkCandidate, nominate, type NominateInput, openNominations } from './nominate.ts';
export { electionPermissions } from './permissions.ts';
export { cancelElection, electionRules, postNames, prepareElection, type PrepareInput } from './prepare-election.ts';
export { nameOfficial, relieveOfficial, showElectionRoll } from './run-roll.ts';
export { handOutPapers, type HandOutInput, takeInPapers } from './station.ts';
export {
  candidatesOf,
  type CandidateResult,
  committeeOn,
  electionOfBallot,
  findElection,
  listElections,
  type Official,
  officialsOf,
  type PaperReading,
  postsOf,
  readingsOf,
  resultsOf,
  type ResultStatus,
  runoffOf,
  type Term,
  type Visit,
  visitsOf,
} from './store.ts';
export { lastDayOfTerm, takeOffice } from './take-office.ts';
