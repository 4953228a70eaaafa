import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Consent, ConsentEntry, ConsentHome, ConsentPart, ConsentVisit } from './consent.ts';

export async function insertConsent(tx: CommandTx, c: Omit<Consent, 'createdBy' | 'createdAt'>): Promise<void> {
  await tx.exec(sql`insert into consent (subdistrict_id, id, neighbourhood_id, matter_id, question, plan, phone_allowed, created_by, created_at)
    values (${tx.subdistrictId}, ${c.id}, ${c.neighbourhoodId}, ${c.matterId}, ${c.question}, ${c.plan}, ${c.phoneAllowed}, ${tx.actor.personId}, ${tx.now})`);
}

export async function insertPart(tx: CommandTx, part: ConsentPart): Promise<void> {
  await tx.exec(sql`insert into consent_part (subdistrict_id, ballot_id, consent_id, no, scope)
    values (${tx.subdistrictId}, ${part.ballotId}, ${part.consentId}, ${part.no}, ${part.scope})`);
}

export async function insertPlanFile(tx: CommandTx, consentId: string, fileId: string): Promise<void> {
  await tx.exec(sql`insert into consent_paper (subdistrict_id, consent_id, file_id) values (${tx.subdistrictId}, ${consentId}, ${fileId})`);
}

/** Replaces the homes behind a part's roll; the database refuses it once the ballot is open. */
export async function replaceHomes(tx: CommandTx, ballotId: string, homes: readonly ConsentHome[]): Promise<void> {
  await tx.exec(sql`delete from consent_home where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`);
  const rows = homes.map((home) => ({
    home_id: home.homeId,
    elector_id: home.electorId,
    building_id: home.buildingId,
    entrance_id: home.entranceId,
    label: home.label,
    place_no: home.placeNo,
    area_centi_m2: home.areaCentiM2.toString(),
  }));
  await tx.exec(sql`insert into consent_home (subdistrict_id, ballot_id, home_id, elector_id, building_id, entrance_id, label, place_no, area_centi_m2)
    select ${tx.subdistrictId}::uuid, ${ballotId}::uuid, r.home_id, r.elector_id, r.building_id, r.entrance_id, r.label, r.place_no, r.area_centi_m2
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(home_id uuid, elector_id uuid, building_id uuid, entrance_id uuid, label text,
      place_no int, area_centi_m2 bigint)`);
}

/** Everything that changes what counts in a campaign waits here for its turn; closing waits for entries under way. */
export async function lockConsent(tx: CommandTx, consentId: string): Promise<void> {
  await tx.exec(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.subdistrictId} consent ${consentId}`}, 0))`);
}

export async function insertEntry(tx: CommandTx, e: Omit<ConsentEntry, 'receivedAt'>): Promise<void> {
  await tx.exec(sql`insert into consent_entry (subdistrict_id, id, consent_id, home_id, choice, channel, speaks, signer_name, signer_person_id, agreement,
    proxy_id, signature_file_id, scan_file_id, recorded_by, device_id, signed_at, device_said, received_at) values (${tx.subdistrictId}, ${e.id},
    ${e.consentId}, ${e.homeId}, ${e.choice}, ${e.channel}, ${e.speaks}, ${e.signerName}, ${e.signerPersonId}, ${e.agreement}, ${e.proxyId},
    ${e.signatureFileId}, ${e.scanFileId}, ${e.recordedBy}, ${e.deviceId}, ${e.signedAt}, ${e.deviceSaid}, ${tx.now})`);
}

export async function insertVisit(tx: CommandTx, consentId: string, deviceId: string, v: ConsentVisit): Promise<void> {
  await tx.exec(sql`insert into consent_visit (subdistrict_id, id, consent_id, home_id, what, note, recorded_by, device_id, visited_at, received_at)
    values (${tx.subdistrictId}, ${v.id}, ${consentId}, ${v.homeId}, ${v.what}, ${v.note}, ${v.recordedBy}, ${deviceId}, ${v.visitedAt}, ${tx.now})`);
}

