/** What happens inside a meeting, its signed minutes, and how its resolutions are followed. */
export { askForWord, endWord, enterWord, giveWord, withdrawWord } from './ask-word.ts';
export { askHands, countHands, type CountHandsInput, giveVoice, type HandsRule, handsRules, lawOfHands } from './count-hands.ts';
export { draftMinutes, minuteTheRecord, nothingWasRecorded } from './draft-minutes.ts';
export { civilCode278, ownersCommitteeRules } from './law.ts';
export { nameBallotIn } from './make-resolution.ts';
export { handsOfTheRecord, type MinutedHands, type MinutedProposal, type MinutedRecord, type MinutesHead } from './minutes.ts';
export {
  type Amendment,
  amendmentFits,
  countedInTheRoom,
  currentItem,
  type Decision,
  handsAndVoices,
  type HandCount,
  type HandQuestion,
  type HandsNeed,
  type ItemOpened,
  mayRecord,
  type MeetingRecord,
  outcomeOfProposal,
  presentAtCount,
  type Proposal,
  type ProposalOutcome,
  secondsOfItems,
  secondsSpoken,
  spokeTooLong,
  standingCount,
  type Word,
} from './proceedings.ts';
export { proposalOfBallot, recordOf, unitOf, unitsOf, voiceOf, voicesFromAfar } from './proceedings-queries.ts';
export { publicationLaw } from './publication.ts';
export { proposeAmendment, putProposal, sendProposalToBallotIn, settleAmendment, withdrawProposal } from './put-proposal.ts';
export { noteDecision, openItem, strikeDecision } from './run-agenda.ts';
export { isOneParty, lacksItsBallot, type Party, progressKinds, type ResolutionMoney, resolutionStates } from './resolution.ts';
export { askForSignatures, signMinutes, type SignMinutesInput } from './sign-minutes.ts';
export { minutesDigest, signaturesOf, signersOf } from './signature-store.ts';
export { membersWhoMustSign, missingSigners, type MinutesSignature, type Signer, type SigningCapacity, signingCapacities, signsFor } from './signatures.ts';
