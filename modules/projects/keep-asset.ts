import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findOrganisation, findPerson } from '#modules/people';
import type { EndReason } from './asset.ts';
import {
  acceptedOfferOf,
  answerOffer,
  type Asset,
  endHolding,
  findAsset,
  insertHolding,
  insertOffer,
  type KeeperOffer,
  listAssets,
  lockAsset,
} from './asset-store.ts';
import { deadlineOf } from './deadlines.ts';
import { askAgainIn, whoSpeaksFor } from './ask-keeper.ts';
import { theAlarmChangesHandsIn } from './upkeep-alarm.ts';
import { recordUploads, type Upload } from './upload.ts';
import { leaveRotas } from './upkeep-store.ts';

/** Asks somebody to keep a thing; one asked before who did not answer is no longer asked. */
export async function offerIn(
  tx: CommandTx,
  assetId: string,
  keeper: { personId: string | null; organisationId: string | null; name: string; deputyPersonId: string | null },
): Promise<Result<void, 'not-found' | 'required'>> {
  const asset = await findAsset(tx, assetId);
  const person = keeper.personId ? await findPerson(tx, keeper.personId) : null;
  const organisation = keeper.organisationId ? await findOrganisation(tx, keeper.organisationId) : null;
  const deputy = keeper.deputyPersonId ? await findPerson(tx, keeper.deputyPersonId) : null;
  if (!asset || (keeper.personId && !person) || (keeper.organisationId && !organisation?.active) || (keeper.deputyPersonId && !deputy)) return err('not-found');
  const name = (person?.name ?? organisation?.name ?? keeper.name).trim().slice(0, 60);
  if (name === '') return err('required');
  if (asset.offer) {
    await answerOffer(tx, asset.offer.id, { answer: 'withdrawn', how: null, word: '改请他人', paperFileId: null });
    await dropDuties(tx, { kind: 'upkeep.accept', subjectId: asset.id });
  }
  await insertOffer(tx, {
    assetId,
    personId: person?.id ?? null,
    organisationId: organisation?.id ?? null,
    name,
    deputyPersonId: deputy?.id ?? null,
    deputyName: deputy?.name ?? '',
  });
  const asked = person ? [person.id] : organisation ? await whoSpeaksFor(tx, organisation.id) : [];
  const duty = {
    kind: 'upkeep.accept',
    neighbourhoodId: asset.neighbourhoodId,
    subjectKind: 'asset',
    subjectId: asset.id,
    projectId: asset.projectId,
    href: `/assets/${asset.id}`,
    dueDay: await deadlineOf(tx, 'upkeep.accept'),
  };
  const title = { zh: `请你接下管护：${asset.name}`, en: `Will you keep it: ${asset.name}` };
  for (const personId of asked) await openDuty(tx, { ...duty, personId, role: 'keeper', title });
  // Whoever has no account signs on paper; the committee brings the paper in.
  if (asked.length === 0)
    await openDuty(tx, {
      ...duty,
      role: 'secretary',
      title: { zh: `请${name}在管护确认单上签字：${asset.name}`, en: `Have ${name} sign as keeper: ${asset.name}` },
    });
  tx.audit({ action: 'asset.offer', subjectKind: 'asset', subjectId: asset.id, text: { name } });
  return ok();
}

/** Asks a new keeper. Errors: `not-found` (thing or person), `not-allowed`, `wrong-state` (given up), `required`. */
export const offerKeeping = (
  context: CommandContext,
  input: { assetId: string; personId: string | null; organisationId: string | null; name: string; deputyPersonId: string | null },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'key-reused'>> =>
  runCommand(context, 'offer-keeping', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can('asset.hand-over', asset)) return err('not-allowed');
    if (asset.abandonment) return err('wrong-state');
    return offerIn(tx, asset.id, input);
  });

