import { z } from 'zod';
import { type Ballot, findBallot } from '#modules/ballots';
import { officeSetting } from '#modules/funds';
import { sql, type Tx } from '#platform/database';
import type {
  Collector,
  Consent,
  ConsentContest,
  ConsentChoice,
  ConsentEntry,
  ConsentHome,
  ConsentPart,
  ConsentVisit,
  Device,
  Proxy,
  SplitRule,
} from './consent.ts';
import {
  choiceWord,
  collectorRow,
  consentColumns,
  consentRow,
  contestColumns,
  contestRow,
  deviceRow,
  entryColumns,
  entryRow,
  homeRow,
  partRow,
  proxyRow,
  visitRow,
} from './rows.ts';

/** One campaign, or null. */
export const findConsent = (tx: Tx, id: string): Promise<Consent | null> =>
  tx.maybe(sql`select ${consentColumns} from consent where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, consentRow);

/** Campaigns of a neighbourhood, newest first. */
export const listConsents = (tx: Tx, neighbourhoodId: string): Promise<Consent[]> =>
  tx.all(
    sql`select ${consentColumns} from consent where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId}
    order by created_at desc, id desc limit 500`,
    consentRow,
  );

/** The campaign that a ballot belongs to, or null: such a ballot is answered on the campaign's page. */
export const consentOfBallot = (tx: Tx, ballotId: string): Promise<Consent | null> =>
  tx.maybe(
    sql`select ${consentColumns} from consent where subdistrict_id = ${tx.subdistrictId}
    and id = (select consent_id from consent_part where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId})`,
    consentRow,
  );

/** A part with the ballot that counts it. */
export type BallotPart = ConsentPart & { ballot: Ballot };

/** The parts in their order, each with its ballot. */
export async function partsOf(tx: Tx, consentId: string): Promise<BallotPart[]> {
  const parts = await tx.all(
    sql`select ballot_id, consent_id, no, scope from consent_part where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId} order by no`,
    partRow,
  );
  const found: BallotPart[] = [];
  for (const part of parts) {
    const ballot = await findBallot(tx, part.ballotId);
    if (ballot) found.push({ ...part, ballot });
  }
  return found;
}

/** Homes on the rolls of all parts, in the order of the doors. */
export const homesOf = (tx: Tx, consentId: string): Promise<ConsentHome[]> =>
  tx.all(
    sql`select h.ballot_id, h.home_id, h.elector_id, h.building_id, h.entrance_id, h.label, h.place_no, h.area_centi_m2 from consent_home h
    join consent_part p on p.subdistrict_id = h.subdistrict_id and p.ballot_id = h.ballot_id
    where h.subdistrict_id = ${tx.subdistrictId} and p.consent_id = ${consentId} order by p.no, h.place_no`,
    homeRow,
  );

/** Every answer, in the order in which they were signed. */
export const entriesOf = (tx: Tx, consentId: string): Promise<ConsentEntry[]> =>
  tx.all(
    sql`select ${entryColumns} from consent_entry e where e.subdistrict_id = ${tx.subdistrictId} and e.consent_id = ${consentId}
    order by e.signed_at, e.received_at, e.id`,
    entryRow,
  );

/** One answer, or null. */
export const findEntry = (tx: Tx, id: string): Promise<ConsentEntry | null> =>
  tx.maybe(sql`select ${entryColumns} from consent_entry e where e.subdistrict_id = ${tx.subdistrictId} and e.id = ${id}`, entryRow);

const countedRow = z
  .object({ ballot_id: z.string(), elector_id: z.string(), entry_id: z.string(), choice: choiceWord })
  .transform((r): Counted => ({ ballotId: r.ballot_id, electorId: r.elector_id, entryId: r.entry_id, choice: r.choice }));
/** The answer that counts for an elector of a part. */
export interface Counted {
  ballotId: string;
  electorId: string;
  entryId: string;
  choice: ConsentChoice;
}
/** What counts now, for all parts. */
export const countedOf = (tx: Tx, consentId: string): Promise<Counted[]> =>
  tx.all(
    sql`select c.ballot_id, c.elector_id, c.entry_id, c.choice from consent_counted c
    join consent_part p on p.subdistrict_id = c.subdistrict_id and p.ballot_id = c.ballot_id
    where c.subdistrict_id = ${tx.subdistrictId} and p.consent_id = ${consentId}`,
    countedRow,
  );

/** Calls without an answer, oldest first. */
export const visitsOf = (tx: Tx, consentId: string): Promise<ConsentVisit[]> =>
  tx.all(
    sql`select id, home_id, what, note, recorded_by, visited_at from consent_visit where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId}
    order by visited_at, received_at, id`,
    visitRow,
  );

/** Contests of a campaign, oldest first. */
export const contestsOf = (tx: Tx, consentId: string): Promise<ConsentContest[]> =>
  tx.all(
    sql`select ${contestColumns} from consent_contest c join consent_entry e on e.subdistrict_id = c.subdistrict_id and e.id = c.entry_id
    where c.subdistrict_id = ${tx.subdistrictId} and e.consent_id = ${consentId} order by c.raised_at, c.id`,
    contestRow,
  );

/** Collectors, those ended included. */
export const collectorsOf = (tx: Tx, consentId: string): Promise<Collector[]> =>
  tx.all(
    sql`select id, consent_id, person_id, entrance_ids, named_at, ended_at from consent_collector
    where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId} order by named_at, id`,
    collectorRow,
  );

/** The person's standing as collector of a campaign, or null. */
export const collectorFor = (tx: Tx, consentId: string, personId: string | null): Promise<Collector | null> =>
  personId === null
    ? Promise.resolve(null)
    : tx.maybe(
        sql`select id, consent_id, person_id, entrance_ids, named_at, ended_at from consent_collector
        where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId} and person_id = ${personId} and ended_at is null`,
        collectorRow,
      );

/** Devices that held the list. */
export const devicesOf = (tx: Tx, consentId: string): Promise<Device[]> =>
  tx.all(
    sql`select id, consent_id, collector_id, name, opened_at, seen_at, revoked_at, wiped_at from consent_device
    where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId} order by opened_at, id`,
    deviceRow,
  );

/** One device, or null. */
export const findDevice = (tx: Tx, id: string): Promise<Device | null> =>
  tx.maybe(
    sql`select id, consent_id, collector_id, name, opened_at, seen_at, revoked_at, wiped_at from consent_device
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
    deviceRow,
  );

