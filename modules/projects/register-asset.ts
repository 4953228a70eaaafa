import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { assetKinds, kindsThatDie } from './asset.ts';
import { correctAssetRow, findAsset, insertAsset, insertHolding, listAssets, lockAsset, type NewAsset } from './asset-store.ts';
import { findSettlement } from './closing-store.ts';
import { offerIn } from './keep-asset.ts';
import { lockProject, type Project } from './store.ts';

/** Why a thing cannot be registered as it is told. */
export type AssetError = 'required' | 'too-long' | 'not-a-date' | 'survives' | 'too-much';

/** What is wrong with what is told of a thing; null when nothing is. */
export function whatIsWrongWithTheAsset(asset: NewAsset): Exclude<AssetError, 'too-much'> | null {
  if (asset.name.trim() === '' || asset.place.trim() === '' || asset.sourceKinds.length === 0 || !assetKinds.includes(asset.kind)) return 'required';
  if (asset.name.trim().length > 100 || asset.place.trim().length > 200 || asset.warrantyBy.length > 100) return 'too-long';
  if (!isDay(asset.inUseFrom) || (asset.warrantyUntil !== null && (!isDay(asset.warrantyUntil) || asset.warrantyUntil < asset.inUseFrom))) return 'not-a-date';
  const survives = asset.survivesDays;
  if ((kindsThatDie.includes(asset.kind) && survives === null) || (survives !== null && (survives < 2 || survives > 3650))) return 'survives';
  return null;
}

/** Registers a thing inside another command: the committee holds it, and the named keeper is asked. */
export async function registerIn(
  tx: CommandTx,
  project: Project,
  asset: NewAsset,
  keeper: { personId: string | null; organisationId: string | null; name: string; deputyPersonId: string | null } | null,
): Promise<Result<string, AssetError | 'not-found'>> {
  const wrong = whatIsWrongWithTheAsset(asset);
  if (wrong) return err(wrong);
  const spent = (await findSettlement(tx, project.id))?.spentFen;
  const known = (await listAssets(tx, { projectId: project.id })).reduce((sum, one) => sum + one.valueFen, 0n);
  if (asset.valueFen < 0n || (spent !== undefined && known + asset.valueFen > spent)) return err('too-much');
  const id = await insertAsset(
    tx,
    { projectId: project.id, neighbourhoodId: project.neighbourhoodId },
    { ...asset, name: asset.name.trim(), place: asset.place.trim() },
  );
  await insertHolding(tx, {
    assetId: id,
    kind: 'committee',
    offerId: null,
    personId: null,
    organisationId: null,
    name: '居委会',
    reason: '等管护人本人答应',
  });
  tx.audit({ action: 'asset.register', subjectKind: 'asset', subjectId: id, text: { name: asset.name, place: asset.place, valueFen: String(asset.valueFen) } });
  await tx.emit('asset.registered', { assetId: id, projectId: project.id, neighbourhoodId: project.neighbourhoodId });
  if (keeper) {
    const offered = await offerIn(tx, id, keeper);
    if (!offered.ok) return err('not-found');
  }
  return ok(id);
}

/**
 * Registers one more thing of a closed project; the keeper of its other things is asked for this one too, when one person or organisation holds them all.
 * Errors: `not-found`, `not-allowed`, `wrong-state` (not closed yet), `required`, `too-long`, `not-a-date`, `survives`, `too-much`.
 */
export const registerAsset = (
  context: CommandContext,
  input: { projectId: string; asset: NewAsset },
): Promise<Result<string, AssetError | 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'register-asset', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('asset.register', project)) return err('not-allowed');
    if (project.state !== 'upkeep') return err('wrong-state');
    const keepers = (await listAssets(tx, { projectId: project.id })).flatMap((one) => (one.holding?.kind === 'keeper' ? [one.holding] : []));
    const [first] = keepers;
    const same = first && keepers.every((one) => one.personId === first.personId && one.organisationId === first.organisationId) ? first : null;
    return registerIn(tx, project, input.asset, same && { ...same, deputyPersonId: null });
  });

/** Corrects what may change of a thing: place, life, warranty, how long it stands. Errors: `not-found`, `not-allowed`, `wrong-state` (given up), and those of a thing. */
export const correctAsset = (
  context: CommandContext,
  input: { assetId: string } & Pick<NewAsset, 'place' | 'lifeMonths' | 'warrantyUntil' | 'warrantyBy' | 'survivesDays'>,
): Promise<Result<void, AssetError | 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'correct-asset', async (tx) => {
    await lockAsset(tx, input.assetId);
    const asset = await findAsset(tx, input.assetId);
    if (!asset) return err('not-found');
    if (!tx.can('asset.register', asset)) return err('not-allowed');
    if (asset.abandonment) return err('wrong-state');
    const wrong = whatIsWrongWithTheAsset({ ...asset, ...input, budgetLineNo: null });
    if (wrong) return err(wrong);
    await correctAssetRow(tx, asset.id, { ...input, place: input.place.trim() });
    tx.audit({
      action: 'asset.correct',
      subjectKind: 'asset',
      subjectId: asset.id,
      text: { from: { place: asset.place, warrantyUntil: asset.warrantyUntil }, to: { place: input.place, warrantyUntil: input.warrantyUntil } },
    });
    return ok();
  });
