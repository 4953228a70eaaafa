import type { Meeting } from './meeting.ts';

export const signingCapacities = ['chair', 'recorder', 'counter', 'supervisor', 'representative', 'member'] as const;
/** In what capacity somebody signs: chair, recorder, counter of hands, supervisor, residents' representative, member of a committee. */
export type SigningCapacity = (typeof signingCapacities)[number];

/** Whose signature the minutes need. */
export interface Signer {
  personId: string | null;
  name: string;
  capacity: SigningCapacity;
}

/** A signature under one version of the minutes, over its digest. */
export interface MinutesSignature extends Signer {
  version: number;
  how: 'drawn' | 'scan';
  fileId: string;
  digest: string;
  enteredBy: string | null;
  signedAt: Date;
}

/** They sign in their own name and capacity. */
export const signsFor = (signature: Pick<Signer, 'name' | 'capacity'>, signer: Signer): boolean =>
  signature.name === signer.name && signature.capacity === signer.capacity;

/** Whose signature under this version is still missing. */
export const missingSigners = (signers: readonly Signer[], signatures: readonly MinutesSignature[], version: number): Signer[] =>
  signers.filter((signer) => !signatures.some((signature) => signature.version === version && signsFor(signature, signer)));

/**
 * What an owners' committee decided is signed by more than half of all its members (上海市住宅物业管理规定 §§25, 26); the chair, being
 * a member, counts. Null for other meetings, and while nobody knows how many members there are.
 */
export function membersWhoMustSign(meeting: Pick<Meeting, 'kind' | 'entitledCount'>): number | null {
  return meeting.kind === 'committee' && meeting.entitledCount !== null ? Math.floor(meeting.entitledCount / 2) + 1 : null;
}
