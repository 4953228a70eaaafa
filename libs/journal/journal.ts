/** What an account is in the eyes of an accountant; decides how it is named and on which side it stands. */
export type AccountKind = 'asset' | 'income' | 'expense' | 'equity';

/** An account of the journal. `path` parts are ASCII codes (letters, figures, hyphens); names stand beside them. */
export interface JournalAccount {
  id: string;
  kind: AccountKind;
  path: readonly string[];
  /** Name for people, in any script. */
  name: string;
  /** Promises and reservations: recorded, but no money moves. */
  virtual: boolean;
}

/** One side of a transaction: debit positive, credit negative, in fen. */
export interface JournalPosting {
  accountId: string;
  amountFen: bigint;
}

/** A transaction; its postings add up to nothing, virtual and real ones each by themselves. */
export interface JournalTxn {
  id: string;
  /** Civil day `YYYY-MM-DD`. */
  day: string;
  text: string;
  /** Key and value for people and programs: vouchers, receipts, what it reverses. */
  tags: readonly (readonly [string, string])[];
  postings: readonly JournalPosting[];
}

/** A journal of one project. Transactions in the order of their days. */
export interface Journal {
  title: string;
  /** Day before the first transaction: accounts are opened on it. */
  openedOn: string;
  /** Day of the balance assertions: the last transaction's or later. */
  closedOn: string;
  accounts: readonly JournalAccount[];
  txns: readonly JournalTxn[];
}

/** Sum of every account over the whole journal, in fen, by id; those at zero included. */
export function balancesOf(journal: Journal): Map<string, bigint> {
  const balances = new Map(journal.accounts.map((account) => [account.id, 0n]));
  for (const txn of journal.txns) for (const { accountId, amountFen } of txn.postings) balances.set(accountId, (balances.get(accountId) ?? 0n) + amountFen);
  return balances;
}

/** Yuan with two decimals, as the three programs read it. */
export function decimal(fen: bigint): string {
  const size = fen < 0n ? -fen : fen;
  return `${fen < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

/** Text on one line without the signs that would end it or start a comment. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\r\n\t;|"\\]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const roots: Record<AccountKind, string> = { asset: 'Assets', income: 'Income', expense: 'Expenses', equity: 'Equity' };

/** `Assets:Held:S1`; each part begins with a capital or a figure. */
export function accountName(account: JournalAccount): string {
  const part = (code: string) => {
    const bare = code.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'X';
    return bare[0]?.toUpperCase() + bare.slice(1);
  };
  return [roots[account.kind], ...account.path.map(part)].join(':');
}
