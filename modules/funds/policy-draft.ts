import { looseningsOf, type Loosening, type PolicyPack, resolvePack, type ResolveError, type Rule } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';

/** draft ⇄ proposed → published; a draft may be dropped. */
export type PolicyDraftState = 'draft' | 'proposed' | 'published' | 'dropped';

/** The office's own pack while it is being written. */
export interface PolicyDraft {
  id: string;
  /** The version in force that it was begun from; null where there was none. */
  basedOn: string | null;
  pack: PolicyPack;
  holdsFrom: string | null;
  reason: string;
  state: PolicyDraftState;
  revision: number;
  startedByName: string;
  changedByName: string;
  changedAt: Date;
  proposedBy: string | null;
  proposedByName: string | null;
}

/** All packs a draft may build on: each version once, the first given first. */
export function knownPacks(...lists: readonly (readonly PolicyPack[])[]): PolicyPack[] {
  const known = new Map<string, PolicyPack>();
  for (const pack of lists.flat()) if (!known.has(pack.code)) known.set(pack.code, pack);
  return [...known.values()];
}

/** The rules that a pack inherits on a day, or why it cannot. */
export function inheritedRules(pack: PolicyPack, others: readonly PolicyPack[], day: string): Result<readonly Rule[], ResolveError> {
  if (pack.inherits === null) return ok([]);
  const above = resolvePack(
    others.filter(({ code }) => code !== pack.code),
    pack.inherits,
    [],
    day,
  );
  return above.ok ? ok(above.value.rules.map(({ rule }) => rule)) : above;
}

/** What stands in the way of a draft: rules that loosen what blocks above, or packs that cannot be resolved on the day. */
export interface DraftFaults {
  resolve: ResolveError | null;
  loosened: readonly { rule: Rule; loosenings: readonly Loosening[] }[];
}

/** Looks a draft over as if it were in force on the day. */
export function faultsOf(pack: PolicyPack, others: readonly PolicyPack[], day: string): DraftFaults {
  const above = inheritedRules(pack, others, day);
  if (!above.ok) return { resolve: above.error, loosened: [] };
  const loosened = looseningsOf(pack, above.value);
  const resolved = resolvePack([pack, ...others.filter(({ code }) => code !== pack.code)], pack.code, [], day);
  return { resolve: resolved.ok || resolved.error === 'loosens-blocking-rule' ? null : resolved.error, loosened };
}

/** A draft's pack with all it builds on, itself first, ready to be kept. */
export function withAllItBuildsOn(pack: PolicyPack, others: readonly PolicyPack[], day: string): Result<PolicyPack[], ResolveError> {
  const packs = [pack, ...others.filter(({ code }) => code !== pack.code)];
  const resolved = resolvePack(packs, pack.code, [], day);
  if (!resolved.ok) return err(resolved.error);
  return ok(resolved.value.chain.flatMap(({ code }) => packs.filter((each) => each.code === code)));
}

/** True while a draft may be written in. */
export const isBeingWritten = (draft: PolicyDraft): boolean => draft.state === 'draft';
