import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { householdLabels } from '#modules/places';
import { phoneMaySignIn } from './meeting.ts';
import { presentCountOf } from './queries.ts';
import { insertAttendance, lockMeeting } from './store.ts';

/** `counted` they count · `beside` their household is counted already, they are listed beside · `known` they had signed in. */
export interface SignedIn {
  result: 'counted' | 'beside' | 'known';
  present: number;
}

/**
 * Signs the actor in with the code shown in the room. Twice is once.
 * Errors: `not-a-person` (the account is bound to nobody here), `wrong-code`, `not-yet`, `wrong-state` (sign-in is closed).
 */
export function signIn(
  ctx: CommandContext,
  input: { meetingId: string; code: string },
): Promise<Result<SignedIn, 'not-allowed' | 'not-found' | 'not-a-person' | 'wrong-code' | 'not-yet' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'sign-in-meeting', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.sign-in', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    if (input.code.trim().toUpperCase() !== meeting.signInCode) return err('wrong-code');
    if (meeting.state !== 'called') return err('wrong-state');
    if (!phoneMaySignIn(meeting, tx.now)) return err('not-yet');
    const here = tx.actor.households.filter((home) => home.neighbourhoodId === meeting.neighbourhoodId);
    const home = here.find((candidate) => candidate.relation !== 'owner') ?? here[0];
    const label = home ? ((await householdLabels(tx, [home.householdId])).get(home.householdId) ?? '') : '';
    const result = await insertAttendance(tx, meeting.id, {
      personId: tx.actor.personId,
      householdId: meeting.counted === 'household' ? (home?.householdId ?? null) : null,
      name: tx.actor.name,
      homeLabel: label,
      how: 'code',
      recordedBy: null,
      signedAt: tx.now,
    });
    if (result !== 'known') {
      tx.audit({ action: 'meeting.sign-in', subjectKind: 'meeting', subjectId: meeting.id, text: { name: tx.actor.name, home: label, how: 'code' } });
      await tx.emit('meeting.signed-in', { meetingId: meeting.id, personId: tx.actor.personId });
    }
    return ok({ result, present: await presentCountOf(tx, meeting) });
  });
}
