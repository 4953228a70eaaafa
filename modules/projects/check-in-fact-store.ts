import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** Where the works are, as last said; coordinates in millionths of a degree. */
export interface WorksPlace {
  /** Check-ins are asked to show that they are made there. */
  asked: boolean;
  latMicro: number | null;
  lngMicro: number | null;
  byName: string;
  at: Date;
}

const worksPlaceRow = z.object({ asked: z.boolean(), latMicro: z.number().nullable(), lngMicro: z.number().nullable(), byName: z.string(), at: z.date() });

export const worksPlaceOf = (tx: Tx, projectId: string): Promise<WorksPlace | null> =>
  tx.maybe(
    sql`select asked, lat_micro as "latMicro", lng_micro as "lngMicro", by_name as "byName", at from works_place where subdistrict_id = ${tx.subdistrictId}
      and project_id = ${projectId} order by no desc limit 1`,
    worksPlaceRow,
  );

export const insertWorksPlace = (tx: CommandTx, projectId: string, place: Pick<WorksPlace, 'asked' | 'latMicro' | 'lngMicro'>): Promise<number> =>
  tx.exec(sql`insert into works_place (subdistrict_id, project_id, no, asked, lat_micro, lng_micro, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${projectId}::uuid, (select coalesce(max(no), 0) + 1 from works_place where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}),
      ${place.asked}::boolean, ${place.latMicro}::int, ${place.lngMicro}::int, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);

/** What is known of a check-in's place and time: the distance to the works, never where somebody was. */
export interface CheckInFact {
  checkInId: string;
  distanceM: number | null;
  distanceFrom: 'photo' | 'phone' | null;
  accuracyM: number | null;
  photoAt: Date | null;
}

const checkInFactsRow = z.object({
  checkInId: z.string(),
  distanceM: z.number().nullable(),
  distanceFrom: z.enum(['photo', 'phone']).nullable(),
  accuracyM: z.number().nullable(),
  photoAt: z.date().nullable(),
});

export const checkInFactsOf = (tx: Tx, projectId: string): Promise<CheckInFact[]> =>
  tx.all(
    sql`select f.check_in_id as "checkInId", f.distance_m as "distanceM", f.distance_from as "distanceFrom", f.accuracy_m as "accuracyM", f.photo_at as "photoAt"
      from check_in_fact f join check_in c on c.subdistrict_id = f.subdistrict_id and c.id = f.check_in_id
      where f.subdistrict_id = ${tx.subdistrictId} and c.project_id = ${projectId}`,
    checkInFactsRow,
  );

export const insertCheckInFact = (tx: CommandTx, fact: CheckInFact): Promise<number> =>
  tx.exec(sql`insert into check_in_fact (subdistrict_id, check_in_id, distance_m, distance_from, accuracy_m, photo_at)
    values (${tx.subdistrictId}, ${fact.checkInId}, ${fact.distanceM}, ${fact.distanceFrom}, ${fact.accuracyM}, ${fact.photoAt})`);

/** The right words for a check-in, beside what was written first. */
export interface CheckInCorrection {
  checkInId: string;
  no: number;
  body: string;
  reason: string;
  byName: string;
  at: Date;
}

const correctionsRow = z.object({ checkInId: z.string(), no: z.number(), body: z.string(), reason: z.string(), byName: z.string(), at: z.date() });

export const correctionsOf = (tx: Tx, projectId: string): Promise<CheckInCorrection[]> =>
  tx.all(
    sql`select k.check_in_id as "checkInId", k.no, k.body, k.reason, k.by_name as "byName", k.at from check_in_correction k
      join check_in c on c.subdistrict_id = k.subdistrict_id and c.id = k.check_in_id
      where k.subdistrict_id = ${tx.subdistrictId} and c.project_id = ${projectId} order by k.check_in_id, k.no`,
    correctionsRow,
  );

export const insertCorrection = (tx: CommandTx, checkInId: string, body: string, reason: string): Promise<number> =>
  tx.exec(sql`insert into check_in_correction (subdistrict_id, check_in_id, no, body, reason, by_person_id, by_name, at)
    select ${tx.subdistrictId}, ${checkInId}::uuid, (select coalesce(max(no), 0) + 1 from check_in_correction where subdistrict_id = ${tx.subdistrictId}
      and check_in_id = ${checkInId}), ${body}, ${reason}, ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now}`);
