import { formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { closeDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { findOrganisation, listRoles, maskName, personNames } from '#modules/people';
import { step } from './meeting.ts';
import { minutesNotice } from './notice-text.ts';
import { minutesOf, resolutionsAbout } from './queries.ts';
import type { Party } from './resolution.ts';
import { lockMeeting, setPublished } from './store.ts';

/** The name of a person or organisation for a public notice, '' when nobody knows it any more; who holds no office is masked. */
async function partyName(tx: Tx & { today: string }, party: Party): Promise<string> {
  if (party.organisationId !== null) return (await findOrganisation(tx, party.organisationId))?.name ?? '';
  if (party.personId === null) return '';
  const name = (await personNames(tx, [party.personId])).get(party.personId);
  if (name === undefined) return '';
  const holdsOffice = (await listRoles(tx, { personId: party.personId })).some((role) => role.fromDay <= tx.today && (role.toDay ?? tx.today) >= tx.today);
  return holdsOffice ? name : maskName(name);
}

/** Publishes the last version of the minutes as a notice that stays up (上海市居民委员会工作条例: outcomes are published). Errors: `wrong-state`. */
export function publishMinutes(
  ctx: CommandContext,
  input: { meetingId: string },
): Promise<Result<{ noticeId: string }, 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'publish-minutes', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.publish', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    const next = step(meeting, 'published');
    if (!next.ok) return next;
    const last = (await minutesOf(tx, meeting.id)).at(-1);
    if (!last) return err('wrong-state');
    const resolutions = await resolutionsAbout(tx, { meetingId: meeting.id });
    const lines = [];
    for (const item of resolutions) {
      lines.push({
        text: item.text,
        executor: await partyName(tx, { personId: item.executorPersonId, organisationId: item.executorOrganisationId }),
        supervisor: await partyName(tx, { personId: item.supervisorPersonId, organisationId: item.supervisorOrganisationId }),
        deadline: formatDay(item.deadline),
      });
    }
    const notice = minutesNotice(meeting, last.hands, last.body.decisions, lines, last.correction);
    const noticeId = await publishNotice(tx, {
      kind: 'minutes',
      neighbourhoodId: meeting.neighbourhoodId,
      subjectKind: 'meeting',
      subjectId: meeting.id,
      title: notice.title,
      body: notice.body,
      startDay: tx.today,
      endDay: null,
      acceptsObjections: false,
    });
    await setPublished(tx, meeting.id, last.version);
    await closeDuty(tx, { kind: 'meeting.publish', subjectId: meeting.id });
    tx.audit({ action: 'meeting.publish', subjectKind: 'meeting', subjectId: meeting.id, text: { version: last.version, noticeId } });
    await tx.emit('meeting.published', { meetingId: meeting.id, version: last.version, matterId: meeting.matterId, projectId: meeting.projectId });
    return ok({ noticeId });
  });
}
