import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { identitiesOf, type ReadStatement, type StatementRow } from './read-statement.ts';
import { type StatementMapping, statementFields } from './statement-columns.ts';

/** How the office reads a file: which sheet, which columns. */
export interface StatementChoice {
  sheet?: string;
  mapping?: StatementMapping;
}
const choiceShape = z.object({ sheet: z.string().optional(), mapping: z.partialRecord(z.enum(statementFields), z.number().int().min(0)).optional() });
const breakShape = z.array(z.object({ rowNo: z.number(), expected: z.string(), said: z.string() }));

/** A statement between upload and import, or as it was imported. */
export interface Statement {
  id: string;
  accountId: string;
  sha256: string;
  fileName: string;
  choice: StatementChoice;
  state: 'draft' | 'imported' | 'dropped';
  firstDay: string | null;
  lastDay: string | null;
  openingFen: bigint | null;
  closingFen: bigint | null;
  /** Rows taken in, and rows that were known from other statements. */
  rowCount: number | null;
  knownCount: number | null;
  /** Where the bank's balance did not follow; amounts as decimal strings of fen. */
  breaks: { rowNo: number; expected: string; said: string }[] | null;
  startedByName: string;
  startedAt: Date;
  importedByName: string | null;
  importedAt: Date | null;
  /** Taken back after it was imported: its rows count nowhere. */
  withdrawn: { byName: string; at: Date; reason: string } | null;
}
const statementRow = z
  .object({
    id: z.string(),
    accountId: z.string(),
    sha256: z.string(),
    fileName: z.string(),
    choice: choiceShape,
    state: z.enum(['draft', 'imported', 'dropped']),
    firstDay: z.string().nullable(),
    lastDay: z.string().nullable(),
    openingFen: z.bigint().nullable(),
    closingFen: z.bigint().nullable(),
    rowCount: z.number().nullable(),
    knownCount: z.number().nullable(),
    breaks: breakShape.nullable(),
    startedByName: z.string(),
    startedAt: z.date(),
    importedByName: z.string().nullable(),
    importedAt: z.date().nullable(),
    withdrawnBy: z.string().nullable(),
    withdrawnAt: z.date().nullable(),
    withdrawnReason: z.string().nullable(),
  })
  .transform(
    ({ withdrawnBy, withdrawnAt, withdrawnReason, ...row }): Statement => ({
      ...row,
      withdrawn: withdrawnBy !== null && withdrawnAt && withdrawnReason !== null ? { byName: withdrawnBy, at: withdrawnAt, reason: withdrawnReason } : null,
    }),
  );
const select = sql`select s.id, s.account_id as "accountId", f.sha256, s.file_name as "fileName", s.choice, s.state, s.first_day as "firstDay", s.last_day as "lastDay",
  s.opening_fen as "openingFen", s.closing_fen as "closingFen", s.row_count as "rowCount", s.known_count as "knownCount", s.breaks, s.started_by_name as "startedByName",
  s.started_at as "startedAt", s.imported_by_name as "importedByName", s.imported_at as "importedAt", w.made_by_name as "withdrawnBy",
  w.made_at as "withdrawnAt", w.reason as "withdrawnReason"
  from bank_statement s join file f on f.subdistrict_id = s.subdistrict_id and f.id = s.file_id
  left join bank_withdrawal w on w.subdistrict_id = s.subdistrict_id and w.statement_id = s.id`;

/** One statement, or null. */
export const findStatement = (tx: Tx, id: string): Promise<Statement | null> =>
  tx.maybe(sql`${select} where s.subdistrict_id = ${tx.subdistrictId} and s.id = ${id}`, statementRow);

/** Statements of an account, the latest first; dropped ones are left out. */
export const listStatements = (tx: Tx, accountId: string): Promise<Statement[]> =>
  tx.all(
    sql`${select} where s.subdistrict_id = ${tx.subdistrictId} and s.account_id = ${accountId} and s.state <> 'dropped' order by s.last_day desc nulls first, s.started_at desc`,
    statementRow,
  );

/** A statement of the account that came from the very same bytes, was imported and not withdrawn, or null. */
export const importedBefore = (tx: Tx, accountId: string, sha256: string): Promise<Statement | null> =>
  tx.maybe(
    sql`${select} where s.subdistrict_id = ${tx.subdistrictId} and s.account_id = ${accountId} and f.sha256 = ${sha256} and s.state = 'imported' and w.statement_id is null order by s.imported_at limit 1`,
    statementRow,
  );

