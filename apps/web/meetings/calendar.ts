import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { kindNames, type Meeting } from '#modules/meetings';

export interface CalendarAbout {
  name: string;
  address: string;
  meetings: readonly Meeting[];
  meetingAddress: (id: string) => string;
  /** Whoever reads it is invited: the online entrance may stand in it. */
  personal?: boolean;
}

/** The meetings of a place or a person as an iCalendar feed, its times in UTC; a meeting without a known end is put down as two hours. */
export function meetingCalendar(about: CalendarAbout): string {
  const calendar = ical({
    name: about.name,
    source: about.address,
    url: about.address,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'zhidian', product: 'meetings', language: 'ZH' },
    ttl: 6 * 3600,
  });
  for (const meeting of about.meetings) {
    const online = about.personal ? meeting.onlineLink : null;
    calendar.createEvent({
      id: meeting.id,
      start: meeting.startsAt,
      end: new Date(meeting.startsAt.getTime() + 2 * 3_600_000),
      stamp: meeting.calledAt,
      // A calendar that holds the meeting already takes the cancellation only under a higher number.
      sequence: meeting.state === 'cancelled' ? 1 : 0,
      summary: `${meeting.state === 'cancelled' ? '（已取消）' : ''}${meeting.title}`,
      location: meeting.place,
      description: [kindNames[meeting.kind].zh, meeting.purpose, online ? `在线入口：${online}` : '', meeting.cancelledReason ?? '']
        .filter((part) => part !== '')
        .join('\n'),
      url: about.meetingAddress(meeting.id),
      status: meeting.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
