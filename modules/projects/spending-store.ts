import { z } from 'zod';
import type { Reason } from '#libs/policy';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type ChainStep, type LineVerdict, type SpendingApproval, type SpendingLine, type SpendingState, spendingStates } from './spending-request.ts';

/** Evidence the policy asked for when the request was made. */
export interface WantedEvidence {
  code: string;
  zh: string;
  en: string;
  clause: string;
  source: string;
}

/** A request with its lines and decisions. */
export interface SpendingRequest {
  id: string;
  projectId: string;
  /** Counts within the project. */
  no: number;
  item: string;
  why: string;
  payee: string;
  amountFen: bigint;
  requesterId: string;
  state: SpendingState;
  stateReason: string | null;
  verdict: LineVerdict[];
  chain: ChainStep[];
  evidence: WantedEvidence[];
  askedAt: Date;
  expenseId: string | null;
  paidBy: string | null;
  voucheredBy: string | null;
  closedBy: string | null;
  closedAt: Date | null;
  lines: SpendingLine[];
  approvals: SpendingApproval[];
}

// Written by this module as it is read here; a reason is plain data of libs/policy.
const reason = z.custom<Reason>((value) => typeof value === 'object' && value !== null && 'rule' in value && 'outcome' in value);
const verdict = z.array(
  z.object({
    no: z.number(),
    text: z.string(),
    category: z.string(),
    sources: z.array(
      z.object({
        awardId: z.string(),
        sourceKind: z.string(),
        awardName: z.string(),
        outcome: z.enum(['pass', 'block', 'needs-ruling', 'needs-setting']),
        reasons: z.array(reason),
      }),
    ),
  }),
);
const chain = z.array(z.object({ role: z.string(), zh: z.string(), en: z.string() }));
const evidence = z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), clause: z.string(), source: z.string() }));

const requestRow = z
  .object({
    id: z.string(),
    project_id: z.string(),
    no: z.number(),
    item: z.string(),
    why: z.string(),
    payee: z.string(),
    amount_fen: z.bigint(),
    requester_id: z.string(),
    state: z.enum(spendingStates),
    state_reason: z.string().nullable(),
    verdict,
    chain,
    evidence,
    asked_at: z.date(),
    expense_id: z.string().nullable(),
    paid_by: z.string().nullable(),
    vouchered_by: z.string().nullable(),
    closed_by: z.string().nullable(),
    closed_at: z.date().nullable(),
  })
  .transform(
    (r): Omit<SpendingRequest, 'lines' | 'approvals'> => ({
      id: r.id,
      projectId: r.project_id,
      no: r.no,
      item: r.item,
      why: r.why,
      payee: r.payee,
      amountFen: r.amount_fen,
      requesterId: r.requester_id,
      state: r.state,
      stateReason: r.state_reason,
      verdict: r.verdict,
      chain: r.chain,
      evidence: r.evidence,
      askedAt: r.asked_at,
      expenseId: r.expense_id,
      paidBy: r.paid_by,
      voucheredBy: r.vouchered_by,
      closedBy: r.closed_by,
      closedAt: r.closed_at,
    }),
  );
const select = sql`select id, project_id, no, item, why, payee, amount_fen, requester_id, state, state_reason, verdict, chain, evidence, asked_at, expense_id, paid_by,
  vouchered_by, closed_by, closed_at from spending_request`;

const lineRow = z
  .object({
    request_id: z.string(),
    category: z.string(),
    text: z.string(),
    amount_fen: z.bigint(),
    quantity_milli: z.bigint().nullable(),
    unit: z.string().nullable(),
  })
  .transform((r) => ({
    requestId: r.request_id,
    line: {
      category: r.category,
      text: r.text,
      amountFen: r.amount_fen,
      ...(r.quantity_milli && r.unit ? { quantityMilli: r.quantity_milli, unit: r.unit } : {}),
    },
  }));
