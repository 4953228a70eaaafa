import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { dropDuties } from '#modules/inbox';
import { findResolution } from '#modules/meetings';
import type { AbandonmentKind, Fate } from './asset.ts';
import { closeAlarmRow } from './alarm-store.ts';
import { answerOffer, endHolding, findAsset, insertAbandonment, lockAsset } from './asset-store.ts';
import { recordUploads, type Upload } from './upload.ts';
import { alarmIsOver } from './upkeep-alarm.ts';
import { endPlanRow, openUpkeepUntil, plansOf } from './upkeep-store.ts';

/**
 * A thing is given up (报废 or 弃管) by the decision of a named body: a resolution of the residents, or the decision's paper. What happens
 * to it and to the money is said; checks, alarm and keeper end with it. Nothing else ends upkeep.
 * Errors: `not-found` (thing or resolution), `not-allowed`, `wrong-state` (given up already), `required` (body, reason, fate), `needs-decision` (neither resolution nor paper),
 * `not-a-date`, `in-the-future`, `not-an-amount`, `where-the-money-goes`.
 */
export const abandonAsset = (
  context: CommandContext,
  input: {
    assetId: string;
    kind: AbandonmentKind;
    body: string;
    resolutionId: string | null;
    paper: Upload | null;
    reason: string;
    fate: Fate;
    fateText: string;
    moneyInFen: bigint;
    moneyOutFen: bigint;
    moneyText: string;
    decidedOn: string;
  },
): Promise<
  Result<
    void,
    | 'not-found'
    | 'not-allowed'
    | 'wrong-state'
    | 'required'
    | 'needs-decision'
    | 'not-a-date'
    | 'in-the-future'
    | 'not-an-amount'
    | 'where-the-money-goes'
    | 'key-reused'
  >
> =>
  runCommand(context, 'abandon-asset', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can('asset.abandon', asset)) return err('not-allowed');
    if (asset.abandonment) return err('wrong-state');
    const resolution = input.resolutionId === null ? null : await findResolution(tx, input.resolutionId);
    if (input.resolutionId !== null && resolution?.neighbourhoodId !== asset.neighbourhoodId) return err('not-found');
    const [body, reason, fateText, moneyText] = [input.body.trim(), input.reason.trim(), input.fateText.trim(), input.moneyText.trim()];
    if (body === '' || reason === '' || fateText === '') return err('required');
    if (!resolution && !input.paper) return err('needs-decision');
    if (!isDay(input.decidedOn)) return err('not-a-date');
    if (input.decidedOn > tx.today) return err('in-the-future');
    if (input.moneyInFen < 0n || input.moneyOutFen < 0n) return err('not-an-amount');
    if (input.moneyInFen + input.moneyOutFen > 0n && moneyText === '') return err('where-the-money-goes');
    const [paperFileId] = input.paper ? await recordUploads(tx, [input.paper], { neighbourhoodId: asset.neighbourhoodId, visibility: 'office' }) : [];
    for (const task of await openUpkeepUntil(tx, '9999-12-31', asset.id)) await dropDuties(tx, { subjectId: task.id });
    await insertAbandonment(tx, asset.id, {
      kind: input.kind,
      body: body.slice(0, 100),
      resolutionId: resolution?.id ?? null,
      paperFileId: paperFileId ?? null,
      reason: reason.slice(0, 1000),
      fate: input.fate,
      fateText: fateText.slice(0, 500),
      moneyInFen: input.moneyInFen,
      moneyOutFen: input.moneyOutFen,
      moneyText: moneyText.slice(0, 300),
      decidedOn: input.decidedOn,
    });
    await endHolding(tx, asset.id, { reason: 'abandoned', note: body.slice(0, 300) });
    if (asset.offer) await answerOffer(tx, asset.offer.id, { answer: 'withdrawn', how: null, word: '已决定不再管护', paperFileId: null });
    for (const plan of await plansOf(tx, asset.id)) if (plan.endedDay === null) await endPlanRow(tx, plan.id, `${body}决定`.slice(0, 300));
    if (asset.alarm) {
      await closeAlarmRow(tx, asset.alarm.id, { how: 'abandoned', checkId: null, decision: '' });
      await alarmIsOver(tx, asset.alarm.id, 'dropped');
    }
    await dropDuties(tx, { subjectId: asset.id });
    tx.audit({
      action: 'asset.abandon',
      subjectKind: 'asset',
      subjectId: asset.id,
      text: { name: asset.name, kind: input.kind, body, reason, fate: input.fate, moneyIn: String(input.moneyInFen), moneyOut: String(input.moneyOutFen) },
    });
    await tx.emit('asset.abandoned', { assetId: asset.id, projectId: asset.projectId, kind: input.kind });
    return ok();
  });
