import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findBuilding, findNeighbourhood, listEntranceLabels } from '#modules/places';
import { isInForce, type RuleKind } from './house-rule.ts';
import { clausesOf, findHouseRule, versionsOf } from './queries.ts';
import { insertRule, insertVersion, replaceClauses } from './store.ts';

export interface DraftRuleInput {
  neighbourhoodId: string;
  kind: RuleKind;
  /** Only for a building's convention; `entranceId` where it is one entrance's. */
  buildingId?: string | null;
  entranceId?: string | null;
  /** At most 60 characters. */
  title: string;
  /** Why the rules are made, at most 2,000 characters. */
  reason: string;
}

/** Begins new rules with an empty first version. Errors: `empty` (no title), `too-long`, `which-building` (missing, or not of this place). */
export function draftHouseRule(
  ctx: CommandContext,
  input: DraftRuleInput,
): Promise<Result<{ ruleId: string; versionId: string }, 'not-allowed' | 'not-found' | 'empty' | 'too-long' | 'which-building' | 'key-reused'>> {
  return runCommand(ctx, 'draft-house-rule', async (tx) => {
    const { neighbourhoodId, kind } = input;
    if (!tx.can('house-rule.draft', { neighbourhoodId })) return err('not-allowed');
    if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
    const title = input.title.trim();
    if (title === '') return err('empty');
    if ([...title].length > 60 || [...input.reason.trim()].length > 2000) return err('too-long');
    const ofBuilding = kind === 'building';
    const buildingId = ofBuilding ? (input.buildingId ?? null) : null;
    const entranceId = ofBuilding ? (input.entranceId ?? null) : null;
    if (ofBuilding && (buildingId === null || (await findBuilding(tx, buildingId))?.neighbourhoodId !== neighbourhoodId)) return err('which-building');
    if (entranceId !== null && !(await listEntranceLabels(tx, neighbourhoodId)).some((entrance) => entrance.id === entranceId)) return err('which-building');
    const ruleId = await insertRule(tx, { neighbourhoodId, kind, buildingId, entranceId });
    const versionId = await insertVersion(tx, { ruleId, no: 1, title, preamble: '', reason: input.reason.trim() });
    tx.audit({ action: 'house-rule.draft', subjectKind: 'house-rule', subjectId: ruleId, text: { title, kind } });
    await tx.emit('house-rule.drafted', { ruleId, versionId, neighbourhoodId });
    return ok({ ruleId, versionId });
  });
}

/**
 * Begins the next version with the text in force (where nothing is, with the newest text). Errors: `under-way` another version is being made,
 * `empty` without a reason, `too-long`.
 */
export function draftNewVersion(
  ctx: CommandContext,
  input: { ruleId: string; reason: string },
): Promise<Result<{ versionId: string }, 'not-allowed' | 'not-found' | 'under-way' | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'draft-new-version', async (tx) => {
    const rule = await findHouseRule(tx, input.ruleId);
    if (!rule) return err('not-found');
    if (!tx.can('house-rule.draft', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 2000) return err('too-long');
    const versions = await versionsOf(tx, [rule.id]);
    if (versions.some((version) => ['draft', 'discussion', 'voting'].includes(version.state))) return err('under-way');
    const from = versions.find((version) => isInForce(version, tx.today)) ?? versions[0];
    if (!from) return err('not-found');
    const versionId = await insertVersion(tx, { ruleId: rule.id, no: (versions[0]?.no ?? 0) + 1, title: from.title, preamble: from.preamble, reason });
    await replaceClauses(tx, { id: versionId, ruleId: rule.id }, await clausesOf(tx, from.id));
    tx.audit({ action: 'house-rule.new-version', subjectKind: 'house-rule', subjectId: rule.id, text: { title: from.title, reason } });
    await tx.emit('house-rule.drafted', { ruleId: rule.id, versionId, neighbourhoodId: rule.neighbourhoodId });
    return ok({ versionId });
  });
}
