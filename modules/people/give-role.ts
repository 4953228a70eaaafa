import { holds, type Actor } from '#platform/access';
import { addDays } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findNeighbourhood, listEntranceLabels } from '#modules/places';
import { personFor, type WhoInput } from './manage-household.ts';
import { givenBySecretary, type GivenRole, parsePhone, placeOfRole } from './person.ts';
import { findOrganisation } from './organisation-queries.ts';
import { findPerson } from './queries.ts';
import { findRole, listRoles } from './role-queries.ts';
import { insertRole, setRoleEnd, updatePersons } from './store.ts';

export interface RoleInput {
  who: WhoInput;
  /** A mobile number to sign in with, kept for somebody who is known without one; never changes a known number. */
  phone?: string | null;
  role: GivenRole;
  neighbourhoodId: string | null;
  /** The entrance a steward speaks for, or null for the whole neighbourhood. */
  entranceId?: string | null;
  /** The organisation a contact acts for. */
  organisationId?: string | null;
  fromDay: string;
  /** Last day; null = until ended. */
  toDay: string | null;
}
/**
 * `wrong-place` this role holds only in a neighbourhood, or only in the whole subdistrict · `bad-days` the last day is
 * before the first · `already-held` the person holds it there at that time · `unknown-person` · `bad-phone`.
 */
export type RoleError = 'not-found' | 'not-allowed' | 'wrong-place' | 'bad-days' | 'already-held' | 'unknown-person' | 'bad-phone';

/** The office gives every role; a secretary gives stewards, supervisors and keepers of the own neighbourhood. */
export function onlyTheOfficeGivesOfficeRoles(actor: Actor, role: GivenRole, neighbourhoodId: string | null): boolean {
  if (actor.kind === 'system' || holds(actor, ['officer', 'admin'], null, 'role.give')) return true;
  return neighbourhoodId !== null && givenBySecretary.includes(role) && holds(actor, ['secretary'], neighbourhoodId, 'role.give');
}
/** A role holds at the kind of place it is made for. */
export function theRoleFitsThePlace(role: GivenRole, neighbourhoodId: string | null): boolean {
  const place = placeOfRole(role);
  return place === 'either' || (place === 'neighbourhood') === (neighbourhoodId !== null);
}

/** Keeps the number of a person who has none. What the person took back stays away. */
async function keepPhone(tx: CommandTx, personId: string, written: string | null) {
  const phone = written === null ? null : parsePhone(written);
  if (written !== null && phone === null) return err('bad-phone');
  const person = await findPerson(tx, personId);
  if (phone !== null && person?.phone === null) {
    await updatePersons(tx, [{ id: personId, name: person.name, phone, adult: person.adult }]);
    tx.audit({
      action: 'person.edited',
      subjectKind: 'person',
      subjectId: personId,
      text: { name: person.name, phoneChanged: true },
    });
  }
  return ok();
}

/** Gives a role, inside the caller's transaction. Returns the ids of role and person. */
export async function giveRoleIn(tx: CommandTx, input: RoleInput): Promise<Result<{ roleId: string; personId: string }, RoleError>> {
  const { neighbourhoodId } = input;
  if (!tx.can('role.give', { neighbourhoodId }) || !onlyTheOfficeGivesOfficeRoles(tx.actor, input.role, neighbourhoodId)) return err('not-allowed');
  if (!theRoleFitsThePlace(input.role, neighbourhoodId)) return err('wrong-place');
  if (input.toDay !== null && input.toDay < input.fromDay) return err('bad-days');
  if (neighbourhoodId && !(await findNeighbourhood(tx, neighbourhoodId))) return err('not-found');
  if (input.organisationId && !(await findOrganisation(tx, input.organisationId))) return err('not-found');
  if (
    input.entranceId &&
    (input.role !== 'steward' || !neighbourhoodId || !(await listEntranceLabels(tx, neighbourhoodId)).some((entrance) => entrance.id === input.entranceId))
  )
    return err('wrong-place');
  const person = await personFor(tx, input.who);
  if (!person.ok) return person;
  const phoned = await keepPhone(tx, person.value, input.phone ?? null);
  if (!phoned.ok) return phoned;
  const held = (await listRoles(tx, { personId: person.value })).some(
    (role) =>
      role.role === input.role &&
      role.neighbourhoodId === neighbourhoodId &&
      role.entranceId === (input.entranceId ?? null) &&
      role.organisationId === (input.organisationId ?? null) &&
      (role.toDay === null || role.toDay >= input.fromDay) &&
      (input.toDay === null || role.fromDay <= input.toDay),
  );
  if (held) return err('already-held');
  const roleId = tx.newId();
  await insertRole(tx, {
    id: roleId,
    personId: person.value,
    role: input.role,
    neighbourhoodId,
    entranceId: input.entranceId ?? null,
    organisationId: input.organisationId ?? null,
    fromDay: input.fromDay,
    toDay: input.toDay,
  });
  const name = (await findPerson(tx, person.value))?.name;
  tx.audit({
    action: 'role.given',
    subjectKind: 'person',
    subjectId: person.value,
    text: { name, role: input.role, neighbourhoodId, fromDay: input.fromDay, toDay: input.toDay },
  });
  await tx.emit('role.given', { personId: person.value, role: input.role, neighbourhoodId });
  return ok({ roleId, personId: person.value });
}
/** Gives a role. */
export const giveRole = (ctx: CommandContext, input: RoleInput) => runCommand(ctx, 'give-role', (tx) => giveRoleIn(tx, input));

/** Ends a role after its last day; the day before the first takes it back altogether. What was done under it stays. */
export const endRole = (ctx: CommandContext, input: { roleId: string; lastDay: string }) => runCommand(ctx, 'end-role', (tx) => endRoleIn(tx, input));

/** The same inside the caller's command. */
export async function endRoleIn(tx: CommandTx, input: { roleId: string; lastDay: string }): Promise<Result<void, RoleError>> {
  const role = await findRole(tx, input.roleId);
  if (!role) return err('not-found');
  if (!tx.can('role.give', { neighbourhoodId: role.neighbourhoodId }) || !onlyTheOfficeGivesOfficeRoles(tx.actor, role.role, role.neighbourhoodId))
    return err('not-allowed');
  if (input.lastDay < addDays(role.fromDay, -1)) return err('bad-days');
  await setRoleEnd(tx, role.id, input.lastDay);
  tx.audit({
    action: 'role.ended',
    subjectKind: 'person',
    subjectId: role.personId,
    text: { role: role.role, neighbourhoodId: role.neighbourhoodId, lastDay: input.lastDay },
  });
  return ok();
}
