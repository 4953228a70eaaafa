import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type AbandonmentKind, abandonmentKinds, type AssetKind, assetKinds, type EndReason, type Fate, fates } from './asset.ts';
import { type SourceKind, sourceKinds } from './project.ts';

/** Who holds a thing now. */
export interface Holding {
  id: string;
  kind: 'keeper' | 'deputy' | 'committee';
  personId: string | null;
  organisationId: string | null;
  name: string;
  /** Why a deputy or the committee holds it; empty for a keeper. */
  reason: string;
  fromDay: string;
}

/** Somebody was asked to be the keeper and has not answered yet. */
export interface KeeperOffer {
  id: string;
  assetId: string;
  personId: string | null;
  organisationId: string | null;
  name: string;
  deputyPersonId: string | null;
  deputyName: string;
}

/** An alarm that is open. */
export interface OpenAlarm {
  id: string;
  no: number;
  cause: 'missed' | 'sign' | 'report';
  level: 1 | 2 | 3;
  openedDay: string;
}

/** How a thing was given up. */
export interface Abandonment {
  kind: AbandonmentKind;
  body: string;
  resolutionId: string | null;
  paperFileId: string | null;
  reason: string;
  fate: Fate;
  fateText: string;
  moneyInFen: bigint;
  moneyOutFen: bigint;
  moneyText: string;
  decidedOn: string;
  byName: string;
}

/** A thing a project left behind, with who holds it and what is wrong with it. */
export interface Asset {
  id: string;
  projectId: string;
  neighbourhoodId: string;
  no: number;
  kind: AssetKind;
  name: string;
  place: string;
  valueFen: bigint;
  sourceKinds: SourceKind[];
  inUseFrom: string;
  lifeMonths: number | null;
  warrantyUntil: string | null;
  warrantyBy: string;
  survivesDays: number | null;
  projectTitle: string;
  serial: string;
  /** Null only of what was given up. */
  holding: Holding | null;
  offer: KeeperOffer | null;
  alarm: OpenAlarm | null;
  abandonment: Abandonment | null;
}

const fen = z.string().transform(BigInt);
const assetRow = z
  .object({
    id: z.string(),
    project_id: z.string(),
    neighbourhood_id: z.string(),
    no: z.number(),
    kind: z.enum(assetKinds),
    name: z.string(),
    place: z.string(),
    value_fen: z.bigint(),
    source_kinds: z.array(z.enum(sourceKinds)),
    in_use_from: z.string(),
    life_months: z.number().nullable(),
    warranty_until: z.string().nullable(),
    warranty_by: z.string(),
    survives_days: z.number().nullable(),
    title: z.string(),
    serial: z.string(),
    holding: z
      .object({
        id: z.string(),
        kind: z.enum(['keeper', 'deputy', 'committee']),
        personId: z.string().nullable(),
        organisationId: z.string().nullable(),
        name: z.string(),
        reason: z.string(),
        fromDay: z.string(),
      })
      .nullable(),
    offer: z
      .object({
        id: z.string(),
        assetId: z.string(),
        personId: z.string().nullable(),
        organisationId: z.string().nullable(),
        name: z.string(),
        deputyPersonId: z.string().nullable(),
        deputyName: z.string(),
      })
      .nullable(),
    alarm: z
      .object({
        id: z.string(),
        no: z.number(),
        cause: z.enum(['missed', 'sign', 'report']),
        level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
        openedDay: z.string(),
      })
      .nullable(),
    abandonment: z
      .object({
        kind: z.enum(abandonmentKinds),
        body: z.string(),
        resolutionId: z.string().nullable(),
        paperFileId: z.string().nullable(),
        reason: z.string(),
        fate: z.enum(fates),
        fateText: z.string(),
        moneyInFen: fen,
        moneyOutFen: fen,
        moneyText: z.string(),
        decidedOn: z.string(),
        byName: z.string(),
      })
      .nullable(),
  })
  .transform(
    (r): Asset => ({
      id: r.id,
      projectId: r.project_id,
      neighbourhoodId: r.neighbourhood_id,
      no: r.no,
      kind: r.kind,
      name: r.name,
      place: r.place,
      valueFen: r.value_fen,
      sourceKinds: r.source_kinds,
      inUseFrom: r.in_use_from,
      lifeMonths: r.life_months,
      warrantyUntil: r.warranty_until,
      warrantyBy: r.warranty_by,
      survivesDays: r.survives_days,
      projectTitle: r.title,
      serial: r.serial,
      holding: r.holding,
      offer: r.offer,
      alarm: r.alarm,
      abandonment: r.abandonment,
    }),
  );

