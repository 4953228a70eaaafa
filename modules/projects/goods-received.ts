import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A resident's word that the goods are there. */
export interface GoodsReceipt {
  personId: string;
  personName: string;
  /** `phone` on their own · `paper` recorded by staff from a signed sheet. */
  way: 'phone' | 'paper';
  note: string;
  photoFileId: string | null;
  scanFileId: string | null;
  recordedBy: string | null;
  at: Date;
}

/** Two residents and at least one picture of the goods. */
export const twoResidentsReceivedTheGoods = (receipts: readonly Pick<GoodsReceipt, 'personId' | 'photoFileId'>[]): boolean =>
  new Set(receipts.map((receipt) => receipt.personId)).size >= 2 && receipts.some((receipt) => receipt.photoFileId !== null);

/** Who asked for the goods, who paid for them, does not confirm them; nobody confirms twice. Null when the person may. */
export function whyNotReceive(
  request: { requesterId: string; paidBy: string | null },
  receipts: readonly Pick<GoodsReceipt, 'personId'>[],
  personId: string,
): 'own-request' | 'own-payment' | 'received-before' | null {
  if (request.requesterId === personId) return 'own-request';
  if (request.paidBy === personId) return 'own-payment';
  return receipts.some((receipt) => receipt.personId === personId) ? 'received-before' : null;
}

const row = z
  .object({
    person_id: z.string(),
    person_name: z.string(),
    way: z.enum(['phone', 'paper']),
    note: z.string(),
    photo_file_id: z.string().nullable(),
    scan_file_id: z.string().nullable(),
    recorded_by: z.string().nullable(),
    at: z.date(),
  })
  .transform(
    (r): GoodsReceipt => ({
      personId: r.person_id,
      personName: r.person_name,
      way: r.way,
      note: r.note,
      photoFileId: r.photo_file_id,
      scanFileId: r.scan_file_id,
      recordedBy: r.recorded_by,
      at: r.at,
    }),
  );

/** Who confirmed the goods of a request, in order. */
export const goodsReceiptsOf = (tx: Tx, requestId: string): Promise<GoodsReceipt[]> =>
  tx.all(
    sql`select person_id, person_name, way, note, photo_file_id, scan_file_id, recorded_by, at from goods_receipt
    where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by at, person_name`,
    row,
  );

export const insertGoodsReceipt = (tx: CommandTx, request: { id: string; requesterId: string }, g: Omit<GoodsReceipt, 'recordedBy' | 'at'>): Promise<number> =>
  tx.exec(sql`insert into goods_receipt (subdistrict_id, request_id, requester_id, person_id, person_name, way, note, photo_file_id, scan_file_id, recorded_by, at)
    values (${tx.subdistrictId}, ${request.id}, ${request.requesterId}, ${g.personId}, ${g.personName}, ${g.way}, ${g.note}, ${g.photoFileId}, ${g.scanFileId},
    ${tx.actor.personId}, ${tx.now})`);
