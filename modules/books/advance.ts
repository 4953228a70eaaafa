import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** Who holds an advance (预支、备用金): a person of the neighbourhood, or the supplier that was paid before it delivered. */
export type AdvanceHolder = { kind: 'person'; personId: string; name: string } | { kind: 'supplier'; name: string };

/** How an advance ended. What it was spent on is the expense; `backFen` was handed back, or paid on top where it is negative. */
export interface AdvanceSettlement {
  txnId: string;
  expenseId: string | null;
  day: string;
  backFen: bigint;
  method: 'transfer' | 'cash' | null;
  proofFileId: string | null;
  settledBy: string | null;
  settledAt: Date;
}

/** Money handed out for an approved request before its receipts came. */
export interface Advance {
  id: string;
  projectId: string;
  /** The request it was handed out for. */
  subjectId: string;
  txnId: string;
  holder: AdvanceHolder;
  amountFen: bigint;
  day: string;
  method: 'transfer' | 'cash';
  proofFileId: string | null;
  /** Why it was handed out although the holder had another one open. */
  anotherReason: string | null;
  handedBy: string | null;
  handedAt: Date;
  /** `undone` its transaction was reversed. */
  state: 'open' | 'settled' | 'undone';
  settlement: AdvanceSettlement | null;
}

const row = z
  .object({
    id: z.string(),
    project_id: z.string(),
    subject_id: z.string(),
    txn_id: z.string(),
    holder_person_id: z.string().nullable(),
    holder_name: z.string(),
    amount_fen: z.bigint(),
    day: z.string(),
    method: z.enum(['transfer', 'cash']),
    proof_file_id: z.string().nullable(),
    another_reason: z.string().nullable(),
    handed_by: z.string().nullable(),
    handed_at: z.date(),
    undone: z.boolean(),
    settle_txn: z.string().nullable(),
    settle_expense: z.string().nullable(),
    settle_day: z.string().nullable(),
    back_fen: z.bigint().nullable(),
    settle_method: z.enum(['transfer', 'cash']).nullable(),
    settle_proof: z.string().nullable(),
    settled_by: z.string().nullable(),
    settled_at: z.date().nullable(),
  })
  .transform(
    (r): Advance => ({
      id: r.id,
      projectId: r.project_id,
      subjectId: r.subject_id,
      txnId: r.txn_id,
      holder: r.holder_person_id === null ? { kind: 'supplier', name: r.holder_name } : { kind: 'person', personId: r.holder_person_id, name: r.holder_name },
      amountFen: r.amount_fen,
      day: r.day,
      method: r.method,
      proofFileId: r.proof_file_id,
      anotherReason: r.another_reason,
      handedBy: r.handed_by,
      handedAt: r.handed_at,
      state: r.undone ? 'undone' : r.settle_txn === null ? 'open' : 'settled',
      settlement:
        r.settle_txn === null || r.settle_day === null || r.settled_at === null
          ? null
          : {
              txnId: r.settle_txn,
              expenseId: r.settle_expense,
              day: r.settle_day,
              backFen: r.back_fen ?? 0n,
              method: r.settle_method,
              proofFileId: r.settle_proof,
              settledBy: r.settled_by,
              settledAt: r.settled_at,
            },
    }),
  );
const select = sql`select a.id, a.project_id, a.subject_id, a.txn_id, a.holder_person_id, a.holder_name, a.amount_fen, a.day, a.method, a.proof_file_id,
  a.another_reason, a.handed_by, a.handed_at,
  exists (select from txn r where r.subdistrict_id = a.subdistrict_id and r.reversal_of = a.txn_id) as undone,
  s.txn_id as settle_txn, s.expense_id as settle_expense, s.day as settle_day, s.method as settle_method, s.proof_file_id as settle_proof, s.settled_by, s.settled_at,
  (select sum(p.amount_fen)::bigint from posting p where p.subdistrict_id = a.subdistrict_id and p.txn_id = s.txn_id and p.account = 'held') as back_fen
  from advance a left join lateral (select v.txn_id, v.method, v.proof_file_id, v.settled_by, v.settled_at, t.expense_id, t.day
    from advance_settlement v join txn t on t.subdistrict_id = v.subdistrict_id and t.id = v.txn_id
    where v.subdistrict_id = a.subdistrict_id and v.advance_id = a.id
    and not exists (select from txn r where r.subdistrict_id = v.subdistrict_id and r.reversal_of = v.txn_id)) s on true`;
const order = sql`order by a.day, a.handed_at, a.id`;

/** One advance, or null. */
export const findAdvance = (tx: Tx, id: string): Promise<Advance | null> =>
  tx.maybe(sql`${select} where a.subdistrict_id = ${tx.subdistrictId} and a.id = ${id}`, row);

/** All advances of a request, those undone included, oldest first. */
export const advancesOfSubject = (tx: Tx, subjectId: string): Promise<Advance[]> =>
  tx.all(sql`${select} where a.subdistrict_id = ${tx.subdistrictId} and a.subject_id = ${subjectId} ${order}`, row);

/** All advances of a project, oldest first. */
export const advancesOfProject = (tx: Tx, projectId: string): Promise<Advance[]> =>
  tx.all(sql`${select} where a.subdistrict_id = ${tx.subdistrictId} and a.project_id = ${projectId} ${order}`, row);

/** Every advance of the subdistrict that is in somebody's hands, oldest first. */
export const openAdvances = (tx: Tx): Promise<Advance[]> =>
  tx.all(
    sql`${select} where a.subdistrict_id = ${tx.subdistrictId} and s.txn_id is null
    and not exists (select from txn r where r.subdistrict_id = a.subdistrict_id and r.reversal_of = a.txn_id) ${order}`,
    row,
  );

/** The advance of a request that is in somebody's hands, or null. */
export const openAdvanceOf = async (tx: Tx, subjectId: string): Promise<Advance | null> =>
  (await advancesOfSubject(tx, subjectId)).find((each) => each.state === 'open') ?? null;

const advancedPerAwardRow = z.object({ award_id: z.string(), fen: z.bigint() });

/** What of an advance came from which source. */
export const advancedPerAward = async (tx: Tx, advance: Pick<Advance, 'txnId'>): Promise<Map<string, bigint>> =>
  new Map(
    (
      await tx.all(
        sql`select award_id, sum(amount_fen)::bigint as fen from advance_share where subdistrict_id = ${tx.subdistrictId} and txn_id = ${advance.txnId} group by award_id`,
        advancedPerAwardRow,
      )
    ).map((each) => [each.award_id, each.fen]),
  );

/** Two advances are in the same hands: the same person, or a supplier of the same name. */
export const isTheSameHolder = (a: AdvanceHolder, b: AdvanceHolder): boolean =>
  a.kind === 'person' ? b.kind === 'person' && a.personId === b.personId : b.kind === 'supplier' && a.name === b.name;