/** Signed proxies of a campaign. */
export const proxiesOf = (tx: Tx, consentId: string): Promise<Proxy[]> =>
  tx.all(
    sql`select id, consent_id, home_id, owner_name, proxy_name, file_id, recorded_at from consent_proxy
    where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId} order by recorded_at, id`,
    proxyRow,
  );

const fileRow = z.object({ file_id: z.string() }).transform((r) => r.file_id);
/** Files of the plan. */
export const planFilesOf = (tx: Tx, consentId: string): Promise<string[]> =>
  tx.all(sql`select file_id from consent_paper where subdistrict_id = ${tx.subdistrictId} and consent_id = ${consentId} order by file_id`, fileRow);

/** Keys of what the office sets for consents; the law leaves both open. */
export const consentSettingKeys = { split: 'consent.split', proxyLimit: 'consent.proxyLimit' } as const;
/** What the office has set; null = it has not, and nothing stands in for it. */
export interface ConsentSettings {
  split: SplitRule | null;
  proxyLimit: number | null;
}
/** Reads the office's settings for consents. */
export async function consentSettings(tx: Tx): Promise<ConsentSettings> {
  const split = (await officeSetting(tx, consentSettingKeys.split))?.value;
  const limit = (await officeSetting(tx, consentSettingKeys.proxyLimit))?.value;
  return {
    split: split === 'takes-part' || split === 'not-counted' ? split : null,
    proxyLimit: limit !== undefined && /^\d{1,4}$/.test(limit) ? Number(limit) : null,
  };
}
