/** The award of a whole round: scenarios, decision, letters, objections, waiting list, agreements. */
export {
  type Agreement,
  type AgreementContent,
  agreementsOf,
  type AgreementSide,
  agreementSides,
  type AgreementSignature,
  bothHaveSigned,
} from './agreement-store.ts';
export { agreementNow, agreementPeriod } from './agreement-terms.ts';
export { applyRule, centipoints, digestOf, rulesFor, scenariosOf } from './allocation.ts';
export {
  ALLOCATION_RULES,
  type AllocationInput,
  allocationInput,
  type AllocationOutcome,
  type AllocationProject,
  type AllocationRuleKey,
  type LineReason,
  type ScenarioLine,
} from './allocation-input.ts';
export {
  type AllocationChoice,
  type AllocationRun,
  type AllocationScenario,
  choicesOf,
  chosenScenario,
  findRun,
  findScenario,
  listRuns,
  newestRun,
  scenariosIn,
} from './allocation-store.ts';
export { chooseScenario, computeScenarios, recheckRun, type ScenarioRefusal } from './compute-scenarios.ts';
export { confirmRound, type ConfirmRoundRefusal, decisionWaitsFor, openLinesOf } from './confirm-round.ts';
export {
  type AwardObjection,
  decisionOfNotice,
  decisionsOf,
  findDecision,
  type LetterReceipt,
  objectionsOfRound,
  receiptsOf,
  type RoundDecision,
  upheldObjections,
  waitingListOf,
} from './decision-store.ts';
export { type AllocationTerms, gatherAllocation, theResultIsOpen } from './gather-allocation.ts';
export { keepAfterObjection, type KeepError } from './keep-after-objection.ts';
export { objectToRound, type RoundObjectionInput } from './object-to-round.ts';
export { type DecidedLine, faultOfLine, proposeRound, type ProposeRoundCode, type ProposeRoundRefusal, readRefusal } from './propose-round.ts';
export { amendAgreement, signAgreement, type SignAgreementInput, type Signed, signForTheOffice, signOwnSide, type SignRefusal } from './sign-agreement.ts';
export { type Spread, spreadOf } from './spread.ts';
export { takeLetter, theAwardHasTerms } from './take-letter.ts';
export { endWaitingList, moveUpFromWaiting } from './waiting-list.ts';
export { askToProposeAnewIn, factsThatUnsettleResults, watchUpheld } from './watch-upheld.ts';
export { askToMoveUpIn, factsThatFreeMoney, watchWaiting } from './watch-waiting.ts';
