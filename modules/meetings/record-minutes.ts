import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { handsOf, minuteTheRecord, nothingWasRecorded } from './draft-minutes.ts';
import { holdMeetingIn } from './hold-meeting.ts';
import { makeResolutionIn, type MakeResolutionError, type NewResolution } from './make-resolution.ts';
import { mayDecide, meetingDay, minutesDelayDays, moreThanHalfOfThosePresentAgreed, step } from './meeting.ts';
import { type Hands, handsNeverExceedThosePresent, minutesBodySchema } from './minutes.ts';
import { agendaOf, minutesOf } from './queries.ts';
import { headOf } from './minutes-head.ts';
import { recordOf } from './proceedings-queries.ts';
import { publicationDay } from './publication.ts';
import { insertMinutes, lockMeeting } from './store.ts';

export interface RecordMinutesInput {
  meetingId: string;
  said: readonly { who: string; text: string; item?: number }[];
  /** Conclusions that nobody has to carry out. */
  decisions?: readonly string[];
  /** Conclusions on an item of the agenda, counting from 1. */
  itemDecisions?: readonly { item: number; text: string }[];
  notes?: string;
  /** Hands that were counted and do not stand in the record of the meeting; those of the record are taken over. */
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
  | 'no-quorum'
  | MakeResolutionError;

/**
 * Writes a version of the minutes. The first one also closes a meeting that was still open for sign-in. A question passes
 * with more than half of those present (居委会组织法 §9); at an assembly that is not quorate nothing passes.
 * Errors: `not-yet` (it has not begun), `nothing-said`, `too-long`, `nobody-present` (hands without people), `too-many-hands`,
 * `correction-required`, `no-quorum` (a meeting that must have one resolves nothing without it), and those of a resolution.
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
    const present = meeting.presentCount ?? 0;
    const quorate = mayDecide(meeting, present, meeting.entitledCount);
    const record = await recordOf(tx, meeting.id);
    const body = minutesBodySchema.safeParse({
      said: input.said,
      decisions: input.decisions ?? [],
      itemDecisions: input.itemDecisions ?? [],
      notes: input.notes ?? '',
      head: await headOf(tx, meeting, record),
      ...(nothingWasRecorded(record) ? {} : { record: minuteTheRecord(record, await agendaOf(tx, meeting.id), quorate, meeting.heldAt ?? tx.now) }),
    });
    if (!body.success) return err('too-long');
    const asked = input.hands ?? [];
    const resolutions = input.resolutions ?? [];
    const { said, decisions, itemDecisions, notes } = body.data;
    const counted = handsOf(record, quorate);
    if (said.length + decisions.length + itemDecisions.length + asked.length + counted.length + resolutions.length === 0 && notes === '')
      return err('nothing-said');
    if (resolutions.length > 0 && !quorate) return err('no-quorum');
    const version = (await minutesOf(tx, meeting.id)).length + 1;
    const correction = input.correction?.trim() ?? '';
    if (version > 1 && correction === '') return err('correction-required');

    if (asked.length > 0 && present === 0) return err('nobody-present');
    if (!asked.every((hands) => handsNeverExceedThosePresent(hands, present))) return err('too-many-hands');
    const typed: Hands[] = asked.map((line) => ({ ...line, present, passed: quorate && moreThanHalfOfThosePresentAgreed(line.yes, present) }));
    const hands = [...counted, ...typed];
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
      dueDay: await publicationDay(tx, meeting),
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
