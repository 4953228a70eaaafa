import { err, ok, type Result } from '#libs/result';
import { householdMembers } from '#modules/people';
import { findHousehold } from '#modules/places';
import { type Actor, holds } from '#platform/access';
import type { CommandTx } from '#platform/command';
import type { ActedAs, Matter } from './matter.ts';

/** Somebody whose wish a staff member writes down: a person of the roster, or a name where the roster has none. */
export type OnBehalfOf =
  | { personId: string; householdId: string; channel: 'paper' | 'phone' | 'visit' }
  | { name: string; householdId: string | null; channel: 'paper' | 'phone' | 'visit' };

/** `not-in-place` the household is not of this neighbourhood, or the person not of this household. */
export async function belongsHere(tx: CommandTx, who: OnBehalfOf, neighbourhoodId: string): Promise<Result<null, 'not-in-place'>> {
  if (who.householdId === null) return ok(null);
  const household = await findHousehold(tx, who.householdId);
  if (!household || household.neighbourhoodId !== neighbourhoodId) return err('not-in-place');
  if (!('personId' in who)) return ok(null);
  const members = await householdMembers(tx, who.householdId);
  return members.some((member) => member.personId === who.personId) ? ok(null) : err('not-in-place');
}

/** The household for which somebody speaks in a neighbourhood: where they live before what they own. */
export function householdOf(actor: Actor, neighbourhoodId: string): string | null {
  const here = actor.households.filter((household) => household.neighbourhoodId === neighbourhoodId);
  return (here.find((household) => household.relation !== 'owner') ?? here[0])?.householdId ?? null;
}

/** As what the actor acts on this matter: as its raiser first, else by the weightiest role at the place. */
export function actedAs(actor: Actor, matter: Pick<Matter, 'raisedBy' | 'neighbourhoodId'>): ActedAs {
  if (actor.kind === 'system') return 'system';
  for (const role of ['secretary', 'director', 'officer', 'head', 'steward'] as const)
    if (holds(actor, [role], matter.neighbourhoodId, 'matter.follow')) return role;
  return actor.personId !== null && actor.personId === matter.raisedBy ? 'raiser' : 'supporter';
}
