import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { AwardProposal } from './award-store.ts';
import { proposalsIn } from './award-store.ts';

/** What was proposed for many projects of a round at once, under one notice. */
export interface RoundDecision {
  id: string;
  roundId: string;
  /** Counts from 1. */
  version: number;
  /** `round` all of it · `change` only what changed after an objection or a refusal · `waiting` who moves up from the waiting list. */
  kind: 'round' | 'change' | 'waiting';
  scenarioId: string;
  noticeId: string;
  reason: string;
  proposedBy: string;
  proposedByName: string;
  proposedAt: Date;
}

const decisionRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    version: z.number(),
    kind: z.enum(['round', 'change', 'waiting']),
    scenario_id: z.string(),
    notice_id: z.string(),
    reason: z.string(),
    proposed_by: z.string(),
    proposed_by_name: z.string(),
    proposed_at: z.date(),
  })
  .transform(
    (row): RoundDecision => ({
      id: row.id,
      roundId: row.round_id,
      version: row.version,
      kind: row.kind,
      scenarioId: row.scenario_id,
      noticeId: row.notice_id,
      reason: row.reason,
      proposedBy: row.proposed_by,
      proposedByName: row.proposed_by_name,
      proposedAt: row.proposed_at,
    }),
  );
const decisions = sql`select id, round_id, version, kind, scenario_id, notice_id, reason, proposed_by, proposed_by_name, proposed_at from round_decision`;

/** Every decision of a round, newest first. */
export const decisionsOf = (tx: Tx, roundId: string): Promise<RoundDecision[]> =>
  tx.all(sql`${decisions} where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by version desc`, decisionRow);

