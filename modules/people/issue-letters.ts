import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findBuilding, findHousehold, type Household, listHouseholds } from '#modules/places';
import { hashSecret, letterCodeLength, letterValidDays, newLetterCode, printLetterCode } from './letter-code.ts';
import { insertLetters, takenSelectors, voidLetters } from './store.ts';

/** A letter as it is printed, once: the secret is nowhere else. */
export interface PrintedLetter {
  household: Household;
  /** `K7QM-4XPR-…` */
  code: string;
  expiresAt: Date;
}
/** `nobody` no household lives there. */
export type LetterError = 'not-found' | 'not-allowed' | 'nobody';

/** Makes new letters for a building or one household, inside the caller's transaction; older ones stop working. */
export async function issueLettersIn(tx: CommandTx, input: { buildingId: string } | { householdId: string }): Promise<Result<PrintedLetter[], LetterError>> {
  const found = await householdsFor(tx, input);
  if (!found) return err('not-found');
  const { neighbourhoodId, households } = found;
  if (!tx.can('letter.issue', { neighbourhoodId })) return err('not-allowed');
  if (households.length === 0) return err('nobody');
  const expiresAt = new Date(tx.now.getTime() + letterValidDays * 86_400_000);
  const codes = await freeCodes(tx, households.length);
  const letters = households.map((household, i) => ({
    household,
    code: codes[i]!,
    salt: Buffer.from(tx.randomBytes(16)).toString('hex'),
  }));
  await voidLetters(
    tx,
    households.map((household) => household.householdId),
  );
  await insertLetters(
    tx,
    letters.map(({ household, code, salt }) => ({
      id: tx.newId(),
      householdId: household.householdId,
      selector: code.selector,
      salt,
      secretHash: hashSecret(salt, code.secret),
      expiresAt,
    })),
  );
  const [subjectKind, subjectId] = 'buildingId' in input ? (['building', input.buildingId] as const) : (['household', input.householdId] as const);
  tx.audit({ action: 'letters.issued', subjectKind, subjectId, text: { letters: letters.length } });
  return ok(letters.map(({ household, code }) => ({ household, code: printLetterCode(code), expiresAt })));
}

/**
 * Makes new letters. The idempotency key is left aside on purpose: the log of carried-out commands must not keep secrets,
 * and printing again simply makes the earlier paper worthless.
 */
export const issueLetters = ({ key: _key, ...ctx }: CommandContext, input: { buildingId: string } | { householdId: string }) =>
  runCommand(ctx, 'issue-letters', (tx) => issueLettersIn(tx, input));

async function householdsFor(
  tx: CommandTx,
  input: { buildingId: string } | { householdId: string },
): Promise<{ neighbourhoodId: string; households: Household[] } | null> {
  if ('householdId' in input) {
    const household = await findHousehold(tx, input.householdId);
    if (!household) return null;
    const active = (await listHouseholds(tx, household.neighbourhoodId, household.buildingId)).filter((h) => h.householdId === household.householdId);
    return { neighbourhoodId: household.neighbourhoodId, households: active };
  }
  const building = await findBuilding(tx, input.buildingId);
  if (!building) return null;
  return {
    neighbourhoodId: building.neighbourhoodId,
    households: await listHouseholds(tx, building.neighbourhoodId, building.id),
  };
}

/** Codes whose public first group no letter has, old ones included. */
async function freeCodes(tx: CommandTx, count: number) {
  const codes = new Map<string, ReturnType<typeof newLetterCode>>();
  for (let attempt = 0; codes.size < count; attempt++) {
    if (attempt === 50) throw new Error('no free letter codes');
    const fresh = Array.from({ length: count - codes.size }, () => newLetterCode(tx.randomBytes(letterCodeLength)));
    const taken = await takenSelectors(
      tx,
      fresh.map((code) => code.selector),
    );
    for (const code of fresh) if (!taken.has(code.selector)) codes.set(code.selector, code);
  }
  return [...codes.values()];
}
