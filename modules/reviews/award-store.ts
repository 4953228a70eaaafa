import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** What the office proposes for a project. */
export interface AwardProposal {
  id: string;
  roundId: string;
  projectId: string;
  /** Counts from 1; the newest is in force. */
  version: number;
  outcome: 'award' | 'decline';
  grantFen: bigint;
  /** The reviewers' mean when it was proposed, as text. */
  meanText: string;
  reason: string;
  noticeId: string;
  proposedBy: string;
  proposedByName: string;
  proposedAt: Date;
  /** The head's word; null while it is open. */
  confirmation: AwardConfirmation | null;
}

/** The head's word on a proposal. */
export interface AwardConfirmation {
  decision: 'confirmed' | 'refused';
  reason: string;
  decidedByName: string;
  decidedAt: Date;
}

const proposalRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    project_id: z.string(),
    version: z.number(),
    outcome: z.enum(['award', 'decline']),
    grant_fen: z.bigint(),
    mean_text: z.string(),
    reason: z.string(),
    notice_id: z.string(),
    proposed_by: z.string(),
    proposed_by_name: z.string(),
    proposed_at: z.date(),
    decision: z.enum(['confirmed', 'refused']).nullable(),
    decision_reason: z.string().nullable(),
    decided_by_name: z.string().nullable(),
    decided_at: z.date().nullable(),
  })
  .transform(
    (row): AwardProposal => ({
      id: row.id,
      roundId: row.round_id,
      projectId: row.project_id,
      version: row.version,
      outcome: row.outcome,
      grantFen: row.grant_fen,
      meanText: row.mean_text,
      reason: row.reason,
      noticeId: row.notice_id,
      proposedBy: row.proposed_by,
      proposedByName: row.proposed_by_name,
      proposedAt: row.proposed_at,
      confirmation:
        row.decision && row.decided_at
          ? { decision: row.decision, reason: row.decision_reason ?? '', decidedByName: row.decided_by_name ?? '', decidedAt: row.decided_at }
          : null,
    }),
  );
const proposals = sql`select p.id, p.round_id, p.project_id, p.version, p.outcome, p.grant_fen, p.mean_text, p.reason, p.notice_id, p.proposed_by,
  p.proposed_by_name, p.proposed_at, c.decision, c.reason as decision_reason, c.decided_by_name, c.decided_at
  from award_proposal p left join award_confirmation c on c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id`;

/** Everything proposed for a project, newest first. */
export const proposalsOf = (tx: Tx, projectId: string): Promise<AwardProposal[]> =>
  tx.all(sql`${proposals} where p.subdistrict_id = ${tx.subdistrictId} and p.project_id = ${projectId} order by p.version desc`, proposalRow);

/** What is proposed for a project now, or null. */
export const proposalOf = async (tx: Tx, projectId: string): Promise<AwardProposal | null> => (await proposalsOf(tx, projectId))[0] ?? null;

/** What is proposed for the projects of a round now. */
export const proposalsIn = (tx: Tx, roundId: string): Promise<AwardProposal[]> =>
  tx.all(
    sql`${proposals} where p.subdistrict_id = ${tx.subdistrictId} and p.round_id = ${roundId}
    and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
    order by p.proposed_at, p.id`,
    proposalRow,
  );

/** Writes a proposal. The database refuses (23514) what the pool does not hold. */
export async function insertProposal(
  tx: CommandTx,
  proposal: Omit<AwardProposal, 'id' | 'proposedBy' | 'proposedByName' | 'proposedAt' | 'confirmation'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into award_proposal (subdistrict_id, id, round_id, project_id, version, outcome, grant_fen, mean_text, reason, notice_id,
    proposed_by, proposed_by_name, proposed_at)
    values (${tx.subdistrictId}, ${id}, ${proposal.roundId}, ${proposal.projectId}, ${proposal.version}, ${proposal.outcome}, ${proposal.grantFen},
    ${proposal.meanText}, ${proposal.reason}, ${proposal.noticeId}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

export async function insertConfirmation(
  tx: CommandTx,
  confirmation: { proposalId: string; projectId: string; decision: 'confirmed' | 'refused'; reason: string },
): Promise<void> {
  await tx.exec(sql`insert into award_confirmation (subdistrict_id, proposal_id, project_id, decision, reason, decided_by, decided_by_name, decided_at)
    values (${tx.subdistrictId}, ${confirmation.proposalId}, ${confirmation.projectId}, ${confirmation.decision}, ${confirmation.reason},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
}

/** How much of a round's pool is promised now: the newest proposals that are neither refused nor of a project that ended. */
export async function committedFen(tx: Tx, roundId: string): Promise<bigint> {
  const row = await tx.one(
    sql`select coalesce(sum(p.grant_fen), 0)::bigint as fen from award_proposal p
    join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = ${tx.subdistrictId} and p.round_id = ${roundId} and j.state not in ('withdrawn', 'declined')
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
      and not exists (select from award_confirmation c where c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id and c.decision = 'refused')`,
    z.object({ fen: z.bigint() }),
  );
  return row.fen;
}
