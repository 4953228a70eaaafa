import type { Day } from '#libs/civil-time';
import { type Heads, type ResolvedPack, rulesOfKind, yearQuotas } from '#libs/policy';

/** A reason that moves a proposed quota: last year's grade, a share of the pool, what the office decided. Percent of what stands so far, then fen. */
export interface QuotaAdjustment {
  neighbourhoodId: string;
  percent?: number;
  addFen?: bigint;
  reason: string;
  clause?: string;
  source?: string;
}

/** One step of how a proposed quota was reached. */
export interface QuotaStep {
  text: string;
  fen: string;
  clause: string;
  source: string;
}

/** What the policy gives a neighbourhood for the year. */
export interface QuotaProposal {
  neighbourhoodId: string;
  /** Null: the policy is silent, leaves the number open (`openFields`), or nobody knows the heads (`missing`). */
  fen: bigint | null;
  steps: QuotaStep[];
  openFields: string[];
  missing: 'households' | 'residents' | null;
  /** The policy itself refuses what is above it. */
  blocks: boolean;
}

/** What a formula looks at. */
export interface QuotaPlace extends Heads {
  neighbourhoodId: string;
  /** Kind of its committee, for tiers by kind of community. */
  kind: string;
  lastYearGrades?: readonly string[];
}

/**
 * Quotas as the policy gives them: the lowest of its yearly caps for the neighbourhood (formulas on households and residents, last year's
 * grade where the policy says what it does) and of the tier for its kind of community; then the adjustments, each with its reason.
 */
export function suggestQuotas(pack: ResolvedPack, places: readonly QuotaPlace[], adjustments: readonly QuotaAdjustment[] = []): QuotaProposal[] {
  const tiers = rulesOfKind(pack, 'tiers').filter(({ rule }) => rule.by === 'community');
  return places.map((place) => {
    const caps = yearQuotas(pack, place);
    const open = caps.flatMap((cap) => (cap.kind === 'unset' ? cap.fields.map((field) => `${cap.rule}.${field}`) : []));
    const headless = caps.find((cap) => cap.kind === 'no-heads');
    const found = [
      ...caps.flatMap((cap) =>
        cap.kind === 'known' ? [{ fen: cap.fen, clause: cap.clause, source: cap.source, rule: cap.rule, heads: cap.heads, percent: cap.gradePercent }] : [],
      ),
      ...tiers.flatMap(({ rule }) =>
        rule.tiers
          .filter(({ capFen, communityKinds }) => capFen !== undefined && capFen !== null && communityKinds.includes(place.kind))
          .map((tier) => ({ fen: tier.capFen as bigint, clause: rule.clause, source: rule.source, rule: rule.id, heads: undefined, percent: null })),
      ),
    ].toSorted((a, b) => (a.fen < b.fen ? -1 : a.fen > b.fen ? 1 : 0));
    const nearest = found[0];
    const known = nearest !== undefined && open.length === 0 && headless === undefined;
    const steps: QuotaStep[] = [];
    let fen: bigint | null = null;
    if (known) {
      fen = nearest.fen;
      const unit = rulesOfKind(pack, 'cap').find(({ rule: cap }) => cap.id === nearest.rule)?.rule.formula?.per === 'resident' ? '人' : '户';
      const heads = nearest.heads === undefined ? '' : `（按 ${nearest.heads} ${unit}计算）`;
      const grade = nearest.percent === null ? '' : `，按上年等级计 ${nearest.percent}%`;
      steps.push({ text: `规定的年度额度${heads}${grade}`, fen: String(fen), clause: nearest.clause, source: nearest.source });
      for (const one of adjustments.filter(({ neighbourhoodId }) => neighbourhoodId === place.neighbourhoodId)) {
        if (one.percent !== undefined) fen = (fen * BigInt(one.percent)) / 100n;
        if (one.addFen !== undefined) fen += one.addFen;
        if (fen < 0n) fen = 0n;
        steps.push({ text: one.reason, fen: String(fen), clause: one.clause ?? '', source: one.source ?? '' });
      }
    }
    const rule = nearest ? rulesOfKind(pack, 'cap').find(({ rule: cap }) => cap.id === nearest.rule)?.rule : undefined;
    return {
      neighbourhoodId: place.neighbourhoodId,
      fen,
      steps,
      openFields: open,
      missing: headless?.kind === 'no-heads' ? (headless.per === 'household' ? 'households' : 'residents') : null,
      blocks: rule?.blocks === true && rule.status === 'text',
    };
  });
}

/** A quota as it stands. */
export interface Quota {
  neighbourhoodId: string;
  no: number;
  amountFen: bigint | null;
  countLimit: number | null;
  proposedFen: bigint | null;
  basis: QuotaStep[];
  reason: string;
  binds: 'application' | 'award';
  over: 'refuse' | 'name';
  setByName: string;
  setOn: Day;
}

/** By how much an application or an award goes above the quota; null when it does not. `refused`: the office lets nothing above it through. */
export interface AboveQuota {
  overFen: bigint;
  overCount: number;
  refused: boolean;
}

/** Measures what a neighbourhood asks for (or would be awarded), all its live projects of the round taken together. */
export function measureAgainstQuota(quota: Quota | null, of: { fen: bigint; count: number; what: 'application' | 'award' }): AboveQuota | null {
  if (!quota) return null;
  const measured = of.what === 'award' || quota.binds === 'application';
  const overFen = measured && quota.amountFen !== null && of.fen > quota.amountFen ? of.fen - quota.amountFen : 0n;
  const overCount = quota.countLimit !== null && of.count > quota.countLimit ? of.count - quota.countLimit : 0;
  return overFen === 0n && overCount === 0 ? null : { overFen, overCount, refused: quota.over === 'refuse' };
}
