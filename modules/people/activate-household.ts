import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findHousehold, listHouseholds } from '#modules/places';
import { parseLetterCode, secretMatches } from './letter-code.ts';
import { addMemberOf, recognisePerson } from './membership.ts';
import { lockAccount, lockLetter, markLetterUsed } from './store.ts';

export interface ActivationInput {
  /** As typed or scanned. */
  code: string;
  /** The account to bind: the actor's own, or one just made for somebody who has none. */
  accountId: string;
  /** The name the person gives; one who is on the roster under it is recognised. */
  name: string;
}
export interface Activation {
  householdId: string;
  personId: string;
  label: string;
}

/**
 * `bad-code` whatever is wrong with it: never issued, mistyped, expired, used, void: the answer and its time tell nothing.
 * `account-taken` the account belongs to another person and was not the actor's own.
 */
export type ActivationError = 'bad-code' | 'not-allowed' | 'account-taken';

/** A letter's secret code binds an account to the household: once, in time, and without phone or mail. Callers limit the rate. */
export async function activateHouseholdIn(tx: CommandTx, input: ActivationInput): Promise<Result<Activation, ActivationError>> {
  if (!tx.can('household.activate', { neighbourhoodId: null })) return err('not-allowed');
  if (tx.actor.accountId !== null && tx.actor.accountId !== input.accountId) return err('account-taken');
  await lockAccount(tx, input.accountId);
  const letter = await openLetter(tx, input.code);
  if (!letter) return err('bad-code');
  const household = await findHousehold(tx, letter.householdId);
  if (!household) return err('bad-code');
  const personId = await recognisePerson(tx, household, input.accountId, input.name);
  if (personId === null) return err('account-taken');
  await addMemberOf(tx, household.householdId, household.homeId, personId);
  await markLetterUsed(tx, letter.id, personId);
  tx.audit({
    action: 'household.activated',
    subjectKind: 'household',
    subjectId: household.householdId,
    text: { personId, label: household.label },
  });
  await tx.emit('household.activated', { householdId: household.householdId, personId });
  return ok({ householdId: household.householdId, personId, label: household.label });
}

/** Binds an account by letter. */
export const activateHousehold = (ctx: CommandContext, input: ActivationInput) => runCommand(ctx, 'activate-household', (tx) => activateHouseholdIn(tx, input));

/** Whether a code would work now, without using it: asked before an account is made for somebody. Callers limit the rate. */
export const letterWorks = (ctx: CommandContext, code: string) =>
  runCommand(ctx, 'check-letter', async (tx): Promise<Result<{ label: string }, 'bad-code'>> => {
    const letter = await openLetter(tx, code);
    const household = letter ? await findHousehold(tx, letter.householdId) : null;
    return household ? ok({ label: household.label }) : err('bad-code');
  });

/** The locked letter of a code when the code is right, unused, in time, and its household still lives there. */
async function openLetter(tx: CommandTx, typed: string): Promise<{ id: string; householdId: string } | null> {
  const code = parseLetterCode(typed);
  const letter = code ? await lockLetter(tx, code.selector) : null;
  const right = secretMatches(letter, code?.secret ?? '');
  if (!letter || !right || letter.usedAt || letter.voidedAt || letter.expiresAt <= tx.now) return null;
  const household = await findHousehold(tx, letter.householdId);
  const living = household ? await listHouseholds(tx, household.neighbourhoodId, household.buildingId) : [];
  return living.some((h) => h.householdId === letter.householdId) ? letter : null;
}
