import type { CommandTx } from '#platform/command';
import { bindIn } from './create-person.ts';
import { homeOwners, householdMembers, personOfAccount } from './queries.ts';
import { insertMembers, insertPersons } from './store.ts';

/**
 * Makes a person belong to a household, once. One who owns the home and is not on the household's list belongs to it as
 * owner already and is not made a member: owners may live elsewhere.
 */
export async function addMemberOf(tx: CommandTx, householdId: string, homeId: string, personId: string): Promise<void> {
  const members = await householdMembers(tx, householdId);
  if (members.some((member) => member.personId === personId)) return;
  if ((await homeOwners(tx, homeId)).some((owner) => owner.personId === personId)) return;
  await insertMembers(tx, [
    {
      id: tx.newId(),
      householdId,
      personId,
      relation: 'resident',
      head: !members.some((member) => member.head),
    },
  ]);
}

/**
 * Who an account is in a household: the person it is bound to; else the adult of this name in the household or among the
 * owners who has no account yet; else a new person. Binds the account. Null when the account is somebody else's.
 */
export async function recognisePerson(
  tx: CommandTx,
  household: { householdId: string; homeId: string },
  accountId: string,
  givenName: string,
): Promise<string | null> {
  const own = await personOfAccount(tx, accountId);
  if (own) return own.id;
  const name = givenName.normalize('NFKC').trim();
  const members = (await householdMembers(tx, household.householdId)).filter((member) => member.name === name && member.adult);
  const owners = (await homeOwners(tx, household.homeId)).filter((owner) => owner.name === name);
  for (const personId of new Set([...members, ...owners].map((one) => one.personId))) {
    if (personId && (await bindIn(tx, personId, accountId)).ok) return personId;
  }
  const id = tx.newId();
  await insertPersons(tx, [{ id, name, phone: null, adult: true }]);
  return (await bindIn(tx, id, accountId)).ok ? id : null;
}