/** True when the offer is to this actor, or to an organisation they act for. */
export async function theOfferIsTheirs(tx: CommandTx, asset: Asset): Promise<boolean> {
  const { personId } = tx.actor;
  if (personId === null || !asset.offer) return false;
  if (asset.offer.personId === personId) return true;
  return asset.offer.organisationId ? (await whoSpeaksFor(tx, asset.offer.organisationId)).includes(personId) : false;
}

/**
 * The one who was asked says yes or no; with a signed paper the committee records it. A yes hands over at once: what is open becomes theirs.
 * Errors: `not-found`, `not-allowed` (somebody else's answer without their paper), `wrong-state` (nobody is asked), `wrong-type`, `required` (a no without a word).
 */
export const answerKeeping = (
  context: CommandContext,
  input: { assetId: string; yes: boolean; word: string; paper: Upload | null },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'key-reused'>> =>
  runCommand(context, 'answer-keeping', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    const own = await theOfferIsTheirs(tx, asset);
    if (!own && !(tx.can('asset.hand-over', asset) && input.paper)) return err(tx.can('asset.hand-over', asset) && asset.offer ? 'required' : 'not-allowed');
    if (!asset.offer || asset.abandonment) return err('wrong-state');
    const word = input.word.trim().slice(0, 300);
    if (!input.yes && word === '') return err('required');
    const [paperFileId] = input.paper ? await recordUploads(tx, [input.paper], { neighbourhoodId: asset.neighbourhoodId, visibility: 'office' }) : [];
    const { offer } = asset;
    await answerOffer(tx, offer.id, {
      answer: input.yes ? 'accepted' : 'declined',
      how: input.yes ? (own ? 'own' : 'paper') : null,
      word,
      paperFileId: paperFileId ?? null,
    });
    await closeDuty(tx, { kind: 'upkeep.accept', subjectId: asset.id });
    tx.audit({ action: input.yes ? 'asset.accept' : 'asset.decline', subjectKind: 'asset', subjectId: asset.id, text: { name: offer.name, word } });
    await tx.emit('asset.answered', { assetId: asset.id, projectId: asset.projectId, accepted: input.yes });
    if (!input.yes) {
      if (asset.holding?.kind !== 'keeper') await lookForAKeeper(tx, asset, `${offer.name}没有答应`);
      return ok();
    }
    await theyKeepItIn(tx, asset, offer);
    return ok();
  });

/** Whoever accepted an offer holds the thing from now on; what is open becomes theirs. */
async function theyKeepItIn(tx: CommandTx, asset: Asset, offer: KeeperOffer): Promise<void> {
  await endHolding(tx, asset.id, { reason: asset.holding?.kind === 'keeper' ? 'handed-over' : 'keeper-found', note: '' });
  await insertHolding(tx, {
    assetId: asset.id,
    kind: 'keeper',
    offerId: offer.id,
    personId: offer.personId,
    organisationId: offer.organisationId,
    name: offer.name,
    reason: '',
  });
  await closeDuty(tx, { kind: 'upkeep.find-keeper', subjectId: asset.id });
  await askAgainIn(tx, asset.id);
  await theAlarmChangesHandsIn(tx, asset.id);
}

/**
 * A keeper who said yes themself at the application, to this very plan, is not asked again: their yes is taken over, and they hold the thing at once.
 * The database looks for that yes itself.
 */
export async function takeOverTheYesIn(tx: CommandTx, assetId: string): Promise<void> {
  const asset = await findAsset(tx, assetId);
  if (!asset?.offer) return;
  await answerOffer(tx, asset.offer.id, { answer: 'accepted', how: 'earlier', word: '申报时本人已答应', paperFileId: null });
  await dropDuties(tx, { kind: 'upkeep.accept', subjectId: asset.id });
  tx.audit({ action: 'asset.accept', subjectKind: 'asset', subjectId: asset.id, text: { name: asset.offer.name, word: '申报时本人已答应' } });
  await tx.emit('asset.answered', { assetId: asset.id, projectId: asset.projectId, accepted: true });
  await theyKeepItIn(tx, asset, asset.offer);
}

