import { type Day, daysBetween } from '#libs/civil-time';
import type { Tx } from '#platform/database';
import { seriesCounts } from './around-queries.ts';
import { type Meeting, meetingDay } from './meeting.ts';
import { meetingsAbout, resolutionsAbout } from './queries.ts';
import type { Resolution } from './resolution.ts';

/** One meeting of a series. */
export interface SeriesLine {
  meeting: Meeting;
  present: number;
  /** Departments and organisations that came, and those that were asked and did not. */
  organisations: string[];
  absent: string[];
  resolutions: Resolution[];
}

/** All meetings about one thing, as one line. */
export interface MeetingSeries {
  lines: SeriesLine[];
  /** Meetings that were held. */
  held: number;
  /** Different departments and organisations that came to any of them. */
  organisations: { name: string; times: number }[];
  firstDay: Day | null;
  lastDay: Day | null;
  days: number;
  /** People signed in over all meetings; one who came to three counts three times. */
  attendances: number;
  resolutions: number;
}

/** The series of meetings about a matter or a project, oldest first; dozens are read by three queries. */
export async function loadSeries(tx: Tx, about: { matterId?: string | null; projectId?: string | null }): Promise<MeetingSeries> {
  const meetings = await meetingsAbout(tx, about);
  const counts = new Map(
    (
      await seriesCounts(
        tx,
        meetings.map((meeting) => meeting.id),
      )
    ).map((one) => [one.meetingId, one]),
  );
  const resolutions = await resolutionsAbout(tx, about);
  const lines = meetings.map((meeting): SeriesLine => {
    const count = counts.get(meeting.id);
    return {
      meeting,
      present: meeting.presentCount ?? count?.heads ?? 0,
      organisations: count?.organisations ?? [],
      absent: meeting.heldAt === null ? [] : (count?.absent ?? []),
      resolutions: resolutions.filter((one) => one.meetingId === meeting.id),
    };
  });
  const held = lines.filter((line) => line.meeting.heldAt !== null);
  const times = new Map<string, number>();
  for (const line of held) for (const name of line.organisations) times.set(name, (times.get(name) ?? 0) + 1);
  const [first, last] = [held[0], held.at(-1)].map((line) => (line ? meetingDay(line.meeting) : null));
  return {
    lines,
    held: held.length,
    organisations: [...times].map(([name, count]) => ({ name, times: count })).sort((a, b) => b.times - a.times || a.name.localeCompare(b.name, 'zh')),
    firstDay: first ?? null,
    lastDay: last ?? null,
    days: first && last ? daysBetween(first, last) + 1 : 0,
    attendances: held.reduce((sum, line) => sum + line.present, 0),
    resolutions: lines.reduce((sum, line) => sum + line.resolutions.length, 0),
  };
}
