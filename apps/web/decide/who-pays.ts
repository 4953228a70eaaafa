import { parseShareCost, SHARE_METHODS, shareCost, type ShareMethod } from '#libs/decide';
import { type Coefficients, type CoefficientSource, coefficientText, floorShares, type NoShares, type Within } from './floor-shares.ts';
import type { HomeRow } from './homes.ts';

/** A cost to be shared, as read from the form. */
export interface CostQuestion {
  what: string;
  totalFen: bigint;
  homes: HomeRow[];
  source: CoefficientSource;
  /** Null where no coefficients were chosen. */
  coefficients: Coefficients | null;
  within: Within;
}

/** A method's shares in the order of the homes, or why there are none. */
export type MethodShares =
  | { method: ShareMethod; shares: bigint[] }
  | { method: ShareMethod; why: NoShares | { missing: 'cost' | 'source'; home: string | null } };

const missingOf: Record<string, 'area' | 'cost' | 'weight'> = { areaCentiM2: 'area', costFen: 'cost' };

/** Every method side by side; each column adds up to the total. */
export function whoPays(question: CostQuestion): MethodShares[] {
  const { homes, totalFen, coefficients } = question;
  const read = parseShareCost({
    totalFen: String(totalFen),
    members: homes.map(({ id, areaCentiM2, costFen }) => ({
      id,
      ...(areaCentiM2 === null ? {} : { areaCentiM2: String(areaCentiM2) }),
      ...(costFen === null ? {} : { costFen: String(costFen) }),
    })),
  });
  if (!read.ok) throw new Error(read.error.issues.join('; '));
  const { methods, unavailable } = shareCost(read.value);
  return SHARE_METHODS.map((method): MethodShares => {
    if (method === 'floor') {
      if (coefficients === null) return { method, why: { missing: 'source', home: null } };
      const shares = floorShares(totalFen, homes, coefficients, question.within);
      return Array.isArray(shares) ? { method, shares } : { method, why: shares };
    }
    const found = methods[method];
    if (found) return { method, shares: homes.map(({ id }) => BigInt(found[id] ?? '0')) };
    const why = unavailable[method];
    return { method, why: { missing: why?.reason === 'missing' ? (missingOf[why.field] ?? 'weight') : 'weight', home: why?.member ?? null } };
  });
}

/** Coefficients in words: `1: 0 · 2: 0.5`. */
export const coefficientsText = (coefficients: Coefficients, lang: 'zh' | 'en'): string =>
  [...coefficients]
    .map(([floor, value]) => (lang === 'zh' ? `${floor}层 ${coefficientText(value)}` : `${floor}F ${coefficientText(value)}`))
    .join(lang === 'zh' ? '，' : ', ');