const lookForAKeeper = async (tx: CommandTx, asset: Asset, why: string): Promise<string> =>
  openDuty(tx, {
    kind: 'upkeep.find-keeper',
    role: 'secretary',
    neighbourhoodId: asset.neighbourhoodId,
    subjectKind: 'asset',
    subjectId: asset.id,
    projectId: asset.projectId,
    title: { zh: `${why}，请找新的管护人：${asset.name}`, en: `Find a new keeper: ${asset.name}` },
    href: `/assets/${asset.id}`,
    dueDay: await deadlineOf(tx, 'upkeep.find-keeper'),
  });

const whyGone: Record<EndReason, string> = {
  'handed-over': '管护人交班',
  moved: '管护人搬走',
  dissolved: '管护单位解散',
  died: '管护人去世',
  resigned: '管护人辞任',
};

/** The keeper goes: the deputy they named holds it, else the committee, and what is open goes with it the same moment. */
export async function keeperGoesIn(tx: CommandTx, asset: Asset, reason: EndReason, note: string): Promise<void> {
  const deputy = await acceptedOfferOf(tx, asset.id);
  await endHolding(tx, asset.id, { reason, note });
  if (asset.holding?.personId) await leaveRotas(tx, asset.id, asset.holding.personId);
  const steps = deputy?.deputyPersonId ?? null;
  await insertHolding(tx, {
    assetId: asset.id,
    kind: steps ? 'deputy' : 'committee',
    offerId: null,
    personId: steps,
    organisationId: null,
    name: steps ? (deputy?.deputyName ?? '') : '居委会',
    reason: `${whyGone[reason]}，等新的管护人`,
  });
  tx.audit({ action: 'asset.keeper-goes', subjectKind: 'asset', subjectId: asset.id, text: { name: asset.holding?.name ?? '', reason, note } });
  await tx.emit('asset.keeper-gone', { assetId: asset.id, projectId: asset.projectId, reason });
  await lookForAKeeper(tx, asset, whyGone[reason]);
  await askAgainIn(tx, asset.id);
  await theAlarmChangesHandsIn(tx, asset.id);
}

/**
 * A keeper leaves one thing or all they hold: by their own word, or told by the committee or the office. Nothing is left without a holder.
 * Returns how many things changed hands. Errors: `not-found`, `not-allowed`, `wrong-state` (there is no keeper), `required` (no words).
 */
export const endKeeping = (
  context: CommandContext,
  input: { assetId: string; reason: EndReason; note: string; everything: boolean },
): Promise<Result<number, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'key-reused'>> =>
  runCommand(context, 'end-keeping', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    const { holding } = asset;
    const own = holding?.personId !== null && holding?.personId === tx.actor.personId;
    if (!own && !tx.can('asset.hand-over', asset)) return err('not-allowed');
    if (holding?.kind !== 'keeper') return err('wrong-state');
    const note = input.note.trim().slice(0, 300);
    if (note === '') return err('required');
    const others =
      input.everything && (holding.personId || holding.organisationId)
        ? (
            await listAssets(tx, {
              neighbourhoodId: asset.neighbourhoodId,
              ...(holding.personId ? { personId: holding.personId } : {}),
              ...(holding.organisationId ? { organisationId: holding.organisationId } : {}),
            })
          ).filter((one) => one.holding?.kind === 'keeper')
        : [asset];
    for (const one of others) await keeperGoesIn(tx, one, input.reason, note);
    return ok(others.length);
  });

/** Organisations that are no longer there keep nothing: part of the daily round, safe to repeat. Returns how many things changed hands. */
export async function noticeKeepersGone(tx: CommandTx): Promise<number> {
  let gone = 0;
  for (const asset of await listAssets(tx)) {
    if (asset.holding?.kind !== 'keeper' || asset.holding.organisationId === null) continue;
    if ((await findOrganisation(tx, asset.holding.organisationId))?.active) continue;
    await keeperGoesIn(tx, asset, 'dissolved', '单位已停用');
    gone++;
  }
  return gone;
}
