import { listRoles } from '#modules/people';
import type { CommandTx } from '#platform/command';
import type { Tx } from '#platform/database';
import { invitationFor } from './around-queries.ts';
import { inviteIn } from './invite.ts';
import type { Invitation } from './invitation.ts';
import { cite, requiredInvitees } from './law.ts';
import type { Meeting } from './meeting.ts';

/** Somebody with the homes they belong to in the place. */
export interface Comer {
  personId: string;
  households: readonly { householdId: string; relation: string }[];
}

/**
 * The seat that somebody takes; null where they have none (a guest, a tenant among owners, a second home). Whoever moved in after the assembly
 * was called stands on no list yet: the list is made again from the roll before anybody is told that they do not count.
 */
export async function seatFor(tx: CommandTx, meeting: Meeting, comer: Comer): Promise<string | null> {
  const who = { personId: comer.personId, householdIds: comer.households.filter((home) => home.relation !== 'owner').map((home) => home.householdId) };
  const found = await invitationFor(tx, meeting.id, who);
  if (found?.seat) return found.seat ? found.id : null;
  if (meeting.kind !== 'assembly' || who.householdIds.length === 0) return null;
  await inviteIn(
    tx,
    meeting,
    requiredInvitees(meeting.kind, meeting.form).map(({ rule, clause }) => ({ rule, clause: clause && cite(clause) })),
    {},
  );
  const again = await invitationFor(tx, meeting.id, who);
  return again?.seat ? again.id : null;
}

/** Finds the seats of many who are entered at once: by person and by household. */
export function seatsBy(list: readonly Invitation[]): { person: Map<string, Invitation>; household: Map<string, Invitation>; code: Map<string, Invitation> } {
  const seats = list.filter((one) => one.seat);
  return {
    person: new Map(seats.flatMap((one) => (one.personId === null ? [] : [[one.personId, one] as const]))),
    household: new Map(seats.flatMap((one) => (one.householdId === null ? [] : [[one.householdId, one] as const]))),
    code: new Map(list.map((one) => [one.code, one] as const)),
  };
}

/** May take part from home: lives or owns in the place, holds a role in it, or is invited. */
export async function belongsToMeeting(tx: Tx & { today: string }, meeting: Meeting, comer: Comer): Promise<boolean> {
  if (comer.households.length > 0) return true;
  if (await invitationFor(tx, meeting.id, { personId: comer.personId, householdIds: [] })) return true;
  const roles = await listRoles(tx, { personId: comer.personId });
  return roles.some(
    (role) =>
      (role.neighbourhoodId === null || role.neighbourhoodId === meeting.neighbourhoodId) &&
      role.fromDay <= tx.today &&
      (role.toDay === null || role.toDay >= tx.today),
  );
}
