import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** `wait`: on the waiting list, in its order. */
export const awardOutcomes = ['award', 'decline', 'wait'] as const;
export type AwardOutcome = (typeof awardOutcomes)[number];

/** What a proposal of a round's decision says beside outcome and amount. */
export interface DecidedByRule {
  /** The round's decision that it belongs to; null where it was proposed by itself. */
  decisionId: string | null;
  /** What the chosen scenario gives; null where it says nothing about the project. */
  ruleFen: bigint | null;
  departureReason: string | null;
  /** What the applicants must say yes to. */
  terms: string | null;
  /** Numbers of the budget lines that fall away. */
  cutLines: number[];
  waitingNo: number | null;
  /** What is meant for it when its turn comes. */
  waitingFen: bigint | null;
  /** The objection that was found right and led to this version. */
  objectionId: string | null;
  /** Why it moved up before others on the waiting list. */
  outOfTurn: string | null;
}
/** Of a proposal that was made by itself. */
export const byItself: DecidedByRule = {
  decisionId: null,
  ruleFen: null,
  departureReason: null,
  terms: null,
  cutLines: [],
  waitingNo: null,
  waitingFen: null,
  objectionId: null,
  outOfTurn: null,
};

/** What the office proposes for a project. */
export interface AwardProposal extends DecidedByRule {
  id: string;
  roundId: string;
  projectId: string;
  /** Counts from 1; the newest is in force. */
  version: number;
  outcome: AwardOutcome;
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
    outcome: z.enum(awardOutcomes),
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
    decision_id: z.string().nullable(),
    rule_fen: z.bigint().nullable(),
    departure_reason: z.string().nullable(),
    terms: z.string().nullable(),
    cut_lines: z.array(z.number()).nullable(),
    waiting_no: z.number().nullable(),
    waiting_fen: z.bigint().nullable(),
    objection_id: z.string().nullable(),
    out_of_turn: z.string().nullable(),
  })
  .transform(
    (row): AwardProposal => ({
      decisionId: row.decision_id,
      ruleFen: row.rule_fen,
      departureReason: row.departure_reason,
      terms: row.terms,
      cutLines: row.cut_lines ?? [],
      waitingNo: row.waiting_no,
      waitingFen: row.waiting_fen,
      objectionId: row.objection_id,
      outOfTurn: row.out_of_turn,
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
  p.proposed_by_name, p.proposed_at, c.decision, c.reason as decision_reason, c.decided_by_name, c.decided_at,
  p.decision_id, p.rule_fen, p.departure_reason, p.terms, p.cut_lines, p.waiting_no, p.waiting_fen, p.objection_id, p.out_of_turn
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
  proposal: Omit<AwardProposal, 'id' | 'proposedBy' | 'proposedByName' | 'proposedAt' | 'confirmation' | keyof DecidedByRule> & Partial<DecidedByRule>,
): Promise<string> {
  const rule = { ...byItself, ...proposal };
  const id = tx.newId();
  await tx.exec(sql`insert into award_proposal (subdistrict_id, id, round_id, project_id, version, outcome, grant_fen, mean_text, reason, notice_id,
    proposed_by, proposed_by_name, proposed_at, decision_id, rule_fen, departure_reason, terms, cut_lines, waiting_no, waiting_fen, objection_id, out_of_turn)
    values (${tx.subdistrictId}, ${id}, ${proposal.roundId}, ${proposal.projectId}, ${proposal.version}, ${proposal.outcome}, ${proposal.grantFen},
    ${proposal.meanText}, ${proposal.reason}, ${proposal.noticeId}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now},
    ${rule.decisionId}, ${rule.ruleFen}, ${rule.departureReason}, ${rule.terms}, ${rule.cutLines.length > 0 ? rule.cutLines : null}::int[], ${rule.waitingNo},
    ${rule.waitingFen}, ${rule.objectionId}, ${rule.outOfTurn})`);
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

const fenRow = z.object({ fen: z.bigint() });

/** How much of a round's pool is promised now: the newest proposals that are neither refused nor of a project that ended. */
export async function committedFen(tx: Tx, roundId: string): Promise<bigint> {
  const row = await tx.one(
    sql`select coalesce(sum(p.grant_fen), 0)::bigint as fen from award_proposal p
    join project j on j.subdistrict_id = p.subdistrict_id and j.id = p.project_id
    where p.subdistrict_id = ${tx.subdistrictId} and p.round_id = ${roundId} and j.state not in ('withdrawn', 'declined')
      and not exists (select from award_proposal l where l.subdistrict_id = p.subdistrict_id and l.project_id = p.project_id and l.version > p.version)
      and not exists (select from award_confirmation c where c.subdistrict_id = p.subdistrict_id and c.proposal_id = p.id and c.decision = 'refused')`,
    fenRow,
  );
  return row.fen;
}

/** What the database refused a promise for: the quota of the neighbourhood, or the round's pool. */
export const quotaOrPool = (error: unknown): 'over-cap' | 'over-pool' => (String(error).includes('quota') ? 'over-cap' : 'over-pool');