const assetSelect = sql`select s.id, s.project_id, s.neighbourhood_id, s.no, s.kind, s.name, s.place, s.value_fen, s.source_kinds, s.in_use_from, s.life_months,
    s.warranty_until, s.warranty_by, s.survives_days, p.title, p.serial,
    case when h.id is null then null else jsonb_build_object('id', h.id, 'kind', h.kind, 'personId', h.person_id, 'organisationId', h.organisation_id,
      'name', h.name, 'reason', h.reason, 'fromDay', h.from_day) end as holding,
    case when o.id is null then null else jsonb_build_object('id', o.id, 'assetId', o.asset_id, 'personId', o.person_id, 'organisationId', o.organisation_id,
      'name', o.name, 'deputyPersonId', o.deputy_person_id, 'deputyName', o.deputy_name) end as offer,
    case when a.id is null then null else jsonb_build_object('id', a.id, 'no', a.no, 'cause', a.cause, 'level', a.level, 'openedDay', a.opened_day) end as alarm,
    case when g.id is null then null else jsonb_build_object('kind', g.kind, 'body', g.body, 'resolutionId', g.resolution_id, 'paperFileId', g.paper_file_id,
      'reason', g.reason, 'fate', g.fate, 'fateText', g.fate_text, 'moneyInFen', g.money_in_fen::text, 'moneyOutFen', g.money_out_fen::text,
      'moneyText', g.money_text, 'decidedOn', g.decided_on, 'byName', g.by_name) end as abandonment
  from asset s join project p on p.subdistrict_id = s.subdistrict_id and p.id = s.project_id
  left join asset_holding h on h.subdistrict_id = s.subdistrict_id and h.asset_id = s.id and h.ended_day is null
  left join asset_keeper_offer o on o.subdistrict_id = s.subdistrict_id and o.asset_id = s.id and o.answer is null
  left join upkeep_alarm a on a.subdistrict_id = s.subdistrict_id and a.asset_id = s.id and a.closed_day is null
  left join asset_abandonment g on g.subdistrict_id = s.subdistrict_id and g.asset_id = s.id`;

/** One thing, or null. */
export const findAsset = (tx: Tx, id: string): Promise<Asset | null> =>
  tx.maybe(sql`${assetSelect} where s.subdistrict_id = ${tx.subdistrictId} and s.id = ${id}`, assetRow);

/** What to list: all conditions that are given hold. */
export interface AssetFilter {
  projectId?: string;
  neighbourhoodId?: string;
  /** Held now by this person. */
  personId?: string;
  /** Held now by this organisation. */
  organisationId?: string;
  /** Only things with an open alarm, those furthest gone first. */
  alarmed?: boolean;
}

/** Things of the subdistrict by place and number; alarms first when only those are asked for. */
export const listAssets = (tx: Tx, filter: AssetFilter = {}): Promise<Asset[]> =>
  tx.all(
    sql`${assetSelect} where s.subdistrict_id = ${tx.subdistrictId}
    and (${filter.projectId ?? null}::uuid is null or s.project_id = ${filter.projectId ?? null}::uuid)
    and (${filter.neighbourhoodId ?? null}::uuid is null or s.neighbourhood_id = ${filter.neighbourhoodId ?? null}::uuid)
    and (${filter.personId ?? null}::uuid is null or h.person_id = ${filter.personId ?? null}::uuid)
    and (${filter.organisationId ?? null}::uuid is null or h.organisation_id = ${filter.organisationId ?? null}::uuid)
    and (${filter.alarmed ?? false}::boolean = false or a.id is not null)
    order by case when ${filter.alarmed ?? false}::boolean then -a.level else 0 end, s.neighbourhood_id, s.no`,
    assetRow,
  );

