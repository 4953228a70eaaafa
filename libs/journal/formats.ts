import { toBeancount } from './beancount.ts';
import type { Journal } from './journal.ts';
import { toHledger, toLedger } from './plain-text.ts';

const writers: ReadonlyMap<string, (journal: Journal) => string> = new Map([
  ['beancount', toBeancount],
  ['hledger', toHledger],
  ['ledger', toLedger],
]);

/** Programs that add a journal up again, by name. */
export const journalFormats: readonly string[] = [...writers.keys()];

/** How a journal is written for a program; undefined for a name that is none of {@link journalFormats}. */
export const journalWriter = (format: string): ((journal: Journal) => string) | undefined => writers.get(format);
