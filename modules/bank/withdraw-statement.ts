import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { z } from 'zod';
import { lockMoneyAccount } from './account-store.ts';
import { findStatement, type Statement } from './statement-store.ts';

const whyNotWithdrawnRow = z.object({ later: z.boolean(), used: z.boolean() });

/**
 * What stands against withdrawing a statement, null when nothing does: `not-imported`, `undone` (withdrawn already), `not-the-newest` (a later
 * import may have left out rows because they were known from this one), `in-use` (a row is matched or explained).
 */
export async function whyNotWithdrawn(tx: Tx, statement: Statement): Promise<'not-imported' | 'undone' | 'not-the-newest' | 'in-use' | null> {
  if (statement.state !== 'imported') return 'not-imported';
  if (statement.withdrawn) return 'undone';
  const s = tx.subdistrictId;
  const { later, used } = await tx.one(
    sql`select exists (select from bank_statement o where o.subdistrict_id = ${s} and o.account_id = ${statement.accountId} and o.id <> ${statement.id}
        and o.state = 'imported' and o.imported_at >= (select i.imported_at from bank_statement i where i.subdistrict_id = ${s} and i.id = ${statement.id})
        and not exists (select from bank_withdrawal w where w.subdistrict_id = ${s} and w.statement_id = o.id)) as later,
      exists (select from bank_row r where r.subdistrict_id = ${s} and r.statement_id = ${statement.id}
        and (exists (select from bank_link l where l.subdistrict_id = ${s} and l.row_id = r.id and l.undone_at is null)
          or exists (select from money_note n where n.subdistrict_id = ${s} and n.row_id = r.id and n.undone_at is null))) as used`,
    whyNotWithdrawnRow,
  );
  return later ? 'not-the-newest' : used ? 'in-use' : null;
}

/** True when nothing stands against withdrawing the statement. */
export const mayBeWithdrawn = async (tx: Tx, statement: Statement): Promise<boolean> => (await whyNotWithdrawn(tx, statement)) === null;

/**
 * Takes back a statement that was imported by mistake, with a reason: it stays on record, its rows count nowhere, and the right file may be
 * imported. Returns the account. Errors: `not-found`, `not-allowed`, `reason-required` and those of {@link whyNotWithdrawn}.
 */
export const withdrawStatement = (
  context: CommandContext,
  input: { statementId: string; reason: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'reason-required' | 'not-imported' | 'undone' | 'not-the-newest' | 'in-use' | 'key-reused'>> =>
  runCommand(context, 'withdraw-statement', async (tx) => {
    const seen = await findStatement(tx, input.statementId);
    const account = seen && (await lockMoneyAccount(tx, seen.accountId));
    const statement = account && (await findStatement(tx, input.statementId));
    if (!statement || !account) return err('not-found');
    if (!tx.can('bank.withdraw', account)) return err('not-allowed');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    const why = await whyNotWithdrawn(tx, statement);
    if (why) return err(why);
    await tx.exec(sql`insert into bank_withdrawal (subdistrict_id, statement_id, reason, made_by, made_by_name, made_at)
      values (${tx.subdistrictId}, ${statement.id}, ${reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    tx.audit({
      action: 'bank.withdraw',
      subjectKind: 'money-account',
      subjectId: account.id,
      text: { file: statement.fileName, sha256: statement.sha256, reason },
    });
    return ok(account.id);
  });