/** What a new thing is registered with. */
export interface NewAsset {
  kind: AssetKind;
  name: string;
  place: string;
  valueFen: bigint;
  sourceKinds: readonly SourceKind[];
  budgetLineNo: number | null;
  inUseFrom: string;
  lifeMonths: number | null;
  warrantyUntil: string | null;
  warrantyBy: string;
  survivesDays: number | null;
}

/** Writes a thing with the next number of its place, counted under a lock. */
export async function insertAsset(tx: CommandTx, about: { projectId: string; neighbourhoodId: string }, asset: NewAsset): Promise<string> {
  const id = tx.newId();
  await tx.executeSql('select pg_advisory_xact_lock(hashtextextended($1, 490))', [`${tx.subdistrictId}/${about.neighbourhoodId}`]);
  await tx.exec(sql`insert into asset (subdistrict_id, id, project_id, neighbourhood_id, no, kind, name, place, value_fen, source_kinds, budget_line_no, in_use_from,
      life_months, warranty_until, warranty_by, survives_days, created_by, created_at)
    select ${tx.subdistrictId}, ${id}, ${about.projectId}, ${about.neighbourhoodId}, (select coalesce(max(no), 0) + 1 from asset
      where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${about.neighbourhoodId}), ${asset.kind}, ${asset.name}, ${asset.place},
      ${asset.valueFen}::bigint, ${[...asset.sourceKinds]}::text[], ${asset.budgetLineNo}::int, ${asset.inUseFrom}::date, ${asset.lifeMonths}::int,
      ${asset.warrantyUntil}::date, ${asset.warrantyBy}, ${asset.survivesDays}::int, ${tx.actor.personId}::uuid, ${tx.now}`);
  return id;
}

export const correctAssetRow = (
  tx: CommandTx,
  id: string,
  asset: Pick<NewAsset, 'place' | 'lifeMonths' | 'warrantyUntil' | 'warrantyBy' | 'survivesDays'>,
): Promise<number> =>
  tx.exec(sql`update asset set place = ${asset.place}, life_months = ${asset.lifeMonths}::int, warranty_until = ${asset.warrantyUntil}::date,
    warranty_by = ${asset.warrantyBy}, survives_days = ${asset.survivesDays}::int where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

const idRow = z.object({ id: z.string() });

/** Locks a thing until the transaction ends; false when there is none. */
export const lockAsset = async (tx: CommandTx, id: string): Promise<boolean> =>
  (await tx.maybe(sql`select id from asset where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, idRow)) !== null;

/** Ends what holds a thing and puts the next holder in its place; both or, at the commit, neither. */
export async function endHolding(tx: CommandTx, assetId: string, end: { reason: EndReason | 'keeper-found' | 'abandoned'; note: string }): Promise<number> {
  return tx.exec(sql`update asset_holding set ended_day = greatest(from_day, ${tx.today}::date), end_reason = ${end.reason}, end_note = ${end.note},
    ended_by_name = ${tx.actor.name || '系统'} where subdistrict_id = ${tx.subdistrictId} and asset_id = ${assetId} and ended_day is null`);
}

export async function insertHolding(
  tx: CommandTx,
  holding: {
    assetId: string;
    kind: Holding['kind'];
    offerId: string | null;
    personId: string | null;
    organisationId: string | null;
    name: string;
    reason: string;
  },
): Promise<void> {
  await tx.exec(sql`insert into asset_holding (subdistrict_id, id, asset_id, no, kind, offer_id, person_id, organisation_id, name, reason, from_day, by_person_id, by_name)
    select ${tx.subdistrictId}, ${tx.newId()}, ${holding.assetId}, (select coalesce(max(no), 0) + 1 from asset_holding
      where subdistrict_id = ${tx.subdistrictId} and asset_id = ${holding.assetId}), ${holding.kind}, ${holding.offerId}::uuid, ${holding.personId}::uuid,
      ${holding.organisationId}::uuid, ${holding.name}, ${holding.reason.slice(0, 300)}, ${tx.today}::date, ${tx.actor.personId}::uuid, ${tx.actor.name || '系统'}`);
}

