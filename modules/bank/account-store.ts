import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A bank account or a cash box. `neighbourhoodId` null: for every neighbourhood that has none of its own. */
export interface MoneyAccount {
  id: string;
  neighbourhoodId: string | null;
  kind: 'bank' | 'cash';
  name: string;
  bankName: string | null;
  /** Of the number, only its last four digits. */
  last4: string | null;
  keeperPersonId: string | null;
  keeperName: string | null;
  openingDay: string;
  openingFen: bigint;
  openedByName: string;
  closedDay: string | null;
  closedByName: string | null;
  closedReason: string | null;
}

const accountRow = z
  .object({
    id: z.string(),
    neighbourhoodId: z.string().nullable(),
    kind: z.enum(['bank', 'cash']),
    name: z.string(),
    bankName: z.string().nullable(),
    last4: z.string().nullable(),
    keeperPersonId: z.string().nullable(),
    keeperName: z.string().nullable(),
    openingDay: z.string(),
    openingFen: z.bigint(),
    openedByName: z.string(),
    closedDay: z.string().nullable(),
    closedByName: z.string().nullable(),
    closedReason: z.string().nullable(),
  })
  .transform((row): MoneyAccount => row);
const columns = sql`id, neighbourhood_id as "neighbourhoodId", kind, name, bank_name as "bankName", last4, keeper_person_id as "keeperPersonId",
  keeper_name as "keeperName", opening_day as "openingDay", opening_fen as "openingFen", opened_by_name as "openedByName", closed_day as "closedDay",
  closed_by_name as "closedByName", closed_reason as "closedReason"`;

/** One account, or null. */
export const findMoneyAccount = (tx: Tx, id: string): Promise<MoneyAccount | null> =>
  tx.maybe(sql`select ${columns} from money_account where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, accountRow);

/** The same, its row locked until the transaction ends: who imports or counts on it goes one by one. */
export const lockMoneyAccount = (tx: CommandTx, id: string): Promise<MoneyAccount | null> =>
  tx.maybe(sql`select ${columns} from money_account where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, accountRow);

/** Every account, those of the whole subdistrict first, open ones before closed. */
export const listMoneyAccounts = (tx: Tx): Promise<MoneyAccount[]> =>
  tx.all(
    sql`select ${columns} from money_account where subdistrict_id = ${tx.subdistrictId}
    order by neighbourhood_id is not null, neighbourhood_id, closed_day is not null, kind, opening_day, id`,
    accountRow,
  );

/** Where a movement of a place is expected on a day: the place's own account, else the subdistrict's; null where neither is registered. */
export function accountFor(accounts: readonly MoneyAccount[], neighbourhoodId: string, kind: 'bank' | 'cash', day: string): MoneyAccount | null {
  const fit = accounts.filter((one) => one.kind === kind && one.openingDay <= day && (one.closedDay === null || day <= one.closedDay));
  return fit.find((one) => one.neighbourhoodId === neighbourhoodId) ?? fit.find((one) => one.neighbourhoodId === null) ?? null;
}

/** What is said when an account is registered. */
export interface NewAccount {
  neighbourhoodId: string | null;
  kind: 'bank' | 'cash';
  name: string;
  bankName: string | null;
  last4: string | null;
  keeperPersonId: string | null;
  keeperName: string | null;
  openingDay: string;
  openingFen: bigint;
}

export async function insertMoneyAccount(tx: CommandTx, account: NewAccount): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into money_account (subdistrict_id, id, neighbourhood_id, kind, name, bank_name, last4, keeper_person_id, keeper_name, opening_day,
    opening_fen, opened_by, opened_by_name, opened_at) values (${tx.subdistrictId}, ${id}, ${account.neighbourhoodId}, ${account.kind}, ${account.name},
    ${account.bankName}, ${account.last4}, ${account.keeperPersonId}, ${account.keeperName}, ${account.openingDay}, ${account.openingFen}, ${tx.actor.personId},
    ${tx.actor.name}, ${tx.now})`);
  return id;
}

export const saveKeeper = (tx: CommandTx, id: string, personId: string | null, name: string): Promise<number> =>
  tx.exec(sql`update money_account set keeper_person_id = ${personId}, keeper_name = ${name} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

export const closeMoneyAccount = (tx: CommandTx, id: string, day: string, reason: string): Promise<number> =>
  tx.exec(sql`update money_account set closed_day = ${day}, closed_by_name = ${tx.actor.name}, closed_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and closed_day is null`);

export async function insertTransfer(tx: CommandTx, transfer: { fromId: string; toId: string; amountFen: bigint; day: string; text: string }): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into account_transfer (subdistrict_id, id, from_account_id, to_account_id, amount_fen, day, text, made_by, made_by_name, made_at)
    values (${tx.subdistrictId}, ${id}, ${transfer.fromId}, ${transfer.toId}, ${transfer.amountFen}, ${transfer.day}, ${transfer.text}, ${tx.actor.personId},
    ${tx.actor.name}, ${tx.now})`);
  return id;
}

const transferRow = z.object({ id: z.string(), fromId: z.string(), toId: z.string(), amountFen: z.bigint(), day: z.string(), undone: z.boolean() });

/** A transfer with the accounts it lies between, or null. */
export const findTransfer = (tx: Tx, id: string) =>
  tx.maybe(
    sql`select id, from_account_id as "fromId", to_account_id as "toId", amount_fen as "amountFen", day, undone_at is not null as undone
    from account_transfer where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
    transferRow,
  );

/** Tables whose rows are undone once, with a name and a reason. */
export async function undo(tx: CommandTx, table: 'account_transfer' | 'bank_link' | 'money_note' | 'cash_count', id: string, reason: string): Promise<number> {
  const set = sql`set undone_at = ${tx.now}, undone_by_name = ${tx.actor.name}, undone_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and undone_at is null`;
  switch (table) {
    case 'account_transfer':
      return tx.exec(sql`update account_transfer ${set}`);
    case 'bank_link':
      return tx.exec(sql`update bank_link ${set}`);
    case 'money_note':
      return tx.exec(sql`update money_note ${set}`);
    case 'cash_count':
      return tx.exec(sql`update cash_count ${set}`);
  }
}
