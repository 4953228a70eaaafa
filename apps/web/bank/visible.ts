import { findMoneyAccount, type MoneyAccount } from '#modules/bank';
import { listNeighbourhoods } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Web } from '../kit/index.ts';

/** An account when this visitor may see it. */
export async function visibleAccount(w: Web, tx: Tx, action = 'bank.read'): Promise<MoneyAccount | null> {
  const id = w.id();
  const account = id ? await findMoneyAccount(tx, id) : null;
  return account && w.can(action, account) ? account : null;
}

/** Frame of a page about an account: with the place it belongs to. */
export async function frameFor(w: Web, tx: Tx, account: MoneyAccount) {
  const place = (await listNeighbourhoods(tx)).find((one) => one.id === account.neighbourhoodId);
  return w.frame(place ? { neighbourhood: place } : {});
}
