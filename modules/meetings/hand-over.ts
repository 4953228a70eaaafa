import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

const titled = z.object({ id: z.string(), title: z.string() });

/** Meetings to come that a person chairs or writes down, soonest first. */
export const meetingsInHands = (tx: Tx, personId: string): Promise<{ id: string; title: string }[]> =>
  tx.all(
    sql`select id, title from meeting where subdistrict_id = ${tx.subdistrictId} and state in ('called', 'held')
    and (chair_person_id = ${personId} or recorder_person_id = ${personId}) order by starts_at, id`,
    titled,
  );

/** Resolutions that a person carries out and that are not done. Who was to do it stays written in the resolution. */
export const resolutionsInHands = (tx: Tx, personId: string): Promise<{ id: string; title: string }[]> =>
  tx.all(
    sql`select id, left(text, 80) as title from resolution where subdistrict_id = ${tx.subdistrictId} and executor_person_id = ${personId}
    and state in ('open', 'progress', 'overdue') order by deadline, id`,
    titled,
  );

/** Lets another chair or write down the meetings that a person was to. Returns how many. */
export const giveMeetingsOn = (tx: CommandTx, of: { fromPersonId: string; toPersonId: string }): Promise<number> =>
  tx.exec(sql`update meeting set chair_person_id = case when chair_person_id = ${of.fromPersonId} then ${of.toPersonId}::uuid else chair_person_id end,
    recorder_person_id = case when recorder_person_id = ${of.fromPersonId} then ${of.toPersonId}::uuid else recorder_person_id end
    where subdistrict_id = ${tx.subdistrictId} and state in ('called', 'held') and (chair_person_id = ${of.fromPersonId} or recorder_person_id = ${of.fromPersonId})`);
