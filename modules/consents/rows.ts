import { z } from 'zod';
import { sql } from '#platform/database';
import {
  type Collector,
  type Consent,
  type ConsentContest,
  type ConsentChoice,
  type ConsentEntry,
  type ConsentHome,
  type ConsentPart,
  type ConsentVisit,
  type Device,
  isOption,
  type Proxy,
  speaksFor,
  visitOutcomes,
} from './consent.ts';

const id = z.string();
const maybe = z.string().nullable();
const when = z.date();
const maybeWhen = z.date().nullable();
const plainChoice = z.enum(['yes', 'no', 'abstain', 'split']);
/** A choice as the tables hold it. */
export const choiceWord = z.union([plainChoice, z.string().refine(isOption)]).transform((word): ConsentChoice => word);

export const consentColumns = sql`id, neighbourhood_id, matter_id, question, plan, phone_allowed, created_by, created_at`;
export const consentRow = z
  .object({ id, neighbourhood_id: id, matter_id: maybe, question: id, plan: id, phone_allowed: z.boolean(), created_by: maybe, created_at: when })
  .transform(
    (r): Consent => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      matterId: r.matter_id,
      question: r.question,
      plan: r.plan,
      phoneAllowed: r.phone_allowed,
      createdBy: r.created_by,
      createdAt: r.created_at,
    }),
  );

export const partRow = z
  .object({ ballot_id: id, consent_id: id, no: z.number(), scope: z.enum(['building', 'compound', 'neighbourhood']) })
  .transform((r): ConsentPart => ({ ballotId: r.ballot_id, consentId: r.consent_id, no: r.no, scope: r.scope }));

export const homeRow = z
  .object({
    ballot_id: id,
    home_id: id,
    elector_id: id,
    building_id: id,
    entrance_id: id,
    label: id,
    place_no: z.number(),
    area_centi_m2: z.bigint(),
  })
  .transform(
    (r): ConsentHome => ({
      ballotId: r.ballot_id,
      homeId: r.home_id,
      electorId: r.elector_id,
      buildingId: r.building_id,
      entranceId: r.entrance_id,
      label: r.label,
      placeNo: r.place_no,
      areaCentiM2: r.area_centi_m2,
    }),
  );

export const entryColumns = sql`e.id, e.consent_id, e.home_id, e.choice, e.channel, e.speaks, e.signer_name, e.signer_person_id, e.agreement, e.proxy_id,
  e.signature_file_id, e.scan_file_id, e.recorded_by, e.device_id, e.signed_at, e.device_said, e.received_at`;
export const entryRow = z
  .object({
    id,
    consent_id: id,
    home_id: id,
    choice: choiceWord,
    channel: z.enum(['door', 'paper', 'own']),
    speaks: z.enum(speaksFor),
    signer_name: id,
    signer_person_id: maybe,
    agreement: maybe,
    proxy_id: maybe,
    signature_file_id: maybe,
    scan_file_id: maybe,
    recorded_by: maybe,
    device_id: maybe,
    signed_at: when,
    device_said: maybeWhen,
    received_at: when,
  })
  .transform(
    (r): ConsentEntry => ({
      id: r.id,
      consentId: r.consent_id,
      homeId: r.home_id,
      choice: r.choice,
      channel: r.channel,
      speaks: r.speaks,
      signerName: r.signer_name,
      signerPersonId: r.signer_person_id,
      agreement: r.agreement,
      proxyId: r.proxy_id,
      signatureFileId: r.signature_file_id,
      scanFileId: r.scan_file_id,
      recordedBy: r.recorded_by,
      deviceId: r.device_id,
      signedAt: r.signed_at,
      deviceSaid: r.device_said,
      receivedAt: r.received_at,
    }),
  );

export const visitRow = z
  .object({ id, home_id: id, what: z.enum(visitOutcomes), note: maybe, recorded_by: id, visited_at: when })
  .transform((r): ConsentVisit => ({ id: r.id, homeId: r.home_id, what: r.what, note: r.note, recordedBy: r.recorded_by, visitedAt: r.visited_at }));

export const contestColumns = sql`c.id, c.entry_id, c.text, c.raised_name, c.raised_at, c.outcome, c.reason, c.settled_by, c.settled_at`;
export const contestRow = z
  .object({
    id,
    entry_id: id,
    text: id,
    raised_name: id,
    raised_at: when,
    outcome: z.enum(['upheld', 'dismissed']).nullable(),
    reason: maybe,
    settled_by: maybe,
    settled_at: maybeWhen,
  })
  .transform(
    (r): ConsentContest => ({
      id: r.id,
      entryId: r.entry_id,
      text: r.text,
      raisedName: r.raised_name,
      raisedAt: r.raised_at,
      outcome: r.outcome,
      reason: r.reason,
      settledBy: r.settled_by,
      settledAt: r.settled_at,
    }),
  );

export const collectorRow = z.object({ id, consent_id: id, person_id: id, entrance_ids: z.array(id), named_at: when, ended_at: maybeWhen }).transform(
  (r): Collector => ({
    id: r.id,
    consentId: r.consent_id,
    personId: r.person_id,
    entranceIds: r.entrance_ids,
    namedAt: r.named_at,
    endedAt: r.ended_at,
  }),
);

export const deviceRow = z
  .object({ id, consent_id: id, collector_id: id, name: id, opened_at: when, seen_at: when, revoked_at: maybeWhen, wiped_at: maybeWhen })
  .transform(
    (r): Device => ({
      id: r.id,
      consentId: r.consent_id,
      collectorId: r.collector_id,
      name: r.name,
      openedAt: r.opened_at,
      seenAt: r.seen_at,
      revokedAt: r.revoked_at,
      wipedAt: r.wiped_at,
    }),
  );

export const proxyRow = z.object({ id, consent_id: id, home_id: id, owner_name: id, proxy_name: id, file_id: id, recorded_at: when }).transform(
  (r): Proxy => ({
    id: r.id,
    consentId: r.consent_id,
    homeId: r.home_id,
    ownerName: r.owner_name,
    proxyName: r.proxy_name,
    fileId: r.file_id,
    recordedAt: r.recorded_at,
  }),
);
