import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Way } from './movement.ts';

/** Writes down beside a transaction that has neither receipt nor expense (a return) which way the money went and to whom. Once. */
export async function wayOfTxnIn(tx: CommandTx, txnId: string, way: Way, party: string): Promise<void> {
  await tx.exec(sql`insert into txn_way (subdistrict_id, txn_id, way, party) values (${tx.subdistrictId}, ${txnId}, ${way}, ${party.slice(0, 100)})
    on conflict (subdistrict_id, txn_id) do nothing`);
}
