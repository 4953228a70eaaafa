/** A journal of restricted funds in the words of beancount, hledger and ledger, so that an independent program can add it up again. */
export { toBeancount } from './beancount.ts';
export { journalFormats, journalWriter } from './formats.ts';
export { type AccountKind, accountName, balancesOf, decimal, type Journal, type JournalAccount, type JournalPosting, type JournalTxn } from './journal.ts';
export { toHledger, toLedger } from './plain-text.ts';
