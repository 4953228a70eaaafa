import {
  type Ledger,
  ledgerOf,
  type Link,
  type MoneyAccount,
  type Proposal,
  proposeMatches,
  type Standing,
  standingOn,
  type StatementError,
} from '#modules/bank';
import { type Neighbourhood, listNeighbourhoods } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { bankText } from './text.ts';

/** A far day: everything that is known. */
export const atTheEnd = '9999-12-31';

/** One account with both sides compared. */
export interface AccountView {
  account: MoneyAccount;
  place: Neighbourhood | null;
  ledger: Ledger & { allLinks: Link[] };
  standing: Standing;
  proposals: Proposal[];
}

/** Loads an account's comparison as it stands now. */
export async function loadAccountView(tx: Tx, account: MoneyAccount): Promise<AccountView> {
  const ledger = await ledgerOf(tx, account);
  const standing = standingOn(ledger, atTheEnd);
  const open = <T extends { note: unknown }>(one: T) => one.note === null;
  return {
    account,
    place: (await listNeighbourhoods(tx)).find((one) => one.id === account.neighbourhoodId) ?? null,
    ledger,
    standing,
    proposals:
      account.kind === 'bank'
        ? proposeMatches(
            standing.rows.filter(open),
            standing.movements.filter((one) => one.note?.kind !== 'error'),
          )
        : [],
  };
}

/** Name of an account with the end of its number. */
export const accountName = (account: MoneyAccount, lang: Lang): string =>
  account.kind === 'bank' ? `${account.name} ${account.bankName ?? ''} ${bankText[lang].numberEnds(account.last4 ?? '')}` : account.name;

/** Why a file cannot be read, in words. */
export function statementErrorText(lang: Lang, error: StatementError): string {
  const t = bankText[lang];
  switch (error.code) {
    case 'empty':
      return t['file-empty'];
    case 'too-large':
      return t['too-large-table'];
    default:
      return t[error.code];
  }
}

/** Last day of a month, `YYYY-MM`. */
export const lastDayOfMonth = (month: string): string => {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, of, 0)).getUTCDate()).padStart(2, '0')}`;
};