/** One decision, or null. */
export const findDecision = (tx: Tx, id: string): Promise<RoundDecision | null> =>
  tx.maybe(sql`${decisions} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, decisionRow);

/** The decision that a notice made public, or null. */
export const decisionOfNotice = (tx: Tx, noticeId: string): Promise<RoundDecision | null> =>
  tx.maybe(sql`${decisions} where subdistrict_id = ${tx.subdistrictId} and notice_id = ${noticeId}`, decisionRow);

export async function insertDecision(tx: CommandTx, decision: Omit<RoundDecision, 'id' | 'proposedBy' | 'proposedByName' | 'proposedAt'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_decision (subdistrict_id, id, round_id, version, kind, scenario_id, notice_id, reason, proposed_by, proposed_by_name, proposed_at)
    values (${tx.subdistrictId}, ${id}, ${decision.roundId}, ${decision.version}, ${decision.kind}, ${decision.scenarioId}, ${decision.noticeId},
    ${decision.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

/** An objection to a round's notice: what it is about, its evidence, what came of it. */
export interface AwardObjection {
  id: string;
  noticeId: string;
  projectId: string | null;
  fileId: string | null;
  signedName: string | null;
  personId: string;
  personName: string;
  text: string;
  channel: 'own' | 'paper' | 'assisted';
  enteredByName: string | null;
  at: Date;
  outcome: 'accepted' | 'partly' | 'rejected' | null;
  answer: string | null;
  answeredByName: string | null;
  answeredAt: Date | null;
  /** Why the result was kept although the objection was right in part; null: it was not. */
  kept: { reason: string; byName: string; byId: string; at: Date } | null;
}

const objectionsOfRoundRow = z
  .object({
    id: z.string(),
    noticeId: z.string(),
    projectId: z.string().nullable(),
    fileId: z.string().nullable(),
    signedName: z.string().nullable(),
    personId: z.string(),
    personName: z.string(),
    text: z.string(),
    channel: z.enum(['own', 'paper', 'assisted']),
    enteredByName: z.string().nullable(),
    at: z.date(),
    outcome: z.enum(['accepted', 'partly', 'rejected']).nullable(),
    answer: z.string().nullable(),
    answeredByName: z.string().nullable(),
    answeredAt: z.date().nullable(),
    keptReason: z.string().nullable(),
    keptByName: z.string().nullable(),
    keptBy: z.string().nullable(),
    keptAt: z.date().nullable(),
  })
  .transform(
    ({ keptReason, keptByName, keptBy, keptAt, ...one }): AwardObjection => ({
      ...one,
      kept:
        keptReason !== null && keptByName !== null && keptBy !== null && keptAt !== null
          ? { reason: keptReason, byName: keptByName, byId: keptBy, at: keptAt }
          : null,
    }),
  );

/** All objections to a round's notices, oldest first; those made on the notice's own page are about the round as a whole. */
export const objectionsOfRound = (tx: Tx, roundId: string): Promise<AwardObjection[]> =>
  tx.all(
    sql`select o.id, o.notice_id as "noticeId", b.project_id as "projectId", b.file_id as "fileId", b.signed_name as "signedName", o.person_id as "personId",
      q.name as "personName", o.text, o.channel, e.name as "enteredByName", o.at, a.outcome, a.text as answer, w.name as "answeredByName", a.at as "answeredAt",
      k.reason as "keptReason", k.kept_by_name as "keptByName", k.kept_by as "keptBy", k.kept_at as "keptAt"
    from round_decision d
    join objection o on o.subdistrict_id = d.subdistrict_id and o.notice_id = d.notice_id
    join person q on q.subdistrict_id = o.subdistrict_id and q.id = o.person_id
    left join objection_about b on b.subdistrict_id = o.subdistrict_id and b.objection_id = o.id
    left join person e on e.subdistrict_id = o.subdistrict_id and e.id = o.entered_by
    left join objection_answer a on a.subdistrict_id = o.subdistrict_id and a.objection_id = o.id
    left join objection_kept k on k.subdistrict_id = o.subdistrict_id and k.objection_id = o.id
    left join person w on w.subdistrict_id = a.subdistrict_id and w.id = a.answered_by
    where d.subdistrict_id = ${tx.subdistrictId} and d.round_id = ${roundId} order by o.at, o.id`,
    objectionsOfRoundRow,
  );

export async function insertObjectionAbout(
  tx: CommandTx,
  about: { objectionId: string; roundId: string; projectId: string | null; fileId: string | null; signedName: string | null },
): Promise<void> {
  await tx.exec(sql`insert into objection_about (subdistrict_id, objection_id, round_id, project_id, file_id, signed_name)
    values (${tx.subdistrictId}, ${about.objectionId}, ${about.roundId}, ${about.projectId}, ${about.fileId}, ${about.signedName})`);
}

/** Notes why a result is kept against an objection that was right in part. */
export async function insertKept(tx: CommandTx, objectionId: string, reason: string): Promise<void> {
  await tx.exec(sql`insert into objection_kept (subdistrict_id, objection_id, reason, kept_by, kept_by_name, kept_at)
    values (${tx.subdistrictId}, ${objectionId}, ${reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}

/** Projects of a round whose result this person kept against an objection that was right in part: another confirms them. */
export const keptByPerson = async (tx: Tx, roundId: string, personId: string): Promise<ReadonlySet<string | null>> =>
  new Set((await objectionsOfRound(tx, roundId)).flatMap(({ kept, projectId }) => (kept?.byId === personId ? [projectId] : [])));

/** Objections that were found right, or right in part with nothing said why the result stays, and whose project has no newer proposal yet. */
export async function upheldObjections(tx: Tx, roundId: string): Promise<AwardObjection[]> {
  const newest = new Map((await proposalsIn(tx, roundId)).map((proposal) => [proposal.projectId, proposal]));
  return (await objectionsOfRound(tx, roundId)).filter(
    ({ outcome, kept, projectId, noticeId }) =>
      (outcome === 'accepted' || (outcome === 'partly' && kept === null)) && projectId !== null && newest.get(projectId)?.noticeId === noticeId,
  );
}

const idRow = z.object({ id: z.string() });

/** Those on the waiting list in their order: confirmed as such and still waiting. */
export const waitingListOf = async (tx: Tx, roundId: string): Promise<AwardProposal[]> => {
  const gone = new Set(
    (await tx.all(sql`select id from project where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} and state <> 'noticed'`, idRow)).map(
      ({ id }) => id,
    ),
  );
  return (await proposalsIn(tx, roundId))
    .filter(({ outcome, confirmation, projectId }) => outcome === 'wait' && confirmation?.decision === 'confirmed' && !gone.has(projectId))
    .sort((a, b) => (a.waitingNo ?? 0) - (b.waitingNo ?? 0));
};

/** The committee's word on a letter. */
export interface LetterReceipt {
  proposalId: string;
  acceptsTerms: boolean;
  receivedByName: string;
  receivedAt: Date;
}

const receiptsRow = z.object({ proposalId: z.string(), acceptsTerms: z.boolean(), receivedByName: z.string(), receivedAt: z.date() });

/** Who took note of the letters of these proposals, by proposal. */
export const receiptsOf = async (tx: Tx, proposalIds: readonly string[]): Promise<Map<string, LetterReceipt>> =>
  new Map(
    (
      await tx.all(
        sql`select proposal_id as "proposalId", accepts_terms as "acceptsTerms", received_by_name as "receivedByName", received_at as "receivedAt"
        from letter_receipt where subdistrict_id = ${tx.subdistrictId} and proposal_id = any(${[...proposalIds]}::uuid[])`,
        receiptsRow,
      )
    ).map((receipt) => [receipt.proposalId, receipt]),
  );

export async function insertLetterReceipt(tx: CommandTx, receipt: { proposalId: string; projectId: string; acceptsTerms: boolean }): Promise<void> {
  await tx.exec(sql`insert into letter_receipt (subdistrict_id, proposal_id, project_id, accepts_terms, received_by, received_by_name, received_at)
    values (${tx.subdistrictId}, ${receipt.proposalId}, ${receipt.projectId}, ${receipt.acceptsTerms}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}
