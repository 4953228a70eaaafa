import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { listHouseholds } from '#modules/places';
import { invitationByCode, invitationFor, invitationsOf } from './around-queries.ts';
import { saveInformed, saveInvitationStep } from './around-store.ts';
import { typedCode } from './code.ts';
import { askToInform } from './invite.ts';
import { followInvitation, type InformedHow, type InvitationStep, isUntold } from './invitation.ts';
import { attendanceIsOpen } from './meeting.ts';
import { lockMeeting } from './store.ts';

export interface InformInput {
  meetingId: string;
  how: InformedHow;
  /** Codes of the list; or everybody who has not been told, or those of one entrance. */
  who: { codes: readonly string[] } | { untold: true } | { entranceId: string };
  note?: string;
}

/**
 * Writes down who was told, how and when (now). Telling somebody twice is kept as a second line; the first time stands.
 * Errors: `wrong-state`, `nobody` (nobody of them is on the list), `unknown-code`.
 */
export function informInvited(
  ctx: CommandContext,
  input: InformInput,
): Promise<Result<{ told: number }, 'not-allowed' | 'not-found' | 'wrong-state' | 'nobody' | 'unknown-code' | 'key-reused'>> {
  return runCommand(ctx, 'inform-invited', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.invite', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (!attendanceIsOpen(meeting)) return err('wrong-state');
    const list = await invitationsOf(tx, meeting.id);
    const { who } = input;
    let meant = list;
    if ('codes' in who) {
      const codes = new Set(who.codes.map((code) => typedCode(code)).filter((code) => code !== ''));
      meant = list.filter((one) => codes.has(one.code));
      if (meant.length < codes.size) return err('unknown-code');
    } else if ('entranceId' in who) {
      const homes = new Set(
        (await listHouseholds(tx, meeting.neighbourhoodId)).filter((home) => home.entranceId === who.entranceId).map((home) => home.householdId),
      );
      meant = list.filter((one) => one.householdId !== null && homes.has(one.householdId) && isUntold(one));
    } else meant = list.filter(isUntold);
    if (meant.length === 0) return err('nobody');
    await saveInformed(
      tx,
      meant.map((one) => one.id),
      input.how,
      (input.note ?? '').trim().slice(0, 300),
    );
    await askToInform(tx, meeting);
    tx.audit({
      action: 'meeting.inform',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { how: input.how, told: meant.length, codes: meant.map((one) => one.code) },
    });
    await tx.emit('meeting.informed', { meetingId: meeting.id, told: meant.length });
    return ok({ told: meant.length });
  });
}

/**
 * An answer to an invitation: by the invited person (or a member of the invited household) themselves, or written down for them with the
 * line's code. `deputise` names who comes instead.
 * Errors: `wrong-state`, `not-invited`, `unknown-code`, `no-proxies` (a seat of this kind of meeting is nobody else's), `deputy-required`, `too-long`.
 */
export function answerInvitation(
  ctx: CommandContext,
  input: { meetingId: string; kind: Exclude<InvitationStep, 'inform'>; code?: string; deputyName?: string; note?: string },
): Promise<
  Result<
    { state: string },
    'not-allowed' | 'not-found' | 'wrong-state' | 'not-invited' | 'unknown-code' | 'no-proxies' | 'deputy-required' | 'too-long' | 'key-reused'
  >
> {
  return runCommand(ctx, 'answer-invitation', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can(input.code === undefined ? 'meeting.answer' : 'meeting.invite', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (meeting.state !== 'called') return err('wrong-state');
    const { personId } = tx.actor;
    if (input.code === undefined && personId === null) return err('not-invited');
    const invitation =
      input.code === undefined
        ? await invitationFor(tx, meeting.id, { personId: personId ?? '', householdIds: tx.actor.households.map((home) => home.householdId) })
        : await invitationByCode(tx, meeting.id, typedCode(input.code));
    if (!invitation) return err(input.code === undefined ? 'not-invited' : 'unknown-code');
    const deputyName = input.kind === 'deputise' ? (input.deputyName ?? '').trim() : '';
    if (input.kind === 'deputise' && deputyName === '') return err('deputy-required');
    if (deputyName.length > 80) return err('too-long');
    const next = followInvitation(invitation, input.kind, meeting.proxies);
    if (!next.ok) return next;
    await saveInvitationStep(
      tx,
      invitation,
      { state: next.value, deputyName: deputyName === '' ? null : deputyName },
      {
        kind: input.kind,
        how: input.code === undefined ? 'self' : 'staff',
        text: [deputyName, (input.note ?? '').trim()]
          .filter((part) => part !== '')
          .join('；')
          .slice(0, 300),
      },
    );
    await askToInform(tx, meeting);
    tx.audit({
      action: 'meeting.answer',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { kind: input.kind, name: invitation.name, deputy: deputyName, by: input.code === undefined ? 'self' : 'staff' },
    });
    await tx.emit('meeting.answered', { meetingId: meeting.id, kind: input.kind });
    return ok({ state: next.value });
  });
}
