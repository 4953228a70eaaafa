import { accountName, balancesOf, decimal, type Journal, oneLine } from './journal.ts';

/** The day after, by the calendar. */
function nextDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/**
 * The journal for beancount 2 and 3. Beancount tolerates a unit of the last digit unless told otherwise: the multiplier is 0 and every
 * assertion says `~ 0 CNY`. It knows no virtual postings; promises and reservations stand on pairs of equity accounts.
 */
export function toBeancount(journal: Journal): string {
  const names = new Map(journal.accounts.map((account) => [account.id, accountName(account)]));
  const lines = [`option "title" "${oneLine(journal.title)}"`, 'option "operating_currency" "CNY"', 'option "inferred_tolerance_multiplier" "0"', ''];
  for (const account of journal.accounts) lines.push(`${journal.openedOn} open ${names.get(account.id)} CNY`, `  name: "${oneLine(account.name)}"`);
  for (const txn of journal.txns) {
    lines.push('', `${txn.day} * "${oneLine(txn.text)}"`, `  txn: "${txn.id}"`);
    for (const [key, value] of txn.tags) lines.push(`  ${key}: "${oneLine(value)}"`);
    for (const { accountId, amountFen } of txn.postings) lines.push(`  ${names.get(accountId)}  ${decimal(amountFen)} CNY`);
  }
  lines.push('');
  // An assertion holds at the beginning of its day.
  for (const [id, fen] of balancesOf(journal)) lines.push(`${nextDay(journal.closedOn)} balance ${names.get(id)}  ${decimal(fen)} ~ 0 CNY`);
  return `${lines.join('\n')}\n`;
}
