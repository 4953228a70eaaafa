/** What a part of a consent covers; a lift that uses common ground has two parts, each with its own roll and tests. */
export type PartScope = 'building' | 'compound' | 'neighbourhood';
/** `option-N` is the N-th of several plans; `split` means that co-owners disagree. */
export type ConsentChoice = 'yes' | 'no' | 'abstain' | 'split' | `option-${number}`;
/** `door` at the door on a device · `paper` a printed form that came back · `own` the owner's own phone. */
export type ConsentChannel = 'door' | 'paper' | 'own';
/** For whom the signer speaks: themselves, all co-owners (who agreed), an owner by signed proxy, or co-owners who do not agree. */
export const speaksFor = ['sole', 'agreed', 'proxy', 'split'] as const;
export type SpeaksFor = (typeof speaksFor)[number];
/** A call that brought no answer. */
export const visitOutcomes = ['nobody', 'thinking', 'refused'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

/** The campaign: one question and the plan that is signed. */
export interface Consent {
  id: string;
  neighbourhoodId: string;
  matterId: string | null;
  question: string;
  plan: string;
  phoneAllowed: boolean;
  createdBy: string | null;
  createdAt: Date;
}

/** A ballot behind the campaign. */
export interface ConsentPart {
  ballotId: string;
  consentId: string;
  no: number;
  scope: PartScope;
}

/** A home on the roll of a part, with the elector (owner) it belongs to. */
export interface ConsentHome {
  ballotId: string;
  homeId: string;
  electorId: string;
  buildingId: string;
  entranceId: string;
  label: string;
  placeNo: number;
  areaCentiM2: bigint;
}

/** An answer as it was signed; a version, never changed. */
export interface ConsentEntry {
  id: string;
  consentId: string;
  homeId: string;
  choice: ConsentChoice;
  channel: ConsentChannel;
  speaks: SpeaksFor;
  signerName: string;
  signerPersonId: string | null;
  agreement: string | null;
  proxyId: string | null;
  signatureFileId: string | null;
  scanFileId: string | null;
  recordedBy: string | null;
  deviceId: string | null;
  signedAt: Date;
  deviceSaid: Date | null;
  receivedAt: Date;
}

export interface ConsentVisit {
  id: string;
  homeId: string;
  what: VisitOutcome;
  note: string | null;
  recordedBy: string;
  visitedAt: Date;
}

/** "I did not sign this", and how it was settled. */
export interface ConsentContest {
  id: string;
  entryId: string;
  text: string;
  raisedName: string;
  raisedAt: Date;
  outcome: 'upheld' | 'dismissed' | null;
  reason: string | null;
  settledBy: string | null;
  settledAt: Date | null;
}

export interface Collector {
  id: string;
  consentId: string;
  personId: string;
  entranceIds: string[];
  namedAt: Date;
  endedAt: Date | null;
}

export interface Device {
  id: string;
  consentId: string;
  collectorId: string;
  name: string;
  openedAt: Date;
  seenAt: Date;
  revokedAt: Date | null;
  wipedAt: Date | null;
}

export interface Proxy {
  id: string;
  consentId: string;
  homeId: string;
  ownerName: string;
  proxyName: string;
  fileId: string;
  recordedAt: Date;
}

/** What the office says of co-owners who disagree, where the law is silent: they take part and say neither, or are not counted at all. */
export type SplitRule = 'takes-part' | 'not-counted';

/** True for the word of one of several plans. */
export const isOption = (choice: string): choice is `option-${number}` => /^option-[1-9][0-9]?$/.test(choice);

/** Written consent is signed by hand or shown as a picture of the signed paper; on the own phone the sign-in stands for the hand. */
export const aSignatureOrItsPictureIsThere = (entry: { channel: ConsentChannel; signature: boolean; scan: boolean }): boolean =>
  entry.channel === 'own' || (entry.channel === 'paper' ? entry.scan : entry.signature || entry.scan);

/** Where a home has several owners they have one voice, as they agree: one of them does not sign as if alone. */
export const coOwnersSpeakTogether = (owners: number, speaks: SpeaksFor): boolean => owners < 2 || speaks !== 'sole';

/** Who speaks for others says what was agreed; who disagrees says how. */
export const theAgreementIsWrittenDown = (speaks: SpeaksFor, agreement: string): boolean =>
  (speaks !== 'agreed' && speaks !== 'split') || agreement.trim() !== '';

/** Nobody judges what they brought in themselves. */
export const settledBySomebodyElse = (entry: Pick<ConsentEntry, 'recordedBy'>, judge: string): boolean => entry.recordedBy !== judge;

/** A proxy speaks for no more owners than the office allows; without a limit set, none is invented. */
export const withinTheProxyLimit = (limit: number | null, alreadySpeaksFor: number): boolean => limit === null || alreadySpeaksFor < limit;

/** Latest difference that a call from a device may have before its clock is no longer believed. */
const trustedAgeMs = 14 * 86_400_000;

/**
 * When something was signed, by the server's clock: what the device said, moved by how far its clock is off. Never later than now;
 * null when the device tells a time that cannot be (before the Unix era of this campaign or weeks ago).
 */
export function signedByServerClock(deviceSaid: Date, deviceNow: Date, now: Date): Date | null {
  const age = deviceNow.getTime() - deviceSaid.getTime();
  if (!Number.isFinite(age) || age > trustedAgeMs) return null;
  return new Date(now.getTime() - Math.max(0, age));
}

/**
 * Of an owner's answers the one signed last counts, whichever way it came in and whenever it arrived; of two signed at the same
 * moment the one that arrived later. Answers whose contest was upheld are left out by the caller.
 */
export function lastSignedCounts<E extends Pick<ConsentEntry, 'signedAt' | 'receivedAt'>>(entries: readonly E[]): E | null {
  return entries.reduce<E | null>((best, entry) => {
    if (best === null) return entry;
    const later = entry.signedAt.getTime() - best.signedAt.getTime() || entry.receivedAt.getTime() - best.receivedAt.getTime();
    return later >= 0 ? entry : best;
  }, null);
}

/**
 * The word that counts for a signed answer: co-owners who disagree take part without yes or no, or are not counted, as the office
 * has set. `unset` when the office has not: then nothing is counted and nothing can be closed.
 */
export function countedAs(choice: ConsentChoice, split: SplitRule | null): Exclude<ConsentChoice, 'split'> | 'nothing' | 'unset' {
  if (choice !== 'split') return choice;
  if (split === null) return 'unset';
  return split === 'takes-part' ? 'abstain' : 'nothing';
}