const approvalRow = z.object({
  request_id: z.string(),
  step: z.number(),
  role: z.string(),
  title: z.string(),
  person_id: z.string(),
  person_name: z.string(),
  decision: z.enum(['approved', 'refused']),
  note: z.string(),
  at: z.date(),
});

async function whole(tx: Tx, requests: Omit<SpendingRequest, 'lines' | 'approvals'>[]): Promise<SpendingRequest[]> {
  const ids = requests.map((request) => request.id);
  const lines = await tx.all(
    sql`select request_id, category, text, amount_fen, quantity_milli, unit from spending_line
    where subdistrict_id = ${tx.subdistrictId} and request_id = any(${ids}::uuid[]) order by request_id, no`,
    lineRow,
  );
  const approvals = await tx.all(
    sql`select request_id, step, role, title, person_id, person_name, decision, note, at from spending_approval
    where subdistrict_id = ${tx.subdistrictId} and request_id = any(${ids}::uuid[]) order by request_id, step`,
    approvalRow,
  );
  return requests.map((request) => ({
    ...request,
    lines: lines.filter((each) => each.requestId === request.id).map((each) => each.line),
    approvals: approvals
      .filter((a) => a.request_id === request.id)
      .map((a) => ({
        step: a.step,
        role: a.role,
        title: a.title,
        personId: a.person_id,
        personName: a.person_name,
        decision: a.decision,
        note: a.note,
        at: a.at,
      })),
  }));
}

/** One request, or null. */
export async function findSpendingRequest(tx: Tx, id: string): Promise<SpendingRequest | null> {
  const found = await tx.maybe(sql`${select} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, requestRow);
  return found ? ((await whole(tx, [found]))[0] ?? null) : null;
}

/** The same, its row locked until the transaction ends. */
export async function lockSpendingRequest(tx: CommandTx, id: string): Promise<SpendingRequest | null> {
  const found = await tx.maybe(sql`${select} where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, requestRow);
  return found ? ((await whole(tx, [found]))[0] ?? null) : null;
}

/** Requests of a project, newest first. */
export const listSpendingRequests = async (tx: Tx, projectId: string): Promise<SpendingRequest[]> =>
  whole(tx, await tx.all(sql`${select} where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no desc`, requestRow));

/** The request whose payment an expense is, or null (an opening balance has none). */
export async function spendingRequestOfExpense(tx: Tx, expenseId: string): Promise<SpendingRequest | null> {
  const found = await tx.maybe(sql`${select} where subdistrict_id = ${tx.subdistrictId} and expense_id = ${expenseId}`, requestRow);
  return found ? ((await whole(tx, [found]))[0] ?? null) : null;
}

const noRow = z.object({ no: z.number() });

/** The next number within the project; the caller holds the project's row lock. */
export async function nextRequestNo(tx: CommandTx, projectId: string): Promise<number> {
  const row = await tx.one(
    sql`select coalesce(max(no), 0) + 1 as no from spending_request where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId}`,
    noRow,
  );
  return row.no;
}

const json = (value: unknown): string => JSON.stringify(value);

/** Writes a new request with its lines. */
export async function insertSpendingRequest(
  tx: CommandTx,
  r: Omit<SpendingRequest, 'approvals' | 'expenseId' | 'paidBy' | 'voucheredBy' | 'closedBy' | 'closedAt' | 'askedAt' | 'stateReason'>,
): Promise<void> {
  await tx.exec(sql`insert into spending_request (subdistrict_id, id, project_id, no, item, why, payee, amount_fen, requester_id, state, verdict, chain, evidence, asked_at)
    values (${tx.subdistrictId}, ${r.id}, ${r.projectId}, ${r.no}, ${r.item}, ${r.why}, ${r.payee}, ${r.amountFen}, ${r.requesterId}, ${r.state},
    ${json(r.verdict)}::jsonb, ${json(r.chain)}::jsonb, ${json(r.evidence)}::jsonb, ${tx.now})`);
  for (const [index, line] of r.lines.entries()) {
    const counted = line.quantityMilli && line.unit ? { milli: line.quantityMilli, unit: line.unit } : { milli: null, unit: null };
    await tx.exec(sql`insert into spending_line (subdistrict_id, request_id, no, category, text, amount_fen, quantity_milli, unit)
      values (${tx.subdistrictId}, ${r.id}, ${index + 1}, ${line.category}, ${line.text}, ${line.amountFen},
      ${counted.milli}, ${counted.unit})`);
  }
}

