/** Where the money really lies: bank accounts and cash boxes, statements matched with the books, cash counted by two. README.md draws it. */
export {
  accountFor,
  findMoneyAccount,
  findTransfer,
  listMoneyAccounts,
  type MoneyAccount,
  type NewAccount,
} from './account-store.ts';
export * from './cash.ts';
export { countCash, signCount, undoCount } from './count-cash.ts';
export { countsOf, findCount } from './count-store.ts';
export * from './import-statement.ts';
export { bookBalanceOn, ledgerOf, linksOf, movementsOf } from './ledger-store.ts';
export { explainDifference, type Explained, type MatchGroup, matchRows, undoMatch, undoNote } from './match-rows.ts';
export * from './movement.ts';
export { bankPermissions } from './permissions.ts';
export { openDifferences, type ProjectStanding, projectStanding } from './project-standing.ts';
export { matchWindowDays, proposeMatches, type Proposal, restOf } from './propose-matches.ts';
export * from './read-statement.ts';
export { changeKeeper, closeAccount, registerAccount, transferBetween, undoTransfer } from './register-account.ts';
export { guessStatementColumns, missingColumns, type StatementField, statementFields, type StatementMapping } from './statement-columns.ts';
export { bankSeals } from './seals.ts';
export { findStatement, importedBefore, knownRows, listStatements, type Statement, type StatementChoice } from './statement-store.ts';
export { wayOfTxnIn } from './way.ts';
export { mayBeWithdrawn, withdrawStatement } from './withdraw-statement.ts';
