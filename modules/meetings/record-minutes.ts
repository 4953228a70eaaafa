import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { holdMeetingIn } from './hold-meeting.ts';
import { makeResolutionIn, type MakeResolutionError, type NewResolution } from './make-resolution.ts';
import { hasQuorum, meetingDay, minutesDelayDays, moreThanHalfOfThosePresentAgreed, moreThanHalfTookPart, step } from './meeting.ts';
import { type Hands, handsNeverExceedThosePresent, minutesBodySchema } from './minutes.ts';
import { minutesOf } from './queries.ts';
import { insertMinutes, lockMeeting } from './store.ts';

export interface RecordMinutesInput {
  meetingId: string;
  said: readonly { who: string; text: string }[];
  /** Conclusions that nobody has to carry out. */
  decisions?: readonly string[];
  notes?: string;
  /** Hands that were counted. */
  hands?: readonly { question: string; yes: number; no: number; abstain: number }[];
  /** Decisions with who carries them out, who watches, and by when. */
  resolutions?: readonly NewResolution[];
  /** Why a new version replaces the one before; needed from the second on. */
  correction?: string;
}
export type RecordMinutesError =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'not-yet'
  | 'nothing-said'
  | 'too-long'
  | 'nobody-present'
  | 'too-many-hands'
  | 'correction-required'
  | MakeResolutionError;

/**
 * Writes a version of the minutes. The first one also closes a meeting that was still open for sign-in. A question passes
 * with more than half of those present (居委会组织法 §9); at an assembly that is not quorate nothing passes.
 * Errors: `not-yet` (it has not begun), `nothing-said`, `too-long`, `nobody-present` (hands without people), `too-many-hands`,
 * `correction-required`, and those of a resolution.
 */
export function recordMinutes(
  ctx: CommandContext,
  input: RecordMinutesInput,
): Promise<Result<{ version: number; resolutionIds: string[] }, RecordMinutesError | 'key-reused'>> {
  return runCommand(ctx, 'record-minutes', async (tx): Promise<Result<{ version: number; resolutionIds: string[] }, RecordMinutesError>> => {
    let meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.record', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (meeting.state === 'called') {
      const held = await holdMeetingIn(tx, meeting);
      if (!held.ok) return held;
      meeting = (await lockMeeting(tx, meeting.id)) ?? meeting;
    }
    const next = step(meeting, 'minuted');
    if (!next.ok) return next;
    const body = minutesBodySchema.safeParse({ said: input.said, decisions: input.decisions ?? [], notes: input.notes ?? '' });
    if (!body.success) return err('too-long');
    const asked = input.hands ?? [];
    const resolutions = input.resolutions ?? [];
    if (body.data.said.length + body.data.decisions.length + asked.length + resolutions.length === 0 && body.data.notes === '') return err('nothing-said');
    const version = (await minutesOf(tx, meeting.id)).length + 1;
    const correction = input.correction?.trim() ?? '';
    if (version > 1 && correction === '') return err('correction-required');

    const present = meeting.presentCount ?? 0;
    if (asked.length > 0 && present === 0) return err('nobody-present');
    if (!asked.every((hands) => handsNeverExceedThosePresent(hands, present))) return err('too-many-hands');
    const quorate = !hasQuorum(meeting) || meeting.entitledCount === null || moreThanHalfTookPart(present, meeting.entitledCount);
    const hands: Hands[] = asked.map((line) => ({ ...line, present, passed: quorate && moreThanHalfOfThosePresentAgreed(line.yes, present) }));
    await insertMinutes(tx, meeting.id, { version, body: body.data, hands, correction: version === 1 ? '' : correction });

    const resolutionIds: string[] = [];
    for (const resolution of resolutions) {
      const made = await makeResolutionIn(tx, {
        ...resolution,
        neighbourhoodId: meeting.neighbourhoodId,
        meetingId: meeting.id,
        matterId: meeting.matterId,
        projectId: meeting.projectId,
        decidedOn: meetingDay(meeting),
      });
      if (!made.ok) return made;
      resolutionIds.push(made.value.resolutionId);
    }
    await closeDuty(tx, { kind: 'meeting.record', subjectId: meeting.id });
    await openDuty(tx, {
      kind: 'meeting.publish',
      role: 'secretary',
      neighbourhoodId: meeting.neighbourhoodId,
      subjectKind: 'meeting',
      subjectId: meeting.id,
      ...(meeting.projectId ? { projectId: meeting.projectId } : {}),
      title: { zh: `公布会议纪要：${meeting.title}`, en: `Publish the minutes: ${meeting.title}` },
      href: `/meetings/${meeting.id}`,
      dueDay: await officeDeadline(tx, 'meeting.publish'),
    });
    tx.audit({
      action: 'meeting.record',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { version, delayDays: minutesDelayDays(meeting, tx.now), correction, hands, resolutions: resolutionIds.length, body: body.data },
    });
    await tx.emit('meeting.minuted', { meetingId: meeting.id, version, matterId: meeting.matterId, projectId: meeting.projectId });
    return ok({ version, resolutionIds });
  });
}