const acceptedOfferRow = z.object({ deputyPersonId: z.string().nullable(), deputyName: z.string() });

/** The offer that the present keeper accepted: it names the deputy. */
export const acceptedOfferOf = (tx: Tx, assetId: string): Promise<{ deputyPersonId: string | null; deputyName: string } | null> =>
  tx.maybe(
    sql`select o.deputy_person_id as "deputyPersonId", o.deputy_name as "deputyName" from asset_holding h
    join asset_keeper_offer o on o.subdistrict_id = h.subdistrict_id and o.id = h.offer_id
    where h.subdistrict_id = ${tx.subdistrictId} and h.asset_id = ${assetId} and h.ended_day is null`,
    acceptedOfferRow,
  );

export async function insertOffer(tx: CommandTx, offer: Omit<KeeperOffer, 'id'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into asset_keeper_offer (subdistrict_id, id, asset_id, person_id, organisation_id, name, deputy_person_id, deputy_name, offered_by,
      offered_by_name, offered_at) values (${tx.subdistrictId}, ${id}, ${offer.assetId}, ${offer.personId}, ${offer.organisationId}, ${offer.name},
      ${offer.deputyPersonId}, ${offer.deputyName}, ${tx.actor.personId}, ${tx.actor.name || '系统'}, ${tx.now})`);
  return id;
}

export const answerOffer = (
  tx: CommandTx,
  offerId: string,
  answer: { answer: 'accepted' | 'declined' | 'withdrawn'; how: 'own' | 'paper' | 'earlier' | null; word: string; paperFileId: string | null },
): Promise<number> =>
  tx.exec(sql`update asset_keeper_offer set answer = ${answer.answer}, how = ${answer.how}::text, word = ${answer.word}, paper_file_id = ${answer.paperFileId}::uuid,
    answered_by = ${tx.actor.personId}::uuid, answered_by_name = ${tx.actor.name || '系统'}, answered_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${offerId} and answer is null`);

/** Everybody who held a thing, in order. */
export interface PastHolding extends Holding {
  endedDay: string | null;
  endReason: string | null;
  endNote: string;
  how: 'own' | 'paper' | 'earlier' | null;
}

const holdingsRow = z.object({
  id: z.string(),
  kind: z.enum(['keeper', 'deputy', 'committee']),
  personId: z.string().nullable(),
  organisationId: z.string().nullable(),
  name: z.string(),
  reason: z.string(),
  fromDay: z.string(),
  endedDay: z.string().nullable(),
  endReason: z.string().nullable(),
  endNote: z.string(),
  how: z.enum(['own', 'paper', 'earlier']).nullable(),
});

export const holdingsOf = (tx: Tx, assetId: string): Promise<PastHolding[]> =>
  tx.all(
    sql`select h.id, h.kind, h.person_id as "personId", h.organisation_id as "organisationId", h.name, h.reason, h.from_day as "fromDay",
    h.ended_day as "endedDay", h.end_reason as "endReason", h.end_note as "endNote", o.how from asset_holding h
    left join asset_keeper_offer o on o.subdistrict_id = h.subdistrict_id and o.id = h.offer_id
    where h.subdistrict_id = ${tx.subdistrictId} and h.asset_id = ${assetId} order by h.no`,
    holdingsRow,
  );

export async function insertAbandonment(tx: CommandTx, assetId: string, given: Omit<Abandonment, 'byName'>): Promise<void> {
  await tx.exec(sql`insert into asset_abandonment (subdistrict_id, asset_id, id, kind, body, resolution_id, paper_file_id, reason, fate, fate_text, money_in_fen,
      money_out_fen, money_text, decided_on, by_person_id, by_name, at) values (${tx.subdistrictId}, ${assetId}, ${tx.newId()}, ${given.kind}, ${given.body},
      ${given.resolutionId}, ${given.paperFileId}, ${given.reason}, ${given.fate}, ${given.fateText}, ${given.moneyInFen}, ${given.moneyOutFen},
      ${given.moneyText}, ${given.decidedOn}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}
