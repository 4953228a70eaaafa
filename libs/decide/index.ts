export { type Measure, type TallyError, type TallyInput, type TallyRule, parseTally } from './tally-input.ts';
export { type Tally, type TallyTest, tally } from './tally.ts';
export { LAW_RULES, type LawRule, type LawRuleCode } from './law-rules.ts';
