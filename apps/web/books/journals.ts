import { type Journal, toBeancount, toHledger, toLedger } from '#libs/journal';

/** Programs that add the books up again, and how a journal is written for each. */
export const journalWriters: Readonly<Partial<Record<string, (journal: Journal) => string>>> = { beancount: toBeancount, hledger: toHledger, ledger: toLedger };
/** Their names, in the order in which the page offers them. */
export const journalFormats: readonly string[] = Object.keys(journalWriters);
