/** Consents (征询): owners' written answers, door to door, on paper or phone, counted by the ballots behind them. */
export { deviceWiped, type DoorError, type FromDevice, recordAtDoor, type RecordAtDoorInput, recordVisit, registerDevice } from './collect-at-doors.ts';
export {
  type Collector,
  type Consent,
  type ConsentChannel,
  type ConsentChoice,
  type ConsentContest,
  type ConsentEntry,
  type ConsentHome,
  type ConsentPart,
  type ConsentVisit,
  type Device,
  isOption,
  type PartScope,
  type Proxy,
  type SpeaksFor,
  speaksFor,
  type SplitRule,
  type VisitOutcome,
  visitOutcomes,
} from './consent.ts';
export { contestEntry, settleContest } from './contest-entry.ts';
export { type ConsentKind, consentKinds, createConsent, type CreateConsentError, type CreateConsentInput } from './create-consent.ts';
export { endCollector, nameCollector, recordProxy, revokeDevice } from './name-collector.ts';
export { consentPermissions } from './permissions.ts';
export {
  type BallotPart,
  collectorFor,
  collectorsOf,
  consentOfBallot,
  consentSettingKeys,
  type ConsentSettings,
  consentSettings,
  contestsOf,
  type Counted,
  countedOf,
  devicesOf,
  entriesOf,
  findConsent,
  findDevice,
  findEntry,
  homesOf,
  listConsents,
  partsOf,
  planFilesOf,
  proxiesOf,
  visitsOf,
} from './queries.ts';
export { type Answer, type AnswerError, type AnswerKept, enterPaper, type EnterPaperInput, signOwn } from './record-entry.ts';
export { homesOfOwner, homeToSignFor, splitsWaiting } from './recount.ts';
export { cancelConsent, closeConsent, openConsent, showConsentRoll } from './run-consent.ts';
export { consentShares, type EntranceShare, entranceShares, type PartShares, stateOf, type Sums } from './shares.ts';
export { verifyConsents } from './verify-consents.ts';
