import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** The figures of a count that was taken outside the platform: owners by head, and their areas in hundredths of m². */
export interface OwnersCount {
  headsAll: number;
  headsPart: number;
  headsYes: number;
  areaAll: bigint;
  areaPart: bigint;
  areaYes: bigint;
}

/** What the owners decided to give a project out of their common income. */
export interface OwnersDecision {
  id: string;
  awardId: string;
  grantedFen: bigint;
  decidedOn: string;
  /** The ballot of this platform that decided it; null when it was decided on paper. */
  ballotId: string | null;
  fileId: string | null;
  text: string;
  count: OwnersCount | null;
  recordedByName: string;
  withdrawnReason: string | null;
}

/** The clause by which owners decide together on what is theirs in common. */
export const ownersDecideTogether = '《中华人民共和国民法典》第二百七十八条';

/** Two thirds of heads and of area take part, and more than half of both among them agree (民法典 §278). */
export const theOwnersAgreed = (c: OwnersCount): boolean =>
  3 * c.headsPart >= 2 * c.headsAll && 3n * c.areaPart >= 2n * c.areaAll && 2 * c.headsYes > c.headsPart && 2n * c.areaYes > c.areaPart;

/** Nobody counts more than there is: agreed ≤ took part ≤ all, and there is somebody. */
export const theCountHolds = (c: OwnersCount): boolean =>
  c.headsAll > 0 &&
  c.areaAll > 0n &&
  c.headsPart <= c.headsAll &&
  c.headsYes <= c.headsPart &&
  c.areaPart <= c.areaAll &&
  c.areaYes <= c.areaPart &&
  c.headsYes >= 0 &&
  c.areaYes >= 0n;

const decisionRow = z
  .object({
    id: z.string(),
    award_id: z.string(),
    granted_fen: z.bigint(),
    decided_on: z.string(),
    ballot_id: z.string().nullable(),
    file_id: z.string().nullable(),
    text: z.string(),
    heads_all: z.number().nullable(),
    heads_part: z.number().nullable(),
    heads_yes: z.number().nullable(),
    area_all: z.bigint().nullable(),
    area_part: z.bigint().nullable(),
    area_yes: z.bigint().nullable(),
    recorded_by_name: z.string(),
    withdrawn_reason: z.string().nullable(),
  })
  .transform(
    (r): OwnersDecision => ({
      id: r.id,
      awardId: r.award_id,
      grantedFen: r.granted_fen,
      decidedOn: r.decided_on,
      ballotId: r.ballot_id,
      fileId: r.file_id,
      text: r.text,
      count:
        r.heads_all === null
          ? null
          : {
              headsAll: r.heads_all,
              headsPart: r.heads_part ?? 0,
              headsYes: r.heads_yes ?? 0,
              areaAll: r.area_all ?? 0n,
              areaPart: r.area_part ?? 0n,
              areaYes: r.area_yes ?? 0n,
            },
      recordedByName: r.recorded_by_name,
      withdrawnReason: r.withdrawn_reason,
    }),
  );
const decisionSelect = sql`select id, award_id, granted_fen, decided_on, ballot_id, file_id, text, heads_all, heads_part, heads_yes, area_all, area_part, area_yes,
  recorded_by_name, withdrawn_reason from award_decision`;

/** The owners' decisions on a source, oldest first; those taken back are marked. */
export const decisionsOf = (tx: Tx, awardId: string): Promise<OwnersDecision[]> =>
  tx.all(sql`${decisionSelect} where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} order by decided_on, recorded_at, id`, decisionRow);

/** One decision, or null. */
export const findDecision = (tx: Tx, id: string): Promise<OwnersDecision | null> =>
  tx.maybe(sql`${decisionSelect} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, decisionRow);

const countedRow = z.object({ n: z.number() });

/** How many decisions in force a ballot stands behind: it gives money once. */
export const decisionsByBallot = async (tx: Tx, ballotId: string): Promise<number> =>
  (
    await tx.one(
      sql`select count(*)::int as n from award_decision where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and withdrawn_at is null`,
      countedRow,
    )
  ).n;

/** What the owners' decisions in force grant together, in fen. */
export const grantedFen = (decisions: readonly Pick<OwnersDecision, 'grantedFen' | 'withdrawnReason'>[]): bigint =>
  decisions.reduce((fen, each) => (each.withdrawnReason === null ? fen + each.grantedFen : fen), 0n);

export const insertDecision = (tx: CommandTx, d: Omit<OwnersDecision, 'recordedByName' | 'withdrawnReason'>): Promise<number> =>
  tx.exec(sql`insert into award_decision (subdistrict_id, id, award_id, granted_fen, decided_on, ballot_id, file_id, text, heads_all, heads_part, heads_yes,
    area_all, area_part, area_yes, recorded_by, recorded_by_name, recorded_at)
    values (${tx.subdistrictId}, ${d.id}, ${d.awardId}, ${d.grantedFen}, ${d.decidedOn}, ${d.ballotId}, ${d.fileId}, ${d.text}, ${d.count?.headsAll ?? null},
    ${d.count?.headsPart ?? null}, ${d.count?.headsYes ?? null}, ${d.count?.areaAll ?? null}, ${d.count?.areaPart ?? null}, ${d.count?.areaYes ?? null},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);

export const saveDecisionWithdrawn = (tx: CommandTx, id: string, reason: string): Promise<number> =>
  tx.exec(sql`update award_decision set withdrawn_at = ${tx.now}, withdrawn_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

/** The signed agreement by which a partner or the property company gives. */
export interface GivingAgreement {
  id: string;
  awardId: string;
  signedOn: string;
  validFrom: string;
  validTo: string;
  amountFen: bigint;
  purpose: string;
  fileId: string;
  recordedByName: string;
}

const agreementsRow = z.object({
  id: z.string(),
  awardId: z.string(),
  signedOn: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  amountFen: z.bigint(),
  purpose: z.string(),
  fileId: z.string(),
  recordedByName: z.string(),
});

/** Agreements of a source, newest first: the first is the one in force. */
export const agreementsOf = (tx: Tx, awardId: string): Promise<GivingAgreement[]> =>
  tx.all(
    sql`select id, award_id as "awardId", signed_on as "signedOn", valid_from as "validFrom", valid_to as "validTo", amount_fen as "amountFen", purpose,
    file_id as "fileId", recorded_by_name as "recordedByName" from award_agreement
    where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} order by recorded_at desc, signed_on desc, id desc`,
    agreementsRow,
  );

export const insertAgreement = (tx: CommandTx, a: Omit<GivingAgreement, 'recordedByName'>): Promise<number> =>
  tx.exec(sql`insert into award_agreement (subdistrict_id, id, award_id, signed_on, valid_from, valid_to, amount_fen, purpose, file_id, recorded_by, recorded_by_name, recorded_at)
    values (${tx.subdistrictId}, ${a.id}, ${a.awardId}, ${a.signedOn}, ${a.validFrom}, ${a.validTo}, ${a.amountFen}, ${a.purpose}, ${a.fileId},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
