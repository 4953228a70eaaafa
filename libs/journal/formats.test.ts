import { expect, test } from 'vitest';
import { journalFormats, journalWriter, toLedger } from './index.ts';

test('three programs have a writer, every other name has none, those that all objects know included', () => {
  expect(journalFormats).toEqual(['beancount', 'hledger', 'ledger']);
  expect(journalWriter('ledger')).toBe(toLedger);
  for (const name of ['', 'csv', 'constructor', '__proto__']) expect(journalWriter(name)).toBeUndefined();
});
