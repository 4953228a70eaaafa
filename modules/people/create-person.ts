import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { personFor } from './manage-household.ts';
import { parsePhone } from './person.ts';
import { findPerson, homesOfPerson, personOfAccount } from './queries.ts';
import { listRoles } from './role-queries.ts';
import { bindAccountTo, lockAccount, updatePersons, withdrawPhoneOf } from './store.ts';

export interface PersonInput {
  name: string;
  phone: string | null;
  adult: boolean;
}
export type PersonError = 'not-found' | 'not-allowed' | 'bad-phone' | 'unknown-person';

/** Makes a person who needs no home here (staff, a reviewer, a partner's contact), inside the caller's transaction. */
export async function createPersonIn(tx: CommandTx, input: PersonInput & { neighbourhoodId: string | null }): Promise<Result<string, PersonError>> {
  if (!tx.can('person.edit', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
  const person = await personFor(tx, input);
  if (!person.ok) return person;
  tx.audit({
    action: 'person.created',
    subjectKind: 'person',
    subjectId: person.value,
    text: { name: input.name },
  });
  return person;
}
/** Makes a person; returns the id. */
export const createPerson = (ctx: CommandContext, input: PersonInput & { neighbourhoodId: string | null }) =>
  runCommand(ctx, 'create-person', (tx) => createPersonIn(tx, input));

/** Neighbourhoods a person belongs to by home or role. */
export async function neighbourhoodsOf(tx: CommandTx, personId: string): Promise<string[]> {
  const [homes, roles] = [await homesOfPerson(tx, personId), await listRoles(tx, { personId })];
  return [...new Set([...homes.map((home) => home.neighbourhoodId), ...roles.flatMap((role) => (role.neighbourhoodId ? [role.neighbourhoodId] : []))])];
}

/** Changes what is known of a person; allowed to whoever may do so in one of the person's neighbourhoods. */
export const editPerson = (ctx: CommandContext, input: PersonInput & { personId: string }) =>
  runCommand(ctx, 'edit-person', async (tx): Promise<Result<void, PersonError>> => {
    const before = await findPerson(tx, input.personId);
    if (!before) return err('not-found');
    const places: (string | null)[] = [null, ...(await neighbourhoodsOf(tx, input.personId))];
    if (!places.some((neighbourhoodId) => tx.can('person.edit', { neighbourhoodId }))) return err('not-allowed');
    const phone = input.phone === null ? null : parsePhone(input.phone);
    if (input.phone !== null && phone === null) return err('bad-phone');
    await updatePersons(tx, [{ id: input.personId, name: input.name, phone, adult: input.adult }]);
    tx.audit({
      action: 'person.edited',
      subjectKind: 'person',
      subjectId: input.personId,
      text: {
        before: { name: before.name, adult: before.adult },
        after: { name: input.name, adult: input.adult },
        phoneChanged: before.phone !== phone,
      },
    });
    return ok();
  });

/** `has-account` the person signs in with another account · `account-taken` the account is another person here. */
export type BindError = 'not-found' | 'not-allowed' | 'has-account' | 'account-taken';

/** Binds an account to a person by the office's word (a one-time link for staff). */
export const bindAccount = (ctx: CommandContext, input: { personId: string; accountId: string }) =>
  runCommand(ctx, 'bind-account', async (tx): Promise<Result<void, BindError>> => {
    if (!tx.can('person.link', { neighbourhoodId: null })) return err('not-allowed');
    if (!(await findPerson(tx, input.personId))) return err('not-found');
    const bound = await bindIn(tx, input.personId, input.accountId);
    if (!bound.ok) return bound;
    tx.audit({
      action: 'person.account-bound',
      subjectKind: 'person',
      subjectId: input.personId,
      text: { by: 'office' },
    });
    return ok();
  });

/** Binds an account to a person; who may ask is the caller's rule. */
export async function bindIn(tx: CommandTx, personId: string, accountId: string): Promise<Result<void, 'has-account' | 'account-taken'>> {
  await lockAccount(tx, accountId);
  const other = await personOfAccount(tx, accountId);
  if (other) return other.id === personId ? ok() : err('account-taken');
  return (await bindAccountTo(tx, personId, accountId)) ? ok() : err('has-account');
}

/** A person withdraws the own phone; imports do not bring it back. */
export const withdrawPhone = (ctx: CommandContext) =>
  runCommand(ctx, 'withdraw-phone', async (tx): Promise<Result<void, 'not-allowed'>> => {
    const { personId } = tx.actor;
    if (!personId || !tx.can('me.edit', { neighbourhoodId: null })) return err('not-allowed');
    await withdrawPhoneOf(tx, personId);
    tx.audit({ action: 'person.phone-withdrawn', subjectKind: 'person', subjectId: personId, text: {} });
    return ok();
  });
