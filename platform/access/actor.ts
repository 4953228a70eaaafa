import { authorityCovers, type DutyKind, kindOfAction } from './duty-kinds.ts';

/** The roles of the platform; a person may hold several, each at a place and for a time. */
export const roles = [
  'resident', // lives or owns a home in the neighbourhood
  'steward', // 楼组长: speaks for an entrance
  'secretary', // 居民区书记: runs the neighbourhood's matters, meetings, projects; handler of spending
  'director', // 居委会主任: approves the neighbourhood's spending, heads hearings
  'supervisor', // 居民监督员: checks works and meetings' promises
  'keeper', // 管护人
  'partner', // 共建单位's contact
  'property', // 物业公司's contact
  'officer', // 自治办: runs rounds, checks, rules
  'head', // 街镇分管领导: agrees awards, approves above the officer
  'reviewer', // 评审专家
  'auditor', // 审计: reads everything, changes nothing
  'admin', // keeps people, places and accounts of the subdistrict
] as const;
export type Role = (typeof roles)[number];

/** A role at a place. `neighbourhoodId` null = in the whole subdistrict. */
export interface Grant {
  role: Role;
  neighbourhoodId: string | null;
  /**
   * Held for somebody who is absent (代): what is done with it is done in that person's place. `kinds` limits it to some kinds of duties; left out or
   * null: the whole role.
   */
  insteadOf?: { personId: string; name: string; kinds?: readonly DutyKind[] | null } | null;
}

/**
 * Who acts. `anonymous` has no session; `account` is signed in but bound to no person of this subdistrict;
 * `person` is a known person; `system` is a job.
 */
export interface Actor {
  kind: 'anonymous' | 'account' | 'person' | 'system';
  accountId: string | null;
  personId: string | null;
  name: string;
  grants: readonly Grant[];
  /** Told whenever only a role held for somebody absent lets the actor through; commands keep it with what was done. */
  actsFor?: (whom: { personId: string; name: string; kind: DutyKind | null }) => void;
  /** Households this person belongs to (lives in or owns), with their neighbourhood. */
  households: readonly { householdId: string; homeId: string; neighbourhoodId: string; relation: 'resident' | 'owner' | 'tenant' }[];
}

export const anonymous: Actor = { kind: 'anonymous', accountId: null, personId: null, name: '', grants: [], households: [] };
export const system: Actor = { kind: 'system', accountId: null, personId: null, name: '系统', grants: [], households: [] };

/** True when a grant may be used for the action: a role of one's own always, a role held for somebody absent as far as it was lent. */
export const grantCovers = (grant: Grant, action: string | undefined): boolean => authorityCovers(grant.insteadOf?.kinds, action);

/**
 * True when the actor holds one of the roles at the neighbourhood (or in the whole subdistrict). A role of one's own goes before one held for somebody
 * absent. A role lent for some kinds of duties counts only for an `action` of those kinds.
 */
export function holds(actor: Actor, wanted: readonly Role[], neighbourhoodId: string | null, action?: string): boolean {
  const fitting = actor.grants.filter(
    (grant) => wanted.includes(grant.role) && (grant.neighbourhoodId === null || grant.neighbourhoodId === neighbourhoodId) && grantCovers(grant, action),
  );
  const borrowed = fitting[0]?.insteadOf;
  if (borrowed && fitting.every(({ insteadOf }) => insteadOf)) {
    const kind = action === undefined ? null : kindOfAction(action);
    actor.actsFor?.({ personId: borrowed.personId, name: borrowed.name, kind: kind ?? borrowed.kinds?.[0] ?? null });
  }
  return fitting.length > 0;
}
