import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import type { SourceKind } from './award.ts';
import { closeAwardRow, insertAward, lockAwardOf } from './store.ts';

/** One source of one project, as the agreement names it. */
export interface NewAward {
  projectId: string;
  sourceKind: SourceKind;
  name: string;
  organisationId?: string | null;
  /** Categories it may pay; the database refuses every other. At least one. */
  categories: readonly string[];
  /** What the agreement expects of it, in fen. */
  plannedFen?: bigint;
  /** First and last day on which it pays. */
  validFrom: string;
  validTo: string;
}

/** Opens an award with empty balances inside the caller's command. Returns its id. Wrong terms are a bug and throw. */
export async function openAwardIn(tx: CommandTx, award: NewAward): Promise<string> {
  if (award.categories.length === 0) throw new Error('an award pays for something');
  const id = tx.newId();
  await insertAward(tx, {
    ...award,
    id,
    organisationId: award.organisationId ?? null,
    plannedFen: award.plannedFen ?? 0n,
  });
  tx.audit({ action: 'award.open', subjectKind: 'award', subjectId: id, text: { name: award.name, sourceKind: award.sourceKind, projectId: award.projectId } });
  await tx.emit('award.opened', { awardId: id, projectId: award.projectId, sourceKind: award.sourceKind });
  return id;
}

/** Closes an award for good. Refuses `money-left` while anything is available or reserved: it is spent or returned first. */
export async function closeAwardIn(tx: CommandTx, awardId: string): Promise<Result<void, 'not-found' | 'money-left'>> {
  const award = await lockAwardOf(tx, awardId);
  if (!award) return err('not-found');
  if (award.state === 'closed') return ok();
  if (award.availableFen !== 0n || award.reservedFen !== 0n) return err('money-left');
  await closeAwardRow(tx, awardId);
  tx.audit({ action: 'award.close', subjectKind: 'award', subjectId: awardId, text: { name: award.name } });
  return ok();
}