export async function insertStatement(tx: CommandTx, draft: { accountId: string; fileId: string; fileName: string }): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into bank_statement (subdistrict_id, id, account_id, file_id, file_name, choice, state, started_by, started_by_name, started_at)
    values (${tx.subdistrictId}, ${id}, ${draft.accountId}, ${draft.fileId}, ${draft.fileName.slice(0, 200) || '对账单'}, '{}'::jsonb, 'draft', ${tx.actor.personId},
    ${tx.actor.name}, ${tx.now})`);
  return id;
}

export const saveChoice = (tx: CommandTx, id: string, choice: StatementChoice): Promise<number> =>
  tx.exec(
    sql`update bank_statement set choice = ${JSON.stringify(choice)}::jsonb where subdistrict_id = ${tx.subdistrictId} and id = ${id} and state = 'draft'`,
  );

export const saveDropped = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update bank_statement set state = 'dropped' where subdistrict_id = ${tx.subdistrictId} and id = ${id} and state = 'draft'`);

const fingerprintOf = (identity: string): string => createHash('sha256').update(identity).digest('hex');

const fingerprintRow = z.object({ fingerprint: z.string() });

/** Which of the rows the account has already, in their order. */
export async function knownRows(tx: Tx, accountId: string, rows: readonly StatementRow[]): Promise<boolean[]> {
  const prints = identitiesOf(rows).map(fingerprintOf);
  const found = await tx.all(
    sql`select r.fingerprint from bank_row r where r.subdistrict_id = ${tx.subdistrictId} and r.account_id = ${accountId} and r.fingerprint = any(${prints}::text[])
      and not exists (select from bank_withdrawal w where w.subdistrict_id = r.subdistrict_id and w.statement_id = r.statement_id)`,
    fingerprintRow,
  );
  const known = new Set(found.map((one) => one.fingerprint));
  return prints.map((print) => known.has(print));
}

/** Writes the rows that are new and marks the statement as imported. Returns how many were taken in and how many were known. */
export async function insertRows(tx: CommandTx, statement: Statement, read: ReadStatement): Promise<{ taken: number; known: number }> {
  const known = await knownRows(tx, statement.accountId, read.rows);
  const prints = identitiesOf(read.rows).map(fingerprintOf);
  const fresh = read.rows.map((row, index) => ({ row, print: prints[index] ?? '', seq: index + 1 })).filter((_, index) => !known[index]);
  await tx.exec(sql`insert into bank_row (subdistrict_id, id, account_id, statement_id, row_no, seq, day, amount_fen, balance_fen, counterparty, memo, reference, fingerprint)
    select ${tx.subdistrictId}, r.id, ${statement.accountId}, ${statement.id}, r.row_no, r.seq, r.day, r.fen, r.balance, r.party, r.memo, r.ref, r.print
    from unnest(${fresh.map(() => tx.newId())}::uuid[], ${fresh.map((one) => one.row.rowNo)}::int[], ${fresh.map((one) => one.seq)}::int[],
      ${fresh.map((one) => one.row.day)}::date[], ${fresh.map((one) => one.row.amountFen.toString())}::bigint[],
      ${fresh.map((one) => one.row.balanceFen?.toString() ?? null)}::bigint[], ${fresh.map((one) => one.row.counterparty)}::text[],
      ${fresh.map((one) => one.row.memo)}::text[], ${fresh.map((one) => one.row.reference)}::text[], ${fresh.map((one) => one.print)}::text[])
      as r (id, row_no, seq, day, fen, balance, party, memo, ref, print)`);
  const counts = { taken: fresh.length, known: read.rows.length - fresh.length };
  const breaks = read.breaks.map((one) => ({ rowNo: one.rowNo, expected: one.expectedFen.toString(), said: one.saidFen.toString() }));
  await tx.exec(sql`update bank_statement set state = 'imported', first_day = ${read.rows[0]?.day ?? null}, last_day = ${read.rows.at(-1)?.day ?? null},
    opening_fen = ${read.openingFen}, closing_fen = ${read.closingFen}, row_count = ${counts.taken}, known_count = ${counts.known}, breaks = ${JSON.stringify(breaks)}::jsonb,
    imported_by_name = ${tx.actor.name}, imported_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${statement.id}`);
  return counts;
}
