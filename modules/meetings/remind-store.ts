import { endOfDay, startOfDay } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Meeting } from './meeting.ts';
import { meetingColumns, meetingRow } from './rows.ts';

/** Meetings of these days of which nobody has been reminded, locked; those that somebody works on just now wait for the next round. */
export const lockComing = (tx: CommandTx, days: { from: string; until: string }): Promise<Meeting[]> =>
  tx.all(
    sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId} and state = 'called' and reminded_on is null
    and starts_at >= ${startOfDay(days.from)} and starts_at <= ${endOfDay(days.until)} order by starts_at, id for update skip locked`,
    meetingRow,
  );

/** Meetings of the last month that are over, held or not. */
export const lockPassed = (tx: CommandTx, today: string): Promise<Meeting[]> =>
  tx.all(
    sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId} and state <> 'cancelled'
    and starts_at < ${startOfDay(today)} and starts_at > ${startOfDay(today)}::timestamptz - interval '31 days' order by starts_at, id for update skip locked`,
    meetingRow,
  );
