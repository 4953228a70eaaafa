import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { z } from 'zod';
import { type Asset, findAsset, lockAsset } from './asset-store.ts';
import { type SourceKind } from './project.ts';
import { recordUploads, type Upload } from './upload.ts';
import { costsOf, insertCost } from './upkeep-store.ts';

/** Whose money paid for care. The closed project's own accounts are settled: the grant pays only by a paid request of a running project of the place. */
export type UpkeepPayer =
  | { kind: 'grant'; spendingRequestId: string }
  | { kind: Exclude<SourceKind, 'grant'>; name: string; paper: Upload | null; noPaperReason: string };

/** A paid request that may stand for upkeep, with what of it is not yet used. */
export interface PayingRequest {
  id: string;
  label: string;
  leftFen: bigint;
}

const requestsThatMayPayRow = z.object({ id: z.string(), label: z.string(), leftFen: z.bigint() });

/** Paid requests of the neighbourhood's projects of which something is left to stand for upkeep. */
export const requestsThatMayPay = (tx: Tx, neighbourhoodId: string): Promise<PayingRequest[]> =>
  tx.all(
    sql`select r.id, p.serial || ' · ' || r.no || ' ' || r.item as label, r.amount_fen - coalesce((select sum(case when c.takes_back_id is null then c.amount_fen
      else -c.amount_fen end) from upkeep_cost c where c.subdistrict_id = r.subdistrict_id and c.spending_request_id = r.id), 0)::bigint as "leftFen"
    from spending_request r join project p on p.subdistrict_id = r.subdistrict_id and p.id = r.project_id
    where r.subdistrict_id = ${tx.subdistrictId} and p.neighbourhood_id = ${neighbourhoodId} and r.state in ('paid', 'vouchered', 'closed')
    order by r.asked_at desc limit 50`,
    requestsThatMayPayRow,
  );

/** Books what care cost inside another command. */
export async function payUpkeepIn(
  tx: CommandTx,
  asset: Asset,
  cost: { taskId: string | null; day: string; what: string; amountFen: bigint; payer: UpkeepPayer },
): Promise<Result<string, 'not-paid-request' | 'more-than-paid' | 'who-pays' | 'no-paper'>> {
  const { payer } = cost;
  if (payer.kind === 'grant') {
    const request = (await requestsThatMayPay(tx, asset.neighbourhoodId)).find((one) => one.id === payer.spendingRequestId);
    if (!request) return err('not-paid-request');
    if (request.leftFen < cost.amountFen) return err('more-than-paid');
  } else if (payer.name.trim() === '') return err('who-pays');
  else if (!payer.paper && payer.noPaperReason.trim() === '') return err('no-paper');
  const [paperFileId] =
    payer.kind !== 'grant' && payer.paper ? await recordUploads(tx, [payer.paper], { neighbourhoodId: asset.neighbourhoodId, visibility: 'office' }) : [];
  const id = await insertCost(tx, {
    assetId: asset.id,
    taskId: cost.taskId,
    day: cost.day,
    what: cost.what,
    amountFen: cost.amountFen,
    payerKind: payer.kind,
    payerName: payer.kind === 'grant' ? '社区自治金' : payer.name.trim().slice(0, 100),
    spendingRequestId: payer.kind === 'grant' ? payer.spendingRequestId : null,
    paperFileId: paperFileId ?? null,
    noPaperReason: payer.kind === 'grant' ? '' : payer.noPaperReason.trim().slice(0, 200),
    takesBackId: null,
  });
  tx.audit({
    action: 'asset.cost',
    subjectKind: 'asset',
    subjectId: asset.id,
    text: { what: cost.what, amountFen: String(cost.amountFen), payer: payer.kind },
  });
  return ok(id);
}

/** Books what care of a thing cost. Errors: `not-found`, `not-allowed`, `required`, `not-a-date`, `in-the-future`, `not-an-amount`, `who-pays`, `no-paper`, `not-paid-request`, `more-than-paid`. */
export const payUpkeep = (
  context: CommandContext,
  input: { assetId: string; day: string; what: string; amountFen: bigint; payer: UpkeepPayer },
): Promise<
  Result<
    string,
    | 'not-found'
    | 'not-allowed'
    | 'required'
    | 'not-a-date'
    | 'in-the-future'
    | 'not-an-amount'
    | 'who-pays'
    | 'no-paper'
    | 'not-paid-request'
    | 'more-than-paid'
    | 'key-reused'
  >
> =>
  runCommand(context, 'pay-upkeep', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can('asset.cost', asset)) return err('not-allowed');
    const what = input.what.trim().slice(0, 200);
    if (what === '') return err('required');
    if (!isDay(input.day)) return err('not-a-date');
    if (input.day > tx.today) return err('in-the-future');
    if (input.amountFen <= 0n) return err('not-an-amount');
    return payUpkeepIn(tx, asset, { taskId: null, day: input.day, what, amountFen: input.amountFen, payer: input.payer });
  });

/** Takes back a cost that was wrong; both stay in the record. Errors: `not-found`, `not-allowed`, `required`. */
export const takeBackCost = (
  context: CommandContext,
  input: { assetId: string; costId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'required' | 'key-reused'>> =>
  runCommand(context, 'take-back-cost', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can('asset.cost', asset)) return err('not-allowed');
    const cost = (await costsOf(tx, asset.id)).find((one) => one.id === input.costId);
    if (!cost) return err('not-found');
    const reason = input.reason.trim().slice(0, 200);
    if (reason === '') return err('required');
    await insertCost(tx, { ...cost, taskId: null, day: tx.today, what: reason, paperFileId: null, noPaperReason: reason, takesBackId: cost.id });
    tx.audit({ action: 'asset.cost-back', subjectKind: 'asset', subjectId: asset.id, text: { what: cost.what, amountFen: String(cost.amountFen), reason } });
    return ok();
  });