/** What a step may set besides the state. */
export interface SpendingMove {
  reason?: string;
  verdict?: LineVerdict[];
  expenseId?: string;
  paidBy?: string | null;
  voucheredBy?: string | null;
  closedBy?: string | null;
}

/** Saves a new state of a locked request. */
export async function saveSpendingState(tx: CommandTx, id: string, state: SpendingState, move: SpendingMove = {}): Promise<void> {
  await tx.exec(sql`update spending_request set state = ${state}, state_reason = ${move.reason ?? null},
    verdict = coalesce(${move.verdict ? json(move.verdict) : null}::jsonb, verdict), expense_id = coalesce(${move.expenseId ?? null}::uuid, expense_id),
    paid_by = coalesce(${move.paidBy ?? null}::uuid, paid_by), vouchered_by = coalesce(${move.voucheredBy ?? null}::uuid, vouchered_by),
    closed_by = ${move.closedBy ?? null}::uuid, closed_at = ${state === 'closed' ? tx.now : null}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** Writes a decision; the database refuses the requester and anyone who decided before. */
export const insertApproval = (tx: CommandTx, request: SpendingRequest, a: Omit<SpendingApproval, 'at'>): Promise<number> =>
  tx.exec(sql`insert into spending_approval (subdistrict_id, request_id, step, requester_id, role, title, person_id, person_name, decision, note, at)
    values (${tx.subdistrictId}, ${request.id}, ${a.step}, ${request.requesterId}, ${a.role}, ${a.title}, ${a.personId}, ${a.personName}, ${a.decision}, ${a.note}, ${tx.now})`);

/** A paper beside invoice and proof of payment. */
export interface SpendingEvidence {
  id: string;
  code: string;
  fileId: string;
  addedAt: Date;
}

const spendingEvidenceRow = z
  .object({ id: z.string(), code: z.string(), file_id: z.string(), added_at: z.date() })
  .transform((r): SpendingEvidence => ({ id: r.id, code: r.code, fileId: r.file_id, addedAt: r.added_at }));

/** Papers of a request. */
export const listSpendingEvidence = (tx: Tx, requestId: string): Promise<SpendingEvidence[]> =>
  tx.all(
    sql`select id, code, file_id, added_at from spending_evidence where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by added_at, id`,
    spendingEvidenceRow,
  );

export const insertSpendingEvidence = (tx: CommandTx, requestId: string, code: string, fileId: string): Promise<number> =>
  tx.exec(sql`insert into spending_evidence (subdistrict_id, id, request_id, code, file_id, added_by, added_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${requestId}, ${code}, ${fileId}, ${tx.actor.personId}, ${tx.now})`);

export const insertSpendingRuling = (tx: CommandTx, requestId: string, rulingId: string): Promise<number> =>
  tx.exec(sql`insert into spending_ruling (subdistrict_id, request_id, ruling_id) values (${tx.subdistrictId}, ${requestId}, ${rulingId})`);

const rulingIdRow = z.object({ ruling_id: z.string() });

/** Ids of the rulings given on a request. */
export const rulingIdsOf = async (tx: Tx, requestId: string): Promise<string[]> =>
  (await tx.all(sql`select ruling_id from spending_ruling where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId}`, rulingIdRow)).map(
    (row) => row.ruling_id,
  );
