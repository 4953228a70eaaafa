import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** How goods or work were valued: by their invoice, by what they cost on the market, by the usual wage. */
export const valueBases = ['invoice', 'market', 'wage'] as const;
export type ValueBasis = (typeof valueBases)[number];

/** Goods or work given to a project: valued by one person, agreed to by another, booked at that value. */
export interface GoodsGift {
  id: string;
  awardId: string;
  giverName: string;
  what: string;
  /** Decimal text. */
  quantity: string;
  unit: string;
  valueFen: bigint;
  basis: ValueBasis;
  basisText: string;
  photoFileId: string | null;
  day: string;
  valuedBy: string;
  valuedByName: string;
  state: 'waiting' | 'agreed' | 'refused';
  answeredByName: string | null;
  answeredAt: Date | null;
  note: string | null;
  receiptId: string | null;
}

/** Whoever put the value on goods does not agree to it. */
export const theValueIsAgreedByAnother = (gift: Pick<GoodsGift, 'valuedBy'>, personId: string | null): boolean =>
  personId !== null && personId !== gift.valuedBy;

const giftRow = z.object({
  id: z.string(),
  awardId: z.string(),
  giverName: z.string(),
  what: z.string(),
  quantity: z.string(),
  unit: z.string(),
  valueFen: z.bigint(),
  basis: z.enum(valueBases),
  basisText: z.string(),
  photoFileId: z.string().nullable(),
  day: z.string(),
  valuedBy: z.string(),
  valuedByName: z.string(),
  state: z.enum(['waiting', 'agreed', 'refused']),
  answeredByName: z.string().nullable(),
  answeredAt: z.date().nullable(),
  note: z.string().nullable(),
  receiptId: z.string().nullable(),
});
const giftSelect = sql`select id, award_id as "awardId", giver_name as "giverName", what, quantity::text as quantity, unit, value_fen as "valueFen", basis,
  basis_text as "basisText", photo_file_id as "photoFileId", day, valued_by as "valuedBy", valued_by_name as "valuedByName", state,
  answered_by_name as "answeredByName", answered_at as "answeredAt", note, receipt_id as "receiptId" from goods_gift`;

/** Goods given to a source in kind, newest first. */
export const giftsInKindOf = (tx: Tx, awardId: string): Promise<GoodsGift[]> =>
  tx.all(sql`${giftSelect} where subdistrict_id = ${tx.subdistrictId} and award_id = ${awardId} order by day desc, valued_at desc, id desc`, giftRow);

/** One gift, or null. */
export const findGiftInKind = (tx: Tx, id: string): Promise<GoodsGift | null> =>
  tx.maybe(sql`${giftSelect} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, giftRow);

export const insertGoods = (
  tx: CommandTx,
  g: Pick<GoodsGift, 'id' | 'awardId' | 'giverName' | 'what' | 'quantity' | 'unit' | 'valueFen' | 'basis' | 'basisText' | 'photoFileId' | 'day'>,
): Promise<number> =>
  tx.exec(sql`insert into goods_gift (subdistrict_id, id, award_id, giver_name, what, quantity, unit, value_fen, basis, basis_text, photo_file_id, day,
    valued_by, valued_by_name, valued_at, state)
    values (${tx.subdistrictId}, ${g.id}, ${g.awardId}, ${g.giverName}, ${g.what}, ${g.quantity}, ${g.unit}, ${g.valueFen}, ${g.basis}, ${g.basisText},
    ${g.photoFileId}, ${g.day}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}, 'waiting')`);

export const saveGoodsAnswer = (tx: CommandTx, id: string, state: 'agreed' | 'refused', note: string | null): Promise<number> =>
  tx.exec(sql`update goods_gift set state = ${state}, answered_by = ${tx.actor.personId}, answered_by_name = ${tx.actor.name}, answered_at = ${tx.now}, note = ${note}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);

export const saveGoodsReceipt = (tx: CommandTx, id: string, receiptId: string): Promise<number> =>
  tx.exec(sql`update goods_gift set receipt_id = ${receiptId} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
