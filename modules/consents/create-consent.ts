import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { createBallotIn } from '#modules/ballots';
import { findMatter } from '#modules/matters';
import { findNeighbourhood, listBuildings } from '#modules/places';
import type { PartScope } from './consent.ts';
import { insertConsent, insertPart, insertPlanFile } from './store.ts';

/** What is asked, and by which rule of the law it is counted. */
export type ConsentKind = 'lift' | 'owners-general' | 'owners-special' | 'options';
/** `options`: one of several plans, with the law's quorum of owners; which of them is carried out is then decided as the law asks. */
export const consentKinds: readonly ConsentKind[] = ['lift', 'owners-general', 'owners-special', 'options'];

export interface CreateConsentInput {
  neighbourhoodId: string;
  matterId?: string | null;
  question: string;
  /** What is to be built or changed, as it is printed above the signature. */
  plan: string;
  kind: ConsentKind;
  /** Kind `options`: the plans to choose from, two or more. */
  options?: readonly { label: string; note?: string }[];
  /** The only building that is asked; needed for a lift. */
  buildingId?: string | null;
  /** Only for a lift: common ground of the compound is used, so that all its owners decide as well. */
  commonGround?: boolean;
  phoneAllowed: boolean;
  closesAt: Date;
  /** Drawings and papers of the plan, already in the file store. */
  papers?: readonly (StoredBytes & { name: string })[];
}
export type CreateConsentError =
  | 'not-allowed'
  | 'not-found'
  | 'question-required'
  | 'plan-required'
  | 'building-required'
  | 'options-required'
  | 'in-the-past'
  | 'matter-elsewhere';

/**
 * Drafts a consent campaign with its ballots: one, or for a lift on common ground two (the building, and all owners of the compound).
 * Errors: `question-required`, `plan-required`, `building-required` (a lift belongs to a building), `options-required` (two or more, each named once), `in-the-past`,
 * `matter-elsewhere`.
 */
export function createConsent(ctx: CommandContext, input: CreateConsentInput): Promise<Result<{ consentId: string }, CreateConsentError | 'key-reused'>> {
  return runCommand(ctx, 'create-consent', (tx) => createConsentIn(tx, input));
}

async function createConsentIn(tx: CommandTx, input: CreateConsentInput): Promise<Result<{ consentId: string }, CreateConsentError>> {
  const { neighbourhoodId } = input;
  if (!tx.can('consent.create', { neighbourhoodId })) return err('not-allowed');
  if (!(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
  const question = input.question.trim();
  const plan = input.plan.trim();
  if (question === '') return err('question-required');
  if (plan === '') return err('plan-required');
  if (input.closesAt <= tx.now) return err('in-the-past');
  const buildings = await listBuildings(tx, neighbourhoodId);
  const building = input.buildingId ? buildings.find((one) => one.id === input.buildingId) : undefined;
  if (input.buildingId && !building) return err('not-found');
  if (input.kind === 'lift' && !building) return err('building-required');
  const options = (input.options ?? [])
    .map((option) => ({ label: option.label.trim(), note: option.note?.trim() ?? '' }))
    .filter((option) => option.label !== '');
  const named = new Set(options.map((option) => option.label));
  if (input.kind === 'options' && (named.size < 2 || named.size !== options.length || options.length > 20)) return err('options-required');
  if (input.matterId && (await findMatter(tx, input.matterId))?.neighbourhoodId !== neighbourhoodId) return err('matter-elsewhere');
  const consentId = tx.newId();
  await insertConsent(tx, { id: consentId, neighbourhoodId, matterId: input.matterId ?? null, question, plan, phoneAllowed: input.phoneAllowed });
  for (const file of input.papers ?? [])
    await insertPlanFile(tx, consentId, await recordFile(tx, file, { name: file.name, visibility: 'public', neighbourhoodId }));
  const compounds = new Set(buildings.map((one) => one.compoundId));
  for (const [index, part] of partsFor(input, building?.compoundId ?? null, compounds.size).entries()) {
    const made = await createBallotIn(tx, {
      neighbourhoodId,
      matterId: input.matterId ?? null,
      question,
      explanation: plan,
      law: part.law,
      buildingId: part.scope === 'building' ? (building?.id ?? null) : null,
      ...(part.compoundId ? { compoundId: part.compoundId } : {}),
      closesAt: input.closesAt,
      takenBy: 'consent',
      ...(input.kind === 'options' ? { kind: 'one' as const, options } : {}),
    });
    // All of it was checked above: what the ballot would refuse now is a fault of the program.
    if (!made.ok) throw new Error(`consent's ballot: ${made.error}`);
    await insertPart(tx, { ballotId: made.value.ballotId, consentId, no: index + 1, scope: part.scope });
  }
  tx.audit({ action: 'consent.create', subjectKind: 'consent', subjectId: consentId, text: { question, kind: input.kind } });
  await tx.emit('consent.created', { consentId, neighbourhoodId });
  return ok({ consentId });
}

/** The sets of tests that the law asks for: the building's owners first, then the compound's where its ground is used. */
export function partsFor(
  input: Pick<CreateConsentInput, 'kind' | 'buildingId' | 'commonGround'>,
  compoundId: string | null,
  compounds: number,
): { law: string; scope: PartScope; compoundId: string | null }[] {
  if (input.kind !== 'lift')
    return [{ law: input.kind === 'options' ? 'owners-general' : input.kind, scope: input.buildingId ? 'building' : 'neighbourhood', compoundId: null }];
  const building = { law: 'lift-building', scope: 'building' as const, compoundId: null };
  if (!input.commonGround) return [building];
  // Where the neighbourhood is one compound the two are the same roll.
  return [building, { law: 'lift-common-ground', scope: 'compound' as const, compoundId: compounds > 1 ? compoundId : null }];
}
