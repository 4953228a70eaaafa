import { accountName, balancesOf, decimal, type Journal, type JournalAccount, type JournalTxn, oneLine } from './journal.ts';

/** Balanced virtual postings stand in brackets: they must add up, and reports of money leave them out with `--real`. */
const posted = (account: JournalAccount): string => (account.virtual ? `[${accountName(account)}]` : accountName(account));

function txnLines(txn: JournalTxn, accounts: ReadonlyMap<string, JournalAccount>, separator: string): string[] {
  const lines = [`${txn.day.replaceAll('-', separator)} * ${oneLine(txn.text)}`, `    ; txn: ${txn.id}`];
  for (const [key, value] of txn.tags) lines.push(`    ; ${key}: ${oneLine(value).replaceAll(',', '，')}`);
  for (const { accountId, amountFen } of txn.postings) {
    const account = accounts.get(accountId);
    if (account) lines.push(`    ${posted(account)}  CNY ${decimal(amountFen)}`);
  }
  return lines;
}

function assertions(journal: Journal, accounts: ReadonlyMap<string, JournalAccount>, separator: string): string[] {
  const lines = ['', `${journal.closedOn.replaceAll('-', separator)} * 期末核对 (closing balances)`];
  for (const [id, fen] of balancesOf(journal)) {
    const account = accounts.get(id);
    if (account) lines.push(`    ${posted(account)}  CNY 0.00 = CNY ${decimal(fen)}`);
  }
  return lines;
}

/** The journal for hledger (check with `hledger check --strict`): accounts declared, promises and reservations as balanced virtual postings. */
export function toHledger(journal: Journal): string {
  const accounts = new Map(journal.accounts.map((account) => [account.id, account]));
  const types = { asset: 'A', income: 'R', expense: 'X', equity: 'E' } as const;
  return `${[
    `; ${oneLine(journal.title)}`,
    'commodity CNY 1,000.00',
    '',
    ...journal.accounts.map((account) => `account ${accountName(account)}  ; ${oneLine(account.name).replaceAll(',', '，')}, type: ${types[account.kind]}`),
    ...journal.txns.flatMap((txn) => ['', ...txnLines(txn, accounts, '-')]),
    ...assertions(journal, accounts, '-'),
  ].join('\n')}\n`;
}

/** The journal for ledger 3 (check with `ledger --pedantic`). */
export function toLedger(journal: Journal): string {
  const accounts = new Map(journal.accounts.map((account) => [account.id, account]));
  return `${[
    `; ${oneLine(journal.title)}`,
    'commodity CNY',
    '    format CNY 1,000.00',
    '',
    ...journal.accounts.flatMap((account) => [`account ${accountName(account)}`, `    note ${oneLine(account.name)}`]),
    // ledger --pedantic wants every tag declared.
    ...[...new Set(['txn', ...journal.txns.flatMap((txn) => txn.tags.map(([key]) => key))])].flatMap((key) => [`tag ${key}`]),
    ...journal.txns.flatMap((txn) => ['', ...txnLines(txn, accounts, '/')]),
    ...assertions(journal, accounts, '/'),
  ].join('\n')}\n`;
}
