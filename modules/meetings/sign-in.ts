import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { findPerson, homesOfPerson } from '#modules/people';
import { householdLabels } from '#modules/places';
import { passHolder, passOf } from './around-queries.ts';
import { insertPass } from './around-store.ts';
import { readableCode, typedCode } from './code.ts';
import { attendanceIsOpen, type Meeting, peopleMayHaveCome, phoneMaySignIn } from './meeting.ts';
import { presentCountOf } from './queries.ts';
import type { AttendanceHow } from './rows.ts';
import { belongsToMeeting, type Comer, seatFor } from './seats.ts';
import { insertAttendance, lockMeeting } from './store.ts';

/**
 * `counted` they count · `beside` their household is counted already, they are listed beside · `listed` they are on no roll that counts here ·
 * `known` they had signed in.
 */
export interface SignedIn {
  result: 'counted' | 'beside' | 'listed' | 'known';
  present: number;
}

/** One person comes in, by whichever way. */
async function comeIn(
  tx: CommandTx,
  meeting: Meeting,
  comer: Comer & { name: string },
  entry: { how: AttendanceHow; presence: 'room' | 'online'; recordedBy: string | null },
): Promise<SignedIn> {
  const home = comer.households.find((candidate) => candidate.relation !== 'owner') ?? comer.households[0];
  const label = home ? ((await householdLabels(tx, [home.householdId])).get(home.householdId) ?? '') : '';
  const seatId = await seatFor(tx, meeting, comer);
  const added = await insertAttendance(tx, meeting.id, {
    personId: comer.personId,
    householdId: meeting.counted === 'household' ? (home?.householdId ?? null) : null,
    name: comer.name,
    homeLabel: label,
    signedAt: tx.now,
    seatId,
    ...entry,
  });
  if (added !== 'known') {
    tx.audit({
      action: 'meeting.sign-in',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { name: comer.name, home: label, how: entry.how, presence: entry.presence },
    });
    await tx.emit('meeting.signed-in', { meetingId: meeting.id, personId: comer.personId });
    await closeDuty(tx, { kind: 'meeting.come', subjectId: meeting.id, personId: comer.personId });
  }
  const result = added === 'counted' && meeting.quorum !== null && seatId === null ? 'listed' : added;
  return { result, present: await presentCountOf(tx, meeting) };
}

/** The actor with the homes in the meeting's place. */
const actorAsComer = (tx: CommandTx, meeting: Meeting, personId: string): Comer & { name: string } => ({
  personId,
  name: tx.actor.name,
  households: tx.actor.households.filter((home) => home.neighbourhoodId === meeting.neighbourhoodId),
});

/**
 * Signs the actor in: with the code shown in the room, or, where the meeting is also online, by their own account. Twice is once.
 * Errors: `not-a-person` (the account is bound to nobody here), `wrong-code`, `not-online` (people meet in the room only), `not-invited` (from home:
 * only people of the place and those invited), `not-yet`, `wrong-state` (sign-in is closed).
 */
export function signIn(
  ctx: CommandContext,
  input: { meetingId: string } & ({ code: string } | { online: true }),
): Promise<
  Result<SignedIn, 'not-allowed' | 'not-found' | 'not-a-person' | 'wrong-code' | 'not-online' | 'not-invited' | 'not-yet' | 'wrong-state' | 'key-reused'>
> {
  return runCommand(ctx, 'sign-in-meeting', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.sign-in', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    const comer = actorAsComer(tx, meeting, tx.actor.personId);
    if ('code' in input && typedCode(input.code) !== meeting.signInCode) return err('wrong-code');
    if ('online' in input && meeting.mode === 'room') return err('not-online');
    if ('online' in input && !(await belongsToMeeting(tx, meeting, comer))) return err('not-invited');
    if (meeting.state !== 'called') return err('wrong-state');
    if (!phoneMaySignIn(meeting, tx.now)) return err('not-yet');
    const online = 'online' in input;
    return ok(await comeIn(tx, meeting, comer, { how: online ? 'account' : 'code', presence: online ? 'online' : 'room', recordedBy: null }));
  });
}

/** Gives the actor their own code for one meeting, the same each time. Errors: `not-a-person`, `wrong-state` (it was held or called off). */
export function takePass(
  ctx: CommandContext,
  input: { meetingId: string },
): Promise<Result<{ code: string }, 'not-allowed' | 'not-found' | 'not-a-person' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'take-pass', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.sign-in', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    if (!attendanceIsOpen(meeting)) return err('wrong-state');
    for (let attempt = 0; attempt < 20; attempt++) {
      const kept = await passOf(tx, meeting.id, tx.actor.personId);
      if (kept !== null) return ok({ code: kept });
      await insertPass(tx, meeting.id, tx.actor.personId, readableCode(tx.randomBytes(6)));
    }
    throw new Error('no free code');
  });
}

/**
 * The recorder lets somebody in by the personal code on their phone. Errors: `unknown-code`, `not-yet`, `wrong-state` (the minutes are written).
 */
export function admitByPass(
  ctx: CommandContext,
  input: { meetingId: string; code: string },
): Promise<Result<SignedIn & { name: string }, 'not-allowed' | 'not-found' | 'unknown-code' | 'not-yet' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'admit-by-pass', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.attend', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (meeting.state !== 'called') return err('wrong-state');
    if (!peopleMayHaveCome(meeting, tx.now)) return err('not-yet');
    const holder = await passHolder(tx, meeting.id, typedCode(input.code));
    const person = holder && (await findPerson(tx, holder.personId));
    if (!person) return err('unknown-code');
    const homes = (await homesOfPerson(tx, person.id)).filter((home) => home.neighbourhoodId === meeting.neighbourhoodId);
    const households = homes.flatMap((home) => (home.householdId === null ? [] : [{ householdId: home.householdId, relation: home.relation }]));
    const done = await comeIn(
      tx,
      meeting,
      { personId: person.id, name: person.name, households },
      { how: 'pass', presence: 'room', recordedBy: tx.actor.personId },
    );
    return ok({ ...done, name: person.name });
  });
}
