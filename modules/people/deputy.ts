import { type Actor, type DutyKind, holds } from '#platform/access';
import type { GivenRole } from './person.ts';
import type { RoleAssignment } from './role-queries.ts';

/** Roles that somebody else may hold for a time while their holder is absent. Judging, auditing and keeping things are personal. */
export const deputisedRoles = ['secretary', 'director', 'officer', 'head'] as const satisfies readonly GivenRole[];

/** True when the role may be held by a deputy. */
export const aDeputyMayHold = (role: GivenRole): boolean => deputisedRoles.some((one) => one === role);

/** Somebody stands in for an absent role holder. */
export interface Deputyship {
  id: string;
  roleId: string;
  personId: string;
  personName: string;
  deputyId: string;
  deputyName: string;
  role: GivenRole;
  neighbourhoodId: string | null;
  neighbourhoodName: string | null;
  fromDay: string;
  toDay: string;
  /** The kinds of duties that were lent; null: all of the role. Permissions and the database go by them. */
  kinds: DutyKind[] | null;
  /** What else is to be known about the duties, in words. */
  duties: string;
  reason: string;
  namedBy: string;
  namedByName: string;
  namedOn: string;
  endedOn: string | null;
  endedByName: string | null;
  endedReason: string | null;
}

/** True when it holds on the day. */
export const standsInOn = (one: Pick<Deputyship, 'fromDay' | 'toDay' | 'endedOn'>, day: string): boolean =>
  one.fromDay <= day && day <= (one.endedOn !== null && one.endedOn < one.toDay ? one.endedOn : one.toDay);

/** True when two deputies of a role would both be lent the same duties. */
export const lendTheSameDuties = (a: Pick<Deputyship, 'kinds'>, b: Pick<Deputyship, 'kinds'>): boolean =>
  a.kinds === null || b.kinds === null || a.kinds.some((kind) => b.kinds?.includes(kind));

/**
 * Who names a deputy: the role holder; for committees and officers also whoever gives their roles. For the head only the head, or who keeps
 * the roles of the subdistrict.
 */
export function mayNameADeputyFor(actor: Actor, role: Pick<RoleAssignment, 'personId' | 'role' | 'neighbourhoodId'>): boolean {
  if (actor.personId !== null && actor.personId === role.personId) return true;
  return holds(actor, role.role === 'head' ? ['admin'] : ['officer', 'head', 'admin'], null, 'deputy.name');
}
