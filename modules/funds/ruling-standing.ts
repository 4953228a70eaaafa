import { isLive, type ResolvedPack } from '#libs/policy';
import type { KeptRuling } from './ruling-store.ts';

/** Where a ruling stands on a day: in force, to begin, run out, taken back, replaced, or on a rule that today's policy does not have. */
export type RulingStanding = 'in-force' | 'to-begin' | 'run-out' | 'withdrawn' | 'superseded' | 'rule-gone';

/**
 * Where a ruling stands under the policy of the day. `sameVersion` is false when the policy has another version (or code) than the one it
 * was given under: it still stands, but whoever leans on it should read the clause again. Null where the version was not kept.
 */
export function rulingStanding(ruling: KeptRuling, pack: ResolvedPack | null, day: string): { standing: RulingStanding; sameVersion: boolean | null } {
  const sameVersion = ruling.policy === null || pack === null ? null : ruling.policy.code === pack.code && ruling.policy.version === pack.version;
  const said = (standing: RulingStanding) => ({ standing, sameVersion });
  if (ruling.ended && ruling.ended.on <= day) return said(ruling.ended.kind);
  if ((ruling.validFrom ?? ruling.day) > day) return said('to-begin');
  if (!isLive(ruling, day)) return said('run-out');
  if (pack && !pack.rules.some(({ rule }) => rule.id === ruling.ruleId)) return said('rule-gone');
  return said('in-force');
}
