export { type Measure, type TallyError, type TallyInput, type TallyRule, parseTally } from './tally-input.ts';
export type { TallyTest } from './reach.ts';
export { type Tally, tally } from './tally.ts';
export { LAW_RULES, type LawRule, type LawRuleCode } from './law-rules.ts';
export { type OptionStanding, type OptionTally, countOptions } from './count-options.ts';
export { type BallotForm, type OptionBallot, type OptionError, type OptionInput, type OptionRule, type Spoiled, parseOptionTally } from './option-input.ts';
export type { Tie } from './option-places.ts';
export { ELECTORATES, type Electorate, type ElectorateCode, isCountable } from './electorates.ts';
