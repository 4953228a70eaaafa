import {
  belongsToMeeting,
  findBody,
  type Invitation,
  invitationCounts,
  invitationFor,
  type Meeting,
  meetingsAbout,
  passOf,
  phoneMaySignIn,
} from '#modules/meetings';
import type { Web } from '../kit/index.ts';

/** What stands around a meeting, as the reader may see it. */
export interface AroundView {
  counts: Awaited<ReturnType<typeof invitationCounts>>;
  /** The reader's own invitation. */
  mine: Invitation | null;
  bodyName: string;
  /** Only for people of the place and those invited. */
  onlineLink: string | null;
  /** Address of the series, when this is one of several meetings about the same thing. */
  series: { href: string; count: number } | null;
  hasPass: boolean;
  mayInvite: boolean;
  /** Within two hours of the meeting, until its sign-in is closed. */
  signInOpen: boolean;
  maySignIn: boolean;
}

/** Address of the series to which a meeting belongs; null where it is about nothing in particular. */
export const seriesPath = (meeting: Pick<Meeting, 'matterId' | 'projectId'>): string | null =>
  meeting.matterId ? `/meetings/series?matter=${meeting.matterId}` : meeting.projectId ? `/meetings/series?project=${meeting.projectId}` : null;

/** Reads what stands around a meeting for its page. */
export async function loadAround(w: Web, meeting: Meeting): Promise<AroundView> {
  const at = { neighbourhoodId: meeting.neighbourhoodId };
  const { personId } = w.actor;
  const here = w.actor.households.filter((home) => home.neighbourhoodId === meeting.neighbourhoodId);
  return w.read(async (tx) => {
    const comer = { personId: personId ?? '', households: here };
    const near = personId !== null && (await belongsToMeeting(Object.assign(tx, { today: w.today }), meeting, comer));
    const path = seriesPath(meeting);
    const count = path ? (await meetingsAbout(tx, meeting.matterId ? { matterId: meeting.matterId } : { projectId: meeting.projectId })).length : 0;
    return {
      counts: await invitationCounts(tx, meeting.id),
      mine: personId === null ? null : await invitationFor(tx, meeting.id, { personId, householdIds: here.map((home) => home.householdId) }),
      bodyName: meeting.bodyId === null ? '' : ((await findBody(tx, meeting.bodyId))?.name ?? ''),
      onlineLink: near || w.can('meeting.attend', at) ? meeting.onlineLink : null,
      series: path && count > 1 ? { href: w.href(path), count } : null,
      hasPass: personId !== null && (await passOf(tx, meeting.id, personId)) !== null,
      mayInvite: w.can('meeting.invite', at),
      signInOpen: phoneMaySignIn(meeting, w.now),
      maySignIn: personId !== null && w.can('meeting.sign-in', at),
    };
  });
}
