import type { Actor, Role } from './actor.ts';
import { grantCovers, holds } from './actor.ts';

/** Who may do an action: `anyone` (no session needed), `account` (signed in), `system` (jobs), or a role at the place. */
export type Allowed = Role | 'anyone' | 'account' | 'system';

/** Action → who may. What is not listed is denied. Action names are `noun.verb`. */
export type PermissionTable = Readonly<Record<string, readonly Allowed[]>>;

/** Where an action happens; null = in the subdistrict as a whole. */
export interface Place {
  neighbourhoodId: string | null;
}

const isRole = (allowed: Allowed): allowed is Role => allowed !== 'anyone' && allowed !== 'account' && allowed !== 'system';

/** Actor × action × place, denied unless listed. */
export class Permissions {
  readonly table: PermissionTable;
  /** Throws when two modules list the same action. */
  constructor(tables: readonly PermissionTable[]) {
    const all: Record<string, readonly Allowed[]> = Object.create(null);
    for (const table of tables) {
      for (const [action, allowed] of Object.entries(table)) {
        if (all[action]) throw new Error(`action ${action} is listed twice`);
        all[action] = allowed;
      }
    }
    this.table = all;
  }

  /** True when the actor may do this at this place. */
  can(actor: Actor, action: string, place: Place): boolean {
    const allowed = this.table[action] ?? [];
    if (this.#withoutRole(actor, allowed)) return true;
    return holds(actor, allowed.filter(isRole), place.neighbourhoodId, action);
  }

  /** True when there is some place where the actor may do this: the first gate of a route; the command asks for the place. */
  canSomewhere(actor: Actor, action: string): boolean {
    const allowed = this.table[action] ?? [];
    return this.#withoutRole(actor, allowed) || actor.grants.some((grant) => allowed.includes(grant.role) && grantCovers(grant, action));
  }

  #withoutRole(actor: Actor, allowed: readonly Allowed[]): boolean {
    if (allowed.includes('anyone')) return true;
    if (allowed.includes('account') && (actor.kind === 'account' || actor.kind === 'person')) return true;
    return allowed.includes('system') && actor.kind === 'system';
  }
}
