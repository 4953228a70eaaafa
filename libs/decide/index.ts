export { type Measure, type TallyError, type TallyInput, type TallyRule, parseTally } from './tally-input.ts';
export type { TallyTest } from './reach.ts';
export { type Tally, tally } from './tally.ts';
export { LAW_RULES, type LawRule, type LawRuleCode } from './law-rules.ts';
export { type OptionStanding, type OptionTally, countOptions } from './count-options.ts';
export { type BallotForm, type OptionBallot, type OptionError, type OptionInput, type OptionRule, type Spoiled, parseOptionTally } from './option-input.ts';
export type { Tie } from './option-places.ts';
export { ELECTORATES, type Electorate, type ElectorateCode, isCountable } from './electorates.ts';
export { type Election, type ElectionInput, type Project, type VoteType, compareIds, electionFrom, fromUnits } from './election.ts';
export { type PbElection, type PbError, parsePb } from './pb/parse-pb.ts';
export { type PbMeta, writePb } from './pb/write-pb.ts';
export { type Progress, allocate, allocateInSteps } from './allocate/allocate.ts';
export type { Caps } from './allocate/caps.ts';
export type { Utility } from './allocate/equal-shares.ts';
export {
  type AllocateError,
  type AllocateOptions,
  type Allocation,
  type AllocationRule,
  type AllocationTie,
  COMPLETIONS,
  type Completion,
  type Loser,
  type LossReason,
  type Payment,
  RULES,
} from './allocate/options.ts';
export { SCORES, type Score } from './allocate/support.ts';
export {
  SHARE_METHODS,
  type ShareCostInput,
  type ShareMethod,
  type SharedCost,
  parseShareCost,
  shapleyWeights,
  shareCost,
  splitByWeights,
} from './share-cost.ts';
export {
  CALIBRATIONS,
  type CalibratedScores,
  type Calibration,
  type Criterion,
  type ReviewError,
  type ReviewInput,
  type Standing,
  calibrateScores,
} from './review-scores.ts';
export { parseReviews } from './parse-reviews.ts';
