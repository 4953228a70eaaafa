import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { findMoneyAccount, lockMoneyAccount, type MoneyAccount } from './account-store.ts';
import { readStatement, type ReadStatement } from './read-statement.ts';
import {
  findStatement,
  importedBefore,
  insertRows,
  insertStatement,
  saveChoice,
  saveDropped,
  type Statement,
  type StatementChoice,
} from './statement-store.ts';

/** Keeps an uploaded statement so that it can be looked at before it counts. Errors: `not-found`, `not-allowed`, `closed`. */
export const startStatement = (
  context: CommandContext,
  input: { accountId: string; fileName: string; stored: StoredBytes },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'closed' | 'key-reused'>> =>
  runCommand(context, 'start-statement', async (tx) => {
    const account = await findMoneyAccount(tx, input.accountId);
    if (!account || account.kind !== 'bank') return err('not-found');
    if (!tx.can('bank.import', account)) return err('not-allowed');
    if (account.closedDay !== null) return err('closed');
    const fileId = await recordFile(tx, input.stored, { name: input.fileName, visibility: 'office', neighbourhoodId: account.neighbourhoodId });
    return ok(await insertStatement(tx, { accountId: account.id, fileId, fileName: input.fileName }));
  });

/** The draft and its account, both locked. */
async function openDraft(
  tx: CommandTx,
  id: string,
): Promise<Result<{ statement: Statement; account: MoneyAccount }, 'not-found' | 'not-allowed' | 'already-done'>> {
  const seen = await findStatement(tx, id);
  const account = seen && (await lockMoneyAccount(tx, seen.accountId));
  const statement = account && (await findStatement(tx, id));
  if (!statement || !account) return err('not-found');
  if (!tx.can('bank.import', account)) return err('not-allowed');
  return statement.state === 'draft' ? ok({ statement, account }) : err('already-done');
}

/** Says how the file is read: which sheet, which column is what. */
export const chooseStatementColumns = (
  context: CommandContext,
  input: { statementId: string; choice: StatementChoice },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'already-done' | 'key-reused'>> =>
  runCommand(context, 'choose-statement-columns', async (tx) => {
    const opened = await openDraft(tx, input.statementId);
    if (!opened.ok) return opened;
    await saveChoice(tx, input.statementId, input.choice);
    return ok();
  });

/** Throws away a draft; the file stays on record. */
export const dropStatement = (
  context: CommandContext,
  input: { statementId: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'already-done' | 'key-reused'>> =>
  runCommand(context, 'drop-statement', async (tx) => {
    const opened = await openDraft(tx, input.statementId);
    if (!opened.ok) return opened;
    await saveDropped(tx, input.statementId);
    return ok(opened.value.account.id);
  });

/** What stands against importing a statement as it was read: null when nothing does. */
export const whatIsWrongWithTheStatement = (read: ReadStatement): 'bad-rows' | null => (read.bad.length > 0 ? 'bad-rows' : null);

/**
 * Takes in a statement, whole or not at all. Rows that are known from another statement are counted, not written twice. Errors:
 * `not-found`, `not-allowed`, `already-done`, `imported-before` (the very same file), `bad-rows` (some row cannot be read), `cannot-read`,
 * `nothing-new` (every row is known).
 */
export const confirmStatement = (
  context: CommandContext,
  input: { statementId: string; bytes: Uint8Array },
): Promise<
  Result<
    { accountId: string; taken: number; known: number },
    'not-found' | 'not-allowed' | 'already-done' | 'imported-before' | 'bad-rows' | 'cannot-read' | 'nothing-new' | 'key-reused'
  >
> =>
  runCommand(context, 'confirm-statement', async (tx) => {
    const opened = await openDraft(tx, input.statementId);
    if (!opened.ok) return opened;
    const { statement, account } = opened.value;
    if (await importedBefore(tx, account.id, statement.sha256)) return err('imported-before');
    const read = readStatement(input.bytes, statement.choice, tx.today);
    if (!read.ok) return err('cannot-read');
    if (whatIsWrongWithTheStatement(read.value)) return err('bad-rows');
    const counts = await insertRows(tx, statement, read.value);
    if (counts.taken === 0) return err('nothing-new');
    tx.audit({
      action: 'bank.import',
      subjectKind: 'money-account',
      subjectId: account.id,
      text: { file: statement.fileName, sha256: statement.sha256, ...counts, breaks: read.value.breaks.length },
    });
    await tx.emit('bank.imported', { accountId: account.id, statementId: statement.id, ...counts });
    return ok({ accountId: account.id, ...counts });
  });