/** Lets an answer count for an elector, in the place of the one before. */
export async function putCounted(
  tx: CommandTx,
  counted: { ballotId: string; electorId: string; entryId: string; homeId: string; choice: string },
): Promise<void> {
  await tx.exec(sql`insert into consent_counted (subdistrict_id, ballot_id, elector_id, entry_id, home_id, choice)
    values (${tx.subdistrictId}, ${counted.ballotId}, ${counted.electorId}, ${counted.entryId}, ${counted.homeId}, ${counted.choice})
    on conflict (subdistrict_id, ballot_id, elector_id) do update set entry_id = excluded.entry_id, home_id = excluded.home_id, choice = excluded.choice`);
}

export async function dropCounted(tx: CommandTx, ballotId: string, electorId: string): Promise<void> {
  await tx.exec(sql`delete from consent_counted where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and elector_id = ${electorId}`);
}

export async function insertCollector(tx: CommandTx, c: { id: string; consentId: string; personId: string; entranceIds: readonly string[] }): Promise<void> {
  await tx.exec(sql`insert into consent_collector (subdistrict_id, id, consent_id, person_id, entrance_ids, named_by, named_at)
    values (${tx.subdistrictId}, ${c.id}, ${c.consentId}, ${c.personId}, ${[...c.entranceIds]}::uuid[], ${tx.actor.personId}, ${tx.now})`);
}

export async function setCollectorEnded(tx: CommandTx, id: string): Promise<void> {
  await tx.exec(sql`update consent_collector set ended_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id} and ended_at is null`);
}

export async function insertDevice(tx: CommandTx, d: { id: string; consentId: string; collectorId: string; name: string }): Promise<void> {
  await tx.exec(sql`insert into consent_device (subdistrict_id, id, consent_id, collector_id, name, opened_at, seen_at)
    values (${tx.subdistrictId}, ${d.id}, ${d.consentId}, ${d.collectorId}, ${d.name}, ${tx.now}, ${tx.now})`);
}

export async function setDevice(tx: CommandTx, id: string, what: 'seen' | 'revoked' | 'wiped'): Promise<void> {
  const change =
    what === 'seen'
      ? sql`seen_at = ${tx.now}`
      : what === 'wiped'
        ? sql`wiped_at = coalesce(wiped_at, ${tx.now})`
        : sql`revoked_at = ${tx.now}, revoked_by = ${tx.actor.personId}`;
  await tx.exec(sql`update consent_device set ${change} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

export async function insertProxy(
  tx: CommandTx,
  p: { id: string; consentId: string; homeId: string; ownerName: string; proxyName: string; fileId: string },
): Promise<void> {
  await tx.exec(sql`insert into consent_proxy (subdistrict_id, id, consent_id, home_id, owner_name, proxy_name, file_id, recorded_by, recorded_at)
    values (${tx.subdistrictId}, ${p.id}, ${p.consentId}, ${p.homeId}, ${p.ownerName}, ${p.proxyName}, ${p.fileId}, ${tx.actor.personId}, ${tx.now})`);
}

export async function insertContest(tx: CommandTx, c: { id: string; entryId: string; text: string; raisedName: string }): Promise<void> {
  await tx.exec(sql`insert into consent_contest (subdistrict_id, id, entry_id, text, raised_by, raised_name, raised_at)
    values (${tx.subdistrictId}, ${c.id}, ${c.entryId}, ${c.text}, ${tx.actor.personId}, ${c.raisedName}, ${tx.now})`);
}

export async function setSettled(tx: CommandTx, id: string, outcome: 'upheld' | 'dismissed', reason: string): Promise<void> {
  await tx.exec(sql`update consent_contest set outcome = ${outcome}, reason = ${reason}, settled_by = ${tx.actor.personId}, settled_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
