import type { Tx } from '#platform/database';
import { accountFor, listMoneyAccounts, type MoneyAccount } from './account-store.ts';
import { countIsInOrder } from './cash.ts';
import { countsOf } from './count-store.ts';
import { ledgerOf, movementsOf } from './ledger-store.ts';
import { isExplained, type Movement, type Open, standingOn } from './movement.ts';

/** How a project's money stands against bank and cash, before it is settled. */
export interface ProjectStanding {
  /** `none`: no bank account is registered for any of its transfers. */
  bank: 'none' | 'matched' | 'open';
  /** `no-cash`: it had none; `none`: no cash box is registered; `uncounted`: not counted by two, in order, since its last movement. */
  cash: 'no-cash' | 'none' | 'counted' | 'uncounted';
  /** Transfers that are neither matched with the bank nor explained. */
  openMovements: (Open<Movement> & { accountId: string })[];
  /** Transfers that are explained in words. */
  explained: { day: string; amountFen: bigint; text: string; byName: string }[];
  /** The cash box that must be counted. */
  cashAccountId: string | null;
}

/** Where a project's movements are expected and what of them is open. A movement where no account is registered is not asked about. */
export async function projectStanding(tx: Tx, project: { id: string; neighbourhoodId: string }): Promise<ProjectStanding> {
  const accounts = (await listMoneyAccounts(tx)).filter((one) => one.neighbourhoodId === null || one.neighbourhoodId === project.neighbourhoodId);
  const standing: ProjectStanding = { bank: 'none', cash: 'no-cash', openMovements: [], explained: [], cashAccountId: null };
  for (const account of accounts.filter((one) => one.kind === 'bank')) {
    const { movements } = standingOn(await ledgerOf(tx, account), '9999-12-31');
    const all = await movementsOf(tx, account, project.id);
    if (all.length > 0 && standing.bank === 'none') standing.bank = 'matched';
    for (const one of movements.filter((each) => each.projectId === project.id)) {
      if (one.note) standing.explained.push({ day: one.day, amountFen: one.openFen, text: one.note.text, byName: one.note.byName });
      if (isExplained(one)) continue;
      standing.bank = 'open';
      standing.openMovements.push({ ...one, accountId: account.id });
    }
  }
  await addCash(tx, standing, project, accounts);
  return standing;
}

async function addCash(tx: Tx, standing: ProjectStanding, project: { id: string; neighbourhoodId: string }, accounts: readonly MoneyAccount[]): Promise<void> {
  // A box that was never registered is asked about too, so that "no cash" is never said of a project that had some.
  const nowhere: MoneyAccount = {
    id: '00000000-0000-0000-0000-000000000000',
    neighbourhoodId: project.neighbourhoodId,
    kind: 'cash',
    name: '',
    bankName: null,
    last4: null,
    keeperPersonId: null,
    keeperName: null,
    openingDay: '0001-01-01',
    openingFen: 0n,
    openedByName: '',
    closedDay: null,
    closedByName: null,
    closedReason: null,
  };
  const cash = (await movementsOf(tx, nowhere, project.id)).filter((one) => one.reversedOn === null && one.reversalOf === null);
  const last = cash.at(-1);
  if (!last) return;
  standing.cash = 'none';
  for (const movement of [last]) {
    const box = accountFor(accounts, project.neighbourhoodId, 'cash', movement.day);
    if (!box) continue;
    standing.cashAccountId = box.id;
    const recorded = cash.reduce((latest, one) => (one.at > latest ? one.at : latest), new Date(0));
    // Counted after it was written down: a count before cannot have seen it.
    const since = (await countsOf(tx, box.id)).filter((count) => count.day >= movement.day && count.countedAt >= recorded && count.undone === null);
    standing.cash = since.length > 0 && since[0] !== undefined && countIsInOrder(since[0]) ? 'counted' : 'uncounted';
  }
}

/** What stands open on every account up to a day: for closing a year. Counts are those on or after the last movement of the year. */
export async function openDifferences(
  tx: Tx,
  lastDay: string,
): Promise<{ account: MoneyAccount; movements: number; rows: number; uncounted: boolean; leftOverFen: bigint }[]> {
  const found = [];
  for (const account of (await listMoneyAccounts(tx)).filter((one) => one.openingDay <= lastDay)) {
    if (account.kind === 'bank') {
      const standing = standingOn(await ledgerOf(tx, account), lastDay);
      const movements = standing.movements.filter((one) => !isExplained(one)).length;
      const rows = standing.rows.filter((one) => !isExplained(one)).length;
      if (movements + rows > 0 || standing.leftOverFen !== 0n) found.push({ account, movements, rows, uncounted: false, leftOverFen: standing.leftOverFen });
    } else {
      const last = (await movementsOf(tx, account)).filter((one) => one.day <= lastDay).at(-1);
      const count = (await countsOf(tx, account.id)).find((one) => one.undone === null);
      if (last && (!count || count.day < last.day || !countIsInOrder(count))) found.push({ account, movements: 0, rows: 0, uncounted: true, leftOverFen: 0n });
    }
  }
  return found;
}
