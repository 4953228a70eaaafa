import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { findVoucher, vouchersOf } from './invoice-store.ts';

/** How much of one line a voucher proves. */
export interface VoucherLine {
  voucherId: string;
  lineId: string;
  amountFen: bigint;
}

/** A line of a payment and how far it is proven by vouchers in force. */
export interface ProvenLine {
  lineId: string;
  no: number;
  text: string;
  amountFen: bigint;
  provenFen: bigint;
}

const voucherLineRow = z
  .object({ voucher_id: z.string(), expense_line_id: z.string(), amount_fen: z.bigint() })
  .transform((r): VoucherLine => ({ voucherId: r.voucher_id, lineId: r.expense_line_id, amountFen: r.amount_fen }));
const provenRow = z
  .object({ id: z.string(), position: z.number(), text: z.string(), amount_fen: z.bigint(), proven_fen: z.bigint() })
  .transform((r): ProvenLine => ({ lineId: r.id, no: r.position, text: r.text, amountFen: r.amount_fen, provenFen: r.proven_fen }));

/** Which voucher of a payment proves which line with how much, those of withdrawn vouchers left out. */
export const voucherLinesOf = (tx: Tx, expenseId: string): Promise<VoucherLine[]> =>
  tx.all(
    sql`select x.voucher_id, x.expense_line_id, x.amount_fen from voucher_line x
    join voucher v on v.subdistrict_id = x.subdistrict_id and v.id = x.voucher_id join expense_line l on l.subdistrict_id = x.subdistrict_id and l.id = x.expense_line_id
    where x.subdistrict_id = ${tx.subdistrictId} and v.expense_id = ${expenseId}
    and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = v.subdistrict_id and w.voucher_id = v.id) order by v.number, l.position`,
    voucherLineRow,
  );

/** The lines of a payment in order, with what is proven of each; what red letters took back of a voucher proves nothing. */
export const provenLinesOf = (tx: Tx, expenseId: string): Promise<ProvenLine[]> =>
  tx.all(
    sql`select l.id, l.position, l.text, l.amount_fen, coalesce((select sum(greatest(0, x.amount_fen + coalesce((select sum(d.reduced_fen) from voucher_reduction d
      where d.subdistrict_id = x.subdistrict_id and d.voucher_id = x.voucher_id), 0))) from voucher_line x where x.subdistrict_id = l.subdistrict_id
      and x.expense_line_id = l.id and not exists (select 1 from voucher_withdrawal w where w.subdistrict_id = x.subdistrict_id and w.voucher_id = x.voucher_id)), 0)::bigint as proven_fen
    from expense_line l where l.subdistrict_id = ${tx.subdistrictId} and l.expense_id = ${expenseId} order by l.position`,
    provenRow,
  );

/** A voucher proves no more than it claims, a line no further than it cost. The first thing wrong, or null. */
export function whatIsWrongWithShares(
  shares: readonly { lineId: string; amountFen: bigint }[],
  lines: readonly ProvenLine[],
  openFen: bigint,
): 'line-unknown' | 'share-wrong' | 'above-line' | 'above-claim' | null {
  if (shares.some((share) => share.amountFen <= 0n)) return 'share-wrong';
  for (const share of shares) {
    const line = lines.find((each) => each.lineId === share.lineId);
    if (!line) return 'line-unknown';
    const same = shares.filter((each) => each.lineId === share.lineId);
    if (line.provenFen + same.reduce((fen, each) => fen + each.amountFen, 0n) > line.amountFen) return 'above-line';
  }
  return shares.reduce((fen, each) => fen + each.amountFen, 0n) > openFen ? 'above-claim' : null;
}

/** `not-found` · `wrong-state` it is withdrawn · and what {@link whatIsWrongWithShares} finds. */
export type VoucherLinesError = 'not-found' | 'wrong-state' | 'line-unknown' | 'share-wrong' | 'above-line' | 'above-claim';

/** Says which lines a voucher proves with how much. What was said before stays: only what is open of it can be said. */
export async function proveLinesIn(
  tx: CommandTx,
  input: { voucherId: string; shares: readonly { lineId: string; amountFen: bigint }[] },
): Promise<Result<void, VoucherLinesError>> {
  const voucher = await findVoucher(tx, input.voucherId);
  if (!voucher) return err('not-found');
  if (voucher.withdrawn) return err('wrong-state');
  const said = (await voucherLinesOf(tx, voucher.expenseId)).filter((each) => each.voucherId === voucher.id);
  const openFen = voucher.provesFen - said.reduce((fen, each) => fen + each.amountFen, 0n);
  const wrong = whatIsWrongWithShares(input.shares, await provenLinesOf(tx, voucher.expenseId), openFen);
  if (wrong) return err(wrong);
  if (input.shares.some((share) => said.some((each) => each.lineId === share.lineId))) return err('share-wrong');
  for (const share of input.shares) {
    await tx.exec(sql`insert into voucher_line (subdistrict_id, voucher_id, expense_line_id, amount_fen, set_by, set_at)
      values (${tx.subdistrictId}, ${voucher.id}, ${share.lineId}, ${share.amountFen}, ${tx.actor.personId}, ${tx.now})`);
  }
  tx.audit({ action: 'voucher.lines', subjectKind: 'voucher', subjectId: voucher.id, text: { shares: input.shares.map((share) => ({ ...share })) } });
  return ok();
}

/** Where there is but one way to read it (one line, or the voucher proves all that is open) the lines follow by themselves. */
export async function proveOnlyWayIn(tx: CommandTx, voucherId: string): Promise<void> {
  const voucher = await findVoucher(tx, voucherId);
  if (!voucher || voucher.withdrawn) return;
  const lines = await provenLinesOf(tx, voucher.expenseId);
  const all = await voucherLinesOf(tx, voucher.expenseId);
  const others = (await vouchersOf(tx, voucher.expenseId)).filter((each) => !each.withdrawn && each.id !== voucher.id);
  // Another voucher that has not said its lines yet makes it a matter of choice.
  const undecided = others.some((other) => all.filter((each) => each.voucherId === other.id).reduce((fen, each) => fen + each.amountFen, 0n) < other.provesFen);
  const open = lines.filter((line) => line.provenFen < line.amountFen);
  const openFen = open.reduce((fen, line) => fen + line.amountFen - line.provenFen, 0n);
  if (undecided || open.length === 0 || voucher.claimedFen > openFen) return;
  if (open.length > 1 && voucher.claimedFen !== openFen) return;
  const shares = open.map((line) => ({ lineId: line.lineId, amountFen: open.length === 1 ? voucher.claimedFen : line.amountFen - line.provenFen }));
  const done = await proveLinesIn(tx, { voucherId, shares });
  if (!done.ok) throw new Error(`the only way to read a voucher is right: ${done.error}`);
}
