import { err, ok, type Result } from '#libs/result';
import type { InviteeRule } from './law.ts';

/** How somebody was told: in the inbox, at the door, by phone, letter or message, face to face. */
export const informedHows = ['inbox', 'door', 'phone', 'letter', 'message', 'face'] as const;
export type InformedHow = (typeof informedHows)[number];

/** invited → informed → confirmed | declined | deputised; an answer may change until the meeting is held. */
export const invitationStates = ['invited', 'informed', 'confirmed', 'declined', 'deputised'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** One invitation, to one person, household or organisation, or to a department by its name. */
export interface Invitation {
  id: string;
  position: number;
  rule: InviteeRule | null;
  clause: string | null;
  personId: string | null;
  householdId: string | null;
  organisationId: string | null;
  name: string;
  door: string;
  /** Counts for the quorum. */
  seat: boolean;
  /** Stands on the sign-in sheet. */
  code: string;
  state: InvitationState;
  informedAt: Date | null;
  informedHow: InformedHow | null;
  deputyName: string | null;
  /** They, or their deputy, came. */
  came: boolean;
}

/** Someone to be invited, before there is a row. */
export interface Invited {
  rule: InviteeRule | null;
  clause: string | null;
  personId: string | null;
  householdId: string | null;
  organisationId: string | null;
  name: string;
  door: string;
  seat: boolean;
}

/** What happens to an invitation. */
export type InvitationStep = 'inform' | 'confirm' | 'decline' | 'deputise';

/** Where an invitation stands after a step. `no-proxies`: a seat is nobody else's where the meeting knows no proxies. */
export function followInvitation(
  invitation: Pick<Invitation, 'state' | 'seat'>,
  kind: InvitationStep,
  proxies: boolean,
): Result<InvitationState, 'no-proxies'> {
  switch (kind) {
    // Telling somebody again who has answered changes nothing about the answer.
    case 'inform':
      return ok(invitation.state === 'invited' ? 'informed' : invitation.state);
    case 'confirm':
      return ok('confirmed');
    case 'decline':
      return ok('declined');
    case 'deputise':
      return invitation.seat && !proxies ? err('no-proxies') : ok('deputised');
  }
}

/** How many stand where: for the page, the board and the duty to tell those who do not know. */
export interface InvitationCounts {
  all: number;
  seats: number;
  untold: number;
  confirmed: number;
  declined: number;
  deputised: number;
  came: number;
}

/** Nobody has told them yet and they have not answered either. */
export const isUntold = (invitation: Pick<Invitation, 'state' | 'informedAt'>): boolean => invitation.state === 'invited' && invitation.informedAt === null;

export function countInvitations(list: readonly Pick<Invitation, 'state' | 'seat' | 'informedAt' | 'came'>[]): InvitationCounts {
  const of = (wanted: (one: (typeof list)[number]) => boolean) => list.filter(wanted).length;
  return {
    all: list.length,
    seats: of((one) => one.seat),
    untold: of(isUntold),
    confirmed: of((one) => one.state === 'confirmed'),
    declined: of((one) => one.state === 'declined'),
    deputised: of((one) => one.state === 'deputised'),
    came: of((one) => one.came),
  };
}
